"""Dissemination, planned and done, with numbers that can be counted by hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.portfolio.dissemination import NO_AREA, Dissemination, dissemination
from analytics.portfolio.dissemination_text import days_text, waiting_text
from data.snapshot import Snapshot
from domain.tables import Role
from reports.envelope import envelope
from tests.unit.analytics.portfolio.procurement_rows import call
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row, area, areas_of, project

LIMIT: Row = {
    "parameter_id": "PAR",
    "name": "dissemination_days",
    "value": 90.0,
    "unit": "dager",
    "valid_from": date(2019, 1, 1),
}
#: Ended 91 and 90 days before the day of the snapshot.
LONG_AGO, JUST_NOW = date(2021, 3, 31), date(2021, 4, 1)


def item(item_id: str, project_id: str, done: date | None = None, planned: date | None = None, **values: Any) -> Row:
    return {
        "dissemination_id": item_id,
        "project_id": project_id,
        "channel": "nav_no",
        "title_nb": f"Produkt {item_id}",
        "planned_date": planned,
        "done_date": done,
        **values,
    }


def report(project_id: str, delivered: date | None, published: date | None = None, **values: Any) -> Row:
    return {
        "deliverable_id": f"R-{project_id}",
        "project_id": project_id,
        "kind": "final_report",
        "title_nb": "Sluttrapport",
        "delivered_date": delivered,
        "published_date": published,
        **values,
    }


def found(as_of: date = AS_OF, *, role: Role = "owner", **tables: list[Row]) -> Dissemination:
    given: dict[str, list[Row]] = {
        "programme": [PROGRAMME],
        "parameter": [LIMIT],
        "priority_area": [area("A1", 1), area("A2", 2)],
    }
    return dissemination(Snapshot.from_rows(as_of, {**given, **tables}, role=role))


def ended(project_id: str, day: date = LONG_AGO, **values: Any) -> Row:
    return project(project_id, started_date=date(2020, 2, 1), completed_date=day, **values)


def flags(result: Dissemination) -> dict[str, tuple[str, list[str]]]:
    return {row["project_id"]: (row["state"], row["flags"]) for row in result.projects.to_dicts()}


def test_the_share_of_finished_projects_with_something_for_workplaces() -> None:
    day = date(2021, 4, 10)
    result = found(
        project=[ended("1"), ended("2"), ended("3"), ended("4"), ended("5", stopped_date=date(2021, 1, 1)), project("6")],
        dissemination=[
            item("a", "1", day, workplace_fit=True),
            item("b", "2", day, workplace_fit=False),
            item("c", "3", day),
            item("d", "4", None, date(2021, 12, 1), workplace_fit=True),
            item("e", "6", day, workplace_fit=True),
        ],
    )
    assert (result.fit.part, result.fit.whole, result.fit.unknown, result.fit.pct) == (1, 4, 1, 25.0)
    assert result.sentence.nb.startswith("1 av 4 avsluttede prosjekter har formidlet noe som er tilrettelagt for virksomheter")
    assert "For 1 er det ikke oppgitt" in result.sentence.nb
    assert "1 avsluttet prosjekt har ikke formidlet noe innen 90 dager" in result.sentence.nb


def test_each_project_says_what_needs_action_and_has_one_state() -> None:
    day = date(2021, 2, 1)
    result = found(
        project=[
            ended("1"),
            ended("2"),
            ended("3"),
            project("4"),
            project("5"),
            project("6", stopped_date=day),
            ended("7", JUST_NOW),
            project("8"),
        ],
        dissemination=[
            item("a", "2", day, workplace_fit=False),
            item("b", "2", None, day),
            item("c", "3", day, workplace_fit=True),
            item("d", "5", None, AS_OF),
            item("e", "6", None, day),
            item("f", "7", None, date(2021, 6, 29)),
            item("g", "8", None, None),
        ],
    )
    assert flags(result) == {
        "1": ("finished_nothing", ["finished_nothing", "no_items"]),
        "2": ("overdue", ["overdue", "finished_no_fit"]),
        "3": ("done", []),
        "4": ("no_items", ["no_items"]),
        "5": ("planned", []),
        "6": ("stopped", []),
        "7": ("overdue", ["overdue"]),
        "8": ("planned", []),
    }
    assert sum(result.by_state().values()) == 8
    assert result.projects.get_column("project_id").to_list() == ["1", "2", "7", "4", "5", "8", "3", "6"]
    states = dict(result.items.select("dissemination_id", "state").iter_rows())
    assert states == {"a": "done", "b": "overdue", "c": "done", "d": "planned", "e": "stopped", "f": "overdue", "g": "undated"}
    late = dict(result.items.select("dissemination_id", "days_late").iter_rows())
    assert (late["b"], late["f"], late["d"], late["c"]) == (149, 1, None, None)


def test_days_run_from_the_report_to_the_first_product_on_that_day_or_later() -> None:
    delivered, published = date(2021, 1, 10), date(2021, 2, 10)
    result = found(
        project=[ended("1"), ended("2"), ended("3"), ended("4"), ended("5")],
        deliverable=[
            report("1", delivered, published),
            report("2", delivered),
            report("3", delivered, published),
            report("4", None),
        ],
        dissemination=[
            item("a", "1", date(2021, 1, 1)),
            item("b", "1", date(2021, 1, 10)),
            item("c", "1", date(2021, 3, 2), workplace_fit=True),
            item("d", "2", date(2021, 1, 30), workplace_fit=True),
            item("e", "3", date(2021, 1, 9), workplace_fit=True),
            item("f", "5", date(2021, 1, 30)),
        ],
    )
    rows = {row["project_id"]: row for row in result.projects.to_dicts()}
    names = ("days_delivered", "days_delivered_fit", "days_published", "days_published_fit")
    assert [rows["1"][name] for name in names] == [0, 51, 20, 20]
    assert [rows["2"][name] for name in names] == [20, 20, None, None]
    assert [rows["3"][name] for name in names] == [None, None, None, None]
    assert (rows["1"]["before_report"], rows["3"]["before_report"], rows["5"]["days_delivered"]) == (1, 1, None)
    days = result.days["delivered"]
    assert (days.median, days.shortest, days.longest, days.count, days.waiting, days.before) == (10.0, 0, 20, 2, 1, 1)
    fit = result.days["delivered_fit"]
    assert (fit.median, fit.count, fit.waiting) == (35.5, 2, 1)
    assert days_text("delivered", days).nb == "Fra levert sluttrapport til første produkt: median 10,0 dager i 2 prosjekter."
    told = waiting_text("delivered", days)
    assert told is not None
    assert told.nb == "1 av 3 prosjekter med levert sluttrapport har ikke noe produkt etter den. 1 av dem formidlet bare før."
    assert result.days["published"].median == 20.0


def test_dissemination_in_the_plan_is_that_of_the_line_or_of_the_product() -> None:
    lines = [
        {"plan_line_id": name, "plan_id": "HP", "title_nb": name, "listed_date": date(2020, 1, 1), "dissemination_nb": words}
        for name, words in (("L1", "Notat på nav.no"), ("L2", " "), ("L3", None))
    ]
    plan = {"plan_id": "HP", "programme_id": "P", "year": 2021, "version": 1, "title_nb": "HP", "drafted_date": date(2020, 1, 1)}
    result = found(
        action_plan=[plan],
        action_plan_line=lines,
        call=[call("C", plan_line_id="L1")],
        project=[project("1", call_id="C"), project("2", plan_line_id="L2"), project("3", plan_line_id="L3"), project("4")],
        dissemination=[item("a", "3", plan_line_id="L3"), item("b", "4")],
    )
    rows = {row["project_id"]: (row["in_plan"], row["plan_line_id"]) for row in result.projects.to_dicts()}
    assert rows == {"1": ("yes", "L1"), "2": ("no", "L2"), "3": ("yes", "L3"), "4": ("no_line", None)}


def test_channels_and_areas_have_their_margins() -> None:
    day = date(2021, 2, 1)
    result = found(
        project=[ended("1"), ended("2"), project("3")],
        project_area=[*areas_of("1", A1=50, A2=50), *areas_of("2", A1=100)],
        dissemination=[
            item("a", "1", day, workplace_fit=True),
            item("b", "1", day),
            item("c", "2", None, day, channel="media"),
            item("d", "2", None, AS_OF, channel="media"),
            item("e", "3", None, None, channel="podkast Ærlig talt"),
        ],
    )
    channels = {row["channel"]: row for row in result.channels.to_dicts()}
    assert (channels["nav_no"]["done"], channels["nav_no"]["projects"], channels["nav_no"]["fit_done"]) == (2, 1, 1)
    assert (channels["media"]["planned"], channels["media"]["overdue"], channels["media"]["done"]) == (1, 1, 0)
    assert channels["podkast Ærlig talt"]["planned"] == 1
    assert channels["seminar"]["done"] == 0
    areas = {
        row["area_id"]: (row["projects"], row["finished"], row["finished_fit"], row["overdue"]) for row in result.areas.to_dicts()
    }
    assert areas == {"A1": (2, 2, 1, 1), "A2": (1, 1, 1, 0), None: (1, 0, 0, 0)}
    cells = {(row["project_id"], row["channel"]): row for row in result.cells(pl.Series(["2"])).to_dicts()}
    assert set(cells) == {("2", "media")}
    assert (cells["2", "media"]["overdue"], cells["2", "media"]["planned"]) == (1, 1)


def test_filters_leave_the_projects_asked_for() -> None:
    result = found(
        project=[ended("1"), project("2"), project("3")],
        project_area=areas_of("1", A1=100) + areas_of("2", A2=100),
        dissemination=[item("a", "2", None, date(2021, 1, 1), channel="media")],
    )

    def left(**chosen: list[str]) -> list[str]:
        return sorted(result.selected(**chosen).get_column("project_id").to_list())

    assert left() == ["1", "2", "3"]
    assert left(areas=["A1"]) == ["1"]
    assert left(areas=["A1", NO_AREA]) == ["1", "3"]
    assert left(flags=["no_items"]) == ["1", "3"]
    assert left(flags=["overdue"], channels=["media"]) == ["2"]
    assert left(channels=["seminar"]) == []


def test_without_a_limit_nobody_is_judged_and_that_is_said() -> None:
    result = found(parameter=[], project=[ended("1")])
    assert flags(result)["1"] == ("no_items", ["no_items"])
    assert result.limit_days is None
    assert any("ikke satt noen frist" in caveat.nb for caveat in result.basis.caveats)
    assert "dager" not in result.sentence.nb


def test_a_product_that_is_done_later_is_planned_on_an_earlier_day() -> None:
    tables = {"project": [project("1")], "dissemination": [item("a", "1", date(2021, 5, 1), date(2021, 4, 1), url="https://x")]}
    early = found(date(2021, 4, 1), **tables).items.to_dicts()[0]
    assert (early["state"], early["done_date"], early["url"]) == ("planned", None, None)
    assert found(date(2021, 4, 30), **tables).items.to_dicts()[0]["state"] == "overdue"


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_and_a_bare_portfolio_stand(count: int) -> None:
    result = found(project=[project("Ås/1")] * count)
    told = json.loads(json.dumps(envelope("dissemination", result), ensure_ascii=False))["result"]
    assert (told["projects_count"], told["workplace_fit"]["share_pct"], told["days_from_report"]["delivered"]["median"]) == (
        count,
        None,
        None,
    )
    assert len(result.table()) == count
    assert result.sentence.nb and result.sentence.en


def test_projects_of_another_programme_do_not_count() -> None:
    other = {**PROGRAMME, "programme_id": "Q", "start_date": date(2025, 1, 1), "end_date": date(2028, 12, 31)}
    tables = {
        "programme": [PROGRAMME, other],
        "project": [ended("1"), {**ended("2"), "programme_id": "Q"}],
        "dissemination": [item("a", "1", date(2021, 4, 1)), item("b", "2", date(2021, 4, 1), workplace_fit=True)],
    }
    later = found(date(2026, 1, 1), **tables)
    assert (later.projects.get_column("project_id").to_list(), len(later.items), later.fit.part) == (["2"], 1, 1)


def test_the_public_sees_the_same_numbers() -> None:
    tables = {"project": [ended("1")], "dissemination": [item("a", "1", date(2021, 4, 1), workplace_fit=True)]}
    assert found(role="public", **tables).as_json() == found(**tables).as_json()
