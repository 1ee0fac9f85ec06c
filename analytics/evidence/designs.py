"""The designs of studies: each with the ones above it, and the group it belongs to."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

#: The group of designs that sum up other studies.
SYNTHESIS = "D-SYNTH"


def design_lines(tags: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Every tag with itself and those above it, nearest first.

    Args:
        tags: the table `tag`. A tag that is its own ancestor ends the line.
    """
    parents: Mapping[str, str | None] = dict(tags.select("tag_id", "parent_id").iter_rows())
    found = {}
    for tag_id in parents:
        line: list[str] = []
        here: str | None = tag_id
        while here is not None and here in parents and here not in line:
            line.append(here)
            here = parents[here]
        found[tag_id] = tuple(line)
    return found
