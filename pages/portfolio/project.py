"""Prosjekt: everything about one project, or a way to find one."""

from typing import cast

from analytics.portfolio.project_record import ProjectRecord
from ui import layout, loaders
from ui import project_page as page

view = layout.open_page("project")
layout.back_link("projects")
record = cast(ProjectRecord, loaders.report("project", id=page.asked_project()))
if record.whole is None:
    page.select_project(record)
else:
    page.show_project(record, record.whole, view)
layout.show_caveats(record)
