"""Funn og anbefalinger: what was found and how it may be read, what it led to, and who follows up."""

from typing import cast

from analytics.evidence.findings import Findings
from ui import findings as page
from ui import layout, loaders

view = layout.open_page("findings")
whole = cast(Findings, loaders.report("findings"))
layout.show_sentence(whole)
if len(whole.all_rows) or len(whole.all_recommendations):
    layout.show_key_figures(page.key_figures(whole))
    page.show_one(whole, view)
    page.show_levels(whole)
    chosen = page.select(whole, view)
    found = page.report_of(chosen)
    page.show_findings(found, chosen, view)
    page.show_mixed(found, view)
    page.show_recommendations(found, chosen, view)
    page.show_uses(found, view)
layout.show_caveats(whole)
layout.show_source_line(whole)
