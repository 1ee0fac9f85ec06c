"""The parts of the page Sluttrapport: how complete the material is, the chain by area, gaps, sources, files."""

from __future__ import annotations

import polars as pl
import streamlit as st

from analytics.evidence.final_report import (
    FinalReport,
    Section,
    area_names,
    gap_areas,
    gap_record,
    missing_text,
    part_counts,
    part_name,
)
from analytics.evidence.final_report_parts import PARTS, completeness
from analytics.evidence.finding_text import number_words
from domain.text import Text, say, tell
from reports.charts import final_report as charts
from reports.exports.catalogue import FORMS, export_bytes, exports
from reports.exports.document import Table
from reports.exports.final_report import findings_table
from ui import filters, layout
from ui.finding_one import FINDING, source_address
from ui.layout import Col, KeyFigure
from ui.lookup import address
from ui.view import View

#: What stands in the address.
AREA, GAP = "omrade", "mangel"
NAME = "final-report"
#: What stands in the address for what has no area, and for other evaluations.
NO_AREA, OTHERS = "uten", "andre"
FINDINGS_PER_PAGE = 15
DASH = Text("–", "–")


def key_figures(found: FinalReport) -> list[KeyFigure]:
    """How complete the material is, the findings, those that can be followed up, and what is missing."""
    met, of = completeness(found.parts)
    note = say("final_report.key.complete_note", met=number_words(met), of=number_words(of))
    pct = say("final_report.key.unknown") if found.pct is None else say("final_report.key.pct", pct=found.pct)
    followed = len(found.findings.filter(pl.col("follow_ups") > 0))
    return [
        KeyFigure(say("final_report.key.complete"), pct, note),
        KeyFigure(
            say("final_report.key.findings"), say("final_report.key.count", count=len(found.findings)),
            say("final_report.key.others", count=len(found.others)),
        ),
        KeyFigure(say("final_report.key.follow_up"), say("final_report.key.of", part=followed, whole=len(found.findings))),
        KeyFigure(say("final_report.key.gaps"), say("final_report.key.count", count=len(found.gaps))),
    ]  # fmt: skip


def show_files(found: FinalReport, view: View) -> None:
    """The material as files for the external author."""
    layout.show_text(say("final_report.page.files"))
    with st.container(horizontal=True, gap="small"):
        for form in exports()[NAME].forms:
            layout.show_download(
                say(f"final_report.page.download_{form}"), lambda form=form: export_bytes(NAME, found, form, view.lang),  # type: ignore[misc]
                form, FORMS[form], f"sluttrapport_{view.lang}",
            )  # fmt: skip


def show_completeness(found: FinalReport, view: View) -> None:
    """The parts: what each counts, of what, and how much is in place; then by area."""
    rows = [
        {"part": part_name(part.name).get(view.lang), "counts": part_counts(part.name).get(view.lang), "met": part.met,
         "of": part.of, "lacks": part.of - part.met, "pct": part.pct, "weight": part.weight}
        for part in found.parts
    ]  # fmt: skip
    columns = {
        "part": Col(say("final_report.column.part")), "counts": Col(say("final_report.column.counts"), width=80),
        "met": Col(say("final_report.column.met"), "int"), "of": Col(say("final_report.column.of"), "int"),
        "lacks": Col(say("final_report.column.lacks"), "int"),
        "pct": Col(say("final_report.column.pct"), "pct", say("final_report.nothing")),
        "weight": Col(say("final_report.column.weight"), "number", say("final_report.not_counted")),
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema_overrides={"pct": pl.Float64, "weight": pl.Float64})
    short = {name: columns[name] for name in ("part", "met", "of", "lacks", "pct")}
    layout.show_figure(
        lambda lang: charts.parts(found, lang),
        found,
        "final_report_figure",
        table=frame,
        columns=short,
        alt=_alt(found),
        wide=True,
    )
    layout.show_table(
        frame, "final_report_parts", {name: column for name, column in columns.items() if name != "lacks"},
        caption=say("final_report.page.complete_caption"),
    )  # fmt: skip
    _show_by_area(found, view)


def _alt(found: FinalReport) -> Text:
    parts = [
        say("final_report.chart.part", name=part_name(part.name), met=part.met, of=part.of)
        for part in found.parts if part.weight is not None and part.of
    ]  # fmt: skip
    return say("final_report.chart.alt", parts=parts)


def _show_by_area(found: FinalReport, view: View) -> None:
    """The parts down and the areas across; evaluations have no area."""
    names = [f"area_{place}" for place in range(len(found.sections))]
    kept = [name for name in PARTS if name != "evaluations"]
    rows = [[part_name(name).get(view.lang), *(_of(section, name, view.lang) for section in found.sections)] for name in kept]
    rows.append([tell("final_report.key.complete", view.lang), *(_pct(section, view.lang) for section in found.sections)])
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("part", *names), pl.String()), orient="row")
    columns = {"part": Col(say("final_report.column.part"))}
    columns |= {name: Col(section.name) for name, section in zip(names, found.sections, strict=True)}
    layout.show_table(frame, "final_report_areas", columns, caption=say("final_report.page.areas_caption"))


def _of(section: Section, name: str, lang: str) -> str:
    part = next(part for part in section.parts if part.name == name)
    return tell("final_report.key.of", lang, part=part.met, whole=part.of) if part.of else tell("final_report.nothing", lang)


def _pct(section: Section, lang: str) -> str:
    return tell("final_report.nothing", lang) if section.pct is None else tell("final_report.key.pct", lang, pct=section.pct)


def show_sections(found: FinalReport, view: View) -> None:
    """Finding, evidence, source, applicability, use and follow-up, by area; the last part is of other evaluations."""
    options = {section.area_id or NO_AREA: section.name.get(view.lang) for section in found.sections}
    options[OTHERS] = tell("final_report.page.others_option", view.lang)
    chosen = filters.select_many(AREA, say("final_report.column.area"), options, width=520)
    for section in found.sections:
        if not chosen or (section.area_id or NO_AREA) in chosen:
            _show_section(found, section, view)
    if not chosen or OTHERS in chosen:
        layout.show_subtitle(say("final_report.page.others_heading"))
        if found.others.is_empty():
            layout.show_empty(say("final_report.section.none"))
        else:
            _show_chain(found, found.others, "others", say("final_report.page.others_caption"), view)


def _show_section(found: FinalReport, section: Section, view: View) -> None:
    layout.show_subtitle(section.name)
    layout.show_text(section.sentence)
    if len(section.findings):
        caption = say("final_report.page.chain_caption", area=section.name)
        _show_chain(found, section.findings, section.area_id or NO_AREA, caption, view)


def _show_chain(found: FinalReport, rows: pl.DataFrame, key: str, caption: Text, view: View) -> None:
    """The same table that the files have, with links."""
    made = findings_table(found, rows, "", caption.get(view.lang), view.lang)
    shown, columns = _as_frame(made)
    frame = shown.with_columns(project_id=rows.get_column("project_id"), evaluation_id=rows.get_column("evaluation_id"))
    own = {column.name: columns[column.name] for column in made.columns if not column.in_book_only}
    own["id"] = Col(columns["id"].label, "short", to=("findings", "id", FINDING), width=10)
    link = Col(columns["source"].label, link=lambda row: source_address(row["project_id"], row["evaluation_id"]), width=50)
    own["source"] = link
    layout.show_records(
        frame, f"final_report_{key}", own, found, caption=caption, page_size=FINDINGS_PER_PAGE, name=f"side_{key}",
        file_columns={name: column for name, column in columns.items() if name not in own},
    )  # fmt: skip


def _as_frame(made: Table) -> tuple[pl.DataFrame, dict[str, Col]]:
    """A table of a document as a frame, and how to show its columns."""
    kinds = {"number": pl.Float64(), "int": pl.Int64(), "pct": pl.Float64(), "date": pl.Date()}
    schema = {column.name: kinds.get(column.kind, pl.String()) for column in made.columns}
    columns = {
        column.name: Col(Text(column.heading, column.heading), column.kind, Text(column.unknown, column.unknown))
        for column in made.columns
    }
    return pl.DataFrame(list(made.rows), schema=schema, orient="row"), columns


def show_gaps(found: FinalReport, view: View) -> None:
    """All that is missing, each with a link to the record where it can be put right."""
    parts = {gap.part: missing_text(gap.part).get(view.lang) for gap in found.gaps}
    chosen = filters.select_many(GAP, say("final_report.column.missing"), parts, width=520) if parts else ()
    gaps = [gap for gap in found.gaps if not chosen or gap.part in chosen]
    if not gaps:
        layout.show_empty(say("final_report.page.no_gaps"))
        return
    names = area_names(found)
    rows = [
        {
            "missing": missing_text(gap.part).get(view.lang),
            "id": gap.record_id,
            "title": Text(gap.title_nb, gap.title_en).get(view.lang),
            "area": gap_areas(gap, names).get(view.lang) or None,
            "example": gap.is_example,
            "table": (gap_record(gap) or (None,))[0],
        }
        for gap in gaps
    ]
    schema = {
        "missing": pl.String(),
        "id": pl.String(),
        "title": pl.String(),
        "area": pl.String(),
        "example": pl.Boolean(),
        "table": pl.String(),
    }
    columns = {
        "missing": Col(say("final_report.column.missing"), width=50),
        "id": Col(
            say("final_report.column.id"), "short", link=lambda row: address(row["table"], row["id"]) if row["table"] else None
        ),
        "title": Col(say("final_report.column.title"), width=70),
        "area": Col(say("final_report.column.area"), unknown=DASH),
        "example": Col(say("final_report.column.example"), "bool"),
    }
    layout.show_records(
        pl.DataFrame(rows, schema=schema),
        "final_report_gaps",
        columns,
        found,
        caption=say("final_report.page.gaps_caption"),
        name="side_mangler",
    )


def show_sources(found: FinalReport, _view: View) -> None:
    """Where findings, uses, follow-ups and recommendations are recorded from."""
    rows = found.sources.with_columns(
        pl.col("places").list.join("; "),
        count=pl.col("record_ids").list.len().cast(pl.Int64),
        records=pl.col("record_ids").list.join(", "),
    )
    missing = say("final_report.not_stated")
    columns = {
        "source_id": Col(say("final_report.column.source_id"), "short", link=lambda row: address("source", row["source_id"])),
        "title": Col(say("final_report.column.title"), unknown=missing, width=60),
        "publisher": Col(say("final_report.column.publisher"), unknown=missing),
        "url": Col(say("final_report.column.url"), unknown=missing, width=60),
        "places": Col(say("final_report.column.place"), unknown=missing),
        "published_date": Col(say("final_report.column.published"), "date", missing),
        "retrieved_date": Col(say("final_report.column.read"), "date", missing),
        "count": Col(say("final_report.column.used_for"), "int"),
        "is_example": Col(say("final_report.column.example"), "bool"),
    }
    layout.show_records(
        rows.with_columns(pl.when(pl.col("places") != "").then("places")),
        "final_report_sources",
        columns,
        found,
        caption=say("final_report.page.sources_caption"),
        name="side_kilder",
        file_columns={"records": Col(say("final_report.column.records"), width=60)},
    )
