"""Sick leave by group as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.sickness.industries_words import state_name, why_not_name
from analytics.sickness.json_form import number
from domain.text import Text

if TYPE_CHECKING:
    from analytics.sickness.group_levels import Level
    from analytics.sickness.industries import AbsenceIndustries, Comparison, GroupRow
    from analytics.sickness.programme_industries import ProgrammePanel


def absence_industries(made: AbsenceIndustries) -> dict[str, Any]:
    """The result as JSON: per cent and percentage points as numbers, None for unknown with the reason beside it."""
    chosen = made.chosen
    return {
        "by": made.asked.by,
        "sex": made.asked.sex,
        "absence_type": made.absence_type,
        "adjustment": "unadjusted",
        "industry_standard": made.standard,
        "other_standards": list(made.other_standards),
        "search": made.asked.search,
        "kind": chosen.kind if chosen else None,
        "period": chosen.period if chosen else None,
        "method": chosen.method if chosen else None,
        "method_family": made.family,
        "is_pandemic_period": made.is_pandemic,
        "groups_with_value": len(made.known),
        "groups_total": len(made.rows),
        "comparison": _comparison(made.comparison),
        "direction_rule": made.rule,
        "tolerance_pp": number(made.tolerance_pp),
        "country": _row(made.country) if made.country else None,
        "groups": [_row(row) for row in made.rows],
        "breaks": [{"from_period": b.from_period, "scope": b.scope, "title": Text(b.title_nb, b.title_en)} for b in made.breaks],
        "periods": dict(made.periods),
        "programmes": [_panel(panel) for panel in made.programmes],
    }


def _comparison(found: Comparison | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "period": found.period, "is_baseline": found.is_baseline, "groups_compared": found.count,
        "baseline_period_not_used": found.baseline_period, "why_not": found.baseline_why_not,
    }  # fmt: skip


def _row(row: GroupRow) -> dict[str, Any]:
    return {
        "code": row.code, "name": row.name, **_level(row.level),
        "before": _level(row.before) if row.before else None, "change_pp": number(row.change_pp), "why_no_change": row.why_not,
        "why_no_change_text": why_not_name(row.why_not) if row.why_not else None, "direction": row.direction,
        "from_country_pp": number(row.from_country_pp),
    }  # fmt: skip


def _level(level: Level) -> dict[str, Any]:
    return {
        "period": level.period, "value": number(level.value), "state": level.state, "state_text": state_name(level),
        "quarters": level.quarters, "vintage": level.edition.vintage if level.edition else None,
        "publisher": level.edition.publisher if level.edition else None, "method": level.method,
    }  # fmt: skip


def _panel(panel: ProgrammePanel) -> dict[str, Any]:
    near = panel.wider
    return {
        "industry_id": panel.industry_id, "name": panel.name, "nace_codes": list(panel.codes),
        "industry_standard": panel.standard, "series": panel.how, "text": panel.sentence, "target": panel.target,
        "needs": panel.needs,
        "wider": {"code": near.code, "name": near.name, "period": near.period, "value": number(near.value)} if near else None,
        "points": [
            {"period": p.period, "value": number(p.value), "state": p.state, "vintage": p.vintage, "method": p.method}
            for p in panel.points
        ],
    }  # fmt: skip
