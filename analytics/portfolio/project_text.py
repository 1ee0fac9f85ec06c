"""The sentences about one project: what it is, who does it, where it stands, its money, and what it can say something about."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from analytics.portfolio.project_facts import Facts, Named, code_text
from analytics.portfolio.project_knowledge import Knowledge
from analytics.portfolio.project_money import ZERO, Money
from analytics.portfolio.project_schedule import LadderStep
from domain.text import LANGS, Text, say, tell


def joined(parts: list[Text]) -> Text:
    """Sentences after each other."""
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in LANGS))


def sentence(
    facts: Facts, ladder: tuple[LadderStep, ...], items: pl.DataFrame, money: Money, knowledge: Knowledge, as_of: date
) -> Text:  # fmt: skip
    """Four short sentences: what and who, where it stands, money, and what it can say something about."""
    return joined([_what(facts), standing(facts, ladder, items, as_of), money_text(facts, money), speaks_about(knowledge)])


def _what(facts: Facts) -> Text:
    kind = facts.own["research_type"]
    what = say("project.what") if kind is None else code_text("research_type", kind)
    if facts.lead is None:
        return say("project.what_no_lead", what=what)
    return say("project.what_who", what=what, lead=facts.lead)


def standing(facts: Facts, ladder: tuple[LadderStep, ...], items: pl.DataFrame, as_of: date) -> Text:
    """Where the project stands on the day, and since when."""
    step = next(step for step in ladder if step.is_current)
    if facts.status == "stopped":
        reason = facts.own["stopped_reason_nb"]
        return say("project.stands.stopped_why" if reason else "project.stands.stopped", date=step.day, reason=reason)
    if facts.status == "running":
        return _running(facts, items, as_of)
    if facts.status == "planned":
        start = facts.day("planned_start")
        return say("project.stands.planned_unknown") if start is None else say("project.stands.planned", date=start)
    key = f"project.stands.{facts.status}"
    return say(f"{key}_undated") if step.day is None else say(key, date=step.day)


def _running(facts: Facts, items: pl.DataFrame, as_of: date) -> Text:
    planned, expected = facts.day("planned_end"), expected_end(items)
    started = facts.day("started")
    if planned is None:
        return say("project.stands.running", date=started)
    newest = planned if expected is None else max(planned, expected)
    if newest < as_of:
        return say("project.stands.running_past", date=started, end=newest)
    if expected is None or expected <= planned:
        return say("project.stands.running_until", date=started, end=planned)
    return say("project.stands.running_moved", date=started, end=planned, expected=expected)


def expected_end(items: pl.DataFrame) -> date | None:
    """The newest planned end: of the milestone that ends the project, else of its final report; None without one."""
    for kind in ("completion", "final_report"):
        found = items.filter(pl.col("kind") == kind).get_column("newest_date").max()
        if isinstance(found, date):
            return found
    return None


def money_text(facts: Facts, money: Money) -> Text:
    """The contract amount, what is paid, and apart from these what is paid to trial sites; unknown is said."""
    amount, paid = facts.amount_nok, facts.paid_nok
    stimulation = money.paid_by_category.get("stimulation", ZERO)
    rest = None if paid is None or paid == stimulation else paid - stimulation
    if amount is None:
        first = say("project.money.unknown") if rest is None else say("project.money.only_paid", paid=rest)
    elif rest is None:
        first = say("project.money.no_payment", amount=amount)
    else:
        first = say("project.money.both", amount=amount, paid=rest)
    return joined([first, say("project.money.stimulation", amount=stimulation)]) if stimulation else first


def speaks_about(knowledge: Knowledge) -> Text:
    """What the main design can say something about."""
    design = knowledge.design
    if design is None:
        return say("project.design.unknown")
    name = Text(design.name.nb[:1].lower() + design.name.nb[1:], design.name.en[:1].lower() + design.name.en[1:])
    if not design.speaks_about_nb:
        return say("project.design.unclear", design=name)
    return say("project.design.speaks", design=name, about=design.speaks_about_nb)


def level_text(level: dict[str, Any], when: str) -> Text:
    """The level on the Maryland scale, now or expected, in words."""
    state, number = level[f"state_{when}"], level[f"level_{when}"]
    if state != "level":
        return say(f"project.level.{when}_{state}")
    assessed = "assessed" if level[f"is_assessed_{when}"] else "from_design"
    return say(f"project.level.{when}_{assessed}", level=number)


def named_text(parts: tuple[Named, ...], lang: str) -> str:
    """Names with their shares where there is one; what is not stated is said."""
    if not parts:
        return tell("project.not_stated", lang)
    told = [
        part.name.get(lang) if part.share_pct is None else tell("project.with_share", lang, name=part.name, share=part.share_pct)
        for part in parts
    ]
    return "; ".join(told)


def slip_text(row: dict[str, Any]) -> Text | None:
    """How far a milestone or deliverable is from its original plan; None where that cannot be said."""
    slip = row["slip_days"]
    if slip is None:
        return None
    if slip == 0:
        return say("project.slip.none")
    form = "one" if abs(slip) == 1 else "many"
    side = "late" if slip > 0 else "early"
    return say(f"project.slip.{side}_{form}", count=abs(slip))
