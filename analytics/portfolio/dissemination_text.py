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
    """The median and the spread of the days, and how many projects wait."""
    what = say(f"dissemination.days.{name}")
    if days.median is None:
        first = say("dissemination.days.none", what=what)
    else:
        key = "median_one" if days.count == 1 else "median_many"
        first = say(
            f"dissemination.days.{key}", what=what, median=days.median, shortest=days.shortest, longest=days.longest,
            count=days.count,
        )  # fmt: skip
    parts = [first]
    if days.waiting:
        parts.append(counted("dissemination.days.waiting", days.waiting))
    if days.before:
        parts.append(counted("dissemination.days.before", days.before))
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in ("nb", "en")))
