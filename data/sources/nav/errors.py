"""What is found in a file from NAV: where, what stands there and what was expected; and the reason when a file is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.sources.nav.cells import Cell, letters
from domain.errors import UserError
from domain.findings import DataFinding, Severity
from domain.text import Text, say

#: How many findings a reason lists; the rest are counted.
LISTED = 12
_SHOWN = 60


class NavFileError(UserError):
    """A file that cannot be opened as a workbook or a table of text."""

    def __init__(self, rule: str, **values: object) -> None:
        text = say(f"nav.file.{rule}", **values)
        super().__init__(text.nb, text.en, code=f"nav.{rule}")
        self.rule = rule
        self.reason = text


@dataclass
class Findings:
    """All that is found in one file; hard findings refuse the table that they belong to."""

    file: str
    found: list[DataFinding] = field(default_factory=list)

    def add(
        self,
        rule: str,
        sheet: str | None,
        cell: Cell | None = None,
        *,
        row: int | None = None,
        column: int | None = None,
        value: str | None = None,
        severity: Severity = "hard",
        **values: object,
    ) -> None:
        """Note a finding at a cell, or at a row or column."""
        row = cell.row if cell is not None and row is None else row
        column = cell.column if cell is not None and column is None else column
        shown = value if value is not None else cell.text if cell is not None else None
        message = say(f"nav.finding.{rule}.message", **values)
        expected = say(f"nav.finding.{rule}.expected", **values)
        place = f"{self.file}: {sheet}" if sheet else self.file
        named = None if column is None else letters(column)
        self.found.append(DataFinding(f"nav.{rule}", severity, message, expected, None, place, row, named, _short(shown)))

    @property
    def hard(self) -> list[DataFinding]:
        """Those that refuse a table."""
        return [finding for finding in self.found if finding.severity == "hard"]


def _short(text: str | None) -> str | None:
    if text is None:
        return None
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def reason(name: str, findings: Sequence[DataFinding]) -> Text:
    """Why a table was refused: every finding with its place, one a line."""
    listed = findings[:LISTED]
    rest = len(findings) - len(listed)
    more = say("nav.more", count=rest) if rest else None
    return say(
        "nav.refused", name=name, count=len(findings),
        lines=Text(_lines(listed, more, "nb"), _lines(listed, more, "en")),
    )  # fmt: skip


def _lines(findings: Iterable[DataFinding], more: Text | None, lang: str) -> str:
    lines = [line(finding).get(lang) for finding in findings]
    return "\n".join([*lines, *([more.get(lang)] if more else [])])


def line(finding: DataFinding) -> Text:
    """A finding on one line, with its place."""
    parts = [
        say("nav.place.sheet", place=finding.place or ""),
        say("nav.place.row", row=finding.row) if finding.row is not None else None,
        say("nav.place.column", column=finding.column) if finding.column is not None else None,
    ]
    place = Text(*(", ".join(part.get(lang) for part in parts if part) for lang in ("nb", "en")))
    key = "nav.line_value" if finding.value else "nav.line"
    return say(key, place=place, message=finding.message, value=finding.value or "", expected=finding.expected)
