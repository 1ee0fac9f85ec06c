"""The page Prosjekter: filters in the address, the count, the list, and what stands when nothing matches."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.unit.pages.conftest import OpenApp, markup

PAGE = "pages/portfolio/projects.py"
AS_OF = "2022-12-31"


def chosen(app: AppTest, name: str) -> list[str]:
    return list(app.multiselect(key=f"filter_projects_{name}").value)


def test_the_whole_register(open_app: OpenApp) -> None:
    text = markup(open_app(PAGE, per=AS_OF))
    assert "30 prosjekter er registrert per 31. desember 2022" in text
    assert "30 prosjekter, 48,3 mill. kroner i kontrakter." in text
    assert "prosjekt?per=2022-12-31&amp;id=P001" in text


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("status", "stopped", 1),
        ("omrade", "ARBEIDSMILJO", 11),
        ("sporsmal", "ukjent", 1),
        ("behov", "ukjent", 1),
        ("merke", "D-QUASI", 5),
        ("rute", "allocation_letter", 1),
        ("utforer", "STAMI", 1),
        ("sok", "RISIKODIALOG", 1),
    ],
)
def test_filters_come_from_the_address(open_app: OpenApp, name: str, value: str, count: int) -> None:
    text = markup(open_app(PAGE, per=AS_OF, **{name: value}))
    assert f">{count} av 30 prosjekter" in text


def test_a_choice_on_the_page_goes_into_the_address_and_can_be_cleared(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=AS_OF)
    app.multiselect(key="filter_projects_omrade").set_value(["ARBEIDSMILJO"]).run()
    assert app.query_params["omrade"] == "ARBEIDSMILJO"
    assert "11 av 30 prosjekter" in markup(app)
    assert app.expander[0].proto.expanded is False
    app.multiselect(key="filter_projects_merke").set_value(["M-SURVEY"]).run()
    app.run()
    assert app.expander[0].proto.expanded is True
    app.button(key="filter_projects_clear_button").click().run()
    assert "omrade" not in app.query_params
    assert "30 prosjekter, 48,3" in markup(app)


def test_an_empty_cell_of_the_coverage_page_gives_an_empty_list_and_how_to_widen_it(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=AS_OF, omrade="SYKEFRAVAER", sporsmal="cost_benefit")
    text = markup(app)
    assert (chosen(app, "omrade"), chosen(app, "sporsmal")) == (["SYKEFRAVAER"], ["cost_benefit"])
    assert "0 av 30 prosjekter." in text
    assert "Ingen prosjekter passer med alle valgene" in text
    assert "Uten «Spørsmål: Kostnad og nytte»: 25 prosjekter" in text


def test_a_value_that_does_not_exist_is_told_as_text(open_app: OpenApp) -> None:
    text = markup(open_app(PAGE, per=AS_OF, omrade="<b>X</b>"))
    assert "«&lt;b&gt;X&lt;/b&gt;»" in text
    assert "30 prosjekter, 48,3" in text


def test_order(open_app: OpenApp) -> None:
    text = markup(open_app(PAGE, per=AS_OF, sorter="-kontraktssum"))
    assert text.index("id=P007") < text.index("id=P001")


def test_english_and_every_role(open_app: OpenApp) -> None:
    for role in ("owner", "ministry", "reference_group", "public"):
        app = open_app(PAGE, role=role, per=AS_OF, lang="en", merke="D-EXP")
        assert not app.exception
        assert "of 30 projects" in markup(app)


def test_before_there_are_projects(open_app: OpenApp) -> None:
    assert "Ingen prosjekter er registrert per 31. januar 2019" in markup(open_app(PAGE, per="2019-01-31"))
