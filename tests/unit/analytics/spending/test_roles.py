"""Voucher texts, codes of the accounts and lines that wait are for those who may see them, in every report about money."""

from __future__ import annotations

import json
from datetime import date
from typing import get_args

import pytest

from data.snapshot import Snapshot
from domain.tables import TABLES, Role
from reports.catalogue import ReportArguments, catalogue
from tests.unit.analytics.spending.rows import MILL, PROGRAMME, commitment, payment, plan_frames

REPORTS = (
    "frames",
    "ledger",
    "year",
    "reconciliation",
    "forecast",
    "commitments",
    "what-if",
    "burn-up",
    "proposals",
    "frame-versions",
)
HIDDEN = "Hemmelig"
TABLE_ROWS = {
    "frame": plan_frames(),
    "commitment": [commitment(1, 2021, 5, "2021-01-10", contract_id="K1")],
    "payment": [payment(1, 2021, 2, "2021-03-01", contract_id="K1", voucher_ref=f"{HIDDEN} bilag", text_nb=f"{HIDDEN} tekst")],
    "account_code": [{"account_code_id": "1", "dimension": "account", "code": f"{HIDDEN} konto", "category": "fou"}],
    "unmatched_payment": [{"unmatched_payment_id": "U", "programme_id": PROGRAMME, "reason": "no_code", "year": 2021,
                           "voucher_ref": f"{HIDDEN} u", "payment_date": date(2021, 3, 1), "amount_nok": 777 * MILL,
                           "text_nb": f"{HIDDEN} v", "supplier_nb": f"{HIDDEN} w", "account_code": f"{HIDDEN} x"}],
}  # fmt: skip
MAY_SEE = {
    role for role in get_args(Role) if Snapshot.from_rows(date(2021, 6, 30), {}, role=role).can_see(TABLES["unmatched_payment"])
}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("role", get_args(Role))
def test_what_a_role_may_not_see_is_in_no_report(name: str, role: Role) -> None:
    seen = Snapshot.from_rows(date(2021, 6, 30), TABLE_ROWS, role=role)
    text = json.dumps(catalogue()[name].run(seen, ReportArguments()).as_json(), ensure_ascii=False, default=str)

    assert (HIDDEN in text) == (role in MAY_SEE and name == "reconciliation")
    assert ("777000000" in text) == (role in MAY_SEE and name in ("reconciliation", "year"))
