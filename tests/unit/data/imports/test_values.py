"""Each form of a cell that is read, and each that is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.imports.values import UnreadableError, reader_for
from domain.tables import TABLES
from domain.tables.spec import Column

AMOUNT = Column("x_nok", "nok", "Beløp", "Amount", "")
NUMBER = Column("x", "number", "Tall", "Number", "")
WHOLE = Column("n", "int", "Antall", "Count", "")
YEAR = Column("year", "year", "År", "Year", "")
DAY = Column("x_date", "date", "Dato", "Date", "")
QUARTER = Column("x_quarter", "quarter", "Kvartal", "Quarter", "")
PERIOD = Column("period", "period", "Periode", "Period", "")
FLAG = Column("is_x", "bool", "Er x", "Is x", "")
TEXT = Column("title_nb", "text", "Tittel", "Title", "")


def refusal(column: Column, text: str, *, is_key: bool = False) -> str:
    with pytest.raises(UnreadableError) as caught:
        reader_for(column, is_key=is_key)(text)
    return caught.value.rule_id


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234.00"),
        ("1234,5", "1234.50"),
        ("1234.5", "1234.50"),
        ("1 234,5", "1234.50"),
        ("0", "0.00"),
        ("1\u00a0234,5", "1234.50"),
        ("1\u202f234\u202f567", "1234567.00"),
        ("1\u2009234,50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567.00"),
        ("1,234,567", "1234567.00"),
        ("1.234.567,8", "1234567.80"),
        ("-1 234,5", "-1234.50"),
        ("\u22125", "-5.00"),
        ("+7", "7.00"),
        ("0.30000000001", "0.30"),
        ("0,12", "0.12"),
        ("9123456789.370000839", "9123456789.37"),
        ("123456789.129999995", "123456789.13"),
        ("3042502635272.08984375", "3042502635272.09"),
        ("999999999999999,99", "999999999999999.99"),
    ],
)
def test_amounts(text: str, value: str) -> None:
    assert reader_for(AMOUNT)(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1.234", "ambiguous_number"),
        ("1,234", "ambiguous_number"),
        ("-12.345", "ambiguous_number"),
        ("15 mill.", "amount_in_words"),
        ("15 MNOK", "amount_in_words"),
        ("3 tusen", "amount_in_words"),
        ("12 34", "not_a_number"),
        ("1 2345", "not_a_number"),
        ("kr 5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("1E+07", "not_a_number"),
        ("-", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("5 %", "not_a_number"),
        ("1234,567", "too_many_decimals"),
        ("0,123", "too_many_decimals"),
        ("1" + "0" * 15, "number_too_large"),
        ("123456789,1299", "too_many_decimals"),
    ],
)
def test_amounts_that_are_refused(text: str, rule: str) -> None:
    assert refusal(AMOUNT, text) == rule


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234", 1.234), ("1,234", 1.234), ("0,05", 0.05), ("1 234,5", 1234.5), ("1.234,5", 1234.5), ("-2", -2.0)],
)
def test_one_sign_alone_is_the_decimal_sign_in_other_numbers(text: str, value: float) -> None:
    assert reader_for(NUMBER)(text) == value


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("3.0", 3), ("3,00", 3), ("1 200", 1200)])
def test_whole_numbers(text: str, value: int) -> None:
    assert reader_for(WHOLE)(text) == value


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("3,5", "not_an_integer"),
        ("tre", "not_an_integer"),
        ("1.234", "ambiguous_number"),
        ("9" * 20, "number_too_large"),
    ],
)
def test_whole_numbers_that_are_refused(text: str, rule: str) -> None:
    assert refusal(WHOLE, text) == rule


def test_years() -> None:
    assert reader_for(YEAR)("2021") == reader_for(YEAR)("2021.0") == reader_for(YEAR)("2021,0") == 2021
    assert refusal(YEAR, "21") == "not_a_year"
    assert refusal(YEAR, "1899") == "year_out_of_range"
    assert refusal(YEAR, "2101") == "year_out_of_range"


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-12",
        "2021-03-12 00:00:00",
        "2021-03-12T00:00",
        "12.03.2021",
        "12.3.2021",
        "12. 3. 2021",
        "12. mars 2021",
        "12 mars 2021",
        "12 March 2021",
        "12. Mar. 2021",
    ],
)
def test_dates(text: str) -> None:
    assert reader_for(DAY)(text) == date(2021, 3, 12)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("44267", "date_as_number"),
        ("2021", "date_as_number"),
        ("12/03/2021", "not_a_date"),
        ("12.03.21", "not_a_date"),
        ("mars 2021", "not_a_date"),
        ("12. martz 2021", "not_a_date"),
        ("31.02.2021", "no_such_date"),
        ("2021-13-01", "no_such_date"),
        ("31.12.1899", "date_out_of_range"),
        ("1899-12-31 00:00:00", "date_out_of_range"),
        ("01.01.2101", "date_out_of_range"),
        ("2021-03-12 14:30:00", "date_with_time"),
    ],
)
def test_dates_that_are_refused(text: str, rule: str) -> None:
    assert refusal(DAY, text) == rule


@pytest.mark.parametrize(
    "text", ["2021K3", "2021k3", "2021 K3", "2021Q3", "2021-Q3", "K3 2021", "Q3 2021", "3. kvartal 2021", "3 kvartal 2021"]
)
def test_quarters(text: str) -> None:
    assert reader_for(QUARTER)(text) == reader_for(PERIOD)(text) == "2021K3"


@pytest.mark.parametrize("text", ["2021K5", "2021", "K3", "3. kvartal"])
def test_quarters_that_are_refused(text: str) -> None:
    assert refusal(QUARTER, text) == "not_a_quarter"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021", "2021"),
        ("2021.0", "2021"),
        ("2021M09", "2021M09"),
        ("2021-09", "2021M09"),
        ("september 2021", "2021M09"),
        ("2021U35", "2021U35"),
        ("uke 5 2021", "2021U05"),
        ("uke 35 i 2021", "2021U35"),
        ("week 35 of 2021", "2021U35"),
    ],
)
def test_periods(text: str, value: str) -> None:
    assert reader_for(PERIOD)(text) == value


@pytest.mark.parametrize("text", ["2021M13", "uke 60 i 2021", "høsten 2021", "12.03.2021"])
def test_periods_that_are_refused(text: str) -> None:
    assert refusal(PERIOD, text) == "not_a_period"


def test_yes_and_no() -> None:
    assert all(reader_for(FLAG)(text) is True for text in ("ja", "Ja", "JA", "true", "1", "1.0", "sann", "yes"))
    assert all(reader_for(FLAG)(text) is False for text in ("nei", "Nei", "false", "0", "usann", "no"))
    assert refusal(FLAG, "kanskje") == "not_a_yes_or_no"
    assert refusal(FLAG, "2") == "not_a_yes_or_no"


def test_codes_by_value_and_by_either_word() -> None:
    kind = TABLES["payment"].column("kind")
    assert {reader_for(kind)(text) for text in ("credit_note", "Kreditnota", "kreditnota", "Credit note")} == {"credit_note"}
    assert refusal(kind, "gave") == "unknown_code"
    assert reader_for(TABLES["evidence_assessment"].column("level"))("3.0") == "3"


def test_text_is_kept_as_it_stands() -> None:
    assert reader_for(TEXT)("<b>Sykefravær</b> & «arbeid»") == "<b>Sykefravær</b> & «arbeid»"
    assert reader_for(TEXT)("=2+2") == "=2+2"
    assert reader_for(TEXT)("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ufeff"])
def test_invisible_control_characters_are_refused(character: str) -> None:
    assert refusal(TEXT, f"a{character}b") == "control_character"


def test_text_of_five_thousand_characters_is_the_longest() -> None:
    assert reader_for(TEXT)("å" * 5000) == "å" * 5000
    assert refusal(TEXT, "å" * 5001) == "text_too_long"


def test_a_key_is_on_one_line() -> None:
    assert reader_for(TEXT, is_key=True)("P 1") == "P 1"
    assert refusal(TEXT, "P\n1", is_key=True) == "line_break_in_key"
    assert refusal(TABLES["payment"].column("project_id"), "P\t1") == "line_break_in_key"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from([" ", "\u00a0", "\u202f", "."]))
def test_every_norwegian_way_to_write_an_amount_gives_the_amount(amount: Decimal, separator: str) -> None:
    text = f"{amount:,.2f}".replace(",", "|").replace(".", ",").replace("|", separator)
    assert reader_for(AMOUNT)(text) == amount


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_date_is_read_from_iso_and_from_norwegian(day: date) -> None:
    assert reader_for(DAY)(day.isoformat()) == day
    assert reader_for(DAY)(f"{day.day}.{day.month}.{day.year}") == day


@given(st.text(max_size=20), st.sampled_from([AMOUNT, NUMBER, WHOLE, YEAR, DAY, QUARTER, PERIOD, FLAG, TEXT]))
def test_anything_is_either_read_or_refused(text: str, column: Column) -> None:
    try:
        reader_for(column)(text)
    except UnreadableError as error:
        assert error.rule_id
