"""The parts of the page about long and repeated sick leave: how old the figures are, what they say, figure and table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.sickness import long_term_tables as tables
from analytics.sickness import long_term_words as words
from analytics.sickness.distributions import Distribution
from analytics.sickness.long_term import LongTerm, Panel
from domain.numbers import period_text
from domain.text import Text, say, tell
from reports.charts import long_term as charts
from ui import layout
from ui.layout import Col, KeyFigure

#: Names in the address.
_DIVISION, _DIAGNOSIS = "varighet", "diagnose"
_LINE_KINDS = {"what": "text", "group": "text", "sex": "text", "industry": "text", "period": "period", "figure": "number",
               "unit": "text", "state": "text", "vintage": "text"}  # fmt: skip
_LATER_KINDS = {"group": "text", "what": "text", "period": "period", "figure": "number", "unit": "text", "vintage": "text"}


def _select_division(name: str, items: Sequence[Distribution], lang: str) -> Distribution:
    """The way of dividing, kept in the address by its place among those found; the newest until another is chosen."""
    labels = {str(place): _division_label(item, lang) for place, item in enumerate(items)}
    key, asked = f"_long_term_{name}", st.query_params.get(name)
    if key not in st.session_state and asked in labels:
        st.session_state[key] = asked
    if st.session_state.get(key, "0") not in labels:
        st.session_state[key] = "0"
    label = tell("long_term.page.division_filter", lang)
    chosen = st.selectbox(label, list(labels), key=key, format_func=lambda place: labels[place], filter_mode=None, width=560)
    if chosen in (None, "0"):
        st.query_params.pop(name, None)
        return items[0]
    st.query_params[name] = str(chosen)
    return items[int(chosen)]


def _division_label(item: Distribution, lang: str) -> str:
    """A way of dividing with what is divided and its newest period."""
    division = item.division.get(lang)
    return f"{division[:1].upper()}{division[1:]}: {words.lower(item.what).get(lang)} ({period_text(item.latest.period, lang)})"


def _show_heading(panel: Panel) -> None:
    """The panel's heading, how old its figures are, and what they say."""
    layout.show_subtitle(say(f"long_term.page.{panel.name}_heading"))
    _show_words(panel)


def _show_words(panel: Panel) -> None:
    """How old the figures are, and what they say; when there are none, that alone."""
    if panel.period is not None:
        layout.show_text(panel.age)
    layout.show_text(panel.sentence)


def _columns_of(kinds: dict[str, str], *left_out: str) -> dict[str, Col]:
    """Columns named by the texts of the topic."""
    return {name: Col(say(f"long_term.column.{name}"), kind) for name, kind in kinds.items() if name not in left_out}


def show_distribution(made: LongTerm, name: str, items: Sequence[Distribution], lang: str) -> None:
    """One way of dividing, chosen where there are several: bars with the newest and the earliest period that compares."""
    if not items:
        _show_heading(made.panels[name])
        return
    layout.show_subtitle(say(f"long_term.page.{name}_heading"))
    item = _select_division(_DIVISION if name == "duration" else _DIAGNOSIS, items, lang) if len(items) > 1 else items[0]
    panel = made.divisions[item.key]
    _show_words(panel)
    unknown = say("long_term.page.unknown")
    columns = {"group": Col(say("long_term.column.group"))}
    columns["latest"] = Col(say("long_term.column.latest", period=item.latest.period), "num", unknown)
    if item.earliest:
        columns["earliest"] = Col(say("long_term.column.earliest", period=item.earliest.period), "num", unknown)
    layout.show_figure(
        lambda each: charts.distribution(item, each, is_old=panel.is_old), panel, f"long_term_{name}",
        table=tables.distribution(item, lang), variant=item.key,
        columns=columns | _columns_of({"figure": "number", "state": "text", "vintage": "text"}),
    )  # fmt: skip


def show_recurrence(made: LongTerm, lang: str) -> None:
    """Repeated sick leave, with the source's other figures of it."""
    panel, found = made.panels["recurrence"], made.recurrence
    _show_heading(panel)
    if found is None:
        return
    layout.show_figure(
        lambda each: charts.recurrence(found, each, is_old=panel.is_old), panel, "long_term_recurrence",
        table=tables.lines(found.lines, lang), columns=_columns_of(_LINE_KINDS, "industry"),
    )  # fmt: skip
    if found.others:
        frame = tables.lines(found.others, lang)
        caption = say("long_term.page.recurrence_others")
        layout.show_table(frame, "long_term_recurrence_others", _columns_of(_LATER_KINDS), caption=caption)


def show_rights(made: LongTerm, lang: str) -> None:
    """Graded sick leave and exhausted rights."""
    graded, exhausted = made.graded, made.exhausted
    _show_heading(made.panels["graded"])
    if graded is not None:
        panel = made.panels["graded"]
        layout.show_figure(
            lambda each: charts.graded(graded, each, is_old=panel.is_old), panel, "long_term_graded",
            table=tables.lines([*graded.lines, *graded.others], lang), columns=_columns_of(_LINE_KINDS, "industry", "sex"),
        )  # fmt: skip
    panel = made.panels["exhausted"]
    _show_heading(panel)
    if exhausted is None:
        return
    if exhausted.persons:
        layout.show_figure(
            lambda each: charts.exhausted(exhausted, each, is_old=panel.is_old), panel, "long_term_exhausted",
            table=tables.lines(exhausted.persons, lang), columns=_columns_of(_LINE_KINDS, "industry", "sex", "group"),
        )  # fmt: skip
    rates = made.rates
    if rates is not None:
        layout.show_figure(
            lambda each: charts.rates(exhausted, each, is_old=rates.is_old), rates, "long_term_rates",
            table=tables.lines(exhausted.rates, lang), columns=_columns_of(_LINE_KINDS, "sex", "group"),
            title=say("long_term.page.rates_heading"),
        )  # fmt: skip


def show_weekly(made: LongTerm) -> None:
    """New sick listings per week, each year a line."""
    panel, found = made.panels["weekly"], made.listings
    _show_heading(panel)
    if found is None:
        return
    frame = tables.weeks(found)
    columns = {"week": Col(say("long_term.column.week"), "int")}
    columns |= {name: Col(tables.week_heading(name), "int", Text("–", "–")) for name in frame.columns if name != "week"}
    layout.show_figure(
        lambda each: charts.weekly(found, each, is_old=panel.is_old), panel, "long_term_weekly", table=frame, columns=columns
    )


def show_needs(made: LongTerm, lang: str) -> None:
    """What has to be known, what is found of it, and who can tell the rest."""
    layout.show_subtitle(say("long_term.page.needs_heading"))
    kinds = dict.fromkeys(("need", "state", "last_period", "note", "source"), "text")
    layout.show_table(
        tables.needs(made.needs, lang), "long_term_needs", _columns_of(kinds), caption=say("long_term.page.needs_text")
    )


def show_later_diagnoses(made: LongTerm, lang: str) -> None:
    """Figures of single diagnoses from after the newest whole division."""
    if made.later_diagnoses:
        frame = tables.single_figures(made.later_diagnoses, lang)
        layout.show_table(frame, "long_term_later", _columns_of(_LATER_KINDS), caption=say("long_term.page.later_text"))


def key_figures(made: LongTerm) -> list[KeyFigure]:
    """The newest figure of repeated, long, exhausted and new sick leave, each with its period and age."""
    return [KeyFigure(label, value, note) for label, value, note in words.key_figures(made)]
