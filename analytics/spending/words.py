"""The use of the frames in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.spending.ledger import ZERO, Ledger
from data.snapshot import Snapshot
from domain.numbers import MILLION
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.spending.frames import FrameUse, YearUse


def sentence(use: FrameUse) -> Text:
    """The year in focus in words, and what part of the knowledge frame the programme has."""
    if use.focus is None:
        return say(f"spending.sentence.{'no_year' if use.programme_by_year else 'no_frames'}", as_of=use.basis.as_of)
    return join([*_total_text(use), _year_text(use.focus), *_levels_text(use.focus)])


def levels(use: FrameUse) -> Text:
    """The programme's part of the knowledge frame, a year and in all; a shorter text when the years differ."""
    knowledge, programme, outside = use.knowledge_by_year, use.programme_by_year, use.outside_by_year
    each = [alike(by_year) for by_year in (knowledge, programme, outside)]
    if not outside:
        return say("spending.sentence.levels_unknown")
    values = {"outside_total": mill(sum(outside.values(), ZERO)), "first": min(outside), "last": max(outside)}
    if None in each:
        return say("spending.sentence.levels_differ", **values)
    names = ("knowledge", "programme", "outside")
    yearly = {name: mill(value) for name, value in zip(names, each, strict=True) if value is not None}
    return say("spending.sentence.levels_alike", **values, **yearly)


def alike(by_year: Mapping[int, Decimal]) -> Decimal | None:
    """The amount a year when it is the same in all years; None when it differs or there is none."""
    amounts = set(by_year.values())
    return amounts.pop() if len(amounts) == 1 else None


def join(parts: Sequence[Text]) -> Text:
    """Sentences one after another."""
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))


def mill(value: Decimal) -> Decimal:
    """Kroner as millions of kroner."""
    return value / MILLION


def _total_text(use: FrameUse) -> list[Text]:
    """What all frames came to, once they are all closed and the year in focus is the last of them."""
    framed = [year for year in use.years if year.frame_nok is not None]
    paid_nok = use.total_paid_nok
    if len(framed) < 2 or use.focus != framed[-1] or not use.focus.is_closed or paid_nok is None:
        return []
    frames = sum((year.frame_nok or ZERO for year in framed), ZERO)
    values = {"paid": mill(paid_nok), "frames": mill(frames), "first": framed[0].year, "last": framed[-1].year}
    return [say("spending.sentence.total", **values)]


def _year_text(year: YearUse) -> Text:
    if year.paid_nok is None:
        frame = {"year": year.year, "frame": year.frame_nok}
        return say("spending.sentence.no_ledger", **frame) if year.frame_nok is not None else say("spending.sentence.nothing")
    if year.available_nok is None:
        return say("spending.sentence.no_money", year=year.year, paid=year.paid_nok, bound=year.bound_nok or ZERO)
    if year.is_closed:
        return join([_closed_text(year), *_lapsed_text(year)])
    return join([_open_text(year), *_plan_text(year)])


def _closed_text(year: YearUse) -> Text:
    rest = (year.available_nok or ZERO) - (year.paid_nok or ZERO)
    key = "closed_over" if rest < ZERO else "closed_all" if rest == ZERO else "closed"
    return say(f"spending.sentence.{key}", **_amounts(year), rest=mill(abs(rest)), source=_available_text(year))


def _lapsed_text(year: YearUse) -> list[Text]:
    if year.carried_out_nok is None or year.carried_out_nok <= ZERO:
        return []
    key = "carried_out" if year.carried_out_source == "approved" else "may_carry_out"
    carried = say(f"spending.sentence.{key}", amount=mill(year.carried_out_nok), next=year.year + 1)
    lapsed = [say("spending.sentence.lapsed", amount=mill(year.lapsed_nok))] if year.lapsed_nok else []
    cap = _cap_text(year)
    return [carried, *cap] if year.is_within_cap else [*cap, carried, *lapsed]


def _cap_text(year: YearUse) -> list[Text]:
    """Whether what is left is more than may be carried on."""
    if year.cap_nok is None or year.is_within_cap is None:
        return []
    return [say(f"spending.sentence.cap_{'within' if year.is_within_cap else 'beyond'}", cap=mill(year.cap_nok))]


def oldest(use: FrameUse) -> Text | None:
    """How much is left of the oldest money, and its last day; None when nothing carried is left or no rule says."""
    first = next(iter(use.ages), None)
    if first is None or first.last_day is None or first.from_year >= use.basis.as_of.year:
        return None
    return say("spending.sentence.oldest", amount=first.amount_nok, year=str(first.from_year), date=first.last_day)


def _open_text(year: YearUse) -> Text:
    free = year.free_nok or ZERO
    kind = "future" if year.state == "future" else "running"
    key = f"{kind}_over" if free < ZERO else kind
    return say(f"spending.sentence.{key}", **_amounts(year), free=mill(abs(free)), source=_available_text(year))


def _plan_text(year: YearUse) -> list[Text]:
    pointed = (year.planned_nok or ZERO) + (year.conditional_nok or ZERO)
    if year.over_frame_nok and (year.free_nok or ZERO) >= ZERO:
        return [say("spending.sentence.over_frame", pointed=mill(pointed), over=mill(year.over_frame_nok))]
    if pointed and (year.free_nok or ZERO) > ZERO:
        return [say("spending.sentence.planned", pointed=mill(pointed))]
    return []


def _amounts(year: YearUse) -> dict[str, object]:
    amounts = {
        "paid": year.paid_nok, "bound": year.bound_nok, "available": year.available_nok, "frame": year.frame_nok,
    }  # fmt: skip
    return {"year": year.year} | {name: mill(amount or ZERO) for name, amount in amounts.items()}


def _available_text(year: YearUse) -> Text:
    """Where the year's money is from, in brackets; empty when it is the frame alone."""
    if year.frame_nok is None:
        return say("spending.sentence.only_carried", before=year.year - 1)
    if not year.carried_in_nok:
        return Text("", "")
    values = {"frame": mill(year.frame_nok), "carried": mill(year.carried_in_nok), "before": year.year - 1}
    return say("spending.sentence.with_carried", **values)


def _levels_text(year: YearUse) -> list[Text]:
    if year.knowledge_frame_nok is None or year.frame_nok is None or year.outside_programme_nok is None:
        return []
    values = {
        "knowledge": mill(year.knowledge_frame_nok), "programme": mill(year.frame_nok),
        "outside": mill(year.outside_programme_nok), "year": year.year,
    }  # fmt: skip
    return [say("spending.sentence.levels", **values)]


def caveats(snapshot: Snapshot, uses: Sequence[YearUse], book: Ledger, cap_years: float | None) -> tuple[Text, ...]:
    """What the reader must know about the frames and their use."""
    found = [say("spending.caveat.levels")]
    if any(use.has_reservation for use in uses):
        found.append(say("spending.caveat.reservation"))
    if book.is_empty:
        return (*found, say("spending.caveat.no_ledger"))
    found += [say("spending.caveat.states"), say("spending.caveat.closed_years")]
    unframed = [str(use.year) for use in uses if use.frame_nok is None]
    if unframed:
        found.append(say("spending.caveat.no_frame", years=unframed))
    found += _carry_caveats(uses, cap_years)
    if book.without_line_nok:
        found.append(say("spending.caveat.without_line", amount=book.without_line_nok))
    if snapshot.as_of.year in {use.year for use in uses}:
        found.append(say("spending.caveat.running", year=snapshot.as_of.year))
    return tuple(found)


def _carry_caveats(uses: Sequence[YearUse], cap_years: float | None) -> list[Text]:
    found = []
    computed = [str(use.year) for use in uses if use.carried_in_source == "computed"]
    if computed and cap_years is not None:
        found.append(say("spending.caveat.computed_capped", years=computed, n=int(cap_years)))
    elif computed:
        found.append(say("spending.caveat.computed", years=computed))
    by_year = {use.year: use for use in uses}
    for use in uses:
        before = by_year.get(use.year - 1)
        left = before.carried_out_nok if before else None
        if use.carried_in_source == "approved" and left is not None and (use.carried_in_nok or ZERO) > left:
            gap = (use.carried_in_nok or ZERO) - left
            found.append(say("spending.caveat.approved_more", year=use.year, before=use.year - 1, amount=gap))
    unknown = [str(use.year) for use in uses if use.carried_in_source == "unknown"]
    if unknown:
        found.append(say("spending.caveat.unknown_carry", years=unknown))
    return found
