"""Portfolios that have nothing in common with the example: none, one bare project, a later programme, and 500 projects.

Every report and every page must stand, and what adds up must add up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.meetings.meeting import Meeting
from analytics.meetings.places import resolve
from analytics.meetings.setting import Setting
from analytics.meetings.templates import BUILDERS
from analytics.result import Result, plain
from benchmarks.large_portfolio import write_portfolio
from data.snapshot import Snapshot
from data.store import Store
from domain.numbers import date_text
from pages import PAGES
from reports.catalogue import catalogue
from reports.run import report_text, run_report
from tests.acceptance.conftest import ROOT, run_cli
from tests.acceptance.test_meeting_screens import MESSAGE, fits, runner, values_of

FOLDERS = Path(__file__).parent / "portfolios"
DAYS = {"none": date(2022, 12, 31), "bare": date(2022, 12, 31), "later": date(2026, 6, 30), "many": date(2021, 6, 30)}
#: Reports that read no portfolio; they are tried elsewhere.
_OF_STATISTICS = ("absence-", "sources", "data-dictionary", "findings-of-import", "parameters")
REPORTS = [name for name in catalogue() if not name.startswith(_OF_STATISTICS)]
Homes = Callable[[str], Path]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """A store of each portfolio, made by the command line as a user makes it."""
    made: dict[str, Path] = {}

    def of(name: str) -> Path:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            source = FOLDERS / name
            if name == "many":
                source = folder / "files"
                write_portfolio(source, 500, whole=True)
            steps = [["build"]] if name == "none" else [["import", str(source), "--by", "Test", "--reason", "Prøve"]]
            for step in steps:
                done = run_cli(folder / "home", *step, example=False)
                assert done.returncode == 0, done.stdout + done.stderr
            made[name] = folder / "home"
        return made[name]

    return of


@pytest.fixture(autouse=True)
def _no_example(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FOU_EXAMPLE", "0")
    yield


def report(homes: Homes, portfolio: str, name: str, **choices: str) -> Result:
    return run_report(Store(homes(portfolio)), name, as_of=DAYS[portfolio], choices=choices)


def numbers(homes: Homes, portfolio: str, name: str, **choices: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(report_text(name, report(homes, portfolio, name, **choices), "json", "nb"))
    return found


@pytest.mark.parametrize("portfolio", DAYS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_stands_in_each_form(homes: Homes, portfolio: str, name: str) -> None:
    result = report(homes, portfolio, name)

    for form in ("json", "csv", "text"):
        for lang in ("nb", "en"):
            assert report_text(name, result, form, lang)
    assert result.sentence.nb and result.sentence.en
    assert not result.basis.contains_example_data


@pytest.mark.parametrize("portfolio", DAYS)
@pytest.mark.parametrize("page", [page for page in PAGES if page.section != "sickness"], ids=lambda page: page.id)
def test_every_page_stands(homes: Homes, monkeypatch: pytest.MonkeyPatch, portfolio: str, page: Any) -> None:
    monkeypatch.setenv("FOU_HOME", str(homes(portfolio)))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["per"] = DAYS[portfolio].isoformat()
    app.run().switch_page(page.path).run()

    assert not app.exception
    assert [title.value for title in app.title] == [page.title.nb]
    shown = "\n".join(element.proto.body for element in app.get("html"))
    assert "fou-badge-example" not in shown
    assert "fou-notice-warning" not in shown or "Merk:" in shown


@pytest.mark.parametrize("portfolio", DAYS)
@pytest.mark.parametrize("rows", ["", "instrument", "need", "industry", "general_priority"])
def test_money_split_over_the_matrix_is_the_contracts_to_the_krone(homes: Homes, portfolio: str, rows: str) -> None:
    choices = {"rows": rows, "counting": "split"} if rows else {}
    ledger = numbers(homes, portfolio, "coverage", **choices)["result"]["amounts"]
    parts = ("in_cells_nok", "in_retired_areas_nok", "unknown_place_nok", "not_counted_nok")

    assert Decimal(str(ledger["total_nok"])) == sum((Decimal(str(ledger[part])) for part in parts), Decimal(0))


def test_the_later_programme_is_judged_by_its_own_areas_frames_and_rules(homes: Homes) -> None:
    coverage = numbers(homes, "later", "coverage")["result"]
    assert {cell["area_id"] for cell in coverage["cells"]} == {"SKOLE", "HJEMMETJENESTE", "BARNEVERN"}
    assert coverage["covered"] == 2  # the trial, over two areas
    assert coverage["amounts"]["in_cells_nok"] == 5_000_001

    plan = numbers(homes, "later", "action-plan")["result"]
    assert "2026" in json.dumps(plan)

    hits = json.dumps(numbers(homes, "later", "rules"), ensure_ascii=False)
    assert "TP-2" in hits  # the restricted organisation under another id, as partner in a competition


def test_an_area_that_is_retired_keeps_its_projects_and_its_money(homes: Homes) -> None:
    later = run_report(Store(homes("later")), "coverage", as_of=date(2027, 3, 1))
    found = json.loads(report_text("coverage", later, "json", "nb"))["result"]

    assert {cell["area_id"] for cell in found["cells"]} == {"SKOLE", "BARNEVERN"}
    assert found["projects"]["registered"] == 2


def test_a_bare_project_is_told_with_what_is_missing(homes: Homes) -> None:
    found = numbers(homes, "bare", "project", id="Prosjekt nr. 1/Å")

    assert found["result"]["project_id"] == "Prosjekt nr. 1/Å"
    assert date_text(date(2020, 3, 1)) in found["sentence"]["nb"] or found["sentence"]["nb"]
    assert numbers(homes, "bare", "projects")["result"]["count"] == 1


def test_filters_of_the_register_agree_with_each_other(homes: Homes) -> None:
    whole = numbers(homes, "many", "projects")["result"]["count"]
    by_area = [
        numbers(homes, "many", "projects", priority_area=area)["result"]["projects"] for area in ("ARBEIDSMILJO", "SYKEFRAVAER")
    ]
    ids = [{row["project_id"] for row in rows} for rows in by_area]

    assert 0 < whole == len(ids[0] | ids[1])
    both = ids[0] & ids[1]
    assert both == {found for found in ids[0] | ids[1] if int(found[1:]) % 4 == 0}  # every fourth project is of both


@pytest.mark.parametrize("portfolio", DAYS)
def test_every_screen_of_a_meeting_stands_and_keeps_to_the_reports(homes: Homes, portfolio: str) -> None:
    day = DAYS[portfolio]
    reader = Store(homes(portfolio)).read()
    open_snapshot = cache(lambda at: Snapshot(at, "v", reader.frame, load_rows=reader.rows))
    run = runner(homes(portfolio), day)
    for held in (None, Meeting("før", "autumn", "Før", day - timedelta(200), day - timedelta(200), None, is_example=False)):
        meeting = Meeting("M", "spring", "Møte", day, None, None, is_example=False)
        setting = Setting(open_snapshot(day), None, meeting, held, open_snapshot)
        for name, build in BUILDERS.items():
            screen = build(setting)
            fits(screen)
            assert len(screen.message.nb) <= MESSAGE, (name, screen.message.nb)
            for value in values_of(screen):
                if value.at and not value.at.startswith("meeting?"):
                    assert plain(value.value) == resolve(value.at, run), (name, value.at)
