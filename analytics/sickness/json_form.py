"""Sick leave against the target as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from analytics.sickness.goal import Goal, Point, Track
from analytics.sickness.observed import Observation
from analytics.sickness.series import Break
from analytics.sickness.words import verdict_rule
from domain.text import Text

if TYPE_CHECKING:
    from analytics.sickness.target import AbsenceTarget, Outcome


def number(value: Decimal | None) -> float | None:
    """A decimal as a number for JSON, None as it is."""
    return None if value is None else float(value)


def absence_target(made: AbsenceTarget) -> dict[str, Any]:
    """The result as JSON: per cent and percentage points as numbers, None for unknown."""
    latest, wanted = made.latest, made.goal
    return {
        "measure": made.measure,
        "comparison": made.track.comparison,
        "vintage": latest.vintage if latest else None,
        "agreement_id": wanted.agreement_id if wanted else None,
        "baseline_period": wanted.baseline_period if wanted else None,
        "baseline_value": number(made.track.baseline_value),
        "baseline_source": made.track.baseline_source,
        "change_pct": number(wanted.change_pct) if wanted else None,
        "target_value": number(made.track.target_value),
        "target_value_in_source": number(made.track.source_target_value),
        "target_period": wanted.target_period if wanted else None,
        "path_end_period": wanted.path_end if wanted else None,
        "observed": [_point_json(point, made.path_at(point)) for point in made.shown_points],
        "quarters": [_observation_json(item) for item in made.shown_quarters],
        "missing_quarters": made.gaps,
        **_comparison_json(made),
        "own_measure": wanted.own_measure if wanted else None,
        "own_measure_last_period": made.own_series_ended,
        "incomplete": _incomplete_json(made.newest_incomplete),
        "path": [{"period": point.period, "value": number(point.value)} for point in made.path],
        "breaks": [_break_json(item) for item in made.breaks],
        "pandemic_quarters": list(made.pandemic) if made.pandemic else None,
        "reported_outcomes": [_outcome_json(item) for item in made.outcomes],
        "older_vintages": [_observation_json(item) for item in made.track.older if made.is_shown(item.period)],
        "measures": [_track_json(item, wanted) for item in made.tracks.values()],
    }


def _comparison_json(made: AbsenceTarget) -> dict[str, Any]:
    """The latest value against path, baseline and target."""
    latest = made.latest
    return {
        "latest_period": latest.period if latest else None,
        "latest_value": number(latest.value) if latest else None,
        "path_value": number(made.path_value),
        "deviation_pp": number(made.deviation_pp),
        "deviation_from_baseline_pp": number(made.from_baseline_pp),
        "deviation_from_target_pp": number(made.from_target_pp),
        "reported_change_pct": number(made.reported_change_pct),
        "verdict": made.verdict,
        "verdict_rule": verdict_rule(made),
        "tolerance_pp": number(made.tolerance_pp),
        "target_reached": made.target_reached,
        "target_period_value": number(made.target_period_value),
        "is_target_period_over": made.is_path_over,
        "crosses_method_change": made.crosses_methods,
    }


def _point_json(point: Point, on_path: Decimal | None) -> dict[str, Any]:
    apart = None if on_path is None or point.value is None else point.value - on_path
    return {
        "period": point.period, "value": number(point.value), "vintage": point.vintage, "state": point.state,
        "quarters": point.quarters, "methods": list(point.methods), "path_value": number(on_path), "deviation_pp": number(apart),
    }  # fmt: skip


def _observation_json(item: Observation) -> dict[str, Any]:
    return {
        "period": item.period, "value": number(item.value), "vintage": item.vintage, "state": item.state,
        "method": item.method, "publisher": item.publisher,
    }  # fmt: skip


def _incomplete_json(point: Point | None) -> dict[str, Any] | None:
    return None if point is None else {"period": point.period, "quarters": point.quarters, "of": 4}


def _break_json(item: Break) -> dict[str, Any]:
    return {
        "from_period": item.from_period, "scope": item.scope, "kind": item.kind,
        "title": Text(item.title_nb, item.title_en), "effect_nb": item.effect_nb,
    }  # fmt: skip


def _outcome_json(item: Outcome) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in item.__dataclass_fields__}
    return values | {"value": number(item.value)}


def _track_json(item: Track, wanted: Goal | None) -> dict[str, Any]:
    return {
        "measure": item.measure, "comparison": item.comparison, "baseline_value": number(item.baseline_value),
        "baseline_source": item.baseline_source, "target_value": number(item.target_value),
        "last_period": item.last_quarter, "observations": len(item.quarters),
        "is_own_measure": bool(wanted and wanted.own_measure == item.measure),
    }  # fmt: skip
