"""Cells, CSV and workbooks as people read them."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from domain.text import Text
from reports.exports.book import book_bytes
from reports.exports.csv_file import csv_bytes
from reports.exports.document import Document
from ui import tables
from ui.tables import Col

LABEL = Text("Beløp", "Amount")


@pytest.mark.parametrize(
    ("value", "kind", "lang", "expected"),
    [
        (Decimal("1234567.89"), "nok", "nb", "1\u202f234\u202f568"),
        (Decimal("1234567.89"), "nok", "en", "1,234,568"),
        (Decimal("14900000"), "mill", "nb", "14,9"),
        (5.94, "pct", "nb", "5,9"),
        (5.94, "pct2", "en", "5.94"),
        (-0.25, "pp2", "nb", "\u22120,25"),
        (48.0, "number", "nb", "48"),
        (0.05, "number", "nb", "0,05"),
        (1587, "int", "nb", "1\u202f587"),
        (date(2021, 3, 12), "date", "nb", "12. mars 2021"),
        ("2021-03-12", "date", "en", "12 March 2021"),
        ("2021K3", "period", "nb", "3. kvartal 2021"),
        (2021, "period", "nb", "2021"),
        (True, "bool", "nb", "Ja"),
        (False, "bool", "en", "No"),
        ("per_year", "code:amount_unit", "nb", "Per år"),
        ("noe_nytt", "code:amount_unit", "nb", "noe_nytt"),
        (["a", "b"], "text", "nb", "a, b"),
        (Text("ja", "yes"), "text", "en", "yes"),
    ],
)
def test_value_is_written_as_read(value: object, kind: str, lang: str, expected: str) -> None:
    assert tables.cell(value, Col(LABEL, kind), lang).text == expected


@pytest.mark.parametrize(("kind", "expected"), [("nok", "ukjent"), ("mill", "ukjent"), ("text", ""), ("date", "")])
def test_unknown_is_never_zero(kind: str, expected: str) -> None:
    assert tables.cell(None, Col(LABEL, kind), "nb").text == expected


def test_unknown_can_be_given_its_own_words() -> None:
    assert tables.cell(None, Col(LABEL, "nok", unknown=Text("ikke oppgitt", "not stated")), "nb").text == "ikke oppgitt"


def test_numbers_stand_to_the_right_with_their_unit_in_the_heading() -> None:
    assert tables.cell(1, Col(LABEL, "nok"), "nb").is_number
    assert tables.heading(Col(LABEL, "mill"), "nb").text == "Beløp (mill. kroner)"
    assert tables.heading(Col(LABEL, "text"), "nb").text == "Beløp"


def test_columns_are_named_by_the_model_when_not_given() -> None:
    frame = pl.DataFrame({"amount_nok": [1], "year": [2021], "unit": ["per_year"], "sms_start": [3]})

    found = tables.columns_of(frame, None)

    assert found["amount_nok"].label.nb == "Beløp"
    assert [found[name].kind for name in ("amount_nok", "year")] == ["nok", "period"]
    assert [cell.text for cell in tables.rows_of(frame.select("year"), {"year": found["year"]}, "nb")[0]] == ["2021"]


def test_csv_opens_in_a_norwegian_spreadsheet_and_holds_no_formula() -> None:
    frame = pl.DataFrame(
        {"t": ["=1+1", 'a;"b"', None], "n": [Decimal("1.50"), Decimal("-2"), None], "d": [date(2021, 3, 1), None, None]}
    )
    columns = {"t": Col(Text("Tekst", "Text")), "n": Col(LABEL, "mill"), "d": Col(Text("Dato", "Date"), "date")}

    content = csv_bytes(tables.file_table(frame, columns, "Tittel", "nb", is_raw=True), "nb")

    assert content.startswith(b"\xef\xbb\xbf")
    assert content[3:].decode().split("\r\n") == [
        "Tekst;Beløp (kroner);Dato", "'=1+1;1,50;2021-03-01", '"a;""b""";-2,00;', ";;", "",
    ]  # fmt: skip


def test_workbook_has_typed_cells_and_no_formula() -> None:
    frame = pl.DataFrame({"t": ["=1+1"], "n": [Decimal("1.50")], "d": [date(2021, 3, 1)]})
    columns = {"t": Col(Text("Tekst", "Text")), "n": Col(LABEL, "nok"), "d": Col(Text("Dato", "Date"), "date")}

    made = tables.file_table(frame, columns, "Tittel", "nb")
    document = Document("Tittel", "Side", "nb", date(2021, 6, 30), "v7", (("Per dato", "30. juni 2021"),), (made,))
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(document)))

    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "Tittel" and book.sheetnames == ["Tittel", "Om uttrekket"]
    assert rows[3] == ("Tekst", "Beløp (kroner)", "Dato")
    assert rows[4][0] == "=1+1"
    assert book.worksheets[0]["A5"].data_type == "s"
    assert rows[4][1] == 1.5
    assert rows[4][2].date() == date(2021, 3, 1)
    assert [table.ref for table in book.worksheets[0].tables.values()] == ["A4:C5"]


def test_grid_shows_words_and_keeps_values_for_sorting() -> None:
    frame = pl.DataFrame({"n": [Decimal("1500000"), None], "d": [date(2021, 3, 1), None]})

    styled = tables.styled(frame, {"n": Col(LABEL, "mill"), "d": Col(Text("Dato", "Date"), "date")}, "nb")

    assert styled.data["Beløp (mill. kroner)"].tolist()[0] == 1500000.0
    text = styled.to_html()
    assert ">1,5<" in text
    assert ">ukjent<" in text
    assert ">1. mars 2021<" in text
