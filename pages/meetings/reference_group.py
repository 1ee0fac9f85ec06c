"""Referansegruppen: the meetings of the reference group, their packs, and what was said and decided in them."""

from ui import layout, meeting_editions, meeting_files
from ui import reference_group as page

view = layout.open_page("reference_group")
meeting = page.select_meeting(view)
if meeting is not None:
    pack = meeting_editions.select_edition(meeting.meeting_id, view)
    layout.show_sentence(pack)
    page.show_start(pack, view)
    page.show_pack(pack, view)
    page.show_logged(pack, view)
    page.show_participants(pack, view)
    meeting_editions.show_editions(pack, view)
    meeting_files.show_files(pack, view)
    layout.show_caveats(pack)
    layout.show_source_line(pack)
page.show_register(view)
