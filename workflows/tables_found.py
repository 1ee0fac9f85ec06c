"""What a search of the statistics bank found, against the registry."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from data.sources.ssb.discover import FoundTable
from domain.text import Text, say


@dataclass(frozen=True)
class TablesFound:
    """Tables on sick leave at the publisher.

    Attributes:
        found: every table that the search gave.
        registered: the numbers of the tables in the registry.
    """

    found: tuple[FoundTable, ...]
    registered: tuple[str, ...]

    @property
    def not_found(self) -> list[str]:
        """Tables of the registry that the search did not give: they may have been renamed or removed."""
        given = {table.id for table in self.found}
        return [number for number in self.registered if number not in given]

    @property
    def sentence(self) -> Text:
        """How many are new, which of them are twins in a newer industry standard, and which known ones were not found."""
        new = [table for table in self.found if table.is_new]
        twins = [f"{table.id} ({table.twin_of})" for table in new if table.twin_of]
        ended = [table.id for table in self.found if table.is_known and table.is_discontinued]
        parts = [say("refresh.tables_found", count=len(self.found), new=len(new))]
        if twins:
            parts.append(say("refresh.tables_twins", tables=twins))
        if ended:
            parts.append(say("refresh.tables_ended", tables=ended))
        if self.not_found:
            parts.append(say("refresh.tables_not_found", tables=self.not_found))
        return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        tables = [asdict(table) | {"is_new": table.is_new} for table in self.found]
        return {"sentence": self.sentence.as_dict(), "tables": tables, "not_found": self.not_found}

    def table(self) -> pl.DataFrame:
        """One row a table, the new ones first."""
        rows = [
            {
                "table_id": table.id, "title": table.label, "is_new": table.is_new, "is_known": table.is_known,
                "is_discontinued": table.is_discontinued, "standard": table.standard, "twin_of": table.twin_of,
                "first_period": table.first_period, "last_period": table.last_period, "updated": table.updated,
            }
            for table in self.found
        ]  # fmt: skip
        text, flag = pl.String(), pl.Boolean()
        schema = {
            "table_id": text, "title": text, "is_new": flag, "is_known": flag, "is_discontinued": flag, "standard": text,
            "twin_of": text, "first_period": text, "last_period": text, "updated": text,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema)
