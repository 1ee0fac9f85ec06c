"""What became of the input of each party, and of the needs of each meeting."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.portfolio.needs_graph import in_time
from analytics.portfolio.needs_rows import COVERS, organisation_names
from analytics.portfolio.programme import current_programme, judging_day, valid_on
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

#: What became of an input; "open" is not settled, whether that is written or nothing is.
OUTCOMES: tuple[str, ...] = CODE_LISTS["input_outcome"].values
#: The body whose members are asked for needs (chapter 3 of the plan).
REFERENCE_GROUP = "REFERANSEGRUPPE"
_NO_IDS = pl.lit([], dtype=pl.List(pl.String))


def programme_inputs(snapshot: Snapshot, need_ids: pl.Series) -> pl.DataFrame:
    """The rows of `meeting_input` that belong to the programme: those that became one of its needs, else by when they came."""
    programme = current_programme(snapshot)
    here = pl.when(pl.col("need_id").is_not_null()).then(pl.col("need_id").is_in(need_ids.implode()))
    rows = snapshot.table("meeting_input").filter(here.otherwise(in_time(snapshot, programme, "received_date")))
    return rows.sort("received_date", "input_id")


def input_rows(snapshot: Snapshot, inputs: pl.DataFrame, needs: pl.DataFrame) -> pl.DataFrame:
    """Every input with what became of it, the newest first.

    Returns:
        `input_id`, `organisation_id` and names, `meeting_id`, `meeting_nb`, `received_date`, `text_nb`, `outcome` (of `OUTCOMES`;
        nothing written is "open"), `is_settled`, `outcome_date`, `outcome_nb`, `waiting_days` (since it came, while it is not
        settled), `need_id` and the need's `need_nb`, `answer`, `cover`, `project_ids`.
    """
    meetings = snapshot.table("meeting").select("meeting_id", meeting_nb="title_nb")
    of_need = needs.select("need_id", "answer", "cover", "project_ids", need_nb="title_nb")
    outcome = pl.col("outcome").fill_null("open")
    rows = (
        inputs.join(organisation_names(snapshot), on="organisation_id", how="left")
        .join(meetings, on="meeting_id", how="left")
        .join(of_need, on="need_id", how="left")
        .with_columns(outcome=outcome, is_settled=outcome != "open", project_ids=pl.col("project_ids").fill_null(_NO_IDS))
    )
    waited = (pl.lit(snapshot.as_of) - pl.col("received_date")).dt.total_days()
    rows = rows.with_columns(waiting_days=pl.when(~pl.col("is_settled")).then(waited), **_worded())
    return rows.select(_INPUT_COLUMNS).sort("received_date", "input_id", descending=[True, False])


_INPUT_COLUMNS = (
    "input_id", "organisation_id", "organisation_nb", "organisation_en", "meeting_id", "meeting_nb", "received_date", "text_nb",
    "outcome", "is_settled", "outcome_date", "outcome_nb", "waiting_days", "need_id", "need_nb", "answer", "cover", "project_ids",
)  # fmt: skip


def _worded() -> dict[str, pl.Expr]:
    """A name for every organisation: its id where none is held."""
    return {f"organisation_{lang}": pl.coalesce(f"organisation_{lang}", "organisation_id") for lang in ("nb", "en")}


def since_autumn(snapshot: Snapshot, inputs: pl.DataFrame) -> dict[str, Any]:
    """What has become of the inputs since the last autumn meeting that was held before the day, that meeting's among them.

    What came on the day itself, or belongs to a meeting on or after it, is not among them: it is for the next round.

    Args:
        inputs: the columns of `input_rows`.

    Returns:
        `meeting_id` and `from` of the autumn meeting (None when none was held before: then all inputs count), `to`, `count`,
        `by_outcome`, `input_ids` (oldest first), and `parties`: one item a party that gave any, most inputs first, with names,
        `count` and `by_outcome`.
    """
    held = pl.coalesce("held_date", "planned_date")
    meetings = snapshot.table("meeting")
    autumns = meetings.filter((pl.col("kind") == "autumn") & (pl.col("held_date") < snapshot.as_of)).sort(
        "held_date", "meeting_id"
    )
    autumn = None if autumns.is_empty() else autumns.row(-1, named=True)
    later = meetings.filter(held >= snapshot.as_of).get_column("meeting_id")
    rows = inputs.filter(
        (pl.col("received_date") < snapshot.as_of) & ~pl.col("meeting_id").is_in(later.implode()).fill_null(value=False)
    ).sort("received_date", "input_id")
    if autumn is not None:
        rows = rows.filter(pl.col("received_date") >= autumn["held_date"])
    names = ("organisation_id", "organisation_nb", "organisation_en")
    parties = rows.group_by(names).agg(pl.col("outcome")).with_columns(count=pl.col("outcome").list.len())
    ordered = parties.sort(-pl.col("count").cast(pl.Int64), _letters("organisation_nb"), "organisation_id")
    return {
        "meeting_id": autumn and autumn["meeting_id"], "from": autumn and autumn["held_date"], "to": snapshot.as_of,
        "count": len(rows), "by_outcome": _by_outcome(rows.get_column("outcome").to_list()),
        "input_ids": rows.get_column("input_id").to_list(),
        "parties": [
            {name: row[name] for name in names} | {"count": row["count"], "by_outcome": _by_outcome(row["outcome"])}
            for row in ordered.iter_rows(named=True)
        ],
    }  # fmt: skip


def _by_outcome(outcomes: list[str]) -> dict[str, int]:
    return {outcome: outcomes.count(outcome) for outcome in OUTCOMES}


def party_rows(snapshot: Snapshot, inputs: pl.DataFrame, needs: pl.DataFrame) -> pl.DataFrame:
    """What each party has asked for, and what became of it.

    The parties are the members of the reference group that are valid on the day, whether or not they have given input, and all
    others that have given input or raised a need.

    Returns:
        `organisation_id` and names, `role` (in the group; empty for others), `inputs`, one column for each of `OUTCOMES`,
        `needs` (asked for), `needs_with_project`, `last_input_date`. Members come first, by name. Where the reader may not see
        inputs, the numbers of them are empty.
    """
    asked = needs.select("asked_by_ids", "cover").explode("asked_by_ids").drop_nulls("asked_by_ids").group_by("asked_by_ids").agg(
        needs=pl.len(), needs_with_project=(pl.col("cover") == "with_project").sum()
    )  # fmt: skip
    asked = asked.rename({"asked_by_ids": "organisation_id"})
    members = _members(snapshot)
    given = inputs.group_by("organisation_id").agg(
        pl.len().alias("inputs"),
        *((pl.col("outcome") == outcome).sum().alias(outcome) for outcome in OUTCOMES),
        pl.col("received_date").max().alias("last_input_date"),
    )
    ids = pl.concat([frame.select("organisation_id") for frame in (members, given, asked)]).unique()
    rows = ids
    for part in (members, given, asked, organisation_names(snapshot)):
        rows = rows.join(part, on="organisation_id", how="left")
    rows = rows.with_columns(
        *(pl.col(name).fill_null(0).cast(pl.Int64) for name in ("inputs", *OUTCOMES, "needs", "needs_with_project")),
        **_worded(),
    )
    return rows.select(_PARTY_COLUMNS).sort(pl.col("role").is_null(), _letters("organisation_nb"), "organisation_id")


_PARTY_COLUMNS = (
    "organisation_id", "organisation_nb", "organisation_en", "role", "inputs", *OUTCOMES, "needs", "needs_with_project",
    "last_input_date",
)  # fmt: skip


def hide_inputs(parties: pl.DataFrame) -> pl.DataFrame:
    """The parties for a reader who may not see inputs: the numbers of them are unknown, not zero."""
    hidden = ("inputs", *OUTCOMES, "last_input_date")
    return parties.with_columns(pl.lit(None).cast(parties.schema[name]).alias(name) for name in hidden)


def _letters(name: str) -> pl.Expr:
    """A key that sorts Norwegian names."""
    return pl.col(name).str.to_lowercase().str.replace_many(["æ", "ø", "å"], ["{1", "{2", "{3"])


def _members(snapshot: Snapshot) -> pl.DataFrame:
    """The members of the reference group on the day, one row each; leading before other roles."""
    ranks = {value: rank for rank, value in enumerate(CODE_LISTS["body_role"].values)}
    rows = snapshot.table("body_member").filter((pl.col("body_id") == REFERENCE_GROUP) & valid_on(judging_day(snapshot)))
    rank = pl.col("role").replace_strict(ranks, default=len(ranks), return_dtype=pl.Int64)
    ordered = rows.with_columns(rank=rank).sort("rank", "body_member_id")
    return ordered.unique("organisation_id", keep="first", maintain_order=True).select("organisation_id", "role")


def meeting_rows(snapshot: Snapshot, needs: pl.DataFrame) -> pl.DataFrame:
    """The needs by the meeting they were raised in, the last meeting first and what was raised outside meetings at the end.

    Spring and autumn meetings in the programme's time are listed also when no need was raised there.

    Returns:
        `meeting_id` (empty outside meetings), `meeting_nb`, `kind`, `meeting_date`, `needs`, one column for each of `COVERS`
        (they add up to `needs`), and the ids in `without_ids` (neither a project nor a written "not now").
    """
    programme = current_programme(snapshot)
    day = pl.coalesce("held_date", "planned_date")
    meetings = snapshot.table("meeting").select(
        "meeting_id", "kind", "held_date", meeting_nb="title_nb", meeting_date=day
    )  # fmt: skip
    counted = needs.group_by("meeting_id").agg(
        pl.len().cast(pl.Int64).alias("needs"),
        *((pl.col("cover") == cover).sum().cast(pl.Int64).alias(cover) for cover in COVERS),
        pl.col("need_id").filter(pl.col("cover") == "none").alias("without_ids"),
    )
    asking = meetings.filter(
        pl.col("kind").is_in(["spring", "autumn"]) & pl.col("held_date").is_not_null() & in_time(snapshot, programme, "held_date")
    )
    ids = pl.concat([asking.select("meeting_id"), counted.select("meeting_id")]).unique()
    rows = ids.join(counted, on="meeting_id", how="left", nulls_equal=True).join(meetings, on="meeting_id", how="left")
    rows = rows.with_columns(
        *(pl.col(name).fill_null(0) for name in ("needs", *COVERS)), pl.col("without_ids").fill_null(_NO_IDS)
    )
    return rows.select("meeting_id", "meeting_nb", "kind", "meeting_date", "needs", *COVERS, "without_ids").sort(
        pl.col("meeting_id").is_null(), "meeting_date", "meeting_id", descending=[False, True, False], nulls_last=True
    )
