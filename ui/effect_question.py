"""The question that readers ask first, with the one answer there is, wherever it may be asked."""

from __future__ import annotations

from typing import cast

from analytics.evidence.effect_question import EffectQuestion, EffectStudy
from analytics.evidence.stages import told
from analytics.evidence.wording import asks_of_effect
from domain.text import Text, say
from ui import layout, loaders, lookup

#: More works than this are read on their own page.
_MOST = 12


def show_answer(*, with_link: bool = True) -> None:
    """The question and its answer, with a link to where evaluations and their levels are unless the reader is there."""
    found = cast(EffectQuestion, loaders.report("effect-question"))
    layout.show_questions([(found.question, found.sentence)])
    if with_link:
        layout.page_link("evidence", say("effect.works"))


def show_answer_alone() -> None:
    """The question and that it cannot be told, with the link; no data behind it, for pages of real figures alone."""
    layout.show_questions([(say("effect.question"), say("effect.cannot_tell"))])
    layout.page_link("evidence", say("effect.works"))


def answer_if_asked(text: str) -> None:
    """The answer, where what someone searched for is the question itself; a search for words would pass it by."""
    if asks_of_effect(text):
        show_answer()


def show_answer_with_works() -> None:
    """The question, its answer, and each work that is to answer on effect with its level, linked to the work."""
    found = cast(EffectQuestion, loaders.report("effect-question"))
    layout.show_subtitle(found.question)
    layout.show_text(found.sentence)
    layout.show_links([_link(study) for study in found.studies[:_MOST]], say("effect.works") if found.studies else None)
    if len(found.studies) > _MOST:
        layout.page_link("evidence", say("effect.more", count=len(found.studies) - _MOST))
    layout.show_points(found.basis.caveats)


def _link(study: EffectStudy) -> tuple[Text, str, dict[str, str | tuple[str, ...]]]:
    title = Text(study.title_nb, study.title_en or study.title_nb)
    words = say("effect.work_example" if study.is_example else "effect.work", title=title, level=_level(study), when=_when(study))
    if study.kind == "project":
        return words, "project", {"id": study.id}
    return words, "record", {lookup.TABLE: "evaluation", lookup.ID: study.id}


def _level(study: EffectStudy) -> Text:
    if study.level_now is not None:
        return say("effect.level_now", level=study.level_now)
    if study.level_expected is not None:
        return say("effect.level_expected", level=study.level_expected)
    return say("effect.level_none")


def _when(study: EffectStudy) -> Text:
    days = [told(study.reported_date, study.report_precision, lang) for lang in ("nb", "en")]
    return say("effect.not_reported") if None in days else say("effect.reported", when=Text(str(days[0]), str(days[1])))
