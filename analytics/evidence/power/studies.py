"""What each study that is described can detect, what is missing to tell, and what has been found on the same outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

import polars as pl

from analytics.evidence.designs import design_lines
from analytics.evidence.power.calculation import Calculation, calculate
from analytics.evidence.power.inputs import CLUSTERED, ONE_ARM, Design, Direction, Inputs, Kind, missing, out_of_bounds
from analytics.result import parameter
from data.snapshot import Snapshot

OwnerKind = Literal["project", "evaluation"]
#: Whose study it is: what kind, and its id.
Owner = tuple[OwnerKind, str]
Verdict = Literal["can", "cannot", "missing", "not_effect"]
VERDICTS: tuple[Verdict, ...] = ("can", "cannot", "missing", "not_effect")

_DESIGNS: Mapping[str, Design] = {
    "D-RCT": "individual", "D-CRCT": "cluster", "D-DID": "did", "D-MATCH": "individual", "D-BEFORE-AFTER": "before_after",
}  # fmt: skip
#: Designs that no formula here is for, and what would have to be known.
_NOT_COMPUTED: Mapping[str, str] = {
    "D-IV": "first_stage", "D-RDD": "bandwidth", "D-SC": "own_method", "D-ITS": "own_method", "D-ITSC": "own_method",
    "D-PANEL": "own_method", "D-EXP": "design", "D-QUASI": "design", "D-OBS": "design",
}  # fmt: skip
_KINDS: Mapping[str, Kind] = {
    "prosent": "percent", "%": "percent", "percent": "percent", "per cent": "percent", "dager": "days", "dagsverk": "days",
    "days": "days",
}  # fmt: skip
#: Outcomes that are a share of persons when they are given in per cent without a standard deviation.
_SHARES = frozenset({"return_to_work", "drop_out"})
_HIGHER = frozenset({"return_to_work", "work_environment", "health"})
_SICK_LEAVE = frozenset({"register_absence", "self_reported_absence"})


@dataclass(frozen=True, slots=True)
class FoundBefore:
    """A finding with a size on the same outcome; `is_own` when it is of the study itself, `same_unit` when units agree."""

    finding_id: str
    owner_id: str
    estimate: float
    interval_low: float | None
    interval_high: float | None
    unit_nb: str | None
    population_nb: str | None
    is_own: bool
    same_unit: bool


@dataclass(frozen=True)
class StudyPower:
    """What one study can detect.

    Attributes:
        owner_id: the project or evaluation; `owner_kind` says which.
        title_nb, title_en: of the project or evaluation; empty when it is not known.
        instrument_ids: instruments that the project or evaluation concerns.
        outcome: code of `study_outcome`; `outcome_nb` in the study's own words; `unit_nb` its unit.
        verdict: whether it can detect the smallest change that matters; `missing` when that cannot be told, `not_effect`
            when its design says nothing about effect.
        missing: names of what is missing, in the order they are asked for.
        assumptions: names of what is assumed, since it is not given.
        no_man_days: why the change is not given in man-days; None when it is.
        calculation: None when too little is known even for a change in the outcome's own unit.
        findings: listed, never averaged.
    """

    study_id: str
    owner_id: str
    owner_kind: OwnerKind
    title_nb: str | None
    title_en: str | None
    design_id: str | None
    design_nb: str | None
    design_en: str | None
    instrument_ids: tuple[str, ...]
    outcome: str
    outcome_nb: str | None
    unit_nb: str | None
    verdict: Verdict
    missing: tuple[str, ...]
    assumptions: tuple[str, ...]
    no_man_days: str | None
    calculation: Calculation | None
    findings: tuple[FoundBefore, ...]

    @property
    def kind(self) -> Kind | None:
        return None if self.calculation is None else self.calculation.inputs.kind

    def as_json(self) -> dict[str, Any]:
        """Every field, the calculation as it stands in the calculator."""
        plain = {name: value for name, value in vars(self).items() if name not in ("calculation", "findings")}
        return plain | {
            "calculation": None if self.calculation is None else self.calculation.as_json(),
            "findings": [asdict(finding) for finding in self.findings],
        }


def studies_of(
    snapshot: Snapshot, smallest_pct: float | None, study_id: str | None = None, instrument_ids: Iterable[str] | None = None
) -> tuple[StudyPower, ...]:
    """The studies that are known on the day, in order of id: all, one, or those of some instruments."""
    known = _Known(
        _titles(snapshot), _instruments(snapshot), _designs(snapshot), _design_names(snapshot), _found(snapshot),
        {name: parameter(snapshot, f"mde_{name}") for name in ("power", "alpha")},
        parameter(snapshot, "agreed_man_days_per_year"), smallest_pct,
    )  # fmt: skip
    rows = snapshot.table("study").sort("study_id")
    if study_id is not None:
        rows = rows.filter(pl.col("study_id") == study_id)
    wanted = None if instrument_ids is None else set(instrument_ids)
    made = (row for row in rows.iter_rows(named=True) if wanted is None or wanted & set(known.instruments.get(_owner(row), ())))
    return tuple(_study(row, known) for row in made)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the studies are read against."""

    titles: Mapping[Owner, tuple[str | None, ...]]
    instruments: Mapping[Owner, tuple[str, ...]]
    designs: Mapping[str, tuple[str, ...]]
    design_names: Mapping[str, tuple[str | None, str | None]]
    found: Mapping[str, list[dict[str, Any]]]
    usual: Mapping[str, float | None]
    agreed: float | None
    smallest_pct: float | None


def _owner(row: Mapping[str, Any]) -> Owner:
    return ("project", row["project_id"]) if row["project_id"] else ("evaluation", row["evaluation_id"])


def _study(row: Mapping[str, Any], known: _Known) -> StudyPower:
    owner = _owner(row)
    inputs, lacking, assumed = read_study(row, known.designs.get(row["design_id"] or "", ()), known.usual, known.agreed)
    made, verdict = None, _no_verdict(lacking)
    if inputs is not None and not (set(lacking) - {"baseline"}):
        made = _calculated(inputs, known.smallest_pct)
    if made is not None and known.smallest_pct is None:
        lacking, verdict = (*lacking, "smallest_effect"), "missing"
    elif made is not None and not lacking:
        verdict = _judged(made)
    kind = None if inputs is None else inputs.kind
    titles = known.titles.get(owner, (None, None))
    names = known.design_names.get(row["design_id"] or "", (None, None))
    findings = tuple(_before(item, owner[1], kind) for item in known.found.get(row["outcome"], []))
    return StudyPower(
        row["study_id"], owner[1], owner[0], titles[0], titles[1], row["design_id"], *names,
        known.instruments.get(owner, ()),
        row["outcome"], row["outcome_nb"], row["unit_nb"], verdict, () if verdict == "not_effect" else lacking, assumed,
        _no_man_days(made, row), made, findings,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _calculated(inputs: Inputs, smallest_pct: float | None) -> Calculation:
    return calculate(inputs, smallest_pct)


def read_study(
    row: Mapping[str, Any], ancestry: tuple[str, ...], usual: Mapping[str, float | None], agreed: float | None
) -> tuple[Inputs | None, tuple[str, ...], tuple[str, ...]]:
    """The inputs of a study, what is missing and what is assumed. No inputs when no formula here is for its design.

    Args:
        row: of the table `study`.
        ancestry: the design's tag and those above it, nearest first; a last "none" when it says nothing about effect.
        usual: power and significance level in per cent.
        agreed: agreed man-days of a person in a year; None when not known.
    """
    if "none" in ancestry:
        return None, ("not_effect",), ()
    known = next((tag for tag in ancestry if tag in _DESIGNS or tag in _NOT_COMPUTED), None)
    if known is None or known in _NOT_COMPUTED:
        return None, ("design" if known is None else _NOT_COMPUTED[known],), ()
    design = _refined(_DESIGNS[known], row)
    kind = _kind_of(row)
    people, assumed = _people(design, row)
    values = {name: row[column] for name, column in _COLUMNS.items()} | people
    shares: dict[str, Any] = {name: None if value is None else value / 100 for name, value in usual.items()}
    lost = None if row["attrition_pct"] is None else row["attrition_pct"] / 100
    direction: Direction = "higher" if row["outcome"] in _HIGHER else "lower"
    is_leave = row["outcome"] in _SICK_LEAVE
    inputs = Inputs(
        design, kind, **values, **shares, attrition=lost, r2=row["covariate_r2"] or 0.0, direction=direction,
        agreed_days=agreed if is_leave else None, months=row["outcome_months"] if row["unit_nb"] == "dagsverk" else None,
    )  # fmt: skip
    wrong = out_of_bounds(inputs)
    return inputs, (*missing(inputs), *(f"usable_{name}" for name in wrong)), (*assumed, *_assumed(inputs, row))


_COLUMNS: Mapping[str, str] = {
    "clusters_treated": "n_clusters_treated", "clusters_control": "n_clusters_control", "size": "cluster_size_mean",
    "cv": "cluster_size_cv", "icc": "icc", "sd": "standard_deviation", "baseline": "baseline_value",
    "periods_before": "n_periods_before", "periods_after": "n_periods_after", "correlation": "autocorrelation",
}  # fmt: skip


def _refined(design: Design, row: Mapping[str, Any]) -> Design:
    """A cluster trial with a measurement before uses it; before and after without clusters follows persons."""
    if design == "cluster" and (row["n_periods_before"] or 0) > 0 and row["autocorrelation"] is not None:
        return "cluster_baseline"
    if design == "before_after" and row["n_clusters_treated"] is None and row["icc"] is None:
        return "before_after_people"
    return design


def _kind_of(row: Mapping[str, Any]) -> Kind:
    kind = _KINDS.get((row["unit_nb"] or "").strip().lower(), "points")
    is_share = kind == "percent" and row["outcome"] in _SHARES and row["standard_deviation"] is None
    return "share" if is_share else kind


def _people(design: Design, row: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Persons in each group, and the mean size of a cluster where it is not given but follows."""
    people = row["n_individuals"]
    if design in CLUSTERED:
        arms = (row["n_clusters_treated"], 0 if design in ONE_ARM else row["n_clusters_control"])
        clusters = None if None in arms else sum(arms)
        if row["cluster_size_mean"] is None and people is not None and clusters:
            return {"size": people / clusters}, ("size_from_people",)
        return {}, ()
    if people is None:
        return {}, ()
    if design in ONE_ARM:
        return {"n_treated": people}, ()
    return {"n_treated": people / 2, "n_control": people / 2}, ("equal_groups",)


def _assumed(inputs: Inputs, row: Mapping[str, Any]) -> tuple[str, ...]:
    names = []
    if row["covariate_r2"] is None:
        names.append("no_covariates")
    if inputs.design in ("cluster_baseline", "before_after", "did"):
        names.append("new_people")
    if inputs.kind == "days":
        names.append("negative_binomial")
    return tuple(names)


def _no_verdict(lacking: tuple[str, ...]) -> Verdict:
    return "not_effect" if lacking == ("not_effect",) else "missing"


def _judged(made: Calculation) -> Verdict:
    if made.detectable is None or made.detectable.pct is None or made.wanted_pct is None:
        return "cannot"
    return "can" if made.detectable.pct <= made.wanted_pct + 1e-9 else "cannot"


def _no_man_days(made: Calculation | None, row: Mapping[str, Any]) -> str | None:
    if made is None or made.detectable is None or made.detectable.man_days is not None:
        return None
    if row["outcome"] not in _SICK_LEAVE:
        return "not_sick_leave"
    kind = made.inputs.kind
    if kind == "days":
        return "no_months" if row["unit_nb"] == "dagsverk" else "not_man_days"
    return "no_agreed_days" if kind == "percent" else "not_sick_leave"


_UNITS: Mapping[str, frozenset[str]] = {
    "percent": frozenset({"prosentpoeng"}), "share": frozenset({"prosentpoeng"}),
    "days": frozenset({"dager", "dagsverk"}), "points": frozenset({"poeng"}),
}  # fmt: skip


def _before(item: Mapping[str, Any], owner_id: str, kind: Kind | None) -> FoundBefore:
    owner = item["project_id"] or item["evaluation_id"]
    same = kind is not None and (item["unit_nb"] or "").strip().lower() in _UNITS[kind]
    return FoundBefore(
        item["finding_id"], owner, item["estimate"], item["interval_low"], item["interval_high"], item["unit_nb"],
        item["population_nb"], owner == owner_id, same,
    )  # fmt: skip


def _titles(snapshot: Snapshot) -> dict[Owner, tuple[str | None, ...]]:
    projects = snapshot.table("project").select("project_id", "title_nb", "title_en")
    evaluations = snapshot.table("evaluation").select("evaluation_id", "title_nb")
    found: dict[Owner, tuple[str | None, ...]] = {("project", row[0]): row[1:] for row in projects.iter_rows()}
    return found | {("evaluation", row[0]): (row[1], None) for row in evaluations.iter_rows()}


def _instruments(snapshot: Snapshot) -> dict[Owner, tuple[str, ...]]:
    found: dict[Owner, tuple[str, ...]] = {}
    rows = snapshot.table("project_instrument").sort("instrument_id").select("project_id", "instrument_id")
    for project_id, instrument_id in rows.iter_rows():
        found["project", project_id] = (*found.get(("project", project_id), ()), instrument_id)
    own = snapshot.table("evaluation").filter(pl.col("instrument_id").is_not_null()).select("evaluation_id", "instrument_id")
    return found | {("evaluation", row[0]): (row[1],) for row in own.iter_rows()}


def _found(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """Findings with a size, by outcome."""
    rows = snapshot.table("finding").filter(pl.col("estimate").is_not_null()).sort("reported_date", "finding_id")
    return {str(key[0]): part.to_dicts() for key, part in rows.group_by("outcome", maintain_order=True)}


def _design_names(snapshot: Snapshot) -> dict[str, tuple[str | None, str | None]]:
    rows = snapshot.table("tag").select("tag_id", "name_nb", "name_en")
    return {row[0]: (row[1], row[2]) for row in rows.iter_rows()}


def _designs(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Every design's tag with those above it; a last "none" when the tag starts at no level on the Maryland scale."""
    tags = snapshot.table("tag")
    starts = dict(tags.select("tag_id", "sms_start").iter_rows())
    lines = design_lines(tags)
    nothing = {tag for tag, line in lines.items() if starts[tag] is None and not set(line) & {"D-EXP", "D-QUASI", "D-OBS"}}
    return {tag: (*line, *(("none",) if tag in nothing else ())) for tag, line in lines.items()}
