"""However projects are shared between areas, questions and rows, every krone of the contracts is in exactly one cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.portfolio.coverage import coverage
from analytics.portfolio.split import split_rows
from tests.unit.analytics.portfolio.rows import area, areas_of, contract, project, questions_of, snapshot

_SHARES = st.sampled_from([0.0, 10.0, 12.5, 33.33, 50.0, 66.67, 100.0])
_AREAS = st.dictionaries(st.sampled_from(["A1", "A2", "OLD"]), _SHARES, max_size=3)
_QUESTIONS = st.dictionaries(st.sampled_from(["cause", "effect", "synthesis"]), _SHARES, max_size=3)
_ROWS = st.sets(st.sampled_from(["I1", "I2", "ÆØÅ 3", "gone"]), max_size=4)
_AMOUNT = st.one_of(st.none(), st.decimals(0, 30_000_000, places=2), st.integers(0, 90_000_000).map(Decimal))
_PROJECT = st.tuples(_AREAS, _QUESTIONS, _ROWS, _AMOUNT)


def tables(drawn: list[tuple[dict[str, float], dict[str, float], set[str], Decimal | None]]) -> dict[str, Any]:
    ids = [str(number) for number in range(len(drawn))]
    made = list(zip(ids, drawn, strict=True))
    return {
        "priority_area": [area("A1", 1), area("A2", 2), area("OLD", 3, end=date(2019, 12, 31))],
        "instrument": [
            {"instrument_id": key, "agreement_id": "A", "name_nb": key, "name_en": key, "short_nb": key, "short_en": key}
            for key in ("I1", "I2", "ÆØÅ 3")
        ],
        "project": [project(key, started_date=date(2021, 1, 1)) for key in ids],
        "project_area": [row for key, (areas, _, _, _) in made for row in areas_of(key, **areas)],
        "project_question": [row for key, (_, asks, _, _) in made for row in questions_of(key, **asks)],
        "project_instrument": [
            {"project_id": key, "instrument_id": row} for key, (_, _, rows, _) in made for row in sorted(rows)
        ],
        "contract": [contract(key, str(amount)) for key, (_, _, _, amount) in made if amount is not None],
    }


@given(st.lists(_PROJECT, max_size=6), st.sampled_from(["overview", "detail"]))
def test_split_adds_up_to_the_contracts_to_the_ore(drawn: list[tuple], level: str) -> None:  # type: ignore[type-arg]
    rows = tables(drawn)
    total = sum((amount for *_, amount in drawn if amount is not None), Decimal(0))
    for kind in ("instrument", "industry"):
        matrix = coverage(snapshot(**rows), {"rows": kind, "level": level, "counting": "split"}).matrix
        assert matrix.reconciliation.cells_nok == matrix.contracts_nok == total
        assert matrix.reconciliation.difference_nok == 0
        assert matrix.cells.get_column("projects_split").sum() == pytest.approx(len(drawn))
        assert (matrix.inside.get_column("amount_nok").fill_null(0) >= 0).all()
        assert matrix.rows.get_column("amount_nok").sum() == matrix.columns.get_column("amount_nok").sum() == total


@given(st.integers(0, 10**12), st.integers(1, 9))
def test_parts_of_a_placement_differ_by_one_unit_at_most(ore: int, count: int) -> None:
    amount = Decimal(ore) / 100
    placed = pl.DataFrame(
        {"project_id": ["1"], "area_id": ["A"], "question_kind": ["effect"], "share": [1.0], "amount_nok": [amount]},
        schema_overrides={"amount_nok": pl.Decimal(18, 2)},
    )
    links = pl.DataFrame({"project_id": ["1"] * count, "row_id": [f"R{n}" for n in range(count)]})
    parts = split_rows(placed, links).get_column("amount_nok")
    unit = Decimal(1) if ore % 100 == 0 else Decimal("0.01")
    assert parts.sum() == amount
    assert max(parts) - min(parts) in (0, unit)


def test_what_cannot_be_shared_goes_to_the_first_rows_and_whole_kroner_stay_whole() -> None:
    placed = pl.DataFrame(
        {"project_id": ["1", "2"], "area_id": ["A", "A"], "question_kind": [None, None], "share": [1.0, 0.5],
         "amount_nok": [Decimal("10"), None]},
        schema_overrides={"question_kind": pl.String, "amount_nok": pl.Decimal(18, 2)},
    )  # fmt: skip
    links = pl.DataFrame({"project_id": ["1", "1", "1"], "row_id": ["c", "a", "b"]})
    rows = split_rows(placed, links).sort("project_id", "row_id").select("row_id", "share", "amount_nok").rows()
    assert rows == [
        ("a", pytest.approx(1 / 3), Decimal(4)), ("b", pytest.approx(1 / 3), Decimal(3)), ("c", pytest.approx(1 / 3), Decimal(3)),
        (None, 0.5, None),
    ]  # fmt: skip
