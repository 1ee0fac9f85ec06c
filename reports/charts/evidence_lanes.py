"""The lanes of the evaluations, instrument by instrument, and of the programme's effect projects."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise

import plotly.graph_objects as go

from analytics.evidence.effect_projects import EffectProject
from analytics.evidence.gates import Gate
from analytics.evidence.instruments import InstrumentOverview, status_words
from analytics.evidence.stages import LADDER, REPORTED, Evaluation
from domain.codes import label
from domain.text import say, tell
from reports.charts.lanes import RUNNING, Lane, Line, Point, draw_lanes

#: A title beside a lane is cut at this many characters.
_TITLE_LENGTH = 58


def evaluation_lanes(
    overview: InstrumentOverview,
    gates: Sequence[Gate],
    late_ids: Collection[str],
    lang: str,
    *,
    chosen: Collection[str] | None = None,
    instrument_ids: Collection[str] | None = None,
) -> go.Figure:
    """One lane per instrument and one line per evaluation, with what it has gone through and the decisions as upright lines.

    Args:
        overview: the instruments with their evaluations.
        gates: the decisions.
        late_ids: evaluations whose report is too late for a decision that it was meant for.
        lang: of the words.
        chosen: the evaluations to draw; default all.
        instrument_ids: the lanes to draw, with "" for the whole agreement; default all.
    """
    as_of = overview.basis.as_of
    named = [
        (i.instrument_id, i.short.get(lang), _status(overview, i.instrument_id, lang), i.evaluations)
        for i in overview.instruments
    ]  # fmt: skip
    if overview.whole_agreement:
        named.append(("", tell("evidence.whole_agreement", lang), "", overview.whole_agreement))
    lanes = []
    for key, name, note, evaluations in named:
        if instrument_ids is not None and key not in instrument_ids:
            continue
        drawn = sorted((e for e in evaluations if chosen is None or e.evaluation_id in chosen), key=_first_day)
        empty = tell("evidence.lane_filtered" if evaluations else "evidence.lane_empty", lang)
        lanes.append(Lane(name, note, tuple(_of_evaluation(e, e.evaluation_id in late_ids, as_of, lang) for e in drawn), empty))
    return draw_lanes(lanes, gates, as_of, lang, say("evidence.lanes_measure").get(lang))


def project_lanes(
    projects: Sequence[EffectProject], gates: Sequence[Gate], late_ids: Collection[str], as_of: date, lang: str
) -> go.Figure:
    """One lane per effect project with its milestones and the delivery of its final report, against the decisions."""
    lanes = []
    for project in projects:
        title = (project.title_en or project.title_nb) if lang == "en" else project.title_nb
        points = tuple(
            Point(
                f"{_mark_words(mark.kind, lang)}: {mark.title_nb}", mark.planned_date, mark.current_date, mark.actual_date, "day",
                mark.kind == "final_report" and project.project_id in late_ids,
            )
            for mark in project.marks
        )  # fmt: skip
        line = Line(title, points, _run(points, as_of))
        short = textwrap.shorten(title, _TITLE_LENGTH, placeholder=" …")
        lanes.append(Lane(project.project_id, short, (line,) if points else (), tell("evidence.lane_no_milestones", lang)))
    return draw_lanes(lanes, gates, as_of, lang, say("evidence.project_lanes_measure").get(lang))


def _mark_words(kind: str, lang: str) -> str:
    return label("deliverable_kind" if kind == "final_report" else "milestone_kind", kind, lang)


def _run(points: Sequence[Point], as_of: date) -> tuple[tuple[str, date, date], ...]:
    """From the first milestone reached to the last, and on to the day while something is still to come."""
    reached = [point.actual for point in points if point.actual]
    if not reached:
        return ()
    is_open = any(point.actual is None for point in points)
    return ((RUNNING, min(reached), as_of if is_open else max(reached)),)


def _status(overview: InstrumentOverview, instrument_id: str, lang: str) -> str:
    found = next(i for i in overview.instruments if i.instrument_id == instrument_id)
    words = status_words(found.evaluation_status).get(lang)
    return f"{words} ({tell('evidence.not_counted', lang)})" if found.is_own else words


def _first_day(evaluation: Evaluation) -> tuple[date, str]:
    days = [day for step in evaluation.steps for day in (step.planned_date, step.actual_date) if day]
    return min(days, default=evaluation.registered_date), evaluation.evaluation_id


def _of_evaluation(evaluation: Evaluation, is_late: bool, as_of: date, lang: str) -> Line:
    points = tuple(
        Point(
            label("evaluation_stage", s.stage, lang), s.planned_date, s.current_date, s.actual_date, s.date_precision,
            is_late and s.stage == "published",
        )
        for s in evaluation.steps
    )  # fmt: skip
    return Line(evaluation.title_nb, points, _stretches(evaluation, as_of))


def _stretches(evaluation: Evaluation, as_of: date) -> tuple[tuple[str, date, date], ...]:
    """The time in each stage: from the day it was reached to the next, and to the day for the one it stands in."""
    reached = sorted(
        ((s.actual_date, LADDER.index(s.stage)) for s in evaluation.steps if s.actual_date and s.stage in LADDER),
    )
    first = [(evaluation.registered_date, 0)] if not reached or evaluation.registered_date < reached[0][0] else []
    stops = [*first, *reached]
    found = [(LADDER[place], day, until) for (day, place), (until, _) in pairwise(stops) if until > day]
    if evaluation.is_live and evaluation.status not in REPORTED and stops[-1][0] < as_of:
        found.append((LADDER[stops[-1][1]], stops[-1][0], as_of))
    return tuple(found)
