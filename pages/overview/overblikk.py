"""Overblikk: coverage, money, knowledge and sick leave in a minute, and what has to be settled."""

from ui import layout, overview

view = layout.open_page("overview")
overview.show_page(view)
