"""What is known of each source: its last good load, its age, its next release and its last fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from analytics.result import parameter
from analytics.sickness.goal import MEASURES
from analytics.sickness.lines import SeriesChoice, line, matching
from analytics.sickness.revision_steps import vintage_code
from analytics.sickness.states import Release, last_release, next_release
from data.snapshot import Snapshot, Source
from data.sources.catalogue import SOURCES, SourceSpec
from data.sources.ssb.registry import REGISTRY
from domain.periods import is_quarter, quarter_index
from domain.text import Text

Kind = Literal["body", "table"]
_GOOD = ("loaded", "unchanged")
_STATISTICS = "sick_leave"
_RHYTHM_BY_LENGTH = {4: "yearly", 6: "quarterly"}
_UNADJUSTED = "unadjusted"
_RHYTHMS = {"quarter": "quarterly", "year": "yearly"}


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table that can be fetched: its publisher, number, title, and how often it changes ("quarterly", "yearly" ...)."""

    publisher: str
    table_id: str
    title: Text
    rhythm: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """An attempt that did not succeed.

    Attributes:
        day: the day of the attempt; `at` its moment in UTC.
        outcome: refused (the content was not as agreed) or failed (it could not be fetched).
    """

    day: date
    at: str
    outcome: str
    message: Text


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source.

    Attributes:
        source_id: of a body of facts its name; of a table its publisher and number.
        tables: tables of the model that a body fills.
        last_good_date: a table's last good load; when a body's documents were last read. None when never.
        published_date: the newest vintage of it; `vintage` is the same, no more exactly than known.
        age_days: from the vintage to the as-of date; `fetched_days` from the load to it. None when it lies later.
        is_failing: the last attempt did not succeed.
        is_old: quarterly figures that were fetched longer ago than the threshold.
        is_behind: a newer period should be out, by the announced date or the rule.
        remark: what the publisher or a check says of the figures, where something is said.
    """

    source_id: str
    kind: Kind
    publisher: str
    name: Text
    tables: tuple[str, ...]
    rhythm: str | None
    licence: str | None
    last_good_date: date | None
    last_good_at: str | None
    published_date: date | None
    vintage: str | None
    age_days: int | None
    fetched_days: int | None
    first_period: str | None
    last_period: str | None
    next_release: Release | None
    is_failing: bool = False
    is_old: bool = False
    is_behind: bool = False
    fault: Fault | None = None
    remark: Text | None = None
    cell_count: int | None = None
    new_count: int | None = None
    revised_count: int | None = None
    masked_count: int | None = None
    missing_count: int | None = None
    provisional_count: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the quarterly sick leave of all employees goes.

    Attributes:
        last_period: the last quarter with a figure, in any measure; None without any.
        measure: the measure it is in: the unadjusted one when that goes as far.
        unadjusted_period: the last quarter of the unadjusted measure.
        vintage: of the last figure, no more exactly than known; `age_days` from its last possible day to the as-of date.
        is_fetched: whether its vintage was fetched directly; `fetched_date` when.
        newest_expected: the newest quarter that should be out on the day.
    """

    last_period: str | None
    measure: str
    unadjusted_period: str | None
    vintage: str
    published_date: date | None
    age_days: int | None
    is_fetched: bool
    fetched_date: date | None
    source_id: str | None
    newest_expected: Release | None

    @property
    def is_behind(self) -> bool:
        """Whether a later quarter should be out by now."""
        return _is_behind(self.last_period, self.newest_expected)


def registered() -> tuple[KnownTable, ...]:
    """The tables that `refresh` knows, in their order."""
    return tuple(KnownTable("SSB", spec.id, spec.title, _RHYTHMS[spec.rhythm]) for spec in REGISTRY)


def rows(snapshot: Snapshot, known_tables: Sequence[KnownTable]) -> tuple[SourceRow, ...]:
    """The bodies of embedded facts, then the tables: those of the registry in its order, then others that were loaded."""
    loads = snapshot.table("statistic_load").sort("fetched_at", "load_id")
    tables = {(table.publisher, table.table_id): table for table in known_tables}
    for row in loads.sort("publisher", "table_id", maintain_order=True).iter_rows(named=True):
        title = row["title_nb"] or row["table_id"]
        loaded = KnownTable(row["publisher"], row["table_id"], Text(title, row["title_en"] or title))
        tables.setdefault((loaded.publisher, loaded.table_id), loaded)
    bodies = [_body(snapshot, spec) for spec in SOURCES]
    return (*bodies, *(_table(snapshot, table, _attempts(loads, table)) for table in tables.values()))


def reach(snapshot: Snapshot) -> Reach:
    """How far the quarterly sick leave of all employees goes, in any measure, and where its last figure is from."""
    latest = {name: line(snapshot, SeriesChoice(adjustment=name)).latest for name in (_UNADJUSTED, *MEASURES)}
    known = {name: item for name, item in latest.items() if item is not None}
    expected = last_release(snapshot)
    if not known:
        return Reach(None, _UNADJUSTED, None, "", None, None, False, None, None, expected)
    measure = max(known, key=lambda name: (quarter_index(known[name].period), name == _UNADJUSTED))
    last, unadjusted = known[measure], known.get(_UNADJUSTED)
    place = snapshot.table("vintage").filter(pl.col("vintage_id") == last.vintage_id).select("publisher", "table_id")
    publisher, table_id = place.row(0)
    return Reach(
        last.period, measure, unadjusted.period if unadjusted else None, last.vintage, last.published_date,
        _days(last.published_date, snapshot.as_of), table_id is not None,
        _last_fetched(snapshot, publisher, table_id) if table_id else None, last.source_id, expected,
    )  # fmt: skip


def old_after(snapshot: Snapshot) -> int | None:
    """After how many days quarterly figures that were fetched are called old."""
    limit = parameter(snapshot, "absence_stale_days")
    return None if limit is None else int(limit)


def shown_sources(snapshot: Snapshot, on: Reach) -> tuple[Source, ...]:
    """The source of the newest figure, and those of the tables that are fetched."""
    fetched = snapshot.table("vintage").filter(pl.col("table_id").is_not_null()).get_column("source_id").drop_nulls()
    ids = {*fetched, *([on.source_id] if on.source_id else [])}
    return tuple(source for source in snapshot.sources("vintage", "observation") if source.source_id in ids)


def _body(snapshot: Snapshot, spec: SourceSpec) -> SourceRow:
    """A body of embedded facts: when its documents were last read, and for statistics the newest vintage among them."""
    ids: set[str] = set()
    for name in spec.tables:
        ids.update(_embedded(snapshot, name).get_column("source_id").drop_nulls())
    documents = snapshot.table("source").filter(pl.col("source_id").is_in(list(ids)))
    read = _newest(documents, "retrieved_date")
    own = _embedded(snapshot, "vintage") if spec.id == _STATISTICS else documents.clear()
    published, vintage = _newest_vintage(own) if len(own) else _dated(_newest(documents, "published_date", snapshot.as_of))
    last_period = _embedded_reach(snapshot) if spec.id == _STATISTICS else None
    return SourceRow(
        spec.id, "body", ", ".join(spec.publishers), Text(spec.nb, spec.en), spec.tables, spec.rhythm, spec.licence, read, None,
        published, vintage, _days(published, snapshot.as_of), _days(read, snapshot.as_of), None, last_period, None,
    )  # fmt: skip


def _newest_vintage(vintages: pl.DataFrame) -> tuple[date | None, str | None]:
    if vintages.is_empty():
        return None, None
    day, precision = vintages.sort("published_date").select("published_date", "date_precision").row(-1)
    return day, vintage_code(day, precision)


def _dated(day: date | None) -> tuple[date | None, str | None]:
    return day, day.isoformat() if day else None


def _embedded_reach(snapshot: Snapshot) -> str | None:
    """The last quarter of all employees' sick leave, in any measure, among the embedded figures."""
    series = pl.concat([matching(snapshot, SeriesChoice(adjustment=name)).select("series_id") for name in MEASURES]).unique()
    own = _embedded(snapshot, "observation").join(series, on="series_id", how="semi").filter(pl.col("value").is_not_null())
    quarters = [period for period in own.get_column("period") if is_quarter(period)]
    return max(quarters, key=quarter_index, default=None)


def _embedded(snapshot: Snapshot, name: str) -> pl.DataFrame:
    """The rows of a table that were not fetched directly."""
    frame = snapshot.table(name)
    if name == "vintage":
        return frame.filter(pl.col("table_id").is_null())
    if name != "observation":
        return frame
    fetched = snapshot.table("vintage").filter(pl.col("table_id").is_not_null()).select("vintage_id")
    return frame.join(fetched, on="vintage_id", how="anti")


def _table(snapshot: Snapshot, table: KnownTable, attempts: Sequence[Mapping[str, Any]]) -> SourceRow:
    good = [row for row in attempts if row["outcome"] in _GOOD]
    loaded = [row for row in attempts if row["outcome"] == "loaded"]
    faults = [row for row in attempts if row["outcome"] not in _GOOD]
    last_good = good[-1] if good else None
    newest = max(loaded, key=lambda row: (row["published_date"] or date.min, row["fetched_at"]), default=None)
    last_period = newest["last_period"] if newest else None
    rhythm = table.rhythm or _RHYTHM_BY_LENGTH.get(len(last_period or ""))
    fetched_days = _days(last_good["fetched_date"], snapshot.as_of) if last_good else None
    published, vintage = _vintage_of(snapshot, newest)
    return SourceRow(
        f"{table.publisher} {table.table_id}", "table", table.publisher, table.title, (), rhythm, table.licence or _licence(),
        last_good["fetched_date"] if last_good else None, last_good["fetched_at"] if last_good else None,
        published, vintage, _days(published, snapshot.as_of), fetched_days,
        newest["first_period"] if newest else None, last_period, next_release(snapshot, table.publisher, rhythm or ""),
        is_failing=bool(attempts) and attempts[-1]["outcome"] not in _GOOD,
        is_old=_is_old(snapshot, fetched_days, rhythm),
        is_behind=_is_behind(last_period, last_release(snapshot, table.publisher, rhythm or "")),
        fault=_fault(faults[-1]) if faults else None, remark=_message(newest) if newest else None, **_counts(newest),
    )  # fmt: skip


def _vintage_of(snapshot: Snapshot, load: Mapping[str, Any] | None) -> tuple[date | None, str | None]:
    if load is None:
        return None, None
    own = snapshot.table("vintage").filter(pl.col("vintage_id") == pl.lit(load["vintage_id"], pl.String()))
    return _newest_vintage(own) if len(own) else _dated(load["published_date"])


def _counts(load: Mapping[str, Any] | None) -> dict[str, int | None]:
    names = ("cell_count", "new_count", "revised_count", "masked_count", "missing_count", "provisional_count")
    return {name: load[name] if load else None for name in names}


def _attempts(loads: pl.DataFrame, table: KnownTable) -> list[dict[str, Any]]:
    own = loads.filter((pl.col("publisher") == table.publisher) & (pl.col("table_id") == table.table_id))
    return list(own.iter_rows(named=True))


def _fault(row: Mapping[str, Any]) -> Fault:
    return Fault(row["fetched_date"], row["fetched_at"], row["outcome"], _message(row) or Text("", ""))


def _message(row: Mapping[str, Any]) -> Text | None:
    nb = row["message_nb"]
    return None if not nb else Text(nb, row["message_en"] or nb)


def _licence() -> str:
    return next(spec.licence for spec in SOURCES if spec.id == _STATISTICS)


def _last_fetched(snapshot: Snapshot, publisher: str, table_id: str) -> date | None:
    loads = snapshot.table("statistic_load").filter(
        (pl.col("publisher") == publisher) & (pl.col("table_id") == table_id) & pl.col("outcome").is_in(_GOOD)
    )
    return _newest(loads, "fetched_date")


def _newest(frame: pl.DataFrame, column: str, until: date | None = None) -> date | None:
    days = [day for day in frame.get_column(column).drop_nulls() if until is None or day <= until]
    return max(days, default=None)


def _days(day: date | None, as_of: date) -> int | None:
    return None if day is None or day > as_of else (as_of - day).days


def _is_old(snapshot: Snapshot, fetched_days: int | None, rhythm: str | None) -> bool:
    limit = old_after(snapshot)
    return rhythm == "quarterly" and fetched_days is not None and limit is not None and fetched_days > limit


def _is_behind(last_period: str | None, expected: Release | None) -> bool:
    if last_period is None or expected is None:
        return False
    if is_quarter(last_period) and is_quarter(expected.period):
        return quarter_index(last_period) < quarter_index(expected.period)
    return last_period < expected.period
