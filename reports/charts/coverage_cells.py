"""What is written in and about one cell of the coverage matrix."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import Any

from analytics.portfolio.cells import Cell
from analytics.portfolio.coverage_text import cell_sentence
from analytics.portfolio.matrix_changes import CELL_CHANGES, EVENTS
from analytics.portfolio.matrix_places import PHASES
from analytics.portfolio.matrix_text import place_name
from domain.codes import label
from domain.numbers import MILLION, decimal_text, period_text
from domain.text import say, tell
from reports.charts.template import GREY_DARK, GREY_FAINT, GREY_MID, SEQUENCE, TEXT, WHITE

#: How far the work is, as a shape beside the word.
SHAPES = {"finished": "●", "ongoing": "◐", "planned": "○"}
#: What stands in the square of an empty cell, by the kind of its emptiness.
_LETTERS = {"gap": "0", "coming": "0", "out_of_scope": "–", "excluded_8_1": "8.1", "unknown": "?"}
_HOVER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Look:
    """Fill, line, width of the line and colour of the number of a square."""

    fill: str
    line: str
    width: float
    text: str


def fill_of(cell: Cell) -> Look:
    """The look of a square: filled by the level now, a thick frame by the level that is expected, grey without a level."""
    if not cell.is_covered:
        if cell.state == "not_asked":
            return Look(WHITE, WHITE, 1, GREY_MID)
        is_out = cell.empty_kind == "out_of_scope"
        return Look(GREY_FAINT if is_out else WHITE, GREY_FAINT if is_out else GREY_MID, 1, GREY_DARK)
    if cell.evidence_level is None:
        return Look(GREY_FAINT if cell.evidence == "none" else WHITE, GREY_MID, 1.5, TEXT)
    colour = SEQUENCE[cell.evidence_level - 1]
    if cell.evidence == "expected":
        return Look(WHITE, colour, 6, TEXT)
    return Look(colour, GREY_MID, 1, max((TEXT, WHITE), key=lambda text: contrast(text, colour)))


def in_square(cell: Cell, counting: str, lang: str) -> str:
    """The number of projects, or a sign for why there is none."""
    if cell.is_covered:
        return decimal_text(cell.projects_split, 1, lang) if counting == "split" else str(len(cell.project_ids))
    return _LETTERS[cell.empty_kind] if cell.empty_kind else "0"


def words_of(cell: Cell, counting: str, lang: str) -> list[str]:
    """Money and evidence of a covered cell; the kind of emptiness of another."""
    if cell.is_covered:
        return [_money(cell, counting, lang), _evidence(cell, lang)]
    if cell.empty_kind is None or cell.state == "not_asked":
        return []
    if cell.gap_rank is not None:
        return [tell("coverage.gap_ranked", lang, rank=cell.gap_rank)]
    if cell.empty_kind == "coming" and cell.planned_quarter is not None:
        return [tell("portfolio.cell_coming", lang), period_text(cell.planned_quarter, lang)]
    return [tell(f"portfolio.cell_{cell.empty_kind}", lang)]


def status_lines(cell: Cell, lang: str, *, joined: bool) -> list[str]:
    """How many projects have come how far, as shape and word; on one line, or one line each."""
    lines = [
        f"{SHAPES[phase]} {tell(f'coverage.phase_{phase}_{_number(count)}', lang, count=count)}"
        for phase in PHASES
        if (count := cell.by_phase[phase])
    ]
    return [", ".join(lines)] if joined and lines else lines


def marks_text(marks: dict[str, int], lang: str) -> list[str]:
    """What has changed in a cell since the earlier day: events with their numbers, and whether it is now covered."""
    events = [
        tell("coverage.mark", lang, word=label("coverage_event", event, lang), count=count)
        for event in EVENTS
        if (count := marks.get(event))
    ]
    changes = [
        tell("coverage.mark_cell", lang, word=label("coverage_change", change, lang))
        for change in CELL_CHANGES
        if change in marks
    ]
    return events + changes


def hover_text(cell: Cell, row: dict[str, Any], column: dict[str, Any], kind: str, counting: str, lang: str) -> str:
    """The place, the sentence of the cell, and its statuses."""
    place = "<br>".join(wrapped(place_name(row, column, kind).get(lang), _HOVER_LENGTH))
    sentence = "<br>".join(wrapped(cell_sentence(cell, counting).get(lang), _HOVER_LENGTH))
    return f"<b>{place}</b><br>{sentence}"


def wrapped(text: str, length: int) -> list[str]:
    """The text in lines, escaped; at least one."""
    return [escape(line, quote=False) for line in textwrap.wrap(text, length)] or [""]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _money(cell: Cell, counting: str, lang: str) -> str:
    if cell.amount_unknown == len(cell.project_ids):
        return tell("portfolio.cell_amount_unknown", lang)
    amount = cell.amount_nok if counting == "split" else cell.amount_whole_nok
    return tell("coverage.mill", lang, amount=decimal_text(amount / MILLION, 1, lang))


def _evidence(cell: Cell, lang: str) -> str:
    if cell.evidence_level is None:
        return say(f"coverage.level_{cell.evidence}").get(lang)
    return tell(f"coverage.level_{cell.evidence}", lang, level=cell.evidence_level)


def _number(count: int) -> str:
    return "one" if count == 1 else "many"


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
