"""x"""

from ui import layout

layout.open_page("project")
layout.back_link("projects")
