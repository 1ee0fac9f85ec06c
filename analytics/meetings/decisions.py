"""What each body has dealt with, what became of each party's input, and what was agreed to be done: the report `decisions`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from analytics.meetings.decision_rows import (
    ACTION_STATES,
    BREACH_RULES,
    PLANS_RULE,
    action_rows,
    breaches_of,
    decision_rows,
    plan_rows,
    with_links,
)
from analytics.meetings.decision_text import decisions_sentence
from analytics.portfolio.needs import NOTHING, needs
from analytics.portfolio.needs_inputs import OUTCOMES
from analytics.portfolio.needs_text import inputs_sentence, silent_sentence
from analytics.result import Basis, basis
from analytics.rules.plan_model import PlanRule
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import Text, say

_TABLES = ("decision", "body", "meeting", "meeting_input", "action_item", "action_plan")
KINDS: tuple[str, ...] = CODE_LISTS["decision_kind"].values


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; an empty choice does not limit. `NOTHING` asks for what has no meeting or owner.

    Attributes:
        bodies, kinds: of decisions.
        parties, outcomes: of inputs.
        owners, states: of actions.
        meetings, text: of all three; every word of the text must stand in a row.
    """

    bodies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, eq=False)
class Decisions:
    """The log of the programme's governance on the day.

    Attributes:
        all_decisions: one row a matter, the newest first; the columns of `decision_rows.decision_rows`.
        all_inputs: one row an input, the newest first; the columns of `needs_inputs.input_rows` with `plan_line_ids`.
        all_actions: one row an action, what needs doing first; the columns of `decision_rows.action_rows`.
        parties: one row a party with what became of its inputs; the columns of `needs_inputs.party_rows`.
        plans: one row an action plan that was sent to the ministry.
        bodies: the bodies, with whether they decide.
        meetings: names of the meetings that any row is from, by id, the last first.
        hidden: tables that the reader may not see; what they hold is unknown, not nothing.
        asked: what the lists are limited to.
    """

    basis: Basis
    all_decisions: pl.DataFrame
    all_inputs: pl.DataFrame
    all_actions: pl.DataFrame
    parties: pl.DataFrame
    plans: pl.DataFrame
    bodies: pl.DataFrame
    meetings: Mapping[str, Text]
    hidden: tuple[str, ...]
    asked: Asked

    @property
    def decisions(self) -> pl.DataFrame:
        """The matters that are asked for."""
        rows = _only(self.all_decisions, body_id=self.asked.bodies, kind=self.asked.kinds, meeting_id=self.asked.meetings)
        return _with_words(rows, self.asked.text, ("decision_id", "text_nb", "body_nb", "body_en", "meeting_nb", "document_ref"))

    @property
    def inputs(self) -> pl.DataFrame:
        """The inputs that are asked for."""
        rows = _only(
            self.all_inputs, organisation_id=self.asked.parties, outcome=self.asked.outcomes, meeting_id=self.asked.meetings
        )
        names = ("input_id", "text_nb", "organisation_nb", "organisation_en", "outcome_nb", "need_nb", "meeting_nb")
        return _with_words(rows, self.asked.text, names)

    @property
    def actions(self) -> pl.DataFrame:
        """The actions that are asked for."""
        rows = _only(self.all_actions, owner_id=self.asked.owners, state=self.asked.states, meeting_id=self.asked.meetings)
        return _with_words(rows, self.asked.text, ("action_id", "text_nb", "owner_nb", "owner_en", "meeting_nb"))

    @property
    def breaches(self) -> pl.DataFrame:
        """The matters that break a rule of the plan, or should be looked at, whatever is asked for."""
        return self.all_decisions.filter(pl.col("breach_nb").is_not_null())

    @property
    def is_limited(self) -> bool:
        """Whether the lists are limited to something."""
        return self.asked != Asked()

    @property
    def can_see(self) -> bool:
        """Whether the reader may see the log."""
        return not self.hidden

    @property
    def sentence(self) -> Text:
        """How many matters of each kind, what became of the inputs, and what is to be done; with what breaks the rules."""
        return decisions_sentence(self)

    @property
    def inputs_sentence(self) -> Text:
        """What became of the inputs that are asked for."""
        return inputs_sentence(self.inputs)

    @property
    def silent_sentence(self) -> Text | None:
        """Which of the members asked for gave none of the inputs; None when all did."""
        wanted = self.asked.parties
        rows = self.parties.filter(pl.col("organisation_id").is_in(list(wanted))) if wanted else self.parties
        return silent_sentence(rows, self.inputs)

    @property
    def rules(self) -> tuple[PlanRule, ...]:
        """The rules that the log is held against."""
        return (*BREACH_RULES, PLANS_RULE)

    def choose(self, asked: Asked) -> Decisions:
        """The same log with other lists asked for."""
        return replace(self, asked=asked)

    def as_json(self) -> dict[str, Any]:
        """The counts, the rules with what breaks them, and the lists that are asked for."""
        inputs = self.inputs
        return {
            "hidden_tables": list(self.hidden),
            "asked": asdict(self.asked),
            "decisions": {
                "count": len(self.all_decisions), "by_kind": _counts(self.all_decisions, "kind", KINDS),
                "by_body": _counts(self.all_decisions, "body_id", self.bodies.get_column("body_id").to_list()),
                "matters_of_principle": int(self.all_decisions.get_column("is_matter_of_principle").sum()),
                "chosen": len(self.decisions), "rows": self.decisions.to_dicts(),
            },
            "bodies": self.bodies.to_dicts(),
            "rules": [{"id": rule.id, "title": rule.title, "demand": rule.demand, "place": rule.place} for rule in self.rules],
            "breaches": self.breaches.select("decision_id", "severity", "breach_nb", "breach_en").to_dicts(),
            "plans_sent": self.plans.to_dicts(),
            "inputs": {
                "count": len(self.all_inputs), "by_outcome": _counts(self.all_inputs, "outcome", OUTCOMES),
                "chosen": len(inputs), "chosen_by_outcome": _counts(inputs, "outcome", OUTCOMES),
                "sentence": self.inputs_sentence, "without_input": self.silent_sentence, "rows": inputs.to_dicts(),
            },
            "parties": self.parties.to_dicts(),
            "actions": {
                "count": len(self.all_actions), "by_state": _counts(self.all_actions, "state", ACTION_STATES),
                "chosen": len(self.actions), "rows": self.actions.to_dicts(),
            },
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a matter, input or action that is asked for."""
        parts = [
            self.decisions.select(
                entry=pl.lit("decision"), id="decision_id", date="decided_date", who="body_nb", kind="kind", text_nb="text_nb",
                explanation_nb="breach_nb", meeting_id="meeting_id", document_ref="document_ref",
            ),
            self.inputs.select(
                entry=pl.lit("input"), id="input_id", date="received_date", who="organisation_nb", kind="outcome",
                text_nb="text_nb", explanation_nb="outcome_nb", meeting_id="meeting_id", done_date="outcome_date",
            ),
            self.actions.select(
                entry=pl.lit("action"), id="action_id", date="agreed_date", who="owner_nb", kind="state", text_nb="text_nb",
                meeting_id="meeting_id", due_date="due_date", done_date="done_date", days_late="days_late",
            ),
        ]  # fmt: skip
        return pl.concat(parts, how="diagonal")


def decisions(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> Decisions:
    """The matters, inputs and actions that are known on the day.

    A matter is told with the body and whether it decides; one that breaks a rule of the plan (a body that does not decide, a
    matter of principle that the coordination group has not had) is marked with the rule's own words, and stays in the list.
    Inputs are as in the report `needs`; nothing written of an input is "not settled". An action is overdue from the day after
    its due date; without one it is open, never overdue.

    The reader may not conclude that an input that was taken in led to anything but what is told of it.

    Args:
        snapshot: the programme as it was known on the day.
        choices: `body`, `kind`, `party`, `outcome`, `owner`, `status` (of actions), `meeting`, each several with commas, and
            `text`. Totals are of all whatever is chosen.

    Raises:
        UserError: a choice does not exist on the day.
    """
    found = needs(snapshot)
    rows, actions = decision_rows(snapshot), action_rows(snapshot)
    inputs = with_links(found.inputs, found.graph.edges)
    bodies = snapshot.table("body").select(
        "body_id", "name_nb", "name_en", "can_decide", count=_count_of(rows, "body_id", "body_id")
    )
    hidden = tuple(name for name in ("decision", "meeting_input", "action_item") if not snapshot.can_see(TABLES[name]))
    caveats = tuple(say(f"decisions.caveat_{name}") for name in ("rules", "outcome", "overdue"))
    result = Decisions(
        basis(snapshot, *_TABLES, caveats=caveats), breaches_of(snapshot, rows), inputs, actions, found.parties,
        plan_rows(snapshot), bodies, _meetings(snapshot, rows, inputs, actions), hidden, Asked(),
    )  # fmt: skip
    return result.choose(_asked(result, choices or {}))


def _count_of(rows: pl.DataFrame, column: str, key: str) -> pl.Expr:
    counts = dict(rows.group_by(column).len().iter_rows())
    return pl.col(key).replace_strict(counts, default=0, return_dtype=pl.Int64)


def _meetings(snapshot: Snapshot, *frames: pl.DataFrame) -> dict[str, Text]:
    used = {key for frame in frames for key in frame.get_column("meeting_id").drop_nulls().unique()}
    day = pl.coalesce("held_date", "planned_date")
    rows = snapshot.table("meeting").filter(pl.col("meeting_id").is_in(list(used))).sort(day, "meeting_id", descending=True)
    return {
        row["meeting_id"]: say("decisions.meeting", date=row["held_date"] or row["planned_date"], title=row["title_nb"])
        for row in rows.iter_rows(named=True)
    }


def _asked(found: Decisions, given: Mapping[str, str]) -> Asked:
    parties = sorted({*found.parties.get_column("organisation_id"), *found.all_inputs.get_column("organisation_id")})
    owners = found.all_actions.get_column("owner_id").drop_nulls().unique().sort().to_list()
    allowed: dict[str, Sequence[str]] = {
        "body": found.bodies.get_column("body_id").to_list(), "kind": KINDS, "party": parties, "outcome": OUTCOMES,
        "owner": [*owners, NOTHING], "status": ACTION_STATES, "meeting": [*found.meetings, NOTHING],
    }  # fmt: skip
    chosen = {field: _values(given, name, values) for (name, values), field in zip(allowed.items(), _FIELDS, strict=True)}
    return Asked(text=given.get("text", "").strip(), **chosen)


_FIELDS = ("bodies", "kinds", "parties", "outcomes", "owners", "states", "meetings")


def _values(given: Mapping[str, str], name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    whole = given.get(name, "").strip()
    values = (whole,) if whole in allowed else tuple(part.strip() for part in whole.split(",") if part.strip())
    wrong = next((value for value in values if value not in allowed), None)
    if wrong is not None:
        words = say("decisions.wrong_choice", name=name, value=wrong, allowed=", ".join(allowed) or "–")
        raise UserError(words.nb, words.en, code="wrong_choice")
    return values


def _only(rows: pl.DataFrame, **wanted: Sequence[str]) -> pl.DataFrame:
    for column, values in wanted.items():
        if values:
            is_none = pl.col(column).is_null() & pl.lit(NOTHING in values)
            rows = rows.filter(pl.col(column).is_in(list(values)) | is_none)
    return rows


def _with_words(rows: pl.DataFrame, text: str, columns: Sequence[str]) -> pl.DataFrame:
    whole = pl.concat_str([pl.col(name).fill_null("") for name in columns], separator="\n").str.to_lowercase()
    for word in text.lower().split():
        rows = rows.filter(whole.str.contains(word, literal=True))
    return rows


def _counts(rows: pl.DataFrame, column: str, values: Sequence[str]) -> dict[str, int]:
    found = dict(rows.group_by(column).len().iter_rows())
    return {value: found.get(value, 0) for value in values}
