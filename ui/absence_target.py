"""Mot målet: sick leave against the target of the agreement, in one measure at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import streamlit as st

from analytics.sickness import tables
from analytics.sickness.goal import MEASURES
from analytics.sickness.target import AbsenceTarget
from analytics.sickness.words import measure_name, verdict_text, vintage_name
from domain.numbers import decimal_text
from domain.text import LANGS, Text, say, tell
from reports.charts import sickness as charts
from ui import layout, loaders
from ui.effect_question import show_answer_alone
from ui.layout import Col, KeyFigure
from ui.view import View

_MEASURE_KEY = "serie"
_FITTING = "passer"
_OLDER_KEY = "utgaver"


def show_target(view: View) -> None:
    """Draw the level against the target, the breaks, the target in each measure, and what sources have reported."""
    measure = select_measure(view.lang)
    found = cast(AbsenceTarget, loaders.report("absence-target", measure=measure))
    if found.goal is None and not found.shown_quarters:
        layout.show_empty(say("sickness.page.empty"))
        return
    layout.show_sentence(found)
    layout.show_key_figures(key_figures(found))
    with_older = select_older(view.lang)
    layout.show_figure(
        lambda lang: charts.absence_target(found, lang, older=with_older), found, key="absence_target",
        table=tables.points(found, view.lang), columns=point_columns(found), variant=with_older,
    )  # fmt: skip
    show_details(found, view.lang)
    layout.show_caveats(found)
    show_answer_alone()


def select_measure(lang: str) -> str | None:
    """The measure chosen, kept in the address as its code; None lets the report choose the one that fits the day."""
    names = {_FITTING: tell("sickness.page.fitting", lang)} | {name: measure_name(name).get(lang) for name in MEASURES}
    asked = st.query_params.get(_MEASURE_KEY)
    if asked in names and _MEASURE_KEY not in st.session_state:
        st.session_state[_MEASURE_KEY] = asked
    if asked is not None and asked not in names:
        layout.show_notice(say("sickness.error.measure", measure=asked, measures=list(MEASURES)))
    chosen = st.selectbox(
        tell("sickness.page.measure_filter", lang),
        list(names),
        key=_MEASURE_KEY,
        format_func=lambda name: names[name][:1].upper() + names[name][1:],
        help=tell("sickness.page.measure_help", lang),
        filter_mode=None,
        width=360,
    )
    if chosen in (None, _FITTING):
        st.query_params.pop(_MEASURE_KEY, None)
        return None
    st.query_params[_MEASURE_KEY] = str(chosen)
    return str(chosen)


def select_older(lang: str) -> bool:
    """Whether older vintages are drawn too; kept in the address."""
    if _OLDER_KEY not in st.session_state:
        st.session_state[_OLDER_KEY] = st.query_params.get(_OLDER_KEY) == "1"
    chosen = st.checkbox(tell("sickness.page.older", lang), key=_OLDER_KEY, help=tell("sickness.page.older_help", lang))
    if chosen:
        st.query_params[_OLDER_KEY] = "1"
    else:
        st.query_params.pop(_OLDER_KEY, None)
    return bool(chosen)


def key_figures(made: AbsenceTarget) -> list[KeyFigure]:
    """The level, the target level, and where the level lies."""
    figures = []
    if made.latest and made.latest.value is not None:
        label = say(f"sickness.page.key_level_{made.track.comparison}", period=made.latest.period)
        vintage = say("sickness.page.note_vintage", vintage=vintage_name(made.latest.vintage))
        figures.append(KeyFigure(label, say("sickness.page.pct", value=made.latest.value), vintage))
    if made.goal and made.track.baseline_value is not None and made.track.target_value is not None:
        change = Text(*(decimal_text(made.goal.change_pct, 0, lang) for lang in LANGS))
        note = say(
            "sickness.page.note_change", change=change, baseline=made.track.baseline_value, period=made.goal.baseline_period
        )
        label = say("sickness.page.key_target", period=made.goal.path_end)
        figures.append(KeyFigure(label, say("sickness.page.pct", value=made.track.target_value), note))
    return [*figures, deviation_figure(made)]


def deviation_figure(made: AbsenceTarget) -> KeyFigure:
    """The distance to the path, or to the target level once its period is over, with the verdict in words."""
    label = say("sickness.page.key_deviation_after" if made.is_path_over else "sickness.page.key_deviation")
    if made.deviation_pp is None:
        return KeyFigure(label, say("sickness.page.unknown"), verdict_text(made))
    side = "on" if made.verdict == "on_path" else made.verdict
    return KeyFigure(label, say(f"sickness.page.{side}", value=abs(made.deviation_pp)), verdict_text(made))


def point_columns(made: AbsenceTarget) -> dict[str, Col]:
    """The columns beside the figure."""
    unknown = say("sickness.page.unknown")
    is_mean = made.track.comparison == "four_quarter_mean"
    columns = {
        "period": Col(say("sickness.column.period"), "period"),
        "value": Col(say(f"sickness.column.value_{made.track.comparison}"), "pct", unknown),
    }
    if is_mean:
        columns["quarter_value"] = Col(say("sickness.column.quarter_value"), "pct", unknown)
        columns["quarters"] = Col(say("sickness.column.quarters"), "int")
    columns["path_value"] = Col(say("sickness.column.path_value"), "pct2", Text("–", "–"))
    columns["deviation_pp"] = Col(say("sickness.column.deviation_pp"), "pp2", Text("–", "–"))
    return columns | {name: Col(say(f"sickness.column.{name}")) for name in ("vintage", "methods")}


def show_details(made: AbsenceTarget, lang: str) -> None:
    """Breaks, the target in each measure, and what sources have reported."""
    if made.breaks:
        kinds = {"number": "int", "from_period": "period", "kind": "code:break_kind", "title": "text"}
        kinds |= {"effect": "text"} if lang == "nb" else {}
        show_part("breaks", tables.breaks(made, lang), columns_of(kinds))
    kinds = {"measure": "text", "comparison": "text", "baseline": "pct2", "baseline_source": "text"}
    kinds |= {"target": "pct2", "last_period": "period"}
    show_part("measures", tables.measures(made, lang), columns_of(kinds, say("sickness.baseline_source.none")))
    reported = tables.outcomes(made, lang)
    if len(reported):
        show_part("outcomes", reported, columns_of(dict.fromkeys(reported.columns, "text")))


def columns_of(kinds: Mapping[str, str], unknown: Text | None = None) -> dict[str, Col]:
    """Columns named by the texts of the topic."""
    return {name: Col(say(f"sickness.column.{name}"), kind, unknown) for name, kind in kinds.items()}


def show_part(name: str, frame: Any, columns: Mapping[str, Col]) -> None:
    """A table under its heading, with what it shows as caption."""
    layout.show_subtitle(say(f"sickness.page.{name}_heading"))
    layout.show_table(frame, key=f"absence_{name}", columns=columns, caption=say(f"sickness.page.{name}_text"))
