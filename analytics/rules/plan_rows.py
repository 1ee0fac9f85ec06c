"""The rows that the plan's rules judge: those of the snapshot's programme."""

from __future__ import annotations

from datetime import date

import polars as pl

from analytics.portfolio.procurement_contracts import in_programme
from analytics.portfolio.programme import current_programme, of_programme
from data.snapshot import Snapshot


def own(snapshot: Snapshot, table: str) -> pl.DataFrame:
    """The programme's rows of a table with `programme_id`."""
    return of_programme(snapshot.table(table), current_programme(snapshot))


def contracts(snapshot: Snapshot) -> pl.DataFrame:
    """The programme's contracts, with `call_route` and `project_title`."""
    calls = snapshot.table("call").select("call_id", call_programme="programme_id", call_route="route")
    projects = snapshot.table("project").select("project_id", project_programme="programme_id", project_title="title_nb")
    through = (
        snapshot.table("framework_agreement").select("framework_id", "call_id")
        .join(calls, on="call_id").select("framework_id", framework_programme="call_programme")
    )  # fmt: skip
    joined = snapshot.table("contract")
    for part, key in ((projects, "project_id"), (calls, "call_id"), (through, "framework_id")):
        joined = joined.join(part, on=key, how="left")
    return in_programme(snapshot, joined, ("project_programme", "call_programme", "framework_programme"))


def frameworks(snapshot: Snapshot) -> pl.DataFrame:
    """The programme's framework agreements, with `call_route`."""
    calls = snapshot.table("call").select("call_id", call_programme="programme_id", call_route="route")
    joined = snapshot.table("framework_agreement").join(calls, on="call_id", how="left")
    return in_programme(snapshot, joined, ("call_programme",))


def in_time(snapshot: Snapshot, frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows whose date lies in the programme's time: from its start to the next one's; the first one has all before too.

    For tables that name no programme. Rows without a date are kept.
    """
    programme = current_programme(snapshot)
    if programme is None:
        return frame
    starts = snapshot.table("programme").get_column("start_date").drop_nulls()
    after = starts.filter(starts > programme.start_date)
    day = pl.col(column)
    keep = pl.lit(True)
    if bool((starts < programme.start_date).any()):
        keep = keep & (day >= programme.start_date)
    if not after.is_empty():
        keep = keep & (day < after.min())
    return frame.filter(day.is_null() | keep)


def years_begun(snapshot: Snapshot) -> list[int]:
    """The years of the programme that have begun on the day."""
    programme = current_programme(snapshot)
    if programme is None:
        return []
    return [
        year for year in range(programme.start_date.year, programme.end_date.year + 1)
        if max(date(year, 1, 1), programme.start_date) <= snapshot.as_of
    ]  # fmt: skip


def years_ended(snapshot: Snapshot) -> list[int]:
    """The years of the programme that are over at the end of the day."""
    return [year for year in years_begun(snapshot) if date(year, 12, 31) <= snapshot.as_of]


def is_blank(column: str) -> pl.Expr:
    """Whether a text is missing or holds nothing but spaces."""
    return pl.col(column).is_null() | (pl.col(column).str.strip_chars() == "")


def limits(snapshot: Snapshot, name: str) -> pl.DataFrame:
    """The dated values of a parameter: `limit`, `limit_from`, `limit_to`."""
    rows = snapshot.table("parameter").filter(pl.col("name") == name)
    return rows.select(limit="value", limit_from="valid_from", limit_to="valid_to").sort("limit_from")


def with_limit(snapshot: Snapshot, frame: pl.DataFrame, name: str, day: str, alias: str) -> pl.DataFrame:
    """`frame` with the value of a parameter that applied on the date in `day`, as `alias`; empty where none did."""
    value = pl.lit(None, pl.Float64())
    for limit, first, last in limits(snapshot, name).iter_rows():
        applies = (pl.col(day) >= first) & (pl.lit(last is None) | (pl.col(day) <= (last or date.max)))
        value = pl.when(applies).then(pl.lit(float(limit))).otherwise(value)
    return frame.with_columns(value.alias(alias))


def text_pair(name: str, nb: str, en: str) -> list[pl.Expr]:
    """A name in both languages as `<name>_nb` and `<name>_en`; bokmål where there is no English one."""
    return [pl.col(nb).alias(f"{name}_nb"), pl.coalesce(en, nb).alias(f"{name}_en")]
