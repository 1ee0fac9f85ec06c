"""The tables of power as they are read: words in the language, numbers as numbers, what is missing named."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.evidence.power.calculation import Calculation
from analytics.evidence.power.choices import input_name, plain
from analytics.evidence.power.inputs import Inputs
from analytics.evidence.power.result import Power
from analytics.evidence.power.studies import FoundBefore, StudyPower
from analytics.evidence.power.words import change_text, missing_texts, short_verdict, verdict_symbol
from domain.codes import label
from domain.text import say, tell

_PER_CENT = frozenset({"attrition", "power", "alpha"})
_SHOWN = (
    "n_treated", "n_control", "clusters_treated", "clusters_control", "size", "cv", "icc", "sd", "baseline", "periods_before",
    "periods_after", "correlation", "r2", "attrition", "power", "alpha",
)  # fmt: skip


def studies_frame(made: Power, lang: str) -> pl.DataFrame:
    """One row a study, in words: what it can detect in each unit, and the verdict with a sign and words."""
    return pl.DataFrame([_study_row(study, lang) for study in made.studies], schema=_STUDY_SCHEMA)


def facts_frame(study: StudyPower, lang: str) -> pl.DataFrame:
    """What the study is computed from: each input with its value, and those that are missing."""
    rows = [(tell("power.column.outcome", lang), study.outcome_nb or label("study_outcome", study.outcome, lang))]
    if study.calculation is not None:
        rows += _input_rows(study.calculation.inputs, lang)
    rows += [(_capital(text), tell("power.page.missing_value", lang)) for text in _missing(study, lang)]
    return pl.DataFrame(rows, schema={"input": pl.String, "value": pl.String}, orient="row")


def found_frame(study: StudyPower, lang: str) -> pl.DataFrame:
    """Findings with a size on the same outcome, each by itself."""
    return pl.DataFrame([_found_row(item, lang) for item in study.findings], schema=_FOUND_SCHEMA, orient="row")


def curve_frame(made: Power) -> pl.DataFrame:
    """The curve: clusters (persons, without clusters) in all, and the smallest change in both units."""
    return made.table()


def _study_row(study: StudyPower, lang: str) -> dict[str, Any]:
    made = study.calculation
    found = None if made is None else made.detectable
    title = study.title_en if lang == "en" and study.title_en else study.title_nb
    return {
        "study": study.study_id, "owner_id": study.owner_id, "owner_kind": study.owner_kind, "title": title or study.owner_id,
        "outcome": label("study_outcome", study.outcome, lang),
        "design": _design(study, lang),
        "verdict": f"{verdict_symbol(study)} {short_verdict(study).get(lang)}",
        "missing": ", ".join(_missing(study, lang)) or None,
        "mde_pct": None if found is None else found.pct,
        "change": None if made is None or found is None else change_text(found.units, made.inputs).get(lang),
        "mde_sd": None if found is None else found.sd,
        "power_pct": None if made is None or made.wanted_power is None else made.wanted_power * 100,
        "needed": _needed(made, lang), "man_days": _man_days(study, lang),
    }  # fmt: skip


def _design(study: StudyPower, lang: str) -> str | None:
    name = study.design_en if lang == "en" else None
    return name or study.design_nb or study.design_id


def _needed(made: Calculation | None, lang: str) -> str | None:
    if made is None or made.wanted_pct is None or made.wanted_units is None:
        return None
    if made.needed is None:
        return tell("power.page.key_never", lang)
    return tell(f"power.page.key_{'clusters' if made.inputs.is_clustered else 'people'}", lang, count=made.needed)


def _man_days(study: StudyPower, lang: str) -> str | None:
    found = None if study.calculation is None else study.calculation.detectable
    if found is None:
        return None
    if found.man_days is not None:
        return plain(found.man_days, 2).get(lang)
    return None if study.no_man_days is None else tell(f"power.no_man_days_short.{study.no_man_days}", lang)


def _input_rows(inputs: Inputs, lang: str) -> list[tuple[str, str]]:
    rows = []
    for name in _SHOWN:
        value = getattr(inputs, name)
        if value is not None:
            shown = plain(value * 100, 2) if name in _PER_CENT else plain(float(value))
            text = f"{shown.get(lang)} {tell('power.page.per_cent', lang)}" if name in _PER_CENT else shown.get(lang)
            rows.append((_capital(input_name(name, inputs.design).get(lang)), text))
    return rows


def _missing(study: StudyPower, lang: str) -> list[str]:
    return [text.get(lang) for text in missing_texts(study)]


def _found_row(item: FoundBefore, lang: str) -> tuple[Any, ...]:
    span = None
    if item.interval_low is not None and item.interval_high is not None:
        low, high = plain(item.interval_low, 2).get(lang), plain(item.interval_high, 2).get(lang)
        span = say("power.page.interval", low=low, high=high).get(lang)
    own = tell("power.page.yes" if item.is_own else "power.page.no", lang)
    return (item.finding_id, item.owner_id, item.estimate, span, item.unit_nb, item.population_nb, own)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


_STUDY_SCHEMA: dict[str, Any] = dict.fromkeys(
    ("study", "owner_id", "owner_kind", "title", "outcome", "design", "verdict", "missing"), pl.String
) | {"mde_pct": pl.Float64, "change": pl.String, "mde_sd": pl.Float64, "power_pct": pl.Float64, "needed": pl.String,
     "man_days": pl.String}  # fmt: skip
_FOUND_SCHEMA: dict[str, Any] = {
    "finding": pl.String, "owner": pl.String, "estimate": pl.Float64, "interval": pl.String, "unit": pl.String,
    "population": pl.String, "own": pl.String,
}  # fmt: skip
