"""Statsbudsjettet: the post that knowledge development is paid from, and what it can and cannot say about the programme."""

from typing import cast

from analytics.spending.state_budget import StateBudget
from domain.text import say
from ui import layout, loaders, parts, state_budget

#: The parts of the page, by their name in the address.
_PARTS = {
    "posten": say("state_budget.part.post"),
    "fordeling": say("state_budget.part.parts"),
    "andre-poster": say("state_budget.part.context"),
    "kilder": say("state_budget.part.sources"),
}

view = layout.open_page("state_budget")
found = cast(StateBudget, loaders.report("state-budget"))
layout.show_sentence(found)
if found.years:
    layout.show_key_figures(state_budget.key_figures(found))
    part = parts.select_part(_PARTS)
    if part == "posten":
        state_budget.show_years(found, view.lang)
        state_budget.show_levels(found, view.lang)
    elif part == "fordeling":
        state_budget.show_parts(found, view.lang)
    elif part == "andre-poster":
        state_budget.show_context(found, view.lang)
    else:
        state_budget.show_amounts(found, view.lang)
else:
    layout.show_empty(say("state_budget.page.empty"))
layout.show_caveats(found)
