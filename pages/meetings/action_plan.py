"""Handlingsplan mot faktisk: the yearly plan as it was adopted, and what happened."""

from ui import action_plan as page
from ui import action_plan_record, action_plan_sums, layout

view = layout.open_page("action_plan")
found, chosen = page.select_report(view)
plan = found.focus
if action_plan_record.show_record(found, view):
    pass
elif chosen == page.ALL:
    layout.show_lead(action_plan_sums.years_alt(found))
    action_plan_sums.show_years(found, view)
elif plan is None:
    layout.show_empty(found.sentence)
    page.show_outside(found, view)
else:
    layout.show_sentence(found)
    page.show_notices(found, plan)
    layout.show_key_figures(page.key_figures(plan))
    page.show_lines(found, plan, view)
    action_plan_sums.show_sums(found, plan, view)
    action_plan_sums.show_versions(found, plan, view)
layout.show_caveats(found)
