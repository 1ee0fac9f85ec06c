"""The parts that the material for the final report is made of: what each counts, of what, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.evidence.stages import Evaluation
from domain.codes import CODE_LISTS

#: The parts, in the order of the chain; the weight of each is the parameter `final_report_<part>`.
PARTS: tuple[str, ...] = (
    "projects", "sources", "levels", "applicability", "follow_up", "owners", "cells", "evaluations",
)  # fmt: skip
#: What a gap points at: the table of the record, or None for a cell of area and question.
RECORDS: Mapping[str, str | None] = {
    "projects": "project", "sources": "finding", "levels": "finding", "applicability": "finding", "follow_up": "finding",
    "owners": "recommendation", "cells": None, "evaluations": "evaluation",
}  # fmt: skip
#: Projects whose work is done, so that findings are to be expected.
FINISHED: tuple[str, ...] = ("delivered", "published", "closed")
QUESTIONS: tuple[str, ...] = CODE_LISTS["question_kind"].values


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing.

    Attributes:
        part: of `PARTS`.
        record_id: the project, finding, recommendation or evaluation; of a cell "area / question".
        title_nb, title_en: what it is called.
        area_ids: the areas it belongs to; none for what has no area.
        is_example: whether the record is example data.
    """

    part: str
    record_id: str
    title_nb: str
    title_en: str
    area_ids: tuple[str, ...]
    is_example: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part: how many of those that it counts are in place.

    Attributes:
        weight: what one counts for in the whole; None when no rule says that the part counts, and it is then left out.
        met, of: in place, and all that are counted.
        gaps: those that are not in place; `of` less `met`.
    """

    name: str
    weight: float | None
    met: int
    of: int
    gaps: tuple[Gap, ...]

    @property
    def pct(self) -> float | None:
        """In per cent; None when there is nothing to count."""
        return None if self.of == 0 else self.met / self.of * 100


@dataclass(frozen=True, slots=True)
class Material:
    """What the parts are counted in.

    Attributes:
        projects: `project_id`, titles, `status`, `area_ids`, `is_example` of the programme.
        findings: of the programme, the columns of `finding_rows`.
        recommendations: that build on those findings, or on none.
        cells: `area_id`, `question_kind` and the area's names: those that are prioritised.
        evaluations: that are listed and not cancelled.
        example_evaluations: ids of those that are example data.
    """

    projects: pl.DataFrame
    findings: pl.DataFrame
    recommendations: pl.DataFrame
    cells: pl.DataFrame
    evaluations: tuple[Evaluation, ...]
    example_evaluations: frozenset[str]


def parts_of(material: Material, weights: Mapping[str, float]) -> tuple[Part, ...]:
    """Every part, counted. What is unknown or not assessed is not in place; a part with nothing to count has no per cent."""
    return tuple(_counted(name, weights.get(name), _ROWS[name](material)) for name in PARTS)


def completeness(parts: Sequence[Part]) -> tuple[float, float]:
    """The weighted number in place, and of all, over the parts that count; their ratio is how complete the material is."""
    counted = [(part.weight, part) for part in parts if part.weight is not None]
    return sum(weight * part.met for weight, part in counted), sum(weight * part.of for weight, part in counted)


def _counted(name: str, weight: float | None, rows: list[tuple[bool, Gap]]) -> Part:
    gaps = tuple(gap for is_met, gap in rows if not is_met)
    return Part(name, weight, len(rows) - len(gaps), len(rows), gaps)


def _projects(material: Material) -> list[tuple[bool, Gap]]:
    found = set(material.findings.get_column("project_id"))
    rows = material.projects.filter(pl.col("status").is_in(FINISHED))
    return [(row["project_id"] in found, _gap("projects", row, "project_id", "title")) for row in rows.iter_rows(named=True)]


def _of_findings(name: str, is_met: Callable[[dict[str, Any]], bool]) -> Callable[[Material], list[tuple[bool, Gap]]]:
    def rows(material: Material) -> list[tuple[bool, Gap]]:
        return [(is_met(row), _gap(name, row, "finding_id", "text")) for row in material.findings.iter_rows(named=True)]

    return rows


def _owners(material: Material) -> list[tuple[bool, Gap]]:
    areas = dict(material.findings.select("finding_id", "area_ids").iter_rows())
    rows = []
    for row in material.recommendations.iter_rows(named=True):
        is_met = bool(row["rejected_reason_nb"]) if row["state"] == "rejected" else row["owner_id"] is not None
        placed = row | {"text_en": row["text_nb"], "area_ids": areas.get(row["finding_id"]) or []}
        rows.append((is_met, _gap("owners", placed, "recommendation_id", "text")))
    return rows


def _cells(material: Material) -> list[tuple[bool, Gap]]:
    found = cells_with_findings(material.findings)
    rows = []
    for row in material.cells.iter_rows(named=True):
        place = (row["area_id"], row["question_kind"])
        words = {lang: f"{row[f'name_{lang}']}: {CODE_LISTS['question_kind'].label(place[1], lang)}" for lang in ("nb", "en")}
        gap = Gap("cells", " / ".join(place), words["nb"], words["en"], (place[0],), row["is_example"])
        rows.append((place in found, gap))
    return rows


def cells_with_findings(findings: pl.DataFrame) -> dict[tuple[str, str], int]:
    """How many findings lie in each cell of area and kind of question: those that their project answers.

    A finding lies in the cells of effect only when it is on effect itself, and one on effect lies in no cell of implementation.
    """
    rows = findings.select("area_ids", "question_kinds", "is_effect")
    spread = rows.explode("area_ids", empty_as_null=True).explode("question_kinds", empty_as_null=True).drop_nulls()
    kind, is_effect = pl.col("question_kinds"), pl.col("is_effect")
    fits = pl.when(kind == "effect").then(is_effect).when(kind == "implementation").then(~is_effect).otherwise(True)
    counts = spread.filter(fits).group_by("area_ids", "question_kinds").len()
    return {(area, question): count for area, question, count in counts.iter_rows()}


def _evaluations(material: Material) -> list[tuple[bool, Gap]]:
    return [
        (
            one.report_actual_date is not None,
            Gap(
                "evaluations",
                one.evaluation_id,
                one.title_nb,
                one.title_nb,
                (),
                one.evaluation_id in material.example_evaluations,
            ),
        )
        for one in material.evaluations
    ]


def _gap(part: str, row: Mapping[str, Any], key: str, words: str) -> Gap:
    nb = row[f"{words}_nb"]
    return Gap(part, row[key], nb, row[f"{words}_en"] or nb, tuple(row["area_ids"]), bool(row["is_example"]))


_ROWS: Mapping[str, Callable[[Material], list[tuple[bool, Gap]]]] = {
    "projects": _projects,
    "sources": _of_findings("sources", lambda row: row["source_title"] is not None),
    "levels": _of_findings("levels", lambda row: row["level_state"] in ("level", "none")),
    "applicability": _of_findings("applicability", lambda row: row["applicability"] != "not_assessed"),
    "follow_up": _of_findings("follow_up", lambda row: row["follow_ups"] > 0),
    "owners": _owners,
    "cells": _cells,
    "evaluations": _evaluations,
}  # fmt: skip
