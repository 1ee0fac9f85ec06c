"""The statistics that refresh has stored: what is there of each table, and what a load adds to it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from analytics.result import parameter
from analytics.rules.loads import LastLoad, LoadFinding, LoadLimits, empty_count, load_findings
from analytics.sickness.series import pandemic_quarters
from data.layers import LayerDiff, TableDiff
from data.schema import empty_frame, polars_schema
from data.snapshot import Snapshot
from data.sources.load_rows import Additions, Stored, additions, vintage_id_of, with_corona_series
from data.sources.model import FetchedTable, NotFetched, Outcome, Unchanged
from data.store import Store
from domain.tables import TABLES
from domain.text import Text, say
from workflows.refresh_report import TableOutcome
from workflows.stored_rows import StoredRows

STATISTICS = "statistics"
_STATISTIC_TABLES = ("source", "series", "vintage", "observation", "area", "area_observation", "statistic_load")
_NAV_TABLE = re.compile(r"^(SYFRA|SYKP|NAV)[ -]")
#: Indicators that are calculated by one of the dated methods of the sick leave statistics.
_BY_METHOD = frozenset({"absence_pct", "absence_days", "agreed_days"})


class StatisticsLayer:
    """What is stored, and the rows to add to it. Nothing is written here.

    Args:
        store: the store; it must have a version.
        today: the day that dated thresholds are taken for.
    """

    def __init__(self, store: Store, today: date) -> None:
        self._reader = store.read()
        self._rows = StoredRows(self._reader)
        self._new: dict[str, list[pl.DataFrame]] = {}
        self._changed: dict[str, list[pl.DataFrame]] = {}
        snapshot = Snapshot(today, self._reader.info().data_version, self._reader.frame)
        self._limits = LoadLimits(
            *(parameter(snapshot, f"absence_{name}") for name in ("rate_max_pct", "shrink_pct", "flag_rise_pp"))
        )
        self._reload, self._note_after = (_days(parameter(snapshot, f"absence_{name}_days")) for name in ("reload", "note"))
        pandemic = pandemic_quarters(snapshot)
        self._pandemic_start = pandemic[0] if pandemic else None
        self._methods = snapshot.table("statistic_method").sort("first_published_date")

    def __enter__(self) -> StatisticsLayer:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    def loads(self, publisher: str, table_id: str) -> pl.DataFrame:
        """The attempts to load a table, oldest first."""
        rows = self._open("statistic_load")
        return rows.filter((pl.col("publisher") == publisher) & (pl.col("table_id") == table_id)).sort("fetched_at", "load_id")

    def known(self, publisher: str, now: datetime) -> dict[str, tuple[str | None, str | None]]:
        """For each table its `updated_at` and fingerprint when it was last loaded; tables due for a full load are left out."""
        rows = self._open("statistic_load").filter((pl.col("publisher") == publisher) & (pl.col("outcome") == "loaded"))
        last = rows.sort("fetched_at").unique("table_id", keep="last")
        due = now.date() - self._reload if self._reload else None
        return {
            row["table_id"]: (row["updated_at"], row["fingerprint"])
            for row in last.iter_rows(named=True) if due is None or row["fetched_date"] > due
        }  # fmt: skip

    def add(self, outcome: Outcome, title: Text | None = None) -> TableOutcome:
        """Note an outcome, with the rows that it adds; a table that does not meet the rules adds only the attempt."""
        if isinstance(outcome, FetchedTable):
            return self._add_table(with_corona_series(outcome, self._pandemic_start))
        code = "unchanged" if isinstance(outcome, Unchanged) else outcome.problem
        message = None if isinstance(outcome, Unchanged) else outcome.reason
        if isinstance(outcome, NotFetched) and outcome.title_nb:
            title = Text(outcome.title_nb, outcome.title_en or outcome.title_nb)
        made = TableOutcome(outcome.publisher, outcome.table_id, title or self._title(outcome), code, message, outcome.fetched_at)
        self._note(made, {})
        return made

    def difference(self) -> LayerDiff:
        """All that has been added, as a difference to be written to the layer."""
        names = [name for name in _STATISTIC_TABLES if name in self._new or name in self._changed]
        return LayerDiff(STATISTICS, {name: self._table_difference(name) for name in names})

    def _table_difference(self, name: str) -> TableDiff:
        table = TABLES[name]
        empty = empty_frame(table)
        new = pl.concat([empty, *self._new.get(name, [])]).unique(list(table.key), keep="first", maintain_order=True)
        return TableDiff(table, new, pl.concat([empty, *self._changed.get(name, [])]), empty, 0)

    def _add_table(self, fetched: FetchedTable) -> TableOutcome:
        title = Text(fetched.title_nb, fetched.title_en)
        findings = load_findings(fetched, self._last(fetched), self._limits)
        hard = [finding for finding in findings if finding.is_hard]
        made = {"publisher": fetched.publisher, "table_id": fetched.table_id, "title": title, "fetched_at": fetched.fetched_at}
        cells = len(fetched.values) + len(fetched.area_values)
        if hard:
            message = _message([say("refresh.refused", table=fetched.table_id), *(finding.message for finding in hard)])
            refused = TableOutcome(**made, outcome="refused", message=message, cell_count=cells)  # type: ignore[arg-type]
            self._note(refused, _raw(fetched))
            return refused
        vintage_id = vintage_id_of(fetched, self._foreign_vintages(fetched))
        added = additions(fetched, self._stored(fetched), vintage_id, self._vintage(fetched, vintage_id), _source_id(fetched))
        outcome = TableOutcome(
            **made, outcome="loaded" if self._is_news(fetched, added) else "unchanged",  # type: ignore[arg-type]
            message=_message([*(finding.message for finding in _soft(findings)), *(Text(note, note) for note in fetched.notes)]),
            published_date=fetched.published_date, first_period=fetched.first_period, last_period=fetched.last_period,
            cell_count=cells, new_count=added.new_count, revised_count=added.revised_count,
        )  # fmt: skip
        if outcome.outcome == "loaded":
            self._take(fetched, added)
        stored_as = {"vintage_id": vintage_id} if outcome.outcome == "loaded" else {}
        self._note(outcome, _details(fetched) | stored_as | _raw(fetched))
        return outcome

    def _take(self, fetched: FetchedTable, added: Additions) -> None:
        for name, frame in added.new.items():
            self._append(self._new, name, frame)
        for name, frame in added.changed.items():
            self._append(self._changed, name, frame)
        self._append(self._new, "source", self._source(fetched))

    def _append(self, where: dict[str, list[pl.DataFrame]], name: str, frame: pl.DataFrame) -> None:
        if len(frame):
            where.setdefault(name, []).append(frame)

    def _is_news(self, fetched: FetchedTable, added: Additions) -> bool:
        """Whether the load tells more than what is stored: figures, or that a later vintage confirms them."""
        if added.new_count or added.revised_count:
            return True
        last = self._good(fetched.publisher, fetched.table_id).filter(pl.col("outcome") == "loaded")
        is_same = pl.col("published_date").eq_missing(fetched.published_date) & pl.col("last_period").eq_missing(
            pl.lit(fetched.last_period, pl.String())
        )
        return last.filter(is_same).is_empty()

    def _note(self, made: TableOutcome, details: dict[str, Any]) -> None:
        """Keep the attempt, unless it tells the same as the attempt before it and brought nothing."""
        if made.outcome != "loaded" and (self._is_as_before(made) or not self._is_table(made)):
            return
        message = made.message or Text("", "")
        row = {
            "load_id": f"{made.publisher}-{made.table_id}-{made.fetched_at:%Y%m%dT%H%M%S%f}".upper().replace(" ", "-"),
            "publisher": made.publisher, "table_id": made.table_id, "title_nb": made.title.nb, "title_en": made.title.en,
            "fetched_date": made.fetched_at.date(), "fetched_at": f"{made.fetched_at:%Y-%m-%dT%H:%M:%SZ}",
            "outcome": made.outcome, "message_nb": message.nb or None, "message_en": message.en or None,
            "cell_count": made.cell_count, "new_count": made.new_count, "revised_count": made.revised_count,
            "first_period": made.first_period, "last_period": made.last_period,
            "published_date": made.published_date if made.outcome == "loaded" else None,
        } | details  # fmt: skip
        self._append(self._new, "statistic_load", _frame("statistic_load", row))

    def _is_table(self, made: TableOutcome) -> bool:
        """Whether the attempt is of a statistics table, and not of a file that happened to be handed over."""
        is_numbered = made.publisher == "SSB" or bool(_NAV_TABLE.match(made.table_id))
        return made.is_good or is_numbered or not self.loads(made.publisher, made.table_id).is_empty()

    def _is_as_before(self, made: TableOutcome) -> bool:
        before = self.loads(made.publisher, made.table_id)
        if before.is_empty():
            return made.outcome == "unchanged"
        last = before.row(-1, named=True)
        if made.is_good and last["outcome"] in ("loaded", "unchanged"):
            return self._note_after is None or made.fetched_at.date() - last["fetched_date"] < self._note_after
        return bool(last["outcome"] == made.outcome and last["message_nb"] == (made.message.nb if made.message else None))

    def _last(self, fetched: FetchedTable) -> LastLoad | None:
        good = self._good(fetched.publisher, fetched.table_id).filter(pl.col("outcome") == "loaded")
        if good.is_empty():
            return None
        row = good.row(-1, named=True)
        parts = [row["masked_count"], row["missing_count"]]
        empty = None if None in parts else sum(parts)
        return LastLoad(row["last_period"], row["cell_count"], empty, row["industry_standard"])

    def _good(self, publisher: str, table_id: str) -> pl.DataFrame:
        return self.loads(publisher, table_id).filter(pl.col("outcome").is_in(["loaded", "unchanged"]))

    def _title(self, outcome: NotFetched | Unchanged) -> Text:
        named = self.loads(outcome.publisher, outcome.table_id).filter(pl.col("title_nb").is_not_null())
        if named.is_empty():
            return Text(outcome.table_id, outcome.table_id)
        row = named.row(-1, named=True)
        return Text(row["title_nb"], row["title_en"] or row["title_nb"])

    def _stored(self, fetched: FetchedTable) -> Stored:
        vintages = self._open("vintage").filter(
            (pl.col("publisher") == fetched.publisher) & (pl.col("table_id") == fetched.table_id)
        )
        dated = vintages.select("vintage_id", "published_date")
        observations, areas = (
            self._open(name).join(dated, on="vintage_id", how="inner") for name in ("observation", "area_observation")
        )
        return Stored(self._every_series(), observations, areas, self._open("area"), dated)

    def _every_series(self) -> pl.DataFrame:
        """Stored series of the reference and this layer, and those that earlier tables of this refresh have added."""
        reference = self._rows.of_layer("series", "reference")
        known = pl.concat([reference, self._open("series"), *self._new.get("series", [])])
        return known.unique("series_id", keep="first", maintain_order=True)

    def _foreign_vintages(self, fetched: FetchedTable) -> list[str]:
        reference = self._rows.of_layer("vintage", "reference").get_column("vintage_id").to_list()
        own = self._open("vintage").filter(pl.col("table_id") != fetched.table_id).get_column("vintage_id").to_list()
        return [*reference, *own]

    def _vintage(self, fetched: FetchedTable, vintage_id: str) -> dict[str, object]:
        by_method = not _BY_METHOD.isdisjoint(fetched.series.get_column("indicator")) or len(fetched.area_values) > 0
        used = self._methods.filter(pl.col("first_published_date") <= fetched.published_date)
        method = str(used.get_column("method")[-1]) if by_method and len(used) else "not_stated"
        return {
            "vintage_id": vintage_id, "publisher": fetched.publisher, "published_date": fetched.published_date,
            "date_precision": fetched.date_precision, "method": method, "table_id": fetched.table_id,
            "source_id": _source_id(fetched),
        }  # fmt: skip

    def _source(self, fetched: FetchedTable) -> pl.DataFrame:
        is_numbered = fetched.publisher == "SSB"
        row = {
            "source_id": _source_id(fetched), "publisher": _PUBLISHERS[fetched.publisher], "licence": "CC BY 4.0",
            "title": f"{'Tabell ' if is_numbered else ''}{fetched.table_id}: {fetched.title_nb}",
            "url": _URLS[fetched.publisher].format(table=fetched.table_id), "quality": "primary",
            "retrieved_date": fetched.fetched_at.date(),
        }  # fmt: skip
        known = self._open("source").get_column("source_id").to_list()
        return empty_frame(TABLES["source"]) if row["source_id"] in known else _frame("source", row)

    def _open(self, name: str) -> pl.DataFrame:
        return self._rows.of_layer(name, STATISTICS)


_PUBLISHERS = {"SSB": "Statistisk sentralbyrå", "NAV": "NAV"}
_URLS = {
    "SSB": "https://www.ssb.no/statbank/table/{table}",
    "NAV": "https://www.nav.no/no/nav-og-samfunn/statistikk/sykefravar-statistikk",
}


def _days(value: float | None) -> timedelta | None:
    return None if value is None else timedelta(days=value)


def _source_id(fetched: FetchedTable) -> str:
    return f"{fetched.publisher}-TABELL-{fetched.table_id}".upper().replace(" ", "-")


def _details(fetched: FetchedTable) -> dict[str, Any]:
    states = pl.concat([fetched.values.select("value_state"), fetched.area_values.select("value_state")]).to_series()
    count = {state: int((states == state).sum()) for state in ("masked", "provisional")}
    return {
        "industry_standard": fetched.industry_standard, "masked_count": count["masked"],
        "missing_count": empty_count(fetched) - count["masked"], "provisional_count": count["provisional"],
        "fingerprint": fetched.fingerprint,
        "updated_at": f"{fetched.published_at:%Y-%m-%dT%H:%M:%SZ}" if fetched.published_at else None,
    }  # fmt: skip


def _raw(fetched: FetchedTable) -> dict[str, Any]:
    if not fetched.raw:
        return {}
    return {"raw_file": fetched.raw[0].path.name, "raw_sha256": fetched.raw[0].sha256}


def _soft(findings: list[LoadFinding]) -> list[LoadFinding]:
    return [finding for finding in findings if not finding.is_hard]


def _message(parts: list[Text]) -> Text | None:
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts)) if parts else None


def _frame(name: str, row: dict[str, Any]) -> pl.DataFrame:
    schema = polars_schema(TABLES[name])
    return pl.DataFrame([{column: row.get(column) for column in schema}], schema=schema)
