"""Texts in both languages, from `locale/<lang>/<topic>.toml`, with numbers written as each language writes them."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from domain import numbers
from domain.errors import FaultError

Lang = Literal["nb", "en"]
LANGS: tuple[Lang, ...] = ("nb", "en")
LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in both languages."""

    nb: str
    en: str

    def get(self, lang: str) -> str:
        """The text in `lang`; anything but "en" gives nb."""
        return self.en if lang == "en" else self.nb

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return {"nb": self.nb, "en": self.en}


class _Formatter(string.Formatter):
    """Format specs: nok, mill, pct, pct0, pct2, pp, pp2, date, period, int, num1, num2; a `Text` gives its own language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        lang = self._lang
        if isinstance(value, Text):
            return value.get(lang)
        if isinstance(value, (list, tuple)):
            return numbers.list_text([self.format_field(item, format_spec) for item in value], lang)
        if format_spec in _PLAIN:
            return _PLAIN[format_spec](value, lang)
        if format_spec in _DIGITS:
            kind, digits = _DIGITS[format_spec]
            return _WRITERS[kind](value, digits, lang)
        return str(super().format_field(value, format_spec))


_PLAIN: dict[str, Callable[[Any, str], str]] = {
    "date": numbers.date_text,
    "nok": numbers.nok_text,
    "mill": numbers.mill_text,
    "period": numbers.period_text,
}
_WRITERS: dict[str, Callable[[Any, int, str], str]] = {
    "pct": numbers.pct_text,
    "pp": numbers.pp_text,
    "num": numbers.decimal_text,
}
_DIGITS: dict[str, tuple[str, int]] = {
    "pct": ("pct", 1),
    "pct0": ("pct", 0),
    "pct2": ("pct", 2),
    "pp": ("pp", 1),
    "pp2": ("pp", 2),
    "int": ("num", 0),
    "num1": ("num", 1),
    "num2": ("num", 2),
}


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Every text of a language by its key, "<topic>.<name>" ("<topic>.<group>.<name>" for nested tables)."""
    found: dict[str, str] = {}
    for path in sorted((LOCALE_DIR / lang).glob("*.toml")):
        with path.open("rb") as handle:
            _flatten(path.stem, tomllib.load(handle), found)
    return found


def _flatten(prefix: str, tree: Mapping[str, Any], found: dict[str, str]) -> None:
    for key, value in tree.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            _flatten(name, value, found)
        else:
            found[name] = str(value)


def tell(key: str, lang: str, **values: Any) -> str:
    """The text `key` in `lang`, with `values` put in.

    Raises:
        FaultError: the key or a placeholder does not exist.
    """
    template = texts(lang).get(key)
    if template is None:
        raise FaultError(f"no text {key} in {lang}")
    try:
        return _Formatter(lang).format(template, **values)
    except (KeyError, IndexError) as error:
        raise FaultError(f"text {key} in {lang} wants {error}") from error


def value_text(value: Any, spec: str, lang: str) -> str:
    """One value as the texts of `lang` write it with the format `spec`, such as "date"."""
    return str(_Formatter(lang).format_field(value, spec))


def say(key: str, **values: Any) -> Text:
    """The text `key` in both languages."""
    return Text(tell(key, "nb", **values), tell(key, "en", **values))
