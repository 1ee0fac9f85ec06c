"""What differs in evaluations and evidence between two days: stages, levels gained or lost, certainty, and findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analytics.evidence.bodies import Body
from analytics.evidence.levels import LEVELS_OF, study_levels
from analytics.evidence.stages import evaluations_of
from analytics.evidence.strength import PLACES, Rung
from analytics.meetings.differences import Item, Pair, days_between, owner_of, within
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say


def evaluations_moved(pair: Pair) -> list[Item]:
    """Evaluations that are new or have reached another stage."""
    before = {e.evaluation_id: e.status for e in evaluations_of(pair.earlier)}
    return [
        Item(
            e.evaluation_id, "evaluation", Text(e.title_nb, e.title_nb), before.get(e.evaluation_id), e.status,
            "code:evaluation_stage", owner=("evaluation", e.evaluation_id),
        )
        for e in evaluations_of(pair.later)
        if before.get(e.evaluation_id) != e.status
    ]  # fmt: skip


def levels_changed(pair: Pair, *, gained: bool) -> list[Item]:
    """Projects and evaluations whose level on the Maryland scale now is higher, or lower, than it was.

    A level is gained when there was none and there is a number, or the number is higher; it is lost the other way round.
    Between the states without a number nothing is gained or lost.
    """
    before, after = (_places(snapshot, "now") for snapshot in (pair.earlier, pair.later))
    return [
        _level_item(pair, key, before.get(key), place)
        for key, place in after.items()
        if _moved(before.get(key), place) == (1 if gained else -1)
    ]


def levels_expected(pair: Pair) -> list[Item]:
    """Projects and evaluations known on both days whose expected level, or whether there is one, is another."""
    before, after = (_places(snapshot, "expected") for snapshot in (pair.earlier, pair.later))
    return [
        _level_item(pair, key, before[key], place)
        for key, place in after.items()
        if key in before and _moved(before[key], place)
    ]  # fmt: skip


def instruments_changed(pair: Pair, *, gained: bool) -> list[Item]:
    """Instruments whose strongest live work stands higher, or lower, on the ladder of evidence now."""
    one, two = pair.evidence
    before = {rung.instrument_id: rung for rung in one.ladder}
    items = []
    for rung in two.ladder:
        was = before.get(rung.instrument_id)
        if _moved(None if was is None else was.now, rung.now) != (1 if gained else -1):
            continue
        name = two.names.get(rung.instrument_id, Text(rung.instrument_id, rung.instrument_id))
        items.append(
            Item(
                rung.instrument_id, "instrument", name, None if was is None else was.now, rung.now, "level",
                note=_rated_note(rung),
            )
        )  # fmt: skip
    return items


def certainty_changed(pair: Pair, *, gained: bool) -> list[Item]:
    """Instruments and outcomes whose certainty by GRADE, as assessed, is higher or lower than it was."""
    one, two = pair.evidence
    before = {(body.instrument_id, body.outcome): body for body in one.bodies}
    items = []
    for body in two.bodies:
        was = before.get((body.instrument_id, body.outcome))
        old, order = None if was is None else was.level, LEVELS_OF["grade"]
        moved = _rank(body.level, order) - _rank(old, order)
        if moved != 0 and (moved > 0) is gained:
            items.append(_body_item(pair, body, old))
    return items


def findings_new(pair: Pair) -> list[Item]:
    """Findings that were reported."""
    return [
        Item(
            row["finding_id"], "finding", within(owner := owner_of(row), _words(row)), None, row["reported_date"],
            is_correction=pair.is_hindsight(row["reported_date"]), owner=owner,
        )
        for row in pair.new_rows("finding")
    ]  # fmt: skip


def findings_used(pair: Pair) -> list[Item]:
    """Findings that someone has said that they use."""
    texts = {row["finding_id"]: _words(row) for row in pair.later.table("finding").iter_rows(named=True)}
    return [
        Item(
            row["finding_id"], "finding", texts.get(row["finding_id"], Text(row["finding_id"], row["finding_id"])), None,
            row["used_date"], note=Text(row["text_nb"] or "", row["text_nb"] or ""),
            is_correction=pair.is_hindsight(row["used_date"]),
        )
        for row in pair.new_rows("finding_use")
    ]  # fmt: skip


def recommendations(pair: Pair, what: str) -> list[Item]:
    """Recommendations that are "raised", "done" or "rejected"."""
    column = {"raised": "raised_date", "done": "done_date", "rejected": "rejected_date"}[what]
    rows = pair.new_rows("recommendation") if what == "raised" else pair.newly_dated("recommendation", column)
    return [
        Item(
            row["recommendation_id"], "recommendation", Text(row["text_nb"], row["text_nb"]),
            row["due_date"] if what == "done" else None, row[column],
            days=days_between(row["due_date"], row["done_date"]) if what == "done" else None,
            note=Text(row["rejected_reason_nb"], row["rejected_reason_nb"])
            if what == "rejected" and row["rejected_reason_nb"] else _owner_note(pair, row["owner_id"]),
            is_correction=pair.is_hindsight(row[column]),
        )
        for row in rows
    ]  # fmt: skip


def _owner_note(pair: Pair, owner_id: str | None) -> Text | None:
    return say("changes.note.owner", owner=pair.organisation(owner_id)) if owner_id else None


def _words(row: dict[str, Any]) -> Text:
    return Text(row["text_nb"], row.get("text_en") or row["text_nb"])


def _places(snapshot: Snapshot, when: str) -> dict[tuple[str, str], str]:
    """The place on the ladder of every project and evaluation, by table and id."""
    columns = ("owner_kind", "owner_id", f"level_{when}", f"state_{when}")
    return {(kind, key): str(level) if state == "level" else state for kind, key, level, state in _rows(snapshot, columns)}


def _rows(snapshot: Snapshot, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    yield from study_levels(snapshot).select(columns).iter_rows()


def _moved(before: str | None, after: str) -> int:
    """1 when a number came or rose, -1 when it went or fell, 0 otherwise."""
    old, new = (int(place) if place is not None and place.isdigit() else 0 for place in (before, after))
    return (new > old) - (new < old)


def _rank(level: str | None, order: tuple[str, ...]) -> int:
    return order.index(level) if level in order else -1


def _level_item(pair: Pair, key: tuple[str, str], before: str | None, after: str) -> Item:
    title = pair.titles.get(key, Text(key[1], key[1]))
    words = within(key, title) if key[0] == "project" else title
    return Item(key[1], key[0], words, before, after, "level", owner=key)


def _rated_note(rung: Rung) -> Text | None:
    """Whether a rater stands behind the number, or only the design."""
    return None if rung.is_now_rated or rung.now in PLACES[:4] else say("changes.note.by_design")


def _body_item(pair: Pair, body: Body, before: str | None) -> Item:
    name = pair.evidence[1].names.get(body.instrument_id, Text(body.instrument_id, body.instrument_id))
    outcome = CODE_LISTS["study_outcome"].by_value.get(body.outcome or "")
    words = Text(outcome.nb.lower(), outcome.en.lower()) if outcome else say("changes.no_outcome")
    text = Text(f"{name.nb}: {words.nb}", f"{name.en}: {words.en}")
    return Item(body.instrument_id, "instrument", text, before, body.level, "code:evidence_level")
