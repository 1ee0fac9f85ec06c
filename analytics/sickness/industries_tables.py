"""Sick leave by group, a split change and expected sick leave as tables to read."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.sickness.decomposition import AbsenceDecomposition
from analytics.sickness.decomposition_words import lack_reason
from analytics.sickness.industries import AbsenceIndustries
from analytics.sickness.industries_words import state_name, why_not_name
from analytics.sickness.json_form import number
from analytics.sickness.programme_industries import ProgrammePanel
from analytics.sickness.words import vintage_name
from domain.text import tell

_GROUPS: dict[str, Any] = {
    "name": pl.String(), "value_pct": pl.Float64(), "state": pl.String(), "before_pct": pl.Float64(), "change_pp": pl.Float64(),
    "direction": pl.String(), "from_country_pp": pl.Float64(), "why_not": pl.String(), "vintage": pl.String(),
}  # fmt: skip


def groups(made: AbsenceIndustries, lang: str) -> pl.DataFrame:
    """One row a group, the country first, with states and directions in words."""
    rows = []
    for row in [*([made.country] if made.country else []), *made.rows]:
        level = row.level
        rows.append({
            "name": row.label.get(lang), "value_pct": number(level.value), "state": state_name(level).get(lang),
            "before_pct": number(row.before.value) if row.before else None, "change_pp": number(row.change_pp),
            "direction": tell(f"states.direction.{row.direction or 'unknown'}", lang),
            "from_country_pp": number(row.from_country_pp), "why_not": why_not_name(row.why_not).get(lang),
            "vintage": vintage_name(level.edition.vintage).get(lang) if level.edition else None,
        })  # fmt: skip
    return pl.DataFrame(rows, schema=_GROUPS)


def parts(made: AbsenceDecomposition, lang: str) -> pl.DataFrame:
    """One row a group and one with the sums; every column of percentage points adds up."""
    found = made.table()
    return found.with_columns(pl.col("name_en" if lang == "en" else "name_nb").alias("name"))


def points(panel: ProgrammePanel, lang: str) -> pl.DataFrame:
    """The figures of one industry with a programme, newest first."""
    rows = [
        {
            "period": point.period, "value_pct": number(point.value), "state": point.state,
            "vintage": vintage_name(point.vintage).get(lang),
        }
        for point in reversed(panel.points)
    ]  # fmt: skip
    schema = {"period": pl.String(), "value_pct": pl.Float64(), "state": pl.String(), "vintage": pl.String()}
    return pl.DataFrame(rows, schema=schema)


def lacking(made: AbsenceDecomposition, lang: str) -> pl.DataFrame:
    """One row a figure that is lacking for the split."""
    rows = [
        {
            "lack_name": lack.name.get(lang), "lack_period": lack.period,
            "lack_what": tell(f"decomposition.what.{lack.what}", lang), "lack_why": lack_reason(lack).get(lang),
        }
        for lack in made.lacking
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(("lack_name", "lack_period", "lack_what", "lack_why"), pl.String()))
