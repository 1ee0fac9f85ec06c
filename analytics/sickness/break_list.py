"""Every known break of the statistics, with what it concerns, what it did, and since when it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_start
from domain.text import Text


@dataclass(frozen=True, slots=True)
class BreakRow:
    """A break: figures from `from_period` on are not directly comparable with those before.

    Attributes:
        scope: as in the code list `break_scope`; `kind` as in `break_kind`.
        effect_nb: the effect on the figures as the source tells it; None when it is not known.
        known_date: when it became known; None when that is not recorded.
    """

    from_period: str
    scope: str
    kind: str
    title: Text
    effect_nb: str | None
    known_date: date | None

    def as_json(self) -> dict[str, Any]:
        """Codes, texts and ISO dates."""
        return {name: getattr(self, name) for name in self.__slots__}


def break_list(snapshot: Snapshot) -> tuple[BreakRow, ...]:
    """All breaks known on the snapshot's day, newest first; where that is not recorded, those that had come by then."""
    rows = snapshot.table("series_break").sort("from_period", "break_id", descending=[True, False])
    columns = ("from_period", "scope", "kind", "title_nb", "title_en", "effect_nb", "known_date")
    return tuple(
        BreakRow(period, scope, kind, Text(nb, en), effect, known)
        for period, scope, kind, nb, en, effect, known in rows.select(columns).iter_rows()
        if known is not None or _has_come(period, snapshot.as_of)
    )


def _has_come(period: str, day: date) -> bool:
    return int(period[:4]) <= day.year if not is_quarter(period) else quarter_start(period) <= day


def breaks_table(found: tuple[BreakRow, ...], lang: str) -> pl.DataFrame:
    """One row a break, in words. The effect is told in bokmål only."""
    rows = [
        {
            "from_period": item.from_period, "title": item.title.get(lang), "scope": item.scope, "kind": item.kind,
            "effect": item.effect_nb if lang == "nb" else None, "known": item.known_date,
        }
        for item in found
    ]  # fmt: skip
    texts = dict.fromkeys(("from_period", "title", "scope", "kind", "effect"), pl.String())
    return pl.DataFrame(rows, schema=texts | {"known": pl.Date()})
