"""What lowers the level of a design: the reasons of each design, and those that the facts of a study suggest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.evidence.designs import design_lines
from analytics.result import parameter
from analytics.sickness.series import pandemic_quarters
from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_of

#: For each design (and what lies below it) the groups of reasons that lower it one step each, whichever of the group hold.
LOWERED_BY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "D-EXP": (("attrition", "contamination"), ("few_clusters",)),
    "D-RDD": (("weak_bandwidth",),),
    "D-IV": (("weak_first_stage",),),
    "D-DID": (("failed_pre_trend", "few_treated", "volunteers"),),
    "D-SC": (("failed_pre_trend", "few_treated", "volunteers"),),
    "D-MATCH": (("failed_pre_trend", "few_treated", "volunteers"),),
    "D-ITSC": (("break_in_window", "covid_in_window"),),
}
#: What the facts of a study can tell; the other reasons need someone who has read it.
COMPUTED: tuple[str, ...] = ("attrition", "few_clusters", "few_treated", "break_in_window", "covid_in_window")
_CLUSTER_TRIAL = "D-CRCT"
_COMPARES_OVER_TIME = frozenset({"D-DID", "D-SC", "D-MATCH", "D-ITSC", "D-ITS", "D-PANEL", "D-BEFORE-AFTER"})
_FEW_TREATED = frozenset({"D-DID", "D-SC"})
#: Breaks that are a change in what is measured, or in the rules, and not only the start or end of a series.
_BREAKS = ("method", "definition", "real", "error")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reason that the facts of a study suggest; nobody has decided it.

    Attributes:
        reason: code of `evidence_reason`.
        value, limit: what was found and what it was held against (per cent, or a count); None for windows.
        details: what lies in the window: quarters of breaks, or of the pandemic.
        counts: whether the reason lowers this design by the mapping; else it is only to be considered.
    """

    study_id: str
    reason: str
    value: float | None
    limit: float | None
    details: tuple[str, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What the facts of one piece of work say of its level.

    Attributes:
        suggestions: reasons that the facts suggest.
        unknown: reasons that could be computed, where the facts are not given.
        by_hand: reasons of the design that only someone who has read the study can tell.
        level: the start less one step for each group of reasons that counts, at least 1; None without a start.
    """

    suggestions: tuple[Suggestion, ...]
    unknown: tuple[str, ...]
    by_hand: tuple[str, ...]
    level: int | None


NOTHING = Checked((), (), (), None)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What facts are held against; None where no dated row applies, and then nothing is suggested.

    Attributes:
        attrition_pct, min_clusters, min_treated: parameters.
        pandemic: first quarter, and the first one after (None while no end is known); None without rows.
        breaks: quarter and kind of the breaks in the public series that are known.
    """

    attrition_pct: float | None
    min_clusters: float | None
    min_treated: float | None
    pandemic: tuple[str, str | None] | None
    breaks: tuple[str, ...]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Thresholds:
        """Those that hold on the day."""
        rows = snapshot.table("series_break").filter(
            pl.col("kind").is_in(_BREAKS) & pl.col("scope").is_in(["all", "unadjusted"]) & ~pl.col("is_pandemic").fill_null(False)
        )
        quarters = sorted({period for period in rows.get_column("from_period") if is_quarter(period)})
        return cls(
            parameter(snapshot, "evidence_attrition_pct"), parameter(snapshot, "evidence_min_clusters"),
            parameter(snapshot, "evidence_min_treated"), pandemic_quarters(snapshot), tuple(quarters),
        )  # fmt: skip


class Lowering:
    """The reasons by design, with the thresholds of a day."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.thresholds = Thresholds.of(snapshot)
        self._lines = design_lines(snapshot.table("tag"))

    def groups(self, design_id: str | None) -> tuple[tuple[str, ...], ...]:
        """The groups of reasons that lower a design; none for one that is not in the mapping."""
        line = self._lines.get(design_id or "", ())
        found = next((LOWERED_BY[tag] for tag in line if tag in LOWERED_BY), ())
        if "D-EXP" in line and _CLUSTER_TRIAL not in line:
            return tuple(group for group in found if group != ("few_clusters",))
        return found

    def check(self, design_id: str | None, start: int | None, studies: Sequence[Mapping[str, Any]]) -> Checked:
        """What the rows of `study` of one piece of work say of a level that starts at `start`."""
        if start is None:
            return NOTHING
        designs = [row["design_id"] or design_id for row in studies] or [design_id]
        groups = tuple(dict.fromkeys(group for design in designs for group in self.groups(design)))
        suggestions: list[Suggestion] = []
        unknown: list[str] = [] if studies else [r for group in groups for r in group if r in COMPUTED]
        for row, design in zip(studies, designs, strict=False):
            found, lacking = self._of_row(row, design)
            suggestions += found
            unknown += lacking
        held = {item.reason for item in suggestions if item.counts}
        steps = sum(bool(held & set(group)) for group in groups)
        by_hand = (reason for group in groups for reason in group if reason not in COMPUTED)
        level = max(1, start - steps)
        return Checked(tuple(suggestions), tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(by_hand)), level)

    def _of_row(self, row: Mapping[str, Any], design: str | None) -> tuple[list[Suggestion], list[str]]:
        line, limits = set(self._lines.get(design or "", ())), self.thresholds
        own = {reason for group in self.groups(design) for reason in group}
        treated, control = row["n_clusters_treated"], row["n_clusters_control"]
        clusters = None if treated is None or control is None else treated + control
        checks = [("attrition", row["attrition_pct"], limits.attrition_pct, 1)]
        if _CLUSTER_TRIAL in line:
            checks.append(("few_clusters", clusters, limits.min_clusters, -1))
        if line & _FEW_TREATED or ("few_treated" in own and treated is not None):
            checks.append(("few_treated", treated, limits.min_treated, -1))
        found, lacking = [], []
        for reason, value, limit, sign in checks:
            if value is None or limit is None:
                lacking += [reason] if reason in own else []
            elif (value - limit) * sign > 0:
                found.append(Suggestion(row["study_id"], reason, float(value), limit, (), reason in own))
        if line & _COMPARES_OVER_TIME:
            inside, missing = self._window(row, own)
            found, lacking = [*found, *inside], [*lacking, *missing]
        return found, lacking

    def _window(self, row: Mapping[str, Any], own: Iterable[str]) -> tuple[list[Suggestion], list[str]]:
        own = set(own)
        first, last = row["measured_from_date"], row["measured_to_date"]
        if first is None or last is None:
            return [], [reason for reason in ("break_in_window", "covid_in_window") if reason in own]
        span = quarter_of(first), quarter_of(last)
        found = []
        inside = tuple(quarter for quarter in self.thresholds.breaks if span[0] < quarter <= span[1])
        if inside and row["outcome"] == "register_absence":
            found.append(Suggestion(row["study_id"], "break_in_window", None, None, inside, "break_in_window" in own))
        marked = self.thresholds.pandemic
        if marked is not None and span[1] >= marked[0] and (marked[1] is None or span[0] < marked[1]):
            period = (marked[0],) if marked[1] is None else marked
            found.append(
                Suggestion(row["study_id"], "covid_in_window", None, None, tuple(map(str, period)), "covid_in_window" in own)
            )
        return found, []
