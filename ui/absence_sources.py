"""The parts of the page Kilder og revisjoner: tables, faults, revisions, the target per vintage, breaks, and how to refresh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analytics.quality import source_words
from analytics.quality.sources import Sources
from analytics.sickness import revision_words, vintage_target_words
from analytics.sickness.break_list import breaks_table
from analytics.sickness.goal import MEASURES
from analytics.sickness.lines import SeriesChoice, groups
from analytics.sickness.revisions import AbsenceRevisions
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.words import measure_name
from domain.codes import CODE_LISTS
from domain.text import Text, say, tell
from ui import layout, loaders
from ui.layout import Col, KeyFigure

#: The measure that all groups are told in comes first.
_MEASURES = ("unadjusted", *(name for name in MEASURES if name != "unadjusted"))
_SEXES, _TYPES = ("both", "women", "men"), ("total", "self_certified", "doctor_certified")
_USUAL_STANDARD = "SN2007"
_DASH = Text("–", "–")


def key_figures(found: Sources) -> list[KeyFigure]:
    """The newest quarter, how old its vintage is, the next release, and how many tables have faults."""
    reach, release = found.reach, found.next_release
    unknown = say("sources.page.unknown")
    period = say("sources.page.period", period=reach.last_period) if reach.last_period else unknown
    origin = say("sources.page.note_fetched" if reach.is_fetched else "sources.page.note_embedded") if reach.last_period else None
    day, note = unknown, None
    if release is not None:
        day = say("sources.page.day", day=release.day)
        how = "announced" if release.is_announced else "by_rule"
        note = say(f"sources.page.note_{how}", period=release.period)
    faults = say("sources.page.count", count=len(found.failing), of=len(found.tables))
    never = say("sources.page.note_never", count=len(found.never_loaded)) if found.never_loaded else None
    return [
        KeyFigure(say("sources.page.key_period"), period, origin),
        KeyFigure(say("sources.page.key_age"), source_words.old_text(found), _measure(found)),
        KeyFigure(say("sources.page.key_next"), day, note),
        KeyFigure(say("sources.page.key_faults"), faults, never),
    ]


def _measure(found: Sources) -> Text | None:
    return measure_name(found.reach.measure) if found.reach.last_period else None


def show_tables(found: Sources, lang: str) -> None:
    """The tables that can be fetched, their faults in full, and the bodies of embedded facts."""
    kinds = {"table": "text", "status": "text", "reach": "text", "next": "text", "licence": "short"}
    _show_part("tables", source_words.tables_table(found, lang), _columns(kinds))
    counted = source_words.counts_table(found, lang)
    if len(counted):
        counts = ("cells", "new", "revised", "provisional", "masked", "missing")
        columns = _columns({"table": "short", "vintage": "short"} | dict.fromkeys(counts, "int"))
        layout.show_table(counted, key="sources_counts", columns=columns, caption=say("sources.page.counts_text"))
    layout.show_subtitle(say("sources.page.faults_heading"))
    faults = source_words.fault_texts(found)
    if faults:
        layout.show_points(faults)
    else:
        layout.show_text(say("sources.page.faults_none"))
    remarks = source_words.remark_texts(found)
    if remarks:
        layout.show_points(remarks, say("sources.page.remarks_heading"))
    kinds = {"name": "text", "publisher": "text", "updated": "date", "newest": "text", "rhythm": "text", "licence": "text"}
    _show_part("bodies", source_words.bodies_table(found, lang), _columns(kinds))


def select_series(lang: str) -> dict[str, str | None]:
    """The series whose revisions are shown, kept in the address; a part that is not chosen is left to the report."""
    columns = st.columns(4)
    kinds = (
        ("measure", "serie", _MEASURES, "adjustment"), ("type", "type", _TYPES, "absence_type"), ("sex", "kjonn", _SEXES, "sex")
    )  # fmt: skip
    chosen: dict[str, str | None] = {}
    for column, (name, key, codes, code_list) in zip(columns, kinds, strict=False):
        names = {code: CODE_LISTS[code_list].label(code, lang) for code in codes}
        with column:
            chosen[name] = _select(key, names, say(f"sources.page.{name}_filter"), lang)
    with columns[-1]:
        industry = _select("naering", _industries(lang), say("sources.page.industry_filter"), lang)
    return chosen | {"industry": None if industry == ALL_INDUSTRIES else industry}


def _industries(lang: str) -> dict[str, str]:
    """Industries by the code that the report takes; those of another standard than the usual one say so."""
    name = "name_en" if lang == "en" else "name_nb"
    names: dict[str, str] = {ALL_INDUSTRIES: tell("sources.page.all_industries", lang)}
    for row in groups(loaders.snapshot(), SeriesChoice(), "industry").iter_rows(named=True):
        code, standard = row["code"], row["standard"]
        if code != ALL_INDUSTRIES:
            is_usual = standard in (None, _USUAL_STANDARD)
            key = code if is_usual else f"{standard}:{code}"
            names[key] = f"{code} {row[name] or ''}" + ("" if is_usual else f" ({standard})")
    return names


def _select(key: str, names: Mapping[str, str], label: Text, lang: str) -> str:
    """A choice kept in the address under `key`, unless it is the first one."""
    codes = list(names)
    asked = st.query_params.get(key)
    widget = f"kilder_{key}"
    if asked in names and widget not in st.session_state:
        st.session_state[widget] = asked
    if asked is not None and asked not in names:
        layout.show_notice(say("sources.page.no_choice", choice=asked, label=label, shown=names[codes[0]]))
    chosen = st.selectbox(label.get(lang), codes, key=widget, format_func=lambda code: names.get(code, code), filter_mode=None)
    if chosen in (None, codes[0]):
        st.query_params.pop(key, None)
        return codes[0]
    st.query_params[key] = str(chosen)
    return str(chosen)


def show_revisions(made: AbsenceRevisions, lang: str) -> None:
    """The revisions of the series chosen: figure, changes, summary; then an overview of all series."""
    steps, columns = revision_words.steps_table(made, lang), _step_columns(made)
    if made.is_comparable:
        from reports.charts import revisions as charts  # Plotly is loaded only where there is a figure

        layout.show_figure(
            lambda which: charts.revisions(made, which), made, key="absence_revisions", alt=made.sentence,
            table=steps, columns=columns,
        )  # fmt: skip
        kinds = {"group": "text", "count": "int", "changed": "int", "mean": "num2", "mean_absolute": "num2", "largest": "num2"}
        kinds |= {"median_age_quarters": "num"}
        text = say("sources.page.summary_text", unit=revision_words.unit_text(made))
        _show_rows("summary", revision_words.summary_table(made, lang), kinds, text)
    else:
        layout.show_empty(made.sentence)
        if len(steps):
            layout.show_table(steps, key="absence_revisions_table", columns=columns, caption=say("sources.page.steps_text"))
    counts = ["compared", "revised", "method_revised", "no_difference"]
    counts += [] if made.overview.in_last_load is None else ["gone", "in_last_load"]
    kinds = {"series": "text"} | dict.fromkeys(counts, "int") | {"largest": "number", "largest_period": "period"}
    with st.expander(tell("sources.page.overview_title", lang)):
        _show_rows("overview", revision_words.overview_table(made, lang), kinds, say("sources.page.overview_text"))


def _step_columns(made: AbsenceRevisions) -> dict[str, Col]:
    unit = "pp2" if made.is_percent else "number"
    kinds = {"period": "period", "before": "short", "after": "short", "difference": unit, "what": "text"}
    kinds |= dict.fromkeys(("from_vintage", "to_vintage", "method"), "text")
    return {name: Col(say(f"revisions.column.{name}"), kind, _DASH) for name, kind in kinds.items()}


def show_target(made: AbsenceRevisions, lang: str) -> None:
    """Baseline and level of the target per vintage, how far they moved, and what may not be concluded."""
    layout.show_subtitle(say("sources.page.target_heading"))
    layout.show_text(made.target.sentence)
    editions = vintage_target_words.editions_table(made.target, lang)
    if editions.is_empty():
        return
    kinds = {"measure": "text", "vintage": "text", "source": "text", "baseline": "pct2", "target": "pct2", "method": "text"}
    columns = _target_columns(kinds)
    layout.show_table(editions, key="absence_target_editions", columns=columns, caption=say("sources.page.target_text"))
    moves = vintage_target_words.moves_table(made.target, lang)
    if len(moves):
        kinds = {"measure": "text", "what": "text", "from_vintage": "text", "to_vintage": "text"}
        kinds |= {"baseline_pp": "number", "target_pp": "pp2"}
        columns = _target_columns(kinds)
        layout.show_table(moves, key="absence_target_moves", columns=columns, caption=say("sources.page.moves_text"))
    layout.show_points(made.target.basis.caveats)


def show_breaks(made: AbsenceRevisions, lang: str) -> None:
    """Every known break of the statistics."""
    if not made.breaks:
        layout.show_subtitle(say("sources.page.breaks_heading"))
        layout.show_empty(say("sources.page.breaks_empty"))
        return
    kinds = {"from_period": "period", "title": "text", "scope": "code:break_scope", "kind": "code:break_kind"}
    kinds |= ({"effect": "text"} if lang == "nb" else {}) | {"known": "date"}
    columns = _columns(kinds) | {"known": Col(say("sources.column.known"), "date", say("sources.page.unknown"))}
    _show_part("breaks", breaks_table(made.breaks, lang), columns)


def show_refresh() -> None:
    """How new figures are fetched. Nothing is fetched by the page."""
    layout.show_subtitle(say("sources.page.refresh_heading"))
    layout.show_text(say("sources.page.refresh_text"))
    layout.show_points(
        [
            say("sources.page.refresh_ssb", command=source_words.REFRESH_COMMAND),
            say("sources.page.refresh_nav", command=source_words.NAV_COMMAND),
            say("sources.page.refresh_cron", command=source_words.CRON_LINE),
        ]
    )
    layout.page_link("import_data", say("sources.page.import_link"))
    layout.page_link("absence_target", say("sources.page.target_link"))


def _show_part(name: str, frame: Any, columns: Mapping[str, Col]) -> None:
    """A table under its heading, with what it shows as caption."""
    layout.show_subtitle(say(f"sources.page.{name}_heading"))
    layout.show_table(frame, key=f"sources_{name}", columns=columns, caption=say(f"sources.page.{name}_text"))


def _show_rows(name: str, frame: Any, kinds: Mapping[str, str], caption: Text) -> None:
    """A table of revisions, when it has rows."""
    if len(frame):
        columns = {column: Col(say(f"revisions.column.{column}"), kind, _DASH) for column, kind in kinds.items()}
        layout.show_table(frame, key=f"revisions_{name}", columns=columns, caption=caption)


def _columns(kinds: Mapping[str, str]) -> dict[str, Col]:
    return {name: Col(say(f"sources.column.{name}"), kind, _DASH) for name, kind in kinds.items()}


def _target_columns(kinds: Mapping[str, str]) -> dict[str, Col]:
    return {name: Col(say(f"revisions.target.column_{name}"), kind, _DASH) for name, kind in kinds.items()}
