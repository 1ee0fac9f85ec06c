"""Anskaffelser og rammeavtaler: how the programme buys and allocates, how long it takes, and what is about to end."""

from typing import cast

from analytics.portfolio.procurement import Procurement
from domain.text import say
from ui import layout, loaders, parts, procurement, procurement_contracts, procurement_records
from ui.view import View


def show_part(found: Procurement, view: View) -> None:
    """The part of the page that is chosen."""
    chosen = parts.select_part({name: say(f"procurement.part.{words}") for name, words in procurement.PARTS.items()})
    if chosen == "rammeavtaler":
        procurement_contracts.show_frameworks(found, view.lang)
    elif chosen == "kontrakter":
        procurement_contracts.show_ends(found, view.lang)
    elif chosen == "forsoksenheter":
        procurement_contracts.show_sites(found, view.lang)
    else:
        procurement.show_routes(found, view.lang)
        procurement.show_calls(found, view)
        procurement.show_reserved(found, view.lang)


view = layout.open_page("procurement")
found = cast(Procurement, loaders.report("procurement"))
if not procurement_records.show_record(found, view):
    layout.show_sentence(found)
    if found.is_empty and found.sites.is_shown:
        layout.show_empty(say("procurement.page.empty"))
    else:
        layout.show_key_figures(procurement.key_figures(found))
        show_part(found, view)
layout.show_caveats(found)
