"""Figure of findings: how many on each outcome, by what the design behind them says about effect."""

from __future__ import annotations

import textwrap

import plotly.graph_objects as go
import polars as pl

from analytics.evidence.finding_levels import LEVELS
from analytics.evidence.findings import Findings
from domain.codes import CODE_LISTS, label
from domain.text import Text, say, tell
from reports.charts import template

#: Columns of the figure, from what says nothing about effect to the strongest.
COLUMNS: tuple[str, ...] = ("none", "unknown", "not_assessed", "1", "2", "3", "4", "5")
_ROW, _HEAD, _SIDE = 46, 150, 38
_NAME_LENGTH = 9


def level_name(column: str) -> Text:
    """What a column is called."""
    return say("findings.level.number", level=int(column)) if column.isdigit() else say(f"findings.level_short.{column}")


def level_counts(rows: pl.DataFrame) -> pl.DataFrame:
    """Findings by outcome and level: `outcome`, one column for each of `COLUMNS`, and `count`. Outcomes without findings are left
    out. The order of levels is about design; a finding that says nothing about effect is not a low level."""
    stands = pl.when(pl.col("level_state") == "level").then(pl.col("level").clip(1, 5).cast(pl.String)).otherwise("level_state")
    counts = [(pl.col("stands") == name).sum().cast(pl.Int64).alias(name) for name in COLUMNS]
    order = {outcome: place for place, outcome in enumerate(CODE_LISTS["study_outcome"].values)}
    grouped = rows.with_columns(stands=stands).group_by("outcome").agg(*counts, count=pl.len().cast(pl.Int64))
    return grouped.sort(pl.col("outcome").replace_strict(order, default=len(order), return_dtype=pl.Int64))


def levels_alt(found: Findings) -> Text:
    """How many findings say nothing about effect, and how many have each level."""
    counts = level_counts(found.rows)
    parts = [
        say("findings.chart.part", level=level_name(name), count=total)
        for name in COLUMNS if (total := int(counts.get_column(name).sum()))
    ]  # fmt: skip
    return say("findings.chart.alt", parts=parts)


def levels(found: Findings, lang: str) -> go.Figure:
    """A square for each outcome and level with the number of findings in it; darker is a higher level, and the number is printed.

    The first columns, which are not levels, are open squares set apart by a line.
    """
    counts = level_counts(found.rows)
    made = template.figure(lang, say("findings.chart.measure"), height=_HEAD + _ROW * max(len(counts), 1))
    for place, row in enumerate(counts.iter_rows(named=True)):
        for column, name in enumerate(COLUMNS):
            _square(made, (column, place), row[name], name, tell("findings.chart.hover", lang, count=row[name],
                    outcome=label("study_outcome", row["outcome"], lang), level=level_name(name)))  # fmt: skip
    made.add_vline(
        x=len(COLUMNS) - len([name for name in LEVELS if name.isdigit()]) - 0.5, line={"color": template.GREY_MID, "width": 1}
    )
    names = ["<br>".join(textwrap.wrap(level_name(name).get(lang), _NAME_LENGTH)) for name in COLUMNS]
    made.update_xaxes(
        tickvals=list(range(len(COLUMNS))),
        ticktext=names,
        side="top",
        range=[-0.6, len(COLUMNS) - 0.4],
        showline=False,
        zeroline=False,
    )
    outcomes = [label("study_outcome", outcome, lang) for outcome in counts.get_column("outcome")]
    made.update_yaxes(
        tickvals=list(range(len(outcomes))), ticktext=outcomes, range=[len(outcomes) - 0.5, -0.5], showgrid=False, zeroline=False
    )
    made.update_layout(showlegend=False, margin={"t": 126})
    return made


def _square(made: go.Figure, place: tuple[int, int], count: int, name: str, words: str) -> None:
    fill = template.SEQUENCE[int(name) - 1] if name.isdigit() and count else template.WHITE
    white = name.isdigit() and int(name) >= _WHITE_FROM and count
    made.add_scatter(
        x=[place[0]],
        y=[place[1]],
        mode="markers+text",
        text=[str(count) if count else ""],
        hovertext=[words],
        hoverinfo="text",
        marker={
            "symbol": "square",
            "size": _SIDE if count else 8,
            "color": fill,
            "line": {"color": template.GREY_MID if count else template.GREY_LIGHT, "width": 1},
        },
        textfont={"color": template.WHITE if white else template.TEXT, "size": 14},
        cliponaxis=False,
    )


_WHITE_FROM = 4
