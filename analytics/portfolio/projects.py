"""The register of projects: who does what, for which area and question, for how much and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from analytics.portfolio.register_filters import RegisterChoices, matching, register_choices
from analytics.portfolio.register_index import FILTERS, RegisterIndex, register_index
from analytics.portfolio.register_rows import LISTS, contract_amounts, register
from analytics.portfolio.register_words import count_sentence
from analytics.portfolio.status import STATUSES
from analytics.result import Basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

__all__ = ["ProjectRegister", "contract_amounts", "projects", "register", "status_counts", "status_parts"]


@dataclass(frozen=True, eq=False)
class ProjectRegister:
    """The projects of the programme that are known on the day and that are asked for.

    Attributes:
        basis: what the result rests on.
        index: the whole register.
        choices: what was asked for.
        places: the numbers of the rows of `index` that are asked for, in the order asked for.
    """

    basis: Basis
    index: RegisterIndex
    choices: RegisterChoices
    places: pl.Series

    @property
    def rows(self) -> pl.DataFrame:
        """One row a project that is asked for: `RegisterIndex.rows`."""
        return self.index.rows[self.places]

    @property
    def count(self) -> int:
        """How many projects are asked for."""
        return len(self.places)

    @property
    def total_count(self) -> int:
        """How many projects there are."""
        return len(self.index.rows)

    @cached_property
    def amount_nok(self) -> Decimal | None:
        """Contract sums of these projects together, without value added tax; None when none of them is known."""
        known = self._amounts.drop_nulls()
        return None if known.is_empty() else Decimal(known.sum())

    @cached_property
    def amount_unknown_count(self) -> int:
        """How many of these projects have no contract sum."""
        return self._amounts.null_count()

    @property
    def _amounts(self) -> pl.Series:
        return self.index.rows.get_column("amount_nok").gather(self.places)

    @cached_property
    def by_status(self) -> dict[str, int]:
        """How many of these projects have each status; statuses that none of them has are 0."""
        return status_counts(self.index.rows.select("status")[self.places])

    @cached_property
    def count_without(self) -> dict[str, int]:
        """By filter in use, how many projects there would be without it; `text` is the search."""
        return {name: len(matching(self.index, self.choices.without(name))) for name in self.choices.used}

    @property
    def sentence(self) -> Text:
        """How many projects there are by status; of a part of the register, how many it has and for how much."""
        if self.choices.is_filtered:
            return self.count_line
        if not self.total_count:
            return say("portfolio.projects_none", date=self.basis.as_of)
        key = "portfolio.projects_one" if self.total_count == 1 else "portfolio.projects_many"
        return say(key, date=self.basis.as_of, count=self.total_count, parts=status_parts(self.by_status))

    @property
    def count_line(self) -> Text:
        """How many of how many projects, their contract sums together, and how many have none."""
        return count_sentence(self.count, self.total_count, self.amount_nok, self.amount_unknown_count)

    def as_json(self) -> dict[str, Any]:
        """Counts, sums, `by_status`, what was asked for, the count without each filter, values that occur, and the projects."""
        return {
            "count": self.count,
            "total_count": self.total_count,
            "amount_nok": self.amount_nok,
            "amount_unknown_count": self.amount_unknown_count,
            "by_status": self.by_status,
            "choices": self.choices.as_json(),
            "count_line": self.count_line,
            "count_without": self.count_without,
            "values": {name: self.index.counts(name) for name in FILTERS},
            "without_value": {name: self.index.unknown(name) for name in FILTERS},
            "hidden_tables": self.index.hidden,
            "projects": self.rows.to_dicts(),
        }

    def table(self) -> pl.DataFrame:
        """One row a project; lists are joined by semicolon."""
        return self.rows.with_columns(pl.col(name).list.join("; ") for name in (*LISTS, "suppliers_nb", "suppliers_en"))


def projects(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> ProjectRegister:
    """The projects of the programme with status, areas, questions, supplier, money and dates, or those that are asked for.

    Stopped projects and projects that only describe occurrence are part of the register. Amounts are kroner without
    value added tax; a project without a contract has no amount, which is not zero. Between filters all must hold; within one,
    any of its values.

    Args:
        choices: by the names of `domain.choices`, several values set apart by commas: `status`, `priority_area`, `question`,
            `instrument`, `need`, `programme_industry`, `general_priority` (assessed as met or partly), `tag` (with all below
            it in the tree), `route` (of a contract or the call), `organisation` (lead, supplier or partner), `text` (all words
            occur in titles, summary, id or the names of those who take part; accents and case do not count), and `sort`.
            "ukjent" asks for projects where nothing is given.

    Raises:
        UserError: a choice does not exist.
    """
    index = register_index(snapshot)
    chosen = register_choices(snapshot, index, choices or {})
    return ProjectRegister(index.basis, index, chosen, matching(index, chosen))


def status_counts(rows: pl.DataFrame) -> dict[str, int]:
    """How many rows have each project status, in the order of the ladder; 0 where there is none."""
    found = dict(rows.group_by("status").len().iter_rows())
    return {status: found.get(status, 0) for status in STATUSES}


def status_parts(counts: dict[str, int]) -> list[Text]:
    """ "12 pågår", "3 planlagt" and so on, for the statuses that occur."""
    codes = CODE_LISTS["project_status"].by_value
    words = {status: Text(codes[status].nb.lower(), codes[status].en.lower()) for status in counts}
    return [say("portfolio.status_part", count=count, status=words[status]) for status, count in counts.items() if count]
