"""Selections as PxWebApi v2 takes them: codes and expressions mixed, lists of codes, what is left out, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.pxweb.tables import Chosen, FakeDimension, FakeTable, size

MAX_CELLS = 800_000
_FORMS = {
    "top": re.compile(r"^top\([1-9]\d*(,\d+)?\)$", re.IGNORECASE),
    "bottom": re.compile(r"^bottom\([1-9]\d*(,\d+)?\)$", re.IGNORECASE),
    "from": re.compile(r"^from\([^,]+\)$", re.IGNORECASE),
    "to": re.compile(r"^to\([^,]+\)$", re.IGNORECASE),
    "range": re.compile(r"^range\([^,]+,[^,)]+\)$", re.IGNORECASE),
}


class ProblemError(Exception):
    """A refusal, with the title that the service gives it."""

    def __init__(self, title: str, status: int = 400, body_status: int | None = None) -> None:
        super().__init__(title)
        self.title = title
        self.status = status
        self.body_status = body_status or status


class EmptyError(Exception):
    """The service's own fault: status 500 without a body."""


def chosen(table: FakeTable, selection: list[Mapping[str, Any]] | None) -> list[Chosen]:
    """What a selection means, in the order of the table's dimensions.

    A dimension that is left out is eliminated when the table allows it: by its code for all, else summed away. No selection
    at all is the table's default selection.
    """
    wanted = selection or _default(table)
    by_name: dict[str, Mapping[str, Any]] = {}
    for part in wanted:
        by_name[_name(table, str(part.get("variableCode", "")))] = part
    made = [_of_dimension(table, name, by_name.get(name)) for name in table.ids]
    if size(made) > MAX_CELLS:
        raise ProblemError("Too many cells selected")
    return made


def _name(table: FakeTable, asked: str) -> str:
    """The dimension meant: without regard to capital letters, and "time" for the one of time."""
    if asked.casefold() == "time":
        return table.time.id
    for name in table.ids:
        if name.casefold() == asked.casefold():
            return name
    raise ProblemError("Non-existent variable")


def _of_dimension(table: FakeTable, name: str, part: Mapping[str, Any] | None) -> Chosen:
    if name == "ContentsCode":
        labels = {code: (one.label, one.label_en) for code, one in table.contents.items()}
        dimension = FakeDimension(name, "statistikkvariabel", "contents", labels)
    else:
        dimension = table.dimension(name)
    asked = [str(code) for code in (part or {}).get("valueCodes") or []]
    if not asked:
        return _left_out(dimension)
    codes, sources = _listed(dimension, (part or {}).get("codelist"))
    expanded = _expanded(list(codes), asked, is_time=dimension.is_time)
    return Chosen(name, {code: sources.get(code, [code]) for code in expanded}, codes)


def _left_out(dimension: FakeDimension) -> Chosen:
    if not dimension.elimination:
        raise ProblemError("Missing selection for mandantory variable")
    whole = [dimension.elimination_code] if dimension.elimination_code else list(dimension.codes)
    return Chosen(dimension.id, {}, dimension.codes, eliminated=whole)


def _listed(dimension: FakeDimension, codelist: Any) -> tuple[dict[str, tuple[str, str]], dict[str, list[str]]]:
    if not codelist:
        return dimension.codes, {}
    found = dimension.codelist(str(codelist))
    if found is None:
        raise ProblemError("Non-existent codelist")
    return found.codes, found.parts or {}


def _expanded(codes: list[str], asked: list[str], *, is_time: bool) -> list[str]:
    """The codes that are meant, in the table's order. The same code asked for twice is the service's downfall."""
    plain = [code for code in asked if _exact(codes, code)]
    if len({_exact(codes, code) for code in plain}) != len(plain):
        raise EmptyError
    found: set[str] = set()
    for code in asked:
        exact = _exact(codes, code)
        found.update([exact] if exact else _expression(codes, code, is_time=is_time))
    return [code for code in codes if code in found]


def _exact(codes: list[str], asked: str) -> str | None:
    if asked in codes:
        return asked
    return next((code for code in codes if code.casefold() == asked.casefold()), None)


def _expression(codes: list[str], asked: str, *, is_time: bool) -> list[str]:
    name = asked.split("(", maxsplit=1)[0].casefold()
    if "(" in asked and name in _FORMS:
        if not _FORMS[name].match(asked):
            raise ProblemError("Illegal selection expression")
        return _function(codes, name, asked[asked.index("(") + 1 : -1].split(","), is_time=is_time)
    if "*" in asked:
        return _wildcard(codes, asked)
    if "?" in asked:
        pattern = re.compile("^" + re.escape(asked).replace(r"\?", ".") + "$", re.IGNORECASE)
        return [code for code in codes if pattern.match(code)]
    raise ProblemError("Non-existent value")


def _function(codes: list[str], name: str, values: list[str], *, is_time: bool) -> list[str]:
    """`top` and `bottom` count from the newest period, or from the first code of other dimensions."""
    if name in ("top", "bottom"):
        count, offset = int(values[0]), int(values[1]) if len(values) > 1 else 0
        newest_first = codes[::-1] if is_time else codes
        ordered = newest_first if name == "top" else newest_first[::-1]
        return ordered[offset : offset + count]
    places = [_place(codes, value) for value in values]
    if name == "from":
        return codes[places[0] :]
    if name == "to":
        return codes[: places[0] + 1]
    return codes[min(places) : max(places) + 1]


def _place(codes: list[str], value: str) -> int:
    exact = _exact(codes, value)
    if exact is None:
        raise ProblemError("Non-existent value")
    return codes.index(exact)


def _wildcard(codes: list[str], asked: str) -> list[str]:
    if asked.count("*") > 2 or (asked != "*" and "*" in asked[1:-1]) or (asked.count("*") == 2 and asked[0] + asked[-1] != "**"):
        raise ProblemError("Illegal selection expression")
    pattern = re.compile("^" + re.escape(asked).replace(r"\*", ".*") + "$", re.IGNORECASE)
    return [code for code in codes if pattern.match(code)]


def _default(table: FakeTable) -> list[dict[str, Any]]:
    """The default selection: first codes of what must be chosen, the newest period, nothing of what may be left out."""
    mandatory = [d for d in table.dimensions if not d.elimination and not d.is_time]
    parts: list[dict[str, Any]] = [{"variableCode": d.id, "valueCodes": list(d.codes)[:11]} for d in mandatory]
    parts.append({"variableCode": "ContentsCode", "valueCodes": list(table.contents)[:1]})
    parts.append({"variableCode": table.time.id, "valueCodes": ["top(13)"]})
    return parts


def from_query(query: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """The selection of a GET: `valueCodes[Tid]=from(2020K1),2019K4`; an expression with a comma stands in brackets."""
    parts: dict[str, dict[str, Any]] = {}
    for key, values in query.items():
        named = re.match(r"^(valuecodes|codelist)\[(.+)\]$", key, re.IGNORECASE)
        if named is None:
            continue
        part = parts.setdefault(named.group(2).casefold(), {"variableCode": named.group(2), "valueCodes": []})
        if named.group(1).casefold() == "codelist":
            part["codelist"] = values[-1]
        else:
            part["valueCodes"] += _split(values[-1])
    return list(parts.values())


def _split(text: str) -> list[str]:
    """The codes of a list with commas. Without brackets an expression is torn apart at its comma, as the service does."""
    return [found.strip("[]") for found in re.findall(r"\[[^\]]*\]|[^,]+", text)]
