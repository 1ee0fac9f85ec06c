"""Prosjekter: the register with filters, search, order and a live count; each row opens its project."""

from typing import cast

from analytics.portfolio.projects import ProjectRegister
from ui import layout, loaders, register

view = layout.open_page("projects")
whole = cast(ProjectRegister, loaders.report("projects"))
if whole.total:
    layout.show_sentence(whole)
    found = register.chosen_register(whole, view)
    register.show_register(found, view)
    layout.show_source_line(found)
else:
    layout.show_empty(whole.sentence)
layout.show_caveats(whole)
