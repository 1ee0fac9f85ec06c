"""The findings of the last import, as a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from analytics.result import Basis, basis
from data.imports.last_import import load_last_import
from data.snapshot import Snapshot
from data.store import fou_home
from domain.text import Text, say

_NO_COUNTS: dict[str, int] = {"hard": 0, "soft": 0, "info": 0}
_NO_DIFFERENCE: dict[str, int] = {"new": 0, "changed": 0, "gone": 0, "example_replaced": 0}
_COLUMNS: dict[str, pl.DataType] = {
    "severity": pl.String(),
    "rule_id": pl.String(),
    "table": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "key": pl.String(),
    "value": pl.String(),
    "message_nb": pl.String(),
    "message_en": pl.String(),
    "expected_nb": pl.String(),
    "expected_en": pl.String(),
}


def import_sentence(
    file: str, day: date, counts: Mapping[Any, int], difference: Mapping[str, int], *, applied: bool, dry_run: bool
) -> Text:
    """What an import came to: stopped, tried, applied, or nothing to change."""
    outcome = "applied" if applied else "unchanged"
    if counts["hard"]:
        outcome = "stopped"
    elif dry_run:
        outcome = "dry_run"
    return say(f"imports.last.{outcome}", file=file, day=day, **counts, **difference)


@dataclass(frozen=True)
class ImportFindings:
    """What the last import found.

    Attributes:
        file: names of the files, or None when there has been no import.
        imported_at: when, in ISO form and local time.
        applied: whether the store was changed.
        dry_run: whether it was only a trial.
        counts: number of findings of each severity, also those that are not listed.
        difference: number of new, changed and gone rows, and of example rows that gave way.
        findings: the listed findings, as `DataFinding.as_dict` gives them.
    """

    basis: Basis
    file: str | None = None
    imported_at: str | None = None
    applied: bool = False
    dry_run: bool = False
    counts: Mapping[str, int] = field(default_factory=lambda: dict(_NO_COUNTS))
    difference: Mapping[str, int] = field(default_factory=lambda: dict(_NO_DIFFERENCE))
    findings: tuple[Mapping[str, Any], ...] = ()

    @property
    def sentence(self) -> Text:
        """What the last import came to."""
        if self.file is None or self.imported_at is None:
            return say("imports.last.none")
        day = date.fromisoformat(self.imported_at[:10])
        return import_sentence(self.file, day, self.counts, self.difference, applied=self.applied, dry_run=self.dry_run)

    def as_json(self) -> dict[str, Any]:
        """The outcome; `file` and `imported_at` are None when there has been no import."""
        return {
            "file": self.file,
            "imported_at": self.imported_at,
            "applied": self.applied,
            "dry_run": self.dry_run,
            "counts": dict(self.counts),
            "difference": dict(self.difference),
            "findings": [dict(f) for f in self.findings],
        }

    def table(self) -> pl.DataFrame:
        """A row for each listed finding."""
        rows = [_flat(finding) for finding in self.findings]
        return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def _flat(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    texts = {f"{name}_{lang}": finding[name][lang] for name in ("message", "expected") for lang in ("nb", "en")}
    return tuple(({**finding, **texts}).get(name) for name in _COLUMNS)


def last_import_result(snapshot: Snapshot, home: Path | None = None) -> ImportFindings:
    """The findings of the last import, whatever the snapshot's day.

    Args:
        snapshot: gives the day and data version that the answer is stamped with.
        home: the folder of the store; default `fou_home()`.

    Returns:
        The record of the last import or trial; an empty one that says so when there has been none. It does not tell
        whether the stored data are in order today: later imports of other data leave no findings here.
    """
    record = load_last_import(home or fou_home())
    if record is None:
        return ImportFindings(basis(snapshot))
    return ImportFindings(
        basis(snapshot),
        ", ".join(record["files"]),
        record["imported_at"],
        record["applied"],
        record["dry_run"],
        _NO_COUNTS | record["counts"],
        _NO_DIFFERENCE | record["difference"],
        tuple(record["findings"]),
    )
