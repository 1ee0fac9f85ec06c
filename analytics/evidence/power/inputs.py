"""What has to be known of a study to compute what it can detect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Design = Literal[
    "individual", "cluster", "cluster_baseline", "before_after", "before_after_people", "stepped_wedge", "did"
]  # fmt: skip
Kind = Literal["percent", "share", "days", "points"]
Direction = Literal["lower", "higher"]
DESIGNS: tuple[Design, ...] = get_args(Design)
KINDS: tuple[Kind, ...] = get_args(Kind)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

_PEOPLE = ("n_treated", "n_control")
_CLUSTERS = ("clusters_treated", "clusters_control", "size", "cv", "icc")
_ONE_ARM = ("clusters_treated", "size", "cv", "icc")
_PERIODS = ("periods_before", "periods_after")
#: What each design needs besides the outcome's spread and level, attrition, power and significance level.
NEEDS: Mapping[Design, tuple[str, ...]] = {
    "individual": _PEOPLE,
    "cluster": _CLUSTERS,
    "cluster_baseline": (*_CLUSTERS, "correlation"),
    "before_after": (*_ONE_ARM, "correlation"),
    "before_after_people": ("n_treated", "correlation"),
    "stepped_wedge": ("clusters_treated", "size", "icc", *_PERIODS, "correlation"),
    "did": (*_CLUSTERS, *_PERIODS, "correlation"),
}
#: Designs whose unit is a cluster: workplaces, wards, municipalities.
CLUSTERED: frozenset[Design] = frozenset(DESIGNS) - {"individual", "before_after_people"}
#: Designs with one group that is followed over time.
ONE_ARM: frozenset[Design] = frozenset({"before_after", "before_after_people", "stepped_wedge"})


@dataclass(frozen=True, slots=True)
class Inputs:
    """A study, planned or under way, as far as it is known. None is unknown, never zero.

    Attributes:
        design: how groups are formed and followed.
        kind: what is measured for each person: sick leave in per cent of agreed days, whether something has happened
            (share of persons, in per cent), a number of days, or a score.
        n_treated, n_control: persons, before attrition.
        clusters_treated, clusters_control: clusters; in one-arm designs all clusters are `clusters_treated`.
        size: persons in a cluster on average (in each period where there are several), before attrition.
        cv: coefficient of variation of cluster sizes.
        icc: how alike persons in one cluster are, 0 to 1.
        sd: standard deviation between persons; not needed for a share.
        baseline: the level without the measure, in the outcome's unit.
        periods_before, periods_after: measurements before and after; in a stepped wedge before the first step, and steps.
        correlation: of the level of one cluster between two periods (of persons in `before_after_people`); in `did`
            between a period and the next, fading as AR(1).
        person_correlation: of one person between two measurements, given the cluster; 0 when the persons are new each time.
        r2: share of the variance that background variables account for; 0 without adjustment.
        attrition: share of persons that are lost, 0 to 1.
        alpha: significance level of a two-sided test, 0 to 1.
        power: the wanted probability of detection, 0 to 1.
        direction: of the change that is looked for; matters for shares and days, which have a floor.
        agreed_days: agreed man-days of a person in a year.
        months: how long days are counted.
    """

    design: Design
    kind: Kind
    n_treated: float | None = None
    n_control: float | None = None
    clusters_treated: int | None = None
    clusters_control: int | None = None
    size: float | None = None
    cv: float | None = None
    icc: float | None = None
    sd: float | None = None
    baseline: float | None = None
    periods_before: int | None = None
    periods_after: int | None = None
    correlation: float | None = None
    person_correlation: float = 0.0
    r2: float = 0.0
    attrition: float | None = None
    alpha: float | None = None
    power: float | None = None
    direction: Direction = "lower"
    agreed_days: float | None = None
    months: float | None = None

    @property
    def is_clustered(self) -> bool:
        return self.design in CLUSTERED

    @property
    def clusters(self) -> int:
        """Clusters in all; 0 when they are not known, or there are none."""
        return (self.clusters_treated or 0) + (0 if self.design in ONE_ARM else self.clusters_control or 0)

    def value(self, name: str) -> float:
        """A number that the calculation cannot do without.

        Raises:
            ValueError: it is not known.
        """
        known: Any = getattr(self, name)
        if known is None:
            raise ValueError(f"{name} is not known")
        return float(known)


def needed(design: Design, kind: Kind) -> tuple[str, ...]:
    """Every input that must be known to compute what the study can detect, and to compare it with the baseline."""
    spread = () if kind == "share" else ("sd",)
    return (*NEEDS[design], *spread, "baseline", "attrition", "power", "alpha")


def missing(inputs: Inputs) -> tuple[str, ...]:
    """The inputs that are needed and not known, in the order they are asked for."""
    return tuple(name for name in needed(inputs.design, inputs.kind) if getattr(inputs, name) is None)


#: Inclusive bounds of what can be computed; the second number is None where there is none.
BOUNDS: Mapping[str, tuple[float, float | None]] = {
    "n_treated": (2, None), "n_control": (2, None), "clusters_treated": (1, 100_000), "clusters_control": (1, 100_000),
    "size": (1, None), "cv": (0, 10), "icc": (0, 0.999), "periods_before": (1, 400), "periods_after": (1, 400),
    "correlation": (0, 0.9999), "person_correlation": (0, 0.9999), "r2": (0, 0.99), "attrition": (0, 0.95),
    "alpha": (0.0001, 0.5), "power": (0.5, 0.999), "agreed_days": (1, 366), "months": (0.1, 600),
}  # fmt: skip
#: Inputs that must be above zero.
POSITIVE: frozenset[str] = frozenset({"sd", "baseline"})


def out_of_bounds(inputs: Inputs) -> tuple[str, ...]:
    """The inputs that are given and lie outside what can be computed, and designs with too few clusters for a spread."""
    wrong = []
    for name, (low, high) in BOUNDS.items():
        value = getattr(inputs, name)
        if value is not None and not (low <= value and (high is None or value <= high)):
            wrong.append(name)
    wrong += [name for name in sorted(POSITIVE) if (value := getattr(inputs, name)) is not None and not value > 0]
    if inputs.kind == "share" and inputs.baseline is not None and not 0 < inputs.baseline < 100:
        wrong.append("share")
    if _too_few_clusters(inputs) and not {"clusters_treated", "clusters_control"} & set(wrong):
        wrong.append("clusters")
    return tuple(dict.fromkeys(wrong))


def _too_few_clusters(inputs: Inputs) -> bool:
    """Whether no spread between clusters is left to test with."""
    if not inputs.is_clustered or inputs.clusters_treated is None:
        return False
    if inputs.design not in ONE_ARM and inputs.clusters_control is None:
        return False
    least = {"before_after": 2, "cluster_baseline": 4}.get(inputs.design, 3)
    if inputs.design == "stepped_wedge" and inputs.periods_after is not None:
        least = max(least, min(inputs.periods_after, 3))
    return inputs.clusters < least
