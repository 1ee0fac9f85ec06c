"""What every form of a meeting's pack says beside its exhibits, in one language: alternative texts, notes and sources."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analytics.meetings.adopted import AdoptedPack
from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Grid, Points, Screen, Series, Tile, Tiles, Value
from domain.numbers import date_text
from domain.text import Text, tell
from reports.exports.document import clean

#: Fills that are told apart in black and white, in the order they are given to series that ask for the same.
FILLS = ("strong", "light", "hatched", "mid", "empty")
#: A figure's alternative text tells at most this many numbers; the rest stand in its table.
_TOLD = 40
#: At most so many sources are named beside a figure; all of them stand at the end.
NAMED_SOURCES = 3
_BREAKS = re.compile("[ \t\r\n\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Words:
    """The words of a pack.

    Attributes:
        pack: what is told.
        lang: "nb" or "en".
    """

    pack: Pack
    lang: str

    def say(self, key: str, /, **values: Any) -> str:
        """A text of the pack's own texts."""
        return tell(f"pack.{key}", self.lang, **values)

    def get(self, text: Text) -> str:
        """A text in the language, on one line and without characters that files may not hold."""
        return one_line(text.get(self.lang))

    def shown(self, value: Value) -> str:
        """A value as it is read, on one line."""
        return one_line(value.shown(self.lang))

    @property
    def title(self) -> str:
        """What the meeting is called."""
        return one_line(self.pack.meeting.title) or self.pack.meeting.meeting_id

    @property
    def subtitle(self) -> str:
        """The day, and what it is compared with."""
        return self.get(self.pack.sentence)

    @property
    def stamp(self) -> str:
        """The day and the data version."""
        return tell("exports.stamp", self.lang, date=self.pack.as_of, version=self.pack.basis.data_version)

    def sources(self, screen: Screen, named: int = NAMED_SOURCES) -> str:
        """The screen's sources as one line, the first of them by name."""
        titles = list(dict.fromkeys(one_line(title) for title in screen.sources if title.strip()))
        if not titles:
            return self.say("no_source")
        shown = "; ".join(titles[:named])
        if len(titles) > named:
            shown = self.say("more_sources", shown=shown, count=len(titles) - named)
        return self.say("source_line" if len(titles) == 1 else "sources_line", sources=shown)

    def details(self, screen: Screen) -> tuple[str, ...]:
        """The lines below the exhibit: the screen's own, what is not drawn since it is unknown, and what is left out."""
        lines = [self.get(text) for text in screen.details]
        if isinstance(screen.exhibit, Chart) and (points := self._unknown(screen.exhibit)):
            lines.append(self.say("not_drawn", points="; ".join(points)))
        if isinstance(screen.exhibit, (Grid, Points)) and screen.exhibit.left_out:
            lines.append(self.say("left_out", count=screen.exhibit.left_out))
        return tuple(line for line in lines if line)

    def _unknown(self, chart: Chart) -> list[str]:
        return [
            self.say("point", name=self.name(one), category=self.shown(category), words=self.shown(value))
            for one in (*chart.series, *chart.marks)
            for category, value in zip(chart.categories, one.values, strict=True)
            if not value.is_number
        ]

    def notes(self, screen: Screen) -> list[tuple[str, list[str]]]:
        """What the one who presents needs: headings with lines."""
        parts = [
            (self.say("for_presenter"), [self.get(text) for text in screen.notes]),
            (self.say("not_concluded"), [self.get(text) for text in self.pack.basis.caveats]),
            (self.say("sources"), list(dict.fromkeys(map(one_line, screen.sources))) or [self.say("no_source")]),
        ]
        if isinstance(screen.exhibit, Chart):
            headings, rows = self.table(screen.exhibit)
            numbers = ["; ".join(f"{h}: {self.shown(v)}" for h, v in zip(headings, row, strict=True)) for row in rows]
            parts.insert(2, (self.say("numbers"), numbers))
        return [(heading, lines) for heading, lines in parts if lines]

    def basis(self) -> list[str]:
        """What the whole pack rests on."""
        basis = self.pack.basis
        lines = [
            self.say("basis_as_of", date=basis.as_of), self.say("basis_version", version=basis.data_version),
            self.say("basis_report", id=one_line(self.pack.meeting.meeting_id), date=basis.as_of.isoformat()),
            self.say("basis_units"), *(self.get(text) for text in basis.caveats),
        ]  # fmt: skip
        if any(screen.is_example for screen in self.pack.screens):
            lines.append(self.say("basis_example"))
        if isinstance(self.pack, AdoptedPack):
            lines.extend(self._adoption(self.pack))
        return list(dict.fromkeys(lines))

    def _adoption(self, pack: AdoptedPack) -> Iterator[str]:
        """How an adopted pack came to be, and what is known otherwise now; the screens stand as they were adopted."""
        adoption = pack.adoption
        yield self.say("basis_adopted", number=adoption.number, date=adoption.adopted_at.date(), hash=adoption.hash)
        for one in pack.corrections or ():
            before, after = (self.get(text) if text is not None else "–" for text in (one.before, one.after))
            values = {"screen": self.get(one.screen_title), "label": self.get(one.label), "before": before, "after": after}
            yield self.say("basis_corrected", version=pack.known_on, **values)

    def all_sources(self) -> list[str]:
        """Every source of the screens, once."""
        return sorted({one_line(title) for screen in self.pack.screens for title in screen.sources if title.strip()})

    def name(self, series: Series) -> str:
        """What a series is called; a provisional one says so."""
        name = self.get(series.name)
        return self.say("provisional", name=name) if series.is_provisional else name

    def mark_name(self, mark: Series) -> str:
        """What a level is called, with its value where that is one."""
        told = {self.shown(value) for value in mark.values if value.is_number}
        name = self.name(mark)
        return self.say("mark", name=name, value=told.pop()) if len(told) == 1 else name

    def table(self, exhibit: Chart | Grid | Tiles) -> tuple[list[str], list[tuple[Value, ...]]]:
        """Headings and rows: what a chart draws as a table, and a table or key figures as they are."""
        match exhibit:
            case Chart():
                unit = self.get(exhibit.unit_name)
                series = (*exhibit.series, *exhibit.marks)
                names = [self._measured(self.name(one), unit) for one in series]
                rows = [(category, *(one.values[place] for one in series)) for place, category in enumerate(exhibit.categories)]
                return [self._category(exhibit), *names], rows
            case Grid():
                return [self.get(text) for text in exhibit.headings], list(exhibit.rows)
            case Tiles():
                heads = [self.say(key) for key in ("key_figure", "value", "unit", "note")]
                return heads, [(Value(t.label), t.value, Value(t.unit_name), Value(t.note)) for t in exhibit.tiles]

    def _measured(self, name: str, unit: str) -> str:
        return name if name.lower() == unit.lower() else self.say("with_unit", name=name, unit=unit)

    def _category(self, chart: Chart) -> str:
        units = {value.unit for value in chart.categories}
        if units == {"year"}:
            return self.say("category_year")
        return self.say("category_period" if units and units <= {"period", "quarter", "month", "date"} else "category")

    def alt(self, exhibit: Chart | Grid | Tile) -> str:
        """The exhibit for those who do not see it."""
        match exhibit:
            case Chart():
                told, parts = 0, []
                for one in (*exhibit.series, *exhibit.marks):
                    pairs = list(zip(exhibit.categories, one.values, strict=True))[: max(0, _TOLD - told)]
                    told += len(pairs)
                    values = ", ".join(f"{self.shown(c)} {self.shown(v)}" for c, v in pairs)
                    if pairs:
                        parts.append(self.say("alt_series", name=self.name(one), values=values))
                words = self.say(f"alt_{exhibit.kind}", unit=self.get(exhibit.unit_name), values=" ".join(parts))
                whole = len(exhibit.categories) * len((*exhibit.series, *exhibit.marks))
                return words if told == whole else self.say("alt_more", shown=words)
            case Grid():
                headings, rows = self.table(exhibit)
                return self.say("alt_grid", rows=len(rows), columns=len(headings), headings="; ".join(headings))
            case Tile():
                value = " ".join(part for part in (self.shown(exhibit.value), self.get(exhibit.unit_name)) if part)
                note = self.get(exhibit.note)
                return self.say("alt_tile", label=self.get(exhibit.label), value=value, note=note).strip()

    def day(self) -> str:
        """The day of the pack in words."""
        return date_text(self.pack.as_of, self.lang)


def told_apart(chart: Chart) -> tuple[Series, ...]:
    """The chart's series, each with a fill of its own: where two ask for the same, the later gets one that is free."""
    free = [fill for fill in FILLS if fill not in {one.fill for one in chart.series}]
    used: set[str] = set()
    made = []
    for one in chart.series:
        fill = one.fill if one.fill in FILLS and one.fill not in used else (free.pop(0) if free else one.fill)
        used.add(fill)
        made.append(replace(one, fill=fill))
    return tuple(made)


def has_numbers(chart: Chart) -> bool:
    """Whether there is anything to draw."""
    return any(value.is_number for one in chart.series for value in one.values)


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis of numbers: from, to, and the step between its marks, in the unit that is drawn."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """Where the axis is marked."""
        count = round((self.high - self.low) / self.step)
        return tuple(round(self.low + place * self.step, 10) for place in range(count + 1))


def scale_of(chart: Chart) -> Scale:
    """The axis of a chart: bars start at zero; a line may start higher when it would else lie flat."""
    columns = [[float(v.drawn) for v in column if v.is_number] for column in zip(*(s.values for s in chart.series), strict=True)]
    drawn = [number for column in columns for number in column]
    if chart.kind == "stacked":
        drawn += [sum(n for n in column if n > 0) for column in columns] + [sum(n for n in column if n < 0) for column in columns]
    drawn += [float(value.drawn) for mark in chart.marks for value in mark.values if value.is_number]
    low, high = min(drawn, default=0.0), max(drawn, default=0.0)
    if not (chart.kind == "line" and low > 0 and low > high / 2 and high > low):
        low, high = min(0.0, low), max(0.0, high)
    rough = ((high - low) or 1.0) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * by for by in (1, 2, 2.5, 5) if power * by >= rough), power * 10)
    if step < 1 and all(value.unit in ("count", "days", "level") for one in chart.series for value in one.values):
        step = 1.0
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    # room for the numbers at the ends of bars and of lines
    lowest, highest = min(drawn, default=0.0), max(drawn, default=0.0)
    if chart.kind != "stacked":
        high += step if high - highest < step * _END_ROOM and highest > 0 else 0
        low -= step if lowest - low < step * _END_ROOM and (lowest < 0 or low > 0) else 0
    return Scale(round(low, 10), round(high if high > low else low + step, 10), step)


_END_ROOM = 0.4


def unique(titles: Iterable[str]) -> list[str]:
    """The titles, each once: a repeated one gets its number."""
    seen: dict[str, int] = {}
    made = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        made.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return made


def one_line(text: str) -> str:
    """Text without line breaks and without characters that files may not hold; no-break spaces stand."""
    return _BREAKS.sub(" ", clean(text)).strip(" ")


def cut(text: str, most: int) -> str:
    """Text of at most `most` characters; what is cut says so."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def widths(headings: Sequence[str], rows: Sequence[Sequence[str]], room: float, pad: float = 2.0) -> list[float]:
    """How wide each column is, in characters: short ones as wide as their longest cell, the others share what is left.

    Args:
        room: characters on a line.
        pad: characters that the sides of a cell take.
    """
    natural = []
    for place, heading in enumerate(headings):
        cells = max((len(row[place]) for row in rows), default=0)
        natural.append(float(max(cells, *(len(word) + 1 for word in heading.split()), 3) + pad))
    if sum(natural) <= room:
        return natural
    is_long = [width > _SHORT for width in natural]
    left = room - sum(width for width, long in zip(natural, is_long, strict=True) if not long)
    if not any(is_long) or left < _SHORT * sum(is_long):
        return [min(width, 2.0 * _SHORT) for width in natural]
    shares = [min(width, _LONGEST_SHARE) if long else 0.0 for width, long in zip(natural, is_long, strict=True)]
    return [left * share / sum(shares) if long else width for width, share, long in zip(natural, shares, is_long, strict=True)]


#: Columns up to so many characters are never made narrower than they are; longer ones count as no longer than the other number.
_SHORT, _LONGEST_SHARE = 22, 90.0
