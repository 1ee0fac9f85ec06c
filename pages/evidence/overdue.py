"""Forfalt og forsinket: what is past its deadline, what is not published in time and why, and what is new since a day."""

from typing import cast

from analytics.evidence.overdue import Overdue
from domain.text import say
from ui import layout, loaders, parts
from ui import overdue as page

PARTS = {
    name: say(f"overdue.part.{key}")
    for name, key in (("frister", "deadlines"), ("publisering", "publication"), ("nytt", "changes"))
}

view = layout.open_page("overdue")
found = cast(Overdue, loaders.report("overdue"))
layout.show_sentence(found)
if not found.items.is_empty():
    layout.show_key_figures(page.key_figures(found))
    part = parts.select_part(PARTS)
    if part == "frister":
        page.show_deadlines(found, view)
    elif part == "publisering":
        page.show_publication(found, view)
    else:
        page.show_changes(view)
layout.show_caveats(found)
