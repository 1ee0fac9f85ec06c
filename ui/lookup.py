"""The address of a row: its own page where it has one, else the page that looks up any row."""

from __future__ import annotations

from ui import trail

#: What stands in the address: the table, and the key of the row.
TABLE, ID = "tabell", "rad"


#: Tables whose rows have a page of their own, and what the id is called in its address.
OWN_PAGES: dict[str, tuple[str, str]] = {
    "project": ("project", "id"), "knowledge_need": ("needs", "behov"), "call": ("procurement", "anskaffelse"),
    "finding": ("findings", "funn"),
}  # fmt: skip


def address(table: str, record_id: str) -> str | None:
    """The address that looks up a row; None when the visitor may not open the page."""
    return trail.address("record", {TABLE: table, ID: record_id})


def record_address(table: str, record_id: str) -> str | None:
    """The address of a row's own page, else of the page that looks it up; None when the visitor may not open it."""
    if table in OWN_PAGES:
        page, name = OWN_PAGES[table]
        return trail.address(page, {name: record_id})
    return address(table, record_id)
