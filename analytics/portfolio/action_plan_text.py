"""What a plan, and each of its lines, says in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from analytics.portfolio.action_plan_years import Sum, Version, YearPlan
from analytics.portfolio.procurement_words import counted
from domain.codes import CODE_LISTS
from domain.text import Text, say

_NOTHING = Text("", "")
#: What of a frozen line can be told as changed, and how its value is written.
FIELD_KINDS: dict[str, str] = {"amount_nok": "nok", "quarter": "period", "route": "code", "need_id": "text"}


def plan_sentence(as_of: date, year: int | None, plan: YearPlan | None) -> Text:
    """The plan of a year in two or three sentences: what was adopted, what did not begin in its quarter, what was not planned."""
    if plan is None:
        if year is None:
            return say("action_plan.sentence.none", date=as_of)
        return say("action_plan.sentence.no_year", year=str(year), date=as_of)
    first, worth = plan.baseline, sum_words(plan.planned)
    if first is None or first.adopted_date is None:
        made = counted("action_plan.sentence.draft", plan.planned.count, year=str(year), date=as_of, worth=worth)
    else:
        made = counted(
            "action_plan.sentence.adopted", plan.planned.count, year=str(year), date=first.adopted_date, worth=worth
        )  # fmt: skip
    return joined(made, missed_text(plan, as_of), unplanned_text(plan))


def missed_text(plan: YearPlan, as_of: date) -> Text:
    """How many planned activities did not begin in their quarter, worth how much, and how they are divided."""
    if plan.missed.count == 0:
        waits = plan.by_outcome["not_due"].count + plan.by_outcome["in_procurement"].count
        return say("action_plan.missed.none_yet" if waits else "action_plan.missed.none", date=as_of)
    parts = [counted(f"action_plan.missed.{name}", item.count) for name, item in plan.missed_by_outcome.items()]
    return counted(
        "action_plan.missed.some", plan.missed.count, whole=plan.planned.count, worth=sum_words(plan.missed), parts=parts,
        date=as_of,
    )  # fmt: skip


def unplanned_text(plan: YearPlan) -> Text:
    """What was done in the year that no plan line has."""
    outside = plan.by_outcome["unplanned"]
    if outside.count == 0:
        return say("action_plan.unplanned.none")
    return counted("action_plan.unplanned.some", outside.count, worth=sum_words(outside))


def sum_words(item: Sum) -> Text:
    """An amount with what is unknown: "3,4 mill. kroner", with "og ukjent beløp for 1" after it when that is so."""
    if item.amount_nok is None:
        return say("action_plan.worth.unknown")
    if item.amount_unknown:
        return say("action_plan.worth.partly", amount=item.amount_nok, count=item.amount_unknown)
    return say("action_plan.worth.known", amount=item.amount_nok)


def what_happened(row: Mapping[str, Any], as_of: date) -> Text:
    """What became of a line, in one sentence."""
    outcome = row["outcome"]
    if outcome == "dropped":
        return _dropped(row)
    if outcome in ("started", "started_late", "started_unknown"):
        return _began(row)
    if outcome == "in_procurement":
        return _waits(row)
    if outcome == "unplanned":
        key = f"unplanned_{row['kind']}" if row["start_date"] is not None else "unplanned_waits"
        return say(f"action_plan.line.{key}", date=row["start_date"])
    is_cancelled = outcome == "not_started" and row["call_status"] == "cancelled"
    return say(f"action_plan.line.{'cancelled' if is_cancelled else outcome}", date=as_of)


def _waits(row: Mapping[str, Any]) -> Text:
    key = {"ongoing": "call", "contracted": "contracted"}.get(row["call_status"] or "", "project")
    over = say("action_plan.line.quarter_over") if row["is_quarter_over"] else _NOTHING
    return joined(say(f"action_plan.line.waits_{key}"), over)


def _began(row: Mapping[str, Any]) -> Text:
    day = row["start_date"]
    if row["planned_quarter"] is None:
        return say(f"action_plan.line.began_{row['start_basis']}", date=day, slip=say("action_plan.slip.no_plan"))
    if row["outcome"] == "started_unknown":
        return say("action_plan.line.began_money", date=day, slip=say("action_plan.slip.unsure"))
    return say(f"action_plan.line.began_{row['start_basis']}", date=day, slip=slip_text(row["slip_quarters"], row["slip_days"]))


def slip_text(quarters: int, days: int | None) -> Text:
    """How much later, or earlier, than the planned quarter: in quarters, and in days after the quarter's last day."""
    if quarters == 0:
        return say("action_plan.slip.in_time")
    if quarters < 0:
        return counted("action_plan.slip.early", -quarters)
    late = counted("action_plan.slip.quarters", quarters)
    return say("action_plan.slip.late", quarters=late, days=counted("action_plan.slip.days", days or 0))


def _dropped(row: Mapping[str, Any]) -> Text:
    if row["is_removed"]:
        return say("action_plan.line.removed")
    if row["left_out_version"] is not None and row["out_reason_nb"] is None:
        return say("action_plan.line.left_out", version=row["left_out_version"], date=row["out_date"])
    reason = row["out_reason_nb"]
    told = say("action_plan.line.reason", reason=reason) if reason else say("action_plan.line.no_reason")
    return joined(say("action_plan.line.dropped", date=row["out_date"]), told)


def version_text(version: Version) -> Text:
    """When a version was drafted, adopted and sent, and what for."""
    drafted = _NOTHING if version.drafted_date is None else say("action_plan.version.drafted", date=version.drafted_date)
    if version.adopted_date is None:
        return joined(drafted, say(f"action_plan.version.{version.state}"))
    adopted = say("action_plan.version.adopted", date=version.adopted_date)
    if version.days_into_year is not None:
        adopted = say("action_plan.version.adopted_late", date=version.adopted_date, day=version.days_into_year)
    sent = say(f"action_plan.sent.{version.sent_state}", date=version.sent_date)
    return joined(drafted, adopted, sent)


def frame_text(plan: YearPlan) -> Text:
    """The proposed frame beside the programme's own, and what the lines add up to."""
    newest = plan.newest
    proposed = None if newest is None else newest.proposed_frame_nok
    if proposed is None:
        first = say("action_plan.frame.no_proposed")
    elif plan.frame is None:
        first = say("action_plan.frame.no_frame", proposed=proposed)
    else:
        difference = plan.frame_difference_nok or 0
        key = "equal" if difference == 0 else "above" if difference > 0 else "below"
        first = say(
            f"action_plan.frame.{key}", proposed=proposed, frame=plan.frame.amount_nok, difference=abs(difference),
            version=plan.frame.version,
        )  # fmt: skip
    return joined(first, say("action_plan.frame.lines", worth=sum_words(plan.planned)))


def change_values(row: Mapping[str, Any]) -> tuple[Text, Text]:
    """The values before and after a change, as they are read."""
    return _value(row["field"], row["before"]), _value(row["field"], row["after"])


def _value(field: str, value: str | None) -> Text:
    if value is None:
        return _NOTHING if field in ("added", "left_out") else say("action_plan.change.not_stated")
    if field in ("added", "left_out"):
        return say("action_plan.change.day", date=date.fromisoformat(value))
    if field == "amount_nok":
        return say("action_plan.change.amount", amount=Decimal(value))
    if field == "quarter":
        return say("action_plan.change.quarter", quarter=value)
    if field == "route":
        code = CODE_LISTS["procurement_route"].by_value.get(value)
        return Text(value, value) if code is None else Text(code.nb, code.en)
    return Text(value, value)


def joined(*parts: Text) -> Text:
    """Sentences after one another; empty ones are left out."""
    return Text(*(" ".join(text for part in parts if (text := part.get(lang))) for lang in ("nb", "en")))
