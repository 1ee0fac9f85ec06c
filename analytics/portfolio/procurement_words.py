"""The sentences of the report on procurement, and what its reader must know."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from analytics.portfolio.procurement_calls import CANCELLED, STEPS
from analytics.portfolio.procurement_frameworks import Framework
from analytics.portfolio.procurement_months import Length
from analytics.portfolio.procurement_shares import ReservedYear
from analytics.portfolio.procurement_sites import Sites
from domain.codes import CODE_LISTS
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.portfolio.procurement import Procurement


def joined(*texts: Text | None) -> Text:
    """The texts after each other, those that are None left out."""
    given = [text for text in texts if text is not None]
    return Text(" ".join(text.nb for text in given), " ".join(text.en for text in given))


def counted(key: str, count: int, **values: Any) -> Text:
    """`<key>_one` for one, else `<key>_many`, with the count put in."""
    return say(f"{key}_one" if count == 1 else f"{key}_many", count=count, **values)


def caveats_of(sites: Sites, *, tender_roles_shown: bool) -> tuple[Text, ...]:
    """What the reader must know, also what is kept from them."""
    made = [say("procurement.caveat.routes"), say("procurement.caveat.amounts"), say("procurement.caveat.days")]
    if not tender_roles_shown:
        made.append(say("procurement.caveat.tender_withheld"))
    if not sites.is_shown:
        made.append(say("procurement.caveat.sites_withheld"))
    elif not sites.names_shown:
        made.append(say("procurement.caveat.names_withheld"))
    return tuple(made)


def procurement_sentence(found: Procurement) -> Text:
    """The main points: calls, contracts, framework agreements, ends."""
    return joined(_calls(found), _contracts(found), frameworks_point(found), ends_point(found))


def _calls(found: Procurement) -> Text:
    if found.calls.is_empty():
        return say("procurement.sentence.no_calls", date=found.basis.as_of)
    parts = [say(f"procurement.sentence.{status}", count=n) for status, n in found.by_status.items() if n]
    return counted("procurement.sentence.calls", len(found.calls), date=found.basis.as_of, parts=parts)


def _contracts(found: Procurement) -> Text:
    count, unknown = len(found.contracts), found.contract_unknown
    if not count:
        return say("procurement.sentence.no_contracts")
    if unknown == count:
        return counted("procurement.sentence.contracts_unknown", count)
    used = sum(route.contracts > 0 for route in found.routes)
    over = counted("procurement.sentence.over_routes", used)
    told = counted("procurement.sentence.contracts", count, amount=found.contract_nok, routes=over)
    return joined(told, counted("procurement.sentence.amount_unknown", unknown) if unknown else None)


def frameworks_point(found: Procurement) -> Text | None:
    """The framework agreements that are beyond the limit, or else about to end, or else run."""
    all_ = found.frameworks
    over = sum(f.limit_state == "over" for f in all_)
    if over:
        return counted("procurement.sentence.framework_over", over)
    warned = [f for f in all_ if f.time_state in ("soon", "ending")]
    if warned:
        first = min(f.end_date for f in warned if f.end_date is not None)
        return counted("procurement.sentence.framework_ending", len(warned), months=found.warn.first_months or 0, date=first)
    running = sum(f.time_state == "running" for f in all_)
    return counted("procurement.sentence.framework_running", running) if running else None


def ends_point(found: Procurement) -> Text | None:
    """Contracts that end within the first warning, and those that have passed their end and are not settled."""
    ending, overdue, months = found.ending_count, found.by_end["overdue"], found.warn.first_months
    told = counted("procurement.sentence.ending", ending, months=months) if ending and months else None
    late = counted("procurement.sentence.overdue", overdue) if overdue else None
    return joined(told, late) if told or late else None


def days_text(count: int) -> Text:
    """ "1 dag", "12 dager"."""
    return say("procurement.length.days_one" if count == 1 else "procurement.length.days_many", count=count)


def length_text(length: Length | None) -> Text:
    """ "48 måneder", "47 måneder og 30 dager", "12 dager"; unknown when there is none."""
    if length is None:
        return say("procurement.length.unknown")
    months = say("procurement.length.months_one" if length.months == 1 else "procurement.length.months_many", count=length.months)
    days = days_text(length.days)
    if length.months and length.days:
        return say("procurement.length.both", months=months, days=days)
    return months if length.months else days


def left_text(length: Length | None) -> Text:
    """When something ends, from the day: "om 5 måneder", "i dag"."""
    if length is not None and not (length.months or length.days):
        return say("procurement.length.today")
    return say("procurement.length.in", length=length_text(length))


def framework_text(found: Framework) -> Text:
    """How long an agreement is against the limit, whether that is documented, and when it ends."""
    return joined(duration_text(found), time_text(found), _value(found))


def duration_text(found: Framework) -> Text:
    """How long an agreement is against the limit, and whether special circumstances are documented."""
    if found.limit_state == "unknown":
        key = "no_limit" if found.limit_months is None else "no_dates"
        return say(f"procurement.framework.{key}", duration=length_text(found.duration))
    values = {"duration": length_text(found.duration), "limit": found.limit_months, "date": found.limit_date}
    if found.limit_state == "over_documented":
        return say("procurement.framework.over_documented", document=found.special_circumstances_ref, **values)
    is_exact = found.limit_state == "within" and found.end_date == found.limit_date
    return say("procurement.framework.at_limit" if is_exact else f"procurement.framework.{found.limit_state}", **values)


def time_text(found: Framework) -> Text:
    """Where an agreement is in its life, with the warnings before its end."""
    return say(
        f"procurement.time.{found.time_state}",
        left=left_text(found.left),
        date=found.end_date or "",
        start=found.start_date or "",
    )


def _value(found: Framework) -> Text:
    used = counted("procurement.framework.call_offs", len(found.call_offs), amount=found.used_nok)
    more = counted("procurement.sentence.amount_unknown", found.used_unknown) if found.used_unknown else None
    if found.max_value_nok is None:
        return joined(used, more, say("procurement.framework.max_unknown"))
    key = "over_max" if found.is_over_value else "of_max"
    return joined(used, more, say(f"procurement.framework.{key}", amount=found.max_value_nok))


def call_text(row: Mapping[str, Any]) -> Text:
    """Where a call stands and how long it has taken; `row` is one of the report's calls."""
    days = say("procurement.call.days_unknown") if row["total_days"] is None else days_text(row["total_days"])
    if row["status"] == CANCELLED:
        return say("procurement.call.cancelled", date=row["cancelled_date"], days=days)
    if row["status"] == "contracted":
        return joined(say("procurement.call.contracted", date=row["contracted_date"], days=days), _slip(row))
    stood = days_text(row["standing_days"] or 0)
    if row["standing_step"] is None:
        return say("procurement.call.no_next", days=days, stood=stood)
    step = step_name(row["standing_step"])
    late = counted("procurement.call.overdue", row["overdue_days"]) if row["overdue_days"] else None
    return joined(say("procurement.call.ongoing", step=step, stood=stood, days=days), late, _slip(row))


def _slip(row: Mapping[str, Any]) -> Text | None:
    slip = row["slip_days"]
    if slip is None:
        return None
    step = step_name(row["slip_step"])
    if slip == 0:
        return say("procurement.call.plan_stands" if row["status"] == "ongoing" else "procurement.call.on_plan", step=step)
    key = "later" if slip > 0 else "earlier"
    return say(f"procurement.call.{key}", step=step, days=days_text(abs(slip)))


def faults_text(row: Mapping[str, Any]) -> Text | None:
    """Which steps of a call have no date though later ones were reached, and which are out of order; None when none."""
    missing, unordered = ([step_name(step) for step in row[name]] for name in ("missing_steps", "unordered_steps"))
    told = say("procurement.call.missing", steps=missing) if missing else None
    wrong = say("procurement.call.unordered", steps=unordered) if unordered else None
    return joined(told, wrong) if told or wrong else None


def step_name(step: str) -> Text:
    """The step in lower case, as it stands within a sentence."""
    code = CODE_LISTS["procurement_step"].by_value.get(step)
    return Text(step, step) if code is None else Text(code.nb[0].lower() + code.nb[1:], code.en[0].lower() + code.en[1:])


def step_letter(step: str) -> Text:
    """The letter that stands for a step in the figure."""
    return say(f"procurement.letter.{step}") if step in (*STEPS, CANCELLED) else Text("?", "?")


def reserved_text(found: ReservedYear) -> Text:
    """What was decided for an organisation and year, when, and whether the contracts are within it."""
    name = Text(found.name_nb, found.name_en)
    contracts = counted("procurement.reserved.contracts", len(found.contract_ids), amount=found.contracts_nok)
    if found.state == "not_decided":
        return say("procurement.reserved.not_decided", name=name, year=str(found.year), contracts=contracts)
    before = say(
        "procurement.reserved.before" if found.is_before_year else "procurement.reserved.not_before", year=str(found.year)
    )
    decided = say(
        "procurement.reserved.decided",
        name=name,
        year=str(found.year),
        date=found.decided_date,
        what=_decided(found),
        before=before,
    )
    return joined(decided, say(f"procurement.reserved.{found.state}", contracts=contracts, over=_over(found)))


def _decided(found: ReservedYear) -> Text:
    if found.amount_nok is None:
        return say("procurement.reserved.amount_unknown")
    if found.share_pct is None:
        return say("procurement.reserved.amount", amount=found.amount_nok)
    return say("procurement.reserved.share", amount=found.amount_nok, pct=found.share_pct)


def _over(found: ReservedYear) -> Decimal:
    return max(found.contracts_nok - (found.amount_nok or Decimal(0)), Decimal(0))


def sites_text(sites: Sites) -> Text:
    """How many sites take part, how many left, and the money assigned and drawn."""
    money = say("procurement.sites.money", assigned=sites.assigned_nok, drawn=sites.drawn_nok)
    more = say("procurement.sites.conditional", amount=sites.conditional_nok) if sites.conditional_nok else None
    if not sites.is_shown:
        return joined(say("procurement.caveat.sites_withheld"), money, more)
    if not sites.count:
        return joined(say("procurement.sites.none"), money, more)
    return joined(_site_count(sites), money, more)


def _site_count(sites: Sites) -> Text:
    key = "procurement.sites.count_one" if sites.count == 1 else "procurement.sites.count_many"
    return say(key, count=sites.count, left=sites.left_count)
