"""Evidens og styrke: how strong the knowledge of each instrument is now and will be, and before which decisions."""

from typing import cast

from analytics.evidence.strength import Evidence
from domain.text import say
from ui import evidence as page
from ui import evidence_study, layout, loaders
from ui.effect_question import show_answer

view = layout.open_page("evidence")
made = cast(Evidence, loaders.report("evidence"))
layout.show_sentence(made)
if made.overview.counted:
    layout.show_key_figures(page.key_figures(made))
    page.show_ladder(made, view)
    page.show_gates(made, view)
    page.show_coverage(made, view)
if made.studies:
    page.show_filtered(made, view)
    evidence_study.show_detail(made, view)
show_answer(with_link=False)
layout.page_link("power", say("strength.page.to_power_page"))
layout.show_caveats(made)
