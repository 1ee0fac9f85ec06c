"""The page of power: studies with verdicts, and the calculator whose every input stands in the address."""

from datetime import date

from streamlit.testing.v1 import AppTest

from analytics.evidence.power.result import power
from data.snapshot import Snapshot
from data.store import Store, fou_home
from domain.text import tell
from tests.unit.pages.conftest import OpenApp, markup

PAGE = "pages/evidence/power.py"
PER = "2024-12-31"
#: The calculator's fields as the address has them, with the same as choices of the report.
ADDRESS = {
    "design": "klynger-for", "klynger_med": "10", "klynger_uten": "14", "storrelse": "25.5", "variasjon": "0.3", "icc": "0.03",
    "over_tid": "0.8", "utgangsniva_prosent": "8", "sd_prosent": "14", "frafall": "10", "endring": "20", "styrke": "90",
    "signifikans": "5", "forklart": "0.2", "person_over_tid": "0",
}  # fmt: skip
CHOICES = {
    "design": "cluster_baseline", "outcome_kind": "percent", "clusters_treated": "10", "clusters_control": "14", "size": "25.5",
    "cv": "0.3", "icc": "0.03", "correlation": "0.8", "baseline": "8", "sd": "14", "attrition": "10", "effect": "20",
    "power": "90", "alpha": "5", "r2": "0.2",
}  # fmt: skip


def _asked(app: AppTest, name: str) -> str:
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def test_studies_stand_with_their_verdict_in_words_and_lead_to_details(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=PER, studie="ST-01")

    assert not app.exception
    text = markup(app)
    assert "○ kan ikke oppdage" in text
    assert "● kan oppdage" in text
    assert "? mangler opplysninger" in text
    assert "Studien ST-01 kan oppdage en endring på 62,3 prosent av utgangsnivået" in text
    assert "FU-08" in text


def test_the_calculator_gives_what_the_command_line_gives(open_app: OpenApp) -> None:
    app = open_app(per=PER, **{"del": "kalkulator"}, **ADDRESS)
    app.switch_page(PAGE).run()
    for name, value in {"del": "kalkulator", **ADDRESS}.items():
        app.query_params[name] = value
    app.run()

    assert not app.exception
    with Store(fou_home()).read() as reader:
        held = Snapshot(date.fromisoformat(PER), reader.info().data_version, reader.frame)
        made = power(held, CHOICES)
    assert made.sentence.nb in markup(app)
    assert {name: _asked(app, name) for name in ADDRESS} == ADDRESS


def test_every_choice_stands_in_the_address_with_suggestions_from_the_studies(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=PER)
    app.query_params["del"] = "kalkulator"
    app.run()

    assert not app.exception
    assert _asked(app, "klynger_med") == "12"
    assert _asked(app, "utgangsniva_prosent") == "9.8"
    assert _asked(app, "styrke") == "80"
    assert [field.value for field in app.number_input if field.label == "Klynger med tiltaket"] == [12]


def test_without_studies_the_fields_are_empty_and_what_is_missing_is_named(open_app: OpenApp) -> None:
    app = open_app(PAGE, per="2019-12-31")
    app.query_params["del"] = "kalkulator"
    app.run()

    assert not app.exception
    text = markup(app)
    assert "Det mangler: klynger med tiltaket, klynger uten tiltaket, personer i hver klynge" in text
    assert tell("power.page.calculator_text_none", "nb") in text


def test_wrong_words_in_the_address_are_told_and_faults_do_not_stop_the_page(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=PER)
    app.query_params["del"] = "kalkulator"
    app.query_params["icc"] = "høy"
    app.query_params["frafall"] = "99"
    app.run()

    assert not app.exception
    text = markup(app)
    assert "høy" in text
    assert "Verdien for frafall må ligge mellom 0 og 95." in text


def test_numbers_are_written_with_comma_and_what_is_no_number_is_told(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=PER)
    app.query_params["del"] = "kalkulator"
    app.run()
    icc = next(field for field in app.text_input if field.label == "Likhet i klyngen (ICC)")
    assert icc.value == "0,02"

    icc.set_value("0,1").run()
    assert _asked(app, "icc") == "0.1"

    next(field for field in app.text_input if field.label == "Likhet i klyngen (ICC)").set_value("mye <b>").run()
    assert "«mye &lt;b&gt;» er ikke et tall" in markup(app)
    assert "Det mangler: hvor like personer i samme klynge er (ICC)" in markup(app)
    assert not app.exception
