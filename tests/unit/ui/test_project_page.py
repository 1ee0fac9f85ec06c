"""The page on one project: its parts, ids of any form, and what it says when there is no such project."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.unit.pages.conftest import OpenApp, home, markup, open_app

__all__ = ["home", "open_app"]

PAGE, DAY = "pages/portfolio/project.py", "2022-12-31"


def _open(open_app: OpenApp, id_: str, part: str | None = None, **options: str) -> AppTest:
    app = open_app(**{"per": DAY, **options})
    app.query_params["id"] = id_
    if part is not None:
        app.query_params["del"] = part
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("id_", ["P001", "P007", "P012", "P024", "P025"])
@pytest.mark.parametrize("part", [None, "penger", "fremdrift", "kunnskap", "historikk"])
def test_every_part_shows(open_app: OpenApp, id_: str, part: str | None) -> None:
    assert "fou-lead" in markup(_open(open_app, id_, part))


def test_the_first_part_says_what_it_is_and_leads_on(open_app: OpenApp) -> None:
    shown = markup(_open(open_app, "P007"))
    assert "Kontrakten er på 4,2 mill. kroner, og 3,3 mill. kroner er betalt på den." in shown
    assert "kunnskapsbehov?per=2022-12-31&amp;behov=K003" in shown
    assert "anskaffelse=U05" in shown
    assert "ar=2021" in shown


def test_the_stopped_project_says_why(open_app: OpenApp) -> None:
    shown = markup(_open(open_app, "P012"))
    assert "Det ble stanset 10. juni 2022." in shown
    assert "Bare ett av tre busselskaper" in shown


def test_the_allocation_letter_stands_beside_its_contract(open_app: OpenApp) -> None:
    shown = markup(_open(open_app, "P025", "penger"))
    assert "Tildelingsbrev" in shown
    assert "2 400 000" in shown.replace("\u2009", " ").replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("id_", ["Å/1, b c", "<b>x</b>"])
def test_an_id_that_does_not_exist_is_explained_and_stays_in_the_address(open_app: OpenApp, id_: str) -> None:
    app = _open(open_app, id_)
    assert "Det finnes ingen rad med id" in markup(app)
    assert "<b>x" not in markup(app)
    assert app.query_params["id"] == id_
    assert app.selectbox[-1].value == id_


def test_a_choice_in_the_list_opens_the_project(open_app: OpenApp) -> None:
    app = _open(open_app, "finnes ikke")
    app.selectbox[-1].set_value("P024").run()
    assert not app.exception
    assert app.query_params["id"] == "P024"
    assert "Det finnes ingen rad" not in markup(app)
    assert "Designet er ikke registrert" in markup(app)


def test_a_project_is_not_shown_before_it_was_known(open_app: OpenApp) -> None:
    assert "per 31. januar 2020" in markup(_open(open_app, "P007", per="2020-01-31"))


def test_the_public_is_told_what_it_does_not_see(open_app: OpenApp) -> None:
    shown = markup(_open(open_app, "P007", role="public"))
    assert "Innspill fra partene vises ikke for din rolle" in shown
    assert "Forsøksenheter vises ikke for din rolle" in shown
    assert "Prøv ut tidlig dialog" not in shown
