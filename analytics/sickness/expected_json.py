"""What was to be expected as JSON and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.sickness.expected_fit import INTERVAL_PCT
from analytics.sickness.json_form import number
from analytics.sickness.models.forecast import Interval
from analytics.sickness.models.runs import NotEnoughData
from domain.periods import quarter_index

if TYPE_CHECKING:
    from analytics.sickness.expected import AbsenceExpected, Window
    from analytics.sickness.expected_fit import ModelRow, Start, StartRow
    from analytics.sickness.expected_shifts import LevelShifts, Shift

_DIGITS = 6
_SCHEMA: dict[str, Any] = {
    "train_from": pl.String(), "is_shown": pl.Boolean(), "quarters": pl.Int64(), "model": pl.String(), "state": pl.String(),
    "reason": pl.String(), "comparison": pl.String(), "period": pl.String(), "point_pct": pl.Float64(),
    "low_pct": pl.Float64(), "high_pct": pl.Float64(), "target_pct": pl.Float64(), "target_inside": pl.Boolean(),
    "no_change_pct": pl.Float64(), "no_change_inside": pl.Boolean(), "outcome_pct": pl.Float64(),
    "outcome_inside": pl.Boolean(), "ljung_box_p": pl.Float64(),
}  # fmt: skip


def absence_expected(made: AbsenceExpected) -> dict[str, Any]:
    """The result as JSON: per cent as numbers, None for unknown."""
    wanted = made.goal
    return {
        "measure": made.measure,
        "absence_type": made.absence_type,
        "sex": made.sex,
        "comparison": made.comparison,
        "verdict": made.verdict,
        "reason": _reason(made.why_not),
        "agreement_id": wanted.agreement_id if wanted else None,
        "change_pct": number(wanted.change_pct) if wanted else None,
        "baseline_period": wanted.baseline_period if wanted else None,
        "target_period": wanted.path_end if wanted else None,
        "origin": made.origin,
        "end": made.end,
        "interval_pct": INTERVAL_PCT,
        "scale": "log",
        **_training(made),
        "vintages": list(made.vintages),
        "outcome_methods": list(made.outcome_methods),
        "compared": _window(made.main),
        "last_quarter": _window(made.single),
        "models": [_model(row, made) for row in made.models],
        "models_usable": len(made.usable),
        "models_holding_target": _holding(made, "target"),
        "models_holding_outcome": _holding(made, "outcome"),
        "models_holding_both": _holding(made, "target", "outcome"),
        "paths": [_point(row, period, span) for row in made.models for period, span in row.path],
        "sensitivity": [_start_row(row, made) for row in made.sensitivity],
        "history": [{"period": period, "value": number(value)} for period, value in made.history],
        "level_shifts": level_shifts(made.shifts),
    }


def level_shifts(found: LevelShifts) -> dict[str, Any]:
    """Own adjustment and shifts of the level as JSON."""
    return {
        "reason": _reason(found.why_not),
        "adjusted_here": _adjusted(found),
        "first_period": found.first,
        "last_period": found.last,
        "trimming_pct": found.trimming_pct,
        "shifts": [_shift(shift) for shift in found.shifts],
        "number_by_bic": len(found.shifts) if found.tests else None,
        "number_by_lwz": found.by_lwz,
        "tests": _tests(found),
        "other_trimmings": [{"trimming_pct": pct, "last_before": list(dates)} for pct, dates in found.others],
    }


def table(made: AbsenceExpected) -> pl.DataFrame:
    """One row a model, start and comparison."""
    return pl.DataFrame(list(_rows(made)), schema=_SCHEMA)


def holds(span: Interval | None, mark: Decimal | None) -> bool | None:
    """Whether a level lies inside an interval; None when either is unknown."""
    return None if span is None or mark is None else span.holds(float(mark))


def _rows(made: AbsenceExpected) -> Iterator[dict[str, Any]]:
    if made.start is None:
        return
    every: list[tuple[Start, NotEnoughData | None, Sequence[ModelRow]]] = [(made.start, made.why_not, made.models)]
    every += [(row.start, row.why_not, row.models) for row in made.sensitivity]
    for start, why_not, rows in sorted(every, key=lambda item: (item[0] != made.start, quarter_index(item[0].quarter))):
        about = {"train_from": start.quarter, "is_shown": start == made.start, "quarters": start.quarters}
        if why_not is not None:
            yield {**dict.fromkeys(_SCHEMA), **about, "state": "not_computed", "reason": why_not.reason}
        for row in rows:
            for window, span in ((made.main, row.main), (made.single, row.single)):
                if window is not None:
                    yield {
                        **about, "model": row.name, "state": row.fit.state,
                        "reason": row.fit.why_not.reason if row.fit.why_not else None,
                        "comparison": window.comparison, "period": window.period, **_span(span, "_pct"),
                        **_marks(window, span), "ljung_box_p": _rounded(row.fit.ljung_box_p),
                    }  # fmt: skip


def _marks(window: Window, span: Interval | None) -> dict[str, Any]:
    marks = {"target": window.target, "no_change": window.no_change, "outcome": window.outcome}
    found: dict[str, Any] = {}
    for name, mark in marks.items():
        found |= {f"{name}_pct": number(mark), f"{name}_inside": holds(span, mark)}
    return found


def _training(made: AbsenceExpected) -> dict[str, Any]:
    start, known = made.start, made.known
    if start is None or known is None or made.origin is None:
        return {"train_from": None, "train_rule": None, "train_quarters": None, "train_missing": [], "train_methods": []}
    first, last = quarter_index(start.quarter), quarter_index(made.origin)
    return {
        "train_from": start.quarter,
        "train_rule": start.rule,
        "train_break": start.break_period,
        "train_quarters": start.quarters,
        "train_missing": known.missing_from(first, last),
        "train_methods": list(known.methods),
        "train_choices": [item.quarter for item in made.starts],
    }


def _window(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    return {
        "comparison": window.comparison,
        "period": window.period,
        "quarters": list(window.quarters),
        "quarters_known": window.known,
        "target": number(window.target),
        "no_change": number(window.no_change),
        "outcome": number(window.outcome),
    }


def _model(row: ModelRow, made: AbsenceExpected) -> dict[str, Any]:
    return {
        "model": row.name,
        "state": row.fit.state,
        "reason": _reason(row.fit.why_not),
        "has_converged": None if row.fit.state == "not_computed" else row.fit.state == "ok",
        "compared": _reading(made.main, row.main),
        "last_quarter": _reading(made.single, row.single),
        "ljung_box_p": _rounded(row.fit.ljung_box_p),
        "ljung_box_lags": row.fit.ljung_box_lags,
        "parameters": {name: _rounded(value) for name, value in row.fit.parameters.items()},
    }


def _reading(window: Window | None, span: Interval | None) -> dict[str, Any] | None:
    if window is None or span is None:
        return None
    inside = {name: value for name, value in _marks(window, span).items() if name.endswith("_inside")}
    return {"period": window.period, **_span(span), **inside}


def _span(span: Interval | None, suffix: str = "") -> dict[str, float | None]:
    names = ("point", "low", "high")
    return {f"{name}{suffix}": None if span is None else _rounded(getattr(span, name)) for name in names}


def _point(row: ModelRow, period: str, span: Interval) -> dict[str, Any]:
    return {"model": row.name, "period": period, **_span(span)}


def _start_row(row: StartRow, made: AbsenceExpected) -> dict[str, Any]:
    return {
        "train_from": row.start.quarter,
        "train_rule": row.start.rule,
        "train_break": row.start.break_period,
        "train_quarters": row.start.quarters,
        "reason": _reason(row.why_not),
        "models": [_model(item, made) for item in row.models],
    }


def _holding(made: AbsenceExpected, *names: str) -> int | None:
    marks = [getattr(made.main, name) for name in names] if made.main else [None]
    return None if any(mark is None for mark in marks) else made.holding(*marks)


def _reason(why_not: NotEnoughData | None) -> dict[str, Any] | None:
    return None if why_not is None else {"code": why_not.reason, "count": why_not.count, "needed": why_not.needed}


def _adjusted(found: LevelShifts) -> dict[str, Any] | None:
    own, compared = found.adjusted, found.agreement
    if own is None:
        return None
    return {
        "method": "stl_log",
        "seasonal_window": own.seasonal,
        "reason": _reason(own.not_enough),
        "values": [{"period": period, "value": _rounded(value)} for period, value in own.values.items()],
        "left_out": [{"first": first, "last": last, **(_reason(why) or {})} for first, last, why in own.left_out],
        "agreement_quarters": compared.quarters if compared else None,
        "agreement_mean_pp": _rounded(compared.mean) if compared else None,
        "agreement_largest_pp": _rounded(compared.largest) if compared else None,
        "agreement_largest_in": compared.largest_in if compared else None,
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "last_before": shift.last_before,
        "first_after": shift.first_after,
        "before": _rounded(shift.before),
        "after": _rounded(shift.after),
        "low": shift.low,
        "high": shift.high,
        "is_at_edge": shift.is_at_edge,
        "events": [
            {"period": event.period, "kind": event.kind, "break_kind": event.break_kind, "title": event.title}
            for event in shift.events
        ],
    }


def _tests(found: LevelShifts) -> dict[str, Any] | None:
    tests = found.tests
    if tests is None:
        return None
    return {
        "level_pct": 5,
        "ud_max": _rounded(tests.ud_max),
        "ud_max_critical": found.ud_max_critical,
        "finds_any": tests.finds_any,
        "sup_f": [_rounded(value) for value in tests.sup_f],
        "sup_f_next": [_rounded(value) for value in tests.sup_f_next],
        "number": tests.sequential,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
