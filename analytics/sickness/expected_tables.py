"""What was to be expected as tables to read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.sickness.expected import AbsenceExpected, Window
from analytics.sickness.expected_fit import ModelRow
from analytics.sickness.expected_json import holds
from analytics.sickness.expected_words import events_text, inside, model_name, reason, state
from analytics.sickness.models.forecast import Interval
from domain.numbers import decimal_text, list_text, period_text
from domain.text import tell

_MODEL_COLUMNS: dict[str, Any] = {
    "model": pl.String(), "state": pl.String(), "point": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
    "target": pl.String(), "no_change": pl.String(), "outcome": pl.String(), "ljung_box_p": pl.Float64(),
}  # fmt: skip
_START_COLUMNS: dict[str, Any] = {
    "train_from": pl.String(), "quarters": pl.Int64(), "model": pl.String(), "low": pl.Float64(), "high": pl.Float64(),
    "target": pl.String(), "outcome": pl.String(), "state": pl.String(),
}  # fmt: skip
_SHIFT_COLUMNS = ("last_before", "interval", "before", "after", "events", "edge")


def models(made: AbsenceExpected, lang: str) -> pl.DataFrame:
    """One row a model: what it expects of what is compared with the target, and which levels lie inside."""
    rows = [_model(row, made.main, row.main, lang) for row in made.models]
    return pl.DataFrame(rows, schema=_MODEL_COLUMNS)


def last_quarter(made: AbsenceExpected, lang: str) -> pl.DataFrame:
    """The same for the last quarter alone."""
    rows = [_model(row, made.single, row.single, lang) for row in made.models] if made.single else []
    return pl.DataFrame(rows, schema=_MODEL_COLUMNS)


def other_starts(made: AbsenceExpected, lang: str) -> pl.DataFrame:
    """What the models expect when they learn from another quarter; a start with too few quarters is there with its reason."""
    rows = []
    for other in made.sensitivity:
        start = {"train_from": other.start.quarter, "quarters": other.start.quarters}
        if other.why_not is not None:
            why = tell("expected.state.not_computed", lang, reason=reason(other.why_not))
            rows.append({**start, **dict.fromkeys(("model", "low", "high", "target", "outcome")), "state": why})
        for row in other.models:
            read = _model(row, made.main, row.main, lang)
            rows.append({**start, **{name: read[name] for name in ("model", "low", "high", "target", "outcome", "state")}})
    return pl.DataFrame(rows, schema=_START_COLUMNS)


def shifts(made: AbsenceExpected, lang: str) -> pl.DataFrame:
    """One row a shift: the last quarter before it with its interval, the levels, and what is known nearby."""
    unknown = tell("expected.page.no_interval", lang)
    rows = [
        {
            "last_before": period_text(shift.last_before, lang),
            "interval": f"{period_text(shift.low, lang)}–{period_text(shift.high, lang)}"
            if shift.low and shift.high
            else unknown,
            "before": decimal_text(shift.before, 2, lang),
            "after": decimal_text(shift.after, 2, lang),
            "events": events_text(shift).get(lang),
            "edge": tell("expected.page.at_edge", lang) if shift.is_at_edge else "",
        }
        for shift in made.shifts.shifts
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_SHIFT_COLUMNS, pl.String()))


def other_trimmings(made: AbsenceExpected, lang: str) -> pl.DataFrame:
    """The dates with another shortest segment."""
    rows = [
        {"trimming": pct, "dates": list_text([period_text(date, lang) for date in dates], lang)}
        for pct, dates in made.shifts.others
    ]
    return pl.DataFrame(rows, schema={"trimming": pl.Int64(), "dates": pl.String()})


def paths(made: AbsenceExpected, lang: str) -> pl.DataFrame:
    """What the fan is drawn from: every model's interval and the observed values, by quarter."""
    rows: list[dict[str, Any]] = [
        {"period": period, "model": model_name(row.name).get(lang), "point": span.point, "low": span.low, "high": span.high}
        for row in made.models for period, span in row.path
    ]  # fmt: skip
    observed = tell("expected.chart.observed", lang)
    rows += [
        {"period": period, "model": observed, "point": float(value), "low": None, "high": None} for period, value in made.history
    ]
    names = ("point", "low", "high")
    return pl.DataFrame(rows, schema={"period": pl.String(), "model": pl.String(), **dict.fromkeys(names, pl.Float64())})


def _model(row: ModelRow, window: Window | None, span: Interval | None, lang: str) -> dict[str, Any]:
    marks: Iterable[tuple[str, Decimal | None]] = (
        ("target", window.target if window else None),
        ("no_change", window.no_change if window else None),
        ("outcome", window.outcome if window else None),
    )
    return {
        "model": model_name(row.name).get(lang),
        "state": state(row).get(lang),
        "point": span.point if span else None,
        "low": span.low if span else None,
        "high": span.high if span else None,
        **{name: inside(holds(span, mark)).get(lang) for name, mark in marks},
        "ljung_box_p": row.fit.ljung_box_p,
    }
