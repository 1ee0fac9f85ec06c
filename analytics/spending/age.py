"""How old the money is that is left: which year it is from, and until when the rule on carrying over lets it be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from analytics.result import kroner
from analytics.spending.ledger import ZERO

if TYPE_CHECKING:
    from analytics.spending.frames import YearUse


@dataclass(frozen=True, slots=True)
class Aged:
    """Kroner that are left of one year's frame when the oldest are used first.

    Attributes:
        last_day: the last day they can be used; None when no rule says.
    """

    from_year: int
    amount_nok: Decimal
    last_day: date | None

    def as_json(self) -> dict[str, Any]:
        """Whole kroner."""
        return {"from_year": self.from_year, "amount_nok": kroner(self.amount_nok), "last_day": self.last_day}


def ages(uses: Sequence[YearUse], this_year: int, cap_years: float | None) -> tuple[Aged, ...]:
    """What is neither used nor lapsed by the running year, by the year it is from.

    Payments use the oldest money first, and so does what lapses. No more than the frames of `cap_years` years can be carried out
    of a year, so money of a year can be used for so many years after it. What is carried in beyond what was left (an approval
    of more) counts as money of the year before.

    Args:
        uses: every year in order.
        this_year: the running year; later years are not looked at.
        cap_years: the rule; None when there is none.

    Returns:
        The oldest first. Empty when the running year has nothing, or it is not known what was used.
    """
    left: dict[int, Decimal] = {}
    for use in (use for use in uses if use.year <= this_year):
        if use.paid_nok is None or use.available_nok is None:
            return ()
        carried = use.carried_in_nok or ZERO
        _take(left, sum(left.values(), ZERO) - carried)
        left[use.year - 1] = left.get(use.year - 1, ZERO) + max(carried - sum(left.values(), ZERO), ZERO)
        left[use.year] = (use.frame_nok or ZERO) + max(-use.paid_nok, ZERO)
        _take(left, max(use.paid_nok, ZERO) + max(-carried, ZERO))
    if all(use.year != this_year or use.available_nok is None for use in uses):
        return ()
    last = {year: None if cap_years is None else date(year + int(cap_years), 12, 31) for year in left}
    return tuple(Aged(year, left[year], last[year]) for year in sorted(left) if left[year] > ZERO)


def _take(left: dict[int, Decimal], amount: Decimal) -> None:
    """Use the oldest first."""
    for year in sorted(left):
        taken = min(max(amount, ZERO), left[year])
        left[year] -= taken
        amount -= taken
