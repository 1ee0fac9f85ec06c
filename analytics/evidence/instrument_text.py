"""The sentence of the instruments: how many have no evaluation, and how much of the money is covered."""

from __future__ import annotations

from datetime import date

from domain.text import Text, say


def instruments_sentence(as_of: date, count: int, without: int, by_amount_pct: float | None, amount_unknown: int) -> Text:
    """The answer first, by count; then by money, with how many have no amount."""
    if count == 0:
        return say("evidence.instruments_empty", date=as_of)
    by_count, by_money = _by_count(count, without), _by_money(by_amount_pct, amount_unknown)
    return Text(f"{by_count.nb} {by_money.nb}", f"{by_count.en} {by_money.en}")


def _by_count(count: int, without: int) -> Text:
    if count == 1:
        return say("evidence.only_one_without" if without else "evidence.only_one_with")
    if without == 0:
        return say("evidence.all_with", count=count)
    if without == count:
        return say("evidence.all_without", count=count)
    return say("evidence.one_without" if without == 1 else "evidence.some_without", without=without, count=count)


def _by_money(pct: float | None, unknown: int) -> Text:
    if pct is None:
        return say("evidence.no_amounts")
    if unknown == 0:
        return say("evidence.by_amount", pct=pct)
    return say("evidence.by_amount_one_unknown" if unknown == 1 else "evidence.by_amount_unknown", pct=pct, unknown=unknown)
