"""The page on rules: where a hit leads, and what its filters and parts show."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from domain.text import tell
from workflows.bootstrap import build_store

ROOT = Path(__file__).resolve().parents[3]
PAGE = "pages/admin/rules.py"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    build_store(Store(folder), example=True)
    return folder


def shown(home: Path, monkeypatch: pytest.MonkeyPatch, role: str = "owner", **query: str | list[str]) -> tuple[AppTest, str]:
    monkeypatch.setenv("FOU_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["role"] = role
    app.query_params["per"] = "2022-12-31"
    app.run().switch_page(PAGE)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app, "\n".join(element.proto.body for element in app.get("html"))


def test_each_hit_leads_to_its_record(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = shown(home, monkeypatch)

    for address in (
        "prosjekt?per=2022-12-31&amp;id=P022", "kunnskapsbehov?per=2022-12-31&amp;behov=K025",
        "anskaffelser?per=2022-12-31&amp;anskaffelse=U05", "handlingsplan?per=2022-12-31&amp;ar=2020",
        "aret-i-detalj?per=2022-12-31&amp;ar=2023",
        "oppslag?per=2022-12-31&amp;tabell=programme_note&amp;rad=PN-ARBEIDSMILJO-1",
        "regler?per=2022-12-31&amp;regel=project_need",
    ):  # fmt: skip
        assert f'href="{address}"' in page
    assert "Programnotat PN-ARBEIDSMILJO-1" in page


def test_filters_limit_the_hits_and_one_rule_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, page = shown(home, monkeypatch, regel="occurrence_only", tilstand="vurdert")

    assert "id=P023" in page and "id=P024" not in page
    assert "Planen krever: Forsknings- og utviklingsarbeid som kun beskriver forekomst" in page
    assert "Vurdert 10. desember 2021 av Programeier: godtatt med begrunnelse." in page
    assert [app.multiselect[n].value for n in range(3)] == [[], ["occurrence_only"], ["vurdert"]]
    assert tell("plan_rules.page.no_hits_chosen", "nb") in shown(home, monkeypatch, alvorlighet="brudd")[1]


def test_a_rule_without_hits_says_what_it_judged(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = shown(home, monkeypatch, regel="framework_length")

    assert "Resultat: Ingen treff (1 rad vurdert)." in page


def test_the_parts_list_the_rules_of_the_plan_and_of_import(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, plan = shown(home, monkeypatch, **{"del": "regler"})
    _, load = shown(home, monkeypatch, **{"del": "innlesing"})

    assert plan.count("<tr>") == 46
    assert "Rammeavtaler varer ikke lenger enn tillatt" in plan and "Kapittel 3 og vedlegg 1 (programmandat)" in plan
    assert "Andelene over innsatsområder blir 100" in load and "Stopper innlesingen" in load


def test_the_reference_group_is_told_what_it_may_not_see(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = shown(home, monkeypatch, role="reference_group", **{"del": "regler"})

    assert "3 av reglene kan ikke vurderes med din tilgang." in page
    assert page.count("Kan ikke vurderes med din tilgang") == 3
    assert "KR-052" not in shown(home, monkeypatch, role="reference_group")[1]


def test_the_public_has_no_filter_on_assessments(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, page = shown(home, monkeypatch, role="public")

    assert len(app.multiselect) == 2
    assert tell("plan_rules.page.state_hidden", "nb") in page and "godtatt med begrunnelse" not in page
