"""Run a report by name on the store, and write its result as JSON, CSV or text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from analytics.result import Result
from data.snapshot import Snapshot
from data.store import Store
from domain.numbers import date_text, decimal_text
from domain.text import tell
from reports.catalogue import ReportArguments, catalogue
from reports.envelope import envelope


def run_report(
    store: Store,
    name: str,
    *,
    as_of: date,
    year: int | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
    measure: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> Result:
    """The result of a report on the version of the store that is in use.

    Raises:
        KeyError: there is no such report.
        StoreError: there is no store.
    """
    reader = store.read()
    data_version = reader.info().data_version
    load = cache(reader.frame)

    def open_snapshot(day: date) -> Snapshot:
        return Snapshot(day, data_version, load, load_rows=reader.rows)

    def open_corrected(day: date) -> Snapshot:
        return Snapshot.corrected(day, data_version, load)

    arguments = ReportArguments(year, from_date, to_date, measure, open_snapshot, store.home, open_corrected, dict(choices or {}))
    return catalogue()[name].run(open_snapshot(as_of), arguments)


def report_text(name: str, result: Result, form: str, lang: str) -> str:
    """The result as "json", "csv" or "text"."""
    if form == "json":
        return json.dumps(envelope(name, result), ensure_ascii=False, indent=2)
    if form == "csv":
        return result.table().write_csv()
    return _as_text(result, lang)


def _as_text(result: Result, lang: str) -> str:
    basis = result.basis
    lines = [result.sentence.get(lang), ""]
    if basis.contains_example_data:
        lines += [tell("cli.example", lang), ""]
    frame = result.table()
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([[_cell(value, lang) for value in row] for row in frame.iter_rows()])
    lines += [buffer.getvalue()]
    lines += [caveat.get(lang) for caveat in basis.caveats]
    titles = "; ".join(source.title for source in basis.sources)
    lines += [tell("cli.footer", lang, as_of=basis.as_of, version=basis.data_version, sources=titles)]
    return "\n".join(lines)


def _cell(value: object, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return date_text(value, lang)
    if isinstance(value, Decimal):
        return decimal_text(value, 0 if value == value.to_integral_value() else 2, lang)
    if isinstance(value, bool):
        return tell("cli.yes" if value else "cli.no", lang)
    return str(value)
