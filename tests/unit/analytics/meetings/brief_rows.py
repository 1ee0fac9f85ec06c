"""A programme of two areas, one year's money and a quarter of sick leave, that can be added up by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.meetings.brief import Brief, brief
from data.snapshot import Snapshot
from tests.unit.analytics.portfolio.rows import PROGRAMME, area, areas_of, contract, project, questions_of
from tests.unit.analytics.sickness.rows import observed, series, target, tolerance, vintage
from tests.unit.analytics.spending.rows import commitment, frame, payment

DAY, MEETING = date(2021, 6, 30), date(2021, 4, 21)
#: Two of ten fields: P1 counts in A1 on effect and cause, 6 mill.; P2 in A2 on effect, 3 mill., agreed after the meeting.
ROWS: dict[str, Any] = {
    "programme": [PROGRAMME | {"programme_id": "P"}],
    "priority_area": [area("A1", 1), area("A2", 2)],
    "project": [project("P1", started_date=date(2020, 6, 1)), project("P2", started_date=date(2021, 5, 1))],
    "project_area": [*areas_of("P1", A1=100), *areas_of("P2", A2=100)],
    "project_question": [*questions_of("P1", effect=50, cause=50), *questions_of("P2", effect=100)],
    "contract": [contract("P1", "6000000"), contract("P2", "3000000", signed_date=date(2021, 5, 1))],
    "frame": [frame(2021, 15, programme_id="P")],
    "payment": [
        payment(1, 2021, 2, "2021-02-01", programme_id="P"), payment(2, 2021, 3, "2021-06-01", programme_id="P"),
    ],
    "commitment": [commitment(1, 2021, 9, "2021-01-15", programme_id="P")],
    "meeting": [
        {"meeting_id": "M1", "kind": "spring", "title_nb": "Vår", "planned_date": MEETING, "held_date": MEETING},
    ],
    "body": [{"body_id": "PROGRAMEIER", "name_nb": "Programeier", "name_en": "Owner", "can_decide": True}],
    "body_member": [{"body_member_id": "B", "body_id": "PROGRAMEIER", "organisation_id": "EIER", "role": "leader"}],
    "organisation": [
        {"organisation_id": "EIER", "name_nb": "Eierdirektoratet", "name_en": "The owner", "short_name": "EI", "kind": "agency"},
        {"organisation_id": "L", "name_nb": "Leverandør", "kind": "research"},
    ],
    "target": [target("T", "seasonal_influenza", 5.7, target_value=5.1)],
    "series": [series("seasonal_influenza")],
    "vintage": [vintage("V2", "2019-12-31", "current", "month"), vintage("V3", "2021-06-15", "current", "month")],
    "observation": [
        *observed("seasonal_influenza", "V2", {"2018K4": 5.8, "2019K3": 5.9}),
        *observed("seasonal_influenza", "V3", {"2019K4": 6.0}),
    ],
    "parameter": [tolerance(0.05)],
}  # fmt: skip


def made(as_of: date = DAY, since: date | None = None, **tables: Any) -> Brief:
    """The brief of `ROWS` with the given tables in place of its own."""

    def opened(day: date) -> Snapshot:
        return Snapshot.from_rows(day, {**ROWS, **tables})

    return brief(opened(as_of), since, opened)


def empty(as_of: date = DAY) -> Brief:
    """The brief of a store without a single row."""

    def opened(day: date) -> Snapshot:
        return Snapshot.from_rows(day, {})

    return brief(opened(as_of), None, opened)
