"""Free-text search in a table: every word must stand in one of the columns, whatever its case and accents."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def fits(frame: pl.DataFrame, typed: str, columns: Sequence[str]) -> pl.DataFrame:
    """The rows in which each typed word stands in one of the columns. What is typed is text, never a pattern."""
    whole = pl.concat_str([pl.col(name).fill_null("") for name in columns], separator=" ").str.to_lowercase()
    for word in typed.lower().split():
        frame = frame.filter(whole.str.contains(word, literal=True))
    return frame
