"""Relevance by 8.1: scores with evidence, checks that only ask, money that adds up, and an exclusion that people decide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.portfolio.relevance import Relevance, relevance
from analytics.portfolio.relevance_checks import check_of
from data.snapshot import Snapshot
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import (
    AS_OF,
    PROGRAMME,
    Row,
    area,
    areas_of,
    contract,
    project,
    questions_of,
    snapshot,
)

INVOLVEMENT, DESIGN, METHODS, PRACTICE = "GP-MEDVIRKNING", "GP-EFFEKTDESIGN", "GP-TRIANGULERING", "GP-PRAKSISNAER"
ALL = (INVOLVEMENT, DESIGN, METHODS, PRACTICE)


def priority(id_: str, order: int, programme: str = "P") -> Row:
    return {
        "general_priority_id": id_,
        "programme_id": programme,
        "name_nb": f"Nb {id_}",
        "name_en": f"En {id_}",
        "order_no": order,
    }


def score(project_id: str, priority_id: str, state: str, **more: Any) -> Row:
    return {"project_id": project_id, "general_priority_id": priority_id, "state": state, **more}


def scores(project_id: str, *states: str) -> list[Row]:
    return [score(project_id, id_, state) for id_, state in zip(ALL, states, strict=False)]


PRIORITIES = [priority(id_, order) for order, id_ in enumerate(ALL)]
STARTED = {"started_date": date(2021, 1, 1)}
TAGS = [
    {"tag_id": "EXP", "kind": "design", "name_nb": "Forsøk", "name_en": "Experiments"},
    {"tag_id": "RCT", "kind": "design", "name_nb": "RCT", "name_en": "RCT", "sms_start": 5, "parent_id": "EXP"},
    {"tag_id": "PANEL", "kind": "design", "name_nb": "Panel", "name_en": "Panel", "sms_start": 2},
    {"tag_id": "QUAL", "kind": "design", "name_nb": "Kvalitativ", "name_en": "Qualitative"},
    {"tag_id": "REG", "kind": "method", "name_nb": "Register", "name_en": "Register", "approach": "quantitative"},
    {"tag_id": "TALK", "kind": "method", "name_nb": "Intervju", "name_en": "Interview", "approach": "qualitative"},
    {"tag_id": "FOCUS", "kind": "method", "name_nb": "Fokusgruppe", "name_en": "Focus group", "parent_id": "TALK"},
    {"tag_id": "NEW", "kind": "method", "name_nb": "Ny", "name_en": "New"},
    {"tag_id": "ECON", "kind": "discipline", "name_nb": "Økonomi", "name_en": "Economics"},
    {"tag_id": "SOC", "kind": "discipline", "name_nb": "Sosiologi", "name_en": "Sociology"},
]
LEVEL = {
    "parameter_id": "L", "name": "evidence_effect_level", "value": 3.0, "unit": "nivå", "valid_from": date(2019, 1, 1),
    "text_nb": "", "text_en": "",
}  # fmt: skip


def tags(project_id: str, *ids: str) -> list[Row]:
    return [{"project_id": project_id, "tag_id": id_} for id_ in ids]


def found(as_of: date = AS_OF, **tables: Any) -> Relevance:
    return relevance(snapshot(as_of, **{"general_priority": PRIORITIES, "tag": TAGS, "parameter": [LEVEL], **tables}))


def money(**more: Any) -> Relevance:
    """Projects 1 to 5 count and meet 4, 2, 0, something unknown, nothing assessed; 6 is stopped, 7 is excluded, 8 is planned."""
    tables: dict[str, Any] = {
        "project": [
            *(project(id_, **STARTED) for id_ in "12345"),
            project("6", stopped_date=date(2021, 2, 1)),
            project("7", occurrence_only="yes", **STARTED),
            project("8"),
        ],
        "project_priority": [
            *scores("1", "met", "met", "met", "met"),
            *scores("2", "met", "met", "partly", "not_met"),
            *scores("3", "not_met", "not_met", "not_met", "not_met"),
            *scores("4", "met", "not_assessed"),
            *scores("6", "met", "met", "met", "met"),
        ],
        "contract": [
            contract("1", "1000"),
            contract("1", "0.50"),
            contract("2", "300"),
            contract("3", "40"),
            contract("4", "5"),
            contract("6", "7000"),
            contract("7", "600"),
            contract(None, "9"),
        ],
        "project_area": [*areas_of("1", A1=50, A2=50), *areas_of("2", A1=100), *areas_of("3", A2=100)],
    }
    return found(**{**tables, **more})


def test_the_money_by_number_met_adds_up_to_the_counted_contracts() -> None:
    result = money()
    assert {s.key: (s.met, s.projects, s.amount_nok, s.amount_unknown) for s in result.steps} == {
        "4": (4, 1, Decimal("1000.50"), 0),
        "3": (3, 0, Decimal(0), 0),
        "2": (2, 1, Decimal(300), 0),
        "1": (1, 0, Decimal(0), 0),
        "0": (0, 1, Decimal(40), 0),
        "partial": (None, 1, Decimal(5), 0),
        "none": (None, 1, Decimal(0), 1),
    }
    assert sum(s.amount_nok for s in result.steps) == result.money.counted_nok == Decimal("1345.50")
    assert result.counted == 5


def test_partly_met_is_shown_beside_and_adds_up_too() -> None:
    result = money()
    beside = {s.key: (s.partly_projects, s.partly_amount_nok) for s in result.steps}
    assert (beside["3"], beside["2"]) == ((1, Decimal(300)), (0, Decimal(0)))
    assert sum(s.partly_amount_nok for s in result.steps) == result.money.counted_nok


def test_every_contract_is_in_exactly_one_place() -> None:
    ledger = money().money
    parts = (ledger.counted_nok, ledger.excluded_nok, ledger.stopped_nok, ledger.coming_nok, ledger.without_project_nok)
    assert parts == (Decimal("1345.50"), Decimal(600), Decimal(7000), Decimal(0), Decimal(9))
    assert sum(parts) == ledger.total_nok == Decimal("8954.50")


def test_the_areas_split_the_money_by_shares_and_what_has_no_area_is_apart() -> None:
    by_area = {(row["area_id"], row["step"]): row["amount_nok"] for row in money().by_area.to_dicts()}
    assert by_area[("A1", "4")] + by_area[("A2", "4")] == Decimal("1000.50")
    assert (by_area[("A1", "2")], by_area[("A2", "0")], by_area[(None, "partial")]) == (300, 40, 5)
    last = money().area_table("nb").to_dicts()[-1]
    assert (last["area"], last["4"], last["total"]) == ("Sum", Decimal("1000.50"), Decimal("1345.50"))


def test_the_sentence_tells_projects_money_and_what_is_not_known() -> None:
    result = money()
    assert result.sentence.nb.startswith("1 av 5 prosjekter oppfyller alle de 4 generelle prioriteringene.")
    assert "2 prosjekter er ikke ferdig vurdert." in result.sentence.nb
    assert "For 7 prosjekter er det ikke avgjort" in result.sentence.nb
    assert result.sentence.en.startswith("1 of 5 projects meet all 4")
    nobody = money(project_priority=scores("1", "met", "met", "met", "not_met"))
    assert nobody.sentence.nb.startswith("Ingen av de 5 prosjektene som teller, er vurdert å oppfylle alle de 4")


def test_a_missing_row_is_not_assessed_and_a_score_keeps_its_evidence() -> None:
    given = score(
        "1", DESIGN, "met", evidence_nb="Trekning <b>æøå</b>", assessed_by="Programeier", assessed_date=date(2021, 2, 1)
    )
    rows = {row["priority_id"]: row for row in found(project=[project("1")], project_priority=[given]).scores.to_dicts()}
    assert [rows[id_]["state"] for id_ in ALL] == ["not_assessed", "met", "not_assessed", "not_assessed"]
    assert rows[DESIGN]["evidence_nb"] == "Trekning <b>æøå</b>"
    assert rows[DESIGN]["assessed_by"] == "Programeier"
    before = found(date(2021, 1, 31), project=[project("1")], project_priority=[given])
    assert set(before.scores["state"]) == {"not_assessed"}


def view(priority_id: str, **tables: Any) -> dict[str, Any]:
    rows = found(**{"project": [project("1")], **tables}).scores.to_dicts()
    return next(row for row in rows if row["priority_id"] == priority_id)


def party(kind: str, form: str) -> Row:
    return {"involvement_id": f"{kind}-{form}", "project_id": "1", "party_kind": kind, "form": form}


@pytest.mark.parametrize(
    ("rows", "expected", "words"),
    [
        ([], "nothing", "Ingen medvirkning er registrert"),
        ([party("workers", "consulted")], "partly", "Arbeidstakere på arbeidsplassen (konsultert)"),
        (
            [party("authorities", "consulted"), party("workers", "co_designed")],
            "supports",
            "Arbeidstakere på arbeidsplassen (medutforming), Myndighetene (konsultert)",
        ),
    ],
)
def test_involvement_is_checked_against_parties_and_forms(rows: list[Row], expected: str, words: str) -> None:
    row = view(INVOLVEMENT, involvement=rows)
    assert (row["view"], row["data_nb"]) == (expected, words)


@pytest.mark.parametrize(
    ("design", "expected"), [("RCT", "supports"), ("PANEL", "partly"), ("QUAL", "nothing"), ("EXP", "unknown"), (None, "unknown")]
)
def test_the_design_is_checked_against_its_level(design: str | None, expected: str) -> None:
    assert view(DESIGN, project=[project("1", design_id=design)])["view"] == expected


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("REG", "TALK", "ECON", "SOC"), "supports"),
        (("REG", "FOCUS", "ECON", "SOC"), "supports"),  # a focus group is a kind of interview
        (("REG", "TALK", "ECON"), "partly"),
        (("TALK", "FOCUS", "ECON", "SOC"), "partly"),
        (("TALK", "FOCUS", "ECON"), "nothing"),
        (("REG", "NEW", "ECON"), "unknown"),  # the new method may be qualitative
        (("REG", "TALK"), "partly"),
        (("REG",), "unknown"),  # no discipline is given
        ((), "unknown"),
    ],
)
def test_triangulation_is_checked_against_methods_and_disciplines(ids: tuple[str, ...], expected: str) -> None:
    assert view(METHODS, project_tag=tags("1", *ids))["view"] == expected


@pytest.mark.parametrize(
    ("kind", "industry", "expected"),
    [
        ("applied", True, "supports"),
        ("applied", False, "partly"),
        ("basic", True, "partly"),
        ("basic", False, "nothing"),
        (None, False, "unknown"),
    ],
)
def test_practice_is_checked_against_type_sites_and_industries(kind: str | None, industry: bool, expected: str) -> None:
    rows = [{"project_id": "1", "industry_id": "I"}] if industry else []
    assert view(PRACTICE, project=[project("1", research_type=kind)], project_industry=rows)["view"] == expected


def test_a_role_that_may_not_see_the_sites_is_told_and_nothing_is_called_missing() -> None:
    site = {"site_id": "S", "project_id": "1", "name_nb": "Enhet", "joined_date": date(2021, 1, 1)}
    tables = {"general_priority": PRIORITIES, "project": [project("1", research_type="basic")], "site": [site]}
    for role, expected in (("owner", "partly"), ("public", "unknown")):
        result = relevance(Snapshot.from_rows(AS_OF, {"programme": [PROGRAMME], **tables}, role=role))  # type: ignore[arg-type]
        row = next(row for row in result.scores.to_dicts() if row["priority_id"] == PRACTICE)
        assert row["view"] == expected
        assert result.can_see_sites == (role == "owner")
    assert "vises ikke for din rolle" in row["data_nb"]


@pytest.mark.parametrize(
    ("state", "rows", "expected"),
    [
        ("met", [], "not_in_data"),
        ("partly", [], "not_in_data"),
        ("not_met", [], None),
        ("not_assessed", [], None),
        ("met", [party("workers", "consulted")], None),
        ("not_met", [party("workers", "consulted")], None),
        ("not_met", [party("workers", "co_designed")], "not_in_assessment"),
    ],
)
def test_a_difference_is_a_question_and_never_changes_the_assessment(state: str, rows: list[Row], expected: str | None) -> None:
    row = view(INVOLVEMENT, involvement=rows, project_priority=[score("1", INVOLVEMENT, state)])
    assert (row["question"], row["state"]) == (expected, state)


def test_an_unknown_priority_has_no_check_and_raises_no_question() -> None:
    result = found(general_priority=[priority("GP-NY", 1)], project=[project("1")], project_priority=[score("1", "GP-NY", "met")])
    assert [(r["check"], r["view"], r["data_nb"], r["question"]) for r in result.scores.to_dicts()] == [
        (None, "no_check", "Ingen kontroll mot data", None)
    ]
    assert [check_of(id_) for id_ in ("GP-MEDVIRKNING-2025", "GP-MEDVIRKNINGER", INVOLVEMENT)] == [
        "involvement",
        None,
        "involvement",
    ]


def test_a_later_programme_is_judged_by_its_own_priorities() -> None:
    later = {
        **PROGRAMME,
        "programme_id": "N",
        "agreement_id": "B",
        "start_date": date(2025, 1, 1),
        "end_date": date(2028, 12, 31),
    }
    result = found(
        date(2026, 6, 30),
        programme=[PROGRAMME, later],
        general_priority=[*PRIORITIES, priority("GP-A", 1, "N"), priority("GP-B", 2, "N")],
        priority_area=[{**area("SKOLE", 1), "programme_id": "N"}],
        project=[project("1", **STARTED), project("Å/1", programme_id="N", started_date=date(2025, 3, 1))],
        project_priority=[score("Å/1", "GP-A", "met"), score("Å/1", "GP-B", "met")],
        contract=[contract("Å/1", "70"), contract("1", "5")],
        project_area=areas_of("Å/1", SKOLE=100),
    )
    assert [p.priority_id for p in result.priorities] == ["GP-A", "GP-B"]
    assert {s.key: s.amount_nok for s in result.steps if s.projects} == {"2": 70}
    assert result.money.without_project_nok == 5  # of the earlier programme


def test_the_exclusion_is_a_question_with_its_reasons_and_money() -> None:
    decided = {
        "occurrence_decided_by": "Programeier",
        "occurrence_decided_date": date(2021, 5, 1),
        "occurrence_reason_nb": "Bare tall",
    }
    paid = {"payment_id": "B", "project_id": "1", "payment_date": date(2021, 1, 1), "amount_nok": Decimal(3)}
    result = found(
        project=[
            project("1", occurrence_only="yes", design_id="PANEL", **decided),
            project("2", occurrence_only="unknown", design_id="RCT"),
            project("3", design_id="RCT"),
            project("4", occurrence_only="no", design_id="QUAL"),
            project("5", occurrence_only="no", design_id="QUAL"),
            project("6", occurrence_only="no", design_id="RCT"),
        ],
        project_question=[
            *(row for id_ in "1236" for row in questions_of(id_, effect=100)),
            *questions_of("4", implementation=100),
            *questions_of("5", implementation=50, cause=50),
        ],
        contract=[contract("1", "10"), contract("2", "20"), contract("4", "40")],
        payment=[{**paid, "kind": "invoice", "category": "fou"}],
    )
    asked = result.occurrence.rows.to_dicts()
    assert [(row["project_id"], row["state"], row["reasons"]) for row in asked] == [
        ("2", "undecided", ["marked_unknown"]),
        ("3", "undecided", ["not_marked"]),
        ("1", "yes", ["marked_yes"]),
        ("4", "no", ["descriptive"]),
    ]
    assert (asked[2]["decided_by"], asked[2]["decided_date"], asked[2]["reason_nb"]) == (
        "Programeier",
        date(2021, 5, 1),
        "Bare tall",
    )
    totals = {t.state: (t.projects, t.amount_nok, t.amount_unknown, t.paid_nok) for t in result.occurrence.totals}
    assert totals == {"yes": (1, 10, 0, 3), "undecided": (2, 20, 1, 0), "no": (3, 40, 2, 0)}


def test_a_decision_on_the_exclusion_is_not_known_before_its_date() -> None:
    row = project("1", occurrence_only="yes", occurrence_decided_by="Programeier", occurrence_decided_date=date(2021, 5, 1))
    before = found(date(2021, 4, 30), project=[row]).occurrence
    assert (before.total("yes").projects, before.total("undecided").projects) == (0, 1)
    assert found(date(2021, 5, 1), project=[row]).occurrence.total("yes").projects == 1


def test_filters_leave_the_scores_that_were_asked_for() -> None:
    result = money()
    assert set(result.selected(areas=["A2"])["project_id"]) == {"1", "3"}
    assert set(result.selected(areas=["uten"])["project_id"]) == {"4", "5", "6", "7", "8"}
    assert result.selected(priorities=[DESIGN], states=["met"])["project_id"].to_list() == ["1", "2", "6"]
    assert set(result.selected(questions=True)["question"]) == {"not_in_data"}


def test_it_stands_without_projects_priorities_or_a_programme() -> None:
    for tables in ({}, {"project": [project("1")]}, {"programme": []}):
        result = relevance(snapshot(**tables))  # type: ignore[arg-type]
        assert result.steps == ()
        assert "Ingen generelle prioriteringer" in result.sentence.nb
        assert envelope("relevance", result)["result"]["scores"] == []
        assert result.table().is_empty()
    assert "Ingen prosjekter er registrert" in found().sentence.nb
    assert "Det ene registrerte prosjektet teller ikke" in found(project=[project("1")]).sentence.nb
