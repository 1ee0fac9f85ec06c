"""The two sides of the whole-agreement map: the programme's projects and the instruments' own evaluations, by question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from analytics.evidence.stages import IN_PREPARATION, REPORTED, Evaluation
from data.snapshot import Snapshot

#: Stands for the kind of question where none is given.
NOT_STATED = "not_stated"
#: What a design can speak about, as the tags say it, and the kind of question that is.
_SPEAKS_ABOUT = {
    "effekt": "effect",
    "gjennomføring": "implementation",
    "årsak": "cause",
    "sammenheng": "cause",
    "kostnad": "cost_benefit",
    "status": "synthesis",
    "sammenstilling": "synthesis",
}
_BEGUN = (*IN_PREPARATION, "started", "data_collected")
_ENDED = ("completed", *REPORTED)


def programme_side(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    """The programme's projects by instrument or effort and kind of question.

    A project concerns an instrument when it is linked to it, or is itself the evaluation of it; it concerns an effort that
    is no instrument when it stands on a plan line that supports that effort.

    Args:
        projects: the register with `role`; those that count or are coming are taken.

    Returns:
        `row_id`, `question_kind` (`NOT_STATED` without one), `project_id`, `role`, `begin_date` and `end_date` (planned
        ones that are past are taken as not known).
    """
    own = projects.filter(pl.col("role").is_in(["counted", "coming"]))
    linked = snapshot.table("project_instrument").select("project_id", row_id="instrument_id")
    as_evaluation = snapshot.table("evaluation").select("project_id", row_id="instrument_id")
    efforts = snapshot.table("related_effort").filter(pl.col("instrument_id").is_null()).select("effort_id")
    lines = snapshot.table("action_plan_line").select("plan_line_id", row_id="effort_id").drop_nulls()
    lines = lines.filter(pl.col("row_id").is_in(efforts.get_column("effort_id").implode()))
    supports = snapshot.table("project").select("project_id", "plan_line_id").join(lines, on="plan_line_id")
    links = pl.concat([linked, as_evaluation.drop_nulls(), supports.select("project_id", "row_id")]).unique()
    questions = snapshot.table("project_question").select("project_id", "question_kind")
    end = pl.coalesce("completed_date", "stopped_date", _to_come("planned_end_date", snapshot.as_of))
    dated = own.select(
        "project_id", "role", begin_date=pl.coalesce("started_date", "planned_start_date"), end_date=end
    )  # fmt: skip
    rows = links.join(dated, on="project_id").join(questions, on="project_id", how="left")
    return rows.select(
        "row_id", pl.col("question_kind").fill_null(NOT_STATED), "project_id", "role", "begin_date", "end_date"
    ).sort("row_id", "question_kind", "project_id")  # fmt: skip


def _to_come(name: str, as_of: date) -> pl.Expr:
    return pl.when(pl.col(name) >= as_of).then(pl.col(name))


def evaluation_side(snapshot: Snapshot, evaluations: Sequence[Evaluation], project_ids: pl.Series) -> pl.DataFrame:
    """The evaluations of instruments by kind of question; those that are the programme's own projects are left out.

    An evaluation that addresses effect is under effect. Any other is under what its design speaks about (see
    `evaluation_kinds`). An evaluation under `NOT_STATED` may concern any kind; where it is not stated whether effect is
    addressed, it may concern effect.

    Returns:
        `row_id`, `question_kind`, `evaluation_id`, `may_be_effect`, `begin_date` and `end_date`.
    """
    designs = {tag: words for tag, words in snapshot.table("tag").select("tag_id", "speaks_about_nb").iter_rows() if words}
    own = set(project_ids.to_list())
    rows: list[dict[str, Any]] = []
    for evaluation in evaluations:
        if evaluation.instrument_id is None or not evaluation.is_live or evaluation.project_id in own:
            continue
        begin, end = _period(evaluation, snapshot.as_of)
        for kind in evaluation_kinds(evaluation.addresses_effect, designs.get(evaluation.design_id or "")):
            rows.append(
                {
                    "row_id": evaluation.instrument_id,
                    "question_kind": kind,
                    "evaluation_id": evaluation.evaluation_id,
                    "may_be_effect": evaluation.addresses_effect == "unknown",
                    "begin_date": begin,
                    "end_date": end,
                }
            )
    return pl.DataFrame(rows, schema=_EVALUATION_SCHEMA).sort("row_id", "question_kind", "evaluation_id")


_EVALUATION_SCHEMA: dict[str, Any] = {
    "row_id": pl.String,
    "question_kind": pl.String,
    "evaluation_id": pl.String,
    "may_be_effect": pl.Boolean,
    "begin_date": pl.Date,
    "end_date": pl.Date,
}


def evaluation_kinds(addresses_effect: str, speaks_about: str | None) -> tuple[str, ...]:
    """The kinds of question of an evaluation: effect when it is said to address effect, and what its design speaks about.

    A design that speaks about effect counts for nothing when the evaluation is said not to address it. `NOT_STATED` when
    neither says anything.
    """
    kinds = {"effect"} if addresses_effect == "yes" else set()
    for word, kind in _SPEAKS_ABOUT.items():
        if word in (speaks_about or "").casefold() and not (kind == "effect" and addresses_effect == "no"):
            kinds.add(kind)
    return tuple(sorted(kinds)) or (NOT_STATED,)


def _period(evaluation: Evaluation, as_of: date) -> tuple[date | None, date | None]:
    """From its first known work to its report; a planned report counts while it is to come. None for what is not known."""
    begun = [s.actual_date for s in evaluation.steps if s.stage in _BEGUN and s.actual_date]
    ended = [s.actual_date for s in evaluation.steps if s.stage in _ENDED and s.actual_date]
    planned = evaluation.report_current_date
    to_come = planned if planned is not None and planned >= as_of else None
    return min(begun, default=None), min(ended, default=to_come)


def overlap_pairs(programme: pl.DataFrame, evaluations: pl.DataFrame) -> pl.DataFrame:
    """Every project that counts with every evaluation of the same instrument and the same kind of question, and when.

    Returns:
        `row_id`, `question_kind`, `project_id`, `evaluation_id`, `timing` and the dates of both: `same_time` when their
        periods meet (an end that is not known is open), `programme_first` or `evaluation_first` when one ended before the
        other began, `unknown` when the dates do not tell. An overlap is not a fault: it is to be known.
    """
    stated = programme.filter((pl.col("role") == "counted") & (pl.col("question_kind") != NOT_STATED))
    pairs = stated.join(evaluations, on=["row_id", "question_kind"], suffix="_evaluation")
    begin, end = pl.col("begin_date"), pl.col("end_date")
    other_begin, other_end = pl.col("begin_date_evaluation"), pl.col("end_date_evaluation")
    timing = (
        pl.when(other_end < begin)
        .then(pl.lit("evaluation_first"))
        .when(end < other_begin)
        .then(pl.lit("programme_first"))
        .when(begin.is_not_null() & other_begin.is_not_null())
        .then(pl.lit("same_time"))
        .when(_within(other_end, begin, end) | _within(end, other_begin, other_end))
        .then(pl.lit("same_time"))
        .otherwise(pl.lit("unknown"))
    )
    return pairs.select(
        "row_id", "question_kind", "project_id", "evaluation_id", timing.alias("timing"), "begin_date", "end_date",
        evaluation_begin_date="begin_date_evaluation", evaluation_end_date="end_date_evaluation",
    ).sort("row_id", "question_kind", "project_id", "evaluation_id")  # fmt: skip


def _within(day: pl.Expr, begin: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whether a day is known to lie in a period; an end that is not known is open."""
    return (day >= begin).fill_null(False) & (end.is_null() | (day <= end)) & day.is_not_null()
