"""How long a group lasts is read from its name, and no group is ever split."""

from decimal import Decimal

import pytest

from analytics.sickness.durations import Above, Span, above, joined, order, span_of

NAV = ("1-7 dager", "8-16 dager", "17 dager-8 uker", "8-20 uker", "20-39 uker", "Over 39 uker")
SSB = ("1-8 dager", "9-16 dager", "17-28 dager", "5-8 uker", "9-14 uker", "15-20 uker", "mer enn 20 uker")


def spans(names):
    return joined([span_of(name) for name in names])


@pytest.mark.parametrize(
    ("name", "first", "last", "is_open"),
    [
        ("1-7 dager", 1, 7, False),
        ("9–16 dager", 9, 16, False),
        ("4 til 16 dager", 4, 16, False),
        ("17 dager - 8 uker", 17, 56, False),
        ("inntil 2 uker", 1, 14, False),
        ("under 17 dager", 1, 16, False),
        ("16 dager eller mindre", 1, 16, False),
        ("mer enn 39 uker", 274, None, True),
        ("Over 16 dager", 17, None, True),
        ("17 dager og mer", 17, None, True),
        ("1 dag", 1, 1, False),
        ("legemeldt 1-31 dager", 1, 31, False),
    ],
)
def test_a_name_tells_its_days(name, first, last, is_open) -> None:
    assert span_of(name) == Span(first, last, is_open)


@pytest.mark.parametrize("name", ["egenmeldt", "hele kvartalet", "ukjent", "A", ""])
def test_a_name_without_days_tells_nothing(name) -> None:
    assert span_of(name) == Span(None, None)


def test_a_span_without_a_told_end_is_not_open() -> None:
    span = span_of("legemeldt 32 dager til under hele kvartalet")

    assert (span.first, span.last, span.is_open, span.is_known) == (32, None, False, False)


def test_a_week_begins_where_the_group_before_ends() -> None:
    # 8 weeks are 56 days: NAV's next group begins on day 57 and is called 8-20; SSB's group after 28 days begins on day 29.
    assert [(span.first, span.last) for span in spans(NAV)] == [(1, 7), (8, 16), (17, 56), (57, 140), (141, 273), (274, None)]
    assert [span.first for span in spans(SSB)] == [1, 9, 17, 29, 57, 99, 141]


def test_groups_are_ordered_from_short_to_long_and_untold_last() -> None:
    names = ["hele kvartalet", "Over 39 uker", "8-20 uker", "1-7 dager"]

    assert sorted(names, key=lambda name: order(span_of(name))) == ["1-7 dager", "8-20 uker", "Over 39 uker", "hele kvartalet"]


def share(limit, names, values):
    return above(limit, names, spans(names), [None if value is None else Decimal(value) for value in values])


def test_the_share_above_a_limit_is_the_sum_of_whole_groups() -> None:
    assert share(16, NAV, [5, 10, 25, 20, 25, 15]) == Above(16, Decimal(85))  # 25 + 20 + 25 + 15
    assert share(140, NAV, [5, 10, 25, 20, 25, 15]).share_pct == Decimal(40)  # 25 + 15


def test_a_group_on_both_sides_of_the_limit_is_not_split() -> None:
    found = share(112, NAV, [5, 10, 25, 20, 25, 15])  # 16 weeks lie within 8-20 weeks

    assert (found.share_pct, found.crossing) == (None, "8-20 uker")
    assert (found.nearest_days, found.nearest_pct) == (140, Decimal(40))


def test_the_open_group_has_no_nearest_limit() -> None:
    found = share(300, NAV, [5, 10, 25, 20, 25, 15])

    assert (found.share_pct, found.crossing, found.nearest_days) == (None, "Over 39 uker", None)


def test_a_masked_group_above_the_limit_hides_the_share_and_one_below_does_not() -> None:
    assert share(140, NAV, [5, 10, 25, 20, 25, None]).share_pct is None
    assert share(140, NAV, [None, 10, 25, 20, 25, 15]).share_pct == Decimal(40)


@pytest.mark.parametrize(
    "names",
    [
        ("1-7 dager", "20-39 uker", "over 39 uker"),  # a hole
        ("1-8 dager", "1-16 dager", "mer enn 16 dager"),  # an overlap
        ("1-7 dager", "8-16 dager"),  # nothing above
        ("1-31 dager", "32 dager til under hele kvartalet", "hele kvartalet"),
    ],
)
def test_groups_that_do_not_tell_every_length_give_no_share(names) -> None:
    found = share(16, names, [10] * len(names))

    assert (found.share_pct, found.is_readable) == (None, False)
