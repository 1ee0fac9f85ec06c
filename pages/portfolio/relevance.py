"""Relevans (8.1): the projects against the general priorities, the money that meets them, and the question of occurrence."""

from typing import cast

from analytics.portfolio.relevance import Relevance
from domain.text import say
from ui import layout, loaders, parts
from ui import relevance as page

PARTS = {
    "penger": say("relevance.part_money"),
    "prosjekter": say("relevance.part_scores"),
    "forekomst": say("relevance.part_occurrence"),
}
SHOW = {"penger": page.show_money, "prosjekter": page.show_scores, "forekomst": page.show_occurrence}

view = layout.open_page("relevance")
result = cast(Relevance, loaders.report("relevance"))
if result.priorities and len(result.projects):
    layout.show_sentence(result)
    if result.counted:
        layout.show_key_figures(page.key_figures(result))
    SHOW[parts.select_part(PARTS)](result, view)
else:
    layout.show_empty(result.sentence)
layout.show_caveats(result)
