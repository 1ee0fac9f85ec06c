"""The registry of pages: one line each, in the order of the navigation. Imports no Streamlit."""

from domain.tables import Role
from ui.registry import PageSpec

#: Who may read data in; readers see every other page.
_EDITORS: frozenset[Role] = frozenset({"owner", "approver"})

PAGES: tuple[PageSpec, ...] = (
    PageSpec("overview", "overview", "pages/overview/overblikk.py", "overblikk"),
    PageSpec("coverage", "portfolio", "pages/portfolio/coverage.py", "dekning"),
    PageSpec("projects", "portfolio", "pages/portfolio/projects.py", "prosjekter"),
    PageSpec("project", "portfolio", "pages/portfolio/project.py", "prosjekt"),
    PageSpec("needs", "portfolio", "pages/portfolio/needs.py", "kunnskapsbehov"),
    PageSpec("relevance", "portfolio", "pages/portfolio/relevance.py", "relevans"),
    PageSpec("procurement", "portfolio", "pages/portfolio/procurement.py", "anskaffelser"),
    PageSpec("dissemination", "portfolio", "pages/portfolio/dissemination.py", "formidling"),
    PageSpec("agreement_map", "portfolio", "pages/portfolio/agreement_map.py", "hele-avtalen"),
    PageSpec("frames", "spending", "pages/spending/frames.py", "rammer"),
    PageSpec("money_year", "spending", "pages/spending/year.py", "aret-i-detalj"),
    PageSpec("money_forecast", "spending", "pages/spending/forecast.py", "prognose-og-bindinger"),
    PageSpec("state_budget", "spending", "pages/spending/state_budget.py", "statsbudsjettet"),
    PageSpec("instruments", "evidence", "pages/evidence/instruments.py", "status-per-virkemiddel"),
    PageSpec("evidence", "evidence", "pages/evidence/strength.py", "evidens-og-styrke"),
    PageSpec("power", "evidence", "pages/evidence/power.py", "styrke"),
    PageSpec("findings", "evidence", "pages/evidence/findings.py", "funn-og-anbefalinger"),
    PageSpec("final_report", "evidence", "pages/evidence/final_report.py", "sluttrapport"),
    PageSpec("overdue", "evidence", "pages/evidence/overdue.py", "forfalt-og-forsinket"),
    PageSpec("absence_target", "sickness", "pages/sickness/target.py", "mot-malet"),
    PageSpec("absence_industries", "sickness", "pages/sickness/industries.py", "naeringer-og-bransjeprogram"),
    PageSpec("long_term", "sickness", "pages/sickness/long_term.py", "langvarig-og-gjentakende"),
    PageSpec("absence_sources", "sickness", "pages/sickness/sources.py", "kilder-og-revisjoner"),
    PageSpec("reference_group", "meetings", "pages/meetings/reference_group.py", "referansegruppen"),
    PageSpec("changes", "meetings", "pages/meetings/changes.py", "endret-siden-sist"),
    PageSpec("decisions", "meetings", "pages/meetings/decisions.py", "beslutninger-og-innspill"),
    PageSpec("action_plan", "meetings", "pages/meetings/action_plan.py", "handlingsplan"),
    PageSpec("import_data", "admin", "pages/admin/import_data.py", "import", roles=_EDITORS),
    PageSpec("rules", "admin", "pages/admin/rules.py", "regler"),
    PageSpec("record", "admin", "pages/admin/record.py", "oppslag"),
    PageSpec("about", "admin", "pages/admin/about.py", "om"),
)
