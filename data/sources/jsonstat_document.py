"""From bytes to the datasets of a JSON-stat document: version 2.0 as it should be, and the older forms that are still served."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from data.sources.jsonstat_errors import JsonStatError

Tree = Mapping[str, Any]

_BOM = b"\xef\xbb\xbf"
#: Members whose keys carry figures, codes or order. A key that stands twice elsewhere (links, extensions) does no harm.
_DESCRIPTIVE = frozenset({"extension", "link", "note"})


class _Repeating(dict[str, Any]):
    """An object in which a key stood more than once."""

    repeated: str = ""


def parsed(raw: bytes) -> dict[str, Any]:
    """The document as Python values.

    Raises:
        JsonStatError: not JSON, not an object, or a key that matters stands twice in one object.
    """
    body = raw.removeprefix(_BOM)
    try:
        tree = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        start = body[:80].decode("utf-8", errors="replace").strip()
        raise JsonStatError("not_json", f"{error.lineno}:{error.colno}", start, reason=error.msg) from None
    if not isinstance(tree, dict):
        raise JsonStatError("not_object", "$", tree)
    if b"\\u003" in body or body.count(b":") != _colons(tree):
        _check_repeated(json.loads(body, object_pairs_hook=_with_repeats), "")
    return tree


def _colons(tree: object) -> int:
    """How many colons the text of `tree` must hold, when no key of it was dropped: one a key, and those inside texts."""
    if isinstance(tree, str):
        return tree.count(":")
    if isinstance(tree, dict):
        return len(tree) + "".join(tree).count(":") + _colons_in(tree.values())
    return _colons_in(tree) if isinstance(tree, list) else 0


def _colons_in(items: Any) -> int:
    kinds = set(map(type, items))
    if kinds <= {int, float, type(None), bool}:
        return 0
    if kinds == {str}:
        return "".join(items).count(":")
    return sum(_colons(item) for item in items)


def _with_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    repeating = _Repeating(result)
    repeating.repeated = Counter(name for name, _ in pairs).most_common(1)[0][0]
    return repeating


def _check_repeated(tree: object, where: str) -> None:
    if isinstance(tree, _Repeating):
        raise JsonStatError("duplicate_key", where or "$", tree.repeated)
    if isinstance(tree, dict):
        for name, part in tree.items():
            if name not in _DESCRIPTIVE:
                _check_repeated(part, f"{where}.{name}".lstrip("."))
    elif isinstance(tree, list):
        for part in tree:
            _check_repeated(part, where)


def the_dataset(tree: dict[str, Any]) -> Tree:
    """The one dataset of a document: the document itself, or what the wrapper of version 1 holds.

    Raises:
        JsonStatError: a collection, a single dimension, an answer of another kind, or more than one dataset.
    """
    kind = tree.get("class")
    if kind is not None and kind != "dataset":
        raise JsonStatError("not_dataset", "class", kind)
    if _is_dataset(tree):
        return tree
    wrapped = _wrapped(tree)
    if not wrapped:
        raise JsonStatError("no_dataset", "$", ", ".join(list(tree)[:12]))
    if len(wrapped) > 1:
        raise JsonStatError("several_datasets", "$", ", ".join(wrapped))
    return next(iter(wrapped.values()))


def all_datasets(tree: dict[str, Any]) -> Iterator[Tree]:
    """Every dataset that stands in full in a document: itself, those of a wrapper, or those embedded in a collection."""
    if tree.get("class") == "collection":
        link = tree.get("link")
        items = link.get("item") if isinstance(link, dict) else None
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and (
                item.get("class") == "collection" or "dimension" in item
            ):  # else it is only an address
                yield from all_datasets(item)
    elif _is_dataset(tree):
        yield tree
    elif tree.get("class") is None:
        yield from _wrapped(tree).values()


def _is_dataset(tree: Tree) -> bool:
    """Whether it is a dataset: it says so, or has dimensions beside its figures or its size."""
    return tree.get("class") == "dataset" or (
        isinstance(tree.get("dimension"), dict) and ("value" in tree or "size" in tree or "size" in tree["dimension"])
    )


def _wrapped(tree: dict[str, Any]) -> dict[str, Tree]:
    """The datasets of a version 1 wrapper by name. Version 2 has no wrapper."""
    found: dict[str, Tree] = {name: part for name, part in tree.items() if isinstance(part, dict) and _is_dataset(part)}
    if found and str(tree.get("version", "")).startswith("2"):
        raise JsonStatError("bundle_deprecated", "$", ", ".join(found))
    return found
