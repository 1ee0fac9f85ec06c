"""Which edition of a meeting's pack is asked for: the one adopted last, an earlier one, or the pack by what is known now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from analytics.meetings.adopted import AdoptedPack, adopted_pack
from analytics.meetings.meeting import meeting_of
from analytics.meetings.pack import Pack, pack
from analytics.meetings.screen import Screen
from data.packs import PackArchive
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import say

#: Asks for the pack as it is computed from the data in use, also when one is adopted.
LIVE = "live"

Open = Callable[[date], Snapshot]


def edition(
    snapshot: Snapshot, meeting_id: str | None, asked: str | None, archive: PackArchive, open_snapshot: Open, open_corrected: Open
) -> Pack:
    """The pack of a meeting: the edition adopted last, when one is adopted and nothing else is asked for.

    Args:
        snapshot: the day that is looked from.
        meeting_id: the meeting; default the next that is planned, else the last that was held.
        asked: the number of an edition, or `LIVE`.
        archive: the adopted packs.
        open_snapshot: gives the data in use at a day, as they were known then.
        open_corrected: gives the data in use at a day, with what has been corrected since.

    Raises:
        UserError: there is no such meeting or edition.
        StoreError: the edition is damaged.
    """
    wanted = meeting_id if meeting_id is not None else meeting_of(snapshot, None).meeting_id
    numbers = () if asked == LIVE else archive.numbers(wanted)
    if (asked in (None, "") and not numbers) or asked == LIVE:
        return pack(snapshot, wanted, open_snapshot)
    number = numbers[-1] if asked in (None, "") else _number(str(asked))
    content = archive.load(wanted, number)
    kept = adopted_pack(content, None, snapshot.data_version)
    return adopted_pack(content, _now(kept, open_corrected), snapshot.data_version)


def _now(kept: AdoptedPack, open_corrected: Open) -> tuple[Screen, ...] | None:
    """The screens of an adopted pack for the same day, by what is known now; None when the meeting is no longer recorded."""
    try:
        made = pack(open_corrected(kept.as_of), kept.meeting.meeting_id, open_corrected, [screen.id for screen in kept.screens])
    except UserError:
        return None
    return made.screens


def _number(asked: str) -> int:
    if asked.isascii() and asked.isdigit():
        return int(asked)
    words = say("adopted.no_number", asked=asked)
    raise UserError(words.nb, words.en, code="no_edition")
