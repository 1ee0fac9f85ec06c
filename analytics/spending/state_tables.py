"""The state budget as tables to read: a line a year, a part or an amount. Amounts are in kroner, None for unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analytics.spending.state_budget import StateBudget
from analytics.spending.state_rows import STAGES, Post, PostYear, Split
from analytics.spending.state_words import outcome_word, quality_note, quality_word, years_text
from domain.codes import label
from domain.text import tell

_MONEY = pl.Decimal(18, 2)
#: Stages that stand in the tables of years; proposed changes and carried amounts only when a year has them.
_ALWAYS = ("proposed", "enacted", "revised", "account")


def stages_in(years: Sequence[PostYear]) -> tuple[str, ...]:
    """The stages that a table of years shows."""
    return tuple(stage for stage in STAGES if stage in _ALWAYS or any(stage in year.amounts for year in years))


def years(found: StateBudget, lang: str) -> pl.DataFrame:
    """One row a year: each stage, the difference between revised and accounts with its word, and how sure each amount is."""
    return _years(found.years, lang)


def _years(listed: Sequence[PostYear], lang: str) -> pl.DataFrame:
    stages = stages_in(listed)
    schema: dict[str, Any] = {"year": pl.Int64(), **{f"{stage}_nok": _MONEY for stage in stages}}
    schema |= {"difference_nok": _MONEY, "outcome": pl.String(), "quality": pl.String()}
    rows = [
        {
            "year": year.year, **{f"{stage}_nok": year.nok(stage) for stage in stages}, "difference_nok": year.difference_nok,
            "outcome": outcome_word(year).get(lang), "quality": quality_note(year).get(lang),
        }
        for year in listed
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def amounts(found: StateBudget, lang: str) -> pl.DataFrame:
    """One row an amount of the knowledge post: how sure it is, from when it was known, and its source."""
    titles = {source.source_id: source.title for source in found.basis.sources}
    rows = [
        {
            "year": year.year, "stage": label("budget_stage", stage, lang), "amount_nok": amount.nok,
            "quality": quality_word(amount).get(lang), "known_date": amount.known_date,
            "through_period": amount.through_period, "source": titles.get(amount.source_id or ""),
        }
        for year in found.years for stage in STAGES if (amount := year.amounts.get(stage)) is not None
    ]  # fmt: skip
    schema: dict[str, Any] = {
        "year": pl.Int64(), "stage": pl.String(), "amount_nok": _MONEY, "quality": pl.String(), "known_date": pl.Date(),
        "through_period": pl.String(), "source": pl.String(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def split(splits: Sequence[Split], lang: str) -> pl.DataFrame:
    """One row a part with a column a year, the largest first; then the sum of the parts, the post's total and the difference.

    A part that the source does not give for a year is empty. It need not be zero: it may be rounded away.
    """
    by_part: dict[str, dict[str, Any]] = {}
    names = part_names(splits, lang)
    for year in splits:
        for part in year.parts:
            by_part.setdefault(part.code, {"code": part.code, "part": names[part.code]})[f"y{year.year}"] = part.nok
    ordered = sorted(by_part.values(), key=lambda row: (-sum(v for k, v in row.items() if k.startswith("y")), row["code"]))
    schema: dict[str, Any] = {"code": pl.String(), "part": pl.String(), **{f"y{year.year}": _MONEY for year in splits}}
    summed: dict[str, dict[str, Any]] = {
        "sum": {f"y{year.year}": year.parts_nok for year in splits},
        "total": {f"y{year.year}": year.total.nok if year.total else None for year in splits},
        "difference": {f"y{year.year}": year.difference_nok for year in splits},
    }
    below = [{"code": None, "part": tell(f"state_budget.split.{name}", lang), **row} for name, row in summed.items()]
    return pl.DataFrame([*ordered, *below] if splits else [], schema=schema)


def part_names(splits: Sequence[Split], lang: str) -> Mapping[str, str]:
    """The newest name of each part; where it had another, that is told with its years."""
    names: dict[str, dict[str, list[int]]] = {}
    for year in splits:
        for part in year.parts:
            names.setdefault(part.code, {}).setdefault(part.name, []).append(year.year)
    found = {}
    for code, by_name in names.items():
        newest, *older = sorted(by_name, key=lambda name: -max(by_name[name]))
        former = [tell("state_budget.split.former", lang, name=name, years=years_text(by_name[name])) for name in older]
        found[code] = f"{newest} ({'; '.join(former)})" if former else newest
    return found


def totals(found: StateBudget, lang: str) -> pl.DataFrame:
    """One row a stage: the years in the sum, those left out and why, and kroner."""
    rows = [
        {
            "stage": label("budget_stage", total.stage, lang), "years": years_text(total.years).get(lang) or None,
            "unverified": years_text(total.unverified).get(lang) or None,
            "provisional": years_text(total.provisional).get(lang) or None, "total_nok": total.nok,
        }
        for total in found.totals
    ]  # fmt: skip
    schema: dict[str, Any] = {
        **dict.fromkeys(("stage", "years", "unverified", "provisional"), pl.String()), "total_nok": _MONEY,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def levels(found: StateBudget, lang: str) -> pl.DataFrame:
    """The three levels of money and the owner's part of the accounts, for the same years. They are never added."""
    compared = found.comparison
    amounts_of = {
        "knowledge": compared.knowledge_nok, "programme": compared.programme_nok, "post": compared.post_nok,
        "owner": compared.owner_nok,
    }  # fmt: skip
    place = {
        "name": compared.owner_name or tell("state_budget.level.no_owner", lang),
        "post": found.post.label if found.post else "–",
    }
    rows = [
        {
            "level": tell(f"state_budget.level.{name}", lang, **place), "years": years_text(compared.years).get(lang),
            "amount_nok": amount, "meaning": tell(f"state_budget.level.{name}_meaning", lang),
        }
        for name, amount in amounts_of.items()
    ]  # fmt: skip
    schema: dict[str, Any] = {"level": pl.String(), "years": pl.String(), "amount_nok": _MONEY, "meaning": pl.String()}
    return pl.DataFrame(rows if compared.years else [], schema=schema)


def context(listed: Sequence[Post], lang: str) -> pl.DataFrame:
    """One row a post and year of the posts beside. The posts are never added to each other."""
    frames = [
        _years(post.years, lang).select(
            pl.lit(post.label).alias("post"), pl.lit(post.relation, pl.String()).alias("relation"), pl.all()
        )
        for post in listed
    ]
    empty = _years([], lang).select(pl.lit("").alias("post"), pl.lit(None, pl.String()).alias("relation"), pl.all())
    order = ["post", "relation", "year", *(f"{stage}_nok" for stage in STAGES), "difference_nok", "outcome", "quality"]
    made = pl.concat([empty, *frames], how="diagonal")
    return made.select(name for name in order if name in made.columns)
