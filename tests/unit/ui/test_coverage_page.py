"""The page Dekning: the address holds rows, level, counting, the day compared with, and the chosen cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.portfolio.coverage import coverage
from domain.text import tell
from tests.unit.analytics.portfolio.rows import area, areas_of, project, questions_of, snapshot
from tests.unit.pages.conftest import OpenApp, home, markup, open_app
from ui.coverage_state import Choice, address_of, cell_key, cell_keys

__all__ = ["home", "open_app"]

PAGE = "pages/portfolio/coverage.py"
DAY = "2022-12-31"


def asked(app: Any) -> dict[str, Any]:
    """The page's own part of the address."""
    return {name: app.query_params[name] for name in app.query_params if name not in ("per", "lang")}


def value(app: Any, name: str) -> Any:
    widgets = [*app.selectbox, *app.get("button_group")]
    return next(widget.value for widget in widgets if widget.key == f"filter_coverage_{name}")


def opened(open_app: OpenApp, **query: str) -> Any:
    app = open_app(PAGE, per=DAY, **query)
    assert not app.exception
    return app


def test_without_an_address_the_areas_by_questions_are_shown_and_nothing_is_written(open_app: OpenApp) -> None:
    app = opened(open_app)
    assert asked(app) == {}
    assert value(app, "rader") == "omrade"
    assert "7 av 10 prioriterte felt er dekket" in markup(app)


def test_an_old_address_still_opens_its_cell(open_app: OpenApp) -> None:
    app = opened(open_app, felt="ARBEIDSMILJO.cost_benefit")
    assert value(app, "felt") == "ARBEIDSMILJO.cost_benefit"
    assert "Feltet er prioritert, men ingenting er satt i gang eller planlagt." in markup(app)


def test_everything_in_the_address_is_shown_and_stays(open_app: OpenApp) -> None:
    query = {"rader": "virkemiddel", "niva": "detalj", "telling": "delt", "siden": "2021-12-31",
             "felt": "EKSPERTBISTAND.SYKEFRAVAER.effect"}  # fmt: skip
    app = opened(open_app, **query)
    assert {name: value(app, name) for name in ("rader", "siden", "felt")} == {
        name: query[name] for name in ("rader", "siden", "felt")
    }
    assert {name: words[0] if isinstance(words, list) else words for name, words in asked(app).items()} == query
    told = markup(app)
    assert "virkemidler har minst ett prosjekt som teller" in told
    assert "Avvik mot kontraktene: 0 kroner" in told
    assert "Siden 31. desember 2021" in told
    assert 'href="prosjekt?' in told
    assert "omrade=SYKEFRAVAER&amp;sporsmal=effect" in told
    assert "virkemiddel=EKSPERTBISTAND" in told


@pytest.mark.parametrize("rows", ["virkemiddel", "behov", "bransje", "prioritering"])
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_all_rows_are_shown_in_both_languages(open_app: OpenApp, rows: str, lang: str) -> None:
    told = markup(opened(open_app, rader=rows, niva="detalj", siden="mote", lang=lang))
    assert tell("coverage.col_row", lang) in told
    assert "2022" in told


def test_choosing_rows_level_and_counting_writes_the_address(open_app: OpenApp) -> None:
    app = opened(open_app)
    app.selectbox(key="filter_coverage_rader").set_value("behov").run()
    app.segmented_control(key="filter_coverage_niva").set_value("detalj").run()
    app.segmented_control(key="filter_coverage_telling").set_value("delt").run()
    assert not app.exception
    assert {name: str(words) if isinstance(words, str) else words[0] for name, words in asked(app).items()} == {
        "rader": "behov", "niva": "detalj", "telling": "delt",
    }  # fmt: skip


def test_the_cell_follows_to_the_overview_and_goes_with_its_rows(open_app: OpenApp) -> None:
    app = opened(open_app, rader="virkemiddel", niva="detalj", felt="EKSPERTBISTAND.SYKEFRAVAER.effect")
    app.segmented_control(key="filter_coverage_niva").set_value("oversikt").run()
    assert value(app, "felt") == "EKSPERTBISTAND.SYKEFRAVAER."
    app.selectbox(key="filter_coverage_rader").set_value("bransje").run()
    assert value(app, "felt") is None
    assert "felt" not in asked(app)
    assert tell("frame.filter_unknown", "nb", asked="EKSPERTBISTAND.SYKEFRAVAER.") not in markup(app)


def test_what_does_not_exist_is_told(open_app: OpenApp) -> None:
    app = opened(open_app, rader="tull", felt="ukjent.felt")
    for word in ("tull", "ukjent.felt"):
        assert f"«{word}»" in markup(app)
    app.query_params["siden"] = "2099-01-01"  # Overblikk, which the test opens first, has a day of the same name
    app.run()
    assert "«2099-01-01»" in markup(app)
    assert asked(app) == {}


def test_a_day_of_ones_own_can_be_chosen(open_app: OpenApp) -> None:
    app = opened(open_app, siden="dato")
    app.date_input(key="_coverage_day").set_value(date(2021, 3, 4)).run()
    assert not app.exception
    assert value(app, "siden") == "2021-03-04"
    assert "Siden 4. mars 2021" in markup(app)


def test_before_the_first_meeting_there_is_none_to_compare_with(open_app: OpenApp) -> None:
    app = open_app(PAGE, per="2019-02-01")
    assert not app.exception
    assert "mote" not in app.selectbox(key="filter_coverage_siden").options


def test_keys_of_cells_are_unique_and_readable_whatever_the_ids_are() -> None:
    odd = [{"instrument_id": key, "agreement_id": "A", "name_nb": key, "name_en": key, "short_nb": key, "short_en": key}
           for key in ("a.b", "a", "æ %", "%2E")]  # fmt: skip
    rows: dict[str, Any] = {
        "instrument": odd,
        "priority_area": [area("b.c", 1), area("c", 2)],
        "project": [project("1", started_date=date(2021, 1, 1))],
        "project_area": areas_of("1", c=50),
        "project_question": questions_of("1", effect=50),
    }
    for level in ("overview", "detail"):
        matrix = coverage(snapshot(**rows), {"rows": "instrument", "level": level}).matrix
        assert len(cell_keys(matrix)) == len(matrix.cells)
    plain = coverage(snapshot(**rows)).matrix
    assert len(cell_keys(plain)) == len(plain.cells)
    first = plain.cells.row(0, named=True)
    assert cell_key("area", first) == "b.c.cause"


def test_all_questions_and_a_question_not_stated_have_different_names() -> None:
    rows: dict[str, Any] = {
        "project": [project("1", started_date=date(2021, 1, 1))],
        "project_area": areas_of("1", A1=100),
    }
    overview, detail = (
        coverage(snapshot(**rows), {"rows": "industry", "level": level}).matrix for level in ("overview", "detail")
    )
    assert ".A1." in cell_keys(overview)
    assert ".A1." not in cell_keys(detail)
    unknown = detail.cells.filter(pl.col("project_ids").list.len() > 0).row(0, named=True)
    assert cell_key("industry", unknown) == ".A1.ukjent"


def test_the_address_of_a_cell_leaves_out_what_is_shown_anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.coverage_state.st.query_params", {"siden": "mote"})
    assert address_of(Choice("area", "detail", "whole", None), "A1.effect") == {"siden": "mote", "felt": "A1.effect"}
    assert address_of(Choice("need", "detail", "split", None)) == {
        "rader": "behov", "niva": "detalj", "telling": "delt", "siden": "mote",
    }  # fmt: skip
