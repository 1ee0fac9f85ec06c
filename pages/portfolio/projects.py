from typing import cast
from ui import layout, loaders, filters
from domain.text import say, Text
from ui.layout import Col

view = layout.open_page("projects")
result = loaders.report("projects")
st_ = filters.select_many("status", Text("Status", "Status"), {"running": "Pågår", "closed": "Avsluttet", "planned": "Planlagt"})
area = filters.select_one("omrade", Text("Område", "Area"), {"alle": "Alle", "A": "Aaa", "B": "Bbb"})
q = filters.search_text("sok", Text("Søk", "Search"))
filters.clear_button(["status", "omrade", "sok"])
rows = result.rows
import polars as pl

rows = rows.filter(pl.col("status").is_in(list(st_))) if st_ else rows
layout.show_records(
    rows,
    "projects",
    {
        "project_id": Col(Text("Id", "Id")),
        "title_nb": Col(Text("Tittel", "Title"), to=("project", "project_id")),
        "amount_nok": Col(Text("B", "B"), "nok"),
    },
    result,
    caption=Text("Prosjekter", "Projects"),
    page_size=10,
)
