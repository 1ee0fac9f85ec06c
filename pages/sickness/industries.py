"""Næringer og bransjeprogram: the level in each group, the industries with a programme, and a change in its parts."""

from __future__ import annotations

from typing import cast

import streamlit as st

from analytics.sickness import industries_tables as tables
from analytics.sickness.decomposition import AbsenceDecomposition
from analytics.sickness.industries import AbsenceIndustries
from analytics.sickness.industries_words import period_name
from analytics.sickness.mix import MIX_BY, AbsenceMix
from domain.text import say
from reports.charts import industries as charts
from ui import absence_industries as parts
from ui import layout, loaders
from ui.layout import KeyFigure


def key_figures(made: AbsenceIndustries) -> list[KeyFigure]:
    """The level of the whole with its change, the spread, and how many groups have figures."""
    figures = []
    chosen, country = made.chosen, made.country
    if chosen and country and country.level.value is not None:
        period = period_name(chosen.kind, chosen.period)
        label = say("industries.page.key_country", name=country.name, period=period)
        figures.append(KeyFigure(label, say("industries.page.pct", value=country.level.value)))
        if made.comparison:
            figures.append(change_figure(made))
    known = made.known
    if len(known) > 1:
        value = say("industries.page.key_spread_value", top=known[0].level.value, bottom=known[-1].level.value)
        figures.append(KeyFigure(say("industries.page.key_spread"), value))
    value = say("industries.page.key_groups_value", n=len(known), of=len(made.rows))
    return [*figures, KeyFigure(say("industries.page.key_groups"), value)]


def change_figure(made: AbsenceIndustries) -> KeyFigure:
    """The change of the whole, with its direction by the rule; or that it is not shown."""
    period = say("industries.page.unknown")
    if made.comparison and made.chosen:
        period = period_name(made.chosen.kind, made.comparison.period)
    label = say("industries.page.key_change", period=period)
    country = made.country
    if country is None or country.change_pp is None:
        return KeyFigure(label, say("industries.page.not_shown"))
    way = "same" if country.change_pp == 0 else "up" if country.change_pp > 0 else "down"
    note = say(f"states.direction.{country.direction or 'unknown'}")
    if made.tolerance_pp is not None:
        note = say("industries.page.rule", direction=note, tolerance=made.tolerance_pp)
    return KeyFigure(label, say(f"industries.page.{way}", value=abs(country.change_pp)), note)


def show_levels(made: AbsenceIndustries, lang: str) -> None:
    """The dots, with the same numbers as a table."""
    if made.chosen is None:
        layout.show_empty(say("industries.page.empty_help"))
        return
    layout.show_key_figures(key_figures(made))
    layout.show_figure(
        lambda figure_lang: charts.dot_plot(made, figure_lang), made, key="absence_industries",
        table=tables.groups(made, lang), columns=parts.group_columns(made),
    )  # fmt: skip


def levels_of(choices: dict[str, str | None], period: str | None = None) -> AbsenceIndustries:
    """The report of the groups chosen."""
    made = loaders.report(
        "absence-industries", measure=choices["measure"], by=choices["by"], type=choices["type"], sex=choices["sex"],
        group=choices["group"], to_period=period,
    )  # fmt: skip
    return cast(AbsenceIndustries, made)


view = layout.open_page("absence_industries")
lead = st.container()
filters = st.container(horizontal=True, gap="small")
with filters:
    choices = parts.select_groups(view.lang)
    period = parts.select_period(levels_of(choices), view.lang)
found = levels_of(choices, period)
with lead:
    layout.show_sentence(found)
show_levels(found, view.lang)
layout.show_caveats(found)
parts.show_programmes(found, view.lang)
layout.show_subtitle(say("decomposition.page.heading"))
split_by = parts.select_split(view.lang)
split = loaders.report("absence-decomposition", by=split_by, type=choices["type"], sex=choices["sex"])
parts.show_split(cast(AbsenceDecomposition, split), view.lang)
mix_by = choices["by"] if choices["by"] in MIX_BY else None
mix = loaders.report("absence-mix", by=mix_by, type=choices["type"], sex=choices["sex"])
parts.show_mix(cast(AbsenceMix, mix), view.lang)
layout.page_link("absence_target", say("industries.page.target_link"))
