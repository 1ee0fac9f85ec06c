"""An adopted pack: what was shown and said, as it was, and beside it what later turned out otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from analytics.meetings.meeting import Meeting
from analytics.meetings.pack import Pack
from analytics.meetings.screen import Points, Screen, Value, screen_from_json, screen_json, value_json
from analytics.result import Basis
from data.packs import content_hash
from data.snapshot import Source
from domain.numbers import mill_text, nok_text, pct_text, pp_text
from domain.text import Text, say

CorrectionKind = Literal["changed", "added", "removed", "words", "screen_gone"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """How an edition came to be.

    Attributes:
        number: the edition, from 1 for each meeting.
        adopted_at: when, by the machine's clock.
        by, reason, document: who, why, and by which letter or minutes.
        hash: of the whole content.
        numbers_hash: of the numbers alone, with what they are and their units.
    """

    number: int
    adopted_at: datetime
    by: str
    reason: str
    document: str | None
    hash: str
    numbers_hash: str

    def as_json(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "number": self.number, "adopted_at": self.adopted_at.isoformat(timespec="seconds"), "by": self.by,
            "reason": self.reason, "document": self.document, "hash": self.hash, "numbers_hash": self.numbers_hash,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """What the data now say otherwise than an adopted screen does, for the same day.

    Attributes:
        screen_id, screen_title: the screen.
        kind: a number or word that has changed, come or gone; "words" for a message whose numbers stand elsewhere; "screen_gone"
            for a screen that can no longer be made.
        label: what it is.
        before: as adopted.
        after: as it is known now.
    """

    screen_id: str
    screen_title: Text
    kind: CorrectionKind
    label: Text
    before: Text | None
    after: Text | None

    def as_json(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "screen": self.screen_id, "kind": self.kind, "label": self.label, "from": self.before, "to": self.after,
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class AdoptedPack(Pack):
    """A pack as it was adopted. Its screens are never computed anew.

    Attributes:
        adoption: how it came to be.
        corrections: what is known otherwise now; it stands beside and changes nothing. None when it could not be found out, as
            when the meeting is no longer recorded.
        known_on: the version of the data that the corrections are found in.
    """

    adoption: Adoption
    corrections: tuple[Correction, ...] | None
    known_on: str

    @property
    def sentence(self) -> Text:
        """Which edition it is, and how much is known otherwise now."""
        values: dict[str, Any] = {
            "title": self.meeting.title, "number": self.adoption.number, "date": self.adoption.adopted_at.date(),
            "count": len(self.screens), "as_of": self.as_of,
        }  # fmt: skip
        if self.corrections is None:
            return say("adopted.pack_unknown", **values)
        if not self.corrections:
            return say("adopted.pack", **values)
        form = "one" if len(self.corrections) == 1 else "many"
        return say(f"adopted.pack_corrected_{form}", corrections=len(self.corrections), **values)

    def as_json(self) -> dict[str, Any]:
        """The pack as adopted, how it came to be, and the corrections."""
        found = self.corrections
        return {
            **Pack.as_json(self),
            "adoption": self.adoption.as_json(),
            "corrections": None if found is None else [one.as_json() for one in found],
            "corrections_data_version": self.known_on,
        }


def pack_content(made: Pack, *, adopted_at: datetime, by: str, reason: str, document: str | None) -> dict[str, Any]:
    """What is kept of a pack when it is adopted; `adopted_pack` reads it back."""
    basis = made.basis
    return {
        "meeting": _meeting_json(made.meeting),
        "previous": None if made.previous is None else _meeting_json(made.previous),
        "as_of": basis.as_of.isoformat(),
        "data_version": basis.data_version,
        "contains_example_data": basis.contains_example_data,
        "basis_sources": [source.as_dict() for source in basis.sources],
        "caveats": [caveat.as_dict() for caveat in basis.caveats],
        "adopted": {"at": adopted_at.isoformat(timespec="seconds"), "by": by, "reason": reason, "document": document},
        "told": dict(made.told),
        "screens": [screen_json(screen) for screen in made.screens],
        "numbers_hash": numbers_hash(made.screens),
    }


def adopted_pack(content: Mapping[str, Any], now: Sequence[Screen] | None, known_on: str) -> AdoptedPack:
    """The pack that was kept.

    Args:
        content: what `PackArchive.load` gives.
        now: the same screens for the same day by what is known now; None when they cannot be made.
        known_on: the version of the data that `now` is from.

    Raises:
        KeyError, ValueError, TypeError: the content is not what `pack_content` wrote.
    """
    told = content["adopted"]
    adoption = Adoption(
        content["number"], datetime.fromisoformat(told["at"]), told["by"], told["reason"], told["document"], content["hash"],
        content["numbers_hash"],
    )  # fmt: skip
    screens = tuple(screen_from_json(screen) for screen in content["screens"])
    basis = Basis(
        date.fromisoformat(content["as_of"]), content["data_version"], bool(content["contains_example_data"]),
        tuple(Source(**source) for source in content["basis_sources"]),
        tuple(Text(caveat["nb"], caveat["en"]) for caveat in content["caveats"]),
    )  # fmt: skip
    previous = content["previous"]
    return AdoptedPack(
        basis, _meeting(content["meeting"]), None if previous is None else _meeting(previous), screens,
        content["told"], adoption, None if now is None else corrections(screens, now), known_on,
    )  # fmt: skip


def numbers_hash(screens: Sequence[Screen]) -> str:
    """A hash of the numbers that screens show, with what they are: equal when the same numbers are shown."""
    numbers = [
        [screen.id, label, value_json(value)]
        for screen in screens
        for label, value in [*((label.nb, value) for label, value in screen.values()), *(("", fact) for fact in screen.facts)]
        if value.is_number
    ]
    return content_hash({"numbers": numbers})


def corrections(adopted: Sequence[Screen], now: Sequence[Screen]) -> tuple[Correction, ...]:
    """What differs between adopted screens and the same screens by what is known now, in the order of the screens.

    Values are matched by what they are the value of. Where only the message differs, the message is told.
    """
    found = {screen.id: screen for screen in now}
    return tuple(one for screen in adopted for one in _of_screen(screen, found.get(screen.id)))


def _of_screen(adopted: Screen, now: Screen | None) -> Iterator[Correction]:
    if now is None:
        yield Correction(adopted.id, adopted.title, "screen_gone", adopted.title, adopted.message, None)
        return
    before, after = _shown(adopted), _shown(now)
    rows = [_compared(adopted, key, before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after))]
    changed = [row for row in rows if row is not None]
    yield from changed
    if not changed and adopted.message != now.message:
        yield Correction(adopted.id, adopted.title, "words", say("adopted.message"), adopted.message, now.message)


_Key = tuple[str, str, int]


def _shown(screen: Screen) -> dict[_Key, Value]:
    """What a screen shows, by what it is; the same label a second time has a number."""
    exhibit = screen.exhibit
    pairs = [(item, Value(item)) for item in exhibit.items] if isinstance(exhibit, Points) else list(screen.values())
    seen: Counter[str] = Counter()
    found: dict[_Key, Value] = {}
    for label, value in pairs:
        found[(label.nb, label.en, seen[label.nb])] = value
        seen[label.nb] += 1
    return found


def _compared(screen: Screen, key: _Key, before: Value | None, after: Value | None) -> Correction | None:
    if before is not None and after is not None:
        if (before.value, before.unit) == (after.value, after.unit):
            return None
        told = (_told(before), _told(after))
        if told[0] == told[1]:  # a difference too small for how the number is told
            told = (_exact(before), _exact(after))
        return Correction(screen.id, screen.title, "changed", Text(key[0], key[1]), *told)
    kind: CorrectionKind = "added" if before is None else "removed"
    shown = tuple(None if value is None else _told(value) for value in (before, after))
    return Correction(screen.id, screen.title, kind, Text(key[0], key[1]), *shown)


_WITH_UNIT: Mapping[str, Callable[[Any, str], str]] = {
    "mill": mill_text, "nok": nok_text, "pct": lambda value, lang: pct_text(value, 1, lang),
    "pp": lambda value, lang: pp_text(value, 1, lang),
}  # fmt: skip


def _told(value: Value) -> Text:
    """A value with its unit, as a sentence has it."""
    write = _WITH_UNIT.get(value.unit)
    if write is None or not isinstance(value.value, (int, float, Decimal)):
        return Text(value.shown("nb"), value.shown("en"))
    return Text(write(value.value, "nb"), write(value.value, "en"))


def _exact(value: Value) -> Text:
    if value.unit == "mill" and isinstance(value.value, (int, float, Decimal)):
        return Text(nok_text(value.value, "nb"), nok_text(value.value, "en"))
    return Text(str(value.value), str(value.value))


def _meeting_json(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.meeting_id, "kind": meeting.kind, "title_nb": meeting.title,
        "planned_date": meeting.planned_date.isoformat(),
        "held_date": None if meeting.held_date is None else meeting.held_date.isoformat(), "body_id": meeting.body_id,
        "is_example": meeting.is_example,
    }  # fmt: skip


def _meeting(data: Mapping[str, Any]) -> Meeting:
    held = data["held_date"]
    return Meeting(
        data["id"], data["kind"], data["title_nb"], date.fromisoformat(data["planned_date"]),
        None if held is None else date.fromisoformat(held), data["body_id"], bool(data["is_example"]),
    )  # fmt: skip
