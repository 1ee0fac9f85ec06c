"""Beslutninger og innspill: what bodies have dealt with, what became of each party's input, and what is to be done."""

from typing import cast

from analytics.meetings.decisions import Decisions
from domain.text import say
from ui import decisions as page
from ui import layout, loaders, parts

PARTS = {
    name: say(f"decisions.part.{key}")
    for name, key in (("beslutninger", "decisions"), ("innspill", "inputs"), ("oppfolging", "actions"))
}

view = layout.open_page("decisions")
found = cast(Decisions, loaders.report("decisions"))
layout.show_sentence(found)
if found.can_see:
    layout.show_key_figures(page.key_figures(found))
    part = parts.select_part(PARTS)
    if part == "beslutninger":
        page.show_decisions(found, view)
    elif part == "innspill":
        page.show_inputs(found, view)
    else:
        page.show_actions(found, view)
    page.show_minutes(found, view)
layout.show_caveats(found)
layout.show_source_line(found)
