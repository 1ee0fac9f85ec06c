"""Refresh: fetch official statistics, check them, keep them as a vintage, and publish one new version of the store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from data.imports.one_at_a_time import one_load_at_a_time
from data.layers import write_diff
from data.sources.model import Outcome
from data.store import Change, Store, VersionInfo
from domain.errors import UserError
from domain.text import say
from workflows.refresh_report import RefreshReport, TableOutcome
from workflows.statistics_layer import StatisticsLayer
from workflows.tables_found import TablesFound

Progress = Callable[[TableOutcome], None]
_BY = "FoU-monitor"
_REASONS = {"SSB": "Statistikk hentet fra SSB", "NAV": "Statistikk lest fra NAVs filer"}


def refresh_ssb(
    store: Store,
    *,
    tables: Sequence[str] = (),
    base_url: str | None = None,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> RefreshReport:
    """Fetch tables of Statistics Norway and store what is new.

    A table that cannot be loaded keeps its last good figures, and the others go on. Nothing is stored before all tables
    have been tried: a refresh that is interrupted leaves the store as it was. The raw answers are kept all the same.

    Args:
        store: where the figures are kept.
        tables: numbers of the tables; default all in the registry.
        base_url: of the service; default as configured.
        progress: told of each table when it is done.
        now: the moment of the refresh, in UTC.

    Raises:
        UserError: there is no such table in the registry, or the configuration cannot be used.
        StoreError: the store could not be read or written, or another load is under way.
    """
    from data.sources.ssb.fetch import fetch_all

    at = now or datetime.now(UTC)
    return _refresh(
        store, "SSB", at, lambda known: fetch_all(store.home, known, tables=tables, base_url=base_url, now=at), progress
    )


def refresh_nav(
    store: Store, path: Path, *, published: date | None = None, progress: Progress | None = None, now: datetime | None = None
) -> RefreshReport:
    """Read NAV's workbooks in a folder, or one of them, and store what is new. Else as `refresh_ssb`.

    Raises:
        UserError: there is no such folder or file.
        StoreError: as `refresh_ssb`.
    """
    from data.sources.nav import read_folder

    if not path.exists():
        missing = say("refresh.no_path", path=str(path))
        raise UserError(missing.nb, missing.en, code="no_path")
    at = now or datetime.now(UTC)
    return _refresh(store, "NAV", at, lambda _: read_folder(path, store.home, at, published=published), progress)


def import_nav(
    store: Store, files: Sequence[tuple[str, bytes]], change: Change, *, is_trial: bool = False, now: datetime | None = None
) -> RefreshReport:
    """Read NAV's workbooks that a user has handed over, given by name and content.

    Args:
        store: where the figures are kept.
        files: name and content of each.
        change: who hands them over, and why.
        is_trial: find and compare, but store nothing.
        now: the moment of reading, in UTC.
    """
    from data.sources.nav import read_files

    at = now or datetime.now(UTC)
    return store_outcomes(store, read_files(files, store.home, at), change, at, is_trial=is_trial)


def _refresh(
    store: Store,
    publisher: str,
    at: datetime,
    fetch: Callable[[dict[str, tuple[str | None, str | None]]], Iterable[Outcome]],
    progress: Progress | None,
) -> RefreshReport:
    return store_outcomes(store, fetch, Change(_BY, _REASONS[publisher]), at, publisher=publisher, progress=progress)


def recognise(content: bytes, name: str) -> str | None:
    """The kind of statistics file, or None when it is none."""
    from data.sources.nav import recognise as recognised

    return recognised(content, name)


def new_tables(*, base_url: str | None = None) -> TablesFound:
    """Search the statistics bank for tables on sick leave, and tell which are not in the registry.

    Raises:
        UserError: the search could not be made; the reason is told.
    """
    from data.sources.ssb.client import SsbClient
    from data.sources.ssb.config import config_from_environment
    from data.sources.ssb.discover import discover
    from data.sources.ssb.registry import TABLES_BY_ID

    with SsbClient(config_from_environment(os.environ, base_url)) as client:
        return TablesFound(tuple(discover(client, TABLES_BY_ID)), tuple(TABLES_BY_ID))


def store_outcomes(
    store: Store,
    outcomes: Iterable[Outcome] | Callable[[dict[str, tuple[str | None, str | None]]], Iterable[Outcome]],
    change: Change,
    at: datetime,
    *,
    publisher: str = "NAV",
    progress: Progress | None = None,
    is_trial: bool = False,
) -> RefreshReport:
    """Check each outcome as it comes, and store all that may be stored as one new version.

    Args:
        outcomes: what the source gives, or a function that gives it when told what is known of each table.

    Returns:
        One outcome a table. Nothing is published when there is nothing new to tell.

    Raises:
        StoreError: the store could not be read or written, or another load is under way.
    """
    with one_load_at_a_time(store.home):
        with StatisticsLayer(store, at.date()) as layer:
            came = outcomes(layer.known(publisher, at)) if callable(outcomes) else outcomes
            made = [_added(layer, outcome, progress) for outcome in came]
            difference = layer.difference()
        version: VersionInfo | None = None
        if not is_trial and not difference.is_empty:
            version = write_diff(store, difference, change)
    return RefreshReport(tuple(made), version, is_trial)


def _added(layer: StatisticsLayer, outcome: Outcome, progress: Progress | None) -> TableOutcome:
    made = layer.add(outcome)
    if progress is not None:
        progress(made)
    return made
