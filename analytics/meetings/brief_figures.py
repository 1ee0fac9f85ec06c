"""The three small figures of the brief: the matrix of coverage, the money of the year, and sick leave over time."""

from __future__ import annotations

from typing import Any

from analytics.meetings.brief_model import (
    Bullet,
    BulletPart,
    Figure,
    MatrixCell,
    MatrixRow,
    MiniMatrix,
    Sparkline,
    figure,
)
from analytics.meetings.brief_tiles import Ground
from analytics.portfolio.cells import Cell
from analytics.portfolio.coverage import QUESTIONS
from analytics.result import kroner
from analytics.sickness.json_form import number
from analytics.sickness.series import quarter_at
from analytics.sickness.words import measure_name
from analytics.spending.frames import YearUse
from domain.codes import CODE_LISTS
from domain.numbers import MILLION
from domain.periods import quarter_index
from domain.text import Text, say

#: So many areas have room; the programme of the plan has two.
MOST_AREAS = 4
#: The sign of each kind of field, told apart without colour.
SIGNS = {"covered": "●", "gap": "○", "coming": "→", "out_of_scope": "–", "excluded_8_1": "×", "unknown": "?"}
_FILLS = {"paid": "strong", "bound": "mid", "conditional": "light", "planned": "hatched", "free": "empty", "left": "empty"}
#: So many quarters are drawn; older ones are on the page.
MOST_QUARTERS = 24


def mini_matrix(now: Ground) -> MiniMatrix:
    """Valid areas by kind of question: projects that count in each field, and of what kind an empty one is."""
    found = now.coverage
    questions = tuple((kind, _question(kind)) for kind in QUESTIONS)
    places = {(cell.area_id, cell.question_kind): place for place, cell in enumerate(found.cells)}
    rows = []
    for area in found.areas[:MOST_AREAS]:
        cells = []
        for kind, _ in questions:
            place = places.get((area.area_id, kind))
            if place is not None:
                cells.append(_cell(found.cells[place], place, now))
        rows.append(MatrixRow(area.area_id, area.short, tuple(cells)))
    used = [cell.kind for row in rows for cell in row.cells]
    keys = tuple((SIGNS[kind], kind_word(kind)) for kind in SIGNS if kind in used)
    return MiniMatrix(questions, tuple(rows), max(len(found.areas) - MOST_AREAS, 0), keys, _matrix_words(tuple(rows), questions))


def _cell(cell: Cell, place: int, now: Ground) -> MatrixCell:
    """One field; before any project is registered it is not known of what kind its emptiness is."""
    is_known = cell.is_covered or now.coverage.counts.registered
    kind = "covered" if cell.is_covered else str(cell.empty_kind or "unknown") if is_known else "unknown"
    name = f"projects_{cell.area_id}_{cell.question_kind}"
    count = figure(name, len(cell.project_ids) if is_known else None, "count", f"coverage/cells/{place}/projects", now.day)
    return MatrixCell(
        str(cell.question_kind), count, kind, SIGNS[kind], kind_word(kind), {"felt": f"{cell.area_id}.{cell.question_kind}"}
    )


def kind_word(kind: str) -> Text:
    """The kind of a field in one or two words."""
    return say(f"brief.kind.{kind}")


def _question(kind: str) -> Text:
    code = CODE_LISTS["question_kind"].by_value[kind]
    return Text(code.nb, code.en)


def _matrix_words(rows: tuple[MatrixRow, ...], questions: tuple[tuple[str, Text], ...]) -> Text:
    if not rows:
        return say("brief.matrix_none")
    names = dict(questions)
    told = [
        say("brief.matrix_row", area=row.name, cells=[
            say(f"brief.matrix_{'covered' if cell.kind == 'covered' else 'empty'}", question=names[cell.question_kind],
                count=cell.figure.value.value, word=cell.word)
            for cell in row.cells
        ])
        for row in rows
    ]  # fmt: skip
    return Text(" ".join(text.nb for text in told), " ".join(text.en for text in told))


def bullet(now: Ground) -> Bullet:
    """The year in focus: paid, bound, conditional and planned against what is available, and the year's frame."""
    year = now.frames.focus
    if year is None:
        words = say("brief.bullet_none")
        return Bullet(None, say("brief.bullet_title_none"), (), None, None, (), words)
    place = now.frames.years.index(year)

    def amount(name: str) -> Figure | None:
        value = getattr(year, f"{name}_nok")
        return (
            None
            if value is None
            else figure(f"bullet_{name}", kroner(value), "mill", f"frames/years/{place}/{name}_nok", now.day)
        )

    available, frame = amount("available"), amount("frame")
    parts = _bullet_parts(year, amount)
    marks = tuple(
        (name, say(f"brief.bullet_{name}", amount=getattr(year, f"{name}_nok") / MILLION))
        for name, found in (("available", available), ("frame", frame)) if found is not None
    )  # fmt: skip
    title = say("brief.bullet_title", year=year.year)
    if not parts:
        return Bullet(
            year.year,
            title,
            (),
            available,
            frame,
            marks,
            say("brief.bullet_unknown", year=year.year, marks=[words for _, words in marks]),
        )
    words = say("brief.bullet_words", year=year.year, parts=[part.words for part in parts], marks=[words for _, words in marks])
    return Bullet(year.year, title, parts, available, frame, marks, words)


def _bullet_parts(year: YearUse, amount: Any) -> tuple[BulletPart, ...]:
    """The parts from the left. A closed year has only what was paid; what is nothing is not drawn, but for what is paid."""
    if year.paid_nok is None or year.bound_nok is None:
        return ()
    names = ("paid",) if year.is_closed else ("paid", "bound", "conditional", "planned")
    made = []
    for name in names:
        found = amount(name)
        if found is not None and (found.value.value or name in ("paid", "bound")):
            words = say(f"brief.bullet_{name}", amount=getattr(year, f"{name}_nok") / MILLION)
            made.append(BulletPart(name, found, words, _FILLS[name]))
    return tuple(made)


def sparkline(now: Ground) -> Sparkline:
    """Sick leave quarter by quarter in the measure shown against the target, with the level of the target in it."""
    found = now.absence
    title, measure = say("brief.line_title"), measure_name(found.measure)
    known = [(place, point) for place, point in enumerate(found.shown_points) if point.value is not None]
    if not known:
        return Sparkline(title, measure, (), None, None, None, None, say("brief.line_none"))
    last = quarter_index(known[-1][1].period)
    known = [(place, point) for place, point in known if quarter_index(point.period) > last - MOST_QUARTERS]
    by_quarter = {
        quarter_index(point.period): figure(
            f"absence_{point.period}", number(point.value), "pct", f"absence-target/observed/{place}/value", now.day
        )
        for place, point in known
    }
    points = tuple((quarter_at(index), by_quarter.get(index)) for index in range(min(by_quarter), last + 1))
    value = found.track.target_value
    target = None if value is None else figure("line_target", number(value), "pct", "absence-target/target_value", now.day)
    first, end = known[0][1], known[-1][1]
    values = {"first": first.value, "from_period": first.period, "last": end.value, "to_period": end.period, "target": value}
    words = say("brief.line_words" if target is not None else "brief.line_words_no_target", **values, measure=measure)
    return Sparkline(
        title, measure, points, target, say("brief.line_point", value=first.value, period=first.period),
        say("brief.line_point", value=end.value, period=end.period),
        None if target is None else say("brief.line_level", target=value), words,
    )  # fmt: skip
