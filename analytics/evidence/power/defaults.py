"""Suggestions for a planned study, from the middle of the studies that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.evidence.power.inputs import KINDS, Inputs, Kind
from analytics.evidence.power.studies import StudyPower

#: Facts of the outcome come from studies of the same kind; facts of clusters and time also from others, when those lack them.
_OF_OUTCOME = ("sd", "baseline", "attrition")
_OF_DESIGN = (
    "n_treated", "n_control", "clusters_treated", "clusters_control", "size", "cv", "icc", "periods_before", "periods_after",
    "correlation",
)  # fmt: skip


def defaults_of(studies: Iterable[StudyPower]) -> Mapping[Kind, Mapping[str, float]]:
    """The median of each input for each kind of outcome, the lower of the two in the middle; absent when none tells it."""
    known = [study.calculation.inputs for study in studies if study.calculation is not None]
    return {kind: _of_kind(known, kind) for kind in KINDS}


def _of_kind(known: list[Inputs], kind: Kind) -> dict[str, float]:
    same = [inputs for inputs in known if inputs.kind == kind]
    clustered = [inputs for inputs in same if inputs.is_clustered] or same
    found = {name: _median(clustered, name) for name in _OF_OUTCOME}
    for name in _OF_DESIGN:
        middle = _median(same, name)
        found[name] = _median(known, name) if middle is None else middle
    return {name: value for name, value in found.items() if value is not None}


def _median(known: list[Inputs], name: str) -> float | None:
    values = sorted(float(value) for inputs in known if (value := getattr(inputs, name)) is not None)
    return values[(len(values) - 1) // 2] if values else None
