"""The chain from need to use: links, answers and orphans."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.portfolio.needs import NOTHING, Needs, needs
from analytics.result import plain
from domain.errors import UserError
from tests.unit.analytics.portfolio.needs_rows import ENDED, answers, call, every_case, finding, line, need, plan, world
from tests.unit.analytics.portfolio.rows import PROGRAMME, area, contract, project


@pytest.fixture(scope="module")
def result() -> Needs:
    return needs(world(**every_case()))


def column(found: Needs, name: str) -> dict[str, Any]:
    return dict(found.rows.select("need_id", name).iter_rows())


def groups(found: Needs) -> dict[str, tuple[str, ...]]:
    return {orphan.key: orphan.ids for orphan in found.orphans if orphan.ids}


def test_each_need_has_the_answer_that_its_records_give(result: Needs) -> None:
    assert column(result, "answer") == {
        "B01": "answered", "B02": "ongoing", "B03": "interrupted", "B04": "interrupted", "B05": "not_now", "B06": "not_now",
        "B07": "planned", "B08": "untouched", "B09": "planned", "B10": "finished",
    }  # fmt: skip


def test_how_far_a_need_has_come_counts_what_still_stands(result: Needs) -> None:
    assert column(result, "furthest") == {
        "B01": "use", "B02": "project", "B03": "need", "B04": "need", "B05": "need", "B06": "need", "B07": "plan_line",
        "B08": "need", "B09": "project", "B10": "project",
    }  # fmt: skip


def test_not_now_settles_a_need_only_with_a_written_reason(result: Needs) -> None:
    covers = column(result, "cover")

    assert covers["B05"] == "not_now"
    assert covers["B06"] == "none"
    assert result.by_cover == {"with_project": 4, "only_stopped": 2, "not_now": 1, "none": 3}
    assert groups(result)["need_project_no_reason"] == ("B06",)
    assert groups(result)["need_project_none"] == ("B07", "B08")


def test_high_priority_comes_first_then_the_oldest_then_the_id(result: Needs) -> None:
    assert result.rows.get_column("need_id").to_list() == ["B02", "B03", "B01", "B04", "B05", "B06", "B07", "B08", "B09", "B10"]


def test_a_project_that_names_no_need_answers_that_of_its_line_and_one_that_names_one_does_not() -> None:
    tables = {
        "knowledge_need": [need("B1"), need("B2")],
        "action_plan_line": [line("L1", "B1")],
        "project": [project("P1", plan_line_id="L1"), project("P2", plan_line_id="L1"), project("P3", call_id="U1")],
        "call": [call("U1", "L1")],
        "project_need": [answers("P2", "B2")],
    }

    found = needs(world(**tables))

    assert column(found, "project_ids") == {"B1": ["P1", "P3"], "B2": ["P2"]}
    assert dict(found.graph.links("need", "project").select("project", "way").iter_rows()) == {
        "P1": "by_line", "P2": "named", "P3": "by_line",
    }  # fmt: skip
    assert column(found, "other_line_ids") == {"B1": [], "B2": ["L1"]}
    assert groups(found)["need_line_other"] == ("B2",)


def test_a_line_of_its_own_without_need_leaves_the_project_without_one_whatever_its_call_says() -> None:
    tables = {
        "knowledge_need": [need("B1")],
        "action_plan_line": [line("L1", "B1"), line("L2")],
        "call": [call("U1", "L1")],
        "project": [project("P1", plan_line_id="L2", call_id="U1")],
    }

    assert groups(needs(world(**tables)))["project_need_none"] == ("P1",)


def test_orphans_of_plan_lines_calls_and_projects(result: Needs) -> None:
    found = groups(result)

    assert found["line_need_none"] == ("LX",)
    assert found["line_need_purpose"] == found["line_call_purpose"] == ("LD",)
    assert found["line_call_none"] == ("L07", "LX")
    assert found["line_call_dropped"] == ("LT",)
    assert found["call_line_unplanned"] == ("UR", "UX")
    assert found["call_project_framework"] == ("UR",)
    assert found["call_project_open"] == ("UX",)
    assert found["project_need_none"] == ("P11",)
    assert found["project_call_planned"] == ("P09", "P11")
    assert found["project_finding_finished"] == ("P04", "P10")
    assert found["project_finding_running"] == ("P02", "P09", "P11")
    assert found["project_finding_stopped"] == ("P03",)


def test_needs_without_a_line_are_told_apart_by_why(result: Needs) -> None:
    found = groups(result)

    assert found["need_line_put_off"] == ("B05",)
    assert found["need_line_unplanned"] == ("B02", "B10")
    assert found["need_line_stopped"] == ("B03", "B04")
    assert found["need_line_none"] == ("B06", "B08")


def test_use_is_kept_apart_from_recommended_and_concerns(result: Needs) -> None:
    states = dict(result.findings.select("finding_id", "state").iter_rows())

    assert states == {"F1": "used", "F2": "recommended", "F3": "used_elsewhere", "F4": "concerns"}
    assert column(result, "used_finding_ids")["B01"] == ["F1", "F3"]
    assert [(link.from_linked, link.from_total) for link in result.links if link.link == "finding_use"] == [(1, 4)]


def test_use_that_comes_later_is_not_known_yet() -> None:
    later = needs(world(date(2021, 7, 1), **every_case()))

    assert dict(later.findings.select("finding_id", "state").iter_rows())["F4"] == "used"


def test_on_each_side_of_a_link_linked_and_orphans_add_up(result: Needs) -> None:
    for link in result.links:
        for step, total, linked in (
            (link.from_step, link.from_total, link.from_linked), (link.to_step, link.to_total, link.to_linked),
        ):  # fmt: skip
            own = [id_ for o in result.orphans if (o.link, o.step) == (link.link, step) for id_ in o.ids]
            assert len(own) == len(set(own)) == total - linked
    reach = {link.link: (link.from_linked, link.from_total, link.to_linked, link.to_total) for link in result.links}
    assert reach == {
        "need_line": (3, 10, 4, 6), "line_call": (2, 6, 1, 3), "call_project": (1, 3, 1, 7), "need_project": (4, 10, 6, 7),
        "project_finding": (1, 7, 4, 4), "finding_use": (1, 4, 1, 1),
    }  # fmt: skip


def test_a_contract_ties_a_project_to_a_call_and_a_call_without_a_project_is_not_open_once_it_is_agreed() -> None:
    tables = {
        "call": [call("U1"), call("U2"), call("U3"), call("U4")],
        "call_step": [
            {"call_step_id": "S1", "call_id": "U2", "step": "awarded", "actual_date": date(2021, 1, 1)},
            {"call_step_id": "S2", "call_id": "U3", "step": "cancelled", "actual_date": date(2021, 1, 1)},
            {"call_step_id": "S3", "call_id": "U4", "step": "awarded", "actual_date": date(2022, 1, 1)},
        ],
        "project": [project("P1")],
        "contract": [contract("P1", "100", call_id="U1")],
    }

    found = groups(needs(world(**tables)))

    assert found["call_project_none"] == ("U2",)
    assert found["call_project_cancelled"] == ("U3",)
    assert found["call_project_open"] == ("U4",)
    assert "project_call_none" not in found


def test_a_line_whose_only_call_was_cancelled_is_not_the_same_as_one_that_nobody_called() -> None:
    tables = {
        "knowledge_need": [need("B1"), need("B2")],
        "action_plan_line": [line("L1", "B1"), line("L2", "B2")],
        "call": [call("U1", "L1")],
        "call_step": [{"call_step_id": "S", "call_id": "U1", "step": "cancelled", "actual_date": date(2021, 1, 1)}],
    }

    found = needs(world(**tables))

    assert groups(found)["line_call_cancelled"] == ("L1",)
    assert groups(found)["line_call_none"] == ("L2",)
    assert column(found, "answer") == {"B1": "planned", "B2": "planned"}
    assert column(found, "furthest") == {"B1": "plan_line", "B2": "plan_line"}


def test_the_newest_adopted_plan_counts_and_an_older_line_only_when_something_stands_on_it() -> None:
    tables = {
        "action_plan": [plan("V1"), plan("V2", version=2), plan("V3", version=3, adopted_date=None)],
        "action_plan_line": [line("GAMMEL", plan_id="V1"), line("BRUKT", plan_id="V1"), line("NY", plan_id="V2"),
                             line("UTKAST", plan_id="V3")],
        "project": [project("P1", plan_line_id="BRUKT")],
    }  # fmt: skip

    assert needs(world(**tables)).graph.lines.get_column("plan_line_id").to_list() == ["BRUKT", "NY"]


def test_a_finding_of_an_evaluation_that_is_the_project_is_part_of_the_chain() -> None:
    evaluation = {
        "evaluation_id": "E", "agreement_id": "A", "title_nb": "E", "payer": "programme", "addresses_effect": "no",
        "registered_date": date(2019, 1, 1),
    }  # fmt: skip
    tables = {
        "project": [project("P1", **ENDED)],
        "evaluation": [evaluation | {"project_id": "P1"}, evaluation | {"evaluation_id": "F"}],
        "finding": [finding("F1", None, evaluation_id="E"), finding("F2", None, evaluation_id="F")],
    }

    assert needs(world(**tables)).findings.get_column("finding_id").to_list() == ["F1"]


def test_needs_belong_to_a_programme_by_area_then_by_links_then_by_time() -> None:
    later = {**PROGRAMME, "programme_id": "Q", "start_date": date(2025, 1, 1), "end_date": date(2028, 12, 31)}
    skole = {**area("SKOLE", 1, start=date(2025, 1, 1)), "programme_id": "Q"}
    tables = {
        "programme": [PROGRAMME, later],
        "priority_area": [area("A1", 1), skole],
        "knowledge_need": [
            need("TIDLIG", date(2024, 9, 1), area_id="SKOLE"), need("GAMMEL", date(2020, 1, 1), area_id=None),
            need("MELLOM", date(2024, 9, 1), area_id=None), need("NY", date(2025, 9, 1), area_id=None),
            need("KOBLET", date(2020, 9, 1), area_id=None), need("A", date(2025, 9, 1)),
        ],
        "project": [{**project("P1"), "programme_id": "Q", "registered_date": date(2025, 2, 1)}],
        "project_need": [answers("P1", "KOBLET")],
    }  # fmt: skip

    now = needs(world(date(2026, 1, 1), **tables)).rows.get_column("need_id").sort().to_list()
    then = needs(world(date(2024, 12, 1), **tables)).rows.get_column("need_id").sort().to_list()

    assert now == ["KOBLET", "NY", "TIDLIG"]
    assert then == ["GAMMEL", "KOBLET", "MELLOM"]


def test_the_sentence_names_the_needs_without_either_when_they_are_few(result: Needs) -> None:
    assert result.sentence.nb == (
        "4 av 10 kunnskapsbehov har prosjekt per 30. juni 2021. 1 er satt på vent med begrunnelse («ikke nå»). "
        "2 har bare prosjekter som er stanset eller utenfor etter 8.1. "
        "3 har verken prosjekt eller et begrunnet «ikke nå»: B06, B07, B08. 1 av dem er planlagt."
    )


def test_no_need_and_one_need() -> None:
    none = needs(world())
    orphaned = needs(world(project=[project("P1")]))
    one = needs(world(knowledge_need=[need("Æ/1", priority="high")]))

    assert none.sentence.nb == "Ingen kunnskapsbehov er registrert per 30. juni 2021."
    assert none.is_empty
    assert not orphaned.is_empty
    assert none.chain("Æ/1") == ()
    assert orphaned.sentence.nb.endswith("1 prosjekt er registrert uten at det svarer på et behov.")
    assert one.sentence.nb == (
        "0 av 1 kunnskapsbehov har prosjekt per 30. juni 2021. 1 har verken prosjekt eller et begrunnet «ikke nå»: Æ/1."
    )
    assert all(link.from_linked == 0 for link in one.links)
    json.dumps(plain(none.as_json()))


def test_the_chain_of_one_need_tells_what_each_record_follows_from() -> None:
    found = needs(world(**every_case()), {"id": "B01"})

    chain = found.chain("B01")

    assert [(item.step, item.id, item.is_live, item.parent_ids) for item in chain] == [
        ("plan_line", "L01", True, ("B01",)),
        ("call", "U01", True, ("L01",)),
        ("project", "P01", True, ("B01", "L01", "U01")),
        ("finding", "F1", True, ("P01",)),
        ("finding", "F2", True, ("P01",)),
        ("finding", "F3", True, ("P01",)),
        ("finding", "F4", True, ("P01",)),
        ("use", "V1", True, ("F1",)),
        ("use", "LO", True, ("F3",)),
        ("use", "V2", False, ("F2",)),
    ]
    assert chain[-1].words.nb == "anbefalt, men ikke registrert som tatt i bruk"
    assert found.as_json()["need"]["row"]["answer"] == "answered"
    assert found.sentence.nb.startswith("Besvart:")


def test_a_need_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="B99"):
        needs(world(**every_case()), {"id": "B99"})


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"status": "not_now,planned"}, ["B05", "B06", "B07", "B09"]),
        ({"need": "B01,B08"}, ["B01", "B08"]),
        ({"priority_area": NOTHING}, ["B08"]),
        ({"priority_area": "A1", "status": "untouched"}, []),
        ({"question": "effect"}, []),
    ],
)
def test_choices_limit_the_list_and_leave_the_totals(choices: dict[str, str], expected: list[str]) -> None:
    found = needs(world(**every_case()), choices)
    told = found.as_json()

    assert found.table().get_column("need_id").sort().to_list() == expected
    assert [row["need_id"] for row in told["needs"]] == found.table().get_column("need_id").to_list()
    assert told["needs_count"] == 10
    assert sum(told["by_answer"].values()) == sum(told["by_furthest"].values()) == 10


@pytest.mark.parametrize("choices", [{"status": "ferdig"}, {"party": "NHO"}, {"priority_area": "A9"}, {"question": "hva"}])
def test_a_choice_that_does_not_exist_is_told(choices: dict[str, str]) -> None:
    with pytest.raises(UserError):
        needs(world(**every_case()), choices)


def test_search_finds_norwegian_letters_in_id_title_and_description(result: Needs) -> None:
    assert result.selected(text="ØSTLANDET læring").get_column("need_id").to_list() == ["B08"]
    assert result.selected(text="b0").height == 9
    assert result.selected(text="(").is_empty()


def test_only_those_without_a_project_that_counts(result: Needs) -> None:
    assert result.selected(only_without=True).get_column("need_id").sort().to_list() == ["B03", "B04", "B06", "B07", "B08"]


def test_the_age_is_days_since_the_need_was_raised(result: Needs) -> None:
    assert column(result, "age_days")["B02"] == (date(2021, 6, 30) - date(2019, 5, 1)).days == 791


def test_the_graph_is_whole_in_json(result: Needs) -> None:
    graph = result.as_json()["graph"]

    assert len(graph["nodes"]) == 10 + 6 + 3 + 7 + 4
    ways = pl.DataFrame(graph["edges"]).group_by("from_step", "to_step", "way").len().sort("from_step", "to_step", "way").rows()
    assert ways == [
        ("call", "project", "project", 1),
        ("finding", "instrument", "concerns", 3),
        ("finding", "instrument", "recommended", 1),
        ("finding", "instrument", "used", 1),
        ("finding", "organisation", "used", 1),
        ("need", "plan_line", "line", 4),
        ("need", "project", "by_line", 1),
        ("need", "project", "named", 5),
        ("plan_line", "call", "call", 1),
        ("plan_line", "project", "project", 2),
        ("project", "finding", "finding", 4),
    ]
