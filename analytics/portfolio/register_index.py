"""The register made ready for filtering, once a snapshot: its rows with names, its text, and its links by filter."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import polars as pl

from analytics.evidence.levels import project_levels
from analytics.portfolio.matrix_rows import project_links
from analytics.portfolio.register_rows import register
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import say

#: Tables that the register rests on.
TABLES_READ: tuple[str, ...] = (
    "project", "project_area", "project_question", "project_instrument", "project_need", "project_industry",
    "project_priority", "project_tag", "contract", "contract_party", "payment", "deliverable", "call", "call_step",
    "evidence_assessment",
)  # fmt: skip
#: The filters whose values are looked up, in the order they are told.
FILTERS: tuple[str, ...] = (
    "status", "priority_area", "question", "instrument", "need", "programme_industry", "general_priority", "tag", "route",
    "organisation",
)  # fmt: skip
_MATRIX_KINDS = {
    "instrument": "instrument", "need": "need", "programme_industry": "industry", "general_priority": "general_priority",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class RegisterIndex:
    """The register of a snapshot, ready for filtering.

    Attributes:
        basis: what it rests on.
        rows: one row a project, ordered by id: the columns of `register` and those of `_enriched`.
        text: `exact` and `plain`, the text of each row as `folded` writes it.
        links: by filter, `place` (number of the row) and `value`, once each.
        hidden: tables that the reader may not see.
    """

    basis: Basis
    rows: pl.DataFrame
    text: pl.DataFrame
    links: Mapping[str, pl.DataFrame]
    hidden: tuple[str, ...]

    def counts(self, name: str) -> dict[str, int]:
        """How many projects have each value of a filter, for the values that occur, in the order of the values."""
        found = self.links[name].group_by("value").len().sort("value")
        return dict(found.iter_rows())

    def unknown(self, name: str) -> int:
        """How many projects have no value of a filter."""
        return len(self.rows) - self.links[name].get_column("place").n_unique()


_KEPT: WeakKeyDictionary[Snapshot, RegisterIndex] = WeakKeyDictionary()
_LOCK = threading.Lock()


def register_index(snapshot: Snapshot) -> RegisterIndex:
    """The index of a snapshot; made the first time it is asked for, and kept as long as the snapshot is."""
    with _LOCK:
        found = _KEPT.get(snapshot)
        if found is None:
            found = _KEPT[snapshot] = _index(snapshot)
    return found


def _index(snapshot: Snapshot) -> RegisterIndex:
    bare = register(snapshot)
    links = _links(snapshot, bare)
    caveats = (say("portfolio.caveat_status_computed"), say("projects.caveat_dates"), say("projects.caveat_level"))
    hidden = tuple(name for name in TABLES_READ if not snapshot.can_see(TABLES[name]))
    return RegisterIndex(
        basis(snapshot, *TABLES_READ, caveats=caveats), _enriched(snapshot, bare), _texts(snapshot, bare, links), links, hidden
    )


def _enriched(snapshot: Snapshot, bare: pl.DataFrame) -> pl.DataFrame:
    """The register with `lead_nb`, `lead_en`, `suppliers_nb`, `suppliers_en`, `level_now`, `state_now`, and dates that hold.

    `start_date` is when the work started, else when it was first planned to; `end_date` is when it ended or was stopped,
    else when it was first planned to; `date_state` says which (actual, planned_end, planned, stopped; empty without dates).
    """
    names = _names(snapshot)
    lead = (
        bare.select("project_id", organisation_id="lead_organisation_id")
        .drop_nulls()
        .join(names, on="organisation_id", how="left")
    )
    lead = lead.select(
        "project_id", lead_nb=pl.coalesce("nb", "organisation_id"), lead_en=pl.coalesce("en", "nb", "organisation_id")
    )
    levels = project_levels(snapshot).select("project_id", "level_now", "state_now")
    joined = bare.join(lead, on="project_id", how="left").join(_suppliers(bare, names), on="project_id", how="left")
    return joined.join(levels, on="project_id", how="left").with_columns(_dates()).sort("project_id")


def _suppliers(bare: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    each = bare.select("project_id", organisation_id="supplier_ids").explode(
        "organisation_id", empty_as_null=True, keep_nulls=True
    )
    told = each.drop_nulls().join(names, on="organisation_id", how="left", maintain_order="left")
    return told.group_by("project_id", maintain_order=True).agg(
        suppliers_nb=pl.coalesce("nb", "organisation_id"), suppliers_en=pl.coalesce("en", "nb", "organisation_id")
    )


def _names(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("organisation").select("organisation_id", nb="name_nb", en="name_en", short="short_name")


def _dates() -> list[pl.Expr]:
    ended = pl.coalesce("stopped_date", "completed_date")
    state = (
        pl.when(pl.col("stopped_date").is_not_null())
        .then(pl.lit("stopped"))
        .when(pl.col("started_date").is_not_null() & ended.is_not_null())
        .then(pl.lit("actual"))
        .when(pl.col("started_date").is_not_null() & pl.col("planned_end_date").is_not_null())
        .then(pl.lit("planned_end"))
        .when(pl.col("started_date").is_not_null())
        .then(pl.lit("no_end"))
        .when(ended.is_not_null())
        .then(pl.when(pl.col("planned_start_date").is_not_null()).then(pl.lit("planned_start")).otherwise(pl.lit("no_start")))
        .when(pl.coalesce("planned_start_date", "planned_end_date").is_not_null())
        .then(pl.lit("planned"))
    )
    return [
        pl.coalesce("started_date", "planned_start_date").alias("start_date"),
        pl.coalesce(ended, "planned_end_date").alias("end_date"),
        state.alias("date_state"),
    ]


def _links(snapshot: Snapshot, bare: pl.DataFrame) -> dict[str, pl.DataFrame]:
    pairs = {
        "status": bare.select("project_id", value="status"),
        "priority_area": snapshot.table("project_area").select("project_id", value="area_id"),
        "question": snapshot.table("project_question").select("project_id", value="question_kind"),
        **{name: project_links(snapshot, kind).rename({"row_id": "value"}) for name, kind in _MATRIX_KINDS.items()},
        "tag": _tags(snapshot),
        "route": _routes(snapshot),
        "organisation": _organisations(snapshot, bare),
    }
    places = bare.select("project_id").with_row_index("place")
    return {
        name: pair.drop_nulls().join(places, on="project_id").select("place", "value").unique().sort("place", "value")
        for name, pair in pairs.items()
    }


def _tags(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `value`: the main design and the tags of each project, and every tag above them."""
    own = pl.concat(
        [
            snapshot.table("project").select("project_id", value="design_id"),
            snapshot.table("project_tag").select("project_id", value="tag_id"),
        ]
    )
    return (
        own.drop_nulls()
        .join(tags_above(snapshot), on="value", how="left")
        .select("project_id", value=pl.coalesce("above", "value"))
    )


def tags_above(snapshot: Snapshot) -> pl.DataFrame:
    """`value` and `above`: each tag with itself and every tag that it lies below. A tree that runs in a ring ends."""
    parents = snapshot.table("tag").select("tag_id", "parent_id")
    found = parents.select(value="tag_id", above="tag_id")
    while True:
        upper = found.join(parents, left_on="above", right_on="tag_id").select("value", above="parent_id").drop_nulls()
        more = pl.concat([found, upper]).unique(maintain_order=True)
        if len(more) == len(found):
            return found
        found = more


def _routes(snapshot: Snapshot) -> pl.DataFrame:
    calls = snapshot.table("call").select("call_id", value="route")
    of_call = snapshot.table("project").select("project_id", "call_id").join(calls, on="call_id").select("project_id", "value")
    return pl.concat([snapshot.table("contract").select("project_id", value="route"), of_call])


def _organisations(snapshot: Snapshot, bare: pl.DataFrame) -> pl.DataFrame:
    contracts = snapshot.table("contract").select("contract_id", "project_id", value="organisation_id")
    parties = (
        snapshot.table("contract_party")
        .select("contract_id", party="organisation_id")
        .join(contracts.select("contract_id", "project_id"), on="contract_id")
    )
    return pl.concat(
        [
            bare.select("project_id", value="lead_organisation_id"),
            contracts.select("project_id", "value"),
            parties.select("project_id", value="party"),
        ]
    )


def _texts(snapshot: Snapshot, bare: pl.DataFrame, links: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The words of each row that a search goes through: id, titles, summary, and the names of those who take part."""
    names = _names(snapshot).select(
        value="organisation_id", names=pl.concat_str("nb", "en", "short", separator="\n", ignore_nulls=True)
    )
    who = links["organisation"].join(names, on="value", how="left").group_by("place").agg(pl.col("names").str.join("\n"))
    summaries = snapshot.table("project").select("project_id", "summary_nb")
    rows = bare.select("project_id", "title_nb", "title_en").join(summaries, on="project_id", how="left", maintain_order="left")
    joined = rows.with_row_index("place").join(who, on="place", how="left", maintain_order="left")
    parts = ("project_id", "title_nb", "title_en", "summary_nb", "names")
    return folded(joined.select(pl.concat_str(*parts, separator="\n", ignore_nulls=True).alias("text")).get_column("text"))


def folded(text: pl.Series) -> pl.DataFrame:
    """Text as it is searched: small letters without accents.

    Returns:
        `exact`, where æ, ø and å are letters of their own, and `plain`, where they are ae, o and a.
    """
    small = text.str.normalize("NFC").str.to_lowercase().str.replace_many(list(_NORWEGIAN), list(_MARKS))
    bare = small.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return pl.DataFrame(
        {"exact": bare.str.replace_many(list(_MARKS), list(_NORWEGIAN)), "plain": bare.str.replace_many(list(_MARKS), _PLAIN)}
    )


_NORWEGIAN, _MARKS, _PLAIN = "æøå", "\ue0e6\ue0f8\ue0e5", ["ae", "o", "a"]
