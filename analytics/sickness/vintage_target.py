"""The target's baseline and level as each vintage has them, and how far they move from one vintage to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

import polars as pl

from analytics.result import Basis, parameter
from analytics.sickness import vintage_target_words as words
from analytics.sickness.goal import COMPARISONS, MEASURES, Goal, goal
from analytics.sickness.lines import SeriesChoice, matching
from analytics.sickness.revision_steps import KNOWN_STATES, vintage_code
from analytics.sickness.series import FAMILIES, Family, quarters_of
from data.snapshot import Snapshot, Source
from domain.text import Text

EditionSource = Literal["quarters", "year_figure", "target"]
MoveKind = Literal["revision", "method_revision", "other_method"]
_TABLES = ("target", "observation", "vintage", "series")
_YEAR_QUARTERS = 4
#: Parameters that say what a new method did to the figures: this, the method, the measure and "_pp".
_RECORDED = "absence_revision_"


@dataclass(frozen=True, slots=True)
class Edition:
    """The baseline and the target's level in one measure, as one vintage has them.

    Attributes:
        vintage: when it was published, no more exactly than known; "" for what the target's own source gives.
        source: computed from the quarters of the vintage, given as a figure for the whole year, or given with the target.
        quarters: how many of the baseline's quarters the vintage has; `wanted` is how many there are.
        missing: the quarters that it does not have.
        baseline, target: None while a quarter is missing.
        standing_since: of a fetched table, the newest vintage that still says the same; else None.
    """

    measure: str
    vintage: str
    vintage_id: str | None
    published_date: date | None
    method: str | None
    family: Family | None
    source: EditionSource
    quarters: int
    wanted: int
    missing: tuple[str, ...]
    baseline: Decimal | None
    target: Decimal | None
    standing_since: date | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """From one vintage with the whole baseline to the next one in the same measure.

    Attributes:
        kind: a revision by the same method, by a newer method of the same family, or methods that cannot be compared.
        baseline_pp, target_pp: the later less the earlier, in percentage points; None between families of methods.
    """

    measure: str
    before: Edition
    after: Edition
    kind: MoveKind
    baseline_pp: Decimal | None
    target_pp: Decimal | None


@dataclass(frozen=True, slots=True)
class ReportedMove:
    """What the publisher says that a new method did to the figures on average, and what that does to the target's level.

    The average is over all quarters that were worked out anew, not the baseline's alone.
    """

    measure: str
    from_method: str
    to_method: str
    mean_revision_pp: Decimal
    target_pp: Decimal
    published_date: date | None


@dataclass(frozen=True)
class VintageTarget:
    """The baseline and the level of the target per vintage and measure, in per cent of agreed man-days.

    A level belongs to a measure and a vintage; no level may be compared across measures or across families of methods.

    Attributes:
        goal: the target in force on the day; None when there is none with a number.
        editions: measure by measure, oldest vintage first.
        movements: between neighbouring vintages that have the whole baseline.
        reported: what the publisher has said of a new method, where that is recorded.
    """

    basis: Basis
    goal: Goal | None
    editions: tuple[Edition, ...]
    movements: tuple[Movement, ...]
    reported: tuple[ReportedMove, ...]

    @property
    def factor(self) -> Decimal | None:
        """What the baseline is multiplied with to give the target's level: 0.9 for a target of -10 per cent."""
        return None if self.goal is None else (100 + self.goal.change_pct) / 100

    @property
    def sentence(self) -> Text:
        """The level in the newest vintage, and how far it moved."""
        return words.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Per cent and percentage points as numbers, None for unknown."""
        return {
            "baseline_period": self.goal.baseline_period if self.goal else None,
            "change_pct": _number(self.goal.change_pct) if self.goal else None,
            "factor": _number(self.factor),
            "editions": [_edition_json(item) for item in self.editions],
            "movements": [
                {
                    "measure": item.measure, "from_vintage": item.before.vintage, "to_vintage": item.after.vintage,
                    "from_method": item.before.method, "to_method": item.after.method, "kind": item.kind,
                    "baseline_pp": _number(item.baseline_pp), "target_pp": _number(item.target_pp),
                }
                for item in self.movements
            ],
            "reported": [
                {
                    "measure": item.measure, "from_method": item.from_method, "to_method": item.to_method,
                    "mean_revision_pp": _number(item.mean_revision_pp), "target_pp": _number(item.target_pp),
                }
                for item in self.reported
            ],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a measure and vintage."""
        rows = [{**_edition_json(item), "missing": ", ".join(item.missing)} for item in self.editions]
        return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA: dict[str, Any] = {
    "measure": pl.String(), "vintage": pl.String(), "vintage_id": pl.String(), "method": pl.String(), "source": pl.String(),
    "quarters": pl.Int64(), "wanted": pl.Int64(), "missing": pl.String(), "baseline": pl.Float64(), "target": pl.Float64(),
    "standing_since": pl.Date(),
}  # fmt: skip


def vintage_target(snapshot: Snapshot) -> VintageTarget:
    """The baseline and the level of the target in force, per measure and vintage known on the snapshot's day.

    Of a fetched table a vintage is listed when it changed any of the baseline's quarters; the others stand from the
    vintage before it. A vintage that lacks quarters has no baseline: "n av 4".
    """
    wanted = goal(snapshot)
    editions = tuple(item for measure in MEASURES for item in _editions(snapshot, wanted, measure)) if wanted else ()
    factor = (100 + wanted.change_pct) / 100 if wanted else Decimal(1)
    reported = tuple(_reported(snapshot, factor)) if wanted else ()
    basis = Basis(
        snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), _sources(snapshot, wanted, editions),
        words.caveats(),
    )  # fmt: skip
    return VintageTarget(basis, wanted, editions, tuple(_movements(editions, factor)), reported)


def _sources(snapshot: Snapshot, wanted: Goal | None, editions: tuple[Edition, ...]) -> tuple[Source, ...]:
    """The sources of the vintages listed, of the target, and of what is recorded of new methods."""
    listed = [item.vintage_id for item in editions if item.vintage_id]
    vintages = snapshot.table("vintage").filter(pl.col("vintage_id").is_in(listed))
    recorded = snapshot.table("parameter").filter(pl.col("name").str.starts_with(_RECORDED))
    ids = {*vintages.get_column("source_id"), *recorded.get_column("source_id"), *(wanted.source_ids if wanted else ())}
    return tuple(source for source in snapshot.sources("vintage", "parameter", "target") if source.source_id in ids)


def _editions(snapshot: Snapshot, wanted: Goal, measure: str) -> list[Edition]:
    quarters = quarters_of(wanted.baseline_period)
    if COMPARISONS.get(measure) == "four_quarter_mean" and len(quarters) != _YEAR_QUARTERS:
        return []
    rows = _figures(snapshot, measure, {*quarters, wanted.baseline_period})
    made = [_edition(measure, given, quarters, wanted) for given in _vintages(snapshot, rows, quarters)]
    if wanted.baseline_period not in quarters:
        whole = rows.filter(pl.col("period") == wanted.baseline_period)
        made += [_year_edition(measure, row, quarters, wanted) for row in whole.iter_rows(named=True)]
    made = list({_same_as(item): item for item in reversed(made)}.values())
    made.sort(key=lambda item: (item.published_date or date.min, item.source, item.vintage_id or ""))
    baseline, target = wanted.levels.get(measure, (None, None))
    if baseline is not None:
        level = target if target is not None else baseline * (100 + wanted.change_pct) / 100
        made.append(Edition(measure, "", None, None, None, None, "target", len(quarters), len(quarters), (), baseline, level))
    return made


def _same_as(item: Edition) -> tuple[object, ...]:
    """Two tables of one day that say the same are one edition."""
    return item.published_date, item.method, item.source, item.missing, item.baseline


def _figures(snapshot: Snapshot, measure: str, periods: set[str]) -> pl.DataFrame:
    """The known figures of a measure, for some periods, in every vintage, oldest first."""
    series = matching(snapshot, SeriesChoice(adjustment=measure)).select("series_id").unique()
    vintages = snapshot.table("vintage").select(
        "vintage_id", "publisher", "published_date", "date_precision", "method", "table_id"
    )
    rows = snapshot.table("observation").join(series, on="series_id", how="semi").filter(pl.col("period").is_in(periods))
    known = rows.with_columns(pl.when(pl.col("value_state").is_in(KNOWN_STATES)).then("value").otherwise(None).alias("value"))
    columns = ("period", "vintage_id", "value", "publisher", "published_date", "date_precision", "method", "table_id")
    return known.join(vintages, on="vintage_id").select(columns).sort("published_date", "vintage_id", "period")


@dataclass(frozen=True, slots=True)
class _Given:
    """What one vintage says of the baseline's quarters; for a fetched table, with what still stands from earlier ones."""

    row: Mapping[str, Any]
    values: Mapping[str, Decimal]
    standing_since: date | None


def _vintages(snapshot: Snapshot, rows: pl.DataFrame, quarters: list[str]) -> list[_Given]:
    """One item a vintage that says anything of the quarters."""
    own = rows.filter(pl.col("period").is_in(quarters))
    found = []
    standing: dict[tuple[str, str], dict[str, Decimal]] = {}
    for part in own.partition_by("vintage_id", maintain_order=True):
        row = part.row(0, named=True)
        place = (str(row["publisher"]), str(row["table_id"] or row["vintage_id"]))
        values = standing.setdefault(place, {})
        for period, value in part.select("period", "value").iter_rows():
            values.pop(period, None)
            if value is not None:
                values[period] = Decimal(str(value))
        found.append((place, _Given(row, dict(values), None)))
    last = dict(found)
    return [
        _Given(given.row, given.values, _confirmed(snapshot, given.row)) if last[place] is given else given
        for place, given in found
    ]


def _confirmed(snapshot: Snapshot, row: Mapping[str, Any]) -> date | None:
    """The newest vintage of the table, when it is later."""
    if row["table_id"] is None:
        return None
    is_own = (pl.col("publisher") == row["publisher"]) & (pl.col("table_id") == row["table_id"])
    days = snapshot.table("statistic_load").filter(is_own).get_column("published_date").drop_nulls()
    later = [day for day in days if day > row["published_date"]]
    return max(later, default=None)


def _edition(measure: str, given: _Given, quarters: list[str], wanted: Goal) -> Edition:
    missing = tuple(quarter for quarter in quarters if quarter not in given.values)
    baseline = None if missing else sum(given.values.values(), Decimal(0)) / len(quarters)
    return Edition(
        measure, vintage_code(given.row["published_date"], given.row["date_precision"]), given.row["vintage_id"],
        given.row["published_date"], given.row["method"], _family(given.row["method"]), "quarters",
        len(quarters) - len(missing), len(quarters), missing, baseline, _level(baseline, wanted), given.standing_since,
    )  # fmt: skip


def _year_edition(measure: str, row: Mapping[str, Any], quarters: list[str], wanted: Goal) -> Edition:
    baseline = None if row["value"] is None else Decimal(str(row["value"]))
    return Edition(
        measure, vintage_code(row["published_date"], row["date_precision"]), row["vintage_id"], row["published_date"],
        row["method"], _family(row["method"]), "year_figure", 0, len(quarters), (), baseline, _level(baseline, wanted),
    )  # fmt: skip


def _level(baseline: Decimal | None, wanted: Goal) -> Decimal | None:
    return None if baseline is None else baseline * (100 + wanted.change_pct) / 100


def _family(method: str | None) -> Family | None:
    return next((family for family, methods in FAMILIES.items() if method in methods), None)


def _movements(editions: Iterable[Edition], factor: Decimal) -> Iterable[Movement]:
    """Between neighbouring vintages whose baseline is computed from all quarters, measure by measure."""
    whole = [item for item in editions if item.source == "quarters" and item.baseline is not None and item.family]
    for before, after in pairwise(whole):
        if before.measure != after.measure or before.baseline is None or after.baseline is None:
            continue
        if before.family != after.family:
            yield Movement(before.measure, before, after, "other_method", None, None)
            continue
        moved = after.baseline - before.baseline
        kind: MoveKind = "revision" if before.method == after.method else "method_revision"
        yield Movement(before.measure, before, after, kind, moved, moved * factor)


def _reported(snapshot: Snapshot, factor: Decimal) -> Iterable[ReportedMove]:
    """What is recorded of the mean revision of a method, as dated parameters `absence_revision_<method>_<measure>_pp`."""
    days = dict(snapshot.table("statistic_method").select("method", "first_published_date").iter_rows())
    for methods in FAMILIES.values():
        for before, after in pairwise(methods):
            for measure in MEASURES:
                value = parameter(snapshot, f"{_RECORDED}{after}_{measure}_pp")
                if value is not None:
                    mean = Decimal(str(value))
                    yield ReportedMove(measure, before, after, mean, mean * factor, days.get(after))


def _edition_json(item: Edition) -> dict[str, Any]:
    return {
        "measure": item.measure, "vintage": item.vintage or None, "vintage_id": item.vintage_id, "method": item.method,
        "source": item.source, "quarters": item.quarters if item.source == "quarters" else None, "wanted": item.wanted,
        "missing": list(item.missing), "baseline": _number(item.baseline), "target": _number(item.target),
        "standing_since": item.standing_since,
    }  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
