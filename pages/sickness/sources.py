"""Kilder og revisjoner: every source and its age, faults, revisions between vintages, the target per vintage, and breaks."""

from typing import cast

from analytics.quality.sources import Sources
from analytics.sickness.revisions import AbsenceRevisions
from domain.text import say
from ui import absence_sources, layout, loaders

view = layout.open_page("absence_sources")
found = cast(Sources, loaders.report("sources"))
layout.show_sentence(found)
layout.show_key_figures(absence_sources.key_figures(found))
absence_sources.show_tables(found, view.lang)
layout.show_caveats(found)

layout.show_subtitle(say("sources.page.revisions_heading"))
choice = absence_sources.select_series(view.lang)
report = loaders.report(
    "absence-revisions", measure=choice["measure"], type=choice["type"], sex=choice["sex"], industry=choice["industry"]
)
revised = cast(AbsenceRevisions, report)
absence_sources.show_revisions(revised, view.lang)
layout.show_caveats(revised)

absence_sources.show_target(revised, view.lang)
absence_sources.show_breaks(revised, view.lang)
absence_sources.show_refresh()
