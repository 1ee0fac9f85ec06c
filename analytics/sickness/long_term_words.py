"""Long and repeated sick leave in words. Nothing here says why it is as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.sickness.absence_series_words import value_text
from analytics.sickness.distributions import Distribution, Group, Slice
from analytics.sickness.listings import Listings, SameWeeks
from analytics.sickness.long_term_needs import first_above, limit_name
from analytics.sickness.recurrence import Recurrence
from analytics.sickness.rights import Exhausted, Graded, YearChange, year_change
from analytics.sickness.series import ALL_INDUSTRIES, Break
from analytics.sickness.told import Told, period_end
from analytics.sickness.words import join
from domain.periods import is_quarter, quarter_index
from domain.text import LANGS, Text, say

if TYPE_CHECKING:
    from analytics.sickness.long_term import LongTerm

_BREAKING = ("method", "definition", "error", "real")
_DAYS_IN_YEAR, _DAYS_IN_MONTH = Decimal("365.25"), Decimal("30.4")
_LARGEST = 2


def lead(made: LongTerm) -> Text:
    """The newest figure of repeated sick leave, and how much of what is needed is found."""
    parts = [recurrence(made.recurrence, is_short=True)] if made.recurrence else []
    count = {state: sum(need.state == state for need in made.needs) for state in ("fresh", "old")}
    rest = len(made.needs) - sum(count.values())
    return join([*parts, say("long_term.lead", total=len(made.needs), fresh=count["fresh"], old=count["old"], rest=rest)])


def key_figures(made: LongTerm) -> list[tuple[Text, Text, Text]]:
    """The newest figure of repeated, long, exhausted and new sick leave: what it is, its value, and its period and age."""
    found = [_key_recurrence(made), _key_long(made), _key_exhausted(made), _key_weekly(made)]
    return [item for item in found if item is not None]


def _key_recurrence(made: LongTerm) -> tuple[Text, Text, Text] | None:
    found = made.recurrence
    point = found.at_period(found.both) if found and found.both else None
    if found is None or point is None or point.value is None:
        return None
    return say("long_term.page.key_recurrence"), say("long_term.page.pct0", value=point.value), made.panels["recurrence"].age


def _key_long(made: LongTerm) -> tuple[Text, Text, Text] | None:
    if made.limit_days is None or not made.durations:
        return None
    label = say("long_term.page.key_long", limit=limit_name(made.limit_days))
    found = first_above(made.durations, made.limit_days)
    if found is None:
        return label, say("long_term.page.cannot"), say("long_term.need.whole_groups")
    item, share = found
    note = age(item.latest.period, made.basis.as_of, is_old=made.is_old(item.latest.period))
    return label, say("absence_series.value.pct", value=share.share_pct), note


def _key_exhausted(made: LongTerm) -> tuple[Text, Text, Text] | None:
    if made.exhausted is None or not made.exhausted.persons:
        return None
    line = made.exhausted.persons[0]
    last = line.last_period or ""
    note = age(last, made.basis.as_of, is_old=made.is_old(last))
    return say("long_term.page.key_exhausted"), say("long_term.page.persons", value=line.points[last].value), note


def _key_weekly(made: LongTerm) -> tuple[Text, Text, Text] | None:
    latest = made.listings.latest if made.listings else None
    if latest is None:
        return None
    return say("long_term.page.key_weekly"), say("long_term.page.persons", value=latest.value), made.panels["weekly"].age


def age(period: str | None, as_of: date, *, is_old: bool) -> Text:
    """The newest period and its age: years when it is a year or more, else months."""
    if period is None:
        return say("long_term.age.none")
    if not is_old:
        return say("long_term.age.fresh", period=period)
    days = Decimal((as_of - period_end(period)).days)
    years, months = int(days / _DAYS_IN_YEAR), int(days / _DAYS_IN_MONTH)
    if years:
        return say("long_term.age.years", period=period, n=years)
    return say("long_term.age.months", period=period, n=months)


def caveats(limit_days: int | None) -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    found = [say("sickness.caveat.describes"), say("long_term.caveat.area"), say("long_term.caveat.old")]
    if limit_days is not None:
        found.append(say("long_term.caveat.whole_groups", limit=limit_name(limit_days)))
    return (*found, say("long_term.caveat.denominators"), say("long_term.caveat.vintages"), say("long_term.caveat.weeks"))


def duration(found: Sequence[Distribution], limit_days: int | None, known: Sequence[Break]) -> Text:
    """The newest division by duration: the longest group then and in the earliest period that compares."""
    if not found:
        return say("long_term.duration.none")
    return distribution(found[0], limit_days, known)


def distribution(item: Distribution, limit_days: int | None, known: Sequence[Break]) -> Text:
    """One division by duration: its longest group, and the share above the limit when whole groups give it."""
    longest = item.parts[-1]
    parts = [_share_told(item, item.latest, longest)]
    if item.earliest is not None:
        parts += _earlier(item, item.earliest, longest, known)
    return join([*parts, *([above(item, limit_days)] if limit_days is not None else [])])


def above(item: Distribution, limit_days: int) -> Text:
    """The share of sick leave longer than the limit, or why it cannot be made and what is nearest."""
    found, limit = item.above(limit_days), limit_name(limit_days)
    if found.share_pct is not None:
        return say("long_term.above.share", limit=limit, share=found.share_pct, period=item.latest.period)
    if not found.is_readable:
        return say("long_term.above.unreadable", limit=limit)
    if found.crossing is None:
        return say("long_term.above.unknown", limit=limit)
    crossing = item.group(found.crossing).name
    if found.nearest_days is None or found.nearest_pct is None:
        return say("long_term.above.crossing", limit=limit, group=crossing)
    nearest = limit_name(found.nearest_days)
    return say("long_term.above.nearest", limit=limit, group=crossing, nearest=nearest, share=found.nearest_pct)


def recurrence(found: Recurrence | None, *, is_short: bool = False) -> Text:
    """Who has it often by the source's definition (by sex too, unless short), and what of spells and days they stand for."""
    if found is None:
        return say("long_term.recurrence.none")
    parts = []
    if found.both is not None and (point := found.at_period(found.both)) is not None:
        sexes = {line.sex: found.at_period(line) for line in found.persons}
        women, men = sexes.get("women"), sexes.get("men")
        key = "persons" if women and men and not is_short else "persons_both"
        parts.append(say(
            f"long_term.recurrence.{key}", period=found.period, what=lower(found.both.what), definition=found.definition,
            both=point.value, women=women.value if women else None, men=men.value if men else None,
        ))  # fmt: skip
    shares = [(line, point) for line in found.shares if (point := found.at_period(line)) is not None]
    if shares:
        told = [say("long_term.recurrence.part", what=lower(line.what), value=point.value) for line, point in shares]
        parts.append(say("long_term.recurrence.shares", parts=told))
    return join(parts) if parts else say("long_term.recurrence.none")


def graded(found: Graded | None) -> Text:
    """The newest share that is graded, of all and of the other groups, and the change from a year before."""
    if found is None:
        return say("long_term.graded.none")
    main = next((line for line in found.lines if line.last_period == found.period), found.lines[0])
    value = main.points[found.period].value
    key = "all" if main.is_total else "group"
    parts = [say(f"long_term.graded.{key}", period=found.period, what=lower(found.what), group=main.group, value=value)]
    parts += _change(main) if len(main.values) > 1 else []
    others = [line for line in found.lines if line is not main and found.period in line.values]
    told = [say("long_term.graded.other", group=line.group, value=line.values[found.period]) for line in others]
    return join([*parts, *told])


def exhausted(found: Exhausted | None) -> Text:
    """How many have used up their right, the change from a year before, and the rates by industry with their own period."""
    if found is None:
        return say("long_term.exhausted.none")
    parts = []
    if found.persons:
        main = found.persons[0]
        last = main.last_period or ""
        parts.append(say("long_term.exhausted.persons", period=last, value=main.points[last].value))
        parts += _change(main)
    return join([*parts, rates(found)] if found.rates else parts)


def rates(found: Exhausted) -> Text:
    """The rate of all industries and the highest of the others, with the period they are for."""
    compared = found.rates_compared
    parts = []
    whole = next((item for item in compared if item[0].industry_code == ALL_INDUSTRIES), None)
    if whole is not None:
        parts.append(say("long_term.exhausted.rate", period=whole[1].period, value=whole[1].value))
    others = [item for item in compared if item[0].industry_code != ALL_INDUSTRIES]
    if others:
        line, point = others[0]
        values = {"industry": line.industry, "value": point.value, "period": point.period}
        parts.append(say("long_term.exhausted.highest", n=len(others), **values))
    return join(parts)


def diagnosis(found: Sequence[Distribution], known: Sequence[Break]) -> Text:
    """The two largest groups in the newest division, and the largest one's share in the earliest period that compares."""
    return diagnosis_of(found[0], known) if found else say("long_term.diagnosis.none")


def diagnosis_of(item: Distribution, known: Sequence[Break]) -> Text:
    """One division by diagnosis."""
    told = [group for group in item.parts if item.latest.shares_pct.get(group.code) is not None][:_LARGEST]
    if not told:
        return say("long_term.diagnosis.no_share", period=item.latest.period)
    shares = [say("long_term.share.part", group=group.name, share=item.latest.shares_pct[group.code]) for group in told]
    parts = [say("long_term.share.largest", period=item.latest.period, parts=shares, what=lower(item.what))]
    if item.earliest is not None:
        parts += _earlier(item, item.earliest, told[0], known)
    return join(parts)


def weekly(found: Listings | None) -> Text:
    """The newest week, and this year against the same weeks of the year before and of the earliest year."""
    if found is None or found.latest is None:
        return say("long_term.weekly.none")
    parts = [say("long_term.weekly.latest", period=found.latest.period, value=found.latest.value)]
    compared = found.compared
    for item in compared[:1] + (compared[-1:] if len(compared) > 1 else ()):
        parts.append(same_weeks(item))
    if not compared and len(found.years) > 1:
        parts.append(say("long_term.weekly.not_compared"))
    return join(parts)


def same_weeks(item: SameWeeks) -> Text:
    """Two years over the same weeks."""
    key = "one_week" if item.weeks == 1 else "same_weeks" if item.is_every_week else "some_weeks"
    values = {"year": item.year, "other_year": item.other_year, "last": item.last_week, "n": item.weeks}
    return say(f"long_term.weekly.{key}", total=item.total, other=item.other_total, **values)


def lower(text: Text) -> Text:
    """The text with a small first letter, to stand within a sentence."""
    return Text(*(text.get(lang)[:1].lower() + text.get(lang)[1:] for lang in LANGS))


def _share_told(item: Distribution, part: Slice, group: Group) -> Text:
    share, figure = part.shares_pct.get(group.code), part.figures.get(group.code)
    values = {"period": part.period, "group": group.name, "what": lower(item.what)}
    if share is not None:
        return say("long_term.share.told", share=share, **values)
    state = figure.state if figure is not None else "missing"
    return say("long_term.share.masked" if state == "masked" else "long_term.share.unknown", **values)


def _earlier(item: Distribution, first: Slice, group: Group, known: Sequence[Break]) -> list[Text]:
    share = first.shares_pct.get(group.code)
    if share is None:
        return []
    key = "one_vintage" if item.is_one_vintage else "other_vintage"
    parts = [say(f"long_term.earlier.{key}", period=first.period, group=group.name, share=share)]
    between = _breaks_between(known, first.period, item.latest.period)
    return [*parts, say("long_term.earlier.breaks", periods=between)] if between else parts


def _breaks_between(known: Sequence[Break], first: str, last: str) -> list[str]:
    """Periods of the breaks between two quarters or years; those that only divide vintages lie after both."""
    start, end = (_index(period) for period in (first, last))
    own = [item.from_period for item in known if item.kind in _BREAKING and is_quarter(item.from_period)]
    return [period for period in dict.fromkeys(own) if start < quarter_index(period) <= end]


def _index(period: str) -> int:
    return quarter_index(period if is_quarter(period) else f"{period[:4]}K4")


def _change(line: Told) -> list[Text]:
    change = year_change(line)
    return [] if change is None else [_change_text(change, line.unit)]


def _change_text(change: YearChange, unit: str) -> Text:
    if change.other is None:
        key = "other_vintage" if change.is_other_vintage else "not_found"
        return say(f"long_term.change.{key}", other=change.other_period)
    difference = change.value - change.other
    if difference == 0:
        return say("long_term.change.same", other=change.other_period)
    size = say("absence_series.value.pp", value=abs(difference)) if unit == "prosent" else value_text(abs(difference), unit)
    return say(f"long_term.change.{'higher' if difference > 0 else 'lower'}", size=size, other=change.other_period)
