"""The rules of the programme plan judged on a snapshot: every rule with what it judged, and every hit with its assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from analytics.result import Basis, basis
from analytics.rules import RULES
from analytics.rules.plan_model import HIT_SCHEMA, SEVERITIES, PlanRule, hits_of
from analytics.rules.plan_registry import PLAN_RULES
from data.snapshot import Snapshot
from domain.codes import label
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import Text, say

#: What came of a rule: hits; rows judged without any; no rows to judge; only rows that lack what is needed; not visible.
RuleState = Literal["hits", "no_hits", "nothing", "unjudged", "hidden"]
#: What has been done about a hit. `hidden` when the reader may not see assessments.
STATES: tuple[str, ...] = ("open", "assessed", "hidden")


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule on the day.

    Attributes:
        rule: the rule.
        state: see `RuleState`.
        judged: rows that could be judged; None when they may not be seen.
        unjudged: rows that lack a date, an amount or a limit; None when they may not be seen.
        breaches, considered, notes: open hits by severity.
        assessed: hits that have an assessment, of any severity.
    """

    rule: PlanRule
    state: RuleState
    judged: int | None
    unjudged: int | None
    breaches: int = 0
    considered: int = 0
    notes: int = 0
    assessed: int = 0

    @property
    def hits(self) -> int:
        """All hits, assessed ones too."""
        return self.breaches + self.considered + self.notes + self.assessed

    @property
    def words(self) -> Text:
        """What came of the rule, in words, with what is assessed and what could not be judged."""
        keys = {
            "hits": "state_hit" if self.hits == 1 else "state_hits",
            "no_hits": "state_no_hit" if self.judged == 1 else "state_no_hits",
        }  # fmt: skip
        words = say(f"plan_rules.{keys.get(self.state, f'state_{self.state}')}", count=self.hits, judged=self.judged or 0)
        if self.assessed:
            words = say("plan_rules.with_assessed", words=words, count=self.assessed)
        if self.unjudged and self.judged:
            words = say("plan_rules.with_unjudged", words=words, count=self.unjudged)
        return words


@dataclass(frozen=True, eq=False)
class PlanRules:
    """Every rule of the plan, judged.

    Attributes:
        basis: what the result rests on.
        outcomes: every rule, in order.
        all_hits: every hit: `rule_id`, `severity`, `table`, `record_id`, where it leads, `rows`, `message_nb`, `message_en`,
            `state` (of `STATES`), and the last assessment. Gravest first.
        hits: the hits that are asked for.
        assessments_visible: whether the reader may see assessments.
        without_hit: assessments of hits that are no longer there; None when they may not be seen.
    """

    basis: Basis
    outcomes: tuple[RuleOutcome, ...]
    all_hits: pl.DataFrame
    hits: pl.DataFrame
    assessments_visible: bool
    without_hit: int | None

    def count(self, severity: str | None = None, state: str | None = None) -> int:
        """How many of all hits have a severity and a state; None for any."""
        tests = [pl.col(name) == value for name, value in (("severity", severity), ("state", state)) if value is not None]
        return len(self.all_hits.filter(*tests)) if tests else len(self.all_hits)

    def open(self, severity: str) -> int:
        """Hits of a severity that no one has assessed; all of them when assessments may not be seen."""
        return self.count(severity) - self.count(severity, "assessed")

    def in_state(self, state: RuleState) -> int:
        """How many rules came out so."""
        return sum(outcome.state == state for outcome in self.outcomes)

    @property
    def judged(self) -> int:
        """How many rules could be judged."""
        return self.in_state("hits") + self.in_state("no_hits")

    @property
    def sentence(self) -> Text:
        """Open breaches, matters to consider, and how many rules could be judged."""
        parts = [self._found()]
        if assessed := self.count(state="assessed"):
            parts.append(
                say("plan_rules.sentence_assessed_one" if assessed == 1 else "plan_rules.sentence_assessed", count=assessed)
            )
        parts.append(say("plan_rules.sentence_judged", judged=self.judged, rules=len(self.outcomes)))
        for state in ("hidden", "unjudged", "nothing"):
            if count := self.in_state(state):
                parts.append(say(f"plan_rules.sentence_{state}", count=count))
        return Text(*(" ".join(part.get(lang) for part in parts) for lang in ("nb", "en")))

    def _found(self) -> Text:
        breaches, considered = self.open("breach"), self.open("consider")
        day = self.basis.as_of
        first = _counted("breaches", breaches, date=day)
        return say("plan_rules.sentence_both", breaches=first, considered=_counted("considered", considered, date=day), date=day)

    def chosen(self, rules: Iterable[str] = (), severities: Iterable[str] = (), states: Iterable[str] = ()) -> PlanRules:
        """The same result with only the hits of these rules, severities and states; none named is all."""
        tests = [
            pl.col(name).is_in(list(wanted))
            for name, wanted in (("rule_id", rules), ("severity", severities), ("state", states)) if list(wanted)
        ]  # fmt: skip
        return replace(self, hits=self.all_hits.filter(*tests) if tests else self.all_hits)

    def as_json(self) -> dict[str, Any]:
        """Counts, every rule with what came of it, the hits asked for, and the rules of import."""
        return {
            "open": {severity: self.open(severity) for severity in SEVERITIES},
            "assessed": self.count(state="assessed"), "assessments_visible": self.assessments_visible,
            "assessments_without_hit": self.without_hit,
            "rules_total": len(self.outcomes), "rules_judged": self.judged,
            **{f"rules_{state}": self.in_state(state) for state in ("hits", "no_hits", "nothing", "unjudged", "hidden")},
            "rules": [_outcome_json(outcome) for outcome in self.outcomes],
            "hits_shown": len(self.hits), "hits_total": len(self.all_hits), "hits": self.hits.to_dicts(),
            "import_rules": import_rules().to_dicts(),
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a hit that is asked for; the ids of the rows it hit are joined by semicolon."""
        return self.hits.with_columns(pl.col("rows").list.join("; "))

    def rule_table(self) -> pl.DataFrame:
        """One row a rule: its words in both languages, its severity, its state and its counts."""
        rows = [
            {
                "rule_id": o.rule.id, **_both("title", o.rule.title), **_both("demand", o.rule.demand),
                **_both("todo", o.rule.todo), **_both("place", o.rule.place), "severity": o.rule.severity, "state": o.state,
                **_both("outcome", o.words),
                "judged": o.judged, "unjudged": o.unjudged, "breach": o.breaches, "consider": o.considered, "note": o.notes,
                "assessed": o.assessed, "hits": o.hits,
            }
            for o in self.outcomes
        ]  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)


def plan_rules(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> PlanRules:
    """Judge every rule of the plan.

    Args:
        snapshot: the programme on a day.
        choices: `rule`, `severity` and `status` ("open", "assessed"), several with commas; they limit the hits that are
            listed, never the counts of the rules.

    Raises:
        UserError: a choice does not exist.

    A hit says that rows do not agree with what the plan demands, as they are recorded. It does not say why, nor that anyone
    has done wrong: the record may be wrong. A rule without hits says that only for the rows it could judge.
    """
    judged = [_judge(snapshot, rule) for rule in PLAN_RULES]
    hits = _with_assessments(snapshot, pl.concat([hits for _, hits in judged]))
    counts = _counts(hits)
    outcomes = tuple(_counted_outcome(outcome, counts) for outcome, _ in judged)
    read = sorted({name for rule in PLAN_RULES for name in rule.reads if snapshot.can_see(TABLES[name])})
    visible = snapshot.can_see(TABLES["rule_assessment"])
    caveats = [say("plan_rules.caveat_recorded"), say("plan_rules.caveat_unjudged")]
    if not visible:
        caveats.append(say("plan_rules.caveat_assessments"))
    made = PlanRules(
        basis(snapshot, *read, "rule_assessment", caveats=tuple(caveats)), outcomes, hits, hits, visible,
        _without_hit(snapshot, hits, outcomes) if visible else None,
    )  # fmt: skip
    return made.chosen(**_choices(choices or {}))


def import_rules() -> pl.DataFrame:
    """The rules that data must meet before they are stored: words, table, severity and chapter."""
    rows = [
        {"rule_id": rule.id, **_both("title", rule.title), **_both("expected", rule.expected), "table": rule.table or None,
         "severity": rule.severity, "paragraph": rule.paragraph or None}
        for rule in RULES
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _judge(snapshot: Snapshot, rule: PlanRule) -> tuple[RuleOutcome, pl.DataFrame]:
    if not rule.is_visible(snapshot):
        return RuleOutcome(rule, "hidden", None, None), pl.DataFrame(schema=HIT_SCHEMA)
    found = rule.check(snapshot)
    hits = hits_of(rule, found)
    if not hits.is_empty():
        state: RuleState = "hits"
    elif found.judged:
        state = "no_hits"
    else:
        state = "unjudged" if found.unjudged else "nothing"
    return RuleOutcome(rule, state, found.judged, found.unjudged), hits


def _with_assessments(snapshot: Snapshot, hits: pl.DataFrame) -> pl.DataFrame:
    """The hits with the last assessment known on the day, gravest first."""
    last = snapshot.table("rule_assessment").sort("assessed_date", "rule_assessment_id", nulls_last=False).unique(
        ["rule_id", "record_id"], keep="last", maintain_order=True
    ).select(
        "rule_id", "record_id", "conclusion", "assessed_by", "assessed_date", assessed_reason_nb="reason_nb",
        assessed_document="document_ref",
    )  # fmt: skip
    joined = hits.join(last, on=["rule_id", "record_id"], how="left")
    unseen = "open" if snapshot.can_see(TABLES["rule_assessment"]) else "hidden"
    state = pl.when(pl.col("conclusion").is_not_null()).then(pl.lit("assessed")).otherwise(pl.lit(unseen))
    order = pl.col("rule_id").replace_strict({rule.id: n for n, rule in enumerate(PLAN_RULES)}, return_dtype=pl.Int64)
    grave = pl.col("severity").replace_strict({name: n for n, name in enumerate(SEVERITIES)}, return_dtype=pl.Int64)
    done = (pl.col("state") == "assessed").cast(pl.Int8)
    return joined.with_columns(state=state).sort(grave, done, order, "record_id", "message_nb")


def _counts(hits: pl.DataFrame) -> dict[tuple[str, str, bool], int]:
    sums = hits.group_by("rule_id", "severity", is_assessed=pl.col("state") == "assessed").len()
    return {(rule, severity, done): count for rule, severity, done, count in sums.iter_rows()}


def _counted_outcome(outcome: RuleOutcome, counts: Mapping[tuple[str, str, bool], int]) -> RuleOutcome:
    rule = outcome.rule.id
    breaches, considered, notes = (counts.get((rule, severity, False), 0) for severity in SEVERITIES)
    assessed = sum(counts.get((rule, severity, True), 0) for severity in SEVERITIES)
    return replace(outcome, breaches=breaches, considered=considered, notes=notes, assessed=assessed)


def _without_hit(snapshot: Snapshot, hits: pl.DataFrame, outcomes: Iterable[RuleOutcome]) -> int:
    seen = [outcome.rule.id for outcome in outcomes if outcome.state != "hidden"]
    rows = snapshot.table("rule_assessment").filter(pl.col("rule_id").is_in(seen)).select("rule_id", "record_id").unique()
    return len(rows.join(hits.select("rule_id", "record_id"), on=["rule_id", "record_id"], how="anti"))


def _choices(choices: Mapping[str, str]) -> dict[str, list[str]]:
    allowed = {
        "rule": ("rules", [rule.id for rule in PLAN_RULES]), "severity": ("severities", list(SEVERITIES)),
        "status": ("states", list(STATES)),
    }  # fmt: skip
    made = {}
    for name, (argument, known) in allowed.items():
        wanted = [part.strip() for part in choices.get(name, "").split(",") if part.strip()]
        if unknown := [part for part in wanted if part not in known]:
            text = say("plan_rules.unknown_choice", name=name, asked=unknown, known=known)
            raise UserError(text.nb, text.en, code=f"unknown_{name}")
        made[argument] = wanted
    return made


def _counted(kind: str, count: int, **values: Any) -> Text:
    form = {0: "none", 1: "one"}.get(count, "many")
    return say(f"plan_rules.{kind}_{form}", count=count, **values)


def _both(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_nb": text.nb, f"{name}_en": text.en}


def _outcome_json(outcome: RuleOutcome) -> dict[str, Any]:
    rule = outcome.rule
    return {
        "id": rule.id, "title": rule.title.as_dict(), "demand": rule.demand.as_dict(), "todo": rule.todo.as_dict(),
        "severity": rule.severity, "severity_nb": label("rule_severity", rule.severity), "table": rule.table,
        "columns": list(rule.columns), "paragraph": list(rule.paragraph), "state": outcome.state,
        "words": outcome.words.as_dict(),
        "judged": outcome.judged, "unjudged": outcome.unjudged, "hits": outcome.hits, "assessed": outcome.assessed,
        "open": dict(zip(SEVERITIES, (outcome.breaches, outcome.considered, outcome.notes), strict=True)),
    }  # fmt: skip
