"""One piece of work on the page Evidens og styrke: who rated it, when and why, what its facts suggest, and what it can detect."""

from __future__ import annotations

import polars as pl

from analytics.evidence.power.words import study_sentence
from analytics.evidence.strength import Evidence
from analytics.evidence.strength_studies import Rating, Study
from analytics.evidence.strength_words import capped_text, code_text, level_text, reason_text, suggestion_text
from domain.text import Text, say, tell
from ui import filters, layout, record
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
    rows = [
        {
            "assessment_id": rating.assessment_id, "scale": rating.scale,
            "level": level_text(rating.scale, rating.level).get(view.lang),
            "when": tell(f"strength.when.{'expected' if rating.is_expected else 'now'}", view.lang), "outcome": rating.outcome,
            "rater": rating.rater, "assessed_date": rating.assessed_date, "reason": rating.reason_nb,
            "codes": reason_text(rating).get(view.lang), "use": _use(rating).get(view.lang),
        }
        for rating in study.ratings
    ]  # fmt: skip
    kinds = {
        "scale": "code:evidence_scale", "level": "text", "when": "text", "outcome": "code:study_outcome", "rater": "text",
        "assessed_date": "date", "reason": "text", "codes": "text", "use": "text",
    }  # fmt: skip
    columns = {name: Col(say(f"strength.column.{name}"), kind) for name, kind in kinds.items()}
    columns["scale"] = Col(
        columns["scale"].label, kinds["scale"], link=lambda row: record.address("evidence_assessment", row["assessment_id"])
    )
    layout.show_table(
        pl.DataFrame(rows, infer_schema_length=None), "evidence_ratings", columns,
        caption=say("strength.page.ratings_caption", id=study.id),
    )  # fmt: skip


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
