"""The register of projects and one project's record, against a plain polars filter of the same rows in the same run.

The whole report is measured, from choices to a result with its count, sum and JSON-ready rows; the snapshot is in memory, as it
is for every visitor but the first.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

import polars as pl

from analytics.portfolio.project_record import project_record
from analytics.portfolio.projects import projects
from benchmarks.large_portfolio import write_portfolio
from data.snapshot import Snapshot
from data.store import Store

Found = TypeVar("Found")
ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2022, 12, 31)
#: Number of projects, and the bar in milliseconds for any filter.
SIZES: dict[int, int] = {500: 300, 20_000: 1_000}
ROUNDS = 7
#: One choice of each filter, and some together.
CHOICES: dict[str, Mapping[str, str]] = {
    "none": {},
    "status": {"status": "running"},
    "priority_area": {"priority_area": "SYKEFRAVAER"},
    "without_need": {"need": "uten"},
    "question": {"question": "effect,synthesis"},
    "instrument": {"instrument": "EKSPERTBISTAND"},
    "industry": {"programme_industry": "BARNEHAGE"},
    "priority": {"general_priority": "GP-MEDVIRKNING"},
    "tag": {"tag": "D-QUASI"},
    "route": {"route": "competition"},
    "organisation": {"organisation": "ORG001"},
    "text": {"text": "arbeidsmiljø ærøy"},
    "sort": {"sort": "-title_nb"},
    "all": {
        "status": "running,closed", "priority_area": "SYKEFRAVAER", "question": "effect", "tag": "D-QUASI,M-SURVEY",
        "text": "sykefravær", "sort": "-amount_nok",
    },
}  # fmt: skip


def register(_home: Path) -> dict[str, object]:
    """Milliseconds of each filter and of one record, and how many times a plain filter of the same frame they take."""
    return {f"{size}_projects": _measured(size, bar) for size, bar in SIZES.items()}


def _measured(size: int, bar: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        source, store = Path(folder) / "portfolio", Path(folder) / "home"
        write_portfolio(source, size, payments_each=4, whole=True)
        _cli(store, "build")
        _cli(store, "import", str(source), "--by", "måling", "--reason", "måling")
        snapshot = Snapshot.open(Store(store), AS_OF)
        rows, cold = _timed(lambda: projects(snapshot).rows)
        plain = _median(lambda: rows.filter((pl.col("status") == "running") & (pl.col("amount_nok") > 0)))
        times = {name: _median(lambda choices=choices: _report(snapshot, choices)) for name, choices in CHOICES.items()}
        record, record_cold = _timed(lambda: project_record(snapshot, str(rows.get_column("project_id")[size // 2])))
        record_warm = _median(lambda: project_record(snapshot, str(rows.get_column("project_id")[size // 3])))
    worst = max(times, key=lambda name: times[name])
    return {
        "bar_ms": bar, "first_ms": round(cold, 1), "plain_filter_ms": round(plain, 2), "worst": worst,
        "worst_ms": round(times[worst], 1), "worst_ratio": round(times[worst] / plain, 1),
        "ms": {name: round(value, 1) for name, value in times.items()},
        "ratio": {name: round(value / plain, 1) for name, value in times.items()},
        "record_first_ms": round(record_cold, 1), "record_ms": round(record_warm, 1), "record_found": record.whole is not None,
    }  # fmt: skip


def _report(snapshot: Snapshot, choices: Mapping[str, str]) -> tuple[pl.DataFrame, str]:
    """What the page takes from a register: the count and sum in words, and the rows."""
    found = projects(snapshot, choices)
    return found.rows, found.count_text.nb


def _timed(make: Callable[[], Found]) -> tuple[Found, float]:
    before = time.perf_counter()
    made = make()
    return made, 1000 * (time.perf_counter() - before)


def _median(make: Callable[[], object]) -> float:
    make()
    return statistics.median(_timed(make)[1] for _ in range(ROUNDS))


def _cli(home: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "cli.py", *arguments], cwd=ROOT, env={**os.environ, "FOU_HOME": str(home), "FOU_EXAMPLE": "0"},
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
