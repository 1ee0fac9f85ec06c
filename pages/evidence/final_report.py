"""Sluttrapport (chapter 10): finding, evidence, source and follow-up by area, how complete it is, and what is missing."""

from typing import cast

from analytics.evidence.final_report import FinalReport
from domain.text import say
from ui import final_report as page
from ui import layout, loaders

view = layout.open_page("final_report")
found = cast(FinalReport, loaders.report("final-report"))
layout.show_sentence(found)
layout.show_text(say("final_report.page.intro"))
layout.show_key_figures(page.key_figures(found))
page.show_files(found, view)
page.show_completeness(found, view)
page.show_sections(found, view)
page.show_gaps(found, view)
page.show_sources(found)
layout.show_caveats(found)
layout.show_source_line(found)
