"""What to ask of a table: every dimension named, each code once, and no more cells in one call than is allowed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from data.sources.jsonstat import Dataset
from data.sources.ssb.errors import fault, table_name
from data.sources.ssb.resolved import Asked, ResolvedTable

#: One call asks for fewer cells than this. The service takes 800 000, empty ones counted.
MAX_CELLS = 400_000
#: All periods, whatever they are when the call is answered.
ALL = "*"


@dataclass(frozen=True, slots=True)
class Query:
    """One call for figures.

    Attributes:
        asked: for each dimension but time, the codes to ask for.
        time_id, periods: the dimension of time, all of which is asked for, and the periods it is known to have.
    """

    asked: Mapping[str, Asked]
    time_id: str
    periods: tuple[str, ...]

    @property
    def cells(self) -> int:
        """How many cells the answer has, empty ones counted."""
        return math.prod(len(part.codes) for part in self.asked.values()) * len(self.periods)

    def body(self) -> dict[str, Any]:
        """The call as the service takes it."""
        selection = [_selected(name, part) for name, part in self.asked.items()]
        return {"selection": [*selection, {"variableCode": self.time_id, "valueCodes": [ALL]}]}


def _selected(name: str, part: Asked) -> dict[str, Any]:
    chosen: dict[str, Any] = {"variableCode": name, "valueCodes": list(dict.fromkeys(part.codes))}
    return chosen | {"codelist": part.codelist} if part.codelist else chosen


def queries(table: ResolvedTable, limit: int = MAX_CELLS) -> tuple[Query, ...]:
    """The calls that together give the whole table, each for fewer than `limit` cells, split on the largest dimension.

    Raises:
        SsbError: one code of each dimension over all periods is already too much.
    """
    parts: dict[str, list[Asked]] = {dimension.id: list(dimension.asked) for dimension in table.dimensions}
    parts[table.contents_id] = [Asked(tuple(contents.code for contents in table.contents))]
    while (cells := _largest(parts) * len(table.periods)) >= limit:
        name = max(parts, key=lambda dimension: _longest(parts[dimension]))
        longest = _longest(parts[name])
        if longest < 2:
            raise fault("too_many_cells", table_name(table.spec.id), "refused", cells=cells, limit=limit)
        size = max(1, min(longest - 1, longest * (limit - 1) // cells))
        parts[name] = [piece for part in parts[name] for piece in _pieces(part, size)]
    return tuple(
        Query(dict(zip(parts, chosen, strict=True)), table.time_id, table.periods) for chosen in product(*parts.values())
    )


def _longest(parts: Sequence[Asked]) -> int:
    return max(len(part.codes) for part in parts)


def _largest(parts: Mapping[str, Sequence[Asked]]) -> int:
    """Cells of the largest call for one period."""
    return math.prod(_longest(pieces) for pieces in parts.values())


def _pieces(part: Asked, size: int) -> list[Asked]:
    count = math.ceil(len(part.codes) / size)
    even = math.ceil(len(part.codes) / count)
    return [replace(part, codes=part.codes[start : start + even]) for start in range(0, len(part.codes), even)]


def check_answer(table: ResolvedTable, query: Query, answer: Dataset) -> None:
    """Check that an answer holds what was asked for, no more and no less.

    Raises:
        SsbError: other dimensions, other codes or another number of cells.
    """
    what = table_name(table.spec.id)
    expected = {name: set(part.codes) for name, part in query.asked.items()} | {query.time_id: set(query.periods)}
    found = {dimension.id: set(dimension.codes) for dimension in answer.dimensions}
    if found.keys() != expected.keys():
        raise fault("answer_dimensions", what, "refused", found=_shown(found), expected=_shown(expected))
    if found[query.time_id] != expected[query.time_id]:
        raise fault("changed_underway", what)
    for name, codes in expected.items():
        if found[name] != codes:
            other = sorted(found[name] ^ codes)
            raise fault("answer_codes", what, "refused", dimension=name, codes=_shown(other))
    if answer.cells.height != query.cells:
        raise fault("answer_cells", what, "refused", found=answer.cells.height, expected=query.cells)


def _shown(names: Sequence[str] | Mapping[str, object]) -> str:
    listed = list(names)
    return ", ".join([*listed[:12], "…"] if len(listed) > 12 else listed)
