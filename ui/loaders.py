"""Every cache of the app. Results are kept by (name, arguments, as-of date, data version, role), never by user.

The store's pointer is read once in each run, by `open_data`, so that a new version shows without a restart and
one run never mixes two versions.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.result import Result, plain
from data.snapshot import Snapshot
from data.store import Store, StoreReader, VersionInfo, fou_home
from domain.errors import UserError
from domain.tables import Role
from domain.text import say
from reports.catalogue import ReportArguments, catalogue
from ui import shown
from ui.view import current

_SESSION_KEY = "_data"
_EXAMPLE_KEY = "_example_shown"
_BUILDING = threading.Lock()
_REST_SECONDS = 5.0
_rested = [float("-inf")]


@dataclass(frozen=True, slots=True)
class OpenData:
    """The version of the data that a run reads.

    Attributes:
        reader: reads it; shared by all sessions.
        info: its name, when and by whom it was stored.
        key: tells it from every other version, also of a store in another folder.
    """

    reader: StoreReader
    info: VersionInfo
    key: str


@dataclass(frozen=True, slots=True)
class AsOfChoices:
    """Dates that the as-of control offers, from the meetings and the programme's own period.

    Attributes:
        earliest: the first day that can be chosen: when the first agreement in the data was signed or began.
        spring: the last spring meeting that has been held, or None when none has.
        autumn: the last autumn meeting that has been held, or None when none has.
        year_ends: the last day of each year of the programme.
    """

    earliest: date | None
    spring: date | None
    autumn: date | None
    year_ends: tuple[date, ...]


def open_data() -> OpenData:
    """Read the pointer and keep the version it names for this run. The frame does this; a missing store is built first.

    Raises:
        StoreError: the store can be neither read nor built.
    """
    opened = _newest()
    st.session_state[_SESSION_KEY] = opened
    st.session_state[_EXAMPLE_KEY] = False
    return opened


def reopen() -> None:
    """Read the pointer again, after something was stored, so that the rest of the run shows it."""
    st.session_state[_SESSION_KEY] = _newest()


def prepare(names: Iterable[str], as_of: date, role: Role) -> None:
    """Compute the reports that the first visitor will ask for. The server does this at the start, outside any session."""
    opened = _newest()
    _as_of_choices(as_of, opened.key, opened)
    for name in names:
        _result(name, None, None, None, None, (), as_of, opened.key, role, opened)


def data() -> OpenData:
    """The version of the data that this run reads."""
    opened = st.session_state.get(_SESSION_KEY)
    return opened if isinstance(opened, OpenData) else open_data()


def report(
    name: str,
    *,
    year: int | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
    measure: str | None = None,
    **choices: str | None,
) -> Result:
    """The report `name` for the current view.

    Args:
        name: as in `reports.catalogue`.
        year: the year asked for, where the report takes one.
        from_date, to_date: the period asked for, where the report takes one.
        measure: the series asked for, where the report takes one.
        choices: further choices, named as in `domain.choices`; None is no choice.

    Raises:
        UserError: there is no such report.
    """
    view, opened = current(), data()
    made = tuple(sorted((key, value) for key, value in choices.items() if value is not None))
    result = _result(name, year, from_date, to_date, measure, made, view.as_of, opened.key, view.role, opened)
    if result.basis.contains_example_data:
        st.session_state[_EXAMPLE_KEY] = True
    shown.note_result(result)
    return result


def report_json(name: str) -> dict[str, Any]:
    """The numbers of the report `name` for the current view, as the command line gives them."""
    found: dict[str, Any] = plain(report(name).as_json())
    return found


def snapshot(day: date | None = None) -> Snapshot:
    """The programme as the current view shows it, or as on another day: cut to the date and to what the role may see."""
    view, opened = current(), data()
    return _snapshot(day or view.as_of, opened.key, view.role, opened)


def example_was_shown() -> bool:
    """Whether a report that this run has loaded rests on example data."""
    return bool(st.session_state.get(_EXAMPLE_KEY))


def as_of_choices(today: date) -> AsOfChoices:
    """What the as-of control offers on `today`."""
    opened = data()
    return _as_of_choices(today, opened.key, opened)


def versions() -> list[VersionInfo]:
    """The versions of the data that are kept, oldest first."""
    opened = data()
    return _versions(opened.key, opened)


def figure(key: str, variant: Hashable, factory: Callable[[str], Any], result: Result, lang: str) -> Any:
    """`factory(lang)`, made once for the same result object, key, variant and language."""
    return _FIGURES.get((key, variant, lang), factory, result, lang)


def _newest() -> OpenData:
    store = Store(fou_home())
    number = store.current_number()
    return _open(str(store.home), _build(store) if number is None else number)


def _build(store: Store) -> int:
    from workflows.bootstrap import ensure_store

    with _BUILDING:
        ensure_store(store)
    return store.current_number() or 0


@st.cache_resource(max_entries=4, show_spinner=False)
def _open(home: str, number: int) -> OpenData:
    del number  # part of the key: a version's file is never written again
    reader = Store(fou_home()).read()
    info = reader.info()
    return OpenData(reader, info, f"{home}|{info.data_version}")


@st.cache_resource(max_entries=24, show_spinner=False)
def _snapshot(as_of: date, store_key: str, role: Role, _opened: OpenData) -> Snapshot:
    del store_key
    return Snapshot(as_of, _opened.info.data_version, _opened.reader.frame, role=role, load_rows=_opened.reader.rows)


@st.cache_resource(max_entries=256, show_spinner=False)
def _result(
    name: str,
    year: int | None,
    from_date: date | None,
    to_date: date | None,
    measure: str | None,
    choices: tuple[tuple[str, str], ...],
    as_of: date,
    store_key: str,
    role: Role,
    _opened: OpenData,
) -> Result:
    specification = catalogue().get(name)
    if specification is None:
        missing = say("frame.no_report", name=name)
        raise UserError(missing.nb, missing.en, code="no_report")
    arguments = ReportArguments(
        year=year,
        from_date=from_date,
        to_date=to_date,
        measure=measure,
        open_snapshot=lambda day: _snapshot(day, store_key, role, _opened),
        home=fou_home(),
        open_corrected=lambda day: Snapshot.corrected(day, _opened.info.data_version, _opened.reader.frame, role=role),
        choices=dict(choices),
    )
    made = specification.run(_snapshot(as_of, store_key, role, _opened), arguments)
    _let_rest()
    return made


def _let_rest() -> None:
    """Take what is kept out of what is looked through for garbage, at most every few seconds.

    Streamlit collects garbage after each run. Results are kept long, and looking through them all each time costs more the more
    pages and dates have been seen.
    """
    now = time.monotonic()
    if now - _rested[0] < _REST_SECONDS:
        return
    _rested[0] = now
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@st.cache_resource(max_entries=8, show_spinner=False)
def _as_of_choices(today: date, store_key: str, _opened: OpenData) -> AsOfChoices:
    known = _snapshot(today, store_key, "owner", _opened)
    meetings, programmes, agreements = (known.table(name) for name in ("meeting", "programme", "agreement"))

    def last_held(kind: str) -> date | None:
        held = meetings.filter((pl.col("kind") == kind) & (pl.col("held_date") <= today))
        return cast("date | None", held.get_column("held_date").max())

    first, last = programmes.get_column("start_date").min(), programmes.get_column("end_date").max()
    years = range(first.year, last.year + 1) if isinstance(first, date) and isinstance(last, date) else range(0)
    begun = agreements.select(pl.min_horizontal("signed_date", "start_date")).to_series().min()
    return AsOfChoices(
        cast("date | None", begun),
        last_held("spring"),
        last_held("autumn"),
        tuple(end for year in years if (end := date(year, 12, 31)) <= today),
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _versions(store_key: str, _opened: OpenData) -> list[VersionInfo]:
    del store_key
    return Store(fou_home()).versions()


class _FigureCache:
    """The last figures, each kept together with the result it shows so that identity is a safe key."""

    def __init__(self, max_entries: int) -> None:
        self._max = max_entries
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Hashable, ...], tuple[Result, Any]] = OrderedDict()

    def get(self, name: tuple[Hashable, ...], factory: Callable[[str], Any], result: Result, lang: str) -> Any:
        key = (*name, id(result))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        made = factory(lang)
        with self._lock:
            self._kept[key] = (result, made)
            while len(self._kept) > self._max:
                self._kept.popitem(last=False)
        return made


_FIGURES = _FigureCache(max_entries=256)
