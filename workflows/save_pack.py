"""A meeting is registered and held, and its screens are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from analytics.meetings.meeting import TEMPLATES
from data.store import Change, Store
from domain.codes import CODE_LISTS
from domain.text import say
from workflows.meeting_rows import Desk, Edit, check_day, clean_text, refused, write_rows
from workflows.save_meeting import Saved

_LETTER = {"spring": "V", "autumn": "H"}


def register_meeting(store: Store, kind: str, title: str, planned: date, change: Change) -> Saved:
    """Register a meeting of the reference group.

    Args:
        store: where the portfolio is kept.
        kind: "spring" or "autumn".
        title: its title.
        planned: when it is planned for, or was.
        change: who, and why.

    Raises:
        UserError: the kind or the title is not valid; or the store has such a meeting on that day. Nothing is stored.
        StoreError: the store could not be read or written.
    """
    if kind not in TEMPLATES:
        raise refused("no_code", value=kind, codes=", ".join(TEMPLATES))
    words = clean_text(title, say("meeting_log.what.title"))
    saved: list[Saved] = []

    def edits(desk: Desk) -> list[Edit]:
        meetings = desk.rows("meeting")
        same = meetings.filter((pl.col("kind") == kind) & (pl.col("planned_date") == planned))
        if len(same):
            raise refused("meeting_twice", id=same.item(0, "meeting_id"), day=planned)
        last = meetings.filter(pl.col("kind").is_in(TEMPLATES)).sort("planned_date").tail(1)
        is_example = desk.has_example()
        row = {
            "meeting_id": _free_id(meetings, f"M{planned.year}{_LETTER[kind]}"), "body_id": _body(desk, last), "kind": kind,
            "title_nb": words, "planned_date": planned, "announced_date": min(planned, date.today()),
            "source_id": last.item(0, "source_id") if is_example and len(last) else None, "is_example": is_example or None,
        }  # fmt: skip
        saved.append(Saved(str(row["meeting_id"]), is_example))
        return [Edit("meeting", (row,))]

    write_rows(store, change, edits)
    return saved[0]


def hold_meeting(store: Store, meeting_id: str, held: date, present: Sequence[str], change: Change) -> Saved:
    """Say that a meeting was held, and who was there.

    Args:
        store: where the portfolio is kept.
        meeting_id: the meeting.
        held: when.
        present: ids of the organisations that were there; those that stood as present and are not given are taken out.
        change: who, and why.

    Raises:
        UserError: there is no such meeting or organisation, or the day has not come. Nothing is stored.
        StoreError: the store could not be read or written.
    """
    check_day(held, say("meeting_log.what.held"), last=date.today())
    saved: list[Saved] = []

    def edits(desk: Desk) -> list[Edit]:
        meeting = desk.get("meeting", meeting_id)
        saved.append(Saved(meeting_id, bool(meeting["is_example"])))
        for party in present:
            desk.get("organisation", party)
        return [Edit("meeting", ({**meeting, "held_date": held},)), _attendance(desk, meeting, list(dict.fromkeys(present)))]

    write_rows(store, change, edits)
    return saved[0]


def choose_screens(store: Store, meeting_id: str, screens: Sequence[tuple[str, str]] | None, change: Change) -> Saved:
    """Choose the screens of a meeting. The choice stands also for days before it was made.

    Args:
        store: where the portfolio is kept.
        meeting_id: the meeting.
        screens: codes of `meeting_screen` in the order to show, each with a note for the presenter or ""; None goes back to
            the template.
        change: who, and why.

    Raises:
        UserError: there is no such meeting or screen, a screen is given twice, or none is left. Nothing is stored.
        StoreError: the store could not be read or written.
    """
    known = CODE_LISTS["meeting_screen"].values
    names = [name for name, _ in screens or ()]
    for name in names:
        if name not in known:
            raise refused("no_code", value=name, codes=", ".join(known))
    if len(set(names)) < len(names):
        raise refused("screen_twice")
    if screens is not None and not names:
        raise refused("no_screens")
    notes = {name: clean_text(note, say("meeting_log.what.note"), required=False) for name, note in screens or ()}
    saved: list[Saved] = []

    def edits(desk: Desk) -> list[Edit]:
        meeting = desk.get("meeting", meeting_id)
        saved.append(Saved(meeting_id, bool(meeting["is_example"])))
        old = desk.portfolio("meeting_screen").filter(pl.col("meeting_id") == meeting_id)
        ids = dict(old.select("screen", "meeting_screen_id").iter_rows())
        fresh = iter(desk.next_ids("meeting_screen", "MS-", len(names)))
        rows = tuple(
            {"meeting_screen_id": ids.get(name) or next(fresh), "meeting_id": meeting_id, "screen": name, "position": place,
             "note_nb": notes[name], "source_id": meeting["source_id"], "is_example": meeting["is_example"] or None}
            for place, name in enumerate(names, start=1)
        )  # fmt: skip
        kept = {row["meeting_screen_id"] for row in rows}
        gone = tuple(key for key in old.get_column("meeting_screen_id") if key not in kept)
        return [Edit("meeting_screen", rows, gone)]

    write_rows(store, change, edits, retroactive=True)
    return saved[0]


def _attendance(desk: Desk, meeting: dict[str, Any], present: list[str]) -> Edit:
    rows = desk.portfolio("meeting_participant").filter(pl.col("meeting_id") == meeting["meeting_id"])
    by_party = {row["organisation_id"]: row for row in rows.iter_rows(named=True) if row["organisation_id"]}
    fresh = iter(desk.next_ids("meeting_participant", "MD-", len(present)))
    put = tuple(
        {**by_party[party], "attendance": "attended"} if party in by_party
        else {"meeting_participant_id": next(fresh), "meeting_id": meeting["meeting_id"], "organisation_id": party,
              "attendance": "attended", "source_id": meeting["source_id"], "is_example": meeting["is_example"] or None}
        for party in present
    )  # fmt: skip
    gone = tuple(
        row["meeting_participant_id"] for party, row in by_party.items()
        if row["attendance"] == "attended" and party not in present
    )  # fmt: skip
    return Edit("meeting_participant", put, gone)


def _body(desk: Desk, last: pl.DataFrame) -> str | None:
    """Whose meetings these are: as the last one says, else the body that is called the reference group."""
    if len(last) and last.item(0, "body_id"):
        return str(last.item(0, "body_id"))
    return "REFERANSEGRUPPE" if desk.find("body", "REFERANSEGRUPPE") else None


def _free_id(meetings: pl.DataFrame, wanted: str) -> str:
    taken = set(meetings.get_column("meeting_id"))
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
