"""Coverage of the instruments three ways: by count, by money, and how many have no amount; for each kind of knowledge apart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from analytics.evidence.instrument_frames import total_of
from analytics.evidence.instruments import InstrumentOverview

#: What an instrument can be covered by, each part of the one before or beside it, never added up.
WAYS: tuple[str, ...] = ("evaluated", "for_effect", "strong_expected", "strong_now")


@dataclass(frozen=True, slots=True)
class Way:
    """How many instruments something holds for, and how much money they have.

    Attributes:
        ids: the instruments, in the order of the plan; `count` of `whole` instruments.
        part_nok, whole_nok: the frames that have an amount, of these instruments and of all, in kroner over the period.
        unknown: how many of these instruments have no amount; they are in neither amount.
    """

    way: str
    ids: tuple[str, ...]
    whole: int
    part_nok: Decimal
    whole_nok: Decimal
    unknown: int

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def count_pct(self) -> float | None:
        """Of the instruments; None when there are none."""
        return round(self.count * 100 / self.whole, 1) if self.whole else None

    @property
    def amount_pct(self) -> float | None:
        """Of the money; None when no instrument has an amount."""
        return round(float(self.part_nok * 100 / self.whole_nok), 1) if self.whole_nok else None

    def as_json(self) -> dict[str, Any]:
        """The counts, amounts and per cent."""
        return asdict(self) | {"count": self.count, "count_pct": self.count_pct, "amount_pct": self.amount_pct}


def coverage_ways(overview: InstrumentOverview, strong_expected: Collection[str], strong_now: Collection[str]) -> tuple[Way, ...]:
    """The coverage of the counted instruments by each of `WAYS`: an evaluation at all, one that is to answer on effect, and
    work at the wanted level, expected and now."""
    without = {instrument.instrument_id for instrument in overview.without_evaluation}
    effect = {instrument.instrument_id for instrument in overview.with_effect}
    whole = overview.counted
    ids = {
        "evaluated": [i for i in whole if i.instrument_id not in without],
        "for_effect": [i for i in whole if i.instrument_id in effect],
        "strong_expected": [i for i in whole if i.instrument_id in strong_expected],
        "strong_now": [i for i in whole if i.instrument_id in strong_now],
    }
    return tuple(
        Way(
            way, tuple(i.instrument_id for i in ids[way]), len(whole), total_of([i.frame for i in ids[way]]),
            overview.quantified_nok, sum(i.frame.total_nok is None for i in ids[way]),
        )
        for way in WAYS
    )  # fmt: skip
