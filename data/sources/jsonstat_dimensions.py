"""The dimensions of a JSON-stat dataset: codes in order, labels, units, roles and hierarchy, each checked against the size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from data.sources.jsonstat_errors import JsonStatError

#: Members of `dimension` in version 1 that are not dimensions.
_NOT_DIMENSIONS = frozenset({"id", "size", "role"})
#: Names of our own columns.
_RESERVED = frozenset({"value", "status"})


@dataclass(frozen=True)
class Dimension:
    """One dimension of a dataset.

    Attributes:
        id, label: its id and name; the id where there is no name.
        codes: the categories in the order of the figures.
        labels: names of the categories, in the order of `codes`; not always unique. The code where there is no name.
        units, decimals: unit and number of decimals of each category; None where they are not given.
        is_time, is_metric: whether the document gives it that role. A document need not give roles.
        child: parts of each category that has any. Totals and parts lie side by side: a sum over `codes` counts twice.
        notes: remarks to the categories, by code.
        extension: what the publisher adds, as it stands.
    """

    id: str
    label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    units: tuple[str | None, ...]
    decimals: tuple[int | None, ...]
    is_time: bool
    is_metric: bool
    child: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extension: Mapping[str, Any] = field(default_factory=dict)


def dimensions(dataset: Mapping[str, Any]) -> tuple[Dimension, ...]:
    """The dimensions in the order of the figures (the last varies fastest).

    Raises:
        JsonStatError: ids, sizes, categories or roles do not fit together.
    """
    body = _object(dataset.get("dimension"), "dimension")
    is_old = "id" not in dataset
    head = body if is_old else dataset
    prefix = "dimension." if is_old else ""
    ids = _ids(head.get("id"), f"{prefix}id")
    sizes = _sizes(head.get("size"), f"{prefix}size")
    if len(ids) != len(sizes):
        raise JsonStatError("id_size_len_mismatch", f"{prefix}size", f"id {len(ids)}, size {len(sizes)}")
    _check_members(ids, set(body) - _NOT_DIMENSIONS if is_old else set(body))
    roles = _roles(head.get("role") or dataset.get("role"), ids, f"{prefix}role")
    return tuple(_dimension(name, body[name], size, roles) for name, size in zip(ids, sizes, strict=True))


def _ids(found: object, where: str) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise JsonStatError("id_not_texts", where, found)
    repeated = [name for name in found if found.count(name) > 1]
    if repeated:
        raise JsonStatError("id_repeated", where, repeated[0])
    reserved = _RESERVED.intersection(found)
    if reserved:
        raise JsonStatError("id_reserved", where, ", ".join(sorted(reserved)))
    return found


def _sizes(found: object, where: str) -> list[int]:
    if not isinstance(found, list):
        raise JsonStatError("size_not_numbers", where, found)
    return [_size(item, where) for item in found]


def _size(item: object, where: str) -> int:
    """A size; version 1 has it as text now and then."""
    if isinstance(item, str) and item.isascii() and item.isdigit():
        return int(item)
    if isinstance(item, bool) or not isinstance(item, int) or item < 0:
        raise JsonStatError("size_not_numbers", where, item)
    return item


def _check_members(ids: list[str], members: set[str]) -> None:
    if set(ids) != members:
        missing, unknown = sorted(set(ids) - members), sorted(members - set(ids))
        raise JsonStatError("dim_key_id_mismatch", "dimension", ", ".join(missing + unknown))


def _roles(found: object, ids: list[str], where: str) -> dict[str, set[str]]:
    if found is None:
        return {}
    roles: dict[str, set[str]] = {}
    for role, names in _object(found, where).items():
        listed = [names] if isinstance(names, str) else names
        if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
            raise JsonStatError("role_not_list", f"{where}.{role}", names)
        unknown = set(listed) - set(ids)
        if unknown:
            raise JsonStatError("role_id_unknown", f"{where}.{role}", ", ".join(sorted(unknown)))
        roles[role] = set(listed)
    return roles


def _dimension(name: str, body: object, size: int, roles: Mapping[str, set[str]]) -> Dimension:
    where = f"dimension.{name}"
    tree = _object(body, where)
    category = _object(tree.get("category"), f"{where}.category")
    where = f"{where}.category"
    labels = _by_code(category.get("label"), f"{where}.label")
    codes = _codes(category.get("index"), labels, size, where)
    for member in ("label", "unit", "coordinates", "note"):
        _check_keys(category.get(member), codes, member, f"{where}.{member}")
    units = _by_code(category.get("unit"), f"{where}.unit")
    return Dimension(
        id=name,
        label=_text(tree.get("label"), name, f"dimension.{name}.label"),
        codes=codes,
        labels=tuple(_text(labels.get(code), code, f"{where}.label.{code}") for code in codes),
        units=tuple(_unit(units.get(code)) for code in codes),
        decimals=tuple(_decimals(units.get(code), f"{where}.unit.{code}") for code in codes),
        is_time=name in roles.get("time", ()),
        is_metric=name in roles.get("metric", ()),
        child=_child(category.get("child"), codes, f"{where}.child"),
        notes={code: texts(note) for code, note in _by_code(category.get("note"), f"{where}.note").items()},
        extension=tree["extension"] if isinstance(tree.get("extension"), dict) else {},
    )


def _codes(index: object, labels: Mapping[str, Any], size: int, where: str) -> tuple[str, ...]:
    """The codes by position. A dimension with one category needs no index; its label has the code."""
    if index is None:
        if size != 1 or len(labels) != 1:
            raise JsonStatError("index_missing", where, f"size {size}, label {len(labels)}")
        return tuple(labels)
    where = f"{where}.index"
    codes = _listed(index, where) if isinstance(index, list) else _positioned(_object(index, where), size, where)
    if len(codes) != size:
        raise JsonStatError("index_count_mismatch", where, str(len(codes)), size=size)
    return codes


def _listed(index: list[Any], where: str) -> tuple[str, ...]:
    wrong = next((code for code in index if not isinstance(code, str)), None)
    if wrong is not None or None in index:
        raise JsonStatError("code_not_text", where, wrong)
    if len(set(index)) != len(index):
        raise JsonStatError("code_repeated", where, next(code for code in index if index.count(code) > 1))
    return tuple(index)


def _positioned(index: Mapping[str, Any], size: int, where: str) -> tuple[str, ...]:
    if len(index) != size:
        raise JsonStatError("index_count_mismatch", where, str(len(index)), size=size)
    codes: list[str | None] = [None] * size
    for code, position in index.items():
        is_position = isinstance(position, int) and not isinstance(position, bool) and 0 <= position < size
        if not is_position or codes[position] is not None:
            raise JsonStatError("index_positions_invalid", f"{where}.{code}", position, last=size - 1)
        codes[position] = code
    return tuple(code for code in codes if code is not None)


def _check_keys(found: object, codes: tuple[str, ...], member: str, where: str) -> None:
    unknown = set(found) - set(codes) if isinstance(found, dict) else set()
    if unknown:
        rule = "coord_key_unknown" if member == "coordinates" else f"{member}_key_unknown"
        raise JsonStatError(rule, where, ", ".join(sorted(unknown)))


def _unit(found: object) -> str | None:
    """The unit in words: Statistics Norway calls it `base`, others `label` or `unit`; else the symbol."""
    if isinstance(found, str):
        return found or None
    if not isinstance(found, dict):
        return None
    named = (found.get(name) for name in ("base", "label", "unit", "symbol"))
    return next((text for text in named if isinstance(text, str) and text), None)


def _decimals(found: object, where: str) -> int | None:
    decimals = found.get("decimals") if isinstance(found, dict) else None
    if decimals is None:
        return None
    if isinstance(decimals, bool) or not isinstance(decimals, int) or decimals < 0:
        raise JsonStatError("decimals_invalid", where, decimals)
    return decimals


def _child(found: object, codes: tuple[str, ...], where: str) -> dict[str, tuple[str, ...]]:
    if found is None:
        return {}
    known = set(codes)
    children: dict[str, tuple[str, ...]] = {}
    for parent, parts in _object(found, where).items():
        if not isinstance(parts, list) or parent not in known or not all(isinstance(p, str) and p in known for p in parts):
            raise JsonStatError("child_id_unknown", f"{where}.{parent}", parts)
        children[parent] = tuple(parts)
    try:
        TopologicalSorter(children).prepare()
    except CycleError as error:
        raise JsonStatError("child_cycle", where, " > ".join(error.args[1])) from None
    return children


def texts(found: object) -> tuple[str, ...]:
    """Remarks, which may stand as one text or as a list."""
    listed = found if isinstance(found, list) else [found]
    return tuple(text for text in listed if isinstance(text, str))


def _by_code(found: object, where: str) -> Mapping[str, Any]:
    return {} if found is None else _object(found, where)


def _text(found: object, default: str, where: str) -> str:
    if found is None:
        return default
    if not isinstance(found, str):
        raise JsonStatError("label_not_text", where, found)
    return found


def _object(found: object, where: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise JsonStatError("not_an_object", where, found)
    return found
