"""Året i detalj: one year of money, from frame to rest, with the rows behind each step."""

from __future__ import annotations

from typing import cast

from analytics.spending.book import MoneyBook
from analytics.spending.reconciliation import Reconciliation
from analytics.spending.year import MoneyYear
from domain.text import say
from ui import filters, layout, loaders, money_frames, money_year

view = layout.open_page("money_year")
start = cast(MoneyYear, loaders.report("year"))
if start.years:
    years = {str(year): str(year) for year in sorted(start.years, key=lambda year: (year != start.year, -year))}
    chosen = int(filters.select_one("ar", say("money.page.year_filter"), years, buttons=False, width=140))
    found = start if chosen == start.year else cast(MoneyYear, loaders.report("year", year=chosen))
    layout.show_sentence(found)
    money_year.show_key_figures(found)
    money_year.show_steps(found, view.lang)
    money_year.show_rows(found, view.lang)
    money_year.show_plan(found, view.lang)
    book = cast(MoneyBook, loaders.report("ledger"))
    money_year.show_states(book)
    money_year.show_areas(book, view.lang)
    money_year.show_accounts(cast(Reconciliation, loaders.report("reconciliation")))
    money_frames.show_words(view)
    layout.show_caveats(found)
else:
    layout.show_empty(say("money.page.empty"))
