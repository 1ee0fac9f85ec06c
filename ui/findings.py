"""The parts of the page Funn og anbefalinger: filters, one finding, the findings, mixed findings, recommendations and owners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.evidence.finding_filters import FILTERS, allowed_values
from analytics.evidence.finding_text import allows_text, found_text, level_text, unit_text
from analytics.evidence.findings import Conflict, Findings
from analytics.portfolio.register_filters import UNKNOWN, joined_values
from domain.codes import CODE_LISTS, label
from domain.text import Text, say, tell
from reports.charts import findings as charts
from ui import filters, layout, loaders
from ui.effect_question import answer_if_asked
from ui.finding_one import FINDING, source_address
from ui.layout import Col, KeyFigure
from ui.view import View

#: What each filter is called in the address; the first stand open, the rest are folded.
OPEN_NAMES: Mapping[str, str] = {
    "opphav": "origin",
    "omrade": "priority_area",
    "virkemiddel": "instrument",
    "niva": "evidence_level",
}
FOLDED_NAMES: Mapping[str, str] = {
    "utfall": "outcome", "anvendbarhet": "applicability", "bruk": "use", "status": "status", "ansvarlig": "owner",
}  # fmt: skip
SEARCH = "sok"
FINDINGS_PER_PAGE = 20
_WIDTH = 190
DASH = Text("–", "–")
_CODES = {"outcome": "study_outcome", "applicability": "applicability", "status": "recommendation_state"}


def key_figures(found: Findings) -> list[KeyFigure]:
    """Findings, those on effect, those in use, and recommendations that are followed up or past due."""
    counts = found.counts
    total = counts["programme"] + counts["other"]
    return [
        KeyFigure(say("findings.key.findings"), _number(total), say("findings.key.own", count=counts["programme"])),
        KeyFigure(say("findings.key.effect"), _of(counts["effect"], total), _strong(found)),
        KeyFigure(say("findings.key.used"), _of(counts["used"], total)),
        KeyFigure(
            say("findings.key.done"), _of(counts["done"], counts["recommendations"]),
            say("findings.key.left", overdue=counts["overdue"], undated=counts["undated"]),
        ),
    ]  # fmt: skip


def _strong(found: Findings) -> Text | None:
    level = found.effect_level
    return None if level is None else say("findings.key.strong", count=found.counts["strong"], level=level)


def _number(count: int) -> Text:
    return say("findings.key.number", count=count)


def _of(part: int, whole: int) -> Text:
    return say("findings.key.of", part=part, whole=whole)


def select(whole: Findings, view: View) -> dict[str, tuple[str, ...]]:
    """Draw the filters and the search; give the values of those in use by their names in `domain.choices`."""
    search = filters.search_text(SEARCH, say("findings.page.search"), say("findings.page.search_placeholder"), width=376)
    answer_if_asked(search)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = {kind: _select(name, kind, whole, view) for name, kind in OPEN_NAMES.items()}
    is_used = any(st.query_params.get_all(name) for name in FOLDED_NAMES)
    with (
        st.expander(tell("projects.more_filters", view.lang), expanded=is_used),
        st.container(horizontal=True, gap="small", vertical_alignment="bottom"),
    ):
        chosen |= {kind: _select(name, kind, whole, view) for name, kind in FOLDED_NAMES.items()}
    filters.clear_button([SEARCH, *OPEN_NAMES, *FOLDED_NAMES])
    return {kind: values for kind, values in chosen.items() if values} | ({"text": (search,)} if search else {})


def _select(name: str, kind: str, whole: Findings, view: View) -> tuple[str, ...]:
    allowed = allowed_values(kind, whole.all_rows, whole.all_recommendations)
    known = [*allowed, *(value for value in st.query_params.get_all(name) if value in whole.area_names | whole.names)]
    options = {value: _word(kind, value, whole, view.lang) for value in dict.fromkeys(known)}
    if kind in ("priority_area", "instrument", "owner"):
        options = dict(sorted(options.items(), key=lambda item: (item[0] == UNKNOWN, item[1].lower())))
    return filters.select_many(name, say(f"findings.filter.{kind}"), options, width=_WIDTH)


def _word(kind: str, value: str, whole: Findings, lang: str) -> str:
    if value == UNKNOWN and kind in ("priority_area", "instrument", "owner"):
        return tell(f"findings.none_of.{kind}", lang)
    if kind in _CODES:
        return label(_CODES[kind], value, lang)
    if kind == "evidence_level":
        return tell("findings.level.number", lang, level=int(value)) if value.isdigit() else tell(f"findings.level.{value}", lang)
    if kind in ("origin", "use"):
        return tell(f"findings.{kind}.{value}", lang)
    names = whole.area_names if kind == "priority_area" else whole.names
    return names[value].get(lang) if value in names else value


def report_of(chosen: Mapping[str, tuple[str, ...]]) -> Findings:
    """The findings and recommendations with what is chosen."""
    values: dict[str, Any] = {kind: joined_values(chosen[kind]) for kind in FILTERS if kind in chosen}
    return cast(Findings, loaders.report("findings", **values, text=next(iter(chosen.get("text", ())), None)))


def notes_of(found: Findings, chosen: Mapping[str, tuple[str, ...]], lang: str) -> list[tuple[Text, Text]]:
    """What the workbook tells of the choice."""
    lines = []
    for kind, values in chosen.items():
        words = list(values) if kind == "text" else [_word(kind, value, found, lang) for value in values]
        told = tell("projects.note_filter", lang, name=tell(f"findings.filter.{kind}", lang), values=", ".join(words))
        lines.append(Text(told, told))
    return [(say("projects.note_filters"), line) for line in lines or [say("projects.note_none")]]


def show_levels(found: Findings) -> None:
    """How many findings there are on each outcome, by what the design behind them says about effect."""
    layout.show_figure(
        lambda lang: charts.levels(found, lang),
        found,
        "findings_levels",
        table=charts.level_counts(found.rows),
        columns={
            "outcome": Col(say("findings.column.outcome"), "code:study_outcome"),
            **{name: Col(charts.level_name(name), "int") for name in charts.COLUMNS},
            "count": Col(say("findings.column.count"), "int"),
        },
        alt=charts.levels_alt(found),
        variant=tuple(found.rows.get_column("finding_id")),
        wide=True,
    )


def show_count(found: Findings) -> None:
    """How many findings and recommendations are left by the choice."""
    layout.show_text(
        say(
            "findings.page.count", findings=len(found.rows), all_findings=len(found.all_rows),
            recommendations=len(found.recommendations), all_recommendations=len(found.all_recommendations),
        )
    )  # fmt: skip


def show_findings(found: Findings, chosen: Mapping[str, tuple[str, ...]], view: View) -> None:
    """The list, with what the design allows beside the statement."""
    if found.rows.is_empty():
        layout.show_empty(say("findings.page.no_findings"))
        return
    layout.show_records(
        _readable(found.rows, view.lang), "findings", _columns(), found, caption=say("findings.page.findings_caption"),
        page_size=FINDINGS_PER_PAGE, notes=notes_of(found, chosen, view.lang), file_columns=_file_columns(),
    )  # fmt: skip


def _readable(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    words: dict[str, list[str]] = {name: [] for name in ("text", "measured", "level_words", "reading", "unit", "recommended")}
    for row in rows.iter_rows(named=True):
        words["text"].append(tell("findings.quoted", lang, text=row[f"text_{lang}"]))
        words["measured"].append(found_text(row).get(lang))
        words["level_words"].append(level_text(row).get(lang))
        words["reading"].append(allows_text(row).get(lang))
        words["unit"].append(unit_text(row["unit_nb"]).get(lang) if row["size_state"] != "none" else "")
        words["recommended"].append(", ".join(row["recommendation_ids"]))
    used = pl.col(f"used_{lang}").list.join(", ")
    return rows.with_columns(
        *(pl.Series(name, values, dtype=pl.String) for name, values in words.items()), instrument=pl.col(f"instrument_{lang}"),
        origin_title=pl.col(f"origin_{lang}"), used=pl.when(pl.col("uses") > 0).then(used),
    ).with_columns(pl.when(pl.col("recommended") != "").then("recommended"))  # fmt: skip


def _columns() -> dict[str, Col]:
    return {
        "finding_id": Col(say("findings.column.id"), "short", to=("findings", "finding_id", FINDING), width=10),
        "text": Col(say("findings.column.text"), width=60),
        "reading": Col(say("findings.column.reading"), width=60),
        "measured": Col(say("findings.column.measured"), width=50),
        "population_nb": Col(say("findings.column.population"), unknown=say("findings.not_stated"), width=30),
        "applicability": Col(say("findings.column.applicability"), "code:applicability"),
        "instrument": Col(say("findings.column.instrument"), unknown=say("findings.none_of.instrument")),
        "origin_title": Col(
            say("findings.column.from"), link=lambda row: source_address(row["project_id"], row["evaluation_id"]), width=50
        ),
        "used": Col(say("findings.column.used"), unknown=say("findings.use.not_used")),
        "recommended": Col(say("findings.column.recommended"), unknown=DASH),
        "reported_date": Col(say("findings.column.reported"), "date"),
        "is_example": Col(say("findings.column.example"), "bool"),
    }


def _file_columns() -> dict[str, Col]:
    return {
        "level_words": Col(say("findings.column.level")), "estimate": Col(say("findings.column.estimate"), "number"),
        "interval_low": Col(say("findings.column.low"), "number"), "interval_high": Col(say("findings.column.high"), "number"),
        "unit": Col(say("findings.column.unit")), "outcome": Col(say("findings.column.outcome"), "code:study_outcome"),
        "direction": Col(say("findings.column.direction"), "code:direction"), "project_id": Col(say("findings.column.project")),
        "evaluation_id": Col(say("findings.column.evaluation")), "source_title": Col(say("findings.column.source"), width=40),
        "source_url": Col(say("findings.column.url"), width=40)
    }  # fmt: skip


def show_mixed(found: Findings, view: View) -> None:
    """Findings on the same outcome and instrument that do not point the same way, each group together."""
    if not found.conflicts:
        layout.show_empty(say("findings.page.no_mixed"))
        return
    for place, conflict in enumerate(found.conflicts):
        rows = found.all_rows.filter(pl.col("finding_id").is_in(conflict.finding_ids))
        names = ("finding_id", "text", "reading", "measured", "population_nb", "is_example")
        columns = {name: column for name, column in _columns().items() if name in names}
        layout.show_table(_readable(rows, view.lang), f"findings_mixed_{place}", columns, caption=_mixed_caption(conflict))


def _mixed_caption(conflict: Conflict) -> Text:
    outcome = Text(*(CODE_LISTS["study_outcome"].label(conflict.outcome, lang) for lang in ("nb", "en")))
    return say("findings.page.mixed_caption", instrument=conflict.instrument, outcome=outcome, words=conflict.words)
