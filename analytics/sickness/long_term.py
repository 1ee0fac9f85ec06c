"""Long and repeated sick leave: duration, recurrence, graded, exhausted rights, diagnosis, new listings, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.result import Basis, parameter
from analytics.sickness import long_term_words as words
from analytics.sickness.distributions import Distribution, distributions, single_figures
from analytics.sickness.durations import Above
from analytics.sickness.lines import SeriesChoice
from analytics.sickness.listings import Listings, SameWeeks, listings
from analytics.sickness.long_term_needs import Need, needs
from analytics.sickness.long_term_rows import SCHEMA, Row, number, of_distributions, of_lines, of_listings, of_point
from analytics.sickness.observed import Observation
from analytics.sickness.recurrence import Recurrence, recurrence
from analytics.sickness.rights import Exhausted, Graded, exhausted, graded
from analytics.sickness.series import Break
from analytics.sickness.states import breaks_of
from analytics.sickness.told import Told, is_old, named_sources, sources_of
from data.snapshot import Snapshot
from domain.text import Text

#: Sick leave longer than so many weeks is called long; a dated parameter.
LIMIT_PARAMETER = "absence_long_weeks"
PANELS = ("duration", "recurrence", "graded", "exhausted", "diagnosis", "weekly")
_TABLES = ("series", "observation")
_WEEK = 7


@dataclass(frozen=True)
class Panel:
    """One part of the page, with what it rests on.

    Attributes:
        sentence: what the figures say, how old they are included.
        period: the newest period; None when nothing is found.
        is_old: whether a newer figure ought to be found by now: then it is drawn and said as old.
        rows: every figure behind it.
        extra: what is computed from them, for JSON.
    """

    name: str
    basis: Basis
    sentence: Text
    period: str | None
    is_old: bool
    rows: tuple[Row, ...]
    extra: Mapping[str, Any]

    @property
    def age(self) -> Text:
        """The newest period and how old it is, in words."""
        return words.age(self.period, self.basis.as_of, is_old=self.is_old)

    def as_json(self) -> dict[str, Any]:
        """The panel as JSON, None for unknown."""
        return {
            "sentence": self.sentence.as_dict(), "last_period": self.period, "is_old": self.is_old, "age": self.age.as_dict(),
            **self.extra, "rows": [row.as_dict() for row in self.rows],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a figure."""
        return pl.DataFrame([{"panel": self.name, **row.as_dict()} for row in self.rows], schema=SCHEMA)


@dataclass(frozen=True)
class LongTerm:
    """Long and repeated sick leave as known on the snapshot's day. Nothing here says why it is as it is.

    Attributes:
        durations, diagnoses: each way of dividing, newest first.
        later_diagnoses: figures of single diagnoses from after the newest division.
        limit_days: sick leave longer than this is called long; None when no limit is recorded.
        panels: by name, in the order of the page.
        divisions: the panel of each way of dividing, by its key.
        rates: the panel of exhausted rights by industry; None when no rates are found.
        needs: what has to be known, and what is found of it.
        breaks: breaks known of for doctor-certified and all sick leave.
        lag_days: days from the end of a period until its figures are usually published; None when that is not recorded.
    """

    basis: Basis
    durations: tuple[Distribution, ...]
    diagnoses: tuple[Distribution, ...]
    later_diagnoses: tuple[tuple[Told, Observation], ...]
    recurrence: Recurrence | None
    graded: Graded | None
    exhausted: Exhausted | None
    listings: Listings | None
    limit_days: int | None
    panels: Mapping[str, Panel]
    divisions: Mapping[str, Panel]
    rates: Panel | None
    needs: tuple[Need, ...]
    breaks: tuple[Break, ...]
    lag_days: float | None

    def is_old(self, period: str) -> bool:
        """Whether a newer figure than that for `period` ought to be found by now."""
        return is_old(period, self.basis.as_of, self.lag_days)

    @property
    def sentence(self) -> Text:
        """The newest figures of repeated and long sick leave, and how much of what is needed is found."""
        return words.lead(self)

    def as_json(self) -> dict[str, Any]:
        """Every panel with its figures, and what is missing."""
        return {
            "limit_days": self.limit_days,
            "panels": {name: panel.as_json() for name, panel in self.panels.items()},
            "needs": [
                {"need": need.key, "state": need.state, "last_period": need.period, "name": need.name.as_dict(),
                 "note": need.note.as_dict(), "source": need.source.as_dict()}
                for need in self.needs
            ],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a figure, all panels."""
        return pl.concat([panel.table() for panel in self.panels.values()])


def long_term(snapshot: Snapshot) -> LongTerm:
    """Long and repeated sick leave as known on the snapshot's day.

    Returns:
        Both sexes and all industries unless said. Shares of spells longer than the recorded limit are made from whole groups
        alone. Years and quarters, two method families and two vintages never stand in one difference. What is not found
        is a panel that says so.
    """
    weeks = parameter(snapshot, LIMIT_PARAMETER)
    limit = None if weeks is None else int(weeks * _WEEK)
    parts = _Parts(
        distributions(snapshot, "duration"), distributions(snapshot, "diagnosis"), recurrence(snapshot), graded(snapshot),
        exhausted(snapshot), listings(snapshot), limit,
    )  # fmt: skip
    known = breaks_of(snapshot, SeriesChoice(absence_type="doctor_certified"), "1900K1", _LAST)
    later = single_figures(snapshot, "diagnosis", parts.diagnoses[0].latest.period if parts.diagnoses else None)
    make = _PanelMaker(snapshot, parameter(snapshot, "absence_release_lag_days"))
    panels = _panels(make, parts, later, known)
    periods = {name: panel.period for name, panel in panels.items()}
    ids = [source.source_id for panel in panels.values() for source in panel.basis.sources]
    basis = Basis(
        snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), named_sources(snapshot, ids),
        words.caveats(limit),
    )  # fmt: skip
    return LongTerm(
        basis, parts.durations, parts.diagnoses, later, parts.recurrence, parts.graded, parts.exhausted, parts.listings, limit,
        panels, _divisions(make, parts, known), _rates(make, parts.exhausted),
        needs(snapshot, periods, parts.durations, limit, make.lag), known, make.lag,
    )  # fmt: skip


_LAST = "2999K4"


@dataclass(frozen=True)
class _Parts:
    durations: tuple[Distribution, ...]
    diagnoses: tuple[Distribution, ...]
    recurrence: Recurrence | None
    graded: Graded | None
    exhausted: Exhausted | None
    listings: Listings | None
    limit: int | None

    def periods(self) -> dict[str, str | None]:
        """The newest period of each panel."""
        latest = self.listings.latest if self.listings else None
        return {
            "duration": self.durations[0].latest.period if self.durations else None,
            "recurrence": self.recurrence.period if self.recurrence else None,
            "graded": self.graded.period if self.graded else None,
            "exhausted": self.exhausted.period if self.exhausted else None,
            "diagnosis": self.diagnoses[0].latest.period if self.diagnoses else None,
            "weekly": latest.period if latest else None,
        }


@dataclass(frozen=True)
class _PanelMaker:
    snapshot: Snapshot
    lag: float | None

    def panel(self, name: str, sentence: Text, period: str | None, rows: list[Row], extra: dict[str, Any]) -> Panel:
        """A panel with the sources of its own figures."""
        known = self.snapshot
        sources = named_sources(known, sources_of(row.point for row in rows))
        basis = Basis(known.as_of, known.data_version, known.contains_example(*_TABLES), sources)
        is_late = period is not None and is_old(period, known.as_of, self.lag)
        return Panel(name, basis, sentence, period, is_late, tuple(rows), extra)


def _panels(
    make: _PanelMaker, parts: _Parts, later: tuple[tuple[Told, Observation], ...], known: tuple[Break, ...]
) -> dict[str, Panel]:
    sentences = {
        "duration": words.duration(parts.durations, parts.limit, known), "recurrence": words.recurrence(parts.recurrence),
        "graded": words.graded(parts.graded), "exhausted": words.exhausted(parts.exhausted),
        "diagnosis": words.diagnosis(parts.diagnoses, known), "weekly": words.weekly(parts.listings),
    }  # fmt: skip
    rows, periods = _rows(parts, later), parts.periods()
    return {name: make.panel(name, sentences[name], periods[name], rows[name], _extra(name, parts)) for name in PANELS}


def _divisions(make: _PanelMaker, parts: _Parts, known: tuple[Break, ...]) -> dict[str, Panel]:
    """A panel for each way of dividing, so that one can be shown with its own sentence, age and sources."""
    made = {}
    for item in (*parts.durations, *parts.diagnoses):
        is_duration = item.kind == "duration"
        said = words.distribution(item, parts.limit, known) if is_duration else words.diagnosis_of(item, known)
        made[item.key] = make.panel(item.kind, said, item.latest.period, of_distributions([item]), {})
    return made


def _rates(make: _PanelMaker, found: Exhausted | None) -> Panel | None:
    if found is None or not found.rates:
        return None
    return make.panel("rates", words.rates(found), found.rate_period, of_lines(found.rates), {})


def _rows(parts: _Parts, later: tuple[tuple[Told, Observation], ...]) -> dict[str, list[Row]]:
    repeated = parts.recurrence
    return {
        "duration": of_distributions(parts.durations),
        "recurrence": of_lines([*repeated.lines, *repeated.others]) if repeated else [],
        "graded": of_lines([*parts.graded.lines, *parts.graded.others]) if parts.graded else [],
        "exhausted": of_lines(parts.exhausted.lines) if parts.exhausted else [],
        "diagnosis": [*of_distributions(parts.diagnoses), *(of_point(line, point) for line, point in later)],
        "weekly": of_listings(parts.listings) if parts.listings else [],
    }


def _extra(name: str, parts: _Parts) -> dict[str, Any]:
    """What is computed: shares above the limit, and the same weeks of two years."""
    if name == "duration" and parts.limit is not None:
        return {"above_limit": [_above(item, item.above(parts.limit)) for item in parts.durations]}
    if name == "recurrence" and parts.recurrence is not None:
        return {"definition": parts.recurrence.definition.as_dict()}
    if name == "weekly" and parts.listings is not None:
        return {"same_weeks": [_same_weeks(item) for item in parts.listings.compared]}
    return {}


def _above(item: Distribution, found: Above) -> dict[str, Any]:
    return {
        "division": item.division.nb, "what": item.what.nb, "period": item.latest.period, "limit_days": found.asked_days,
        "share_pct": number(found.share_pct), "crossing_group": found.crossing, "nearest_limit_days": found.nearest_days,
        "nearest_share_pct": number(found.nearest_pct), "groups_tell_length": found.is_readable,
    }  # fmt: skip


def _same_weeks(item: SameWeeks) -> dict[str, Any]:
    return {
        "year": item.year, "other_year": item.other_year, "weeks": item.weeks, "last_week": item.last_week,
        "is_every_week": item.is_every_week, "total": number(item.total), "other_total": number(item.other_total),
    }  # fmt: skip
