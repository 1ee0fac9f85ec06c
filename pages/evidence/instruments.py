"""Status per virkemiddel: which instruments are evaluated, how far, by whom, and what is ready before the decisions."""

from typing import cast

from analytics.evidence.evaluations import Evaluations
from analytics.evidence.gate_report import Gates
from analytics.evidence.instruments import InstrumentOverview
from domain.text import say
from ui import gates, layout, loaders, parts
from ui import instruments as page

PARTS = {"status": say("instruments.part_status"), "beslutninger": say("instruments.part_gates")}

view = layout.open_page("instruments")
if parts.select_part(PARTS) == "beslutninger":
    decisions = cast(Gates, loaders.report("gates"))
    gates.show_gates(decisions, view)
    layout.show_caveats(decisions)
else:
    overview = cast(InstrumentOverview, loaders.report("instruments"))
    found = cast(Evaluations, loaders.report("evaluations"))
    if overview.instruments:
        layout.show_sentence(overview)
        layout.show_key_figures(page.key_figures(overview))
        page.show_head(found)
        page.show_lanes(overview, found, view)
        page.show_stages(found, view)
        page.show_too_late(found, {i.instrument_id: i.short for i in overview.instruments}, view)
        page.show_projects(found, view)
        page.show_instruments(overview, view)
        layout.page_link("evidence", say("instruments.to_evidence"))
    else:
        layout.show_empty(overview.sentence)
    layout.show_caveats(overview)
    layout.show_caveats(found)
