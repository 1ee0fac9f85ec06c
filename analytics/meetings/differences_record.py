"""What was corrected in the rows themselves between two days: told apart from what happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analytics.meetings.differences import Item, Pair, owner_of
from analytics.meetings.differences_money import AMOUNTS
from analytics.quality.row_words import name_words
from domain.tables import TABLES, Column, Table
from domain.text import Text

#: Columns of which a correction is told as a change of its own kind.
_TOLD = {
    ("payment", "amount_nok"), ("payment", "year"), ("contract", "amount_nok"), ("action_plan_line", "planned_amount_nok"),
    ("action_plan_line", "planned_start_quarter"), ("frame", "amount_nok"), ("carry_over", "amount_nok"),
    ("budget_line", "amount_nok"), ("commitment", "amount_nok"), *AMOUNTS,
}  # fmt: skip
#: Where a row is from, which says nothing of the programme.
_ASIDE = ("source_id", "source_place", "note", "is_example")
#: Tables that tell of the system itself, or that are told elsewhere.
_TABLES_ASIDE = ("source", "meeting_screen", "meeting_participant", "parameter", "account_code", "rule_assessment")
_UNITS = {"date": "date", "nok": "nok", "quarter": "period", "period": "period", "year": "year", "bool": "bool", "int": "count",
          "number": "number", "pct": "number"}  # fmt: skip


def rows_corrected(pair: Pair) -> list[Item]:
    """Fields of rows that were known on the earlier day and that have since been recorded otherwise.

    An event that got its date between the days happened, and is no correction; a date that was moved or taken back, and all
    other fields that were changed, are. One item a field.
    """
    return [
        Item(
            _id(table, now), table.name, _text(table, column, now), was[column.name], now[column.name], _unit(column),
            is_correction=True, owner=(table.name, _id(table, now)) if table.name in ("project", "evaluation") else owner_of(now),
        )
        for table, was, now in _replaced(pair)
        if now is not None
        for column in table.columns
        if _is_corrected(pair, table, column, was, now)
    ]  # fmt: skip


def rows_removed(pair: Pair) -> list[Item]:
    """Rows that were known on the earlier day and have since been taken out."""
    return [
        Item(_id(table, was), table.name, _text(table, None, was), is_correction=True, owner=owner_of(was))
        for table, was, now in _replaced(pair)
        if now is None
    ]


def _replaced(pair: Pair) -> Iterator[tuple[Table, dict[str, Any], dict[str, Any] | None]]:
    """The rows whose version on the earlier day no longer stands on the later, as seen on each day; None when it is gone."""
    for table in TABLES.values():
        if table.layer == "statistics" or table.is_large or table.name in _TABLES_ASIDE:
            continue
        keys = pair.later.replaced_keys(table.name, pair.earlier.as_of)
        if keys.is_empty():
            continue
        own = list(table.key)
        was = pair.earlier.table(table.name).join(keys, on=own, how="semi").sort(own)
        now = pair.later.table(table.name).join(keys, on=own, how="semi")
        found = {tuple(row[name] for name in own): row for row in now.iter_rows(named=True)}
        for row in was.iter_rows(named=True):
            yield table, row, found.get(tuple(row[name] for name in own))


def _is_corrected(pair: Pair, table: Table, column: Column, was: dict[str, Any], now: dict[str, Any]) -> bool:
    before, after = was[column.name], now[column.name]
    if before == after or column.name in _ASIDE or (table.name, column.name) in _TOLD:
        return False
    dated = column.name if column.is_fact_date else column.revealed_by
    if dated is None or was[dated] is not None:
        return True
    return pair.is_hindsight(now[dated])  # an event that got its date between the days has happened


def _id(table: Table, row: dict[str, Any]) -> str:
    return " / ".join(str(row[name]) for name in table.key)


def _text(table: Table, column: Column | None, row: dict[str, Any]) -> Text:
    name, key = name_words(table, row), _id(table, row)
    words = Text(key, key) if name is None else Text(f"{key} {name.nb}", f"{key} {name.en}")
    if column is None:
        return Text(f"{table.nb} {words.nb}", f"{table.en} {words.en}")
    return Text(f"{table.nb} {words.nb}: {column.nb.lower()}", f"{table.en} {words.en}: {column.en.lower()}")


def _unit(column: Column) -> str:
    return f"code:{column.codes}" if column.codes else _UNITS.get(column.type, "text")
