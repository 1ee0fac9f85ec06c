"""JSON-stat, the form in which statistics banks answer: read with flags kept apart from figures, or refused with the reason.

Version 2.0 as specified, and the older forms that are still served: a wrapper around the dataset, sizes as texts, ids and
roles inside `dimension`, flags in several shapes. What cannot be placed for sure is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.sources.jsonstat_cells import MAX_CELLS, cells, no_cells
from data.sources.jsonstat_dimensions import Dimension, dimensions, texts
from data.sources.jsonstat_document import all_datasets, parsed, the_dataset
from data.sources.jsonstat_errors import JsonStatError

__all__ = ["MAX_CELLS", "Dataset", "Dimension", "JsonStatError", "read", "read_all", "read_metadata"]


@dataclass(frozen=True)
class Dataset:
    """A table of figures.

    Attributes:
        label: its name; "" when it has none.
        updated: when the publisher last changed it, as the text stands; its form varies.
        source: whom to cite.
        dimensions: in the order of the figures; the last varies fastest.
        cells: a column for each dimension (its id; codes as Enum), `value` (null where there is no figure) and `status`
            (the flag as it stands, null where there is none). One row a cell, row-major. A null is not a zero: the flag
            tells which it is.
        notes: remarks to the whole table, in their order (`extension.noteMandatory` counts them).
        extension: what the publisher adds to the whole table, as it stands.
    """

    label: str
    updated: str | None
    source: str | None
    dimensions: tuple[Dimension, ...]
    cells: pl.DataFrame
    notes: tuple[str, ...]
    extension: dict[str, Any]


def read(raw: bytes) -> Dataset:
    """The dataset of an answer with figures.

    Args:
        raw: the bytes as they came.

    Raises:
        JsonStatError: it is not a dataset, has no figures, or is malformed; says where, what was found and what was expected.
    """
    return _with_figures(the_dataset(parsed(raw)))


def read_all(raw: bytes) -> tuple[Dataset, ...]:
    """Every dataset with figures in a document: itself, those of a version 1 wrapper, those embedded in a collection.

    Raises:
        JsonStatError: as `read`; a document without any dataset in full gives none.
    """
    return tuple(_with_figures(dataset) for dataset in all_datasets(parsed(raw)))


def read_metadata(raw: bytes) -> Dataset:
    """The dimensions of an answer; figures are not asked for (`value` may be null, empty or absent) and `cells` has no rows.

    Raises:
        JsonStatError: it is not a dataset, or its dimensions are malformed.
    """
    tree = the_dataset(parsed(raw))
    found = dimensions(tree)
    return _dataset(tree, found, no_cells(found))


def _with_figures(tree: Mapping[str, Any]) -> Dataset:
    found = dimensions(tree)
    value = tree["value"] if "value" in tree else tree.get("measure")  # `measure` before version 1
    if value is None or (value == [] and all(dimension.codes for dimension in found)):
        raise JsonStatError("no_figures", "value", value)
    return _dataset(tree, found, cells(found, value, tree.get("status")))


def _dataset(tree: Mapping[str, Any], found: tuple[Dimension, ...], frame: pl.DataFrame) -> Dataset:
    extension = tree.get("extension")
    return Dataset(
        label=_plain(tree.get("label")) or "",
        updated=_plain(tree.get("updated")),
        source=_plain(tree.get("source")),
        dimensions=found,
        cells=frame,
        notes=texts(tree.get("note")),
        extension=extension if isinstance(extension, dict) else {},
    )


def _plain(found: object) -> str | None:
    """A text as it stands; a number or other value as its text."""
    return found if found is None or isinstance(found, str) else str(found)
