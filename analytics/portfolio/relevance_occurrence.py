"""The exclusion of 8.1 as a question to decide: work that only describes occurrence of sick leave and drop-out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from data.snapshot import Snapshot
from domain.text import Text, say

#: Whether the work only describes occurrence: yes, no, or not decided.
STATES: tuple[str, ...] = ("yes", "undecided", "no")
#: Why the question is asked of a project.
REASONS: tuple[str, ...] = ("marked_yes", "marked_unknown", "not_marked", "descriptive", "no_question")
#: Questions that only describe how something is done.
_DESCRIBING = ["implementation"]


@dataclass(frozen=True, slots=True)
class OccurrenceTotal:
    """The projects with one answer: how many, what they cost and what is paid, in kroner without value added tax.

    `amount_unknown` is how many of them have no contract.
    """

    state: str
    projects: int
    amount_nok: Decimal
    amount_unknown: int
    paid_nok: Decimal


@dataclass(frozen=True, eq=False)
class Occurrence:
    """The question for the programme's projects.

    Attributes:
        rows: the projects that the question is asked of, those not decided first; columns of `occurrence`.
        totals: all projects of the programme by answer, in the order of `STATES`.
    """

    rows: pl.DataFrame
    totals: tuple[OccurrenceTotal, ...]

    def total(self, state: str) -> OccurrenceTotal:
        """The total of one answer."""
        return next(total for total in self.totals if total.state == state)

    @property
    def sentence(self) -> Text:
        """How many are decided to only describe occurrence, and how many are not decided, with the money."""
        yes, open_ = self.total("yes"), self.total("undecided")
        parts = [
            say(f"relevance.occurrence_yes_{_number(yes)}", **_numbers(yes)),
            say(f"relevance.occurrence_open_{_number(open_)}", **_numbers(open_)),
        ]
        return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))


def occurrence(snapshot: Snapshot, projects: pl.DataFrame) -> Occurrence:
    """The projects that the question of 8.1 is asked of, with the answer that someone has given.

    The question is asked when the project is marked yes or not stated, when nothing is marked, when it has no kind of
    question, or when its design says nothing about effect and it only asks how something is done. The answer is never
    worked out: it is what has been decided. Descriptive work is not excluded as such.

    Args:
        projects: the register with `role`, one row a project.

    Returns:
        Rows with `project_id`, titles, `status`, `role`, `state` (one of `STATES`), `reasons` (of `REASONS`),
        `decided_by`, `decided_date`, `reason_nb`, `question_kinds`, `design_id`, `amount_nok`, `paid_nok`.
    """
    designs = snapshot.table("tag").select(design_id="tag_id", design_nb="name_nb", design_en="name_en", level="sms_start")
    decided = snapshot.table("project").select(
        "project_id",
        decided_by="occurrence_decided_by",
        decided_date="occurrence_decided_date",
        reason_nb="occurrence_reason_nb",
    )
    rows = projects.join(designs, on="design_id", how="left").join(decided, on="project_id", how="left")
    rows = rows.with_columns(
        state=pl.when(pl.col("occurrence_only").is_in(["yes", "no"]))
        .then(pl.col("occurrence_only"))
        .otherwise(pl.lit("undecided")),
        reasons=_reasons(),
    )
    asked = rows.filter(pl.col("reasons").list.len() > 0)
    order = pl.col("state").replace_strict({"undecided": 0, "yes": 1, "no": 2}, return_dtype=pl.Int64)
    return Occurrence(asked.sort(order, "project_id").select(_COLUMNS), tuple(_total(rows, state) for state in STATES))


_COLUMNS = (
    "project_id",
    "title_nb",
    "title_en",
    "status",
    "role",
    "state",
    "reasons",
    "decided_by",
    "decided_date",
    "reason_nb",
    "question_kinds",
    "design_id",
    "design_nb",
    "design_en",
    "amount_nok",
    "paid_nok",
)


def _reasons() -> pl.Expr:
    mark, kinds = pl.col("occurrence_only"), pl.col("question_kinds")
    describes = (kinds.list.len() > 0) & (kinds.list.set_difference(_DESCRIBING).list.len() == 0)
    holds = {
        "marked_yes": mark == "yes",
        "marked_unknown": mark == "unknown",
        "not_marked": mark.is_null(),
        "descriptive": describes & pl.col("level").is_null(),
        "no_question": kinds.list.len() == 0,
    }
    return pl.concat_list(pl.when(holds[name]).then(pl.lit(name)) for name in REASONS).list.drop_nulls()


def _total(rows: pl.DataFrame, state: str) -> OccurrenceTotal:
    own = rows.filter(pl.col("state") == state)
    amount, paid = own.get_column("amount_nok"), own.get_column("paid_nok")
    return OccurrenceTotal(
        state, len(own), Decimal(amount.sum() or 0), int(amount.null_count()), Decimal(paid.sum() or 0)
    )  # fmt: skip


def _number(total: OccurrenceTotal) -> str:
    return {0: "none", 1: "one"}.get(total.projects, "many")


def _numbers(total: OccurrenceTotal) -> dict[str, int | Decimal]:
    return {"count": total.projects, "amount": total.amount_nok, "paid": total.paid_nok}
