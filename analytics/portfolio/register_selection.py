"""Which projects of the register are asked for, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from analytics.portfolio.register_filters import FILTERS, Filters, places_with, split_choice
from analytics.portfolio.register_rows import Register
from analytics.portfolio.register_search import folded_words
from domain.errors import UserError
from domain.text import Text, say

#: What the register can be sorted by: the name in the choice, and the column behind it.
SORTS: dict[str, str] = {
    "project_id": "project_id", "title_nb": "title_nb", "title_en": "title_en", "status": "status", "priority_area": "area",
    "organisation": "organisation", "amount_nok": "amount_nok", "paid_nok": "paid_nok", "start_date": "start_date",
    "end_date": "end_date", "started_date": "started_date", "ended_date": "ended_date",
    "planned_end_date": "planned_end_date", "registered_date": "registered_date",
}  # fmt: skip
#: So many values are named when a choice does not exist.
_NAMED = 40


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters, the words searched for, the year and the order; an empty filter does not limit."""

    filters: dict[str, tuple[str, ...]]
    text: str = ""
    year: int | None = None
    sort: str = "project_id"

    @property
    def is_limited(self) -> bool:
        """Whether anything is left out by choice."""
        return bool(any(self.filters.values()) or self.text.split() or self.year is not None)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def selection_from(choices: Mapping[str, str], year: int | None, filters: Filters) -> Selection:
    """The selection that was asked for.

    Raises:
        UserError: a value of a filter or the order does not exist on the day.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for name in FILTERS:
        known = filters.options[name]
        values = split_choice(choices.get(name, ""), known)
        _check(name, values, tuple(known))
        chosen[name] = values
    sort = choices.get("sort", "").strip() or "project_id"
    _check("sort", (sort.removeprefix("-"),), tuple(SORTS))
    return Selection(chosen, choices.get("text", "").strip(), year, sort)


def chosen_places(register: Register, filters: Filters, selection: Selection) -> pl.Series:
    """The places of the projects that meet every filter, in the order asked for; what is unknown comes last."""
    kept = pl.DataFrame({"place": pl.int_range(len(register.rows), dtype=pl.UInt32, eager=True)}).lazy()
    for name, values in selection.filters.items():
        if values:
            kept = kept.filter(pl.col("place").is_in(places_with(filters, name, values).implode()))
    keys = register.keys.with_row_index("place").lazy()
    for word in folded_words(selection.text):
        kept = kept.join(keys.filter(pl.col("search").str.contains(word, literal=True)), on="place", how="semi")
    found = kept.collect().get_column("place")
    if selection.year is not None:
        years = register.rows.select("first_year", "last_year")[found]
        runs = (years.get_column("first_year") <= selection.year) & (years.get_column("last_year") >= selection.year)
        found = found.filter(runs.fill_null(False))
    return _sorted(register, found, selection.sort)


def _sorted(register: Register, found: pl.Series, sort: str) -> pl.Series:
    column = SORTS[sort.removeprefix("-")]
    source = register.keys if column in register.keys.columns else register.rows
    frame = pl.DataFrame({"place": found, "key": source.get_column(column)[found]})
    ordered = frame.sort("key", "place", descending=[sort.startswith("-"), False], nulls_last=True, maintain_order=True)
    return ordered.get_column("place")


def _check(name: str, values: tuple[str, ...], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            allowed = ", ".join(known[:_NAMED]) or "-"
            text = say("projects.wrong_choice", name=name, value=value, allowed=allowed)
            raise UserError(text.nb, text.en, code="wrong_choice")


def told_filters(selection: Selection, filters: Filters) -> list[tuple[Text, Text]]:
    """The filters in use in words, for a heading or a sheet of notes: what is filtered by, and the values."""
    told = []
    for name, values in selection.filters.items():
        if values:
            words = [filters.options[name].get(value, Text(value, value)) for value in values]
            told.append((say(f"projects.filter.{name}"), _joined(words)))
    if selection.year is not None:
        told.append((say("projects.filter.year"), Text(str(selection.year), str(selection.year))))
    if selection.text:
        told.append((say("projects.filter.text"), Text(selection.text, selection.text)))
    return told


def _joined(words: list[Text]) -> Text:
    return Text("; ".join(word.nb for word in words), "; ".join(word.en for word in words))
