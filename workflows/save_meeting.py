"""What is logged in a meeting: inputs, decisions and actions, put right or taken out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.rules.plan_governance import RULES as GOVERNANCE
from analytics.rules.plan_governance import coordination_group_of
from data.store import Change, Store
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.text import Text, say
from workflows.meeting_rows import Desk, Edit, check_day, clean_text, refused, write_rows

#: The tables that are logged to, with the prefix of their ids when the table has none.
LOGGED: dict[str, str] = {"meeting_input": "IN-", "decision": "BE-", "action_item": "OP-"}


@dataclass(frozen=True, slots=True)
class Saved:
    """What was stored.

    Attributes:
        record_id: the row's id.
        is_example: whether it became part of the example.
        remarks: what the one who logs should know.
    """

    record_id: str
    is_example: bool
    remarks: tuple[Text, ...] = ()


def log_input(
    store: Store, meeting_id: str, party: str, text: str, change: Change, *, need_id: str | None = None,
    received: date | None = None, record_id: str | None = None,
) -> Saved:  # fmt: skip
    """Log what a party said, or put right what was logged.

    Args:
        store: where the portfolio is kept.
        meeting_id: the meeting.
        party: the organisation that it is from.
        text: what it said.
        change: who logs, and why.
        need_id: the knowledge need that it belongs to.
        received: when it came; default the meeting's day, or today when that has not come.
        record_id: the row to put right; None adds one.

    Raises:
        UserError: there is no such meeting, party, need or row; or the text is empty or too long. Nothing is stored.
        StoreError: the store could not be read or written.
    """
    words = clean_text(text, say("meeting_log.what.input"))

    def made(desk: Desk, meeting: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        desk.get("organisation", party)
        if need_id:
            desk.get("knowledge_need", need_id)
        day = _day(received, row.get("received_date"), meeting)
        return {"organisation_id": party, "text_nb": words, "need_id": need_id, "received_date": day}

    return _log(store, "meeting_input", meeting_id, record_id, change, made)


def log_decision(
    store: Store, meeting_id: str, body: str, kind: str, text: str, change: Change, *, is_principle: bool = False,
    document: str = "", decided: date | None = None, record_id: str | None = None,
) -> Saved:  # fmt: skip
    """Log what a body decided, advised or was told, or put right what was logged.

    Args:
        store, meeting_id, text, change, record_id: as for `log_input`.
        body: the body that dealt with it.
        kind: a code of `decision_kind`.
        is_principle: whether it is a matter of principle.
        document: minutes or letter.
        decided: when; default as for `log_input`.

    Raises:
        UserError: as `log_input`; with code "advisory_body" when a body that does not decide is said to have decided.
        StoreError: the store could not be read or written.
    """
    words = clean_text(text, say("meeting_log.what.decision"))
    reference = clean_text(document, say("meeting_log.what.document"), required=False)
    _check_code("decision_kind", kind)
    remarks: list[Text] = []

    def made(desk: Desk, meeting: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        found = desk.get("body", body)
        if kind == "decision":
            check_can_decide(found)
            remarks.extend(_remarks(desk, found, meeting, is_principle=is_principle))
        day = _day(decided, row.get("decided_date"), meeting)
        return {
            "body_id": body, "kind": kind, "is_matter_of_principle": is_principle, "text_nb": words, "decided_date": day,
            "document_ref": reference,
        }  # fmt: skip

    saved = _log(store, "decision", meeting_id, record_id, change, made)
    return Saved(saved.record_id, saved.is_example, tuple(remarks))


def check_can_decide(body: dict[str, Any]) -> None:
    """Refuse a decision by a body that does not decide, with the words of the plan.

    Args:
        body: a row of the table `body`.

    Raises:
        UserError: with code "advisory_body".
    """
    if body["can_decide"] is not False:  # unknown is not "no"
        return
    rule = next(rule for rule in GOVERNANCE if rule.id == "advisory_body")
    name = _name(body)
    if body["body_id"] == "PROGRAMFORUM":
        words = say("meeting_log.refused.forum", body=name, demand=rule.demand)
    else:
        mandate = body["mandate_nb"] or ""
        words = say("meeting_log.refused.advisory", body=name, mandate=Text(mandate, mandate))
    raise UserError(words.nb, words.en, code="advisory_body")


def log_action(
    store: Store, meeting_id: str, text: str, change: Change, *, owner: str | None = None, due: date | None = None,
    record_id: str | None = None,
) -> Saved:  # fmt: skip
    """Log what is to be done, by whom and when, or put right what was logged.

    Args:
        store, meeting_id, text, change, record_id: as for `log_input`.
        owner: the organisation that is to do it; None when that is not agreed.
        due: the deadline; None when there is none.

    Raises:
        UserError, StoreError: as `log_input`; also when the deadline is before the day it was agreed.
    """
    words = clean_text(text, say("meeting_log.what.action"))

    def made(desk: Desk, meeting: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        if owner:
            desk.get("organisation", owner)
        agreed = _day(None, row.get("agreed_date"), meeting)
        if due is not None:
            check_day(due, say("meeting_log.what.due"), first=agreed)
        return {"owner_id": owner, "text_nb": words, "agreed_date": agreed, "due_date": due}

    return _log(store, "action_item", meeting_id, record_id, change, made)


def settle_input(
    store: Store, input_id: str, outcome: str, explanation: str, change: Change, *, settled: date | None = None
) -> Saved:
    """Say what became of an input.

    Args:
        store: where the portfolio is kept.
        input_id: the input.
        outcome: a code of `input_outcome`.
        explanation: why; must be given.
        change: who, and why.
        settled: when; default today.

    Raises:
        UserError: there is no such input, no explanation, or the day is before the input came or after today.
        StoreError: the store could not be read or written.
    """
    _check_code("input_outcome", outcome)
    words = clean_text(explanation, say("meeting_log.what.explanation"))
    day = settled or date.today()

    def made(row: dict[str, Any]) -> dict[str, Any]:
        check_day(day, say("meeting_log.what.settled"), first=row["received_date"], last=date.today())
        return {"outcome": outcome, "outcome_nb": words, "outcome_date": day}

    return _changed(store, "meeting_input", input_id, change, made)


def mark_done(store: Store, action_id: str, done: date | None, change: Change) -> Saved:
    """Say when an action was done; None opens it again.

    Raises:
        UserError: there is no such action, or the day is before it was agreed or after today.
        StoreError: the store could not be read or written.
    """

    def made(row: dict[str, Any]) -> dict[str, Any]:
        if done is not None:
            check_day(done, say("meeting_log.what.done"), first=row["agreed_date"], last=date.today())
        return {"done_date": done}

    return _changed(store, "action_item", action_id, change, made)


def take_out(store: Store, table: str, record_id: str, change: Change) -> Saved:
    """Close a row that was logged. The history keeps it.

    Raises:
        UserError: there is no such row, or something else refers to it.
        StoreError: the store could not be read or written.
    """
    found: list[dict[str, Any]] = []

    def edits(desk: Desk) -> list[Edit]:
        if table not in LOGGED:
            raise refused("not_logged")
        found.append(desk.get(table, record_id))
        return [Edit(table, take=(record_id,))]

    write_rows(store, change, edits)
    return Saved(record_id, bool(found[0]["is_example"]))


def _log(store: Store, table: str, meeting_id: str, record_id: str | None, change: Change, made: Any) -> Saved:
    saved: list[Saved] = []

    def edits(desk: Desk) -> list[Edit]:
        meeting = desk.get("meeting", meeting_id)
        old = desk.get(table, record_id) if record_id else {}
        key = record_id or desk.next_ids(table, LOGGED[table])[0]
        is_example = bool(old["is_example"] if old else meeting["is_example"])
        base = old or {"meeting_id": meeting_id, "source_id": meeting["source_id"], "is_example": is_example or None}
        row = {**base, f"{_KEYS[table]}": key, **made(desk, meeting, old)}
        saved.append(Saved(key, is_example))
        return [Edit(table, (row,))]

    write_rows(store, change, edits)
    return saved[0]


def _changed(store: Store, table: str, record_id: str, change: Change, made: Any) -> Saved:
    saved: list[Saved] = []

    def edits(desk: Desk) -> list[Edit]:
        row = desk.get(table, record_id)
        saved.append(Saved(record_id, bool(row["is_example"])))
        return [Edit(table, ({**row, **made(row)},))]

    write_rows(store, change, edits)
    return saved[0]


_KEYS = {"meeting_input": "input_id", "decision": "decision_id", "action_item": "action_id"}


def _day(given: date | None, stored: date | None, meeting: dict[str, Any]) -> date:
    """The day something happened: as given, as it stood, else the meeting's, or today when that has not come."""
    today = date.today()
    if given is not None:
        return check_day(given, say("meeting_log.what.day"), last=today)
    return stored or min(meeting["held_date"] or meeting["planned_date"], today)


def _check_code(codes: str, value: str) -> None:
    if value not in CODE_LISTS[codes].values:
        raise refused("no_code", value=value, codes=", ".join(CODE_LISTS[codes].values))


def _remarks(desk: Desk, body: dict[str, Any], meeting: dict[str, Any], *, is_principle: bool) -> list[Text]:
    """What the rules of the plan will say of the decision."""
    host = desk.find("body", meeting["body_id"])
    remarks = []
    if host is not None and host["can_decide"] is False:
        remarks.append(say("meeting_log.remark.meeting", body=_name(body), host=_name(host)))
    if is_principle and body["body_id"] not in coordination_group_of(desk.rows("body")):
        remarks.append(say("meeting_log.remark.principle"))
    return remarks


def _name(body: dict[str, Any]) -> Text:
    return Text(body["name_nb"], body["name_en"] or body["name_nb"])
