"""What the dissemination says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.portfolio.procurement_words import counted
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.portfolio.dissemination import Days, Dissemination


def dissemination_sentence(found: Dissemination) -> Text:
    """The answer first: finished projects with something for workplaces, those with nothing, and what is past its date."""
    as_of, whole = found.basis.as_of, len(found.projects)
    if whole == 0:
        return say("dissemination.sentence.none", date=as_of)
    parts = [_finished(found)]
    if found.limit_days is not None and found.finished:
        nothing = found.count("finished_nothing")
        parts.append(counted("dissemination.sentence.nothing", nothing, days=found.limit_days) if nothing else
                     say("dissemination.sentence.none_nothing", days=found.limit_days))  # fmt: skip
    overdue = found.items_in("overdue")
    parts.append(counted("dissemination.sentence.overdue", overdue) if overdue else say("dissemination.sentence.none_overdue"))
    silent = found.count("no_items")
    if silent:
        parts.append(counted("dissemination.sentence.no_items", silent))
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in ("nb", "en")))


def _finished(found: Dissemination) -> Text:
    as_of = found.basis.as_of
    if found.fit.pct is None:
        listed = len(found.projects) - found.by_state()["no_items"]
        return counted("dissemination.sentence.not_finished", len(found.projects), date=as_of, listed=listed)
    words = counted("dissemination.sentence.finished", found.fit.whole, date=as_of, part=found.fit.part, pct=found.fit.pct)
    if not found.fit.unknown:
        return words
    unknown = counted("dissemination.sentence.fit_unknown", found.fit.unknown)
    return Text(*(f"{words.get(lang)} {unknown.get(lang)}" for lang in ("nb", "en")))


def days_text(name: str, days: Days) -> Text:
    """The median of the days, and of how many projects."""
    what = say(f"dissemination.days.{name}")
    if days.median is None:
        return say("dissemination.days.none", what=what)
    return counted("dissemination.days.median", days.count, what=what, median=days.median)


def waiting_text(name: str, days: Days) -> Text | None:
    """How many projects with that date have no such product since; None when there are none."""
    if not days.waiting:
        return None
    before = counted("dissemination.days.before", days.before) if days.before else Text("", "")
    words = counted(f"dissemination.waiting.{name}", days.waiting, whole=days.waiting + days.count)
    return Text(*(f"{words.get(lang)} {before.get(lang)}".strip() for lang in ("nb", "en")))
