"""Which tables on sick leave the statistics bank has, and which of them are new here: found by search, never by guessing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.sources.ssb.client import SsbClient

QUERY = "sykefravær"
_PAGE_SIZE = 100
_MOST_PAGES = 50
_STANDARD = re.compile(r"\b(?:SN|NACE)[ -]?(20\d\d)\b")
_NUMBER = re.compile(r"^\s*\d{5}:\s*")
_PERIOD = re.compile(r"\b(19|20)\d\d([KMU]\d{1,2})?\b")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that a search found.

    Attributes:
        id, label: its number and name.
        variables: names of what it is divided by.
        time_unit: its rhythm, as the catalogue tells it ("Quarterly").
        first_period, last_period: its periods.
        updated: when it was last updated, as the text stands.
        is_known: whether it is in the registry.
        is_discontinued: whether the publisher has ended it.
        standard: its industry standard ("SN2025"); None when neither name nor variables tell one.
        twin_of: the known table that it is the same as, in a newer industry standard.
    """

    id: str
    label: str
    variables: tuple[str, ...]
    time_unit: str | None
    first_period: str | None
    last_period: str | None
    updated: str | None
    is_known: bool
    is_discontinued: bool
    standard: str | None
    twin_of: str | None

    @property
    def is_new(self) -> bool:
        """Whether it is in use at the publisher and not in the registry."""
        return not self.is_known and not self.is_discontinued


def discover(client: SsbClient, known_ids: Collection[str], query: str = QUERY) -> list[FoundTable]:
    """The tables that a search finds, those not in the registry first, then by number.

    Args:
        client: to call with.
        known_ids: numbers of the tables in the registry.
        query: what to search for.

    Returns:
        Each table once. A known table that is not found is missing from the list: it may have been renamed or removed.

    Raises:
        SsbError: the search could not be made.
    """
    active = _search(client, query, include_discontinued=False)
    every = _search(client, query, include_discontinued=True) | active
    found = [_found(tree, known_ids, is_listed=table_id in active) for table_id, tree in every.items()]
    twins = {_plain_title(table): table for table in found if table.is_known}
    named = [_with_twin(table, twins) for table in found]
    return sorted(named, key=lambda table: (not table.is_new, table.is_discontinued, table.id))


def _search(client: SsbClient, query: str, *, include_discontinued: bool) -> dict[str, Mapping[str, Any]]:
    tables: dict[str, Mapping[str, Any]] = {}
    for page in range(1, _MOST_PAGES + 1):
        tree = client.fetch_tables_page(query, page, _PAGE_SIZE, include_discontinued=include_discontinued)
        listed = tree.get("tables")
        entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        tables |= {str(entry["id"]): entry for entry in entries if entry.get("id")}
        if not entries or page >= _pages(tree):
            break
    return tables


def _pages(tree: Mapping[str, Any]) -> int:
    page = tree.get("page")
    total = page.get("totalPages") if isinstance(page, dict) else None
    return total if isinstance(total, int) else 1


def _found(tree: Mapping[str, Any], known_ids: Collection[str], *, is_listed: bool) -> FoundTable:
    names = tree.get("variableNames")
    variables = tuple(str(name) for name in names) if isinstance(names, list) else ()
    label = " ".join(str(tree.get("label") or "").split())
    standards = {f"SN{year}" for year in _STANDARD.findall(" ".join((label, *variables)))}
    table_id = str(tree["id"])
    return FoundTable(
        table_id, label, variables, _text(tree, "timeUnit"), _text(tree, "firstPeriod"), _text(tree, "lastPeriod"),
        _text(tree, "updated"), table_id in known_ids, tree.get("discontinued") is True or not is_listed,
        max(standards, default=None), None,
    )  # fmt: skip


def _text(tree: Mapping[str, Any], name: str) -> str | None:
    value = tree.get(name)
    return value if isinstance(value, str) and value else None


def _plain_title(table: FoundTable) -> tuple[str, str | None]:
    """A table's name without its number, standard and periods, and its rhythm: what twins have in common."""
    text = _PERIOD.sub("", _STANDARD.sub("", _NUMBER.sub("", table.label)))
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split()), table.time_unit


def _with_twin(table: FoundTable, twins: Mapping[tuple[str, str | None], FoundTable]) -> FoundTable:
    twin = twins.get(_plain_title(table))
    is_twin = twin is not None and not table.is_known and table.standard not in (None, twin.standard)
    return replace(table, twin_of=twin.id) if twin is not None and is_twin else table
