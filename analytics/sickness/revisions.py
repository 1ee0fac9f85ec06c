"""Revisions: what earlier vintages said of the same periods, and how much the figures moved within one method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis
from analytics.sickness import revision_words as words
from analytics.sickness.break_list import BreakRow, break_list
from analytics.sickness.lines import SeriesChoice, matching
from analytics.sickness.revision_steps import StepKind, figures, spans, steps, vintage_code
from analytics.sickness.revision_summary import Overview, Summary, overview, summary
from analytics.sickness.series_choice import asked, available, best, check_group, choice_of, plain_choice
from analytics.sickness.vintage_target import VintageTarget, vintage_target
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import Text, say

#: Indicators in per cent end so, by the rule that names carry units.
_PERCENT = "_pct"
_TABLES = ("series", "vintage", "observation")


@dataclass(frozen=True, slots=True)
class Figure:
    """One period's figure in one vintage, in the unit of its series; `value` is None where there is none to show."""

    series_id: str
    vintage: str
    vintage_id: str
    published_date: date
    value: Decimal | None
    state: str
    method: str
    publisher: str
    decimals: int
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From one vintage of a period to the next.

    Attributes:
        kind: what happened; see `revision_steps.StepKind`.
        difference: the later less the earlier, with the decimals that both have; None where none may be taken.
        is_rounding: the difference is so small that rounding alone can be behind it.
        is_same_date: both vintages are dated alike, so that which came first is not known.
        age_quarters: whole quarters from the quarter to the later vintage; None for other periods.
        number: the first, second ... revision of the period within its method; None for other kinds.
    """

    period: str
    before: Figure
    after: Figure
    kind: StepKind
    difference: Decimal | None
    is_rounding: bool
    is_same_date: bool
    age_quarters: int | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the latest figure of a period within one method."""

    period: str
    method: str
    first: Decimal
    latest: Decimal
    difference: Decimal
    decimals: int
    vintages: int


@dataclass(frozen=True)
class AbsenceRevisions:
    """Revisions of one series, and an overview of all series.

    A difference is taken within one family of methods only. Revisions say how firm the figures are, not how sick leave
    has developed. The first vintage here is the first one found, which need not be the first that was published.

    Attributes:
        choice: the series asked for; `title` and `unit_nb` are empty when there is no such series.
        periods: every figure of each period that is told in two or more vintages, oldest vintage first.
        steps: from vintage to vintage, those without change included.
        spans: of each period, the first and the latest figure within one method.
        overview: counts a series, and of the last load of each table.
        target: the target's baseline and level per vintage.
        breaks: every known break of the statistics, newest first.
    """

    basis: Basis
    choice: SeriesChoice
    title: Text
    unit_nb: str
    periods: Mapping[str, tuple[Figure, ...]]
    steps: tuple[Step, ...]
    spans: tuple[Span, ...]
    summary: Summary
    overview: Overview
    target: VintageTarget
    breaks: tuple[BreakRow, ...]

    @property
    def is_percent(self) -> bool:
        """Whether differences are in percentage points; else they are in the unit of the series."""
        return self.choice.indicator.endswith(_PERCENT)

    @property
    def is_comparable(self) -> bool:
        """Whether there is any difference to show, or any figure that was withdrawn."""
        return bool(self.spans) or any(step.kind in ("method_revision", "withdrawn", "masked") for step in self.steps)

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that tell of a change, or of a change of method, newest period first."""
        return tuple(step for step in reversed(self.steps) if step.kind != "same")

    @property
    def sentence(self) -> Text:
        """How many figures were revised within one method, the largest revision, and what cannot be compared."""
        return words.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Figures and differences as numbers, in the units that are named; None where no difference may be taken."""
        return {
            "series": {
                "measure": self.choice.adjustment, "sex": self.choice.sex, "absence_type": self.choice.absence_type,
                "industry_code": self.choice.industry_code, "title": self.title, "unit_nb": self.unit_nb or None,
                "indicator": self.choice.indicator, "breakdown_kind": self.choice.breakdown_kind,
                "group": self.choice.breakdown_value,
            },
            "difference_unit_nb": "prosentpoeng" if self.is_percent else self.unit_nb or None,
            "periods": [
                {"period": period, "figures": [_figure_json(figure) for figure in told]} for period, told in self.periods.items()
            ],
            "revisions": [_step_json(step) for step in self.changes],
            "spans": [_span_json(span) for span in self.spans],
            "summary": self.summary.as_json(),
            "overview": self.overview.as_json(),
            "target_by_vintage": {"sentence": self.target.sentence, **self.target.as_json()},
            "breaks": [item.as_json() for item in self.breaks],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a change between two vintages of a period of the series, newest period first."""
        rows = [_step_json(step) for step in self.changes]
        return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA: dict[str, Any] = {
    "period": pl.String(), "kind": pl.String(), "from_vintage": pl.String(), "to_vintage": pl.String(),
    "from_value": pl.Float64(), "to_value": pl.Float64(), "difference": pl.Float64(), "from_state": pl.String(),
    "to_state": pl.String(), "from_method": pl.String(), "to_method": pl.String(), "from_vintage_id": pl.String(),
    "to_vintage_id": pl.String(), "is_rounding": pl.Boolean(), "is_same_date": pl.Boolean(), "age_quarters": pl.Int64(),
    "number": pl.Int64(), "series_id": pl.String(),
}  # fmt: skip


def absence_revisions(
    snapshot: Snapshot, measure: str | None = None, choices: Mapping[str, str] | None = None
) -> AbsenceRevisions:
    """Revisions of a series as known on the snapshot's day, with an overview of all series.

    Args:
        snapshot: the programme on a day.
        measure: the adjustment (or indicator); default the unadjusted per cent.
        choices: `sex`, `type`, `industry` ("SN2025:86" for another standard than SN2007), `by` and `group`; what is not
            chosen is as `series_choice.best` takes it.

    Returns:
        A result without periods when no figure of the series is told in two vintages. Figures whose method is not stated
        are shown, but no difference is taken to them where the series has others.

    Raises:
        UserError: a code does not exist, or an area was asked for.
    """
    choice = _choice(snapshot, measure, choices or {})
    series = matching(snapshot, choice)
    told = figures(snapshot, series)
    stepped, spanned = steps(told), spans(told)
    return AbsenceRevisions(
        _basis(snapshot, told), choice,
        Text(*(_first(series, name) for name in ("title_nb", "title_en"))), _first(series, "unit_nb"),
        _periods(told), tuple(_step(row) for row in stepped.iter_rows(named=True)),
        tuple(_span(row) for row in spanned.sort("period", "method").iter_rows(named=True)),
        summary(stepped, spanned), overview(snapshot), vintage_target(snapshot), break_list(snapshot),
    )  # fmt: skip


def _choice(snapshot: Snapshot, measure: str | None, choices: Mapping[str, str]) -> SeriesChoice:
    wanted = asked(measure, choices)
    if wanted.area:
        text = say("revisions.error.area")
        raise UserError(text.nb, text.en, code="revisions_area")
    found = available(snapshot)
    if not found.is_empty():
        check_group(found, wanted)
    fitting = best(found, wanted)
    return plain_choice(wanted) if fitting.is_empty() else choice_of(fitting.row(0, named=True))


def _basis(snapshot: Snapshot, told: pl.DataFrame) -> Basis:
    """The sources of the figures themselves, not of every series."""
    used = set(told.get_column("source_id").drop_nulls().to_list())
    sources = tuple(source for source in snapshot.sources("observation", "vintage") if source.source_id in used)
    return Basis(
        snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), sources, words.caveats()
    )  # fmt: skip


def _periods(told: pl.DataFrame) -> dict[str, tuple[Figure, ...]]:
    found: dict[str, list[Figure]] = {}
    for row in told.iter_rows(named=True):
        found.setdefault(row["period"], []).append(_figure(row))
    return {period: tuple(found[period]) for period in sorted(found)}


def _figure(row: Mapping[str, Any], suffix: str = "") -> Figure:
    value = row[f"known{suffix}"]
    return Figure(
        row["series_id"], vintage_code(row[f"published_date{suffix}"], row[f"date_precision{suffix}"]),
        row[f"vintage_id{suffix}"], row[f"published_date{suffix}"], _exact(value), row[f"value_state{suffix}"],
        row[f"method{suffix}"], row[f"publisher{suffix}"], row[f"decimals{suffix}"] or 0,
        not suffix and row["confirmed_date"] is not None,
    )  # fmt: skip


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        row["period"], _figure(row, "_before"), _figure(row), row["kind"], _exact(row["difference"]),
        bool(row["is_rounding"]), bool(row["is_same_date"]), row["age_quarters"], row["number"],
    )  # fmt: skip


def _span(row: Mapping[str, Any]) -> Span:
    first, latest, difference = (Decimal(str(row[name])) for name in ("first", "latest", "difference"))
    return Span(row["period"], row["method"], first, latest, difference, row["shared_decimals"], row["vintages"])


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _first(series: pl.DataFrame, column: str) -> str:
    values = series.get_column(column).drop_nulls()
    return "" if values.is_empty() else str(values[0])


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _figure_json(figure: Figure) -> dict[str, Any]:
    return {
        "vintage": figure.vintage, "vintage_id": figure.vintage_id, "value": _number(figure.value), "state": figure.state,
        "method": figure.method, "publisher": figure.publisher, "is_confirmed": figure.is_confirmed,
    }  # fmt: skip


def _step_json(step: Step) -> dict[str, Any]:
    sides = {"from": step.before, "to": step.after}
    values = {f"{side}_{name}": getattr(figure, name) for side, figure in sides.items()
              for name in ("vintage", "vintage_id", "state", "method")}  # fmt: skip
    return values | {
        "period": step.period, "kind": step.kind, "from_value": _number(step.before.value),
        "to_value": _number(step.after.value), "difference": _number(step.difference), "is_rounding": step.is_rounding,
        "is_same_date": step.is_same_date, "age_quarters": step.age_quarters, "number": step.number,
        "series_id": step.after.series_id,
    }  # fmt: skip


def _span_json(span: Span) -> dict[str, Any]:
    return {
        "period": span.period, "method": span.method, "first": float(span.first), "latest": float(span.latest),
        "difference": float(span.difference), "vintages": span.vintages,
    }  # fmt: skip
