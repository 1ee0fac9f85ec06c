"""Payments from an export of the accounts: matched by codes, known ones recognised, the rest kept for decision."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from data.imports.accounting import PostedLine, read_export, repeated
from data.imports.accounting_columns import read_mapping, save_mapping, saved_mapping
from data.imports.findings import FindingList, RawFinding
from data.imports.last_import import write_last_import
from data.imports.one_at_a_time import one_load_at_a_time
from data.imports.reading import Reading
from data.imports.rows import ROW, TableRows
from data.schema import polars_schema
from data.store import Change, Store
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import say
from workflows.accounting_codes import CodeBook, Target
from workflows.import_portfolio import compared
from workflows.import_report import ImportReport
from workflows.known_lines import KnownLines
from workflows.stored_rows import StoredRows, open_reader

_PAYMENT, _UNMATCHED = "payment", "unmatched_payment"
#: Words in the kind or text of a negative line that tell that it is a credit note rather than a correction.
_CREDIT_WORDS = ("kredit", "credit")


@dataclass
class _Sorted:
    """The lines of an export by what became of them."""

    payments: list[tuple[Any, ...]] = field(default_factory=list)
    unmatched: list[tuple[Any, ...]] = field(default_factory=list)
    unmatched_nok: Decimal = Decimal(0)
    known: int = 0
    outside: int = 0


def import_payments(
    store: Store, path: Path, change: Change, *, mapping: Path | None = None, dry_run: bool = False
) -> ImportReport:
    """Read an export of the accounts and store its lines as payments.

    A line is put on the contract that its contract code names, else on the only contract of its project that stood on its day,
    else on the purpose its account means (rows of the table `account_code`, or the ids themselves). A line that is already stored
    is recognised by year, voucher and number, or by voucher, date and amount, and changes nothing. A line without a match is kept
    in `unmatched_payment`; those that were kept before are tried again. No line is dropped.

    Args:
        store: where the portfolio is kept.
        path: the export.
        change: who, why and by which document.
        mapping: how the columns are read, as `data.imports.accounting_columns.read_mapping` reads it; kept for the next time.
        dry_run: find and compare, but change nothing.

    Returns:
        All findings and the difference. With a hard finding nothing is stored.

    Raises:
        UserError: there is no such file, the mapping cannot be used, or no portfolio of one's own is stored.
        StoreError: the store could not be read or written, or another load is under way.
    """
    if not path.is_file():
        words = say("accounting.no_file", path=str(path))
        raise UserError(words.nb, words.en, code="no_file")
    columns = read_mapping(mapping) if mapping is not None else saved_mapping(store.home)
    lines, found = read_export(path, columns)
    findings = FindingList(found)
    findings.extend(RawFinding("accounting_repeated", place=path.name, row=line.row, value=line.id) for line in repeated(lines))
    with contextlib.nullcontext() if dry_run else one_load_at_a_time(store.home):
        reading = _reading(store, path.name, lines, findings)
        del lines  # a million of them are hundreds of megabytes, which the comparison needs
        report = compared(store, reading, change, partial=True, dry_run=dry_run)
        if mapping is not None and not dry_run and not report.is_refused:
            save_mapping(store.home, mapping)
    with contextlib.suppress(OSError):  # the record is a convenience; the load itself is done
        write_last_import(store.home, report.as_record())
    return report


def _reading(store: Store, name: str, lines: Sequence[PostedLine], findings: FindingList) -> Reading:
    """The tables as they will stand: what is stored, with the new payments, and what still has no match."""
    with contextlib.ExitStack() as stack:
        reader = open_reader(store)
        if reader is not None:
            stack.enter_context(reader)
        stored = StoredRows(reader)
        if stored.own("project").is_empty() and stored.own("contract").is_empty():
            words = say("accounting.no_portfolio")
            raise UserError(words.nb, words.en, code="no_portfolio")
        waiting = stored.own(_UNMATCHED)
        sorted_ = _sort(stored, lines, _again(waiting))
        tables = {
            _PAYMENT: pl.concat([stored.own(_PAYMENT), _frame(_PAYMENT, sorted_.payments)]),
            _UNMATCHED: _frame(_UNMATCHED, sorted_.unmatched),
        }
    details = {"lines": len(lines), "new": len(sorted_.payments), "known": sorted_.known, "outside": sorted_.outside,
               "unmatched": len(sorted_.unmatched)}  # fmt: skip
    findings.add(RawFinding("accounting_lines", "info", place=name, details=details))
    if sorted_.unmatched:
        told = {"count": len(sorted_.unmatched), "amount": sorted_.unmatched_nok}
        findings.add(RawFinding("accounting_unmatched", "soft", place=name, details=told))
    return Reading({n: _rows(n, name, frame) for n, frame in tables.items()}, findings, (name,), False)


def _frame(table: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(polars_schema(TABLES[table])), orient="row")


def _rows(table: str, place: str, frame: pl.DataFrame) -> TableRows:
    return TableRows(TABLES[table], place, frame.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(ROW)))


def _again(waiting: pl.DataFrame) -> list[PostedLine]:
    """Lines that had no match, as lines of an export."""
    return [
        PostedLine(
            0, row["voucher_ref"] or "", row["unmatched_payment_id"].rsplit("-", 1)[-1], row["payment_date"], row["year"],
            row["amount_nok"], row["vat_nok"], row["text_nb"], None, row["supplier_nb"], row["contract_code"],
            row["project_code"], row["account_code"],
        )
        for row in waiting.iter_rows(named=True)
    ]  # fmt: skip


def _sort(stored: StoredRows, lines: Sequence[PostedLine], waiting: Sequence[PostedLine]) -> _Sorted:
    book = CodeBook(stored)
    payments = stored.own(_PAYMENT)
    booked = KnownLines(payments, ())
    still = [line for line in waiting if not booked.has_been_booked(line, book.target(line)[0])]
    known = KnownLines(payments, still)
    result = _Sorted(known=len(waiting) - len(still))
    for line in still:
        _put(line, book.target(line), known, book.programme_id, result)
    for line in lines:
        meant = book.target(line)
        if known.takes(line, meant[0]):
            result.known += 1
        else:
            _put(line, meant, known, book.programme_id, result)
    return result


def _put(line: PostedLine, meant: tuple[Target | None, str], known: KnownLines, programme_id: str, result: _Sorted) -> None:
    """Lead a line to where it belongs. One whose key is booked already waits, under a key of its own."""
    target, reason = meant
    if target is not None and target.is_outside:
        result.outside += 1
        return
    if booked := known.why_not(line):
        target, reason = None, booked
        line = known.renamed(line)
    known.keep(line)
    if target is None:
        result.unmatched.append(_in_order(_UNMATCHED, _unmatched(line, reason, programme_id)))
        result.unmatched_nok += line.amount_nok
    else:
        result.payments.append(_in_order(_PAYMENT, _payment(line, target, target.programme_id or programme_id)))


_COLUMNS = {name: tuple(polars_schema(TABLES[name])) for name in (_PAYMENT, _UNMATCHED)}


def _in_order(table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in _COLUMNS[table])


def _payment(line: PostedLine, target: Target, programme_id: str) -> dict[str, Any]:
    return {
        "payment_id": line.id, "programme_id": programme_id, "kind": _kind(line, target), "category": target.category,
        "contract_id": target.contract_id, "project_id": target.project_id, "line_no": target.line_no, "year": line.year,
        "payment_date": line.date, "amount_nok": line.amount_nok, "vat_nok": line.vat_nok, "voucher_ref": line.voucher,
        "text_nb": line.text,
    }  # fmt: skip


def _kind(line: PostedLine, target: Target) -> str:
    if line.amount_nok < 0:
        words = f"{line.kind or ''} {line.text or ''}".casefold()
        return "credit_note" if any(word in words for word in _CREDIT_WORDS) else "correction"
    return "salary" if target.category == "operation" and target.contract_id is None else "invoice"


def _unmatched(line: PostedLine, reason: str, programme_id: str) -> dict[str, Any]:
    return {
        "unmatched_payment_id": line.id, "programme_id": programme_id, "reason": reason, "voucher_ref": line.voucher,
        "payment_date": line.date, "year": line.year, "amount_nok": line.amount_nok, "vat_nok": line.vat_nok,
        "text_nb": line.text, "supplier_nb": line.supplier, "contract_code": line.contract_code,
        "project_code": line.project_code, "account_code": line.account_code,
    }  # fmt: skip


__all__ = ["import_payments"]
