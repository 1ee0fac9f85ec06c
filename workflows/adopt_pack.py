"""A meeting's pack is adopted: what it shows is kept as it is, for good."""

from __future__ import annotations

from datetime import date

from analytics.meetings.adopted import AdoptedPack, adopted_pack, pack_content
from analytics.meetings.editions import LIVE
from analytics.meetings.pack import Pack
from data.packs import PackArchive
from data.store import Change, Store
from domain.errors import FaultError, UserError
from domain.text import say
from reports.run import run_report

#: What differs between two adoptions of the same content.
_OF_THE_ADOPTION = ("adopted", "hash", "number", "data_version", "format")


def adopt_pack(store: Store, meeting_id: str, change: Change, *, as_of: date | None = None) -> AdoptedPack:
    """Keep the pack of a meeting as it is on the meeting's day, or today when that has not come.

    Args:
        store: where the data are; the pack is kept beside them.
        meeting_id: the meeting.
        change: who, why and by which document.
        as_of: the day that is looked from; default today.

    Returns:
        The edition.

    Raises:
        UserError: nobody or no reason is given, there is no such meeting, or the last edition has the same content.
        StoreError: it cannot be written; nothing is changed.
    """
    if not change.by.strip() or not change.reason.strip():
        words = say("adopted.empty_by")
        raise UserError(words.nb, words.en, code="empty_by")
    made = run_report(store, "meeting", as_of=as_of or date.today(), choices={"meeting": meeting_id, "edition": LIVE})
    if not isinstance(made, Pack):
        raise FaultError("the report of a meeting is not a pack")
    content = pack_content(
        made, adopted_at=change.recorded_at, by=change.by.strip(), reason=change.reason.strip(), document=change.document
    )
    archive = PackArchive(store.home)
    last = max(archive.numbers(meeting_id), default=None)
    if last is not None and _same(archive.load(meeting_id, last), content):
        words = say("adopted.same", number=last)
        raise UserError(words.nb, words.en, code="same_pack")
    number = archive.add(meeting_id, content)
    return adopted_pack(archive.load(meeting_id, number), made.screens, made.basis.data_version)


def _same(one: dict[str, object], other: dict[str, object]) -> bool:
    def told(content: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in content.items() if name not in _OF_THE_ADOPTION}

    return told(one) == told(other)
