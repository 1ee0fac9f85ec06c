"""The instruments of the agreement: what they may use, and whether they are evaluated, by whom paid, and how far."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.evidence.evaluation_text import evaluations_sentence
from analytics.evidence.gates import Gate, gates_of
from analytics.evidence.instrument_frames import UNKNOWN_FRAME, InstrumentFrame, instrument_frames, total_of
from analytics.evidence.instrument_text import instruments_sentence
from analytics.evidence.stages import IN_PREPARATION, LADDER, STARTED, Evaluation, evaluations_of, leading, told
from analytics.portfolio.programme import current_programme, judging_day, valid_on
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS, label
from domain.text import Text, say

_TABLES = ("instrument", "instrument_frame", "evaluation", "evaluation_step", "decision_gate")
NONE = "none"


@dataclass(frozen=True, slots=True)
class InstrumentStatus:
    """One instrument.

    Attributes:
        is_own: whether it is the knowledge development that the programme itself lies in; not counted.
        evaluations: its evaluations, by id. `lead` is the one that has come furthest; it gives status, payer and dates.
        evaluation_status: "none" without an evaluation, "cancelled" when all are cancelled, else a stage.
    """

    instrument_id: str
    name: Text
    short: Text
    is_own: bool
    frame: InstrumentFrame
    evaluations: tuple[Evaluation, ...]
    lead: Evaluation | None

    @property
    def evaluation_status(self) -> str:
        return self.lead.status if self.lead else NONE

    @property
    def evaluation_payer(self) -> str | None:
        """Who pays for the leading evaluation; None when there is none."""
        return self.lead.payer if self.lead else None

    @property
    def is_evaluated(self) -> bool:
        """Whether an evaluation is listed that has not been cancelled, however far it has come."""
        return self.lead is not None and self.lead.is_live

    @property
    def addresses_effect(self) -> str | None:
        """Whether any live evaluation is to answer on effect: "yes", else "unknown" when one does not say, else "no"."""
        answers = {evaluation.addresses_effect for evaluation in self.evaluations if evaluation.is_live}
        return next((answer for answer in ("yes", "unknown", "no") if answer in answers), None)


@dataclass(frozen=True, eq=False)
class InstrumentOverview:
    """All instruments of the agreement on the day.

    Attributes:
        instruments: in the order of the plan, knowledge development included.
        ended_ids: instruments that are no longer valid, left out of the rest.
        whole_agreement: evaluations that concern the agreement and no one instrument; not counted.
        gates: decisions that knowledge should be ready for.
    """

    basis: Basis
    instruments: tuple[InstrumentStatus, ...]
    ended_ids: tuple[str, ...]
    whole_agreement: tuple[Evaluation, ...]
    gates: tuple[Gate, ...]

    @property
    def counted(self) -> tuple[InstrumentStatus, ...]:
        """The instruments, without the knowledge development that the programme itself lies in."""
        return tuple(instrument for instrument in self.instruments if not instrument.is_own)

    @property
    def without_evaluation(self) -> tuple[InstrumentStatus, ...]:
        """Counted instruments with no evaluation listed, or only cancelled ones."""
        return tuple(instrument for instrument in self.counted if not instrument.is_evaluated)

    @property
    def amount_unknown(self) -> tuple[InstrumentStatus, ...]:
        """Counted instruments whose frame is not given."""
        return tuple(instrument for instrument in self.counted if instrument.frame.total_nok is None)

    @property
    def quantified_nok(self) -> Decimal:
        """The frames of the counted instruments that have an amount, in kroner."""
        return total_of([instrument.frame for instrument in self.counted])

    @property
    def evaluated_nok(self) -> Decimal:
        """The same for those that are evaluated."""
        return total_of([instrument.frame for instrument in self.counted if instrument.is_evaluated])

    @property
    def total_quantified_nok(self) -> Decimal:
        """The frames of all instruments that have an amount, knowledge development included, in kroner."""
        return total_of([instrument.frame for instrument in self.instruments])

    @property
    def coverage_by_count_pct(self) -> float | None:
        """Counted instruments that are evaluated, in per cent of them all; None when there are none."""
        whole = len(self.counted)
        return round((whole - len(self.without_evaluation)) * 100 / whole, 1) if whole else None

    @property
    def amount_known_count_pct(self) -> float | None:
        """Instruments with a known frame, in per cent of all, by count; None when there are none."""
        whole = len(self.counted)
        return None if whole == 0 else (whole - len(self.amount_unknown)) / whole * 100

    @property
    def coverage_by_amount_pct(self) -> float | None:
        """Kroner of evaluated instruments in per cent of all that have an amount; None when none has.

        Instruments without an amount are in neither number: how many they are must be told beside it.
        """
        return round(float(self.evaluated_nok * 100 / self.quantified_nok), 1) if self.quantified_nok else None

    def count_at(self, statuses: tuple[str, ...]) -> int:
        """How many counted instruments have one of these statuses."""
        return sum(instrument.evaluation_status in statuses for instrument in self.counted)

    @property
    def count_by_status(self) -> dict[str, int]:
        """How many counted instruments have each status, from `none` up; `cancelled` last."""
        return {status: self.count_at((status,)) for status in (NONE, *LADDER, "cancelled")}

    @property
    def with_effect(self) -> tuple[InstrumentStatus, ...]:
        """Counted instruments with an evaluation that is to answer on effect."""
        return tuple(instrument for instrument in self.counted if instrument.addresses_effect == "yes")

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Every evaluation of the instruments, instrument by instrument, then those of the whole agreement."""
        own = tuple(evaluation for instrument in self.instruments for evaluation in instrument.evaluations)
        return own + self.whole_agreement

    @property
    def sentence(self) -> Text:
        """How many instruments have no evaluation, and how much of the money is covered."""
        return instruments_sentence(
            self.basis.as_of,
            len(self.counted),
            len(self.without_evaluation),
            self.coverage_by_amount_pct,
            len(self.amount_unknown),
        )

    @property
    def evaluations_sentence(self) -> Text:
        """How many evaluations there are, how far they have come, and how many are to answer on effect."""
        return evaluations_sentence(self.basis.as_of, self.evaluations)

    def as_json(self) -> dict[str, Any]:
        """The counts, the coverage by count and by amount, and every instrument."""
        return {
            "count": len(self.counted),
            "without_evaluation": [instrument.instrument_id for instrument in self.without_evaluation],
            "coverage_by_count_pct": self.coverage_by_count_pct,
            "coverage_by_amount_pct": self.coverage_by_amount_pct,
            "amount_unknown_count": len(self.amount_unknown),
            "amount_known_count_pct": self.amount_known_count_pct,
            "total_quantified_nok": self.total_quantified_nok,
            "quantified_nok": self.quantified_nok,
            "evaluated_nok": self.evaluated_nok,
            "evaluations_started": self.count_at(STARTED),
            "evaluations_in_preparation": self.count_at(IN_PREPARATION),
            "evaluations_planned": self.count_at(("planned",)),
            "count_by_status": self.count_by_status,
            "with_effect_evaluation": [instrument.instrument_id for instrument in self.with_effect],
            "with_effect_evaluation_count": len(self.with_effect),
            "effect_not_stated": [i.instrument_id for i in self.counted if i.addresses_effect == "unknown"],
            "ended": list(self.ended_ids),
            "whole_agreement": [evaluation.evaluation_id for evaluation in self.whole_agreement],
            "instruments": [_instrument_json(instrument) for instrument in self.instruments],
        }

    def table(self) -> pl.DataFrame:
        """One row an instrument."""
        return pl.DataFrame([_table_row(instrument) for instrument in self.instruments], schema=_TABLE_SCHEMA)

    def shown(self, lang: str) -> pl.DataFrame:
        """One row an instrument, as it is read: words in the language, and dates no more exact than they are known."""
        rows = [_shown_row(instrument, lang) for instrument in self.instruments]
        return pl.DataFrame(rows, schema=_SHOWN_SCHEMA)

    def coverage_table(self, lang: str) -> pl.DataFrame:
        """What is evaluated and what has an amount: each with its part, its whole and the per cent, if there is any."""
        count, money, known = len(self.counted), self.quantified_nok, len(self.counted) - len(self.amount_unknown)
        pairs = (
            ("row_count", Decimal(count - len(self.without_evaluation)), Decimal(count)),
            ("row_amount", self.evaluated_nok, money),
            ("row_known", Decimal(known), Decimal(count)),
        )
        rows = [
            (say(f"evidence.{key}").get(lang), part, whole, float(part * 100 / whole) if whole else None)
            for key, part, whole in pairs
        ]
        return pl.DataFrame(
            rows,
            schema={"measure": pl.String, "part": pl.Decimal(18, 2), "whole": pl.Decimal(18, 2), "pct": pl.Float64},
            orient="row",
        )


_TABLE_SCHEMA: dict[str, Any] = {
    "instrument_id": pl.String,
    "name_nb": pl.String,
    "name_en": pl.String,
    "is_knowledge_development": pl.Boolean,
    "frame_unit": pl.String,
    "frame_total_nok": pl.Decimal(18, 2),
    "frame_as_written_nb": pl.String,
    "evaluation_status": pl.String,
    "status_date": pl.Date,
    "evaluation_payer": pl.String,
    "addresses_effect": pl.String,
    "evaluations": pl.Int64,
    "evaluator_nb": pl.String,
    "report_planned_date": pl.Date,
    "report_current_date": pl.Date,
    "report_actual_date": pl.Date,
}


_SHOWN_SCHEMA: dict[str, Any] = dict.fromkeys(
    ("name", "status", "status_when", "payer", "effect", "evaluator", "report_planned", "report_actual", "frame"), pl.String
) | {"frame_total_nok": pl.Decimal(18, 2)}


def instruments(snapshot: Snapshot) -> InstrumentOverview:
    """The instruments of the programme's agreement that are valid on the day, with frame and evaluation status.

    An evaluation is one that is listed and not cancelled, however far it has come; its status is the furthest dated stage
    that has been reached. The row of knowledge development (which the programme itself lies in) is listed but not
    counted, and its money is part of `total_quantified_nok` only. `evaluations_started` counts instruments whose
    leading evaluation has started or come further, `evaluations_in_preparation` those whose evaluation is being prepared
    or commissioned; with `evaluations_planned` and those without they make up the count.

    The reader may not conclude that an evaluated instrument has, or lacks, an effect: an evaluation listed is not evidence.
    """
    programme = current_programme(snapshot)
    rows = snapshot.table("instrument")
    if programme is not None:
        rows = rows.filter(pl.col("agreement_id") == programme.agreement_id)
    valid = rows.filter(valid_on(judging_day(snapshot))).sort("order_no", "instrument_id", nulls_last=True)
    evaluations = evaluations_of(snapshot)
    frames = instrument_frames(snapshot)
    found = tuple(_status(row, frames, evaluations) for row in valid.iter_rows(named=True))
    caveats = ("evidence.caveat_listed", "evidence.caveat_annex", "evidence.caveat_unknown_amount")
    return InstrumentOverview(
        basis=basis(snapshot, *_TABLES, caveats=tuple(say(key) for key in caveats)),
        instruments=found,
        ended_ids=tuple(rows.join(valid, on="instrument_id", how="anti").get_column("instrument_id").sort().to_list()),
        whole_agreement=tuple(evaluation for evaluation in evaluations if evaluation.instrument_id is None),
        gates=gates_of(snapshot, evaluations),
    )


def _status(row: dict[str, Any], frames: dict[str, InstrumentFrame], evaluations: tuple[Evaluation, ...]) -> InstrumentStatus:
    own = tuple(e for e in evaluations if e.instrument_id == row["instrument_id"])
    return InstrumentStatus(
        instrument_id=row["instrument_id"],
        name=Text(row["name_nb"], row["name_en"]),
        short=Text(row["short_nb"], row["short_en"]),
        is_own=bool(row["is_knowledge_development"]),
        frame=frames.get(row["instrument_id"], UNKNOWN_FRAME),
        evaluations=own,
        lead=leading(own),
    )


def _instrument_json(instrument: InstrumentStatus) -> dict[str, Any]:
    lead = instrument.lead
    return {
        "id": instrument.instrument_id,
        "name_nb": instrument.name.nb,
        "name_en": instrument.name.en,
        "is_knowledge_development": instrument.is_own,
        "frame_total_nok": instrument.frame.total_nok,
        "frame_unit": instrument.frame.unit,
        "frame_by_year": instrument.frame.by_year,
        "frame_as_written_nb": instrument.frame.as_written_nb,
        "evaluation_status": instrument.evaluation_status,
        "evaluation_status_date": lead.status_date if lead else None,
        "evaluation_payer": instrument.evaluation_payer,
        "addresses_effect": instrument.addresses_effect,
        "evaluations": [asdict(evaluation) for evaluation in instrument.evaluations],
    }


def _table_row(instrument: InstrumentStatus) -> dict[str, Any]:
    lead = instrument.lead
    return {
        "instrument_id": instrument.instrument_id,
        "name_nb": instrument.name.nb,
        "name_en": instrument.name.en,
        "is_knowledge_development": instrument.is_own,
        "frame_unit": instrument.frame.unit,
        "frame_total_nok": instrument.frame.total_nok,
        "frame_as_written_nb": instrument.frame.as_written_nb,
        "evaluation_status": instrument.evaluation_status,
        "status_date": lead.status_date if lead else None,
        "evaluation_payer": instrument.evaluation_payer,
        "addresses_effect": instrument.addresses_effect,
        "evaluations": len(instrument.evaluations),
        "evaluator_nb": lead.evaluator_nb if lead else None,
        "report_planned_date": lead.report_planned_date if lead else None,
        "report_current_date": lead.report_current_date if lead else None,
        "report_actual_date": lead.report_actual_date if lead else None,
    }


def _shown_row(instrument: InstrumentStatus, lang: str) -> dict[str, Any]:
    lead = instrument.lead
    own = say("evidence.not_counted").get(lang)
    name = instrument.name.get(lang)
    row: dict[str, Any] = {
        "name": f"{name} ({own})" if instrument.is_own else name,
        "status": status_words(instrument.evaluation_status).get(lang),
        "payer": label("evaluation_payer", instrument.evaluation_payer, lang),
        "effect": label("yes_no_unknown", instrument.addresses_effect, lang),
        "frame": instrument.frame.as_written_nb,
        "frame_total_nok": instrument.frame.total_nok,
    }
    if lead is not None:
        planned = lead.report_current_date or lead.report_planned_date
        row |= {
            "status_when": told(lead.status_date, lead.status_precision, lang),
            "evaluator": lead.evaluator_nb,
            "report_planned": told(planned, lead.report_precision, lang),
            "report_actual": told(lead.report_actual_date, lead.report_precision, lang),
        }
    return row


def status_words(status: str) -> Text:
    """The words for an evaluation status, also for `none`."""
    code = CODE_LISTS["evaluation_stage"].by_value.get(status)
    return Text(code.nb, code.en) if code else say("evidence.no_evaluation")
