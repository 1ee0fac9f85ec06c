"""One piece of work on the page Evidens og styrke: who rated it, when and why, what its facts suggest, and what it can detect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from analytics.evidence.bodies import Body
from analytics.evidence.power.words import study_sentence
from analytics.evidence.strength import Evidence
from analytics.evidence.strength_studies import Rating, Study
from analytics.evidence.strength_words import capped_text, code_text, level_text, name_of, reason_text, suggestion_text
from domain.text import Text, say, tell
from ui import filters, layout, lookup
from ui.layout import Col
from ui.view import View

#: What stands in the address.
WORK = "arbeid"


def show_detail(made: Evidence, view: View) -> None:
    """The work that is chosen, in detail."""
    layout.show_subtitle(say("strength.page.detail_heading"))
    options = {
        f"{study.kind}:{study.id}": tell(
            "record.row_option", view.lang, id=study.id, name=study.title.get(view.lang)
        ) for study in made.studies
    }  # fmt: skip
    asked = filters.select_optional(WORK, say("strength.page.detail_choose"), options, width=560)
    if asked is None:
        layout.show_empty(say("strength.page.detail_none"))
        return
    kind, _, id_ = asked.partition(":")
    study = next(study for study in made.studies if (study.kind, study.id) == (kind, id_))
    _show_ratings(study, view)
    _show_facts(study)
    if study.power:
        layout.show_points([study_sentence(one, made.smallest_pct) for one in study.power], say("strength.page.power_heading"))
        layout.page_link("power", say("strength.page.to_power"), {"studie": study.power[0].study_id})


def _show_ratings(study: Study, view: View) -> None:
    capped = capped_text(study)
    if capped is not None:
        layout.show_notice(capped)
    if not study.ratings:
        layout.show_empty(say("strength.page.no_ratings", id=study.id))
        return
    rows = pl.DataFrame([_rating_row(rating, view.lang) for rating in study.ratings], infer_schema_length=None)
    layout.show_table(rows, "evidence_ratings", _rating_columns(), caption=say("strength.page.ratings_caption", id=study.id))


def show_grades(made: Evidence, bodies: Iterable[Body], view: View) -> None:
    """The assessments of whole bodies of evidence: who, when and why; nothing when there are none."""
    rows = [
        {"instrument": name_of(made, body.instrument_id).get(view.lang), **_rating_row(rating, view.lang)}
        for body in bodies
        for rating in body.ratings
    ]
    if not rows:
        return
    columns = {"instrument": Col(say("strength.column.instrument"))} | _rating_columns()
    del columns["scale"]
    columns["level"] = Col(columns["level"].label, link=_assessment)
    layout.show_table(
        pl.DataFrame(rows, infer_schema_length=None), "evidence_grades", columns, caption=say("strength.page.grades_caption")
    )


def _rating_row(rating: Rating, lang: str) -> dict[str, Any]:
    when = "expected" if rating.is_expected else "now"
    return {
        "assessment_id": rating.assessment_id, "scale": rating.scale,
        "level": level_text(rating.scale, rating.level).get(lang), "when": tell(f"strength.when.{when}", lang),
        "outcome": rating.outcome, "rater": rating.rater, "assessed_date": rating.assessed_date, "reason": rating.reason_nb,
        "codes": reason_text(rating).get(lang), "use": _use(rating).get(lang),
    }  # fmt: skip


def _rating_columns() -> dict[str, Col]:
    kinds = {
        "scale": "code:evidence_scale", "level": "text", "when": "text", "outcome": "code:study_outcome", "rater": "text",
        "assessed_date": "date", "reason": "text", "codes": "text", "use": "text",
    }  # fmt: skip
    columns = {name: Col(say(f"strength.column.{name}"), kind) for name, kind in kinds.items()}
    return columns | {"scale": Col(columns["scale"].label, kinds["scale"], link=_assessment)}


def _assessment(row: Mapping[str, Any]) -> str | None:
    return lookup.address("evidence_assessment", row["assessment_id"])


def _use(rating: Rating) -> Text:
    if not rating.is_of_scale:
        return say("strength.page.not_usable")
    if not rating.is_newest:
        return say("strength.page.replaced")
    return say("strength.page.above" if rating.is_above_design else "strength.page.in_use")


def _show_facts(study: Study) -> None:
    """What the facts suggest, what cannot be checked, and what has to be read."""
    checked = study.checked
    if checked.level is None or study.design_start is None:
        return
    points = [suggestion_text(one) for one in checked.suggestions]
    if not points and not checked.unknown:
        points.append(say("strength.page.nothing_suggested"))
    if checked.level < study.design_start:
        points.append(say("strength.page.suggested_level", level=checked.level, start=study.design_start))
    for key, codes in (("unknown_facts", checked.unknown), ("by_hand", checked.by_hand)):
        if codes:
            points.append(say(f"strength.page.{key}", reasons=[code_text("evidence_reason", code) for code in codes]))
    layout.show_points(points, say("strength.page.suggested_heading"))
