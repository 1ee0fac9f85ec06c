"""The report as a whole: its JSON, its table, who may see what, and the example."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from domain.tables import Role
from reports.envelope import envelope
from tests.unit.analytics.portfolio.procurement_rows import agreement, call, found, signed, step
from tests.unit.analytics.portfolio.rows import Row, project

ROLES = [
    {"tender_participant_id": "T", "call_id": "A", "organisation_id": "M", "role": "bidder", "from_date": date(2021, 2, 1)},
]


@pytest.mark.parametrize("role", ["ministry", "reference_group", "public"])
def test_who_tendered_is_kept_from_others_and_they_are_told(role: Role) -> None:
    result = found(role=role, call=[call("A")], tender_participant=ROLES)
    assert not result.tender_roles_shown
    assert result.as_json()["tender_roles"] == {"is_shown": False, "rows": []}
    assert any("Hvem som har hatt en rolle" in caveat.nb for caveat in result.basis.caveats)
    assert "Ås" not in json.dumps(envelope("procurement", result), ensure_ascii=False)


def test_the_owner_sees_who_tendered() -> None:
    result = found(call=[call("A")], tender_participant=ROLES)
    assert [(row["party_nb"], row["role"]) for row in result.tender_roles.to_dicts()] == [("Ås analyse", "bidder")]


def test_everything_is_json_and_the_table_is_flat() -> None:
    result = found(
        project=[project("1")], call=[call("A"), call("B/Ø", "in_house")], call_step=[step("A", "brief", None, date(2021, 1, 9))],
        contract=[signed("K", "10.50", call_id="A", framework_id="R")],
        framework_agreement=[agreement("R", date(2021, 1, 1), date(2025, 1, 1))], tender_participant=ROLES,
    )  # fmt: skip
    text = json.dumps(envelope("procurement", result), ensure_ascii=False)
    told = json.loads(text)["result"]
    assert told["contracts"]["amount_nok"] == 10.5
    assert told["frameworks"][0]["duration"] == {"months": 48, "days": 1}
    assert told["frameworks"][0]["limit_state"] == "over"
    assert told["calls"]["by_status"] == {"ongoing": 1, "contracted": 1, "cancelled": 0}
    assert result.table().write_csv().count("B/Ø") == 2
    assert "1 rammeavtale varer lenger enn grensen" in result.sentence.nb


def test_the_sentence_has_the_answer_first() -> None:
    rows = [signed("K", "1200000", call_id="A", end_date=date(2021, 8, 1)), signed("L", "300000", route="grant")]
    result = found(call=[call("A")], contract=rows)
    assert result.sentence.nb == (
        "1 utlysning eller oppdrag er registrert per 30. juni 2021: 1 har kontrakt. "
        "2 kontrakter på til sammen 1,5 mill. kroner er inngått, fordelt på 2 innkjøpsformer. "
        "1 kontrakt går ut innen 12 måneder."
    )


def test_an_unknown_amount_is_never_zero() -> None:
    result = found(contract=[signed("K", None)])
    assert "med ukjent beløp" in result.sentence.nb
    assert result.as_json()["routes"][0]["amount_nok"] is None


def test_dates_that_are_missing_are_no_error() -> None:
    rows: list[Row] = [signed("K", "1", signed_date=None)]
    result = found(
        call=[call("A", registered=None)], call_step=[step("A", "brief", date(2021, 1, 1))], contract=rows,  # type: ignore[arg-type]
        framework_agreement=[agreement("R", None, None)],  # type: ignore[arg-type]
    )  # fmt: skip
    assert result.calls.to_dicts()[0]["total_days"] is None
    assert result.route_years.to_dicts()[0]["year"] is None
    assert result.contract_nok == Decimal(1)
    assert json.dumps(envelope("procurement", result))
