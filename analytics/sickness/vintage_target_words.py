"""The target's level per vintage, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.sickness.revision_words import signed
from analytics.sickness.words import join, measure_name, method_name, vintage_name
from domain.numbers import decimal_text
from domain.text import LANGS, Text, say

if TYPE_CHECKING:
    from analytics.sickness.vintage_target import Edition, Movement, ReportedMove, VintageTarget


def sentence(made: VintageTarget) -> Text:
    """The level in the newest vintage that has the whole baseline, and how far it moved where that is known."""
    if made.goal is None:
        return say("revisions.target.no_goal", as_of=made.basis.as_of)
    return join([*(_levels(made) or [_no_level(made)]), *_moves(made)])


def caveats() -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    return tuple(say(f"revisions.target.caveat_{name}") for name in ("belongs", "family", "rounded"))


def source_text(item: Edition) -> Text:
    """Where the baseline is from, or how many quarters there are."""
    if item.source == "target":
        return say("revisions.target.source_target")
    if item.source == "year_figure":
        return say("revisions.target.source_year_figure")
    if item.missing:
        return say("revisions.target.quarters", n=item.quarters, of=item.wanted, missing=list(item.missing))
    return say("revisions.target.source_quarters", of=item.wanted)


def editions_table(made: VintageTarget, lang: str) -> pl.DataFrame:
    """One row a measure and vintage, newest vintage first within the measure."""
    rows = [
        {
            "measure": _capital(measure_name(item.measure)).get(lang), "vintage": _vintage(item).get(lang),
            "method": method_name(item.method).get(lang) if item.method else None, "source": source_text(item).get(lang),
            "baseline": _number(item.baseline), "target": _number(item.target),
        }
        for item in _newest_first(made.editions)
    ]  # fmt: skip
    schema: dict[str, Any] = dict.fromkeys(("measure", "vintage", "method", "source"), pl.String())
    return pl.DataFrame(rows, schema=schema | {"baseline": pl.Float64(), "target": pl.Float64()})


def moves_table(made: VintageTarget, lang: str) -> pl.DataFrame:
    """One row a movement between vintages, and one for what the publisher has said of a new method."""
    rows = [_move_row(item, lang) for item in reversed(made.movements)] + [_reported_row(item, lang) for item in made.reported]
    schema: dict[str, Any] = dict.fromkeys(("measure", "what", "from_vintage", "to_vintage"), pl.String())
    numbers = {"baseline_pp": pl.Float64(), "target_pp": pl.Float64()}
    return pl.DataFrame(rows, schema=schema | numbers)


def _move_row(item: Movement, lang: str) -> dict[str, Any]:
    methods = {"before": method_name(item.before.method or ""), "after": method_name(item.after.method or "")}
    return {
        "measure": _capital(measure_name(item.measure)).get(lang),
        "what": say(f"revisions.target.move_{item.kind}", **methods).get(lang),
        "from_vintage": _vintage(item.before).get(lang), "to_vintage": _vintage(item.after).get(lang),
        "baseline_pp": _number(item.baseline_pp), "target_pp": _number(item.target_pp),
    }  # fmt: skip


def _reported_row(item: ReportedMove, lang: str) -> dict[str, Any]:
    return {
        "measure": _capital(measure_name(item.measure)).get(lang), "what": say("revisions.target.move_reported").get(lang),
        "from_vintage": method_name(item.from_method).get(lang), "to_vintage": method_name(item.to_method).get(lang),
        "baseline_pp": _number(item.mean_revision_pp), "target_pp": _number(item.target_pp),
    }  # fmt: skip


def _levels(made: VintageTarget) -> list[Text]:
    """The newest computed level in each measure that has one."""
    newest = {item.measure: item for item in made.editions if item.source == "quarters" and item.baseline is not None}
    return [
        say(
            "revisions.target.level", measure=_capital(measure_name(item.measure)), vintage=_vintage(item),
            baseline=item.baseline, target=item.target, period=made.goal.baseline_period if made.goal else "",
        )
        for item in newest.values()
    ]  # fmt: skip


def _no_level(made: VintageTarget) -> Text:
    period = made.goal.baseline_period if made.goal else ""
    given = next((item for item in made.editions if item.source == "target"), None)
    if given is None:
        return say("revisions.target.no_level", period=period)
    values = {"baseline": given.baseline, "target": given.target, "measure": measure_name(given.measure)}
    return say("revisions.target.no_level_given", period=period, **values)


def _moves(made: VintageTarget) -> list[Text]:
    """The last movement to a newer method that could be worked out; else what the publisher has said of one."""
    factor = Text(*(_plain(made.factor, lang) for lang in LANGS))
    found = [item for item in made.movements if item.kind == "method_revision" and item.target_pp is not None]
    if found:
        last = found[-1]
        moved = {"baseline_pp": signed(last.baseline_pp, 3), "factor": factor, "target_pp": signed(last.target_pp)}
        vintages = {"before": _vintage(last.before), "after": _vintage(last.after)}
        return [say("revisions.target.moved", measure=measure_name(last.measure), **vintages, **moved)]
    return [_reported(method, made, factor) for method in dict.fromkeys(item.to_method for item in made.reported)]


def _reported(method: str, made: VintageTarget, factor: Text) -> Text:
    """What the publisher has said of a method, measure by measure."""
    own = [item for item in made.reported if item.to_method == method]
    means = [_of_measure(item.measure, signed(item.mean_revision_pp, 3)) for item in own]
    moves = [_of_measure(item.measure, signed(item.target_pp)) for item in own]
    return say("revisions.target.reported", method=method_name(method), means=means, factor=factor, moves=moves)


def _of_measure(measure: str, value: Text) -> Text:
    return say("revisions.target.of_measure", value=value, measure=measure_name(measure))


def _newest_first(editions: Sequence[Edition]) -> list[Edition]:
    measures = list(dict.fromkeys(item.measure for item in editions))
    return [item for measure in measures for item in reversed(editions) if item.measure == measure]


def _vintage(item: Edition) -> Text:
    if not item.vintage:
        return say("revisions.target.given")
    name = vintage_name(item.vintage)
    return name if item.standing_since is None else say("revisions.target.standing", vintage=name, day=item.standing_since)


def _capital(text: Text) -> Text:
    return Text(*(name[:1].upper() + name[1:] for name in (text.nb, text.en)))


def _plain(value: Decimal | None, lang: str) -> str:
    if value is None:
        return ""
    digits = next((n for n in range(4) if round(value, n) == value), 4)
    return decimal_text(value, digits, lang)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
