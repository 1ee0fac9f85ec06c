"""The words about money, as the programme owner has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.text import LANGS, Text, say


@dataclass(frozen=True, slots=True)
class MoneyTerm:
    """A word and what it means.

    Attributes:
        forms: other forms and words that mean the same, by language.
    """

    id: str
    name: Text
    definition: Text
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def written(self, lang: str) -> tuple[str, ...]:
        """The word and its other forms, as texts of the language write them."""
        return (self.name.get(lang), *self.forms.get(lang, ()))


@dataclass(frozen=True, eq=False)
class MoneyTerms:
    """The words, in the order they are listed."""

    basis: Basis
    terms: tuple[MoneyTerm, ...]

    @property
    def sentence(self) -> Text:
        """How many words there are."""
        return say("money.terms_sentence", count=len(self.terms))

    def as_json(self) -> dict[str, Any]:
        """Each word in both languages."""
        return {"terms": [{"id": t.id, "name": t.name, "definition": t.definition} for t in self.terms]}

    def table(self) -> pl.DataFrame:
        """One row a word."""
        rows = [(t.id, t.name.nb, t.name.en, t.definition.nb, t.definition.en) for t in self.terms]
        names = ("term", "name_nb", "name_en", "definition_nb", "definition_en")
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def money_terms(snapshot: Snapshot) -> MoneyTerms:
    """The words about money. A row of the programme owner's own stands before the one that comes with the product."""
    rows = snapshot.table("money_term").sort("order_no", "money_term_id", nulls_last=True)
    terms = tuple(
        MoneyTerm(
            row["money_term_id"],
            Text(row["name_nb"], row["name_en"]),
            Text(row["definition_nb"], row["definition_en"]),
            {lang: _parts(row[f"forms_{lang}"]) for lang in LANGS},
        )
        for row in rows.iter_rows(named=True)
    )
    return MoneyTerms(basis(snapshot, "money_term"), terms)


def _parts(forms: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (forms or "").split(";") if part.strip())
