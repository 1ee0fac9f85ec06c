"""Rules that follow from the model of each table: what must be filled, unique, known, in order and within bounds."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date

import polars as pl

from analytics.rules.candidate import Candidate, findings_in, key_text
from data.imports.findings import RawFinding
from data.imports.rows import ROW, TableRows
from domain.numbers import date_text
from domain.tables import TABLES, Column, Table
from domain.text import Text

_FIRST_ROW = "__first_row"
_OTHER = "__other"
#: A likely key is looked for in tables of this size at most, for so many findings.
_SUGGEST_AMONG = 5000
_SUGGESTIONS = 50


def check_required(candidate: Candidate) -> Iterator[RawFinding]:
    """Columns that must be filled are."""
    for name, rows in candidate.given.items():
        for column in rows.table.columns:
            if column.required and (column.name in rows.shown or not rows.shown):
                readable = candidate.readable(name, column.name)
                yield from findings_in("required", rows, readable.filter(pl.col(column.name).is_null()), column.name)


def check_key_unique(candidate: Candidate) -> Iterator[RawFinding]:
    """A key stands in one row only."""
    for rows in candidate.given.values():
        keys = list(rows.table.key)
        yield from findings_in("key_unique", rows, _repeated(rows.frame, keys), keys[0], first=_FIRST_ROW)


def _repeated(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Rows that repeat an earlier row in `columns`, with the number of the first one."""
    whole = frame.filter(pl.all_horizontal(pl.col(c).is_not_null() for c in columns))
    if not whole.select(pl.struct(columns).is_duplicated().any()).item():
        return whole.clear().with_columns(pl.lit(None, pl.Int64()).alias(_FIRST_ROW))
    first = whole.with_columns(pl.col(ROW).min().over(columns).alias(_FIRST_ROW))
    return first.filter(pl.col(ROW) != pl.col(_FIRST_ROW))


def check_unique(candidate: Candidate) -> Iterator[RawFinding]:
    """Further sets of columns that may not repeat do not repeat in the file."""
    for rows in candidate.given.values():
        for group in rows.table.unique:
            columns = list(group)
            yield from findings_in("unique", rows, _repeated(rows.frame, columns), columns[-1], first=_FIRST_ROW)


def check_unique_stored(candidate: Candidate) -> Iterator[RawFinding]:
    """Such a set does not repeat one of a stored row with another key."""
    for name, rows in candidate.given.items():
        for group in rows.table.unique:
            columns, keys = list(group), list(rows.table.key)
            others = candidate.others(name).join(rows.frame, on=keys, how="anti")
            other = others.select(*columns, pl.concat_str(keys, separator=" / ").alias(_OTHER)).unique(subset=columns)
            clashing = rows.frame.join(other, on=columns, how="inner")
            yield from findings_in("unique_stored", rows, clashing, columns[-1], other=_OTHER)


def check_reference(candidate: Candidate) -> Iterator[RawFinding]:
    """A row that is referred to exists, in the file or among what stays stored."""
    for name, rows in candidate.given.items():
        for column in rows.table.references:
            parent = TABLES[str(column.references)]
            if parent.name not in candidate.unknown:
                yield from _unknown_keys(candidate, name, rows, column, parent)


def _unknown_keys(candidate: Candidate, name: str, rows: TableRows, column: Column, parent: Table) -> Iterator[RawFinding]:
    used = candidate.rows(name).get_column(column.name).drop_nulls().unique()
    known = candidate.keys(parent.name)
    unknown = used.filter(~used.is_in(known.implode()))
    if unknown.is_empty():
        return
    likely = _likely_keys(unknown, known)
    bad = candidate.rows(name).filter(pl.col(column.name).is_in(unknown.implode()))
    for row in bad.iter_rows(named=True):
        value = row[column.name]
        yield RawFinding(
            "reference",
            "hard",
            "rules",
            table=name,
            place=rows.place,
            row=row[ROW],
            column=rows.heading(column.name),
            value=value,
            key=key_text(rows.table, row),
            details={"parent": Text(parent.nb, parent.en), "hint": _hint(likely.get(value))},
        )


def _likely_keys(unknown: pl.Series, known: pl.Series) -> dict[str, str]:
    """For some unknown keys, the known key that is most like it."""
    if len(known) > _SUGGEST_AMONG:
        return {}
    folded = {key.casefold(): key for key in known}
    found = {value: difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.75) for value in unknown[:_SUGGESTIONS]}
    return {value: folded[matches[0]] for value, matches in found.items() if matches}


def _hint(likely: str | None) -> Text:
    return Text(f" Mente du {likely}?", f" Did you mean {likely}?") if likely else Text("", "")


def check_reference_kept(candidate: Candidate) -> Iterator[RawFinding]:
    """A stored row that stays does not lose the row it refers to."""
    for name, frame in candidate.remaining.items():
        table = TABLES[name]
        for column in table.references:
            parent = TABLES[str(column.references)]
            if parent.name in candidate.unknown:
                continue
            lost = frame.filter(~pl.col(column.name).is_in(candidate.keys(parent.name).implode()))
            for row in lost.iter_rows(named=True):
                yield RawFinding(
                    "reference_kept",
                    "hard",
                    "rules",
                    table=name,
                    place=table.nb,
                    column=column.nb,
                    value=row[column.name],
                    key=key_text(table, row),
                    details={"parent": Text(parent.nb, parent.en), "table": Text(table.nb, table.en)},
                )


def check_no_circle(candidate: Candidate) -> Iterator[RawFinding]:
    """A row does not refer to itself through rows of its own table."""
    for rows in candidate.given.values():
        for column in rows.table.references:
            if column.references == rows.table.name:
                circular = _circular(rows.frame, rows.table.key[0], column.name)
                bad = rows.frame.filter(pl.col(rows.table.key[0]).is_in(sorted(circular)))
                yield from findings_in("no_circle", rows, bad, column.name)


def _circular(frame: pl.DataFrame, key: str, parent: str) -> set[str]:
    """Keys of rows that are their own ancestor."""
    above = dict(frame.select(key, parent).drop_nulls().iter_rows())
    circular: set[str] = set()
    settled: set[str] = set()
    for start in above:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path.append(at)
            at = above.get(at)
        if at is not None and at in path:
            circular.update(path[path.index(at) :])
        settled.update(path)
    return circular


def check_minimum(candidate: Candidate) -> Iterator[RawFinding]:
    """Numbers are not below the least that their column allows; most amounts may not be negative."""
    for rows, column in _columns(candidate):
        if column.minimum is not None:
            bad = rows.frame.filter(pl.col(column.name) < column.minimum)
            yield from findings_in("minimum", rows, _with_bound(bad, column.minimum), column.name, bound=_OTHER)


def check_maximum(candidate: Candidate) -> Iterator[RawFinding]:
    """Numbers are not above the most that their column allows."""
    for rows, column in _columns(candidate):
        if column.maximum is not None:
            bad = rows.frame.filter(pl.col(column.name) > column.maximum)
            yield from findings_in("maximum", rows, _with_bound(bad, column.maximum), column.name, bound=_OTHER)


def _columns(candidate: Candidate) -> Iterator[tuple[TableRows, Column]]:
    return ((rows, column) for rows in candidate.given.values() for column in rows.table.columns)


def _with_bound(bad: pl.DataFrame, bound: float) -> pl.DataFrame:
    return bad.with_columns(pl.lit(str(int(bound)) if bound == int(bound) else str(bound)).alias(_OTHER))


def check_date_order(candidate: Candidate) -> Iterator[RawFinding]:
    """Dates, years and limits of an interval come in order."""
    for rows in candidate.given.values():
        for order in rows.table.date_order:
            bad = rows.frame.filter(pl.col(order.first) > pl.col(order.last)).with_columns(pl.col(order.first).alias(_OTHER))
            for finding in findings_in("date_order", rows, bad, order.last, earlier=_OTHER):
                yield _with(finding, first=rows.heading(order.first), earlier=_words(finding.details["earlier"]))


def _words(value: object) -> object:
    """A date in the words of each language; anything else as it is."""
    return Text(date_text(value, "nb"), date_text(value, "en")) if isinstance(value, date) else value


def check_one_of(candidate: Candidate) -> Iterator[RawFinding]:
    """Exactly one column of a set is filled."""
    for name, rows in candidate.given.items():
        for group in rows.table.one_of:
            yield from _filled(candidate, name, rows, group, "one_of")


def check_any_of(candidate: Candidate) -> Iterator[RawFinding]:
    """At least one column of a set is filled."""
    for name, rows in candidate.given.items():
        for group in rows.table.any_of:
            yield from _filled(candidate, name, rows, group, "any_of")


def _filled(candidate: Candidate, name: str, rows: TableRows, group: tuple[str, ...], rule_id: str) -> Iterator[RawFinding]:
    filled = pl.sum_horizontal(pl.col(column).is_not_null().cast(pl.Int64) for column in group)
    wrong = filled != 1 if rule_id == "one_of" else filled < 1
    headings = [rows.heading(column) for column in group]
    for finding in findings_in(rule_id, rows, candidate.readable(name, *group).filter(wrong), group[0]):
        yield _with(finding, columns=headings)


def _with(finding: RawFinding, **details: object) -> RawFinding:
    return RawFinding(
        finding.rule_id,
        finding.severity,
        finding.topic,
        finding.table,
        finding.place,
        finding.row,
        finding.column,
        finding.value,
        finding.key,
        {**finding.details, **details},
    )
