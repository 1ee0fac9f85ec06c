"""One finding on the page Funn og anbefalinger: the statement, what the design allows, and all that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from analytics.evidence.finding_text import allows_text, level_text, measured_text, size_text
from analytics.evidence.findings import Findings
from domain.codes import label
from domain.text import Text, say, tell
from ui import filters, layout, trail
from ui.lookup import address
from ui.view import View

#: What stands in the address.
FINDING = "funn"


def show_one(whole: Findings, view: View) -> None:
    """One finding with all that is known of it, when the address asks for one; a way to choose another."""
    lang = view.lang
    options = {row["finding_id"]: f"{row['finding_id']} {row[f'text_{lang}']}" for row in whole.all_rows.iter_rows(named=True)}
    chosen = filters.select_optional(FINDING, say("findings.page.one"), options, width=760)
    row = None if chosen is None else whole.finding(chosen)
    if row is None:
        return
    layout.show_subtitle(say("findings.page.one_heading", id=row["finding_id"]))
    if row["is_example"]:
        layout.show_notice(say("exports.example_note"))
    layout.show_text(say("findings.page.quoted", text=Text(row["text_nb"], row["text_en"])))
    layout.show_text(say("findings.page.allows", words=allows_text(row)))
    layout.show_questions([(say(f"findings.fact.{name}"), words) for name, words in _facts(row, whole)])
    links = [(say("findings.page.to_record"), "record", {"tabell": "finding", "rad": row["finding_id"]})]
    if row["evaluation_id"]:
        links.append((say("findings.page.to_evaluation"), "record", {"tabell": "evaluation", "rad": row["evaluation_id"]}))
    if row["project_id"]:
        links.insert(0, (say("findings.page.to_project"), "project", {"id": row["project_id"]}))
    layout.show_links(links)


def _facts(row: Mapping[str, Any], whole: Findings) -> Iterable[tuple[str, Text]]:
    missing = say("findings.not_stated")
    yield "level", level_text(row)
    yield "measured", measured_text(row)
    yield "size", size_text(row)
    yield "population", _plain(row["population_nb"]) or missing
    yield "design", _plain(row["design_as_written_nb"]) or missing
    yield "from", Text(row["origin_nb"], row["origin_en"])
    yield (
        "instrument",
        Text(row["instrument_nb"], row["instrument_en"]) if row["instrument_id"] else say("findings.none_of.instrument"),
    )
    yield "applicability", Text(*(label("applicability", row["applicability"], lang) for lang in ("nb", "en")))
    source = ", ".join(part for part in (row["source_title"], row["source_place"], row["source_url"]) if part)
    yield "source", _plain(source) or missing
    ways = whole.follow_ups.filter(pl.col("finding_id") == row["finding_id"]).to_dicts()
    yield "follow_up", _lines(ways, _way) or say("findings.no_follow_up")
    uses = whole.uses.filter(pl.col("finding_id") == row["finding_id"]).to_dicts()
    yield "used", _lines(uses, _use) or say("findings.use.not_used")
    told = whole.all_recommendations.filter(pl.col("finding_id") == row["finding_id"]).to_dicts()
    yield "recommendations", _lines(told, _recommendation) or say("findings.no_recommendation")
    if row["note"]:
        yield "note", Text(row["note"], row["note"])


def _plain(text: str | None) -> Text | None:
    return Text(text, text) if text else None


def _lines(rows: list[dict[str, Any]], words: Callable[[Mapping[str, Any], str], str]) -> Text | None:
    return Text(*("\n".join(words(row, lang) for row in rows) for lang in ("nb", "en"))) if rows else None


def _way(way: Mapping[str, Any], lang: str) -> str:
    parts = [way["text_nb"]]
    if way["data_nb"]:
        parts.append(tell("exports.final_report.data", lang, data=way["data_nb"]))
    if way["organisation_id"]:
        parts.append(tell("exports.final_report.by", lang, who=way[f"organisation_{lang}"]))
    return " ".join(parts)


def _use(use: Mapping[str, Any], lang: str) -> str:
    who = use[f"organisation_{lang}"] or use[f"instrument_{lang}"]
    return tell("exports.final_report.use", lang, date=use["used_date"], who=who, text=use["text_nb"] or "")


def _recommendation(row: Mapping[str, Any], lang: str) -> str:
    state = label("recommendation_state", row["state"], lang)
    return tell("findings.recommendation_line", lang, id=row["recommendation_id"], text=row["text_nb"], state=state)


def source_address(project_id: str | None, evaluation_id: str | None) -> str | None:
    """The address of the project that a finding is from, else of the evaluation."""
    return trail.address("project", {"id": project_id}) if project_id else address("evaluation", str(evaluation_id))
