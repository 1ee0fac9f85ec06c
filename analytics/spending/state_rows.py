"""Rows of the state budget and accounts as they stand on the snapshot's day: of several versions the one known last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.result import parameter
from data.snapshot import Snapshot

ZERO = Decimal(0)
#: The poorest first.
QUALITIES: tuple[str, ...] = ("unverified", "secondary", "primary")
#: Stages in the order of a budget year.
STAGES: tuple[str, ...] = ("proposed", "amendment_proposed", "enacted", "revised", "account", "carried_in", "carried_out")
Outcome = Literal["less", "more", "equal", "running", "unknown"]
_PLACE = ("year", "chapter", "post")
_BEFORE_ALL = date(1, 1, 1)
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of one stage.

    Attributes:
        nok: in kroner, as rounded in its source.
        quality: as in the code list `quality`.
        known_date: the day from which it was known; None when the source does not say.
        through_period: the last month in it; None for a whole year, or when the source does not say.
        is_provisional: accounts that were not confirmed, or a revised budget that could still be changed, when it became known.
        note: what the row says of it.
    """

    nok: Decimal
    quality: str
    source_id: str | None = None
    known_date: date | None = None
    through_period: str | None = None
    is_provisional: bool = False
    note: str | None = None

    @property
    def is_verified(self) -> bool:
        """Whether nothing in the source speaks against the amount."""
        return self.quality != "unverified"

    @property
    def is_part_of_year(self) -> bool:
        """Whether months of the year are not in it."""
        return _month(self.through_period) is not None and _month(self.through_period) != _LAST_MONTH


@dataclass(frozen=True, slots=True)
class PostYear:
    """A post in one year: the amount of each stage that is known. A stage that is not known is absent, never zero."""

    year: int
    amounts: Mapping[str, Amount]

    def nok(self, stage: str) -> Decimal | None:
        """Kroner of a stage; None when it is not known."""
        return self.amounts[stage].nok if stage in self.amounts else None

    @property
    def difference_nok(self) -> Decimal | None:
        """The year's revised appropriation less what is accounted, without money carried over; None unless both are known."""
        revised, account = self.nok("revised"), self.nok("account")
        return None if revised is None or account is None else revised - account

    @property
    def outcome(self) -> Outcome:
        """Whether less or more was accounted than the year's revised appropriation; `running` while months are missing."""
        gap = self.difference_nok
        if gap is None:
            return "unknown"
        if self.amounts["account"].is_part_of_year:
            return "running"
        return "less" if gap > ZERO else "more" if gap < ZERO else "equal"

    @property
    def difference_quality(self) -> str | None:
        """The poorer quality of the two amounts behind the difference."""
        if self.difference_nok is None:
            return None
        return worst(self.amounts[stage].quality for stage in ("revised", "account"))

    @property
    def is_provisional(self) -> bool:
        """Whether the accounts of the year are not final."""
        return "account" in self.amounts and self.amounts["account"].is_provisional

    @property
    def needs_carried_in(self) -> bool:
        """Whether more is accounted than the year's revised appropriation, which takes money carried over."""
        return self.difference_nok is not None and self.difference_nok < ZERO

    @property
    def quality(self) -> str | None:
        """The poorest quality among its amounts; None without amounts."""
        return worst(amount.quality for amount in self.amounts.values())


@dataclass(frozen=True, slots=True)
class Part:
    """Kroner accounted by an agency, or on a kind of account."""

    code: str
    name: str
    nok: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """The accounts of a post in one year, by agency or by kind of account.

    Attributes:
        total: the amount accounted on the post; None when it is not known.
        parts: largest first. They are never changed so that they add up.
        source_id: where the parts are from.
        is_provisional: the year was not confirmed when the parts became known.
    """

    year: int
    total: Amount | None
    parts: tuple[Part, ...]
    source_id: str | None = None
    is_provisional: bool = False

    @property
    def parts_nok(self) -> Decimal:
        """The sum of the parts as they stand in the source."""
        return sum((part.nok for part in self.parts), ZERO)

    @property
    def difference_nok(self) -> Decimal | None:
        """The total less the sum of the parts: rounding in the source, or parts that it does not name."""
        return None if self.total is None else self.total.nok - self.parts_nok

    def nok(self, code: str) -> Decimal | None:
        """Kroner of a part; None when the source has no such part, which need not mean zero."""
        return next((part.nok for part in self.parts if part.code == code), None)


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the state budget through the years.

    Attributes:
        name: the newest name in the data.
        relation: as in the code list `relation_to_agreement`; None when the data do not say.
    """

    chapter: str
    post: str
    name: str
    relation: str | None
    years: tuple[PostYear, ...]

    @property
    def label(self) -> str:
        """ "601.22", as posts are cited."""
        return f"{self.chapter}.{self.post}"


def worst(qualities: Any) -> str | None:
    """The poorest of some qualities; None for none."""
    return min(qualities, key=QUALITIES.index, default=None)


def standing(snapshot: Snapshot) -> pl.DataFrame:
    """Rows of `state_budget` that stand: for each year, post and stage the one known last, then the better source.

    Proposed amendments are each a change of its own, so all of them stand.
    """
    rows = snapshot.table("state_budget").with_columns(
        pl.col("known_date").fill_null(_BEFORE_ALL).alias("_day"),
        pl.col("quality").replace_strict(list(QUALITIES), range(len(QUALITIES)), default=0).alias("_rank"),
        pl.when(pl.col("stage") == "amendment_proposed").then("state_budget_id").otherwise(pl.lit("")).alias("_own"),
    )
    key = [*_PLACE, "stage", "_own"]
    ordered = rows.sort("_day", "_rank", "state_budget_id").unique(key, keep="last", maintain_order=True)
    return ordered.drop("_day", "_rank", "_own").sort("year", "stage", "state_budget_id")


def posts(snapshot: Snapshot) -> tuple[Post, ...]:
    """Every post in the data with its years, ordered by chapter and post."""
    final = parameter(snapshot, "state_account_final_month")
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in standing(snapshot).iter_rows(named=True):
        found.setdefault((row["chapter"], row["post"]), []).append(row)
    return tuple(_post(chapter, post, rows, final) for (chapter, post), rows in sorted(found.items(), key=_in_order))


def _in_order(item: tuple[tuple[str, str], Any]) -> tuple[int, str, str]:
    chapter, post = item[0]
    return (int(chapter) if chapter.isdecimal() else 0, chapter, post)


def _post(chapter: str, post: str, rows: Sequence[Mapping[str, Any]], final: float | None) -> Post:
    by_year: dict[int, dict[str, Amount]] = {}
    for row in rows:
        amounts = by_year.setdefault(int(row["year"]), {})
        made, stage = _amount(row, final), str(row["stage"])
        amounts[stage] = _together(amounts[stage], made) if stage in amounts else made
    newest = max(rows, key=lambda row: (row["stage"] != "amendment_proposed", row["year"], row["known_date"] or _BEFORE_ALL))
    relation = next((row["relation"] for row in reversed(rows) if row["relation"]), None)
    years = tuple(PostYear(year, by_year[year]) for year in sorted(by_year))
    return Post(chapter, post, str(newest["name_nb"]), relation, years)


def _amount(row: Mapping[str, Any], final: float | None) -> Amount:
    changeable = {"account": _is_open_account, "revised": _is_open_budget}.get(str(row["stage"]))
    return Amount(
        row["amount_nok"], row["quality"], row["source_id"], row["known_date"], row["through_period"],
        changeable is not None and changeable(row, final), row["note"],
    )  # fmt: skip


def _together(one: Amount, other: Amount) -> Amount:
    """Two proposed changes of the same post in a year."""
    quality = worst((one.quality, other.quality)) or one.quality
    notes = " ".join(note for note in (one.note, other.note) if note)
    return Amount(one.nok + other.nok, quality, other.source_id, other.known_date, None, False, notes or None)


def _is_open_account(row: Mapping[str, Any], final: float | None) -> bool:
    """Whether the year had not been confirmed when the row became known. Without a known day only the month is judged."""
    if (_month(row["through_period"]) or _LAST_MONTH) < _LAST_MONTH:
        return True
    if row["known_date"] is None or final is None:
        return False
    return bool(row["known_date"] < _month_end(int(row["year"]) + 1, int(final)))


def _is_open_budget(row: Mapping[str, Any], _final: float | None) -> bool:
    return row["known_date"] is not None and row["known_date"] < _month_end(int(row["year"]), _LAST_MONTH)


def _month(period: str | None) -> int | None:
    """The month of "2026M10"; None for a year or an unknown period."""
    return int(period.partition("M")[2]) if period and "M" in period else None


def _month_end(year: int, month: int) -> date:
    return date(year + month // _LAST_MONTH, month % _LAST_MONTH + 1, 1) - timedelta(days=1)


def splits(snapshot: Snapshot, post: Post, dimension: str) -> tuple[Split, ...]:
    """The accounts of a post by `agency` or `account`, a year; years for which the data have no parts are left out.

    The parts of a year are those of one source, the one known last, so that two editions are never mixed.
    """
    final = parameter(snapshot, "state_account_final_month")
    quality = dict(snapshot.table("source").select("source_id", "quality").iter_rows())
    rows = snapshot.table("state_account").filter(
        (pl.col("chapter") == post.chapter) & (pl.col("post") == post.post) & (pl.col("dimension") == dimension)
    )
    editions: dict[int, dict[tuple[date, int, str], list[dict[str, Any]]]] = {}
    for row in rows.sort("state_account_id").iter_rows(named=True):
        source = row["source_id"] or ""
        rank = QUALITIES.index(quality.get(source) or "secondary")
        edition = (row["known_date"] or _BEFORE_ALL, rank, source)
        editions.setdefault(int(row["year"]), {}).setdefault(edition, []).append(row)
    totals = {year.year: year.amounts.get("account") for year in post.years}
    return tuple(_split(year, found[max(found)], totals.get(year), final) for year, found in sorted(editions.items()))


def _split(year: int, rows: Sequence[Mapping[str, Any]], total: Amount | None, final: float | None) -> Split:
    parts = [Part(str(row["code"] or row["name_nb"]), str(row["name_nb"]), row["amount_nok"]) for row in rows]
    ordered = tuple(sorted(parts, key=lambda part: (-part.nok, part.code)))
    return Split(year, total, ordered, rows[0]["source_id"], any(_is_open_account(row, final) for row in rows))
