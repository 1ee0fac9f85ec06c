"""What the draft minutes of a meeting are made of: who was there, what was shown, and what was asked for, decided and agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.meetings.decision_rows import action_rows, breaches_of, decision_rows
from analytics.meetings.meeting import Meeting
from analytics.meetings.pack import Pack, pack
from analytics.portfolio.needs import needs
from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.programme import valid_on
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES
from domain.text import LANGS, Text, say

_TABLES = ("meeting", "meeting_participant", "meeting_input", "decision", "action_item", "body_member")
_LOGGED = ("meeting_participant", "meeting_input", "decision", "action_item")
ATTENDANCES: tuple[str, ...] = CODE_LISTS["attendance"].values


@dataclass(frozen=True, eq=False)
class Minutes:
    """The draft minutes of a meeting.

    Attributes:
        pack: what was shown, as of the meeting's day.
        body: the name of the body that met; None when it is not stated.
        participants: one row an organisation or effort: `name_nb`, `name_en`, `attendance`; the members of the body that nothing
            is recorded of have no attendance.
        inputs: the inputs that came in the meeting, by party: `input_id`, `organisation_nb`, `organisation_en`, `text_nb`.
        decisions: what was dealt with in the meeting, by body; the columns of `decision_rows.decision_rows` and `breaches_of`.
        actions: what was agreed in the meeting; the columns of `decision_rows.action_rows`, as on the snapshot's day.
        follow_up: what was agreed in the meeting before, and what was older and not done, as it stood on the meeting's day.
        earlier_inputs: the inputs of the meeting before with what had become of them on the meeting's day.
        hidden: tables that the reader may not see.
    """

    basis: Basis
    pack: Pack
    body: Text | None
    participants: pl.DataFrame
    inputs: pl.DataFrame
    decisions: pl.DataFrame
    actions: pl.DataFrame
    follow_up: pl.DataFrame
    earlier_inputs: pl.DataFrame
    hidden: tuple[str, ...]

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.pack.meeting

    @property
    def sentence(self) -> Text:
        """The meeting and how much is recorded of it."""
        counts = {name: len(getattr(self, name)) for name in ("inputs", "decisions", "actions")}
        present = len(self.participants.filter(pl.col("attendance") == "attended"))
        key = "minutes.sentence" if self.meeting.held_date is not None else "minutes.sentence_planned"
        return say(key, title=self.meeting.title, date=self.meeting.day, present=present, **counts)

    def as_json(self) -> dict[str, Any]:
        """The meeting, who was there, the agenda with the message of each screen, and every list."""
        previous = self.pack.previous
        return {
            "meeting": {
                "id": self.meeting.meeting_id, "title_nb": self.meeting.title, "kind": self.meeting.kind,
                "planned_date": self.meeting.planned_date, "held_date": self.meeting.held_date, "body": self.body,
            },
            "previous": previous and {"id": previous.meeting_id, "title_nb": previous.title, "day": previous.day},
            "as_of": self.pack.as_of, "is_draft": True, "hidden_tables": list(self.hidden),
            "participants": self.participants.to_dicts(),
            "agenda": [{"id": s.id, "title": s.title, "message": s.message} for s in self.pack.screens],
            "inputs": self.inputs.to_dicts(), "decisions": self.decisions.to_dicts(), "actions": self.actions.to_dicts(),
            "follow_up": self.follow_up.to_dicts(), "earlier_inputs": self.earlier_inputs.to_dicts(),
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a participant, input, matter or action."""
        parts = [
            self.participants.select(entry=pl.lit("participant"), who="name_nb", kind="attendance"),
            self.inputs.select(entry=pl.lit("input"), id="input_id", who="organisation_nb", text_nb="text_nb"),
            self.decisions.select(entry=pl.lit("decision"), id="decision_id", who="body_nb", kind="kind", text_nb="text_nb"),
            *(
                rows.select("text_nb", "due_date", entry=pl.lit(entry), id="action_id", who="owner_nb", kind="state")
                for entry, rows in (("action", self.actions), ("follow_up", self.follow_up))
            ),
        ]  # fmt: skip
        return pl.concat(parts, how="diagonal")


def minutes(
    snapshot: Snapshot, meeting_id: str | None, open_snapshot: Callable[[date], Snapshot], adopted: Pack | None = None
) -> Minutes:
    """The draft minutes of a meeting of the reference group.

    What was logged in the meeting is as recorded on the snapshot's day, so that what was mended after the meeting counts. What
    was shown, and what had become of earlier inputs and actions, is as of the meeting's day.

    Args:
        snapshot: the day that is looked from.
        meeting_id: the meeting; default the next that is planned, else the last that was held.
        open_snapshot: gives the same version at another day.
        adopted: the pack that was shown, when one is adopted; default the pack by what is known now.

    Raises:
        UserError: there is no such meeting.
    """
    shown = adopted or pack(snapshot, meeting_id, open_snapshot)
    then, meeting, previous = open_snapshot(shown.as_of), shown.meeting, shown.previous
    bodies = snapshot.table("body").filter(pl.col("body_id") == (meeting.body_id or ""))
    body = None if bodies.is_empty() else Text(*(bodies.row(0, named=True)[f"name_{lang}"] for lang in LANGS))
    matters = breaches_of(snapshot, decision_rows(snapshot)).filter(_of(meeting))
    hidden = tuple(name for name in _LOGGED if not snapshot.can_see(TABLES[name]))
    return Minutes(
        basis(then, *_TABLES, caveats=(say("minutes.caveat"),)), shown, body, _participants(snapshot, meeting),
        _inputs(snapshot, meeting), matters.sort("body_nb", "decided_date", "decision_id"),
        action_rows(snapshot).filter(_of(meeting)).sort("due_date", "action_id", nulls_last=True),
        _follow_up(then, meeting, previous), _earlier_inputs(then, previous), hidden,
    )  # fmt: skip


def _of(meeting: Meeting | None) -> pl.Expr:
    return (pl.col("meeting_id") == ("" if meeting is None else meeting.meeting_id)).fill_null(False)


def _participants(snapshot: Snapshot, meeting: Meeting) -> pl.DataFrame:
    """Those recorded, those who were there first, and the members of the body that nothing is recorded of."""
    names = organisation_names(snapshot)
    efforts = snapshot.table("related_effort").select("effort_id", effort_nb="name_nb", effort_en="name_en")
    rows = snapshot.table("meeting_participant").filter(_of(meeting)).select("organisation_id", "effort_id", "attendance")
    members = snapshot.table("body_member").filter((pl.col("body_id") == (meeting.body_id or "")) & valid_on(meeting.day))
    silent = members.join(rows, on="organisation_id", how="anti").select("organisation_id").unique()
    whole = pl.concat([rows, silent], how="diagonal")
    whole = whole.join(names, on="organisation_id", how="left").join(efforts, on="effort_id", how="left")
    order = {name: place for place, name in enumerate(("attended", "declined", "invited"))}
    named = {
        f"name_{lang}": pl.coalesce(f"organisation_{lang}", f"effort_{lang}", "effort_nb", "organisation_id", "effort_id")
        for lang in LANGS
    }
    rank = pl.col("attendance").replace_strict(order, default=len(order), return_dtype=pl.Int8)
    return whole.with_columns(**named).sort(rank, "name_nb").select("organisation_id", "effort_id", "attendance", *named)


def _inputs(snapshot: Snapshot, meeting: Meeting) -> pl.DataFrame:
    rows = (
        snapshot.table("meeting_input").filter(_of(meeting)).join(organisation_names(snapshot), on="organisation_id", how="left")
    )
    names = {f"organisation_{lang}": pl.coalesce(f"organisation_{lang}", "organisation_id") for lang in LANGS}
    return rows.with_columns(**names).sort("organisation_nb", "input_id").select("input_id", *names, "text_nb", "received_date")


def _follow_up(then: Snapshot, meeting: Meeting, previous: Meeting | None) -> pl.DataFrame:
    is_open = pl.col("state") != "done"
    older = pl.col("agreed_date") < meeting.day
    rows = action_rows(then).filter(~_of(meeting) & (_of(previous) | (is_open & older)))
    return rows.sort(~_of(previous), "due_date", "action_id", nulls_last=True)


def _earlier_inputs(then: Snapshot, previous: Meeting | None) -> pl.DataFrame:
    rows = needs(then).inputs.filter(_of(previous))
    columns = ("input_id", "organisation_nb", "organisation_en", "text_nb", "outcome", "outcome_date", "outcome_nb", "need_nb")
    return rows.select(columns).sort("organisation_nb", "input_id")
