"""The sentences about one project."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.project_base import Base
from analytics.portfolio.project_method import Method
from analytics.portfolio.project_money import Money
from analytics.portfolio.project_rows import lower
from analytics.portfolio.project_timeline import planned_end
from domain.text import LANGS, Text, say


def sentence(base: Base, money: Money, method: Method, items: pl.DataFrame, *, has_title: bool = True) -> Text:
    """Who does what, where it stands, the contract sum against what is paid, and what the design can say something about.

    Args:
        base, money, method, items: of the project.
        has_title: whether the title is part of it; it need not be below a heading that is the title.
    """
    parts = [_who(base, has_title=has_title), _where(base, items), _costs(money), _design(method)]
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in LANGS))


def _who(base: Base, *, has_title: bool) -> Text:
    if not has_title:
        return say("project.who_short", leads=base.leads) if base.leads else say("project.who_short_unknown")
    if not base.leads:
        return say("project.who_unknown", title=base.title)
    return say("project.who", leads=base.leads, title=base.title)


def _where(base: Base, items: pl.DataFrame) -> Text:
    step = next((step for step in base.ladder if step.is_now), None)
    end = planned_end(base.row, items)
    if base.status == "stopped":
        return say("project.where_stopped", date=base.row["stopped_date"])
    if base.status == "running" and end is not None:
        return say("project.where_running", started=base.row["started_date"], end=end)
    key = f"project.where.{base.status}"
    day = step.reached_date if step else None
    return say(key) if day is None else say("project.where_dated", words=say(key), date=day)


def _costs(money: Money) -> Text:
    paid, one = money.paid_on_contracts_nok, len(money.contracts) == 1
    if money.contract_nok is None:
        return say("project.costs_unknown")
    if paid is None:
        return say("project.costs_unpaid_one" if one else "project.costs_unpaid", amount=money.contract_nok)
    return say("project.costs_one" if one else "project.costs", amount=money.contract_nok, paid=paid)


def _design(method: Method) -> Text:
    name, design = method.design_name, method.design
    if name is None or design is None:
        return say("project.design_unknown")
    about, level = design["speaks_about_nb"], design["sms_start"]
    return say(_DESIGN[bool(about), level is not None], design=lower(name), about=about, level=level)


#: The text, by whether the design says what it speaks about and which level it starts at.
_DESIGN = {
    (False, False): "project.design",
    (False, True): "project.design_level",
    (True, False): "project.design_about",
    (True, True): "project.design_about_level",
}
