"""Import: get the template, try files without saving, read every finding, save, and go back to an earlier version."""

from domain.text import say
from ui import importing, layout

layout.open_page("import_data")
layout.show_lead(say("admin.import.lead"))

layout.show_subtitle(say("admin.import.template_title"))
layout.show_text(say("admin.import.template_text"))
importing.show_template_downloads()

layout.show_subtitle(say("admin.import.files_title"))
order = importing.select_order()
report = importing.show_actions(order)
if report is not None:
    importing.show_report(report)

layout.show_subtitle(say("admin.import.versions_title"))
importing.show_versions()
