"""Findings and recommendations: what was found, how it may be read, what it led to, and who follows up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.evidence.finding_filters import FindingChoices, finding_choices, selected
from analytics.evidence.finding_rows import finding_rows, follow_up_rows, use_rows
from analytics.evidence.finding_text import (
    conflict_text,
    findings_sentence,
    level_text,
    measured_text,
    reading_text,
    size_text,
)
from analytics.evidence.recommendations import owner_rows, recommendation_rows
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.text import Text, say

TABLES: tuple[str, ...] = (
    "finding", "finding_use", "finding_follow_up", "recommendation", "project", "project_area", "evaluation",
    "evidence_assessment",
)  # fmt: skip
_LISTS = ("area_ids", "question_kinds", "used_nb", "used_en", "recommendation_ids")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Findings on the same outcome and instrument that do not point the same way. They are shown together, never averaged.

    Attributes:
        directions: how many of them have each direction.
        finding_ids: in the order of the list.
    """

    instrument_id: str
    instrument: Text
    outcome: str
    directions: Mapping[str, int]
    finding_ids: tuple[str, ...]

    @property
    def words(self) -> Text:
        """That they are mixed, and how many point where."""
        return conflict_text(self.directions)

    def as_json(self) -> dict[str, Any]:
        """The group with its words."""
        return asdict(self) | {"words": self.words}


@dataclass(frozen=True, eq=False)
class Findings:
    """The findings and recommendations that are asked for.

    Attributes:
        effect_level: the level from which a design says something about effect; None when no such level is set.
        rows: one row a finding; the columns of `finding_rows`.
        recommendations: one row a recommendation; the columns of `recommendation_rows`.
        owners: the columns of `owner_rows`, of the recommendations that are asked for.
        uses, follow_ups: of the findings that are asked for.
        conflicts: among all findings that are known, of groups with a finding that is asked for.
        all_rows, all_recommendations: without the filter.
        area_names, names: of areas, and of instruments and owners, by id.
        since: the day after which a finding is told as new; None when that is not asked for.
    """

    basis: Basis
    effect_level: float | None
    rows: pl.DataFrame
    recommendations: pl.DataFrame
    owners: pl.DataFrame
    uses: pl.DataFrame
    follow_ups: pl.DataFrame
    conflicts: tuple[Conflict, ...]
    all_rows: pl.DataFrame
    all_recommendations: pl.DataFrame
    area_names: dict[str, Text]
    names: dict[str, Text]
    choices: FindingChoices
    since: date | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many of the findings and recommendations that are asked for there are of each kind."""
        told = self.recommendations
        states = {row[0]: row[1] for row in told.group_by("state").len().iter_rows()}
        return self._finding_counts(self.rows) | {
            "recommendations": len(told),
            **{name: states.get(name, 0) for name in ("done", "rejected", "open", "undated", "overdue")},
        }

    def _finding_counts(self, rows: pl.DataFrame) -> dict[str, int]:
        effect = rows.filter("is_effect")
        least = 1 if self.effect_level is None else self.effect_level
        return {
            "programme": len(rows.filter(pl.col("origin") == "programme")),
            "other": len(rows.filter(pl.col("origin") == "other")),
            "effect": len(effect),
            "strong": len(effect.filter(pl.col("level") >= least)),
            "used": len(rows.filter(pl.col("uses") > 0)),
        }

    def _new_json(self) -> dict[str, Any]:
        """The findings that were reported after a day, of those that are asked for."""
        rows = self.rows.filter(pl.col("reported_date") > self.since)
        return {
            "from": self.since,
            "count": len(rows),
            "ids": rows.get_column("finding_id").to_list(),
            **self._finding_counts(rows),
        }

    @property
    def sentence(self) -> Text:
        """How many findings there are, on what, and how recommendations are followed up."""
        return findings_sentence(self.basis.as_of, self.counts, self.effect_level)

    def finding(self, finding_id: str) -> dict[str, Any] | None:
        """One finding that is known on the day, also outside the filter; None when there is none."""
        found = self.all_rows.filter(pl.col("finding_id") == finding_id)
        return None if found.is_empty() else found.row(0, named=True)

    def as_json(self) -> dict[str, Any]:
        """The counts, every finding with its words, recommendations, owners, uses, ways of following up, and conflicts."""
        new = {} if self.since is None else {"since": self._new_json()}
        return {
            "filters": self.choices.as_json(), "counts": self.counts, **new, "all_findings": len(self.all_rows),
            "all_recommendations": len(self.all_recommendations), "effect_level": self.effect_level,
            "findings": [row | finding_words(row) for row in self.rows.to_dicts()],
            "recommendations": self.recommendations.to_dicts(), "owners": self.owners.to_dicts(),
            "uses": self.uses.to_dicts(), "follow_ups": self.follow_ups.to_dicts(),
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a finding; lists are joined by semicolon."""
        return self.rows.with_columns(pl.col(name).list.join("; ") for name in _LISTS)


def finding_words(row: Mapping[str, Any]) -> dict[str, Text]:
    """The words of a finding: `measured`, `size`, `level_words` and `reading_words`."""
    return {
        "measured": measured_text(row), "size": size_text(row), "level_words": level_text(row),
        "reading_words": reading_text(row),
    }  # fmt: skip


def findings(snapshot: Snapshot, choices: Mapping[str, str] | None = None, since: date | None = None) -> Findings:
    """The findings of the programme's projects and of the other evaluations of the agreement, with their recommendations.

    A finding is told in the words that it was recorded in; beside it stands a fixed sentence for what the design allows, never
    above the level of its project or evaluation. A finding that is not on effect says nothing about effect, whatever the
    design. What is not stated (interval, unit, level, applicability, due date, owner) is told as not stated.

    Args:
        choices: by the names of `finding_filters.FILTERS`, and `text`.
        since: also tell which findings were reported after this day.

    Raises:
        UserError: a choice does not exist.

    The reader may not add or average findings, nor conclude that a measure or the programme has changed sick leave.
    """
    rows, told = finding_rows(snapshot), recommendation_rows(snapshot)
    names = {
        name: _names(snapshot, table, key)
        for name, table, key in (
            ("priority_area", "priority_area", "area_id"), ("instrument", "instrument", "instrument_id"),
            ("owner", "organisation", "organisation_id"),
        )
    }  # fmt: skip
    asked = finding_choices(choices or {}, rows, told, names)
    own, left = selected(rows, told, asked)
    caveats = ("statement", "level", "mixed", "use", "programme")
    ids = own.get_column("finding_id").implode()
    return Findings(
        basis(snapshot, *TABLES, caveats=tuple(say(f"findings.caveat.{key}") for key in caveats)),
        parameter(snapshot, "evidence_effect_level"), own, left, owner_rows(left),
        use_rows(snapshot).filter(pl.col("finding_id").is_in(ids)),
        follow_up_rows(snapshot).filter(pl.col("finding_id").is_in(ids)),
        tuple(one for one in conflicts(rows) if set(one.finding_ids) & set(own.get_column("finding_id"))),
        rows, told, names["priority_area"], names["instrument"] | names["owner"], asked, since,
    )  # fmt: skip


def conflicts(rows: pl.DataFrame) -> tuple[Conflict, ...]:
    """Groups of findings on effect with the same outcome and instrument that do not all point the same way.

    Args:
        rows: of `finding_rows`. A finding that names no instrument is in no group.
    """
    effect = rows.filter(pl.col("is_effect") & pl.col("instrument_id").is_not_null())
    found = []
    for (instrument_id, outcome), group in effect.group_by("instrument_id", "outcome", maintain_order=True):
        directions = dict(group.group_by("direction", maintain_order=True).len().iter_rows())
        if len(directions) > 1:
            name = Text(group.item(0, "instrument_nb"), group.item(0, "instrument_en"))
            ids = tuple(group.get_column("finding_id"))
            found.append(Conflict(str(instrument_id), name, str(outcome), directions, ids))
    return tuple(sorted(found, key=lambda one: (one.instrument_id, one.outcome)))


def _names(snapshot: Snapshot, table: str, key: str) -> dict[str, Text]:
    rows = snapshot.table(table)
    short = [name for name in ("short_nb", "short_en") if table == "priority_area"] or ["name_nb", "name_en"]
    told: Iterable[tuple[str, str | None, str | None]] = rows.select(key, *short).iter_rows()
    return {record: Text(nb or record, en or nb or record) for record, nb, en in told}
