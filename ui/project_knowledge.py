"""The part Kunnskap of a project: design and level, findings and what they led to, and how they are made known."""

from __future__ import annotations

import polars as pl
import streamlit as st

from analytics.portfolio.project_knowledge import Knowledge
from analytics.portfolio.project_record import ProjectRecord, Whole
from analytics.portfolio.project_text import level_text, speaks_about
from domain.numbers import decimal_text
from domain.text import Text, say, tell
from ui import layout
from ui.layout import Col
from ui.project_time import cols
from ui.view import View


def show_knowledge(record: ProjectRecord, whole: Whole, view: View) -> None:
    """What the project can say something about, how surely, and what it has found."""
    del record
    knowledge = whole.knowledge
    layout.show_subtitle(say("project.design_title"))
    layout.show_points(_design_points(knowledge))
    if not knowledge.assessments.is_empty():
        columns = cols(when="text", scale="code:evidence_scale", level="code:evidence_level", rater="text", assessed_date="date",
                       latest="text")  # fmt: skip
        columns["reason_nb"] = Col(say("project.col.why"))
        table = knowledge.assessments.with_columns(
            when=_choice("is_expected", "project.when.expected", "project.when.now", view),
            latest=_choice("is_latest", "project.latest.yes", "project.latest.no", view),
        )
        layout.show_table(table, "project_assessments", columns, caption=say("project.assessments_caption"))
    else:
        layout.show_text(say("project.no_assessments"))
    if not knowledge.studies.is_empty():
        columns = cols(outcome="code:study_outcome", outcome_nb="text", n_individuals="int", n_clusters_treated="int",
                       n_clusters_control="int", attrition_pct="pct")  # fmt: skip
        columns["outcome_nb"] = Col(say("project.col.outcome_detail"))
        layout.show_table(knowledge.studies, "project_studies", columns, caption=say("project.studies_caption"))
    _show_findings(knowledge, view)
    _show_dissemination(knowledge)
    _show_evaluations(knowledge)


def _design_points(knowledge: Knowledge) -> list[Text]:
    points = [speaks_about(knowledge)]
    design = knowledge.design
    if design is not None:
        start = say("project.starts_nowhere") if design.sms_start is None else say("project.starts", level=design.sms_start)
        points.append(start)
    points += [level_text(knowledge.level, when) for when in ("now", "expected")]
    if knowledge.level["raters_disagree"]:
        points.append(say("project.raters_disagree"))
    return points


def _choice(column: str, yes: str, no: str, view: View) -> pl.Expr:
    return pl.when(column).then(pl.lit(tell(yes, view.lang))).otherwise(pl.lit(tell(no, view.lang)))


def _show_findings(knowledge: Knowledge, view: View) -> None:
    layout.show_subtitle(say("project.findings_title"))
    findings = knowledge.findings
    if findings.is_empty():
        layout.show_text(say("project.no_findings"))
        return
    sizes = [_size(row, view.lang) for row in findings.iter_rows(named=True)]
    text = pl.coalesce("text_en", "text_nb") if view.lang == "en" else pl.col("text_nb")
    table = findings.with_columns(
        pl.Series("size", sizes, dtype=pl.String), finding=text, instrument=f"instrument_{view.lang}", population="population_nb"
    )
    columns = cols(finding="text", outcome="code:study_outcome", direction="code:direction", size="text", population="text",
                   applicability="code:applicability", instrument="text", reported_date="date", finding_id="short")  # fmt: skip
    columns["size"] = Col(say("project.col.size"), unknown=say("project.no_size"))
    with st.container(key="fou_long_first_findings"):
        layout.show_table(table, "project_findings", columns, caption=say("project.findings_caption"), xlsx=True)
    if not knowledge.recommendations.is_empty():
        columns = cols(recommendation="text", owner="text", due_date="date", standing="text", finding_id="short")
        table = knowledge.recommendations.with_columns(
            pl.Series(
                "standing", [_standing(r, view.lang) for r in knowledge.recommendations.iter_rows(named=True)], dtype=pl.String
            ),
            owner=f"owner_{view.lang}",
            recommendation="text_nb",
        )
        with st.container(key="fou_long_first_recommendations"):
            layout.show_table(table, "project_recommendations", columns, caption=say("project.recommendations_caption"))
    if knowledge.uses.is_empty():
        layout.show_text(say("project.no_uses"))
    else:
        columns = cols(where="text", used_date="date", how="text", finding_id="short")
        table = knowledge.uses.with_columns(where=f"where_{view.lang}", how="text_nb")
        layout.show_table(table, "project_uses", columns, caption=say("project.uses_caption"))


def _size(row: dict[str, object], lang: str) -> str | None:
    """The estimate with its interval and unit, as far as they are given."""
    estimate, low, high = row["estimate"], row["interval_low"], row["interval_high"]
    if not isinstance(estimate, float):
        return None
    unit = f" {row['unit_nb']}" if row["unit_nb"] else ""
    said = f"{_number(estimate, lang)}{unit}"
    if isinstance(low, float) and isinstance(high, float):
        return tell("project.size_interval", lang, size=said, low=_number(low, lang), high=_number(high, lang))
    return said


def _number(value: float, lang: str) -> str:
    digits = next((n for n in range(3) if round(value, n) == value), 3)
    return decimal_text(value, digits, lang)


def _standing(row: dict[str, object], lang: str) -> str:
    """Where a recommendation stands; a rejection with its reason."""
    if row["state"] == "rejected" and row["rejected_reason_nb"]:
        return tell("project.recommendation.rejected_why", lang, date=row["rejected_date"], reason=row["rejected_reason_nb"])
    day, state = row["done_date"] or row["rejected_date"], row["state"]
    return tell(f"project.recommendation.{state}", lang, date=day)


def _show_dissemination(knowledge: Knowledge) -> None:
    layout.show_subtitle(say("project.dissemination_title"))
    if knowledge.dissemination.is_empty():
        layout.show_text(say("project.no_dissemination"))
        return
    columns = cols(title_nb="text", channel="code:dissemination_channel", fit="code:yes_no_unknown", planned_date="date",
                   done_date="date", state="code:dissemination_item_state", url="text")  # fmt: skip
    columns["planned_date"] = Col(say("project.col.planned_day"), "date")
    if knowledge.dissemination.get_column("url").null_count() == len(knowledge.dissemination):
        columns.pop("url")
    layout.show_table(knowledge.dissemination, "project_dissemination", columns, caption=say("project.dissemination_caption"))
    layout.page_link("dissemination", say("project.to_dissemination"))


def _show_evaluations(knowledge: Knowledge) -> None:
    layout.show_subtitle(say("project.evaluations_title"))
    if knowledge.evaluations.is_empty():
        layout.show_text(say("project.no_evaluations"))
        return
    columns = cols(title_nb="text", status="code:evaluation_stage", payer="code:evaluation_payer", evaluator_nb="text")
    layout.show_table(knowledge.evaluations, "project_evaluations", columns, caption=say("project.evaluations_caption"))
    layout.page_link("instruments", say("project.to_instruments"))
