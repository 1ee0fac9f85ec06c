"""A small agreement with instruments, frames and evaluations that can be added up by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from data.snapshot import Snapshot

AS_OF = date(2020, 1, 31)
Row = dict[str, Any]

PROGRAMME: Row = {
    "programme_id": "P",
    "agreement_id": "A",
    "name_nb": "Program",
    "name_en": "Programme",
    "start_date": date(2019, 1, 1),
    "end_date": date(2022, 12, 31),
}


def instrument(instrument_id: str, order: int = 1, **values: Any) -> Row:
    return {
        "instrument_id": instrument_id,
        "agreement_id": "A",
        "name_nb": f"Virkemiddel {instrument_id}",
        "name_en": f"Instrument {instrument_id}",
        "short_nb": instrument_id,
        "short_en": instrument_id,
        "order_no": order,
        **values,
    }


def frame(instrument_id: str, unit: str, first: int, last: int, amount: int | None, **values: Any) -> Row:
    return {
        "instrument_frame_id": f"{instrument_id}-{first}-{unit}",
        "instrument_id": instrument_id,
        "unit": unit,
        "year_from": first,
        "year_to": last,
        "amount_nok": None if amount is None else Decimal(amount),
        **values,
    }


def evaluation(evaluation_id: str, instrument_id: str | None, **values: Any) -> Row:
    return {
        "evaluation_id": evaluation_id,
        "instrument_id": instrument_id,
        "agreement_id": "A",
        "title_nb": f"Evaluering {evaluation_id}",
        "payer": "own_frame",
        "addresses_effect": "unknown",
        "registered_date": date(2019, 6, 1),
        **values,
    }


def step(evaluation_id: str, stage: str, actual: date | None = None, **values: Any) -> Row:
    return {
        "evaluation_step_id": f"{evaluation_id}-{stage}",
        "evaluation_id": evaluation_id,
        "stage": stage,
        "actual_date": actual,
        "date_precision": "day",
        **values,
    }


def snapshot(as_of: date = AS_OF, **tables: Iterable[Row]) -> Snapshot:
    return Snapshot.from_rows(as_of, {"programme": [PROGRAMME], **tables})
