"""Parts of the page about the frames: every version, who pays for evaluations, and fixed prices; and the words about money."""

from __future__ import annotations

from typing import cast

import polars as pl
import streamlit as st

from analytics.spending.prices import AMOUNTS, FixedPrices
from analytics.spending.terms import MoneyTerms
from analytics.spending.versions import FrameVersions
from domain.codes import label
from domain.text import Text, say, tell
from ui import filters, html, layout, loaders
from ui.layout import Col
from ui.view import View


def show_versions(view: View) -> None:
    """The frames one inside the other, each with its versions, and who pays for the evaluations."""
    found = cast(FrameVersions, loaders.report("frame-versions"))
    layout.show_subtitle(say("money.page.versions_heading"))
    layout.show_text(found.sentence)
    for misfit in found.misfits:
        parent = Text(*(label("frame_level", misfit.parent, lang) for lang in ("nb", "en")))
        values = {"parent": parent, "year": misfit.year, "parts": misfit.parts_nok, "whole": misfit.parent_nok}
        layout.show_notice(say("money.page.misfit", **values), "warning")
    kinds = {
        "level": "code:frame_level", "year": "period", "version": "int", "amount_nok": "nok", "before_nok": "nok",
        "decided_date": "date",
        "decided_by": "text", "letter_ref": "text", "is_current": "bool",
    }  # fmt: skip
    unknown = {"before_nok": Text("–", "–"), "decided_date": say("money.page.unknown"), "decided_by": say("money.page.unknown")}
    columns = {name: Col(say(f"money.version.{name}"), kind, unknown.get(name)) for name, kind in kinds.items()}
    with st.expander(tell("money.page.versions_open", view.lang)):
        layout.show_table(found.table(), "frames_versions", columns, caption=say("money.page.versions_caption"))
    payers = [
        say("money.page.payer", payer=Text(*(label("evaluation_payer", payer, lang) for lang in ("nb", "en"))), count=count)
        for payer, count in found.payers.items()
    ]
    if payers:
        layout.show_points(payers, say("money.page.payers"))
        listed = {
            "title_nb": Col(say("money.col.title_evaluation")),
            "payer": Col(say("money.col.payer"), "code:evaluation_payer"),
        }
        layout.show_table(found.evaluations, "frames_payers", listed, caption=say("money.page.payers_caption"))
    layout.show_source_line(found)


def show_prices(view: View) -> None:
    """The frames and their use in the prices of a chosen year."""
    start = cast(FixedPrices, loaders.report("fixed-prices"))
    layout.show_subtitle(say("money.page.prices_heading"))
    if not start.base_years or start.base_year is None:
        layout.show_empty(start.sentence)
        return
    order = sorted(start.base_years, key=lambda year: (year != start.base_year, year))
    options = {str(year): str(year) for year in order}
    chosen = int(filters.select_one("prisar", say("money.page.base_year"), options, buttons=False, width=140))
    found = start if chosen == start.base_year else cast(FixedPrices, loaders.report("fixed-prices", year=chosen))
    layout.show_text(found.sentence)
    unknown = say("money.page.unknown")
    columns = {"year": Col(say("money.col.year"), "period"), "index": Col(say("money.col.index"), "num")}
    columns |= {f"{name}_nok": Col(say(f"money.prices.{name}"), "nok", unknown) for name in AMOUNTS}
    columns |= {f"{name}_fixed_nok": Col(say(f"money.prices.{name}_fixed", year=chosen), "nok", unknown) for name in AMOUNTS}
    with st.expander(tell("money.page.prices_open", view.lang)):
        layout.show_table(_years(found), "frames_prices", columns, caption=found.sentence)
    layout.show_source_line(found)
    layout.show_source_note(say("prices.caveat"))


def _years(found: FixedPrices) -> pl.DataFrame:
    return found.table()


def show_words(view: View) -> None:
    """What the words about money mean, in the programme owner's own wording."""
    found = cast(MoneyTerms, loaders.report("money-terms"))
    if found.terms:
        with st.expander(tell("money.page.words", view.lang)):
            html.show_terms([(t.name.get(view.lang), "", t.definition.get(view.lang)) for t in found.terms])
            layout.show_source_note(say("money.page.words_note"))
