"""The registry of pages: one line each, in the order of the navigation. Imports no Streamlit."""

from domain.tables import Role
from ui.registry import PageSpec

#: Who may read data in; readers see every other page.
_EDITORS: frozenset[Role] = frozenset({"owner", "approver"})

PAGES: tuple[PageSpec, ...] = (
    PageSpec("overview", "overview", "pages/overview/overblikk.py", "overblikk"),
    PageSpec("coverage", "portfolio", "pages/portfolio/coverage.py", "dekning"),
    PageSpec("frames", "spending", "pages/spending/frames.py", "rammer"),
    PageSpec("instruments", "evidence", "pages/evidence/instruments.py", "status-per-virkemiddel"),
    PageSpec("absence_target", "sickness", "pages/sickness/target.py", "mot-malet"),
    PageSpec("absence_industries", "sickness", "pages/sickness/industries.py", "naeringer-og-bransjeprogram"),
    PageSpec("long_term", "sickness", "pages/sickness/long_term.py", "langvarig-og-gjentakende"),
    PageSpec("absence_sources", "sickness", "pages/sickness/sources.py", "kilder-og-revisjoner"),
    PageSpec("import_data", "admin", "pages/admin/import_data.py", "import", roles=_EDITORS),
    PageSpec("about", "admin", "pages/admin/about.py", "om"),
)
