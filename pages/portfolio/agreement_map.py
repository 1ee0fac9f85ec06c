"""Hele avtalen: the programme beside the other evaluations and efforts, what both cover, what nobody does, and the gatherings."""

from typing import cast

from analytics.portfolio.agreement_map import AgreementMap
from domain.text import say
from ui import agreement_map as page
from ui import layout, loaders

view = layout.open_page("agreement_map")
result = cast(AgreementMap, loaders.report("agreement-map"))
if result.rows:
    layout.show_sentence(result)
    layout.show_key_figures(page.key_figures(result))
    page.show_matrix(result, view)
    page.show_row(result, view)
    page.show_overlaps(result, view)
    page.show_open_spaces(result, view)
    page.show_efforts(result, view)
    page.show_links()
else:
    layout.show_empty(say("agreement_map.no_rows", date=view.as_of))
layout.show_caveats(result)
