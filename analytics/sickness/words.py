"""Sick leave against the target in words. Nothing here says why the level is what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.codes import CODE_LISTS
from domain.numbers import date_with_precision, decimal_text
from domain.text import LANGS, Text, say

if TYPE_CHECKING:
    from analytics.sickness.target import AbsenceTarget


def sentence(made: AbsenceTarget) -> Text:
    """The level, its distance from the baseline and the path, and whether the target is reached in this measure."""
    if made.goal is None:
        return say("sickness.sentence.no_target", as_of=made.basis.as_of)
    if made.latest is None or made.latest.value is None:
        return join([say("sickness.sentence.no_value", measure=measure_name(made.measure), **_goal_values(made)), *_ended(made)])
    return join([_level(made), *_against(made), *_ended(made)])


def measure_name(measure: str) -> Text:
    """The name of an adjustment, in lower case."""
    codes = CODE_LISTS["adjustment"]
    names = codes.label(measure, "nb"), codes.label(measure, "en")
    return Text(*(name[:1].lower() + name[1:] for name in names))


def method_name(method: str) -> Text:
    """The name of a method."""
    codes = CODE_LISTS["series_method"]
    return Text(codes.label(method, "nb"), codes.label(method, "en"))


def vintage_name(vintage: str) -> Text:
    """When a vintage was published: a day, month, quarter or year in words."""
    precision = {4: "year", 6: "quarter", 7: "month"}.get(len(vintage), "day")
    if precision in ("year", "quarter"):
        return say("sickness.vintage.period", period=vintage)
    day = date.fromisoformat(f"{vintage}-01" if precision == "month" else vintage)
    return Text(date_with_precision(day, precision, "nb"), date_with_precision(day, precision, "en"))


def join(parts: list[Text]) -> Text:
    """Sentences one after another."""
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))


def verdict_rule(made: AbsenceTarget) -> Text:
    """The rule behind the verdict, with its tolerance."""
    if made.tolerance_pp is None:
        return say("sickness.rule.no_tolerance")
    return say("sickness.rule.tolerance", tolerance=made.tolerance_pp)


def verdict_text(made: AbsenceTarget) -> Text:
    """The verdict in two or three words."""
    if made.target_reached is not None:
        return say("sickness.verdict.reached" if made.target_reached else "sickness.verdict.not_reached")
    return say(f"sickness.verdict.{made.verdict}")


def _goal_values(made: AbsenceTarget) -> dict[str, object]:
    wanted = made.goal
    return {"baseline_period": wanted.baseline_period, "target_period": wanted.path_end} if wanted else {}


def _level(made: AbsenceTarget) -> Text:
    point = made.latest
    if point is None or point.value is None:
        return Text("", "")
    values = {
        "period": point.period, "value": point.value, "measure": measure_name(made.measure),
        "vintage": vintage_name(point.vintage),
    }  # fmt: skip
    return say(f"sickness.sentence.level_{made.track.comparison}", **values)


def _against(made: AbsenceTarget) -> list[Text]:
    baseline, target, gap = made.track.baseline_value, made.track.target_value, made.from_baseline_pp
    if baseline is None or target is None or gap is None or made.deviation_pp is None:
        return [say("sickness.sentence.no_baseline", **_goal_values(made))]
    values = {**_goal_values(made), "baseline": baseline, "target": target, "gap": abs(gap), "change": _change(made)}
    first = say(f"sickness.sentence.baseline_{_side(gap)}", **values)
    if made.target_reached is not None:
        reached = "reached" if made.target_reached else "not_reached"
        return [first, say(f"sickness.sentence.{reached}", target=target, when=_when(made))]
    return [first, say(f"sickness.sentence.path_{made.verdict}", deviation=abs(made.deviation_pp), **values)]


def _when(made: AbsenceTarget) -> Text:
    wanted = made.goal
    if wanted is None:
        return Text("", "")
    key = "prolonged_for" if wanted.is_prolonged else "set_for"
    return say(f"sickness.sentence.{key}", **_goal_values(made), to=wanted.target_period)


def _side(gap: Decimal) -> str:
    shown = round(gap, 1)
    return "same" if shown == 0 else "over" if shown > 0 else "under"


def _change(made: AbsenceTarget) -> Text:
    """What a source says about the change since the baseline, in brackets; empty when none does."""
    reported = made.reported_change_pct
    if reported is None:
        return Text("", "")
    digits = 0 if reported == reported.to_integral_value() else 1
    change = Text(*(decimal_text(abs(reported), digits, lang) for lang in LANGS))
    return say(f"sickness.sentence.reported_{'up' if reported >= 0 else 'down'}", change=change)


def _ended(made: AbsenceTarget) -> list[Text]:
    if made.own_series_ended is None or made.goal is None:
        return []
    own = measure_name(made.goal.own_measure)
    return [say("sickness.sentence.own_ended", measure=own, period=made.own_series_ended)]


def caveats(made: AbsenceTarget, is_target_period_over: bool) -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    found = [say("sickness.caveat.describes"), say("sickness.caveat.cannot_say")]
    if made.goal is None:
        return tuple(found)
    if is_target_period_over:
        found.append(say("sickness.caveat.not_effect"))
    found += [say("sickness.caveat.path", **_goal_values(made)), verdict_rule(made)]
    if made.goal.is_prolonged:
        found.append(say("sickness.caveat.prolonged", target_period=made.goal.target_period, path_end=made.goal.path_end))
    if made.goal.unquantified_agreement:
        found.append(say("sickness.caveat.unquantified", agreement=made.goal.unquantified_agreement))
    return (*found, *_measure_caveats(made), *_data_caveats(made))


def _measure_caveats(made: AbsenceTarget) -> list[Text]:
    found = [say("sickness.caveat.measure", measure=measure_name(made.measure))]
    if made.track.baseline_source == "computed" and made.track.baseline_value is not None and made.goal:
        method = method_name(made.track.baseline_method or "")
        found.append(
            say("sickness.caveat.computed_baseline", value=made.track.baseline_value, method=method, **_goal_values(made))
        )
    if made.track.baseline_source == "target":
        found.append(say("sickness.caveat.given_baseline"))
    if made.measure == "seasonal_influenza_corona":
        found.append(say("sickness.caveat.corona_adjusted"))
    return found


def _data_caveats(made: AbsenceTarget) -> list[Text]:
    found = [say("sickness.caveat.vintages")]
    if made.crosses_methods and made.latest:
        methods = [method_name(method) for method in made.latest.methods]
        baseline = method_name(made.track.baseline_method or "")
        found.append(say("sickness.caveat.crosses", latest=methods, baseline=baseline))
    if made.newest_incomplete:
        found.append(say("sickness.caveat.incomplete", period=made.newest_incomplete.period, n=made.newest_incomplete.quarters))
    if made.gaps:
        found.append(say("sickness.caveat.gaps", periods=made.gaps))
    return found
