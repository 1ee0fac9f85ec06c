"""The page Kunnskapsbehov: the chain, the list, one need, and the input of the parties."""

from __future__ import annotations

from domain.text import say, tell
from tests.unit.pages.conftest import OpenApp, markup

PAGE = "pages/portfolio/needs.py"
DAY = "2022-12-31"


def test_the_first_part_answers_with_the_last_autumn_meeting(open_app: OpenApp) -> None:
    shown = markup(open_app(PAGE, per=DAY))

    assert "27 av 35 kunnskapsbehov har prosjekt per 31. desember 2022." in shown
    assert "I høstmøtet 27. oktober 2021 ble det meldt 8 behov." in shown
    assert "2 har verken prosjekt eller et begrunnet «ikke nå»: K025, K027." in shown


def test_an_address_with_filters_leads_to_the_list(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, fra_mote="M2021H", uten="1")

    assert app.query_params["del"] in ("liste", ["liste"])
    assert "2 av 35 behov." in markup(app)
    assert "behov=K027" in markup(app)


def test_a_reader_who_goes_back_to_the_chain_stays_there(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, fra_mote="M2021H")

    next(group for group in app.button_group if group.key == "del").set_value("kjede").run()
    app.run()

    assert "del" not in app.query_params
    assert tell("needs.chain_title", "nb") in [header.value for header in app.header]


def test_one_need_shows_its_chain_with_links(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, behov="K014")
    shown = markup(app)

    assert "Hva får virksomhetene ut av bistanden fra arbeidslivssentrene?" in [header.value for header in app.header]
    assert 'href="prosjekt?per=2022-12-31&amp;id=P017"' in shown
    assert 'href="handlingsplan?per=2022-12-31&amp;ar=2021"' in shown
    assert "tatt i bruk 12. desember 2022" in shown
    assert not app.exception


def test_a_need_that_is_not_there_is_told_and_the_page_stands(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, behov="<b>x</b>")

    assert "&lt;b&gt;x&lt;/b&gt;" in markup(app)
    assert "<b>x</b>" not in markup(app)
    assert tell("needs.chain_title", "nb") in [header.value for header in app.header]


def test_what_became_of_one_party_s_input(open_app: OpenApp) -> None:
    shown = markup(open_app(PAGE, per=DAY, **{"del": "innspill", "part": "LO", "fra_mote": "M2021H"}))

    assert "1 innspill fra LO, sist 27. oktober 2021. Ikke nå: 1." in shown
    assert "studien kan ikke fullføres innen programmet avsluttes" in shown


def test_who_may_not_see_inputs_is_told_so(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, role="public", **{"del": "innspill"})
    shown = markup(app)

    assert say("needs.inputs_hidden").nb in shown
    assert "Se på arbeidsmiljø og frafall" not in shown
    assert tell("needs.hidden", "nb") in shown


def test_the_records_of_a_group_that_is_not_linked(open_app: OpenApp) -> None:
    shown = markup(open_app(PAGE, per=DAY, kobling="project_finding_finished"))

    assert all(f"id={project}" in shown for project in ("P022", "P023", "P024"))
