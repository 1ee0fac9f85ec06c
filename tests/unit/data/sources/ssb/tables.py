"""Short ways to a table of the fake service, and to what the product makes of it."""

from __future__ import annotations

import json

from data.sources.jsonstat import Dataset, read_metadata
from data.sources.ssb.contract import TableInfo, check_contract
from data.sources.ssb.errors import SsbError
from data.sources.ssb.registry import TABLES_BY_ID
from data.sources.ssb.resolved import ResolvedTable
from tests.pxweb import FakeTable, answers

BASE = "http://127.0.0.1:1/v2"


def metadata(table: FakeTable, lang: str = "no") -> Dataset:
    """The metadata of a fake table, read."""
    return read_metadata(json.dumps(answers.metadata(table, lang, BASE)).encode())


def info(table: FakeTable) -> TableInfo:
    """All that is known of a fake table before its figures are asked for."""
    english = metadata(table, "en")
    lists = [one for dimension in table.dimensions for one in dimension.codelists]
    return TableInfo(
        metadata(table),
        {one.id: dict(zip(one.codes, one.labels, strict=True)) for one in english.dimensions},
        {one.id: {code: labels[0] for code, labels in one.codes.items()} for one in lists},
        {one.id: {code: labels[1] for code, labels in one.codes.items()} for one in lists},
        table.time_unit,
    )


def resolved(table: FakeTable, table_id: str | None = None) -> ResolvedTable:
    """The table as its agreement is found."""
    return check_contract(TABLES_BY_ID[table_id or table.id], info(table))


def breach(table: FakeTable, table_id: str | None = None) -> SsbError:
    """Why the table is not as agreed."""
    try:
        resolved(table, table_id)
    except SsbError as error:
        assert (error.rule, error.problem) == ("contract", "refused")
        return error
    raise AssertionError("the table is as agreed")
