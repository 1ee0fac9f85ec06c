"""Regler: what the programme plan demands, what does not agree with it, and what could not be judged."""

from typing import cast

from analytics.rules.plan import PlanRules
from domain.text import say
from ui import layout, loaders, parts
from ui import rules as page

view = layout.open_page("rules")
found = cast(PlanRules, loaders.report("rules"))
layout.show_sentence(found)
layout.show_key_figures(page.key_figures(found))
part = parts.select_part(
    {
        "treff": say("plan_rules.page.part_hits"),
        "regler": say("plan_rules.page.part_rules"),
        "innlesing": say("plan_rules.page.part_import"),
    }
)
if part == "treff":
    page.show_hits(found, view)
elif part == "regler":
    page.show_rules(found, view)
else:
    page.show_import_rules(view)
layout.show_source_line(found)
layout.show_caveats(found)
