"""Which organisations are the same one under another id, and whom the programme restricts (chapter 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from analytics.rules.plan_rows import own
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import LANGS, tell

#: Columns of `restricted`.
_SCHEMA: dict[str, pl.DataType] = {
    "restriction_id": pl.String(), "restricted_id": pl.String(), "organisation_id": pl.String(), "organisation_nb": pl.String(),
    "organisation_en": pl.String(), "allowed_route": pl.String(), "allowed_nb": pl.String(), "allowed_en": pl.String(),
    "needs_share": pl.Boolean(), "valid_from": pl.Date(), "valid_to": pl.Date(),
}  # fmt: skip


def names_of(row: Mapping[str, Any]) -> set[str]:
    """The names of an organisation, without regard to case and spaces."""
    found = (row["name_nb"], row["name_en"], row["short_name"])
    return {" ".join(name.casefold().split()) for name in found if name and name.strip()}


def same_as(organisations: pl.DataFrame, organisation_id: str) -> frozenset[str]:
    """Every id that is the organisation: itself, those with a name of it, and those before and after it.

    Predecessors and successors are followed each their way, so that another organisation that was merged into the same one
    is not taken for it.
    """
    rows = {row["organisation_id"]: row for row in organisations.iter_rows(named=True)}
    by_name: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for key, row in rows.items():
        for name in names_of(row):
            by_name.setdefault(name, set()).add(key)
        if row["successor_id"]:
            after.setdefault(key, set()).add(row["successor_id"])
            before.setdefault(row["successor_id"], set()).add(key)

    def named(ids: Iterable[str]) -> set[str]:
        return {other for key in ids if key in rows for name in names_of(rows[key]) for other in by_name[name]} | set(ids)

    start = named({organisation_id})
    return frozenset(named(_reach(start, after)) | named(_reach(start, before)))


def _reach(start: set[str], steps: Mapping[str, set[str]]) -> set[str]:
    found, edge = set(start), set(start)
    while edge:
        edge = {other for key in edge for other in steps.get(key, ())} - found
        found |= edge
    return found


def restricted(snapshot: Snapshot) -> pl.DataFrame:
    """The restrictions of the programme, one row for each id that the organisation goes under.

    Returns:
        `restriction_id`, `restricted_id` (the organisation named), `organisation_id` (an id of it), its name in both
        languages with the other id when it is one, `allowed_route` with its words, `needs_share`, `valid_from`, `valid_to`.
    """
    organisations = snapshot.table("organisation")
    made = []
    for row in own(snapshot, "eligibility_restriction").sort("restriction_id").iter_rows(named=True):
        for organisation_id in sorted(same_as(organisations, row["organisation_id"])):
            made.append(_restriction(row, organisation_id, organisations))
    return pl.DataFrame(made, schema=_SCHEMA)


def _restriction(row: Mapping[str, Any], organisation_id: str, organisations: pl.DataFrame) -> dict[str, Any]:
    known = organisations.filter(pl.col("organisation_id") == row["organisation_id"])
    found = {
        "restriction_id": row["restriction_id"], "restricted_id": row["organisation_id"], "organisation_id": organisation_id,
        "allowed_route": row["allowed_route"], "needs_share": bool(row["needs_reserved_share"]), "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
    }  # fmt: skip
    for lang in LANGS:
        name = row["organisation_id"] if known.is_empty() else _name(known.row(0, named=True), lang)
        other = organisation_id != row["organisation_id"]
        found[f"organisation_{lang}"] = tell("plan_rules.recorded_as", lang, name=name, id=organisation_id) if other else name
        found[f"allowed_{lang}"] = _route(row["allowed_route"], lang)
    return found


def _name(row: Mapping[str, Any], lang: str) -> str:
    return str(row["short_name"] or (row["name_en"] if lang == "en" else None) or row["name_nb"])


def _route(route: str | None, lang: str) -> str:
    return tell("plan_rules.no_route", lang) if route is None else CODE_LISTS["procurement_route"].label(route, lang).lower()


def applies_on(day: str) -> pl.Expr:
    """Whether the restriction is valid on the date in `day`; a matter without a date counts."""
    begun = pl.col("valid_from").is_null() | pl.col(day).is_null() | (pl.col("valid_from") <= pl.col(day))
    return begun & (pl.col("valid_to").is_null() | pl.col(day).is_null() | (pl.col("valid_to") >= pl.col(day)))
