"""Evidence: how strong the knowledge of each instrument is now and will be, and before which decisions: the report `evidence`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from analytics.evidence.bodies import Body, bodies_of
from analytics.evidence.coverage_ways import Way, coverage_ways
from analytics.evidence.gate_report import gates
from analytics.evidence.instruments import InstrumentOverview, InstrumentStatus, instruments
from analytics.evidence.ready import GateEvidence, expiry_of, gates_with_evidence
from analytics.evidence.reasons import Thresholds
from analytics.evidence.strength_studies import Study, studies_with_strength
from analytics.evidence.strength_words import evidence_sentence, ready_sentence
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = (
    "instrument", "instrument_frame", "evaluation", "evaluation_step", "project", "project_instrument", "study",
    "evidence_assessment", "assessment_reason", "finding", "decision_gate", "tag",
)  # fmt: skip
_LIMITS = (
    "evidence_effect_level", "evidence_attrition_pct", "evidence_min_clusters", "evidence_min_treated", "smallest_effect_pct",
    "mde_power", "mde_alpha",
)  # fmt: skip
#: What can stand in the place of a level on the ladder, from the weakest.
PLACES: tuple[str, ...] = ("no_study", "none", "unknown", "not_yet", "1", "2", "3", "4", "5")
#: What stands in a filter for work without an instrument, an outcome, or a design.
WITHOUT = "uten"


@dataclass(frozen=True, slots=True)
class Rung:
    """Where one instrument stands on the ladder.

    Attributes:
        now, expected: of `PLACES`: the strongest live work now, and when what is under way is done.
        is_now_rated: a rater stands behind `now`; else a number is the most that the design of reported work can give.
        is_expected_rated: the same for `expected`.
        now_ids, expected_ids: the work behind each.
    """

    instrument_id: str
    now: str
    is_now_rated: bool
    now_ids: tuple[str, ...]
    expected: str
    is_expected_rated: bool
    expected_ids: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Evidence:
    """The evidence of the agreement's instruments on the day.

    Attributes:
        overview: the instruments with frames and evaluations, and the coverage of them.
        studies: the programme's projects and the other evaluations.
        bodies: by instrument and outcome.
        ladder: one rung for each counted instrument, in the order of the plan.
        gates: the answer before each decision; empty when no level is set.
        wanted_level: the level from which a design says something about effect; None when not set.
        smallest_pct: the smallest change that matters, in per cent of the baseline; None when not set.
        thresholds: what facts are held against.
        group_names: names of the uppermost designs that occur, by id.
        names: short names of instruments by id, also those that are no longer valid.
    """

    basis: Basis
    overview: InstrumentOverview
    studies: tuple[Study, ...]
    bodies: tuple[Body, ...]
    ladder: tuple[Rung, ...]
    gates: tuple[GateEvidence, ...]
    wanted_level: int | None
    smallest_pct: float | None
    thresholds: Thresholds
    names: dict[str, Text]
    group_names: dict[str, Text]

    @property
    def expiry(self) -> GateEvidence | None:
        """The answer before the agreement expires: the next expiry, else the last one."""
        return expiry_of(self.gates)

    @property
    def strong_now(self) -> tuple[str, ...]:
        """Counted instruments with work that is rated at the wanted level or above now."""
        return self._reaching("now")

    @property
    def strong_expected(self) -> tuple[str, ...]:
        """Counted instruments with work that reaches it when it is done, rated or by its design at most."""
        return self._reaching("expected")

    def _reaching(self, when: str) -> tuple[str, ...]:
        wanted = self.wanted_level
        return tuple(
            rung.instrument_id
            for rung in self.ladder
            if wanted is not None and (level := getattr(rung, when)).isdigit() and int(level) >= wanted
            and (when == "expected" or rung.is_now_rated)
        )  # fmt: skip

    @property
    def ways(self) -> tuple[Way, ...]:
        """The coverage by count and by money, for evaluations at all, on effect, and at the wanted level."""
        return coverage_ways(self.overview, self.strong_expected, self.strong_now)

    @property
    def disputed(self) -> tuple[str, ...]:
        """Ids of work on which raters disagree, of level or bias."""
        return tuple(study.id for study in self.studies if study.disagree or study.bias_disagree)

    @property
    def capped(self) -> tuple[str, ...]:
        """Ids of work that was rated above what its design can give."""
        return tuple(study.id for study in self.studies if study.is_capped)

    @property
    def sentence(self) -> Text:
        """For which instruments there will be evidence at the wanted level before the agreement expires, and for which now."""
        return evidence_sentence(self)

    def study(self, id_: str) -> Study | None:
        """The work with this id; of a project and an evaluation with the same id the project."""
        return next((study for study in self.studies if study.id == id_), None)

    def selected(
        self, instruments: Sequence[str] = (), outcomes: Sequence[str] = (), groups: Sequence[str] = (), who: Sequence[str] = ()
    ) -> tuple[Study, ...]:
        """The work that a filter leaves; an empty choice does not filter, and `WITHOUT` asks for what has none.

        Args:
            instruments, outcomes: ids and codes.
            groups: uppermost designs.
            who: "own" for the programme's own work, "others" for the rest.
        """
        return tuple(
            study
            for study in self.studies
            if _is_among(study.instrument_ids, instruments) and _is_among(study.outcomes, outcomes)
            and _is_among((study.group_id,) if study.group_id else (), groups)
            and (not who or ("own" if study.is_own else "others") in who)
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Coverage three ways, the ladder, the answer before each gate, the bodies and all work with its ratings."""
        expiry = self.expiry
        return {
            "wanted_level": self.wanted_level,
            "coverage": {
                "instruments": len(self.overview.counted), "amount_unknown": len(self.overview.amount_unknown),
                "amount_known_nok": self.overview.quantified_nok, "ways": [way.as_json() for way in self.ways],
            },
            "ladder": [_rung_json(rung) for rung in self.ladder],
            "before_expiry": None if expiry is None else expiry.as_json() | {"sentence": ready_sentence(self, expiry).as_dict()},
            "gates": [gate.as_json() | {"sentence": ready_sentence(self, gate).as_dict()} for gate in self.gates],
            "bodies": [body.as_json() for body in self.bodies],
            "disagreements": list(self.disputed),
            "rated_above_design": list(self.capped),
            "thresholds": {
                "attrition_pct": self.thresholds.attrition_pct, "min_clusters": self.thresholds.min_clusters,
                "min_treated": self.thresholds.min_treated, "pandemic": self.thresholds.pandemic,
            },
            "studies": [study.as_json() for study in self.studies],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a piece of work; lists are joined by semicolon."""
        return pl.DataFrame([_row(study) for study in self.studies], schema=_SCHEMA)


def evidence(snapshot: Snapshot, *, with_power: bool = True, overview: InstrumentOverview | None = None) -> Evidence:
    """How strong the evidence on each instrument of the agreement is, now and when the work under way is done.

    Work is the current programme's projects and all other evaluations. Its level on the Maryland scale starts at its design
    and is only lowered, by raters; what its facts suggest (attrition, clusters, what lies in the window) is told apart and
    changes nothing. Bias is a separate flag. Certainty of a body of evidence is GRADE's, as assessed; where nobody has, it
    is not assessed, and what it would start from is told. Work that says nothing about effect has no number. Effect, cost
    and certainty are three things and never one. Methods: docs/methods.md.

    The reader may not conclude that a high level means that a measure works, that a low one means that it does not, or that
    evidence of a study holds for others than its population.

    Args:
        snapshot: the programme on a day.
        with_power: whether what each study can detect is worked out; no level, answer or count rests on it.
        overview: the instruments of the same snapshot, when they are read already.
    """
    overview = overview or instruments(snapshot)
    studies = studies_with_strength(snapshot, with_power=with_power)
    level = parameter(snapshot, "evidence_effect_level")
    wanted = None if level is None else int(level)
    keys = ("level", "machine", "unrated", "grade", "cost", "gates", "many")
    names = {
        row["instrument_id"]: Text(row["short_nb"] or row["name_nb"], row["short_en"] or row["name_en"])
        for row in snapshot.table("instrument").iter_rows(named=True)
    }
    return Evidence(
        _basis(snapshot, tuple(say(f"strength.caveat.{key}") for key in keys)), overview, studies,
        bodies_of(snapshot, studies, overview.counted), tuple(_rung(i, studies) for i in overview.counted),
        gates_with_evidence(gates(snapshot, overview).gates, overview.counted, studies, wanted), wanted,
        parameter(snapshot, "smallest_effect_pct"), Thresholds.of(snapshot), names, _groups(snapshot, studies),
    )  # fmt: skip


def _basis(snapshot: Snapshot, caveats: tuple[Text, ...]) -> Basis:
    """The sources of the rows, and of the limits that are used, but not of every parameter."""
    own = basis(snapshot, *_TABLES, caveats=caveats)
    limits = snapshot.table("parameter").filter(pl.col("name").is_in(_LIMITS)).get_column("source_id").to_list()
    more = [source for source in snapshot.sources("parameter") if source.source_id in limits and source not in own.sources]
    return replace(own, sources=(*own.sources, *more))


def _groups(snapshot: Snapshot, studies: Sequence[Study]) -> dict[str, Text]:
    used = {study.group_id for study in studies}
    rows = snapshot.table("tag").filter(pl.col("tag_id").is_in([id_ for id_ in used if id_ is not None]))
    ordered = rows.sort("order_no", "tag_id", nulls_last=True).select("tag_id", "name_nb", "name_en")
    return {id_: Text(nb, en) for id_, nb, en in ordered.iter_rows()}


def _rung(instrument: InstrumentStatus, studies: Sequence[Study]) -> Rung:
    own = [study for study in studies if study.is_live and instrument.instrument_id in study.instrument_ids]
    now = _strongest([(study, _now(study)) for study in own])
    expected = _strongest([(study, _expected(study)) for study in own])
    return Rung(instrument.instrument_id, *now, *expected)


def _now(study: Study) -> tuple[str, bool]:
    """The place of one piece of work now, and whether a rater stands behind it."""
    if study.level_now is not None:
        return str(study.level_now), study.is_assessed_now
    if study.at_most_now is not None:
        return str(study.at_most_now), False
    return study.state_now, study.is_assessed_now


def _expected(study: Study) -> tuple[str, bool]:
    state = study.state_now if study.is_reported and study.is_assessed_now else study.state_expected
    return state if study.coming is None else str(study.coming), study.is_coming_assessed


def _strongest(places: list[tuple[Study, tuple[str, bool]]]) -> tuple[str, bool, tuple[str, ...]]:
    """The strongest place, with the work that stands there. A rated number comes before one that only follows from a design."""
    if not places:
        return PLACES[0], False, ()
    rated = [place for _, (place, is_rated) in places if is_rated and place.isdigit()]
    best = max(rated or [place for _, (place, _) in places], key=PLACES.index)
    behind = [(study, is_rated) for study, (place, is_rated) in places if place == best]
    is_rated = any(rated_ for _, rated_ in behind)
    return best, is_rated, tuple(study.id for study, rated_ in behind if rated_ or not is_rated)


def _is_among(own: Sequence[str], wanted: Sequence[str]) -> bool:
    return not wanted or any(value in wanted for value in own) or (not own and WITHOUT in wanted)


def _rung_json(rung: Rung) -> dict[str, Any]:
    return asdict(rung) | {
        "level_now": int(rung.now) if rung.now.isdigit() and rung.is_now_rated else None,
        "level_expected": int(rung.expected) if rung.expected.isdigit() else None,
    }


def _row(study: Study) -> dict[str, Any]:
    plain = {name: getattr(study, name) for name in _SCHEMA if hasattr(study, name)}
    return plain | {
        "title_nb": study.title.nb, "instrument_ids": "; ".join(study.instrument_ids), "outcomes": "; ".join(study.outcomes),
        "level_when_done": study.coming, "suggested_level": study.checked.level,
        "suggested_reasons": "; ".join(dict.fromkeys(one.reason for one in study.checked.suggestions)),
        "power": "; ".join(f"{one.study_id}: {one.verdict}" for one in study.power),
        "effects": "; ".join(effect.finding_id for effect in study.effects),
    }  # fmt: skip


_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("kind", "id", "title_nb", "instrument_ids", "outcomes", "design_id"), pl.String),
    "design_start": pl.Int64, "level_now": pl.Int64, "state_now": pl.String, "is_assessed_now": pl.Boolean,
    "level_expected": pl.Int64, "state_expected": pl.String, "is_assessed_expected": pl.Boolean, "level_when_done": pl.Int64,
    "disagree": pl.Boolean, "is_capped": pl.Boolean, "suggested_level": pl.Int64, "suggested_reasons": pl.String,
    "bias": pl.String, "bias_disagree": pl.Boolean, "power": pl.String, "effects": pl.String, "status": pl.String,
    "is_reported": pl.Boolean, "report_date": pl.Date, "cost_nok": pl.Decimal(18, 2),
}  # fmt: skip
