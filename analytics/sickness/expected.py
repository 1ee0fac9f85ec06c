"""What was to be expected: several models that know the series up to the baseline, against target and outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.result import Basis
from analytics.sickness import expected_json, expected_words
from analytics.sickness.expected_fit import (
    ModelRow,
    Start,
    StartRow,
    Training,
    default_start,
    expected_by_models,
    starts,
    training,
)
from analytics.sickness.expected_shifts import LevelShifts, level_shifts
from analytics.sickness.goal import COMPARISONS, MEASURES, Comparison, Goal, Track, goal, track
from analytics.sickness.lines import Line, SeriesChoice, line
from analytics.sickness.models.runs import NotEnoughData, quarter_at
from analytics.sickness.series import last_quarter, pandemic_quarters, quarters_of
from data.snapshot import Snapshot, Source
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.periods import is_quarter, quarter_index
from domain.text import Text, say

Verdict = Literal[
    "not_enough_data", "no_model", "no_target", "outcome_unknown", "all_hold_both", "models_disagree", "none_holds_both",
]  # fmt: skip
_TABLES = ("target", "observation", "series_break", "agreement")
_YEAR = 4
#: Scopes of a break that concern an adjustment, besides "all".
_SCOPES: Mapping[str, tuple[str, ...]] = {
    "unadjusted": ("unadjusted",), "seasonal": ("unadjusted", "seasonal"), "seasonal_influenza": ("seasonal_influenza",),
    "seasonal_influenza_corona": ("seasonal_influenza", "seasonal"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """What is compared: the mean of four quarters or one quarter, with the levels it is compared with, in per cent.

    Attributes:
        quarters: the quarters, in order.
        target: the target's level; None without a target or baseline in the measure.
        no_change: the same in the baseline period.
        outcome: what it became; None while not all quarters are known.
        known: how many of the quarters are known.
    """

    comparison: Comparison
    period: str
    quarters: tuple[str, ...]
    target: Decimal | None
    no_change: Decimal | None
    outcome: Decimal | None
    known: int


@dataclass(frozen=True)
class AbsenceExpected:
    """Sick leave of employees 16-69 as models expected it, in per cent of agreed man-days.

    The models know the series up to the end of the baseline period and nothing else. They say what was to be expected if
    the series went on as before. What became less what was expected is no effect of anything: the models cannot tell
    a pandemic, an agreement and chance apart.

    Attributes:
        measure: the adjustment, as in the code list `adjustment`; levels belong to it.
        why_not: why nothing could be expected, or None.
        origin, end: the last quarter that the models know, and the last they forecast.
        start: where they learn from; `starts` are all that were tried.
        known: the figures they may learn from.
        main: what is compared with the target; `single` the last quarter alone, where `main` is a mean.
        history: the series in the form that is compared, by quarter, also after the origin.
        shifts: when the level of the series shifted.
    """

    basis: Basis
    measure: str
    absence_type: str
    sex: str
    comparison: Comparison
    goal: Goal | None
    why_not: NotEnoughData | None
    origin: str | None
    end: str | None
    start: Start | None
    starts: tuple[Start, ...]
    known: Training | None
    main: Window | None
    single: Window | None
    models: tuple[ModelRow, ...]
    sensitivity: tuple[StartRow, ...]
    history: tuple[tuple[str, Decimal], ...]
    vintages: tuple[str, ...]
    outcome_methods: tuple[str, ...]
    shifts: LevelShifts
    pandemic: tuple[str, str | None] | None

    @property
    def is_part(self) -> bool:
        """Whether this is a part of sick leave, for which the agreement has no target."""
        return self.absence_type != "total" or self.sex != "both"

    @property
    def usable(self) -> tuple[ModelRow, ...]:
        """The models that were fitted and whose optimisers finished."""
        return tuple(row for row in self.models if row.is_usable)

    def holding(self, *marks: Decimal | None) -> int:
        """How many usable models hold all of these levels in their interval."""
        known = [float(mark) for mark in marks if mark is not None]
        if len(known) < len(marks):
            return 0
        return sum(all(row.main is not None and row.main.holds(mark) for mark in known) for row in self.usable)

    @property
    def verdict(self) -> Verdict:
        """What the models together allow to be said. None of it is about effect."""
        if self.why_not is not None or self.main is None:
            return "not_enough_data"
        if not self.usable:
            return "no_model"
        if self.main.target is None:
            return "no_target"
        if self.main.outcome is None:
            return "outcome_unknown"
        both = self.holding(self.main.target, self.main.outcome)
        return "none_holds_both" if both == 0 else "all_hold_both" if both == len(self.usable) else "models_disagree"

    @property
    def sentence(self) -> Text:
        """What was expected, what became, and what that allows to be said."""
        return expected_words.sentence(self)

    @property
    def shifts_sentence(self) -> Text:
        """When the level shifted. Events beside a date are no explanation of it."""
        return expected_words.shifts_sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Per cent as numbers, None for unknown."""
        return expected_json.absence_expected(self)

    def table(self) -> pl.DataFrame:
        """One row a model, start and comparison: the interval, and whether target, no change and outcome lie inside."""
        return expected_json.table(self)


def absence_expected(
    snapshot: Snapshot,
    *,
    train_from: str | None = None,
    measure: str | None = None,
    absence_type: str = "total",
    sex: str = "both",
) -> AbsenceExpected:
    """What models expected of sick leave from the baseline to the end of the target's path, as known on the snapshot's day.

    Args:
        snapshot: the programme on a day. The figures are the newest known then, not those known at the baseline.
        train_from: the quarter that the models learn from; default the first whole year after the newest break that leaves
            ten years of quarters.
        measure: an adjustment; default unadjusted, which has a long series. Its means of four quarters are compared.
        absence_type, sex: a part of sick leave; the target is for the whole and is left out for parts.

    Returns:
        Without enough figures, or without a target on the day, a result that says why.

    Raises:
        UserError: there is no such measure, type or sex, or `train_from` is no quarter before the end of the baseline.
    """
    shown = measure or MEASURES[1]
    _check(shown, absence_type, sex, train_from)
    wanted = goal(snapshot)
    choice = SeriesChoice(adjustment=shown, absence_type=absence_type, sex=sex)
    found = line(snapshot, choice)
    scopes = ("all", *_SCOPES[shown], *((absence_type,) if absence_type != "total" else ()))
    published = line(snapshot, choice.but(adjustment="seasonal")) if shown == "unadjusted" else None
    made = AbsenceExpected(
        Basis(snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), _sources(snapshot, found, wanted)),
        shown, absence_type, sex, COMPARISONS.get(shown, "quarter"), wanted, None, None, None, None, (), None, None, None, (),
        (), _history(found, COMPARISONS.get(shown, "quarter")), _vintages(found), (),
        level_shifts(snapshot, found, published, scopes), pandemic_quarters(snapshot),
    )  # fmt: skip
    made = _expected(snapshot, made, found, train_from, scopes)
    return replace(made, basis=replace(made.basis, caveats=expected_words.caveats(made)))


def _expected(
    snapshot: Snapshot, made: AbsenceExpected, found: Line, train_from: str | None, scopes: tuple[str, ...]
) -> AbsenceExpected:
    wanted = made.goal
    if wanted is None:
        return replace(made, why_not=NotEnoughData("no_goal"))
    origin, end = last_quarter(wanted.baseline_period), last_quarter(wanted.path_end)
    made = replace(made, origin=origin, end=end)
    own = None if made.is_part else track(snapshot, made.measure, wanted)
    known = training(found, origin, own.baseline_method if own else None)
    if origin not in known.points:
        return replace(made, why_not=NotEnoughData("gap_at_origin" if known.points else "no_values"))
    if quarter_index(end) <= quarter_index(origin):
        return replace(made, why_not=NotEnoughData("no_goal"))
    candidates = starts(snapshot, known, origin, scopes)
    start = _start(known, candidates, train_from, origin)
    season, window = (_YEAR, _YEAR) if made.comparison == "four_quarter_mean" else (1, 1)
    why_not, rows = expected_by_models(known, start, origin, end, season=season, window=window)
    main, single = _windows(made, own, wanted, known, found, end)
    others = (item for item in candidates if item.quarter != start.quarter)
    sensitivity = tuple(
        StartRow(item, *expected_by_models(known, item, origin, end, season=season, window=window)) for item in others
    )
    return replace(
        made, why_not=why_not, start=start, starts=candidates, known=known, main=main, single=single, models=rows,
        sensitivity=sensitivity, outcome_methods=_methods(found, main.quarters),
    )  # fmt: skip


def _check(measure: str, absence_type: str, sex: str, train_from: str | None) -> None:
    if measure not in MEASURES:
        text = say("expected.error.measure", measure=measure, measures=list(MEASURES))
        raise UserError(text.nb, text.en, code="unknown_measure")
    for name, value in (("absence_type", absence_type), ("sex", sex)):
        if value not in CODE_LISTS[name].by_value:
            text = say("expected.error.choice", value=value, choices=list(CODE_LISTS[name].values))
            raise UserError(text.nb, text.en, code="unknown_choice")
    if train_from is not None and not is_quarter(train_from):
        raise _no_start(train_from)


def _no_start(train_from: str) -> UserError:
    text = say("expected.error.train_from", quarter=train_from)
    return UserError(text.nb, text.en, code="unknown_quarter")


def _start(known: Training, candidates: tuple[Start, ...], train_from: str | None, origin: str) -> Start:
    """The start asked for, no earlier than the figures; else the default."""
    if train_from is None:
        return default_start(candidates)
    if quarter_index(train_from) > quarter_index(origin):
        raise _no_start(train_from)
    first = max(quarter_index(train_from), known.first)
    same = [start for start in candidates if start.quarter == quarter_at(first)]
    return same[0] if same else Start(quarter_at(first), known.count_from(first), "chosen")


def _windows(
    made: AbsenceExpected, own: Track | None, wanted: Goal, known: Training, found: Line, end: str
) -> tuple[Window, Window | None]:
    """What is compared with the target, and the last quarter alone."""
    at = quarter_index(end)
    is_mean = made.comparison == "four_quarter_mean"
    quarters = tuple(quarter_at(index) for index in range(at - _YEAR + 1 if is_mean else at, at + 1))
    before = _mean([known.points[q].value if q in known.points else None for q in _baseline_quarters(wanted, is_mean)])
    no_change = own.baseline_value if own and own.baseline_value is not None else before
    main = _window(made, wanted, found, quarters, no_change, wanted.path_end if is_mean else end)
    if not is_mean:
        return main, None
    same = [q for q in quarters_of(wanted.baseline_period) if q[-1] == end[-1]]
    alone = known.points[same[0]].value if same and same[0] in known.points else None
    return main, _window(made, wanted, found, (end,), alone, end)


def _window(
    made: AbsenceExpected, wanted: Goal, found: Line, quarters: tuple[str, ...], no_change: Decimal | None, period: str
) -> Window:
    target = None if made.is_part or no_change is None else no_change * (100 + wanted.change_pct) / 100
    values = [found.values.get(quarter) for quarter in quarters]
    comparison: Comparison = "four_quarter_mean" if len(quarters) == _YEAR else "quarter"
    return Window(comparison, period, quarters, target, no_change, _mean(values), sum(value is not None for value in values))


def _baseline_quarters(wanted: Goal, is_mean: bool) -> list[str]:
    quarters = quarters_of(wanted.baseline_period)
    if is_mean and len(quarters) < _YEAR:
        return []
    return quarters


def _mean(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) / len(known) if known and len(known) == len(values) else None


def _history(found: Line, comparison: Comparison) -> tuple[tuple[str, Decimal], ...]:
    """The series in the form that is compared: means of four quarters where all four are known, or quarters."""
    made, values = [], found.values
    for period, value in values.items():
        end = quarter_index(period)
        window = [quarter_at(index) for index in range(end - _YEAR + 1, end + 1)]
        mean = value if comparison == "quarter" else _mean([values.get(quarter) for quarter in window])
        if mean is not None:
            made.append((period, mean))
    return tuple(made)


def _vintages(found: Line) -> tuple[str, ...]:
    """The oldest and the newest vintage of the figures, as told."""
    dated = sorted((item.published_date, item.vintage) for item in found.points.values() if item.value is not None)
    return tuple(dict.fromkeys(vintage for _, vintage in (dated[:1] + dated[-1:])))


def _methods(found: Line, quarters: tuple[str, ...]) -> tuple[str, ...]:
    known = (found.points[quarter] for quarter in quarters if quarter in found.points)
    return tuple(dict.fromkeys(item.method for item in known if item.value is not None))


def _sources(snapshot: Snapshot, found: Line, wanted: Goal | None) -> tuple[Source, ...]:
    """The sources of the figures, newest first, then those of the target."""
    ids = [*found.source_ids, *(wanted.source_ids if wanted else ())]
    order = {source_id: place for place, source_id in reversed(list(enumerate(ids)))}
    known = (source for source in snapshot.sources("observation", "target") if source.source_id in order)
    return tuple(sorted(known, key=lambda source: order[source.source_id]))
