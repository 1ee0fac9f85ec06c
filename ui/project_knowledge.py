"""The part Kunnskap of one project: how it works, what it has found, and where that is used."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.evidence.finding_text import measured_text, size_text
from analytics.portfolio.project_record import ProjectRecord, Record
from analytics.portfolio.project_rows import code, lower
from domain.text import Text, say
from ui import layout
from ui.project_kit import DASH, col, in_lang, joined, show_facts, show_list, worded
from ui.view import current


def show_knowledge(_found: ProjectRecord, record: Record) -> None:
    """Design and levels, involvement, priorities, the question of 8.1, findings, use, dissemination and evaluation."""
    _show_design(record)
    _show_involvement(record)
    _show_priorities(record)
    _show_occurrence(record)
    _show_findings(record)
    _show_dissemination(record)
    columns = {
        "title_nb": col("title"), in_lang("instrument"): col("instrument"), "evaluator_nb": col("evaluator"),
    }  # fmt: skip
    show_list(record.results.evaluations, "evaluations", columns)


def _level(levels: dict[str, Any], name: str) -> Text:
    state = levels[f"state_{name}"]
    return say(f"project.fact.level_{'value' if state == 'level' else state}", level=levels[f"level_{name}"])


def _show_design(record: Record) -> None:
    method = record.method
    layout.show_subtitle(say("project.head.design"))
    design, name = method.design, method.design_name
    speaks = design["speaks_about_nb"] if design else None
    start = design["sms_start"] if design else None
    unknown = say("project.not_stated")
    maximum = unknown if design is None else say("project.fact.start_level_none")
    tags = {
        kind: joined([Text(row["name_nb"], row["name_en"]) for row in frame.iter_rows(named=True)])
        for kind, frame in (("methods", method.methods), ("disciplines", method.disciplines))
    }
    show_facts([
        ("design", name or unknown), ("speaks", Text(speaks, speaks) if speaks else unknown),
        ("start_level", say("project.fact.level_value", level=start) if start is not None else maximum),
        ("level_now", _level(method.levels, "now")), ("level_expected", _level(method.levels, "expected")),
        *tags.items(),
    ])  # fmt: skip
    if method.levels["raters_disagree"]:
        layout.show_notice(say("project.fact.disagree"))
    when = pl.when(pl.col("is_expected")).then(pl.lit("expected")).otherwise(pl.lit("current"))
    rows = worded(
        method.assessments.with_columns(when=when), "when", {n: say(f"project.col.{n}") for n in ("expected", "current")}
    )
    columns = {
        "level": col("level", "code:evidence_level"), "scale": col("scale", "code:evidence_scale"), "when": col("kind"),
        "rater": col("rater"), "assessed_date": col("assessed", "date"), "reason_nb": col("reason"),
        "is_newest": col("newest_rating", "bool"),
    }  # fmt: skip
    show_list(rows, "assessments", columns)


def _show_involvement(record: Record) -> None:
    missing = record.method.missing_parties
    rows = record.method.involvement.with_columns(pl.col("form").fill_null(say("project.state.not_involved").get(current().lang)))
    columns = {
        "party_kind": col("party", "code:party_kind"), "form": col("form", "code:involvement_form"),
        "from_date": col("since", "date"), "evidence_nb": col("evidence"),
    }  # fmt: skip
    show_list(rows, "involvement", columns)
    words = say("project.missing.parties_none")
    if missing:
        words = say("project.missing.parties", parties=[lower(code("party_kind", kind)) for kind in missing])
    layout.show_text(words)


def _show_priorities(record: Record) -> None:
    rows = record.method.priorities.with_columns(pl.col("state").fill_null("not_assessed"))
    columns = {
        in_lang("priority"): col("title"), "state": col("state", "code:met_state"), "evidence_nb": col("evidence"),
        "assessed_by": col("rater"), "assessed_date": col("assessed", "date"),
    }  # fmt: skip
    show_list(rows, "priorities", columns)


def _show_occurrence(record: Record) -> None:
    answer = record.method.occurrence
    layout.show_subtitle(say("project.head.occurrence"))
    state = answer["state"]
    points = [say(f"project.occurrence.{state}")]
    by, day = answer["decided_by"], answer["decided_date"]
    if by and day:
        points.append(say("project.occurrence.by_dated", by=by, date=day))
    elif by:
        points.append(say("project.occurrence.by", by=by))
    elif day:
        points.append(say("project.occurrence.dated", date=day))
    elif state != "undecided":
        points.append(say("project.occurrence.unsigned"))
    if answer["reason_nb"]:
        points.append(say("project.occurrence.why", reason=answer["reason_nb"]))
    layout.show_points(points)


def _show_findings(record: Record) -> None:
    results = record.results
    lang = current().lang
    estimates = pl.Series("estimate", [size_text(row).get(lang) for row in results.findings.iter_rows(named=True)], pl.String)
    columns = {
        in_lang("text"): col("finding"), "measured": col("outcome_measured"), "estimate": col("estimate"),
        "population_nb": col("population"), "applicability": col("applicability", "code:applicability"),
        "reported_date": col("reported", "date"), "finding_id": col("id", "short", to=_FINDING),
    }  # fmt: skip
    measured = pl.Series("measured", [measured_text(row).get(lang) for row in results.findings.iter_rows(named=True)], pl.String)
    show_list(results.findings.with_columns(estimates, measured), "findings", columns)
    used_by = pl.concat_str(pl.coalesce(f"organisation_{current().lang}", f"instrument_{current().lang}"))
    columns = {
        "finding_id": col("finding", "short", to=_FINDING),
        "used_by": col("used_by"),
        "used_date": col("date", "date"),
        "text_nb": col("how"),
    }
    show_list(results.uses.with_columns(used_by=used_by), "uses", columns)
    columns = {
        "text_nb": col("recommendation"), "finding_id": col("finding", "short", to=_FINDING), in_lang("owner"): col("owner"),
        "state": col("state", "code:recommendation_state"), "due_date": col("due", "date"), "done_date": col("done", "date"),
        "rejected_reason_nb": col("reason"),
    }  # fmt: skip
    show_list(results.recommendations, "recommendations", columns)


#: The page on findings, opened on the finding of the row.
_FINDING = ("findings", "finding_id", "funn")


def _show_dissemination(record: Record) -> None:
    columns = {
        "title_nb": col("title"), "channel": col("channel", "code:dissemination_channel"),
        "workplace_fit": col("workplace", "bool"), "planned_date": col("planned", "date"), "done_date": col("done", "date"),
        "days_from_report": col("days", "int", unknown=DASH),
    }  # fmt: skip
    show_list(record.results.dissemination, "dissemination", columns)
