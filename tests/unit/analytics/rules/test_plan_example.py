"""The rules on the example portfolio: every hit is one that docs/example.md tells of, and nothing else is hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.rules.plan import PlanRules, plan_rules
from data.snapshot import Snapshot
from data.store import Store
from workflows.bootstrap import build_store

Judged = Callable[[str], PlanRules]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOU_HOME", str(home))
        store = Store(home)
        build_store(store, example=True)
        yield lambda day: plan_rules(Snapshot.open(store, date.fromisoformat(day)))


def found(result: PlanRules, severity: str) -> dict[str, set[str]]:
    rows = result.all_hits.filter(result.all_hits["severity"] == severity)
    made: dict[str, set[str]] = {}
    for rule, record in rows.select("rule_id", "record_id").iter_rows():
        made.setdefault(rule, set()).add(record)
    return made


def test_the_end_of_2022(judged: Judged) -> None:
    result = judged("2022-12-31")

    assert found(result, "breach") == {}
    assert found(result, "consider") == {
        "outside_period": {"2023"},  # bound for 2023; the carry-over was decided in March 2023
        "project_need": {"P022"},
        "need_answered": {"K025", "K027", "K028"},
        "occurrence_only": {"P023", "P024"},
        "note_in_force": {"PN-ARBEIDSMILJO-1", "PN-SYKEFRAVAER-1"},  # no dates of the real notes are found
        "final_report": {"P022", "P023", "P024"},
        "disseminated": {"P023"},  # P024 was completed less than 90 days before
        "workplace_product": {"P002", "P030"},
        "finding_wording": {"FU-21"},  # what workplaces say in a survey
    }
    assert found(result, "note") == {
        "restricted_roles": {"KR-052", "KR-053", "KR-054", "KR-055"},
        "plan_adopted_late": {"HP2019", "HP2020"},
        "dissemination_planned": {"HP2019-L04", "HP2022-L03", "P023", "P024"},
        **({"parties_present": notes} if (notes := found(result, "note").get("parties_present")) else {}),
    }
    assert result.count("consider", "assessed") == 1  # P023


def test_january_2020(judged: Judged) -> None:
    result = judged("2020-01-31")

    assert found(result, "breach") == {}
    assert found(result, "consider") == {
        "plan_made": {"2020"},
        "line_started": {"HP2019-L03"},
        "note_in_force": {"PN-ARBEIDSMILJO-1", "PN-SYKEFRAVAER-1"},
    }
    assert result.count(state="assessed") == 0


def test_the_end_of_2024(judged: Judged) -> None:
    result = judged("2024-12-31")

    assert found(result, "breach") == {}
    hits = found(result, "consider")
    assert hits["contract_closed"] == {"KT020"}
    assert hits["need_answered"] == {"K025", "K027", "K028", "K035"}
    assert hits["disseminated"] == {"P023", "P024"}
    assert hits["workplace_product"] == {"P002", "P009", "P011", "P013", "P015", "P030"}
    assert "outside_period" not in hits and found(result, "note")["outside_period"] == {"2023", "2024"}


def test_the_framework_of_48_months_is_warned_of_and_never_over(judged: Judged) -> None:
    for day, expected in (("2023-10-30", set()), ("2023-10-31", {"RA1"}), ("2024-10-31", {"RA1"}), ("2024-11-01", set())):
        assert found(judged(day), "note").get("framework_ending", set()) == expected
        assert "framework_length" not in found(judged(day), "breach")
