"""Numbers, dates and periods as they are written in Norway."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.errors import FaultError
from domain.numbers import (
    MINUS,
    THIN_SPACE,
    date_text,
    date_with_precision,
    decimal_text,
    list_text,
    mill_text,
    nok_text,
    period_text,
)
from domain.periods import is_period, quarter_end, quarter_index, quarter_of, quarter_start
from domain.text import LANGS, say, tell, texts


@pytest.mark.parametrize(
    ("value", "digits", "nb", "en"),
    [
        (1234.5, 1, f"1{THIN_SPACE}234,5", "1,234.5"),
        (Decimal("1234567"), 0, f"1{THIN_SPACE}234{THIN_SPACE}567", "1,234,567"),
        (-0.25, 1, f"{MINUS}0,3", f"{MINUS}0.3"),
        (5.25, 1, "5,3", "5.3"),
        (-0.04, 1, "0,0", "0.0"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers_are_rounded_half_up_and_written_as_the_language_does(value: float, digits: int, nb: str, en: str) -> None:
    assert (decimal_text(value, digits, "nb"), decimal_text(value, digits, "en")) == (nb, en)


def test_money_dates_and_periods() -> None:
    assert mill_text(3_249_999) == "3,2 mill. kroner"
    assert mill_text(3_250_000, "en") == "NOK 3.3 million"
    assert nok_text(1000) == f"1{THIN_SPACE}000 kroner"
    assert date_text(date(2021, 3, 12)) == "12. mars 2021"
    assert date_text(date(2021, 3, 12), "en") == "12 March 2021"
    assert date_with_precision(date(2022, 9, 30), "month") == "september 2022"
    assert date_with_precision(date(2022, 12, 31), "year") == "2022"
    assert date_with_precision(date(2023, 3, 31), "quarter") == "1. kvartal 2023"
    assert period_text("2021K3") == "3. kvartal 2021"
    assert period_text("2021U35") == "uke 35 i 2021"
    assert list_text(["a", "b", "c"]) == "a, b og c"


def test_quarters() -> None:
    assert quarter_of(date(2021, 9, 30)) == "2021K3"
    assert (quarter_start("2021K3"), quarter_end("2021K3")) == (date(2021, 7, 1), date(2021, 9, 30))
    assert quarter_index("2022K1") - quarter_index("2021K3") == 2
    assert [is_period(p) for p in ("2021", "2021K5", "2021M13", "2021U35", "K3")] == [True, False, False, True, False]


def test_texts_have_the_same_keys_and_placeholders_in_both_languages() -> None:
    import string

    assert set(texts("nb")) == set(texts("en"))
    for key, nb in texts("nb").items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in (nb, texts("en")[key])
        ]
        assert fields[0] == fields[1], key


def test_a_missing_text_or_value_is_a_fault() -> None:
    with pytest.raises(FaultError):
        say("cli.no_such_text")
    with pytest.raises(FaultError):
        tell("cli.footer", "nb")
    assert set(LANGS) == {"nb", "en"}
