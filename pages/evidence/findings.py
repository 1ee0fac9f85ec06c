"""Funn og anbefalinger: what was found and how it may be read, what it led to, and who follows up."""

from typing import cast

from analytics.evidence.findings import Findings
from domain.text import say
from ui import finding_one, layout, loaders, parts, recommendations
from ui import findings as page

PARTS = ("funn", "oversikt", "blandede", "anbefalinger", "bruk")

view = layout.open_page("findings")
whole = cast(Findings, loaders.report("findings"))
layout.show_sentence(whole)
if len(whole.all_rows) or len(whole.all_recommendations):
    layout.show_key_figures(page.key_figures(whole))
    finding_one.show_one(whole, view)
    chosen = page.select(whole, view)
    found = page.report_of(chosen)
    page.show_count(found)
    part = parts.select_part({name: say(f"findings.part.{name}") for name in PARTS})
    if part == "funn":
        page.show_findings(found, chosen, view)
    elif part == "oversikt":
        page.show_levels(found)
    elif part == "blandede":
        page.show_mixed(found, view)
    elif part == "anbefalinger":
        recommendations.show_recommendations(found, page.notes_of(found, chosen, view.lang), view)
    else:
        recommendations.show_uses(found, view)
layout.show_caveats(whole)
layout.show_source_line(whole)
