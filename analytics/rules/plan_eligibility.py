"""Organisations in a special position: no tenders, money by the allowed route only, roles logged (chapter 3)."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.procurement_calls import COMPETED
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_organisations import applies_on, names_of, restricted
from analytics.rules.plan_rows import contracts, frameworks, is_blank, own, text_pair
from data.snapshot import Snapshot

#: Roles in which an organisation takes part in a competition, and those in which it helps the programme owner.
TENDERING: tuple[str, ...] = ("bidder", "partner", "subcontractor")
HELPING: tuple[str, ...] = ("drafting", "assessment")
_CODES = {"role": "tender_role", "route": "procurement_route"}


def participants(snapshot: Snapshot) -> pl.DataFrame:
    """Who took part in the programme's calls and assignments, with the call's `route` and `title`."""
    calls = own(snapshot, "call").select("call_id", "route", title="title_nb")
    return snapshot.table("tender_participant").join(calls, on="call_id", how="inner")


def not_allowed(route: str) -> pl.Expr:
    """Whether the route in a column is another than the one the restriction allows."""
    return pl.col("allowed_route").is_null() | (pl.col(route) != pl.col("allowed_route"))


def check_tender(snapshot: Snapshot) -> Found:
    """A restricted organisation as bidder, partner or subcontractor."""
    who = restricted(snapshot)
    rows = participants(snapshot).filter(pl.col("role").is_in(TENDERING))
    if who.is_empty():
        return Found(0)
    hit = rows.join(who, on="organisation_id", how="inner").filter(applies_on("from_date") & not_allowed("route"))
    made = hit.select("call_id", "role", "route", "title", *_NAMES, record_id="tender_participant_id", date="from_date")
    made = made.unique(maintain_order=True)
    return Found(len(rows), (Group("message", "breach", "tender_participant", made, _CODES),))


_NAMES = ("organisation_nb", "organisation_en", "allowed_nb", "allowed_en")


def check_contract(snapshot: Snapshot) -> Found:
    """Money to a restricted organisation by another route than the allowed one; projects that it leads for others' contracts."""
    who, signed, agreed = restricted(snapshot), contracts(snapshot), frameworks(snapshot)
    if who.is_empty():
        return Found(0)
    parties = pl.concat([
        signed.select("contract_id", "organisation_id", role=pl.lit("lead")),
        snapshot.table("contract_party").select("contract_id", "organisation_id", "role"),
    ]).unique(["contract_id", "organisation_id"], keep="first", maintain_order=True)  # fmt: skip
    held = parties.join(signed.drop("organisation_id"), on="contract_id").join(who, on="organisation_id")
    held = held.filter(applies_on("signed_date") & not_allowed("route"))
    by_contract = held.select(
        "project_id", "call_id", "framework_id", "role", "route", *_NAMES, record_id="contract_id", title="title_nb",
        date="signed_date", amount="amount_nok",
    ).unique(maintain_order=True)  # fmt: skip
    supplied = snapshot.table("framework_supplier").select("framework_id", "organisation_id").join(agreed, on="framework_id")
    supplied = supplied.join(who, on="organisation_id").filter(applies_on("signed_date"))
    supplied = supplied.filter(pl.col("allowed_route").is_null() | (pl.col("allowed_route") != "framework"))
    by_framework = supplied.select(
        "framework_id", *_NAMES, record_id="framework_id", title="title_nb", date="signed_date"
    ).unique(maintain_order=True)  # fmt: skip
    lead = _led(snapshot, who, signed)
    groups = (
        Group("message", "breach", "contract", by_contract, {"role": "contract_role", "route": "procurement_route"}),
        Group("framework", "breach", "framework_agreement", by_framework),
        Group("lead", "consider", "project", lead),
    )
    return Found(len(signed) + len(agreed), groups)


def _led(snapshot: Snapshot, who: pl.DataFrame, signed: pl.DataFrame) -> pl.DataFrame:
    """Projects led by a restricted organisation whose contracts are all with others."""
    led = own(snapshot, "project").join(who, left_on="lead_organisation_id", right_on="organisation_id")
    led = led.filter(applies_on("registered_date"))
    ids = pl.col("organisation_id").is_in(who.get_column("organisation_id").implode())
    held = signed.filter(pl.col("project_id").is_not_null()).group_by("project_id").agg(with_it=ids.any())
    made = led.join(held, on="project_id").filter(~pl.col("with_it"))
    return made.select("project_id", *_NAMES, record_id="project_id", title="title_nb").unique("record_id", maintain_order=True)


def check_letter(snapshot: Snapshot) -> Found:
    """Contracts by allocation letter that name no letter."""
    who = restricted(snapshot)
    rows = contracts(snapshot).filter(pl.col("route") == "allocation_letter")
    bare = rows.filter(is_blank("allocation_letter_ref"))
    ids = pl.col("organisation_id").is_in(who.get_column("organisation_id").implode())
    made = [
        bare.filter(test).select(
            "project_id", "call_id", record_id="contract_id", title="title_nb", amount="amount_nok", date="signed_date"
        )
        for test in (ids, ~ids)
    ]  # fmt: skip
    return Found(len(rows), (Group("message", "breach", "contract", made[0]), Group("other", "consider", "contract", made[1])))


def check_roles(snapshot: Snapshot) -> Found:
    """What a restricted organisation has done in drafting and assessment, with and without a document."""
    who = restricted(snapshot)
    if who.is_empty():
        return Found(0)
    rows = participants(snapshot).filter(pl.col("role").is_in(HELPING)).join(who, on="organisation_id")
    rows = rows.filter(applies_on("from_date"))
    made = rows.select(
        "call_id", "role", "title", *_NAMES, record_id="tender_participant_id", date="from_date", document="document_ref",
        bare=is_blank("document_ref"),
    ).unique(maintain_order=True)  # fmt: skip
    bare, logged = (made.filter(test) for test in (pl.col("bare"), ~pl.col("bare")))
    groups = (
        Group("no_document", "consider", "tender_participant", bare, _CODES),
        Group("message", "note", "tender_participant", logged, _CODES),
    )
    return Found(len(made), groups)


def check_both_sides(snapshot: Snapshot) -> Found:
    """An organisation that helped with a call and also tenders in it, itself or under another id."""
    rows = participants(snapshot)
    helped = rows.filter(pl.col("role").is_in(HELPING)).select(
        "call_id", "title", "role", helper_id="organisation_id", helped_row="tender_participant_id"
    )
    if helped.is_empty():
        return Found(0)
    tendered = rows.filter(pl.col("role").is_in(TENDERING)).select(
        "call_id", "organisation_id", tender_role="role", tendered_row="tender_participant_id"
    )
    won = contracts(snapshot).filter(pl.col("call_route").is_in(COMPETED)).select(
        "call_id", "organisation_id", tender_role=pl.lit("bidder"), tendered_row="contract_id"
    )  # fmt: skip
    pairs = helped.join(pl.concat([tendered, won]), on="call_id").join(_same(snapshot), on=["helper_id", "organisation_id"])
    named = snapshot.table("organisation").select("organisation_id", *text_pair("organisation", "name_nb", "name_en"))
    made = (
        pairs.join(named, on="organisation_id", how="left").sort("helped_row", "tendered_row")
        .with_columns(rows=pl.concat_list("helped_row", "tendered_row"))
        .unique("helped_row", keep="first", maintain_order=True)
        .select("call_id", "title", "role", "tender_role", "rows", "organisation_nb", "organisation_en", record_id="helped_row")
    )  # fmt: skip
    codes = {"role": "tender_role", "tender_role": "tender_role"}
    return Found(len(helped), (Group("message", "breach", "tender_participant", made, codes),))


def _same(snapshot: Snapshot) -> pl.DataFrame:
    """Pairs of ids that are one organisation: the same id, the same name, or the one directly after the other."""
    rows = snapshot.table("organisation")
    names = [(row["organisation_id"], name) for row in rows.iter_rows(named=True) for name in names_of(row)]
    named = pl.DataFrame(names, schema={"id": pl.String, "name": pl.String}, orient="row")
    pairs = named.join(named, on="name").select(helper_id="id", organisation_id="id_right")
    after = rows.filter(pl.col("successor_id").is_not_null())
    steps = [
        after.select(helper_id="organisation_id", organisation_id="successor_id"),
        after.select(helper_id="successor_id", organisation_id="organisation_id"),
    ]
    return pl.concat([pairs, *steps]).unique()


_TENDER_COLUMNS = ("organisation_id", "role", "from_date")
RULES: tuple[PlanRule, ...] = (
    PlanRule(
        "restricted_tender", "breach", "tender_participant", _TENDER_COLUMNS, ("3",),
        ("tender_participant", "call", "eligibility_restriction"), check_tender,
    ),
    PlanRule(
        "restricted_contract", "breach", "contract", ("organisation_id", "route", "signed_date"), ("3",),
        ("contract", "contract_party", "framework_agreement", "framework_supplier", "project", "eligibility_restriction"),
        check_contract,
    ),
    PlanRule(
        "restricted_letter", "breach", "contract", ("route", "allocation_letter_ref"), ("3",),
        ("contract", "eligibility_restriction"), check_letter,
    ),
    PlanRule(
        "restricted_roles", "consider", "tender_participant", (*_TENDER_COLUMNS, "document_ref"), ("3",),
        ("tender_participant", "call", "eligibility_restriction"), check_roles,
    ),
    PlanRule(
        "tender_both_sides", "breach", "tender_participant", _TENDER_COLUMNS, ("3",), ("tender_participant", "call", "contract"),
        check_both_sides,
    ),
)  # fmt: skip
