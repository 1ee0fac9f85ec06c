"""Files from NAV as outcomes: one file, several at once, or a folder. Several files of one edition make one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from data.sources.model import FetchedTable, NotFetched, RawFile
from data.sources.nav.checks import Key, place_name
from data.sources.nav.errors import Findings, NavFileError, line, reason
from data.sources.nav.placing import Placed
from data.sources.nav.published import Edition, stated
from data.sources.nav.raw import keep
from data.sources.nav.tables import fetched
from data.sources.nav.workbook import NavReading, NavTable, kind_of, read_workbook, recognised, table_in_name
from domain.findings import DataFinding
from domain.text import say

Outcome = FetchedTable | NotFetched
_ENDINGS = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv", ".xls")
_LONGEST_NAME = 80


def recognise(file: Path | bytes, name: str) -> str | None:
    """Which kind of file from NAV it is: "SYFRA", "SYKP" or "NAV-UKE"; None for any other file, readable or not.

    Args:
        file: its path or its bytes.
        name: its name as the user knows it.
    """
    try:
        content = file if isinstance(file, bytes) else file.read_bytes()
        return recognised(name, content)
    except (NavFileError, OSError):
        return None


def read_file(name: str, content: bytes, home: Path, now: datetime, published: date | None = None) -> list[Outcome]:
    """Read one file; its bytes are kept first.

    Args:
        name: the file's name as the user knows it.
        content: its bytes.
        home: the product's folder.
        now: the moment of reading, in UTC.
        published: the day that NAV published it, when the file does not say.

    Returns:
        One outcome a table. Figures that cannot be placed for sure refuse their table, with every finding in the reason.
    """
    return read_files([(name, content)], home, now, published=published)


def read_files(files: Sequence[tuple[str, bytes]], home: Path, now: datetime, *, published: date | None = None) -> list[Outcome]:
    """Read several files as `read_file` reads one. Files of the same table and edition are put together by period."""
    outcomes: list[Outcome] = []
    parts: list[_Part] = []
    for name, content in files:
        kind = recognise(content, name)
        raw = keep(home, name, content, now) if kind or kind_of(name, []) else None
        reading = _reading(name, content, raw, now)
        if isinstance(reading, NotFetched) or raw is None:
            outcomes += [reading] if isinstance(reading, NotFetched) else []
            continue
        told = stated(reading.sheets, now)
        outcomes += [_refused(table_id, reading.name, found, raw, now) for table_id, found in reading.refused.items()]
        parts += [_Part(table, reading, raw, told) for table in reading.tables]
    return outcomes + _together(parts, now, published)


def read_folder(path: Path, home: Path, now: datetime, *, published: date | None = None) -> list[Outcome]:
    """Read every workbook and text file in a folder, or one file, as `read_files`.

    Args:
        path: the folder or file.
    """
    if path.is_file():
        return read_file(path.name, path.read_bytes(), home, now, published=published)
    if not path.is_dir():
        return [_failed(path.name, NavFileError("not_there"), now)]
    inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.casefold() in _ENDINGS and not _is_scratch(p))
    if not inside:
        return [_failed(path.name, NavFileError("empty_folder"), now)]
    return read_files([(p.name, p.read_bytes()) for p in inside], home, now, published=published)


def _is_scratch(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


@dataclass(frozen=True)
class _Part:
    """What one file gives of one table."""

    table: NavTable
    reading: NavReading
    raw: RawFile
    told: Edition | None


def _reading(name: str, content: bytes, raw: RawFile | None, now: datetime) -> NavReading | NotFetched:
    try:
        reading = read_workbook(name, content)
    except NavFileError as error:
        return _failed(name, error, now, raw)
    return reading if reading.kind is not None else _failed(name, NavFileError("not_nav"), now, raw)


def _failed(name: str, error: NavFileError, now: datetime, raw: RawFile | None = None) -> NotFetched:
    text = say("nav.file_refused", name=name, why=error.reason)
    return NotFetched("NAV", table_in_name(name) or name[:_LONGEST_NAME], now, "refused", text, raw=(raw,) if raw else ())


def _refused(table_id: str, name: str, found: Sequence[DataFinding], raw: RawFile, now: datetime) -> NotFetched:
    return NotFetched("NAV", table_id, now, "refused", reason(name, found), raw=(raw,))


def _together(parts: Sequence[_Part], now: datetime, published: date | None) -> list[Outcome]:
    """One outcome for each table and edition. An edition is what files say of their day; those that do not say are one."""
    editions: dict[tuple[str, str, Edition | None], list[_Part]] = {}
    for part in parts:
        editions.setdefault((part.table.table_id, part.table.standard, part.told), []).append(part)
    ordered = sorted(editions.items(), key=lambda item: (item[0][0], item[0][2].day if item[0][2] else date.min))
    return [_merged(group, now, published) for _, group in ordered]


def _merged(parts: Sequence[_Part], now: datetime, published: date | None) -> Outcome:
    first = parts[0]
    raw = tuple(dict.fromkeys(part.raw for part in parts))
    figures, conflicts = _figures(parts)
    if conflicts:
        names = ", ".join(dict.fromkeys(part.reading.name for part in parts))
        return NotFetched("NAV", first.table.table_id, now, "refused", reason(names, conflicts), raw=raw)
    table = replace(first.table, figures=figures, has_industry=any(part.table.has_industry for part in parts))
    return fetched(table, raw, told=first.told, given=published, now=now, notes=_notes(parts))


def _figures(parts: Iterable[_Part]) -> tuple[dict[Key, Placed], list[DataFinding]]:
    """The figures of several files; the same figure with two values is a finding. An empty cell gives way."""
    figures: dict[Key, Placed] = {}
    names: dict[Key, str] = {}
    findings: list[DataFinding] = []
    for part in parts:
        own = Findings(part.reading.name)
        for key, each in part.table.figures.items():
            other = figures.get(key)
            if other is None or other.figure.state == "missing":
                figures[key], names[key] = each, part.reading.name
            elif each.figure.state != "missing" and (other.figure.value, other.figure.state) != (
                each.figure.value,
                each.figure.state,
            ):
                own.add("files_differ", each.sheet, each.cell, period=key.period, other=names[key], place=place_name(other),
                        value_there=other.cell.text)  # fmt: skip
        findings += own.found
    return figures, findings


def _notes(parts: Iterable[_Part]) -> tuple[str, ...]:
    """The publisher's notes, and what was found that does not refuse the table."""
    notes: list[str] = []
    for part in parts:
        soft = [finding for finding in part.reading.findings if finding.severity == "soft"]
        notes += [*part.reading.notes, *(line(finding).nb for finding in soft)]
    return tuple(dict.fromkeys(notes))
