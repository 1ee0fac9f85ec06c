"""Kunnskapsbehov: what each need has led to, what is not linked, and what became of the input of each party."""

from typing import cast

from analytics.portfolio.needs import Needs
from domain.text import say
from ui import filters, layout, loaders, needs_inputs, needs_record, parts
from ui import needs as page

PARTS = {"kjede": say("needs.part_chain"), page.LIST: say("needs.part_list"), "innspill": say("needs.part_inputs")}
SHOW = {"kjede": page.show_chain, page.LIST: page.show_list, "innspill": needs_inputs.show_inputs}

view = layout.open_page("needs")
result = cast(Needs, loaders.report("needs"))
need_id = needs_record.asked_need(result)
if need_id is not None:
    needs_record.show_need(result, need_id, view)
elif result.is_empty:
    layout.show_empty(result.sentence)
else:
    layout.show_sentence(result)
    layout.show_key_figures(page.key_figures(result))
    needs_record.open_list()
    filters.take_over(page.OLD_MEETING, page.MEETING)
    SHOW[parts.select_part(PARTS)](result, view)
    needs_record.keep_list_address()
layout.show_caveats(result)
