"""Small files in the layouts of DFØ's downloads and of the budget's workbook, written so that they can be added up by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

ACCOUNT_HEADINGS = (
    "År", "Periode", "Konto_no", "Konto", "Programområde_id", "Programområde", "Programkategori_id", "Programkategori",
    "Fagdepartement_id", "Fagdepartement", "Kapittel_id", "Kapittel", "Post_id", "Post", "Post_type", "Kontoklasse_id",
    "Kontoklasse", "Kontogruppe_id", "Kontogruppe", "Artskonto_id", "Artskonto", "Fagdepartement_Virksomhet_id",
    "Fagdepartement_Virksomhet", "Virksomhet_id", "Virksomhet", "Regnskapsfører_id", "Regnskapsfører", "Beløp",
)  # fmt: skip
DECISION_HEADINGS = (
    "År", "Periode", "Tildelings_periode", "Programområde_id", "Programområde", "Programkategori_id", "Programkategori",
    "Fagdepartement_id", "Fagdepartement", "Kapittel_id", "Kapittel", "Post_id", "Post", "Post_type", "Bevilgning_beløp",
    "Bevilgning_overføres_beløp", "Bevilgning_overført_beløp", "Bevilgning",
)  # fmt: skip
BUDGET_HEADINGS = (
    "fdep_nr", "fdep_navn", "omr_nr", "kat_nr", "omr_navn", "kat_navn", "kap_nr", "post_nr", "upost_nr", "kap_navn",
    "post_navn", "stikkord", "GB",
)  # fmt: skip
NAV, AID = ("889640782", "Arbeids- og velferdsetaten"), ("983887457", "Arbeids- og inkluderingsdepartementet")
PAY, ADVICE = ("500", "Lønn fast ansatte"), ("673", "Andre konsulenttjenester")


def account(
    period: str, amount: str, agency: tuple[str, str] = NAV, kind: tuple[str, str] = ADVICE, post: str = "060122",
) -> list[str]:  # fmt: skip
    """A row of the state accounts as DFØ writes it."""
    return [
        period[:4], period, post, "Kunnskapsutvikling", "9", "Arbeid", "910", "Administrasjon", "06", AID[1], post[:4],
        "Utredningsvirksomhet, forskning mv.", post, "Kunnskapsutvikling i IA-avtalen mv.", "Utgifter til drift", kind[0][:1],
        "Klasse", kind[0][:2], "Gruppe", *kind, "06", AID[1], *agency, *agency, amount,
    ]  # fmt: skip


def other(period: str, amount: str = "1000000,000") -> list[str]:
    """A row of another chapter."""
    return account(period, amount, post="132001")


def decision(
    year: int, amount: str, text: str, month: int = 1, carried_out: str = ",000", carried_in: str = ",000", post: str = "060122"
) -> list[str]:
    """An entry of the appropriations as DFØ writes it."""
    period = f"{year}{month:02d}"
    return [
        str(year), period, period, "9", "Arbeid", "910", "Administrasjon", "06", AID[1], post[:4], "Utredningsvirksomhet",
        post, "Kunnskapsutvikling i IA-avtalen mv.", "Utgifter til drift", amount, carried_out, carried_in, text,
    ]  # fmt: skip


def proposal(
    chapter: object, post: object, amount: object, subpost: object = 0, name: str = "Kunnskapsutvikling"
) -> list[object]:
    """A row of the workbook of the proposed budget."""
    return [6, AID[1], 9, 910, "Arbeid", "Administrasjon", chapter, post, subpost, "Utredning", name, "kan overføres", amount]


def text(headings: Sequence[str], rows: Sequence[Sequence[object]], delimiter: str = ";", quote: str = '"') -> str:
    """A table as text, every cell quoted as DFØ does."""
    lines = [[*headings], *rows]
    return "\r\n".join(delimiter.join(f"{quote}{cell}{quote}" for cell in line) for line in lines) + "\r\n"


def write(path: Path, content: str, encoding: str = "iso-8859-1") -> Path:
    """A text file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode(encoding))
    return path


def archive(path: Path, member: str, content: str, encoding: str = "cp1252") -> Path:
    """A ZIP archive with one text file, as DFØ publishes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(member, content.encode(encoding))
    return path


def book(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    """A workbook; numbers are stored as numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell)
    return path


def year_of_accounts(year: int = 2025, last: int = 12) -> list[list[str]]:
    """Chapter 601 post 22: NAV 100 000,50 each month on consultants and 10 000 on pay; the ministry 5 000 in January.

    Through December: 1 200 006 + 120 000 + 5 000 = 1 325 006 kroner, with a row of another chapter each month.
    """
    rows = []
    for month in range(1, last + 1):
        period = f"{year}{month:02d}"
        rows += [account(period, "100000,500"), account(period, "10000,000", kind=PAY), other(period)]
    return [*rows, account(f"{year}01", "5000,000", agency=AID)]
