"""The two yearly meetings of the reference group, and who is part of them (chapter 3, the mandate)."""

from __future__ import annotations

from datetime import date

import polars as pl

from analytics.portfolio.programme import current_programme, valid_on
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_organisations import same_as
from analytics.rules.plan_rows import in_time, text_pair, years_ended
from data.snapshot import Snapshot

_KINDS = ("spring", "autumn")
_JULY = 7


def check_held(snapshot: Snapshot) -> Found:
    """Years that are over without a spring or an autumn meeting held; half-years outside the programme are not asked for."""
    programme = current_programme(snapshot)
    if programme is None:
        return Found(0)
    wanted = [
        (year, kind) for year in years_ended(snapshot) for kind in _KINDS
        if (kind == "autumn" or programme.start_date < date(year, _JULY, 1))
        and (kind == "spring" or programme.end_date >= date(year, _JULY, 1))
    ]  # fmt: skip
    meetings = in_time(snapshot, snapshot.table("meeting").filter(pl.col("kind").is_in(_KINDS)), "planned_date")
    held = set(meetings.filter(pl.col("held_date").is_not_null()).select(pl.col("held_date").dt.year(), "kind").iter_rows())
    planned = {(row["planned_date"].year, row["kind"]): row for row in meetings.to_dicts() if row["planned_date"] is not None}
    missing = [pair for pair in wanted if pair not in held]
    groups = []
    for message, pairs in (
        ("not_held", [p for p in missing if p in planned]),
        ("message", [p for p in missing if p not in planned]),
    ):
        rows = [
            {"record_id": planned[pair]["meeting_id"] if pair in planned else f"{pair[0]} {pair[1]}", "year": pair[0],
             "kind": pair[1], "date": planned[pair]["planned_date"] if pair in planned else None}
            for pair in pairs
        ]  # fmt: skip
        schema = {"record_id": pl.String, "year": pl.Int64, "kind": pl.String, "date": pl.Date}
        groups.append(Group(message, "consider", "meeting", pl.DataFrame(rows, schema=schema), {"kind": "meeting_kind"}))
    return Found(len(wanted), tuple(groups))


def check_parties(snapshot: Snapshot) -> Found:
    """Meetings with recorded participants where a member of the body is not among them; the leader is not asked for."""
    meetings = snapshot.table("meeting").filter(pl.col("kind").is_in(_KINDS) & pl.col("held_date").is_not_null())
    meetings = in_time(snapshot, meetings, "held_date").sort("held_date", "meeting_id")
    present = snapshot.table("meeting_participant").filter(pl.col("organisation_id").is_not_null())
    organisations = snapshot.table("organisation")
    shown = organisations.select("organisation_id", "kind", *text_pair("name", "name_nb", "name_en"))
    names = {row["organisation_id"]: row for row in shown.to_dicts()}
    same: dict[str, frozenset[str]] = {}
    found: dict[str, list[dict[str, object]]] = {"message": [], "other": []}
    judged = 0
    for meeting in meetings.to_dicts():
        there = set(present.filter(pl.col("meeting_id") == meeting["meeting_id"]).get_column("organisation_id").to_list())
        if not there:
            continue
        judged += 1
        absent = []
        for member in _members(snapshot, meeting):
            same.setdefault(member, same_as(organisations, member))
            if not same[member] & there:
                absent.append(member)
        parties = [member for member in absent if names.get(member, {}).get("kind") in _PARTY_KINDS]
        for message, ids in (("message", parties), ("other", [m for m in absent if m not in parties])):
            if ids:
                told = {f"absent_{lang}": [names.get(m, {}).get(f"name_{lang}", m) for m in ids] for lang in ("nb", "en")}
                row = {
                    "record_id": meeting["meeting_id"],
                    "rows": ids,
                    "title": meeting["title_nb"],
                    "date": meeting["held_date"],
                }
                found[message].append(row | told)
    groups = (
        Group("message", "consider", "meeting", pl.DataFrame(found["message"], schema=_ABSENT)),
        Group("other", "note", "meeting", pl.DataFrame(found["other"], schema=_ABSENT)),
    )
    return Found(judged, groups)


#: The social partners.
_PARTY_KINDS = ("employee_organisation", "employer_organisation")


_ABSENT: dict[str, pl.DataType] = {
    "record_id": pl.String(), "rows": pl.List(pl.String()), "title": pl.String(), "date": pl.Date(),
    "absent_nb": pl.List(pl.String()), "absent_en": pl.List(pl.String()),
}  # fmt: skip


def _members(snapshot: Snapshot, meeting: dict[str, object]) -> list[str]:
    """The members of the meeting's body on its day."""
    day = meeting["held_date"]
    rows = snapshot.table("body_member").filter(
        (pl.col("body_id") == meeting["body_id"]) & (pl.col("role") == "member") & valid_on(day)  # type: ignore[arg-type]
    )
    return rows.get_column("organisation_id").unique(maintain_order=True).to_list()


RULES: tuple[PlanRule, ...] = (
    PlanRule("meetings_held", "consider", "meeting", ("kind", "held_date"), ("3", "annex_1"), ("meeting", "programme"),
             check_held),
    PlanRule("parties_present", "consider", "meeting_participant", ("organisation_id",), ("3",),
             ("meeting", "meeting_participant", "body_member"), check_parties),
)  # fmt: skip
