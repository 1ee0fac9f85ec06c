"""The page Prosjekter: what the address asks for is what is shown, counted and downloaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.portfolio.projects import projects
from data.snapshot import Snapshot
from data.store import Store
from tests.unit.pages.conftest import OpenApp, markup
from ui import register, tables

PAGE = "pages/portfolio/projects.py"
DAY = "2022-12-31"


def ids(app: AppTest) -> list[str]:
    """The projects of the list in their order."""
    return re.findall(r'href="prosjekt\?[^"]*id=(P\d+)"', markup(app))


def on_the_command_line(home: Path, choices: Mapping[str, str], year: int | None = None) -> list[str]:
    snapshot = Snapshot.open(Store(home), date.fromisoformat(DAY))
    return projects(snapshot, choices, year).rows.get_column("project_id").to_list()


@pytest.mark.parametrize(
    ("address", "choices"),
    [
        ({}, {}),
        ({"status": "running"}, {"status": "running"}),
        ({"omrade": "ARBEIDSMILJO", "sporsmal": "effect"}, {"priority_area": "ARBEIDSMILJO", "question": "effect"}),
        ({"sporsmal": "uten"}, {"question": "uten"}),
        ({"virkemiddel": "BRANSJEPROGRAM", "sorter": "-belop"}, {"instrument": "BRANSJEPROGRAM", "sort": "-amount_nok"}),
        ({"behov": "uten"}, {"need": "uten"}),
        ({"bransje": "SYKEHJEM"}, {"programme_industry": "SYKEHJEM"}),
        ({"prioritering": "GP-EFFEKTDESIGN"}, {"general_priority": "GP-EFFEKTDESIGN"}),
        ({"merke": "D-QUASI"}, {"tag": "D-QUASI"}),
        ({"rute": "call_off", "sorter": "tittel"}, {"route": "call_off", "sort": "title_nb"}),
        ({"utforer": "STAMI"}, {"organisation": "STAMI"}),
        ({"sok": "SYKEHJEM dialog"}, {"text": "SYKEHJEM dialog"}),
    ],
)  # fmt: skip
def test_the_page_and_the_command_line_give_the_same_rows(
    open_app: OpenApp, home: Path, address: dict[str, str], choices: dict[str, str]
) -> None:
    app = open_app(PAGE, per=DAY, **address)
    assert not app.exception
    assert ids(app) == on_the_command_line(home, choices)


def test_the_year_is_a_filter_too(open_app: OpenApp, home: Path) -> None:
    assert ids(open_app(PAGE, per=DAY, ar="2020")) == on_the_command_line(home, {}, 2020)


def test_the_live_count_says_how_many_of_how_many_and_the_sum(open_app: OpenApp) -> None:
    assert "Viser 30 av 30 prosjekter, 48,3 mill. kroner." in markup(open_app(PAGE, per=DAY))
    assert "Viser 1 av 30 prosjekter, 2,4 mill. kroner." in markup(open_app(PAGE, per=DAY, utforer="STAMI"))
    assert "Viser 3 av 3 prosjekter; ingen har kontraktssum." in markup(open_app(PAGE, per="2020-01-31"))


def test_a_filter_that_leaves_nothing_says_what_to_do(open_app: OpenApp) -> None:
    said = markup(open_app(PAGE, per=DAY, sok="finnes ikke noe sted"))
    assert "Viser 0 av 30 prosjekter." in said
    assert "nullstill filtrene" in said


def test_a_value_that_does_not_exist_is_told_and_left_out(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, omrade="FINNES-IKKE", status="closed")
    assert "«FINNES-IKKE»" in markup(app)
    assert len(ids(app)) == 12


def test_what_was_typed_is_shown_as_text(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, sok="<script>alert(1)</script>", utforer="<img src=x>")
    assert not app.exception
    assert "<script>alert" not in markup(app)
    assert "<img src=x>" not in markup(app)


def test_the_clear_button_empties_every_filter_and_keeps_the_order(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY, status="running", sok="fravær", ar="2022", sorter="-belop")
    next(button for button in app.button if button.label == "Nullstill filtrene").click().run()
    assert len(ids(app)) == 30
    assert ids(app)[0] != "P001"
    assert not [button for button in app.button if button.label == "Nullstill filtrene"]


def test_choosing_a_filter_stands_in_the_address(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=DAY)
    next(select for select in app.multiselect if select.label == "Status").select("stopped").run()
    assert app.query_params["status"] in ("stopped", ["stopped"])
    assert ids(app) == ["P012"]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_download_is_exactly_the_rows_on_the_screen(home: Path, lang: str) -> None:
    found = projects(Snapshot.open(Store(home), date.fromisoformat(DAY)), {"status": "stopped,closed", "sort": "-paid_nok"})
    rows = found.rows.with_columns(title=f"title_{lang}")
    lines = tables.csv_bytes(rows, register.columns(lang), lang).decode("utf-8-sig").splitlines()
    assert [line.split(";")[1] for line in lines[1:]] == found.rows.get_column("project_id").to_list()
    assert len(lines) == 1 + found.count
    paid = found.rows.get_column("paid_nok").drop_nulls().sum()
    head = lines[0].split(";")
    place = next(n for n, name in enumerate(head) if name.startswith(("Betalt", "Paid")))
    assert sum(float(line.split(";")[place].replace(",", ".") or 0) for line in lines[1:]) == float(paid)


@pytest.mark.parametrize("role", ["owner", "ministry", "reference_group", "public"])
def test_every_role_sees_the_same_register(open_app: OpenApp, role: str) -> None:
    assert len(ids(open_app(PAGE, per=DAY, role=role))) == 30
