"""Revisions in words. A revision says how firm a figure is, not how sick leave has developed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.words import join, measure_name, method_name, vintage_name
from domain.codes import CODE_LISTS, label
from domain.numbers import MINUS, decimal_text
from domain.text import LANGS, Text, say, tell

if TYPE_CHECKING:
    from analytics.sickness.lines import SeriesChoice
    from analytics.sickness.revision_summary import Overview, Spread
    from analytics.sickness.revisions import AbsenceRevisions, Step

_USUAL = "absence_pct"


def sentence(made: AbsenceRevisions) -> Text:
    """What was revised in the series, what cannot be compared, and what the last load changed."""
    if not made.title.nb:
        return say("revisions.sentence.no_series", series=series_name(made.choice))
    if not made.periods:
        return join([say("revisions.sentence.no_periods", series=series_name(made.choice)), *_last_load(made.overview)])
    return join([_main(made), *_largest(made), *_without_difference(made), *_gone(made), *_last_load(made.overview)])


def series_name(choice: SeriesChoice) -> Text:
    """A series by its choices, in lower case: measure, type, sex, and the industry or group where it is one."""
    codes = (("absence_type", choice.absence_type), ("sex", choice.sex))
    parts = [measure_name(choice.adjustment)]
    parts += [Text(*(label(name, code, lang).lower() for lang in LANGS)) for name, code in codes]
    if choice.indicator != _USUAL:
        parts.insert(0, Text(*(CODE_LISTS["indicator"].label(choice.indicator, lang).lower() for lang in LANGS)))
    if choice.industry_code != ALL_INDUSTRIES:
        parts.append(say("revisions.industry", code=choice.industry_code, standard=choice.industry_standard))
    if choice.breakdown_value:
        parts.append(Text(choice.breakdown_value, choice.breakdown_value))
    return Text(*(", ".join(part.get(lang) for part in parts) for lang in LANGS))


def unit_text(made: AbsenceRevisions) -> Text:
    """The unit of the differences: percentage points, or the series' own."""
    return say("revisions.pp") if made.is_percent else Text(made.unit_nb, made.unit_nb)


def caveats() -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    return tuple(say(f"revisions.caveat.{name}") for name in ("meaning", "family", "rounding", "first", "confirmed", "same_date"))


def kind_text(step: Step) -> Text:
    """What happened from one vintage to the next, with what is known of it."""
    if step.kind == "method_revision":
        methods = {"before": method_name(step.before.method), "after": method_name(step.after.method)}
        return say("revisions.kind.method_revision", **methods)
    if step.kind == "revised" and step.is_same_date:
        return say("revisions.kind.revised_same_date")
    if step.kind == "revised" and step.is_rounding:
        return say("revisions.kind.revised_rounding")
    return say(f"revisions.kind.{step.kind}")


def signed(value: Decimal | None, digits: int = 2) -> Text:
    """A difference with its sign; empty for unknown."""
    if value is None:
        return Text("", "")
    return Text(*(_signed(value, digits, lang) for lang in LANGS))


def steps_table(made: AbsenceRevisions, lang: str) -> pl.DataFrame:
    """One row a change between two vintages, in words; newest period first."""
    rows = [
        {
            "period": step.period, "before": _value_text(step, "before", lang), "after": _value_text(step, "after", lang),
            "difference": float(step.difference) if step.difference is not None else None,
            "what": kind_text(step).get(lang),
            "from_vintage": vintage_name(step.before.vintage).get(lang), "to_vintage": vintage_name(step.after.vintage).get(lang),
            "method": method_name(step.after.method).get(lang),
        }
        for step in made.changes
    ]  # fmt: skip
    schema = {"period": pl.String(), "before": pl.String(), "after": pl.String(), "difference": pl.Float64(),
              "what": pl.String(), "from_vintage": pl.String(), "to_vintage": pl.String(), "method": pl.String()}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def summary_table(made: AbsenceRevisions, lang: str) -> pl.DataFrame:
    """The revisions summed up: within one method, the first and later ones, and between methods of one family."""
    found = made.summary
    named: list[tuple[Text, Spread]] = [
        (say("revisions.group.one_method"), found.one_method),
        (say("revisions.group.first"), found.first_revisions),
        (say("revisions.group.later"), found.later_revisions),
    ]
    for item in found.method_changes:
        methods = {"before": method_name(item.from_method), "after": method_name(item.to_method)}
        named.append((say("revisions.group.method", **methods), item.spread))
    rows = [{"group": name.get(lang), **spread.as_json()} for name, spread in named if spread.count]
    numbers = dict.fromkeys(("mean", "mean_absolute", "mean_of_changed", "largest", "median_age_quarters"), pl.Float64())
    schema: dict[str, Any] = {"group": pl.String(), "count": pl.Int64(), "changed": pl.Int64()} | numbers
    return pl.DataFrame(rows, schema=schema | {"largest_period": pl.String()})


def overview_table(made: AbsenceRevisions, lang: str) -> pl.DataFrame:
    """One row a series that has been revised or told by other methods, as `Overview.series`, with its name in words."""
    changed = pl.sum_horizontal("revised", "method_revised", "no_difference", "gone", "in_last_load") > 0
    shown = made.overview.series.filter(changed)
    names = [_full_name(row, lang) for row in shown.iter_rows(named=True)]
    columns = ("compared", "revised", "method_revised", "no_difference", "gone", "largest", "largest_period", "in_last_load")
    return shown.select(pl.Series("series", names, dtype=pl.String()), *columns)


def _full_name(row: dict[str, Any], lang: str) -> str:
    """A series of the per cent by its choices; any other by its title, with the sex and groups that it does not name."""
    sex = label("sex", row["sex"]).lower(), label("sex", row["sex"], "en").lower()
    parts = [sex] if row["sex"] != "both" else []
    if row["industry_code"] != ALL_INDUSTRIES:
        name = row["industry_nb"] or row["industry_code"]
        parts.append((name, row["industry_en"] or name))
    if row["breakdown_value"]:
        parts.append((row["breakdown_value"], row["breakdown_value_en"] or row["breakdown_value"]))
    if row["indicator"] == _USUAL:
        codes = (measure_name(row["adjustment"]).get(lang), label("absence_type", row["absence_type"], lang).lower())
        return _capital(", ".join([*codes, *(en if lang == "en" else nb for nb, en in parts)]))
    unsaid = [en if lang == "en" else nb for nb, en in parts if nb.lower() not in row["title_nb"].lower()]
    return ", ".join([row["title_en"] if lang == "en" else row["title_nb"], *unsaid])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _main(made: AbsenceRevisions) -> Text:
    spread = made.summary.one_method
    name = series_name(made.choice)
    if not spread.count:
        return say("revisions.sentence.none_compared", series=name)
    key = "none_revised" if not made.summary.revised_periods else "revised"
    return say(f"revisions.sentence.{key}", series=name, compared=spread.count, revised=made.summary.revised_periods)


def _largest(made: AbsenceRevisions) -> list[Text]:
    spread = made.summary.one_method
    if spread.largest is None or spread.mean is None or spread.mean_absolute is None:
        return []
    digits = 2 if made.is_percent else 0
    values = {"largest": signed(spread.largest, digits), "period": spread.largest_period, "mean": signed(spread.mean, digits)}
    absolute = Text(*(decimal_text(spread.mean_absolute, digits, lang) for lang in LANGS))
    return [say("revisions.sentence.largest", mean_absolute=absolute, unit=unit_text(made), **values)]


def _without_difference(made: AbsenceRevisions) -> list[Text]:
    count = made.summary.no_difference_periods
    key = "other_method_one" if count == 1 else "other_method"
    return [say(f"revisions.sentence.{key}", count=count)] if count else []


def _gone(made: AbsenceRevisions) -> list[Text]:
    count = made.summary.withdrawn + made.summary.masked
    return [say("revisions.sentence.gone", count=count)] if count else []


def _last_load(overview: Overview) -> list[Text]:
    if overview.in_last_load is None:
        return [say("revisions.sentence.not_fetched")]
    newest = max(item.published_date for item in overview.last_loads)
    return [say("revisions.sentence.last_load", count=overview.in_last_load, day=newest)]


def _value_text(step: Step, side: str, lang: str) -> str:
    figure = step.before if side == "before" else step.after
    if figure.value is None:
        return label("value_state", figure.state, lang)
    digits = max(figure.decimals, -int(figure.value.normalize().as_tuple().exponent), 0)
    text = decimal_text(figure.value, digits, lang)
    return tell("revisions.provisional", lang, value=text) if figure.state == "provisional" else text


def _signed(value: Decimal, digits: int, lang: str) -> str:
    text = decimal_text(value, digits, lang)
    return f"+{text}" if value > 0 and not text.startswith(MINUS) else text
