"""Exports of odd shapes, and the same voucher in several of them: read right or refused, and nothing is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data.imports.accounting import PostedLine, read_export
from data.imports.accounting_columns import ColumnMapping
from data.store import Store
from workflows.import_payments import import_payments
from workflows.import_portfolio import import_portfolio

from .test_import_payments import CHANGE, HEAD, PORTFOLIO, rows, write
from .test_import_payments import store as store  # noqa: PLC0414 - the fixture

SHORT = "Bilagsnr;Bilagsdato;Prosjekt;Konto;Beløp\n"


def lines_of(tmp_path: Path, text: str, encoding: str = "utf-8", mapping: ColumnMapping | None = None) -> list[PostedLine]:
    lines, findings = read_export(write(tmp_path, text, encoding), mapping or ColumnMapping())
    assert not [finding for finding in findings if finding.severity == "hard"]
    return lines


def hard(tmp_path: Path, text: str, mapping: ColumnMapping | None = None) -> list[str]:
    _, findings = read_export(write(tmp_path, text), mapping or ColumnMapping())
    return [finding.rule_id for finding in findings if finding.severity == "hard"]


@pytest.mark.parametrize(
    ("text", "encoding", "voucher", "codes"),
    [
        ("Bilagsnr;Bilagsart;Trans.dato;Periode;Konto;Konto(T);Prosjekt;Resk.nr;Resk.nr(T);Tekst;Beløp\n"
         "40012345;IB;2021-03-12;202103;6700;Konsulent;700123;9000;Ås forskning;Faktura;1234,50\n", "utf-8", "40012345",
         ("700123", "6700")),
        ("Bunt;Ref.nr.;Transaksjonsdato;Periode;Konto;Beskrivelse;Debetbeløp;Kreditbeløp\n"
         "001;000123;12.03.2021;03-2021;6700;Faktura;1 234,50;0,00\n", "utf-8", "000123", (None, "6700")),
        ("Bilagsnr\tBilagsdato\tBilagsart\tKontonr\tBeskrivelse\tDebet\tKredit\tProsjekt\n"
         "12\t12.03.2021\tInngående faktura\t6700\tF\t1.234,50\t\t700123\n", "cp1252", "12", ("700123", "6700")),
        ("Bilagsnummer;Bilagstype;Bilagsdato;Periode;Konto;Prosjekt;Beløp\n"
         "123;IF;2021-03-12;2021-03;6700 - Konsulent;700123 - FoU;1234.50\n", "utf-16", "123",
         ("700123 - FoU", "6700 - Konsulent")),
        ("Bilagsnummer;Bilagsdato;Regnskapsperiode;Artskonto;Koststed;Prosjekt;Delprosjekt;Beløp;Bilagstekst\n"
         "123;12.03.2021;202103;6720;100;700123;10;1234,5;x\n", "utf-8-sig", "123", ("700123", "6720")),
        ("Bilagsnr;Bilagsdato;År;Periode;Prosjekt;Beløp\n1;12.03.2021;2021;3;700123;1234,50\n", "utf-8", "1", ("700123", None)),
    ],
)  # fmt: skip
def test_exports_of_several_systems_are_read(
    tmp_path: Path, text: str, encoding: str, voucher: str, codes: tuple[str | None, str | None]
) -> None:
    (line,) = lines_of(tmp_path, text, encoding)

    assert (line.voucher, line.date, line.year, line.amount_nok) == (voucher, date(2021, 3, 12), 2021, Decimal("1234.50"))
    assert (line.project_code, line.account_code) == codes


@pytest.mark.parametrize(("credits", "amounts"), [(("-200", "-50"), (-200, -50)), (("200", "50"), (-200, -50)),
                                                  (("200", "-50"), (-200, 50))])  # fmt: skip
def test_credits_are_read_by_the_signs_that_the_file_uses(
    tmp_path: Path, credits: tuple[str, str], amounts: tuple[int, int]
) -> None:
    text = "Bilag;Dato;Debet;Kredit\n1;12.03.2021;100;\n" + "".join(f"{n};13.03.2021;;{c}\n" for n, c in enumerate(credits, 2))

    assert [line.amount_nok for line in lines_of(tmp_path, text)] == [100, *amounts]


def test_a_quotation_mark_without_its_pair_does_not_hide_the_lines_that_follow(tmp_path: Path) -> None:
    head, rest = "Bilagsnr;Bilagsdato;Beløp;Tekst\n", "2;02.02.2021;200;B\n3;03.02.2021;300;C\n"

    found = lines_of(tmp_path, head + '1;01.02.2021;100;"Rapport\n' + rest)

    assert [line.amount_nok for line in found] == [100, 200, 300]
    two = lines_of(tmp_path, head + '1;01.02.2021;100;"Rapport\n2;02.02.2021;200;Bok"\n3;03.02.2021;300;C\n')
    assert [line.amount_nok for line in two] == [100, 200, 300]


def test_a_text_of_several_lines_in_quotation_marks_is_one_text(tmp_path: Path) -> None:
    (line, _) = lines_of(tmp_path, 'Bilagsnr;Bilagsdato;Tekst;Beløp\n1;01.02.2021;"a\nb; c";100\n2;02.02.2021;d;200\n')

    assert (line.text, line.amount_nok) == ("a\nb; c", 100)


def test_titles_and_balances_between_the_pages_are_left_out_and_lines_are_not(tmp_path: Path) -> None:
    text = (
        "Hovedbok;;;\nSide;1;;\nBilagsnr;Bilagsdato;Beløp;Tekst\n1;12.03.2021;100;a\n;;;\nHovedbok;;;\nSide;2;;\n"
        "Utskriftsdato;13.04.2021;;\nBilagsnr;Bilagsdato;Beløp;Tekst\n2;12.03.2021;200;b\nOverført;;300;\n"
        ";;300;Utgående balanse\n3;14.03.2021;5;Sum timer\n"
    )
    assert [line.amount_nok for line in lines_of(tmp_path, text)] == [100, 200, 5]


def test_a_line_without_date_whose_text_says_a_sum_is_refused_and_not_left_out(tmp_path: Path) -> None:
    assert hard(tmp_path, "Bilagsnr;Bilagsdato;Beløp;Tekst\n77;;100;Sum timer\n;12.03.2021;100;b\n") == ["accounting_missing"] * 2


def test_a_delimiter_within_a_text_is_told(tmp_path: Path) -> None:
    assert "accounting_more_cells" in hard(tmp_path, "Bilagsnr;Bilagsdato;Beløp;Tekst\n1;12.03.2021;100;a;b\n")


def test_which_of_two_columns_is_meant_is_not_guessed(tmp_path: Path) -> None:
    assert hard(tmp_path, "Bilagsnr;Bilagsdato;Beløp;Beløp\n1;12.03.2021;100;200\n") == ["accounting_heading_twice"]
    mapping = ColumnMapping({"amount": "Nettobeløp"})
    assert hard(tmp_path, "Bilagsnr;Bilagsdato;Beløp\n1;12.03.2021;100\n", mapping) == ["accounting_mapped_missing"]


def test_a_workbook_with_lines_on_two_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "to ark.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("2021", "2022"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Bilagsnr", "Bilagsdato", "Beløp"])
            sheet.write_row(1, 0, ["1", f"12.03.{name}", "100"])

    _, findings = read_export(path, ColumnMapping())

    assert [(f.rule_id, f.details) for f in findings] == [("accounting_several_sheets", {"found": ["2021", "2022"]})]


def booked(store: Store) -> list[tuple[str, str | None, Decimal]]:
    return rows(store, "payment").sort("payment_id").select("payment_id", "contract_id", "amount_nok").rows()


def test_a_later_line_on_the_same_voucher_with_the_same_amount_is_a_new_payment(store: Store, tmp_path: Path) -> None:
    line = "1001;12.03.2021;700123;6700;100\n"
    import_payments(store, write(tmp_path, SHORT + line), CHANGE)
    import_payments(store, write(tmp_path, SHORT + line + line), CHANGE)
    import_payments(store, write(tmp_path, SHORT + line + line), CHANGE)

    assert booked(store) == [("2021-1001-1", "K1", 100), ("2021-1001-2", "K1", 100)]


def test_a_voucher_split_over_two_projects_in_an_export_each_is_not_lost(store: Store, tmp_path: Path) -> None:
    import_payments(store, write(tmp_path, SHORT + "1001;12.03.2021;700123;6700;100\n"), CHANGE)
    other = "Bilagsnr;Bilagsdato;Kontrakt;Beløp\n1001;12.03.2021;K2;100\n"

    for _ in range(2):
        import_payments(store, write(tmp_path, other, name="annen.csv"), CHANGE)
        assert booked(store) == [("2021-1001-1", "K1", 100)]
        waits = rows(store, "unmatched_payment").select("unmatched_payment_id", "reason", "contract_code").rows()
        assert waits == [("2021-1001-1~2", "other_place", "K2")]


def test_a_line_that_waits_is_gone_when_its_payment_is_written_by_hand_and_not_before(store: Store, tmp_path: Path) -> None:
    both = SHORT + "1001;12.03.2021;700123;6700;100\n1001;12.03.2021;555;6700;100\n"
    import_payments(store, write(tmp_path, both), CHANGE)
    import_payments(store, write(tmp_path, SHORT + "9;01.04.2021;700123;6700;1\n"), CHANGE)
    assert rows(store, "unmatched_payment").get_column("unmatched_payment_id").to_list() == ["2021-1001-2"]

    by_hand = tmp_path / "payment.csv"
    by_hand.write_text(
        "payment_id;programme_id;kind;category;contract_id;year;payment_date;amount_nok;voucher_ref\n"
        "H1;FOU-2019-2022;invoice;fou;K3;2021;2021-03-12;100;1001\n", encoding="utf-8",
    )  # fmt: skip
    current = rows(store, "payment")
    assert import_portfolio(store, by_hand, CHANGE, partial=True).applied
    assert len(current) == 2
    kept = rows(store, "payment").get_column("payment_id").to_list()
    import_payments(store, write(tmp_path, both), CHANGE)

    assert "H1" in kept
    assert rows(store, "unmatched_payment").is_empty()


def test_another_amount_than_a_line_that_waits_is_kept_too(store: Store, tmp_path: Path) -> None:
    for amount in ("100", "150", "150"):
        import_payments(store, write(tmp_path, SHORT + f"7;12.03.2021;555;6700;{amount}\n"), CHANGE)

    waits = rows(store, "unmatched_payment").sort("unmatched_payment_id").select("unmatched_payment_id", "amount_nok").rows()
    assert waits == [("2021-7-1", 100), ("2021-7-1~2", 150)]


def test_codes_with_their_names_lead_to_what_the_code_means(store: Store, tmp_path: Path) -> None:
    import_payments(store, write(tmp_path, SHORT + "1;12.03.2021;700123 - FoU;6700 Konsulent;100\n"), CHANGE)

    assert booked(store) == [("2021-1-1", "K1", 100)]


def test_a_contract_of_another_project_than_the_line_names_waits(store: Store, tmp_path: Path) -> None:
    text = "Bilagsnr;Bilagsdato;Kontrakt;Prosjekt;Beløp\n1;12.03.2021;K1;P2;100\n"
    import_payments(store, write(tmp_path, text), CHANGE)

    assert rows(store, "unmatched_payment").get_column("reason").to_list() == ["codes_disagree"]


def test_a_payment_follows_the_programme_of_its_project(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    (folder / "programme.csv").write_text(
        "programme_id;agreement_id;name_nb;name_en;start_date;end_date\nNY;IA-2019-2022;Nytt program;New;2025-01-01;2028-12-31\n",
        encoding="utf-8",
    )
    (folder / "project.csv").write_text(PORTFOLIO["project"] + "P9;NY;Ni;2025-02-01\n", encoding="utf-8")
    report = import_portfolio(store, folder, CHANGE, partial=True)
    assert report.applied, report.findings

    import_payments(store, write(tmp_path, SHORT + "1;12.03.2025;P9;6700;100\n2;12.03.2021;P1;6700;100\n"), CHANGE)

    found = rows(store, "payment").sort("payment_id").select("project_id", "programme_id").rows()
    assert found == [("P1", "FOU-2019-2022"), ("P9", "NY")]


def test_headings_of_the_shared_file_are_enough(store: Store, tmp_path: Path) -> None:
    report = import_payments(store, write(tmp_path, HEAD + "1;12.03.2021;6700;700123;Ås;Tekst;100;25\n"), CHANGE)

    assert report.applied
    assert rows(store, "payment").filter(pl.col("vat_nok") == 25).height == 1
