"""Knowledge before decisions: one decision with what is ready for it, and when new work would have to begin."""

from __future__ import annotations

import polars as pl

from analytics.evidence.gate_report import Gates, GateStatus
from analytics.evidence.gate_text import effect_text, gate_sentence, level_words, missing_text, state_words, when
from analytics.evidence.readiness import Readiness
from analytics.evidence.stage_times import LEGS, TRACKS, Start
from analytics.evidence.stages import told
from analytics.portfolio.action_plan_text import joined, number
from domain.text import Text, say, tell
from reports.charts import gates as charts
from ui import filters, layout
from ui.instruments import work_address
from ui.layout import Col
from ui.view import View

#: What stands in the address.
GATE = "beslutning"
_DASH = Text("–", "–")
_WORK_PAGE, _GATE_PAGE = "side_arbeider", "side_beslutninger"
_MOST_DRAWN = 40


def show_gates(found: Gates, view: View) -> None:
    """The chosen decision, then all of them."""
    if not found.gates:
        layout.show_empty(say("gates.page.no_gates"))
        return
    layout.show_sentence(found)
    options = {status.gate.gate_id: _option(status, view.lang) for status in _in_choice_order(found)}
    status = found.of(filters.select_one(GATE, say("gates.page.choose"), options, width=460, buttons=False))
    if status is None:
        return
    _show_readiness(found, status, view)
    _show_missing(found, status)
    _show_starts(found, status, view)
    _show_all(found, view)


def _in_choice_order(found: Gates) -> list[GateStatus]:
    """The next first, so that it is what is shown until another is chosen; then those to come, then the past, latest first."""
    to_come = [status for status in found.gates if not status.gate.is_past]
    return to_come + [status for status in reversed(found.gates) if status.gate.is_past]


def _option(status: GateStatus, lang: str) -> str:
    return f"{status.gate.name.get(lang)} ({when(status.gate).get(lang)})"


def _show_readiness(found: Gates, status: GateStatus, view: View) -> None:
    layout.show_subtitle(say("gates.page.figure_heading"))
    sentence = gate_sentence(status)
    if not status.readiness:
        layout.show_empty(say("gates.page.no_figure"))
        return
    layout.show_text(effect_text(found, status))
    drawn = charts.dated(status)[:_MOST_DRAWN]
    if drawn:
        layout.show_figure(
            lambda lang: charts.gate_figure(status, drawn, lang), found, "gate_readiness",
            table=_work_rows(found, drawn, view), columns=_work_columns(), alt=say("gates.page.figure_alt", sentence=sentence),
            variant=status.gate.gate_id, wide=True,
        )  # fmt: skip
    else:
        layout.show_empty(say("gates.page.nothing_dated"))
    undated = len(status.readiness) - len(charts.dated(status))
    if drawn and undated:
        layout.show_source_note(say("gates.page.undrawn", count=undated))
    if len(drawn) + undated < len(status.readiness):
        layout.show_source_note(say("gates.page.part_drawn", shown=len(drawn), count=len(status.readiness) - undated))
    layout.show_records(
        _work_rows(found, status.readiness, view), "gate_works", _work_columns(), found, caption=say("gates.page.works_caption"),
        name=_WORK_PAGE,
    )  # fmt: skip


def _work_rows(found: Gates, rows: tuple[Readiness, ...] | list[Readiness], view: View) -> pl.DataFrame:
    lang = view.lang
    made = [
        {
            "table": row.work.table, "id": row.work.work_id, "work": f"{row.work.work_id} {row.work.title.get(lang)}",
            "instruments": ", ".join(found.names[key].get(lang) for key in row.work.instrument_ids if key in found.names) or None,
            "state": state_words(row.state).get(lang),
            "report": told(row.work.actual_date or row.work.planned_date, row.work.precision, lang), "days": row.days,
            "level": level_words(row.work.level, row.work.level_state).get(lang),
        }
        for row in rows
    ]  # fmt: skip
    return pl.DataFrame(made, schema=_WORKS)


_WORKS = {
    **dict.fromkeys(("table", "id", "work", "instruments", "state", "report"), pl.String), "days": pl.Int64, "level": pl.String,
}  # fmt: skip


def _work_columns() -> dict[str, Col]:
    kinds = {"instruments": "text", "state": "text", "report": "text", "days": "int", "level": "text"}
    return {
        "work": Col(say("gates.column.work"), link=work_address, width=60),
        **{name: Col(say(f"gates.column.{name}"), kind, _DASH) for name, kind in kinds.items()},
    }


def _show_missing(found: Gates, status: GateStatus) -> None:
    layout.show_subtitle(say("gates.page.missing_heading"))
    layout.show_text(missing_text(found, status))
    if status.with_project:
        layout.show_text(say("gates.page.missing_project", names=[found.names[key] for key in status.with_project]))


def _show_starts(found: Gates, status: GateStatus, view: View) -> None:
    layout.show_subtitle(say("gates.page.start_heading"))
    if status.gate.is_past:
        layout.show_empty(say("gates.page.start_past_gate"))
        return
    first = status.gate.span[0]
    day = Text(*(told(first, "day", lang) or "" for lang in ("nb", "en")))
    layout.show_text(
        say("gates.page.start_assumption_none", when=day) if found.least is None
        else say("gates.page.start_assumption_all", when=day, least=found.least)
    )  # fmt: skip
    layout.show_points([_start_words(found, status, track) for track in TRACKS])
    layout.show_table(_start_rows(found, status, view), "gate_starts", _start_columns(), caption=say("gates.page.start_caption"))


def _start_words(found: Gates, status: GateStatus, track: str) -> Text:
    """When a new competition would have to begin by one track's durations; or which of them are too few."""
    starts = {start.leg: start for start in status.starts if start.track == track}
    words, first = say(f"gates.page.start_{track}"), starts[LEGS[0]]
    if first.by_median is not None and first.by_shortest is not None and first.by_longest is not None:
        return joined(
            say("gates.page.start_by", date=first.by_median, words=words), _left(first),
            say("gates.page.start_range", shortest=first.by_shortest, longest=first.by_longest),
        )  # fmt: skip
    few = [say(f"gates.leg.{leg.leg}") for leg in found.legs if leg.track == track and not leg.is_enough]
    known = next((starts[leg] for leg in LEGS if starts[leg].by_median is not None), None)
    rest = (
        Text("", "") if known is None else say("gates.page.start_from", leg=say(f"gates.leg.{known.leg}"), date=known.by_median)
    )
    return joined(say("gates.page.start_too_little", words=words, legs=few), rest)


def _left(start: Start) -> Text:
    days = start.days_left or 0
    key = "passed" if days < 0 else "left"
    return say(f"gates.page.start_{key}_{number(abs(days))}", days=abs(days))


def _start_rows(found: Gates, status: GateStatus, view: View) -> pl.DataFrame:
    starts = {(start.track, start.leg): start for start in status.starts}
    rows = []
    for leg in found.legs:
        start = starts[leg.track, leg.leg]
        rows.append(
            {
                "track": tell(f"gates.track.{leg.track}", view.lang), "leg": tell(f"gates.leg.{leg.leg}", view.lang),
                "count": leg.days.count, "median": leg.days.median if leg.is_enough else None, "shortest": leg.days.shortest,
                "longest": leg.days.longest, "by_median": start.by_median, "by_shortest": start.by_shortest,
                "by_longest": start.by_longest,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=_STARTS)


_STARTS = {
    "track": pl.String, "leg": pl.String, "count": pl.Int64, "median": pl.Float64, "shortest": pl.Int64, "longest": pl.Int64,
    "by_median": pl.Date, "by_shortest": pl.Date, "by_longest": pl.Date,
}  # fmt: skip


def _start_columns() -> dict[str, Col]:
    little = say("gates.page.too_little")
    kinds = {
        "track": "text", "leg": "text", "count": "int", "median": "number", "shortest": "int", "longest": "int",
        "by_median": "date", "by_shortest": "date", "by_longest": "date",
    }  # fmt: skip
    unknown = {"median": little, "by_median": little}
    return {name: Col(say(f"gates.column.{name}"), kind, unknown.get(name, _DASH)) for name, kind in kinds.items()}


def _show_all(found: Gates, view: View) -> None:
    layout.show_subtitle(say("gates.page.all_heading"))
    none = tell("gates.page.none", view.lang)
    rows = [
        {
            "gate": status.gate.name.get(view.lang), "when": when(status.gate).get(view.lang),
            "ready": len(status.in_state("ready")), "expected": len(status.in_state("expected")),
            "late": len(status.in_state("late", "expected_late", "not_out")),
            "unknown": len(status.in_state("undated", "uncertain", "plan_passed")), "missing": len(status.not_under_way),
            "effect": ", ".join(
                found.names[key].get(view.lang) for key in dict.fromkeys((*status.effect_ready, *status.effect_expected))
            ) or none,
        }
        for status in found.gates
    ]  # fmt: skip
    kinds = {
        "gate": "text", "when": "text", "ready": "int", "expected": "int", "late": "int", "unknown": "int", "missing": "int",
        "effect": "text",
    }  # fmt: skip
    layout.show_records(
        pl.DataFrame(rows), "gates", {name: Col(say(f"gates.column.{name}"), kind) for name, kind in kinds.items()}, found,
        caption=say("gates.page.all_caption"), name=_GATE_PAGE,
    )  # fmt: skip
