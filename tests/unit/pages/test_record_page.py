"""Oppslag: the row in the address with what refers to it, and calm words for one that is not there."""

from tests.unit.pages.conftest import OpenApp, markup

PAGE = "pages/admin/record.py"


def test_a_decision_shows_its_fields_and_leads_to_its_meeting(open_app: OpenApp) -> None:
    app = open_app(per="2022-12-31")
    app.query_params["tabell"] = "contract"
    app.query_params["rad"] = "KT007"
    app.switch_page(PAGE).run()
    assert not app.exception
    shown = markup(app)
    assert "4 200 000 kroner".replace(" ", "\u00a0") in shown.replace(" ", "\u00a0").replace("\u202f", "\u00a0")
    assert "tabell=organisation&amp;rad=EX-HAVGAP" in shown
    assert "tabell=payment" in shown


def test_a_row_that_is_not_there_is_said_and_shown_as_text(open_app: OpenApp) -> None:
    app = open_app(per="2022-12-31")
    app.query_params["tabell"] = "contract"
    app.query_params["rad"] = "<img src=x>"
    app.switch_page(PAGE).run()
    assert not app.exception
    assert "&lt;img src=x&gt;" in markup(app) and "<img src=x>" not in markup(app)


def test_the_address_and_the_choice_agree(open_app: OpenApp) -> None:
    app = open_app(PAGE, per="2022-12-31")
    table = next(box for box in app.selectbox if box.label == "Tabell")
    app = table.select("meeting").run()
    assert not app.exception and "Møte har" in markup(app)
    row = next(box for box in app.selectbox if box.label == "Rad")
    app = row.select(row.options[0].split()[0]).run()
    assert not app.exception and "Feltene i raden" in markup(app)
    app = next(box for box in app.selectbox if box.label == "Tabell").select("contract").run()
    assert not app.exception and "Kontrakt har" in markup(app) and "rad" not in app.query_params
