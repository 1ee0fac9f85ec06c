"""Payments from the accounts: what is read, what is recognised, what waits, and that nothing is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data.imports.accounting import read_export
from data.imports.accounting_columns import ColumnMapping
from data.snapshot import Snapshot
from data.store import Change, Store
from domain.errors import UserError
from workflows.bootstrap import build_store
from workflows.import_payments import import_payments
from workflows.import_portfolio import import_portfolio

CHANGE = Change("Test", "Prøve")
PORTFOLIO = {
    "organisation": "organisation_id;name_nb;kind\nÅS;Ås forskning;research\n",
    "project": "project_id;programme_id;title_nb;registered_date\nP1;FOU-2019-2022;Én;2020-01-01\n"
    "P2;FOU-2019-2022;To;2020-01-01\n",
    "contract": "contract_id;project_id;organisation_id;route;title_nb;signed_date;amount_nok\n"
    "K1;P1;ÅS;competition;Kontrakt;2020-02-01;5000000\nK2;P2;ÅS;competition;Kontrakt;2020-02-01;5000000\n"
    "K3;P2;ÅS;competition;Tillegg;2020-02-01;1000000\n",
    "account_code": "account_code_id;dimension;code;contract_id;project_id;category;line_no;is_outside\n"
    "1;project;700123;;P1;;;\n2;account;5000;;;operation;L-DRIFT;\n3;project;999;;;;;ja\n",
}
HEAD = "Bilagsnr;Bilagsdato;Konto;Prosjekt;Leverandør;Tekst;Beløp;Mva\n"
EXPORT = (
    "Hovedbok FoU-programmet\n\n" + HEAD + "1001;12.03.2021;6700;700123;Ås forskning;Delbetaling æøå;1 234 567,50;308 641,88\n"
    "1002;31.03.2021;5000;;;Lønn mars;250.000,00;\n1003;15.04.2021;6700;700123;Ås forskning;Kreditnota 77;-34 567,50;\n"
    "1004;20.04.2021;6700;555;Ukjent AS;Konsulent;99 000,00-;\n1005;21.04.2021;6700;P2;Ås forskning;Faktura;10 000;\n"
    "1006;22.04.2021;6700;999;Andre;Annet prosjekt;5 000;\nSum;;;;;;1 366 000,00;\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "home")
    build_store(made, example=False)
    folder = tmp_path / "portfolio"
    folder.mkdir()
    for name, text in PORTFOLIO.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    assert import_portfolio(made, folder, CHANGE).applied
    return made


def write(tmp_path: Path, text: str = EXPORT, encoding: str = "cp1252", name: str = "hovedbok.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def rows(store: Store, table: str) -> pl.DataFrame:
    return Snapshot.open(store, date(2026, 1, 1)).table(table)


def test_an_export_in_an_old_coding_with_a_title_sums_and_trailing_minus_is_read(store: Store, tmp_path: Path) -> None:
    report = import_payments(store, write(tmp_path), CHANGE)

    assert report.applied, report.findings
    found = (
        rows(store, "payment")
        .sort("payment_id")
        .select("payment_id", "kind", "category", "contract_id", "line_no", "amount_nok", "vat_nok")
    )
    assert found.rows() == [
        ("2021-1001-1", "invoice", "fou", "K1", None, Decimal("1234567.50"), Decimal("308641.88")),
        ("2021-1002-1", "salary", "operation", None, "L-DRIFT", Decimal("250000.00"), None),
        ("2021-1003-1", "credit_note", "fou", "K1", None, Decimal("-34567.50"), None),
    ]
    assert rows(store, "payment").filter(pl.col("payment_id") == "2021-1001-1").get_column("text_nb").to_list() == [
        "Delbetaling æøå"
    ]


def test_what_has_no_match_waits_with_its_reason_and_is_counted(store: Store, tmp_path: Path) -> None:
    report = import_payments(store, write(tmp_path), CHANGE)

    waiting = rows(store, "unmatched_payment").sort("voucher_ref").select("voucher_ref", "reason", "amount_nok")
    assert waiting.rows() == [("1004", "unknown_code", Decimal("-99000.00")), ("1005", "several_contracts", Decimal("10000.00"))]
    told = [finding.message.nb for finding in report.findings]
    assert any(
        "6 linjer er lest: 3 nye betalinger, 0 var ført fra før, 1 gjelder ikke programmet, 2 venter" in text for text in told
    )


def test_the_same_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    import_payments(store, write(tmp_path), CHANGE)
    before = store.current_number()

    report = import_payments(store, write(tmp_path, name="igjen.csv"), CHANGE)

    assert not report.applied
    assert store.current_number() == before


def test_a_longer_export_adds_only_what_is_new(store: Store, tmp_path: Path) -> None:
    import_payments(store, write(tmp_path), CHANGE)
    more = HEAD + "1001;12.03.2021;6700;700123;;;1 234 567,50;\n1007;01.06.2021;6700;700123;;;100;\n"

    import_payments(store, write(tmp_path, more, "utf-8-sig"), CHANGE)

    assert sorted(rows(store, "payment").get_column("payment_id")) == ["2021-1001-1", "2021-1002-1", "2021-1003-1", "2021-1007-1"]
    assert len(rows(store, "unmatched_payment")) == 2


def test_a_booked_voucher_with_another_amount_is_kept_for_decision_and_not_written_over(store: Store, tmp_path: Path) -> None:
    import_payments(store, write(tmp_path), CHANGE)

    import_payments(store, write(tmp_path, HEAD + "1002;31.03.2021;5000;;;Lønn mars;260 000,00;\n"), CHANGE)

    paid = rows(store, "payment").filter(pl.col("payment_id") == "2021-1002-1")
    assert paid.get_column("amount_nok").to_list() == [Decimal("250000.00")]
    waiting = rows(store, "unmatched_payment").filter(pl.col("reason") == "other_amount")
    assert waiting.get_column("amount_nok").to_list() == [Decimal("260000.00")]


def test_a_line_that_waited_finds_its_place_when_its_code_is_known(store: Store, tmp_path: Path) -> None:
    import_payments(store, write(tmp_path), CHANGE)
    code = tmp_path / "account_code.csv"
    code.write_text(PORTFOLIO["account_code"] + "4;project;555;K3;;;;\n", encoding="utf-8")
    assert import_portfolio(store, code, CHANGE).applied

    import_payments(store, write(tmp_path, HEAD + "1008;01.06.2021;6700;700123;;;100;\n"), CHANGE)

    moved = rows(store, "payment").filter(pl.col("voucher_ref") == "1004").select("contract_id", "project_id", "amount_nok")
    assert moved.rows() == [("K3", "P2", Decimal("-99000.00"))]
    assert rows(store, "unmatched_payment").get_column("voucher_ref").to_list() == ["1005"]


def test_all_that_cannot_be_read_is_told_and_nothing_is_stored(store: Store, tmp_path: Path) -> None:
    before = store.current_number()
    faulty = (
        HEAD + "1;31.02.2021;1;700123;;;100;\n2;;1;700123;;;100;\n3;01.03.2021;1;700123;;;1.234;\n4;01.03.2021;1;700123;;;;\n"
    )

    report = import_payments(store, write(tmp_path, faulty), CHANGE)

    assert report.is_refused
    assert store.current_number() == before
    assert [(f.row, f.column) for f in report.findings if f.severity == "hard"] == [
        (2, "Bilagsdato"), (3, "Bilagsdato"), (4, "Beløp"), (5, "Beløp"),
    ]  # fmt: skip


def test_without_headings_it_is_told_what_was_found_and_what_is_looked_for(store: Store, tmp_path: Path) -> None:
    report = import_payments(store, write(tmp_path, "Navn;Alder\nKari;40\n"), CHANGE)

    words = next(f.message.nb for f in report.findings if f.severity == "hard")
    assert "Navn" in words and "Alder" in words


def test_debit_and_credit_and_a_mapping_that_is_kept(store: Store, tmp_path: Path) -> None:
    mapping = tmp_path / "kart.toml"
    mapping.write_text('fortegn = "reversed"\n[kolonner]\nproject = "Dim 4"\nvoucher = "Ref"\n', encoding="utf-8")
    text = "Ref\tDato\tDim 4\tDebet\tKredit\nA1\t20210312\t700123\t\t500,25\n"

    assert import_payments(store, write(tmp_path, text), CHANGE, mapping=mapping).applied
    assert import_payments(store, write(tmp_path, text.replace("A1", "A2")), CHANGE).applied

    assert rows(store, "payment").sort("payment_id").select("payment_id", "amount_nok").rows() == [
        ("2021-A1-1", Decimal("500.25")), ("2021-A2-1", Decimal("500.25")),
    ]  # fmt: skip


def test_a_mapping_with_unknown_words_is_refused(store: Store, tmp_path: Path) -> None:
    mapping = tmp_path / "kart.toml"
    mapping.write_text('fortegn = "kanskje"\n[kolonner]\nbelop = "Sum"\n', encoding="utf-8")

    with pytest.raises(UserError) as refused:
        import_payments(store, write(tmp_path), CHANGE, mapping=mapping)
    assert "belop" in refused.value.text("nb") and "kanskje" in refused.value.text("nb")


def test_the_example_never_gets_real_payments(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    build_store(store, example=True)

    with pytest.raises(UserError, match="porteføljen først"):
        import_payments(store, write(tmp_path), CHANGE)


def test_a_trial_stores_nothing(store: Store, tmp_path: Path) -> None:
    before = store.current_number()
    report = import_payments(store, write(tmp_path), CHANGE, dry_run=True)

    assert not report.applied
    assert store.current_number() == before
    assert len(report.diff.tables["payment"].new) == 3


def test_lines_of_one_voucher_are_numbered_and_a_repeated_number_is_refused(store: Store, tmp_path: Path) -> None:
    text = HEAD + "1;01.03.2021;1;700123;;;100;\n1;01.03.2021;1;700123;;;100;\n"
    assert import_payments(store, write(tmp_path, text), CHANGE).applied
    assert sorted(rows(store, "payment").get_column("payment_id")) == ["2021-1-1", "2021-1-2"]

    numbered = "Bilag;Linje;Dato;Prosjekt;Beløp\n9;1;01.03.2021;700123;100\n9;1;01.03.2021;700123;100\n"
    assert import_payments(store, write(tmp_path, numbered), CHANGE).is_refused


@pytest.mark.parametrize(
    ("amount", "kroner"),
    [
        ("1 234,50", "1234.50"),
        ("1.234,50-", "-1234.50"),
        ("(1 234,50)", "-1234.50"),
        ("NOK 99", "99"),
        ("kr 1 000,-", "1000"),
        ("-5", "-5"),
    ],
)
def test_amounts_as_economy_systems_write_them(tmp_path: Path, amount: str, kroner: str) -> None:
    lines, findings = read_export(write(tmp_path, f"Bilag;Dato;Beløp\n1;12.03.21;{amount}\n"), ColumnMapping())

    assert [line.amount_nok for line in lines] == [Decimal(kroner)], findings
    assert lines[0].date == date(2021, 3, 12)


def test_a_workbook_is_read_like_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "hovedbok.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["Bilag", "Dato", "Beløp", "Regnskapsår"])
        sheet.write_row(1, 0, [17, None, 1234.5, 2020])
        sheet.write_datetime(1, 1, date(2021, 1, 5), day)

    lines, findings = read_export(path, ColumnMapping())

    assert [(line.id, line.date, line.amount_nok) for line in lines] == [("2020-17-1", date(2021, 1, 5), Decimal("1234.5"))], (
        findings
    )
