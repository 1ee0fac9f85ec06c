"""A report as a file: computed on the version in use, and written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from analytics.spending.terms import MoneyTerms
from data.store import Store
from domain.errors import UserError
from reports.catalogue import catalogue
from reports.exports.catalogue import ExportSpec, export_bytes, exports
from reports.exports.workbook import ReportTable
from reports.run import run_report


def export_file(
    store: Store,
    name: str,
    target: Path,
    *,
    as_of: date,
    form: str | None = None,
    lang: str = "nb",
    choices: Mapping[str, str] | None = None,
    report: str | None = None,
) -> Path:
    """Write the file `name` as of a day; an existing file is replaced when the new one is complete.

    Args:
        form: of the file's forms; default what the end of `target` says.
        choices: what the report is asked for, by name as in `domain.choices`.
        report: the report whose table the file shall hold, for files that hold any.

    Raises:
        UserError: there is no such file or form, or it cannot be written.
        StoreError: there is no store.
    """
    known = exports()
    if name not in known:
        raise UserError(
            f"Det finnes ingen fil som heter «{name}». Filer: {', '.join(known)}.",
            f"There is no file called «{name}». Files: {', '.join(known)}.",
        )
    spec = known[name]
    wanted = form or target.suffix.removeprefix(".").lower()
    if wanted not in spec.forms:
        allowed = ", ".join(spec.forms)
        raise UserError(
            f"«{name}» finnes ikke i formen «{wanted}». Velg {allowed} med --format, eller la filnavnet slutte på det.",
            f"«{name}» does not come as «{wanted}». Choose {allowed} with --format, or let the file name end so.",
        )
    if report is None:
        made: Any = run_report(store, spec.report, as_of=as_of, choices=choices)
    else:
        made = _report_table(store, spec, report, as_of, choices or {})
    content = export_bytes(name, made, wanted, lang)
    _write(target, content)
    return target


def _report_table(store: Store, spec: ExportSpec, report: str, as_of: date, choices: Mapping[str, str]) -> ReportTable:
    known = catalogue()
    if not spec.any_report:
        raise UserError(
            f"«{spec.name}» har sin egen rapport og tar ikke --report. Bruk workbook.",
            f"«{spec.name}» has a report of its own and takes no --report. Use workbook.",
        )
    if report not in known:
        raise UserError(
            f"Det finnes ingen rapport som heter «{report}». Rapporter: {', '.join(known)}.",
            f"There is no report called «{report}». Reports: {', '.join(known)}.",
        )
    terms = cast(MoneyTerms, run_report(store, "money-terms", as_of=as_of))
    money = {term.name.nb: term.definition for term in terms.terms} | {term.name.en: term.definition for term in terms.terms}
    result = run_report(store, report, as_of=as_of, choices=choices)
    return ReportTable(report, known[report].title, result, choices, money)


def _write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = target.with_name(f".{target.name}.{os.getpid()}")
        made.write_bytes(content)
        made.replace(target)
    except OSError as error:
        raise UserError(
            f"Kan ikke skrive {target}: {error}. Er filen åpen i et annet program?",
            f"Cannot write {target}: {error}. Is the file open in another program?",
            code="cannot_write",
        ) from error
