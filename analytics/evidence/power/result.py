"""What the studies can detect, and what a planned one could: the report `power`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import polars as pl

from analytics.evidence.power.calculation import Calculation, CurvePoint, calculate, curve
from analytics.evidence.power.choices import inputs_of, wanted_of
from analytics.evidence.power.defaults import defaults_of
from analytics.evidence.power.inputs import Kind
from analytics.evidence.power.studies import VERDICTS, StudyPower, Verdict, studies_of
from analytics.evidence.power.words import power_sentence, verdict_text
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import Text, say

_TABLES = ("study", "finding", "parameter")


@dataclass(frozen=True, eq=False)
class Power:
    """What studies can detect.

    Attributes:
        studies: every study known on the day, or the one asked for.
        planned: the study that the choices describe; None when they describe none.
        smallest_pct: the smallest change that matters for policy, in per cent of the baseline; None when not set.
        power_pct, alpha_pct: what holds for the studies; None when not set.
        is_hidden: the reader's role may not see the studies.
        asked_id: the study asked for; None for all.
        defaults: suggestions for a planned study, by what is measured: the middle of the studies known that measure it; a
            name is absent when none of them tells it.
    """

    basis: Basis
    studies: tuple[StudyPower, ...]
    planned: Calculation | None
    smallest_pct: float | None
    power_pct: float | None
    alpha_pct: float | None
    is_hidden: bool
    asked_id: str | None
    defaults: Mapping[Kind, Mapping[str, float]]

    @property
    def by_verdict(self) -> dict[Verdict, int]:
        """How many studies have each verdict."""
        return {verdict: sum(study.verdict == verdict for study in self.studies) for verdict in VERDICTS}

    @cached_property
    def curve(self) -> tuple[CurvePoint, ...]:
        """Of the planned study: what it could detect with fewer and more clusters. Empty when none is planned."""
        return () if self.planned is None else curve(self.planned.inputs, self.planned.needed)

    @property
    def sentence(self) -> Text:
        """What the planned study can detect, else the study asked for, else how many of the studies can."""
        return power_sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Studies with inputs, what is missing, what they can detect and the verdict; the planned study with its curve."""
        return {
            "smallest_effect_pct": self.smallest_pct,
            "power_pct": self.power_pct,
            "alpha_pct": self.alpha_pct,
            "studies_hidden": self.is_hidden,
            "by_verdict": self.by_verdict,
            "studies": [study.as_json() | {"verdict_text": verdict_text(study).as_dict()} for study in self.studies],
            "defaults": {kind: dict(found) for kind, found in self.defaults.items()},
            "planned": None if self.planned is None else self.planned.as_json(),
            "curve": [asdict(point) for point in self.curve],
        }

    def table(self) -> pl.DataFrame:
        """The curve of the planned study, else one row a study; numbers empty where they cannot be told."""
        if self.planned is not None:
            return pl.DataFrame([asdict(point) for point in self.curve], schema=_CURVE_SCHEMA)
        return pl.DataFrame([_row(study) for study in self.studies], schema=_STUDY_SCHEMA)


def power(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> Power:
    """What each study can detect, and what a study planned by the choices could.

    The smallest change that is found with the wanted probability (parameters `mde_power`, `mde_alpha`, two-sided), for
    every row of `study`: in the outcome's unit, in standard deviations, in per cent of the baseline and, where the data
    allow it, in man-days. It is held against the parameter `smallest_effect_pct`. What is not known is named; nothing is
    put in its place but what `assumptions` say. Methods and what they are checked against: docs/methods.md.

    The reader may not conclude that a study that can detect a change will find one, that a study that finds none shows
    that there is none, nor, from a design without comparison, that a change comes of a measure.

    Args:
        choices: `id` for one study, `instrument` for the studies of instruments; the calculator's inputs by the names of
            `domain.choices`.

    Raises:
        UserError: there is no such study, or the inputs are faulty; all faults are told at once.
    """
    made = dict(choices or {})
    smallest, usual = parameter(snapshot, "smallest_effect_pct"), parameter(snapshot, "mde_power")
    alpha, asked, wanted = parameter(snapshot, "mde_alpha"), made.get("id"), made.get("instrument")
    everything = asked is None and wanted is None
    inputs = inputs_of(made, usual, alpha)
    planned = None if inputs is None else calculate(inputs, wanted_of(made, smallest))
    is_hidden = not snapshot.can_see(TABLES["study"])
    studies = studies_of(snapshot, smallest, asked, None if wanted is None else wanted.split(","))
    if asked is not None and not studies and not is_hidden:
        missing = say("power.fault.no_study", id=asked)
        raise UserError(missing.nb, missing.en, code="no_study")
    caveats = tuple(say(f"power.caveat.{name}") for name in ("null", "assumed", "bias", "none"))
    return Power(
        basis(snapshot, *_TABLES, caveats=caveats), studies, planned, smallest, usual, alpha, is_hidden, asked,
        defaults_of(studies if everything else studies_of(snapshot, smallest)),
    )  # fmt: skip


def _row(study: StudyPower) -> dict[str, Any]:
    made = study.calculation
    found = None if made is None else made.detectable
    return {
        "study_id": study.study_id, "owner_id": study.owner_id, "design_id": study.design_id, "outcome": study.outcome,
        "unit_nb": study.unit_nb, "verdict": study.verdict, "missing": ", ".join(study.missing),
        "mde_pct": found.pct if found else None, "mde_units": found.units if found else None,
        "mde_sd": found.sd if found else None, "mde_man_days": found.man_days if found else None,
        "power_at_smallest_pct": None if made is None or made.wanted_power is None else made.wanted_power * 100,
        "needed": made.needed if made else None,
    }  # fmt: skip


_TEXTS = ("study_id", "owner_id", "design_id", "outcome", "unit_nb", "verdict", "missing")
_NUMBERS = ("mde_pct", "mde_units", "mde_sd", "mde_man_days", "power_at_smallest_pct")
_STUDY_SCHEMA: dict[str, Any] = dict.fromkeys(_TEXTS, pl.String) | dict.fromkeys(_NUMBERS, pl.Float64) | {"needed": pl.Int64}
_CURVE_SCHEMA: dict[str, Any] = {"count": pl.Int64, "units": pl.Float64, "pct": pl.Float64}
