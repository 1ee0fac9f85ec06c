"""From rows to figures: months summed to years, decisions to a budget, and files that tell of the same put together.

Where two files tell of the same year, they must agree; they are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

from data.sources.dfo.model import (
    LAST_MONTH,
    DetailFigure,
    Findings,
    Line,
    PostKey,
    ReadTable,
    StageFigure,
    months_text,
)

ZERO = Decimal(0)
_ORE = Decimal("0.01")
#: Agency and kind of account of a row; None where the file has none.
_Key = tuple[tuple[str, str] | None, tuple[str, str] | None]


@dataclass(frozen=True)
class _Year:
    """The accounts of one post in one year by one file: kroner by agency and account, up to a month."""

    year: int
    post: PostKey
    through: int | None
    parts: Mapping[_Key, Decimal]
    unit: int
    places: tuple[str, ...]
    name: str | None

    @property
    def total(self) -> Decimal:
        return sum(self.parts.values(), ZERO)


def account_figures(tables: Sequence[ReadTable], found: Findings) -> tuple[list[StageFigure], list[DetailFigure]]:
    """The accounts of each post and year, with their parts where the files have them."""
    monthly = _monthly(tables, found)
    rest = [year for table in tables for year in _whole_years(table, found)]
    chosen = _one_each([*monthly, *rest], found)
    stages = [
        StageFigure(
            made.year, made.post, "account", _exact(made.total), made.unit, "accounts", made.places, made.through, made.name
        )
        for made in chosen
    ]
    details = [part for year in chosen for index in (0, 1) for part in _details(year, index)]
    return stages, details


def _details(year: _Year, index: int) -> list[DetailFigure]:
    dimension: Literal["agency", "account"] = "agency" if index == 0 else "account"
    sums: dict[str, Decimal] = {}
    names: dict[str, str] = {}
    for key, nok in year.parts.items():
        part = key[index]
        if part is None:
            return []
        sums[part[0]] = sums.get(part[0], ZERO) + nok
        names[part[0]] = part[1]
    return [
        DetailFigure(year.year, year.post, dimension, code, names[code], _exact(nok), year.through, year.places)
        for code, nok in sorted(sums.items())
    ]


def _monthly(tables: Sequence[ReadTable], found: Findings) -> list[_Year]:
    """Rows of single months, over all files: each month once, and none between January and the last may be missing."""
    months: dict[tuple[PostKey, int], dict[int, tuple[str, list[Line]]]] = {}
    covered: dict[int, dict[int, bool]] = {}
    for table in tables:
        lines = [line for line in table.lines if line.span == "month" and line.stage == "account"]
        if not any(line.span == "month" for line in table.lines) and table.kind != "accounts":
            continue
        for year, seen in table.months.items():
            for month in seen:
                covered.setdefault(year, {})[month] = covered.get(year, {}).get(month, False) or not table.is_extract
        _add_months(months, table, lines, found)
    years = []
    for (post, year), by_month in sorted(months.items()):
        through = _through(year, covered.get(year, {}), by_month, found)
        if through is not None:
            years.append(_summed(year, post, through, by_month))
    return years


def _add_months(
    months: dict[tuple[PostKey, int], dict[int, tuple[str, list[Line]]]], table: ReadTable, lines: Iterable[Line], found: Findings
) -> None:
    own: dict[tuple[PostKey, int, int], list[Line]] = {}
    for line in lines:
        own.setdefault((line.post, line.year, line.month or 0), []).append(line)
    for (post, year, month), rows in own.items():
        known = months.setdefault((post, year), {})
        other = known.setdefault(month, (table.place, rows))
        theirs, ours = (sum((row.nok for row in listed), ZERO) for listed in (other[1], rows))
        if other[0] != table.place and theirs != ours:
            found.add(
                "files_differ", table.place, row=rows[0].row, value=ours, what=f"{_post_text(post)}, {month}/{year}",
                other=other[0], there=theirs,
            )  # fmt: skip


def _through(year: int, covered: Mapping[int, bool], by_month: Mapping[int, object], found: Findings) -> int | None:
    """The last month with rows; None, with a finding, when the year is not whole up to it."""
    last = max(covered, default=0)
    missing = [month for month in range(1, last + 1) if month not in covered]
    place = next(iter(by_month.values()))[0]  # type: ignore[index]
    if not missing:
        return last or None
    if any(covered.values()) or len(covered) == 1:
        held = f"{year}: {months_text(sorted(covered))}"
        found.add("missing_months", place, value=held, months=months_text(missing), year=year)
        return None
    found.add("months_without_rows", place, severity="soft", months=months_text(missing), year=year)
    return last


def _summed(year: int, post: PostKey, through: int, by_month: Mapping[int, tuple[str, list[Line]]]) -> _Year:
    rows = [line for _, (_, lines) in sorted(by_month.items()) for line in lines]
    places = tuple(dict.fromkeys(place for place, _ in by_month.values()))
    return _Year(year, post, through, _parts(rows), max(line.unit for line in rows), places, _name(rows))


def _parts(rows: Iterable[Line]) -> dict[_Key, Decimal]:
    """Kroner by agency and account; a name is the last that the rows have."""
    sums: dict[tuple[str | None, str | None], Decimal] = {}
    names: dict[tuple[str | None, str | None], _Key] = {}
    for line in rows:
        key = (line.agency[0] if line.agency else None, line.account[0] if line.account else None)
        sums[key] = sums.get(key, ZERO) + line.nok
        names[key] = (line.agency, line.account)
    return {names[key]: nok for key, nok in sums.items()}


def _whole_years(table: ReadTable, found: Findings) -> list[_Year]:
    """Rows of whole years, and of the year so far: of those the last month, which must have every part of the months before."""
    groups: dict[tuple[PostKey, int, str], list[Line]] = {}
    for line in table.lines:
        if line.stage == "account" and line.span != "month":
            groups.setdefault((line.post, line.year, line.span), []).append(line)
    years = []
    for (post, year, span), rows in sorted(groups.items()):
        through = max(table.months.get(year, {0})) if span == "so_far" else None
        last = [line for line in rows if span != "so_far" or line.month == through]
        gone = {_codes(line) for line in rows} - {_codes(line) for line in last}
        if gone:
            parts = "; ".join(" ".join(filter(None, codes)) for codes in sorted(gone, key=str))
            found.add("part_gone", table.place, row=rows[0].row, value=parts, month=through, year=year, post=_post_text(post))
            continue
        years.append(_Year(year, post, through, _parts(last), max(line.unit for line in last), (table.place,), _name(last)))
    return years


def _codes(line: Line) -> tuple[str | None, str | None]:
    return (line.agency[0] if line.agency else None, line.account[0] if line.account else None)


def _one_each(years: Sequence[_Year], found: Findings) -> list[_Year]:
    """One for each post and year: of files that reach different months the one that reaches furthest."""
    groups: dict[tuple[PostKey, int], list[_Year]] = {}
    for year in years:
        groups.setdefault((year.post, year.year), []).append(year)
    chosen = []
    for group in groups.values():
        furthest = max(year.through or LAST_MONTH for year in group)
        same = [year for year in group if (year.through or LAST_MONTH) == furthest]
        for one, other in pairwise(same):
            if not _agree(one.total, one.unit, other.total, other.unit):
                what = f"{_post_text(one.post)}, {one.year}"
                found.add("files_differ", other.places[0], value=other.total, what=what, other=one.places[0], there=one.total)
        chosen.append(min(same, key=lambda year: (year.unit, -len(year.parts))))
    return chosen


def budget_figures(tables: Sequence[ReadTable], found: Findings) -> list[StageFigure]:
    """Enacted, revised, proposed and carried-over amounts, from decisions and from tables of budgets."""
    figures = [figure for table in tables for figure in (*_decided(table, found), *_tabled(table, found))]
    groups: dict[tuple[int, PostKey, str], list[StageFigure]] = {}
    for figure in figures:
        groups.setdefault((figure.year, figure.post, figure.stage), []).append(figure)
    return [_agreed(group, found) for _, group in sorted(groups.items())]


def _agreed(group: Sequence[StageFigure], found: Findings) -> StageFigure:
    furthest = max(figure.through_month or 0 for figure in group)
    same = [figure for figure in group if (figure.through_month or 0) == furthest]
    for one, other in pairwise(same):
        if not _agree(one.nok, one.unit, other.nok, other.unit):
            what = f"{_post_text(one.post)}, {one.year}, {one.stage}"
            found.add("files_differ", other.places[0], value=other.nok, what=what, other=one.places[0], there=one.nok)
    return min(same, key=lambda figure: figure.unit)


def _decided(table: ReadTable, found: Findings) -> list[StageFigure]:
    """What the decisions of a table come to, a post and year."""
    if table.kind != "appropriations":
        return []
    groups: dict[tuple[PostKey, int], list[Line]] = {}
    for line in table.lines:
        groups.setdefault((line.post, line.year), []).append(line)
    return [figure for (post, year), rows in sorted(groups.items()) for figure in _of_year(table, post, year, rows, found)]


def _of_year(table: ReadTable, post: PostKey, year: int, rows: Sequence[Line], found: Findings) -> list[StageFigure]:
    sums = {stage: sum((line.nok for line in rows if line.stage == stage), ZERO) for stage in ("enacted", "change")}
    base = StageFigure(year, post, "", ZERO, max(line.unit for line in rows), "appropriations", (table.place,), None, _name(rows))
    figures = []
    if year in table.told_years.get("enacted", ()):
        through = max(table.months.get(year, {0})) or None
        changes = [line for line in rows if line.stage == "change" and line.nok]
        told = tuple(f"{line.decision}: {line.nok.normalize():f}" for line in changes)
        revised = _exact(sums["enacted"] + sums["change"])
        figures.append(replace(base, stage="enacted", nok=_exact(sums["enacted"])))
        figures.append(replace(base, stage="revised", nok=revised, through_month=through, decisions=told))
    else:
        found.add("no_enacted", table.place, row=rows[0].row, severity="soft", year=year, post=_post_text(post))
    carried = {stage: _carried(rows, stage, found) for stage in ("carried_in", "carried_out")}
    for stage, nok in carried.items():
        is_told = any(line.stage == stage for line in rows if line.nok) or year in table.told_years.get(stage, ())
        if nok is not None and is_told:
            figures.append(replace(base, stage=stage, nok=_exact(nok)))
    return figures


def _carried(rows: Sequence[Line], stage: str, found: Findings) -> Decimal | None:
    """Kroner carried over: in a column of its own or as an entry. The same amount in both is one; two amounts are unclear."""
    by_row: dict[int, set[Decimal]] = {}
    for line in rows:
        if line.stage == stage and line.nok:
            by_row.setdefault(line.row, set()).add(abs(line.nok))
    unclear = [row for row, amounts in by_row.items() if len(amounts) > 1]
    if unclear:
        line = next(line for line in rows if line.row == unclear[0])
        found.add("two_carried", line.place, row=line.row, value="; ".join(str(nok) for nok in sorted(by_row[line.row])))
        return None
    return sum((amounts.pop() for amounts in by_row.values()), ZERO)


def _tabled(table: ReadTable, found: Findings) -> list[StageFigure]:
    """Amounts that stand in columns by stage; a post's numbered parts are added, the same part twice is not."""
    if table.kind == "appropriations":
        return []
    groups: dict[tuple[PostKey, int, str], list[Line]] = {}
    for line in table.lines:
        if line.stage not in ("account", "change"):
            groups.setdefault((line.post, line.year, line.stage), []).append(line)
    figures = []
    for (post, year, stage), rows in sorted(groups.items()):
        parts: dict[str | None, Line] = {}
        for line in rows:
            first = parts.setdefault(line.subpost, line)
            if first is not line and first.nok != line.nok:
                found.add("two_values", table.place, row=line.row, value=line.nok, first=first.row, there=first.nok)
        nok = _exact(sum((line.nok for line in parts.values()), ZERO))
        kind = "budget" if table.kind == "budget" else table.kind
        figures.append(StageFigure(year, post, stage, nok, rows[0].unit, kind, (table.place,), None, _name(rows)))
    return figures


def _agree(one: Decimal, one_unit: int, other: Decimal, other_unit: int) -> bool:
    """Whether two amounts are the same when rounded to the coarser unit."""
    unit = Decimal(max(one_unit, other_unit))
    if one_unit == other_unit:
        return one == other
    return (one / unit).quantize(Decimal(1), ROUND_HALF_UP) == (other / unit).quantize(Decimal(1), ROUND_HALF_UP)


def _exact(nok: Decimal) -> Decimal:
    return nok.quantize(_ORE, ROUND_HALF_UP)


def _name(rows: Iterable[Line]) -> str | None:
    return next((line.name for line in rows if line.name), None)


def _post_text(post: PostKey) -> str:
    return f"{post[0]}.{post[1]}"
