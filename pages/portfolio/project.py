"""Prosjekt: one project and everything about it."""

from typing import cast

from analytics.portfolio.project_record import ProjectRecord
from domain.text import say
from ui import layout, loaders, parts, project_history, project_knowledge, project_money, project_overview, project_picker
from ui import project_progress as progress

PARTS = {
    "oversikt": say("project.part.overview"),
    "penger": say("project.part.money"),
    "fremdrift": say("project.part.progress"),
    "kunnskap": say("project.part.knowledge"),
    "historikk": say("project.part.history"),
}
SHOW = {
    "oversikt": project_overview.show_overview,
    "penger": project_money.show_money,
    "fremdrift": progress.show_progress,
    "kunnskap": project_knowledge.show_knowledge,
    "historikk": project_history.show_history,
}

layout.open_page("project")
layout.back_link("projects")
found = cast(ProjectRecord, loaders.report("project", id=project_picker.asked_id()))
if found.record is None:
    project_picker.show_picker(found)
else:
    layout.show_subtitle(found.record.base.title)
    layout.show_lead(found.lead)
    SHOW[parts.select_part(PARTS)](found, found.record)
    layout.show_caveats(found)
    layout.show_source_line(found)
