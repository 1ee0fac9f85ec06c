"""Tables of the fake statistics bank: dimensions, figures and flags, which a test may change between two calls."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

#: A figure and its flag. No figure has a flag, or none.
Cell = tuple[float | None, str | None]


@dataclass
class Codelist:
    """A list of codes that a dimension may be asked by; with `parts` its codes are sums of the dimension's own."""

    id: str
    codes: dict[str, tuple[str, str]]
    parts: dict[str, list[str]] | None = None


@dataclass
class FakeDimension:
    """A dimension: its codes in order, each with its Norwegian and English label."""

    id: str
    label: str
    label_en: str
    codes: dict[str, tuple[str, str]]
    elimination: bool = False
    elimination_code: str | None = None
    codelists: list[Codelist] = field(default_factory=list)
    is_time: bool = False

    def codelist(self, name: str) -> Codelist | None:
        """The list with this id; ids of lists mind capital letters."""
        return next((one for one in self.codelists if one.id == name), None)


@dataclass
class FakeContents:
    """A figure: label, unit, decimals and declared adjustment."""

    label: str
    label_en: str
    unit: str = "prosent"
    unit_en: str = "per cent"
    decimals: int = 1
    adjustment: str = "None"


@dataclass
class FakeTable:
    """A table.

    Attributes:
        figure: gives the cell of a choice of codes by dimension, "ContentsCode" and "Tid" among them.
        changed: cells that are otherwise than `figure` says, by the codes in the order of `ids`.
        answer_ids: order of the dimensions in answers with figures; default as in the metadata.
        is_silent: whether the catalogue leaves out that the table is discontinued.
    """

    id: str
    label: str
    label_en: str
    dimensions: list[FakeDimension]
    contents: dict[str, FakeContents]
    figure: Callable[[Mapping[str, str]], Cell]
    time_unit: str = "Quarterly"
    updated: str = "2026-08-27T06:00:00Z"
    catalogue_updated: str | None = None
    discontinued: bool | None = None
    notes: list[str] = field(default_factory=list)
    mandatory: tuple[int, ...] = ()
    changed: dict[tuple[str, ...], Cell] = field(default_factory=dict)
    answer_ids: list[str] | None = None
    extra_extension: dict[str, Any] = field(default_factory=dict)
    notes_en: list[str] | None = None
    is_silent: bool = False

    @property
    def ids(self) -> list[str]:
        """The dimensions in the order of the metadata: figures and time last."""
        return [*(d.id for d in self.dimensions if not d.is_time), "ContentsCode", *(d.id for d in self.dimensions if d.is_time)]

    @property
    def time(self) -> FakeDimension:
        """The dimension of time."""
        return next(dimension for dimension in self.dimensions if dimension.is_time)

    @property
    def periods(self) -> list[str]:
        """All periods."""
        return list(self.time.codes)

    def dimension(self, name: str) -> FakeDimension:
        """The dimension with this id."""
        return next(dimension for dimension in self.dimensions if dimension.id == name)

    def all_codes(self, name: str) -> list[str]:
        """All codes of a dimension, figures included, as the metadata has them."""
        return list(self.contents) if name == "ContentsCode" else list(self.dimension(name).codes)

    def cell(self, choice: Mapping[str, str]) -> Cell:
        """The figure and flag of a choice of one code from each dimension."""
        key = tuple(choice[name] for name in self.ids)
        return self.changed[key] if key in self.changed else self.figure(choice)

    def revise(self, value: float | None, flag: str | None = None, **codes: str) -> None:
        """Change every cell that has these codes."""
        for key in product(*([codes[name]] if name in codes else self.all_codes(name) for name in self.ids)):
            self.changed[key] = (value, flag)

    def add_period(self, period: str) -> None:
        """A new period, at the end."""
        self.time.codes[period] = (period, period)


def summed(cells: Sequence[Cell]) -> Cell:
    """Cells summed away: the figures there are, and no figure when there is none."""
    figures = [value for value, _ in cells if value is not None]
    if figures:
        return round(sum(figures), 4), None
    return None, next((flag for _, flag in cells if flag), None)


@dataclass(frozen=True)
class Chosen:
    """Codes chosen of a dimension: each with the codes of the table that it sums. An eliminated dimension has no codes."""

    name: str
    codes: dict[str, list[str]]
    labels: dict[str, tuple[str, str]]
    eliminated: list[str] | None = None

    @property
    def size(self) -> int:
        """How many codes the answer has."""
        return len(self.codes) if self.eliminated is None else 1


def cells(table: FakeTable, chosen: Sequence[Chosen]) -> Iterator[Cell]:
    """The cells of an answer in its order, the last dimension fastest."""
    kept = [choice for choice in chosen if choice.eliminated is None]
    gone = {choice.name: choice.eliminated for choice in chosen if choice.eliminated is not None}
    for codes in product(*(choice.codes for choice in kept)):
        sources = {choice.name: choice.codes[code] for choice, code in zip(kept, codes, strict=True)} | gone
        names = list(sources)
        if all(len(parts) == 1 for parts in sources.values()):
            yield table.cell({name: sources[name][0] for name in names})
        else:
            found = [table.cell(dict(zip(names, one, strict=True))) for one in product(*(sources[name] for name in names))]
            yield summed(found)


def size(chosen: Sequence[Chosen]) -> int:
    """How many cells an answer has."""
    return math.prod(choice.size for choice in chosen)
