"""Promises in years to come, contract by contract, against frames and against what is voted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis
from analytics.spending.ledger import ZERO, ledger
from analytics.spending.levels import programme_of
from analytics.spending.load import YearLoad, year_loads
from analytics.spending.states import state_parts
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import Text, say

_TABLES = ("frame", "commitment", "payment", "budget_line", "accrual", "contract", "state_budget")
_ROWS: dict[str, Any] = {
    "year": pl.Int64, "state": pl.String, "contract_id": pl.String, "contract_nb": pl.String, "project_id": pl.String,
    "title_nb": pl.String, "line_no": pl.String, "category": pl.String, "amount_nok": pl.Decimal(18, 2),
    "condition_nb": pl.String, "end_date": pl.Date,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Commitments:
    """The load on the running year and later ones.

    Attributes:
        years: one a year.
        is_empty: whether no money at all is recorded; then what is promised is unknown, not zero.
        rows: every contract (or what stands in its place) with its kroner in each year; `state` is accrued, bound or conditional.
    """

    basis: Basis
    years: tuple[YearLoad, ...]
    rows: pl.DataFrame
    is_empty: bool = False

    @property
    def later_nok(self) -> Decimal | None:
        """Bound and conditional kroner in years after the running one; None when no money at all is recorded."""
        if self.is_empty:
            return None
        return sum((year.bound_or_conditional_nok for year in self.years if year.year > self.basis.as_of.year), ZERO)

    @property
    def not_voted_nok(self) -> Decimal | None:
        """Bound and conditional kroner in years whose money is not voted; None when no money at all is recorded."""
        if self.is_empty:
            return None
        return sum((year.not_voted_nok for year in self.years), ZERO)

    @property
    def sentence(self) -> Text:
        """How much is promised in years to come, how much on a condition, and how much of it is not voted."""
        later = [year for year in self.years if year.year > self.basis.as_of.year and year.bound_or_conditional_nok]
        if not self.years:
            return say("load.none", date=self.basis.as_of)
        if self.is_empty:
            return say("load.empty", date=self.basis.as_of)
        if not later:
            return say("load.nothing_later", year=self.basis.as_of.year)
        conditional = sum((year.conditional_nok for year in later), ZERO)
        said = [say("load.sentence", amount=self.later_nok, first=later[0].year, last=later[-1].year, conditional=conditional)]
        if len(later) == 1:
            said = [say("load.sentence_one", amount=self.later_nok, year=later[0].year, conditional=conditional)]
        key = "load.voted_unknown" if any(year.is_voted is None for year in later) else "load.not_voted"
        said.append(say(key, amount=self.not_voted_nok))
        over = [year for year in later if year.beyond_frame_nok]
        if over:
            said.append(say("load.beyond", years=[str(year.year) for year in over], amount=_total(over)))
        return Text(" ".join(text.nb for text in said), " ".join(text.en for text in said))

    def as_json(self) -> dict[str, Any]:
        """Each year's load, and every contract's part."""
        return {
            "is_empty": self.is_empty,
            "later_nok": self.later_nok,
            "not_voted_nok": self.not_voted_nok,
            "years": [year.as_json() for year in self.years],
            "contracts": self.rows.to_dicts(),
        }

    def table(self) -> pl.DataFrame:
        """One row a contract, year and state."""
        return self.rows


def commitments(snapshot: Snapshot) -> Commitments:
    """What is promised in the running year and later ones, in kroner without VAT.

    The running year has what earlier years left unpaid. A promise in a year whose appropriation is not enacted rests on money
    that parliament has not voted. Frames are what the agreement sets aside, not appropriations.
    """
    caveats = (say("load.caveat_voted"), say("load.caveat_frame"))
    return Commitments(basis(snapshot, *_TABLES, caveats=caveats), year_loads(snapshot), _rows(snapshot), _is_empty(snapshot))


def _is_empty(snapshot: Snapshot) -> bool:
    return ledger(snapshot, programme_of(snapshot)).is_empty


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The load on each year before and after a proposal; nothing is stored.

    Attributes:
        amount_nok: the proposal in all.
        profile: kroner by year; adds up to the amount.
        before, after: the years' load without and with it.
        is_alone: whether nothing else is recorded, so that only frames and the proposal are known.
    """

    basis: Basis
    amount_nok: Decimal
    profile: Mapping[int, Decimal]
    before: tuple[YearLoad, ...]
    after: tuple[YearLoad, ...]
    is_alone: bool = False

    @property
    def sentence(self) -> Text:
        """How the proposal lies over the years, and which years it takes beyond their frame or beyond what is voted."""
        if not self.profile:
            return say("load.what_if_none")
        parts = [say("load.what_if_part", year=str(year), amount=amount) for year, amount in self.profile.items()]
        said = [say("load.what_if", amount=self.amount_nok, parts=parts)]
        over = [year for year in self.after if year.added_nok and year.beyond_frame_nok]
        names = [say("load.what_if_over_part", year=str(year.year), amount=year.beyond_frame_nok) for year in over]
        said.append(say("load.what_if_over", parts=names) if over else say("load.what_if_within"))
        if self.is_alone:
            said.append(say("load.what_if_alone"))
        not_voted = sum((year.added_nok for year in self.after if year.is_voted is False), ZERO)
        if not_voted:
            said.append(say("load.what_if_not_voted", amount=not_voted))
        return Text(" ".join(text.nb for text in said), " ".join(text.en for text in said))

    def as_json(self) -> dict[str, Any]:
        """The proposal, and each year before and after."""
        return {
            "amount_nok": self.amount_nok,
            "is_alone": self.is_alone,
            "profile": {str(year): amount for year, amount in self.profile.items()},
            "before": [year.as_json() for year in self.before],
            "after": [year.as_json() for year in self.after],
        }

    def table(self) -> pl.DataFrame:
        """One row a year, with the proposal."""
        rows = [year.as_json() for year in self.after]
        return pl.DataFrame(rows) if rows else pl.DataFrame(schema={"year": pl.Int64})


def what_if(snapshot: Snapshot, amount_nok: Decimal, shares: Mapping[int, Decimal]) -> WhatIf:
    """What a proposed call would load on each year, before anything is decided.

    Args:
        snapshot: the programme on a day.
        amount_nok: the proposal in all, in kroner.
        shares: what part of it is paid in each year, in any unit; the parts are scaled to the amount, to the krone.

    Raises:
        UserError: a year has passed, or is further away than `MOST_YEARS`.
    """
    _refuse_years(snapshot, shares)
    profile = spread(amount_nok, shares)
    caveats = (say("load.caveat_voted"), say("load.caveat_frame"), say("load.caveat_what_if"))
    return WhatIf(
        basis(snapshot, *_TABLES, caveats=caveats), amount_nok, profile, year_loads(snapshot), year_loads(snapshot, profile),
        _is_empty(snapshot),
    )  # fmt: skip


#: A proposal is paid within so many years.
MOST_YEARS = 30


def _refuse_years(snapshot: Snapshot, shares: Mapping[int, Decimal]) -> None:
    first = snapshot.as_of.year
    odd = [str(year) for year in sorted(shares) if not first <= year < first + MOST_YEARS]
    if odd:
        words = say("load.wrong_years", years=odd, first=str(first), last=str(first + MOST_YEARS - 1))
        raise UserError(words.nb, words.en, code="wrong_years")


def spread(amount_nok: Decimal, shares: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The amount over the years by their shares, by largest remainder: the parts add up to it to the krone (or øre)."""
    whole = sum(shares.values(), ZERO)
    if whole <= 0:
        return {}
    unit = Decimal(1) if amount_nok == amount_nok.to_integral_value() else Decimal("0.01")
    exact = {year: amount_nok * share / whole for year, share in sorted(shares.items())}
    parts = {year: (value // unit) * unit for year, value in exact.items()}
    rest = int((amount_nok - sum(parts.values(), ZERO)) / unit)
    for year in sorted(exact, key=lambda year: (parts[year] - exact[year], year))[:rest]:
        parts[year] += unit
    return parts


def _rows(snapshot: Snapshot) -> pl.DataFrame:
    book = ledger(snapshot, programme_of(snapshot))
    years = range(snapshot.as_of.year, max(book.years | {snapshot.as_of.year}) + 1)
    parts = state_parts(snapshot, book, years).filter(pl.col("state").is_in(["accrued", "bound", "conditional"]))
    is_contract = pl.col("promised_to").str.starts_with("contract_id:")
    named = parts.with_columns(contract_id=pl.when(is_contract).then(pl.col("promised_to").str.strip_prefix("contract_id:")))
    contracts = snapshot.table("contract").select("contract_id", "end_date", contract_nb="title_nb")
    conditions = snapshot.table("commitment").filter(pl.col("kind") == "conditional")
    texts = conditions.group_by("contract_id", "year").agg(pl.col("condition_nb").drop_nulls().unique().sort().str.join(" "))
    joined = (
        named.join(contracts, on="contract_id", how="left")
        .join(snapshot.table("project").select("project_id", "title_nb"), on="project_id", how="left")
        .join(texts.with_columns(state=pl.lit("conditional")), on=["contract_id", "year", "state"], how="left")
    )
    return (
        joined.select(list(_ROWS))
        .cast(pl.Schema(_ROWS))
        .sort("year", "state", "contract_id", "project_id", "line_no", nulls_last=True)
    )


def _total(years: list[YearLoad]) -> Decimal:
    return sum((year.beyond_frame_nok for year in years), ZERO)
