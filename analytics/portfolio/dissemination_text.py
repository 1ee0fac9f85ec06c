"""What the dissemination says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.portfolio.action_plan_text import number
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
        key = f"dissemination.sentence.nothing_{number(nothing)}" if nothing else "dissemination.sentence.none_nothing"
        parts.append(say(key, count=nothing, days=found.limit_days))
    overdue = found.items_in("overdue")
    parts.append(
        say(f"dissemination.sentence.overdue_{number(overdue)}", count=overdue)
        if overdue
        else say("dissemination.sentence.none_overdue")
    )
    silent = found.count("no_items")
    if silent:
        parts.append(say(f"dissemination.sentence.no_items_{number(silent)}", count=silent))
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in ("nb", "en")))


def _finished(found: Dissemination) -> Text:
    as_of = found.basis.as_of
    if found.fit.pct is None:
        listed = len(found.projects) - found.by_state()["no_items"]
        return say(
            f"dissemination.sentence.not_finished_{number(len(found.projects))}",
            count=len(found.projects),
            date=as_of,
            listed=listed,
        )
    words = say(
        f"dissemination.sentence.finished_{number(found.fit.whole)}",
        count=found.fit.whole,
        date=as_of,
        part=found.fit.part,
        pct=found.fit.pct,
    )
    if not found.fit.unknown:
        return words
    unknown = say(f"dissemination.sentence.fit_unknown_{number(found.fit.unknown)}", count=found.fit.unknown)
    return Text(*(f"{words.get(lang)} {unknown.get(lang)}" for lang in ("nb", "en")))


def days_text(name: str, days: Days) -> Text:
    """The median of the days, and of how many projects."""
    what = say(f"dissemination.days.{name}")
    if days.median is None:
        return say("dissemination.days.none", what=what)
    return say(f"dissemination.days.median_{number(days.count)}", count=days.count, what=what, median=days.median)


def waiting_text(name: str, days: Days) -> Text | None:
    """How many projects with that date have no such product since; None when there are none."""
    if not days.waiting:
        return None
    before = say(f"dissemination.days.before_{number(days.before)}", count=days.before) if days.before else Text("", "")
    words = say(f"dissemination.waiting.{name}_{number(days.waiting)}", count=days.waiting, whole=days.waiting + days.count)
    return Text(*(f"{words.get(lang)} {before.get(lang)}".strip() for lang in ("nb", "en")))
