"""The files that can be made from a report: their names, forms, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analytics.result import Result
from domain.errors import FaultError
from reports.exports.document import Document

#: The forms that a document can be written in, with the type that a browser is told.
FORMS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class ExportSpec:
    """A file that can be made.

    Attributes:
        name: as the command line calls it.
        report: the report that it is made of.
        forms: the forms it can have.
        document: gives the document from the report's result and a language.
        write: gives the file from the report's result, a form and a language, where it is no document.
    """

    name: str
    report: str
    forms: tuple[str, ...]
    document: Callable[[Any, str], Document] | None = None
    write: Callable[[Result, str, str], bytes] | None = None


def exports() -> dict[str, ExportSpec]:
    """Every file that can be made, by name."""
    specs = (
        ExportSpec("final-report", "final-report", ("docx", "xlsx"), _final_report),
        ExportSpec("minutes", "minutes", ("docx",), _minutes),
    )
    return {spec.name: spec for spec in specs}


def export_bytes(name: str, result: Result, form: str, lang: str) -> bytes:
    """The file `name` of a result, in a form of `FORMS` and a language.

    Raises:
        KeyError: there is no such file.
    """
    spec = exports()[name]
    if spec.write is not None:
        return spec.write(result, form, lang)
    if spec.document is None:
        raise FaultError(f"the file {name} has neither a document nor a way to be written")
    document = spec.document(result, lang)
    if form == "docx":
        from reports.exports.word import word_bytes

        return word_bytes(document)
    from reports.exports.book import book_bytes

    return book_bytes(document)


def _final_report(result: Any, lang: str) -> Document:
    from reports.exports.final_report import final_report_document

    return final_report_document(result, lang)


def _minutes(result: Any, lang: str) -> Document:
    from reports.exports.minutes import minutes_document

    return minutes_document(result, lang)
