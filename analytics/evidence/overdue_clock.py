"""The publication clock: from the sign-off of a deliverable to the day by which it should be public."""

from __future__ import annotations

import polars as pl

from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

#: Where a deliverable stands on its way to be public.
CLOCK_STATES: tuple[str, ...] = CODE_LISTS["publication_state"].values
#: Kinds of deliverables that are reports; the others are counted beside them.
REPORTS: tuple[str, ...] = ("interim_report", "final_report", "note")
#: Stands for a reason that is not given.
NOT_STATED = "not_stated"
_LIMIT = "publication_weeks"
_DAYS_OF_WEEK = 7


def publications_of(snapshot: Snapshot, items: pl.DataFrame) -> pl.DataFrame:
    """Every deliverable that is done, with its publication clock.

    The clock runs from sign-off, for as many weeks as the dated row `publication_weeks` said on the day of sign-off. The last
    day itself is not past it. A deliverable that was public before it was signed off is in time.

    Args:
        items: of `items_of`.

    Returns:
        Deliverables that are delivered, with the columns of `items_of`, and `weeks`, `expires_date` (the last day), `clock`
        (of `CLOCK_STATES`), `days_after` (after the last day: when it was published, or so far; below zero is before),
        `days_from_sign_off` (to publication, or so far), `why` (the coded reason not published as recorded; `NOT_STATED`
        without one past the limit; empty for what is public) and `is_report`. The longest past first.
    """
    limits = (
        snapshot.table("parameter").filter(pl.col("name") == _LIMIT)
        .select(limit_from="valid_from", limit_to="valid_to", weeks=pl.col("value").cast(pl.Float64))
        .drop_nulls("limit_from").sort("limit_from")
    )  # fmt: skip
    done = items.filter((pl.col("item") == "deliverable") & pl.col("done_date").is_not_null())
    signed = done.filter(pl.col("signed_off_date").is_not_null()).sort("signed_off_date")
    signed = signed.join_asof(limits, left_on="signed_off_date", right_on="limit_from", strategy="backward")
    is_valid = pl.col("limit_to").is_null() | (pl.col("limit_to") >= pl.col("signed_off_date"))
    signed = signed.with_columns(weeks=pl.when(is_valid).then("weeks"))
    unsigned = done.filter(pl.col("signed_off_date").is_null())
    rows = pl.concat([signed, unsigned], how="diagonal").with_columns(
        expires_date=pl.col("signed_off_date") + pl.duration(days=(pl.col("weeks") * _DAYS_OF_WEEK).round().cast(pl.Int64))
    )
    until, expires = pl.coalesce(pl.col("published_date"), pl.lit(snapshot.as_of)), pl.col("expires_date")
    is_public = pl.col("published_date").is_not_null()
    state = (
        pl.when(is_public & pl.col("signed_off_date").is_null()).then(pl.lit("published_no_sign_off"))
        .when(pl.col("signed_off_date").is_null()).then(pl.lit("not_signed_off"))
        .when(expires.is_null() & is_public).then(pl.lit("published_no_limit"))
        .when(expires.is_null()).then(pl.lit("no_limit"))
        .when(is_public & (until > expires)).then(pl.lit("published_late"))
        .when(is_public).then(pl.lit("published"))
        .when(until > expires).then(pl.lit("waiting")).otherwise(pl.lit("running"))
    )  # fmt: skip
    order = pl.col("clock").replace_strict({name: n for n, name in enumerate(CLOCK_STATES)}, return_dtype=pl.Int8)
    return rows.with_columns(
        clock=state, days_after=(until - expires).dt.total_days(),
        days_from_sign_off=(until - pl.col("signed_off_date")).dt.total_days(),
        why=pl.when(state == "waiting").then(pl.col("not_published_reason").fill_null(NOT_STATED))
        .when(~is_public).then("not_published_reason"),
        is_report=pl.col("sort").is_in(REPORTS),
    ).drop("limit_from", "limit_to").sort(order, -pl.col("days_after"), "id", nulls_last=True)  # fmt: skip
