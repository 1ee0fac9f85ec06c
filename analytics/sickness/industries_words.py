"""Sick leave by group in words. Nothing here says why groups differ or change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.sickness.group_choice import BY_AREA, BY_INDUSTRY
from analytics.sickness.group_levels import Kind, Level
from analytics.sickness.lines import SeriesChoice
from analytics.sickness.series import ALL_INDUSTRIES, last_quarter
from analytics.sickness.words import join, method_name, vintage_name
from domain.codes import CODE_LISTS, label
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.sickness.industries import AbsenceIndustries, Comparison

_CODED_STATES = frozenset(CODE_LISTS["value_state"].values)


def by_name(by: str) -> Text:
    """What groups are by, as a noun in the plural: "næringer"."""
    return say(f"industries.by.{by}")


def type_name(absence_type: str) -> Text:
    """A type of sick leave, in lower case."""
    return _lower("absence_type", absence_type)


def sex_name(sex: str) -> Text:
    """A sex, in lower case."""
    return _lower("sex", sex)


def state_name(level: Level) -> Text:
    """What there is of a level: complete, n of 4 quarters, masked, missing, provisional, by another method, not published."""
    if level.state == "incomplete":
        return say("industries.state.incomplete", n=level.quarters)
    if level.kind == "mean" and level.state == "value":
        return say("industries.state.complete_mean")
    if level.state in ("value", "other_method", "not_published"):
        return say(f"industries.state.{level.state}")
    return Text(label("value_state", level.state), label("value_state", level.state, "en"))


def why_not_name(reason: str | None) -> Text:
    """Why there is no change to show."""
    if reason is None:
        return Text("", "")
    if reason in _CODED_STATES:
        return say("industries.why_not.state", state=Text(*(label("value_state", reason, lang).lower() for lang in ("nb", "en"))))
    return say(f"industries.why_not.{reason}")


def period_name(kind: Kind, period: str) -> Text:
    """The period of a level: "de fire kvartalene til og med 3. kvartal 2024"."""
    return say(f"industries.period.{kind}", period=period)


def country_name(choice: SeriesChoice) -> Text:
    """The name of all groups together: the country, or the industry that the groups are within."""
    if choice.industry_code == ALL_INDUSTRIES:
        return say("industries.country")
    return say("industries.whole_industry", code=choice.industry_code)


def quoted(name: Text) -> Text:
    """A name from the data within a sentence: in quotation marks where it has no English form."""
    return name if name.nb != name.en else Text(name.nb, f"“{name.en}”")


def sentence(made: AbsenceIndustries) -> Text:
    """The level in the country, the highest and the lowest group, and how many went which way."""
    if made.chosen is None:
        key = "no_search" if made.asked.search else "no_level"
        return say(
            f"industries.sentence.{key}", by=by_name(made.asked.by), search=made.asked.search or "", as_of=made.basis.as_of
        )
    return join([*_level(made), *_extremes(made), *_changes(made)])


def _level(made: AbsenceIndustries) -> list[Text]:
    if made.chosen is None:
        return []
    values = {"period": period_name(made.chosen.kind, made.chosen.period), "type": type_name(made.absence_type)}
    if made.asked.by == "type":
        return [say("industries.sentence.types", period=values["period"])]
    if made.country is None or made.country.level.value is None:
        return [say("industries.sentence.no_country", **values)]
    is_all = made.asked.by == "sex" or made.asked.sex == "both"
    sex = Text("", "") if is_all else say("industries.sentence.sex", sex=sex_name(made.asked.sex))
    return [
        say(
            "industries.sentence.country", value=made.country.level.value, name=_in_sentence(made.country.name), sex=sex, **values
        )
    ]


def _extremes(made: AbsenceIndustries) -> list[Text]:
    known = made.known
    if not known:
        return []
    counts = {"n": len(known), "of": len(made.rows), "by": by_name(made.asked.by)}
    if len(known) == 1:
        return [say("industries.sentence.only", name=quoted(known[0].name), value=known[0].level.value, **counts)]
    top, bottom = known[0], known[-1]
    return [
        say(
            "industries.sentence.extremes", top=quoted(top.name), top_value=top.level.value, bottom=quoted(bottom.name),
            bottom_value=bottom.level.value, **counts,
        )
    ]  # fmt: skip


def _changes(made: AbsenceIndustries) -> list[Text]:
    found, chosen = made.comparison, made.chosen
    if found is None or chosen is None:
        return []
    since = _since(found, chosen.kind)
    if not found.count:
        return [say("industries.sentence.no_change", since=since, why=why_not_name(found.baseline_why_not))]
    ways = [row.direction for row in made.rows if row.change_pp is not None]
    counts = {name: ways.count(name) for name in ("higher", "lower", "same")}
    return [say("industries.sentence.changes", since=since, n=found.count, by=by_name(made.asked.by), **counts)]


def _since(found: Comparison, kind: Kind) -> Text:
    key = "baseline" if found.is_baseline else "other"
    return say(f"industries.since.{key}", period=period_name(kind, found.period))


def caveats(made: AbsenceIndustries) -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    found = [say("industries.caveat.describes"), say("industries.caveat.cannot_say")]
    if made.chosen is None:
        return tuple(found)
    found.append(say("industries.caveat.measure", type=type_name(made.absence_type)))
    found += [made.rule, *_method_caveats(made), *_period_caveats(made)]
    if made.breaks:
        titles = [Text(item.title_nb, item.title_en) for item in made.breaks]
        found.append(say("industries.caveat.breaks", titles=titles))
    if made.asked.by in BY_AREA:
        found.append(say("industries.caveat.areas"))
    if made.asked.by in BY_INDUSTRY:
        found.append(say("industries.caveat.standard", standard=made.standard or ""))
        if made.other_standards:
            found.append(say("industries.caveat.other_standards", standards=list(made.other_standards)))
    return tuple(found)


def _method_caveats(made: AbsenceIndustries) -> list[Text]:
    method = made.chosen.method if made.chosen else None
    found = [say("industries.caveat.method", method=method_name(method))] if method else []
    if made.family == "holiday":
        found.append(say("industries.caveat.holiday"))
    found.append(say("industries.caveat.vintage"))
    vintages = sorted({row.level.edition.vintage for row in made.known if row.level.edition})
    if len(vintages) > 1:
        found.append(say("industries.caveat.vintages", vintages=[vintage_name(item) for item in vintages]))
    return found


def _period_caveats(made: AbsenceIndustries) -> list[Text]:
    chosen = made.chosen
    if chosen is None:
        return []
    found = [say("industries.caveat.quarter")] if chosen.kind == "quarter" else []
    compared = made.comparison
    if compared and compared.baseline_period:
        baseline = say("industries.since.baseline", period=period_name(chosen.kind, compared.baseline_period))
        found.insert(0, say("industries.caveat.no_baseline", since=baseline, why=why_not_name(compared.baseline_why_not)))
    if made.is_pandemic:
        found.append(say("industries.caveat.pandemic", period=period_name(chosen.kind, chosen.period)))
    if chosen.known < len(made.rows):
        found.append(say("industries.caveat.incomplete", n=chosen.known, of=len(made.rows), by=by_name(made.asked.by)))
    newest = next(iter(made.periods), None)
    if newest and last_quarter(newest) > last_quarter(chosen.period):
        count = made.periods[newest]
        found.append(say("industries.caveat.newer", period=newest, n=count, of=len(made.rows), by=by_name(made.asked.by)))
    return found


def _in_sentence(name: Text) -> Text:
    return Text(*(text[:1].lower() + text[1:] for text in (name.nb, name.en)))


def _lower(codes: str, value: str) -> Text:
    return Text(*(label(codes, value, lang)[:1].lower() + label(codes, value, lang)[1:] for lang in ("nb", "en")))
