"""Mot målet: sick leave against the target, what was to be expected, and any other series."""

from __future__ import annotations

from domain.text import say
from ui import layout, parts
from ui.absence_expected import show_expected
from ui.absence_series import show_series
from ui.absence_target import show_target

_PARTS = {"mal": show_target, "forventet": show_expected, "serier": show_series}

view = layout.open_page("absence_target")
chosen = parts.select_part({name: say(f"sickness.page.part_{name}") for name in _PARTS})
_PARTS[chosen](view)
