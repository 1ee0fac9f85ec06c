"""Placeholder that is replaced in this change."""

from ui import layout

layout.open_page("action_plan")
