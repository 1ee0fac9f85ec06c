"""A split of a change in words, and as JSON. Composition and level are arithmetic: no sentence says why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from analytics.sickness.industries_words import quoted, sex_name, type_name, why_not_name
from analytics.sickness.json_form import number
from analytics.sickness.words import join, vintage_name
from domain.periods import is_quarter
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.sickness.decomposition import AbsenceDecomposition
    from analytics.sickness.decomposition_figures import Lack
    from analytics.sickness.decomposition_parts import Component, Split

#: So many groups that lack the same are named; of more the number is told.
_NAMED = 4
_EXACT = 1e-9


def component_name(name: str) -> Text:
    """The name of a part of the change."""
    if name in ("self_certified", "doctor_certified"):
        return type_name(name)
    return say(f"decomposition.component.{name}")


def sentence(made: AbsenceDecomposition) -> Text:
    """The change, and how much of it is composition and level; or what is lacking."""
    if made.from_period is None or made.to_period is None:
        return say("decomposition.sentence.nothing", by=_by(made), as_of=made.basis.as_of)
    if made.split is None:
        first = say("decomposition.sentence.lacking", by=_by(made), first=made.from_period, last=made.to_period)
        return join([first, *lack_texts(made)])
    return join([_change(made, made.split), _split(made.split, _by(made))])


def _by(made: AbsenceDecomposition) -> Text:
    return say(f"decomposition.by.{made.by}")


def _change(made: AbsenceDecomposition, split: Split) -> Text:
    way = "same" if split.change_pp == 0 else "up" if split.change_pp > 0 else "down"
    sex = Text("", "") if made.sex == "both" else say("industries.sentence.sex", sex=sex_name(made.sex))
    return say(
        f"decomposition.sentence.change_{way}", first=made.from_period, last=made.to_period, before=rate_text(split.from_rate),
        after=rate_text(split.to_rate), change=abs(split.change_pp), type=type_name(made.absence_type), sex=sex,
    )  # fmt: skip


def rate_text(rate: float) -> Text:
    """A rate with one decimal when that is all it has, else with two."""
    return say("decomposition.rate" if abs(round(rate, 1) - rate) < _EXACT else "decomposition.rate2", value=round(rate, 6))


def _split(split: Split, by: Text) -> Text:
    parts = [
        say("decomposition.sentence.part", name=component_name(part.name), value=signed(part.value_pp), range=range_text(part))
        for part in split.components
    ]
    return say("decomposition.sentence.split", by=by, parts=parts)


def range_text(part: Component) -> Text:
    """What the rounding allows, in brackets; empty when it moves nothing."""
    if part.low_pp is None or part.high_pp is None:
        return Text("", "")
    key = "range_zero" if part.may_be_zero else "range"
    return say(f"decomposition.sentence.{key}", low=signed(part.low_pp), high=signed(part.high_pp))


def signed(value: Decimal) -> Text:
    """A number with its sign and two decimals."""
    plus = "+" if value > 0 else ""
    text = say("decomposition.number", value=value)
    return Text(f"{plus}{text.nb}", f"{plus}{text.en}")


def lack_texts(made: AbsenceDecomposition) -> list[Text]:
    """What is lacking, told once for each reason and period, and what would give it."""
    periods: dict[tuple[str, str, Text], list[str]] = {}
    for lack in made.lacking:
        periods.setdefault((lack.what, lack.reason, lack.name), []).append(lack.period)
    names: dict[tuple[str, str, tuple[str, ...]], list[Text]] = {}
    for (what, reason, name), found in periods.items():
        names.setdefault((what, reason, tuple(found)), []).append(quoted(name))
    texts = []
    for (what, reason, when), own in names.items():
        told = say("decomposition.lack.many", n=len(own)) if len(own) > _NAMED else say("decomposition.lack.few", names=own)
        texts.append(say(f"decomposition.lack.{what}", names=told, periods=list(when), why=_why(reason)))
    return [*texts, *needs(made)]


def lack_reason(lack: Lack) -> Text:
    """Why one figure is lacking."""
    return _why(lack.reason)


def _why(reason: str) -> Text:
    if reason in ("differs", "not_implied", "zero"):
        return say(f"decomposition.lack.{reason}")
    return why_not_name(reason)


def needs(made: AbsenceDecomposition) -> list[Text]:
    """Which table or file would give what is lacking."""
    lacking = {lack.what for lack in made.lacking}
    found = []
    if "rate" in lacking:
        found.append(say(f"decomposition.needs.rate_{made.by}"))
    if "man_days" in lacking:
        found.append(say("decomposition.needs.man_days_sex" if made.by == "sex" else "decomposition.needs.man_days_industry"))
    return found


def caveats(made: AbsenceDecomposition) -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    found = [say("decomposition.caveat.describes"), say("industries.caveat.cannot_say")]
    split = made.split
    if split is None or made.from_period is None or made.to_period is None:
        return tuple(found)
    found.append(say("decomposition.caveat.parts_sum" if split.method == "sum" else "decomposition.caveat.parts"))
    found.append(say(f"decomposition.caveat.method_{split.method}"))
    if any(part.low_pp is not None for part in split.components):
        found.append(say("decomposition.caveat.rounding"))
    if split.published_change_pp is not None:
        found.append(say("decomposition.caveat.published", value=signed(split.published_change_pp)))
    found.append(say("decomposition.caveat.vintage", vintages=[vintage_name(edition.vintage) for edition in split.editions]))
    if split.left_out:
        found.append(say("decomposition.caveat.left_out", names=[quoted(name) for name in split.left_out]))
    if split.is_of_quarters:
        found.append(say("decomposition.caveat.of_quarters"))
    return (*found, *_period_caveats(made))


def _period_caveats(made: AbsenceDecomposition) -> list[Text]:
    first, last = made.from_period or "", made.to_period or ""
    found = []
    if is_quarter(first) and first[4:] != last[4:]:
        found.append(say("decomposition.caveat.season"))
    if not made.is_baseline:
        key = "not_baseline" if made.baseline_why_not else "other_period"
        found.append(say(f"decomposition.caveat.{key}", first=first, why=_why(made.baseline_why_not or "not_published")))
    if made.breaks:
        found.append(say("industries.caveat.breaks", titles=[Text(item.title_nb, item.title_en) for item in made.breaks]))
    return found


def as_json(made: AbsenceDecomposition) -> dict[str, Any]:
    """Percentage points as numbers; every column adds up to the change as shown."""
    split = made.split
    return {
        "by": made.by, "sex": made.sex, "absence_type": made.absence_type, "adjustment": "unadjusted",
        "industry_standard": made.standard, "method_family": made.family, "from_period": made.from_period,
        "to_period": made.to_period, "is_baseline": made.is_baseline, "is_possible": split is not None,
        **(_split_json(split) if split else {}),
        "lacking": [
            {"name": lack.name, "period": lack.period, "what": lack.what, "reason": lack.reason, "text": lack_reason(lack)}
            for lack in made.lacking
        ],
        "needs": needs(made),
        "breaks": [{"from_period": b.from_period, "scope": b.scope, "title": Text(b.title_nb, b.title_en)} for b in made.breaks],
    }  # fmt: skip


def _split_json(split: Split) -> dict[str, Any]:
    return {
        "weights": split.method,
        "from_pct": split.from_rate,
        "to_pct": split.to_rate,
        "change_pp": number(split.change_pp),
        "published_change_pp": number(split.published_change_pp),
        "composition_pp": number(split.composition_pp),
        "level_pp": number(split.level_pp),
        "components": [
            {
                "name": part.name, "value_pp": number(part.value_pp), "low_pp": number(part.low_pp),
                "high_pp": number(part.high_pp), "may_be_zero": part.may_be_zero,
            }
            for part in split.components
        ],
        "groups": [
            {
                "code": part.code, "name": part.name, "from_pct": part.from_rate, "to_pct": part.to_rate,
                "from_share_pct": part.from_share_pct, "to_share_pct": part.to_share_pct,
                "composition_pp": number(part.composition_pp), "level_pp": number(part.level_pp),
                "change_pp": number(part.change_pp),
            }
            for part in split.parts
        ],
        "left_out": list(split.left_out),
        "vintages": [edition.vintage for edition in split.editions],
    }  # fmt: skip
