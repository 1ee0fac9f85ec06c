"""The files that leave the product: a meeting's pack in each form, and every table of a large portfolio as a workbook."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.client import ROOT
from benchmarks.large_portfolio import write_portfolio

PROJECTS = (500, 20_000)
MEETING, DAY = "M2021H", date(2021, 12, 31)
_ROUNDS = 5

Measure = dict[str, object]


def exports(home: Path) -> Measure:
    """Seconds for each form of a pack once its screens are computed, and seconds and memory of the workbook of everything.

    Bars: 3 s for a form of the pack; 60 s and 2 000 MB for all tables of 20 000 projects with 200 000 payments.
    """
    return {"pack": _pack(home), "workbook": {f"{count}_projects": _workbook(count) for count in PROJECTS}}


def _pack(home: Path) -> Measure:
    from data.store import Store
    from reports.exports.catalogue import export_bytes
    from reports.exports.catalogue import exports as known
    from reports.run import run_report

    started = time.perf_counter()
    made: Any = run_report(Store(home), "meeting", as_of=DAY, choices={"meeting": MEETING})
    measured: Measure = {"screens": len(made.screens), "screens_s": round(time.perf_counter() - started, 2), "bar_s": 3}
    for form in known()["pack"].forms:
        times = [_seconds(lambda form=form: export_bytes("pack", made, form, "nb")) for _ in range(_ROUNDS)]
        measured[form] = {"first_s": round(times[0], 2), "median_s": round(statistics.median(times), 2)}
    return measured


def _seconds(run: Any) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _workbook(projects: int) -> Measure:
    with tempfile.TemporaryDirectory() as folder:
        home, files = Path(folder) / "home", Path(folder) / "files"
        write_portfolio(files, projects, 10)
        _run(["build"], home)
        _run(["import", str(files), "--by", "måling", "--reason", "måling"], home)
        asked = ["export", "workbook", "--as-of", "2022-12-31", "--out", str(Path(folder) / "alt.xlsx")]
        seconds, megabytes = _run(asked, home)
        return {"seconds": round(seconds, 1), "peak_mb": megabytes, "bar_s": 60, "bar_mb": 2000}


def _run(arguments: list[str], home: Path) -> tuple[float, int]:
    before = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "cli.py", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL,
        env={**os.environ, "FOU_HOME": str(home), "FOU_EXAMPLE": "0"},
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{arguments} gave {status}")
    return time.perf_counter() - before, round(usage.ru_maxrss / 1024)
