"""A proposal is kept as such, is in no other figure, and nothing is kept that cannot be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.spending.book import money_book
from analytics.spending.commitments import commitments
from analytics.spending.saved_proposals import proposals
from data.snapshot import Snapshot
from data.store import Change, Store
from domain.errors import UserError
from tests.unit.analytics.spending.rows import PROGRAMME, frame, payment, snapshot
from workflows.bootstrap import build_store
from workflows.save_proposal import save_proposal

CHANGE = Change("Programeier", "Meldt inn på høstmøtet")
DAY = date(2021, 5, 20)


def shares(**parts: int) -> dict[int, Decimal]:
    return {int(year[1:]): Decimal(part) for year, part in parts.items()}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "home")
    build_store(made, example=False)
    return made


def test_a_proposal_is_kept_with_its_years_to_the_krone_and_is_in_no_other_figure(store: Store) -> None:
    before = Snapshot.open(store, date(2030, 1, 1))
    old = (money_book(before).as_json(), commitments(before).as_json())

    assert save_proposal(store, "Ærlig talt", Decimal(10), shares(y2022=1, y2023=1, y2024=1), CHANGE, made=DAY).applied
    assert save_proposal(store, "Én til", Decimal(5), shares(y2023=1), CHANGE, made=DAY).applied

    found = proposals(Snapshot.open(store, DAY))
    assert [(item.no, item.title_nb, dict(item.by_year)) for item in found.proposals] == [
        ("F1", "Ærlig talt", {2022: 4, 2023: 3, 2024: 3}), ("F2", "Én til", {2023: 5}),
    ]  # fmt: skip
    assert found.proposals[0].made_by == "Programeier"
    assert {year.year: year.added_nok for year in found.after if year.added_nok} == {2022: 4, 2023: 8, 2024: 3}
    after = Snapshot.open(store, date(2030, 1, 1))
    assert (money_book(after).as_json(), commitments(after).as_json()) == old
    assert not proposals(Snapshot.open(store, date(2021, 5, 19))).proposals


@pytest.mark.parametrize(("title", "amount", "years"), [("", 10, {"y2022": 1}), ("A", 0, {"y2022": 1}), ("A", 10, {}),
                                                        ("A", 10, {"y2020": 1})])  # fmt: skip
def test_what_is_no_proposal_is_refused_and_nothing_is_stored(
    store: Store, title: str, amount: int, years: dict[str, int]
) -> None:
    before = store.current_number()

    with pytest.raises(UserError):
        save_proposal(store, title, Decimal(amount), shares(**years), CHANGE, made=DAY)
    assert store.current_number() == before


def test_the_example_is_not_replaced_by_a_proposal(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    build_store(store, example=True)

    with pytest.raises(UserError):
        save_proposal(store, "A", Decimal(10), shares(y2022=1), CHANGE, made=DAY)


def test_a_proposal_that_is_settled_is_no_longer_shown() -> None:
    rows = [{"proposal_id": "F1-2022", "programme_id": PROGRAMME, "proposal_no": "F1", "title_nb": "A", "year": 2022,
             "amount_nok": 5, "made_date": DAY, "settled_date": date(2021, 11, 1)}]  # fmt: skip
    tables = {"frame": [frame(2022, 15)], "payment": [payment(1, 2021, 1, "2021-01-10")], "proposal": rows}

    assert len(proposals(snapshot("2021-10-31", **tables)).proposals) == 1
    assert not proposals(snapshot("2021-11-01", **tables)).proposals
