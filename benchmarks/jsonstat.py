"""Our JSON-stat reader beside pyjstat and pxwebpy on the same 800 000 cells, in the same run, each in a process of its own.

The others are found in the interpreter that FOU_PEERS names (see benchmarks/requirements.txt); what is missing is said.
Time is from bytes to a frame, without the import of libraries. Memory is the peak of the whole process.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: Categories of each dimension: together 799 200 cells, what one answer from Statistics Norway may hold.
SHAPE = {"Region": 37, "Kjonn": 3, "ContentsCode": 9, "Alder": 10, "Tid": 80}
FLAGGED = 0.10
ROUNDS = 5
BAR = 5.0
PEERS = ("pyjstat", "pxwebpy")
#: How a reader that is not installed ends.
MISSING = 77


def jsonstat(_home: Path) -> dict[str, object]:
    """Seconds, peak memory and ratio of each reader to ours. Bar: the others take at least five times as long."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"dense": Path(folder) / "dense.json", "sparse": Path(folder) / "sparse.json"}
        for form, path in files.items():
            path.write_text(json.dumps(answer(sparse=form == "sparse"), ensure_ascii=False), encoding="utf-8")
        return {
            "cells": cell_count(), "flagged": FLAGGED, "bar_ratio": BAR,
            "dense": _compared(files["dense"], ROUNDS), "sparse": _compared(files["sparse"], 3),
        }  # fmt: skip


def cell_count() -> int:
    """Number of cells of the made answer."""
    count = 1
    for size in SHAPE.values():
        count *= size
    return count


def answer(*, sparse: bool) -> dict[str, Any]:
    """A made answer of the kind that PxWebApi 2 gives: one decimal, one cell in ten flagged."""
    chance = random.Random(20190101)  # noqa: S311 - numbers to measure with
    values: list[float | None] = []
    status: dict[str, str] = {}
    for position in range(cell_count()):
        flagged = chance.random() < FLAGGED
        values.append(None if flagged else round(chance.random() * 12, 1))
        if flagged:
            status[str(position)] = chance.choice((".", "..", ":", "-"))
    return {
        "version": "2.0", "class": "dataset", "label": "Made for measuring", "updated": "2024-09-10T06:00:00Z",
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]}, "id": list(SHAPE), "size": list(SHAPE.values()),
        "dimension": {name: _dimension(name, size) for name, size in SHAPE.items()},
        "value": {str(i): v for i, v in enumerate(values) if v is not None} if sparse else values,
        "status": status,
    }  # fmt: skip


def _dimension(name: str, size: int) -> dict[str, Any]:
    codes = [f"{name[:1]}{i:03}" for i in range(size)]
    category = {"index": {code: i for i, code in enumerate(codes)}, "label": {code: f"{name} nummer {code}" for code in codes}}
    return {"label": name.lower(), "category": category}


def _compared(path: Path, rounds: int) -> dict[str, object]:
    """The readers take turns, so that a busy machine slows them alike."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in ("ours", *PEERS)}
    for _ in range(rounds):
        for name, found in runs.items():
            if not found or "seconds" in found[-1]:
                found.append(_run(name, path))
    ours = _median(runs["ours"], "seconds")
    return {name: _summary(found, ours) for name, found in runs.items()}


def _summary(found: list[dict[str, Any]], ours: float) -> dict[str, object]:
    if "seconds" not in found[-1]:
        return found[-1]
    seconds = _median(found, "seconds")
    last = found[-1]
    return {
        "seconds": round(seconds, 3), "ratio_to_ours": round(seconds / ours, 1), "peak_mb": round(_median(found, "peak_mb")),
        "rows": last["rows"], "flags_kept": last["flags_kept"],
    }  # fmt: skip


def _median(found: list[dict[str, Any]], key: str) -> float:
    return statistics.median(float(run[key]) for run in found)


def _run(name: str, path: Path) -> dict[str, Any]:
    """One reading in a new process: what it says, and its peak memory."""
    python = sys.executable if name == "ours" else os.environ.get("FOU_PEERS", sys.executable)
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            [python, "-m", "benchmarks.jsonstat", name, str(path)], cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read()
    if process.returncode == MISSING:
        return {"missing": f"{name} is not installed for {Path(python).name}; see benchmarks/requirements.txt"}
    if process.returncode != 0:
        return {"failed": f"{name} cannot read it"}
    return json.loads(said) | {"peak_mb": usage.ru_maxrss / 1024}


# --- the readers, each from bytes to a frame -------------------------------------------------------------------------------


def _ours() -> Callable[[bytes], tuple[int, int]]:
    from data.sources.jsonstat import read

    def run(raw: bytes) -> tuple[int, int]:
        cells = read(raw).cells
        return cells.height, cells.height - cells["status"].null_count()

    return run


def _pyjstat() -> Callable[[bytes], tuple[int, int]]:
    from pyjstat import pyjstat

    def run(raw: bytes) -> tuple[int, int]:
        frame = pyjstat.Dataset.read(raw.decode()).write("dataframe", naming="id")
        return len(frame), int(frame["status"].notna().sum()) if "status" in frame else 0

    return run


def _pxwebpy() -> Callable[[bytes], tuple[int, int]]:
    import polars as pl
    from pxweb._internal.functions import unpack_table_data

    def run(raw: bytes) -> tuple[int, int]:
        frame = pl.DataFrame(unpack_table_data(json.loads(raw), show="code"), infer_schema_length=None)
        return frame.height, frame["status"].count() if "status" in frame.columns else 0

    return run


READERS: dict[str, Callable[[], Callable[[bytes], tuple[int, int]]]] = {
    "ours": _ours,
    "pyjstat": _pyjstat,
    "pxwebpy": _pxwebpy,
}


def main(name: str, path: Path) -> int:
    """Read `path` once with the reader `name` and say how long it took."""
    try:
        reader = READERS[name]()
    except ImportError:
        return MISSING
    raw = path.read_bytes()
    before = time.perf_counter()
    rows, flags = reader(raw)
    print(json.dumps({"seconds": time.perf_counter() - before, "rows": rows, "flags_kept": flags}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
