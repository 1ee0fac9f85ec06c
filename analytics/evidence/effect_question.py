"""The question that the dashboard cannot answer, and what can: evaluations of effect, and how strong each can be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from analytics.evidence.evaluations import evaluations
from analytics.evidence.levels import project_levels
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = ("evaluation", "evaluation_step", "project", "evidence_assessment", "tag", "programme", "agreement")


@dataclass(frozen=True, slots=True)
class EffectStudy:
    """A work that is to answer on effect.

    Attributes:
        kind: an evaluation of an instrument, or a project of the programme.
        instrument_ids: the instruments it concerns; empty when it names none.
        level_now: its level on the Maryland scale now; None without one. For an evaluation nobody has assessed: none.
        level_expected: the level it can have at most when it is done; None when its design says nothing about effect.
        reported_date: when its report was public or the work completed; None before that.
        report_precision: how exactly that is known.
        is_example: whether it is example data.
    """

    kind: Literal["evaluation", "project"]
    id: str
    title_nb: str
    title_en: str | None
    instrument_ids: tuple[str, ...]
    design_id: str | None
    level_now: int | None
    level_expected: int | None
    reported_date: date | None
    report_precision: str | None = None
    is_example: bool = False


@dataclass(frozen=True, eq=False)
class EffectQuestion:
    """The answer to "did the programme reduce sick leave?": that it cannot be told here, and where to look."""

    basis: Basis
    studies: tuple[EffectStudy, ...]

    @property
    def question(self) -> Text:
        """The question as people ask it."""
        return say("effect.question")

    @property
    def sentence(self) -> Text:
        """That the dashboard cannot tell; then how many works are to answer on effect, and how many have reported."""
        count, done = len(self.studies), sum(study.reported_date is not None for study in self.studies)
        form = "none" if count == 0 else "one" if count == 1 else "many"
        rest = say(f"effect.studies_{form}", count=count, done=done)
        return say("effect.answer", cannot=say("effect.cannot_tell"), rest=rest)

    def as_json(self) -> dict[str, Any]:
        """The question, that no answer can be given, and the works with their levels."""
        return {
            "question": self.question.as_dict(),
            "can_be_told": False,
            "studies": [asdict(study) for study in self.studies],
        }

    def table(self) -> pl.DataFrame:
        """One row a work; `instrument_ids` with commas."""
        rows = [{**asdict(study), "instrument_ids": ", ".join(study.instrument_ids)} for study in self.studies]
        return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA: dict[str, Any] = {
    "kind": pl.String, "id": pl.String, "title_nb": pl.String, "title_en": pl.String, "instrument_ids": pl.String,
    "design_id": pl.String, "level_now": pl.Int64, "level_expected": pl.Int64, "reported_date": pl.Date,
    "report_precision": pl.String, "is_example": pl.Boolean,
}  # fmt: skip


def effect_question(snapshot: Snapshot) -> EffectQuestion:
    """Whether the programme changed sick leave: not to be told from these data, whatever they hold.

    Sick leave moves for many reasons at once, and the programme has no comparison group. Only an evaluation whose design can
    tell of effect can answer, and only for its own measure and group. The works listed are evaluations that are to answer on
    effect, and the programme's projects with such a design.

    The reader may not conclude that a listed work shows an effect, nor add the works together.
    """
    found = evaluations(snapshot)
    levels = {row["project_id"]: row for row in project_levels(snapshot).iter_rows(named=True)}
    examples = {
        key
        for table in ("evaluation", "project")
        for key in snapshot.table(table).filter(pl.col("is_example").fill_null(False)).get_column(f"{table}_id")
    }
    starts = dict(snapshot.table("tag").select("tag_id", "sms_start").iter_rows())
    works = [
        EffectStudy(
            "evaluation", e.evaluation_id, e.title_nb, None, (e.instrument_id,) if e.instrument_id else (), e.design_id, None,
            starts.get(e.design_id), e.report_actual_date, e.report_precision, e.evaluation_id in examples,
        )
        for e in found.on_effect
    ] + [
        EffectStudy(
            "project", p.project_id, p.title_nb, p.title_en, p.instrument_ids, p.design_id, levels[p.project_id]["level_now"],
            levels[p.project_id]["level_expected"], p.completed_date, None, p.project_id in examples,
        )
        for p in found.effect_projects
    ]  # fmt: skip
    return EffectQuestion(
        basis(snapshot, *_TABLES, caveats=(say("effect.caveat_many"), say("effect.caveat_level"))), tuple(works)
    )
