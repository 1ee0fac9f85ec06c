"""Which lines of an export are stored already, as payments or as lines that wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain, count

import polars as pl

from data.imports.accounting import PostedLine
from workflows.accounting_codes import Target

_COPY = "~"


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored row; `place` is where a payment is booked, None for a line that waits."""

    id: str
    voucher: str | None
    date: date
    amount_nok: Decimal
    place: Target | None


class KnownLines:
    """Stored payments, and lines that wait. Each of them answers for one line of an export, not for several."""

    def __init__(self, payments: pl.DataFrame, waiting: Sequence[PostedLine]) -> None:
        columns = ("payment_id", "voucher_ref", "payment_date", "amount_nok", "contract_id", "project_id", "category")
        booked = (
            _Row(key, voucher, day, amount, Target(*place))
            for key, voucher, day, amount, *place in payments.select(columns).iter_rows()
        )
        self._rows = [*booked, *(_Row(line.id, line.voucher, line.date, line.amount_nok, None) for line in waiting)]
        self._amounts = {row.id: row.amount_nok for row in self._rows if row.place is not None}
        self._used: set[int] = set()
        self._by_id: defaultdict[tuple[str, Decimal], list[int]] = defaultdict(list)
        self._by_voucher: defaultdict[tuple[str, date, Decimal], list[int]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            self._by_id[row.id, row.amount_nok].append(number)
            if row.voucher is not None:
                self._by_voucher[row.voucher, row.date, row.amount_nok].append(number)

    def takes(self, line: PostedLine, target: Target | None) -> bool:
        """Whether a stored row is this line, and has answered for no other: by key, else by voucher, date and amount.

        A payment that is booked on another contract, project or purpose than the codes of the line say is another line.
        """
        by_voucher = self._by_voucher.get((line.voucher, line.date, line.amount_nok), ())
        return self._use([*self._by_id.get((line.id, line.amount_nok), ()), *by_voucher], target)

    def has_been_booked(self, line: PostedLine, target: Target | None) -> bool:
        """Whether a line that waits stands among the payments now: under its key, or as one that was written by hand."""
        own = replace(line, number=line.number.split(_COPY)[0])
        prefix = f"{line.year}-{line.voucher}-"
        by_hand = [
            number
            for number in self._by_voucher.get((line.voucher, line.date, line.amount_nok), ())
            if not self._rows[number].id.startswith(prefix)
        ]
        return self._use([*self._by_id.get((own.id, line.amount_nok), ()), *by_hand], target)

    def _use(self, numbers: Sequence[int], target: Target | None) -> bool:
        free = (n for n in numbers if n not in self._used and _is_same_place(self._rows[n].place, target))
        found = next(free, None)
        if found is not None:
            self._used.add(found)
        return found is not None

    def why_not(self, line: PostedLine) -> str | None:
        """Why a line may not be booked under its key: the key is booked with another amount, or on something else."""
        own = replace(line, number=line.number.split(_COPY)[0])
        if own.id not in self._amounts:
            return None
        return "other_amount" if self._amounts[own.id] != line.amount_nok else "other_place"

    def keep(self, line: PostedLine) -> None:
        """Remember that the key of a line is used."""
        self._amounts.setdefault(line.id, line.amount_nok)

    def renamed(self, line: PostedLine) -> PostedLine:
        """The line under its own key when that is free, else under the first free one after it."""
        own = line.number.split(_COPY)[0]
        numbers = chain([line.number] if _COPY in line.number else [], (f"{own}{_COPY}{copy}" for copy in count(2)))
        copies = (replace(line, number=number) for number in numbers)
        return next(copy for copy in copies if copy.id not in self._amounts)


def _is_same_place(stored: Target | None, meant: Target | None) -> bool:
    """Whether a payment stands where a line's codes lead; when one of them does not say, it may."""
    if stored is None or meant is None or meant.is_outside:
        return True
    for name in ("contract_id", "project_id", "category"):
        one, other = getattr(stored, name), getattr(meant, name)
        if one is not None and other is not None:
            return bool(one == other)
    return True
