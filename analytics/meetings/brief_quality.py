"""What the brief says of the data behind it, and whom to ask."""

from __future__ import annotations

from analytics.evidence.overdue import Overdue
from analytics.meetings.brief_model import Contact, Figure, Quality, figure
from analytics.meetings.brief_tiles import Ground
from analytics.meetings.owners import OWNER, leading_organisation
from analytics.rules.plan import PlanRules
from data.snapshot import Snapshot
from domain.text import Text, say


def quality(now: Ground, rules: PlanRules, late: Overdue) -> Quality:
    """How many rules could be judged and what they found, and what is unknown: amounts, places, deadlines, hidden tables."""
    found = {"breaches": rules.open("breach"), "considered": rules.open("consider")}
    figures = [
        figure("breaches", found["breaches"], "count", "rules/open/breach", now.day),
        figure("considered", found["considered"], "count", "rules/open/consider", now.day),
        figure("rules_judged", rules.judged, "count", "rules/rules_judged", now.day),
        figure("rules_total", len(rules.outcomes), "count", "rules/rules_total", now.day),
    ]
    unknown = [one for one in _unknown(now, late) if one.value.value]
    lines = [say(f"brief.unknown_{one.name}_{_plural(one.value.value)}", count=one.value.value) for one in unknown]
    if now.coverage.hidden:
        lines.append(say("brief.unknown_hidden"))
    is_empty = not (now.coverage.counts.registered or now.evidence.ladder)
    words = say("brief.quality_unknown", parts=lines) if lines else say(f"brief.quality_{'nothing' if is_empty else 'all_known'}")
    told = say(
        "brief.quality_found", breaches=say(f"brief.breaches_{_plural(found['breaches'])}", count=found["breaches"]),
        considered=say(f"brief.considered_{_plural(found['considered'])}", count=found["considered"]),
        judged=rules.judged, rules=len(rules.outcomes),
    )  # fmt: skip
    return Quality(told, words, tuple(figures + unknown))


def _unknown(now: Ground, late: Overdue) -> list[Figure]:
    """What is counted as unknown, each with its place."""
    gaps, overview = now.coverage.unplaced, now.evidence.overview
    return [
        figure("instrument_amounts", len(overview.amount_unknown), "count", "instruments/amount_unknown_count", now.day),
        figure("project_amounts", len(gaps.amount_unknown_ids), "count", "coverage/unknown/amount_unknown_ids", now.day),
        figure("project_areas", len(gaps.no_area_ids), "count", "coverage/unknown/no_area_ids", now.day),
        figure("project_questions", len(gaps.no_question_ids), "count", "coverage/unknown/no_question_ids", now.day),
        figure("deadlines", late.count("no_deadline"), "count", "overdue/by_state/no_deadline", now.day),
    ]


def contact_of(snapshot: Snapshot) -> Contact:
    """The organisation that runs the programme, by its full name; says so when none is recorded. No address is made up."""
    row = leading_organisation(snapshot, OWNER)
    if row is None:
        return Contact(None, say("brief.contact_none"))
    name = Text(row["name_nb"], row["name_en"] or row["name_nb"])
    return Contact(row["organisation_id"], say("brief.contact", name=name))


def _plural(count: object) -> str:
    return "one" if count == 1 else "many"
