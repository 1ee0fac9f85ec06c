"""One year of money, step by step from the knowledge frame to what is left, with the rows behind each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner
from analytics.spending.book import YearBook, money_book
from analytics.spending.ledger import ZERO, Ledger, ledger
from analytics.spending.levels import programme_of
from analytics.spending.plan_lines import SCHEMA, plan_lines
from analytics.spending.reconciliation import YearCheck, reconciliation
from analytics.spending.states import state_parts
from analytics.spending.year_sources import source_rows
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

_TABLES = ("frame", "carry_over", "commitment", "payment", "budget_line", "accrual", "contract", "account_total")
#: Spoken for: what is paid, accrued or bound.
_SPOKEN = ("paid", "accrued", "bound")
_MEANT = ("conditional", "procurement", "planned")
#: The uses of money that is spoken for, in the order of the steps: routes of contracts, then purposes without one.
USES: tuple[str, ...] = ("competition", "framework", "call_off", "in_house", "grant", "allocation_letter", "no_contract",
                         "stimulation", "operation")  # fmt: skip
_ROWS: dict[str, Any] = {
    "step": pl.String, "record_table": pl.String, "record_id": pl.String, "state": pl.String,
    "category": pl.String, "contract_id": pl.String, "project_id": pl.String,
    "title_nb": pl.String, "line_no": pl.String, "amount_nok": pl.Decimal(18, 2), "plan_original_nok": pl.Decimal(18, 2),
    "plan_current_nok": pl.Decimal(18, 2), "reason": pl.String, "reason_nb": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year, in kroner.

    Attributes:
        id: "knowledge", "outside", "programme", "carried_in", "available", one of `USES`, "free", "conditional", "procurement",
            "planned", "released", "left", "carried_out" or "lapsed".
        amount_nok: added (or subtracted, below zero); for a total, what has been reached. None is unknown.
        is_total: whether it is a level that has been reached rather than a change.
    """

    id: str
    amount_nok: Decimal | None
    is_total: bool

    @property
    def name(self) -> Text:
        """The words of the step."""
        route = CODE_LISTS["procurement_route"].by_value.get(self.id)
        return Text(route.nb, route.en) if route else say(f"year.step.{self.id}")

    def as_json(self) -> dict[str, Any]:
        """Whole kroner; None is unknown."""
        return {"id": self.id, "name": self.name, "amount_nok": kroner(self.amount_nok), "is_total": self.is_total}


@dataclass(frozen=True, eq=False)
class MoneyYear:
    """One year of the programme's money.

    Attributes:
        book: the year of the ledger; None when nothing is known of the year.
        steps: the waterfall.
        rows: what lies behind each step that has rows, with the plan's original and current amount of its budget line and why
            they differ.
        check: the year against the accounts.
        years: the years that can be chosen.
        plan: each budget line of the year as first set and as it stands, also those that were taken out.
    """

    basis: Basis
    year: int
    book: YearBook | None
    steps: tuple[Step, ...]
    rows: pl.DataFrame
    check: YearCheck | None
    years: tuple[int, ...]
    plan: pl.DataFrame

    @property
    def is_final(self) -> bool:
        """Whether the year's figures can no longer change."""
        return self.check is not None and self.check.is_final and self.book is not None and self.book.use.is_closed

    @property
    def final_date(self) -> date | None:
        return self.check.final_date if self.check else None

    @property
    def spoken_nok(self) -> Decimal | None:
        """Kroner that are paid, accrued or bound; None when no money is recorded."""
        if self.book is None or self.book.use.paid_nok is None:
            return None
        return sum((self.book.states[state] or ZERO for state in _SPOKEN), ZERO)

    @property
    def sentence(self) -> Text:
        """What the year has, what it is spoken for, what is left, and whether the figures are final."""
        if self.book is None:
            return say("year.none", year=self.year)
        use, spoken = self.book.use, self.spoken_nok
        if use.paid_nok is None and use.available_nok is not None:
            return say("year.no_use", year=self.year, available=use.available_nok)
        if use.available_nok is None or use.paid_nok is None or spoken is None:
            known = say("year.unknown", year=self.year)
            return known if not spoken else say("year.unknown_spoken", year=self.year, spoken=spoken)
        rest = use.available_nok - spoken
        key = "year.over" if rest < ZERO else "year.closed" if use.is_closed else "year.sentence"
        said = [say(key, year=self.year, available=use.available_nok, spoken=spoken, paid=use.paid_nok, rest=abs(rest),
                    left=use.available_nok - use.paid_nok)]  # fmt: skip
        said.append(self._stamp())
        if self.check is not None and self.check.difference_nok is not None:
            said.append(say("year.difference", amount=self.check.difference_nok))
        return Text(" ".join(text.nb for text in said), " ".join(text.en for text in said))

    def _stamp(self) -> Text:
        if self.is_final:
            return say("year.final")
        return say("year.provisional") if self.final_date is None else say("year.provisional_until", date=self.final_date)

    def as_json(self) -> dict[str, Any]:
        """The steps, the rows behind them, and the year against the accounts."""
        return {
            "year": self.year, "years": list(self.years), "is_final": self.is_final, "final_date": self.final_date,
            "spoken_nok": kroner(self.spoken_nok),
            "steps": [step.as_json() for step in self.steps], "rows": self.rows.to_dicts(), "plan": self.plan.to_dicts(),
            "plan_original_nok": kroner(Decimal(self.plan.get_column("plan_original_nok").sum() or 0)),
            "plan_current_nok": kroner(Decimal(self.plan.get_column("plan_current_nok").sum() or 0)),
            "book": None if self.book is None else self.book.as_json(),
            "accounts": None if self.check is None else self.check.as_json(),
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a step."""
        rows = [(step.id, step.name.nb, step.name.en, step.amount_nok, step.is_total) for step in self.steps]
        schema: dict[str, Any] = {
            "step": pl.String, "name_nb": pl.String, "name_en": pl.String, "amount_nok": pl.Decimal(18, 2),
            "is_total": pl.Boolean,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")


def money_year(snapshot: Snapshot, year: int | None = None) -> MoneyYear:
    """One year from frame to rest, in kroner without VAT.

    Args:
        snapshot: the programme on a day.
        year: default the running year when it has money, else the last year before it that has.

    Returns:
        A closed year is told as it stood on 31 December. The steps add up: each total is the steps before it. Money that is
        spoken for is what is paid, accrued or bound; a contract stands under its route. The frame of the agreement's knowledge
        development is shown above the programme's, and is not the programme's money.
    """
    whole = money_book(snapshot)
    years = tuple(item.year for item in whole.years)
    chosen = year if year is not None else _default(whole.years, snapshot.as_of.year)
    book = next((item for item in whole.years if item.year == chosen), None)
    check = next((item for item in reconciliation(snapshot).years if item.year == chosen), None)
    caveats = (say("year.caveat_steps"), say("year.caveat_closed"), *whole.basis.caveats)
    stamped = basis(snapshot, *_TABLES, caveats=caveats)
    if book is None:
        return MoneyYear(stamped, chosen, None, (), pl.DataFrame(schema=_ROWS), check, years, pl.DataFrame(schema=SCHEMA))
    entries = ledger(snapshot, programme_of(snapshot))
    plan = plan_lines(snapshot, entries, chosen)
    rows = _rows(snapshot, entries, chosen, plan)
    sources = source_rows(snapshot, programme_of(snapshot), book.use)
    behind = pl.concat([sources, rows], how="diagonal").select(list(_ROWS)).cast(pl.Schema(_ROWS))
    return MoneyYear(stamped, chosen, book, _steps(book, rows), behind, check, years, plan)


def _default(years: tuple[YearBook, ...], this_year: int) -> int:
    known = [item.year for item in years if item.year <= this_year and item.use.available_nok is not None]
    return known[-1] if known else this_year


def _steps(book: YearBook, rows: pl.DataFrame) -> tuple[Step, ...]:
    use = book.use
    outside = use.outside_programme_nok
    steps = [
        Step("knowledge", use.knowledge_frame_nok, is_total=True),
        Step("outside", None if outside is None else -outside, is_total=False),
        Step("programme", use.frame_nok, is_total=True), Step("carried_in", use.carried_in_nok, is_total=False),
        Step("available", use.available_nok, is_total=True),
    ]  # fmt: skip
    sums = dict(rows.group_by("step").agg(pl.col("amount_nok").sum()).iter_rows())
    if use.paid_nok is None:
        return tuple(steps)
    steps += [Step(name, -sums[name], is_total=False) for name in USES if sums.get(name)]
    meant = [Step(state, -(book.states[state] or ZERO), is_total=False) for state in _MEANT if book.states[state]]
    if use.available_nok is None:
        return (*steps, *meant)
    spoken = sum((book.states[state] or ZERO for state in _SPOKEN), ZERO)
    steps += [Step("free", use.available_nok - spoken, is_total=True), *meant]
    left = use.available_nok - spoken - sum((book.states[state] or ZERO for state in _MEANT), ZERO)
    steps.append(Step("left", left, is_total=True))
    if use.carried_out_nok is not None:
        steps.append(Step("carried_out", use.carried_out_nok, is_total=True))
    if use.lapsed_nok:
        steps.append(Step("lapsed", use.lapsed_nok, is_total=True))
    return tuple(steps)


def _rows(snapshot: Snapshot, book: Ledger, year: int, plan: pl.DataFrame) -> pl.DataFrame:
    """Every part of the year with the step it belongs to, and the plan of its budget line."""
    parts = state_parts(snapshot, book, [year])
    is_contract = pl.col("promised_to").str.starts_with("contract_id:")
    named = parts.with_columns(contract_id=pl.when(is_contract).then(pl.col("promised_to").str.strip_prefix("contract_id:")))
    contracts = snapshot.table("contract").select("contract_id", "route", contract_nb="title_nb")
    projects = snapshot.table("project").select("project_id", project_nb="title_nb")
    joined = named.join(contracts, on="contract_id", how="left").join(projects, on="project_id", how="left")
    use = pl.when(pl.col("category").is_in(["stimulation", "operation"])).then(pl.col("category")).otherwise(pl.col("route"))
    step = pl.when(pl.col("state").is_in(_MEANT)).then(pl.col("state")).otherwise(use.fill_null("no_contract"))
    with_plan = joined.with_columns(step=step, title_nb=pl.coalesce("project_nb", "contract_nb")).join(
        plan.select("line_no", "plan_original_nok", "plan_current_nok", "reason", "reason_nb"), on="line_no", how="left"
    )
    own = {name: kind for name, kind in _ROWS.items() if name not in ("record_table", "record_id")}
    ordered = with_plan.select(list(own)).cast(pl.Schema(own))
    return ordered.sort("step", "amount_nok", "contract_id", "line_no", descending=[False, True, False, False], nulls_last=True)
