"""What was agreed at the meetings before, as it stands on the day."""

from __future__ import annotations

from datetime import date, timedelta

from analytics.meetings.follow_up import follow_up
from analytics.meetings.screen import Grid
from analytics.meetings.setting import Setting
from analytics.meetings.templates import BUILDERS
from tests.unit.analytics.meetings.rows import AUTUMN_21, SPRING_21, action, meeting, screen, setting

ACTIONS = [
    action("late", "H20", due=date(2021, 10, 26)),
    action("on_the_day", "V21", due=AUTUMN_21),
    action("no_due", "V21"),
    action("done_since", "V21", done=date(2021, 6, 1)),
    action("done_before", "H20", done=date(2021, 1, 1)),
    action("done_late", "H20", done=date(2021, 5, 1)),
    action("own", "H21"),
]


def states(found: Setting) -> dict[str, str]:
    return {one.action_id: one.state for one in found.own.follow_up.actions}


def test_what_is_open_and_what_was_done_since_the_meeting_before() -> None:
    assert states(setting(action_item=ACTIONS)) == {
        "late": "late", "on_the_day": "open", "no_due": "open", "done_late": "done", "done_since": "done",
    }  # fmt: skip


def test_days_late_are_counted_from_the_deadline() -> None:
    assert setting(action_item=ACTIONS).own.follow_up.actions[0].days_late == 1


def test_what_is_done_after_the_meeting_is_open_on_its_day() -> None:
    done_later = action("later", "V21", due=date(2021, 12, 1), done=date(2021, 11, 30))
    assert states(setting(action_item=[done_later])) == {"later": "open"}


def test_actions_of_other_bodies_are_not_the_groups() -> None:
    forum = meeting("PF", "programme_forum", SPRING_21, body_id="PROGRAMFORUM")
    extra = meeting("X", "other", SPRING_21)
    rows = [forum, extra, *setting().now.table("meeting").to_dicts()]
    tasks = [action("forum", "V21") | {"meeting_id": "PF"}, action("extra", "V21") | {"meeting_id": "X"}]
    assert states(setting(meeting=rows, action_item=tasks)) == {"extra": "open"}


def test_the_first_meeting_has_nothing_before_it() -> None:
    found = setting("H20", action_item=ACTIONS).own.follow_up
    assert found.previous is None and found.actions == ()
    assert screen("follow_up", "H20", action_item=ACTIONS).exhibit is None


def test_the_screen_tells_how_many_and_who() -> None:
    named = [action("A", "V21", due=date(2021, 6, 1), owner_id="O"), action("B", "V21", done=SPRING_21 + timedelta(3))]
    organisations = [{"organisation_id": "O", "name_nb": "Direktoratet", "short_name": "Dir", "kind": "directorate"}]
    advice = {"decision_id": "D", "meeting_id": "V21", "body_id": "B", "kind": "advice", "text_nb": "Gjør mer.",
              "decided_date": SPRING_21}  # fmt: skip
    made = screen("follow_up", action_item=named, organisation=organisations, decision=[advice])
    assert made.message.nb == "Fra møtene til og med 21. april 2021: 1 oppgave gjort siden sist og 1 er forbi fristen."
    assert isinstance(made.exhibit, Grid)
    assert [[cell.shown("nb") for cell in row] for row in made.exhibit.rows] == [
        ["Gjøre A", "Dir", "1. juni 2021", "Forbi fristen"], ["Gjøre B", "ikke navngitt", "uten frist", "Gjort 24. april 2021"],
    ]  # fmt: skip
    assert made.details[0].nb == "Råd i forrige møte: Gjør mer."


def test_a_reader_who_may_not_see_the_log_is_told_so() -> None:
    public = setting(role="public", action_item=ACTIONS)
    found = follow_up(public.now, public.meeting, public.previous)
    assert found.as_json()["actions"] is None and found.as_json()["count"] is None
    made = BUILDERS["follow_up"](public)
    assert made.exhibit is None and "ikke synlige" in made.message.nb
