"""The brief as a file from a store that is open, against one of the reports that it reads."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from analytics.meetings.brief import Brief
from analytics.meetings.brief import brief as brief_of
from analytics.portfolio.coverage import coverage
from data.snapshot import Snapshot
from data.store import Store
from reports.exports.brief import brief_pdf
from reports.exports.brief_word import brief_word

AS_OF = date(2022, 12, 31)
ROUNDS = 7
BAR_MS = 2000


def brief(home: Path) -> dict[str, object]:
    """Milliseconds of the report, the PDF and the Word file, from new snapshots each time, and the ratio of all to one report.

    Bar: report and file within 2 s.
    """
    reader = Store(home).read()
    load, version = cache(reader.frame), reader.info().data_version

    def opened(day: date) -> Snapshot:
        return Snapshot(day, version, load, load_rows=reader.rows)

    def made() -> Brief:
        return brief_of(opened(AS_OF), None, opened)

    found = made()
    one_report = _milliseconds(lambda: coverage(opened(AS_OF)))
    report = _milliseconds(made)
    # another language each time: the same file twice would be remembered
    pdf = statistics.median(_milliseconds(lambda lang=lang: brief_pdf(found, lang), rounds=1) for lang in ("nb", "en"))  # type: ignore[misc]
    word = _milliseconds(lambda: brief_word(found, "nb"))
    return {
        "bar_ms": BAR_MS, "one_report_ms": one_report, "report_ms": report, "pdf_ms": pdf, "word_ms": word,
        "ratio": round((report + pdf) / one_report, 1), "within_bar": report + max(pdf, word) <= BAR_MS,
    }  # fmt: skip


def _milliseconds(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        taken.append(1000 * (time.perf_counter() - start))
    return round(statistics.median(taken), 1)
