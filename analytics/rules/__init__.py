"""The registry of rules: what data must meet before it is stored. A new rule is one line here and its three texts."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.rules import content, model
from analytics.rules.candidate import Candidate
from analytics.rules.rule import Rule
from data.imports.findings import RawFinding
from domain.findings import DataFinding

RULES: tuple[Rule, ...] = (
    Rule("required", "", "hard", (), "", model.check_required),
    Rule("key_unique", "", "hard", (), "", model.check_key_unique),
    Rule("unique", "", "hard", (), "", model.check_unique),
    Rule("unique_stored", "", "hard", (), "", model.check_unique_stored),
    Rule("reference", "", "hard", (), "", model.check_reference),
    Rule("reference_kept", "", "hard", (), "", model.check_reference_kept),
    Rule("no_circle", "", "hard", (), "", model.check_no_circle),
    Rule("minimum", "", "hard", (), "", model.check_minimum),
    Rule("maximum", "", "hard", (), "", model.check_maximum),
    Rule("date_order", "", "hard", (), "", model.check_date_order),
    Rule("one_of", "", "hard", (), "", model.check_one_of),
    Rule("any_of", "", "hard", (), "", model.check_any_of),
    Rule("area_shares", "project_area", "hard", ("share_pct",), "8.2", content.check_area_shares),
    Rule("question_shares", "project_question", "hard", ("share_pct",), "", content.check_question_shares),
    Rule("payment_sign", "payment", "hard", ("kind", "amount_nok", "vat_nok"), "", content.check_payment_sign),
)


def raw_findings(candidate: Candidate, rules: Iterable[Rule] = RULES) -> Iterable[RawFinding]:
    """Every row that does not meet a rule, rule by rule."""
    for rule in rules:
        yield from rule.check(candidate)


def check_rules(candidate: Candidate, rules: Iterable[Rule] = RULES) -> list[DataFinding]:
    """Every row that does not meet a rule, in words."""
    return [finding.worded() for finding in raw_findings(candidate, rules)]


__all__ = ["RULES", "Candidate", "Rule", "check_rules", "raw_findings"]
