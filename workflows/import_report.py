"""What an import found and did, and its tables for the page and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from analytics.rules.last_import import import_sentence
from data.layers import LayerDiff, TableDiff
from data.store import VersionInfo
from domain.codes import label
from domain.findings import DataFinding, Severity
from domain.text import Text

_DIFFERENCE = {
    "table": pl.String(),
    "key": pl.String(),
    "kind": pl.String(),
    "column": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
}
_FINDINGS = {
    "severity": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "message": pl.String(),
    "expected": pl.String(),
}


@dataclass(frozen=True)
class ImportReport:
    """The outcome of an import.

    Attributes:
        findings: what was found, at most `LISTED_FINDINGS` and a line that tells how many there are.
        diff: what differs from what is stored; empty when a hard finding stopped the import.
        version: the version that was published, or None when nothing was.
        applied: whether the store was changed.
        read_rows: how many rows each table has in the files.
        counts: how many findings there are of each severity, listed or not.
        files: names of the files.
        dry_run: whether it was only a trial.
        imported_at: when, in local time.
    """

    findings: tuple[DataFinding, ...]
    diff: LayerDiff
    version: VersionInfo | None
    applied: bool
    read_rows: Mapping[str, int]
    counts: Mapping[Severity, int]
    files: tuple[str, ...]
    dry_run: bool
    imported_at: datetime

    @property
    def is_refused(self) -> bool:
        """Whether a hard finding stopped the import."""
        return self.counts["hard"] > 0

    @property
    def example_replaced(self) -> int:
        """How many example rows give way."""
        return sum(diff.example_replaced for diff in self.diff.tables.values())

    @property
    def difference(self) -> dict[str, int]:
        """How many rows are new, changed and gone, and how many example rows give way."""
        counts = self.diff.counts
        return {"new": counts.new, "changed": counts.changed, "gone": counts.closed, "example_replaced": self.example_replaced}

    @property
    def sentence(self) -> Text:
        """What the import came to."""
        return import_sentence(
            ", ".join(self.files),
            self.imported_at.date(),
            self.counts,
            self.difference,
            applied=self.applied,
            dry_run=self.dry_run,
        )

    def as_record(self) -> dict[str, Any]:
        """The outcome as it is kept for the report of the last import."""
        return {
            "files": list(self.files),
            "imported_at": self.imported_at.isoformat(),
            "applied": self.applied,
            "dry_run": self.dry_run,
            "counts": dict(self.counts),
            "read_rows": dict(self.read_rows),
            "difference": self.difference,
            "findings": [finding.as_dict() for finding in self.findings],
        }

    def as_json(self) -> dict[str, Any]:
        """The outcome with every difference, for the command line."""
        version = None if self.version is None else self.version.data_version
        return {
            **self.as_record(),
            "data_version": version,
            "sentence": self.sentence.as_dict(),
            "changes": difference_table(self).to_dicts(),
        }


def difference_table(report: ImportReport) -> pl.DataFrame:
    """What differs from what is stored: a row for each new or gone row and for each changed value.

    Returns:
        Columns table, key, kind (`new`, `changed` or `gone`), column, before, after. Values are as text; empty is None.
    """
    parts = [pl.DataFrame(schema=_DIFFERENCE)]
    for name, diff in report.diff.tables.items():
        parts += [_rows(diff, diff.new, "new"), _changes(name, diff), _rows(diff, diff.gone, "gone")]
    return pl.concat(parts)


def _rows(diff: TableDiff, frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    keys = [pl.col(name).cast(pl.String) for name in diff.table.key]
    empty = [pl.lit(None, pl.String()).alias(name) for name in ("column", "before", "after")]
    return frame.select(
        pl.lit(diff.table.name).alias("table"),
        pl.concat_str(keys, separator=" / ").alias("key"),
        pl.lit(kind).alias("kind"),
        *empty,
    )


def _changes(name: str, diff: TableDiff) -> pl.DataFrame:
    rows = [(name, " / ".join(cell.key), "changed", cell.column, cell.before, cell.after) for cell in diff.cells]
    return pl.DataFrame(rows, schema=_DIFFERENCE, orient="row")


def findings_table(findings: Iterable[DataFinding], lang: str = "nb") -> pl.DataFrame:
    """Findings in the words of `lang`.

    Returns:
        Columns severity, sheet, row, column, value, message, expected, in the order given.
    """
    rows = [
        (label("severity", f.severity, lang), f.place, f.row, f.column, f.value, f.message.get(lang), f.expected.get(lang))
        for f in findings
    ]
    return pl.DataFrame(rows, schema=_FINDINGS, orient="row")
