"""Amounts as files write them."""

from decimal import Decimal

import pytest

from data.sources.dfo.amounts import Marks


def read(*texts: str, decimal: str | None = None) -> list[Decimal | str]:
    marks = Marks(decimal)
    for text in texts:
        marks.see(text)
    return [marks.value(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-847732,870", "-847732.870"), (",000", "0"), ("1 234 567,50", "1234567.50"), ("1\u00a0234\u00a0567,50", "1234567.50"),
        ("1\u202f000,5", "1000.5"), ("\u2212 12,5", "-12.5"), ("12,5-", "-12.5"), ("(12,5)", "-12.5"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"), ("37902000", "37902000"), ("+12,5", None),
    ],
)  # fmt: skip
def test_amounts_as_they_are_written(text: str, number: str | None) -> None:
    assert read(text) == ([Decimal(number)] if number is not None else ["not_a_number"])


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "-1.234"])
def test_a_mark_that_could_mean_two_things_is_not_guessed(text: str) -> None:
    assert read(text) == ["ambiguous_number"]


def test_the_other_amounts_of_the_column_settle_it() -> None:
    assert read("1.234", "7,5") == [Decimal(1234), Decimal("7.5")]
    assert read("1,234", "7.5") == [Decimal(1234), Decimal("7.5")]
    assert read("1,234", "7,5") == [Decimal("1.234"), Decimal("7.5")]


def test_a_documented_mark_needs_no_other_amount() -> None:
    assert read("847,732", decimal=",") == [Decimal("847.732")]


def test_amounts_that_contradict_each_other_are_not_read() -> None:
    assert read("7,5", "7.5") == ["ambiguous_number", "ambiguous_number"]


@pytest.mark.parametrize("text", ["tolv", "-", ".", "12a", "1e6"])
def test_what_is_no_number_is_said(text: str) -> None:
    assert read(text) == ["not_a_number"]
