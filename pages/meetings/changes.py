"""Endret siden sist: what differs between two dates or meetings."""

from ui import changes as page
from ui import layout

view = layout.open_page("changes")
dates = page.select_dates(view)
if dates is not None:
    found = page.report_of(dates)
    page.show_summary(found)
    page.show_groups(found, view)
    layout.show_caveats(found)
    layout.show_source_line(found)
