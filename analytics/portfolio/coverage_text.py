"""The sentences of the coverage matrix: the answer first, with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analytics.portfolio.cells import Cell
from domain.codes import CODE_LISTS
from domain.text import Text, say

#: Gaps are named when there are no more than this; a sentence with more cannot be read.
_NAMED_GAPS = 3


def coverage_sentence(as_of: date, cells: tuple[Cell, ...], area_names: Mapping[str, Text], registered: int) -> Text:
    """How many prioritised cells are covered, of what kinds the empty ones are, and the gaps when they are few."""
    prioritised = [cell for cell in cells if cell.is_prioritised]
    if not prioritised:
        return say("portfolio.coverage_none_prioritised", date=as_of)
    if not registered:
        return say("portfolio.coverage_no_projects", date=as_of, prioritised=len(prioritised))
    empty = [cell for cell in prioritised if not cell.is_covered]
    parts = [_covered(len(prioritised) - len(empty), len(prioritised))]
    if empty:
        parts.append(say("portfolio.coverage_empty", parts=_kinds(empty)))
    gaps = [say("portfolio.cell_quoted", cell=cell_name(cell, area_names)) for cell in empty if cell.empty_kind == "gap"]
    if 0 < len(gaps) <= _NAMED_GAPS:
        parts.append(say(f"portfolio.coverage_gaps_{'one' if len(gaps) == 1 else 'many'}", gaps=gaps))
    return joined(parts)


def cell_name(cell: Cell, area_names: Mapping[str, Text]) -> Text:
    """ "Arbeidsmiljø, effekt"."""
    code = CODE_LISTS["question_kind"].by_value[str(cell.question_kind)]
    question = Text(code.nb.lower(), code.en.lower())
    return say("portfolio.cell_name", area=area_names[str(cell.area_id)], question=question)


def cell_sentence(cell: Cell, counting: str = "split") -> Text:
    """What lies in a cell: projects, money, how far the work is and the evidence; or why it is empty, and its open needs."""
    parts = [_contents(cell, counting)]
    if cell.is_covered or cell.coming_project_ids:
        parts.append(say("coverage.cell_phases", parts=phase_parts(cell)))
    if cell.is_covered:
        parts.append(evidence_sentence(cell))
    if cell.empty_kind == "out_of_scope" and cell.reason_nb:
        parts.append(say("portfolio.cell_reason", reason=cell.reason_nb))
    if cell.empty_kind == "coming" and cell.planned_quarter:
        key = "portfolio.cell_planned_past" if cell.is_planned_past else "portfolio.cell_planned_for"
        parts.append(say(key, quarter=cell.planned_quarter))
    if cell.need_ids:
        parts.append(say(f"portfolio.cell_needs_{_number(len(cell.need_ids))}", count=len(cell.need_ids)))
    if cell.gap_rank is not None:
        parts.append(say("coverage.cell_rank", rank=cell.gap_rank, high=cell.high_need_count))
    return joined(parts)


def phase_parts(cell: Cell) -> list[Text]:
    """ "1 ferdig", "2 pågår" and so on, for the phases that occur."""
    return [say(f"coverage.phase_{phase}_{_number(count)}", count=count) for phase, count in cell.by_phase.items() if count]


def evidence_sentence(cell: Cell) -> Text:
    """The evidence level of a covered cell in words; never a judgement of an effect."""
    if cell.evidence_level is None:
        return say(f"coverage.evidence_{cell.evidence}")
    return say(f"coverage.evidence_{cell.evidence}", level=cell.evidence_level)


def _contents(cell: Cell, counting: str) -> Text:
    count = len(cell.project_ids)
    if count == 0:
        return _emptiness(cell)
    amount = cell.amount_nok if counting == "split" else cell.amount_whole_nok
    form = f"{_number(count)}_unknown" if cell.amount_unknown == count else _number(count)
    key = f"portfolio.cell_covered_{form}" if cell.is_field else f"coverage.cell_holds_{form}"
    told = say(key, count=count, amount=amount)
    if cell.amount_unknown in (0, count):
        return told
    return joined([told, say(f"coverage.cell_amount_missing_{_number(cell.amount_unknown)}", count=cell.amount_unknown)])


def _emptiness(cell: Cell) -> Text:
    if not cell.is_field:
        return say("coverage.cell_nothing_here")
    if cell.state == "not_asked":
        return say("coverage.cell_not_asked")
    if cell.state == "unknown" and cell.empty_kind == "unknown" and not cell.is_uncertain:
        return say("coverage.cell_asked_unknown")
    return say(f"portfolio.cell_is_{cell.empty_kind}")


def joined(parts: list[Text]) -> Text:
    """Sentences after each other."""
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))


def _number(count: int) -> str:
    return "one" if count == 1 else "many"


def _covered(covered: int, prioritised: int) -> Text:
    if covered == 0:
        return say("portfolio.coverage_nothing", prioritised=prioritised)
    if covered == prioritised:
        return say("portfolio.coverage_all", prioritised=prioritised)
    key = "portfolio.coverage_one" if covered == 1 else "portfolio.coverage_some"
    return say(key, covered=covered, prioritised=prioritised, pct=covered * 100 / prioritised)


def _kinds(empty: list[Cell]) -> list[Text]:
    found = []
    for kind in CODE_LISTS["empty_kind"].values:
        count = sum(cell.empty_kind == kind for cell in empty)
        if count:
            found.append(say(f"portfolio.empty_{kind}_{'one' if count == 1 else 'many'}", count=count))
    return found
