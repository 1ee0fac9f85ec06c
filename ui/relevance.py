"""The parts of the page Relevans (8.1): the money, the projects one by one, and the question of occurrence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from analytics.portfolio.relevance import NO_AREA, STATES, Relevance
from analytics.portfolio.relevance_text import step_name, step_words
from domain.codes import CODE_LISTS, label
from domain.text import Text, say, tell
from reports.charts import relevance as charts
from ui import filters, layout
from ui.layout import Col, KeyFigure
from ui.view import View

PROJECTS_PER_FIGURE = 20
_AREA, _PRIORITY, _STATE, _QUESTIONS = "omrade", "prioritering", "tilstand", "sporsmal"
#: The number of the page of the figure and of the lists.
_FIGURE_PAGE, _QUESTION_PAGE, _LIST_PAGE, _OCCURRENCE_PAGE = "side", "side_sporsmal", "side_liste", "side_forekomst"
_MONEY_KINDS = {
    "projects": "int",
    "amount_nok": "nok",
    "amount_unknown": "int",
    "partly_projects": "int",
    "partly_amount_nok": "nok",
}


def key_figures(result: Relevance) -> list[KeyFigure]:
    """How many meet every priority, what is not fully assessed, the questions, and what is not decided on occurrence."""
    best = result.steps[0]
    open_ = [step for step in result.steps if step.met is None]
    undecided = result.occurrence.total("undecided")
    return [
        KeyFigure(
            say("relevance.key_all"), say("relevance.key_of", part=best.projects, whole=result.counted),
            say("relevance.key_all_note", amount=best.amount_nok, total=result.money.counted_nok),
        ),
        KeyFigure(
            say("relevance.key_open"), say("relevance.key_of", part=sum(s.projects for s in open_), whole=result.counted),
            say("relevance.key_open_note", amount=sum(s.amount_nok for s in open_)),
        ),
        KeyFigure(
            say("relevance.key_questions"), say("relevance.key_count", count=len(result.questions)),
            say("relevance.key_questions_note"),
        ),
        KeyFigure(
            say("relevance.key_occurrence"), say("relevance.key_of", part=undecided.projects, whole=len(result.projects)),
            say("relevance.key_occurrence_note", amount=undecided.amount_nok),
        ),
    ]  # fmt: skip


def show_money(result: Relevance, view: View) -> None:
    """The money by how many priorities are met, by area, by priority, and what is not part of it."""
    if not result.counted:
        layout.show_empty(say("relevance.money_none"))
        _show_ledger(result, view)
        return
    layout.show_figure(
        lambda lang: charts.money_bars(result, lang), result, "relevance_money", table=result.steps_table(view.lang),
        columns={"step": _col("step"), **{name: _col(name, kind) for name, kind in _MONEY_KINDS.items()}},
        alt=_money_words(result), title=say("relevance.bars_title"),
    )  # fmt: skip
    areas = result.area_table(view.lang)
    layout.show_table(areas, "relevance_areas", _area_columns(result, areas.columns), caption=say("relevance.area_caption"))
    layout.show_subtitle(say("relevance.priority_title"))
    states = {code.value: Col(Text(code.nb, code.en), "int") for code in CODE_LISTS["met_state"].codes}
    layout.show_table(
        _priority_table(result, view), "relevance_priorities", {"priority": _col("priority"), **states},
        caption=say("relevance.priority_caption"),
    )  # fmt: skip
    wordings = [say("relevance.wording", name=p.name, text=p.text_nb) for p in result.priorities if p.text_nb]
    if wordings:
        layout.show_points(wordings, say("relevance.wording_title"))
    layout.show_subtitle(say("relevance.parties_title"))
    layout.show_table(result.parties, "relevance_parties", _party_columns(), caption=say("relevance.parties_caption"))
    _show_ledger(result, view)


def _show_ledger(result: Relevance, view: View) -> None:
    """Every contract, and what is part of the distribution."""
    layout.show_table(
        _ledger(result, view), "relevance_ledger", {"what": _col("what"), "amount_nok": _col("amount_nok", "nok")},
        caption=say("relevance.ledger_caption"),
    )  # fmt: skip


def show_scores(result: Relevance, view: View) -> None:
    """The projects one by one, with filters: the marks, the assessments with their evidence, and the questions."""
    rows = _selected(result, view)
    near = next((p for p in result.priorities if p.check == "practice"), None)
    if near is not None and not result.can_see_sites:
        layout.show_notice(say("relevance.sites_hidden", name=near.name))
    if rows.is_empty():
        layout.show_empty(say("relevance.matrix_empty"))
        return
    layout.show_subtitle(say("relevance.matrix_title"))
    ids = rows.get_column("project_id").unique(maintain_order=True)
    page = filters.select_page(len(ids), PROJECTS_PER_FIGURE, _FIGURE_PAGE)
    shown = ids.slice((page - 1) * PROJECTS_PER_FIGURE, PROJECTS_PER_FIGURE)
    cells = result.scores.filter(pl.col("project_id").is_in(shown.implode()))
    layout.show_figure(
        lambda lang: charts.score_matrix(result, cells, lang), result, "relevance_matrix",
        table=_with_words(cells, view), columns=_score_columns(view), alt=_matrix_words(cells, len(ids), page),
        variant=tuple(shown), wide=True,
    )  # fmt: skip
    layout.show_text(say("relevance.matrix_legend"))
    _show_questions(result, rows.filter(pl.col("question").is_not_null()), view)
    layout.show_records(
        _with_words(rows, view), "relevance_scores", _score_columns(view), result, caption=say("relevance.scores_caption"),
        name=_LIST_PAGE,
    )  # fmt: skip


def _show_questions(result: Relevance, rows: pl.DataFrame, view: View) -> None:
    """The assessments that do not agree with the data, each with the question it raises."""
    layout.show_subtitle(say("relevance.questions_title"))
    layout.show_text(_questions_words(len(rows)))
    if not rows.is_empty():
        layout.show_records(
            _with_words(rows, view), "relevance_questions", _question_columns(view), result,
            caption=say("relevance.questions_caption"), name=_QUESTION_PAGE,
        )  # fmt: skip


def show_occurrence(result: Relevance, view: View) -> None:
    """The exclusion as a question to decide: what it is, where it is asked, who has decided, and what it means for money."""
    layout.show_text(say("relevance.occurrence_rule"))
    layout.show_text(result.occurrence.sentence)
    totals = pl.DataFrame(
        [
            (tell(f"relevance.answer_{t.state}", view.lang), t.projects, t.amount_nok, t.amount_unknown, t.paid_nok)
            for t in result.occurrence.totals
        ],
        schema={"answer": pl.String, "projects": pl.Int64, "amount_nok": pl.Decimal(18, 2), "amount_unknown": pl.Int64,
                "paid_nok": pl.Decimal(18, 2)},
        orient="row",
    )  # fmt: skip
    kinds = {"answer": "text", "projects": "int", "amount_nok": "nok", "amount_unknown": "int", "paid_nok": "nok"}
    columns = {name: _col(name, kind) for name, kind in kinds.items()}
    layout.show_table(totals, "relevance_answers", columns, caption=say("relevance.occurrence_totals"))
    if result.occurrence.rows.is_empty():
        layout.show_empty(say("relevance.occurrence_none"))
        return
    layout.show_records(
        _occurrence_words(result, view), "relevance_occurrence", _occurrence_columns(view), result,
        caption=say("relevance.occurrence_caption"), name=_OCCURRENCE_PAGE,
    )  # fmt: skip


def _selected(result: Relevance, view: View) -> pl.DataFrame:
    lang = view.lang
    areas = {area: result.area_names[area].get(lang) for area in _areas(result)} | {NO_AREA: tell("relevance.no_area", lang)}
    priorities = {p.priority_id: p.name.get(lang) for p in result.priorities}
    states = {state: label("met_state", state, lang) for state in STATES}
    with st.container(horizontal=True, gap="small"):
        chosen = (
            filters.select_many(_AREA, say("relevance.filter_area"), areas),
            filters.select_many(_PRIORITY, say("relevance.filter_priority"), priorities),
            filters.select_many(_STATE, say("relevance.filter_state"), states),
        )
    only = filters.select_toggle(_QUESTIONS, say("relevance.filter_questions"))
    filters.clear_button((_AREA, _PRIORITY, _STATE, _QUESTIONS))
    return result.selected(*chosen, questions=only)


def _areas(result: Relevance) -> list[str]:
    found = result.projects.get_column("area_ids").explode().drop_nulls().unique().sort().to_list()
    return [area for area in found if area in result.area_names]


def _col(name: str, kind: str = "text", **more: Any) -> Col:
    return Col(say(f"relevance.col_{name}"), kind, **more)


def _money_words(result: Relevance) -> Text:
    count = len(result.priorities)
    parts = [
        say("relevance.bars_part", step=step_name(step, count), words=step_words(step))
        for step in result.steps if step.projects
    ]  # fmt: skip
    return say("relevance.bars_alt", parts=parts, total=result.money.counted_nok)


def _area_columns(result: Relevance, names: list[str]) -> dict[str, Col]:
    columns = {step.key: Col(step_name(step, len(result.priorities)), "nok") for step in result.steps if step.key in names}
    return {"area": _col("area"), **columns, "total": _col("total", "nok")}


def _priority_table(result: Relevance, view: View) -> pl.DataFrame:
    rows = [{"priority": p.name.get(view.lang), **p.projects} for p in result.priorities]
    return pl.DataFrame(rows, schema={"priority": pl.String, **dict.fromkeys(STATES, pl.Int64)})


def _party_columns() -> dict[str, Col]:
    forms = {code.value: Col(Text(code.nb, code.en), "int") for code in CODE_LISTS["involvement_form"].codes}
    return {"party_kind": _col("party_kind", "code:party_kind"), "projects": _col("projects", "int"), **forms}


def _ledger(result: Relevance, view: View) -> pl.DataFrame:
    money = result.money
    rows = (
        ("counted", money.counted_nok),
        ("excluded", money.excluded_nok),
        ("stopped", money.stopped_nok),
        ("coming", money.coming_nok),
        ("without", money.without_project_nok),
        ("total", money.total_nok),
    )
    named = [(tell(f"relevance.ledger_{name}", view.lang), amount) for name, amount in rows]
    return pl.DataFrame(named, schema={"what": pl.String, "amount_nok": pl.Decimal(18, 2)}, orient="row")


def _questions_words(count: int) -> Text:
    number = {0: "none", 1: "one"}.get(count, "many")
    return say(f"relevance.questions_{number}", count=count)


def _matrix_words(cells: pl.DataFrame, count: int, page: int) -> Text:
    counts = dict(cells.group_by("state").len().iter_rows())
    words = {code.value: Text(code.nb, code.en) for code in CODE_LISTS["met_state"].codes}
    marks = [say("relevance.matrix_mark", state=words[s], count=counts[s]) for s in STATES if counts.get(s)]
    first = (page - 1) * PROJECTS_PER_FIGURE + 1
    last = min(first + PROJECTS_PER_FIGURE - 1, count)
    return say("relevance.matrix_alt", first=first, last=last, count=count, marks=marks)


def _worded(rows: pl.DataFrame, column: str, key: Callable[[str], str], view: View) -> pl.Expr:
    """A column of our own codes as words; `key` gives the text of a code."""
    values = rows.get_column(column).drop_nulls().unique().to_list()
    words = {value: tell(key(value), view.lang) for value in values}
    return pl.col(column).replace_strict(words, default=None, return_dtype=pl.String)


def _with_words(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    return rows.with_columns(
        _worded(rows, "view", lambda code: f"relevance.view_{code}", view),
        _worded(rows, "question", lambda code: f"relevance.question_{code}", view),
    )


def _score_columns(view: View) -> dict[str, Col]:
    to = ("project", "project_id")
    absent = say("relevance.not_stated")
    return {
        "project_id": _col("project_id", "short", to=to),
        f"title_{view.lang}": _col("title", to=to, width=50),
        f"priority_{view.lang}": _col("priority"),
        "state": _col("state", "code:met_state"),
        "evidence_nb": _col("evidence_nb", unknown=absent, width=50),
        "assessed_by": _col("assessed_by", unknown=absent),
        "assessed_date": _col("assessed_date", "date"),
        "view": _col("view"),
        f"data_{view.lang}": _col("data", width=50),
    }


def _question_columns(view: View) -> dict[str, Col]:
    names = ("project_id", f"title_{view.lang}", f"priority_{view.lang}", "evidence_nb", f"data_{view.lang}")
    return {"question": _col("question", width=50)} | {name: _score_columns(view)[name] for name in names}


def _occurrence_words(result: Relevance, view: View) -> pl.DataFrame:
    rows = result.occurrence.rows
    reasons = rows.get_column("reasons").explode().drop_nulls().unique().to_list()
    words = {reason: tell(f"relevance.reason_{reason}", view.lang) for reason in reasons}
    joined = pl.col("reasons").list.eval(pl.element().replace_strict(words, return_dtype=pl.String)).list.join(". ")
    nobody = (pl.col("state") == "undecided") & pl.col("decided_by").is_null()
    return rows.with_columns(
        joined,
        _worded(rows, "state", lambda code: f"relevance.answer_{code}", view),
        *(pl.when(nobody).then(pl.lit("")).otherwise(pl.col(name)).alias(name) for name in ("decided_by", "reason_nb")),
    )


def _occurrence_columns(view: View) -> dict[str, Col]:
    to, absent = ("project", "project_id"), say("relevance.not_stated")
    return {
        "project_id": _col("project_id", "short", to=to),
        f"title_{view.lang}": _col("title", to=to, width=50),
        "state": _col("answer"),
        "reasons": _col("reasons", width=50),
        "amount_nok": _col("amount_nok", "nok"),
        "paid_nok": _col("paid_nok", "nok"),
        "decided_by": _col("decided_by", unknown=absent),
        "decided_date": _col("decided_date", "date"),
        "reason_nb": _col("reason_nb", unknown=absent, width=50),
        "status": _col("status", "code:project_status"),
    }
