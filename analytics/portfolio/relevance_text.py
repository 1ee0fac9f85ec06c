"""The sentences of relevance: the answer first, with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analytics.portfolio.relevance_money import Step
from domain.text import Text, say


def relevance_sentence(as_of: date, priorities: int, steps: Sequence[Step], registered: int, undecided: int) -> Text:
    """How many counted projects meet every priority and how much money they have, what is not assessed, what is not decided."""
    if not priorities:
        return say("relevance.no_priorities", date=as_of)
    projects = sum(step.projects for step in steps)
    if not registered:
        return say("relevance.no_projects", date=as_of)
    if not projects:
        return say(f"relevance.none_counted_{_number(registered)}", date=as_of, count=registered)
    parts = [_all_met(priorities, steps, projects)]
    open_ = sum(step.projects for step in steps if step.met is None)
    if open_:
        parts.append(say(f"relevance.not_assessed_{_number(open_)}", count=open_))
    if undecided:
        parts.append(say(f"relevance.undecided_{_number(undecided)}", count=undecided))
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))


def _all_met(priorities: int, steps: Sequence[Step], projects: int) -> Text:
    best = next(step for step in steps if step.met == priorities)
    total = sum(step.amount_nok for step in steps)
    names = say(f"relevance.priorities_{_number(priorities)}", count=priorities)
    if not total:
        return say("relevance.all_met_no_money", part=best.projects, whole=projects, priorities=names)
    if not best.projects:
        return say("relevance.all_met_none", whole=projects, priorities=names, total=total)
    pct, amount = float(best.amount_nok * 100 / total), best.amount_nok
    return say("relevance.all_met", part=best.projects, whole=projects, priorities=names, amount=amount, total=total, pct=pct)


def step_name(step: Step, priorities: int) -> Text:
    """ "3 av 4", or that not every priority is assessed."""
    if step.met is None:
        return say(f"relevance.step_{step.key}")
    return say("relevance.step", met=step.met, priorities=priorities)


def step_words(step: Step) -> Text:
    """The projects and the money of one step, with how many have no amount."""
    if not step.projects:
        return say("relevance.step_empty")
    known = say(f"relevance.step_projects_{_number(step.projects)}", count=step.projects, amount=step.amount_nok)
    if step.amount_unknown == step.projects:
        known = say(f"relevance.step_no_amount_{_number(step.projects)}", count=step.projects)
    elif step.amount_unknown:
        rest = say("relevance.step_unknown", count=step.amount_unknown)
        known = Text(f"{known.nb} {rest.nb}", f"{known.en} {rest.en}")
    return known


def _number(count: int) -> str:
    return "one" if count == 1 else "many"
