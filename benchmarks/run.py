"""Measure speed as ratios to a baseline in the same run: `make bench`. Results go to benchmarks/results.json.

Absolute times belong to the machine; only ratios and differences are comparable.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.brief import brief
from benchmarks.client import ROOT, Session, server
from benchmarks.exports import exports
from benchmarks.jsonstat import jsonstat
from benchmarks.large_portfolio import write_portfolio
from benchmarks.register import register
from benchmarks.spending import spending

EMPTY = ROOT / "benchmarks" / "empty_app.py"
EMPTY_ASGI = ROOT / "benchmarks" / "empty_asgi.py"
APP = ROOT / "app.py"
ROUNDS = 5
WARM_RUNS = 15

Measure = dict[str, object]


def main(names: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        _cli(home, "build")
        tasks: dict[str, Callable[[Path], Measure]] = {
            "start": start,
            "pages": pages,
            "import": imports,
            "jsonstat": jsonstat,
            "register": register,
            "spending": spending,
            "brief": brief,
            "exports": exports,
        }
        results: dict[str, object] = {"python": platform.python_version(), "cores": os.cpu_count()}
        for name in names or list(tasks):
            results[name] = tasks[name](home)
            print(json.dumps({name: results[name]}, indent=2))
    target = ROOT / "benchmarks" / "results.json"
    before = json.loads(target.read_text()) if target.exists() else {}
    target.write_text(json.dumps(before | results, indent=2) + "\n")
    return 0


def start(home: Path) -> Measure:
    """Process start to the first page, interleaved with an empty app. Bar: ratio at most 1.5."""
    empty, ours = [], []
    for _ in range(ROUNDS):
        empty.append(_first_page(EMPTY, home))
        ours.append(_first_page(APP, home))
    ratios = [o / e for o, e in zip(ours, empty, strict=True)]
    return {"empty_s": _median(empty), "app_s": _median(ours), "ratio": _median(ratios), "bar": 1.5}


def pages(home: Path) -> Measure:
    """Server time of each page, warm and cold, and of a changed as-of date, above an empty page served in the same way.

    Bars: 60 ms warm, 120 ms for a changed date. Streamlit's plain server is slower than the one we use; its empty page is given
    for comparison.
    """
    from pages import PAGES

    measured: Measure = {"bar_warm_ms": 60, "bar_change_ms": 120}
    with server(EMPTY, home) as (port, _):
        measured["empty_plain_ms"] = round(1000 * _warm(port), 1)
    with server(EMPTY_ASGI, home) as (empty_port, _), server(APP, home) as (app_port, _):
        floor = _warm(empty_port)
        measured["empty_ms"] = round(1000 * floor, 1)
        for spec in PAGES:
            with Session(app_port) as session:
                cold = session.run(spec.url)
                session.run(spec.url)
                warm = _median([session.run(spec.url) for _ in range(WARM_RUNS)])
                changed = _median([session.run(spec.url, f"per=202{i % 3}-0{1 + i % 9}-15") for i in range(9)])
                measured[spec.id] = {
                    "cold_above_ms": round(1000 * (cold - floor), 1), "warm_above_ms": round(1000 * (warm - floor), 1),
                    "warm_ratio": round(warm / floor, 2), "date_change_above_ms": round(1000 * (changed - floor), 1),
                    "exceptions": session.exceptions,
                }  # fmt: skip
    return measured


def _warm(port: int) -> float:
    with Session(port) as session:
        session.run()
        return _median([session.run() for _ in range(WARM_RUNS)])


def imports(home: Path) -> Measure:
    """Import of the example and of 10 000 projects with 100 000 payments, against an unchecked load of the same files."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large"
        write_portfolio(large, 10_000)
        return {
            "example": _import(ROOT / "data" / "example", Path(folder) / "a", home),
            "10000_projects": _import(large, Path(folder) / "b", home) | {"bar_s": 20, "bar_mb": 1000},
        }


def _import(source: Path, home: Path, _built: Path) -> Measure:
    _cli(home, "build", FOU_EXAMPLE="0")
    baseline_s, _ = _timed([sys.executable, "-m", "benchmarks.unchecked_load", str(source), str(home / "unchecked.duckdb")], home)
    seconds, megabytes = _timed([sys.executable, "cli.py", "import", str(source), "--by", "måling", "--reason", "måling"], home)
    return {
        "seconds": round(seconds, 2), "unchecked_s": round(baseline_s, 2), "ratio": round(seconds / baseline_s, 2),
        "peak_mb": megabytes,
    }  # fmt: skip


def _timed(command: list[str], home: Path) -> tuple[float, int]:
    before = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "FOU_HOME": str(home), "FOU_EXAMPLE": "0"}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command} gave {status}")
    return time.perf_counter() - before, _megabytes(usage)


def _megabytes(usage: resource.struct_rusage) -> int:
    return round(usage.ru_maxrss / 1024)


def _first_page(script: Path, home: Path) -> float:
    with server(script, home) as (port, started), Session(port) as session:
        session.run()
        return time.perf_counter() - started


def _cli(home: Path, *arguments: str, **environment: str) -> None:
    subprocess.run(
        [sys.executable, "cli.py", *arguments], cwd=ROOT, env={**os.environ, "FOU_HOME": str(home), **environment},
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
