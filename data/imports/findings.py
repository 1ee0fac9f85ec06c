"""Findings while a file is read: kept light, counted all, and put into words only for those that are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from domain.findings import DataFinding, Severity
from domain.text import say

#: How many findings are listed; the rest are counted.
LISTED_FINDINGS = 1000
#: When there are more, so many of each kind are listed before the list is filled up in order.
FIRST_OF_EACH_KIND = 20
SHOWN_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class RawFinding:
    """A finding before it is put into words.

    Attributes:
        rule_id: the rule that found it.
        severity: as in `DataFinding`.
        topic: the texts are `<topic>.<rule_id>.message` and `.expected`.
        details: values for the placeholders in these texts.
        table, place, row, column, value, key: as in `DataFinding`.
    """

    rule_id: str
    severity: Severity = "hard"
    topic: str = "imports.finding"
    table: str | None = None
    place: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    key: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)

    def worded(self) -> DataFinding:
        """The finding in both languages."""
        base = f"{self.topic}.{self.rule_id}"
        return DataFinding(
            self.rule_id,
            self.severity,
            say(f"{base}.message", **self.details),
            say(f"{base}.expected", **self.details),
            table=self.table,
            place=self.place,
            row=self.row,
            column=self.column,
            value=shown(self.value),
            key=shown(self.key),
        )


def shown(value: object) -> str | None:
    """A value as text on one line, cut to what fits in a table."""
    if value is None:
        return None
    text = " ".join("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in part) for part in str(value).split())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


class FindingList:
    """All findings of one reading: every one is counted, the first of each kind are kept."""

    def __init__(self, findings: Iterable[RawFinding] = ()) -> None:
        self._counts: Counter[Severity] = Counter()
        self._kept: dict[tuple[str, str | None, str | None], list[RawFinding]] = {}
        self._places: dict[str | None, int] = {}
        self.extend(findings)

    def add(self, finding: RawFinding) -> None:
        """Count a finding, and keep it when there is room for its kind."""
        self._counts[finding.severity] += 1
        self._places.setdefault(finding.place, len(self._places))
        kept = self._kept.setdefault((finding.rule_id, finding.place, finding.column), [])
        if len(kept) < LISTED_FINDINGS:
            kept.append(finding)

    def extend(self, findings: Iterable[RawFinding]) -> None:
        """Add several."""
        for finding in findings:
            self.add(finding)

    @property
    def has_hard(self) -> bool:
        """Whether anything stops the load."""
        return self._counts["hard"] > 0

    @property
    def counts(self) -> dict[Severity, int]:
        """How many there are of each severity, listed or not."""
        return {"hard": self._counts["hard"], "soft": self._counts["soft"], "info": self._counts["info"]}

    def __len__(self) -> int:
        return self._counts.total()

    def worded(self, limit: int = LISTED_FINDINGS) -> tuple[DataFinding, ...]:
        """The findings to show: in the order of the file, at most `limit`, then a line that tells how many there are."""
        chosen = sorted(self._chosen(limit), key=self._order)
        listed = tuple(finding.worded() for finding in chosen)
        if len(self) <= len(listed):
            return listed
        more = RawFinding("more_findings", "info", details={"total": len(self), "listed": len(listed)})
        return (*listed, more.worded())

    def _chosen(self, limit: int) -> list[RawFinding]:
        everything = [finding for kept in self._kept.values() for finding in kept]
        if len(everything) <= limit:
            return everything
        first = [finding for kept in self._kept.values() for finding in kept[:FIRST_OF_EACH_KIND]]
        rest = [finding for kept in self._kept.values() for finding in kept[FIRST_OF_EACH_KIND:]]
        return [*sorted(first, key=_severity), *sorted(rest, key=self._order)][:limit]

    def _order(self, finding: RawFinding) -> tuple[int, int]:
        return self._places[finding.place], finding.row or 0

    def __iter__(self) -> Iterator[RawFinding]:
        return (finding for kept in self._kept.values() for finding in kept)


def _severity(finding: RawFinding) -> int:
    return ("hard", "soft", "info").index(finding.severity)
