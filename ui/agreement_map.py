"""The parts of the page Hele avtalen: the map, the overlaps, the open spaces, the other efforts and the gatherings."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.portfolio.agreement_map import AgreementMap
from analytics.portfolio.agreement_map_gatherings import Gathering
from analytics.portfolio.agreement_map_text import cells_words
from domain.numbers import date_text
from domain.text import Text, say, tell
from reports.charts import agreement_map as charts
from reports.charts import evidence as evidence_charts
from ui import filters, layout
from ui.layout import Col, KeyFigure
from ui.view import View

#: In the address: the chosen row, and the number of the page of each list.
_ROW, _ROW_PAGE, _OVERLAP_PAGE, _NEED_PAGE, _SUPPORT_PAGE = "virkemiddel", "side", "side_overlapp", "side_behov", "side_stotte"
_MAX_WORDS = 12


def key_figures(result: AgreementMap) -> list[KeyFigure]:
    """Evaluations by count and by money, what the programme is on, and how long ago the last gathering was."""
    overview, held = result.overview, len(result.gatherings.held)
    programme, neither = (next(m for m in result.measures if m.name == name) for name in ("programme", "neither"))
    pct, days = overview.coverage_by_amount_pct, result.gatherings.days_since
    money = say("agreement_map.key_no_amount") if pct is None else say("agreement_map.key_pct", pct=pct)
    return [
        KeyFigure(
            say("agreement_map.key_without"),
            say("agreement_map.key_of", part=len(overview.without_evaluation), whole=len(overview.counted)),
            say("agreement_map.key_without_note", unknown=len(overview.amount_unknown)),
        ),
        KeyFigure(
            say("agreement_map.key_money"), money,
            say("agreement_map.key_money_note", part=overview.evaluated_nok, whole=overview.quantified_nok),
        ),
        KeyFigure(
            say("agreement_map.key_programme"), say("agreement_map.key_of", part=programme.count, whole=programme.whole),
            say("agreement_map.key_programme_note", count=neither.count),
        ),
        KeyFigure(
            say("agreement_map.key_gathering"),
            say("agreement_map.key_never") if days is None else say("agreement_map.key_days", days=days),
            say("agreement_map.key_gathering_note", count=held),
        ),
    ]  # fmt: skip


def show_matrix(result: AgreementMap, view: View) -> None:
    """The map, how it is read, and the coverage by evaluations in count and money."""
    kinds = {f"name_{view.lang}": "text", "question_kind": "code:question_kind", "state": "text", "projects": "int",
             "evaluations": "int", "coming": "int", "needs": "int", "frame_total_nok": "nok"}  # fmt: skip
    states = {state: tell(f"agreement_map.state_{state}", view.lang) for state in result.by_state}
    table = result.table().with_columns(pl.col("state").replace_strict(states, return_dtype=pl.String))
    layout.show_figure(
        lambda lang: charts.agreement_matrix(result, lang), result, "agreement_map", table=table, columns=_columns(kinds, view),
        alt=cells_words(result.cells), title=say("agreement_map.matrix_title"), wide=True,
    )  # fmt: skip
    layout.show_text(say("agreement_map.matrix_legend"))
    for words in _outside(result):
        layout.show_text(words)
    layout.show_figure(
        lambda lang: evidence_charts.coverage_bars(result.overview, lang), result, "agreement_map_coverage",
        table=_measures(result, view), columns=_measure_columns(), alt=result.overview.sentence,
        title=say("agreement_map.bars_title"),
    )  # fmt: skip
    layout.show_table(
        _measures(result, view), "agreement_map_measures", _measure_columns(), caption=say("agreement_map.measures_caption")
    )


def show_row(result: AgreementMap, view: View) -> None:
    """All that concerns one instrument or effort, chosen in a list."""
    layout.show_subtitle(say("agreement_map.row_title"))
    names = {row.row_id: row.short.get(view.lang) for row in result.rows}
    chosen = filters.select_optional(_ROW, say("agreement_map.row_choose"), names)
    if chosen is None:
        layout.show_text(say("agreement_map.row_help"))
        return
    frame = result.row_table(chosen, view.lang)
    if frame.is_empty():
        layout.show_empty(say("agreement_map.row_nothing", name=names[chosen]))
        return
    sides = {side: tell(f"agreement_map.side_{side}", view.lang) for side in frame["side"].unique().to_list()}
    frame = frame.with_columns(pl.col("side").replace_strict(sides, return_dtype=pl.String))
    to = ("project", "project_id")
    columns = {
        "title": _col("title", to=to, width=60),
        "side": _col("side"),
        "question_kind": _col("question_kind", "code:question_kind", unknown=say("agreement_map.not_stated")),
        "period": _col("period"),
        "payer": _col("payer"),
    }
    caption = say("agreement_map.row_caption", name=names[chosen])
    layout.show_records(frame, "agreement_map_row", columns, result, caption=caption, name=_ROW_PAGE)


def show_overlaps(result: AgreementMap, view: View) -> None:
    """Where the programme and an evaluation concern the same, in words and one by one."""
    layout.show_subtitle(say("agreement_map.overlap_title"))
    words = result.overlap_texts()
    if not words:
        layout.show_empty(say("agreement_map.overlap_none"))
        return
    layout.show_points(words[:_MAX_WORDS])
    frame = result.overlap_table(view.lang)
    timings = {code: tell(f"agreement_map.timing_{code}", view.lang) for code in frame["timing"].unique().to_list()}
    frame = frame.with_columns(pl.col("timing").replace_strict(timings, return_dtype=pl.String))
    to = ("project", "project_id")
    columns = {
        "name": _col("name"),
        "question_kind": _col("question_kind", "code:question_kind"),
        "timing": _col("timing"),
        "project_id": _col("project_id", "short", to=to),
        "project": _col("project", to=to, width=50),
        "project_period": _col("project_period"),
        "evaluation": _col("evaluation", width=50),
        "evaluator": _col("evaluator"),
        "evaluation_period": _col("evaluation_period"),
        "payer": _col("payer", "code:evaluation_payer"),
        "stage": _col("stage", "code:evaluation_stage"),
    }
    layout.show_records(
        frame, "agreement_map_overlaps", columns, result, caption=say("agreement_map.overlap_caption"), name=_OVERLAP_PAGE
    )


def show_open_spaces(result: AgreementMap, view: View) -> None:
    """The open spaces by open needs, and the needs themselves."""
    layout.show_subtitle(say("agreement_map.open_title"))
    rows = [
        (row.short.get(view.lang), cell.question_kind, len(cell.need_ids), len(row.need_ids), row.frame_nok)
        for row, cell in result.open_spaces
    ]
    if rows:
        schema: dict[str, Any] = {"name": pl.String, "question_kind": pl.String, "needs_here": pl.Int64, "needs_row": pl.Int64,
                  "frame_total_nok": pl.Decimal(18, 2)}  # fmt: skip
        kinds = {"name": "text", "question_kind": "code:question_kind", "needs_here": "int", "needs_row": "int",
                 "frame_total_nok": "nok"}  # fmt: skip
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        columns = _columns(kinds, view) | {
            "frame_total_nok": _col("frame_total_nok", "nok", unknown=say("agreement_map.row_no_frame"))
        }
        layout.show_table(frame, "agreement_map_open", columns, caption=say("agreement_map.open_caption"))
    else:
        layout.show_empty(say("agreement_map.open_none"))
    names = {row.row_id: row.short.get(view.lang) for row in result.rows}
    needs = result.needs.filter(pl.col("row_id").is_in(list(names)))
    if needs.is_empty():
        layout.show_text(say("agreement_map.needs_none"))
        return
    to = ("needs", "need_id", "behov")
    columns = {
        "need_id": _col("need_id", "short", to=to),
        "title_nb": _col("need", to=to, width=60),
        "name": _col("instrument"),
        "question_kind": _col("question_kind", "code:question_kind"),
        "priority": _col("priority", "code:priority_level"),
        "raised_date": _col("raised_date", "date"),
    }
    shown = needs.with_columns(name=pl.col("row_id").replace_strict(names, return_dtype=pl.String)).sort("name", "need_id")
    layout.show_records(shown, "agreement_map_needs", columns, result, caption=say("agreement_map.needs_title"), name=_NEED_PAGE)


def show_efforts(result: AgreementMap, view: View) -> None:
    """The other efforts, the plan lines that support them, and the gatherings."""
    layout.show_subtitle(say("agreement_map.efforts_title"))
    if result.efforts:
        kinds = {"effort": "text", "kind": "code:effort_kind", "instrument": "text", "evaluations": "int", "projects": "int",
                 "times_invited": "text"}  # fmt: skip
        layout.show_table(
            _efforts(result, view), "agreement_map_efforts", _columns(kinds, view), caption=say("agreement_map.efforts_caption")
        )
    else:
        layout.show_empty(say("agreement_map.efforts_none"))
    layout.show_subtitle(say("agreement_map.support_title"))
    if result.support.is_empty():
        layout.show_text(say("agreement_map.support_none"))
    else:
        columns = {
            "plan_line_id": _col("plan_line_id", "short"),
            "title_nb": _col("line", width=50),
            f"effort_{view.lang}": _col("effort"),
            "year": _col("year", "period"),
            "planned_amount_nok": _col("planned_amount_nok", "nok"),
            "dropped_date": _col("dropped_date", "date"),
            "project_ids": _col("projects"),
        }
        layout.show_records(
            result.support, "agreement_map_support", columns, result, caption=say("agreement_map.support_caption"),
            name=_SUPPORT_PAGE,
        )  # fmt: skip
    show_gatherings(result, view)


def show_gatherings(result: AgreementMap, view: View) -> None:
    """The gatherings with who was invited and came, and which efforts never were."""
    found = result.gatherings
    layout.show_subtitle(say("agreement_map.gatherings_title"))
    layout.show_text(found.sentence)
    if not found.can_see_participants:
        layout.show_notice(say("agreement_map.gatherings_hidden"))
    elif found.rows:
        layout.show_text(_never(result))
    if found.rows:
        kinds = dict.fromkeys(
            ("when", "gathering", "gathering_state", "invited", "attended", "declined", "organisations"), "text"
        )
        frame = pl.DataFrame(
            [_gathering(row, result, view) for row in found.rows], schema=dict.fromkeys(kinds, pl.String), orient="row"
        )
        layout.show_table(
            frame, "agreement_map_gatherings", _columns(kinds, view), caption=say("agreement_map.gatherings_caption")
        )


def show_links() -> None:
    """Where more is told."""
    layout.show_links(
        [(say("agreement_map.link_instruments"), "instruments", {}), (say("agreement_map.link_needs"), "needs", {})],
        say("agreement_map.links_title"),
    )


def _col(name: str, kind: str = "text", **more: Any) -> Col:
    return Col(say(f"agreement_map.col_{name}"), kind, **more)


def _columns(kinds: dict[str, str], view: View) -> dict[str, Col]:
    return {name: _col(name.removesuffix(f"_{view.lang}"), kind) for name, kind in kinds.items()}


def _outside(result: AgreementMap) -> list[Text]:
    """What is not in the map: projects that concern no instrument, and evaluations of the whole agreement."""
    words = []
    if (result.projects.get_column("role") == "counted").any():
        count = len(result.cross_cutting_ids)
        number = {0: "none", 1: "one"}.get(count, "many")
        words.append(say(f"agreement_map.cross_cutting_{number}", count=count))
    whole = len(result.overview.whole_agreement)
    if whole:
        words.append(say(f"agreement_map.whole_{'one' if whole == 1 else 'many'}", count=whole))
    return words


def _measures(result: AgreementMap, view: View) -> pl.DataFrame:
    rows = [
        (tell(f"agreement_map.measure_{m.name}", view.lang), m.count, m.whole, m.count_pct, m.amount_nok, m.amount_whole_nok,
         m.amount_pct, m.amount_unknown)
        for m in result.measures
    ]  # fmt: skip
    money, number = pl.Decimal(18, 2), pl.Int64
    types = (pl.String, number, number, pl.Float64, money, money, pl.Float64, number)
    return pl.DataFrame(rows, schema=dict(zip(_MEASURE_KINDS, types, strict=True)), orient="row")


_MEASURE_KINDS = {
    "measure": "text", "count": "int", "whole": "int", "count_pct": "pct", "amount_nok": "mill", "amount_whole_nok": "mill",
    "amount_pct": "pct", "amount_unknown": "int",
}  # fmt: skip


def _measure_columns() -> dict[str, Col]:
    return {name: _col(name, kind) for name, kind in _MEASURE_KINDS.items()}


def _efforts(result: AgreementMap, view: View) -> pl.DataFrame:
    rows = {row.row_id: row for row in result.rows}
    lines = []
    for effort in result.efforts:
        row = rows.get(effort.instrument_id or effort.effort_id)
        instrument = row.short.get(view.lang) if row is not None and effort.instrument_id else "–"
        counts = (None, None) if row is None else (len(row.evaluation_ids), len(row.project_ids))
        lines.append((effort.name.get(view.lang), effort.kind, instrument, *counts, _times(effort.effort_id, result, view)))
    schema = {"effort": pl.String, "kind": pl.String, "instrument": pl.String, "evaluations": pl.Int64, "projects": pl.Int64,
              "times_invited": pl.String}  # fmt: skip
    return pl.DataFrame(lines, schema=schema, orient="row")


def _times(effort_id: str, result: AgreementMap, view: View) -> str:
    if not result.gatherings.can_see_participants:
        return tell("agreement_map.hidden", view.lang)
    if result.gatherings.never_invited is None:
        return tell("agreement_map.not_recorded", view.lang)
    return str(sum(effort_id in row.invited_ids for row in result.gatherings.rows))


def _never(result: AgreementMap) -> Text:
    never = result.gatherings.never_invited
    if never is None:
        return say("agreement_map.never_unknown")
    names = [effort.name for effort in result.efforts if effort.effort_id in never]
    return say("agreement_map.never_some", names=names) if names else say("agreement_map.never_none")


def _gathering(row: Gathering, result: AgreementMap, view: View) -> tuple[str, ...]:
    lang = view.lang
    state = "held" if row.held_date else "past" if row.is_past else "planned"
    head = (date_text(row.held_date or row.planned_date, lang), row.title_nb, tell(f"agreement_map.gathering_{state}", lang))
    if not result.gatherings.can_see_participants or not row.is_recorded:
        missing = "not_recorded" if result.gatherings.can_see_participants else "hidden"
        return (*head, *(tell(f"agreement_map.{missing}", lang),) * 4)
    names = {effort.effort_id: effort.name.get(lang) for effort in result.efforts}

    def listed(ids: tuple[str, ...]) -> str:
        return ", ".join(names.get(id_, id_) for id_ in ids) or tell("agreement_map.nobody", lang)

    attended = listed(row.attended_ids) if row.held_date else tell("agreement_map.not_held_yet", lang)
    return (*head, listed(row.invited_ids), attended, listed(row.declined_ids), str(row.organisations))
