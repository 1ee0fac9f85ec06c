"""Industry codes as what they cover."""

import pytest

from analytics.sickness.industry_codes import are_apart, finest, is_within, overlaps, size, spans, union, widest


@pytest.mark.parametrize(
    ("code", "standard", "covered"),
    [
        ("86101", "SN2007", ((86101, 86102),)),
        ("86", "SN2007", ((86000, 87000),)),
        ("86-88", "SN2007", ((86000, 89000),)),
        ("05,07-09", "SN2007", ((5000, 6000), (7000, 10000))),
        ("00", "SN2007", ((0, 1000),)),
        ("00-99", None, ((0, 100000),)),
        ("41,42", None, ((41000, 43000),)),
        ("Q", "SN2007", ((86000, 89000),)),
        ("D-E", "SN2007", ((35000, 40000),)),
    ],
)
def test_what_a_code_covers(code, standard, covered) -> None:
    assert spans(code, standard) == covered


def test_a_letter_does_not_mean_the_same_in_both_standards() -> None:
    """K is finance in SN2007 and telecom and IT in SN2025."""
    assert spans("K", "SN2007") == ((64000, 67000),)
    assert spans("K", "SN2025") == ((61000, 64000),)
    assert spans("K", "SN2002") is None


@pytest.mark.parametrize("code", ["", "Ukjent", "88-86", "123456", "10-", "Z"])
def test_what_is_no_code_covers_nothing_known(code) -> None:
    assert spans(code, "SN2007") is None


def test_parts_that_make_up_a_group_cover_the_same() -> None:
    assert union(["41", "42"], "SN2007") == spans("41-42", "SN2007")
    assert union(["41", "tull"], "SN2007") is None
    assert union([], "SN2007") is None


def test_within_overlapping_and_size() -> None:
    outer, inner = spans("10-33", "SN2007"), spans("10-12", "SN2007")
    assert outer is not None
    assert inner is not None

    assert (is_within(inner, outer), is_within(outer, inner)) == (True, False)
    assert overlaps(inner, outer)
    assert (size(inner), size(outer)) == (3000, 24000)


def test_the_widest_and_the_finest_of_nested_groups() -> None:
    codes = ["00-99", "00", "05-09", "06", "05,07-09", "10-33", "10-12", "86-88", "86", "Q", "Ukjent"]

    assert widest(codes, "SN2007") == ["00", "05-09", "10-33", "86-88", "Ukjent"]
    assert finest(codes, "SN2007") == ["00", "06", "05,07-09", "10-12", "86", "Ukjent"]


def test_groups_that_overlap_are_not_apart() -> None:
    assert are_apart(["05-09", "10-33"], "SN2007")
    assert not are_apart(["50-52", "50-55"], "SN2002")
    assert not are_apart(["05-09", "Ukjent"], "SN2007")
