"""Groups that the embedded facts know: industries by code and name, and groups of other kinds as they are called there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from data.imports.embedded import REFERENCE_DIR
from data.sources.nav import words

ALL_INDUSTRIES = "00-99"
#: Names looked up are few and come again and again.
_REMEMBERED = 10_000
SN2007, SN2025 = "SN2007", "SN2025"
_CODE = re.compile(
    r"^(?P<code>\d{2}(?:\.\d{1,3})?(?:\s?[-–]\s?\d{2})?(?:\s?(?:,|og|\+)\s?\d{2}(?:\s?[-–]\s?\d{2})?)*)[\s:.–-]+(?=[^\W\d])(?P<name>.+)$"
)
_CODE_LAST = re.compile(r"^(?P<name>\S.*?)\s*\((?P<code>\d{2}(?:\s?[-–]\s?\d{2})?(?:,\s?\d{2}(?:\s?[-–]\s?\d{2})?)*)\)$")
_LETTER = re.compile(r"^(?P<letter>[A-V])\s*(?:[.:–-]\s*|\s)(?P<name>[A-ZÆØÅ].+)$")
#: Divisions of the sections of SN2007. SN2025 uses the same letters for other industries.
_SECTIONS: Mapping[str, str] = {
    "A": "01-03", "B": "05-09", "C": "10-33", "D": "35", "E": "36-39", "F": "41-43", "G": "45-47", "H": "49-53", "I": "55-56",
    "J": "58-63", "K": "64-66", "L": "68", "M": "69-75", "N": "77-82", "O": "84", "P": "85", "Q": "86-88", "R": "90-93",
    "S": "94-96", "T": "97-98", "U": "99",
}  # fmt: skip
_BARE = frozenset({"ialt", "alle", "totalt", "personer", "egenmeldt"})
_OTHER_CODE = re.compile(r"^(?P<code>\d{1,4})[\s:.–-]+(?=[^\W\d])(?P<name>.+)$")
_STANDARD = re.compile(r"sn\s?-?\s?(2002|2007|2025)|nace\s?-?\s?(2007|2025)|næringsstandard\w*\s+(2007|2025)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of a standard, as it is called where it is known."""

    code: str
    name_nb: str
    name_en: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a division.

    Attributes:
        kind: as in the code list `breakdown_kind`.
        breakdown: what the division is called.
        value: what the group is called.
        code: its code, when the label has one.
        value_en: in English, when known.
    """

    kind: str
    breakdown: str
    value: str
    code: str | None = None
    value_en: str | None = None


@lru_cache(_REMEMBERED)
def key(name: str) -> str:
    """A name for comparison: letters and digits alone, "og" and "&" alike."""
    text = unicodedata.normalize("NFC", words.unmarked(name)).casefold().replace("&", " og ")
    return "".join(c for c in text if c.isalnum())


@cache
def _reference() -> pl.DataFrame:
    return pl.read_csv(REFERENCE_DIR / "series.csv", infer_schema=False)


@cache
def _industries(standard: str) -> Mapping[str, Industry]:
    """Industries by the key of their name. A name that means two of them means none."""
    frame = _reference().filter(pl.col("industry_standard") == standard)
    names_en = pl.col("industry_en") if "industry_en" in frame.columns else pl.lit(None, pl.String)
    rows = frame.select("industry_code", "industry_nb", names_en.alias("industry_en")).unique(maintain_order=True)
    found: dict[str, Industry] = {}
    twice: set[str] = set()
    for code, name_nb, name_en in rows.iter_rows():
        if name_nb is None:
            continue
        other = found.setdefault(key(name_nb), Industry(code, name_nb, name_en))
        twice |= {key(name_nb)} if other.code != code else set()
    return {name: industry for name, industry in found.items() if name not in twice}


@cache
def _groups() -> Mapping[tuple[str, str], Group]:
    """Known groups by kind and the key of their name, when only one division calls a group so."""
    rows = _reference().filter(pl.col("breakdown_kind").is_not_null() & pl.col("breakdown_value").is_not_null())
    found: dict[tuple[str, str], Group] = {}
    twice: set[tuple[str, str]] = set()
    for kind, breakdown, value in (
        rows.select("breakdown_kind", "breakdown", "breakdown_value").unique().sort(pl.all()).iter_rows()
    ):
        group = found.setdefault((kind, key(value)), Group(kind, breakdown, value))
        twice |= {(kind, key(value))} if group.breakdown != breakdown else set()
    return {name: group for name, group in found.items() if name not in twice}


@lru_cache(_REMEMBERED)
def industry(label: str, standard: str) -> Industry | None:
    """The industry that a label means: by the code that it begins with, or by a known name."""
    text = words.unmarked(label)
    match = _CODE.match(text) or _CODE_LAST.match(text)
    known = _industries(standard)
    if match:
        code = re.sub(r"\s?[–-]\s?", "-", match.group("code"))
        code = re.sub(r"\s?(?:,|og|\+)\s?", ",", code)
        name = match.group("name").strip()
        same = known.get(key(name))
        return same if same and same.code == code else Industry(code, name, None)
    lettered = _LETTER.match(text)
    name = lettered.group("name") if lettered else text
    if key(name) in known:
        return known[key(name)]
    if lettered and standard == SN2007:
        return Industry(_SECTIONS[lettered.group("letter")], name, None) if lettered.group("letter") in _SECTIONS else None
    return Industry(lettered.group("letter"), name, None) if lettered else None


@lru_cache(_REMEMBERED)
def group(label: str, kind: str, breakdown: str) -> Group:
    """The group that a label means, as it is called where it is known; else as it stands, without its code."""
    text = words.unmarked(label)
    known = _groups().get((kind, key(text)))
    if known is not None:
        return known
    match = _OTHER_CODE.match(text)
    lettered = _LETTER.match(text)
    named = next((_groups().get((kind, key(found.group("name")))) for found in (match, lettered) if found), None)
    if named is not None or match is None:
        return named or Group(kind, breakdown, text)
    return Group(kind, breakdown, match.group("name").strip(), match.group("code"))


def known_kind(labels: list[str]) -> str | None:
    """The kind that most of some labels are known as, when at least half of them are known and all as the same kind."""
    kinds: list[str] = []
    for label in labels:
        found = industry(label, SN2007)
        if found is not None and key(found.name_nb) in _industries(SN2007):
            kinds.append("industry")
        else:
            kinds += {kind for kind, name in _groups() if name == key(label)}
    return kinds[0] if kinds and len(set(kinds)) == 1 and 2 * len(kinds) >= len(labels) else None


@lru_cache(_REMEMBERED)
def known_industry(text: str, standard: str) -> Industry | None:
    """The industry that the whole of a title is the known name of."""
    return _industries(standard).get(key(text))


def known_group(label: str) -> Group | None:
    """The group that a text means, when it is known under one kind only. A bare "I alt" means none."""
    found = [group for (_, name), group in _groups().items() if name == key(label)]
    return found[0] if len(found) == 1 and key(label) not in _BARE else None


@cache
def whole_group(indicator: str, detail: str | None, unit: str, kind: str | None, *, has_industry: bool) -> Group | None:
    """How the embedded series of NAV write that a figure is for all, where they give that as a group of its own.

    Args:
        indicator, detail, unit: of the figure.
        kind: what its table is divided by.
        has_industry: whether it is of one industry.
    """
    is_all = pl.col("industry_code") == ALL_INDUSTRIES
    rows = _reference().filter(
        (pl.col("publisher") == "NAV") & (pl.col("indicator") == indicator) & (pl.col("unit_nb") == unit)
        & pl.col("indicator_nb").eq_missing(pl.lit(detail, pl.String)) & pl.col("breakdown_kind").is_not_null()
        & (~is_all if has_industry else is_all)
    )  # fmt: skip
    found = {
        Group(*row)
        for row in rows.select("breakdown_kind", "breakdown", "breakdown_value").iter_rows()
        if words.is_total(row[2]) or row[2] in ("personer", "erstattede dager")
    }
    of_kind = {group for group in found if group.kind == kind}
    others = {group for group in found if group.kind in ("exhausted", "sick_pay", "graded", "spells", "duration")}
    chosen = of_kind or others or (found if kind is None else set())
    return chosen.pop() if len(chosen) == 1 else None


def standard_in(texts: list[str]) -> set[str]:
    """The industry standards that texts name."""
    found = {next(year for year in match if year) for text in texts for match in _STANDARD.findall(text)}
    return {f"SN{year}" for year in found}
