"""The thresholds, deadlines and rules in force, each a dated row with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.text import Text, say

_COLUMNS = ("parameter_id", "name", "value", "unit", "valid_from", "valid_to", "text_nb", "text_en", "source_id", "note")


@dataclass(frozen=True)
class Parameters:
    """The dated parameters, one row each, in the unit that the row names."""

    basis: Basis
    rows: pl.DataFrame

    @property
    def sentence(self) -> Text:
        return say("quality.parameters_sentence", count=len(self.rows), as_of=self.basis.as_of)

    def as_json(self) -> dict[str, Any]:
        return {"parameters": self.rows.to_dicts()}

    def table(self) -> pl.DataFrame:
        return self.rows


def parameters(snapshot: Snapshot) -> Parameters:
    """Every parameter that the snapshot holds; `valid_from` and `valid_to` say when it applies."""
    return Parameters(basis(snapshot, "parameter"), snapshot.table("parameter").select(_COLUMNS))
