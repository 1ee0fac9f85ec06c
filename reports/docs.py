"""Documents that are written from the model, so that they cannot drift from it. `python cli.py docs` writes them."""

from __future__ import annotations

from analytics.rules import RULES
from analytics.rules.plan_registry import PLAN_RULES
from domain.codes import CODE_LISTS
from domain.tables import TABLES, Column, Table
from domain.terms import TERMS

_GENERATED = "<!-- Written by `python cli.py docs`. Change the model, not this file. -->"


def documents() -> dict[str, str]:
    """File name, relative to the repository, to text."""
    return {"GLOSSARY.md": glossary(), "docs/data-dictionary.md": data_dictionary_text(), "docs/rules.md": rules_text()}


def glossary() -> str:
    """The terms in both languages with identifier, definition and source."""
    rows = [
        f"| {t.nb} | {t.en} | `{t.id}` | {t.definition_nb} {t.definition_en} | {t.source} |"
        for t in sorted(TERMS, key=lambda t: t.nb)
    ]
    head = ["| Norsk | English | Identifier | Definition | Source |", "|---|---|---|---|---|"]
    return "\n".join(["# Glossary", "", _GENERATED, "", *head, *rows, ""])


def data_dictionary_text() -> str:
    """Every table and column, and every code list."""
    parts = ["# Data dictionary", "", _GENERATED, ""]
    for table in TABLES.values():
        parts += _table_text(table)
    parts += ["## Code lists", ""]
    for name, code_list in CODE_LISTS.items():
        values = ", ".join(f"`{code.value}` {code.nb} / {code.en}" for code in code_list.codes)
        parts += [f"- **{name}** ({code_list.nb}): {values}"]
    return "\n".join([*parts, ""])


def rules_text() -> str:
    """Every rule: those that data must meet before they are stored, and those that follow from the programme plan."""
    head = ["| Rule | Norsk | English | Table | Severity | Paragraph |", "|---|---|---|---|---|---|"]
    rows = [
        f"| `{rule.id}` | {rule.title.nb} | {rule.title.en} | {rule.table or 'all'} | {rule.severity} | {rule.paragraph} |"
        for rule in RULES
    ]
    parts = ["# Rules", "", _GENERATED, "", "## Rules of import", "", *head, *rows, "", "## Rules of the programme plan", ""]
    parts += [
        "Severity is the gravest a hit can have. An assessment of a hit (`rule_assessment`) names the rule by its id.", "",
        "| Rule | Norsk | English | What the plan demands | Table: columns | Severity | Paragraph |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    parts += [
        f"| `{rule.id}` | {rule.title.nb} | {rule.title.en} | {rule.demand.nb} {rule.demand.en} | {rule.table}: "
        f"{', '.join(f'`{name}`' for name in rule.columns)} | {rule.severity} | {', '.join(rule.paragraph)} |"
        for rule in PLAN_RULES
    ]
    return "\n".join([*parts, ""])


def _table_text(table: Table) -> list[str]:
    head = ["| Column | Norsk | English | Type | Unit | Required | Definition |", "|---|---|---|---|---|---|---|"]
    key = ", ".join(f"`{name}`" for name in table.key)
    return [
        f"## {table.name}: {table.nb} / {table.en}", "", f"{table.definition_nb} {table.definition_en}", "",
        f"Key: {key}. Visible to: {table.access}. Layer: {table.layer}.", "",
        *head, *(_column_text(column) for column in table.columns), "",
    ]  # fmt: skip


def _column_text(column: Column) -> str:
    type_: str = column.type
    if column.codes:
        type_ = f"code: {column.codes}"
    if column.references:
        type_ = f"ref: {column.references}"
    required = "yes" if column.required else ""
    return f"| `{column.name}` | {column.nb} | {column.en} | {type_} | {column.unit or ''} | {required} | {column.definition} |"
