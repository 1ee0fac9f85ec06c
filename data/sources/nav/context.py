"""What titles tell of a table: the texts above it, the name of its sheet, the title of the workbook and of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.sources.nav import groups, words
from data.sources.nav.cells import Cell
from data.sources.nav.measures import Words, words_of
from data.sources.nav.periods import Part, mentions
from data.sources.nav.telling import NOTHING, REMARK

#: Longer than a title: a paragraph.
_PARAGRAPH = 200
_SEX = re.compile(r"(?<!og )\b(menn|kvinner)\b(?!\s+og\b)", re.IGNORECASE)
_FREQUENCIES = {
    "U": r"\buker?\b|per uke",
    "K": r"\bkvartal|\bkv\b",
    "M": r"\bmåned",
    "Y": r"\bårlig|\bårstall|\bårs(?:gjennom)?snitt",
}
_CLUTTER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{13,}|[_+]|%20|(?<=\w)-(?=\w)")
_SHEET_NUMBER = re.compile(r"^\d{1,2}[.)\s]\s*(?=\D)")


@dataclass(frozen=True)
class Level:
    """What one title tells.

    Attributes:
        text: as it stands.
        words: what it tells of the measure.
        kinds: what it says that the table is divided by, without sex and type.
        has_sexes: whether it says that the table is divided by sex.
        years: the years that it names.
        within: the quarters, months or weeks that it names.
        sex, type: what the whole table is of.
        group: the known group that the whole title is.
        frequency: "Y", "K", "M" or "U", when it tells of only one.
    """

    text: str
    words: Words = NOTHING
    kinds: tuple[tuple[str, str], ...] = ()
    has_sexes: bool = False
    years: frozenset[int] = frozenset()
    within: frozenset[tuple[str, int | None]] = frozenset()
    sex: str | None = None
    type: str | None = None
    group: groups.Group | None = None
    frequency: str | None = None

    @property
    def sorts(self) -> frozenset[str]:
        """What sorts of things it tells of. A title that tells of none of the others is of a group."""
        found = {
            "period": bool(self.years or self.within),
            "measure": bool(self.words),
            "attribute": bool(self.sex or self.type) or words.is_total(self.text),
        }
        return frozenset(sort for sort, is_told in found.items() if is_told) or frozenset({"group"})


@dataclass(frozen=True)
class Context:
    """The titles of a table, the nearest first."""

    levels: tuple[Level, ...] = field(default=())

    @property
    def words(self) -> list[Words]:
        return [level.words for level in self.levels]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What the table is divided by: by the nearest title that tells."""
        return next((list(level.kinds) for level in self.levels if level.kinds), [])

    @property
    def total_kind(self) -> str:
        """The kind by which words such as "Landet" and "Norge" are judged: of areas when any title tells of them."""
        kinds = [kind for kind, _ in self.kinds]
        return "area" if "area" in kinds else next(iter(kinds), "")

    @property
    def sex(self) -> str | None:
        return next((level.sex for level in self.levels if level.sex), None)

    @property
    def type(self) -> str | None:
        return next((level.type for level in self.levels if level.type), None)

    @property
    def group(self) -> groups.Group | None:
        return next((level.group for level in self.levels if level.group), None)

    def industry(self, standard: str) -> groups.Industry | None:
        """The industry that a title names and nothing more."""
        found = (groups.known_industry(level.text, standard) for level in self.levels)
        return next((industry for industry in found if industry is not None), None)

    @property
    def frequency(self) -> str | None:
        return next((level.frequency for level in self.levels if level.frequency), None)

    def completed(self, part: Part) -> Part | None:
        """A period with what its titles add: the year, or the part within the year. None when they tell of several.

        A year alone, under titles that name no part of a year, is the whole year.
        """
        if part.year is None:
            years = next((level.years for level in self.levels if level.years), frozenset())
            return Part(next(iter(years)), part.kind, part.number) if len(years) == 1 else None
        if part.kind is not None:
            return part
        within = next((level.within for level in self.levels if level.within), frozenset())
        if len(within) > 1:
            return None
        return Part(part.year, *next(iter(within))) if within else part


def level(text: str, *, has_periods: bool = True) -> Level:
    """What a title tells."""
    found = mentions(text) if has_periods else []
    kinds = words.kinds_in(text)
    has_sexes = any(kind == "sex" for kind, _ in kinds)
    sexes = {match.casefold() for match in _SEX.findall(text)}
    return Level(
        text,
        words_of(text),
        tuple(pair for pair in kinds if pair[0] not in ("sex", "type")),
        has_sexes,
        frozenset(mention.part.year for mention in found if mention.part.year is not None),
        frozenset(mention.part.within for mention in found if mention.part.within is not None),
        words.sex_of(sexes.pop()) if len(sexes) == 1 and not has_sexes else None,
        words.type_in(text),
        groups.known_group(text),
        _frequency(text),
    )


def _frequency(text: str) -> str | None:
    found = [kind for kind, pattern in _FREQUENCIES.items() if re.search(pattern, text.casefold())]
    return found[0] if len(found) == 1 else None


def caption_levels(rows: Iterable[Sequence[Cell]]) -> list[Level]:
    """The titles above a table, the nearest first; remarks and paragraphs are left out."""
    texts = [" ".join(cell.text for cell in row) for row in rows]
    return [level(text) for text in reversed(texts) if not REMARK.match(text) and len(text) <= _PARAGRAPH]


def shared_levels(first: Sequence[Level], own: Sequence[Level]) -> list[Level]:
    """The titles of the first table of a sheet that hold for a later one: not the nearest, when the later has another such."""
    if len(first) > 1 and own and first[0].sorts & own[0].sorts:
        return list(first[1:])
    return list(first)


def sheet_level(name: str | None) -> list[Level]:
    """What the name of a sheet tells, without the number that it may begin with; "4. kvartal" does not begin with one."""
    if not name:
        return []
    begins = any(mention.start == 0 for mention in mentions(name.strip()))
    return [level(name if begins else _SHEET_NUMBER.sub("", name))]


_OF_FILE = re.compile(
    r"\b(?:nav|nye|sy[kf]e?meldte|per|pr|uke|etter|tabell|statistikk|kopi|copy|final|ny|siste|syfra|sykp|og|kv|kvartal|data|arkiv)\b"
    r"|\d+|[()]"
)


def file_level(name: str) -> Level:
    """What the name of a file tells. Of periods only the year, and only when it names no part of a year: that is the edition."""
    stem = _CLUTTER.sub(" ", name.rsplit(".", 1)[0])
    told, period = level(stem, has_periods=False), level(stem)
    rest = " ".join(_OF_FILE.sub(" ", stem.casefold()).split())
    return Level(told.text, told.words, told.kinds, told.has_sexes, frozenset() if period.within else period.years, sex=told.sex,
                 type=told.type, group=groups.known_group(rest), frequency=told.frequency)  # fmt: skip


def unknown_in_file(name: str) -> str | None:
    """What the name of a file tells beside known words: perhaps the group that its figures are of."""
    stem = _CLUTTER.sub(" ", name.rsplit(".", 1)[0]).casefold()
    rest = " ".join(_OF_FILE.sub(" ", stem).split())
    return rest if rest and not words.kinds_in(rest) and not words.is_total(rest) and groups.known_group(rest) is None else None
