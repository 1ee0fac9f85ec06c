"""Fetch tables of the statistics bank: is there anything new, is the table as agreed, and if so its figures.

A table that cannot be loaded is told of with the reason, and stops nothing else. Every answer is kept before it is read.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import polars as pl

from data.sources.jsonstat import Dataset, JsonStatError, read, read_metadata
from data.sources.model import FetchedTable, NotFetched, Outcome, Unchanged, empty_areas
from data.sources.ssb.answer import Answer
from data.sources.ssb.client import Keep, SsbClient
from data.sources.ssb.config import config_from_environment
from data.sources.ssb.contract import TableInfo, check_contract, listed_codelists
from data.sources.ssb.errors import SsbError, fault, table_name
from data.sources.ssb.figures import area_rows, area_values, no_series, series_values
from data.sources.ssb.moments import moment, oslo_date, oslo_day
from data.sources.ssb.raw import RawKeeper
from data.sources.ssb.registry import REGISTRY, TABLES_BY_ID, TableSpec
from data.sources.ssb.resolved import ResolvedTable
from data.sources.ssb.selection import check_answer, queries
from data.sources.ssb.series_rows import series_rows
from domain.errors import UserError
from domain.text import Text, say

#: Of the last load of a table: when the publisher said it was updated, and the fingerprint. None for what is not known.
Known = tuple[str | None, str | None]
#: A whole table is tried this many times when it is updated while it is fetched.
_WHOLE_TRIES = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come.

    Attributes:
        table_id: the table at hand.
        number, count: which it is, of how many.
        step: "started", a "request" for figures answered, or "done".
        request, requests: for a "request", which it is, of how many.
        outcome: when "done".
    """

    table_id: str
    number: int
    count: int
    step: Literal["started", "request", "done"]
    request: int = 0
    requests: int = 0
    outcome: Outcome | None = None


Progress = Callable[[Step], None]
_OnRequest = Callable[[int, int], None]


def fetch_all(
    home: Path,
    known: Mapping[str, Known] | None = None,
    *,
    tables: Sequence[str] = (),
    base_url: str | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
    client: SsbClient | None = None,
) -> Iterator[Outcome]:
    """Fetch tables one after another; each outcome is given when the table is done.

    Args:
        home: the product's folder; the answers are kept in `raw/ssb` there.
        known: for each table, what is known of its last load.
        tables: numbers of the tables; default all in the registry.
        base_url: of the service; default as the environment says.
        now: the moment of the run, in UTC.
        progress: told of each step.
        client: to call with; default one from the environment.

    Raises:
        UserError: there is no such table in the registry, or the configuration cannot be used.
    """
    specs = chosen_tables(tables)
    made = client or SsbClient(config_from_environment(os.environ, base_url))
    return _each(made, specs, home, known or {}, now or datetime.now(UTC), progress, is_own=client is None)


def chosen_tables(tables: Sequence[str]) -> tuple[TableSpec, ...]:
    """The tables of the registry with these numbers, each once; all when none is named.

    Raises:
        UserError: there is no such table in the registry.
    """
    unknown = [table for table in tables if table not in TABLES_BY_ID]
    if unknown:
        text = say("ssb.not_in_registry", tables=unknown, known=list(TABLES_BY_ID))
        raise UserError(text.nb, text.en, code="ssb.not_in_registry")
    return tuple(TABLES_BY_ID[table] for table in dict.fromkeys(tables)) or REGISTRY


def _each(
    client: SsbClient, specs: Sequence[TableSpec], home: Path, known: Mapping[str, Known], now: datetime,
    progress: Progress | None, *, is_own: bool,
) -> Iterator[Outcome]:  # fmt: skip
    tell = progress or _silent
    try:
        for number, spec in enumerate(specs, start=1):
            place = (spec.id, number, len(specs))
            tell(Step(*place, "started"))
            on_request = _request_teller(tell, place)
            outcome = fetch_table(client, spec, home, known.get(spec.id), now, on_request)
            tell(Step(*place, "done", outcome=outcome))
            yield outcome
    finally:
        if is_own:
            client.__exit__()


def _silent(_: Step) -> None:
    """Tell nobody."""


def _request_teller(tell: Progress, place: tuple[str, int, int]) -> _OnRequest:
    return lambda request, requests: tell(Step(*place, "request", request, requests))


def fetch_table(
    client: SsbClient,
    spec: TableSpec,
    home: Path,
    known: Known | None,
    now: datetime,
    on_request: _OnRequest | None = None,
) -> Outcome:
    """One table: unchanged since it was last loaded, fetched, or not fetched and why. Raises nothing that a table can cause.

    Args:
        client: to call with.
        spec: the table and what is agreed of it.
        home: the product's folder.
        known: of its last load; None to load it in any case.
        now: the moment of the run, in UTC.
        on_request: told when a request for figures is answered: which, of how many.
    """
    keeper = RawKeeper(home, spec.id, now)
    try:
        info = client.fetch_table_info(spec.id)
        updated = info.get("updated")
        keeper.updated = updated if isinstance(updated, str) else None
        if _is_unchanged(spec, known, keeper.updated):
            return Unchanged("SSB", spec.id, now, moment(keeper.updated))
        return _Load(client, spec, keeper, info, now, on_request).fetched()
    except SsbError as error:
        return _not_fetched(spec, keeper, now, error)
    except JsonStatError as error:
        return _not_fetched(spec, keeper, now, _unreadable(spec, error))
    except OSError as error:
        reason = fault("not_written", table_name(spec.id), folder="raw/ssb", reason=error.strerror or type(error).__name__)
        return _not_fetched(spec, keeper, now, reason)
    except (ArithmeticError, LookupError, TypeError, ValueError, pl.exceptions.PolarsError):
        _log.exception("table %s could not be read", spec.id)
        return _not_fetched(spec, keeper, now, fault("unexpected", table_name(spec.id), "refused"))


def _is_unchanged(spec: TableSpec, known: Known | None, updated: str | None) -> bool:
    """Whether the publisher tells of the same update as last time (to the second), and it would be read in the same way."""
    told, last = moment(updated), moment(known[0]) if known else None
    if known is None or told is None or last is None:
        return False
    return told.replace(microsecond=0) == last.replace(microsecond=0) and known[1] == spec.fingerprint


def _unreadable(spec: TableSpec, error: JsonStatError) -> SsbError:
    return fault("unreadable", table_name(spec.id), "refused", reason=Text(error.nb, error.en))


def _not_fetched(spec: TableSpec, keeper: RawKeeper, now: datetime, error: SsbError) -> NotFetched:
    return NotFetched(
        "SSB", spec.id, now, error.problem, error.reason, spec.title.nb, spec.title.en, tuple(keeper.files)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Load:
    """The load of one table that may have changed."""

    client: SsbClient
    spec: TableSpec
    keeper: RawKeeper
    info: Mapping[str, Any]
    now: datetime
    on_request: _OnRequest | None

    def fetched(self) -> FetchedTable:
        """The table; tried anew once when it is updated while it is fetched."""
        for left in range(_WHOLE_TRIES - 1, -1, -1):
            try:
                return self._once()
            except SsbError as error:
                if error.rule != "changed_underway" or not left:
                    raise
        raise fault("changed_underway", table_name(self.spec.id))

    def _once(self) -> FetchedTable:
        table = self._checked()
        first = len(self.keeper.files)
        answers = self._answers(table)
        updated = _common_update(self.spec, answers)
        return self._made(table, [answer.cells for answer in answers], updated, first)

    def _checked(self) -> ResolvedTable:
        """The table as agreed, from its metadata in both languages."""
        keep = self._keep("metadata")
        metadata = read_metadata(self.client.fetch_metadata(self.spec.id, "no", keep).content)
        time_unit = self.info.get("timeUnit")
        listed = listed_codelists(self.spec, metadata)
        info = TableInfo(
            metadata, codelists={name: self._codelist(name, "no") for name in listed},
            time_unit=time_unit if isinstance(time_unit, str) else "",
        )  # fmt: skip
        check_contract(self.spec, info)
        english = read_metadata(self.client.fetch_metadata(self.spec.id, "en", keep).content)
        labels_en = {one.id: dict(zip(one.codes, one.labels, strict=True)) for one in english.dimensions}
        codelists_en = {name: self._codelist(name, "en") for name in listed}
        return check_contract(self.spec, TableInfo(metadata, labels_en, info.codelists, codelists_en, info.time_unit))

    def _codelist(self, name: str, lang: str) -> dict[str, str]:
        tree = self.client.fetch_codelist(self.spec.id, name, lang, self._keep("codelist"))
        values = tree.get("values")
        found = {
            str(value["code"]): str(value.get("label") or value["code"])
            for value in (values if isinstance(values, list) else []) if isinstance(value, dict) and value.get("code")
        }  # fmt: skip
        if not found:
            raise fault("codelist_empty", table_name(self.spec.id), "refused", codelist=name)
        return found

    def _answers(self, table: ResolvedTable) -> list[Dataset]:
        """The answers, each checked against what was asked. Each is kept before it is read."""
        asked = queries(table)
        answers = []
        for number, query in enumerate(asked, start=1):
            answer = read(self.client.fetch_data(self.spec.id, query.body(), self._keep("data")).content)
            check_answer(table, query, answer)
            answers.append(answer)
            if self.on_request is not None:
                self.on_request(number, len(asked))
        return answers

    def _keep(self, kind: str) -> Keep:
        def keep(answer: Answer) -> None:
            self.keeper.keep(answer, kind)

        return keep

    def _made(self, table: ResolvedTable, parts: list[pl.DataFrame], updated: str | None, first: int) -> FetchedTable:
        if self.spec.has_areas:
            (series, values), areas, figures = no_series(), area_rows(table), area_values(table, parts)
        else:
            series, keys = series_rows(table)
            values = series_values(table, keys, parts)
            areas, figures = empty_areas()
        told = [text for text in (updated, self.keeper.updated) if moment(text) is not None]
        latest = max(told, key=lambda text: moment(text) or self.now, default=None)
        return FetchedTable(
            publisher="SSB", table_id=self.spec.id, title_nb=self.spec.title.nb, title_en=self.spec.title.en,
            published_at=moment(latest), published_date=oslo_day(latest) or oslo_date(self.now), date_precision="day",
            fetched_at=self.now, series=series, values=values, areas=areas, area_values=figures,
            raw=tuple(self.keeper.files[first:]), fingerprint=self.spec.fingerprint,
            first_period=min(table.periods), last_period=max(table.periods),
            industry_standard=table.standard if table.has_industries else None, notes=self._notes(table),
        )  # fmt: skip

    def _notes(self, table: ResolvedTable) -> tuple[str, ...]:
        """The publisher's mandatory remarks, and that the table is discontinued when it is."""
        discontinued = (say("ssb.discontinued").nb,) if self.info.get("discontinued") is True else ()
        return (*table.notes, *discontinued)


def _common_update(spec: TableSpec, answers: Sequence[Dataset]) -> str | None:
    """When the publisher says that the figures were updated; the same in every answer, or the parts do not belong together."""
    told = {answer.updated for answer in answers}
    if len(told) > 1:
        raise fault("changed_underway", table_name(spec.id))
    return next(iter(told), None)
