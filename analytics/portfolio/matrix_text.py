"""What a chosen matrix says in words: how many rows and how much money are covered, and what has changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from analytics.evidence.instrument_frames import InstrumentFrame
from analytics.portfolio.coverage_text import joined
from analytics.portfolio.matrix import Matrix
from analytics.portfolio.matrix_changes import MatrixChanges
from analytics.portfolio.matrix_rows import AREA
from domain.codes import CODE_LISTS
from domain.numbers import MILLION
from domain.text import Text, say


def view_sentence(matrix: Matrix) -> Text | None:
    """How many of the chosen rows are covered, by count and by money, and how many have no amount; None for areas."""
    if matrix.kind == AREA:
        return None
    asked, covered = len(matrix.rows_asked), len(matrix.rows_covered)
    if not asked:
        return say(f"coverage.view_none_{matrix.kind}")
    parts = [say(f"coverage.view_{matrix.kind}", covered=covered, asked=asked, pct=covered * 100 / asked)]
    if matrix.kind == "instrument":
        parts += _frame_parts(matrix.frame_money())
    if matrix.kind == "need":
        put_off = len(matrix.rows) - matrix.rows.get_column("put_off_nb").null_count()
        parts += [say(f"coverage.put_off_{_number(put_off)}", count=put_off)] if put_off else []
    if matrix.contracts_nok:
        share = float(matrix.linked_nok * 100 / matrix.contracts_nok)
        key = f"coverage.linked_{matrix.kind}"
        parts.append(say(key, part=matrix.linked_nok, whole=matrix.contracts_nok, pct=share))
    return joined(parts)


def _frame_parts(money: dict[str, Any]) -> list[Text]:
    parts = []
    if money["known_nok"]:
        share = float(money["covered_nok"] * 100 / money["known_nok"])
        parts.append(say("coverage.frames_covered", part=money["covered_nok"], whole=money["known_nok"], pct=share))
    if money["unknown_instruments"]:
        count = money["unknown_instruments"]
        parts.append(say(f"coverage.frames_unknown_{_number(count)}", count=count, whole=money["instruments"]))
    return parts


def corner_text(matrix: Matrix) -> Text:
    """ "Dekning 11 av 16 prioriterte felt (69 prosent)", always with what it is of."""
    if not matrix.prioritised:
        return say("coverage.corner_none")
    pct = matrix.covered * 100 / matrix.prioritised
    return say("coverage.corner", covered=matrix.covered, prioritised=matrix.prioritised, pct=pct)


def reconciliation_text(matrix: Matrix) -> Text:
    """How the money in the cells stands to the contracts."""
    sums = matrix.reconciliation
    numbers = {"cells": sums.cells_nok, "contracts": sums.contracts_nok, "difference": sums.difference_nok}
    if matrix.counting == "whole" and sums.difference_nok:
        return say("coverage.sums_whole", **numbers)
    return say("coverage.sums", **numbers)


def frame_text(frame: InstrumentFrame) -> Text:
    """An instrument's own frame with its unit: per year, in all for the period, or no amount given."""
    if frame.total_nok is None:
        return say("coverage.frame_unknown")
    if frame.unit == "total_for_period":
        return say("coverage.frame_total", amount=_millions(frame.total_nok))
    amounts = sorted(set(frame.by_year.values()))
    first, last = min(frame.by_year), max(frame.by_year)
    if len(amounts) == 1:
        return say("coverage.frame_per_year", amount=_millions(amounts[0]), first=first, last=last)
    low, high = _millions(amounts[0]), _millions(amounts[-1])
    return say("coverage.frame_per_year_range", low=low, high=high, first=first, last=last)


def _millions(amount: Decimal) -> Decimal:
    return amount / MILLION


def changes_sentence(changes: MatrixChanges) -> Text:
    """How many projects and cells have changed since the earlier day."""
    projects = [
        say(f"coverage.event_{event}_{_number(count)}", count=count) for event, count in changes.event_counts.items() if count
    ]
    cells = [
        say(f"coverage.change_{change}_{_number(count)}", count=count) for change, count in changes.cell_counts.items() if count
    ]
    if not projects and not cells:
        return say("coverage.changes_none", since=changes.from_date)
    return say("coverage.changes_some", since=changes.from_date, parts=projects + cells)


def meeting_text(day: date | None) -> Text:
    """The last meeting of the reference group, as a choice of what to compare with."""
    return say("coverage.since_no_meeting") if day is None else say("coverage.since_meeting", date=day)


def place_name(row: dict[str, Any], column: dict[str, Any], kind: str) -> Text:
    """A cell by its row and column: "Ekspertbistand, sykefravær, effekt".

    Args:
        row, column: rows of `Matrix.rows` and `Matrix.columns`.
    """
    parts = [Text(row["name_nb"], row["name_en"])]
    if kind != AREA:
        parts.append(area_text(column))
    question = question_text(column, kind)
    parts += [] if question is None else [question]
    return Text(", ".join(part.nb for part in parts), ", ".join(part.en for part in parts))


def area_text(column: dict[str, Any]) -> Text:
    """The area of a column in short; in words where it is not stated, and that it is no longer valid where it is not."""
    if column["area_id"] is None:
        return say("coverage.rest_short_area")
    name = Text(column["short_nb"], column["short_en"])
    return say("coverage.retired", name=name) if column["standing"] == "apart" else name


def question_text(column: dict[str, Any], kind: str) -> Text | None:
    """The kind of question of a column; in words where it is not stated; None where the column is of no one kind."""
    if column["question_kind"] is not None:
        code = CODE_LISTS["question_kind"].by_value[column["question_kind"]]
        return Text(code.nb.lower(), code.en.lower())
    is_unknown = column["standing"] == "rest" and (kind == AREA or column["area_id"] is not None)
    return say("coverage.question_unknown") if is_unknown else None


def project_sentence(row: dict[str, Any]) -> Text:
    """One project in words: how far it is, who carries it out, its contract, and how strong the knowledge is.

    Args:
        row: of `Coverage.matrix_projects`.
    """
    parts = [_progress(row)]
    if row["supplier_nb"]:
        parts.append(say("coverage.project_supplier", name=Text(row["supplier_nb"], row["supplier_en"])))
    unknown = row["amount_nok"] is None
    parts.append(say("coverage.project_no_amount") if unknown else say("coverage.project_amount", amount=row["amount_nok"]))
    if row["role"] == "excluded":
        parts.append(say("coverage.project_excluded"))
    return joined(parts)


def _progress(row: dict[str, Any]) -> Text:
    code = CODE_LISTS["project_status"].by_value[row["status"]]
    status = Text(code.nb, code.en)
    if row["completed_date"] is not None:
        return say("coverage.project_ended", status=status, date=row["completed_date"])
    if row["started_date"] is not None:
        return say("coverage.project_begun", status=status, date=row["started_date"])
    if row["planned_start_date"] is not None:
        return say("coverage.project_planned", status=status, date=row["planned_start_date"])
    return say("coverage.project_undated", status=status)


def level_text(row: dict[str, Any]) -> Text:
    """The evidence level of a project: now, else expected, else why there is none. It is about the design."""
    for when in ("now", "expected"):
        if row[f"level_{when}"] is not None:
            return say(f"coverage.level_{when}", level=row[f"level_{when}"])
    says_none = row["state_now"] == row["state_expected"] == "none"
    return say("coverage.level_none" if says_none else "coverage.level_unknown")


def _number(count: int) -> str:
    return "one" if count == 1 else "many"
