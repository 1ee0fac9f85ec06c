"""What a refresh came to: one outcome a table, in words and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from data.store import VersionInfo
from domain.codes import label
from domain.findings import DataFinding
from domain.text import Text, say

_GOOD = ("loaded", "unchanged")


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """How it went with one table.

    Attributes:
        outcome: as in the code list `load_outcome`.
        message: what was wrong, or should be considered; None when nothing.
        published_date: the day of the vintage; None when nothing came.
        new_count, revised_count: figures that were not there, and figures that differ from the vintage before.
        findings: each finding by itself, where the source gives them so.
    """

    publisher: str
    table_id: str
    title: Text
    outcome: str
    message: Text | None
    fetched_at: datetime
    published_date: date | None = None
    first_period: str | None = None
    last_period: str | None = None
    cell_count: int | None = None
    new_count: int = 0
    revised_count: int = 0
    findings: tuple[DataFinding, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the table was loaded, or is as it was."""
        return self.outcome in _GOOD


@dataclass(frozen=True)
class RefreshReport:
    """A refresh of statistics.

    Attributes:
        version: the version that was published; None when nothing was to be stored.
        is_trial: nothing was stored because that was not asked for.
    """

    outcomes: tuple[TableOutcome, ...]
    version: VersionInfo | None
    is_trial: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether no table could be loaded."""
        return not any(outcome.is_good for outcome in self.outcomes)

    @property
    def has_faults(self) -> bool:
        """Whether any table could not be loaded."""
        return any(not outcome.is_good for outcome in self.outcomes)

    @property
    def has_news(self) -> bool:
        """Whether any table has figures to store."""
        return any(outcome.outcome == "loaded" for outcome in self.outcomes)

    @property
    def sentence(self) -> Text:
        """How many tables were loaded, and which were not."""
        if not self.outcomes:
            return say("refresh.nothing")
        faults = [outcome.table_id for outcome in self.outcomes if not outcome.is_good]
        counts = {
            "loaded": sum(outcome.outcome == "loaded" for outcome in self.outcomes),
            "unchanged": sum(outcome.outcome == "unchanged" for outcome in self.outcomes),
            "new": sum(outcome.new_count for outcome in self.outcomes),
            "revised": sum(outcome.revised_count for outcome in self.outcomes),
        }
        main = say("refresh.trial" if self.is_trial else "refresh.done", **counts)
        if not faults:
            return main
        rest = say("refresh.faults", tables=faults)
        return Text(f"{main.nb} {rest.nb}", f"{main.en} {rest.en}")

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "sentence": self.sentence.as_dict(),
            "data_version": self.version.data_version if self.version else None,
            "stored": self.version is not None,
            "tables": [_as_dict(outcome) for outcome in self.outcomes],
        }

    def table(self, lang: str = "nb") -> pl.DataFrame:
        """One row a table."""
        rows = [
            {
                "publisher": outcome.publisher, "table_id": outcome.table_id, "title": outcome.title.get(lang),
                "outcome": label("load_outcome", outcome.outcome, lang), "last_period": outcome.last_period,
                "published_date": outcome.published_date, "cell_count": outcome.cell_count,
                "new_count": outcome.new_count, "revised_count": outcome.revised_count,
                "message": outcome.message.get(lang) if outcome.message else None,
            }
            for outcome in self.outcomes
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA: dict[str, Any] = {
    "publisher": pl.String(), "table_id": pl.String(), "title": pl.String(), "outcome": pl.String(),
    "last_period": pl.String(), "published_date": pl.Date(), "cell_count": pl.Int64(), "new_count": pl.Int64(),
    "revised_count": pl.Int64(), "message": pl.String(),
}  # fmt: skip


def _as_dict(outcome: TableOutcome) -> dict[str, Any]:
    return {
        "publisher": outcome.publisher, "table_id": outcome.table_id, "title": outcome.title.as_dict(),
        "outcome": outcome.outcome, "message": outcome.message.as_dict() if outcome.message else None,
        "fetched_at": outcome.fetched_at.isoformat(timespec="seconds"),
        "published_date": outcome.published_date.isoformat() if outcome.published_date else None,
        "first_period": outcome.first_period, "last_period": outcome.last_period, "cell_count": outcome.cell_count,
        "new_count": outcome.new_count, "revised_count": outcome.revised_count,
        "findings": [finding.as_dict() for finding in outcome.findings],
    }  # fmt: skip
