"""Power: the studies with their verdicts, and a calculator for a study that is planned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.evidence.power.choices import plain
from analytics.evidence.power.result import Power
from analytics.evidence.power.studies import StudyPower
from analytics.evidence.power.tables import curve_frame, facts_frame, found_frame, studies_frame
from analytics.evidence.power.words import (
    assumption_texts,
    change_text,
    method_texts,
    missing_texts,
    needed_text,
    study_sentence,
)
from domain.errors import UserError
from domain.text import Text, say, tell
from reports.charts import power as charts
from ui import filters, layout, loaders, trail
from ui.layout import Col, KeyFigure
from ui.power_inputs import chosen_inputs
from ui.view import View

_STUDY = "studie"
_DASH = Text("–", "–")
_STUDY_KINDS = {
    "study": "short", "title": "text", "verdict": "short", "mde_pct": "num", "change": "text", "outcome": "text",
    "design": "text", "mde_sd": "num2", "power_pct": "num", "needed": "text", "man_days": "text",
}  # fmt: skip
_FOUND_KINDS = {"finding": "short", "owner": "short", "estimate": "number", "interval": "text", "unit": "text",
                "population": "text", "own": "text"}  # fmt: skip


def show_studies(view: View) -> None:
    """The studies with what each can detect, the verdict in words, and one study with its facts, method and findings."""
    made = cast(Power, loaders.report("power"))
    layout.show_sentence(made)
    if not made.studies:
        layout.show_caveats(made)
        return
    columns = _columns(_STUDY_KINDS, title=Col(say("power.column.title"), "text", _DASH, link=_record))
    frame = studies_frame(made, view.lang)
    if charts.shown_studies(made):
        layout.show_figure(
            lambda lang: charts.studies(made, lang), made, "power_studies", table=frame.filter(pl.col("mde_pct").is_not_null()),
            columns=columns, wide=True, title=say("power.page.figure_title"),
        )  # fmt: skip
        layout.show_text(say("power.chart.studies_how"))
    layout.show_records(frame, "power_all", columns, made, caption=say("power.page.studies_caption"))
    lacking = [
        say("power.page.lacks", id=study.study_id, missing=missing_texts(study)) for study in made.studies if study.missing
    ]
    if lacking:
        layout.show_points(lacking[: charts.MOST_STUDIES], say("power.page.lacks_title"))
    layout.show_subtitle(say("power.page.details"))
    _show_study(made, view)
    layout.show_caveats(made)


def _record(row: Mapping[str, Any]) -> str | None:
    """The page of the project whose study it is; an evaluation has none."""
    return trail.address("project", {"id": row["owner_id"]}) if row["owner_kind"] == "project" else None


def _show_study(made: Power, view: View) -> None:
    options = {study.study_id: f"{study.study_id} {study.title_nb or ''}".strip() for study in made.studies}
    asked = filters.select_one(_STUDY, say("power.page.study"), options, width=560, buttons=False)
    study = next(study for study in made.studies if study.study_id == asked)
    layout.show_text(study_sentence(study, made.smallest_pct))
    layout.show_table(
        facts_frame(study, view.lang), "power_facts", _columns({"input": "text", "value": "text"}),
        caption=say("power.page.inputs_title"),
    )  # fmt: skip
    _show_notes(study)
    found = found_frame(study, view.lang)
    layout.show_subtitle(say("power.page.found_title"))
    if found.is_empty():
        layout.show_empty(say("power.page.found_none"))
    else:
        layout.show_table(found, "power_found", _columns(_FOUND_KINDS), caption=say("power.page.found_caption"))


def _show_notes(study: StudyPower) -> None:
    assumed = assumption_texts(study)
    if assumed:
        layout.show_points(assumed, say("power.page.assumed_title"))
    if study.calculation is not None:
        told = method_texts(study.calculation)
        if study.no_man_days is not None:
            told.append(say(f"power.no_man_days.{study.no_man_days}"))
        layout.show_points(told, say("power.page.method_title"))


def show_calculator(view: View) -> None:
    """A planned study: its inputs, what it can detect, the curve against clusters, and how it is computed."""
    known = cast(Power, loaders.report("power"))
    has_some = any(known.defaults.values())
    layout.show_text(say("power.page.calculator_text" if has_some else "power.page.calculator_text_none"))
    choices = chosen_inputs(known)
    try:
        made = _report(choices)
    except UserError as error:
        layout.show_notice(Text(error.nb, error.en))
        layout.show_empty(say("power.page.fill_in"))
        return
    planned = made.planned
    if planned is None:
        return
    layout.show_sentence(made)
    layout.show_key_figures(_key_figures(made))
    variant = tuple(sorted((name, value) for name, value in choices.items() if value is not None))
    unit = "clusters" if planned.inputs.is_clustered else "people"
    columns = _columns({"pct": "num", "units": "num2"})
    layout.show_figure(
        lambda lang: charts.curve(made, lang), made, "power_curve", variant=variant, table=curve_frame(made),
        columns={"count": Col(say(f"power.column.count_{unit}"), "int"), **columns}, title=say("power.page.curve_title"),
    )  # fmt: skip
    if planned.simulated is not None:
        layout.show_text(say("power.chart.by_formula"))
    told = method_texts(planned)
    if planned.detectable is not None and planned.detectable.man_days is not None:
        told.insert(0, say("power.page.man_days", value=plain(planned.detectable.man_days, 2)))
    layout.show_points(told, say("power.page.method_title"))
    layout.show_caveats(made)
    st.caption(tell("power.page.command", view.lang, command=_command(choices)))


def _report(choices: dict[str, str | None]) -> Power:
    made: dict[str, Any] = dict(choices)
    return cast(Power, loaders.report("power", **made))


def _command(choices: dict[str, str | None]) -> str:
    """The same calculation on the command line."""
    made = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in choices.items() if value is not None)
    return f"python cli.py report power {made}"


def _key_figures(made: Power) -> list[KeyFigure]:
    planned = made.planned
    if planned is None:
        return []
    found, inputs = planned.detectable, planned.inputs
    if found is None or found.pct is None:
        first = KeyFigure(say("power.page.key_mde"), say("power.page.key_none"), say("power.page.key_none_note"))
    else:
        sd = plain(found.sd, 2) if found.sd is not None else _DASH
        note = say("power.page.key_pct_note", change=change_text(found.units, inputs), sd=sd)
        first = KeyFigure(say("power.page.key_mde"), say("power.page.key_pct", value=plain(found.pct, 1)), note)
    return [first, *_wanted_figures(made)]


def _wanted_figures(made: Power) -> list[KeyFigure]:
    planned = made.planned
    if planned is None or planned.wanted_pct is None or planned.wanted_units is None or planned.wanted_power is None:
        return []
    inputs = planned.inputs
    wanted = KeyFigure(
        say("power.page.key_wanted"), say("power.page.key_pct", value=plain(planned.wanted_pct, 1)),
        say("power.page.key_wanted_note", change=change_text(planned.wanted_units, inputs)),
    )  # fmt: skip
    chance = KeyFigure(
        say("power.page.key_power"), say("power.page.key_pct", value=plain(planned.wanted_power * 100, 0)),
        say("power.page.key_power_note", power=plain(inputs.value("power") * 100, 1)),
    )  # fmt: skip
    if planned.needed is None:
        return [wanted, chance, KeyFigure(say("power.page.key_needed"), say("power.page.key_never"), needed_text(planned))]
    unit = "clusters" if inputs.is_clustered else "people"
    value = say(f"power.page.key_{unit}", count=planned.needed)
    return [
        wanted,
        chance,
        KeyFigure(say("power.page.key_needed"), value, say("power.page.key_needed_note", count=planned.count)),
    ]


def _columns(kinds: dict[str, str], **changes: Col) -> dict[str, Col]:
    made = {name: Col(say(f"power.column.{name}"), kind, _DASH) for name, kind in kinds.items()}
    return {name: changes.get(name, column) for name, column in made.items()}
