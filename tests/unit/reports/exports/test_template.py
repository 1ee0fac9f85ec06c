"""The template: what it shows a person, and that what is filled in is read back the same."""

import io
import tempfile
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from data.imports.reading import read_files
from data.imports.rows import ROW
from data.imports.values import FIRST_YEAR, LAST_YEAR
from data.schema import empty_frame, polars_schema
from domain.codes import CODE_LISTS
from domain.tables import PORTFOLIO_TABLES, TABLES, Column, Table
from reports.exports.template import write_template

#: Together these tables have every type of column but one; `observation` has the last.
WITH_ALL_TYPES = ("payment", "project", "action_plan_line", "finding", "study", "decision", "project_area")


def book(lang: str = "nb", **more: Any) -> openpyxl.Workbook:
    target = io.BytesIO()
    write_template(target, references=more.pop("references", {}), lang=lang, **more)
    return openpyxl.load_workbook(target)


@pytest.mark.parametrize(("lang", "guides"), [("nb", ["Les meg", "Koder"]), ("en", ["Read me", "Codes"])])
def test_a_sheet_for_guidance_for_codes_and_for_each_table(lang: str, guides: list[str]) -> None:
    names = [table.nb if lang == "nb" else table.en for table in PORTFOLIO_TABLES]
    assert book(lang).sheetnames == [*guides, *names]


def test_headings_identifiers_help_and_frozen_rows() -> None:
    sheet = book()["Betaling"]
    assert [cell.value for cell in sheet[1]][:4] == ["payment_id", "programme_id", "kind", "category"]
    assert [cell.value for cell in sheet[2]][:5] == ["Id *", "Program *", "Slag *", "Formål *", "Kontrakt"]
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref.startswith("A2:")
    help_text = sheet["J2"].comment.text
    assert sheet["J2"].value == "Betalt *"
    assert "Når det ble betalt." in help_text
    assert "Må fylles ut." in help_text


def test_lists_to_choose_from() -> None:
    workbook = book(references={"project": [("P1", "Et prosjekt"), ("P2", "Et annet")]})
    lists = {str(v.sqref).split(":")[0]: v for v in workbook["Betaling"].data_validations.dataValidation}
    kind, project = lists["C3"], lists["F3"]
    assert (kind.type, project.type) == ("list", "list")

    def choices(formula: str) -> list[str]:
        cells = workbook["Koder"][formula.partition("!")[2].replace("$", "")]
        return [cell.value for row in cells for cell in row]

    assert choices(kind.formula1) == [code.nb for code in CODE_LISTS["payment_kind"].codes]
    assert choices(project.formula1) == ["P1", "P2"]
    assert project.errorStyle == "information"
    assert "E3" not in lists


def test_formats_of_dates_amounts_and_text() -> None:
    frame = _frame(TABLES["payment"], [{"payment_id": "B1", "payment_date": date(2021, 3, 12), "amount_nok": Decimal("1234.50")}])
    sheet = book(example={"payment": frame})["Betaling"]
    assert (sheet["J3"].number_format, sheet["K3"].number_format, sheet["A3"].number_format) == ("dd.mm.yyyy", "#,##0.00", "@")
    assert (sheet["K3"].value, sheet["J3"].value.date()) == (1234.5, date(2021, 3, 12))


def test_the_guide_links_to_every_sheet() -> None:
    workbook = book()
    targets = {cell.hyperlink.location for row in workbook["Les meg"].iter_rows(max_col=1) for cell in row if cell.hyperlink}
    assert targets == {f"'{table.nb}'!A1" for table in PORTFOLIO_TABLES}


def test_nothing_that_is_filled_in_becomes_a_formula_or_a_link() -> None:
    texts = ["=1+1", "+1", "@x", "http://a.no", "{=1}", "<b>fet</b>"]
    frame = _frame(TABLES["source"], [{"source_id": f"K{i}", "title": text} for i, text in enumerate(texts)])
    sheet = book(example={"source": frame})["Kilde"]
    cells = [sheet.cell(row, 2) for row in range(3, 3 + len(texts))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]
    assert all(cell.hyperlink is None for cell in cells)


def test_a_blank_template_is_read_as_no_rows_at_all(tmp_path: Path) -> None:
    for lang in ("nb", "en"):
        path = tmp_path / f"{lang}.xlsx"
        write_template(path, references={"project": [("P1", "x")]}, lang=lang)
        reading = read_files(path)
        assert len(reading.findings) == 0
        assert reading.read_rows == {table.name: 0 for table in PORTFOLIO_TABLES}


def _frame(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = polars_schema(table)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row")


def _texts(*, one_line: bool = False) -> SearchStrategy[str]:
    """What a person may have typed: any printable text, trimmed, composed, without control characters."""
    breaks = "" if one_line else "\n"
    unseen = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Mc", "Me")
    letters = st.characters(exclude_categories=unseen, include_characters=breaks)
    printable = st.text(letters, min_size=1, max_size=40).map(str.strip).filter(bool)
    return printable.filter(lambda text: unicodedata.is_normalized("NFC", text))


def _values(column: Column, *, is_key: bool) -> SearchStrategy[Any]:
    years = st.integers(FIRST_YEAR, LAST_YEAR)
    quarters = st.builds(lambda year, number: f"{year}K{number}", years, st.integers(1, 4))
    kinds: dict[str, SearchStrategy[Any]] = {
        "text": _texts(one_line=is_key),
        "ref": _texts(one_line=True),
        "int": st.integers(-(10**17), 10**17),
        "year": years,
        "number": st.floats(-1e12, 1e12, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-300),
        "pct": st.decimals(0, 100, places=3).map(float),
        "nok": st.decimals(-(10**14), 10**14, places=2),
        "date": st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
        "bool": st.booleans(),
        "quarter": quarters,
        "period": quarters | years.map(str),
    }
    values = st.sampled_from(CODE_LISTS[column.codes].values) if column.codes else kinds[column.type]
    return values if is_key or column.required else st.none() | values


def _rows(table: Table) -> SearchStrategy[pl.DataFrame]:
    row = st.fixed_dictionaries({c.name: _values(c, is_key=c.name in table.key) for c in table.columns})
    return st.lists(row, min_size=1, max_size=4).map(lambda rows: _frame(table, rows))


def few(examples: int) -> settings:
    """A whole workbook is written for each example, so few are tried and none is made smaller."""
    unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large]
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(max_examples=examples, deadline=None, suppress_health_check=unhurried, phases=phases)


@few(8)
@given(st.data())
def test_random_rows_come_back_the_same_from_the_template(data: st.DataObject) -> None:
    frames = {name: data.draw(_rows(TABLES[name])) for name in data.draw(st.sets(st.sampled_from(WITH_ALL_TYPES), min_size=1))}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_template(path, references={}, example=frames, lang=data.draw(st.sampled_from(["nb", "en"])))
        reading = read_files(path)
    assert reading.findings.worded() == ()
    for table in PORTFOLIO_TABLES:
        expected = frames.get(table.name, empty_frame(table))
        assert reading.tables[table.name].frame.drop(ROW).rows() == expected.rows()


@few(40)
@given(st.data())
def test_random_rows_come_back_the_same_from_csv(data: st.DataObject) -> None:
    table = TABLES[data.draw(st.sampled_from((*WITH_ALL_TYPES, "observation")))]
    frame = data.draw(_rows(table))
    texts = [c.name for c in table.columns if frame.schema[c.name] == pl.String]
    frame = frame.with_columns(pl.col(name).str.replace("^=", "-") for name in texts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}.csv"
        separator = data.draw(st.sampled_from([",", ";", "\t"]))
        numbers = [c.name for c in table.columns if c.type in ("number", "pct")]
        exact = frame.with_columns(
            pl.col(name).map_elements(lambda x: f"{Decimal(repr(x)):f}", return_dtype=pl.String) for name in numbers
        )
        mark = data.draw(st.booleans())
        exact.write_csv(path, separator=separator, include_bom=mark)
        reading = read_files(path, [table])
    assert reading.findings.worded() == ()
    assert reading.tables[table.name].frame.drop(ROW).rows() == frame.rows()
