"""Storing figures of the state budget read from files: what a later and an earlier date show, and what faults leave."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from analytics.spending.frames import frames
from analytics.spending.state_budget import StateBudget, state_budget
from data.snapshot import Snapshot
from data.store import Store
from domain.errors import StoreError, UserError
from domain.tables import TABLES
from tests.unit.data.sources.dfo import files
from tests.unit.data.sources.dfo.files import ACCOUNT_HEADINGS, AID, DECISION_HEADINGS, account, decision, text
from workflows.refresh_dfo import refresh_dfo
from workflows.refresh_report import RefreshReport

READ = datetime(2026, 11, 22, 8, tzinfo=UTC)
LATER = datetime(2026, 12, 8, 8, tzinfo=UTC)
TOTAL = Decimal("1325006.00")


@pytest.fixture
def accounts_2025(tmp_path: Path) -> Path:
    content = text(ACCOUNT_HEADINGS, files.year_of_accounts())
    return files.archive(tmp_path / "statsregnskapet_aar_2025.zip", "statsregnskapet_aar_2025.csv", content)


def refresh(real_store: Store, path: Path, at: datetime = READ, **more: date | int) -> RefreshReport:
    return refresh_dfo(real_store, path, now=at, **more)  # type: ignore[arg-type]


def shown(real_store: Store, as_of: date) -> StateBudget:
    return state_budget(Snapshot.open(real_store, as_of))


def amount(real_store: Store, as_of: date, year: int, stage: str) -> tuple[Decimal, str] | None:
    found = next((y for y in shown(real_store, as_of).years if y.year == year), None)
    return None if found is None or stage not in found.amounts else (found.amounts[stage].nok, found.amounts[stage].quality)


def every_row(real_store: Store) -> dict[str, list[tuple[object, ...]]]:
    with real_store.read() as reader:
        return {name: sorted(reader.frame(TABLES[name]).rows(), key=str) for name in ("state_budget", "state_account", "source")}


def test_a_newer_figure_stands_from_the_day_it_was_read_and_the_old_one_before(real_store: Store, accounts_2025: Path) -> None:
    assert amount(real_store, date(2026, 12, 1), 2025, "account") == (28_300_000, "secondary")
    report = refresh(real_store, accounts_2025)

    assert report.version is not None
    assert (report.outcomes[0].outcome, report.outcomes[0].new_count, report.outcomes[0].revised_count) == ("loaded", 0, 1)
    assert amount(real_store, date(2026, 11, 21), 2025, "account") == (28_300_000, "secondary")
    assert amount(real_store, date(2026, 11, 22), 2025, "account") == (TOTAL, "primary")
    assert amount(real_store, date(2026, 11, 22), 2024, "account") == (21_700_000, "secondary")


def test_the_parts_are_replaced_as_a_whole_and_add_up_to_the_krone(real_store: Store, accounts_2025: Path) -> None:
    refresh(real_store, accounts_2025)
    before, after = (
        next(split for split in shown(real_store, day).agencies if split.year == 2025)
        for day in (date(2026, 11, 21), date(2026, 11, 22))
    )

    assert [part.nok for part in before.parts] == [25_200_000, 2_600_000, 500_000]
    assert [(part.code, part.nok) for part in after.parts] == [("889640782", 1_320_006), (AID[0], 5_000)]
    assert (after.difference_nok, after.source_id) == (0, "DFO-STATSREGNSKAPET")


def test_the_day_of_publication_is_the_day_it_was_known(real_store: Store, accounts_2025: Path) -> None:
    refresh(real_store, accounts_2025, published=date(2026, 5, 1))

    assert amount(real_store, date(2026, 4, 30), 2025, "account") == (28_300_000, "secondary")
    assert amount(real_store, date(2026, 5, 1), 2025, "account") == (TOTAL, "primary")
    with pytest.raises(UserError, match="er ikke kommet"):
        refresh(real_store, accounts_2025, published=date(2026, 11, 23))


def test_the_same_file_again_changes_nothing_also_on_another_day_and_under_another_name(
    real_store: Store, accounts_2025: Path, tmp_path: Path
) -> None:
    refresh(real_store, accounts_2025)
    number, rows = real_store.current_number(), every_row(real_store)
    copy = tmp_path / "kopi.zip"
    shutil.copy(accounts_2025, copy)

    for path, at in ((accounts_2025, READ), (accounts_2025, LATER), (copy, LATER)):
        report = refresh(real_store, path, at)
        assert (report.version, [outcome.outcome for outcome in report.outcomes]) == (None, ["unchanged"])
    assert (real_store.current_number(), every_row(real_store)) == (number, rows)


def test_a_running_year_grows_and_each_edition_stays_on_its_date(real_store: Store, tmp_path: Path) -> None:
    paths = {}
    for last in (9, 10):
        content = text(ACCOUNT_HEADINGS, files.year_of_accounts(2026, last=last))
        paths[last] = files.write(tmp_path / f"hittil_{last}.csv", content)
    first, second = refresh(real_store, paths[9]), refresh(real_store, paths[10], LATER)

    assert "foreløpig" in first.outcomes[0].message.nb and "september 2026" in first.outcomes[0].message.nb
    assert (first.outcomes[0].new_count, second.outcomes[0].revised_count) == (1, 1)
    assert amount(real_store, date(2026, 12, 7), 2026, "account") == (Decimal("995004.50"), "primary")  # 9 * 110 000,5 + 5 000
    assert amount(real_store, date(2026, 12, 8), 2026, "account") == (Decimal("1105005.00"), "primary")
    found = shown(real_store, date(2026, 12, 8))
    year = next(year for year in found.years if year.year == 2026)
    assert (year.is_provisional, year.outcome, year.amounts["account"].through_period) == (True, "running", "2026M10")
    assert 2026 not in next(total for total in found.totals if total.stage == "account").years


def test_an_older_file_is_refused_unless_its_day_is_given(real_store: Store, tmp_path: Path) -> None:
    new, old = (
        files.write(tmp_path / f"hittil_{last}.csv", text(ACCOUNT_HEADINGS, files.year_of_accounts(2026, last=last)))
        for last in (10, 9)
    )
    refresh(real_store, new)
    number = real_store.current_number()
    refused = refresh(real_store, old, LATER)

    assert refused.is_refused and real_store.current_number() == number
    assert [finding.rule_id for finding in refused.outcomes[0].findings if finding.severity == "hard"] == ["older_than_stored"]
    assert refresh(real_store, old, LATER, published=date(2026, 10, 20)).version is not None
    assert amount(real_store, date(2026, 11, 1), 2026, "account") == (Decimal("995004.50"), "primary")
    assert amount(real_store, date(2026, 12, 8), 2026, "account") == (Decimal("1105005.00"), "primary")


def test_what_was_carried_over_is_shown_once_a_file_tells_it(real_store: Store, tmp_path: Path) -> None:
    assert any("Beløpet står ikke i kildene" in text.nb for text in shown(real_store, date(2026, 11, 22)).cannot_say)
    rows = [
        row
        for year, enacted, change, carried in (
            (2022, "29160000,000", "-10000000,000", "20000000,000"), (2023, "25200000,000", "0,000", "4000000,000"),
        )
        for row in (
            decision(year, enacted, f"{year}.01.01 Saldert budsjett {year}"), decision(year, change, f"{year}.06.01 Prp", 6),
            decision(year, ",000", f"Overført fra {year - 1}", carried_in=carried),
        )
    ]  # fmt: skip
    report = refresh(real_store, files.write(tmp_path / "bevilgninger.csv", text(DECISION_HEADINGS, rows)))

    assert report.outcomes[0].outcome == "loaded"
    found = shown(real_store, date(2026, 11, 22))
    year = next(year for year in found.years if year.year == 2022)
    assert (year.nok("revised"), year.nok("carried_in")) == (19_160_000, 20_000_000)
    assert not any("Beløpet står ikke i kildene" in text.nb for text in found.cannot_say)
    assert "Endringer: 2022.06.01 Prp: -10000000" in (year.amounts["revised"].note or "")


def test_the_unverified_figure_is_replaced_by_a_sure_one(real_store: Store, tmp_path: Path) -> None:
    rows = [decision(2025, "29165000,000", "2025.01.01 Saldert budsjett 2025")]
    refresh(real_store, files.write(tmp_path / "bevilgninger.csv", text(DECISION_HEADINGS, rows)))

    assert amount(real_store, date(2026, 11, 21), 2025, "revised") == (84_600_000, "unverified")
    assert amount(real_store, date(2026, 11, 22), 2025, "revised") == (29_165_000, "primary")
    assert not any("ikke verifisert" in caveat.nb for caveat in shown(real_store, date(2026, 11, 22)).basis.caveats)


def test_the_page_of_the_frames_shows_the_same_figure(real_store: Store, accounts_2025: Path) -> None:
    refresh(real_store, accounts_2025)
    rows = [row for row in frames(Snapshot.open(real_store, date(2026, 11, 22))).state_budget if row.year == 2025]

    assert [row.amount_nok for row in rows if row.stage == "account"] == [TOTAL]


def test_a_proposal_gets_a_source_of_its_own_and_keeps_the_name_of_the_post(real_store: Store, tmp_path: Path) -> None:
    sheets = {"Data": [files.BUDGET_HEADINGS, files.proposal(601, 22, 37_902_000, name="Et gammelt navn")]}
    refresh(real_store, files.book(tmp_path / "Gul bok 2027.xlsx", sheets))
    found = shown(real_store, date(2026, 11, 22))

    assert found.years[-1].nok("proposed") == 37_902_000
    assert found.post is not None and "Kunnskapsutvikling" in found.post.name
    assert "GUL-BOK-TALLGRUNNLAG-2027" in {source.source_id for source in found.basis.sources}


@pytest.mark.parametrize("fault", [account("202502", "tolv"), account("202514", "1,000"), account("", "1,000")])
def test_a_fault_in_one_file_stores_nothing_of_any(
    real_store: Store, accounts_2025: Path, tmp_path: Path, fault: list[str]
) -> None:
    folder = tmp_path / "inn"
    rows = [decision(2025, "29165000,000", "2025.01.01 Saldert budsjett 2025")]
    files.write(folder / "bevilgninger.csv", text(DECISION_HEADINGS, rows))
    files.write(folder / "statsregnskapet.csv", text(ACCOUNT_HEADINGS, [*files.year_of_accounts(), fault]))
    number, before = real_store.current_number(), every_row(real_store)
    report = refresh(real_store, folder)

    assert (report.is_refused, report.version, real_store.current_number()) == (True, None, number)
    assert every_row(real_store) == before
    assert "statsregnskapet.csv" in report.outcomes[0].message.nb and "rad 39" in report.outcomes[0].message.nb
    assert "row 39" in report.outcomes[0].message.en
    assert len(list((real_store.home / "raw" / "dfo").glob("*.csv"))) == 2  # kept all the same


def test_a_store_that_cannot_be_written_is_as_it_was(
    real_store: Store, accounts_2025: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, before = real_store.current_number(), every_row(real_store)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("data.store._sync_file", full)
    with pytest.raises(StoreError):
        refresh(real_store, accounts_2025)
    monkeypatch.undo()
    assert (real_store.current_number(), every_row(real_store)) == (number, before)
    assert not list(real_store.versions_dir.glob("building-*"))
    assert refresh(real_store, accounts_2025).version is not None


def test_a_load_that_dies_while_writing_leaves_the_last_version(
    real_store: Store, accounts_2025: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = real_store.current_number()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("data.layers._insert_rows", killed)
    with pytest.raises(KeyboardInterrupt):
        refresh(real_store, accounts_2025)
    monkeypatch.undo()
    assert real_store.current_number() == number
    assert amount(real_store, date(2026, 12, 1), 2025, "account") == (28_300_000, "secondary")
    assert refresh(real_store, accounts_2025).version is not None


def test_the_load_is_told_in_the_log_with_file_and_checksum(real_store: Store, accounts_2025: Path) -> None:
    refresh(real_store, accounts_2025)
    with real_store.read() as reader:
        last = reader.change_sets().sort("store_version").row(-1, named=True)
        rows = reader.frame(TABLES["state_budget"]).filter(pl.col("layer") == "statistics")

    assert (last["layer"], "statsregnskapet-aar-2025" in last["recorded_document"]) == ("statistics", True)
    assert "Sjekksum" in rows.get_column("note")[0]


def test_a_folder_that_is_not_there_is_said(real_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"statsregnskapet\.dfo\.no"):
        refresh(real_store, tmp_path / "ingen")
