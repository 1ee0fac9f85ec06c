"""The parts of the page about one year of money."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.spending.book import MoneyBook
from analytics.spending.reconciliation import Reconciliation
from analytics.spending.states import STATES
from analytics.spending.year import MoneyYear
from domain.codes import label
from domain.text import Text, say, tell
from reports.charts import money as charts
from ui import filters, layout, lookup, trail
from ui.layout import Col, KeyFigure
from ui.search_words import fits

_STEP, _SEARCH = "trinn", "sok"


def amount(value: Decimal | None) -> Text:
    """An amount in millions, or that it is unknown."""
    return say("money.page.unknown") if value is None else say("money.page.amount", amount=value)


def show_key_figures(found: MoneyYear) -> None:
    """What the year has, what is spoken for, what is left after the plans, and whether the figures are final."""
    steps = {step.id: step.amount_nok for step in found.steps}
    available, spoken = steps.get("available"), found.spoken_nok
    until = say("money.page.stamp_until", date=found.final_date) if found.final_date and not found.is_final else None
    layout.show_key_figures([
        KeyFigure(say("money.page.key_available"), amount(available)),
        KeyFigure(say("money.page.key_spoken"), amount(spoken)),
        KeyFigure(say("money.page.key_left"), amount(steps.get("left"))),
        KeyFigure(say("money.page.key_stamp"), say(f"money.page.stamp_{'final' if found.is_final else 'provisional'}"), until),
    ])  # fmt: skip


def show_steps(found: MoneyYear, lang: str) -> None:
    """The waterfall with its table."""
    columns = {f"name_{lang}": Col(say("money.col.step")), "amount_nok": Col(say("money.col.amount"), "nok")}
    layout.show_figure(
        lambda chosen: charts.waterfall(found, chosen), found, key="money_year", title=say("money.page.steps_heading"),
        columns=columns, variant=found.year,
        on_choose=lambda clicked: filters.set_choice(_STEP, str(clicked[0])),
    )  # fmt: skip


def show_rows(found: MoneyYear, lang: str) -> None:
    """The rows of one step, or those whose words fit a search over all steps."""
    layout.show_subtitle(say("money.page.rows_heading"))
    steps = {step.id: step for step in found.steps}
    words = {name: step.name.get(lang) for name, step in steps.items() if name in set(found.rows.get_column("step"))}
    chosen = filters.select_optional(_STEP, say("money.page.step_filter"), words)
    typed = filters.search_text(_SEARCH, say("money.page.search"))
    if chosen is None and not typed:
        layout.show_text(say("money.page.rows_help"))
        return
    rows = found.rows if chosen is None else found.rows.filter(pl.col("step") == chosen)
    rows = _fitting(rows, typed, lang)
    named = rows.with_columns(pl.col("step").replace(words), title_nb=pl.coalesce("title_nb", _record_title(lang)))
    total = Decimal(rows.get_column("amount_nok").sum() or 0)
    step = steps[chosen].name if chosen else Text(f"«{typed}»", f"“{typed}”")
    caption = say("money.page.rows_caption", step=step, year=str(found.year), amount=total)
    layout.show_records(named, "money_rows", _row_columns(), found, caption=caption, page_size=15)


def _fitting(rows: pl.DataFrame, typed: str, lang: str) -> pl.DataFrame:
    """The rows whose title, line, reason or explanation has the typed words."""
    reasons = {code: label("variance_reason", code, lang) for code in rows.get_column("reason").drop_nulls().unique()}
    worded = rows.with_columns(reason_words=pl.col("reason").replace(reasons))
    return fits(worded, typed, ("title_nb", "reason_nb", "reason_words", "line_no")).drop("reason_words")


def show_plan(found: MoneyYear, lang: str) -> None:
    """Every budget line as first set and as it stands, with the reason for the change; the search of the rows counts here too."""
    if found.plan.is_empty():
        return
    layout.show_subtitle(say("money.page.plan_heading"))
    rows = _fitting(found.plan, filters.typed_text(_SEARCH), lang).sort(
        pl.col("change_nok").abs(), "line_no", descending=[True, False]
    )
    first, now = (Decimal(rows.get_column(f"plan_{name}_nok").sum() or 0) for name in ("original", "current"))
    columns = {
        "title_nb": Col(say("money.col.title"), to=("project", "project_id")),
        "plan_original_nok": Col(say("money.col.plan_original"), "nok"),
        "plan_current_nok": Col(say("money.col.plan_current"), "nok"), "change_nok": Col(say("money.col.change"), "nok"),
        "paid_nok": Col(say("money.col.paid"), "nok"), "reason": Col(say("money.col.reason"), "code:variance_reason"),
        "reason_nb": Col(say("money.col.reason_text")),
    }  # fmt: skip
    caption = say("money.page.plan_caption", year=str(found.year), original=first, current=now)
    categories = {row: label("money_category", row, lang) for row in rows.get_column("category").drop_nulls().unique()}
    unnamed = pl.concat_str(
        pl.col("category").replace(categories), pl.format("({})", "line_no"), separator=" ", ignore_nulls=True
    )
    rows = rows.with_columns(title_nb=pl.coalesce("title_nb", unnamed))
    layout.show_records(rows, "money_plan", columns, found, caption=caption, page_size=15, name="sideplan")


def _record_title(lang: str) -> pl.Expr:
    """What a row without a project or a contract is: a frame or a carry-over, with its id."""
    names = {name: tell(f"money.page.record_{name}", lang) for name in ("frame", "carry_over")}
    return pl.concat_str(pl.col("record_table").replace(names), pl.col("record_id"), separator=" ")


def _row_address(row: Mapping[str, Any]) -> str | None:
    if row["record_id"]:
        return lookup.address(row["record_table"], row["record_id"])
    return trail.address("project", {"id": row["project_id"]}) if row["project_id"] else None


def _row_columns() -> dict[str, Col]:
    return {
        "title_nb": Col(say("money.col.title"), link=_row_address), "step": Col(say("money.col.step")),
        "state": Col(say("money.col.state"), "code:money_state", Text("–", "–")),
        "line_no": Col(say("money.col.line_no"), "short"),
        "amount_nok": Col(say("money.col.amount"), "nok"), "plan_original_nok": Col(say("money.col.plan_original"), "nok"),
        "plan_current_nok": Col(say("money.col.plan_current"), "nok"),
        "reason": Col(say("money.col.reason"), "code:variance_reason"), "reason_nb": Col(say("money.col.reason_text")),
    }  # fmt: skip


def show_states(book: MoneyBook) -> None:
    """Each year's kroner by state."""
    layout.show_subtitle(say("money.page.states_heading"))
    rows = [{"year": year.year, **{state: year.states[state] for state in STATES}} for year in book.years]
    schema = {"year": pl.Int64(), **dict.fromkeys(STATES, pl.Decimal(18, 2))}
    columns = {"year": Col(say("money.col.year"), "period")}
    columns |= {s: Col(Text(label("money_state", s, "nb"), label("money_state", s, "en")), "nok") for s in STATES}
    layout.show_table(pl.DataFrame(rows, schema=schema), "money_states", columns, caption=say("money.page.states_caption"))
    layout.show_source_line(book)


def show_areas(book: MoneyBook, lang: str) -> None:
    """Planned against bound against paid by priority area, all years."""
    table = _by_area(book, lang)
    if table.is_empty():
        return
    layout.show_figure(
        lambda chosen: charts.by_area(_by_area(book, chosen), chosen), book, key="money_areas", wide=True,
        title=say("money.page.areas_heading"), alt=_area_words(table), table=table, columns=_area_columns(),
    )  # fmt: skip


def _area_words(table: pl.DataFrame) -> Text:
    parts = [say("money.page.areas_part", area=Text(area, area), planned=planned, bound=bound, paid=paid)
             for area, planned, bound, paid in table.iter_rows()]  # fmt: skip
    return say("money.page.areas_words", parts=parts)


def _by_area(book: MoneyBook, lang: str) -> pl.DataFrame:
    """One row an area (or what stands in its place): planned, bound and paid in all years."""
    names = {area: name.get(lang) for area, name in book.areas.items()}
    places = {place: say(f"money.page.place_{place}").get(lang) for place in ("unknown", "operation")}
    word = pl.coalesce(pl.col("area_id").replace(names), pl.col("place").replace(places))
    return book.by_area.select(word.alias("area"), *(pl.col(f"{name}_nok").alias(name) for name in ("planned", "bound", "paid")))


def _area_columns() -> dict[str, Col]:
    names = ("planned", "bound", "paid")
    return {"area": Col(say("money.col.area"))} | {name: Col(say(f"money.col.{name}"), "nok") for name in names}


def show_accounts(found: Reconciliation) -> None:
    """The payments of each year against the accounts."""
    layout.show_subtitle(say("money.page.accounts_heading"))
    layout.show_text(found.sentence)
    kinds = {"year": "period", "booked_date": "date", "is_final": "bool"}
    names = (
        "year",
        "paid_nok",
        "accounts_nok",
        "difference_nok",
        "vat_nok",
        "corrections_nok",
        "waiting_nok",
        "booked_date",
        "is_final",
    )
    columns = {name: Col(say(f"money.col.{name.removesuffix('_nok')}"), kinds.get(name, "nok")) for name in names}
    layout.show_table(found.table(), "money_accounts", columns, caption=say("money.page.accounts_caption"))
    layout.show_source_line(found)
    if not found.waiting.is_empty():
        shown = {"voucher_ref": "short", "payment_date": "date", "amount_nok": "nok", "reason": "code:unmatched_reason",
                 "supplier_nb": "text", "text_nb": "text", "contract_code": "short", "project_code": "short",
                 "account_code": "short"}  # fmt: skip
        waits = {name: Col(say(f"money.waiting.{name}"), kind) for name, kind in shown.items()}
        caption = say("money.page.waiting_caption")
        layout.show_records(found.waiting, "money_waiting", waits, found, caption=caption, page_size=15, name="sidevent")
