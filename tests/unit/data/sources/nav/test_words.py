"""Words, periods, numbers and formats as they are written."""

from __future__ import annotations

from datetime import date

import pytest

from data.sources.nav import groups, words
from data.sources.nav.cells import Cell, letters, one_line
from data.sources.nav.figures import Figure, Unclear, figure, point_is_decimal
from data.sources.nav.formats import format_of
from data.sources.nav.measures import measure_of, words_of
from data.sources.nav.periods import code_of, day_of, is_range, last_day, mentions, rest_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. kvartal 2021", "2021K1"), ("2021 1. kv.", "2021K1"), ("K1 2021", "2021K1"), ("4. kv 2021", "2021K4"),
        ("2021K1", "2021K1"), ("2021 K1", "2021K1"), ("2021-Q3", "2021K3"), ("1.kv.2021", "2021K1"), ("4k2020", "2020K4"),
        ("2. kvt 2020", "2020K2"), ("mars 2021", "2021M03"), ("Jan. 2021", "2021M01"), ("sept. 2021", "2021M09"),
        ("2021M09", "2021M09"), ("09.2021", "2021M09"), ("2021", "2021"), ("uke 5 2021", "2021U05"), ("Uke 05 2021", "2021U05"),
        ("2021U05", "2021U05"), ("uke 5 i 2021", "2021U05"), ("hele året 2021", "2021"), ("1.-4. kvartal 2021", "2021"),
    ],
)  # fmt: skip
def test_a_period_in_many_spellings(text: str, code: str) -> None:
    found = mentions(text)
    assert [code_of(mention.part) for mention in found] == [code]
    assert rest_of(text, found) == ""


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [("uke 5", "U", 5), ("U05", "U", 5), ("1. kvartal", "K", 1),
    ("3. kv.", "K", 3), ("K2", "K", 2), ("januar", "M", 1), ("Des.", "M", 12),
     ("Hele året", "Y", None)],
)  # fmt: skip
def test_a_part_of_a_year(text: str, kind: str, number: int | None) -> None:
    (mention,) = mentions(text)
    assert (mention.part.year, mention.part.kind, mention.part.number) == (None, kind, number)
    assert code_of(mention.part) is None


@pytest.mark.parametrize(
    "text", ["Prosess- og maskinoperatører", "60-64 år", "8 uker", "86-88 Helse", "1 234", "Maiken", "31.12.2021", "16-19"]
)
def test_what_is_no_period(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    "text", ["2022-2023", "Endring 2022–2023", "4. kvartal 2019 - 2. kvartal 2024", "Januar-mars 2021", "2020/2021"]
)
def test_a_way_between_two_periods(text: str) -> None:
    assert is_range(text, mentions(text))


def test_weeks_that_never_were_and_last_days() -> None:
    assert [code_of(mentions(f"uke 53 {year}")[0].part) for year in (2020, 2021)] == ["2020U53", None]
    assert mentions("uke 54") == []
    assert [last_day(code) for code in ("2021", "2021K4", "2024M02", "2021U53"[:7].replace("53", "52"))] == [
        date(2021, 12, 31), date(2021, 12, 31), date(2024, 2, 29), date(2022, 1, 2),
    ]  # fmt: skip
    assert (day_of("per 31.12.2021"), day_of("2021-12-31"), day_of("31.13.2021")) == (
        date(2021, 12, 31),
        date(2021, 12, 31),
        None,
    )


@pytest.mark.parametrize(
    ("text", "value", "state", "decimals"),
    [
        ("1 234,5", 1234.5, "value", 1), ("1\u00a0234", 1234, "value", 0), ("1\u202f234\u202f567", 1234567, "value", 0),
        ("5,9", 5.9, "value", 1), ("5.9", 5.9, "value", 1), ("\N{MINUS SIGN}0,3", -0.3, "value", 1), ("0,0", 0, "value", 1),
        ("-", 0, "zero", 0), ("–", 0, "zero", 0), ("*", None, "masked", None),
        (":", None, "masked", None), ("<4", None, "masked", None),
        ("..", None, "missing", None), ("...", None, "missing", None),
        (".", None, "not_applicable", None), ("5,9 %", 5.9, "value", 1),
    ],
)  # fmt: skip
def test_cells_of_text(text: str, value: float | None, state: str, decimals: int | None) -> None:
    read = figure(Cell(1, 1, one_line(text)), point_decimal=None)
    assert isinstance(read, Figure)
    assert (read.value, read.state, read.decimals) == (value, state, decimals)


def test_points_stand_for_what_the_rest_of_the_table_shows() -> None:
    cell = Cell(1, 1, "1.234")
    assert figure(cell, point_decimal=None) == Unclear("ambiguous_number")
    assert figure(cell, point_decimal=point_is_decimal(["1.234", "5.9"])) == Figure(1.234, "value", 3)
    assert figure(cell, point_decimal=point_is_decimal(["1.234", "1.234.567"])) == Figure(1234.0, "value", 0)
    assert point_is_decimal(["1.234", "5,9"]) is None


def test_stored_numbers_and_empty_cells() -> None:
    assert figure(None, point_decimal=None) == Figure(None, "missing")
    assert figure(Cell(1, 1, "0.059", 0.059, is_percent=True, decimals=1), point_decimal=None) == Figure(
        5.9, "value", 1, share=True
    )
    assert figure(Cell(1, 1, "5.938", 5.93827364, decimals=1), point_decimal=None) == Figure(5.93827364, "value", 1)
    assert figure(Cell(1, 1, "x", 5.93827364), point_decimal=None) == Figure(5.93827364, "value", None)
    assert figure(Cell(1, 1, "1 234*"), point_decimal=None) == Figure(1234.0, "value", 0, mark="*")


@pytest.mark.parametrize(
    ("code", "is_date", "is_percent", "decimals"),
    [
        ("General", False, False, None), ("0", False, False, 0), ("#,##0.0", False, False, 1), ("0.0%", False, True, 1),
        ('0.0"%"', False, False, 1), ("0.0\\ %", False, True, 1),
        ("dd.mm.yyyy", True, False, None), ("[$-414]mmmm yyyy;@", True, False, None),
        ('# ##0;-# ##0;"-"', False, False, 0), ("@", False, False, None),
    ],
)  # fmt: skip
def test_number_formats(code: str, is_date: bool, is_percent: bool, decimals: int | None) -> None:
    found = format_of(code)
    assert (found.is_date, found.is_percent, found.decimals) == (is_date, is_percent, decimals)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Sykefraværsprosent"], ("absence_pct", "prosent", None, "unadjusted")),
        (["Legemeldte sykefraværsdagsverk i prosent av avtalte dagsverk"], ("absence_pct", "prosent", None, "unadjusted")),
        (["Prosent", "Sykefraværsdagsverk, avtalte dagsverk og sykefraværsprosent"],
            ("absence_pct", "prosent", None, "unadjusted")),
        (["Avtalte dagsverk", "Legemeldt sykefravær"], ("agreed_days", "dagsverk", None, "unadjusted")),
        (["Tapte dagsverk", "x"], ("absence_days", "dagsverk", None, "unadjusted")),
        (["Legemeldt sykefravær, prosent, sesongjustert"], ("absence_pct", "prosent", None, "seasonal")),
        (["Sykefraværsprosent, sesong- og influensajustert"], ("absence_pct", "prosent", None, "seasonal_influenza")),
        (["Sykefraværsprosent, ikke sesongjustert"], ("absence_pct", "prosent", None, "unadjusted")),
        (["Tilfeller", "Legemeldte sykefraværstilfeller. Antall."], ("spells", "antall", None, "unadjusted")),
        (["Personer med legemeldt sykefravær"], ("absence_persons", "antall", None, "unadjusted")),
        (["Prosent", "Arbeidstakere med legemeldt sykefravær"], ("absence_persons_pct", "prosent", None, "unadjusted")),
        (["Andel av sykefraværsdagsverk"], ("share_pct", "prosent", "Andel av sykefraværsdagsverk", "unadjusted")),
        (["Andel graderte sykmeldinger"], ("graded_pct", "prosent", "Andel graderte sykmeldinger", "unadjusted")),
        (["Mottakere av sykepenger"], ("sick_pay_recipients", "antall", None, "unadjusted")),
        (["Antall sykepengedager"], ("sick_pay_days", "dager", None, "unadjusted")),
        (["Personer som har brukt opp sykepengerettigheten"], ("exhausted_rights", "antall", None, "unadjusted")),
        (["Promille av sysselsatte", "Brukt opp sykepengerettigheter"],
         ("exhausted_rights", "promille", "promille av sysselsatte", "unadjusted")),
        (["Gjsn varighet", "Påbegynte sykefraværstilfeller. Antall."],
         ("other", "dager", "Gjennomsnittlig varighet", "unadjusted")),
        (["Nye personer med legemeldt sykefravær"], ("new_sick_listings", "antall", None, "unadjusted")),
        (["Legemeldt sykefravær"], None),
        (["Prosent", "Legemeldte sykefraværsdagsverk etter diagnose"], None),
        (["Antall", "Sykefraværsdagsverk og avtalte dagsverk"], None),
        (["Arbeidstakere", "Mottakere av sykepenger"], None),
        (["Personer", "Legemeldt sykefravær"], None),
        (["Noe helt annet"], None),
    ],
)  # fmt: skip
def test_what_is_measured(texts: list[str], expected: tuple[str, str, str | None, str] | None) -> None:
    found = measure_of([words_of(text) for text in texts])
    assert (found and (found.indicator, found.unit, found.detail, found.adjustment)) == expected


def test_sexes_totals_parts_and_marks() -> None:
    assert [words.sex_of(text) for text in ("Menn I alt", "KVINNER", "i alt kvinner", "Begge kjønn", "Brannmenn", "I alt")] == [
        "men", "women", "women", "both", None, None,
    ]  # fmt: skip
    assert words.sex_and_rest("Menn 20-29 år") == ("men", "20-29 år")
    totals = (
        "I alt",
        "I alt alle",
        "Alle",
        "Totalt",
        "I ALT ",
        "Alle næringer",
        "Hele landet",
        "I alt, alle næringer",
        "Næring i alt",
    )
    assert all(words.is_total(text) for text in totals)
    assert not any(words.is_total(text) for text in ("I alt Oslo", "Alle innvandrere", "Ukjent", "Menn i alt"))
    assert (words.is_total("Norge"), words.is_total("Norge", "area"), words.is_total("Norge", "origin")) == (True, True, False)
    assert (words.total_of("I alt Oslo - Oslove"), words.total_of("Oslo i alt"), words.total_of("I alt")) == (
        "Oslo - Oslove",
        "Oslo",
        None,
    )
    assert (words.of_which("... herav rygglidelser"), words.of_which("Ryggen")) == ("rygglidelser", None)
    assert [words.unmarked(text) for text in ("Industri 1)", "2024*", "20211)", "Helse²", "Yrke (STYRK-08)", "Annet [2]")] == [
        "Industri", "2024", "2021", "Helse", "Yrke (STYRK-08)", "Annet",
    ]  # fmt: skip


def test_divisions_in_titles() -> None:
    assert words.kinds_in("Totalt, fylke, kjønn og IA-avtale") == [("area", "Bosted"), ("sex", "Kjønn")]
    assert words.kinds_in("etter hovednæring og alder") == [("industry", "Næring"), ("age", "Alder")]
    assert words.kinds_in("Andel graderte sykmeldinger for selvstendig næringsdrivende") == []


def test_names_that_mean_two_industries_mean_none_and_letters_follow_the_standard() -> None:
    assert groups.industry("Q Helse- og sosialtjenester", "SN2007") == groups.industry("Helse- og sosialtjenester", "SN2007")
    kept = groups.industry("Q Undervisning", "SN2025")
    assert kept is not None and kept.code == "Q"
    assert groups.industry("Ukjent", "SN2007") is None
    assert groups.standard_in(["etter næring (SN2007)", "NACE 2025"]) == {"SN2007", "SN2025"}


def test_addresses_and_lines() -> None:
    assert [letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert one_line("Sykefraværs-\ndagsverk  i\u00a0alt") == "Sykefraværsdagsverk i alt"
    assert one_line("Muskel-\nog skjelett") == "Muskel- og skjelett"
