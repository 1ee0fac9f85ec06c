"""A series of sick leave in words. Nothing here says why it is as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.told import english
from analytics.sickness.words import join, measure_name, vintage_name
from domain.codes import CODE_LISTS
from domain.text import LANGS, Text, say

if TYPE_CHECKING:
    from analytics.sickness.absence_series import AbsenceSeries, Change

__all__ = ["caveats", "measure_line", "of_what", "sentence", "unit_text", "value_text", "vintage_name"]

_UNITS = ("dagsverk", "dager", "antall", "personer", "tilfeller", "promille")


def sentence(made: AbsenceSeries) -> Text:
    """The newest figure with what it is of, its change from a year before, and the mean of four quarters."""
    last = made.latest
    if last is None or last.value is None:
        return _nothing(made)
    key = "level" if made.line.choice.indicator == "absence_pct" else "level_other"
    first = say(
        f"absence_series.sentence.{key}", period=last.period, value=value_text(last.value, made.line.unit_nb),
        what=_indicator(made), who=of_what(made), vintage=vintage_name(last.vintage),
    )  # fmt: skip
    parts = [first, *_provisional(made), _change_text(made), *_mean(made), *_adjusted(made)]
    if made.is_old:
        parts.append(say("absence_series.sentence.old", period=last.period))
    return join(parts)


def value_text(value: Decimal, unit: str | None) -> Text:
    """A value with its unit; units that are not known are written as their source writes them."""
    if unit == "prosent":
        return say("absence_series.value.pct", value=value)
    if unit in _UNITS:
        return say(f"absence_series.value.{unit}", value=value)
    return say("absence_series.value.other", value=value, unit=unit or "")


def unit_text(unit: str | None) -> Text:
    """The name of a unit; one that is not known as its source writes it."""
    if unit in (*_UNITS, "prosent"):
        return say(f"absence_series.unit.{unit}")
    return Text(unit or "", unit or "")


def of_what(made: AbsenceSeries, *, with_adjustment: bool = True) -> Text:
    """What the series is of: type, sex, industry, group and adjustment, in lower case."""
    choice = made.line.choice
    parts = [_label("absence_type", choice.absence_type), _label("sex", choice.sex)]
    if choice.industry_code == ALL_INDUSTRIES:
        parts.append(say("absence_series.all_industries"))
    else:
        parts.append(
            say("absence_series.industry", code=choice.industry_code, name=_named(_translated(made, made.line.industry)))
        )
    if choice.breakdown_kind not in (None, "none"):
        group = (
            _translated(made, made.line.group)
            if made.line.group.nb
            else Text(*(choice.breakdown_value or choice.breakdown_code or "",) * 2)
        )
        parts.append(say("absence_series.group", kind=_label("breakdown_kind", choice.breakdown_kind or ""), group=group))
    if with_adjustment and choice.adjustment != "not_stated":
        parts.append(measure_name(choice.adjustment))
    return Text(*(", ".join(part.get(lang) for part in parts) for lang in LANGS))


def measure_line(made: AbsenceSeries) -> Text:
    """What the figure measures, in which unit and with which adjustment."""
    choice, unit = made.line.choice, made.line.unit_nb
    key = "title_pct" if choice.indicator == "absence_pct" else "title_other"
    name = say("absence_series.chart.computed") if made.is_stand_in and made.adjusted else measure_name(choice.adjustment)
    return say(f"absence_series.chart.{key}", what=_indicator_name(made), unit=unit_text(unit), measure=name)


def caveats(made: AbsenceSeries) -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    found = [say("sickness.caveat.describes")]
    if not made.line.values:
        return tuple(found)
    found.append(say("sickness.caveat.vintages"))
    if made.gaps:
        found.append(say("absence_series.caveat.gaps", count=len(made.gaps)))
    if made.adjusted and made.adjusted.by == "computed_here":
        found.append(say("absence_series.caveat.computed"))
    if made.adjusted and made.adjusted.by == "publisher":
        found.append(say("absence_series.caveat.published"))
    if made.line.other_family:
        found.append(say("absence_series.caveat.other_family", count=len(made.line.other_family)))
    if made.line.choice.absence_type == "doctor_certified":
        found.append(say("absence_series.caveat.doctor"))
    return tuple(found)


def _nothing(made: AbsenceSeries) -> Text:
    values = {"what": _indicator(made), "who": of_what(made)}
    if made.line.points:
        return say("absence_series.sentence.no_value", periods=len(made.line.points), **values)
    return say("absence_series.sentence.no_series", as_of=made.basis.as_of, **values)


def _provisional(made: AbsenceSeries) -> list[Text]:
    is_provisional = made.latest is not None and made.latest.state == "provisional"
    return [say("absence_series.sentence.provisional")] if is_provisional else []


def _change_text(made: AbsenceSeries) -> Text:
    change = made.change
    if change is None:
        last = made.line.last_period or ""
        return say(f"absence_series.sentence.{made.no_change}", other=f"{int(last[:4]) - 1}{last[4:]}" if last else "")
    told = say(
        f"absence_series.sentence.change_{_side(change)}", size=_difference(made, change), other=change.other_period,
        other_value=value_text(change.other, made.line.unit_nb), vintage=vintage_name(change.vintage),
    )  # fmt: skip
    if not change.breaks:
        return told
    return join([told, say("absence_series.sentence.change_break", periods=[item.from_period for item in change.breaks])])


def _difference(made: AbsenceSeries, change: Change) -> Text:
    size = abs(change.difference)
    if made.line.unit_nb == "prosent":
        return say("absence_series.value.pp", value=size)
    return value_text(size, made.line.unit_nb)


def _side(change: Change) -> str:
    return "same" if change.difference == 0 else "higher" if change.difference > 0 else "lower"


def _mean(made: AbsenceSeries) -> list[Text]:
    mean = made.latest_mean
    if mean is None or made.line.rhythm != "quarter" or made.line.choice.adjustment not in ("unadjusted", "not_stated"):
        return []
    if mean.value is None:
        return [say("absence_series.sentence.mean_incomplete", n=mean.quarters)]
    return [say("absence_series.sentence.mean", value=value_text(mean.value, made.line.unit_nb))]


def _adjusted(made: AbsenceSeries) -> list[Text]:
    if made.adjusted is None:
        return [say("absence_series.sentence.no_adjusted")] if made.is_stand_in else []
    last = max(made.adjusted.values)
    if last != made.line.last_period and not made.is_stand_in:
        return []
    value = value_text(made.adjusted.values[last], made.line.unit_nb)
    return [say(f"absence_series.sentence.adjusted_{made.adjusted.by}", value=value, period=last)]


def _indicator(made: AbsenceSeries) -> Text:
    """What is measured, within a sentence."""
    if made.line.choice.indicator == "absence_pct":
        return say("absence_series.absence")
    name = _indicator_name(made)
    return Text(*(name.get(lang)[:1].lower() + name.get(lang)[1:] for lang in LANGS))


def _indicator_name(made: AbsenceSeries) -> Text:
    choice = made.line.choice
    names = CODE_LISTS["indicator"]
    if choice.indicator_nb:
        return _translated(made, Text(choice.indicator_nb, choice.indicator_nb))
    return Text(*(names.label(choice.indicator, lang) for lang in LANGS))


def _label(code_list: str, value: str) -> Text:
    names = (CODE_LISTS[code_list].label(value, lang) for lang in LANGS)
    return Text(*(name[:1].lower() + name[1:] for name in names))


def _translated(made: AbsenceSeries, name: Text) -> Text:
    """The name in English too: given, or read from the title."""
    title = made.line.title
    return name if name.en != name.nb else Text(name.nb, english(title.nb, title.en, name.nb) or name.nb)


def _named(name: Text) -> Text:
    return Text(f" ({name.nb})" if name.nb else "", f" ({name.en})" if name.en else "")
