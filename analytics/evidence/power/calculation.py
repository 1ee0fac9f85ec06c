"""One calculation: what a study can detect, what it would take to detect the smallest change that matters, and the curve."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

from analytics.evidence.power.did_simulation import FEW_GROUPS, Panel, Simulated, simulate, simulated_power
from analytics.evidence.power.effects import (
    Effect,
    detectable,
    dispersion,
    effect_of,
    noncentrality_of,
    power_for,
    test_df,
    units_at,
    zero_share,
)
from analytics.evidence.power.inputs import ONE_ARM, Inputs
from analytics.evidence.power.noncentral import noncentrality_for
from analytics.evidence.power.precision import Precision, precision

#: Points of the curve, and how far it goes: times the clusters chosen.
_POINTS, _REACH = 36, 4.0
_MOST_NEEDED = 1_000_000


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a study with so many clusters (persons, without clusters) in all can detect; None where no change is found."""

    count: int
    units: float | None
    pct: float | None


@dataclass(frozen=True)
class Calculation:
    """What one study can detect.

    Attributes:
        inputs: what it was computed from.
        precision: of the design.
        detectable: the smallest change with the wanted power; None when no possible change is found so often.
        wanted_pct: the smallest change that matters, in per cent of the baseline; None when it is not set.
        wanted_units: the same in the outcome's unit.
        wanted_power: the probability of finding that change, 0 to 1.
        needed: clusters (persons, without clusters) in all to find it with the wanted power, with the same shares in the
            groups; None when no number is enough or it is beyond a million.
        simulated: of a difference-in-differences with few groups.
        dispersion, zero_pct: of days: k of the negative binomial, and the share without days that follows, in per cent.
    """

    inputs: Inputs
    precision: Precision
    detectable: Effect | None
    wanted_pct: float | None
    wanted_units: float | None
    wanted_power: float | None
    needed: int | None
    simulated: Simulated | None
    dispersion: float | None
    zero_pct: float | None

    @property
    def count(self) -> int:
        """Clusters in all; persons in all where there are no clusters."""
        return count_of(self.inputs)

    def as_json(self) -> dict[str, Any]:
        """Inputs as given, and what was found; infinite degrees of freedom as None."""
        found = self.precision
        return {
            "inputs": {name: value for name, value in asdict(self.inputs).items() if value is not None},
            "standard_error_sd": found.se,
            "degrees_of_freedom": None if math.isinf(found.df) else found.df,
            "design_effect": found.design_effect,
            "people_after_attrition": found.people,
            "mde_units": None if self.detectable is None else self.detectable.units,
            "mde_sd": None if self.detectable is None else self.detectable.sd,
            "mde_pct_of_baseline": None if self.detectable is None else self.detectable.pct,
            "mde_man_days_per_person_year": None if self.detectable is None else self.detectable.man_days,
            "wanted_pct": self.wanted_pct,
            "wanted_units": self.wanted_units,
            "power_at_wanted": self.wanted_power,
            "needed": self.needed,
            "simulated": None if self.simulated is None else asdict(self.simulated),
            "dispersion": self.dispersion,
            "zero_days_pct": self.zero_pct,
        }


def calculate(inputs: Inputs, wanted_pct: float | None) -> Calculation:
    """What the study can detect, and how it stands to a wanted change in per cent of the baseline.

    Raises:
        ValueError: something that the design needs is not known.
    """
    precise = precision(inputs)
    simulated = _simulated(inputs)
    units = _detectable(inputs, precise, simulated)
    wanted = None if wanted_pct is None or inputs.baseline is None else wanted_pct / 100 * inputs.baseline
    is_days = inputs.kind == "days" and inputs.baseline is not None
    return Calculation(
        inputs, precise, None if units is None else effect_of(units, inputs), wanted_pct, wanted,
        None if wanted is None else _power(wanted, inputs, precise),
        None if wanted is None else needed_count(inputs, wanted), simulated,
        dispersion(inputs) if is_days else None, zero_share(inputs) if is_days else None,
    )  # fmt: skip


def needed_count(inputs: Inputs, units: float) -> int | None:
    """The fewest clusters (persons, without clusters) in all that find the change with the wanted power, by the formulas."""
    low, high = 0, max(2, count_of(inputs))
    while not _is_enough(scaled(inputs, high), units):
        low, high = high, high * 2
        if high > _MOST_NEEDED:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_enough(scaled(inputs, middle), units) else (middle, high)
    return high


def curve(inputs: Inputs, needed: int | None = None) -> tuple[CurvePoint, ...]:
    """What the study could detect with fewer and more clusters (persons, without clusters), the shares in the groups kept.

    By the formulas also where the chosen point is simulated.
    """
    chosen = count_of(inputs)
    least = 4 if inputs.is_clustered else 20
    most = max(chosen * 2, least * 4, min(needed or 0, int(chosen * _REACH)) * 1.15)
    steps = [least * (most / least) ** (step / (_POINTS - 1)) for step in range(_POINTS)]
    counts = sorted({round(step) for step in steps} | {chosen} | ({needed} if needed and least <= needed <= most else set()))
    usable = [scaled(inputs, count) for count in counts if count >= least]
    made = [variant for variant in usable if variant is not None and _has_spread(variant)]
    return tuple(_point(variant, units) for variant, units in zip(made, _all_detectable(made), strict=True))


def scaled(inputs: Inputs, count: int) -> Inputs | None:
    """The same study with so many clusters (persons) in all, shared as before; None when a group would be empty."""
    first, second = ("clusters_treated", "clusters_control") if inputs.is_clustered else ("n_treated", "n_control")
    if inputs.design in ONE_ARM:
        return _changed(inputs, {first: count}) if count > 0 else None
    treated, control = inputs.value(first), inputs.value(second)
    part = round(count * treated / (treated + control))
    return _changed(inputs, {first: part, second: count - part}) if 0 < part < count else None


def _changed(inputs: Inputs, changes: dict[str, Any]) -> Inputs:
    return replace(inputs, **changes)


def count_of(inputs: Inputs) -> int:
    """Clusters in all; persons in all where there are no clusters."""
    if inputs.is_clustered:
        return inputs.clusters
    return round((inputs.n_treated or 0) + (0 if inputs.design in ONE_ARM else inputs.n_control or 0))


def _has_spread(inputs: Inputs) -> bool:
    return precision(inputs).df >= 1


def _is_enough(inputs: Inputs | None, units: float) -> bool:
    if inputs is None or not _has_spread(inputs):
        return False
    return power_for(units, inputs, precision(inputs)) >= inputs.value("power")


def _all_detectable(variants: list[Inputs]) -> list[float | None]:
    """Of several sizes of one study at once; t quantiles are the slow part."""
    import numpy as np

    precise = [precision(variant) for variant in variants]
    if not variants or (precise[0].arms is not None and variants[0].kind != "days"):
        return [detectable(variant, found) for variant, found in zip(variants, precise, strict=True)]
    first = variants[0]
    noncentral = noncentrality_for(
        first.value("power"),
        np.array([test_df(v, found) for v, found in zip(variants, precise, strict=True)]),
        first.value("alpha"),
    )
    return [units_at(float(n), v, found) for n, v, found in zip(noncentral, variants, precise, strict=True)]


def _point(inputs: Inputs, units: float | None) -> CurvePoint:
    pct = None if units is None or inputs.baseline is None else units / inputs.baseline * 100
    return CurvePoint(count_of(inputs), units, pct)


def panel_of(inputs: Inputs) -> Panel | None:
    """The panel to simulate; None for other designs and for many groups."""
    if inputs.design != "did" or inputs.clusters > FEW_GROUPS:
        return None
    return Panel(
        int(inputs.value("clusters_treated")), int(inputs.value("clusters_control")), int(inputs.value("periods_before")),
        int(inputs.value("periods_after")), inputs.value("size") * (1 - inputs.value("attrition")), inputs.value("cv"),
        inputs.value("icc"), inputs.value("correlation"),
    )  # fmt: skip


def _simulated(inputs: Inputs) -> Simulated | None:
    panel = panel_of(inputs)
    return None if panel is None else simulate(panel, inputs.value("power"), inputs.value("alpha"))


def _detectable(inputs: Inputs, precise: Precision, simulated: Simulated | None) -> float | None:
    if simulated is None:
        return detectable(inputs, precise)
    if simulated.change is None:
        return None
    return units_at(simulated.change * math.sqrt(1 - inputs.r2) / precise.se, inputs, precise)


def _power(units: float, inputs: Inputs, precise: Precision) -> float:
    panel = panel_of(inputs)
    if panel is None:
        return power_for(units, inputs, precise)
    change = noncentrality_of(units, inputs, precise) * precise.se / math.sqrt(1 - inputs.r2)
    return simulated_power(panel, round(change, 9), inputs.value("alpha"))
