"""Hva var å vente: what models expected of sick leave, and when its level shifted. Drawn on the page of the target."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

import streamlit as st

from analytics.sickness import expected_tables
from analytics.sickness.expected import AbsenceExpected
from analytics.sickness.expected_words import adjustment_sentence
from domain.numbers import decimal_text, period_text
from domain.periods import is_quarter
from domain.text import LANGS, Text, say, tell
from reports.charts import expected as charts
from ui import layout, loaders
from ui.layout import Col
from ui.view import View

_START_KEY = "laerer_fra"
_DEFAULT = "standard"


def show_expected(view: View) -> None:
    """Draw the sentence, the fan, the models, other starts, and the dates at which the level shifts."""
    layout.show_subtitle(say("expected.page.heading"))
    usual = cast(AbsenceExpected, loaders.report("absence-expected"))
    chosen = select_start(usual, view.lang)
    found = usual if chosen is None else cast(AbsenceExpected, loaders.report("absence-expected", train_from=chosen))
    layout.show_sentence(found)
    if found.models:
        _show_models(found, view.lang)
    if found.sensitivity:
        _show_starts(found, view.lang)
    _show_shifts(found, view.lang)
    layout.show_caveats(found)


def select_start(made: AbsenceExpected, lang: str) -> str | None:
    """The quarter that the models learn from, kept in the address; None is the usual one."""
    quarters = [start.quarter for start in made.starts]
    if len(quarters) < 2:
        return None
    asked = st.query_params.get(_START_KEY)
    if asked is not None and asked not in quarters:
        if is_quarter(asked) and made.origin is not None and asked <= made.origin:
            quarters = sorted([*quarters, asked])
        else:
            layout.show_notice(say("expected.error.train_from", quarter=asked))
    names = {_DEFAULT: tell("expected.page.start_default", lang)} | {q: period_text(q, lang) for q in quarters}
    if asked in names and _START_KEY not in st.session_state:
        st.session_state[_START_KEY] = asked
    chosen = st.selectbox(
        tell("expected.page.start_filter", lang), list(names), key=_START_KEY, format_func=lambda name: names[name],
        help=tell("expected.page.start_help", lang), filter_mode=None, width=420,
    )  # fmt: skip
    if chosen in (None, _DEFAULT):
        st.query_params.pop(_START_KEY, None)
        return None
    st.query_params[_START_KEY] = str(chosen)
    return str(chosen)


def _show_models(made: AbsenceExpected, lang: str) -> None:
    layout.show_figure(
        lambda wanted: charts.fan(made, wanted), made, key="absence_expected", table=expected_tables.paths(made, lang),
        columns=_columns({"period": "period", "model": "text", "point": "pct2", "low": "pct2", "high": "pct2"}),
    )  # fmt: skip
    kinds = {
        "model": "text", "point": "pct2", "low": "pct2", "high": "pct2", "target": "text", "no_change": "text",
        "outcome": "text", "ljung_box_p": "num2", "state": "text",
    }  # fmt: skip
    main = made.main
    if main is not None:
        values = {"period": Text(*(period_text(main.period, each) for each in LANGS)), "target": _level(main.target)}
        values |= {"no_change": _level(main.no_change), "outcome": _level(main.outcome)}
        layout.show_subtitle(say("expected.page.models_heading"))
        layout.show_table(
            expected_tables.models(made, lang), key="absence_expected_models", columns=_columns(kinds),
            caption=say("expected.page.models_text", **values),
        )  # fmt: skip
    if made.single is not None and made.goal is not None:
        layout.show_subtitle(say("expected.page.quarter_heading"))
        layout.show_table(
            expected_tables.last_quarter(made, lang), key="absence_expected_quarter", columns=_columns(kinds),
            caption=say("expected.page.quarter_text", period=made.single.period, baseline=made.goal.baseline_period),
        )  # fmt: skip


def _show_starts(made: AbsenceExpected, lang: str) -> None:
    kinds = {
        "train_from": "period", "quarters": "int", "model": "text", "low": "pct2", "high": "pct2", "target": "text",
        "outcome": "text", "state": "text",
    }  # fmt: skip
    period = Text(*(period_text(made.main.period, each) for each in LANGS)) if made.main else Text("", "")
    layout.show_subtitle(say("expected.page.sensitivity_heading"))
    layout.show_table(
        expected_tables.other_starts(made, lang), key="absence_expected_starts", columns=_columns(kinds),
        caption=say("expected.page.sensitivity_text", period=period),
    )  # fmt: skip


def _show_shifts(made: AbsenceExpected, lang: str) -> None:
    layout.show_subtitle(say("expected.page.shifts_heading"))
    if not made.shifts.shifts:
        layout.show_text(made.shifts_sentence)
    else:
        kinds = dict.fromkeys(("last_before", "interval", "before", "after", "events", "edge"), "text")
        layout.show_figure(
            lambda wanted: charts.shifts(made, wanted), made, key="absence_shifts", alt=made.shifts_sentence,
            table=expected_tables.shifts(made, lang), columns=_columns(kinds),
        )  # fmt: skip
        layout.show_table(
            expected_tables.shifts(made, lang), key="absence_shift_dates", columns=_columns(kinds),
            caption=say("expected.page.shifts_text"),
        )  # fmt: skip
        layout.show_table(
            expected_tables.other_trimmings(made, lang), key="absence_shift_trimmings",
            columns=_columns({"trimming": "int", "dates": "text"}), caption=say("expected.page.others_text"),
        )  # fmt: skip
    adjusted = adjustment_sentence(made)
    if adjusted is not None:
        layout.show_text(adjusted)


def _columns(kinds: Mapping[str, str]) -> dict[str, Col]:
    return {name: Col(say(f"expected.column.{name}"), kind, Text("–", "–")) for name, kind in kinds.items()}


def _level(value: Decimal | None) -> Text:
    """A level in per cent, or that it is unknown."""
    if value is None:
        return say("expected.page.unknown")
    return Text(*(decimal_text(value, 2, lang) for lang in LANGS))
