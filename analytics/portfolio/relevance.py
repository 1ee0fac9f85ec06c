"""Relevance by 8.1: the general priorities project by project, the money that meets them, and the exclusion as a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.coverage_parts import with_roles
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.projects import register
from analytics.portfolio.relevance_checks import check_of, data_views, party_counts, question
from analytics.portfolio.relevance_money import Money, Step, money_of, numbers_met, step_keys, steps_by_area, steps_of
from analytics.portfolio.relevance_occurrence import Occurrence, occurrence
from analytics.portfolio.relevance_text import relevance_sentence, step_name
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES
from domain.text import Text, say

_TABLES = (
    "project",
    "project_area",
    "project_priority",
    "general_priority",
    "involvement",
    "project_tag",
    "tag",
    "site",
    "project_industry",
    "contract",
    "payment",
)
#: How a project stands to a priority; no assessment is `not_assessed`.
STATES: tuple[str, ...] = CODE_LISTS["met_state"].values
#: What stands in a filter for projects without an area.
NO_AREA = "uten"


@dataclass(frozen=True, slots=True)
class Priority:
    """A general priority of the programme, in the order of the plan.

    Attributes:
        check: which check against data it has; None when there is none.
        projects: how many counted projects have each state, by state.
        amount_nok: their contract sums by state; kroner without value added tax.
    """

    priority_id: str
    name: Text
    text_nb: str | None
    check: str | None
    projects: dict[str, int]
    amount_nok: dict[str, Decimal]


@dataclass(frozen=True, eq=False)
class Relevance:
    """The programme's projects against the general priorities on the day.

    Attributes:
        priorities: the priorities of the current programme, as many as it has.
        scores: one row per project and priority; the columns of `table`.
        projects: the register with `role`, `met`, `partly`, `assessed`, `step` and `step_partly`.
        steps: counted projects by how many priorities they meet; they add up to `money.counted_nok`.
        by_area: the same by priority area, split by shares.
        area_names: short names of the areas that occur in `by_area`.
        parties: how many counted projects involve each kind of party, in all and by form.
        can_see_sites: whether the reader may see the trial sites that one of the checks uses.
    """

    basis: Basis
    priorities: tuple[Priority, ...]
    scores: pl.DataFrame
    projects: pl.DataFrame
    steps: tuple[Step, ...]
    by_area: pl.DataFrame
    area_names: dict[str, Text]
    money: Money
    occurrence: Occurrence
    parties: pl.DataFrame
    can_see_sites: bool

    @property
    def questions(self) -> pl.DataFrame:
        """Scores where the assessment and the data do not agree."""
        return self.scores.filter(pl.col("question").is_not_null())

    @property
    def amount_unknown(self) -> int:
        """How many counted projects have no contract amount."""
        return sum(step.amount_unknown for step in self.steps)

    @property
    def counted(self) -> int:
        """How many projects count."""
        return sum(self.projects.get_column("role") == "counted")

    @property
    def sentence(self) -> Text:
        """How many projects and how much money meet every priority; what is not assessed, and what is not decided."""
        undecided = self.occurrence.total("undecided").projects
        return relevance_sentence(self.basis.as_of, len(self.priorities), self.steps, len(self.projects), undecided)

    def selected(
        self, areas: Sequence[str] = (), priorities: Sequence[str] = (), states: Sequence[str] = (), *, questions: bool = False
    ) -> pl.DataFrame:
        """The scores that a filter leaves; an empty choice does not filter. `NO_AREA` is projects without an area."""
        kept = self.scores
        if areas:
            none = (pl.col("area_ids").list.len() == 0) & pl.lit(NO_AREA in areas)
            kept = kept.filter(pl.col("area_ids").list.eval(pl.element().is_in(list(areas))).list.any() | none)
        if priorities:
            kept = kept.filter(pl.col("priority_id").is_in(list(priorities)))
        if states:
            kept = kept.filter(pl.col("state").is_in(list(states)))
        return kept.filter(pl.col("question").is_not_null()) if questions else kept

    def as_json(self) -> dict[str, Any]:
        """The priorities, the money by number met, the questions, the exclusion, and every score."""
        return {
            "priorities": [asdict(priority) for priority in self.priorities],
            "counted": {
                "projects": self.counted,
                "registered": len(self.projects),
                "amount_nok": self.money.counted_nok,
                "amount_unknown": self.amount_unknown,
            },
            "by_number_met": [asdict(step) for step in self.steps],
            "by_area": self.by_area.to_dicts(),
            "area_totals": self.by_area.group_by("area_id")
            .agg(pl.col("amount_nok").sum())
            .sort("area_id", nulls_last=True)
            .to_dicts(),
            "amounts": asdict(self.money),
            "parties": self.parties.to_dicts(),
            "question_count": len(self.questions),
            "occurrence": {
                "by_state": [asdict(total) for total in self.occurrence.totals],
                "projects": self.occurrence.rows.to_dicts(),
            },
            "projects": self.projects.select(_PROJECT_COLUMNS).to_dicts(),
            "scores": self.scores.to_dicts(),
        }

    def table(self) -> pl.DataFrame:
        """One row per project and priority, with the assessment, its evidence and what the data say."""
        return self.scores.with_columns(pl.col("area_ids").list.join("; "))

    def steps_table(self, lang: str) -> pl.DataFrame:
        """The steps as they are read."""
        count = len(self.priorities)
        rows = [
            (
                step_name(step, count).get(lang),
                step.projects,
                step.amount_nok,
                step.amount_unknown,
                step.partly_projects,
                step.partly_amount_nok,
            )
            for step in self.steps
        ]
        return pl.DataFrame(rows, schema=_STEP_SCHEMA, orient="row")

    def area_table(self, lang: str) -> pl.DataFrame:
        """One row an area and one column a step, in kroner, with a last row that is the sum; `total` is the area's sum."""
        keys = [key for key in step_keys(len(self.priorities)) if key in set(self.by_area.get_column("step"))]
        wide = self.by_area.pivot(on="step", index="area_id", values="amount_nok").sort("area_id", nulls_last=True)
        wide = wide.with_columns(pl.col(key).fill_null(0) for key in keys)
        total = pl.sum_horizontal(keys).cast(pl.Decimal(18, 2)) if keys else pl.lit(0, dtype=pl.Decimal(18, 2))
        named = wide.select(pl.Series("area", self._area_words(wide, lang), dtype=pl.String), *keys, total.alias("total"))
        last = named.select(pl.lit(say("relevance.sum").get(lang)).alias("area"), pl.exclude("area").sum())
        return pl.concat([named, last], how="vertical_relaxed")

    def _area_words(self, rows: pl.DataFrame, lang: str) -> list[str]:
        none = say("relevance.no_area")
        return [self.area_names.get(area, Text(str(area), str(area)) if area else none).get(lang) for area in rows["area_id"]]


_STEP_SCHEMA: dict[str, Any] = {
    "step": pl.String,
    "projects": pl.Int64,
    "amount_nok": pl.Decimal(18, 2),
    "amount_unknown": pl.Int64,
    "partly_projects": pl.Int64,
    "partly_amount_nok": pl.Decimal(18, 2),
}
_PROJECT_COLUMNS = (
    "project_id", "title_nb", "title_en", "status", "role", "area_ids", "amount_nok", "met", "partly", "assessed", "step",
    "step_partly",
)  # fmt: skip


def relevance(snapshot: Snapshot) -> Relevance:
    """The general priorities of 8.1, project by project, with evidence, money and what the data say.

    A project counts when it is agreed on and neither stopped nor decided to only describe occurrence. Money is contract
    sums in kroner without value added tax; a project without a contract has no amount, which is not zero. "Met" is met
    only; "partly met" is shown beside. A project with a priority that nobody has assessed is apart: how many it meets is
    not known. The checks against data never change an assessment: where the two do not agree there is a question. The
    exclusion of 8.1 is never decided here, and is narrower than "descriptive".

    The reader may not conclude that a project that meets more priorities is better, nor that one that meets fewer is
    irrelevant: only the exclusion makes work irrelevant, and someone decides that.
    """
    priorities = of_programme(snapshot.table("general_priority"), current_programme(snapshot))
    priorities = priorities.sort("order_no", "general_priority_id", nulls_last=True)
    projects = with_roles(register(snapshot)).with_columns(title_en=pl.coalesce("title_en", "title_nb"))
    scores = _scores(snapshot, projects, priorities)
    projects = projects.join(numbers_met(scores, len(priorities)), on="project_id", how="left", maintain_order="left")
    counted = projects.filter(pl.col("role") == "counted")
    by_area = steps_by_area(snapshot, counted) if len(priorities) else _NO_AREAS
    caveats = ("relevance.caveat_assessment", "relevance.caveat_checks", "relevance.caveat_occurrence", "relevance.caveat_money")
    return Relevance(
        basis=basis(snapshot, *_TABLES, caveats=tuple(say(key) for key in caveats)),
        priorities=_priorities(priorities, scores),
        scores=scores,
        projects=projects,
        steps=steps_of(counted, len(priorities)),
        by_area=by_area,
        area_names=_area_names(snapshot),
        money=money_of(snapshot, projects),
        occurrence=occurrence(snapshot, projects),
        parties=party_counts(snapshot, counted.get_column("project_id")),
        can_see_sites=snapshot.can_see(TABLES["site"]),
    )


_NO_AREAS = pl.DataFrame(
    schema={"area_id": pl.String, "step": pl.String, "projects": pl.Int64, "amount_nok": pl.Decimal(18, 2)}
)  # fmt: skip


def _scores(snapshot: Snapshot, projects: pl.DataFrame, priorities: pl.DataFrame) -> pl.DataFrame:
    own = ("project_id", "title_nb", "title_en", "status", "role", "area_ids", "amount_nok")
    ids = priorities.get_column("general_priority_id").to_list()
    names = priorities.select(
        priority_id="general_priority_id", priority_nb="name_nb", priority_en="name_en",
        check=pl.Series([check_of(id_) for id_ in ids], dtype=pl.String),
    )  # fmt: skip
    given = snapshot.table("project_priority").select(
        "project_id", "state", "evidence_nb", "assessed_by", "assessed_date", priority_id="general_priority_id"
    )
    rows = projects.select(own).join(names, how="cross", maintain_order="left_right")
    rows = rows.join(given, on=["project_id", "priority_id"], how="left", maintain_order="left")
    rows = rows.join(data_views(snapshot, projects), on=["project_id", "check"], how="left", maintain_order="left")
    none = say("relevance.data_no_check")
    rows = rows.with_columns(
        pl.col("state").fill_null("not_assessed"),
        pl.col("view").fill_null("no_check"),
        pl.col("data_nb").fill_null(none.nb),
        pl.col("data_en").fill_null(none.en),
    )
    return rows.with_columns(question=question())


def _priorities(rows: pl.DataFrame, scores: pl.DataFrame) -> tuple[Priority, ...]:
    counted = scores.filter(pl.col("role") == "counted")
    groups = counted.group_by("priority_id", "state").agg(pl.len(), pl.col("amount_nok").sum())
    found = {(id_, state): (count, amount) for id_, state, count, amount in groups.iter_rows()}
    return tuple(
        Priority(
            row["general_priority_id"],
            Text(row["name_nb"], row["name_en"]),
            row["text_nb"],
            check_of(row["general_priority_id"]),
            {state: found.get((row["general_priority_id"], state), (0, 0))[0] for state in STATES},
            {state: Decimal(found.get((row["general_priority_id"], state), (0, 0))[1]) for state in STATES},
        )
        for row in rows.iter_rows(named=True)
    )


def _area_names(snapshot: Snapshot) -> dict[str, Text]:
    rows = snapshot.table("priority_area").select("area_id", "short_nb", "short_en")
    return {area: Text(nb, en) for area, nb, en in rows.iter_rows()}
