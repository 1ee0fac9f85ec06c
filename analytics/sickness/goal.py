"""The numerical target in force, and its level in each measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.sickness.observed import Observation
from analytics.sickness.series import (
    FAMILIES,
    Family,
    QuarterMean,
    family_of,
    four_quarter_means,
    last_quarter,
    newest,
    observations,
    quarters_of,
)
from data.snapshot import Snapshot
from domain.periods import quarter_index
from domain.text import Text

Comparison = Literal["quarter", "four_quarter_mean"]
BaselineSource = Literal["target", "computed"]

#: Measures that can be asked for. An unadjusted quarter says more about the season than the level: there means are compared.
MEASURES: tuple[str, ...] = ("seasonal_influenza", "unadjusted", "seasonal", "seasonal_influenza_corona")
COMPARISONS: Mapping[str, Comparison] = {"unadjusted": "four_quarter_mean"}
#: Measures that may stand in when the target's own series is no longer found. The corona adjusted one takes out a part of
#: what is to be followed, and never does.
_STAND_INS = ("unadjusted", "seasonal")
#: A mean of four quarters is compared with a whole year only: a single quarter has its season in it.
_YEAR = 4


@dataclass(frozen=True)
class Goal:
    """A target as a change from a baseline, through its prolongations.

    Attributes:
        own_measure: the measure that the source gives a baseline in.
        path_end: the period the target was first set for; `target_period` the one it is prolonged to.
        levels: per measure, the baseline and level that a source gives; None where it does not.
        unquantified_agreement: the name of a later agreement known on the day that has no number, or None.
    """

    agreement_id: str
    change_pct: Decimal
    baseline_period: str
    path_end: str
    target_period: str
    own_measure: str
    levels: Mapping[str, tuple[Decimal | None, Decimal | None]]
    unquantified_agreement: Text | None
    source_ids: tuple[str, ...]

    @property
    def is_prolonged(self) -> bool:
        """Whether a later agreement took the same target on."""
        return self.path_end != self.target_period


@dataclass(frozen=True, slots=True)
class Point:
    """A value that may be compared with the target: a quarter, or the mean of four."""

    period: str
    value: Decimal | None
    state: str
    vintage: str
    methods: tuple[str, ...]
    quarters: int


@dataclass(frozen=True)
class Track:
    """One measure as known on the day, with the target's level in it.

    Attributes:
        quarters: the newest vintage of each quarter, within one method family.
        points: what is compared with the target, in order.
        baseline_value: in the same measure, from the target's source or computed from four quarters of one method.
        target_value: the baseline changed by the target's per cent; None without a baseline.
        older: the other vintages of the same family.
    """

    measure: str
    comparison: Comparison
    family: Family
    quarters: Mapping[str, Observation]
    points: tuple[Point, ...]
    baseline_value: Decimal | None
    baseline_source: BaselineSource | None
    baseline_method: str | None
    target_value: Decimal | None
    source_target_value: Decimal | None
    older: tuple[Observation, ...]

    @property
    def last_quarter(self) -> str | None:
        """The last quarter that has any figure."""
        return max(self.quarters, key=quarter_index, default=None)

    def last_compared(self, after: str) -> Point | None:
        """The newest point with a value, later than the quarter `after`."""
        later = [p for p in self.points if p.value is not None and quarter_index(p.period) > quarter_index(after)]
        return later[-1] if later else None


def goal(snapshot: Snapshot) -> Goal | None:
    """The quantified target for sick leave that reaches furthest ahead among those set by the snapshot's day, or None."""
    rows = snapshot.table("target").filter(pl.col("indicator") == "absence_pct")
    needed = [pl.col(name).is_not_null() for name in ("change_pct", "baseline_period", "target_period")]
    quantified = rows.filter(pl.col("is_quantified") & pl.all_horizontal(needed))
    if quantified.is_empty():
        return None
    last = quantified.sort("target_period", "decided_date", "target_id").row(-1, named=True)
    chain = quantified.filter(
        (pl.col("change_pct") == last["change_pct"]) & (pl.col("baseline_period") == last["baseline_period"])
    ).sort("decided_date", "target_id")
    periods = sorted(str(period) for period in chain.get_column("target_period"))
    unquantified = rows.filter(~pl.col("is_quantified") & (pl.col("target_period") > last["target_period"]))
    return Goal(
        str(last["agreement_id"]), Decimal(str(last["change_pct"])), str(last["baseline_period"]), periods[0], periods[-1],
        _own_measure(chain), _levels(chain),
        _agreement_name(snapshot, unquantified),
        tuple(chain.get_column("source_id").drop_nulls().unique(maintain_order=True).to_list()),
    )  # fmt: skip


def track(snapshot: Snapshot, measure: str, wanted: Goal | None) -> Track:
    """A measure as known on the day, with the level of the target in that same measure."""
    found = observations(snapshot, measure)
    family = family_of(found)
    quarters = newest(found, family)
    comparison = COMPARISONS.get(measure, "quarter")
    given, in_source = wanted.levels.get(measure, (None, None)) if wanted else (None, None)
    computed, method = (None, None)
    if wanted and (comparison == "quarter" or len(quarters_of(wanted.baseline_period)) == _YEAR):
        computed, method = _computed_baseline(found, family, wanted.baseline_period)
    baseline = computed if computed is not None else given
    chosen_ids = {(item.period, item.vintage_id) for item in quarters.values()}
    return Track(
        measure, comparison, family, quarters, _points(quarters, comparison), baseline,
        "computed" if computed is not None else "target" if given is not None else None,
        method,
        None if baseline is None or wanted is None else baseline * (100 + wanted.change_pct) / 100,
        in_source,
        tuple(o for o in found if o.method in FAMILIES[family] and (o.period, o.vintage_id) not in chosen_ids),
    )  # fmt: skip


def default_measure(tracks: Mapping[str, Track], wanted: Goal) -> str:
    """The target's own measure, until another one with a baseline has a later value than it; then that one."""
    after = last_quarter(wanted.baseline_period)
    own = tracks[wanted.own_measure].last_compared(after)
    for measure in _STAND_INS:
        other = tracks[measure].last_compared(after)
        if measure == wanted.own_measure or other is None or tracks[measure].baseline_value is None:
            continue
        if own is None or quarter_index(other.period) > quarter_index(own.period):
            return measure
    return wanted.own_measure


def path_value(on: Track, wanted: Goal, quarter: str) -> Decimal | None:
    """The straight line from the baseline to the target at the end of a quarter; level before and after. Not a forecast."""
    if on.baseline_value is None or on.target_value is None:
        return None
    first, last = (quarter_index(last_quarter(period)) for period in (wanted.baseline_period, wanted.path_end))
    gone = Decimal(min(max(quarter_index(quarter) - first, 0), last - first))
    return on.baseline_value + (on.target_value - on.baseline_value) * gone / Decimal(max(last - first, 1))


def _own_measure(chain: pl.DataFrame) -> str:
    """The measure that a source gives a baseline in, the earliest decided; without any, the first one that is stated."""
    stated = chain.filter(pl.col("measure").is_in(MEASURES)).iter_rows(named=True)
    ordered = sorted(stated, key=lambda row: (row["baseline_value"] is None, _day(row), MEASURES.index(row["measure"])))
    return str(ordered[0]["measure"]) if ordered else MEASURES[0]


def _day(row: dict[str, Any]) -> date:
    return row["decided_date"] or date.min


def _agreement_name(snapshot: Snapshot, unquantified: pl.DataFrame) -> Text | None:
    if unquantified.is_empty():
        return None
    agreement_id = str(unquantified.sort("target_period").row(-1, named=True)["agreement_id"])
    named = snapshot.table("agreement").filter(pl.col("agreement_id") == agreement_id).select("name_nb", "name_en")
    return Text(*named.row(0)) if len(named) else Text(agreement_id, agreement_id)


def _levels(chain: pl.DataFrame) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    levels: dict[str, tuple[Decimal | None, Decimal | None]] = {}
    for row in chain.iter_rows(named=True):
        levels.setdefault(row["measure"], (_exact(row["baseline_value"]), _exact(row["target_value"])))
    return levels


def _exact(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _computed_baseline(found: list[Observation], family: Family, period: str) -> tuple[Decimal | None, str | None]:
    """The mean of the period's quarters, all by one method (the newest one that has them all), and that method."""
    wanted = quarters_of(period)
    for method in reversed(FAMILIES[family]):
        own = {item.period: item.value for item in found if item.method == method and item.period in wanted}
        values = [own.get(quarter) for quarter in wanted]
        known = [value for value in values if value is not None]
        if len(known) == len(wanted):
            return sum(known, Decimal(0)) / len(wanted), method
    return None, None


def _points(quarters: Mapping[str, Observation], comparison: Comparison) -> tuple[Point, ...]:
    if comparison == "four_quarter_mean":
        return tuple(_mean_point(mean) for mean in four_quarter_means(dict(quarters)))
    return tuple(Point(o.period, o.value, o.state, o.vintage, (o.method,), 1) for o in quarters.values())


def _mean_point(mean: QuarterMean) -> Point:
    state = "value" if mean.value is not None else "incomplete"
    return Point(mean.period, mean.value, state, mean.vintage, mean.methods, mean.quarters)
