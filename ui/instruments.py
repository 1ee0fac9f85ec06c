"""The parts of the page Status per virkemiddel: key figures, stages, the lanes with filters, the lists, and what is too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from analytics.evidence.evaluation_lists import LISTS
from analytics.evidence.evaluations import Evaluations, shown_steps
from analytics.evidence.gate_text import when
from analytics.evidence.instruments import InstrumentOverview
from analytics.evidence.stages import IN_PREPARATION, LADDER, STARTED, Evaluation, told
from domain.codes import CODE_LISTS, label
from domain.numbers import MILLION
from domain.text import Text, say, tell
from reports.charts import evidence_lanes as charts
from ui import filters, layout, lookup, trail
from ui.layout import Col, KeyFigure
from ui.view import View

#: What stands in the address.
INSTRUMENT, STAGE, PAYER, LIST = "virkemiddel", "trinn", "betaler", "liste"
_ALL = "alle"
_AGREEMENT = "hele-avtalen"
_PROJECTS_PER_FIGURE = 12
_PROJECT_PAGE, _LATE_PAGE = "side_prosjekter", "side_for_sent"


def key_figures(result: InstrumentOverview) -> list[KeyFigure]:
    """How many have no evaluation, how much of the money is covered, and how many have no amount."""
    whole, pct = len(result.counted), result.coverage_by_amount_pct
    by_amount: Text = say("evidence.key_no_amount") if pct is None else say("evidence.key_pct", pct=pct)
    return [
        KeyFigure(
            say("evidence.key_without"),
            say("evidence.key_of", part=len(result.without_evaluation), whole=whole),
            say("evidence.key_without_note", started=result.count_at(STARTED), prepared=result.count_at(IN_PREPARATION)),
        ),
        KeyFigure(
            say("evidence.key_by_amount"),
            by_amount,
            say("evidence.key_by_amount_note", part=result.evaluated_nok / MILLION, whole=result.quantified_nok / MILLION),
        ),
        KeyFigure(
            say("evidence.key_unknown"),
            say("evidence.key_of", part=len(result.amount_unknown), whole=whole),
            say("evidence.key_unknown_note"),
        ),
    ]


def show_head(found: Evaluations) -> None:
    """How many evaluations stand in each stage, with the median of the days so far."""
    parts = []
    for row in found.stage_times:
        if row.standing:
            key = "none" if row.so_far.median is None else "part" if not row.unknown else "part_unknown"
            words = Text(*(label("evaluation_stage", row.stage, lang).lower() for lang in ("nb", "en")))
            parts.append(
                say(f"instruments.head_{key}", stage=words, count=row.standing, days=row.so_far.median, unknown=row.unknown)
            )
    if parts:
        layout.show_text(say("instruments.head", parts=parts))


def show_stages(found: Evaluations, view: View) -> None:
    """How many evaluations stand in each stage, and for how long."""
    layout.show_subtitle(say("instruments.stages_heading"))
    rows = [
        {
            "stage": label("evaluation_stage", row.stage, view.lang), "standing": row.standing, "median": row.so_far.median,
            "known": row.so_far.count, "unknown": row.unknown, "finished": row.finished.median,
            "finished_count": row.finished.count,
        }
        for row in found.stage_times
    ]  # fmt: skip
    kinds = {
        "stage": "text", "standing": "int", "median": "number", "known": "int", "unknown": "int", "finished": "number",
        "finished_count": "int",
    }  # fmt: skip
    dash = Text("–", "–")
    layout.show_table(
        pl.DataFrame(rows, schema_overrides={"median": pl.Float64, "finished": pl.Float64}), "evaluation_stages",
        {name: Col(say(f"instruments.stage_{name}"), kind, dash) for name, kind in kinds.items()},
        caption=say("instruments.stages_caption", date=found.basis.as_of),
    )  # fmt: skip


def show_lanes(overview: InstrumentOverview, found: Evaluations, view: View) -> None:
    """The filters, the lanes, and the evaluations that are chosen with who does, orders and pays."""
    layout.show_subtitle(say("instruments.lanes_heading"))
    chosen, lanes, is_filtered = _chosen(overview, found, view)
    ids = [e.evaluation_id for e in chosen]
    late = {row.work_id for row in found.too_late if row.table == "evaluation"}
    names = {i.instrument_id: i.short for i in overview.instruments}
    layout.show_figure(
        lambda lang: charts.evaluation_lanes(
            overview, found.gates, late, lang, chosen=ids if is_filtered else None, instrument_ids=lanes
        ),
        found, "evaluation_lanes", table=shown_steps(tuple(chosen), names, view.lang), columns=_step_columns(),
        alt=lanes_words(overview, len(chosen)), variant=(tuple(ids), lanes and tuple(sorted(lanes))), wide=True,
    )  # fmt: skip
    if chosen:
        layout.show_records(
            _evaluation_rows(chosen, found, names, view), "evaluations", _evaluation_columns(), found,
            caption=say("instruments.evaluations_caption"),
        )  # fmt: skip
    else:
        layout.show_empty(say("instruments.no_rows"))


def lanes_words(result: InstrumentOverview, chosen: int) -> Text:
    """What the lanes say, and how they are read."""
    said, how = result.evaluations_sentence, say("evidence.lanes_how")
    count = say("instruments.chosen", count=chosen) if chosen != len(result.evaluations) else Text("", "")
    return Text(*(" ".join(part for part in (said.get(x), count.get(x), how.get(x)) if part) for x in ("nb", "en")))


def _chosen(
    overview: InstrumentOverview, found: Evaluations, view: View
) -> tuple[list[Evaluation], frozenset[str] | None, bool]:  # fmt: skip
    instruments = {i.instrument_id: i.short.get(view.lang) for i in overview.instruments}
    if overview.whole_agreement:
        instruments[_AGREEMENT] = tell("evidence.whole_agreement", view.lang)
    stages = {stage: label("evaluation_stage", stage, view.lang) for stage in (*LADDER, "cancelled")}
    payers = {payer: label("evaluation_payer", payer, view.lang) for payer in CODE_LISTS["evaluation_payer"].values}
    lists = {_ALL: tell("instruments.list_all", view.lang, count=len(overview.evaluations))}
    listed = {e.evaluation_id for e in overview.evaluations}
    lists |= {name: f"{label('evaluation_list', name, view.lang)} ({len(listed & set(found.lists[name]))})" for name in LISTS}
    with st.container(horizontal=True):
        wanted = filters.select_one(LIST, say("instruments.list", year=view.as_of.year), lists, width=330, buttons=False)
        by_instrument = filters.select_many(INSTRUMENT, say("evidence.col_instrument"), instruments, width=240)
        by_stage = filters.select_many(STAGE, say("instruments.stage_now"), stages, width=210)
        by_payer = filters.select_many(PAYER, say("evidence.col_payer"), payers, width=210)
    filters.clear_button((LIST, INSTRUMENT, STAGE, PAYER))
    chosen = [
        e for e in overview.evaluations
        if (not by_instrument or (e.instrument_id or _AGREEMENT) in by_instrument)
        and (not by_stage or e.status in by_stage) and (not by_payer or e.payer in by_payer)
        and (wanted == _ALL or e.evaluation_id in found.lists[wanted])
    ]  # fmt: skip
    lanes = frozenset("" if key == _AGREEMENT else key for key in by_instrument) if by_instrument else None
    return chosen, lanes, bool(by_stage or by_payer or wanted != _ALL)


def _step_columns() -> dict[str, Col]:
    kinds = {
        "instrument": "text", "title": "text", "evaluator": "text", "stage": "text", "planned": "text", "moved_to": "text",
        "actual": "text", "slip_days": "int",
    }  # fmt: skip
    return {name: Col(say(f"evidence.col_{name}"), kind) for name, kind in kinds.items()}


def _evaluation_rows(chosen: Sequence[Evaluation], found: Evaluations, names: Mapping[str, Text], view: View) -> pl.DataFrame:
    lang = view.lang
    rows = [
        {
            "evaluation_id": e.evaluation_id, "project_id": e.project_id, "title": e.title_nb,
            "instrument": names.get(e.instrument_id or "", say("evidence.whole_agreement")).get(lang),
            "status": label("evaluation_stage", e.status, lang), "status_when": told(e.status_date, e.status_precision, lang),
            "evaluator": e.evaluator_nb, "independent": label("yes_no_unknown", e.evaluator_independent or "unknown", lang),
            "commissioner": e.commissioner_nb, "responsible": e.responsible_nb,
            "payer": _payer(e.payer, lang), "effect": label("yes_no_unknown", e.addresses_effect, lang),
            "report_planned": told(e.report_current_date or e.report_planned_date, e.report_precision, lang),
            "report_actual": told(e.report_actual_date, e.report_precision, lang),
            "reason": _reason(e, found, lang),
        }
        for e in chosen
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(("evaluation_id", "project_id", *_EVALUATION), pl.String))


def _payer(payer: str, lang: str) -> str:
    """The star of annex 2 marks what is paid inside the instrument's own frame."""
    words = label("evaluation_payer", payer, lang)
    return f"{words} *" if payer == "own_frame" else words


def _reason(evaluation: Evaluation, found: Evaluations, lang: str) -> str | None:
    if evaluation.report_actual_date is not None:
        return tell("instruments.is_public", lang)
    reason = found.reasons.get(evaluation.evaluation_id)
    return label("not_published_reason", reason, lang) if reason else None


_EVALUATION = (
    "title", "instrument", "status", "status_when", "evaluator", "independent", "commissioner", "responsible", "payer",
    "effect", "report_planned", "report_actual", "reason",
)  # fmt: skip


def _evaluation_address(row: Mapping[str, Any]) -> str | None:
    """The project that the evaluation is, when it is one; else the row itself."""
    table = "evaluation" if row["project_id"] is None else "project"
    return work_address({"table": table, "id": row[f"{table}_id"]})


def _evaluation_columns() -> dict[str, Col]:
    unknown = say("instruments.not_stated")
    made = {name: Col(say(f"instruments.col_{name}"), "text", unknown) for name in _EVALUATION}
    made["title"] = Col(say("instruments.col_title"), link=_evaluation_address, width=50)
    return made


def show_too_late(found: Evaluations, names: Mapping[str, Text], view: View) -> None:
    """Reports after a decision that they were meant for."""
    layout.show_subtitle(say("instruments.too_late_heading"))
    if not found.too_late:
        layout.show_empty(say("instruments.too_late_none", date=found.basis.as_of))
        return
    lang = view.lang
    rows = [
        {
            "table": late.table, "id": late.work_id, "title": late.title.get(lang),
            "instrument": ", ".join(names[key].get(lang) for key in late.instrument_ids if key in names) or None,
            "gate": late.gate.name.get(lang), "gate_date": when(late.gate).get(lang),
            "report": told(late.report_date, late.precision, lang),
            "is_public": tell("instruments.late_public" if late.is_public else "instruments.late_planned", lang),
            "days": late.days,
        }
        for late in found.too_late
    ]  # fmt: skip
    kinds = {"gate": "text", "gate_date": "text", "days": "int", "report": "text", "is_public": "text", "instrument": "text"}
    dash = Text("–", "–")
    layout.show_records(
        pl.DataFrame(rows, schema_overrides={"days": pl.Int64, "instrument": pl.String}), "too_late",
        {
            "title": Col(say("instruments.late_title"), link=work_address, width=50),
            **{name: Col(say(f"instruments.late_{name}"), kind, dash) for name, kind in kinds.items()},
        },
        found, caption=say("instruments.too_late_caption"), name=_LATE_PAGE,
    )  # fmt: skip


def work_address(row: Mapping[str, Any]) -> str | None:
    """Where an evaluation or a project is told of: the page Prosjekt, or Oppslag."""
    if row["table"] == "project":
        return trail.address("project", {"id": row["id"]})
    return lookup.address(row["table"], row["id"])


def show_projects(found: Evaluations, view: View) -> None:
    """The programme's own effect projects, milestone by milestone."""
    layout.show_subtitle(say("instruments.projects_heading"))
    if not found.effect_projects:
        layout.show_empty(say("instruments.projects_none"))
        return
    layout.show_text(say("instruments.projects_lead", count=len(found.effect_projects)))
    page = filters.select_page(len(found.effect_projects), _PROJECTS_PER_FIGURE, _PROJECT_PAGE)
    part = found.effect_projects[(page - 1) * _PROJECTS_PER_FIGURE : page * _PROJECTS_PER_FIGURE]
    late = {row.work_id for row in found.too_late if row.table == "project"}
    rows = [
        {
            "id": project.project_id, "title": (project.title_en or project.title_nb) if view.lang == "en" else project.title_nb,
            "mark": label("deliverable_kind" if mark.kind == "final_report" else "milestone_kind", mark.kind, view.lang),
            "mark_title": mark.title_nb, "planned": mark.planned_date,
            "moved": mark.current_date if mark.current_date != mark.planned_date else None,
            "actual": mark.actual_date, "slip": mark.slip_days,
        }
        for project in part for mark in project.marks
    ]  # fmt: skip
    kinds = {"mark": "text", "mark_title": "text", "planned": "date", "moved": "date", "actual": "date", "slip": "int"}
    layout.show_figure(
        lambda lang: charts.project_lanes(part, found.gates, late, found.basis.as_of, lang), found, "effect_project_lanes",
        table=pl.DataFrame(rows, schema=_MARKS),
        columns={
            "id": Col(say("instruments.project"), "short", to=("project", "id")), "title": Col(say("instruments.project_title")),
            **{name: Col(say(f"instruments.mark_{name}"), kind) for name, kind in kinds.items()},
        },
        alt=say("instruments.projects_alt", count=len(part), whole=len(found.effect_projects)),
        variant=tuple(project.project_id for project in part), wide=True,
    )  # fmt: skip


_MARKS = {
    **dict.fromkeys(("id", "title", "mark", "mark_title"), pl.String),
    **dict.fromkeys(("planned", "moved", "actual"), pl.Date), "slip": pl.Int64,
}  # fmt: skip


def show_instruments(result: InstrumentOverview, view: View) -> None:
    """One row an instrument, with the evaluation that has come furthest and the frame as the plan gives it."""
    layout.show_subtitle(say("evidence.table_title"))
    kinds = {
        "name": "text", "status": "text", "status_when": "text", "payer": "text", "effect": "text", "report_planned": "text",
        "report_actual": "text", "frame_total_nok": "mill", "frame": "text",
    }  # fmt: skip
    columns = {name: Col(say(f"evidence.col_{name}"), kind) for name, kind in kinds.items()}
    layout.show_table(result.shown(view.lang), "instruments", columns, caption=say("instruments.table_caption"))
