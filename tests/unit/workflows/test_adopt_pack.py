"""An adopted pack shows the same for good; what is corrected later stands beside it."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from analytics.meetings.adopted import AdoptedPack
from analytics.meetings.pack import Pack
from analytics.meetings.screen import screen_json
from analytics.result import Result
from data.store import Change, Store
from domain.errors import UserError
from reports.run import run_report
from workflows.adopt_pack import adopt_pack
from workflows.bootstrap import build_store
from workflows.import_portfolio import import_portfolio

EXAMPLE = Path(__file__).resolve().parents[3] / "data" / "example"
MEETING = "M2021V"
TODAY = date(2022, 6, 1)


@pytest.fixture
def store(whole_example: Store) -> Store:
    return whole_example


def change(by: str = "Programeier", reason: str = "Sendt ut") -> Change:
    return Change(by, reason, at=datetime(2021, 4, 21, 9, 0))


def opened(store: Store, **choices: str) -> Pack:
    found: Result = run_report(store, "meeting", as_of=TODAY, choices={"meeting": MEETING, **choices})
    assert isinstance(found, Pack)
    return found


def correct_a_payment(store: Store, folder: Path) -> None:
    """The payments as they stand, with 200 000 kroner more in one voucher of 2020."""
    with (EXAMPLE / "payment.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        if row["payment_id"] == "BET-006":
            row["amount_nok"] = "550000"
    target = folder / "payment.csv"
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    report = import_portfolio(store, target, Change("Økonom", "Rettet bilag", at=datetime(2022, 1, 10)))
    assert report.applied


def test_an_adopted_pack_stays_and_a_later_correction_stands_beside_it(store: Store, tmp_path: Path) -> None:
    before = opened(store)
    assert not isinstance(before, AdoptedPack)
    kept = adopt_pack(store, MEETING, change(), as_of=TODAY)
    assert kept.adoption.number == 1 and kept.corrections == () and kept.as_of == date(2021, 4, 21)
    shown = [screen_json(screen) for screen in kept.screens]
    assert shown == [screen_json(screen) for screen in before.screens]

    correct_a_payment(store, tmp_path)
    after = opened(store)
    assert isinstance(after, AdoptedPack)
    assert [screen_json(screen) for screen in after.screens] == shown
    assert (after.basis.data_version, after.adoption.hash) == (before.basis.data_version, kept.adoption.hash)
    assert after.corrections
    assert ("Betalt: 2020", "4,4 mill. kroner", "4,6 mill. kroner") in [
        (c.label.nb, c.before and c.before.nb, c.after and c.after.nb) for c in after.corrections if c.screen_id == "money"
    ]
    live = opened(store, edition="live")
    assert not isinstance(live, AdoptedPack)


def test_the_same_pack_is_not_adopted_twice_and_nobody_adopts_without_a_name(store: Store, tmp_path: Path) -> None:
    adopt_pack(store, MEETING, change(), as_of=TODAY)
    for again, code in ((change(), "same_pack"), (change(by=" "), "empty_by"), (change(reason=""), "empty_by")):
        with pytest.raises(UserError) as error:
            adopt_pack(store, MEETING, again, as_of=TODAY)
        assert error.value.code == code
    with pytest.raises(UserError) as error:
        adopt_pack(store, "FINNES-IKKE", change(), as_of=TODAY)
    assert error.value.code == "no_meeting"


def test_editions_can_be_asked_for_by_number(store: Store) -> None:
    adopt_pack(store, MEETING, change(), as_of=TODAY)
    one = opened(store, edition="1")
    assert isinstance(one, AdoptedPack) and one.adoption.by == "Programeier"
    for asked in ("2", "-1", "x", "1; DROP"):
        with pytest.raises(UserError) as error:
            opened(store, edition=asked)
        assert error.value.code == "no_edition"


def test_a_pack_opens_also_when_the_portfolio_it_was_made_from_is_gone(store: Store, tmp_path: Path) -> None:
    kept = adopt_pack(store, MEETING, change(), as_of=TODAY)
    fresh = Store(tmp_path / "fresh")
    build_store(fresh, example=False)
    (store.home / "packs").rename(fresh.home / "packs")
    after = opened(fresh)
    assert isinstance(after, AdoptedPack) and after.corrections is None
    assert [screen_json(screen) for screen in after.screens] == [screen_json(screen) for screen in kept.screens]
