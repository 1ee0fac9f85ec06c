"""What became overdue and what is so no longer, between two days."""

from __future__ import annotations

import polars as pl

from analytics.evidence.overdue_clock import publications_of
from analytics.evidence.overdue_items import LATE, items_of
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

#: Every kind of change, in the order they are told.
CHANGES: tuple[str, ...] = CODE_LISTS["deadline_change"].values
_KEY = ["item", "id"]


def changes_since(earlier: Snapshot, items: pl.DataFrame, publications: pl.DataFrame) -> pl.DataFrame:
    """The items and publications that stand otherwise than on the earlier day, as each was known then.

    Args:
        earlier: the programme as it was known on the day to compare with.
        items, publications: of `items_of` and `publications_of` on the later day.

    Returns:
        `change` (of `CHANGES`) and the columns of `items_of`, as they are now; for what is no longer listed, as they were.
        A deliverable may stand twice: for its deadline and for its publication.
    """
    before = items_of(earlier)
    were = before.filter(pl.col("state") == "overdue").select(*_KEY)
    listed = before.select(*_KEY, was_listed=pl.lit(True))
    now = items.filter(pl.col("state") == "overdue").join(listed, on=_KEY, how="left")
    now = now.with_columns(pl.col("was_listed").fill_null(False))
    late_since = items.filter(pl.col("state").is_in(LATE[:1]) & (pl.col("done_date") > earlier.as_of))
    cleared = items.join(were, on=_KEY, how="semi").filter(pl.col("state") != "overdue")
    gone = before.filter(pl.col("state") == "overdue").join(items, on=_KEY, how="anti")
    how = (
        pl.when(pl.col("state") == "stopped").then(pl.lit("dropped"))
        .when(pl.col("state").is_in(["moved", "to_come", "no_deadline"])).then(pl.lit("moved")).otherwise(pl.lit("done"))
    )  # fmt: skip
    parts = [
        now.join(were, on=_KEY, how="anti").with_columns(
            change=pl.when(pl.col("was_listed") | (pl.col("current_date") >= earlier.as_of))
            .then(pl.lit("new"))
            .otherwise(pl.lit("listed"))
        ),
        late_since.join(were, on=_KEY, how="anti").with_columns(change=pl.lit("between")),
        cleared.with_columns(change=how),
        gone.with_columns(change=pl.lit("gone")),
        *_publications(publications_of(earlier, before), publications, items, before),
    ]
    order = pl.col("change").replace_strict({name: n for n, name in enumerate(CHANGES)}, return_dtype=pl.Int8)
    rows = pl.concat([part.select("change", *items.columns) for part in parts])
    return rows.sort(order, -pl.col("days_current"), "item", "id", nulls_last=True)


def _publications(
    before: pl.DataFrame, after: pl.DataFrame, items: pl.DataFrame, items_before: pl.DataFrame
) -> list[pl.DataFrame]:
    were, are = (rows.filter(pl.col("clock") == "waiting").select(*_KEY) for rows in (before, after))
    public = after.filter(pl.col("published_date").is_not_null()).select(*_KEY)
    cleared = were.join(are, on=_KEY, how="anti")
    listed = pl.concat([items, items_before.join(items, on=_KEY, how="anti")])
    groups = {
        "publication_new": are.join(were, on=_KEY, how="anti"),
        "publication_done": cleared.join(public, on=_KEY, how="semi"),
        "publication_gone": cleared.join(public, on=_KEY, how="anti"),
    }
    return [listed.join(keys, on=_KEY, how="semi").with_columns(change=pl.lit(name)) for name, keys in groups.items()]
