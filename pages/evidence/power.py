"""Styrkeberegning: what the studies can detect, and a calculator for one that is planned."""

from domain.text import say
from ui import layout, parts
from ui import power as page

PARTS = {"studier": say("power.page.title_studies"), "kalkulator": say("power.page.title_calculator")}
SHOW = {"studier": page.show_studies, "kalkulator": page.show_calculator}

view = layout.open_page("power")
SHOW[parts.select_part(PARTS)](view)
layout.page_link("evidence", say("strength.page.to_evidence"))
