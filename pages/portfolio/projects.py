"""Prosjekter: every project, with filters, search and order, and the list as a file."""

from typing import cast

from analytics.portfolio.projects import ProjectRegister
from ui import layout, loaders, register

view = layout.open_page("projects")
whole = cast(ProjectRegister, loaders.report("projects"))
layout.show_sentence(whole)
register.show_hidden(whole)
chosen = register.select_projects(whole, view)
result = register.report_of(chosen)
register.show_projects(result, chosen, view)
layout.show_caveats(result)
layout.show_source_line(result)
