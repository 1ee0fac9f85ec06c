"""Action plans by year and version, and their lines as they stood when each version was adopted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from data.snapshot import Snapshot

OpenSnapshot = Callable[[date], Snapshot]

#: How an activity came into the plan of its year: frozen at the first adoption, added later, or so far only in a draft.
ORIGINS: tuple[str, ...] = ("frozen", "added", "draft")
#: What a version is: the first adopted one, a later adopted one, a draft, or a draft that was passed by.
VERSION_STATES: tuple[str, ...] = ("baseline", "adopted", "draft", "passed")
#: What of a line is compared with the frozen plan.
COMPARED: tuple[str, ...] = ("amount_nok", "quarter", "route", "need_id")

_LINE = (
    "plan_line_id", "plan_id", "title_nb", "need_id", "area_id", "question_kind", "category", "route", "quarter", "amount_nok",
    "dissemination_nb", "effort_id", "listed_date", "dropped_date", "dropped_reason_nb",
)  # fmt: skip


def versions_of(plans: pl.DataFrame) -> pl.DataFrame:
    """The versions of each year's plan with what each is, ordered by year and the order in which they came to stand.

    Returns:
        The columns of `action_plan` with `state` (of `VERSION_STATES`), `order_no` within the year (0 is the baseline, or
        the first draft) and `is_newest` (the newest adopted one, or the newest draft while none is adopted).
    """
    is_adopted = pl.col("adopted_date").is_not_null()
    ordered = plans.sort("year", ~is_adopted, "adopted_date", "version", "plan_id", nulls_last=True)
    last = pl.col("version").filter(is_adopted).max().over("year")
    first = is_adopted & (is_adopted.cum_sum().over("year") == 1)
    state = (
        pl.when(first).then(pl.lit("baseline")).when(is_adopted).then(pl.lit("adopted"))
        .when(last.is_null() | (pl.col("version") > last)).then(pl.lit("draft")).otherwise(pl.lit("passed"))
    )  # fmt: skip
    stated = ordered.with_columns(state=state, order_no=pl.int_range(pl.len()).over("year"))
    standing = pl.col("state").is_in(["baseline", "adopted"])
    newest = pl.coalesce(
        pl.col("order_no").filter(standing).max().over("year"),
        pl.col("order_no").filter(pl.col("state") == "draft").max().over("year"),
    )
    return stated.with_columns(is_newest=(pl.col("order_no") == newest).fill_null(False))


def lines_of(snapshot: Snapshot) -> pl.DataFrame:
    """The plan lines as the snapshot has them; a quarter that is not written as a quarter is unknown."""
    quarter = pl.col("planned_start_quarter")
    rows = snapshot.table("action_plan_line").with_columns(
        quarter=pl.when(quarter.str.contains(r"^\d{4}K[1-4]$")).then(quarter), amount_nok=pl.col("planned_amount_nok"),
    )  # fmt: skip
    return rows.select(_LINE)


def frozen_lines(snapshot: Snapshot, versions: pl.DataFrame, open_snapshot: OpenSnapshot | None) -> pl.DataFrame:
    """The lines of every adopted version as they stood on the day it was adopted.

    Without `open_snapshot` they are the lines of today that were listed by that day. A need that was registered only after
    the adoption is taken as today's line has it.
    """
    parts = [lines_of(snapshot).clear()]
    adopted = versions.filter(pl.col("adopted_date").is_not_null())
    for plan_id, day in adopted.select("plan_id", "adopted_date").iter_rows():
        then = snapshot if open_snapshot is None else open_snapshot(day)
        own = pl.col("plan_id") == plan_id
        rows = lines_of(then).filter(own & (pl.col("listed_date").is_null() | (pl.col("listed_date") <= day)))
        parts.append(_with_later_needs(rows, snapshot, then))
    return pl.concat(parts)


def _with_later_needs(rows: pl.DataFrame, snapshot: Snapshot, then: Snapshot) -> pl.DataFrame:
    known = then.table("knowledge_need").get_column("need_id").implode()
    later = lines_of(snapshot).filter(~pl.col("need_id").is_in(known)).select("plan_line_id", later_need="need_id")
    return rows.join(later, on="plan_line_id", how="left", maintain_order="left").with_columns(
        need_id=pl.coalesce("need_id", "later_need")
    ).drop("later_need")  # fmt: skip


def with_activities(versions: pl.DataFrame, current: pl.DataFrame, frozen: pl.DataFrame) -> pl.DataFrame:
    """Which activity each line of a plan is, across the versions of its year.

    A line of a later version is the same activity as one before it when the titles are the same (case and spaces aside), else
    when both are the only ones left that name the same need. The activity has the id of its first line.

    Returns:
        `plan_line_id`, `activity_id`, `plan_id`, `year`, `state` and `order_no` of the version.
    """
    own = pl.concat([current, frozen]).unique("plan_line_id", keep="first", maintain_order=True)
    places = versions.select("plan_id", "year", "state", "order_no")
    rows = own.join(places, on="plan_id", maintain_order="left").with_columns(
        words=pl.col("title_nb").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    )
    several = versions.group_by("year").len().filter(pl.col("len") > 1).get_column("year").to_list()
    simple = rows.filter(~pl.col("year").is_in(several)).with_columns(activity_id=pl.col("plan_line_id"))
    parts = [simple.select(_ACTIVITY)]
    parts += [_matched(rows.filter(pl.col("year") == year)).select(_ACTIVITY) for year in several]
    return pl.concat(parts)


_ACTIVITY = ("plan_line_id", "activity_id", "plan_id", "year", "state", "order_no")


def _matched(rows: pl.DataFrame) -> pl.DataFrame:
    """The lines of one year's versions, each version matched with all before it."""
    known = rows.clear().with_columns(activity_id=pl.lit(None, dtype=pl.String))
    for order in rows.get_column("order_no").unique().sort():
        part = rows.filter(pl.col("order_no") == order).with_columns(activity_id=pl.lit(None, dtype=pl.String))
        before = known.sort("order_no", descending=True, maintain_order=True).unique(
            "activity_id", keep="first", maintain_order=True
        )
        for column in ("words", "need_id"):
            part = _with_match(part, before, column)
        known = pl.concat([known, part.with_columns(pl.coalesce("activity_id", "plan_line_id").alias("activity_id"))])
    return known


def _with_match(part: pl.DataFrame, before: pl.DataFrame, column: str) -> pl.DataFrame:
    taken = part.get_column("activity_id").drop_nulls()
    left = before.filter(~pl.col("activity_id").is_in(taken.implode()) & pl.col(column).is_not_null())
    free = part.filter(pl.col("activity_id").is_null() & pl.col(column).is_not_null())
    one = left.filter(pl.len().over(column) == 1).select(column, found="activity_id")
    own = free.filter(pl.len().over(column) == 1).select("plan_line_id", column).join(one, on=column)
    joined = part.join(own.select("plan_line_id", "found"), on="plan_line_id", how="left", maintain_order="left")
    return joined.with_columns(activity_id=pl.coalesce("activity_id", "found")).drop("found")


def plan_activities(
    versions: pl.DataFrame, activities: pl.DataFrame, current: pl.DataFrame, frozen: pl.DataFrame
) -> pl.DataFrame:
    """One row per activity of a year's plan: as frozen at the first adoption, and as it stands now.

    Lines of drafts that were passed by are left out, unless a later version took them up.

    Returns:
        `activity_id`, `year`, `line_ids`, `origin` (of `ORIGINS`), the columns of the line that stands now, `frozen_*` for
        what is compared (empty when the activity was not part of the plan at the first adoption), `frozen_title_nb`,
        `added_date` and `added_version` of an added one, `left_out_version` and `left_out_date` (a newer adopted version does
        not have it), `is_removed` (no longer recorded).
    """
    held = activities.filter(pl.col("state") != "passed")
    standing = _standing(held, current, frozen)
    first = held.filter(pl.col("state") == "baseline").join(_named(frozen), on="plan_line_id").drop(
        "plan_line_id", "plan_id", "year", "state", "order_no"
    )  # fmt: skip
    ids = activities.group_by("activity_id").agg(line_ids=pl.col("plan_line_id").sort())
    joined = standing.join(ids, on="activity_id").join(first, on="activity_id", how="left")
    adopted = versions.filter(pl.col("adopted_date").is_not_null())
    newest = adopted.filter(pl.col("is_newest")).select(
        "year", newest_no="order_no", newest_version="version", newest_date="adopted_date"
    )  # fmt: skip
    came = adopted.select("year", first_no="order_no", came_version="version", came_date="adopted_date")
    placed = joined.join(newest, on="year", how="left").join(came, on=["year", "first_no"], how="left")
    return _with_origin(placed).sort("year", "activity_id")


def _standing(held: pl.DataFrame, current: pl.DataFrame, frozen: pl.DataFrame) -> pl.DataFrame:
    """The line of the newest adopted version that has the activity, else of its draft; as it stands, or stood when removed."""
    gone = frozen.join(current, on="plan_line_id", how="anti").with_columns(is_removed=pl.lit(True))
    whole = pl.concat([current.with_columns(is_removed=pl.lit(False)), gone])
    rows = held.join(whole.drop("plan_id"), on="plan_line_id")
    is_draft = pl.col("state") == "draft"
    ordered = rows.sort("activity_id", is_draft, "order_no", descending=[False, True, False])
    adopted = (~is_draft).sum().over("activity_id")
    spans = ordered.with_columns(
        first_no=pl.col("order_no").filter(~is_draft).min().over("activity_id"), is_in_draft_only=adopted == 0,
        first_listed=pl.col("listed_date").filter(~is_draft).first().over("activity_id"),
    )  # fmt: skip
    return spans.unique("activity_id", keep="last", maintain_order=True)


def _named(frozen: pl.DataFrame) -> pl.DataFrame:
    return frozen.select(
        "plan_line_id", was_frozen=pl.lit(True), frozen_title_nb="title_nb", frozen_dissemination_nb="dissemination_nb",
        frozen_effort_id="effort_id", frozen_category="category", **{f"frozen_{name}": name for name in COMPARED},
    )  # fmt: skip


def _with_origin(placed: pl.DataFrame) -> pl.DataFrame:
    frozen = pl.col("was_frozen").fill_null(False)
    origin = pl.when(frozen).then(pl.lit("frozen")).when("is_in_draft_only").then(pl.lit("draft")).otherwise(pl.lit("added"))
    left_out = (pl.col("order_no") < pl.col("newest_no")).fill_null(False) & ~pl.col("is_in_draft_only")
    late = pl.col("first_listed") > pl.col("came_date")
    added = pl.when(late).then("first_listed").otherwise("came_date")
    return placed.with_columns(
        origin=origin,
        added_date=pl.when(origin == "added").then(added), added_version=pl.when(origin == "added").then("came_version"),
        left_out_version=pl.when(left_out).then("newest_version"), left_out_date=pl.when(left_out).then("newest_date"),
    ).drop("newest_no", "newest_version", "newest_date", "came_version", "came_date", "was_frozen", "is_in_draft_only",
           "state", "first_no", "first_listed")  # fmt: skip


def changes_of(
    versions: pl.DataFrame, activities: pl.DataFrame, current: pl.DataFrame, frozen: pl.DataFrame, standing: pl.DataFrame
) -> pl.DataFrame:
    """What was changed in the plan after the first adoption, field by field.

    Returns:
        `year`, `activity_id`, `title_nb`, `field` (of `COMPARED`, or "added" and "left_out"), `before` and `after` as text,
        `version` that brought it, and `is_after_adoption` (the adopted version itself was changed afterwards).
    """
    steps = activities.filter(pl.col("state").is_in(["baseline", "adopted"]))
    adopted = steps.join(frozen.drop("plan_id"), on="plan_line_id").with_columns(is_now=pl.lit(False))
    now = steps.join(current.drop("plan_id"), on="plan_line_id").with_columns(is_now=pl.lit(True))
    rows = pl.concat([adopted, now]).sort("activity_id", "order_no", "is_now")
    numbers = versions.select("plan_id", "version")
    rows = rows.join(numbers, on="plan_id", how="left", maintain_order="left")
    parts = [_field_changes(rows, name) for name in COMPARED] + _whole_changes(standing)
    return pl.concat(parts).sort("year", "activity_id", "version", "field", nulls_last=True)


def _field_changes(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Successive states of an activity that differ in one field; a state is compared with the one before it."""
    value = pl.col(name).cast(pl.String)
    states = rows.with_columns(
        before=value.shift(1).over("activity_id"), after=value,
        is_first=pl.int_range(pl.len()).over("activity_id") == 0,
    )  # fmt: skip
    differ = states.filter(~pl.col("is_first") & ~pl.col("before").eq_missing(pl.col("after")))
    return differ.select(
        "year", "activity_id", "title_nb", pl.lit(name).alias("field"), "before", "after", pl.col("version").cast(pl.Int64),
        is_after_adoption=pl.col("is_now"),
    )  # fmt: skip


def _whole_changes(standing: pl.DataFrame) -> list[pl.DataFrame]:
    none = pl.lit(None, dtype=pl.String)
    added = standing.filter(pl.col("origin") == "added").select(
        "year", "activity_id", "title_nb", pl.lit("added").alias("field"), none.alias("before"),
        pl.col("added_date").cast(pl.String).alias("after"), pl.col("added_version").cast(pl.Int64).alias("version"),
        is_after_adoption=pl.lit(False),
    )  # fmt: skip
    left = standing.filter(pl.col("left_out_version").is_not_null()).select(
        "year", "activity_id", "title_nb", pl.lit("left_out").alias("field"), none.alias("before"),
        pl.col("left_out_date").cast(pl.String).alias("after"), pl.col("left_out_version").cast(pl.Int64).alias("version"),
        is_after_adoption=pl.lit(False),
    )  # fmt: skip
    return [added, left]
