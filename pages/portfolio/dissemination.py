"""Formidling (9.2): what is planned and done to make the knowledge known, and how soon after the report."""

from typing import cast

from analytics.portfolio.dissemination import Dissemination
from ui import dissemination as page
from ui import layout, loaders

view = layout.open_page("dissemination")
found = cast(Dissemination, loaders.report("dissemination"))
if found.projects.is_empty():
    layout.show_empty(found.sentence)
else:
    layout.show_sentence(found)
    layout.show_key_figures(page.key_figures(found))
    page.show_matrix(found, view)
    page.show_days(found, view)
    page.show_parts(found, view)
layout.show_caveats(found)
