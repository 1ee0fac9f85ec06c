"""Sources in words: how far the figures go, how old they are, and what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.sickness.words import measure_name, vintage_name
from domain.codes import label
from domain.numbers import period_text
from domain.text import Text, say, tell

if TYPE_CHECKING:
    from analytics.quality.source_rows import SourceRow
    from analytics.quality.sources import Sources
    from analytics.sickness.states import Release

#: How the figures are fetched, as typed on the command line.
REFRESH_COMMAND = "python cli.py refresh"
NAV_COMMAND = "python cli.py refresh --source nav --path MAPPE"
CRON_LINE = "20 8,12 * * * cd /sti/til/fou-monitor && .venv/bin/python cli.py refresh"

#: So many tables that could not be fetched are named in the sentence; more are counted.
_NAMED = 3


def sentence(made: Sources) -> Text:
    """How far the figures go and how old they are; what is not fetched, and what could not be."""
    if made.reach.last_period is None:
        return _join([say("sources.sentence.none", as_of=made.basis.as_of), *_faults(made)])
    return _join([_reach(made), _state(made), *_faults(made), *_old(made)])


def caveats() -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    return tuple(say(f"sources.caveat.{name}") for name in ("age", "rule", "no_fetch", "attempts"))


def age_text(days: int | None) -> Text:
    """How long ago in words; empty when not known."""
    if days is None:
        return Text("", "")
    return say({0: "sources.age.today", 1: "sources.age.one"}.get(days, "sources.age.many"), days=days)


def release_text(release: Release | None) -> Text:
    """When the next figures come, and whether that is announced or follows from the rule."""
    if release is None:
        return say("sources.next.unknown")
    return say("sources.next.announced" if release.is_announced else "sources.next.by_rule", day=release.day)


def status_text(row: SourceRow) -> Text:
    """Where a table stands: fetched and when, old, failing, or never fetched."""
    if row.last_good_date is None:
        return say("sources.status.never_failing" if row.is_failing else "sources.status.never")
    when = say("sources.status.later", day=row.last_good_date) if row.fetched_days is None else age_text(row.fetched_days)
    values = {"day": row.last_good_date, "when": when}
    if row.is_failing:
        return say("sources.status.failing", **values)
    return say("sources.status.old" if row.is_old else "sources.status.good", **values)


def fault_texts(made: Sources) -> list[Text]:
    """The last fault of each table in full, those that are failing now first."""
    found = sorted((row for row in made.tables if row.fault), key=lambda row: not row.is_failing)
    return [
        say(
            "sources.fault.now" if row.is_failing else "sources.fault.past", table=row.source_id, day=row.fault.day,
            outcome=Text(*(label("load_outcome", row.fault.outcome, lang) for lang in ("nb", "en"))), message=row.fault.message,
        )
        for row in found if row.fault
    ]  # fmt: skip


def remark_texts(made: Sources) -> list[Text]:
    """What the publisher or a check says of the figures of a table, where something is said."""
    return [say("sources.remark", table=row.source_id, message=row.remark) for row in made.tables if row.remark]


def tables_table(made: Sources, lang: str) -> pl.DataFrame:
    """One row a table that can be fetched: where it stands, how far it goes, and when its next figures come."""
    rows = [
        {
            "table": f"{row.source_id}: {row.name.get(lang)}", "status": status_text(row).get(lang),
            "reach": _reach_text(row, lang), "next": release_text(row.next_release).get(lang), "licence": row.licence,
        }
        for row in made.tables
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(("table", "status", "reach", "next", "licence"), pl.String()))


def counts_table(made: Sources, lang: str) -> pl.DataFrame:
    """One row a table that has been loaded: the counts of the last load that brought figures."""
    rows = [
        {
            "table": row.source_id, "vintage": _vintage_text(row, lang), "cells": row.cell_count, "new": row.new_count,
            "revised": row.revised_count, "provisional": row.provisional_count, "masked": row.masked_count,
            "missing": row.missing_count,
        }
        for row in made.tables if row.published_date is not None
    ]  # fmt: skip
    texts: dict[str, Any] = dict.fromkeys(("table", "vintage"), pl.String())
    counts = dict.fromkeys(("cells", "new", "revised", "provisional", "masked", "missing"), pl.Int64())
    return pl.DataFrame(rows, schema=texts | counts)


def bodies_table(made: Sources, lang: str) -> pl.DataFrame:
    """One row a body of embedded facts: when it was last brought up to date, and how new its documents are."""
    rows = [
        {
            "name": row.name.get(lang), "publisher": row.publisher, "updated": row.last_good_date,
            "newest": _reach_text(row, lang), "rhythm": tell(f"sources.rhythm.{row.rhythm}", lang), "licence": row.licence,
        }
        for row in made.rows if row.kind == "body"
    ]  # fmt: skip
    texts: dict[str, Any] = dict.fromkeys(("name", "publisher", "newest", "rhythm", "licence"), pl.String())
    return pl.DataFrame(rows, schema=texts | {"updated": pl.Date()})


def _reach(made: Sources) -> Text:
    """How far the figures go, by which measure, whether they are fetched, and how old their vintage is."""
    reach, as_of = made.reach, made.basis.as_of
    values = {"period": reach.last_period, "measure": measure_name(reach.measure), "unadjusted": Text("", "")}
    if reach.unadjusted_period and reach.unadjusted_period != reach.last_period:
        values["unadjusted"] = say("sources.sentence.unadjusted", period=reach.unadjusted_period)
    fetched = reach.fetched_date
    if not reach.is_fetched:
        key = "embedded" if reach.age_days else "embedded_new"
        return say(f"sources.sentence.{key}", age=old_text(made), vintage=vintage_name(reach.vintage), **values)
    if fetched is None or fetched > as_of:
        return say("sources.sentence.live_later", **values)
    age = age_text((as_of - fetched).days)
    return say("sources.sentence.live", fetched=fetched, age=age, vintage=vintage_name(reach.vintage), **values)


def old_text(made: Sources) -> Text:
    """How old the newest vintage is: at least so many days where only its month or year is known."""
    days = made.reach.age_days
    if days is None:
        return say("sources.page.unknown")
    exact = len(made.reach.vintage) == len("2019-03-20")
    if days == 0 and not exact:
        return vintage_name(made.reach.vintage)
    key = "one_day" if days == 1 else "days"
    return say(f"sources.age.{key}" if exact else f"sources.age.at_least_{key}", days=days)


def _state(made: Sources) -> Text:
    """Whether a newer quarter should be out, else when the next one comes."""
    reach = made.reach
    if reach.is_behind and reach.newest_expected:
        how = "announced" if reach.newest_expected.is_announced else "by_rule"
        return say(
            f"sources.sentence.behind_{how}", expected=reach.newest_expected.period, day=reach.newest_expected.day,
            command=REFRESH_COMMAND,
        )  # fmt: skip
    if made.next_release is None:
        return say("sources.sentence.next_unknown")
    how = "announced" if made.next_release.is_announced else "by_rule"
    return say(f"sources.sentence.next_{how}", expected=made.next_release.period, day=made.next_release.day)


def _faults(made: Sources) -> list[Text]:
    if not made.failing:
        return []
    if len(made.failing) > _NAMED:
        return [say("sources.sentence.many_faults", count=len(made.failing), of=len(made.tables))]
    return [say("sources.sentence.faults", tables=[row.source_id for row in made.failing])]


def _old(made: Sources) -> list[Text]:
    old = [row.source_id for row in made.tables if row.is_old]
    return [say("sources.sentence.old", tables=old, limit=made.old_after_days)] if old else []


def _vintage_text(row: SourceRow, lang: str) -> str | None:
    return vintage_name(row.vintage).get(lang) if row.vintage else None


def _reach_text(row: SourceRow, lang: str) -> str | None:
    """The last period with its vintage, and whether a newer one should be out."""
    vintage = _vintage_text(row, lang)
    if row.last_period is None:
        return vintage
    text = period_text(row.last_period, lang)
    text = tell("sources.reach", lang, period=text, vintage=vintage) if vintage else text
    return tell("sources.behind", lang, period=text) if row.is_behind else text


def _join(parts: list[Text]) -> Text:
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))
