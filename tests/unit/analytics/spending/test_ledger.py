"""What is bound when some of it is paid, released, conditional or late."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.spending.ledger import Share, bound, conditional, ledger, paid, plan, settled, unpaid
from tests.unit.analytics.spending.rows import MILL, PROGRAMME, commitment, line, payment, snapshot


def book(as_of, **tables):
    return ledger(snapshot(as_of, **tables), PROGRAMME)


def bound_mill(as_of, year, **tables):
    return sum(bound(book(as_of, **tables), year).values()) / MILL


K1 = {"contract_id": "K1"}


def test_bound_is_committed_less_paid_on_the_contract() -> None:
    rows = {"commitment": [commitment(1, 2020, 5, "2020-03-01", **K1)], "payment": [payment(1, 2020, 2, "2020-06-01", **K1)]}

    assert bound_mill("2020-05-31", 2020, **rows) == 5
    assert bound_mill("2020-06-01", 2020, **rows) == 3


def test_payments_of_another_contract_leave_the_binding() -> None:
    rows = {
        "commitment": [commitment(1, 2020, 5, "2020-03-01", **K1)],
        "payment": [payment(1, 2020, 5, "2020-06-01", contract_id="K2")],
    }

    assert bound_mill("2020-12-01", 2020, **rows) == 5


def test_unpaid_money_of_earlier_years_is_bound_in_the_running_year() -> None:
    rows = {
        "commitment": [commitment(1, 2020, 5, "2020-03-01", **K1), commitment(2, 2021, 4, "2020-03-01", **K1)],
        "payment": [payment(1, 2020, 2, "2020-06-01", **K1), payment(2, 2021, 1, "2021-02-01", **K1)],
    }

    assert bound_mill("2021-03-01", 2020, **rows) == 3  # at the end of 2020: 5 - 2
    assert bound_mill("2021-03-01", 2021, **rows) == 6  # 5 + 4 - 2 - 1


def test_a_payment_above_the_years_share_uses_up_the_next_year_first() -> None:
    rows = {
        "commitment": [commitment(1, 2020, 5, "2020-03-01", **K1), commitment(2, 2021, 4, "2020-03-01", **K1)],
        "payment": [payment(1, 2020, 7, "2020-06-01", **K1)],
    }

    assert bound_mill("2020-12-01", 2020, **rows) == 0
    assert bound_mill("2020-12-01", 2021, **rows) == 2


def test_a_year_to_come_has_its_own_commitments_only() -> None:
    rows = {
        "commitment": [
            commitment(1, 2020, 5, "2020-03-01", **K1),
            commitment(2, 2021, 4, "2020-03-01", **K1),
            commitment(3, 2022, 6, "2020-03-01", **K1),
        ],
        "payment": [payment(1, 2020, 1, "2020-06-01", **K1)],
    }

    assert [bound_mill("2020-12-01", year, **rows) for year in (2020, 2021, 2022)] == [4, 4, 6]


def test_a_later_decision_does_not_change_a_closed_year() -> None:
    rows = {"commitment": [commitment(1, 2020, 5, "2021-01-15", **K1)]}

    assert bound_mill("2021-02-01", 2020, **rows) == 0
    assert bound_mill("2021-02-01", 2021, **rows) == 5


def test_a_payment_booked_on_a_closed_year_counts_there_whenever_it_was_made() -> None:
    rows = {"commitment": [commitment(1, 2020, 5, "2020-03-01", **K1)], "payment": [payment(1, 2020, 5, "2021-01-20", **K1)]}

    assert bound_mill("2021-01-19", 2020, **rows) == 5
    assert bound_mill("2021-01-20", 2020, **rows) == 0
    assert paid(book("2021-01-20", **rows), 2020)["fou"] == 5 * MILL


def test_a_release_is_taken_from_what_is_bound() -> None:
    rows = {"commitment": [commitment(1, 2021, 5, "2020-03-01", **K1), commitment(2, 2021, 2, "2021-06-10", "release", **K1)]}

    assert bound_mill("2021-06-09", 2021, **rows) == 5
    assert bound_mill("2021-06-10", 2021, **rows) == 3


def test_a_conditional_commitment_binds_from_the_day_its_condition_is_met() -> None:
    rows = {"commitment": [commitment(1, 2021, 3, "2020-03-01", "conditional", condition_met_date=date(2021, 5, 1), **K1)]}

    assert conditional(book("2021-04-30", **rows), 2021) == 3 * MILL
    assert bound_mill("2021-04-30", 2021, **rows) == 0
    assert conditional(book("2021-05-01", **rows), 2021) == 0
    assert bound_mill("2021-05-01", 2021, **rows) == 3


def test_without_a_contract_the_site_then_the_project_then_the_line_tells_what_is_paid() -> None:
    rows = {
        "commitment": [
            commitment(1, 2021, 1, "2021-01-01", site_id="S1", project_id="P1", category="stimulation"),
            commitment(2, 2021, 1, "2021-01-01", site_id="S2", project_id="P1", category="stimulation"),
            commitment(3, 2021, 2, "2021-01-01", line_no="L"),
        ],
        "payment": [
            payment(1, 2021, 1, "2021-02-01", site_id="S1", project_id="P1", category="stimulation"),
            payment(2, 2021, 0.5, "2021-02-01", line_no="L"),
        ],
    }

    found = bound(book("2021-03-01", **rows), 2021)

    assert found == {"fou": Decimal("1.5") * MILL, "stimulation": MILL, "operation": 0}


def test_a_credit_note_binds_again_what_it_takes_back() -> None:
    rows = {
        "commitment": [commitment(1, 2021, 5, "2021-01-01", **K1)],
        "payment": [payment(1, 2021, 3, "2021-02-01", **K1), payment(2, 2021, -1, "2021-03-01", **K1)],
    }

    assert bound_mill("2021-04-01", 2021, **rows) == 3


def test_a_credit_note_alone_does_not_bind_more_than_was_promised() -> None:
    rows = {
        "commitment": [commitment(1, 2021, 5, "2021-01-01", **K1)],
        "payment": [payment(1, 2021, -1, "2021-03-01", **K1)],
    }

    assert bound_mill("2021-04-01", 2021, **rows) == 5


def test_planned_is_the_current_line_less_what_is_committed_or_paid_on_it() -> None:
    rows = {
        "budget_line": [
            line("A", 2021, 10, "2020-12-01"),
            line("A", 2021, 8, "2021-05-01", version=2),
            line("B", 2021, 4, "2020-12-01"),
        ],
        "commitment": [commitment(1, 2021, 5, "2021-02-01", line_no="A", **K1)],
        "payment": [
            payment(1, 2021, 1, "2021-03-01", line_no="A", **K1),
            payment(2, 2021, 3, "2021-03-01", line_no="B", category="operation"),
        ],
    }

    before, after = plan(book("2021-04-01", **rows), 2021), plan(book("2021-06-01", **rows), 2021)

    assert [x / MILL for x in (before.original_nok, before.total_nok, before.left_nok)] == [14, 14, 6]  # (10-5) + (4-3)
    assert [x / MILL for x in (after.original_nok, after.total_nok, after.left_nok)] == [14, 12, 4]  # (8-5) + (4-3)


def test_what_is_promised_on_a_condition_is_not_planned_as_well() -> None:
    rows = {
        "budget_line": [line("A", 2021, 10, "2020-12-01")],
        "commitment": [commitment(1, 2021, 4, "2021-02-01", "conditional", line_no="A", **K1)],
    }

    assert plan(book("2021-04-01", **rows), 2021).left_nok == 6 * MILL


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({(2021, "fou"): 5}, {2021: 5}),
        ({(2021, "fou"): 5, (2022, "fou"): -2}, {2021: 3}),
        ({(2020, "fou"): 1, (2021, "fou"): 5, (2022, "fou"): -6}, {}),
        ({(2020, "fou"): 4, (2021, "fou"): 5, (2022, "fou"): -6}, {2020: 3}),
        ({(2021, "fou"): -2, (2022, "fou"): 5}, {2022: 3}),
        ({(2021, "fou"): -9, (2022, "fou"): 5}, {}),
    ],
)
def test_a_release_beyond_its_year_is_taken_backwards_then_forwards(given, left) -> None:
    shares = settled({key: Decimal(amount) for key, amount in given.items()})

    assert {share.year: share.amount_nok for share in shares} == left


def test_payments_use_up_the_oldest_share_first() -> None:
    shares = [Share(2022, "fou", Decimal(4)), Share(2021, "fou", Decimal(3))]

    assert unpaid(shares, Decimal(5)) == [Share(2022, "fou", Decimal(2))]


def test_kroner_without_a_budget_line_are_counted() -> None:
    rows = {
        "commitment": [commitment(1, 2021, 5, "2021-01-01", **K1), commitment(2, 2021, 1, "2021-01-02", "release", **K1)],
        "payment": [payment(1, 2021, 2, "2021-03-01", line_no="A"), payment(2, 2021, 3, "2021-03-01")],
    }

    assert book("2021-04-01", **rows).without_line_nok == 8 * MILL
