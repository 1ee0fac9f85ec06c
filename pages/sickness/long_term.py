"""Langvarig og gjentakende: how long sick leave lasts, how often it comes back, and what is not known of it."""

from typing import cast

from analytics.sickness.long_term import LongTerm
from ui import layout, loaders
from ui import long_term as parts

view = layout.open_page("long_term")
made = cast(LongTerm, loaders.report("absence-long-term"))
layout.show_sentence(made)
layout.show_key_figures(parts.key_figures(made))
parts.show_distribution(made, "duration", made.durations, view.lang)
parts.show_recurrence(made, view.lang)
parts.show_rights(made, view.lang)
parts.show_distribution(made, "diagnosis", made.diagnoses, view.lang)
parts.show_later_diagnoses(made, view.lang)
parts.show_weekly(made)
parts.show_needs(made, view.lang)
layout.show_caveats(made)
