"""Filters, search, order, count and words of the register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.portfolio.projects import ProjectRegister, projects
from analytics.portfolio.register_filters import joined_values
from analytics.portfolio.register_index import register_index, tags_above
from analytics.portfolio.register_words import option_words, readable, value_names
from data.snapshot import Snapshot
from domain.errors import UserError
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, area, areas_of, contract, project, questions_of, snapshot


def tag(tag_id: str, parent: str | None = None, kind: str = "design", **values: Any) -> dict[str, Any]:
    return {
        "tag_id": tag_id,
        "kind": kind,
        "parent_id": parent,
        "name_nb": f"Merke {tag_id}",
        "name_en": f"Tag {tag_id}",
        **values,
    }


def organisation(organisation_id: str, name: str, **values: Any) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "name_nb": name, "kind": "research", **values}


ROWS: dict[str, list[dict[str, Any]]] = {
    "project": [
        project("1", title_nb="Arbeidsmiljø på Ærøy", lead_organisation_id="O1", design_id="D1A", started_date=date(2021, 1, 1)),
        project("2", title_nb="Café for ledere", summary_nb="100 % [a-z] om Håp", call_id="U1",
                planned_start_date=date(2020, 5, 1)),
        project("a,b", title_nb="Østfold", title_en="East", stopped_date=date(2021, 3, 1), planned_end_date=date(2022, 1, 1)),
        project("4", title_nb="Ålesund", design_id="D2"),
    ],
    "project_area": [*areas_of("1", A1=50, A2=50), *areas_of("2", A1=100), *areas_of("a,b", A2=100)],
    "project_question": [*questions_of("1", effect=100), *questions_of("2", cause=50, effect=50)],
    "project_need": [{"project_id": "2", "need_id": "K,1"}, {"project_id": "1", "need_id": "K"}],
    "knowledge_need": [
        {"need_id": name, "title_nb": f"Behov {name}", "priority": "high", "raised_date": date(2020, 1, 1)}
        for name in ("K,1", "K")
    ],
    "project_priority": [
        {"project_id": key, "general_priority_id": "G", "state": state}
        for key, state in (("1", "met"), ("2", "partly"), ("4", "not_met"))
    ],
    "general_priority": [{"general_priority_id": "G", "programme_id": "P", "name_nb": "Gagn", "name_en": "Gain", "order_no": 1}],
    "tag": [tag("D1"), tag("D1A", "D1"), tag("D2"), tag("M", kind="method")],
    "project_tag": [{"project_id": "2", "tag_id": "D1A"}, {"project_id": "2", "tag_id": "M"}],
    "organisation": [organisation("O1", "Universität Ås"), organisation("L", "Leverandøren"), organisation("X", "Partneren")],
    "call": [
        {"call_id": "U1", "programme_id": "P", "kind": "call", "route": "in_house", "title_nb": "U",
         "registered_date": date(2020, 1, 1)}
    ],
    "contract": [contract("1", "700.50"), contract("1", "300"), contract("a,b", "5000000")],
    "contract_party": [{"contract_id": "K-a,b-5000000", "organisation_id": "X", "role": "partner"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def held() -> Snapshot:
    return snapshot(AS_OF, **ROWS)


def ids(held: Snapshot, **choices: str) -> list[str]:
    return projects(held, choices).rows.get_column("project_id").to_list()


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, ["1", "2", "4", "a,b"]),
        ({"status": "stopped"}, ["a,b"]),
        ({"status": "stopped, running"}, ["1", "a,b"]),
        ({"priority_area": "A1"}, ["1", "2"]),
        ({"priority_area": "A1", "question": "cause"}, ["2"]),
        ({"priority_area": "ukjent"}, ["4"]),
        ({"question": "unknown"}, ["4", "a,b"]),
        ({"question": "cause,ukjent"}, ["2", "4", "a,b"]),
        ({"need": "K"}, ["1"]),
        ({"need": "K,1"}, ["2"]),
        ({"need": "K,K,1"}, ["1", "2"]),
        ({"need": "ukjent"}, ["4", "a,b"]),
        ({"instrument": "ukjent", "programme_industry": "ukjent"}, ["1", "2", "4", "a,b"]),
        ({"general_priority": "G"}, ["1", "2"]),
        ({"tag": "D1"}, ["1", "2"]),
        ({"tag": "M,D2"}, ["2", "4"]),
        ({"route": "in_house"}, ["2"]),
        ({"route": "competition"}, ["1", "a,b"]),
        ({"organisation": "O1"}, ["1"]),
        ({"organisation": "L"}, ["1", "a,b"]),
        ({"organisation": "X"}, ["a,b"]),
    ],
)
def test_filters(held: Snapshot, choices: dict[str, str], expected: list[str]) -> None:
    assert ids(held, **choices) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÆRØY", ["1"]),
        ("arbeidsmiljo", ["1"]),
        ("cafe LEDERE", ["2"]),
        ("CAFE\u0301", ["2"]),
        ("A\u030alesund", ["4"]),
        ("østfold", ["a,b"]),
        ("east", ["a,b"]),
        ("hap", ["2"]),
        ("høp", []),
        ("universitat as", ["1"]),
        ("leverandøren", ["1", "a,b"]),
        ("partneren", ["a,b"]),
        ("a,b", ["a,b"]),
        ("[a-z]", ["2"]),
        ("100 %", ["2"]),
        (".*", []),
        ("(", []),
        ("café østfold", []),
        ("   ", ["1", "2", "4", "a,b"]),
        ("\udcff", []),
    ],
)
def test_all_words_must_occur_and_are_never_a_pattern(held: Snapshot, text: str, expected: list[str]) -> None:
    assert ids(held, text=text) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title", ["1", "2", "a,b", "4"]),
        ("-title", ["4", "a,b", "2", "1"]),
        ("title_en", ["1", "2", "a,b", "4"]),
        ("amount_nok", ["1", "a,b", "2", "4"]),
        ("-amount_nok", ["a,b", "1", "2", "4"]),
        ("-status", ["a,b", "1", "2", "4"]),
        ("start_date", ["2", "1", "4", "a,b"]),
        ("-start_date", ["1", "2", "4", "a,b"]),
        ("-end_date", ["a,b", "1", "2", "4"]),
        ("lead", ["1", "2", "4", "a,b"]),
        ("-id", ["a,b", "4", "2", "1"]),
    ],
)
def test_order_has_the_unknown_last_in_both_directions(held: Snapshot, sort: str, expected: list[str]) -> None:
    held = snapshot(AS_OF, **{**ROWS, "call": []}) if sort == "-status" else held
    assert ids(held, sort=sort) == expected


def test_all_that_is_wrong_is_told_at_once(held: Snapshot) -> None:
    with pytest.raises(UserError) as caught:
        projects(held, {"status": "ferdig,running", "priority_area": "A9", "sort": "-farge", "area": "A1", "tag": "D1"})
    for words in (
        "«ferdig»",
        "planned, procurement",
        "«A9»",
        "A1, A2, ukjent",
        "«-farge»",
        "amount_nok",
        "«area»",
        "organisation",
    ):
        assert words in caught.value.nb
    assert "D1" not in caught.value.nb.split("«-farge»")[0]
    assert "does not exist" in caught.value.en


def test_status_has_no_unknown(held: Snapshot) -> None:
    with pytest.raises(UserError):
        projects(held, {"status": "ukjent"})


def test_count_and_sums_are_exact_and_unknown_is_not_zero(held: Snapshot) -> None:
    whole, part = projects(held), projects(held, {"priority_area": "A1"})
    assert (whole.count, whole.amount_nok, whole.amount_unknown_count) == (4, Decimal("5001000.50"), 2)
    assert (part.count, part.total_count, part.amount_nok, part.amount_unknown_count) == (2, 4, Decimal("1000.50"), 1)
    assert (part.by_status["running"], part.by_status["stopped"], whole.by_status["stopped"]) == (1, 0, 1)
    assert whole.count_line.nb == "4 prosjekter, 5,0 mill. kroner i kontrakter; 2 uten kontraktssum."
    assert part.sentence.nb == "2 av 4 prosjekter, 0,0 mill. kroner i kontrakter; 1 uten kontraktssum."
    assert projects(held, {"status": "stopped"}).count_line.nb == "1 av 4 prosjekter, 5,0 mill. kroner i kontrakter."
    assert projects(held, {"need": "K,1"}).count_line.en == "1 of 4 projects. No contract sum is known."


def test_one_project_and_none() -> None:
    one = snapshot(project=[project("1")])
    assert projects(one).count_line.nb == "1 prosjekt. Ingen kontraktssum er kjent."
    assert projects(one, {"status": "closed"}).count_line.nb == "0 av 1 prosjekt."
    none = projects(snapshot(), {"status": "planned", "text": "ord", "sort": "-amount_nok"})
    assert (none.count, none.total_count, none.amount_nok, none.by_status["planned"]) == (0, 0, None, 0)
    assert readable(none.rows, snapshot(), "nb").is_empty()
    assert projects(Snapshot.from_rows(date(2021, 1, 1), {})).count == 0


def test_json_tells_what_was_asked_for_and_how_to_widen(held: Snapshot) -> None:
    found = envelope("projects", projects(held, {"status": "stopped", "question": "effect", "text": "ærøy"}))["result"]
    assert found["choices"] == {"status": ["stopped"], "question": ["effect"], "text": "ærøy"}
    assert (found["count"], found["total_count"], found["projects"]) == (0, 4, [])
    assert found["count_without"] == {"status": 1, "question": 0, "text": 0}
    assert found["values"]["tag"] == {"D1": 2, "D1A": 2, "D2": 1, "M": 1}
    assert found["without_value"]["priority_area"] == 1


def test_a_tag_ring_ends() -> None:
    held = snapshot(project=[project("1", design_id="R1")], tag=[tag("R1", "R2"), tag("R2", "R1")])
    assert tags_above(held).sort("value", "above").rows() == [("R1", "R1"), ("R1", "R2"), ("R2", "R1"), ("R2", "R2")]
    assert ids(held, tag="R2") == ["1"]
    assert list(option_words(held, register_index(held), "tag", "nb")) == ["R1", "R2"]


def test_options_occur_with_counts_and_tags_are_a_tree(held: Snapshot) -> None:
    index = register_index(held)
    assert list(option_words(held, index, "tag", "nb").items()) == [
        ("D1", "Design: Merke D1 (2)"), ("D1A", "\u2003Merke D1A (2)"),
        ("D2", "Design: Merke D2 (1)"), ("M", "Metode: Merke M (1)"),
    ]  # fmt: skip
    assert option_words(held, index, "priority_area", "nb") == {"A1": "A1 (2)", "A2": "A2 (2)", "ukjent": "Ikke oppgitt (1)"}
    assert "closed" not in option_words(held, index, "status", "nb")
    assert option_words(held, index, "status", "nb", ("closed",))["closed"] == "Avsluttet (0)"
    assert list(option_words(held, index, "organisation", "en").values()) == [
        "Leverandøren (2)",
        "Partneren (1)",
        "Universität Ås (1)",
    ]


def test_values_without_a_name_are_called_by_their_id() -> None:
    held = snapshot(project=[project("1", lead_organisation_id="Q")], organisation=[organisation("Q", "Kø")])
    assert value_names(held, "organisation", ["Z", "Q"], "nb") == {"Q": "Kø", "Z": "Z"}


def test_readable_words(held: Snapshot) -> None:
    rows = {row["project_id"]: row for row in readable(projects(held).rows, held, "nb").iter_rows(named=True)}
    assert (rows["1"]["areas"], rows["1"]["questions"], rows["1"]["lead"]) == ("A1, A2", "Effekt", "Universität Ås")
    assert (rows["4"]["areas"], rows["4"]["questions"], rows["4"]["suppliers"]) == (None, None, None)
    assert (rows["1"]["dates"], rows["2"]["dates"], rows["4"]["dates"]) == ("Faktisk start, slutt ukjent", "Planlagte", None)
    assert (rows["a,b"]["dates"], rows["a,b"]["end_date"]) == ("Stanset ved slutt", date(2021, 3, 1))
    assert rows["2"]["level"] == "Ukjent"
    english = readable(projects(held).rows, held, "en").get_column("title").to_list()
    assert english[3] == "East"


def test_the_level_now_in_words() -> None:
    rated = {
        "assessment_id": "V",
        "project_id": "1",
        "scale": "sms",
        "rater": "R",
        "level": "3",
        "assessed_date": date(2021, 1, 1),
    }
    held = snapshot(
        project=[project("1", design_id="D"), project("2", design_id="D"), project("3", design_id="N")],
        tag=[tag("D", sms_start=5), tag("N")], evidence_assessment=[rated],
    )  # fmt: skip
    words = readable(projects(held).rows, held, "nb").get_column("level").to_list()
    assert words == ["Nivå 3 av 5", "Ikke vurdert ennå", "Sier ikke noe om effekt"]
    assert ids(held, sort="-level_now") == ["1", "2", "3"]


def test_another_programme_with_other_areas() -> None:
    later = {**PROGRAMME, "programme_id": "Q", "start_date": date(2025, 1, 1), "end_date": date(2028, 12, 31)}
    held = Snapshot.from_rows(
        date(2026, 1, 1),
        {
            "programme": [PROGRAMME, later],
            "priority_area": [area("A1", 1, end=date(2024, 12, 31)), {**area("B,1", 1), "programme_id": "Q"}],
            "project": [project("1"), project("2", programme_id="Q"), project("3", programme_id="Q")],
            "project_area": [*areas_of("1", A1=100), *areas_of("2", **{"B,1": 100}), *areas_of("3", A1=100)],
        },
    )
    assert ids(held) == ["2", "3"]
    assert (ids(held, priority_area="B,1"), ids(held, priority_area="A1,B,1")) == (["2"], ["2", "3"])


def test_the_index_is_made_once_for_a_snapshot(held: Snapshot) -> None:
    one, other = projects(held), projects(held, {"status": "running"})
    assert isinstance(one, ProjectRegister)
    assert one.index is other.index
    assert joined_values(("K", "K,1")) == "K,K,1"


def test_many_values_are_read_quickly() -> None:
    needs = [{"need_id": f"K{n}", "title_nb": "B", "priority": "low", "raised_date": date(2020, 1, 1)} for n in range(3000)]
    held = snapshot(project=[project("1")], knowledge_need=needs, project_need=[{"project_id": "1", "need_id": "K7"}])
    assert ids(held, need=",".join(f"K{n}" for n in range(3000))) == ["1"]
