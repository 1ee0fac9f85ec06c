"""Status per virkemiddel: filters, lists, what is too late, and decisions."""

import pytest

from tests.unit.pages.conftest import OpenApp, markup

STATUS = "pages/evidence/instruments.py"


@pytest.mark.parametrize("day", ["2018-06-01", "2020-01-31", "2021-12-31", "2022-12-31", "2024-12-31"])
def test_the_page_shows_on_any_day(open_app: OpenApp, day: str) -> None:
    app = open_app(STATUS, per=day)
    assert not app.exception
    app.query_params["del"] = "beslutninger"
    assert not app.switch_page(STATUS).run().exception


def test_in_january_2020_one_had_started_and_three_were_in_preparation(open_app: OpenApp) -> None:
    shown = markup(open_app(STATUS, per="2020-01-31"))
    assert "1 startet eller lenger, 3 under forberedelse" in shown
    assert "3 under forberedelse (0 dager) og 1 startet (91 dager)" in shown
    assert shown.count("Virkemiddelets egen ramme *") == 3


def test_the_filters_stand_in_the_address_and_leave_what_they_say(open_app: OpenApp) -> None:
    app = open_app(per="2020-01-31")
    app.query_params["betaler"] = "unknown"
    app.switch_page(STATUS).run()
    shown = markup(app)
    assert not app.exception
    assert "1 svarer til valget." in shown and "rad=V2-KOMPETANSETILTAK" in shown and "rad=E01" not in shown


def test_a_list_of_the_plan_can_be_chosen(open_app: OpenApp) -> None:
    app = open_app(STATUS, per="2022-12-31")
    box = next(box for box in app.selectbox if box.label == "Plan for 2022")
    app = box.select("finishing").run()
    assert not app.exception
    assert app.query_params["liste"] == "finishing"
    assert "rad=E08" in markup(app) and "rad=E05" not in markup(app)


def test_reports_after_the_expiry_are_listed_as_too_late(open_app: OpenApp) -> None:
    shown = markup(open_app(STATUS, per="2024-12-31"))
    assert "Rapporter som kom, eller er planlagt, etter en beslutning de var ment for." in shown
    before = markup(open_app(STATUS, per="2020-01-31"))
    assert "Ingen rapport er for sen for en beslutning den var ment for, per 31. januar 2020." in before


def test_a_decision_is_chosen_by_its_address(open_app: OpenApp) -> None:
    app = open_app(per="2022-06-30")
    app.query_params["del"] = "beslutninger"
    app.query_params["beslutning"] = "GATE-EXPIRY-2022"
    app.switch_page(STATUS).run()
    shown = markup(app)
    assert not app.exception
    assert "Regnet bakover fra første mulige dag, 31. desember 2022" in shown
    assert "For lite data til å si når en ny konkurranse måtte starte (effektdesign)" in shown
