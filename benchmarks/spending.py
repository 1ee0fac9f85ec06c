"""The pages about money, and the import, on 10 000 contracts with 1 000 000 payments."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.client import ROOT, Session, server
from benchmarks.large_portfolio import write_portfolio

PAGES: tuple[str, ...] = ("rammer", "aret-i-detalj", "prognose-og-bindinger")
CONTRACTS, PAYMENTS_EACH = 10_000, 100
#: A day in the middle of the programme, where every part of the pages has something to show.
QUERY = "per=2021-06-30"
_WARM_RUNS = 9

Measure = dict[str, object]


def spending(_home: Path) -> Measure:
    """Seconds and memory of the import, and server time of each page above an empty page.

    Bars: import 60 s and 2 000 MB, a page 150 ms warm. Ratios are to an unchecked load of the same files and to an empty page.
    """
    with tempfile.TemporaryDirectory() as folder:
        home, files = Path(folder) / "home", Path(folder) / "files"
        write_portfolio(files, CONTRACTS, PAYMENTS_EACH)
        _run([sys.executable, "cli.py", "build"], home)
        unchecked_s, _ = _run(
            [sys.executable, "-m", "benchmarks.unchecked_load", str(files), str(home / "unchecked.duckdb")], home
        )
        (home / "unchecked.duckdb").unlink(missing_ok=True)
        seconds, megabytes = _run([sys.executable, "cli.py", "import", str(files), "--by", "måling", "--reason", "måling"], home)
        return {
            "import": {"seconds": round(seconds, 1), "ratio": round(seconds / unchecked_s, 2), "peak_mb": megabytes,
                       "bar_s": 60, "bar_mb": 2000},
            "pages": _pages(home) | {"bar_warm_ms": 150},
        }  # fmt: skip


def _pages(home: Path) -> Measure:
    measured: Measure = {}
    empty, app = ROOT / "benchmarks" / "empty_asgi.py", ROOT / "app.py"
    with server(empty, home) as (empty_port, _), server(app, home) as (port, _):
        with Session(empty_port) as session:
            session.run()
            floor = statistics.median(session.run() for _ in range(_WARM_RUNS))
        measured["empty_ms"] = round(1000 * floor, 1)
        for page in PAGES:
            with Session(port) as session:
                cold = session.run(page, QUERY)
                session.run(page, QUERY)
                warm = statistics.median(session.run(page, QUERY) for _ in range(_WARM_RUNS))
                measured[page] = {
                    "cold_above_ms": round(1000 * (cold - floor)), "warm_ms": round(1000 * warm, 1),
                    "warm_ratio": round(warm / floor, 2), "exceptions": session.exceptions,
                }  # fmt: skip
    return measured


def _run(command: list[str], home: Path) -> tuple[float, int]:
    """Seconds and the most memory in MB of a command."""
    before = time.perf_counter()
    environment = {**os.environ, "FOU_HOME": str(home), "FOU_EXAMPLE": "0"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command} gave {status}")
    return time.perf_counter() - before, usage.ru_maxrss // 1024
