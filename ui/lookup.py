"""The address of the page that looks up any row."""

from __future__ import annotations

from ui import trail

#: What stands in the address: the table, and the key of the row.
TABLE, ID = "tabell", "rad"


def address(table: str, record_id: str) -> str | None:
    """The address that looks up a row; None when the visitor may not open the page."""
    return trail.address("record", {TABLE: table, ID: record_id})
