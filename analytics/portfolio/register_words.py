"""The register in words: the count, the names of what can be filtered by, and the columns that are read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.register_filters import UNKNOWN
from analytics.portfolio.register_index import RegisterIndex
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say, tell

_CODES = {"status": "project_status", "question": "question_kind", "route": "procurement_route"}
#: By filter: the table of its names, its key, the names in both languages, and what orders them besides the name.
_TABLES: Mapping[str, tuple[str, str, str, str, str | None]] = {
    "priority_area": ("priority_area", "area_id", "short_nb", "short_en", "order_no"),
    "instrument": ("instrument", "instrument_id", "name_nb", "name_en", "order_no"),
    "need": ("knowledge_need", "need_id", "title_nb", "title_nb", None),
    "programme_industry": ("industry", "industry_id", "name_nb", "name_en", None),
    "general_priority": ("general_priority", "general_priority_id", "name_nb", "name_en", "order_no"),
    "organisation": ("organisation", "organisation_id", "name_nb", "name_en", None),
}
_LETTERS = str.maketrans({"æ": "{1", "ø": "{2", "å": "{3"})
_INDENT = "\u2003"
_LEVELS = ("none", "not_yet", "unknown")
_DATE_STATES = ("actual", "planned_end", "planned_start", "planned", "stopped", "no_end", "no_start")


def count_sentence(count: int, total: int, amount: Decimal | None, unknown: int) -> Text:
    """How many projects of how many, their contract sums, and how many have none."""
    whole = "all" if count == total else "part"
    told = say(f"projects.count_{whole}_{_number(total)}", count=count, total=total)
    if not count:
        return say("projects.line_none", count=told)
    if amount is None:
        return say("projects.line_no_amount", count=told)
    if unknown:
        return say(f"projects.line_some_{_number(unknown)}", count=told, amount=amount, unknown=unknown)
    return say("projects.line_all", count=told, amount=amount)


def _number(count: int) -> str:
    return "one" if count == 1 else "many"


def option_words(snapshot: Snapshot, index: RegisterIndex, name: str, lang: str, asked: tuple[str, ...] = ()) -> dict[str, str]:
    """The values of a filter that occur, and those asked for, in the order they are read, each with its name and count.

    Tags are set in by their place in the tree, each counted with all that lies below it. "Not given" comes last.

    Args:
        asked: values that are part of the list although no project may have them.
    """
    counts = index.counts(name)
    wanted = [*counts, *(value for value in asked if value not in counts and value != UNKNOWN)]
    names = _tag_names(snapshot, wanted, lang) if name == "tag" else value_names(snapshot, name, wanted, lang)
    found = {value: _with_count(word, counts.get(value, 0), lang) for value, word in names.items()}
    missing = index.unknown(name)
    if UNKNOWN not in found and (UNKNOWN in asked or (missing and name in _MAY_ASK)):
        found[UNKNOWN] = _with_count(tell("projects.not_given", lang), missing, lang)
    return found


_MAY_ASK = ("priority_area", "question", "instrument", "need", "programme_industry")


def _with_count(word: str, count: int, lang: str) -> str:
    return tell("projects.option", lang, name=word, count=count)


def value_names(snapshot: Snapshot, name: str, values: list[str], lang: str) -> dict[str, str]:
    """The names of values of a filter, in the order they are read; a value without a name is called by its id."""
    if name in _CODES:
        codes = CODE_LISTS[_CODES[name]]
        return {value: codes.label(value, lang) for value in sorted(values, key=list(codes.values).index)}
    if name == "tag":
        return {value: word.strip(_INDENT) for value, word in _tag_names(snapshot, values, lang).items()}
    table, key, nb, en, order = _TABLES[name]
    rows = snapshot.table(table).filter(pl.col(key).is_in(values))
    names = [nb.replace("short", "name"), key]
    word = pl.coalesce(*([en, en.replace("short", "name")] if lang == "en" else []), nb, *names)
    known = {row[0]: row[1:] for row in rows.select(key, word, order or pl.lit(0).alias("order_no")).iter_rows()}
    named = [(known.get(value, (value, None)), value) for value in values]
    named.sort(key=lambda item: (item[0][1] is None, item[0][1] or 0, _letters(str(item[0][0])), item[1]))
    return {value: str(word) for (word, _), value in named}


def _letters(word: str) -> str:
    return word.lower().translate(_LETTERS)


def _tag_names(snapshot: Snapshot, values: list[str], lang: str) -> dict[str, str]:
    """Tags in the order of the tree, set in by how deep they lie; a root tells whether it is a design, method or discipline."""
    tags = {row["tag_id"]: row for row in snapshot.table("tag").sort("order_no", "tag_id", nulls_last=True).iter_rows(named=True)}
    below: dict[str | None, list[str]] = {}
    for tag_id, row in tags.items():
        below.setdefault(row["parent_id"] if row["parent_id"] in tags else None, []).append(tag_id)
    found: dict[str, str] = {}

    def walk(tag_id: str, depth: int) -> None:
        if tag_id in found:
            return
        found[tag_id] = _INDENT * depth + _tag_name(tags[tag_id], depth, lang)
        for child in below.get(tag_id, []):
            walk(child, depth + 1)

    for root in (*below.get(None, []), *tags):
        walk(root, 0)
    wanted = set(values)
    return {key: word for key, word in found.items() if key in wanted} | {key: key for key in values if key not in found}


def _tag_name(row: Mapping[str, Any], depth: int, lang: str) -> str:
    name = str(row["name_en"] if lang == "en" and row["name_en"] else row["name_nb"])
    return name if depth else tell("projects.tag_root", lang, kind=CODE_LISTS["tag_kind"].label(row["kind"], lang), name=name)


def readable(rows: pl.DataFrame, snapshot: Snapshot, lang: str) -> pl.DataFrame:
    """Rows of the register with what is read: `title`, `areas`, `questions`, `lead`, `suppliers`, `level` and `dates`."""
    areas = snapshot.table("priority_area")
    short = {row["area_id"]: row[f"short_{lang}"] or row[f"name_{lang}"] or row["area_id"] for row in areas.iter_rows(named=True)}
    codes = CODE_LISTS["question_kind"]
    levels = {f"level {n}": tell("projects.level", lang, level=n) for n in range(6)}
    levels |= {state: tell(f"projects.level_{state}", lang) for state in _LEVELS}
    dates = {state: tell(f"projects.dates_{state}", lang) for state in _DATE_STATES}
    state = pl.when(pl.col("state_now") == "level").then(pl.format("level {}", "level_now")).otherwise("state_now")
    return rows.with_columns(
        title=pl.coalesce(f"title_{lang}", "title_nb"),
        areas=_joined("area_ids", short),
        questions=_joined("question_kinds", {code: codes.label(code, lang) for code in codes.values}),
        lead=pl.col(f"lead_{lang}"),
        suppliers=pl.col(f"suppliers_{lang}").list.join(", "),
        level=state.replace_strict(levels, default=None, return_dtype=pl.String),
        dates=pl.col("date_state").replace_strict(dates, default=None, return_dtype=pl.String),
    )


def _joined(column: str, words: Mapping[str, str]) -> pl.Expr:
    """A list in words; empty where it has nothing."""
    joined = pl.col(column).list.eval(pl.element().replace(words)).list.join(", ")
    return pl.when(pl.col(column).list.len() > 0).then(joined)
