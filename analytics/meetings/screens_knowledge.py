"""The screens on what is covered, what is found, how the evaluations stand, and what is ready before decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.meetings.reports import Told
from analytics.meetings.screen import Chart, Grid, Points, Screen, Series, Value
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from analytics.meetings.words import ROWS, both, code_words, joined, listed, shortened, within, words
from domain.codes import CODE_LISTS
from domain.numbers import date_with_precision
from domain.text import LANGS, Text, say

_QUESTIONS = CODE_LISTS["question_kind"].values
#: How many areas a table has columns for, and how many decisions a chart has room for.
_AREAS, _GATES = 3, 5
_STATES = (
    ("ready", "strong"), ("expected", "mid"), ("uncertain", "light"), ("expected_late", "hatched"), ("plan_passed", "hatched"),
    ("undated", "empty"),
)  # fmt: skip
_SERIES = 5


def coverage(setting: Setting) -> Screen:
    """How many prioritised cells are covered, and the number of projects in each, by area and question."""
    sheet = Sheet(setting, "coverage", "coverage")
    told = sheet.read("coverage")
    whole = told.value("prioritised")
    if not whole.value:
        return sheet.screen(say("screens.coverage.none"))
    covered, pct = told.value("covered"), told.value("coverage_pct", "pct")
    message = sheet.counted("screens.coverage.message", covered, whole=whole, pct=pct)
    kinds = [(kind, told.value(f"empty_by_kind/{kind}")) for kind in told.get("empty_by_kind")]
    parts = [sheet.counted(f"screens.coverage.{kind}", value) for kind, value in kinds if value.value]
    details = [say("screens.coverage.empty", parts=parts)] if parts else []
    return sheet.screen(message, _matrix(told), details)


def _areas(told: Told) -> list[tuple[str, dict[str, Any]]]:
    """The valid areas of the matrix, with their pointers."""
    return [(path, row) for path, row in told.rows("matrix/rows") if row["row_id"] is not None]


def _matrix(told: Told) -> Grid:
    """Questions by areas; with more areas than a table has room for, the areas alone."""
    areas = _areas(told)
    if len(areas) > _AREAS:
        headings = tuple(say(f"screens.coverage.col_{name}") for name in ("area", "covered", "prioritised", "projects"))
        rows = tuple(
            (words(both(row["name"])), *(told.value(f"{path}/{name}") for name in ("covered", "prioritised", "projects")))
            for path, row in areas[:ROWS]
        )  # fmt: skip
        return Grid(headings, rows, left_out=len(areas) - len(rows))
    cells = {(row["area_id"], row["question_kind"]): (path, row) for path, row in told.rows("cells")}
    names = tuple(both(row["name"]) for _, row in areas)
    rows = tuple(
        (words(code_words("question_kind", question)), *(_cell(told, cells.get((row["row_id"], question))) for _, row in areas))
        for question in _QUESTIONS
    )
    return Grid((say("screens.coverage.col_question"), *names), rows)


def _cell(told: Told, found: tuple[str, dict[str, Any]] | None) -> Value:
    """The number of projects in a cell; of an empty one, why it is empty."""
    if found is None:
        return words("–")
    path, cell = found
    if cell["is_covered"] or cell["empty_kind"] is None:
        return told.value(f"{path}/projects")
    return words(say(f"screens.coverage.cell_{cell['empty_kind']}"))


def gaps(setting: Setting) -> Screen:
    """The prioritised cells without a project, by rank, with the needs that are raised there."""
    sheet = Sheet(setting, "gaps", "coverage")
    told = sheet.read("coverage")
    whole = told.value("prioritised")
    if not whole.value:
        return sheet.screen(say("screens.coverage.none"))
    rank = {"gap": 0, "excluded_8_1": 1, "unknown": 2, "coming": 3}
    empty = [(path, row) for path, row in told.rows("empty") if row["kind"] in rank]
    if not empty:
        return sheet.screen(sheet.say("screens.gaps.none", whole=whole))
    ordered = sorted(empty, key=lambda found: (rank[found[1]["kind"]], found[1]["gap_rank"] or 0))
    parts = [
        sheet.counted(f"screens.coverage.{kind}", told.value(f"empty_by_kind/{kind}"))
        for kind in rank if told.get(f"empty_by_kind/{kind}")
    ]  # fmt: skip
    message = sheet.say("screens.gaps.message", whole=whole, parts=parts)
    names = {row["row_id"]: both(row["name"]) for _, row in _areas(told)}

    def name(area_id: str) -> Value:
        return words(names.get(area_id, area_id))

    rows = tuple(
        (
            name(row["area_id"]), words(code_words("question_kind", row["question_kind"])), words(_standing(row)),
            told.value(f"{path}/need_ids"),
        )
        for path, row in ordered[:ROWS]
    )  # fmt: skip
    headings = tuple(say(f"screens.gaps.col_{name}") for name in ("area", "question", "state", "needs"))
    return sheet.screen(message, Grid(headings, rows, left_out=len(ordered) - len(rows)))


def _standing(row: dict[str, Any]) -> Text:
    if row["kind"] == "gap" and row["gap_rank"] is not None:
        return say("screens.gaps.rank", rank=row["gap_rank"])
    if row["kind"] == "coming" and row["planned_quarter"]:
        return say(f"screens.gaps.coming{'_past' if row['is_planned_past'] else ''}", quarter=row["planned_quarter"])
    return say(f"screens.coverage.cell_{row['kind']}")


def findings(setting: Setting) -> Screen:
    """The findings that were reported after the meeting before; at the first meeting, all of them."""
    sheet = Sheet(setting, "findings", "findings")
    previous = setting.previous
    told = sheet.read("findings", **({"from": previous.day.isoformat()} if previous else {}))
    total = told.value("all_findings")
    if not total.value:
        return sheet.screen(say("screens.findings.none"))
    rows = told.rows("findings")
    if previous is None:
        count, where = total, "counts"
        message = sheet.counted("screens.findings.all", count)
    else:
        count, where = told.value("since/count"), "since"
        if not count.value:
            return sheet.screen(sheet.say("screens.findings.no_new", date=previous.day, total=total))
        message = sheet.counted("screens.findings.message", count, date=previous.day)
        rows = [found for found in rows if found[1]["finding_id"] in set(told.get("since/ids"))]
    effect, strong = told.value(f"{where}/effect"), told.value(f"{where}/strong")
    level = told.value("effect_level", "level")
    details = [sheet.counted("screens.findings.effect", effect, strong=strong, level=level)] if level.value is not None else []
    shown = rows[:ROWS]
    items = tuple(_finding(sheet, told, *found) for found in shown)
    links = tuple(("findings", str(row["finding_id"])) for _, row in shown)
    return sheet.screen(message, Points(items, links, len(rows) - len(shown)), details)


def _finding(sheet: Sheet, told: Told, path: str, row: dict[str, Any]) -> Text:
    """A finding as it is recorded, shortened, with where it is from and what its design allows to say."""
    text = {lang: shortened(row[f"text_{lang}"] or row["text_nb"], 105) for lang in LANGS}
    origin = row["project_id"] or row["evaluation_id"] or ""
    reading = within(both(row["level_words"]))
    if row["level"] is not None:
        reading = sheet.say("screens.findings.level", level=told.value(f"{path}/level", "level"))
    elif row["is_effect"]:
        reading = say("screens.findings.not_assessed")
    return say("screens.findings.item", text=Text(text["nb"], text["en"]), origin=origin, reading=reading)


def evaluations(setting: Setting) -> Screen:
    """How far the evaluation of each instrument has come, and which instruments have none."""
    sheet = Sheet(setting, "evaluations", "instruments")
    told = sheet.read("instruments")
    count = told.value("count")
    if not count.value:
        return sheet.screen(say("screens.evaluations.none"))
    without = told.value("without_evaluation")
    missing = set(told.get("without_evaluation"))
    rows = [row for row in told.get("instruments") if row["id"] in missing]
    names = Text(*(listed([str(row[f"name_{lang}"] or row["name_nb"]) for row in rows], lang) for lang in LANGS))
    message = sheet.counted("screens.evaluations.message", without, whole=count, names=names)
    effect = told.value("with_effect_evaluation_count")
    states = [state for state in told.get("count_by_status") if told.get(f"count_by_status/{state}")]
    categories = tuple(
        words(say("screens.evaluations.no_evaluation") if state == "none" else code_words("evaluation_stage", state))
        for state in states
    )
    series = Series(say("screens.evaluations.count"), tuple(told.value(f"count_by_status/{state}") for state in states))
    chart = Chart("bars", categories, (series,), say("screens.evaluations.unit"))
    return sheet.screen(message, chart, [sheet.counted("screens.evaluations.effect", effect)])


def evidence(setting: Setting) -> Screen:
    """For each decision to come, how many works are ready, are expected in time, or are not."""
    sheet = Sheet(setting, "evidence", "instruments", **{"del": "beslutninger"})
    told = sheet.read("gates")
    coming = [(path, gate) for path, gate in told.rows("gates") if not gate["is_past"]][:_GATES]
    if not coming:
        return sheet.screen(say("screens.evidence.none"))
    path, first = coming[0]
    name, day = _gate_words(first)
    works = told.value(f"{path}/works")
    if not any(gate["works"] for _, gate in coming):
        return sheet.screen(say("screens.evidence.no_work", name=within(name), date=day))
    parts = [
        sheet.counted(f"screens.evidence.{state}", told.value(f"{path}/by_state/{state}"))
        for state, _ in _STATES if told.get(f"{path}/by_state/{state}")
    ]  # fmt: skip
    told_parts = parts or [say("screens.evidence.nothing")]
    message = sheet.say("screens.evidence.message", name=within(name), date=day, parts=told_parts, count=works)
    used = [(state, fill) for state, fill in _STATES if any(gate["by_state"][state] for _, gate in coming)]
    series = tuple(
        Series(
            say(f"screens.evidence.series_{state}"), tuple(told.value(f"{place}/by_state/{state}") for place, _ in coming), fill,
        )
        for state, fill in used[:_SERIES]
    )  # fmt: skip
    categories = tuple(words(joined(_gate_words(gate, to_month=True), ", ")) for _, gate in coming)
    return sheet.screen(message, Chart("stacked", categories, series, say("screens.evidence.unit")), _effect(sheet, told, coming))


def _effect(sheet: Sheet, told: Told, coming: list[tuple[str, dict[str, Any]]]) -> list[Text]:
    """For the first time the agreement expires: how many instruments have work that can say something about effect."""
    expiry = next((found for found in coming if found[1]["kind"] == "agreement_expiry"), None)
    level = told.value("effect_level", "level")
    if expiry is None or level.value is None:
        return []
    ready, expected = (told.value(f"{expiry[0]}/effect_{name}") for name in ("ready", "expected"))
    key = "effect" if ready.value or expected.value else "no_effect"
    return [sheet.say(f"screens.evidence.{key}", ready=ready, expected=expected, level=level)]


def _gate_words(gate: dict[str, Any], *, to_month: bool = False) -> tuple[Text, Text]:
    """The kind of decision and its date, as exactly as it is known or no more exactly than the month."""
    day = date.fromisoformat(gate["date"])
    precision = gate["date_precision"] or "day"
    if to_month and precision == "day":
        precision = "month"
    return code_words("gate_kind", gate["kind"]), Text(*(date_with_precision(day, precision, lang) for lang in LANGS))
