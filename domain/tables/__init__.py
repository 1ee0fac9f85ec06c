"""The model of the whole programme: every table with its columns, keys, codes, units and definitions."""

from domain.tables import evidence, meetings, money, organisation, portfolio, statistics
from domain.tables.spec import COMMON_COLUMNS, ROLES_WITH_ACCESS, Access, Column, DateOrder, Role, Table

#: Every table by name, in the order that a person would fill them in.
TABLES: dict[str, Table] = {
    table.name: table for module in (organisation, portfolio, money, evidence, meetings, statistics) for table in module.TABLES
}

#: Tables that the template workbook has a sheet for.
PORTFOLIO_TABLES: tuple[Table, ...] = tuple(t for t in TABLES.values() if t.layer == "portfolio")

__all__ = [
    "COMMON_COLUMNS",
    "PORTFOLIO_TABLES",
    "ROLES_WITH_ACCESS",
    "TABLES",
    "Access",
    "Column",
    "DateOrder",
    "Role",
    "Table",
]
