"""Proposed calls that are kept before anything is decided, beside the load of the years they would fall in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner
from analytics.spending.ledger import ZERO
from analytics.spending.levels import programme_of
from analytics.spending.load import YearLoad, year_loads
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = ("proposal", "frame", "commitment", "payment", "budget_line")
_SCHEMA: dict[str, Any] = {
    "proposal_no": pl.String, "title_nb": pl.String, "year": pl.Int64, "amount_nok": pl.Decimal(18, 2), "made_date": pl.Date,
    "made_by": pl.String, "text_nb": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal, with its kroner by year."""

    no: str
    title_nb: str
    made_date: date
    made_by: str | None
    text_nb: str | None
    by_year: Mapping[int, Decimal]

    @property
    def amount_nok(self) -> Decimal:
        return sum(self.by_year.values(), ZERO)


@dataclass(frozen=True, eq=False)
class Proposals:
    """The proposals that are neither decided nor withdrawn.

    Attributes:
        rows: one row a proposal and year.
        after: the load of each year if all of them were decided.
    """

    basis: Basis
    proposals: tuple[Proposal, ...]
    rows: pl.DataFrame
    after: tuple[YearLoad, ...]

    @property
    def sentence(self) -> Text:
        """How many proposals there are, and what they would add."""
        if not self.proposals:
            return say("load.no_proposals", date=self.basis.as_of)
        total = sum((item.amount_nok for item in self.proposals), ZERO)
        return say("load.proposals", count=len(self.proposals), amount=total)

    def as_json(self) -> dict[str, Any]:
        """Each proposal by year, and the load of the years with all of them."""
        return {
            "proposals": [
                {"proposal_no": item.no, "title_nb": item.title_nb, "made_date": item.made_date, "made_by": item.made_by,
                 "text_nb": item.text_nb, "amount_nok": kroner(item.amount_nok),
                 "by_year": {str(year): kroner(amount) for year, amount in item.by_year.items()}}
                for item in self.proposals
            ],
            "after": [year.as_json() for year in self.after],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a proposal and year."""
        return self.rows


def proposals(snapshot: Snapshot) -> Proposals:
    """The proposals on a day, in kroner without VAT.

    They are meant and not decided, and stand outside the ledger: no other report counts them.
    """
    own = snapshot.table("proposal").filter(pl.col("programme_id") == programme_of(snapshot))
    is_open = pl.col("settled_date").is_null() | (pl.col("settled_date") > snapshot.as_of)
    rows = own.filter(is_open).select(list(_SCHEMA)).sort("made_date", "proposal_no", "year")
    found = []
    for (no,), group in rows.group_by("proposal_no", maintain_order=True):
        first = group.row(0, named=True)
        by_year = dict(group.select("year", "amount_nok").iter_rows())
        found.append(Proposal(str(no), first["title_nb"], first["made_date"], first["made_by"], first["text_nb"], by_year))
    added = dict(rows.group_by("year").agg(pl.col("amount_nok").sum()).iter_rows())
    caveats = (say("load.caveat_proposals"), say("load.caveat_voted"))
    return Proposals(basis(snapshot, *_TABLES, caveats=caveats), tuple(found), rows, year_loads(snapshot, added))
