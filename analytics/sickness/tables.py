"""Sick leave against the target as tables to read."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.sickness.json_form import number
from analytics.sickness.target import AbsenceTarget, Outcome
from analytics.sickness.words import measure_name, method_name, vintage_name
from domain.codes import CODE_LISTS
from domain.numbers import decimal_text, period_text
from domain.text import tell


def points(made: AbsenceTarget, lang: str) -> pl.DataFrame:
    """One row a compared value with the path beside it, in per cent; vintage and method in words. Newest first."""
    words = {
        point.period: (vintage_name(point.vintage).get(lang), ", ".join(method_name(m).get(lang) for m in point.methods))
        for point in made.shown_points
    }
    named = [words[period] for period in made.table().get_column("period")]
    shown = made.table().with_columns(
        pl.Series("vintage", [vintage for vintage, _ in named], dtype=pl.String()),
        pl.Series("methods", [method for _, method in named], dtype=pl.String()),
    )
    return shown.reverse()


def breaks(made: AbsenceTarget, lang: str) -> pl.DataFrame:
    """The numbered breaks of the figure."""
    rows = [
        {
            "number": place,
            "from_period": item.from_period,
            "kind": item.kind,
            "title": item.title_en if lang == "en" else item.title_nb,
            "effect": item.effect_nb if lang == "nb" else None,
        }
        for place, item in enumerate(made.breaks, start=1)
    ]
    schema = {"number": pl.Int64(), "from_period": pl.String(), "kind": pl.String(), "title": pl.String(), "effect": pl.String()}
    return pl.DataFrame(rows, schema=schema)


def measures(made: AbsenceTarget, lang: str) -> pl.DataFrame:
    """The baseline and target level in each measure, in per cent; None where the measure has none."""
    rows = []
    for name, item in made.tracks.items():
        latest = item.points[-1] if item.points else None
        rows.append(
            {
                "measure": measure_name(name).get(lang),
                "comparison": tell(f"sickness.comparison.{item.comparison}", lang),
                "baseline": number(item.baseline_value),
                "baseline_source": tell(f"sickness.baseline_source.{item.baseline_source or 'none'}", lang),
                "target": number(item.target_value),
                "last_period": latest.period if latest else None,
            }
        )
    schema: dict[str, Any] = {
        "measure": pl.String(), "comparison": pl.String(), "baseline": pl.Float64(), "baseline_source": pl.String(),
        "target": pl.Float64(), "last_period": pl.String(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def outcomes(made: AbsenceTarget, lang: str) -> pl.DataFrame:
    """What sources have reported for the target shown, newest first, each in its own measure.

    Of the day it was reported only the year is shown: more is not known of all of them.
    """
    wanted = made.goal.baseline_period if made.goal else None
    rows = [
        {
            "reported": str(item.reported_date.year) if item.reported_date else None,
            "reported_by": item.reported_by,
            "measure": measure_name(item.measure).get(lang),
            "from_period": period_text(item.from_period, lang) if item.from_period else None,
            "to_period": period_text(item.to_period, lang),
            "kind": CODE_LISTS["outcome_kind"].label(item.kind, lang),
            "outcome": _outcome_text(item, lang),
        }
        for item in reversed(made.outcomes)
        if wanted is None or item.from_period in (wanted, item.to_period)
    ]
    names = ("reported", "reported_by", "measure", "from_period", "to_period", "kind", "outcome")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()))


def _outcome_text(item: Outcome, lang: str) -> str | None:
    if item.value is None:
        return item.words_nb
    text = decimal_text(item.value, 0 if item.value == item.value.to_integral_value() else 1, lang)
    return f"+{text}" if item.kind == "change_pct" and item.value > 0 else text
