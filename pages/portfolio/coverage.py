"""Dekning: what the portfolio covers, which cells are empty, and why."""

from typing import cast

from analytics.portfolio.coverage import Coverage
from ui import coverage, coverage_cell, coverage_state, layout, loaders

view = layout.open_page("coverage")
plain = cast(Coverage, loaders.report("coverage"))
layout.show_sentence(plain)
coverage.show_hidden(plain)
layout.show_key_figures(coverage.key_figures(plain))
choice = coverage_state.select_view(view)
result = coverage_state.report_of(choice)
coverage.show_matrix(result, choice, view)
coverage_cell.show_cell(result, choice, view)
coverage.show_changes(result, view)
layout.show_caveats(result)
