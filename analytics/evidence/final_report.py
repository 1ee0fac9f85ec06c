"""The material for the final report (chapter 10): finding, evidence, source, how it can be followed up, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from analytics.evidence.final_report_parts import PARTS, RECORDS, Gap, Material, Part, completeness, parts_of
from analytics.evidence.finding_rows import finding_rows, follow_up_rows, use_rows
from analytics.evidence.findings import TABLES as FINDING_TABLES
from analytics.evidence.findings import Conflict, conflicts, finding_words
from analytics.evidence.recommendations import recommendation_rows
from analytics.evidence.stages import evaluations_of
from analytics.portfolio.programme import current_programme, judging_day, of_programme, valid_on
from analytics.portfolio.register_rows import register
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import LANGS, Text, say

_TABLES = (*FINDING_TABLES, "project_question", "evaluation_step", "deliverable")


@dataclass(frozen=True, eq=False)
class Section:
    """What is known of one priority area; `area_id` is None for what belongs to no area.

    Attributes:
        name: of the area.
        parts: the parts, counted for the area. A project with several areas counts in each, so areas do not add up to the whole;
            evaluations have no area and are not counted here.
        findings: of the programme in the area, the columns of `finding_rows`.
    """

    area_id: str | None
    name: Text
    parts: tuple[Part, ...]
    findings: pl.DataFrame

    @property
    def pct(self) -> float | None:
        """How complete the material of the area is, in per cent; None when nothing is counted."""
        return _pct(self.parts)

    @property
    def sentence(self) -> Text:
        """How many findings there are, how many are on effect, are usable, are used, and can be followed up."""
        rows = self.findings
        if rows.is_empty():
            return say("final_report.section.none")
        usable = rows.filter(pl.col("applicability").is_in(["usable_now", "usable_adapted"]))
        number = "one" if len(rows) == 1 else "many"
        return say(
            f"final_report.section.{number}", count=len(rows), effect=len(rows.filter("is_effect")),
            usable=len(usable), used=len(rows.filter(pl.col("uses") > 0)), followed=len(rows.filter(pl.col("follow_ups") > 0)),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class FinalReport:
    """All that an external author needs, and what is missing.

    Attributes:
        programme: its name; None when no programme is held.
        parts: of the whole programme, and of the evaluations of the agreement.
        sections: by priority area in the programme's order, last what belongs to none (only when there is something).
        others: findings of other evaluations of the agreement; they are not counted in the parts.
        recommendations: that build on the programme's findings or on none; `recommendation_rows`.
        other_recommendations: that build on findings of other evaluations.
        uses, follow_ups: of all findings.
        conflicts: findings on the same outcome and instrument that do not point the same way.
        sources: one row a source that a finding, use, follow-up or recommendation is recorded from: `source_id`, `title`,
            `publisher`, `url`, `published_date`, `retrieved_date`, `quality`, `places`, `record_ids`, `is_example`.
    """

    basis: Basis
    programme: Text | None
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    others: pl.DataFrame
    recommendations: pl.DataFrame
    other_recommendations: pl.DataFrame
    uses: pl.DataFrame
    follow_ups: pl.DataFrame
    conflicts: tuple[Conflict, ...]
    sources: pl.DataFrame

    @property
    def findings(self) -> pl.DataFrame:
        """The programme's findings, each once."""
        whole = pl.concat([section.findings for section in self.sections]) if self.sections else self.others.clear()
        return whole.unique("finding_id", maintain_order=True).sort("reported_date", "finding_id", descending=[True, False])

    @property
    def pct(self) -> float | None:
        """How complete the material is, in per cent, by the declared parts and weights; None when nothing is counted."""
        return _pct(self.parts)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All that is missing in the parts that count, part by part."""
        return tuple(gap for part in self.parts if part.weight is not None for gap in part.gaps)

    @property
    def sentence(self) -> Text:
        """How complete the material is, and which parts lack most."""
        as_of = self.basis.as_of
        if self.pct is None:
            return say("final_report.sentence.nothing", date=as_of)
        lacking = sorted((part for part in self.parts if part.weight is not None and part.gaps), key=lambda part: -len(part.gaps))
        if not lacking:
            return say("final_report.sentence.complete", date=as_of)
        nothing = say("final_report.sentence.no_findings") if self.findings.is_empty() else Text("", "")
        most = [say(f"final_report.lacking.{part.name}", count=len(part.gaps)) for part in lacking[:_TOLD]]
        told = say("final_report.sentence.lacking", pct=self.pct, date=as_of, count=len(self.gaps), parts=most)
        return Text(*(f"{told.get(lang)} {nothing.get(lang)}".strip() for lang in LANGS))

    def follow_ups_of(self, finding_id: str) -> list[dict[str, Any]]:
        """The ways in which a finding can be followed up."""
        return self.follow_ups.filter(pl.col("finding_id") == finding_id).to_dicts()

    def as_json(self) -> dict[str, Any]:
        """Completeness with its parts and denominators, the chain by area, and every gap."""
        met, of = completeness(self.parts)
        return {
            "programme": self.programme, "complete_pct": self.pct, "weighted_met": met, "weighted_of": of,
            "parts": [_part_json(part) for part in self.parts],
            "areas": [
                {
                    "area_id": section.area_id, "name": section.name, "complete_pct": section.pct, "sentence": section.sentence,
                    "parts": [_part_json(part) for part in section.parts],
                    "findings": [self._chain(row) for row in section.findings.to_dicts()],
                }
                for section in self.sections
            ],
            "other_findings": [self._chain(row) for row in self.others.to_dicts()],
            "recommendations": self.recommendations.to_dicts(), "other_recommendations": self.other_recommendations.to_dicts(),
            "uses": self.uses.to_dicts(), "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "gaps": [asdict(gap) | {"missing": missing_text(gap.part)} for gap in self.gaps], "sources": self.sources.to_dicts(),
        }  # fmt: skip

    def _chain(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | finding_words(row) | {"can_be_followed_up": self.follow_ups_of(row["finding_id"])}

    def table(self) -> pl.DataFrame:
        """One row a gap: `part`, `record_id`, `title_nb`, `title_en`, `area_ids`, `is_example`."""
        rows = [
            (gap.part, gap.record_id, gap.title_nb, gap.title_en, "; ".join(gap.area_ids), gap.is_example) for gap in self.gaps
        ]
        return pl.DataFrame(rows, schema=_GAP_SCHEMA, orient="row")


_TOLD = 3
_GAP_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("part", "record_id", "title_nb", "title_en", "area_ids"), pl.String()), "is_example": pl.Boolean(),
}  # fmt: skip


def _pct(parts: Sequence[Part]) -> float | None:
    met, of = completeness(parts)
    return None if of == 0 else met / of * 100


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "part": part.name, "name": part_name(part.name), "counts": part_counts(part.name), "weight": part.weight, "met": part.met,
        "of": part.of, "missing": part.of - part.met, "pct": part.pct,
    }  # fmt: skip


def part_name(part: str) -> Text:
    """What a part is called."""
    return say(f"final_report.part.{part}")


def part_counts(part: str) -> Text:
    """What a part counts, and of what."""
    return say(f"final_report.counts.{part}")


def missing_text(part: str) -> Text:
    """What a gap of the part lacks."""
    return say(f"final_report.missing.{part}")


def gap_record(gap: Gap) -> tuple[str, str] | None:
    """The table and the key of the record that a gap is about; None for a cell of the programme's plan."""
    table = RECORDS[gap.part]
    return None if table is None else (table, gap.record_id)


def final_report(snapshot: Snapshot) -> FinalReport:
    """The material for the final report on the day: the programme's findings by priority area, and what is missing.

    How complete it is, is the weighted share of what is in place over all that is counted. What each part counts and of what is
    told with it; which parts count, and for how much, are the dated parameters `final_report_<part>`. Unknown and not
    assessed are not in place. Findings of other evaluations are listed beside, and not counted, but for whether the evaluations
    have reported. A finding answers the kinds of question that its project answers; see `final_report_parts.cells_with_findings`.

    The reader may not conclude from a high share that the knowledge is good or strong, nor that the programme had an effect:
    the share tells only whether something is recorded.
    """
    rows, told = finding_rows(snapshot), recommendation_rows(snapshot)
    own, others = rows.filter(pl.col("origin") == "programme"), rows.filter(pl.col("origin") == "other")
    of_others = pl.col("finding_id").is_in(others.get_column("finding_id").implode()).fill_null(False)
    material = _material(snapshot, own, told.filter(~of_others))
    weights = {name: value for name in PARTS if (value := parameter(snapshot, f"final_report_{name}")) is not None}
    used = tuple(f"final_report.caveat.{key}" for key in ("complete", "parts", "areas", "others", "programme"))
    return FinalReport(
        basis(snapshot, *_TABLES, caveats=tuple(say(key) for key in used)), _programme_name(snapshot),
        parts_of(material, weights), _sections(snapshot, material, weights), others, material.recommendations,
        told.filter(of_others), use_rows(snapshot), follow_up_rows(snapshot), conflicts(rows), _sources(snapshot),
    )  # fmt: skip


def _programme_name(snapshot: Snapshot) -> Text | None:
    current = current_programme(snapshot)
    if current is None:
        return None
    row = snapshot.table("programme").filter(pl.col("programme_id") == current.programme_id).row(0, named=True)
    return Text(row["name_nb"], row["name_en"] or row["name_nb"])


def _material(snapshot: Snapshot, findings: pl.DataFrame, recommendations: pl.DataFrame) -> Material:
    evaluations = tuple(one for one in evaluations_of(snapshot) if one.is_live)
    example = snapshot.table("evaluation").filter(pl.col("is_example").fill_null(False)).get_column("evaluation_id")
    return Material(
        register(snapshot).select("project_id", "title_nb", "title_en", "status", "area_ids", "is_example"), findings,
        recommendations, _cells(snapshot), evaluations, frozenset(example),
    )  # fmt: skip


def _areas(snapshot: Snapshot) -> pl.DataFrame:
    """The programme's valid areas in their order."""
    rows = of_programme(snapshot.table("priority_area"), current_programme(snapshot)).filter(valid_on(judging_day(snapshot)))
    return rows.sort("order_no", "area_id", nulls_last=True)


def _cells(snapshot: Snapshot) -> pl.DataFrame:
    """Every cell of a valid area and a kind of question that is not decided to be out of scope."""
    areas = _areas(snapshot).select(
        "area_id", "name_nb", pl.coalesce("name_en", "name_nb").alias("name_en"), pl.col("is_example").fill_null(False)
    )
    kinds = pl.DataFrame({"question_kind": CODE_LISTS["question_kind"].values})
    scope = snapshot.table("coverage_scope").filter(pl.col("row_kind").is_null() & pl.col("row_id").is_null())
    last = scope.sort("decided_date", "scope_id", nulls_last=False).unique(["area_id", "question_kind"], keep="last")
    out = last.filter(pl.col("state") == "out_of_scope")
    return areas.join(kinds, how="cross").join(out, on=["area_id", "question_kind"], how="anti", maintain_order="left")


def _sections(snapshot: Snapshot, material: Material, weights: dict[str, float]) -> tuple[Section, ...]:
    areas = _areas(snapshot)
    found = [
        _section(row["area_id"], Text(row["name_nb"], row["name_en"] or row["name_nb"]), material, weights)
        for row in areas.iter_rows(named=True)
    ]
    valid = areas.get_column("area_id").to_list()
    rest = _section(None, say("final_report.no_area"), material, weights, valid)
    return (*found, rest) if any(part.of for part in rest.parts) else tuple(found)


def _section(
    area_id: str | None, name: Text, material: Material, weights: dict[str, float], valid: Sequence[str] = ()
) -> Section:
    """The material of one area, or of all that lies in none of the `valid` ones."""
    inside = pl.col("area_ids").list.eval(pl.element().is_in([area_id] if area_id is not None else list(valid))).list.any()
    fits = inside.fill_null(False) if area_id is not None else ~inside.fill_null(False)
    findings = material.findings.filter(fits)
    ids = findings.get_column("finding_id").implode()
    is_of = pl.col("finding_id").is_in(ids).fill_null(False) | (pl.col("finding_id").is_null() & pl.lit(area_id is None))
    cells = material.cells.filter(pl.col("area_id") == area_id) if area_id is not None else material.cells.clear()
    part_of = Material(
        material.projects.filter(fits), findings, material.recommendations.filter(is_of), cells, (), material.example_evaluations
    )
    return Section(area_id, name, parts_of(part_of, weights), findings)


def _sources(snapshot: Snapshot) -> pl.DataFrame:
    """Every source of a finding, use, follow-up or recommendation, with where in it and for what."""
    tables = (("finding", "finding_id"), ("finding_use", "finding_use_id"), ("finding_follow_up", "finding_follow_up_id"),
              ("recommendation", "recommendation_id"))  # fmt: skip
    named = pl.concat(
        [
            snapshot.table(table).select("source_id", place="source_place", record_id=pl.col(key), order=pl.lit(n))
            for n, (table, key) in enumerate(tables)
        ]
    )
    used = named.drop_nulls("source_id").sort("order", "record_id").group_by("source_id", maintain_order=True).agg(
        places=pl.col("place").drop_nulls().unique(maintain_order=True), record_ids="record_id"
    )  # fmt: skip
    known = snapshot.table("source").select(
        "source_id",
        "title",
        "publisher",
        "url",
        "published_date",
        "retrieved_date",
        "quality",
        pl.col("is_example").fill_null(False),
    )
    return used.join(known, on="source_id", how="left").sort("title", "source_id", nulls_last=True)


def area_names(found: FinalReport) -> dict[str, Text]:
    """The names of the areas, by id."""
    return {section.area_id: section.name for section in found.sections if section.area_id is not None}


def gap_areas(gap: Gap, names: dict[str, Text]) -> Text:
    """The areas that a gap belongs to; "" without any."""
    return Text(*(", ".join(names[area].get(lang) if area in names else area for area in gap.area_ids) for lang in LANGS))
