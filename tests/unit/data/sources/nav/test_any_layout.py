"""Tables of every layout that NAV's workbooks are known to have, made at random: what is read is what was put in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from data.sources.model import NotFetched
from tests.unit.data.sources.nav.books import Shown, Tab, Value, book, figures, read

MEASURES = {"absence_pct": "Sykefraværsprosent", "absence_days": "Sykefraværsdagsverk", "agreed_days": "Avtalte dagsverk"}
SEXES = {"both": "I alt", "women": "Kvinner", "men": "Menn"}
DIVISIONS: Mapping[str, tuple[str, Sequence[str]]] = {
    "næring": ("Næring", ("10-33 Industri", "85 Undervisning", "86-88 Helse- og sosialtjenester")),
    "yrke": ("Yrke", ("Ledere", "Håndverkere", "Akademiske yrker")),
    "alder": ("Alder", ("16-19 år", "20-29 år", "30-39 år")),
    "fylke": ("Bosted", ("Agder", "Oslo - Oslove", "Troms - Romsa - Tromssa", "Ukjent")),
    "varighet": ("Varighet", ("1-7 dager", "8-16 dager", "over 39 uker")),
    "fødeland": ("Fødeland", ("Norge", "Polen", "Sverige")),
    "sektor": ("Sektor", ("Statlig forvaltning", "Kommunal forvaltning")),
}
QUARTERS: Sequence[Callable[[int, int], str]] = (
    lambda y, q: f"{q}. kvartal {y}", lambda y, q: f"{y}K{q}", lambda y, q: f"{q}.kv. {y}", lambda y, q: f"{y} {q}. kv.",
    lambda y, q: f"K{q} {y}", lambda y, q: f"{q} kv {y}",
)  # fmt: skip
SIGNS: Mapping[str, Value] = {
    "*": (None, "masked"), ":": (None, "masked"), "..": (None, "missing"), ".": (None, "not_applicable"), "-": (0.0, "zero"),
}  # fmt: skip
Key = tuple[str, str, str | None, str]


@dataclass(frozen=True)
class Made:
    """A table before it is laid out: figures by measure, sex, group (None for all) and period."""

    division: str
    groups: Sequence[str | None]
    sexes: Sequence[str]
    measures: Sequence[str]
    periods: Sequence[str]
    cells: Mapping[Key, Any]
    numbers: str

    def expected(self) -> dict[tuple[str, ...], Value]:
        name, _ = DIVISIONS[self.division]
        found: dict[tuple[str, ...], Value] = {}
        for (measure, sex, group, period), content in self.cells.items():
            key = [measure] + ([sex] if sex != "both" else [])
            if group is not None:
                key.append(group.split(" ")[0] if name == "Næring" else f"{name}: {group}")
            plain = (None, "missing") if content is None else (content, "value")
            found[(*key, period)] = SIGNS.get(content, plain)
        return found

    def shown(self, measure: str, sex: str, group: str | None, period: str) -> Any:
        content = self.cells[measure, sex, group, period]
        if content is None or content in SIGNS:
            return content
        if self.numbers == "text":
            text = f"{content:,.1f}" if measure == "absence_pct" else f"{content:,.0f}"
            return text.replace(",", "\u00a0").replace(".", ",")
        if self.numbers == "percent" and measure == "absence_pct":
            return Shown(round(content / 100, 6), "0.0%")
        return content


@st.composite
def made(draw: st.DrawFn) -> Made:
    division = draw(st.sampled_from(sorted(DIVISIONS)))
    groups: list[str | None] = list(DIVISIONS[division][1])
    total = draw(st.sampled_from(["first", "last", "none"]))
    groups = [None, *groups] if total == "first" else [*groups, None] if total == "last" else groups
    sexes = draw(st.sampled_from([["both"], ["both", "women", "men"], ["women", "men"], ["men", "women", "both"]]))
    measures = draw(st.lists(st.sampled_from(sorted(MEASURES)), min_size=1, max_size=3, unique=True))
    year = draw(st.integers(2010, 2022))
    periods = draw(st.sampled_from([
        [f"{year}K{q}" for q in range(1, 5)], [f"{year}K4", f"{year + 1}K1"], [f"{year + i}" for i in range(4)],
        [f"{year}K1", f"{year}K2", f"{year + 1}K1", f"{year + 1}K2"],
    ]))  # fmt: skip
    numbers = draw(st.sampled_from(["number", "text", "percent"]))
    chance = draw(st.randoms(use_true_random=False))
    cells: dict[Key, Any] = {}
    for key in itertools.product(measures, sexes, groups, periods):
        sign = chance.random() < 0.12 and key[2] is not None
        number = round(1 + 12 * chance.random(), 1) if key[0] == "absence_pct" else chance.randint(1200, 9_999_999)
        cells[key] = chance.choice([*SIGNS, None]) if sign else number
    return Made(division, groups, sexes, measures, periods, cells, numbers)


@dataclass(frozen=True)
class Style:
    """How a table is laid out."""

    sheet_axis: str
    stacked: str
    rows: str
    columns: Sequence[str]
    spelling: Callable[[int, int], str]
    has_heading: bool
    merged: bool
    corner: tuple[int, int]
    total_word: str
    footnote: bool
    gap: bool


@st.composite
def styled(draw: st.DrawFn, table: Made) -> Style:
    axes = {"measure"} if len(table.measures) > 1 else set()
    axes |= {"sex"} if len(table.sexes) > 1 else set()
    sheet_axis = draw(st.sampled_from(["none", *sorted(axes)]))
    left = axes - {sheet_axis}
    stacked = draw(st.sampled_from(["none", *sorted(left)]))
    left -= {stacked}
    rows = "groups"
    if "sex" in left:
        # sexes below groups are only told apart from sexes of their own when there is more than one
        choices = ["groups", "divided", "parted", "columns"]
        choices += ["headed_divided"] if table.sexes[0] == "both" else []
        choices += ["headed_parted"] if table.sexes[0] == "both" and table.groups[0] is None else []
        rows = draw(st.sampled_from(choices))
        left = left if rows == "groups" else left - {"sex"}
    two_rows = all("K" in period for period in table.periods) and draw(st.booleans())
    columns = list(draw(st.permutations(sorted(left)))) + (["year", "quarter"] if two_rows else ["period"])
    if not two_rows and draw(st.booleans()):
        columns = [columns[-1], *columns[:-1]]
    return Style(
        sheet_axis, stacked, rows, columns, draw(st.sampled_from(QUARTERS)), draw(st.booleans()), draw(st.booleans()),
        (draw(st.integers(1, 6)), draw(st.integers(1, 3))), draw(st.sampled_from(["I alt", "I alt ", "Totalt", "Alle"])),
        draw(st.booleans()), draw(st.booleans()),
    )  # fmt: skip


def word(axis: str, value: str, style: Style) -> str | int:
    if axis == "measure":
        return MEASURES[value]
    if axis == "sex":
        return SEXES[value]
    if axis == "year":
        return int(value[:4])
    if axis == "quarter":
        return f"{value[-1]}. kvartal"
    return style.spelling(int(value[:4]), int(value[-1])) if "K" in value else int(value)


def sheets(table: Made, style: Style) -> dict[str, Tab]:
    fixed: Iterator[tuple[str, dict[str, str]]]
    if style.sheet_axis == "measure":
        fixed = ((MEASURES[m], {"measure": m}) for m in table.measures)
    elif style.sheet_axis == "sex":
        fixed = ((SEXES[s], {"sex": s}) for s in table.sexes)
    else:
        fixed = iter([("Ark1", {})])
    return {name: laid_out(table, style, held) for name, held in fixed}


def laid_out(table: Made, style: Style, held: Mapping[str, str]) -> Tab:
    """One sheet: title, source, then one table or several below each other, each with its own text and headings."""
    of_measure = MEASURES[held.get("measure", table.measures[0])].lower()
    is_told = "measure" in held or len(table.measures) == 1
    rows: list[list[Any]] = [
        [f"SYFRA 999 Legemeldt {of_measure if is_told else 'sykefravær'} etter {table.division} og kjønn"], ["Kilde: NAV"], [],
    ]  # fmt: skip
    areas: list[str] = []
    values = {"measure": table.measures, "sex": table.sexes}.get(style.stacked, [""])
    for value in values:
        within = {**held, style.stacked: value}
        if style.stacked != "none":
            rows += [[], [word(style.stacked, value, style)]]
        add_table(table, style, within, rows, areas)
    if style.footnote:
        rows += [[], ["1) Tallene omfatter arbeidstakere i alderen 16-69 år."]]
    return Tab(rows, style.corner, areas)


def add_table(table: Made, style: Style, held: Mapping[str, str], rows: list[list[Any]], areas: list[str]) -> None:
    measures = [held["measure"]] if "measure" in held else table.measures
    sexes = [held["sex"]] if "sex" in held else table.sexes
    in_columns = columns_of(table, style, measures, sexes)
    head, merged = headings(table, style, in_columns, 2 if style.rows == "columns" else 1)
    top, left = style.corner
    if style.merged:
        areas += [_area(top + len(rows) + r, left + c, left + d) for r, c, d in merged]
    rows += head
    rows += body(table, style, in_columns, measures, sexes)


def _area(row: int, first: int, last: int) -> str:
    return f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}"


def columns_of(table: Made, style: Style, measures: Sequence[str], sexes: Sequence[str]) -> list[dict[str, str]]:
    """What each column of figures is of, in the order of the axes."""
    parts = {"measure": measures, "sex": sexes if "sex" in style.columns else [""], "period": table.periods}
    axes = [axis for axis in style.columns if axis not in ("year", "quarter")] + (["period"] if "year" in style.columns else [])
    return [dict(zip(axes, values, strict=True)) for values in itertools.product(*(parts[axis] for axis in axes))]


def headings(
    table: Made, style: Style, in_columns: Sequence[Mapping[str, str]], labels: int
) -> tuple[list[list[Any]], list[tuple[int, int, int]]]:
    names = [DIVISIONS[table.division][0], "Kjønn"][:labels] if style.has_heading or labels > 1 else [None] * labels
    rows: list[list[Any]] = []
    merged: list[tuple[int, int, int]] = []
    for number, axis in enumerate(style.columns):
        texts = [word(axis, c["period"] if axis in ("year", "quarter") else c[axis], style) for c in in_columns]
        is_last = number == len(style.columns) - 1
        outer = [tuple(word(a, c["period"] if a in ("year", "quarter") else c[a], style) for a in style.columns[: number + 1])
                 for c in in_columns]  # fmt: skip
        row: list[Any] = [*(names if is_last else [None] * labels)]
        for i, text in enumerate(texts):
            starts = is_last or i == 0 or outer[i] != outer[i - 1]
            row.append(text if starts else None)
        rows.append(row)
        if not is_last:
            merged += spans(number, outer, labels)
    return rows, merged


def spans(row: int, outer: Sequence[tuple[Any, ...]], labels: int) -> list[tuple[int, int, int]]:
    found, start = [], 0
    for i in range(1, len(outer) + 1):
        if i == len(outer) or outer[i] != outer[start]:
            if i - start > 1:
                found.append((row, labels + start, labels + i - 1))
            start = i
    return found


def body(
    table: Made, style: Style, in_columns: Sequence[Mapping[str, str]], measures: Sequence[str], sexes: Sequence[str]
) -> list[list[Any]]:
    def values(sex: str, group: str | None) -> list[Any]:
        return [table.shown(c.get("measure") or measures[0], c.get("sex") or sex, group, c["period"]) for c in in_columns]

    def name(group: str | None) -> str:
        return style.total_word if group is None else group

    rows: list[list[Any]] = []
    if style.rows == "groups":
        return [[name(group), *values(sexes[0], group)] for group in table.groups]
    if style.rows == "columns":
        return [
            [name(group) if style.merged or i == 0 else None, SEXES[sex], *values(sex, group)]
            for group in table.groups for i, sex in enumerate(sexes)
        ]  # fmt: skip
    if style.rows == "parted":
        for sex in sexes:
            rows.append([SEXES[sex]])
            rows += [[name(group), *values(sex, group)] for group in table.groups]
            rows += [[]] if style.gap else []
        return rows
    if style.rows == "headed_parted":
        for sex in sexes:
            rows.append([f"{SEXES[sex]} i alt" if sex != "both" else style.total_word, *values(sex, None)])
            rows += [[name(group), *values(sex, group)] for group in table.groups[1:]]
        return rows
    for group in table.groups:
        is_headed = style.rows == "headed_divided"
        rows.append([name(group), *(values("both", group) if is_headed else [])])
        rows += [[SEXES[sex], *values(sex, group)] for sex in sexes if not (is_headed and sex == "both")]
        rows += [[]] if style.gap else []
    return rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_what_is_put_in_is_read(tmp_path: Path, data: st.DataObject) -> None:
    table = data.draw(made())
    style = data.draw(styled(table))
    outcomes = read(tmp_path, "SYFRA 999.xlsx", book(sheets(table, style)))
    assert len(outcomes) == 1
    found = outcomes[0]
    assert not isinstance(found, NotFetched), found.reason.nb
    expected, got = table.expected(), figures(found)
    # a column or row without any figure is not part of a table
    assert got == {key: value for key, value in expected.items() if key in got or value != (None, "missing")}
