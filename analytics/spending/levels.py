"""The levels of money that must never be confused: the knowledge frame, the programme inside it, and the budget post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import parameter
from analytics.spending.state_rows import standing
from data.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame in force: kroner of one level and year.

    Attributes:
        version: 1 is the first frame that was set.
        original_nok: the amount of the first version.
        has_reservation: whether it was set "med forbehold om endringer".
        decided_date: None when the source does not say.
        letter_ref: the document that set it, when known.
    """

    level: str
    year: int
    version: int
    amount_nok: Decimal
    original_nok: Decimal
    has_reservation: bool
    decided_date: date | None
    letter_ref: str | None


@dataclass(frozen=True, slots=True)
class PostAmount:
    """An amount on a post of the state budget. A level of its own: never added to a frame, never subtracted from one."""

    year: int
    chapter: str
    post: str
    name_nb: str
    stage: str
    amount_nok: Decimal
    quality: str
    source_id: str | None


def programme_of(snapshot: Snapshot) -> str:
    """The programme that money is shown for: the last one to start by the snapshot's day, those with frames first.

    "" when no programme is known.
    """
    with_frames = set(snapshot.table("frame").get_column("programme_id").to_list())
    started = snapshot.table("programme").filter(pl.col("start_date") <= snapshot.as_of).sort("start_date", "programme_id")
    known = [str(programme_id) for programme_id in started.get_column("programme_id")]
    framed = [programme_id for programme_id in known if programme_id in with_frames]
    return next(iter([*framed[::-1], *sorted(with_frames), *known[::-1]]), "")


def frames_in_force(snapshot: Snapshot, programme_id: str) -> dict[tuple[str, int], Frame]:
    """The newest version of each frame that was decided by the snapshot's day, by level and year.

    A version without a date counts as known all the time.
    """
    rows = snapshot.table("frame").filter(pl.col("programme_id") == programme_id).sort("level", "year", "version")
    found: dict[tuple[str, int], Frame] = {}
    for row in rows.iter_rows(named=True):
        key = (str(row["level"]), int(row["year"]))
        first = found[key].original_nok if key in found else row["amount_nok"]
        found[key] = Frame(
            *key, int(row["version"]), row["amount_nok"], first, bool(row["has_reservation"]),
            row["decided_date"], row["letter_ref"],
        )  # fmt: skip
    return found


def knowledge_post(snapshot: Snapshot) -> tuple[str, str] | None:
    """Chapter and post of the state budget that knowledge development is paid from; None when no parameter says."""
    chapter, post = (parameter(snapshot, f"knowledge_budget_{name}") for name in ("chapter", "post"))
    return None if chapter is None or post is None else (f"{chapter:.0f}", f"{post:.0f}")


def post_amounts(snapshot: Snapshot) -> tuple[PostAmount, ...]:
    """What the state budget and accounts say about the post, by year and stage, in kroner.

    The post holds more than the knowledge frame, so nothing here says how much of a frame was used.
    """
    named = knowledge_post(snapshot)
    if named is None:
        return ()
    rows = standing(snapshot).filter((pl.col("chapter") == named[0]) & (pl.col("post") == named[1]))
    columns = ("year", "chapter", "post", "name_nb", "stage", "amount_nok", "quality", "source_id")
    return tuple(PostAmount(*row) for row in rows.sort("year", "stage", "state_budget_id").select(columns).iter_rows())


def approved_carry_over(snapshot: Snapshot, programme_id: str) -> dict[int, Decimal]:
    """Kroner approved for carrying into each year at the level of the programme; years without approval are left out."""
    rows = snapshot.table("carry_over").filter((pl.col("programme_id") == programme_id) & (pl.col("level") == "programme"))
    sums: list[tuple[Any, ...]] = rows.group_by("to_year").agg(pl.col("amount_nok").sum()).rows()
    return {int(year): amount for year, amount in sums}
