"""The part Oversikt of one project: what it is, where it stands, how it came about."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.portfolio.project_record import ProjectRecord, Record
from analytics.portfolio.project_rows import both, code, lower
from domain.numbers import date_text
from domain.text import LANGS, Text, say
from ui import layout
from ui.layout import KeyFigure
from ui.project_kit import col, in_lang, joined, show_facts, show_list
from ui.view import current


def key_figures(record: Record) -> list[KeyFigure]:
    """Where it stands, the contract sum with what is paid, what comes next, and the level expected."""
    return [_status(record), _contract(record), _next(record), _level(record)]


def _status(record: Record) -> KeyFigure:
    step = next((s for s in record.base.ladder if s.is_now), None)
    note = None if step is None or step.reached_date is None else say("project.key.since", date=step.reached_date)
    return KeyFigure(say("project.key.status"), code("project_status", record.base.status), note)


def _amount(value: Any) -> Text:
    return say("frame.unknown") if value is None else say("project.amount", amount=value)


def _contract(record: Record) -> KeyFigure:
    money = record.money
    note = say("project.key.no_contract")
    if money.contract_nok is not None:
        paid = money.paid_on_contracts_nok
        note = say("project.key.no_paid") if paid is None else say("project.key.paid", amount=paid)
    return KeyFigure(say("project.key.contract"), _amount(money.contract_nok), note)


def _next(record: Record) -> KeyFigure:
    late = record.items.filter(pl.col("state") == "overdue").sort("newest_date")
    if len(late):
        row = late.row(0, named=True)
        note = say("project.key.overdue_note", title=row["title_nb"], date=row["newest_date"])
        return KeyFigure(say("project.key.overdue"), say("project.count", count=len(late)), note)
    ahead = record.items.filter(pl.col("state").is_in(["planned", "moved"])).sort("newest_date", nulls_last=True)
    if ahead.is_empty() or ahead.get_column("newest_date")[0] is None:
        return KeyFigure(say("project.key.next"), say("project.key.next_none"), say("project.key.next_none_note"))
    row = ahead.row(0, named=True)
    day = Text(*(date_text(row["newest_date"], lang) for lang in LANGS))
    return KeyFigure(say("project.key.next"), day, Text(row["title_nb"], row["title_nb"]))


def _level(record: Record) -> KeyFigure:
    levels, label = record.method.levels, say("project.key.level")
    if levels["state_expected"] == "level":
        note = say("project.key.level_assessed" if levels["is_assessed_expected"] else "project.key.level_design")
        return KeyFigure(label, say("project.key.level_value", level=levels["level_expected"]), note)
    if levels["state_expected"] == "none":
        return KeyFigure(label, say("project.key.level_none"), say("project.key.level_none_note"))
    return KeyFigure(label, say("project.key.level_unknown"), say("project.key.level_no_design"))


def show_overview(_found: ProjectRecord, record: Record) -> None:
    """What the project is about, its ladder, its needs and its way from plan to contract."""
    layout.show_key_figures(key_figures(record))
    if record.base.row["summary_nb"]:
        layout.show_text(Text(*(record.base.row["summary_nb"],) * 2))
    layout.show_subtitle(say("project.head.ladder"))
    layout.show_table(_ladder(record), "project_ladder", {"step": col("step", "code:project_status"), "date": col("date", "date"),
                      "state": col("state")}, caption=say("project.caption.ladder"))  # fmt: skip
    layout.show_subtitle(say("project.head.place"))
    show_facts(_facts(record))
    _show_needs(record)
    _show_way(record)


def _ladder(record: Record) -> pl.DataFrame:
    names = [step.status for step in record.base.ladder]
    now = names.index(record.base.status)
    rows = []
    for place, step in enumerate(record.base.ladder):
        is_reached = step.reached_date is not None or (place < now and record.base.status != "stopped")
        state = "now" if step.is_now else "ahead" if not is_reached else "reached" if step.reached_date else "no_date"
        rows.append((step.status, step.reached_date, say(f"project.state.{state}").get(current().lang)))
    return pl.DataFrame(rows, schema={"step": pl.String(), "date": pl.Date(), "state": pl.String()}, orient="row")


def _shares(frame: pl.DataFrame, name: str) -> list[Text]:
    found = []
    for row in frame.iter_rows(named=True):
        words = both(row, "area") if name == "area" else code("question_kind", row["question_kind"])
        share = row["share_pct"]
        key = "project.fact.share_unknown" if share is None else "project.fact.share"
        found.append(say(key, name=words, share=share))
    return found


def _facts(record: Record) -> list[tuple[str, Text]]:
    base = record.base
    rows = [
        ("lead", joined(base.leads)),
        ("areas", joined(_shares(base.areas, "area"))),
        ("questions", joined(_shares(base.questions, "question"))),
        ("instruments", joined([both(row, "instrument") for row in base.instruments.iter_rows(named=True)])),
        ("industries", joined([both(row, "industry") for row in base.industries.iter_rows(named=True)])),
        ("type", code("research_type", base.row["research_type"])),
        ("period", _period(base.row)),
        ("actual", _actual(base.row)),
    ]
    if base.row["stopped_reason_nb"]:
        rows.append(("stopped", Text(*(base.row["stopped_reason_nb"],) * 2)))
    return rows


def _day(value: Any) -> Text:
    return say("project.not_stated") if value is None else Text(*(date_text(value, lang) for lang in LANGS))


def _period(row: dict[str, Any]) -> Text:
    start, end = row["planned_start_date"], row["planned_end_date"]
    if start is None and end is None:
        return say("project.not_stated")
    return say("project.fact.period_value", start=_day(start), end=_day(end))


def _actual(row: dict[str, Any]) -> Text:
    start = row["started_date"]
    for name in ("stopped", "completed"):
        if row[f"{name}_date"] is not None:
            key = "actual_stopped" if name == "stopped" else "actual_done"
            return say(f"project.fact.{key}", start=_day(start), end=row[f"{name}_date"])
    return say("project.fact.not_started") if start is None else say("project.fact.actual_running", start=start)


def _show_needs(record: Record) -> None:
    columns = {
        "need_id": col("id", to=("needs", "need_id", "behov")), "title_nb": col("need"), in_lang("raised_by"): col("raised_by"),
        in_lang("meeting"): col("meeting"), "raised_date": col("raised_date", "date"),
        "priority": col("priority", "code:priority_level"),
    }  # fmt: skip
    show_list(record.base.needs, "needs", columns)
    columns = {
        in_lang("party"): col("party"), "text_nb": col("input"), "need_id": col("need", to=("needs", "need_id", "behov")),
        in_lang("meeting"): col("meeting"), "received_date": col("received", "date"),
        "outcome": col("outcome", "code:input_outcome"),
    }  # fmt: skip
    show_list(record.base.inputs, "inputs", columns, hidden=say("project.empty.inputs_hidden"))


def _show_way(record: Record) -> None:
    way = record.way
    layout.show_subtitle(say("project.head.way"))
    line = way.plan_line
    plan = say("project.not_stated")
    if line is not None:
        key = "project.fact.plan_line_value" if line["dropped_date"] is None else "project.fact.plan_line_dropped"
        plan = say(key, title=line["title_nb"], id=line["plan_line_id"], year=line["year"], version=line["version"],
                   date=line["dropped_date"])  # fmt: skip
    call = say("project.not_stated")
    if way.call is not None:
        kind = lower(code("call_kind", way.call["kind"]))
        call = say("project.fact.call_value", title=way.call["title_nb"], id=way.call["call_id"], kind=kind)
    show_facts([("plan_line", plan), ("call", call), ("route", joined([code("procurement_route", r) for r in way.routes]))])
    links: list[tuple[Text, str, dict[str, str]]] = []
    if line is not None and line["year"] is not None:
        links.append((say("project.link.plan", year=line["year"]), "action_plan", {"ar": str(line["year"])}))
    if way.call is not None:
        links.append((say("project.link.call", id=way.call["call_id"]), "procurement", {"anskaffelse": way.call["call_id"]}))
    for row in record.money.contracts.unique("framework_id", maintain_order=True).iter_rows(named=True):
        if row["framework_id"]:
            words = say("project.link.framework", title=row["framework_nb"], id=row["framework_id"])
            links.append((words, "procurement", {"rammeavtale": row["framework_id"]}))
    if links:
        layout.show_links(links)
    if way.call is not None:
        columns = {
            "step": col("step", "code:procurement_step"), "planned_date": col("planned", "date"),
            "newest_date": col("newest", "date"), "actual_date": col("actual", "date"), "reason_nb": col("reason"),
        }  # fmt: skip
        show_list(way.steps, "steps", columns)
    columns = {
        in_lang("industry"): col("industry"), "name_nb": col("site"), "employees": col("employees", "int"),
        "joined_date": col("joined", "date"), "left_date": col("left_date", "date"), "left_reason_nb": col("reason"),
    }  # fmt: skip
    sites = record.base.sites
    if sites is None or not sites.is_empty():
        show_list(sites, "sites", columns, hidden=say("project.empty.sites_hidden"))
