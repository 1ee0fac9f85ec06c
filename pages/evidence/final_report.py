"""Sluttrapport (chapter 10): finding, evidence, source and follow-up by area, how complete it is, and what is missing."""

from typing import cast

from analytics.evidence.final_report import FinalReport
from domain.text import say
from ui import final_report as page
from ui import layout, loaders, parts

PARTS = {
    "komplett": page.show_completeness, "funn": page.show_sections, "mangler": page.show_gaps, "kilder": page.show_sources,
}  # fmt: skip

view = layout.open_page("final_report")
found = cast(FinalReport, loaders.report("final-report"))
layout.show_sentence(found)
layout.show_text(say("final_report.page.intro"))
layout.show_key_figures(page.key_figures(found))
page.show_files(found, view)
PARTS[parts.select_part({name: say(f"final_report.tab.{name}") for name in PARTS})](found, view)
layout.show_caveats(found)
layout.show_source_line(found)
