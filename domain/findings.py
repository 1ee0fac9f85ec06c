"""A finding: something in data that is wrong or should be looked at, said so that a person can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.text import Text

Severity = Literal["hard", "soft", "info"]


@dataclass(frozen=True, slots=True)
class DataFinding:
    """One finding in a file or in stored data.

    Attributes:
        rule_id: the rule that found it.
        severity: `hard` stops a load, `soft` should be considered, `info` is for information.
        message: what is wrong, in both languages.
        expected: what is expected, in both languages.
        table: identifier of the table, when known.
        place: the sheet or file name as the user knows it.
        row: row number in the sheet or file as the user sees it (the heading is row 1), when known.
        column: heading as it stands in the file, or the column's Norwegian name.
        value: what was found, as text, shortened.
        key: key of the row, when known.
    """

    rule_id: str
    severity: Severity
    message: Text
    expected: Text
    table: str | None = None
    place: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    key: str | None = None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "rule_id": self.rule_id,
            "severity": self.severity,
            "table": self.table,
            "sheet": self.place,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "key": self.key,
            "message": self.message.as_dict(),
            "expected": self.expected.as_dict(),
        }
