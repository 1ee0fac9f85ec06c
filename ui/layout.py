"""The kit that pages are written with.

A page reads, in this order and nothing else::

    view = layout.open_page("frames")                 # access, title; stops when refused
    result = loaders.report("frames")
    layout.show_sentence(result)                      # the answer first
    layout.show_key_figures([layout.KeyFigure(say("frames.label"), say("frames.value", x=...), None)])
    layout.show_figure(lambda lang: charts.frames(result, lang), result, key="frames_bullet")
    layout.show_table(result.table(), key="frames_table", columns={"year": layout.Col(say("frames.year"), "period")})
    layout.show_caveats(result)

`show_figure` draws the figure with its alt text (the sentence, or `alt`), the same numbers under "Vis som tabell" with
downloads, and the source line. `show_table` takes a polars frame. `Col(label, kind)`: see `ui.tables.Col`. `page_link` leads to
another page and keeps the as-of date and the language. `show_empty` says why there is nothing and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from analytics.result import Result
from domain.text import Text, say, tell
from reports.exports.catalogue import FORMS
from ui import auth, files, html, loaders, panel, registry, shown, tables, trail
from ui.money_words import linked, linked_heading
from ui.tables import Col
from ui.view import View, current

__all__ = [
    "Col",
    "KeyFigure",
    "back_link",
    "open_page",
    "page_link",
    "show_caveats",
    "show_download",
    "show_empty",
    "show_figure",
    "show_key_figures",
    "show_lead",
    "show_links",
    "show_notice",
    "show_points",
    "show_questions",
    "show_records",
    "show_sentence",
    "show_source_line",
    "show_source_note",
    "show_subtitle",
    "show_table",
    "show_text",
]

#: Up to this many rows a table is a plain table that screen readers and print handle; above it a scrolling grid.
STATIC_TABLE_ROWS = 60
#: Rows on each page of a long list of records.
RECORDS_PER_PAGE = 50
_PAGE_LINKS = "_page_links"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure: what it is, its value with unit, and what it is compared with or rests on."""

    label: Text
    value: Text
    note: Text | None = None


def open_page(page_id: str) -> View:
    """Check access, draw the title and give the view that the page is seen through.

    Raises:
        UserError: the visitor may not see the page. The frame shows the text.
    """
    page = registry.spec(page_id)
    auth.require(page.roles)
    view = current()
    trail.enter(page_id)
    shown.begin(page.title)
    st.title(page.title.get(view.lang), anchor=False)
    return view


def show_sentence(result: Result) -> None:
    """The sentence that says the main point of the page, in words with numbers."""
    html.show_paragraph(linked(result.sentence.get(current().lang)), "fou-lead")


def show_lead(text: Text) -> None:
    """The main point of a page that shows no report."""
    html.show_paragraph(text.get(current().lang), "fou-lead")


def show_text(text: Text) -> None:
    """A paragraph of plain text."""
    html.show_paragraph(linked(text.get(current().lang)), "fou-text")


def show_subtitle(text: Text) -> None:
    """A heading within the page."""
    st.header(text.get(current().lang), anchor=False)


def show_points(points: Sequence[Text], title: Text | None = None) -> None:
    """A short list of plain texts."""
    lang = current().lang
    html.show_list(title.get(lang) if title else "", [point.get(lang) for point in points], "fou-points")


def show_questions(pairs: Sequence[tuple[Text, Text]]) -> None:
    """Questions that readers ask, each with its answer."""
    lang = current().lang
    html.show_terms([(question.get(lang), "", answer.get(lang)) for question, answer in pairs])


def show_key_figures(figures: Sequence[KeyFigure]) -> None:
    """At most one row of key figures, each with its unit."""
    lang = current().lang
    html.show_tiles(
        [html.Tile(linked(f.label.get(lang)), f.value.get(lang), f.note.get(lang) if f.note else "") for f in figures]
    )


@panel.piece
def show_figure(
    factory: Callable[[str], Any],
    result: Result,
    key: str,
    *,
    table: pl.DataFrame | None = None,
    columns: Mapping[str, Col] | None = None,
    alt: Text | None = None,
    title: Text | None = None,
    variant: Hashable = None,
    wide: bool = False,
    on_choose: Callable[[Any], None] | None = None,
) -> None:
    """A figure with its words, its table, its source and its download.

    Args:
        factory: gives the Plotly figure in a language; made once per result, key, variant and language.
        result: what the figure shows.
        key: unique on the page, and the start of the CSV's file name.
        table: the table beside the figure; default the result's own.
        columns: which of its columns to show, and how; default all.
        alt: what the figure says, for those who do not see it; default the result's sentence.
        title: a heading above the figure. With `alt` given, `alt` also stands as caption below it.
        variant: whatever the figure depends on besides the result, such as the choice in a filter.
        wide: whether it needs the width of a page: on a narrow screen it then scrolls sideways.
        on_choose: called with the `customdata` of a mark that is clicked. Give the same choice without a mouse beside it.
    """
    lang = current().lang
    words = (alt or result.sentence).get(lang)
    if title is not None:
        show_subtitle(title)
    from reports.charts.template import plot_config  # Plotly is loaded by the first page that has a figure

    drawn = loaders.figure(key, variant, factory, result, lang)
    with st.container(key=f"fou_wide_{key}") if wide else nullcontext():
        name, config = f"{key}_{lang}", plot_config(lang, key)
        if on_choose is None:
            st.plotly_chart(drawn, theme=None, key=name, config=config, alt=words)
        else:
            st.plotly_chart(
                drawn, theme=None, key=name, config=config, alt=words, selection_mode="points",
                on_select=lambda: _pass_on_clicked(name, on_choose),
            )  # fmt: skip
    if alt is not None:
        html.show_paragraph(words, "fou-caption")
    frame = result.table() if table is None else table
    with st.expander(tell("frame.show_as_table", lang)):
        _show_frame(frame, tables.columns_of(frame, columns), words, f"{key}_table", lang, result)
    show_source_line(result)


def _pass_on_clicked(key: str, on_choose: Callable[[Any], None]) -> None:
    clicked = [point["customdata"] for point in st.session_state[key]["selection"]["points"] if point.get("customdata")]
    if clicked:
        on_choose(clicked[0])


@panel.piece
def show_table(
    frame: pl.DataFrame,
    key: str,
    columns: Mapping[str, Col] | None = None,
    *,
    caption: Text | None = None,
) -> None:
    """A table with numbers to the right in the language's format, with its rows as CSV and Excel.

    Args:
        frame: the rows.
        key: unique on the page, and the start of the CSV's file name.
        columns: which columns to show, and how; default all, named as the model names them.
        caption: what the table shows; it is also what a screen reader calls it.
    """
    lang = current().lang
    _show_frame(frame, tables.columns_of(frame, columns), caption.get(lang) if caption else "", key, lang)


def show_caveats(result: Result) -> None:
    """What the reader must know, and may not conclude."""
    lang = current().lang
    caveats = [caveat.get(lang) for caveat in result.basis.caveats]
    if caveats:
        html.show_list(tell("frame.caveats", lang), caveats)


def show_source_line(result: Result) -> None:
    """Where the numbers are from, and for which day."""
    lang, basis = current().lang, result.basis
    titles = list(
        dict.fromkeys(f"{source.publisher}: {source.title}" if source.publisher else source.title for source in basis.sources)
    )
    shown = titles[:_MAX_SOURCES]
    if len(titles) > len(shown):
        shown.append(tell("frame.more_sources", lang, count=len(titles) - len(shown)))
    sources = "; ".join(shown) if shown else tell("frame.no_source", lang)
    line = tell("frame.source_line", lang, sources=sources, as_of=basis.as_of, version=basis.data_version)
    if basis.contains_example_data:
        line = f"{line} {tell('frame.source_example', lang)}"
    html.show_paragraph(line, "fou-source")


def show_source_note(text: Text) -> None:
    """A small remark on where something is from or how it was found."""
    html.show_paragraph(text.get(current().lang), "fou-source")


_MAX_SOURCES = 4


def show_empty(text: Text) -> None:
    """Why there is nothing to show, and what to do."""
    html.show_paragraph(text.get(current().lang), "fou-empty")


def show_notice(text: Text, kind: str = "info") -> None:
    """A notice to act on: kind "info", "warning" or "success"; the kind is said in words before the text."""
    lang = current().lang
    html.show_paragraph(f"{tell(f'frame.notice_{kind}', lang)} {text.get(lang)}", f"fou-notice fou-notice-{kind}")


def page_link(page_id: str, label: Text, query: Mapping[str, str | tuple[str, ...]] | None = None) -> None:
    """A link to another page that keeps the as-of date and the language; plain text when the visitor may not open it.

    Args:
        page_id: the page.
        label: the words of the link.
        query: filters of that page, by their name in the address.
    """
    page = st.session_state.get(_PAGE_LINKS, {}).get(page_id)
    words = label.get(current().lang)
    if page is None:
        html.show_paragraph(words, "fou-text")
    else:
        wanted = {**trail.frame_part(), **(query or {})} if query else None
        st.page_link(page, label=words, icon=":material/arrow_forward:", icon_position="right", query_params=wanted)


def back_link(default_page: str) -> None:
    """A way back to the page that was seen before, with its filters; else to `default_page`."""
    page_id, query = trail.came_from() or (default_page, {})
    href = trail.address(page_id, query)
    if href is not None:
        words = say("frame.back_to", page=registry.spec(page_id).title)
        html.show_link(f"← {words.get(current().lang)}", href)


def show_links(links: Sequence[tuple[Text, str, Mapping[str, str | tuple[str, ...]]]], title: Text | None = None) -> None:
    """A list of links: the words, the page they lead to, and its part of the address."""
    lang = current().lang
    rows = [(words.get(lang), trail.address(page_id, query)) for words, page_id, query in links]
    html.show_link_list(title.get(lang) if title else "", rows)


@panel.piece
def show_records(
    frame: pl.DataFrame, key: str, columns: Mapping[str, Col], result: Result, *, caption: Text,
    page_size: int = RECORDS_PER_PAGE, name: str = "side", notes: Sequence[tuple[Text, Text]] = (),
    file_columns: Mapping[str, Col] | None = None,
) -> None:  # fmt: skip
    """A long list as pages of a plain table whose rows lead to their records, with the whole list as CSV and Excel.

    Args:
        frame: every row, in the order to show.
        key: unique on the page, and the start of the files' names.
        columns: which columns to show, and how; a `Col` with `to` leads to a record.
        result: what the list is part of; the workbook's notes sheet tells its day, version, sources and caveats.
        caption: what the list shows.
        page_size: rows on a page.
        name: what the number of the page is called in the address; unique on the page.
        notes: what the workbook's notes sheet says besides, such as the filters: a heading and its words each.
        file_columns: columns that only the files have, after the others.
    """
    from ui import filters

    lang = current().lang
    shown = tables.columns_of(frame, columns)
    if frame.is_empty():
        show_empty(say("frame.no_rows"))
        return
    page = filters.select_page(len(frame), page_size, name) if len(frame) > page_size else 1
    part = frame.slice((page - 1) * page_size, page_size)
    if len(part) < len(frame):
        first = (page - 1) * page_size + 1
        html.show_paragraph(tell("frame.rows_of", lang, first=first, last=first + len(part) - 1, count=len(frame)), "fou-source")
    headings = [linked_heading(tables.heading(column, lang)) for column in shown.values()]
    html.show_table(caption.get(lang), headings, tables.rows_of(part, shown, lang))
    kept = tables.columns_of(frame, {**columns, **(file_columns or {})})
    _show_downloads(files.table_file(frame, kept, caption.get(lang), result, notes), key)


def set_page_links(pages: Mapping[str, object]) -> None:
    """The pages that `page_link` may lead to, by id. Called by the frame."""
    st.session_state[_PAGE_LINKS] = dict(pages)


def _show_frame(
    frame: pl.DataFrame, columns: Mapping[str, Col], caption: str, key: str, lang: str, result: Result | None = None
) -> None:
    if frame.is_empty():
        show_empty(say("frame.no_rows"))
        return
    headings = [linked_heading(tables.heading(column, lang)) for column in columns.values()]
    if len(frame) <= STATIC_TABLE_ROWS:
        rows = tables.rows_of(frame, columns, lang)
        html.show_table(caption or tell("frame.table", lang), headings, rows, caption_hidden=not caption)
    else:
        drawn = tables.grid(frame, columns, lang)
        dates = {
            tables.heading(c, lang).text: st.column_config.DateColumn(format="DD.MM.YYYY")
            for c in columns.values()
            if c.kind == "date"
        }
        st.dataframe(drawn, hide_index=True, key=f"{key}_grid", alt=caption or None, column_config=dates, placeholder="–")
    _show_downloads(files.table_file(frame, columns, caption, result), key)


def _show_downloads(file: files.TableFile, key: str) -> None:
    with st.container(horizontal=True, gap="small"):
        for kind, content in (("csv", file.csv), ("xlsx", file.xlsx)):
            show_download(say(f"frame.download_{kind}"), content, kind, FORMS[kind], key)


def show_download(words: Text, content: Callable[[], bytes], kind: str, mime: str, key: str) -> None:
    """A button that makes a file when it is pressed.

    Args:
        words: what stands on it.
        content: makes the file.
        kind, mime: the end of its name, and its type.
        key: unique on the page, and the start of its name.
    """
    st.download_button(
        words.get(current().lang),
        content,
        file_name=f"{key}_{current().as_of.isoformat()}.{kind}",
        mime=mime,
        key=f"{key}_{kind}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
