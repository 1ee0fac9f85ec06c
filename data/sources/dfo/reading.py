"""Reading a file or a folder: everything is kept first, read, put together, and told with all that is wrong at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from data.sources.dfo import layout, lines
from data.sources.dfo.figures import account_figures, budget_figures
from data.sources.dfo.model import LAST_MONTH, DfoReading, Findings, PostKey, ReadTable, StageFigure
from data.sources.dfo.opening import ENDINGS, DfoFileError, RawTable, tables
from data.sources.dfo.raw import keep
from data.sources.model import RawFile

#: The enacted budget and the proposal may be of the next year, and no figure of a later one.
_YEARS_AHEAD = 1


def read_path(
    path: Path, home: Path, posts: frozenset[PostKey], now: datetime, *, known: date, year: int | None = None
) -> DfoReading:
    """Read a file, or every file in a folder that may be of the state budget or accounts.

    Args:
        path: the file or folder.
        home: the product's folder, where the files are kept as they came.
        posts: chapter and post of the rows that are read; all others are counted and left out.
        now: the moment of reading, in UTC.
        known: the day from which the figures count as known.
        year: the budget year, for files that do not say it.

    Raises:
        OSError: the files could not be kept.
    """
    found, raw = Findings(), []
    read: list[ReadTable] = []
    seen: dict[str, str] = {}
    for source in _files(path, found):
        kept = keep(home, source, now)
        if kept.sha256 in seen:
            found.add("same_file", source.name, value=seen[kept.sha256], severity="info")
            continue
        seen[kept.sha256] = source.name
        raw.append(kept)
        read += _read(kept, source.name, posts, year, found)
    stages, details = account_figures(read, found)
    figures = [*stages, *budget_figures(read, found)]
    _check(figures, known, found)
    if not figures and not found.has_hard:
        found.add("nothing_found", path.name, value=", ".join(f"{chapter}.{post}" for chapter, post in sorted(posts)))
    return DfoReading(
        tuple(figures), tuple(details), tuple(raw), found, len(read),
        sum(table.skipped for table in read), sum(table.without_chapter for table in read),
    )  # fmt: skip


def _files(path: Path, found: Findings) -> list[Path]:
    if path.is_file():
        return [path]
    inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.casefold() in ENDINGS and not _is_scratch(p))
    if not inside:
        found.add("empty_folder", path.name)
    return inside


def _is_scratch(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def _read(kept: RawFile, name: str, posts: frozenset[PostKey], year: int | None, found: Findings) -> list[ReadTable]:
    try:
        opened: Sequence[RawTable] = tables(kept.path, name)
    except DfoFileError as error:
        found.add(error.rule, name, value=error.value)
        return []
    read = []
    for table in opened:
        made = layout.find(table, found, year)
        if made is not None:
            read.append(lines.read(table, made, posts, found))
            if not read[-1].lines and not found.has_hard:
                found.add("no_rows", table.place, severity="soft")
    return read


def _check(figures: Sequence[StageFigure], known: date, found: Findings) -> None:
    """Figures cannot be of a time that had not come when they became known."""
    for figure in figures:
        month = figure.through_month or LAST_MONTH
        if figure.stage == "account":
            is_ahead = _month_end(figure.year, month) > known
        else:
            is_ahead = figure.year > known.year + _YEARS_AHEAD
        if is_ahead:
            through = f"{figure.through_month}/{figure.year}" if figure.through_month else str(figure.year)
            found.add("ahead_of_time", figure.places[0], value=through, day=known)


def _month_end(year: int, month: int) -> date:
    return date(year + month // LAST_MONTH, month % LAST_MONTH + 1, 1) - timedelta(days=1)
