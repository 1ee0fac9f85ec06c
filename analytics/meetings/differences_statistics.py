"""What came of statistics between two days, and which figures were revised. Nothing here says why sick leave is as it is."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.meetings.differences import Item, Pair
from analytics.sickness.revision_steps import figures, steps
from domain.numbers import decimal_text, pp_text
from domain.text import Text, say

#: Steps from one vintage to the next that change a figure by a method that can be compared, or take it away.
_REVISED = ("revised", "method_revision", "withdrawn", "masked")


def vintages_new(pair: Pair) -> list[Item]:
    """Publications of statistics that came, with how many series they hold figures for."""
    counts = dict(pair.later.table("observation").group_by("vintage_id").agg(pl.col("series_id").n_unique()).iter_rows())
    items = []
    for row in pair.new_rows("vintage"):
        count = counts.get(row["vintage_id"], 0)
        key = "changes.vintage_one" if count == 1 else "changes.vintage_many"
        text = say(key, publisher=row["publisher"], count=count)
        items.append(Item(row["vintage_id"], "vintage", text, None, row["published_date"]))
    return items


def revised(pair: Pair) -> list[Item]:
    """Series of which figures published before were revised: how many periods, and the largest revision, from and to.

    A difference is taken within one family of methods only, as in the report `absence-revisions`. The largest come first.
    """
    new = pair.later.table("vintage").join(pair.earlier.table("vintage"), on="vintage_id", how="anti")
    told = pair.later.table("observation").join(new, on="vintage_id", how="semi")
    series = pair.later.table("series").join(told, on="series_id", how="semi")
    if series.is_empty():
        return []
    stepped = steps(figures(pair.later, series)).filter(
        pl.col("kind").is_in(_REVISED) & pl.col("vintage_id").is_in(new.get_column("vintage_id").implode())
    )
    # A step of a figure that both vintages bring for the first time between the days is no revision of what was told then.
    stepped = stepped.filter(~pl.col("vintage_id_before").is_in(new.get_column("vintage_id").implode()))
    size = pl.col("difference").abs().fill_null(-1.0)
    largest = stepped.sort(size, "period", descending=True).group_by("series_id", maintain_order=True).agg(
        pl.col("period").n_unique().alias("periods"),
        pl.col("kind").is_in(["withdrawn", "masked"]).sum().alias("withdrawn"),
        pl.col("period", "known", "known_before", "difference", "decimals").first(),
    )  # fmt: skip
    names = series.select("series_id", "title_nb", "title_en", "unit_nb", "indicator")
    rows = largest.join(names, on="series_id", how="left").sort(
        pl.col("difference").abs(), "series_id", descending=[True, False], nulls_last=True
    )
    return [_revision(row) for row in rows.iter_rows(named=True)]


def breaks_new(pair: Pair) -> list[Item]:
    """Breaks of the series that became known."""
    return [
        Item(row["break_id"], "series_break", Text(row["title_nb"], row["title_en"] or row["title_nb"]), None, row["from_period"],
             "period")
        for row in pair.new_rows("series_break")
    ]  # fmt: skip


def _revision(row: dict[str, Any]) -> Item:
    title = row["title_nb"] or row["series_id"]
    count = {"count": row["periods"], "period": row["period"]}
    if row["difference"] is None:
        note = say("changes.note.withdrawn", **count)
    else:
        key = "changes.note.revised_one" if row["periods"] == 1 else "changes.note.revised_many"
        note = say(key, difference=_signed(row, "nb"), **count)
        note = Text(note.nb, say(key, difference=_signed(row, "en"), **count).en)
    return Item(
        row["series_id"], "series", Text(title, row["title_en"] or title), row["known_before"], row["known"], "number", note=note
    )


def _signed(row: dict[str, Any], lang: str) -> str:
    digits, value = int(row["decimals"] or 0), row["difference"]
    is_percent = str(row["indicator"] or "").endswith("_pct")
    shown = (pp_text if is_percent else decimal_text)(abs(value), max(digits, 1), lang)
    return f"{'+' if value > 0 else '−'}{shown}"
