"""The programme notes of the priority areas: there, in force, stable, and with an owner (chapter 3, 8.2)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.portfolio.programme import current_programme, judging_day, valid_on
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import own, text_pair
from data.snapshot import Snapshot


def _areas(snapshot: Snapshot) -> pl.DataFrame:
    rows = own(snapshot, "priority_area")
    return rows.select("area_id", "valid_from", "valid_to", *text_pair("area", "name_nb", "name_en")).sort("area_id")


def _notes(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("programme_note").join(_areas(snapshot), on="area_id").sort("area_id", "version")


_SCHEMA: dict[str, pl.DataType] = {
    "record_id": pl.String(), "rows": pl.List(pl.String()), "area_nb": pl.String(), "area_en": pl.String(), "title": pl.String(),
    "version": pl.Int64(), "date": pl.Date(), "valid_from": pl.Date(), "newer": pl.Int64(), "count": pl.Int64(),
    "plan_date": pl.Date(),
}  # fmt: skip


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in _SCHEMA} for row in rows], schema=_SCHEMA)


def check_current(snapshot: Snapshot) -> Found:
    """Valid areas whose note is not there, is older than the area, or is about to be replaced by other themes."""
    areas = _areas(snapshot).filter(valid_on(judging_day(snapshot))).to_dicts()
    notes = _notes(snapshot).to_dicts()
    plan_date = own(snapshot, "action_plan").get_column("adopted_date").drop_nulls().min()
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("none", "not_adopted", "older", "themes")}
    judged = 0
    for area in areas:
        own_notes = [note for note in notes if note["area_id"] == area["area_id"]]
        adopted = [note for note in own_notes if note["adopted_date"] is not None]
        if adopted:
            judged += 1
            _of_adopted(area, own_notes, max(adopted, key=lambda note: (note["adopted_date"], note["version"])), found)
        elif plan_date is not None:
            judged += 1
            row = area | {"record_id": own_notes[-1]["note_id"] if own_notes else area["area_id"], "plan_date": plan_date}
            named = {"title": own_notes[-1]["title_nb"], "version": own_notes[-1]["version"]} if own_notes else {}
            found["not_adopted" if own_notes else "none"].append(row | named)
    tables = {"none": "priority_area"}
    groups = [Group(name, "consider", tables.get(name, "programme_note"), _frame(rows)) for name, rows in found.items()]
    return Found(judged, tuple(groups))


def _of_adopted(area: dict[str, Any], notes: list[dict[str, Any]], last: dict[str, Any], found: dict[str, list[Any]]) -> None:
    row = area | {
        "record_id": last["note_id"], "title": last["title_nb"], "version": last["version"], "date": last["adopted_date"]
    }  # fmt: skip
    if area["valid_from"] is not None and last["adopted_date"] < area["valid_from"]:
        found["older"].append(row)
    newer = [note for note in notes if note["version"] > last["version"] and _themes(note) not in (None, _themes(last))]
    if newer:
        found["themes"].append(row | {"newer": newer[-1]["version"], "rows": [last["note_id"], newer[-1]["note_id"]]})


def _themes(note: dict[str, Any]) -> str | None:
    text = note["themes_nb"]
    return " ".join(text.casefold().split()) if text and text.strip() else None


def check_stable(snapshot: Snapshot) -> Found:
    """Areas with more than one version of the note within the period."""
    programme, notes = current_programme(snapshot), _notes(snapshot)
    day = pl.coalesce("adopted_date", "registered_date")
    if programme is not None:
        notes = notes.filter(day.is_null() | ((day >= programme.start_date) & (day <= programme.end_date)))
    sums = notes.group_by("area_id", "area_nb", "area_en", maintain_order=True).agg(
        count=pl.len().cast(pl.Int64), record_id=pl.col("note_id").last(), rows=pl.col("note_id"), date=day.max()
    )  # fmt: skip
    many = sums.filter(pl.col("count") > 1)
    return Found(len(sums), (Group("message", "note", "programme_note", many),))


def check_owner(snapshot: Snapshot) -> Found:
    """Notes that no one is named to own."""
    notes = _notes(snapshot)
    made = notes.filter(pl.col("owner_id").is_null()).select(
        "area_nb", "area_en", "version", record_id="note_id", title="title_nb"
    )
    return Found(len(notes), (Group("message", "consider", "programme_note", made),))


_READS = ("programme_note", "priority_area")
RULES: tuple[PlanRule, ...] = (
    PlanRule("note_in_force", "consider", "programme_note", ("adopted_date", "themes_nb"), ("8.2",), (*_READS, "action_plan"),
             check_current),
    PlanRule("note_stable", "note", "programme_note", ("version",), ("8.2",), _READS, check_stable),
    PlanRule("note_owner", "consider", "programme_note", ("owner_id",), ("3", "8.2"), _READS, check_owner),
)  # fmt: skip
