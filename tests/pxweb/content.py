"""Made-up tables with the numbers, shapes and codes of the real ones. The figures are plausible and always the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from zlib import crc32

from tests.pxweb.tables import Cell, Codelist, FakeContents, FakeDimension, FakeTable

Labels = dict[str, tuple[str, str]]
FIRST_YEAR, LAST_QUARTER = 2000, "2026K2"
#: Release of the newest quarter: 08:00 in Oslo.
UPDATED = "2026-08-27T06:00:00Z"

INDUSTRIES: Labels = {
    "00-99": ("Alle næringer", "All industries"),
    "01-03": ("Jordbruk, skogbruk og fiske", "Agriculture, forestry and fishing"),
    "05-09": ("Bergverksdrift og utvinning", "Mining and quarrying"),
    "10-33": ("Industri", "Manufacturing"),
    "41-43": ("Bygge- og anleggsvirksomhet", "Construction"),
    "45-47": ("Varehandel, reparasjon av motorvogner", "Wholesale and retail trade, repair of motor vehicles"),
    "49-53": ("Transport og lagring", "Transportation and storage"),
    "84": ("Offentlig administrasjon og forsvar", "Public administration and defence"),
    "85": ("Undervisning", "Education"),
    "86-88": ("Helse- og sosialtjenester", "Human health and social work activities"),
    "00": ("Uoppgitt", "Unspecified"),
}
#: Only the list of detailed industries gives these.
DETAILED: Labels = {
    "10": ("Næringsmiddelindustri", "Manufacture of food products"),
    "41": ("Oppføring av bygninger", "Construction of buildings"),
    "42": ("Anleggsvirksomhet", "Civil engineering"),
    "61-63": ("Telekommunikasjon og IT-tjenester", "Telecommunications and IT services"),
    "86": ("Helsetjenester", "Human health activities"),
    "87": ("Pleie- og omsorgstjenester i institusjon", "Residential care activities"),
}
SECTORS: Labels = {
    "ALLE": ("Alle sektorer", "All sectors"),
    "6100": ("Statsforvaltningen", "Central government"),
    "6500": ("Kommuneforvaltningen", "Local government"),
    "A+B": ("Privat sektor og offentlige foretak", "Private sector and public enterprises"),
}
AGES: Labels = {
    "00": ("Alle aldre", "All ages"),
    "16-24": ("16-24 år", "16-24 years"),
    "25-39": ("25-39 år", "25-39 years"),
    "40-54": ("40-54 år", "40-54 years"),
    "55-69": ("55-69 år", "55-69 years"),
}
OCCUPATIONS: Labels = {
    "0-9": ("Alle yrker", "All occupations"),
    "1": ("Ledere", "Managers"),
    "2": ("Akademiske yrker", "Professionals"),
    "5": ("Salgs- og serviceyrker", "Service and sales workers"),
    "7": ("Håndverkere", "Craft and related trades workers"),
    "0b": ("Uoppgitt", "Unspecified"),
}
DETAILED_OCCUPATIONS: Labels = {
    "0-9": ("Alle yrker", "All occupations"),
    "1111": ("Politikere", "Legislators"),
    "2223": ("Sykepleiere", "Nursing professionals"),
    "5223": ("Butikkmedarbeidere", "Shop sales assistants"),
    "5311": ("Barnehage- og skolefritidsassistenter mv.", "Child care workers"),
    "9112": ("Renholdere i bedrifter", "Cleaners in offices"),
}
EDUCATIONS: Labels = {
    "00": ("Alle utdanningsnivåer", "All levels of education"),
    "1": ("Grunnskolenivå", "Basic school level"),
    "2": ("Videregående skolenivå", "Upper secondary level"),
    "3": ("Universitets- og høgskolenivå, kort", "Tertiary education, short"),
    "4": ("Universitets- og høgskolenivå, lang", "Tertiary education, long"),
}
REGIONS: Labels = {
    "0": ("Hele landet", "The whole country"),
    "03": ("Oslo", "Oslo"),
    "0301": ("Oslo", "Oslo"),
    "1101": ("Eigersund", "Eigersund"),
    "1151": ("Utsira", "Utsira"),
    "0104": ("Moss (-2019)", "Moss (-2019)"),
    "3002": ("Moss (2020-2023)", "Moss (2020-2023)"),
    "9999": ("Uoppgitt kommune", "Unspecified municipality"),
}
SEXES: Labels = {"0": ("Begge kjønn", "Both sexes"), "2": ("Kvinner", "Females"), "1": ("Menn", "Males")}
TYPES: Labels = {
    "Alt": ("Egenmeldt og legemeldt", "Self-certified and certified by doctor"),
    "E": ("Egenmeldt", "Self-certified"),
    "L": ("Legemeldt", "Certified by doctor"),
}
#: When a municipality existed: first and last year.
_EXISTED = {"0104": (0, 2019), "3002": (2020, 2023)}


def quarters(first: int = FIRST_YEAR, last: str = LAST_QUARTER) -> Labels:
    """Quarters from the second one of a year on."""
    codes = [f"{year}K{quarter}" for year in range(first, int(last[:4]) + 1) for quarter in (1, 2, 3, 4)]
    return {code: (code, code) for code in codes if f"{first}K2" <= code <= last}


def years(first: int = 2001, last: int = 2025) -> Labels:
    """Years."""
    return {str(year): (str(year), str(year)) for year in range(first, last + 1)}


def _share(text: str) -> float:
    """A number from 0 to 1 that belongs to a text."""
    return crc32(text.encode()) % 1000 / 1000


def rate(choice: Mapping[str, str], *, doctor: bool = False) -> float:
    """A rate of sick leave: by sex, type, season and group, with one decimal."""
    period = choice["Tid"]
    year, quarter = int(period[:4]), int(period[5]) if "K" in period else 0
    level = {"0": 6.2, "1": 4.8, "2": 7.9}[choice.get("Kjonn", "0")] + 0.4 * math.sin((year - FIRST_YEAR) / 3)
    seasonal = 0.0 if "Ses" in choice["ContentsCode"] else {0: 0.0, 1: 0.7, 2: -0.2, 3: -0.6, 4: 0.3}[quarter]
    part = {"E": 0.16, "L": 0.84}.get(choice.get("Sykefraver2", ""), 0.84 if doctor else 1.0)
    whole = {"00-99", "ALLE", "0-9", "0", "00", "Alt"}
    groups = [code for name, code in choice.items() if name not in ("Kjonn", "Tid", "ContentsCode", "Sykefraver2")]
    factor = math.prod(0.6 + 0.8 * _share(code) for code in groups if code not in whole)
    return round(max(0.2, (level + seasonal) * part * factor), 1)


def _all(choice: Mapping[str, str]) -> Cell:
    """All sick leave; self-certified leave in mining is not told, and unknown industry has nothing to tell."""
    if choice.get("Sykefraver2") == "E" and choice.get("NACE2007") == "05-09":
        return None, ".."
    if choice.get("NACE2007") == "00" and choice.get("Sektor", "ALLE") != "ALLE":
        return None, "."
    if choice.get("Sektor") == "6100" and choice.get("NACE2007") in ("01-03", "41-43"):
        return None, ":"
    return rate(choice), None


def _doctor(choice: Mapping[str, str]) -> Cell:
    """Doctor-certified sick leave; the smallest municipality is masked at times, and places come and go."""
    first, last = _EXISTED.get(choice.get("Region", ""), (0, 9999))
    if not first <= int(choice["Tid"][:4]) <= last:
        return None, "."
    if choice.get("Region") == "1151" and choice.get("Alder", "00") not in ("00", "40-54"):
        return None, ":"
    if choice["ContentsCode"] == "Sykefraversprosent" or "prosent" in choice["ContentsCode"].casefold():
        return rate(choice, doctor=True), None
    return _count(choice)


def _count(choice: Mapping[str, str]) -> Cell:
    size = {"0": 500_000, "03": 90_000, "0301": 90_000, "1151": 20}.get(choice["Region"], 3_000)
    part = {"0": 1.0, "1": 0.4, "2": 0.6}[choice["Kjonn"]]
    if choice["Region"] == "9999":
        return None, "-"
    if choice["ContentsCode"] == "Sykefraversdagsverk":
        return float(round(size * part * rate(choice, doctor=True) / 6, -1)), None
    if choice["ContentsCode"] == "ArbeidstakereSykePro":
        return round(rate(choice, doctor=True) * 1.4, 1), None
    return float(round(size * part * rate(choice, doctor=True) / 100)), None


def _sex() -> FakeDimension:
    return FakeDimension("Kjonn", "kjønn", "sex", dict(SEXES), elimination=True, elimination_code="0")


def _type() -> FakeDimension:
    return FakeDimension("Sykefraver2", "type sykefravær", "type of sick leave", dict(TYPES))


def _industry(codelists: list[Codelist] | None = None, codes: Labels | None = None) -> FakeDimension:
    return FakeDimension(
        "NACE2007", "næring (SN2007)", "industry (SIC2007)", dict(codes or INDUSTRIES), codelists=codelists or []
    )


def _time(codes: Labels) -> FakeDimension:
    is_year = all(len(code) == 4 for code in codes)
    label, label_en = ("år", "year") if is_year else ("kvartal", "quarter")
    return FakeDimension("Tid", label, label_en, codes, is_time=True)


def _rate_only(code: str = "SykefravProsent", label: str = "Sykefraværsprosent") -> dict[str, FakeContents]:
    return {code: FakeContents(label, "Sick leave per cent")}


def _doctor_rate(code: str = "Sykefraversprosent") -> dict[str, FakeContents]:
    change = FakeContents("Endring i sykefraværsprosent siste år", "Change in per cent", "prosentpoeng", "percentage points")
    return {code: FakeContents("Sykefraværsprosent", "Sick leave per cent"), f"{code}Endr": change}


def table_12439(periods: Labels | None = None) -> FakeTable:
    """Main table: sex, type, three adjustments."""
    contents = {
        "SykefravProsent": FakeContents("Sykefraværsprosent, ikke-sesongjustert", "Sick leave per cent, not seasonally adjusted"),
        "SykefravProsSesJust": FakeContents(
            "Sykefraværsprosent, sesongjustert", "Sick leave per cent, seasonally adjusted", adjustment="SesOnly"
        ),
        "SykefravProsSesInflu": FakeContents(
            "Sykefraværsprosent, sesong- og influensajustert", "Sick leave per cent, seasonally and influenza adjusted",
            adjustment="SesOnly",
        ),
        "SykefravProsEndr": FakeContents("Endring i sykefraværsprosent", "Change", "prosentpoeng", "percentage points"),
    }  # fmt: skip
    return FakeTable(
        "12439", "Sykefravær for lønnstakere (prosent), etter kjønn og type sykefravær",
        "Sick leave of employees (per cent), by sex and type of sick leave", [_sex(), _type(), _time(periods or quarters())],
        contents, _all, updated=UPDATED, mandatory=(1,),
        notes=["Tallene gjelder lønnstakere 16-69 år.", "Brudd mellom 2014 og 2015: a-ordningen ble tatt i bruk."],
        notes_en=["The figures are of employees aged 16-69.", "Break between 2014 and 2015: new source."],
    )  # fmt: skip


def table_12440(periods: Labels | None = None) -> FakeTable:
    """By industry; the detailed ones only by a list."""
    detailed = Codelist("vs_NACE260sykefratot4", INDUSTRIES | DETAILED)
    return FakeTable(
        "12440", "Sykefravær for lønnstakere (prosent), etter kjønn og næring (SN2007)",
        "Sick leave of employees (per cent), by sex and industry (SIC2007)",
        [_sex(), _industry([detailed]), _time(periods or quarters())], _rate_only(), _all, updated=UPDATED,
    )  # fmt: skip


def table_12441(periods: Labels | None = None) -> FakeTable:
    """By industry and type, by year."""
    return FakeTable(
        "12441", "Sykefravær for lønnstakere (prosent), etter kjønn, næring (SN2007) og type sykefravær",
        "Sick leave of employees (per cent), by sex, industry (SIC2007) and type of sick leave",
        [_sex(), _industry(), _type(), _time(periods or years())], _rate_only(), _all, time_unit="Annual", updated=UPDATED,
    )  # fmt: skip


def table_12442(periods: Labels | None = None) -> FakeTable:
    """By industry and sector; some cells are masked."""
    sector = FakeDimension("Sektor", "sektor", "sector", dict(SECTORS), elimination=True, elimination_code="ALLE")
    return FakeTable(
        "12442", "Sykefravær for lønnstakere (prosent), etter kjønn, næring (SN2007) og sektor",
        "Sick leave of employees (per cent), by sex, industry (SIC2007) and sector",
        [_sex(), _industry(), sector, _time(periods or quarters(2015))], _rate_only(), _all, updated=UPDATED,
    )  # fmt: skip


def _region(regions: Labels | None) -> FakeDimension:
    return FakeDimension("Region", "region", "region", dict(regions or REGIONS))


def table_12448(periods: Labels | None = None, regions: Labels | None = None) -> FakeTable:
    """Areas by age."""
    age = FakeDimension("Alder", "alder", "age", dict(AGES), elimination=True, elimination_code="00")
    return FakeTable(
        "12448", "Bostedskommune-, kjønns- og aldersfordelt sykefravær (legemeldt) for lønnstakere",
        "Sick leave (certified by doctor) of employees, by municipality of residence, sex and age",
        [_region(regions), _sex(), age, _time(periods or quarters(2015))], _doctor_rate(), _doctor, updated=UPDATED,
    )  # fmt: skip


def table_12449(periods: Labels | None = None, regions: Labels | None = None) -> FakeTable:
    """Areas by two industries."""
    codes = {"00-99": INDUSTRIES["00-99"], "84-88": ("Offentlig forvaltning, undervisning og helse", "Public services")}
    return FakeTable(
        "12449", "Bostedskommune-, kjønns- og næringsfordelt sykefravær (legemeldt) for lønnstakere",
        "Sick leave (certified by doctor) of employees, by municipality of residence, sex and industry",
        [_region(regions), _sex(), _industry(codes=codes), _time(periods or quarters(2015))], _doctor_rate(), _doctor,
        updated=UPDATED,
    )  # fmt: skip


def table_12451(periods: Labels | None = None, regions: Labels | None = None) -> FakeTable:
    """Areas by sex: rate, man-days, persons and share of persons, and changes of all."""
    contents = {
        "Sykefraversprosent": FakeContents("Sykefraværsprosent", "Sick leave per cent"),
        "Sykefraversdagsverk": FakeContents("Sykefraværsdagsverk", "Lost man-days", "dagsverk", "man-days", 0),
        "ArbeidstakereSykefra": FakeContents(
            "Arbeidstakere med sykefravær", "Employees with sick leave", "personer", "persons", 0
        ),
        "ArbeidstakereSykePro": FakeContents("Arbeidstakere med sykefravær (prosent)", "Employees with sick leave (per cent)"),
        "SykefraversprosentEndr": FakeContents("Endring i prosentpoeng", "Change", "prosentpoeng", "percentage points"),
        "SykefraversdagsverkEndr": FakeContents("Endring i dagsverk", "Change", "prosent", "per cent"),
    }
    return FakeTable(
        "12451", "Bostedskommune- og kjønnsfordelt sykefravær (legemeldt) for lønnstakere",
        "Sick leave (certified by doctor) of employees, by municipality of residence and sex",
        [_region(regions), _sex(), _time(periods or quarters(2015))], contents, _doctor, updated=UPDATED,
    )  # fmt: skip


def table_12452(periods: Labels | None = None) -> FakeTable:
    """By occupation."""
    occupation = FakeDimension("Yrke", "yrke", "occupation", dict(OCCUPATIONS))
    return FakeTable(
        "12452", "Sykefravær for lønnstakere (legemeldt), etter kjønn og yrke", "Sick leave (certified by doctor), by occupation",
        [_sex(), occupation, _time(periods or quarters(2015))], _doctor_rate(), _doctor, updated=UPDATED,
    )  # fmt: skip


def table_13333(periods: Labels | None = None) -> FakeTable:
    """By education."""
    education = FakeDimension("UtdNivaa", "utdanningsnivå", "level of education", dict(EDUCATIONS))
    return FakeTable(
        "13333", "Legemeldt sykefravær for lønnstakere, etter kjønn og utdanningsnivå", "Sick leave, by level of education",
        [_sex(), education, _time(periods or quarters(2015))], _doctor_rate(), _doctor, updated=UPDATED,
    )  # fmt: skip


def table_14789(periods: Labels | None = None) -> FakeTable:
    """By occupation with four digits, by year."""
    occupation = FakeDimension("Yrke", "yrke", "occupation", dict(DETAILED_OCCUPATIONS))
    return FakeTable(
        "14789", "Legemeldt sykefravær for lønnstakere (prosent), etter kjønn og yrke", "Sick leave by four-digit occupation",
        [_sex(), occupation, _time(periods or years(2016))], _doctor_rate(), _doctor, time_unit="Annual", updated=UPDATED,
    )  # fmt: skip


def twin_12441() -> FakeTable:
    """The table by year in the newer industry standard, under a number of its own."""
    industry = FakeDimension(
        "NACE2025", "næring (SN2025)", "industry (SIC2025)",
        {"_T": ("Alle næringer", "All industries"), "Q": ("Undervisning", "Education"), "R": ("Helse", "Health")},
    )  # fmt: skip
    table = table_12441(years(2024))
    table.id, table.label = "15101", table.label.replace("SN2007", "SN2025")
    table.dimensions[1] = industry
    return table


def ended_08320() -> FakeTable:
    """A table that is discontinued, with periods of another form."""
    codes = {"2008K1 Ny": ("2008K1 Ny", "2008K1 New"), "2008K2": ("2008K2", "2008K2")}
    table = table_12451(codes)
    table.id, table.label, table.discontinued = "08320", "Fylkesfordelt sykefravær (avslutta serie)", True
    return table


def many_regions(count: int) -> Labels:
    """As many municipalities as the real tables have, in name."""
    return REGIONS | {str(code): (f"Kommune {code}", f"Municipality {code}") for code in range(4001, 4001 + count)}


def all_tables(*, large: bool = False) -> list[FakeTable]:
    """The tables of the registry, with a twin and a discontinued one that search finds.

    Args:
        large: with 937 areas and all quarters, so that areas must be fetched in parts.
    """
    regions = many_regions(937 - len(REGIONS)) if large else None
    periods = quarters() if large else None
    return [
        table_12439(), table_12440(), table_12441(), table_12442(), table_12448(periods, regions), table_12449(periods, regions),
        table_12451(periods, regions), table_12452(), table_13333(), table_14789(), twin_12441(), ended_08320(),
    ]  # fmt: skip
