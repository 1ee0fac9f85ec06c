"""Status per virkemiddel: which instruments are evaluated, who pays, and how far the evaluations have come."""

from typing import cast

from analytics.evidence.evaluations import shown_steps
from analytics.evidence.instruments import InstrumentOverview
from analytics.evidence.stages import IN_PREPARATION, STARTED
from domain.numbers import MILLION
from domain.text import Text, say
from reports.charts import evidence as charts
from ui import layout, loaders
from ui.layout import Col, KeyFigure


def key_figures(result: InstrumentOverview) -> list[KeyFigure]:
    """How many have no evaluation, how much of the money is covered, and how many have no amount."""
    whole, pct = len(result.counted), result.coverage_by_amount_pct
    by_amount: Text = say("evidence.key_no_amount") if pct is None else say("evidence.key_pct", pct=pct)
    return [
        KeyFigure(
            say("evidence.key_without"),
            say("evidence.key_of", part=len(result.without_evaluation), whole=whole),
            say("evidence.key_without_note", started=result.count_at(STARTED), prepared=result.count_at(IN_PREPARATION)),
        ),
        KeyFigure(
            say("evidence.key_by_amount"),
            by_amount,
            say("evidence.key_by_amount_note", part=result.evaluated_nok / MILLION, whole=result.quantified_nok / MILLION),
        ),
        KeyFigure(
            say("evidence.key_unknown"),
            say("evidence.key_of", part=len(result.amount_unknown), whole=whole),
            say("evidence.key_unknown_note"),
        ),
    ]


def columns(kinds: dict[str, str]) -> dict[str, Col]:
    """The columns of a table by name and kind; headings are texts `evidence.col_<name>`."""
    return {name: Col(say(f"evidence.col_{name}"), kind) for name, kind in kinds.items()}


def lanes_words(result: InstrumentOverview) -> Text:
    """What the lanes say, and how they are read."""
    told, how = result.evaluations_sentence, say("evidence.lanes_how")
    return Text(f"{told.nb} {how.nb}", f"{told.en} {how.en}")


INSTRUMENT_COLUMNS = {
    "name": "text",
    "status": "text",
    "status_when": "text",
    "payer": "text",
    "effect": "text",
    "report_planned": "text",
    "report_actual": "text",
}
FRAME_COLUMNS = {"name": "text", "frame_total_nok": "mill", "frame": "text", "status": "text"}
STEP_COLUMNS = {
    "instrument": "text",
    "title": "text",
    "evaluator": "text",
    "stage": "text",
    "planned": "text",
    "moved_to": "text",
    "actual": "text",
    "slip_days": "int",
}

view = layout.open_page("instruments")
result = cast(InstrumentOverview, loaders.report("instruments"))
if result.instruments:
    layout.show_sentence(result)
    layout.show_key_figures(key_figures(result))
    steps = shown_steps(result.evaluations, {i.instrument_id: i.short for i in result.instruments}, view.lang)
    layout.show_figure(
        lambda lang: charts.evaluation_lanes(result, lang),
        result,
        "evaluation_lanes",
        table=steps,
        columns=columns(STEP_COLUMNS),
        alt=lanes_words(result),
    )
    layout.show_subtitle(say("evidence.table_title"))
    layout.show_table(result.shown(view.lang), "instruments", columns(INSTRUMENT_COLUMNS), caption=say("evidence.table_caption"))
    layout.show_figure(
        lambda lang: charts.coverage_bars(result, lang),
        result,
        "evaluation_coverage",
        table=result.coverage_table(view.lang),
        columns=columns({"measure": "text", "part": "int", "whole": "int", "pct": "pct"}),
        title=say("evidence.bars_title"),
    )
    layout.show_table(
        result.shown(view.lang), "instrument_frames", columns(FRAME_COLUMNS), caption=say("evidence.frames_caption")
    )
else:
    layout.show_empty(result.sentence)
layout.show_caveats(result)
