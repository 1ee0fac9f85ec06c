"""Oppslag: any row of the model with every field, and the rows that refer to it."""

from typing import cast

from analytics.quality.record import Record
from ui import layout, loaders, lookup
from ui import record as page

view = layout.open_page("record")
layout.back_link("rules")
found = cast(Record, loaders.report("record", table=page.asked(lookup.TABLE), id=page.asked(lookup.ID)))
page.show_choice(found, view)
page.show_record(found, view)
layout.show_source_line(found)
