"""Overblikk: the brief on the screen. The headline, four answers, the small figures, what has to be settled, and the files."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import streamlit as st

from analytics.meetings.brief import Brief
from analytics.meetings.brief_model import BriefMatter, BriefTile, MatrixCell, MatrixRow
from domain.text import Text, say, tell
from reports.charts.brief import bullet_shares
from reports.exports.catalogue import FORMS, export_bytes, exports
from ui import html, layout, loaders, trail
from ui.effect_question import show_answer
from ui.since import select_since
from ui.view import View

#: The reports that Overblikk rests on.
REPORTS: tuple[str, ...] = ("brief",)
_NAME = "brief"


def show_page(view: View) -> None:
    """The page. The day to compare with is chosen at its foot, so that the answer comes first."""
    plain = cast(Brief, loaders.report(_NAME))
    top = st.container()
    found = _show_foot(plain, view)
    with top:
        layout.show_sentence(found)
        html.show_answers([_answer(tile, view) for tile in found.tiles])
        show_matrix(found, view)
        left, right = st.columns(2, gap="medium")
        with left:
            show_money(found, view)
        with right:
            show_sick_leave(found, view)
        show_matters(found, view)
        show_answer()
        layout.show_subtitle(say("overview.data_title"))
        layout.show_text(_joined(found.quality.found, found.quality.unknown))
        layout.show_links([(say("overview.rules_link"), "rules", {}), (say("overview.sources_link"), "absence_sources", {})])


def _show_foot(plain: Brief, view: View) -> Brief:
    """The files of exactly this page, with the choice of a day to compare with; gives the brief of that choice.

    Args:
        plain: the brief without a choice.
    """
    layout.show_subtitle(say("overview.files_title"))
    since = select_since(view, "overview", from_meeting=True, none=say("overview.since_year_before"))
    found = plain if since in (None, plain.since) else cast(Brief, loaders.report(_NAME, from_date=since))
    with st.container(horizontal=True, gap="small"):
        for form in exports()[_NAME].forms:
            layout.show_download(
                say(f"overview.download_{form}"), _maker(found, form, view.lang), form, FORMS[form], f"overblikk_{view.lang}"
            )
    layout.show_source_note(_joined(found.since_words, found.contact.words))
    layout.show_source_line(found)
    layout.show_caveats(found)
    return found


def _maker(found: Brief, form: str, lang: str) -> Callable[[], bytes]:
    return lambda: export_bytes(_NAME, found, form, lang)


def _joined(*texts: Text) -> Text:
    return Text(" ".join(text.nb for text in texts), " ".join(text.en for text in texts))


def _answer(tile: BriefTile, view: View) -> html.Answer:
    lang = view.lang
    lines = tuple(line.get(lang) for line in tile.lines)
    return html.Answer(
        tile.title.get(lang),
        trail.address(tile.page_id),
        tile.shown.get(lang),
        tile.label.get(lang),
        lines,
        tile.change.get(lang),
    )


def show_matrix(found: Brief, view: View) -> None:
    """Every field with its sign, its count and its kind in a word, each linked to the projects of the field."""
    lang = view.lang
    layout.show_subtitle(say("brief.matrix_title"))
    if not found.matrix.rows:
        layout.show_empty(found.matrix.words)
        return
    headings = [html.Cell(tell("brief.matrix_area", lang)), *(html.Cell(name.get(lang)) for _, name in found.matrix.questions)]
    rows = [_matrix_row(row, lang) for row in found.matrix.rows]
    html.show_table(tell("brief.matrix_title", lang), headings, rows, caption_hidden=True)
    left_out = found.matrix.left_out
    if left_out:
        layout.show_source_note(say(f"brief.matrix_left_out_{'one' if left_out == 1 else 'many'}", count=left_out))
    layout.page_link("coverage", say("overview.coverage_link"))


def _matrix_row(row: MatrixRow, lang: str) -> list[html.Cell]:
    return [html.Cell(row.name.get(lang)), *(_matrix_cell(cell, lang) for cell in row.cells)]


def _matrix_cell(cell: MatrixCell, lang: str) -> html.Cell:
    words = f"{cell.told(lang)} {cell.word.get(lang)}"
    return html.Cell(words, is_short=True, href=trail.address("coverage", dict(cell.query)))


def show_money(found: Brief, view: View) -> None:
    """The money of the year in focus as one bar, with what is available and the frame as marks."""
    bullet, lang = found.bullet, view.lang
    layout.show_subtitle(bullet.title)
    shares = bullet_shares(bullet)
    if shares is None:
        layout.show_text(bullet.words)
    else:
        parts = [
            html.BulletPart(share["start"], share["end"], part.words.get(lang), part.fill)
            for share, part in zip(shares["parts"], bullet.parts, strict=True)
        ]
        marks = [html.BulletMark(name, shares[name], words.get(lang)) for name, words in bullet.marks]
        html.show_bullet(parts, marks)
    layout.page_link("frames", say("overview.frames_link"))


def show_sick_leave(found: Brief, view: View) -> None:
    """Sick leave over time with the level of the target, in one measure; nothing on money, nothing on why."""
    line, lang = found.line, view.lang
    layout.show_subtitle(line.title)
    values = [None if one is None else float(one.value.drawn) for _, one in line.points]
    if values:
        level = None if line.target is None else float(line.target.value.drawn)
        html.show_line(values, level, line.words.get(lang))
        layout.show_source_note(line.words)
    else:
        layout.show_text(line.words)
    layout.page_link("absence_target", say("overview.absence_link"))


def show_matters(found: Brief, view: View) -> None:
    """What has to be settled: how grave, what, who and when, each linked to what is behind it."""
    layout.show_subtitle(say("brief.matters_title" if found.is_full else "brief.matters_title_fewer"))
    if not found.matters:
        layout.show_empty(say("brief.matters_none"))
        return
    html.show_matters([_matter(one, view.lang) for one in found.matters])
    if found.matters_total > len(found.matters):
        layout.show_source_note(_joined(say("brief.matters_more", count=found.matters_total), say("overview.matters_note")))
    else:
        layout.show_source_note(say("overview.matters_note"))


def _matter(one: BriefMatter, lang: str) -> html.MatterItem:
    remarks = (tell("brief.matter_who", lang, owner=one.owner), tell("brief.matter_when", lang, when=one.when))
    href = trail.address(one.page_id, dict(one.query))
    return html.MatterItem(one.sign, one.severity.get(lang), one.title.get(lang), href, remarks)
