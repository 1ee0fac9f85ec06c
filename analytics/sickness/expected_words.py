"""What was to be expected, in words. Nothing here says why a level is what it is, or that anything had an effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analytics.sickness.models.expected_models import MIN_QUARTERS, ModelName
from analytics.sickness.models.runs import NotEnoughData
from analytics.sickness.words import join, measure_name, method_name, vintage_name
from domain.codes import CODE_LISTS
from domain.periods import quarter_index
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.sickness.expected import AbsenceExpected
    from analytics.sickness.expected_fit import ModelRow, Start
    from analytics.sickness.expected_shifts import Event, Shift

_NAMES: Mapping[ModelName, str] = {
    "local_level": "expected.model.local_level", "sarima": "expected.model.sarima", "ets": "expected.model.ets",
    "ar_season": "expected.model.ar_season",
}  # fmt: skip


def model_name(name: ModelName) -> Text:
    """The name of a model."""
    return say(_NAMES[name])


def sentence(made: AbsenceExpected) -> Text:
    """What was expected, what became, how many models hold target and outcome, and what that allows to be said."""
    if made.verdict == "not_enough_data" or made.main is None or made.origin is None or made.end is None:
        return _not_enough(made)
    if made.verdict == "no_model":
        return say("expected.sentence.no_model", origin=made.origin)
    return join([_expectation(made), *_counts(made), say(f"expected.verdict.{made.verdict}", **_numbers(made))])


def reason(why_not: NotEnoughData) -> Text:
    """Why something is not computed."""
    key = f"expected.reason.{why_not.reason}"
    return say(key, count=why_not.count or 0, needed=why_not.needed or MIN_QUARTERS)


def state(row: ModelRow) -> Text:
    """Whether a model was fitted, with the reason when it was not."""
    if row.fit.why_not is not None:
        return say("expected.state.not_computed", reason=reason(row.fit.why_not))
    return say(f"expected.state.{row.fit.state}")


def series_name(made: AbsenceExpected) -> Text:
    """The measure in lower case, with the part of sick leave when it is not the whole."""
    parts = [label_text("absence_type", made.absence_type)] if made.absence_type != "total" else []
    parts += [label_text("sex", made.sex)] if made.sex != "both" else []
    names = [*parts, measure_name(made.measure)]
    return Text(*(", ".join(name.get(lang) for name in names) for lang in ("nb", "en")))


def label_text(codes: str, value: str) -> Text:
    """The word for a code, in lower case."""
    return Text(*(CODE_LISTS[codes].label(value, lang).lower() for lang in ("nb", "en")))


def inside(holds: bool | None) -> Text:
    """Whether a level lies inside an interval."""
    return say("expected.inside.unknown" if holds is None else "expected.inside.yes" if holds else "expected.inside.no")


def start_rule(start: Start) -> Text:
    """Why the models may learn from this quarter on."""
    return say(f"expected.start.{start.rule}", period=start.break_period or start.quarter)


def shifts_sentence(made: AbsenceExpected) -> Text:
    """The dates, how sure their number is, and that events beside them explain nothing."""
    found = made.shifts
    if found.why_not is not None or found.first is None or found.last is None:
        why = found.why_not or NotEnoughData("no_values")
        if why.reason == "too_short":
            return say("expected.shifts.too_short", count=why.count or 0, needed=why.needed or 0)
        return say("expected.shifts.not_computed", reason=reason(why))
    span = {"first": found.first, "last": found.last}
    if not found.shifts:
        return join([say("expected.shifts.none", **span), *_tests(made)])
    dates = [shift.last_before for shift in found.shifts]
    near = any(shift.events for shift in found.shifts)
    return join([
        say("expected.shifts.dates", dates=dates, **span), *_tests(made),
        *([say("expected.shifts.near")] if near else []),
    ])  # fmt: skip


def adjustment_sentence(made: AbsenceExpected) -> Text | None:
    """How the own seasonal adjustment was made, and how it agrees with the publisher's; None when none was made."""
    own, compared = made.shifts.adjusted, made.shifts.agreement
    if own is None:
        return None
    if own.not_enough is not None:
        if own.not_enough.reason == "too_short":
            return say("expected.adjusted.too_short", needed=own.not_enough.needed or 0)
        return say("expected.adjusted.not_computed", reason=reason(own.not_enough))
    method = say("expected.adjusted.method", window=own.seasonal)
    if compared is None or compared.mean is None or compared.largest is None or compared.largest_in is None:
        return join([method, say("expected.adjusted.no_published")])
    values = {"quarters": compared.quarters, "mean": compared.mean, "largest": compared.largest, "period": compared.largest_in}
    return join([method, say("expected.adjusted.agreement", **values)])


def event_text(event: Event) -> Text:
    """An event near a shift, with its quarter."""
    if event.kind == "agreement_signed":
        return say("expected.event.agreement_signed", period=event.period, title=event.title)
    codes = CODE_LISTS["break_kind"]
    kind = Text(*(codes.label(event.break_kind, lang) for lang in ("nb", "en")))
    return say("expected.event.break", period=event.period, title=event.title, kind=kind)


def events_text(shift: Shift) -> Text:
    """The events near a shift, or that none is known."""
    if not shift.events:
        return say("expected.event.none")
    texts = [event_text(event) for event in shift.events]
    return Text("; ".join(text.nb for text in texts), "; ".join(text.en for text in texts))


def caveats(made: AbsenceExpected) -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    found = [say("expected.caveat.not_effect")]
    if made.start is not None and made.known is not None and made.origin is not None and made.why_not is None:
        found += [say("expected.caveat.intervals"), *_learning(made), say("expected.caveat.hindsight", origin=made.origin)]
    if made.is_part:
        found.append(say("expected.caveat.part"))
    found.append(say("expected.caveat.measure", measure=series_name(made)))
    found += _methods(made)
    if _forecasts_pandemic(made):
        found.append(say("expected.caveat.pandemic"))
    if made.shifts.adjusted is not None and made.shifts.adjusted.not_enough is None:
        found.append(say("expected.caveat.adjusted"))
    if made.shifts.shifts:
        found += [say("expected.caveat.shifts", trimming=made.shifts.trimming_pct)]
    return tuple(found)


def _not_enough(made: AbsenceExpected) -> Text:
    why = made.why_not or NotEnoughData("no_values")
    if why.reason == "no_goal":
        return say("expected.sentence.no_goal", as_of=made.basis.as_of)
    if why.reason in ("gap_at_origin", "no_values") and made.origin is not None:
        return say("expected.sentence.no_figures", as_of=made.basis.as_of, origin=made.origin, measure=series_name(made))
    return say("expected.sentence.not_enough", reason=reason(why), measure=series_name(made))


def _expectation(made: AbsenceExpected) -> Text:
    points = [row.main.point for row in made.usable if row.main is not None]
    main = made.main
    values = {
        "origin": made.origin, "period": main.period if main else "", "low": min(points), "high": max(points),
        "measure": series_name(made),
    }  # fmt: skip
    return say(f"expected.sentence.expected_{made.comparison}", **values)


def _counts(made: AbsenceExpected) -> list[Text]:
    main = made.main
    if main is None:
        return []
    found = []
    if main.target is not None:
        found.append(say("expected.sentence.target", target=main.target, **_numbers(made)))
    if main.outcome is not None:
        found.append(say("expected.sentence.outcome", outcome=main.outcome, **_numbers(made)))
    elif made.comparison == "four_quarter_mean":
        found.append(say("expected.sentence.incomplete", known=main.known, period=main.period, as_of=made.basis.as_of))
    else:
        found.append(say("expected.sentence.no_outcome", period=main.period, as_of=made.basis.as_of))
    return found


def _numbers(made: AbsenceExpected) -> dict[str, int]:
    main = made.main
    if main is None:
        return {}
    return {
        "models": len(made.usable), "target_inside": made.holding(main.target), "outcome_inside": made.holding(main.outcome),
        "both_inside": made.holding(main.target, main.outcome),
    }  # fmt: skip


def _learning(made: AbsenceExpected) -> list[Text]:
    start, known, origin = made.start, made.known, made.origin
    if start is None or known is None or origin is None:
        return []
    found = [say("expected.caveat.learning", count=start.quarters, first=start.quarter, last=origin, rule=start_rule(start))]
    missing = known.missing_from(quarter_index(start.quarter), quarter_index(origin))
    if missing:
        found.append(say("expected.caveat.missing", periods=missing))
    inside_span = [
        other.break_period for other in made.starts
        if other.break_period and quarter_index(start.quarter) < quarter_index(other.break_period)
    ]  # fmt: skip
    if inside_span:
        found.append(say("expected.caveat.breaks_inside", periods=inside_span))
    if len(known.methods) > 1:
        found.append(say("expected.caveat.mixed", methods=[method_name(method) for method in known.methods]))
    return found


def _methods(made: AbsenceExpected) -> list[Text]:
    known = made.known.methods if made.known else ()
    if not known or not made.outcome_methods or set(made.outcome_methods) <= set(known):
        return []
    names = [[method_name(method) for method in methods] for methods in (known, made.outcome_methods)]
    return [say("expected.caveat.crosses", learned=names[0], outcome=names[1])]


def _forecasts_pandemic(made: AbsenceExpected) -> bool:
    if made.pandemic is None or made.end is None or made.origin is None or made.why_not is not None:
        return False
    first, after = made.pandemic
    ends_before = after is not None and quarter_index(after) <= quarter_index(made.origin)
    return quarter_index(first) <= quarter_index(made.end) and not ends_before


def _tests(made: AbsenceExpected) -> list[Text]:
    found = made.shifts
    if found.tests is None:
        return []
    key = "expected.shifts.test_any" if found.tests.finds_any else "expected.shifts.test_none"
    values = {"statistic": found.tests.ud_max, "critical": found.ud_max_critical, "sequential": found.tests.sequential}
    same = found.tests.sequential == len(found.shifts)
    number = "expected.shifts.number_same" if same else "expected.shifts.number_unsure"
    counts = {"bic": len(found.shifts), "lwz": found.by_lwz or 0, "sequential": found.tests.sequential}
    return [say(key, **values), say(number, **counts)]


def vintage_span(made: AbsenceExpected) -> Text | None:
    """The vintages of the figures; None without figures."""
    if not made.vintages:
        return None
    names = [vintage_name(vintage) for vintage in made.vintages]
    if len(names) == 1:
        return say("expected.chart.vintage_single", vintage=names[0])
    return say("expected.chart.vintage_span", first=names[0], last=names[-1])
