"""The sentences of the whole-agreement map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analytics.evidence.instruments import InstrumentOverview
from analytics.evidence.stages import Evaluation, told
from analytics.portfolio.agreement_map_cells import STATES, MapCell, MapRow
from domain.codes import CODE_LISTS
from domain.numbers import date_text
from domain.text import Text, say


def map_sentence(overview: InstrumentOverview, rows: Sequence[MapRow], cells: Sequence[MapCell]) -> Text:
    """What the report of instruments says, then how many the programme has projects on, the overlaps and the open spaces."""
    counted = [row for row in rows if row.is_counted]
    if not counted:
        return overview.sentence
    ours = sum(bool(row.project_ids) for row in counted)
    overlaps, open_ = (sum(cell.state == state for cell in cells) for state in ("overlap", "open"))
    second = say("agreement_map.programme_on" if ours else "agreement_map.programme_on_none", part=ours, whole=len(counted))
    third = say("agreement_map.spaces", overlaps=_counted("overlap", overlaps), open=_counted("open", open_))
    return Text(*(" ".join(part.get(lang) for part in (overview.sentence, second, third)) for lang in ("nb", "en")))


def _counted(what: str, count: int) -> Text:
    number = {0: "none", 1: "one"}.get(count, "many")
    return say(f"agreement_map.count_{what}_{number}", count=count)


def cells_words(cells: Sequence[MapCell]) -> Text:
    """How many cells of the map have each state."""
    parts = []
    for state in STATES:
        count = sum(cell.state == state for cell in cells)
        if count:
            parts.append(say("agreement_map.state_count", state=say(f"agreement_map.state_{state}"), count=count))
    return say("agreement_map.cells", count=len(cells), parts=parts)


def overlap_words(row: MapRow, cell: MapCell, evaluations: Sequence[Text]) -> Text:
    """One overlap in words: both sides, with the evaluations as `evaluation_words` tells them."""
    code = CODE_LISTS["question_kind"].by_value[cell.question_kind]
    question = Text(code.nb.lower(), code.en.lower())
    projects = _counted("project", len(cell.project_ids))
    return say("agreement_map.overlap", name=row.short, question=question, projects=projects, evaluations=list(evaluations))


def evaluation_words(evaluation: Evaluation, period: Text, timings: Sequence[str]) -> Text:
    """An evaluation of an overlap: its title, when, who pays, and whether at the same time as the projects."""
    code = CODE_LISTS["evaluation_payer"].by_value[evaluation.payer]
    when = [say(f"agreement_map.timing_{timing}") for timing in timings]
    payer = Text(code.nb.lower() if code.value != "programme" else code.nb, code.en.lower())
    return say("agreement_map.overlap_evaluation", title=evaluation.title_nb, period=period, payer=payer, when=when)


def period_words(begin: date | None, end: date | None, evaluation: Evaluation | None, lang: str) -> str:
    """ "24. mai 2021 - 31. januar 2024", told no more exactly than it is known; an end that is not known is left open."""
    if evaluation is None:
        first, last = (None if day is None else date_text(day, lang) for day in (begin, end))
    else:
        exact = {day: step.date_precision for step in evaluation.steps for day in (step.actual_date, step.current_date) if day}
        first, last = (None if day is None else told(day, exact.get(day), lang) for day in (begin, end))
    if first is None and last is None:
        return say("agreement_map.period_unknown").get(lang)
    if first is None:
        return say("agreement_map.period_until", last=last).get(lang)
    if last is None:
        return say("agreement_map.period_from", first=first).get(lang)
    return f"{first} – {last}"
