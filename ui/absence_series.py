"""Any series of sick leave, chosen by what it measures; every choice is in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import polars as pl
import streamlit as st

from analytics.sickness.absence_series import AbsenceSeries
from analytics.sickness.absence_series_json import shown
from analytics.sickness.absence_series_words import unit_text
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.series_choice import AREA, NO_BREAKDOWN
from domain.codes import CODE_LISTS
from domain.text import Text, say, tell
from reports.charts import absence_series as charts
from ui import layout, loaders
from ui.layout import Col
from ui.view import View

_TYPES = ("total", "doctor_certified", "self_certified")
_SEXES = ("both", "women", "men")
_ADJUSTED = "seasonal"
#: Kinds of breakdown that are no groups of employees, but remarks of a source.
_NOT_OFFERED = ("base", "other")


def show_series(view: View) -> None:
    """Selectors for any series, its sentence, figure and table.

    Each selector offers only what is found together with the choices before it, so that a choice always leads to figures.
    """
    start = cast(AbsenceSeries, loaders.report("absence-series"))
    if start.available.is_empty():
        layout.show_empty(say("sickness.page.empty"))
        return
    measure, c = _select_series(start.available, view.lang)
    chosen = loaders.report(
        "absence-series", measure=measure, by=c.get("by"), group=c.get("group"), area=c.get("area"), industry=c.get("industry"),
        type=c.get("type"), sex=c.get("sex"),
    )  # fmt: skip
    found = cast(AbsenceSeries, chosen)
    if not found.line.points:
        layout.show_empty(found.sentence)
        return
    layout.show_sentence(found)
    older = bool(found.older) and st.toggle(tell("absence_series.page.older", view.lang), key="_series_older")
    layout.show_figure(
        lambda lang: charts.absence_series(found, lang, older=older), found, key="absence_series",
        table=shown(found, view.lang), columns=_columns(found), variant=older,
    )  # fmt: skip
    _show_breaks(found, view.lang)
    layout.show_caveats(found)


def _select_series(found: pl.DataFrame, lang: str) -> tuple[str | None, dict[str, str | None]]:
    """The measure and the named choices of the report."""
    left_out: list[str] = []
    chosen: tuple[str | None, dict[str, str | None]]

    def select(name: str, label: str, options: Mapping[str, str]) -> str:
        return _select(name, label, options, lang, left_out)

    with st.container(horizontal=True, gap="small"):
        by = select("inndeling", "by", _breakdowns(found, lang))
        group = None if by == NO_BREAKDOWN else select("gruppe", "group_filter", _groups(found, by, lang))
        if by == AREA:
            sex = select("kjonn", "sex", _named("sex", _SEXES, lang))
            chosen = None, {"area": group, "sex": sex}
        else:
            rows = found.filter(pl.col("by") == by, pl.lit(True) if group is None else pl.col("group") == group)
            industry = select("naering", "industry_filter", _industries(rows, lang))
            rows = rows.filter(_is_industry(industry))
            kind = select("type", "type", _named("absence_type", _held(rows, "absence_type", _TYPES), lang))
            rows = rows.filter(pl.col("absence_type") == kind)
            sex = select("kjonn", "sex", _named("sex", _held(rows, "sex", _SEXES), lang))
            measure = select("justering", "measure", _measures(rows.filter(pl.col("sex") == sex), lang))
            by_name = None if by == NO_BREAKDOWN else by
            chosen = measure, {"by": by_name, "group": group, "industry": industry, "type": kind, "sex": sex}
    if left_out:
        layout.show_notice(say("absence_series.page.not_there", asked=left_out))
    return chosen


def _select(name: str, label: str, options: Mapping[str, str], lang: str, left_out: list[str]) -> str:
    """A selector that keeps its choice in the address, and falls back to the first option when that is not there."""
    key, first = f"_series_{name}", next(iter(options))
    asked = st.query_params.get(name)
    if key not in st.session_state and asked in options:
        st.session_state[key] = asked
    elif key not in st.session_state and asked is not None:
        left_out.append(asked)
    before, first_before = st.session_state.get(key, first), st.session_state.get(f"{key}_first", first)
    if before not in options or (before == first_before and first != first_before):
        st.session_state[key] = first  # what was not chosen, but stood first, gives way to what stands first now
    st.session_state[f"{key}_first"] = first
    title = tell(f"absence_series.page.{label}", lang)
    chosen = st.selectbox(title, list(options), key=key, format_func=lambda value: options.get(value, value), width=240) or first
    if chosen == first:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen
    return str(chosen)


def _breakdowns(found: pl.DataFrame, lang: str) -> dict[str, str]:
    held = found.get_column("by").unique().to_list()
    kinds = [kind for kind in CODE_LISTS["breakdown_kind"].values if kind in held and kind not in (NO_BREAKDOWN, *_NOT_OFFERED)]
    kinds += [AREA] if AREA not in kinds and len(loaders.snapshot().table("area")) else []
    return {NO_BREAKDOWN: tell("absence_series.page.by_none", lang)} | _named("breakdown_kind", kinds, lang)


def _groups(found: pl.DataFrame, by: str, lang: str) -> dict[str, str]:
    if by == AREA:
        areas = loaders.snapshot().table("area").sort("level", "name_nb")
        return {code: f"{name} ({code})" for code, name in areas.select("area_code", "name_nb").iter_rows()}
    name = "group_en" if lang == "en" else "group_nb"
    rows = found.filter(pl.col("by") == by).select("group", name).unique("group", keep="first", maintain_order=True)
    return {code: text for code, text in rows.sort("group").iter_rows() if code}


def _industries(rows: pl.DataFrame, lang: str) -> dict[str, str]:
    """All industries first; those of another standard than the usual one say so."""
    name = "industry_en" if lang == "en" else "industry_nb"
    own = rows.select("industry_code", "industry_standard", name).unique(["industry_standard", "industry_code"], keep="first")
    found: dict[str, str] = {}
    for code, standard, text in own.sort("industry_standard", "industry_code").iter_rows():
        if code == ALL_INDUSTRIES:
            found[code] = tell("absence_series.page.all_industries", lang)
        elif standard in (None, "SN2007"):
            found[code] = tell("absence_series.page.industry", lang, code=code, name=text or "")
        else:
            words = tell("absence_series.page.industry_other", lang, code=code, name=text or "", standard=standard)
            found[f"{standard}:{code}"] = words
    order = sorted(found, key=lambda code: (code != ALL_INDUSTRIES, ":" in code))
    return {code: found[code] for code in order}


def _is_industry(chosen: str) -> pl.Expr:
    standard, colon, code = chosen.rpartition(":")
    is_code = pl.col("industry_code") == code
    if code == ALL_INDUSTRIES:
        return is_code
    return is_code & (pl.col("industry_standard").fill_null("SN2007") == (standard if colon else "SN2007"))


def _measures(rows: pl.DataFrame, lang: str) -> dict[str, str]:
    """The adjustments of the per cent, the one that can be computed here among them; else what else is measured."""
    per_cent = rows.filter(pl.col("indicator") == "absence_pct")
    if len(per_cent):
        held = set(per_cent.get_column("adjustment"))
        if "unadjusted" in held and per_cent.get_column("quarters").max():
            held.add(_ADJUSTED)
        return _named("adjustment", [code for code in CODE_LISTS["adjustment"].values if code in held], lang)
    return _named("indicator", _held(rows, "indicator", CODE_LISTS["indicator"].values), lang)


def _held(rows: pl.DataFrame, column: str, order: Sequence[str]) -> list[str]:
    held = set(rows.get_column(column))
    return [code for code in order if code in held]


def _named(code_list: str, codes: Sequence[str], lang: str) -> dict[str, str]:
    return {code: CODE_LISTS[code_list].label(code, lang) for code in codes}


def _columns(found: AbsenceSeries) -> dict[str, Col]:
    """The columns beside the figure; those of means and adjusted figures only where there are any."""
    kind = "num" if found.line.unit_nb in ("prosent", "promille") else "int"
    unit = unit_text(found.line.unit_nb)
    unknown = say("sickness.page.unknown")
    columns = {
        "period": Col(say("absence_series.column.period"), "period"),
        "value": Col(say("absence_series.column.value", unit=unit), kind, unknown),
        "state": Col(say("absence_series.column.state")),
    }
    if found.line.rhythm == "quarter":
        columns["mean"] = Col(say("absence_series.column.mean"), kind, Text("–", "–"))
        columns["quarters"] = Col(say("absence_series.column.quarters"), "int", Text("–", "–"))
    if found.adjusted is not None:
        columns["adjusted"] = Col(say("absence_series.column.adjusted"), kind, Text("–", "–"))
    return columns | {name: Col(say(f"absence_series.column.{name}")) for name in ("vintage", "method")}


def _show_breaks(found: AbsenceSeries, lang: str) -> None:
    if not found.breaks:
        return
    rows = [
        {"number": place, "from_period": item.from_period, "kind": item.kind,
         "title": item.title_en if lang == "en" else item.title_nb}
        for place, item in enumerate(found.breaks, start=1)
    ]  # fmt: skip
    kinds = {"number": "int", "from_period": "period", "kind": "code:break_kind", "title": "text"}
    columns = {name: Col(say(f"absence_series.column.{name}"), kind) for name, kind in kinds.items()}
    layout.show_table(
        pl.DataFrame(rows), key="absence_series_breaks", columns=columns, caption=say("absence_series.page.breaks_text")
    )
