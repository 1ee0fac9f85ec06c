"""The files that can be made from a report: their names, forms, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analytics.result import Result
from domain.errors import FaultError, UserError
from reports.exports.document import Document

#: The forms that files have, with the type that a browser is told.
FORMS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class ExportSpec:
    """A file that can be made.

    Attributes:
        name: as the command line calls it.
        report: the report that it is made of.
        forms: the forms it can have.
        document: gives the document from the report's result and a language; None when `write` gives every form.
        write: gives the file from the report's result, a form and a language; None for a document.
        any_report: whether it can be made of another report instead.
    """

    name: str
    report: str
    forms: tuple[str, ...]
    document: Callable[[Any, str], Document] | None = None
    write: Callable[[Any, str, str], bytes] | None = None
    any_report: bool = False


def exports() -> dict[str, ExportSpec]:
    """Every file that can be made, by name."""
    specs = (
        ExportSpec("final-report", "final-report", ("docx", "xlsx"), _final_report),
        ExportSpec("pack", "meeting", ("pptx", "pdf", "docx", "xlsx"), write=_pack),
        ExportSpec("workbook", "snapshot", ("xlsx", "csv", "zip"), write=_workbook, any_report=True),
        ExportSpec("brief", "brief", ("pdf", "docx"), write=_brief),
        ExportSpec("minutes", "minutes", ("docx",), _minutes),
    )
    return {spec.name: spec for spec in specs}


def export_bytes(name: str, result: Result, form: str, lang: str) -> bytes:
    """The file `name` of a result, in a form of `FORMS` and a language.

    Raises:
        KeyError: there is no such file.
        FaultError: the file has neither a document nor a way to be written.
    """
    spec = exports()[name]
    if spec.write is not None:
        return spec.write(result, form, lang)
    if spec.document is None:
        raise FaultError(f"the file {name} has no content")
    return document_bytes(spec.document(result, lang), form)


def document_bytes(document: Document, form: str) -> bytes:
    """A document as "docx" or "xlsx"."""
    if form == "docx":
        from reports.exports.word import word_bytes

        return word_bytes(document)
    from reports.exports.book import book_bytes

    return book_bytes(document)


def _final_report(result: Any, lang: str) -> Document:
    from reports.exports.final_report import final_report_document

    return final_report_document(result, lang)


def _pack(result: Any, form: str, lang: str) -> bytes:
    from analytics.meetings.pack import Pack
    from reports.exports.pack import pack_bytes

    if not isinstance(result, Pack):
        raise UserError(result.sentence.nb, result.sentence.en, code="no_meeting")
    return pack_bytes(result, form, lang)


def _workbook(result: Any, form: str, lang: str) -> bytes:
    from reports.exports.workbook import workbook_bytes

    return workbook_bytes(result, form, lang)


def _brief(result: Any, form: str, lang: str) -> bytes:
    if form == "docx":
        from reports.exports.brief_word import brief_word

        return brief_word(result, lang)
    from reports.exports.brief import brief_pdf

    return brief_pdf(result, lang)


def _minutes(result: Any, lang: str) -> Document:
    from analytics.meetings.minutes import Minutes
    from reports.exports.minutes import minutes_document

    if not isinstance(result, Minutes):
        raise UserError(result.sentence.nb, result.sentence.en, code="no_meeting")

    return minutes_document(result, lang)
