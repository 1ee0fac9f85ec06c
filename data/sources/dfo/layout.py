"""The layout of a table: where its headings stand, what each column holds, and what its amounts are in which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from data.sources.dfo import headings
from data.sources.dfo.headings import Heading
from data.sources.dfo.model import Findings, Kind
from data.sources.dfo.opening import HEAD_ROWS, RawTable, Value, column_name

#: Headings of the layouts whose units and spans the publisher has documented: amounts are in kroner, and of each month.
_ACCOUNTS = frozenset({"kapittel id", "post id", "periode", "belop"})
_APPROPRIATIONS = frozenset({"kapittel id", "post id", "bevilgning belop", "bevilgning"})
_BUDGET = frozenset({"kap nr", "post nr", "fdep nr"})
#: The publisher's explanation of columns, which lies beside the files.
_EXPLANATION = ("kolonne", "forklaring")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts.

    Attributes:
        stage: as in `Line.stage`, or `decided` when each row's decision tells.
        unit: kroner that it counts in.
        year: of all its amounts; None when each row tells.
        span: "month", "so_far" or "year".
    """

    heading: Heading
    stage: str
    unit: int
    year: int | None
    span: str


@dataclass(frozen=True)
class Layout:
    """How a table is to be read.

    Attributes:
        row: where its headings stand.
        columns: place of each column by its role; "chapter" and "post" are numbers.
        amounts: its amounts.
        kind: what the table is of.
        is_documented: whether it is a layout of the publisher's own documentation.
        names: headings by place, for findings.
    """

    row: int
    columns: dict[str, int]
    amounts: tuple[AmountColumn, ...]
    kind: Kind
    is_documented: bool
    names: dict[int, str]


def find(table: RawTable, found: Findings, year: int | None) -> Layout | None:
    """The layout of a table, or None with what is unclear about it.

    Args:
        table: the table.
        found: takes the findings.
        year: the budget year that the user has given for files that do not say it.
    """
    above, row, known = _headings(table)
    if known is None:
        _no_headings(table, above, found)
        return None
    columns = _columns(known)
    names = {heading.index: column_name(heading) for heading in known}
    missing = [role for role in ("chapter", "post") if role not in columns and "post" not in columns]
    for role in missing:
        found.add("no_column", table.place, row=row, value="; ".join(h.text for h in known), what=_words(role))
    if missing:
        return None
    made = _Reader(table, found, row, known, columns, above, year)
    amounts = made.amounts()
    if amounts is None:
        return None
    return Layout(row, columns, amounts, made.kind, made.is_documented, names)


def _headings(table: RawTable) -> tuple[list[list[Value]], int, list[Heading] | None]:
    """The rows above the headings, the row of the headings, and the headings."""
    above: list[list[Value]] = []
    for number, values in table.rows():
        if number > HEAD_ROWS:
            break
        known = headings.recognised(values)
        if known is not None:
            return above, number, known
        above.append(values)
    return above, 0, None


def _no_headings(table: RawTable, above: Sequence[Sequence[Value]], found: Findings) -> None:
    rows = [" ".join(headings.plain(str(value)) for value in values if value) for values in above]
    if any(all(word in row.split() for word in _EXPLANATION) for row in rows):
        found.add("explanation", table.place, severity="info")
        return
    if any("belop" in row.split() and "virksomhet" in row.split() and "kapittel" not in row.split() for row in rows):
        found.add("net_budgeted", table.place, severity="info")
        return
    shown = next((values for values in above if any(values)), [])
    found.add("no_headings", table.place, row=1, value="; ".join(str(value) for value in shown if value is not None) or None)


def _columns(known: Sequence[Heading]) -> dict[str, int]:
    """Place of each column: a number before a name where there are both."""
    first: dict[str, int] = {}
    for heading in known:
        if heading.role and heading.role != "amount":
            first.setdefault(heading.role, heading.index)
    columns = {role: place for role, place in first.items() if role not in ("chapter_id", "post_id", "chapter", "post")}
    for role in ("chapter", "post"):
        number, name = first.get(f"{role}_id"), first.get(role)
        if number is not None:
            columns[role] = number
            if name is not None:
                columns.setdefault(f"{role}_name", name)
        elif name is not None:
            columns[role] = name
    return columns


def _words(role: str) -> str:
    return {"chapter": "Kapittel", "post": "Post", "year": "År"}[role]


@dataclass
class _Reader:
    """What the headings, the titles and the file's name tell of the amounts."""

    table: RawTable
    found: Findings
    row: int
    known: Sequence[Heading]
    columns: dict[str, int]
    above: Sequence[Sequence[Value]]
    given_year: int | None

    def __post_init__(self) -> None:
        words = {headings.plain(heading.text) for heading in self.known}
        own = {heading.stage for heading in self.known if heading.role == "amount"}
        self.titles = [str(value) for values in self.above for value in values if value and len(str(value)) <= _LONGEST_TITLE]
        self.is_accounts, self.is_appropriations = words >= _ACCOUNTS, words >= _APPROPRIATIONS
        self.is_budget = words >= _BUDGET and bool({"proposed", "amount"} & own)
        self.is_documented = self.is_accounts or self.is_appropriations or self.is_budget

    @property
    def kind(self) -> Kind:
        """What the table is of."""
        stages = {heading.stage for heading in self.known if heading.role == "amount"}
        if "decided" in stages or ("decision" in self.columns and "amount" in stages):
            return "appropriations"
        told = {self._stage(heading) for heading in self.known if heading.role == "amount"}
        return "accounts" if told <= {"account"} else "budget"

    def amounts(self) -> tuple[AmountColumn, ...] | None:
        """The columns of amounts; None when any of them is unclear."""
        shown = self._chosen()
        made = [self._amount(heading) for heading in shown]
        clear = tuple(column for column in made if column is not None)
        return clear if clear and len(clear) == len(made) else None

    def _chosen(self) -> list[Heading]:
        """The amounts to read: of a month rather than of the year so far where there are both."""
        amounts = [heading for heading in self.known if heading.role == "amount"]
        by_stage: dict[tuple[str, int | None], list[Heading]] = {}
        for heading in amounts:
            by_stage.setdefault((heading.stage, heading.year), []).append(heading)
        chosen = []
        for alike in by_stage.values():
            single = [heading for heading in alike if heading.span != "so_far"] or alike
            if len(single) > 1:
                texts = "; ".join(heading.text for heading in single)
                self.found.add("two_amounts", self.table.place, row=self.row, value=texts)
            chosen.append(single[0])
        return chosen

    def _amount(self, heading: Heading) -> AmountColumn | None:
        stage, unit, year, span = self._stage(heading), self._unit(heading), self._year(heading), self._span(heading)
        checks = (("unclear_stage", stage), ("unclear_unit", unit), ("unclear_year", year is not False), ("unclear_span", span))
        unclear = [rule for rule, told in checks if not told]
        for rule in unclear:
            self.found.add(rule, self.table.place, row=self.row, column=column_name(heading), value=heading.text)
        if unclear or not stage or unit is None or year is False:
            return None
        return AmountColumn(heading, stage, unit, year or None, span)

    def _stage(self, heading: Heading) -> str:
        if heading.stage == "decided" or (heading.stage == "amount" and "decision" in self.columns):
            return "decided"
        told = headings.stage_in(f"{PurePath(self.table.place.partition(': ')[0]).stem} {' '.join(self.titles)}")
        if heading.stage != "amount":
            is_against = self.is_budget and heading.stage == "proposed" and told not in ("", "proposed")
            return "" if is_against else heading.stage
        if self.is_accounts or {"agency", "agency_id", "account", "account_id"} & set(self.columns):
            return "account"
        return told

    def _unit(self, heading: Heading) -> int | None:
        if heading.unit is not None:
            return heading.unit
        texts = [*self.titles, *self.table.texts]
        stated = {unit for text in texts if (unit := headings.unit_in(text)) is not None}
        if len(stated) == 1:
            return stated.pop()
        return 1 if self.is_documented and not stated else None

    def _year(self, heading: Heading) -> int | bool | None:
        """A year, None when each row tells it, or False when nothing does."""
        if heading.year is not None:
            return heading.year
        if "year" in self.columns or "period" in self.columns:
            return None
        if self.given_year is not None:
            return self.given_year
        for texts in ([self.table.place, *self.titles], self.table.texts):
            years = set().union(*(headings.years_in(text) for text in texts)) if texts else set()
            if len(years) == 1:
                return int(years.pop())
        return False

    def _span(self, heading: Heading) -> str:
        if self._stage(heading) != "account":
            return "year"
        if heading.span:
            return heading.span
        if self.is_accounts:
            return "month"
        if "period" not in self.columns and "month" not in self.columns:
            return "year"
        return headings.span_in(" ".join(self.titles))
