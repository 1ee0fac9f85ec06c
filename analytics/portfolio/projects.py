"""The register of projects: who does what, for which area and question, for how much and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.register_filters import Filters, filters_of
from analytics.portfolio.register_rows import COLUMNS, LISTS, Register, contract_amounts, register_of
from analytics.portfolio.register_selection import Selection, chosen_places, selection_from, told_filters
from analytics.portfolio.status import STATUSES
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

__all__ = ["ProjectRegister", "contract_amounts", "projects", "register", "status_counts", "status_parts"]

_TABLES = (
    "project", "project_area", "project_question", "project_need", "project_instrument", "project_tag", "project_industry",
    "project_priority", "contract", "contract_party", "deliverable", "call", "payment",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class ProjectRegister:
    """The projects of the programme that are known on the day and meet the filters.

    Attributes:
        basis: what the result rests on.
        whole: every project; shared by all results of the snapshot.
        filters: what can be filtered by.
        selection: the filters, words and order that were asked for.
        places: the chosen projects in the order asked for, as places among the rows of `whole`.
    """

    basis: Basis
    whole: Register
    filters: Filters
    selection: Selection
    places: pl.Series

    @property
    def rows(self) -> pl.DataFrame:
        """One row a chosen project in the order asked for: the columns of `register` and more."""
        return self.whole.rows[self.places]

    @property
    def total(self) -> int:
        """How many projects there are, whatever the filters."""
        return len(self.whole.rows)

    @property
    def count(self) -> int:
        """How many projects meet the filters."""
        return len(self.places)

    @property
    def amount_nok(self) -> Decimal | None:
        """The sum of the chosen projects' contracts in kroner; None when no amount is known."""
        amounts = self._amounts.drop_nulls()
        return Decimal(str(amounts.sum())) if len(amounts) else None

    @property
    def amount_unknown(self) -> int:
        """How many of the chosen projects have no contract amount."""
        return self._amounts.null_count()

    @property
    def _amounts(self) -> pl.Series:
        return self.whole.rows.get_column("amount_nok")[self.places]

    @property
    def by_status(self) -> dict[str, int]:
        """How many of the chosen projects have each status; statuses that none has are 0."""
        return status_counts(self.whole.rows.select("status")[self.places])

    @property
    def sentence(self) -> Text:
        """How many projects there are and how many have each status; with filters, how many meet them."""
        if self.selection.is_limited:
            return say("projects.filtered", date=self.basis.as_of, count=self.count_text)
        if not self.total:
            return say("portfolio.projects_none", date=self.basis.as_of)
        key = "portfolio.projects_one" if self.total == 1 else "portfolio.projects_many"
        return say(key, date=self.basis.as_of, count=self.total, parts=status_parts(self.by_status))

    @property
    def count_text(self) -> Text:
        """ "12 av 30 prosjekter, 14,2 mill. kroner; 2 uten kontraktssum"."""
        form = "one" if self.total == 1 else "many"
        counted = say(f"projects.count_{form}", count=self.count, total=self.total)
        if not self.count:
            return counted
        if self.amount_nok is None:
            return say("projects.count_no_amount", counted=counted)
        key = "projects.count_amount_some" if self.amount_unknown else "projects.count_amount"
        return say(key, counted=counted, amount=self.amount_nok, unknown=self.amount_unknown)

    @property
    def told_filters(self) -> list[tuple[Text, Text]]:
        """The filters in use in words: what is filtered by, and the values."""
        return told_filters(self.selection, self.filters)

    def as_json(self) -> dict[str, Any]:
        """How many of how many, the sum, the counts by status, what was chosen, and the chosen projects in their order."""
        return {
            "count": self.count,
            "total": self.total,
            "amount_nok": self.amount_nok,
            "amount_unknown": self.amount_unknown,
            "count_text": self.count_text,
            "by_status": self.by_status,
            "selection": self.selection.as_dict(),
            "filters": [{"filter": name, "values": values} for name, values in self.told_filters],
            "projects": self.rows.to_dicts(),
        }

    def table(self) -> pl.DataFrame:
        """One row a chosen project; lists are joined by semicolon."""
        return self.rows.with_columns(pl.col(name).list.join("; ") for name in LISTS)


def projects(snapshot: Snapshot, choices: Mapping[str, str] | None = None, year: int | None = None) -> ProjectRegister:
    """The projects of the programme with status, areas, questions, supplier, money and dates.

    Stopped projects and projects that only describe occurrence are part of the register. Amounts are kroner without
    value added tax; a project without a contract has no amount, which is not zero. A sum is of the amounts that are known.

    Args:
        snapshot: the programme as it was known on the day.
        choices: filters, each with one or several values between commas: `status`, `priority_area`, `question`, `instrument`,
            `need`, `programme_industry`, `general_priority` (met, wholly or partly), `tag` (with all below it), `route`,
            `organisation` (leads, supplies, or is a party of a contract); the value "uten" is a project without. A project
            meets a filter when it has one of its values, and must meet every filter. `text`: words that all stand in the
            project's id, titles, summary or the names of its organisations, whatever their case. `sort`: a name of
            `register_selection.SORTS`, with a minus for descending; unknown comes last both ways.
        year: the project runs in this year, or by its plan is to run.

    Raises:
        UserError: a value of a filter or an order does not exist on the day.
    """
    whole, filters = register_of(snapshot), filters_of(snapshot)
    selection = selection_from(choices or {}, year, filters)
    rests_on = snapshot.once("portfolio.register_basis", lambda: _basis(snapshot))
    return ProjectRegister(rests_on, whole, filters, selection, chosen_places(whole, filters, selection))


def _basis(snapshot: Snapshot) -> Basis:
    caveats = (say("portfolio.caveat_status_computed"), say("projects.caveat_amount"))
    return basis(snapshot, *_TABLES, caveats=caveats)


def register(snapshot: Snapshot) -> pl.DataFrame:
    """One row a project of the programme.

    Returns:
        `project_id`, titles, `status`, `area_ids`, `question_kinds`, `design_id`, `research_type`,
        `lead_organisation_id`, `supplier_ids`, `amount_nok` (sum of contracts; empty without one), `paid_nok` (sum of
        payments, credit notes subtracted; empty without one), `occurrence_only`, dates, `is_example`.
    """
    return register_of(snapshot).rows.select(COLUMNS)


def status_counts(rows: pl.DataFrame) -> dict[str, int]:
    """How many rows have each project status, in the order of the ladder; 0 where there is none."""
    found = dict(rows.group_by("status").len().iter_rows())
    return {status: found.get(status, 0) for status in STATUSES}


def status_parts(counts: dict[str, int]) -> list[Text]:
    """ "12 pågår", "3 planlagt" and so on, for the statuses that occur."""
    codes = CODE_LISTS["project_status"].by_value
    words = {status: Text(codes[status].nb.lower(), codes[status].en.lower()) for status in counts}
    return [say("portfolio.status_part", count=count, status=words[status]) for status, count in counts.items() if count]
