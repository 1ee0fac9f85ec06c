"""Framework agreements (9.1)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.analytics.rules.plan_cases import (
    Row,
    contract,
    day,
    framework,
    hits,
    judge,
    messages,
    organisation,
    parameter,
    snap,
)

LIMITS = [
    parameter("framework_max_months", 48, last="2020-12-31"), parameter("framework_max_months", 24, "2021-01-01"),
    parameter("framework_warn_months_first", 12), parameter("framework_warn_months_last", 6),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (framework("F", "2020-11-01", "2024-10-31"), []),
        (framework("F", "2020-11-01", "2024-11-01"), [("F", "breach")]),
        (framework("F", "2020-11-01", "2024-11-01", special_circumstances_ref="Notat 1"), [("F", "note")]),
        (framework("F", "2020-11-01", "2024-11-01", special_circumstances_ref=" "), [("F", "breach")]),
        (framework("F", "2021-01-01", "2023-01-31"), [("F", "breach")]),
        (framework("F", "2020-12-31", "2024-12-30"), []),
    ],
)  # fmt: skip
def test_the_limit_of_the_day_of_signing(row: Row, expected: object) -> None:
    snapshot = snap(framework_agreement=[row], parameter=LIMITS)

    assert hits("framework_length", snapshot) == expected


def test_the_length_is_told_in_months_and_days() -> None:
    snapshot = snap(framework_agreement=[framework("F", "2020-11-01", "2024-11-15")], parameter=LIMITS)

    assert messages("framework_length", snapshot, "en") == [
        "“Ramme F” lasts 48 months and 15 days (1 November 2020 to 15 November 2024). The limit is 48 months, "
        "to 31 October 2024. Special circumstances are not documented."
    ]


def test_without_a_limit_or_an_end_it_cannot_be_judged() -> None:
    rows = [framework("F", "2018-01-01", "2024-10-31"), framework("G", "2020-11-01", "2024-10-31") | {"end_date": None}]
    found = judge("framework_length", snap(framework_agreement=rows, parameter=LIMITS))

    assert (found.judged, found.unjudged, [g.rows.height for g in found.groups]) == (0, 2, [0, 0])


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2023-10-30", []), ("2023-10-31", ["12"]), ("2024-04-29", ["12"]), ("2024-04-30", ["6"]), ("2024-10-31", ["6"]),
        ("2024-11-01", []),
    ],
)  # fmt: skip
def test_warnings_before_the_end(as_of: str, expected: list[str]) -> None:
    snapshot = snap(date.fromisoformat(as_of), framework_agreement=[framework("F", "2020-11-01", "2024-10-31")], parameter=LIMITS)

    assert [text.rsplit("innen ", 1)[1].split()[0] for text in messages("framework_ending", snapshot)] == expected


def test_call_offs_fit_the_agreement() -> None:
    def off(key: str, signed: str, who: str = "L", agreement: str | None = "F", route: str = "call_off") -> Row:
        return contract(key, who, route, signed_date=day(signed), framework_id=agreement)

    rows = [
        off("K1", "2020-06-01"), off("K2", "2021-01-01"), off("K3", "2019-12-31"), off("K4", "2020-06-01", "M"),
        off("K5", "2020-06-01", "L", None), contract("K6", "L", "competition"), off("K7", "2020-12-31"),
        off("K8", "2020-06-01", "M", "G"),
    ]  # fmt: skip
    snapshot = snap(
        contract=rows, organisation=[organisation("L"), organisation("M")],
        framework_agreement=[framework("F", "2020-01-01", "2020-12-31"), framework("G", "2020-01-01", "2020-12-31")],
        framework_supplier=[{"framework_id": "F", "organisation_id": "L"}],
    )  # fmt: skip

    assert hits("call_off", snapshot) == [("K2", "breach"), ("K3", "breach"), ("K4", "consider"), ("K5", "consider")]
    assert judge("call_off", snapshot).judged == 7


def test_the_value_of_call_offs() -> None:
    rows = [contract("K1", amount="600", framework_id="F"), contract("K2", amount="400", framework_id="F"),
            contract("K3", amount="1001", framework_id="G")]  # fmt: skip
    agreed = [
        framework("F", "2020-01-01", "2020-12-31", max_value_nok=1000),
        framework("G", "2020-01-01", "2020-12-31", max_value_nok=1000),
    ]

    assert hits("framework_value", snap(contract=rows, framework_agreement=agreed)) == [("G", "consider")]
