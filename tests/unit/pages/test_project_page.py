"""The page Prosjekt: every part of a project for each role, and an id that is not known."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from domain.tables import Role
from tests.unit.pages.conftest import OpenApp, markup
from tests.unit.pages.test_pages import _OURS, NORWEGIAN

PAGE = "pages/portfolio/project.py"
DAY = "2022-12-31"
PARTS = ("oversikt", "framdrift", "penger", "kunnskap", "grunnlag", "endringer", "merknader")


def headings(app: AppTest) -> list[str]:
    return [header.value for header in app.header]


def test_the_first_screen_says_what_it_is_and_where_it_stands(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, id="P007")
    said = markup(app)
    assert headings(app)[0] == "Tidlig dialog: klyngerandomisert forsøk i sykehjem"
    assert "Pågår siden 24. mai 2021" in said
    assert '<dd class="fou-tile-value">4,2 mill. kroner</dd>' in said
    assert "Her står prosjektet." in said


@pytest.mark.parametrize("part", [*PARTS, "alt"])
@pytest.mark.parametrize("role", get_args(Role))
def test_every_part_shows_for_every_role(open_app: OpenApp, part: str, role: str) -> None:
    app = open_app(PAGE, role=role, per=DAY, id="P007", **{"del": part})
    assert not app.exception
    assert len(headings(app)) > 1


@pytest.mark.parametrize("project", ["P001", "P012", "P017", "P020", "P024", "P025"])
def test_the_whole_page_shows_for_unlike_projects_on_unlike_days(open_app: OpenApp, project: str) -> None:
    for day in ("2021-06-30", "2022-12-31", "2024-06-30"):
        assert not open_app(PAGE, per=day, id=project, **{"del": "alt"}).exception


@pytest.mark.parametrize("project", ["P007", "P012", "P024", "P029"])
def test_the_whole_page_in_english_has_no_norwegian(open_app: OpenApp, project: str) -> None:
    app = open_app(PAGE, lang="en", per=DAY, id=project, **{"del": "alt"})
    ours = [*(a or b for a, b in _OURS.findall(markup(app))), *headings(app)]
    words = {word for text in ours for word in re.findall(r"\w+", re.sub(r"[«“].*?[»”]", "", text).lower())}
    summary = next(text for text in ours if text)
    assert summary
    assert words & (NORWEGIAN - {"av", "og", "ikke", "for", "hvem", "mål", "målet", "sykefravær"}) == set()


def test_a_role_is_told_what_it_may_not_see(open_app: OpenApp) -> None:
    said = markup(open_app(PAGE, role="public", per=DAY, id="P007", **{"del": "alt"}))
    assert "Forsøksenheter vises ikke for din rolle." in said
    assert "Innspill fra partene vises ikke for din rolle." in said
    assert "Hvem som leverte tilbud og hvem som vurderte dem, vises bare for programeier." in said
    assert "Blåveistunet" not in said
    assert "Prøv ut tidlig dialog i sykehjem med kontrollgruppe." not in said
    group = markup(open_app(PAGE, role="reference_group", per=DAY, id="P007", **{"del": "alt"}))
    assert "Blåveistunet" not in group
    assert "Tilbudsprotokoll" not in group
    assert "Prøv ut tidlig dialog i sykehjem med kontrollgruppe." in group


@pytest.mark.parametrize("asked", ["FINNES-IKKE", "<script>alert(1)</script>", "å æ ø / ? & #", "' OR 1=1"])
def test_an_unknown_id_is_explained_with_a_way_to_find_a_project(open_app: OpenApp, asked: str) -> None:
    app = open_app(PAGE, per=DAY, id=asked)
    said = markup(app)
    assert not app.exception
    assert "Det finnes ingen rad med id" in said
    assert "<script>alert" not in said
    assert "De første 15 av 30 prosjekter:" in said


def test_without_an_id_a_project_can_be_found_by_a_word(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY)
    app.text_input[0].set_value("barnehage").run()
    assert re.findall(r'href="prosjekt\?[^"]*id=(P\d+)"', markup(app)) == ["P008", "P018"]
    app.text_input[0].set_value("finnes ikke").run()
    assert "Ingen prosjekter passer med søket." in markup(app)


def test_an_earlier_day_shows_only_what_was_known_then(open_app: OpenApp) -> None:
    assert "ikke være kjent ennå på denne datoen" in markup(open_app(PAGE, per="2021-03-25", id="P007"))
    early = markup(open_app(PAGE, per="2021-12-31", id="P007", **{"del": "alt"}))
    assert "omikronbølgen" not in early
    assert "Ingen funn er rapportert per denne datoen." in early
    assert "Ingenting var registrert i verktøyet om prosjektet per 31. desember 2021." in early


def test_links_lead_on_to_need_plan_and_procurement(open_app: OpenApp) -> None:
    said = markup(open_app(PAGE, per=DAY, id="P007"))
    pages = ("kunnskapsbehov", "behov=K003"), ("handlingsplan", "ar=2021"), ("anskaffelser", "anskaffelse=U05")
    for page, query in (*pages, ("prosjekter", "omrade=SYKEFRAVAER")):
        assert f'href="{page}?per=2022-12-31&amp;{query}"' in said


def test_remarks_say_what_to_do(open_app: OpenApp) -> None:
    said = markup(open_app(PAGE, id="P024", **{"del": "merknader"}))
    assert "Hoveddesign er ikke oppgitt." in said
    assert "Oppgi hoveddesign." in said
