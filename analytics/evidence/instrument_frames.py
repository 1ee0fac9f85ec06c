"""The resource frame of each instrument: per year, in total, or not given. The three are never read as each other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from data.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class InstrumentFrame:
    """What an instrument has been given.

    Attributes:
        unit: "per_year", "total_for_period" or "unknown".
        total_nok: over the whole period; None when the plan gives no amount, which is not zero.
        by_year: kroner a year, of what is given per year: a total is never spread over years.
        as_written_nb: as the source puts it.
    """

    unit: str
    total_nok: Decimal | None
    by_year: dict[int, Decimal]
    as_written_nb: str | None


UNKNOWN_FRAME = InstrumentFrame("unknown", None, {}, None)


def instrument_frames(snapshot: Snapshot) -> dict[str, InstrumentFrame]:
    """The frame of every instrument by its id. Where two rows give the same year, the one decided last holds."""
    rows = snapshot.table("instrument_frame").sort("decided_date", "instrument_frame_id", nulls_last=False)
    return {str(key[0]): _frame(part.to_dicts()) for key, part in rows.group_by("instrument_id", maintain_order=True)}


def _frame(rows: list[dict[str, Any]]) -> InstrumentFrame:
    known = [row for row in rows if row["unit"] != "unknown" and row["amount_nok"] is not None]
    words = [row["as_written_nb"] for row in rows if row["as_written_nb"]]
    written = "; ".join(dict.fromkeys(words)) or None
    if not known:
        return InstrumentFrame("unknown", None, {}, written)
    by_year: dict[int, Decimal] = {}
    totals: dict[tuple[int, int], Decimal] = {}
    for row in known:
        if row["unit"] == "total_for_period":
            totals[row["year_from"], row["year_to"]] = row["amount_nok"]
        else:
            by_year.update(dict.fromkeys(range(row["year_from"], row["year_to"] + 1), row["amount_nok"]))
    total = sum(by_year.values(), Decimal(0)) + sum(totals.values(), Decimal(0))
    unit = "total_for_period" if totals else "per_year"
    return InstrumentFrame(unit, total, dict(sorted(by_year.items())), written)


def total_of(frames: list[InstrumentFrame]) -> Decimal:
    """The sum of the frames that have an amount, in kroner."""
    return sum((frame.total_nok for frame in frames if frame.total_nok is not None), Decimal(0))
