"""A series of sick leave as JSON and as a flat table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.sickness import absence_series_words as words
from analytics.sickness.observed import Observation
from domain.codes import CODE_LISTS

if TYPE_CHECKING:
    from analytics.sickness.absence_series import AbsenceSeries, Change, PeriodRow

TABLE_SCHEMA: dict[str, Any] = {
    "period": pl.String(), "value": pl.Float64(), "unit": pl.String(), "state": pl.String(), "states": pl.String(),
    "mean": pl.Float64(), "mean_quarters": pl.Int64(), "adjusted": pl.Float64(), "adjusted_by": pl.String(),
    "vintage": pl.String(), "method": pl.String(), "publisher": pl.String(), "source_id": pl.String(),
}  # fmt: skip


def absence_series(made: AbsenceSeries) -> dict[str, Any]:
    """The result as JSON: numbers in the series' unit, None for unknown."""
    choice, line = made.line.choice, made.line
    return {
        "indicator": choice.indicator, "indicator_detail": choice.indicator_nb, "measure": choice.adjustment,
        "asked_measure": made.asked.measure, "is_stand_in": made.is_stand_in,
        "sex": choice.sex, "type": choice.absence_type, "industry": choice.industry_code,
        "industry_standard": choice.industry_standard, "by": choice.breakdown_kind,
        "group": choice.breakdown_code or choice.breakdown_value, "group_name": line.group.as_dict() if line.group.nb else None,
        "area": made.area, "unit": line.unit_nb, "rhythm": line.rhythm, "title": line.title.as_dict(),
        "method_family": line.family, "first_period": line.first_period, "last_period": line.last_period,
        "is_old": made.is_old, "latest": observation(made.latest, line.unit_nb),
        "change_from_year_before": _change(made.change), "no_change_reason": made.no_change,
        "four_quarter_mean": _mean(made),
        "adjusted_by": made.adjusted.by if made.adjusted else None,
        "points": [_point(made, item) for item in made.rows],
        "pending": [_point(made, item) for item in made.pending],
        "gaps": made.gaps,
        "breaks": [
            {"from_period": b.from_period, "kind": b.kind, "scope": b.scope, "title": {"nb": b.title_nb, "en": b.title_en}}
            for b in made.breaks
        ],
        "older_vintages": [{"period": item.period, **(observation(item, line.unit_nb) or {})} for item in made.older],
        "other_method_family_values": len(line.other_family),
    }  # fmt: skip


def observation(item: Observation | None, unit: str | None) -> dict[str, Any] | None:
    """A figure with its unit, state, vintage, method, publisher and source."""
    if item is None:
        return None
    return {
        "period": item.period, "value": _number(item.value), "unit": unit, "state": item.state, "vintage": item.vintage,
        "method": item.method, "publisher": item.publisher, "source_id": item.source_id,
    }  # fmt: skip


def row(made: AbsenceSeries, item: PeriodRow) -> dict[str, Any]:
    """A period as a row of the flat table."""
    point = item.point
    adjusted_by = made.adjusted.by if made.adjusted and item.adjusted is not None else None
    return {
        "period": item.period, "value": _number(point.value) if point else None, "unit": made.line.unit_nb,
        "state": point.state if point else None, "states": " ".join(state.code for state in item.states),
        "mean": _number(item.mean.value) if item.mean else None, "mean_quarters": item.mean.quarters if item.mean else None,
        "adjusted": _number(item.adjusted), "adjusted_by": adjusted_by,
        "vintage": point.vintage if point else None, "method": point.method if point else None,
        "publisher": point.publisher if point else None, "source_id": point.source_id if point else None,
    }  # fmt: skip


def shown(made: AbsenceSeries, lang: str) -> pl.DataFrame:
    """The table beside the figure, newest first, with states and vintages in words."""
    methods = CODE_LISTS["series_method"]
    rows = []
    for item in reversed((*made.rows, *made.pending)):
        point = item.point
        rows.append({
            "period": item.period, "value": _number(point.value) if point else None,
            "state": " ".join(state.text.get(lang) for state in item.states),
            "mean": _number(item.mean.value) if item.mean else None, "quarters": item.mean.quarters if item.mean else None,
            "adjusted": _number(item.adjusted),
            "vintage": words.vintage_name(point.vintage).get(lang) if point else None,
            "method": methods.label(point.method, lang) if point else None,
        })  # fmt: skip
    schema = {
        "period": pl.String(), "value": pl.Float64(), "state": pl.String(), "mean": pl.Float64(), "quarters": pl.Int64(),
        "adjusted": pl.Float64(), "vintage": pl.String(), "method": pl.String(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _point(made: AbsenceSeries, item: PeriodRow) -> dict[str, Any]:
    told = row(made, item)
    told["states"] = [{"code": state.code, "words": state.text.as_dict()} for state in item.states]
    return told


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "period": change.period, "other_period": change.other_period, "value": _number(change.value),
        "other_value": _number(change.other), "difference": _number(change.difference), "vintage": change.vintage,
        "breaks_between": [item.from_period for item in change.breaks],
    }  # fmt: skip


def _mean(made: AbsenceSeries) -> dict[str, Any] | None:
    mean = made.latest_mean
    if mean is None:
        return None
    return {"period": mean.period, "value": _number(mean.value), "quarters": mean.quarters, "methods": list(mean.methods)}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
