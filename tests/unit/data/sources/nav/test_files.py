"""Files as outcomes: recognised, kept, dated, put together, and in the form that the workflow takes."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from data.sources.load_rows import with_stored_ids
from data.sources.model import SERIES_SCHEMA, VALUE_SCHEMA, FetchedTable, NotFetched
from data.sources.nav import read_file, read_files, read_folder, recognise
from domain.codes import CODE_LISTS
from tests.unit.data.sources.nav.books import NOW, Tab, book, figures, table, values

ROOT = Path(__file__).resolve().parents[5]


def rate(
    *periods: tuple[str, float | str], title: str = "SYFRA 540 Sykefraværsprosent etter næring", said: str | None = None
) -> bytes:
    rows = [[title], [said], [], ["Næring", *(p for p, _ in periods)], ["Industri", *(v for _, v in periods)]]
    return book({"Ark1": Tab(rows)})


# --- recognising ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "tabs", "kind"),
    [
        ("ukjent navn.xlsx", {"Ark1": Tab([["SYFRA 510 Legemeldt sykefravær etter bosted"]])}, "SYFRA"),
        ("202402_SYKP510%20bosted.xlsx", {"Ark1": Tab([["Mottakere"]])}, "SYKP"),
        ("a.xlsx", {"0. Om": Tab([["Om"]]), "Tab": Tab([[None], ["Nye sykmeldte per uke, etter diagnose"]])}, "NAV-UKE"),
        ("a.xlsx", {"Ark1": Tab([["Kilde: NAV"], ["Legemeldte sykefraværsdagsverk 3 kv 2013. Diagnose"]])}, "SYFRA"),
        ("a.xlsx", {"Ark1": Tab([["Kilde: NAV"], ["Erstattede sykepengedager etter fylke"]])}, "SYKP"),
        ("a.xlsx", {"Ark1": Tab([["Legemeldt sykefravær etter kommune"], ["Kilde: Statistisk sentralbyrå"]])}, None),
        ("a.xlsx", {"Ark1": Tab([["Helt ledige etter fylke"], ["Kilde: NAV"]])}, None),
        ("a.xlsx", {"Prosjekt": Tab([["project_id", "title_nb"], ["P1", "SYFRA 510 om sykefravær"]])}, None),
        ("mal.xlsx", {"Les meg": Tab([["Kilde: NAV, sykefraværsprosent"]])}, None),
    ],
)
def test_a_file_is_recognised_by_its_titles(tmp_path: Path, name: str, tabs: dict[str, Tab], kind: str | None) -> None:
    content = book(tabs)
    path = tmp_path / "fil.xlsx"
    path.write_bytes(content)
    assert recognise(content, name) == kind
    assert recognise(path, name) == kind


def test_what_is_not_there_or_not_ours_is_nothing(tmp_path: Path) -> None:
    assert recognise(tmp_path / "borte.xlsx", "borte.xlsx") is None
    assert recognise(b"a;b\n1;2\n", "tall.csv") is None
    assert recognise(b"Uke,2019\n1,5\n", "nav_sykemeldte_korona.csv") == "NAV-UKE"


# --- keeping -------------------------------------------------------------------------------------------------------------


def test_the_bytes_are_kept_once_with_a_sidecar(tmp_path: Path) -> None:
    content = rate(("2023K1", 5.5))
    found = table(tmp_path, "../SYFRA 540 æøå (kopi).xlsx", content)
    again = table(tmp_path, "../SYFRA 540 æøå (kopi).xlsx", content)
    (raw,) = found.raw
    assert again.raw == found.raw
    assert raw.path.parent == tmp_path / "raw" / "nav"
    assert raw.path.read_bytes() == content and raw.sha256 == hashlib.sha256(content).hexdigest()
    told = json.loads(raw.path.with_name(f"{raw.path.name}.json").read_text("utf-8"))
    assert (told["name"], told["sha256"], told["read_at"]) == ("../SYFRA 540 æøå (kopi).xlsx", raw.sha256, "2024-10-01T06:00:00Z")
    assert len(list(raw.path.parent.iterdir())) == 2


def test_a_refused_file_is_kept_and_one_that_is_not_ours_is_not(tmp_path: Path) -> None:
    bad = read_file("SYFRA 540.xlsx", rate(("2023K1", "x"), ("2023K2", 5)), tmp_path, NOW)
    assert isinstance(bad[0], NotFetched) and bad[0].raw[0].path.exists()
    other = read_file("lønn.xlsx", book({"Ark1": Tab([["Navn", "Lønn"], ["A", 5]])}), tmp_path, NOW)
    assert isinstance(other[0], NotFetched) and other[0].raw == () and "lønn.xlsx" in other[0].reason.nb
    assert len(list((tmp_path / "raw" / "nav").iterdir())) == 2


# --- when it was published -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "given", "expected"),
    [
        ("Sist oppdatert 10.09.2024", None, (date(2024, 9, 10), "day")),
        ("Kilde: NAV. Oppdatert 3. september 2024 kl. 08", date(2024, 1, 1), (date(2024, 9, 3), "day")),
        ("Publisert september 2024", None, (date(2024, 9, 30), "month")),
        ("Publisert: 2024-09-05. Neste oppdatering 05.12.2024", None, (date(2024, 9, 5), "day")),
        ("Publisert 05.09.2024, oppdatert 06.09.2024", None, (date(2024, 9, 6), "day")),
        ("Neste publisering 5. september 2024", date(2024, 9, 2), (date(2024, 9, 2), "day")),
        ("Sist oppdatert 10.09.2025", date(2024, 9, 2), (date(2024, 9, 2), "day")),
        ("Sist oppdatert 10.03.2019", None, (date(2024, 9, 30), "quarter")),
        ("Sist oppdatert 45.45.2024", None, (date(2024, 9, 30), "quarter")),
        (None, date(2024, 9, 2), (date(2024, 9, 2), "day")),
        (None, None, (date(2024, 9, 30), "quarter")),
    ],
)
def test_the_day_of_the_edition(tmp_path: Path, said: str | None, given: date | None, expected: tuple[date, str]) -> None:
    found = table(tmp_path, "SYFRA 540.xlsx", rate(("2024K1", 5.5), ("2. kvartal 2024", 5.6), said=said), given)
    assert (found.published_date, found.date_precision) == expected


def test_a_date_cell_beside_the_word(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 540 Sykefraværsprosent etter næring"],
        ["Sist oppdatert:", date(2024, 9, 10)],
        [],
        ["Næring", "2024K2"],
        ["Industri", 5],
    ]
    assert table(tmp_path, "a.xlsx", book({"Ark1": Tab(rows)})).published_date == date(2024, 9, 10)


def test_no_edition_is_later_than_the_day_of_reading(tmp_path: Path) -> None:
    early = datetime(2024, 8, 1, 23, 30, tzinfo=UTC)  # already 2 August in Oslo
    found = read_file("SYFRA 540.xlsx", rate(("2024K2", 5.5)), tmp_path, early)[0]
    assert isinstance(found, FetchedTable)
    assert (found.published_date, found.date_precision) == (date(2024, 8, 2), "quarter")


# --- the form that the workflow takes ------------------------------------------------------------------------------------


def test_series_and_values_have_the_models_columns_and_codes(tmp_path: Path) -> None:
    found = table(tmp_path, "SYFRA 540.xlsx", rate(("2024K1", 5.5), ("2024K2", "*")))
    assert dict(found.series.schema) == SERIES_SCHEMA and dict(found.values.schema) == VALUE_SCHEMA
    assert set(found.values["series_id"]) == set(found.series["series_id"])
    for name in ("indicator", "sex", "absence_type", "adjustment"):
        assert set(found.series[name]) <= set(CODE_LISTS[name].values)
    assert set(found.values["value_state"]) <= set(CODE_LISTS["value_state"].values)
    row = found.series.row(0, named=True)
    assert (row["publisher"], row["table_id"], row["unit_nb"], row["industry_nb"]) == ("NAV", "SYFRA 540", "prosent", "Industri")
    assert row["title_nb"] == "Sykefraværsprosent, legemeldt, ikke justert, Industri"
    assert row["title_en"].startswith("Sick leave per cent, doctor-certified, unadjusted, ")
    assert found.title_nb == "SYFRA 540 Sykefraværsprosent etter næring"
    assert found.title_en == "NAV, SYFRA 540: Sick leave per cent"
    assert found.values.select("value", "value_state", "decimals").rows() == [(5.5, "value", 1), (None, "masked", None)]
    assert (found.publisher, found.published_at, found.fetched_at, len(found.areas)) == ("NAV", None, NOW, 0)


def test_the_fingerprint_is_of_the_bytes(tmp_path: Path) -> None:
    one, same, other = (
        table(tmp_path, f"{n} SYFRA 540.xlsx", rate(("2024K1", v))) for n, v in (("a", 5.5), ("b", 5.5), ("c", 5.6))
    )
    assert one.fingerprint != other.fingerprint
    assert (one.fingerprint == same.fingerprint) == (one.raw[0].sha256 == same.raw[0].sha256)


def test_series_continue_those_that_are_embedded(tmp_path: Path) -> None:
    stored = pl.read_csv(ROOT / "data" / "reference" / "series.csv", infer_schema=False)
    stored = stored.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in SERIES_SCHEMA.items() if name not in stored.columns
    )
    files = [
        ("nye_sykmeldte_per_uke_korona.csv", b"Uke,2022\n1,5\n"),
        ("nye_sykmeldte_per_uke_alle_diagnoser.csv", b"Uke,2022\n1,5\n"),
        ("SYFRA 540.xlsx", rate(("2024K1", 5.5))),
    ]
    ids: set[str] = set()
    for outcome in read_files(files, tmp_path, NOW):
        assert isinstance(outcome, FetchedTable)
        found = with_stored_ids(outcome.series, stored)
        assert not found["is_new"].any()
        ids |= set(found["stored_id"])
    assert ids == {
        "NEW-LISTINGS.BOTH.DOCTOR.UNADJUSTED.SN2007.00-99.DIAGNOSE-KORONA",
        "NEW-LISTINGS.BOTH.DOCTOR.UNADJUSTED.SN2007.00-99.DIAGNOSE-ALLE-DIAGNOSER",
        "ABS-PCT.BOTH.DOCTOR.UNADJUSTED.SN2007.10-33",
    }


# --- several files -------------------------------------------------------------------------------------------------------


def test_files_of_a_year_each_make_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "nav" / "arkiv"
    folder.mkdir(parents=True)
    for year in (2021, 2022, 2023):
        (folder / f"SYFRA 540 {year}.xlsx").write_bytes(rate((f"{year}K3", 5.0), (f"{year}K4", year - 2000.0)))
    (folder / "~$SYFRA 540 2023.xlsx").write_bytes(b"sperret")
    (folder / "les meg.md").write_text("ikke en tabell")
    outcomes = read_folder(tmp_path / "nav", tmp_path, NOW)
    assert len(outcomes) == 1
    found = outcomes[0]
    assert isinstance(found, FetchedTable)
    assert (found.first_period, found.last_period, len(found.raw)) == ("2021K3", "2023K4", 3)
    assert (found.published_date, found.date_precision) == (date(2024, 3, 31), "quarter")
    assert values(found) == {
        ("absence_pct", "10-33", f"{year}{quarter}"): value
        for year in (2021, 2022, 2023) for quarter, value in (("K3", 5.0), ("K4", year - 2000.0))
    }  # fmt: skip


def test_files_of_one_edition_may_not_differ(tmp_path: Path) -> None:
    files = [
        ("a SYFRA 540.xlsx", rate(("2023K1", 5.5), ("2023K2", 5.0))),
        ("b SYFRA 540.xlsx", rate(("2023K2", 6.0), ("2023K3", 4.0))),
    ]
    outcomes = read_files(files, tmp_path, NOW)
    assert len(outcomes) == 1
    found = outcomes[0]
    assert isinstance(found, NotFetched) and (found.table_id, len(found.raw)) == ("SYFRA 540", 2)
    assert "b SYFRA 540.xlsx: Ark1, rad 5, kolonne B" in found.reason.nb and "a SYFRA 540.xlsx" in found.reason.nb
    same = read_files([files[0], ("c SYFRA 540.xlsx", rate(("2023K2", 5.0), ("2023K3", 4.0)))], tmp_path, NOW)
    assert isinstance(same[0], FetchedTable) and len(same[0].values) == 3


def test_files_that_say_two_days_are_two_editions_the_older_first(tmp_path: Path) -> None:
    new = rate(("2023K1", 5.6), ("2023K2", 5.0), said="Sist oppdatert 10.09.2023")
    old = rate(("2023K1", 5.5), said="Sist oppdatert 10.06.2023")
    outcomes = read_files([("ny SYFRA 540.xlsx", new), ("gammel SYFRA 540.xlsx", old)], tmp_path, NOW)
    assert [o.published_date for o in outcomes if isinstance(o, FetchedTable)] == [date(2023, 6, 10), date(2023, 9, 10)]
    first = outcomes[0]
    assert isinstance(first, FetchedTable)
    assert figures(first) == {("absence_pct", "10-33", "2023K1"): (5.5, "value")}


def test_one_bad_file_leaves_the_others(tmp_path: Path) -> None:
    files = [
        ("SYFRA 540.xlsx", b"tull"),
        ("SYFRA 530.xlsx", rate(("2023", 5.5), title="SYFRA 530 Sykefraværsprosent etter næring")),
    ]
    outcomes = read_files(files, tmp_path, NOW)
    assert {o.table_id: type(o).__name__ for o in outcomes} == {"SYFRA 540": "NotFetched", "SYFRA 530": "FetchedTable"}


def test_a_path_may_be_a_file_nothing_or_an_empty_folder(tmp_path: Path) -> None:
    path = tmp_path / "SYFRA 540.xlsx"
    path.write_bytes(rate(("2023K1", 5.5)))
    one = read_folder(path, tmp_path, NOW, published=date(2023, 6, 1))
    assert isinstance(one[0], FetchedTable) and one[0].published_date == date(2023, 6, 1)
    empty = tmp_path / "tom"
    empty.mkdir()
    for target, word in ((tmp_path / "borte", "ingen fil"), (empty, "ingen arbeidsbøker")):
        outcome = read_folder(target, tmp_path, NOW)[0]
        assert isinstance(outcome, NotFetched) and word in outcome.reason.nb
