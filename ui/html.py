"""The only place where markup is written. Everything that comes from outside is escaped here, and nowhere else.

Styles are in `ui/static/fou.css`; the class names below are its vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

import streamlit as st

_LANG_SCRIPT = {
    "nb": "<script>document.documentElement.lang = 'nb'</script>",
    "en": "<script>document.documentElement.lang = 'en'</script>",
}

#: A plain click on a link of ours changes the page within the session, as the navigation does; without the script it loads anew.
_LINK_SCRIPT = """<script>
if (!window.fouLinks) {
  window.fouLinks = true;
  document.addEventListener('click', (event) => {
    const link = event.target.closest ? event.target.closest('a.fou-link') : null;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin) return;
    event.preventDefault();
    history.pushState({}, '', link.href);
    window.dispatchEvent(new PopStateEvent('popstate'));
    const main = document.querySelector('[data-testid=stMain]');
    if (main) main.scrollTo(0, 0);
  });
}
</script>"""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: plain, or a word that leads to its definition.

    Attributes:
        href: the address of the definition; None for plain text.
        title: the definition, shown when the word is pointed at.
    """

    text: str
    href: str | None = None
    title: str = ""


#: A text as one string, or in pieces of which some lead to their definition.
Words = str | Sequence[Span]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as it is read.

    Attributes:
        text: what it says.
        is_number: whether it is a number (right-aligned).
        is_short: whether it stays on one line.
        href: the record it leads to, relative to the app; None for plain text.
        words: a heading in pieces; None when it is the text alone.
    """

    text: str
    is_number: bool = False
    is_short: bool = False
    href: str | None = None
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure: what it is, its value with unit, and what it is compared with."""

    label: Words
    value: str
    note: str = ""


def show_link(text: str, href: str, *, new_window: bool = False, css_class: str = "fou-text") -> None:
    """A link to another page of the app; the address is made by `ui.trail`. One that opens a new window says so in its words."""
    link = _link(text, href)
    if new_window:
        link = link.replace('class="fou-link"', 'target="_blank" rel="noopener"', 1)
    st.html(f'<p class="{escape(css_class)}">{link}</p>')


def show_link_list(title: str, rows: Sequence[tuple[str, str | None]]) -> None:
    """A titled list of links to pages of the app; plain text where there is no address."""
    items = "".join(f"<li>{escape(text) if href is None else _link(text, href)}</li>" for text, href in rows)
    heading = f'<p class="fou-notes-title">{escape(title)}</p>' if title else ""
    st.html(f'<div class="fou-points">{heading}<ul>{items}</ul></div>')


def _link(text: str, href: str) -> str:
    return f'<a class="fou-link" href="{escape(href, quote=True)}">{escape(text)}</a>'


def _words(words: Words) -> str:
    if isinstance(words, str):
        return escape(words)
    return "".join(escape(span.text) if span.href is None else _defined(span, span.href) for span in words)


def _defined(span: Span, href: str) -> str:
    title = f' title="{escape(span.title, quote=True)}"' if span.title else ""
    return f'<a class="fou-link fou-word" href="{escape(href, quote=True)}"{title}>{escape(span.text)}</a>'


#: Styles of a page of which one panel is shown alone. Fixed text.
_ALONE_STYLE = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], header.stAppHeader { display: none; }
[data-testid="stMain"] [data-testid="stMainBlockContainer"] { padding: .5rem .75rem; max-width: none; }
[class*="st-key-fou_rest"] { gap: 0; }
[class*="st-key-fou_rest"] .stElementContainer:not(:has(.fou-notice, h1)) { display: none; }
[class*="st-key-fou_rest"] :is(.stVerticalBlock, .stHorizontalBlock, .stExpander, .stTabs):not(:has(.fou-notice, h1)) {
  display: none;
}
[class*="st-key-fou_rest"] h1 { font-size: 1.1rem; padding: 0; }
</style>"""


def show_alone() -> None:
    """Hide all but the one panel, and what explains itself."""
    st.html(_ALONE_STYLE)


def show_page_language(lang: str) -> None:
    """Tell the browser which language the page is in, for screen readers, and how links are followed. Fixed text."""
    st.html(_LANG_SCRIPT["en" if lang == "en" else "nb"] + _LINK_SCRIPT, unsafe_allow_javascript=True)


def show_paragraph(text: Words, css_class: str) -> None:
    """A paragraph of plain text, or of words with their definitions, with one of the styles of fou.css."""
    st.html(f'<p class="{escape(css_class)}">{_words(text)}</p>')


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a bar: its size in any unit, its words, and its fill: "strong", "mid", "light" or "empty"."""

    size: float
    words: str
    fill: str


def show_bar(parts: Sequence[BarPart]) -> None:
    """One bar cut in parts, each named below it with the same pattern; read out as its words."""
    total = sum(part.size for part in parts) or 1.0
    pieces = "".join(
        f'<span class="fou-bar-{escape(part.fill)}" style="width:{part.size / total * 100:.2f}%"></span>'
        for part in parts
        if part.size > 0
    )
    keys = "".join(f'<li><span class="fou-key fou-bar-{escape(part.fill)}"></span>{escape(part.words)}</li>' for part in parts)
    st.html(f'<div class="fou-bar" aria-hidden="true">{pieces}</div><ul class="fou-keys">{keys}</ul>')


@dataclass(frozen=True, slots=True)
class BulletPart:
    """One part of a bar with marks: where it starts and ends as shares of the width, its words, and its fill."""

    start: float
    end: float
    words: str
    fill: str


@dataclass(frozen=True, slots=True)
class BulletMark:
    """A mark over the bar: "available" is the room around the parts, "frame" a line; its place as a share, and its words."""

    kind: str
    place: float
    words: str


def show_bullet(parts: Sequence[BulletPart], marks: Sequence[BulletMark]) -> None:
    """One bar with marks, each part and mark named below it with the same pattern; read out as its words."""
    drawn = [f'<span class="fou-bullet-{escape(mark.kind)}" style="{_across(mark)}"></span>' for mark in marks]
    pieces = [
        f'<span class="fou-bullet-part fou-bar-{escape(part.fill)}" style="left:{part.start * 100:.2f}%;'
        f'width:{(part.end - part.start) * 100:.2f}%"></span>'
        for part in parts
    ]
    rooms = [span for span, mark in zip(drawn, marks, strict=True) if mark.kind == "available"]
    lines = [span for span, mark in zip(drawn, marks, strict=True) if mark.kind != "available"]
    keys = [f'<li><span class="fou-key fou-bar-{escape(part.fill)}"></span>{escape(part.words)}</li>' for part in parts]
    keys += [f'<li><span class="fou-key fou-key-{escape(mark.kind)}"></span>{escape(mark.words)}</li>' for mark in marks]
    bar = "".join(rooms + pieces + lines)
    st.html(f'<div class="fou-bullet" aria-hidden="true">{bar}</div><ul class="fou-keys">{"".join(keys)}</ul>')


def _across(mark: BulletMark) -> str:
    side = "width" if mark.kind == "available" else "left"
    return f"{side}:{mark.place * 100:.2f}%"


def show_line(values: Sequence[float | None], level: float | None, words: str) -> None:
    """A small line without axes, with a dashed level; read out as its words. Gaps stay gaps."""
    known = [value for value in values if value is not None] + ([] if level is None else [level])
    if len(known) < _LINE_POINTS:
        return
    low, high = min(known), max(known)
    span = (high - low) or 1.0

    def y(value: float) -> float:
        return round(_LINE_HEIGHT - 4 - (value - low) / span * (_LINE_HEIGHT - 8), 2)

    step = _LINE_WIDTH / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{place * step:.1f},{y(value)}")
    lines = "".join(f"<polyline points='{' '.join(run)}'/>" for run in runs if len(run) > 1)
    dashed = "" if level is None else f"<line x1='0' x2='{_LINE_WIDTH}' y1='{y(level)}' y2='{y(level)}' {_DASHED}/>"
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_LINE_WIDTH} {_LINE_HEIGHT}' preserveAspectRatio='none'>"
        f"{dashed}<g {_SOLID}>{lines}</g></svg>"
    )
    st.html(f'<img class="fou-line" alt="{escape(words, quote=True)}" src="data:image/svg+xml,{quote(drawing)}">')


_DASHED = "stroke='#6f7785' stroke-width='1.5' stroke-dasharray='5 4' vector-effect='non-scaling-stroke'"
_SOLID = "fill='none' stroke='#002459' stroke-width='2' vector-effect='non-scaling-stroke'"
_LINE_WIDTH, _LINE_HEIGHT, _LINE_POINTS = 300, 60, 2


def show_tiles(tiles: Sequence[Tile], css_class: str = "fou-tiles") -> None:
    """A row of key figures; on a narrow screen they stand below each other."""
    items = "".join(
        f'<div class="fou-tile"><dt>{_words(tile.label)}</dt><dd class="fou-tile-value">{escape(tile.value)}</dd>'
        + (f'<dd class="fou-tile-note">{escape(tile.note)}</dd>' if tile.note else "")
        + "</div>"
        for tile in tiles
    )
    st.html(f'<dl class="{escape(css_class)}">{items}</dl>')


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers that a page opens with: its name and page, the value, what it is, what it is read against, and what
    was so before."""

    title: str
    href: str | None
    value: str
    label: str
    lines: Sequence[str] = ()
    change: str = ""


def show_answers(answers: Sequence[Answer]) -> None:
    """Answers beside each other, below each other on a narrow screen; each name is a heading that leads to its page."""
    items = "".join(
        f'<li class="fou-answer"><h2>{escape(one.title) if one.href is None else _link(one.title, one.href)}</h2>'
        f'<p class="fou-answer-value">{escape(one.value)}</p><p class="fou-answer-label">{escape(one.label)}</p>'
        + "".join(f"<p>{escape(line)}</p>" for line in one.lines)
        + (f'<p class="fou-answer-change">{escape(one.change)}</p>' if one.change else "")
        + "</li>"
        for one in answers
    )
    st.html(f'<ul class="fou-answers">{items}</ul>')


@dataclass(frozen=True, slots=True)
class MatterItem:
    """Something to settle: how grave it is as sign and word, what it is, where it leads, and who and when."""

    sign: str
    severity: str
    title: str
    href: str | None
    remarks: Sequence[str]


def show_matters(items: Sequence[MatterItem]) -> None:
    """What has to be settled, in order."""
    rows = "".join(
        f'<li><span class="fou-matter-sign" aria-hidden="true">{escape(one.sign)}</span><div>'
        f'<p class="fou-matter-severity">{escape(one.severity)}</p>'
        f"<p>{escape(one.title) if one.href is None else _link(one.title, one.href)}</p>"
        f'<p class="fou-matter-remark">{" · ".join(escape(remark) for remark in one.remarks)}</p></div></li>'
        for one in items
    )
    st.html(f'<ol class="fou-matters">{rows}</ol>')


def show_list(title: str, items: Sequence[str], css_class: str = "fou-notes") -> None:
    """A short titled list of plain texts."""
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    heading = f'<p class="fou-notes-title">{escape(title)}</p>' if title else ""
    st.html(f'<div class="{escape(css_class)}">{heading}<ul>{rows}</ul></div>')


@dataclass(frozen=True, slots=True)
class StepItem:
    """One record of a step: what it is, how it stands, the page it leads to, and whether it still stands."""

    text: str
    remark: str = ""
    href: str | None = None
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: its name, its records, and what is said where it has none."""

    title: str
    items: Sequence[StepItem]
    empty: str = ""


def show_steps(steps: Sequence[Step]) -> None:
    """A chain as numbered steps below each other, tied by a line; a step that nothing reaches is drawn with a dashed mark."""
    rows = "".join(
        f'<li class="{_step_class(step)}"><p class="fou-step-title">{escape(step.title)}</p>{_records(step)}</li>'
        for step in steps
    )
    st.html(f'<ol class="fou-steps">{rows}</ol>')


def _step_class(step: Step) -> str:
    return "fou-step" if any(item.is_live for item in step.items) else "fou-step fou-step-open"


def _records(step: Step) -> str:
    if not step.items:
        return f'<p class="fou-step-empty">{escape(step.empty)}</p>'
    items = "".join(
        f"<li>{escape(item.text) if item.href is None else _link(item.text, item.href)}"
        + (f' <span class="fou-remark">{escape(item.remark)}</span>' if item.remark else "")
        + "</li>"
        for item in step.items
    )
    return f"<ul>{items}</ul>"


def show_terms(rows: Sequence[tuple[str, str, str]]) -> None:
    """A list of terms: the term, a small remark beside it, and its definition."""
    items = "".join(
        f"<dt>{escape(term)}"
        + (f' <span class="fou-remark">{escape(remark)}</span>' if remark else "")
        + f"</dt><dd>{escape(definition)}</dd>"
        for term, remark, definition in rows
    )
    st.html(f'<dl class="fou-terms">{items}</dl>')


def show_badges(badges: Sequence[tuple[str, str]]) -> None:
    """Small labels in words: (text, kind) with kind "example" or "plain"."""
    items = "".join(f'<span class="fou-badge fou-badge-{escape(kind)}">{escape(text)}</span>' for text, kind in badges)
    st.html(f'<div class="fou-badges">{items}</div>')


def table_markup(caption: str, headings: Sequence[Cell], rows: Sequence[Sequence[Cell]], *, caption_hidden: bool = False) -> str:
    """A table with real headings: column headings and the first cell of each row. It scrolls sideways when it must.

    The caption is part of the table for those who hear it, and stands above it, where it does not scroll, for those who see
    it; a hidden caption is only heard.
    """
    head = "".join(f'<th scope="col"{_number(cell)}>{_words(cell.words or cell.text)}</th>' for cell in headings)
    body = "".join(f"<tr>{''.join(_cell(place, cell) for place, cell in enumerate(row))}</tr>" for row in rows)
    name = escape(caption, quote=True)
    title = "" if caption_hidden else f'<p class="fou-table-title" aria-hidden="true">{name}</p>'
    return (
        f'{title}<div class="fou-scroll" role="region" tabindex="0" aria-label="{name}"><table class="fou-table">'
        f'<caption class="fou-hidden">{name}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def show_table(caption: str, headings: Sequence[Cell], rows: Sequence[Sequence[Cell]], *, caption_hidden: bool = False) -> None:
    """Draw `table_markup`."""
    st.html(table_markup(caption, headings, rows, caption_hidden=caption_hidden))


def _cell(place: int, cell: Cell) -> str:
    text = escape(cell.text) if cell.href is None else _link(cell.text, cell.href)
    return f'<th scope="row"{_number(cell)}>{text}</th>' if place == 0 else f"<td{_number(cell)}>{text}</td>"


def _number(cell: Cell) -> str:
    if cell.is_number:
        return ' class="fou-number"'
    if cell.is_short:
        return ' class="fou-date"'
    return ' class="fou-long"' if len(cell.text) > _LONG_TEXT else ""


#: Text longer than this has a wider column, so that its row does not become tall and narrow.
_LONG_TEXT = 90


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the bar in meeting mode.

    Attributes:
        text, href: the words, and where they lead; without an address the words stand alone.
        is_here: whether it leads to the screen that is shown.
        is_apart: whether it opens a window of its own.
    """

    text: str
    href: str | None
    is_here: bool = False
    is_apart: bool = False


def show_meeting_head(title: str, progress: str, badges: Sequence[str], message: str, size: str) -> None:
    """The head of a screen in meeting mode: what it is about, where in the row it stands, and the one thing it says.

    Args:
        size: "large", "plain" or "small", by the length of the message.
    """
    marks = "".join(f'<span class="fou-badge fou-badge-example">{escape(text)}</span>' for text in badges)
    st.html(
        f'<div class="fou-m-head"><h1 class="fou-m-title">{escape(title)}</h1>{marks}'
        f'<span class="fou-m-progress" role="status">{escape(progress)}</span></div>'
        f'<p class="fou-m-message fou-m-{escape(size)}">{escape(message)}</p>'
    )


def show_meeting_nav(
    label: str, place: int, count: int, steps: Sequence[NavLink], jump: str, screens: Sequence[NavLink], others: Sequence[NavLink]
) -> None:
    """The bar in meeting mode: to the screens before and after, to any screen, and out; the arrow keys do the same.

    Args:
        label: what the bar is called.
        place, count: the screen that is shown, counted from 1, and how many there are.
        steps: to the screen before and after.
        jump: the words that open the list of screens.
        screens: every screen.
        others: other ways on.
    """
    listed = "".join(f"<li>{_nav_link(link)}</li>" for link in screens)
    st.html(
        f'<nav class="fou-m-nav" aria-label="{escape(label, quote=True)}" data-count="{count}" data-place="{place}">'
        f"{''.join(map(_nav_link, steps))}"
        f'<details class="fou-m-jump"><summary>{escape(jump)}</summary><ol>{listed}</ol></details>'
        f"{''.join(map(_nav_link, others))}</nav><script>{_script('meeting.js')}</script>",
        width="content",
        unsafe_allow_javascript=True,
    )


def _nav_link(link: NavLink) -> str:
    if link.href is None:
        return f'<span class="fou-m-off">{escape(link.text)}</span>'
    here = ' aria-current="true"' if link.is_here else ""
    apart = ' target="_blank"' if link.is_apart else ""
    name = f"{'fou-m-apart' if link.is_apart else 'fou-link'}{' fou-m-here' if link.is_here else ''}"
    return f'<a class="{name}" href="{escape(link.href, quote=True)}"{here}{apart}>{escape(link.text)}</a>'


@cache
def _script(name: str) -> str:
    """A fixed script of ours."""
    return (Path(__file__).parent / "static" / name).read_text(encoding="utf-8")


def show_start(text: str, href: str, other: str, other_href: str) -> None:
    """A large way into something, and a smaller one beside it that opens a window of its own."""
    st.html(
        f'<p class="fou-start"><a class="fou-link fou-start-link" href="{escape(href, quote=True)}">{escape(text)}</a>'
        f'<a class="fou-m-apart" target="_blank" href="{escape(other_href, quote=True)}">{escape(other)}</a></p>'
    )


def show_clock(label: str) -> None:
    """The time of day, kept by the browser."""
    st.html(f'<p class="fou-m-time">{escape(label)} <span class="fou-m-clock"></span></p>')
