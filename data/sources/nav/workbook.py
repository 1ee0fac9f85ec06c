"""From a file to its tables: which of NAV's tables it holds, the figures of each in their places, and all that was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.imports.sheets import GUIDE_SHEETS, table_named
from data.sources.nav import words
from data.sources.nav.cells import Cell, Sheet
from data.sources.nav.checks import Key, checked
from data.sources.nav.context import Context, Level, caption_levels, file_level, shared_levels, sheet_level, unknown_in_file
from data.sources.nav.errors import Findings
from data.sources.nav.groups import SN2007, standard_in
from data.sources.nav.layout import Block, find_blocks, is_heading_text
from data.sources.nav.placing import Placed, Placer, without_future
from data.sources.nav.structure import labels_with_figures, rows_of
from data.sources.nav.telling import REMARK
from data.sources.nav.textfile import read_text
from data.sources.nav.xlsx import read_sheets, sheet_names
from domain.findings import DataFinding
from domain.tables import PORTFOLIO_TABLES

SYFRA, SYKP, WEEKLY = "SYFRA", "SYKP", "NAV-UKE"
_NUMBER = re.compile(r"\b(syfra|sykp)[\s_-]*(\d{2,5})(?!\d)", re.IGNORECASE)
_WEEKLY = re.compile(
    r"nye\s+(?:personer\s+med\s+)?(?:legemeldte?\s+)?(?:syke?meld|sykefrav)[^.]{0,60}\buke|nav[\s_]+sy[kf]e?meldte", re.IGNORECASE
)
_OURS = re.compile(r"\bnav\b|arbeids- og velferdsdirektoratet", re.IGNORECASE)
_ABSENCE = re.compile(r"legemeldte?\s+sykefrav|sykefraværsprosent|sykefraværsdagsverk|sykefraværstilfelle", re.IGNORECASE)
_SICK_PAY = re.compile(r"sykepenge", re.IGNORECASE)
_WEEKLY_NAMES: Mapping[str, str] = {
    "industry": "NAERING", "occupation": "YRKE", "diagnosis": "DIAGNOSE", "duration": "VARIGHET", "area": "FYLKE", "age": "ALDER",
    "sector": "SEKTOR", "origin": "LANDBAKGRUNN", "graded": "GRADERT", "education": "UTDANNING", "recurrence": "GJENTAKELSE",
}  # fmt: skip
#: Titles are looked for in so many rows.
_TITLE_ROWS = 25
_RECOGNISED_BY_ROWS = 60
_MASKED_RULE = re.compile(
    r"(?:færre|mindre|lavere)\s+enn|skjermet|skjermes|anonymiser|personvern|undertrykk|«?\*»?\s*(?:=|betyr)", re.IGNORECASE
)
_MUST_KNOW = re.compile(r"foreløpig|brudd|ikke\s+sammenlign|endret\s+beregning|feil", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^(?P<mark>\*{1,3}\)?|\d{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹])\s*[=:.–-]?\s*(?P<text>.+)$")
_PROVISIONAL = re.compile(r"\bforeløpig", re.IGNORECASE)
_LONGEST_NOTE = 600

#: By sheet, its tables and the rows of text after the last.
Found = Mapping[int, tuple[list[Block], list[tuple[Cell, ...]]]]


@dataclass(frozen=True)
class NavTable:
    """One of NAV's tables as a file gives it.

    Attributes:
        table_id: "SYFRA 510", "NAV-UKE-NAERING".
        title: as it stands in the file.
        figures: by place and period.
        standard: industry standard of the file.
        has_industry: whether it is divided by industry.
    """

    table_id: str
    title: str
    figures: Mapping[Key, Placed]
    standard: str
    has_industry: bool


@dataclass(frozen=True)
class NavReading:
    """What a file holds.

    Attributes:
        name: of the file.
        kind: "SYFRA", "SYKP" or "NAV-UKE"; None when it is not a file from NAV.
        tables: those that could be read for sure.
        refused: ids of tables that could not, and why.
        findings: all that was found, the soft ones too.
        notes: what a reader of the figures must know.
        sheets: the sheets.
    """

    name: str
    kind: str | None
    tables: tuple[NavTable, ...] = ()
    refused: Mapping[str, tuple[DataFinding, ...]] = field(default_factory=dict)
    findings: tuple[DataFinding, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()


def open_sheets(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a workbook or the one of a text file; the content decides, not the name.

    Raises:
        NavFileError: it is neither, or cannot be opened.
    """
    return read_text(content) if _is_text_file(name, content) else read_sheets(content)


def _is_text_file(name: str, content: bytes) -> bool:
    return name.casefold().endswith((".csv", ".txt", ".tsv")) and not content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def kind_of(name: str, sheets: Sequence[Sheet]) -> str | None:
    """Which of NAV's kinds of files it is, by its name and titles; None for a portfolio workbook and any other file."""
    if any(sheet.name and is_portfolio(sheet.name) for sheet in sheets):
        return None
    titles = [_clean(name), *(sheet.name or "" for sheet in sheets), *(text for sheet in sheets for text in _titles(sheet))]
    number = next((match for title in titles if (match := _NUMBER.search(title))), None)
    if number:
        return number.group(1).upper()
    if any(_WEEKLY.search(title) for title in titles):
        return WEEKLY
    if not any(_OURS.search(title) for title in titles):
        return None
    if any(_ABSENCE.search(title) for title in titles):
        return SYFRA
    return SYKP if any(_SICK_PAY.search(title) for title in titles) else None


def is_portfolio(name: str) -> bool:
    """Whether a sheet is one of a portfolio workbook. A sheet that names its sources may stand in any workbook."""
    table = table_named(name, PORTFOLIO_TABLES)
    return (table is not None and table.name != "source") or any(name in guides for guides in GUIDE_SHEETS.values())


def _clean(name: str) -> str:
    return re.sub(r"[_+]|%20|(?<=\w)-(?=\w)", " ", name.rsplit(".", 1)[0])


def _titles(sheet: Sheet) -> list[str]:
    rows = list(sheet.rows.values())[:_TITLE_ROWS]
    return [cell.text for cells in rows for cell in cells if cell.number is None and cell.day is None]


def recognised(name: str, content: bytes) -> str | None:
    """As `kind_of`, from the names of the sheets and their first rows alone.

    Raises:
        NavFileError: the content cannot be opened.
    """
    if _is_text_file(name, content):
        return kind_of(name, read_text(content))
    if any(is_portfolio(sheet) for sheet in sheet_names(content)):
        return None
    return kind_of(name, read_sheets(content, _RECOGNISED_BY_ROWS))


def table_in_name(name: str) -> str | None:
    """The table's number in the name of a file."""
    match = _NUMBER.search(_clean(name))
    return f"{match.group(1).upper()} {match.group(2)}" if match else None


def read_workbook(name: str, content: bytes) -> NavReading:
    """Read a file from NAV.

    Args:
        name: its name as the user knows it.
        content: its bytes.

    Returns:
        Tables, refusals and findings. A file that is not from NAV has no kind and no tables.

    Raises:
        NavFileError: it cannot be opened.
    """
    sheets = open_sheets(name, content)
    kind = kind_of(name, sheets)
    if kind is None:
        return NavReading(name, None, sheets=tuple(sheets))
    return _Reader(name, kind, sheets).reading()


def _provisional_marks(sheet: Sheet) -> frozenset[str]:
    """Marks of footnotes that say that figures are provisional."""
    notes = (_FOOTNOTE.match(" ".join(cell.text for cell in cells)) for cells in sheet.rows.values())
    return frozenset(note.group("mark") for note in notes if note and _PROVISIONAL.search(note.group("text")))


@dataclass(frozen=True)
class _SexOf:
    """What a table's titles and figures say of sex."""

    block: Block
    context: Context
    sexes: frozenset[str]

    @property
    def is_unclear(self) -> bool:
        """Whether nothing says that its figures are of both."""
        is_total = any(words.is_total(level.text) for level in self.context.levels)
        return self.context.sex is None and self.sexes == {"both"} and not is_total


def _is_one_sex(found: Sequence[_SexOf]) -> bool:
    told = {each.context.sex for each in found} - {None}
    return len(told) == 1 and "both" not in told


class _Reader:
    """Reads the tables of one file."""

    def __init__(self, name: str, kind: str, sheets: Sequence[Sheet]) -> None:
        self._name = name
        self._kind = kind
        self._sheets = [sheet for sheet in sheets if not sheet.is_hidden]
        self._all = tuple(sheets)
        self._notes: list[str] = []
        self._sexes: dict[str, list[_SexOf]] = {}
        self._general = Findings(name)
        for sheet in sheets:
            if sheet.is_hidden and sheet.cells:
                self._general.add("hidden_sheet", sheet.name, severity="info")
        self._standards: set[str] = set()

    def reading(self) -> NavReading:
        by_table: dict[str, Findings] = {}
        placed: dict[str, list[Placed]] = {}
        titles: dict[str, str] = {}
        found = {id(sheet): find_blocks(sheet) for sheet in self._sheets}
        labels = labels_with_figures([block for blocks, _ in found.values() for block in blocks])
        front = self._front(found)
        self._standards = self._found_standards(found)
        standard = self._standard
        for sheet in self._sheets:
            blocks, after = found[id(sheet)]
            self._note(sheet, blocks, after)
            if not blocks:
                self._check_empty(sheet, after, by_table)
                continue
            levels = [*sheet_level(sheet.name), *front, file_level(self._name)]
            first = caption_levels(blocks[0].captions)
            context = Context((*first, *levels))
            table_id = self._table_id(blocks[0], context)
            findings = by_table.setdefault(table_id, Findings(self._name))
            titles.setdefault(table_id, self._title(blocks[0], context))
            self._check_file_name(context, sheet, blocks[0], findings)
            rows = rows_of(blocks, labels, context.total_kind, findings)
            placer = Placer(standard, _provisional_marks(sheet), findings)
            of_sheet: list[Placed] = []
            for block in blocks:
                own = caption_levels(block.captions) if block is not blocks[0] else []
                at = Context((*own, *shared_levels(first, own), *levels))
                figures = placer.placed(block, [row for row in rows if row.block is block], at)
                of_sheet += figures
                self._sexes.setdefault(table_id, []).append(_SexOf(block, at, frozenset(each.place.sex for each in figures)))
            placed.setdefault(table_id, []).extend(without_future(of_sheet, rows))
        return self._finished(placed, titles, by_table)

    def _finished(self, placed: dict[str, list[Placed]], titles: dict[str, str], by_table: dict[str, Findings]) -> NavReading:
        tables: list[NavTable] = []
        refused: dict[str, tuple[DataFinding, ...]] = {}
        if not placed and not by_table:
            findings = by_table.setdefault(table_in_name(self._name) or self._kind, Findings(self._name))
            findings.add("no_table", None)
        for table_id, findings in by_table.items():
            self._check_sexes(table_id, findings)
            figures = checked(placed.get(table_id, []), findings)
            has_industry = any(key.place.industry is not None for key in figures)
            if has_industry and len(self._standards) > 1:
                findings.add("two_standards", None, value=", ".join(sorted(self._standards)))
            if not figures and not findings.hard:
                findings.add("no_table", None)
            if findings.hard:
                refused[table_id] = tuple(findings.hard)
            else:
                tables.append(NavTable(table_id, titles[table_id], figures, self._standard, has_industry))
        every = tuple(finding for findings in (*by_table.values(), self._general) for finding in findings.found)
        return NavReading(self._name, self._kind, tuple(tables), refused, every, tuple(dict.fromkeys(self._notes)), self._all)

    def _check_sexes(self, table_id: str, findings: Findings) -> None:
        """Where titles tell of one sex only, a table without such a title may be of the other as well as of both."""
        found = self._sexes.get(table_id, [])
        by_sheet = [[each for each in found if each.block.sheet is sheet] for sheet in self._sheets]
        unclear = {id(each): each for group in (found, *by_sheet) if _is_one_sex(group) for each in group if each.is_unclear}
        for each in unclear.values():
            first = each.block.sheet.row(min(each.block.data_rows))[0]
            findings.add("unclear_sex_title", each.block.sheet.name, first)

    def _check_empty(self, sheet: Sheet, rows: Sequence[tuple[Cell, ...]], by_table: dict[str, Findings]) -> None:
        """A sheet with headings of a table, but no figures below them."""
        if any(len(row) > 1 and any(is_heading_text(cell) for cell in row[1:]) for row in rows):
            texts = [*(cell.text for row in rows for cell in row), sheet.name or "", _clean(self._name)]
            match = next((match for text in texts if (match := _NUMBER.search(text))), None)
            table_id = f"{match.group(1).upper()} {match.group(2)}" if match else self._kind
            by_table.setdefault(table_id, Findings(self._name)).add("no_table", sheet.name)

    @property
    def _standard(self) -> str:
        return next(iter(self._standards)) if len(self._standards) == 1 else SN2007

    def _found_standards(self, found: Found) -> set[str]:
        """The industry standards that titles and headings name; when they name none, those of any text."""
        near = [_clean(self._name), *(sheet.name or "" for sheet in self._sheets)]
        for blocks, _ in found.values():
            for block in blocks:
                cells = [cell for row in block.captions for cell in row]
                cells += [cell for row in block.header_rows for cell in block.sheet.row(row)]
                near += [cell.text for cell in cells]
        return standard_in(near) or standard_in([text for sheet in self._sheets for text in _titles(sheet)])

    def _front(self, found: Found) -> list[Level]:
        """The title on a first sheet that holds no figures."""
        if not self._sheets or found[id(self._sheets[0])][0]:
            return []
        rows = [row for row in self._sheets[0].rows.values() if len(row) == 1][:3]
        return [level for level in caption_levels(rows) if not level.years][-1:]

    def _table_id(self, block: Block, context: Context) -> str:
        """The number of a table: in its own titles, else in the name of the file; without one, what it is divided by."""
        own = [" ".join(cell.text for cell in row) for row in reversed(block.captions)]
        texts = [*own, block.sheet.name or "", *(level.text for level in context.levels), _clean(self._name)]
        match = next((match for text in texts if (match := _NUMBER.search(text))), None)
        if match:
            return f"{match.group(1).upper()} {match.group(2)}"
        headings = [heading for column in block.label_columns if (heading := block.label_heading(column))]
        by_heading = (kind for heading in headings for kind, _ in words.kinds_in(heading.text) if kind in _WEEKLY_NAMES)
        by_group = context.group.kind if context.group else None
        kind = next((kind for kind, _ in context.kinds), None) or by_group or next(by_heading, None)
        return f"{self._kind}-{_WEEKLY_NAMES.get(kind or '', 'ALLE')}"

    def _title(self, block: Block, context: Context) -> str:
        texts = [" ".join(cell.text for cell in row) for row in block.captions]
        told = [level.text for level in context.levels if level.words or level.kinds]
        numbered = [text for text in texts if _NUMBER.search(text)]
        own = [text for text in numbered if len(text) > len("SYFRA 0000")] or [text for text in texts if text in told]
        return own[0] if own else told[0] if told else _clean(self._name)

    def _check_file_name(self, context: Context, sheet: Sheet, block: Block, findings: Findings) -> None:
        """A text file may have its group in its name alone; a name with words of its own is not passed over."""
        if sheet.name is not None or block.captions or context.group is not None:
            return
        unknown = unknown_in_file(self._name)
        if unknown:
            findings.add("group_in_file_name", None, value=unknown)

    def _note(self, sheet: Sheet, blocks: Sequence[Block], after: Iterable[tuple[Cell, ...]]) -> None:
        """Texts that a reader must know: the rule of suppression, provisional figures, breaks."""
        last = max((row for block in blocks for row in block.rows), default=0)
        rows = [cells for number, cells in sheet.rows.items() if not blocks or number > last or number < min(blocks[0].rows)]
        for cells in [*rows, *after]:
            text = " ".join(cell.text for cell in cells if cell.number is None)
            if len(text) <= _LONGEST_NOTE and (_MASKED_RULE.search(text) or (_MUST_KNOW.search(text) and REMARK.match(text))):
                self._notes.append(text)
