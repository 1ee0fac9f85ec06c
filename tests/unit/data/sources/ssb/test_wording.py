"""What labels and codes say."""

from __future__ import annotations

import pytest

from data.sources.ssb.wording import area_level, plain, says_all, sex_label_fits


@pytest.mark.parametrize(
    ("label", "code", "says"),
    [
        ("Alle næringer", "", True), ("00-99 Alle næringer (medregnet uoppgitt)", "00-99", True), ("I alt", "", True),
        ("Utdanningsnivå i alt", "", True), ("Totalt", "", True), ("Begge kjønn", "", True), ("All industries", "", True),
        ("Alle andre yrker", "", False), ("Allmenn utdanning", "", False), ("Industri", "", False), ("All other", "", False),
        ("Halle", "", False), ("Uoppgitt", "", False),
    ],
)  # fmt: skip
def test_a_label_says_all_or_does_not(label: str, code: str, says: bool) -> None:
    assert says_all(label, code) is says


@pytest.mark.parametrize(
    ("label", "code", "expected"),
    [("86-88 Helse- og sosialtjenester", "86-88", "Helse- og sosialtjenester"), ("  Oslo  kommune ", "0301", "Oslo kommune"),
     ("84", "84", "84"), ("16-24 år", "16-24", "16-24 år"), ("1111 Politikere", "111", "1111 Politikere")],
)  # fmt: skip
def test_a_label_is_shown_without_its_own_code(label: str, code: str, expected: str) -> None:
    assert plain(label, code) == expected


@pytest.mark.parametrize(
    ("code", "label", "level"),
    [
        ("0", "Hele landet", "country"), ("00", "Hele landet", "country"), ("0000", "Hele landet", "country"),
        ("EAK", "Hele landet", "country"), ("0", "Uoppgitt", "other"), ("00", "Østfold", "other"),
        ("0301", "Oslo", "municipality"), ("K-0301", "Oslo", "municipality"), ("0104", "Moss (-2019)", "municipality"),
        ("03", "Oslo", "county"), ("F-31", "Østfold", "county"), ("0716u", "Re", "other"), ("H03", "Oslo", "other"),
        ("3099", "Uoppgitt kommune Viken", "other"), ("9999", "Uoppgitt kommune", "other"), ("99", "Uoppgitt fylke", "other"),
        ("2111", "Longyearbyen arealplanområde", "other"), ("21", "Svalbard", "other"), ("2100", "Svalbard", "other"),
        ("2030", "Sør-Varanger", "municipality"),
    ],
)  # fmt: skip
def test_the_level_of_an_area(code: str, label: str, level: str) -> None:
    assert area_level(code, label) == level


@pytest.mark.parametrize(
    ("code", "label", "fits"),
    [
        ("0", "Begge kjønn", True), ("0", "Both sexes", True), ("1", "Menn", True), ("1", "Men", True), ("2", "Kvinner", True),
        ("2", "Females", True), ("1", "1", True), ("1", "Kvinner", False), ("2", "Men", False), ("0", "Menn", False),
    ],
)  # fmt: skip
def test_the_label_of_a_sex_may_be_in_either_language_but_not_another_sex(code: str, label: str, fits: bool) -> None:
    assert sex_label_fits(code, label) is fits
