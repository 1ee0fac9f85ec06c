"""A table as its agreement was found in its metadata: which dimensions, codes and figures to ask for, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.sources.ssb.registry import DimensionSpec, TableSpec


@dataclass(frozen=True, slots=True)
class Asked:
    """Codes to ask for together, by the metadata's own list or by another."""

    codes: tuple[str, ...]
    codelist: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDimension:
    """A dimension of the table.

    Attributes:
        spec: what is agreed of it; None for one that is not in the agreement and is asked for by its code for all.
        id: as the table has it.
        asked: the codes to ask for, each once.
        labels_nb, labels_en: names of the codes; English ones may be missing.
        total: the code that stands for all, when the label says so.
    """

    spec: DimensionSpec | None
    id: str
    asked: tuple[Asked, ...]
    labels_nb: Mapping[str, str]
    labels_en: Mapping[str, str]
    total: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that are asked for."""
        return tuple(code for part in self.asked for code in part.codes)

    @property
    def role(self) -> str | None:
        """What it divides by; None when it is asked for by its code for all."""
        return self.spec.role if self.spec else None


@dataclass(frozen=True, slots=True)
class ResolvedContents:
    """A figure to load: its code, what it is, its unit in our words and its number of decimals."""

    code: str
    indicator: str
    adjustment: str
    unit_nb: str
    decimals: int | None


@dataclass(frozen=True, slots=True)
class ResolvedTable:
    """A table that is as agreed.

    Attributes:
        dimensions: in the table's order, time and figure apart.
        contents_id, time_id: ids of the two other dimensions.
        contents: the figures to load.
        periods: all periods of the table, in its order.
        absence_type: the type of sick leave; None when a dimension tells.
        standard: the industry standard.
        has_industries: whether the table is divided by industry.
        notes: the publisher's mandatory remarks.
    """

    spec: TableSpec
    dimensions: tuple[ResolvedDimension, ...]
    contents_id: str
    time_id: str
    contents: tuple[ResolvedContents, ...]
    periods: tuple[str, ...]
    absence_type: str | None
    standard: str
    has_industries: bool
    notes: tuple[str, ...]

    def dimension(self, role: str) -> ResolvedDimension | None:
        """The dimension of a role."""
        return next((dimension for dimension in self.dimensions if dimension.role == role), None)
