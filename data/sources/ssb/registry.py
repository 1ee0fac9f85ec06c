"""The tables that are loaded, and what is agreed of each: dimensions, codes, units, adjustment and rhythm.

What is agreed is checked against the table's own metadata before each load. Where the form of a table is not known for sure
(the name of a dimension, of a figure), the agreement says how it is recognised; it is then found in the metadata or the
table is refused. Tables that are not here are found by search (`data.sources.ssb.discover`), never by guessing numbers.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

from domain.text import Text

Role = Literal["sex", "type", "industry", "area", "group"]
Rhythm = Literal["quarter", "year"]
#: Raised when the same answer would be read differently than before, so that tables are loaded anew.
READER_VERSION = 1

#: How the rate of sick leave is named where its code is not known for sure. Codes of changes ("...Endr") are never taken.
ANY_RATE = r"Sykefrav(er|ar|aer)?s?pros\w*"


@dataclass(frozen=True, slots=True)
class DimensionSpec:
    """What is agreed of a dimension.

    Attributes:
        role: what it divides by.
        id: pattern of its id (without regard to case); "" when that is not known: the one dimension left whose name says
            `says`.
        says: what its name must say, when it is recognised by that.
        required: codes that must be there.
        optional: codes that are taken when they are there.
        takes_all: whether every code is taken. Else only those named.
        codelist: list of codes to ask by when the metadata tells of it.
        may_be_absent: whether the table may do without.
        kind: the breakdown, as in the code list `breakdown_kind`; for a `group`.
        totals: codes that may stand for all, when their label says so too.
    """

    role: Role
    id: str = ""
    says: str = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    takes_all: bool = False
    codelist: str | None = None
    may_be_absent: bool = False
    kind: str | None = None
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentsSpec:
    """A figure to load.

    Attributes:
        code: its code; tried first.
        pattern: what the code must match when that exact one is not there; "" when no other will do.
        indicator, adjustment: what it is, as in the code lists of those names.
    """

    code: str
    indicator: str
    adjustment: str = "unadjusted"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table and what is agreed of it.

    Attributes:
        id: its number.
        title: its name.
        rhythm: of its periods.
        dimensions: all that the figures are divided by, time and figure apart.
        contents: the figures to load; each must be there.
        absence_type: the type of sick leave, when the table has one only. None: a dimension tells, or the title; a title
            that does not tell is of all sick leave, as the publisher defines it.
        standard: the industry standard of the table, and of "all industries" where it has no industries.
    """

    id: str
    title: Text
    rhythm: Rhythm
    dimensions: tuple[DimensionSpec, ...]
    contents: tuple[ContentsSpec, ...]
    absence_type: str | None = None
    standard: str = "SN2007"

    @property
    def has_areas(self) -> bool:
        """Whether the figures are of areas."""
        return any(dimension.role == "area" for dimension in self.dimensions)

    @property
    def fingerprint(self) -> str:
        """Of what is asked and how it is read: equal when the same update would give the same rows."""
        told = json.dumps([READER_VERSION, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


_SEX = DimensionSpec("sex", "Kjonn", required=("0", "1", "2"))
_BOTH = DimensionSpec("sex", "Kjonn", required=("0",))
_TYPE = DimensionSpec("type", "Sykefraver2", required=("Alt", "E", "L"))
_MAYBE_TYPE = DimensionSpec("type", "Sykefraver2", required=("Alt", "E", "L"), may_be_absent=True)
_AREA = DimensionSpec("area", "Region", takes_all=True)
_INDUSTRY = DimensionSpec("industry", r"NACE\d{4}", required=("00-99",), takes_all=True)
_RATE = (ContentsSpec("SykefravProsent", "absence_pct"),)
_ANY_RATE = (ContentsSpec("Sykefraversprosent", "absence_pct", pattern=ANY_RATE),)

REGISTRY: tuple[TableSpec, ...] = (
    TableSpec(
        "12439", Text("Sykefravær for lønnstakere etter kjønn og type", "Sick leave of employees by sex and type"), "quarter",
        (_SEX, _TYPE),
        (
            ContentsSpec("SykefravProsent", "absence_pct"),
            ContentsSpec("SykefravProsSesJust", "absence_pct", "seasonal"),
            ContentsSpec("SykefravProsSesInflu", "absence_pct", "seasonal_influenza"),
        ),
    ),
    TableSpec(
        "12440", Text("Sykefravær for lønnstakere etter detaljert næring og kjønn",
                      "Sick leave of employees by detailed industry and sex"), "quarter",
        (_SEX, DimensionSpec("industry", r"NACE\d{4}", takes_all=True, codelist="vs_NACE260sykefratot4"), _MAYBE_TYPE), _RATE,
    ),
    TableSpec(
        "12441", Text("Sykefravær for lønnstakere etter kjønn, næring og type, årstall",
                      "Sick leave of employees by sex, industry and type, by year"), "year",
        (_SEX, _INDUSTRY, _TYPE), (ContentsSpec("SykefravProsent", "absence_pct", pattern=ANY_RATE),),
    ),
    TableSpec(
        "12442", Text("Sykefravær for lønnstakere etter kjønn, næring og sektor",
                      "Sick leave of employees by sex, industry and sector"), "quarter",
        (_SEX, _INDUSTRY, DimensionSpec("group", "Sektor", required=("ALLE",), takes_all=True, kind="sector",
                                        totals=("ALLE", "00", "_T")), _MAYBE_TYPE), _RATE,
    ),
    TableSpec(
        "12448", Text("Legemeldt sykefravær etter bostedskommune og alder",
                      "Doctor-certified sick leave by municipality of residence and age"), "quarter",
        (_AREA, _BOTH, DimensionSpec("group", "Alder", required=("00",), takes_all=True, kind="age", totals=("00",))),
        _ANY_RATE, "doctor_certified",
    ),
    TableSpec(
        "12449", Text("Legemeldt sykefravær etter bostedskommune og næring",
                      "Doctor-certified sick leave by municipality of residence and industry"), "quarter",
        (_AREA, _BOTH, DimensionSpec("industry", r"NACE\d{4}", takes_all=True)), _ANY_RATE, "doctor_certified",
    ),
    TableSpec(
        "12451", Text("Legemeldt sykefravær etter bostedskommune og kjønn",
                      "Doctor-certified sick leave by municipality of residence and sex"), "quarter",
        (_AREA, _SEX),
        (
            ContentsSpec("Sykefraversprosent", "absence_pct"),
            ContentsSpec("Sykefraversdagsverk", "absence_days"),
            ContentsSpec("ArbeidstakereSykefra", "absence_persons"),
            ContentsSpec("ArbeidstakereSykePro", "absence_persons_pct"),
        ), "doctor_certified",
    ),
    TableSpec(
        "12452", Text("Legemeldt sykefravær etter yrke og kjønn", "Doctor-certified sick leave by occupation and sex"),
        "quarter", (_SEX, DimensionSpec("group", "Yrke", required=("0-9",), takes_all=True, kind="occupation",
                                        totals=("0-9",))), _ANY_RATE, "doctor_certified",
    ),
    TableSpec(
        "13333", Text("Legemeldt sykefravær etter utdanningsnivå og kjønn",
                      "Doctor-certified sick leave by level of education and sex"), "quarter",
        (_SEX, DimensionSpec("group", says="utdanning", takes_all=True, kind="education")), _ANY_RATE, "doctor_certified",
    ),
    TableSpec(
        "14789", Text("Legemeldt sykefravær etter yrke (firesifret) og kjønn, årstall",
                      "Doctor-certified sick leave by occupation (four digits) and sex, by year"), "year",
        (DimensionSpec("sex", "Kjonn", required=("0",), optional=("1", "2")),
         DimensionSpec("group", "Yrke", takes_all=True, kind="occupation", totals=("0-9",))), _ANY_RATE, "doctor_certified",
    ),
)  # fmt: skip

TABLES_BY_ID: dict[str, TableSpec] = {spec.id: spec for spec in REGISTRY}
