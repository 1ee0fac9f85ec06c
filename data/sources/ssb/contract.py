"""Whether a table is as agreed: its metadata against the agreement, all breaches told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.sources.jsonstat import Dataset, Dimension
from data.sources.ssb import wording
from data.sources.ssb.errors import SsbError, fault, table_name
from data.sources.ssb.registry import ContentsSpec, DimensionSpec, Rhythm, TableSpec
from data.sources.ssb.resolved import Asked, ResolvedContents, ResolvedDimension, ResolvedTable
from domain.text import Text, say

#: Codes of a breach are shown up to this number.
_SHOWN = 12
_STANDARD_ID = re.compile(r"NACE(\d{4})", re.IGNORECASE)
_STANDARD_TOLD = re.compile(r"\b(?:SN|NACE)[ -]?(20\d\d)\b")
_CHANGE = re.compile(r"endr", re.IGNORECASE)
_PERIOD: dict[Rhythm, re.Pattern[str]] = {"quarter": re.compile(r"^\d{4}K[1-4]$"), "year": re.compile(r"^\d{4}$")}
_TIME_UNIT: dict[Rhythm, str] = {"quarter": "quarterly", "year": "annual"}

#: Codes with labels of a list that a dimension may be asked by.
Codes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What is known of a table besides its agreement.

    Attributes:
        metadata: its dimensions, with Norwegian labels.
        labels_en: for each dimension, English labels of codes; may be empty.
        codelists: for the id of a list, its codes with Norwegian labels.
        codelists_en: the same in English; may be empty.
        time_unit: the rhythm as the catalogue tells it ("Quarterly"); "" when it does not.
    """

    metadata: Dataset
    labels_en: Mapping[str, Codes] = field(default_factory=dict)
    codelists: Mapping[str, Codes] = field(default_factory=dict)
    codelists_en: Mapping[str, Codes] = field(default_factory=dict)
    time_unit: str = ""


class _Breaches(list[Text]):
    def add(self, rule: str, **values: object) -> None:
        """Note a breach, said with the text `ssb.breach.<rule>`."""
        text = say(f"ssb.breach.{rule}", **values)
        if text not in self:
            self.append(text)


def listed_codelists(spec: TableSpec, metadata: Dataset) -> list[str]:
    """The lists of codes that the agreement would ask by, and that the metadata tells of."""
    told = {
        entry.get("id")
        for dimension in metadata.dimensions
        for name in ("codelists", "codeLists")
        for entry in _list(dimension.extension.get(name))
        if isinstance(entry, dict)
    }
    return [dimension.codelist for dimension in spec.dimensions if dimension.codelist and dimension.codelist in told]


def check_contract(spec: TableSpec, info: TableInfo) -> ResolvedTable:
    """The table as its agreement is found in its metadata.

    Raises:
        SsbError: the table is not as agreed; every breach is told, with what was found and what was expected.
    """
    breaches = _Breaches()
    metadata = info.metadata
    _check_identity(spec, metadata, breaches)
    time = _named(metadata, "Tid", is_time=True)
    figures = _named(metadata, "ContentsCode", is_time=False)
    rest = [dimension for dimension in metadata.dimensions if dimension not in (time, figures)]
    dimensions = _dimensions(spec, info, rest, breaches)
    contents = _contents(spec, figures, breaches)
    periods = _periods(spec, time, info.time_unit, breaches)
    absence_type = _absence_type(spec, metadata, figures, contents, dimensions, breaches)
    if breaches or time is None or figures is None:
        raise _broken(spec, breaches)
    return ResolvedTable(
        spec, tuple(dimensions), figures.id, time.id, tuple(contents), periods, absence_type, spec.standard,
        any(dimension.role == "industry" for dimension in dimensions), mandatory_notes(metadata),
    )  # fmt: skip


def _broken(spec: TableSpec, breaches: Sequence[Text]) -> SsbError:
    told = Text("; ".join(breach.nb for breach in breaches), "; ".join(breach.en for breach in breaches))
    return fault("contract", table_name(spec.id), "refused", breaches=told, table=spec.id)


def _check_identity(spec: TableSpec, metadata: Dataset, breaches: _Breaches) -> None:
    px = metadata.extension.get("px")
    told = px.get("tableid") if isinstance(px, dict) else None
    if isinstance(told, str) and told and told.casefold() != spec.id.casefold():
        breaches.add("table_id", found=told, expected=spec.id)


def _named(metadata: Dataset, name: str, *, is_time: bool) -> Dimension | None:
    """The dimension of time, or of the figures: by its id, else by its role."""
    by_id = next((d for d in metadata.dimensions if d.id.casefold() == name.casefold()), None)
    return by_id or next((d for d in metadata.dimensions if (d.is_time if is_time else d.is_metric)), None)


def _dimensions(spec: TableSpec, info: TableInfo, rest: list[Dimension], breaches: _Breaches) -> list[ResolvedDimension]:
    matched: dict[str, DimensionSpec] = {}
    for agreed in sorted(spec.dimensions, key=lambda dimension: not dimension.id):
        free = [dimension for dimension in rest if dimension.id not in matched]
        found = [dimension for dimension in free if _is_agreed(agreed, dimension)]
        if len(found) == 1:
            matched[found[0].id] = agreed
        elif found or not agreed.may_be_absent:
            wanted = agreed.id.replace(r"\d{4}", spec.standard[2:]) or f"«{agreed.says}»"
            breaches.add("missing_dimension", wanted=wanted, found=_shown([dimension.id for dimension in rest]))
    return [
        made for dimension in rest
        if (made := _dimension(spec, info, dimension, matched.get(dimension.id), breaches)) is not None
    ]  # fmt: skip


def _is_agreed(agreed: DimensionSpec, dimension: Dimension) -> bool:
    if agreed.id:
        return re.fullmatch(agreed.id, dimension.id, re.IGNORECASE) is not None
    return agreed.says in dimension.label.casefold() or agreed.says in dimension.id.casefold()


def _dimension(
    spec: TableSpec, info: TableInfo, dimension: Dimension, agreed: DimensionSpec | None, breaches: _Breaches
) -> ResolvedDimension | None:
    if agreed is None:
        return _eliminated(info, dimension, breaches)
    if agreed.role == "industry" and not _has_standard(spec, dimension, breaches):
        return None
    labels = dict(zip(dimension.codes, dimension.labels, strict=True))
    labels_en = dict(info.labels_en.get(dimension.id, {}))
    listed = info.codelists.get(agreed.codelist or "", {})
    labels = {**listed, **labels}
    labels_en = {**info.codelists_en.get(agreed.codelist or "", {}), **labels_en}
    _check_codes(agreed, dimension, labels, breaches)
    asked = _asked(agreed, labels, listed)
    codes = [code for part in asked for code in part.codes]
    if not codes:
        breaches.add("no_codes", dimension=dimension.id)
    total = _total(agreed, dimension, {code: labels[code] for code in codes if code in labels})
    return ResolvedDimension(agreed, dimension.id, asked, labels, labels_en, total)


def _eliminated(info: TableInfo, dimension: Dimension, breaches: _Breaches) -> ResolvedDimension | None:
    """A dimension outside the agreement: asked for by its code for all, when the metadata names one."""
    code = dimension.extension.get("eliminationValueCode")
    if dimension.extension.get("elimination") is not True or code not in dimension.codes:
        breaches.add("extra_dimension", dimension=dimension.id, label=dimension.label)
        return None
    labels = dict(zip(dimension.codes, dimension.labels, strict=True))
    return ResolvedDimension(None, dimension.id, (Asked((str(code),)),), labels, info.labels_en.get(dimension.id, {}))


def _has_standard(spec: TableSpec, dimension: Dimension, breaches: _Breaches) -> bool:
    """Whether the industries are of the agreed standard, by the dimension's id and name."""
    by_id = _STANDARD_ID.search(dimension.id)
    told = {f"SN{year}" for year in _STANDARD_TOLD.findall(dimension.label)}
    told |= {f"SN{by_id.group(1)}"} if by_id else set()
    if told == {spec.standard}:
        return True
    breaches.add("standard", found=_shown(sorted(told)), expected=spec.standard, dimension=dimension.id)
    return False


def _check_codes(agreed: DimensionSpec, dimension: Dimension, labels: Codes, breaches: _Breaches) -> None:
    missing = [code for code in agreed.required if code not in labels]
    if missing:
        breaches.add("missing_codes", dimension=dimension.id, codes=_shown(missing), found=_shown(dimension.codes))
    fits = {"sex": wording.sex_label_fits, "type": wording.type_label_fits}.get(agreed.role)
    for code in (*agreed.required, *agreed.optional):
        if fits and code in labels and not fits(code, labels[code]):
            breaches.add("wrong_label", dimension=dimension.id, code=code, found=labels[code])


def _asked(agreed: DimensionSpec, labels: Codes, listed: Codes) -> tuple[Asked, ...]:
    """The codes to ask for: those of the list by that list, the others by the table's own."""
    wanted = list(labels) if agreed.takes_all else [c for c in (*agreed.required, *agreed.optional) if c in labels]
    by_list = tuple(code for code in wanted if code in listed)
    others = tuple(code for code in wanted if code not in listed)
    parts = (Asked(by_list, agreed.codelist), Asked(others))
    return tuple(part for part in parts if part.codes)


def _total(agreed: DimensionSpec, dimension: Dimension, labels: Codes) -> str | None:
    """The code that stands for all: its label says so, and it is the known one, the one the metadata names, or the only one."""
    saying = [code for code, label in labels.items() if wording.says_all(label, code)]
    known = {*agreed.totals, "00-99", "_T"} if agreed.role == "industry" else set(agreed.totals)
    known.add(str(dimension.extension.get("eliminationValueCode")))
    sure = [code for code in saying if code in known]
    if len(sure) == 1:
        return sure[0]
    return saying[0] if len(saying) == 1 and not agreed.totals and not sure else None


def _contents(spec: TableSpec, figures: Dimension | None, breaches: _Breaches) -> list[ResolvedContents]:
    if figures is None:
        breaches.add("missing_dimension", wanted="ContentsCode", found="–")
        return []
    found = [(agreed, _contents_code(agreed, figures, breaches)) for agreed in spec.contents]
    made = [_one_contents(agreed, code, figures, breaches) for agreed, code in found if code is not None]
    return [contents for contents in made if contents is not None]


def _contents_code(agreed: ContentsSpec, figures: Dimension, breaches: _Breaches) -> str | None:
    """The code of a figure: the exact one, else the only one that is recognised. Changes are never taken."""
    if agreed.code in figures.codes:
        return agreed.code
    like = [
        code for code in figures.codes
        if agreed.pattern and re.fullmatch(agreed.pattern, code, re.IGNORECASE) and not _CHANGE.search(code)
    ]  # fmt: skip
    if len(like) == 1:
        return like[0]
    rule = "unclear_contents" if like else "missing_contents"
    breaches.add(rule, wanted=agreed.code, found=_shown(like or figures.codes))
    return None


def _one_contents(agreed: ContentsSpec, code: str, figures: Dimension, breaches: _Breaches) -> ResolvedContents | None:
    position = figures.codes.index(code)
    unit, label = figures.units[position], figures.labels[position]
    if not wording.unit_fits(agreed.indicator, unit) and (unit or not wording.label_tells_unit(agreed.indicator, label)):
        breaches.add("unit", code=code, found=unit or "–", expected=wording.our_unit(agreed.indicator))
        return None
    declared = _declared_adjustment(figures, code)
    adjustment = wording.adjustment_found(agreed.adjustment, label, declared)
    if adjustment is None:
        found = f"{label} ({declared})" if declared else label
        breaches.add("adjustment", code=code, found=found, expected=_adjustment_word(agreed.adjustment))
        return None
    decimals = figures.decimals[position]
    return ResolvedContents(code, agreed.indicator, adjustment, wording.our_unit(agreed.indicator), decimals)


def _declared_adjustment(figures: Dimension, code: str) -> str:
    declared = figures.extension.get("adjustment")
    return str(declared.get(code) or "") if isinstance(declared, dict) else ""


def _adjustment_word(value: str) -> Text:
    return Text(wording.word("adjustment", value, "nb"), wording.word("adjustment", value, "en"))


def _periods(spec: TableSpec, time: Dimension | None, time_unit: str, breaches: _Breaches) -> tuple[str, ...]:
    expected = say(f"ssb.rhythm.{spec.rhythm}")
    if time is None:
        breaches.add("missing_dimension", wanted="Tid", found="–")
        return ()
    other = [code for code in time.codes if not _PERIOD[spec.rhythm].match(code)]
    if other or not time.codes:
        breaches.add("periods", found=_shown(other) or "–", expected=expected)
    if time_unit.casefold() not in ("", "other", _TIME_UNIT[spec.rhythm]):
        breaches.add("rhythm", found=time_unit, expected=expected)
    return time.codes


def _absence_type(
    spec: TableSpec, metadata: Dataset, figures: Dimension | None, contents: Sequence[ResolvedContents],
    dimensions: Sequence[ResolvedDimension], breaches: _Breaches,
) -> str | None:  # fmt: skip
    """The type of sick leave of the whole table; None when a dimension tells it."""
    if any(dimension.role == "type" for dimension in dimensions):
        return None
    labels = dict(zip(figures.codes, figures.labels, strict=True)) if figures else {}
    said = wording.said_type(metadata.label, *(labels[one.code] for one in contents))
    if spec.absence_type is None:
        return said or "total"
    if said not in (None, spec.absence_type):
        expected = Text(*(wording.word("absence_type", spec.absence_type, lang) for lang in ("nb", "en")))
        breaches.add("absence_type", found=metadata.label, expected=expected)
    return spec.absence_type


def mandatory_notes(metadata: Dataset) -> tuple[str, ...]:
    """The remarks to the whole table that the publisher says must be shown."""
    chosen = metadata.extension.get("noteMandatory")
    if not isinstance(chosen, dict):
        return ()
    return tuple(note for number, note in enumerate(metadata.notes) if chosen.get(str(number)) is True)


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _shown(codes: Sequence[str]) -> str:
    more = "…" if len(codes) > _SHOWN else ""
    return ", ".join([*codes[:_SHOWN], more] if more else codes)
