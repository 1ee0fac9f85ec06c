"""Filters of the register of projects on 500 and 20 000 projects, against the plainest filter of a frame."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from analytics.portfolio.projects import projects
from analytics.portfolio.register_index import FILTERS, register_index
from analytics.portfolio.register_words import option_words, readable
from benchmarks.large_portfolio import write_portfolio
from data.snapshot import Snapshot
from data.store import Change, Store
from workflows.bootstrap import build_store
from workflows.import_portfolio import import_portfolio

AS_OF = date(2022, 12, 31)
BARS_MS = {500: 300, 20_000: 1000}
ROUNDS = 7
CASES: dict[str, dict[str, str]] = {
    "status": {"status": "running"},
    "need": {"need": "K00001"},
    "tag": {"tag": "D-EXP"},
    "search": {"text": "arbeidsmiljø 12"},
    "unknown_place": {"priority_area": "ukjent"},
    "order": {"sort": "-amount_nok"},
    "all_at_once": {
        "status": "running,closed", "priority_area": "SYKEFRAVAER", "question": "effect,cause", "tag": "M-SURVEY",
        "text": "sykefravær 1", "route": "competition", "sort": "-title",
    },
}  # fmt: skip


def register(home: Path) -> dict[str, object]:
    """Milliseconds of each filter with the rows it gives, and as a ratio to a plain filter. Bars: 300 ms and 1 s."""
    return {f"{size}_projects": _measure(home / f"register_{size}", size) for size in BARS_MS}


def _measure(home: Path, size: int) -> dict[str, object]:
    snapshot = _snapshot(home, size)
    first = _milliseconds(lambda: register_index(snapshot), rounds=1)
    rows = register_index(snapshot).rows
    floor = _milliseconds(lambda: rows.filter(pl.col("status") == "running"))
    measured = {name: _milliseconds(lambda asked=asked: projects(snapshot, asked).rows) for name, asked in CASES.items()}  # type: ignore[misc]
    index = register_index(snapshot)
    return {
        "bar_ms": BARS_MS[size],
        "plain_filter_ms": floor,
        "first_ms": first,
        "options_ms": _milliseconds(lambda: [option_words(snapshot, index, name, "nb") for name in FILTERS]),
        "in_words_ms": _milliseconds(lambda: readable(index.rows, snapshot, "nb")),
        "filters": {name: {"ms": value, "ratio": round(value / floor, 1)} for name, value in measured.items()},
        "within_bar": max(measured.values()) <= BARS_MS[size],
    }


def _snapshot(home: Path, size: int) -> Snapshot:
    store = Store(home)
    if store.current_number() is None:
        build_store(store, example=False)
        with tempfile.TemporaryDirectory() as folder:
            write_portfolio(Path(folder), size, whole=True)
            import_portfolio(store, Path(folder), Change("måling", "måling", None))
    return Snapshot.open(store, AS_OF)


def _milliseconds(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        task()
        times.append(time.perf_counter() - started)
    return round(1000 * statistics.median(times), 2)
