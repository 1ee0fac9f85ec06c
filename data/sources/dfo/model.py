"""What a file gives: amounts of posts, a year and a stage, with the parts of the accounts; or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from data.imports.findings import FindingList, RawFinding
from data.sources.model import RawFile
from domain.findings import DataFinding, Severity

Span = Literal["month", "so_far", "year"]
Kind = Literal["accounts", "appropriations", "budget"]
#: Chapter and post as they are cited: "601", "22".
PostKey = tuple[str, str]
TOPIC = "dfo.finding"
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file for a post that is read.

    Attributes:
        place: file and sheet as the user knows them.
        row: the row as the user sees it.
        month: 1 to 12; None for a figure of the whole year.
        stage: `account`, `enacted`, `change`, `revised`, `proposed`, `carried_in` or `carried_out`.
        nok: kroner.
        unit: how many kroner the file counts in.
        agency, account: number and name, when the file has them.
        decision: what the file says of an appropriation.
        subpost: number of a part of the post.
    """

    place: str
    row: int
    year: int
    month: int | None
    post: PostKey
    stage: str
    nok: Decimal
    unit: int
    span: Span
    name: str | None = None
    agency: tuple[str, str] | None = None
    account: tuple[str, str] | None = None
    decision: str | None = None
    subpost: str | None = None


@dataclass(frozen=True)
class ReadTable:
    """One file or sheet after reading.

    Attributes:
        lines: rows of the posts that are read; identical rows once.
        months: for each year the months that any row of the file has, also rows of other posts.
        is_extract: whether the file has no rows of other posts, so that its months may lack months without bookings.
        told_years: for each stage the years for which any row of the file tells of it, also rows of other posts: for those
            years a post without such a row has nothing.
        skipped: rows of other chapters and posts.
        without_chapter: rows without chapter, as those of agencies with net budgets.
    """

    place: str
    kind: Kind
    lines: tuple[Line, ...]
    months: Mapping[int, frozenset[int]]
    is_extract: bool
    told_years: Mapping[str, frozenset[int]] = field(default_factory=dict)
    skipped: int = 0
    without_chapter: int = 0


@dataclass(frozen=True, slots=True)
class StageFigure:
    """An amount of a post, a year and a stage, in kroner.

    Attributes:
        through_month: the last month in it; None for a whole year.
        unit: how many kroner the file counts in: amounts are rounded to it.
        places: the files that it is from.
        decisions: for a revised budget what changed it, in the words of the file.
    """

    year: int
    post: PostKey
    stage: str
    nok: Decimal
    unit: int
    kind: Kind
    places: tuple[str, ...]
    through_month: int | None = None
    name: str | None = None
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailFigure:
    """A part of the accounts of a post in a year: by agency or by kind of account."""

    year: int
    post: PostKey
    dimension: Literal["agency", "account"]
    code: str
    name: str
    nok: Decimal
    through_month: int | None
    places: tuple[str, ...]


@dataclass(frozen=True)
class DfoReading:
    """All that the files gave.

    Attributes:
        raw: the files as they came, kept before anything was read from them.
        found: every finding; with a hard one nothing may be stored.
        tables: how many files and sheets were read.
        skipped: rows of other chapters and posts.
        without_chapter: rows without chapter.
    """

    stages: tuple[StageFigure, ...]
    details: tuple[DetailFigure, ...]
    raw: tuple[RawFile, ...]
    found: Findings
    tables: int = 0
    skipped: int = 0
    without_chapter: int = 0

    @property
    def findings(self) -> tuple[DataFinding, ...]:
        """The findings in both languages; of very many the first of each kind."""
        return self.found.list.worded()


@dataclass
class Findings:
    """Findings while files are read; every one is counted."""

    list: FindingList = field(default_factory=FindingList)

    def add(
        self, rule: str, place: str, *, row: int | None = None, column: str | None = None, value: object = None,
        severity: Severity = "hard", **details: object,
    ) -> None:  # fmt: skip
        """Note a finding: the rule, where, what stands there, and values for the texts."""
        shown = None if value is None else str(value)
        self.list.add(RawFinding(rule, severity, TOPIC, None, place, row, column, shown, None, details))

    @property
    def has_hard(self) -> bool:
        """Whether anything stops the load."""
        return self.list.has_hard


def months_text(months: Sequence[int]) -> str:
    """Months as numbers, for a finding."""
    return ", ".join(str(month) for month in sorted(months))
