"""Overblikk: coverage, money, knowledge and sick leave in a minute, and three matters that need attention."""

from domain.text import say
from ui import layout, loaders, overview, overview_cards
from ui.effect_question import show_answer

view = layout.open_page("overview")
layout.show_lead(say("overview.lead"))

overview_cards.show_cards(
    [
        (overview.coverage_card, loaders.report("coverage")),
        (overview.frames_card, loaders.report("frames")),
        (overview.instruments_card, loaders.report("instruments")),
        (overview.absence_card, loaders.report("absence-target")),
    ]
)

found = {name: loaders.report_json(name) for name in overview.REPORTS}
overview_cards.show_matters(overview.matters(found, view.as_of))
show_answer()
