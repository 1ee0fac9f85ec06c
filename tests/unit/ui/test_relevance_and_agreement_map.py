"""The pages Relevans and Hele avtalen: filters in the address, links to records, and what a role may not see is said."""

from tests.unit.pages.conftest import OpenApp, home, markup, open_app

__all__ = ["home", "open_app"]

RELEVANCE, AGREEMENT = "pages/portfolio/relevance.py", "pages/portfolio/agreement_map.py"
DAY = "2022-12-31"


def test_the_filters_in_the_address_leave_the_projects_asked_for(open_app: OpenApp) -> None:
    app = open_app(per=DAY)
    app.query_params["del"] = "prosjekter"
    app.query_params["tilstand"] = "not_assessed"
    app.switch_page(RELEVANCE).run()
    assert not app.exception
    shown = markup(app)
    assert "prosjekt?per=2022-12-31&amp;id=P022" in shown
    assert "id=P024" in shown
    assert "id=P001" not in shown


def test_the_question_of_occurrence_says_that_descriptive_work_is_not_excluded(open_app: OpenApp) -> None:
    app = open_app(per=DAY)
    app.query_params["del"] = "forekomst"
    app.switch_page(RELEVANCE).run()
    assert not app.exception
    shown = markup(app)
    assert "ikke utenfor som sådan" in shown
    assert "Programeier, notat 12.11.2021" in shown
    assert "Ikke avgjort" in shown


def test_the_public_is_told_what_it_does_not_see(open_app: OpenApp) -> None:
    app = open_app(role="public", per=DAY)
    app.query_params["del"] = "prosjekter"
    app.switch_page(RELEVANCE).run()
    assert "Forsøksenheter vises ikke for din rolle." in markup(app)
    app = open_app(AGREEMENT, role="public", per=DAY)
    assert "Hvem som var invitert og deltok, vises ikke for din rolle." in markup(app)
    assert "Aldri invitert" not in markup(app)


def test_the_whole_agreement_leads_to_projects_needs_and_instruments(open_app: OpenApp) -> None:
    app = open_app(AGREEMENT, per=DAY)
    assert not app.exception
    shown = markup(app)
    assert "Aldri invitert: SKIL: kursmodul og utprøving." in shown
    assert "id=P019" in shown
    assert "behov=K028" in shown
    assert "status-per-virkemiddel?per=2022-12-31" in shown


def test_one_instrument_in_the_address_shows_both_sides(open_app: OpenApp) -> None:
    app = open_app(per=DAY)
    app.query_params["virkemiddel"] = "KOMPETANSETILTAK"
    app.switch_page(AGREEMENT).run()
    assert not app.exception
    assert "Prosjekter og evalueringer: Kompetansetiltak" in markup(app)
    assert "Prosessevaluering av utprøving av kompetansetiltak for sykmeldte" in markup(app)
