"""The parts of the page on rules: hits with filters, the rules of the plan, and the rules of import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from analytics.quality.record import record_keys
from analytics.rules.plan import STATES, PlanRules, RuleOutcome, import_rules
from domain.codes import label
from domain.tables import TABLES
from domain.text import Text, say, tell
from ui import filters, layout, loaders, lookup, trail
from ui.layout import Col, KeyFigure
from ui.view import View

#: Filters in the address, and what their values mean.
SEVERITY, RULE, STATE = "alvorlighet", "regel", "tilstand"
_SEVERITIES = {"brudd": "breach", "vurder": "consider", "opplysning": "note"}
_STATES = {"apen": "open", "vurdert": "assessed"}
#: Where a hit leads: the column with the id, the page, and what the id is called in its address.
_LEADS: tuple[tuple[str, str, str], ...] = (
    ("project_id", "project", "id"), ("need_id", "needs", "behov"), ("plan_year", "action_plan", "ar"),
    ("call_id", "procurement", "anskaffelse"), ("framework_id", "procurement", "rammeavtale"),
)  # fmt: skip
#: Tables whose hits are about a year when they are not about a row.
_YEARLY = frozenset({"frame", "payment", "commitment"})


def key_figures(found: PlanRules) -> list[KeyFigure]:
    """Open breaches, matters to consider, notes, and how many rules could be tried."""
    made = []
    for severity, key in (("breach", "breaches"), ("consider", "considered"), ("note", "notes")):
        assessed = found.count(severity, "assessed")
        note = say("plan_rules.page.key_assessed_note", count=assessed) if assessed else None
        made.append(KeyFigure(say(f"plan_rules.page.key_{key}"), say("plan_rules.page.count", count=found.open(severity)), note))
    tried = say("plan_rules.page.key_rules_value", judged=found.judged, rules=len(found.outcomes))
    rest = say("plan_rules.page.key_rules_note", hidden=found.in_state("hidden"), nothing=found.in_state("nothing"))
    return [*made, KeyFigure(say("plan_rules.page.key_rules"), tried, rest)]


def show_hits(found: PlanRules, view: View) -> None:
    """The hits that the filters ask for; each leads to its record."""
    chosen, asked = _filtered(found, view)
    rules = asked[RULE]
    if len(rules) == 1:
        _show_rule(next(o for o in found.outcomes if o.rule.id == rules[0]))
    if found.all_hits.is_empty():
        layout.show_empty(say("plan_rules.page.no_hits"))
        return
    if chosen.hits.is_empty():
        layout.show_empty(say("plan_rules.page.no_hits_chosen"))
        return
    key = "plan_rules.page.shown_one" if len(chosen.hits) == 1 else "plan_rules.page.shown_many"
    layout.show_text(say(key, count=len(chosen.hits), all=len(found.all_hits)))
    rows = hit_rows(chosen, view.lang)
    notes = [
        (say(f"plan_rules.page.filter_{name}"), Text(", ".join(words), ", ".join(words)))
        for name, words in _words(asked, found, view)
    ]
    layout.show_records(rows, "rules_hits", hit_columns(), chosen, caption=say("plan_rules.page.all_hits_caption"), notes=notes)


def _filtered(found: PlanRules, view: View) -> tuple[PlanRules, dict[str, tuple[str, ...]]]:
    titles = {o.rule.id: o.rule.title.get(view.lang) for o in found.outcomes}
    with st.container(horizontal=True, gap="medium"):
        severities = filters.select_many(
            SEVERITY, say("plan_rules.page.filter_severity"),
            {name: label("rule_severity", value, view.lang) for name, value in _SEVERITIES.items()}, width=210,
        )  # fmt: skip
        rules = filters.select_many(RULE, say("plan_rules.page.filter_rule"), titles, width=330)
        states: tuple[str, ...] = ()
        if found.assessments_visible:
            words = {name: tell(f"plan_rules.page.state_{value}", view.lang) for name, value in _STATES.items()}
            states = filters.select_many(STATE, say("plan_rules.page.filter_state"), words, width=180)
    filters.clear_button((SEVERITY, RULE, STATE))
    asked = {SEVERITY: tuple(_SEVERITIES[s] for s in severities), RULE: rules, STATE: tuple(_STATES[s] for s in states)}
    return found.chosen(rules, asked[SEVERITY], asked[STATE]), asked


def _words(asked: Mapping[str, tuple[str, ...]], found: PlanRules, view: View) -> list[tuple[str, list[str]]]:
    """The filters that are used, in words."""
    titles = {o.rule.id: o.rule.title.get(view.lang) for o in found.outcomes}
    made = {
        "severity": [label("rule_severity", value, view.lang) for value in asked[SEVERITY]],
        "rule": [titles[value] for value in asked[RULE]],
        "state": [tell(f"plan_rules.page.state_{value}", view.lang) for value in asked[STATE]],
    }
    return [(name, words) for name, words in made.items() if words]


def _show_rule(outcome: RuleOutcome) -> None:
    """One rule: what the plan demands, what can be done, and what came of it."""
    rule = outcome.rule
    table = TABLES[rule.table]
    layout.show_subtitle(rule.title)
    columns = [Text(table.column(name).nb, table.column(name).en) for name in rule.columns if name in table.by_name]
    layout.show_points([
        say("plan_rules.page.demand", demand=rule.demand), say("plan_rules.page.todo", todo=rule.todo),
        say("plan_rules.page.outcome", outcome=outcome.words),
        say("plan_rules.page.place", place=rule.place, table=Text(table.nb, table.en), columns=columns),
    ])  # fmt: skip


def hit_rows(found: PlanRules, lang: str) -> pl.DataFrame:
    """The hits with the words that the page shows: what they concern, the rule, and the state."""
    titles = {o.rule.id: o.rule.title.get(lang) for o in found.outcomes}
    places = {o.rule.id: o.rule.place.get(lang) for o in found.outcomes}
    names = {name: table.nb if lang == "nb" else table.en for name, table in TABLES.items()}
    words = {state: tell(f"plan_rules.page.state_{state}", lang) for state in STATES}
    told = found.hits.select(f"message_{lang}", *_ASSESSMENT)
    return _with_presence(found.hits).with_columns(
        concerns=pl.concat_str(pl.col("table").replace_strict(names, return_dtype=pl.String), "record_id", separator=" "),
        rule=pl.col("rule_id").replace_strict(titles, return_dtype=pl.String),
        place=pl.col("rule_id").replace_strict(places, return_dtype=pl.String),
        message=pl.Series([_with_assessment(row, lang) for row in told.iter_rows()], dtype=pl.String),
        state_words=pl.col("state").replace_strict(words, return_dtype=pl.String),
    )  # fmt: skip


def _with_presence(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits with `is_there`: whether the record is a row, and not something that is missing."""
    rows = loaders.snapshot()
    pairs = zip(hits.get_column("table"), hits.get_column("record_id"), strict=True)
    keys = {name: set(record_keys(rows, name)) for name in hits.get_column("table").unique()}
    return hits.with_columns(is_there=pl.Series([record_id in keys[name] for name, record_id in pairs], dtype=pl.Boolean))


_ASSESSMENT = ("conclusion", "assessed_by", "assessed_date", "assessed_reason_nb", "assessed_document")


def _with_assessment(row: tuple[Any, ...], lang: str) -> str:
    """What was found, and who assessed it, when, how and why."""
    message, conclusion, by, day, reason, document = row
    if conclusion is None:
        return str(message)
    how = label("rule_conclusion", conclusion, lang).lower()
    words = tell("plan_rules.page.assessed_by", lang, message=message, conclusion=how, by=by, date=day)
    for part in (reason, document):
        if part:
            words = tell("plan_rules.page.assessed_why", lang, words=words.rstrip("."), reason=part)
    return words


def hit_columns() -> dict[str, Col]:
    """The columns of the list of hits."""
    return {
        "concerns": Col(say("plan_rules.page.col_record"), link=record_address),
        "severity": Col(say("plan_rules.page.col_severity"), "code:rule_severity"),
        "message": Col(say("plan_rules.page.col_message"), width=80),
        "rule": Col(say("plan_rules.page.col_rule"), to=("rules", "rule_id", RULE), width=40),
        "state_words": Col(say("plan_rules.page.col_state"), "short"),
    }


def record_address(row: Mapping[str, Any]) -> str | None:
    """The address of the record that a hit is about; None when the hit is that no such record is there."""
    for column, page, name in _LEADS:
        if row[column] is not None:
            return trail.address(page, {name: str(row[column])})
    if row["is_there"]:
        return lookup.address(row["table"], row["record_id"])
    return trail.address("money_year", {"ar": row["record_id"]}) if row["table"] in _YEARLY else None


def show_rules(found: PlanRules, view: View) -> None:
    """Every rule of the plan with what came of it."""
    rows, lang = found.rule_table(), view.lang
    columns = {
        f"title_{lang}": Col(say("plan_rules.page.col_rule"), to=("rules", "rule_id", RULE), width=40),
        f"demand_{lang}": Col(say("plan_rules.page.col_demand"), width=60),
        f"place_{lang}": Col(say("plan_rules.page.col_place"), width=30),
        "severity": Col(say("plan_rules.page.col_severity"), "code:rule_severity"),
        f"outcome_{lang}": Col(say("plan_rules.page.col_outcome"), width=30),
        "open": Col(say("plan_rules.page.col_open"), "int"),
    }
    told = rows.with_columns(open=pl.col("hits") - pl.col("assessed"))
    layout.show_table(told, "rules_of_plan", columns, caption=say("plan_rules.page.rules_caption"))


def show_import_rules(view: View) -> None:
    """The rules that data must meet before they are stored."""
    lang = view.lang
    names = {name: table.nb if lang == "nb" else table.en for name, table in TABLES.items()}
    rows = import_rules().with_columns(
        table=pl.col("table").replace_strict(names, default=tell("plan_rules.page.all_tables", lang), return_dtype=pl.String)
    )
    layout.show_text(say("plan_rules.page.import_text"))
    columns = {
        f"title_{lang}": Col(say("plan_rules.page.col_rule"), width=40),
        f"expected_{lang}": Col(say("plan_rules.page.col_expected"), width=60),
        "table": Col(say("plan_rules.page.col_table")), "severity": Col(say("plan_rules.page.col_severity"), "code:severity"),
        "paragraph": Col(say("plan_rules.page.col_chapter"), "short"),
    }  # fmt: skip
    layout.show_table(rows, "rules_of_import", columns, caption=say("plan_rules.page.import_caption"))
