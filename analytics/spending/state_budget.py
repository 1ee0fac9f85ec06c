"""The post of the state budget that knowledge development is paid from: proposed, voted, revised and accounted, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner, parameter
from analytics.spending import state_words as words
from analytics.spending.levels import frames_in_force, knowledge_post, programme_of
from analytics.spending.state_rows import STAGES, ZERO, Amount, Post, PostYear, Split, posts, splits
from data.snapshot import Snapshot
from domain.text import Text


@dataclass(frozen=True, slots=True)
class Total:
    """A stage summed over the years for which its amount is known, final and not marked as unverified.

    Attributes:
        years: the years in the sum.
        unverified, provisional: years that have an amount and are left out, and why.
        nok: None when no year is in it.
    """

    stage: str
    years: tuple[int, ...]
    unverified: tuple[int, ...]
    provisional: tuple[int, ...]
    nok: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Three levels of money beside each other for the same years. They are never added, and none is a part of another here.

    Attributes:
        years: the years of the programme's frames for which the accounts of the post are known and final.
        missing: years with frames for which they are not.
        post_nok: accounted on the post in these years.
        owner_nok: of that, by the agency that owns the programme; None when the data do not have its part every year.
        knowledge_nok, programme_nok: the frames of these years; None when one of them has none.
    """

    years: tuple[int, ...]
    missing: tuple[int, ...]
    owner_name: str | None
    post_nok: Decimal | None
    owner_nok: Decimal | None
    knowledge_nok: Decimal | None
    programme_nok: Decimal | None


@dataclass(frozen=True)
class StateBudget:
    """The knowledge post and the posts beside it, as known on a day.

    The post is a level of its own. It holds more than the knowledge frame and the programme, so none of its amounts says how
    much of a frame was used, and no post is added to another.

    Attributes:
        post: the knowledge post; None when no parameter names it.
        agencies, accounts: its accounts by paying agency and by kind of account.
        context: other posts in the data, those of the agreement first.
        owner_code: organisation number of the agency that owns the programme; None when no parameter names it.
    """

    basis: Basis
    post: Post | None
    agencies: tuple[Split, ...]
    accounts: tuple[Split, ...]
    context: tuple[Post, ...]
    totals: tuple[Total, ...]
    comparison: Comparison
    owner_code: str | None = None

    @property
    def years(self) -> tuple[PostYear, ...]:
        """The years of the knowledge post."""
        return self.post.years if self.post else ()

    @property
    def last_account(self) -> PostYear | None:
        """The last year with accounts of the whole year; else the last with any."""
        accounted = [year for year in self.years if "account" in year.amounts]
        whole = [year for year in accounted if not year.amounts["account"].is_part_of_year]
        return next(iter([*whole[::-1], *accounted[::-1]]), None)

    @property
    def last_enacted(self) -> PostYear | None:
        """The last year with an enacted budget."""
        return next((year for year in reversed(self.years) if "enacted" in year.amounts), None)

    @property
    def sentence(self) -> Text:
        """What was accounted last, what is voted last, and what the post says of the programme's years."""
        return words.sentence(self)

    @property
    def can_say(self) -> tuple[Text, ...]:
        """What the figures tell about the programme."""
        return words.can_say(self)

    @property
    def cannot_say(self) -> tuple[Text, ...]:
        """What they do not tell."""
        return words.cannot_say(self)

    def of(self, sources: Sequence[str | None]) -> StateBudget:
        """The same with only the named sources: what one figure of the page rests on."""
        kept = tuple(source for source in self.basis.sources if source.source_id in sources)
        return replace(self, basis=replace(self.basis, sources=kept))

    def as_json(self) -> dict[str, Any]:
        """Kroner as rounded in the sources, None for unknown; every amount with its quality and source."""
        return {
            "chapter": self.post.chapter if self.post else None,
            "post": self.post.post if self.post else None,
            "name": self.post.name if self.post else None,
            "years": [_year_json(year) for year in self.years],
            "by_agency": [_split_json(split) for split in self.agencies],
            "by_account": [_split_json(split) for split in self.accounts],
            "totals": {total.stage: _total_json(total) for total in self.totals},
            "comparison": _comparison_json(self.comparison),
            "context": [
                {"chapter": post.chapter, "post": post.post, "name": post.name, "relation": post.relation,
                 "years": [_year_json(year) for year in post.years]}
                for post in self.context
            ],
            "can_say": [text.as_dict() for text in self.can_say],
            "cannot_say": [text.as_dict() for text in self.cannot_say],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row for each amount: post, year, stage, kroner, quality, source and from when it was known."""
        shown = [*([self.post] if self.post else []), *self.context]
        rows = [
            {"chapter": post.chapter, "post": post.post, "relation": post.relation, "year": year.year, "stage": stage,
             "amount_nok": year.amounts[stage].nok, "quality": year.amounts[stage].quality,
             "is_provisional": year.amounts[stage].is_provisional, "through_period": year.amounts[stage].through_period,
             "known_date": year.amounts[stage].known_date, "source_id": year.amounts[stage].source_id,
             "note": year.amounts[stage].note}
            for post in shown for year in post.years for stage in STAGES if stage in year.amounts
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA: dict[str, Any] = {
    "chapter": pl.String(), "post": pl.String(), "relation": pl.String(), "year": pl.Int64(), "stage": pl.String(),
    "amount_nok": pl.Decimal(18, 2), "quality": pl.String(), "is_provisional": pl.Boolean(), "through_period": pl.String(),
    "known_date": pl.Date(), "source_id": pl.String(), "note": pl.String(),
}  # fmt: skip
_RELATIONS = ("inside", "partly", "boundary", None)


def state_budget(snapshot: Snapshot, year: int | None = None) -> StateBudget:
    """The knowledge post of the state budget, its accounts in parts, and the other posts of the agreement, in kroner.

    Which post it is, a dated parameter says. Of several editions of a figure the one known last on the snapshot's day
    stands, so an earlier day still shows what was known then.

    Args:
        snapshot: the programme on a day.
        year: this year only; sums and the comparison are then of that year.

    Returns:
        An amount that no source gives is absent. The parts of a year need not add up to its total: the difference is told,
        nothing is adjusted. What was carried over is unknown unless a source gives it. No figure here says what the money
        has led to, or how much of a frame was used.
    """
    named, every = knowledge_post(snapshot), posts(snapshot)
    post = next((found for found in every if (found.chapter, found.post) == named), None)
    if post is None and named is not None:
        post = Post(*named, "", None, ())
    context = sorted((found for found in every if post is None or found.label != post.label), key=_relation_order)
    shown = None if post is None else _only(post, year)
    agencies, accounts = ((splits(snapshot, shown, name) if shown else ()) for name in ("agency", "account"))
    agencies, accounts = (tuple(s for s in found if year in (None, s.year)) for found in (agencies, accounts))
    owner = parameter(snapshot, "programme_owner_org_number")
    code = None if owner is None else f"{owner:.0f}"
    made = StateBudget(
        _basis(snapshot, shown, context), shown, agencies, accounts,
        tuple(found for found in (_only(found, year) for found in context) if found.years),
        _totals(shown), _comparison(snapshot, shown, agencies, code, year), code,
    )  # fmt: skip
    return replace(made, basis=replace(made.basis, caveats=words.caveats(made)))


def _relation_order(post: Post) -> int:
    return _RELATIONS.index(post.relation) if post.relation in _RELATIONS else len(_RELATIONS)


def _only(post: Post, year: int | None) -> Post:
    return post if year is None else replace(post, years=tuple(found for found in post.years if found.year == year))


def _basis(snapshot: Snapshot, post: Post | None, context: Sequence[Post]) -> Basis:
    """Only sources of figures that stand: one that a newer edition has replaced is not named."""
    made = basis(snapshot, "state_budget", "state_account", "frame")
    amounts = [
        amount for found in [*([post] if post else []), *context] for year in found.years for amount in year.amounts.values()
    ]
    standing = {amount.source_id for amount in amounts}
    frames = {source.source_id for source in snapshot.sources("frame")}
    parts = {s.source_id for name in ("agency", "account") for s in (splits(snapshot, post, name) if post else ())}
    kept = tuple(source for source in made.sources if source.source_id in standing | frames | parts)
    return replace(made, sources=kept)


def _totals(post: Post | None) -> tuple[Total, ...]:
    years = post.years if post else ()
    return tuple(_total(stage, years) for stage in ("enacted", "revised", "account"))


def _total(stage: str, years: Sequence[PostYear]) -> Total:
    known = [(year.year, year.amounts[stage]) for year in years if stage in year.amounts]
    unverified = tuple(year for year, amount in known if not amount.is_verified)
    provisional = tuple(year for year, amount in known if amount.is_verified and amount.is_provisional)
    kept = [(year, amount.nok) for year, amount in known if year not in {*unverified, *provisional}]
    nok = sum((amount for _, amount in kept), ZERO) if kept else None
    return Total(stage, tuple(year for year, _ in kept), unverified, provisional, nok)


def _comparison(
    snapshot: Snapshot, post: Post | None, agencies: Sequence[Split], owner: str | None, only: int | None
) -> Comparison:
    in_force = frames_in_force(snapshot, programme_of(snapshot))
    framed = sorted({year for _, year in in_force if only in (None, year)})
    final = {
        year.year: year.amounts["account"].nok
        for year in (post.years if post else ()) if "account" in year.amounts and not year.is_provisional
    }  # fmt: skip
    years = tuple(year for year in framed if year in final)
    by_year = {split.year: split for split in agencies}
    own = [by_year[year].nok(owner) if owner and year in by_year else None for year in years]
    name = next((part.name for split in reversed(agencies) for part in split.parts if part.code == owner), None)
    levels = [[in_force[level, year].amount_nok if (level, year) in in_force else None for year in years]
              for level in ("knowledge", "programme")]  # fmt: skip
    return Comparison(
        years, tuple(year for year in framed if year not in final), name,
        _sum([final[year] for year in years]), _sum(own), _sum(levels[0]), _sum(levels[1]),
    )  # fmt: skip


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """The sum; None when there is nothing, or one of them is unknown."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known and len(known) == len(amounts) else None


def _amount_json(amount: Amount) -> dict[str, Any]:
    return {
        "amount_nok": kroner(amount.nok), "quality": amount.quality, "is_provisional": amount.is_provisional,
        "through_period": amount.through_period, "known_date": amount.known_date, "source_id": amount.source_id,
        "note": amount.note,
    }  # fmt: skip


def _year_json(year: PostYear) -> dict[str, Any]:
    return {
        "year": year.year,
        **{stage: _amount_json(year.amounts[stage]) if stage in year.amounts else None for stage in STAGES},
        "difference_nok": kroner(year.difference_nok), "outcome": year.outcome,
        "difference_quality": year.difference_quality, "needs_carried_in": year.needs_carried_in,
    }  # fmt: skip


def _split_json(split: Split) -> dict[str, Any]:
    return {
        "year": split.year, "total_nok": kroner(split.total.nok) if split.total else None,
        "parts": [{"code": part.code, "name": part.name, "amount_nok": kroner(part.nok)} for part in split.parts],
        "parts_nok": kroner(split.parts_nok), "difference_nok": kroner(split.difference_nok),
        "is_provisional": split.is_provisional, "source_id": split.source_id,
    }  # fmt: skip


def _total_json(total: Total) -> dict[str, Any]:
    return {
        "amount_nok": kroner(total.nok), "years": list(total.years), "left_out_unverified": list(total.unverified),
        "left_out_provisional": list(total.provisional),
    }  # fmt: skip


def _comparison_json(found: Comparison) -> dict[str, Any]:
    amounts: Mapping[str, Decimal | None] = {
        "post_account": found.post_nok, "owner_account": found.owner_nok, "knowledge_frame": found.knowledge_nok,
        "programme_frame": found.programme_nok,
    }  # fmt: skip
    return {
        "years": list(found.years), "years_without_final_accounts": list(found.missing), "owner": found.owner_name,
        **{f"{name}_nok": kroner(value) for name, value in amounts.items()},
    }  # fmt: skip
