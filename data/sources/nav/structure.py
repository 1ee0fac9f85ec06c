"""What each row of a table is about, where that hangs on the rows around it.

Rows of sexes may divide each group, or stand before all groups of that sex; a row of one text may head the rows below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.sources.nav import words
from data.sources.nav.cells import Cell
from data.sources.nav.errors import Findings
from data.sources.nav.layout import Block
from data.sources.nav.measures import Words
from data.sources.nav.telling import Column, Told, label, label_column, section

_FEWEST_BLOCKS = 2


@dataclass
class Row:
    """A row of figures (or of a group without any), and all that its labels and the rows around it tell.

    Attributes:
        block, number: where it stands.
        told: what its labels and the texts that head it tell, the nearest first.
        groups: the groups that it is of, with the column of labels that names each (None for a text that heads it).
        cell: the label to show in findings.
        is_part: whether it is a part of another group, so that it does not add to the total.
    """

    block: Block
    number: int
    told: list[Told]
    groups: list[tuple[str, Column | None]] = field(default_factory=list)
    cell: Cell | None = None
    is_part: bool = False

    @property
    def words(self) -> list[Words]:
        return [told.words for told in self.told if told.words]


@dataclass
class _Entry:
    """A row before it is set in its surroundings."""

    block: Block
    number: int
    labels: list[tuple[Told, Column, Cell]]
    is_data: bool
    width: int = 1
    starts_run: bool = False
    gap: bool = False

    @property
    def main(self) -> Told:
        return self.labels[-1][0]

    @property
    def text(self) -> str:
        return self.labels[-1][2].text


def rows_of(blocks: Sequence[Block], known_labels: set[str], kind: str, findings: Findings) -> list[Row]:
    """The rows of the tables of one sheet.

    Args:
        blocks: in order.
        known_labels: names of groups that have figures anywhere in the workbook, as `words.plain` gives them.
        kind: what the titles say that the tables are divided by; "" when they do not.
        findings: told of rows whose sex cannot be told.
    """
    entries = [entry for block in blocks for entry in _entries(block, known_labels, kind, findings)]
    headed = _varying_captions(blocks)
    rows: list[Row] = []
    for run in _runs(entries):
        if max(len(entry.labels) for entry in run) == 1:
            rows += _Single(run, headed, findings).rows()
        else:
            _check_sexes(run, findings)
            rows += _Several(headed).rows(run)
    return rows


def _check_sexes(run: Sequence[_Entry], findings: Findings) -> None:
    """A row without a sex, beside one of a single sex for the same group, may be of the other or of both."""
    by_group: dict[tuple[int, str], list[_Entry]] = {}
    for entry in run:
        if entry.is_data:
            text = "|".join(words.plain(cell.text) for told, _, cell in entry.labels if told.sex is None)
            by_group.setdefault((id(entry.block), text), []).append(entry)
    for entries in by_group.values():
        sexes = {told.sex for entry in entries for told, _, _ in entry.labels}
        without = [entry for entry in entries if len(entry.labels) < entry.width]
        if without and len(sexes & {"men", "women"}) == 1:
            findings.add("unclear_sex_rows", without[0].block.sheet.name, without[0].labels[-1][2])


def labels_with_figures(blocks: Iterable[Block]) -> set[str]:
    """Names in the columns of labels of rows with figures."""
    cells = (block.label(row, column) for block in blocks for row in block.data_rows for column in block.label_columns)
    return {words.plain(cell.text) for cell in cells if cell is not None}


def _varying_captions(blocks: Sequence[Block]) -> dict[int, str]:
    """By block, the one text above it, where such texts tell the blocks of a sheet apart."""
    found = {id(block): _caption(block) for block in blocks[1:]}
    found |= {id(block): _caption(block, last_only=True) for block in blocks[:1]}
    captions = {key: text for key, text in found.items() if text}
    is_varying = len(captions) >= _FEWEST_BLOCKS and len(set(captions.values())) == len(captions)
    return captions if is_varying else {}


def _caption(block: Block, *, last_only: bool = False) -> str | None:
    rows = block.captions[-1:] if last_only else block.captions
    texts = [row[0] for row in rows if len(row) == 1 and row[0].column in block.label_columns]
    told = [(cell, section(cell)) for cell in texts]
    groups = [cell.text for cell, found in told if found is not None and found.group is not None and not found.words]
    return groups[-1] if groups else None


def _entries(block: Block, known_labels: set[str], kind: str, findings: Findings) -> list[_Entry]:
    told = {column: label_column(block.label_heading(column), kind) for column in block.label_columns}
    columns = {column: found for column, found in told.items() if found.role != "code"}
    above: dict[int, Cell] = {}
    entries: list[_Entry] = []
    last = block.header_rows[-1] if block.header_rows else 0
    for number in block.rows:
        if number in block.data_rows:
            cells = _filled(block, list(columns), number, above)
            if not cells:
                first = block.sheet.row(number)[0]
                findings.add("row_without_label", block.sheet.name, first)
                continue
            entry = _Entry(block, number, [(label(cell, columns[c]), columns[c], cell) for c, cell in cells.items()], True)
        else:
            _check_text_row(block, number, findings)
            entry_or_none = _text_entry(block, number, columns, known_labels, kind)
            if entry_or_none is None:
                continue
            entry, above = entry_or_none, {}
        entry.width = len(columns)
        entry.starts_run, entry.gap = not entries and bool(block.captions), number - last > 1
        entries.append(entry)
        last = number
    return entries


def _check_text_row(block: Block, number: int, findings: Findings) -> None:
    """A row with a name, and text where its figures should stand."""
    cells = block.sheet.row(number)
    if cells[0].column in block.label_columns:
        for cell in cells:
            if cell.column in block.figure_columns:
                findings.add("unreadable_cell", block.sheet.name, cell)


def _filled(block: Block, columns: Sequence[int], number: int, above: dict[int, Cell]) -> dict[int, Cell]:
    """The labels of a row; an empty cell before the last label repeats the one above it."""
    own = {column: cell for column in columns if (cell := block.label(number, column)) is not None}
    if not own:
        return {}
    last = max(own)
    filled = {c: own.get(c) or above[c] for c in columns if c in own or (c < last and c in above)}
    for column in columns:
        if column in own:
            above[column] = own[column]
            for later in columns:
                if later > column and later not in own:
                    above.pop(later, None)
    return filled


def _text_entry(block: Block, number: int, columns: dict[int, Column], known_labels: set[str], kind: str) -> _Entry | None:
    """A row without figures: a text that heads the rows below, or a group that has none."""
    cells = block.sheet.row(number)
    told = section(cells[0], kind)
    is_alone = len(cells) == 1 and cells[0].column in (*columns, 0)
    if told is None or not (is_alone or all(cell.column in columns for cell in cells)):
        return None
    if len(cells) > 1:
        return _Entry(block, number, [(label(cell, columns[cell.column]), columns[cell.column], cell) for cell in cells], True)
    is_group = told.group is not None and (words.is_unknown(cells[0].text) or words.plain(cells[0].text) in known_labels)
    column = columns.get(cells[0].column, Column(kind=kind))
    if is_group:
        return _Entry(block, number, [(label(cells[0], column), column, cells[0])], True) if len(columns) == 1 else None
    return _Entry(block, number, [(told, column, cells[0])], False)


def _runs(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """The rows cut where a new table begins under its own title, or where a text tells of another measure."""
    runs: list[list[_Entry]] = []
    for entry in entries:
        if not runs or entry.starts_run or (not entry.is_data and entry.main.words):
            runs.append([])
        runs[-1].append(entry)
    return runs


@dataclass
class _Several:
    """Rows whose sex, group and period each stand in a column of their own."""

    headed: dict[int, str]
    heads: list[Told] = field(default_factory=list)

    def rows(self, run: Sequence[_Entry]) -> list[Row]:
        rows: list[Row] = []
        for entry in run:
            if not entry.is_data:
                self.heads = [entry.main]
                continue
            told = [found for found, _, _ in reversed(entry.labels)]
            groups: list[tuple[str, Column | None]] = [
                (found.group, column) for found, column, _ in entry.labels if found.group is not None
            ]
            head = next((found.group for found in self.heads if found.group is not None), None)
            head = head or self.headed.get(id(entry.block))
            if head is not None and all(words.plain(head) != words.plain(text) for text, _ in groups):
                groups.insert(0, (head, None))
            rows.append(Row(entry.block, entry.number, [*told, *self.heads], groups, entry.labels[-1][2]))
        return rows


def _replaces(told: Told, head: Told) -> bool:
    """Whether a text that heads rows tells of the same sort of thing as one before it: a measure, or a period as long."""
    if told.words and head.words:
        return True
    is_year, was_year = ([bool(part.year) for part in each.parts] for each in (told, head))
    return bool(is_year and was_year and (any(is_year) or not any(was_year)))


class _Single:
    """Rows with one column of labels, where sexes and groups stand below each other."""

    def __init__(self, run: list[_Entry], headed: dict[int, str], findings: Findings) -> None:
        self._run = run
        self._headed = headed
        self._findings = findings
        self._mode = self._found_mode()
        self._attribute: Told | None = None
        self._group: str | None = None
        self._column: Column | None = None
        self._head: str | None = None
        self._heads: list[Told] = []
        self._parent: str | None = None
        self._has_total = False

    def _found_mode(self) -> str:
        """How sexes and groups lie: "divided" (sexes below each group), "parted" (groups below each sex) or "flat"."""
        groups = [words.plain(e.text) for e in self._run if e.main.group is not None and not e.main.part_of_above]
        sexes = [e for e in self._run if e.main.is_attribute]
        if groups and len(sexes) >= 2 * len(groups):
            return "divided"
        times = max(Counter(groups).values(), default=0)
        if sexes and times > 1:
            self._check_parted(sexes, times)
            return "parted"
        if groups and any(e.is_data for e in sexes):
            self._check_flat()
        return "flat"

    def _check_parted(self, sexes: Sequence[_Entry], times: int) -> None:
        """Groups that stand more often than texts head them are of both sexes only when both are told of."""
        told = {entry.main.sex for entry in sexes} & {"men", "women"}
        heads = [e for e in self._run if not e.is_data and (e.main.is_attribute or e.main.is_total)]
        if len(told) == 1 and times > len(heads) and not any(entry.is_data for entry in sexes):
            self._findings.add("unclear_sex_rows", sexes[0].block.sheet.name, sexes[0].labels[-1][2])

    def _check_flat(self) -> None:
        """Sexes that are rows among others stand together, or last; one alone before groups could head them."""
        kinds = ["s" if e.main.is_attribute else "g" if e.main.group is not None else "." for e in self._run if e.is_data]
        told = {e.main.sex for e in self._run if e.is_data and e.main.is_attribute and e.main.sex}
        places = [i for i, kind in enumerate(kinds) if kind == "s"]
        last_group = max(i for i, kind in enumerate(kinds) if kind == "g") if "g" in kinds else -1
        together = "g" not in kinds[places[0] : places[-1] + 1]
        if not (together and ({"men", "women"} <= told or places[0] > last_group)):
            entry = next(e for e in self._run if e.is_data and e.main.is_attribute)
            self._findings.add("unclear_sex_rows", entry.block.sheet.name, entry.labels[-1][2])

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        block: Block | None = None
        for entry in self._run:
            if entry.block is not block:
                block = entry.block
                self._reset()
            is_divided = self._mode == "divided"
            if not entry.is_data and not (is_divided and entry.main.is_attribute):
                self._head_by(entry)
                continue
            row = self._row(entry)
            if entry.number in block.data_rows or not is_divided or entry.main.is_attribute:
                rows.append(row)
        return rows

    def _reset(self) -> None:
        self._attribute = self._group = self._head = self._parent = None
        self._heads, self._has_total = [], False

    def _head_by(self, entry: _Entry) -> None:
        """A text that heads the rows below it."""
        told = entry.main
        if told.is_attribute:
            self._attribute, self._has_total = told, False
        elif told.group is not None:
            self._group = self._head = told.group
            self._column, self._has_total = entry.labels[-1][1], False
            self._attribute = None if self._mode == "divided" else self._attribute
        elif told.is_total:
            self._reset()
        else:
            self._heads = [told, *(head for head in self._heads if not _replaces(told, head))]

    def _row(self, entry: _Entry) -> Row:
        told = entry.main
        if told.is_total and entry.gap and self._has_total:
            self._group = self._head = self._attribute = None
        groups = self._groups(entry, told)
        attribute = [] if self._attribute is None or told.is_attribute else [self._attribute]
        is_part = told.part_of_above or (told.group is not None and self._head is not None)
        return Row(entry.block, entry.number, [told, *attribute, *self._heads], groups, entry.labels[-1][2], is_part)

    def _groups(self, entry: _Entry, told: Told) -> list[tuple[str, Column | None]]:
        column = entry.labels[-1][1]
        if told.is_attribute:
            return self._at_attribute(told)
        if told.is_total:
            return self._at_total(entry)
        if told.group is None:
            return self._within()
        if self._mode == "divided":
            self._group, self._head, self._column = told.group, None, column
            self._has_total = entry.number in entry.block.data_rows
            return [(told.group, column)]
        name = told.group
        if told.part_of_above and self._parent is not None:
            name = f"{self._parent}: {name}"
        else:
            self._parent = name
        head = self._head or self._headed.get(id(entry.block))
        if head is None or words.plain(head) == words.plain(name):
            return [(name, column)]
        return [(f"{head}: {name}", column)]

    def _at_attribute(self, told: Told) -> list[tuple[str, Column | None]]:
        """A row of a sex: of the group above it, or of all groups; it may also be the first of the rows of that sex."""
        if self._mode == "divided":
            return self._within()
        if self._mode == "parted":
            self._attribute, self._has_total = (told if told.sex != "both" else None), True
        return self._within(divided=False)

    def _at_total(self, entry: _Entry) -> list[tuple[str, Column | None]]:
        """A row of all: of what heads it when that has no such row yet; else of all groups and both sexes."""
        if self._has_total or (self._group is None and self._attribute is None):
            self._group = self._head = self._attribute = None
            self._has_total = False
            head = self._headed.get(id(entry.block))
            return [(head, None)] if head else []
        self._has_total = True
        return self._within()

    def _within(self, *, divided: bool = True) -> list[tuple[str, Column | None]]:
        name = self._group if divided else self._head
        return [(name, self._column)] if name is not None else []
