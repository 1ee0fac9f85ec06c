"""Status per virkemiddel and Forfalt og forsinket: filters, decisions, comparison with an earlier day, and calm words."""

import pytest

from tests.unit.pages.conftest import OpenApp, markup

STATUS, OVERDUE = "pages/evidence/instruments.py", "pages/evidence/overdue.py"


@pytest.mark.parametrize("day", ["2018-06-01", "2020-01-31", "2021-12-31", "2022-12-31", "2024-12-31"])
@pytest.mark.parametrize("page", [STATUS, OVERDUE])
def test_the_pages_show_on_any_day(open_app: OpenApp, page: str, day: str) -> None:
    app = open_app(page, per=day)
    assert not app.exception
    app.query_params["del"] = "beslutninger"
    assert not app.switch_page(page).run().exception


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


def test_what_is_new_since_a_day_in_the_address(open_app: OpenApp) -> None:
    app = open_app(OVERDUE, per="2024-12-31")
    assert "Siden møtet 26. oktober 2022" in markup(app)
    app.query_params["siden"] = "2024-06-30"
    app = app.switch_page(OVERDUE).run()
    assert not app.exception and "Siden 30. juni 2024" in markup(app)


@pytest.mark.parametrize("asked", ["2030-01-01", "i går", "<b>"])
def test_a_day_that_cannot_be_compared_with_is_said(open_app: OpenApp, asked: str) -> None:
    app = open_app(per="2022-12-31")
    app.query_params["siden"] = asked
    app.switch_page(OVERDUE).run()
    assert not app.exception
    assert "Siden møtet 26. oktober 2022" in markup(app) and "<b>" not in markup(app)


def test_reports_past_the_limit_say_why_as_recorded(open_app: OpenApp) -> None:
    shown = markup(open_app(OVERDUE, per="2022-12-31"))
    assert "Avventer kontraktsforhold" in shown and "Erstattet av annen rapport" in shown
    assert "tabell=deliverable&amp;rad=LV-P012-1" in shown
