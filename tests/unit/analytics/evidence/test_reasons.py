"""What lowers a level: the mapping of designs, and what the facts of a study suggest against dated limits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.evidence.reasons import LOWERED_BY, Checked, Lowering
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from tests.unit.analytics.evidence.strength_rows import PARAMETERS, TAGS

BREAKS = [
    {"break_id": name, "from_period": period, "scope": scope, "kind": "method", "title_nb": name, "title_en": name,
     "is_pandemic": pandemic}
    for name, period, scope, pandemic in (
        ("B1", "2015K1", "unadjusted", False), ("B2", "2020K1", "seasonal", True), ("B3", "2023K2", "seasonal", True),
        ("B4", "2017K1", "self_certified", False),
    )
]  # fmt: skip
COLUMNS = (
    "study_id", "design_id", "outcome", "attrition_pct", "n_clusters_treated", "n_clusters_control", "measured_from_date",
    "measured_to_date",
)  # fmt: skip


def facts(**values: Any) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), "study_id": "S", "outcome": "register_absence", **values}


def check(design: str, start: int | None, *rows: dict[str, Any], **tables: Any) -> Checked:
    held = {"tag": TAGS, "parameter": PARAMETERS, "series_break": BREAKS, **tables}
    return Lowering(Snapshot.from_rows(date(2024, 1, 1), held)).check(design, start, rows)


def reasons(found: Checked) -> list[tuple[str, bool]]:
    return [(one.reason, one.counts) for one in found.suggestions]


def test_the_mapping_names_known_reasons_and_designs_of_the_store() -> None:
    assert {r for groups in LOWERED_BY.values() for group in groups for r in group} <= set(CODE_LISTS["evidence_reason"].values)


@pytest.mark.parametrize(("attrition", "expected"), [(20, []), (20.1, [("attrition", True)])])
def test_attrition_above_the_limit_is_suggested_and_at_it_is_not(attrition: float, expected: list[tuple[str, bool]]) -> None:
    found = check("D-RCT", 5, facts(attrition_pct=attrition))

    assert reasons(found) == expected
    assert found.level == 5 - len(expected)


def test_few_clusters_and_attrition_lower_a_cluster_trial_by_one_each() -> None:
    found = check("D-CRCT", 5, facts(attrition_pct=30, n_clusters_treated=10, n_clusters_control=9))

    assert reasons(found) == [("attrition", True), ("few_clusters", True)]
    assert (found.level, found.by_hand) == (3, ("contamination",))


def test_twenty_clusters_are_enough_and_an_individual_trial_has_none_to_count() -> None:
    assert check("D-CRCT", 5, facts(attrition_pct=0, n_clusters_treated=10, n_clusters_control=10)).level == 5
    assert check("D-RCT", 5, facts(attrition_pct=0)).unknown == ()


def test_reasons_of_one_group_lower_one_step_together() -> None:
    window = {"measured_from_date": date(2014, 1, 1), "measured_to_date": date(2021, 12, 31)}
    found = check("D-ITSC", 3, facts(**window))

    assert reasons(found) == [("break_in_window", True), ("covid_in_window", True)]
    assert found.level == 2
    assert found.suggestions[0].details == ("2015K1",)


def test_what_the_mapping_does_not_count_is_only_to_be_considered() -> None:
    window = {"measured_from_date": date(2019, 1, 1), "measured_to_date": date(2021, 12, 31)}
    found = check("D-DID", 3, facts(attrition_pct=25, n_clusters_treated=8, **window))

    assert reasons(found) == [("attrition", False), ("covid_in_window", False)]
    assert found.level == 3


def test_the_pandemic_ends_where_the_statistics_say_so_and_a_window_outside_is_clear() -> None:
    after = check("D-ITSC", 3, facts(measured_from_date=date(2023, 4, 1), measured_to_date=date(2023, 12, 31)))
    before = check("D-ITSC", 3, facts(measured_from_date=date(2017, 4, 1), measured_to_date=date(2019, 12, 31)))

    assert (reasons(after), reasons(before)) == ([], [])


def test_few_treated_groups_and_unknown_facts_are_told_apart() -> None:
    assert reasons(check("D-DID", 3, facts(n_clusters_treated=4))) == [("few_treated", True)]
    unknown = check("D-DID", 3, facts())
    assert (unknown.suggestions, unknown.unknown) == ((), ("few_treated",))
    assert unknown.by_hand == ("failed_pre_trend", "volunteers")


def test_without_study_facts_nothing_is_suggested_and_what_could_be_checked_is_named() -> None:
    found = check("D-CRCT", 5)
    assert (found.suggestions, found.unknown, found.level) == ((), ("attrition", "few_clusters"), 5)


def test_without_a_dated_limit_nothing_is_suggested() -> None:
    found = check("D-RCT", 5, facts(attrition_pct=90), parameter=[])
    assert (found.suggestions, found.unknown, found.level) == ((), ("attrition",), 5)


def test_the_level_never_falls_below_one_and_there_is_none_without_a_start() -> None:
    assert check("D-QUAL", None, facts(attrition_pct=90)).level is None
    many = check("D-CRCT", 1, facts(attrition_pct=90, n_clusters_treated=1, n_clusters_control=1))
    assert many.level == 1
