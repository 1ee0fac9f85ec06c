"""Forfalt og forsinket: what is past its deadline, what is signed off and not published, and what is new since last time."""

from ui import layout
from ui import overdue as page

view = layout.open_page("overdue")
found = page.load(view)
if found.items.is_empty():
    layout.show_empty(found.sentence)
else:
    layout.show_sentence(found)
    layout.show_key_figures(page.key_figures(found))
    page.show_list(found, view)
    page.show_publication(found, view)
    page.show_since(found, view)
    page.show_unknown(found, view)
layout.show_caveats(found)
