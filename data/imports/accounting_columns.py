"""Which column of an export from an economy system means what: by its usual names, or by a saved mapping."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from domain.errors import UserError
from domain.text import say

Sign = Literal["as_written", "reversed"]
#: The fields of a posted line, with the headings they usually have.
FIELDS: dict[str, tuple[str, ...]] = {
    "voucher": ("bilag", "bilagsnr", "bilagsnummer", "bilag nr", "voucher", "voucher no", "bilagsreferanse", "dokumentnr",
                "ref nr", "referansenr"),
    "series": ("serie", "bilagsserie", "nummerserie", "series"),
    "line": ("linje", "linjenr", "linjenummer", "rad", "radnr", "løpenr", "løpenummer", "sekvensnr", "line"),
    "date": ("bilagsdato", "dato", "posteringsdato", "regnskapsdato", "bokføringsdato", "betalingsdato", "betalt dato",
             "transaksjonsdato",
             "transdato", "trans dato", "bokf dato", "utbetalingsdato", "date"),
    "year": ("regnskapsår", "budsjettår", "år", "year"),
    "period": ("periode", "regnskapsperiode", "period"),
    "amount": ("beløp", "nettobeløp", "netto", "beløp nok", "beløp i nok", "beløp kr", "beløp i kr", "beløp uten mva",
               "beløp ekskl mva",
               "beløp eks mva", "amount", "hovedbokbeløp", "regnskapsført beløp"),
    "debit": ("debet", "debit", "debetbeløp", "debet nok", "debet kr"),
    "credit": ("kredit", "credit", "kreditbeløp", "kredit nok", "kredit kr"),
    "vat": ("mva", "mva beløp", "mvabeløp", "merverdiavgift", "avgift", "vat"),
    "text": ("tekst", "bilagstekst", "beskrivelse", "posteringstekst", "transaksjonstekst", "text", "forklaring"),
    "kind": ("bilagsart", "bilagstype", "art bilag", "bilagskode", "ba", "transaksjonstype", "type"),
    "supplier": ("leverandør", "leverandørnavn", "navn", "motpart", "reskontronavn", "resk nr t", "reskontro navn",
                 "leverandør navn", "supplier", "kreditor"),
    "contract": ("kontrakt", "kontraktnr", "kontraktsnr", "kontraktsnummer", "avtale", "avtalenr", "contract"),
    "project": ("prosjekt", "prosjektnr", "prosjektnummer", "prosjektkode", "dim prosjekt", "prosjekt kode", "project"),
    "account": ("konto", "kontonr", "kontonummer", "artskonto", "hovedbokskonto", "account", "konto nr", "artskontonr"),
}  # fmt: skip
_NEEDED = ("voucher", "date")
_MAPPING_FILE = "regnskap.toml"


@dataclass(frozen=True)
class ColumnMapping:
    """How the columns of an export are read.

    Attributes:
        headings: field to the heading it has, where it is not one of the usual ones.
        sign: `reversed` where costs stand as negative amounts.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    sign: Sign = "as_written"


def plain(text: str) -> str:
    """A heading for comparison: without case, punctuation and extra spaces."""
    letters = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(letters.split()).casefold()


def found_columns(headings: Mapping[int, str], mapping: ColumnMapping) -> dict[str, int]:
    """Field to the index of its column: the mapping first, then the usual names, each column for one field."""
    taken: dict[str, int] = {}
    names = {index: plain(text) for index, text in headings.items()}
    for name, heading in mapping.headings.items():
        index = next((i for i, text in names.items() if text == plain(heading)), None)
        if index is not None:
            taken[name] = index
    for name, usual in FIELDS.items():
        for word in usual:
            index = next((i for i, text in names.items() if text == plain(word) and i not in taken.values()), None)
            if name not in taken and index is not None:
                taken[name] = index
    return taken


def is_enough(columns: Mapping[str, int]) -> bool:
    """Whether a line can be read from these columns."""
    has_amount = "amount" in columns or {"debit", "credit"} <= columns.keys()
    return has_amount and all(name in columns for name in _NEEDED)


def read_mapping(path: Path) -> ColumnMapping:
    """A mapping from a TOML file: `[kolonner]` (or `[columns]`) with field = "heading", and `fortegn` (or `sign`).

    Raises:
        UserError: it cannot be read, or names a field that does not exist; all that is wrong is told.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        words = say("accounting.mapping_unreadable", file=path.name, reason=str(error))
        raise UserError(words.nb, words.en, code="mapping_unreadable") from error
    columns = tree.get("kolonner", tree.get("columns", {}))
    sign = tree.get("fortegn", tree.get("sign", "as_written"))
    unknown = [str(name) for name in columns if name not in FIELDS] if isinstance(columns, dict) else ["kolonner"]
    unknown += [] if sign in ("as_written", "reversed") else [f"fortegn = {sign}"]
    if unknown:
        words = say("accounting.mapping_unknown", file=path.name, unknown=unknown, fields=list(FIELDS))
        raise UserError(words.nb, words.en, code="mapping_unknown")
    return ColumnMapping({str(name): str(heading) for name, heading in columns.items()}, cast(Sign, sign))


def saved_mapping(home: Path) -> ColumnMapping:
    """The mapping that was saved last; the usual names when none was."""
    path = home / _MAPPING_FILE
    return read_mapping(path) if path.exists() else ColumnMapping()


def save_mapping(home: Path, source: Path) -> None:
    """Keep a mapping for the next export."""
    target = home / _MAPPING_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".part")
    temporary.write_bytes(source.read_bytes())
    temporary.replace(target)
