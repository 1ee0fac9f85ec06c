"""Rammer 21/15: what the programme may use, year by year, and what it has used."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from analytics.spending import tables, words
from analytics.spending.forecast import Forecast
from analytics.spending.frames import FrameUse, YearUse
from domain.text import Text, say
from reports.charts import spending as charts
from ui import layout, loaders, money_frames
from ui.layout import Col, KeyFigure
from ui.view import View


def amount(value: Decimal | None) -> Text:
    """An amount in millions of kroner, or that it is unknown."""
    return say("spending.page.unknown") if value is None else say("spending.page.amount", amount=value)


def key_figures(year: YearUse) -> list[KeyFigure]:
    """The year in focus: paid, bound and free."""
    available = None if year.available_nok is None else say("spending.page.of_available", available=year.available_nok)
    at_end = say("spending.page.note_year_end") if year.is_closed else None
    return [
        KeyFigure(say("spending.page.key_paid", year=year.year), amount(year.paid_nok), available),
        KeyFigure(say("spending.page.key_bound"), amount(year.bound_nok), at_end),
        KeyFigure(say("spending.page.key_free"), amount(year.free_nok), pointed(year)),
    ]


def pointed(year: YearUse) -> Text | None:
    """How much plans and conditional promises point to, beside what is free."""
    if year.planned_nok is None or year.conditional_nok is None or year.is_closed:
        return None
    return say("spending.page.note_pointed", pointed=year.planned_nok + year.conditional_nok)


def columns_of(names: Sequence[str], kind: str) -> dict[str, Col]:
    """Columns of a table of years, with a word where an amount is not there."""
    absent = {"frame": say("spending.chart.end_no_money"), "carried_out": Text("–", "–"), "lapsed": Text("–", "–"),
              "cap": Text("–", "–")}  # fmt: skip
    unknown = say("spending.page.unknown")
    kinds = {"year": "period", "state": "text", "carried_in_source": "text"}
    columns = {}
    for name in names:
        word = name.removesuffix("_nok")
        columns[name] = Col(say(f"spending.column.{word}"), kinds.get(name, kind), absent.get(word, unknown))
    return columns


def budget_columns() -> dict[str, Col]:
    """The columns of the table of the budget post."""
    columns = {"year": Col(say("spending.column.year"), "period")}
    columns |= {f"{stage}_nok": Col(say(f"spending.stage.{stage}"), "nok", Text("–", "–")) for stage in tables.STAGES}
    return columns | {"quality": Col(say("spending.column.quality"), "code:quality")}


def show_page(use: FrameUse, view: View) -> None:
    """The frames, their use, and the budget post apart from them."""
    lang = view.lang
    layout.show_sentence(use)
    if use.focus is not None:
        layout.show_key_figures(key_figures(use.focus))
    aged = words.oldest(use)
    if aged is not None:
        layout.show_text(aged)
    full = tables.years(use, lang)
    expected = cast(Forecast, loaders.report("forecast")).year
    layout.show_figure(
        lambda chosen: charts.frame_use(use, chosen, expected), use.without_post, key="frames_use",
        title=say("spending.page.use_heading"),
        table=full, columns=columns_of(full.columns, "nok"),
    )  # fmt: skip
    in_millions = tables.years_in_millions(use)
    caption = say("spending.page.years_caption")
    layout.show_table(in_millions, key="frames_years", columns=columns_of(in_millions.columns, "num"), caption=caption)
    layout.show_figure(
        lambda chosen: charts.ladder(use, chosen), use.without_post, key="frames_ladder",
        title=say("spending.page.ladder_heading"),
        alt=use.levels_text, table=tables.levels(use, lang),
        columns={
            "level": Col(say("spending.column.level")), "per_year_nok": Col(say("spending.column.per_year"), "nok"),
            "total_nok": Col(say("spending.column.total"), "nok"),
        },
    )  # fmt: skip
    money_frames.show_versions(view)
    money_frames.show_prices(view)
    show_budget_post(use)
    money_frames.show_words(view)
    layout.show_caveats(use)


def show_budget_post(use: FrameUse) -> None:
    """The post of the state budget, in words and a table of its own."""
    if not use.state_budget:
        return
    post = use.state_budget[-1]
    layout.show_subtitle(say("spending.page.budget_heading"))
    caption = say("spending.page.budget_text", chapter=post.chapter, post=post.post)
    layout.show_table(tables.state_budget(use), key="frames_state_budget", columns=budget_columns(), caption=caption)
    layout.show_source_line(use.of_post)


view = layout.open_page("frames")
found = cast(FrameUse, loaders.report("frames"))
if found.years:
    show_page(found, view)
else:
    layout.show_empty(say("spending.page.empty"))
