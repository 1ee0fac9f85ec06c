"""The one-page brief for the ministry: what stands in the four areas, what has to be settled, and how far the data reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import polars as pl

from analytics.evidence.overdue import Overdue
from analytics.meetings.brief_figures import bullet, mini_matrix, sparkline
from analytics.meetings.brief_headline import headline
from analytics.meetings.brief_model import (
    BriefMatter,
    BriefTile,
    Bullet,
    Contact,
    Figure,
    MiniMatrix,
    Quality,
    Sparkline,
    all_figures,
)
from analytics.meetings.brief_quality import contact_of, quality
from analytics.meetings.brief_tiles import Ground, tiles_of
from analytics.meetings.matters import Matter, matters
from analytics.meetings.reports import Reports
from analytics.portfolio.coverage import last_meeting
from analytics.result import Basis, plain
from analytics.rules.plan import PlanRules
from data.snapshot import Snapshot, Source
from domain.codes import label
from domain.errors import UserError
from domain.text import Text, say

SinceKind = Literal["meeting", "year_before", "chosen", "none"]
MATTERS_SHOWN = 3
#: The signs of how grave a matter is, told apart without colour.
SEVERITY_SIGNS = {"breach": "■", "consider": "▲", "note": "○"}
_READ = ("coverage", "frames", "absence-target", "rules", "overdue", "instruments", "evaluations")


@dataclass(frozen=True, eq=False)
class Brief:
    """The brief.

    Attributes:
        headline: what must be known first, in one sentence.
        since, since_kind: the day compared with, and how it was found; None and "none" when there is no earlier day.
        tiles: coverage, money, knowledge and sick leave.
        matters: at most three of the `matters_total` that have to be settled, the gravest first.
    """

    basis: Basis
    headline: Text
    since: date | None
    since_kind: SinceKind
    tiles: tuple[BriefTile, ...]
    matrix: MiniMatrix
    bullet: Bullet
    line: Sparkline
    matters: tuple[BriefMatter, ...]
    matters_total: int
    quality: Quality
    contact: Contact

    @property
    def sentence(self) -> Text:
        """The headline."""
        return self.headline

    @property
    def since_words(self) -> Text:
        """Which day is compared with, and why that one."""
        return say(f"brief.since_{self.since_kind}", date=self.since or self.basis.as_of)

    @property
    def is_full(self) -> bool:
        """Whether as many matters are shown as there is room for."""
        return len(self.matters) == MATTERS_SHOWN

    def figures(self) -> Iterator[Figure]:
        """Every number that is read as text, with its place in the report that gives it."""
        return all_figures(self.tiles, self.matrix, self.bullet, self.line, self.quality, self.matters)

    def as_json(self) -> dict[str, Any]:
        """Everything on the page, the words in both languages; each number with its unit and its place in another report."""
        return {
            "headline": self.headline, "since": self.since, "since_kind": self.since_kind, "since_words": self.since_words,
            "tiles": [tile.as_json() for tile in self.tiles], "matrix": self.matrix.as_json(), "bullet": self.bullet.as_json(),
            "line": self.line.as_json(), "matters": [matter.as_json() for matter in self.matters],
            "matters_total": self.matters_total, "quality": self.quality.as_json(),
            "contact": {"organisation_id": self.contact.organisation_id, "words": self.contact.words},
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a number that is read as text; the values as text, since they are of different units."""
        rows = [
            (one.name, None if one.value.value is None else str(plain(one.value.value)), one.value.unit, one.value.at, one.as_of)
            for one in self.figures()
        ]
        schema = {"name": pl.String, "value": pl.String, "unit": pl.String, "at": pl.String, "as_of": pl.Date}
        return pl.DataFrame(rows, schema=schema, orient="row")


def brief(snapshot: Snapshot, since: date | None, open_snapshot: Callable[[date], Snapshot]) -> Brief:
    """The one-page brief on the snapshot's day.

    Args:
        since: the day to compare with; default the last meeting of the reference group before the day, else the same day of
            the year before.
        open_snapshot: gives the same version at another day.

    Raises:
        UserError: `since` is after the snapshot's day.

    The reader may not conclude that the programme or a measure has changed sick leave, nor that a covered field is answered:
    the brief says what is recorded. What was not known on the earlier day is said so, never told as zero.
    """
    day, kind = _since(snapshot, since)
    reports = Reports(snapshot)
    now = Ground.of(snapshot, reports)
    then = None if day is None else now if day == snapshot.as_of else Ground.of(open_snapshot(day))
    rules = cast(PlanRules, reports.read("rules").result)
    found = matters(snapshot, reports)
    read = [now.evidence.basis, *(reports.read(name).basis for name in _READ)]
    return Brief(
        _basis(snapshot, read), headline(now, rules), day, kind, tiles_of(now, then), mini_matrix(now), bullet(now),
        sparkline(now), tuple(_matter(one, place, snapshot.as_of) for place, one in enumerate(found[:MATTERS_SHOWN])), len(found),
        quality(now, rules, cast(Overdue, reports.read("overdue").result)), contact_of(snapshot),
    )  # fmt: skip


def _since(snapshot: Snapshot, asked: date | None) -> tuple[date | None, SinceKind]:
    if asked is not None:
        if asked > snapshot.as_of:
            text = say("brief.wrong_order", since=asked, date=snapshot.as_of)
            raise UserError(text.nb, text.en, code="wrong_order")
        return asked, "chosen"
    meeting = last_meeting(snapshot)
    if meeting is not None:
        return meeting, "meeting"
    day = snapshot.as_of
    if day.year == date.min.year:
        return None, "none"
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == _FEBRUARY else day.day), "year_before"


_FEBRUARY = 2


def _matter(one: Matter, place: int, day: date) -> BriefMatter:
    severity = Text(*(label("rule_severity", one.severity, lang) for lang in ("nb", "en")))
    when = say("brief.matter_no_day") if one.day is None else say("brief.matter_day", date=one.day)
    owner = one.owner or say("brief.matter_no_owner")
    figures = tuple(
        Figure(f"matter_{place}_{number}", value, day) for number, value in enumerate(one.facts) if value.value is not None
    )
    return BriefMatter(
        one.id, severity, SEVERITY_SIGNS[one.severity], one.text, owner, when, one.page_id, one.query, figures
    )  # fmt: skip


def _basis(snapshot: Snapshot, read: list[Basis]) -> Basis:
    sources: dict[str, Source] = {source.source_id: source for one in read for source in one.sources}
    caveats = tuple(say(f"brief.caveat_{key}") for key in ("cannot_say", "recorded", "vintages"))
    is_example = any(one.contains_example_data for one in read)
    return Basis(snapshot.as_of, snapshot.data_version, is_example, tuple(sources.values()), caveats)
