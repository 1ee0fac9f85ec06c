"""Columns of tables that leave the product: what they are called, how their values are written, and what they mean.

Kinds of values: "text"; "short" text on one line; "nok" whole kroner; "mill" kroner shown in millions; "pct", "pp" and "num"
one decimal ("pct2", "pp2" and "num2" two); "number" as many decimals as it has; "int"; "date"; "period"; "bool"; or "code:<list>"
for a code list of `domain.codes`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from domain.codes import CODE_LISTS
from domain.numbers import period_text
from domain.tables import TABLES
from domain.tables import Column as ModelColumn
from domain.terms import TERMS
from domain.text import Text, tell, texts
from reports.exports.document import Value

#: Kinds whose values are numbers, with the kind of column that a file gives them: kroner stay kroner.
NUMBERS: Mapping[str, str] = {
    "nok": "nok", "mill": "nok", "pct": "pct", "pct2": "pct2", "pp": "pct", "pp2": "pct2", "int": "int", "num": "num",
    "num2": "pct2", "number": "number",
}  # fmt: skip
_SUFFIXES = {
    "_nok": "nok",
    "_pct": "pct",
    "_pp": "pp",
    "_days": "int",
    "_count": "int",
    "_date": "date",
    "_quarter": "period",
}
_LANG_ENDS = {"_nb": Text("bokmål", "Norwegian"), "_en": Text("engelsk", "English")}
#: What every table calls its key, and where the pages have their headings.
_KEY_LABEL, _HEADINGS, _MOST = "Id", ("column", "col", "head"), 0.5
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@cache
def model_columns() -> Mapping[str, ModelColumn]:
    """The model's columns by name; of those that share a name, the last."""
    return {column.name: column for table in TABLES.values() for column in table.columns}


@cache
def _definitions() -> Mapping[str, Text]:
    """What columns hold, by name; only where every table says the same."""
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for table in TABLES.values():
        for column in table.columns:
            told[column.name].add((column.definition, f"{column.en}."))
    return {name: Text(*next(iter(words))) for name, words in told.items() if len(words) == 1}


@cache
def _labels() -> Mapping[str, Text]:
    """What columns are called, by name: in the model, else as the pages head them, else the field's term."""
    model: dict[str, Counter[Text]] = defaultdict(Counter)
    for table in TABLES.values():
        for column in table.columns:
            if column.nb != _KEY_LABEL or column.name not in table.key:
                model[column.name][Text(column.nb, column.en)] += 1
    pages: dict[str, Counter[Text]] = defaultdict(Counter)
    english = texts("en")
    for key, words in texts("nb").items():
        *group, name = key.split(".")
        if group[-1] in _HEADINGS and "{" not in words:
            pages[name][Text(words, english[key])] += 1
    terms = {term.id: Text(_large(term.nb), _large(term.en)) for term in TERMS}
    return terms | _agreed(pages) | _agreed(model)


def _agreed(counted: Mapping[str, Counter[Text]]) -> dict[str, Text]:
    """The words that most use, where most agree: a name that means different things gets none."""
    most = {name: words.most_common(1)[0] for name, words in counted.items()}
    return {name: text for name, (text, count) in most.items() if count > _MOST * counted[name].total()}


def guess(name: str, dtype: pl.DataType) -> tuple[Text, str]:
    """What a column is called and its kind, from the model, the field's terms and the end of its name."""
    known = model_columns().get(name)
    label = label_of(name)
    if known and known.codes:
        return label, f"code:{known.codes}"
    suffix = next((kind for end, kind in _SUFFIXES.items() if name.endswith(end)), None)
    if suffix:
        return label, suffix
    if name in ("year", "period", "quarter"):
        return label, "period"
    if dtype == pl.Date:
        return label, "date"
    if dtype.is_integer():
        return label, "int"
    return label, "num" if dtype.is_numeric() else "text"


def label_of(name: str) -> Text:
    """What a column is called: as the model or the field's terms have it, also without its unit; else its name in words."""
    labels = _labels()
    if name in labels:
        return labels[name]
    for end in _SUFFIXES:
        if name.endswith(end) and (stem := name.removesuffix(end)) in labels:
            return labels[stem]
    for end, language in _LANG_ENDS.items():
        if name.endswith(end) and (stem := name.removesuffix(end)) in labels:
            return Text(f"{labels[stem].nb} ({language.nb})", f"{labels[stem].en} ({language.en})")
    stem = next((name.removesuffix(end) for end in ("_nok", "_pct", "_pp") if name.endswith(end)), name)
    words = _large(stem.replace("_", " "))
    return Text(words, words)


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]


def definition_of(name: str, lang: str) -> str:
    """What a column of the model holds, with its unit; "" when the model does not say one thing."""
    known = _definitions().get(name)
    if known is None:
        return ""
    unit = model_columns()[name].unit
    return f"{known.get(lang)} {tell('exports.unit', lang, unit=unit)}" if unit else known.get(lang)


def definitions(columns: Iterable[tuple[str, str]], lang: str, money: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the columns of a table mean: each heading with what the model, the field's terms or the words about money say.

    Args:
        columns: identifier and heading of each.
        money: definitions of the words about money, by word, in the language.
    """
    words = {(term.en if lang == "en" else term.nb).lower(): term for term in TERMS}
    made: dict[str, str] = {}
    for name, heading in columns:
        told = definition_of(name, lang)
        if told:
            made[heading] = told
        for word in re.findall(r"[\w-]+", heading.lower()):
            if word in money:
                made.setdefault(_large(word), money[word])
            elif word in words:
                term = words[word]
                made.setdefault(_large(word), term.definition_en if lang == "en" else term.definition_nb)
    return list(made.items())


def file_value(value: Any, kind: str, lang: str) -> Value:
    """A value as a workbook holds it: numbers and days typed, codes and yes or no in words."""
    made: Value = None
    match value:
        case None:
            pass
        case bool():
            made = tell("frame.yes" if value else "frame.no", lang)
        case int() | float() | Decimal():
            made = str(value) if kind.startswith("code:") else value
        case date():
            made = value
        case Text():
            made = value.get(lang)
        case list() | tuple() | pl.Series():
            made = ", ".join(str(file_value(item, kind, lang)) for item in value)
        case _:
            made = _file_text(str(value), kind, lang)
    return made


def _file_text(text: str, kind: str, lang: str) -> Value:
    if kind == "date" and _ISO_DATE.match(text):
        return date.fromisoformat(text)
    if kind == "period":
        return period_text(text, lang)
    return CODE_LISTS[kind.removeprefix("code:")].label(text, lang) if kind.startswith("code:") else text
