"""Who leads a body on the day, by its members as the plan names them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from data.snapshot import Snapshot
from domain.text import Text

#: Bodies of the programme plan, chapter 3.
OWNER, MANAGEMENT = "PROGRAMEIER", "PROGRAMLEDELSE"


def leader_of(snapshot: Snapshot, body_id: str) -> Text | None:
    """The organisation that leads a body on the snapshot's day, by its short name; None when no leader is recorded."""
    row = leading_organisation(snapshot, body_id)
    if row is None:
        return None
    return Text(row["short_name"] or row["name_nb"], row["short_name"] or row["name_en"] or row["name_nb"])


def leading_organisation(snapshot: Snapshot, body_id: str) -> Mapping[str, Any] | None:
    """The row of the organisation that leads a body on the snapshot's day; its successor, where it has one by then.

    None when no leader is recorded; the first by id when there are several.
    """
    day = snapshot.as_of
    members = snapshot.table("body_member").filter(
        (pl.col("body_id") == body_id) & (pl.col("role") == "leader")
        & (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day))
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
    ).sort("body_member_id")  # fmt: skip
    known = {row["organisation_id"]: row for row in snapshot.table("organisation").iter_rows(named=True)}
    found = (_on_day(known, key, day) for key in members.get_column("organisation_id").drop_nulls().to_list())
    return next((row for row in found if row is not None), None)


def _on_day(known: Mapping[str, Mapping[str, Any]], organisation_id: str, day: date) -> Mapping[str, Any] | None:
    """The organisation, or the one that has succeeded it by the day."""
    seen = {organisation_id}
    row = known.get(organisation_id)
    while row is not None and row["valid_to"] and row["valid_to"] < day and row["successor_id"] in known.keys() - seen:
        seen.add(row["successor_id"])
        row = known[row["successor_id"]]
    return row
