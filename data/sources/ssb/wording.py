"""What labels and units of the statistics bank say: whether a code stands for all, which type of sick leave, which unit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.codes import CODE_LISTS

#: A label that says that a code stands for all: "Alle næringer", "I alt", "Utdanningsnivå i alt", "Begge kjønn".
_ALL = re.compile(
    r"^(alle|i alt|totalt?|total|samtlige|begge|all|both|hele landet)\b(?! (andre|annen|annet|øvrige|other))|\b(i alt|totalt)$"
)
_COUNTRY = re.compile(r"^(hele landet|landet|norge|i alt|hele norge|the whole country)\b")
_UNSTATED = re.compile(r"^(uoppgitt|uoppgjeven|ukjent|unknown|unspecified)\b")
_SELF = re.compile(r"egen-|egenm[eæ]ld|self-? ?certified")
_DOCTOR = re.compile(r"legem[eæ]ld|lækjarm|doctor|physician")
_LARGE_UNIT = re.compile(r"\d|tusen|mill|thousand")
_PER_CENT = re.compile(r"^(i )?(prosent|per ?cent|pst\.?|%)(?=$|[\s,(])")
_DAYS = re.compile(r"dagsverk|man-?days|working days")
_PERSONS = re.compile(r"antall|person|arbeidstaker|lønn[st]?s?taker|number|employee")
_MUNICIPALITY = re.compile(r"^(K-)?\d{4}$")
_COUNTY = re.compile(r"^(F-\d{2,4}|\d{2})$")
#: Svalbard, Jan Mayen and the continental shelf have codes like municipalities and counties.
_NO_MUNICIPALITY = re.compile(r"^(K-|F-)?(2[1-9]|99)")
_SEXES = {
    "0": re.compile(r"^(begge|alle|i alt|totalt|both|total|all)\b"),
    "1": re.compile(r"^(m[ea]nn|men\b|male)"),
    "2": re.compile(r"^(kvinne|women|female)"),
}
_TYPES = {"Alt": "total", "E": "self_certified", "L": "doctor_certified"}
_SEASONAL = frozenset({"sesonly", "workandses"})
_NOT_ADJUSTED = re.compile(r"\bikke\b.*juster|ujuster")
_COUNTRY_CODES = frozenset({"0", "00", "0000"})

SEXES: Mapping[str, str] = {"0": "both", "1": "men", "2": "women"}
TYPES: Mapping[str, str] = _TYPES


def plain(label: str, code: str = "") -> str:
    """A label without the code that some labels begin with: "86-88 Helse" is "Helse", but "16-24 år" is as it stands."""
    text = " ".join(label.split())
    rest = text.removeprefix(f"{code} ") if code else text
    return rest if rest[:1].isupper() else text


def says_all(label: str, code: str = "") -> bool:
    """Whether a label says that its code stands for all."""
    return _ALL.search(plain(label, code).casefold()) is not None


def sex_label_fits(code: str, label: str) -> bool:
    """Whether the code of a sex still has a label that means that sex; a label that is the code itself says nothing."""
    pattern = _SEXES.get(code)
    return pattern is None or label == code or pattern.search(plain(label, code).casefold()) is not None


def type_label_fits(code: str, label: str) -> bool:
    """Whether the code of a type of sick leave still has a label that means that type; as for `sex_label_fits`."""
    if label == code:
        return True
    said = said_type(label) or ("total" if says_all(label, code) else None)
    return code not in _TYPES or said == _TYPES[code]


def said_type(*texts: str) -> str | None:
    """The type of sick leave that texts name, as in the code list `absence_type`; None when they name none."""
    text = " ".join(texts).casefold()
    is_self, is_doctor = _SELF.search(text) is not None, _DOCTOR.search(text) is not None
    if is_self and is_doctor:
        return "total"
    if is_doctor:
        return "doctor_certified"
    return "self_certified" if is_self else None


def adjustment_found(agreed: str, label: str, declared: str) -> str | None:
    """The adjustment of a figure, when what is said of it fits what is agreed; None when it does not.

    Args:
        agreed: as in the code list `adjustment`.
        label: the figure's name, in Norwegian.
        declared: what the metadata declares ("None", "SesOnly", "WorkAndSes", ...); "" when nothing.
    """
    said = _said_adjustment(label.casefold())
    is_declared = declared.casefold() in _SEASONAL
    if agreed == "unadjusted":
        return None if is_declared or said not in (None, "unadjusted") else agreed
    if said is None:
        return agreed if is_declared or not declared else None
    if agreed == "seasonal":
        return agreed if said == agreed else None
    return said if said.startswith(agreed) else None


def _said_adjustment(label: str) -> str | None:
    if _NOT_ADJUSTED.search(label):
        return "unadjusted"
    if "influensa" in label:
        return "seasonal_influenza_corona" if "korona" in label else "seasonal_influenza"
    return "seasonal" if "sesong" in label else None


def unit_fits(indicator: str, unit: str | None) -> bool:
    """Whether a unit is the one that an indicator has; thousands and percentage points are other units."""
    text = " ".join((unit or "").casefold().split())
    if indicator.endswith("_pct"):
        return _PER_CENT.search(text) is not None
    if _LARGE_UNIT.search(text) or _PER_CENT.search(text):
        return False
    return (_DAYS if indicator.endswith("_days") else _PERSONS).search(text) is not None


def label_tells_unit(indicator: str, label: str) -> bool:
    """Whether the name of a figure tells the unit that an indicator has, for metadata without units."""
    return indicator.endswith("_pct") and re.search(r"prosent|per ?cent", label.casefold()) is not None


def our_unit(indicator: str) -> str:
    """The unit of an indicator in the words of our own series."""
    if indicator.endswith("_pct"):
        return "prosent"
    return "dagsverk" if indicator.endswith("_days") else "antall"


def area_level(code: str, label: str) -> str:
    """The level of an area, as in the code list `area_level`: by its code, and by its label where codes look alike."""
    text = label.casefold().strip()
    if _UNSTATED.search(text):
        return "other"
    if _COUNTRY.search(text):
        return "country"
    if code in _COUNTRY_CODES or _NO_MUNICIPALITY.match(code):
        return "other"
    if _MUNICIPALITY.match(code):
        return "municipality"
    return "county" if _COUNTY.match(code) else "other"


def word(list_name: str, value: str, lang: str) -> str:
    """The word of a code list as it stands inside a title: with a small first letter."""
    found = CODE_LISTS[list_name].label(value, lang)
    return found[:1].lower() + found[1:]
