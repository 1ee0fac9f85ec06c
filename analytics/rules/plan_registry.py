"""The registry of the rules that follow from the programme plan. A new rule is one entry in its module and its texts."""

from __future__ import annotations

from analytics.rules import (
    plan_action_plans,
    plan_contracts,
    plan_eligibility,
    plan_frameworks,
    plan_governance,
    plan_meetings,
    plan_money,
    plan_notes,
    plan_payments,
    plan_portfolio,
    plan_results,
    plan_shares,
    plan_wording,
)
from analytics.rules.plan_model import PlanRule

#: Every rule, in the order of the plan's chapters as far as the topics go together.
PLAN_RULES: tuple[PlanRule, ...] = (
    *plan_eligibility.RULES,
    *plan_shares.RULES,
    *plan_governance.RULES,
    *plan_action_plans.RULES,
    *plan_meetings.RULES,
    *plan_money.RULES,
    *plan_portfolio.RULES,
    *plan_notes.RULES,
    *plan_frameworks.RULES,
    *plan_contracts.RULES,
    *plan_payments.RULES,
    *plan_results.RULES,
    *plan_wording.RULES,
)
