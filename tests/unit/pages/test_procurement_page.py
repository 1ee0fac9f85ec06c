"""The page on procurement: its parts, its records, its filters, and what each role may see."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from domain.text import tell
from tests.unit.pages.conftest import OpenApp, markup

PAGE = "pages/portfolio/procurement.py"
AS_OF = "2022-12-31"


def lanes_of(app: AppTest) -> int:
    """How many calls the text says are shown."""
    return int(markup(app).split("Viser ")[1].split(" av ")[0])


def test_the_first_part_has_routes_calls_and_the_reserved_share(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=AS_OF)
    text = markup(app)
    assert "20 utlysninger og oppdrag er registrert per 31. desember 2022" in text
    assert "U12 har stått lengst: 50 dager i konkurransegrunnlag" in text
    assert "Lov om offentlige anskaffelser kommer ikke til anvendelse (9.1)" in text
    assert "1 kontrakt på 2,4 mill. kroner er innenfor." in text
    assert "anskaffelse=U12" in text


def test_filters_narrow_the_calls(open_app: OpenApp) -> None:
    assert lanes_of(open_app(PAGE, per=AS_OF, status="avlyst")) == 1
    assert lanes_of(open_app(PAGE, per=AS_OF, rute="egenregi")) == 4
    assert lanes_of(open_app(PAGE, per=AS_OF, sok="HELSEIARBEID")) == 1
    assert lanes_of(open_app(PAGE, per=AS_OF, sok="Statens eksempelkontor")) == 2  # a supplier
    assert lanes_of(open_app(PAGE, per=AS_OF, sok=".*")) == 0


def test_a_call_has_a_record_of_its_own(open_app: OpenApp) -> None:
    text = markup(open_app(PAGE, per=AS_OF, anskaffelse="U05"))
    assert "340 dager etter at arbeidet ble registrert" in text
    assert "Trinnet kontrakt inngått ligger 105 dager etter opprinnelig plan" in text
    assert "Tilbudsprotokoll U05" in text
    assert "prosjekt?per=2022-12-31&amp;id=P007" in text


def test_who_tendered_is_withheld_from_others(open_app: OpenApp) -> None:
    for role in ("ministry", "reference_group", "public"):
        text = markup(open_app(PAGE, role=role, per=AS_OF, anskaffelse="U05"))
        assert "Tilbudsprotokoll" not in text
        assert tell("procurement.caveat.tender_withheld", "nb") in text


def test_a_record_that_does_not_exist_is_told(open_app: OpenApp) -> None:
    assert "«U99&lt;b&gt;»" in markup(open_app(PAGE, per=AS_OF, anskaffelse="U99<b>"))
    assert "Det finnes ingen rammeavtale «RA9»" in markup(open_app(PAGE, per=AS_OF, rammeavtale="RA9"))
    assert "Det finnes ingen utlysning" in markup(open_app(PAGE, per="2019-06-30", anskaffelse="U05"))


def test_framework_agreements_and_one_of_them(open_app: OpenApp) -> None:
    text = markup(open_app(PAGE, per=AS_OF, **{"del": "rammeavtaler"}))
    assert "nøyaktig så lenge den kan uten særlige forhold (48 måneder)" in text
    assert "Den går ut om 22 måneder, 31. oktober 2024" in text
    text = markup(open_app(PAGE, per="2024-05-31", **{"del": "rammeavtaler"}))
    assert "Siste varsel: den går ut om 5 måneder" in text
    text = markup(open_app(PAGE, per=AS_OF, rammeavtale="RA1"))
    assert "4 avrop på til sammen 3,8 mill. kroner" in text
    assert "anskaffelse=U03" in text


def test_contracts_that_end_and_those_past_their_end(open_app: OpenApp) -> None:
    text = markup(open_app(PAGE, per="2024-06-30", **{"del": "kontrakter"}))
    assert "1 kontrakt er forbi sluttdatoen og ikke gjort opp" in text
    assert "KT020" in text
    assert "Ingen kontrakter går ut innen 12 måneder." in text


def test_trial_sites_by_role(open_app: OpenApp) -> None:
    owner = markup(open_app(PAGE, per=AS_OF, **{"del": "forsoksenheter"}))
    assert "2 av 9 har falt fra" in owner
    assert "Blåveistunet" in owner
    group = markup(open_app(PAGE, role="reference_group", per=AS_OF, **{"del": "forsoksenheter"}))
    assert "Blåveistunet" not in group
    assert "ENH-01" in group
    assert tell("procurement.caveat.names_withheld", "nb") in group
    public = markup(open_app(PAGE, role="public", per=AS_OF, **{"del": "forsoksenheter"}))
    assert "ENH-01" not in public
    assert tell("procurement.caveat.sites_withheld", "nb") in public
    assert "1,3 mill. kroner er tildelt" in public


def test_every_part_is_english_when_asked(open_app: OpenApp) -> None:
    for part in ("rammeavtaler", "kontrakter", "forsoksenheter"):
        app = open_app(PAGE, per=AS_OF, lang="en", **{"del": part})
        assert not app.exception
        assert "Forsøksenheter" not in markup(app)
