"""The parts of the page Endret siden sist: the two dates, the summary, and the changes with a link to each record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.meetings import changes_text
from analytics.meetings.changes import HEADINGS, Changes, Group
from analytics.meetings.dates import last_before, since_last
from analytics.meetings.meeting import Meeting, meetings
from domain.numbers import date_text
from domain.tables import TABLES
from domain.text import LANGS, Text, say, tell
from ui import filters, html, layout, loaders, lookup, since, trail
from ui.html import Cell
from ui.layout import Col
from ui.view import View, current

#: What stands in the address.
FROM, TO, HEADING, KIND, SEARCH, ONLY, AS_LIST = "fra", "til", "gruppe", "slag", "sok", "rettet", "liste"
_PREVIOUS, _SHOWN = "forrige", "vist"
#: Headings by what they are called in the address.
_NAMES = {
    "portefolje": "portfolio", "penger": "money", "evidens": "evidence", "forfalt": "overdue", "statistikk": "statistics",
    "moter": "meetings", "rettet": "record",
}  # fmt: skip
_WORDS = {heading: name for name, heading in _NAMES.items()}
_ROWS = 10
_SHORT_CHARS = 20
_DASH = Text("–", "–")


def select_dates(view: View) -> tuple[date, date] | None:
    """The two dates to compare; None while one is not given, or while they are in the wrong order, which is told."""
    held = [one for one in meetings(loaders.snapshot()) if one.day <= view.as_of]
    options = {one.meeting_id: _meeting_words(one, view) for one in reversed(held)}
    days = {one.meeting_id: one.day for one in held}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        first_place, last_place = st.container(width=400), st.container(width=400)
    with last_place:
        shown = {_SHOWN: tell("changes.page.shown", view.lang, date=view.as_of)}
        asked_to = since.select_day(
            TO, say("changes.page.to"), shown | options, view, "changes_til", latest=view.as_of, width=400
        )
    to_date = _day(asked_to, days, view.as_of)
    with first_place:
        previous = {_PREVIOUS: _previous_words(to_date or view.as_of, view)}
        asked_from = since.select_day(
            FROM, say("changes.page.from"), previous | options, view, "changes_fra", latest=view.as_of, width=400
        )
    if asked_from is None or to_date is None:
        layout.show_empty(say("changes.page.give_day"))
        return None
    from_date = since_last(loaders.snapshot(), to_date) if asked_from == _PREVIOUS else _day(asked_from, days, view.as_of)
    if from_date is None or from_date <= to_date:
        return None if from_date is None else (from_date, to_date)
    layout.show_notice(say("changes.page.wrong_order", from_date=from_date, to_date=to_date), "warning")
    st.button(tell("changes.page.swap", view.lang), on_click=_swap, args=(from_date, to_date), key="changes_swap")
    return None


def report_of(dates: tuple[date, date]) -> Changes:
    """The report of what differs between the dates."""
    return cast(Changes, loaders.report("changes", from_date=dates[0], to_date=dates[1]))


def show_summary(found: Changes) -> None:
    """How much has changed, with one line a heading that leads to its changes."""
    lang = current().lang
    layout.show_lead(found.headline)
    if found.is_before_known and found.first_known is not None:
        layout.show_notice(say("changes.before_known", date=found.from_date, first=found.first_known))
    if found.count:
        rows = [
            [
                Cell(tell(f"changes.heading.{line.heading}", lang), href=_heading_address(line.heading) if line.number else None),
                Cell(str(line.number), True), Cell(line.text.get(lang)),
            ]
            for line in found.summary
        ]  # fmt: skip
        headings = [Cell(tell(f"changes.page.col_{name}", lang), name == "count") for name in ("heading", "count", "what")]
        html.show_table(tell("changes.page.summary", lang), headings, rows, caption_hidden=True)
    if found.hidden:
        layout.show_notice(say("changes.hidden"))
    if found.same.running_before or found.same.running_after:
        layout.show_source_note(found.same.sentence)


def show_groups(found: Changes, view: View) -> None:
    """The changes that the filters leave, heading by heading or as one list; each leads to its record."""
    if not found.count:
        return
    lang = view.lang
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        options = {_WORDS[line.heading]: _counted(line.heading, line.number, lang) for line in found.summary if line.number}
        chosen = filters.select_many(HEADING, say("changes.page.heading"), options, width=330)
        kinds = {group.kind: _kind_counted(group, lang) for group in found.groups if group.items and _is_in(group, chosen)}
        wanted = filters.select_many(KIND, say("changes.page.kind"), kinds, width=260)
        search = filters.search_text(SEARCH, say("changes.page.search"), say("changes.page.search_hint"), width=260)
        only = filters.select_toggle(ONLY, say("changes.page.only_corrected"))
        as_list = filters.select_toggle(AS_LIST, say("changes.page.as_list"))
    filters.clear_button((HEADING, KIND, SEARCH, ONLY))
    rows = matching(readable(found, lang), [_NAMES[name] for name in chosen], wanted, search, only_corrected=only)
    if rows.is_empty():
        layout.show_empty(say("changes.page.no_rows"))
        return
    notes = _notes(found, chosen, wanted, search, only)
    if as_list:
        caption = say("changes.page.list_caption", count=len(rows), from_date=found.from_date, to_date=found.to_date)
        layout.show_records(rows, "changes_all", columns(rows, with_heading=True), found, caption=caption, notes=notes,
                            file_columns=_file_columns())  # fmt: skip
        return
    for heading in HEADINGS:
        part = rows.filter(pl.col("heading") == heading)
        if part.is_empty():
            continue
        layout.show_subtitle(say("changes.page.heading_count", heading=say(f"changes.heading.{heading}"), count=len(part)))
        caption = say("changes.page.caption", from_date=found.from_date, to_date=found.to_date)
        layout.show_records(
            part, f"changes_{heading}", columns(part), found, caption=caption, page_size=_ROWS, name=f"side_{_WORDS[heading]}",
            notes=notes, file_columns=_file_columns(),
        )  # fmt: skip


def matching(
    rows: pl.DataFrame, headings: Sequence[str] = (), kinds: Sequence[str] = (), search: str = "", *, only_corrected: bool = False
) -> pl.DataFrame:
    """The rows that a filter leaves, in their order; every word must stand in what a row shows, without regard to case."""
    for column, values in (("heading", headings), ("kind", kinds)):
        if values:
            rows = rows.filter(pl.col(column).is_in(list(values)))
    if only_corrected:
        rows = rows.filter("is_correction")
    shown = ("kind_words", "text", "before", "after", "note", "id", "owner_id")
    whole = pl.concat_str([pl.col(name).fill_null("") for name in shown], separator="\n").str.to_lowercase()
    for word in search.lower().split():
        rows = rows.filter(whole.str.contains(word, literal=True))
    return rows


def readable(found: Changes, lang: str) -> pl.DataFrame:
    """One row a change in the language of the page: what, from, to, by how much, and why as recorded."""
    made = [
        changes_text.row(group, item)
        | {
            "kind_words": group.title.get(lang), "heading_words": tell(f"changes.heading.{group.heading}", lang),
            "text": item.text.get(lang), "before": _told(item.before, item.unit, lang),
            "after": _told(item.after, item.unit, lang),
            "moved": _moved(group, item, lang), "note": None if item.note is None else item.note.get(lang),
            "corrected": tell("changes.page.corrected", lang) if item.is_correction else None,
        }
        for group in found.groups
        for item in group.items
    ]  # fmt: skip
    words = ("kind_words", "heading_words", "text", "before", "after", "moved", "note", "corrected")
    return pl.DataFrame(made, schema={**changes_text.SCHEMA, **dict.fromkeys(words, pl.String)})


def columns(rows: pl.DataFrame, *, with_heading: bool = False) -> dict[str, Col]:
    """The columns of a list of changes that any row has a value in; what was changed leads to its record."""
    made = {
        **({"heading_words": Col(say("changes.page.col_heading"))} if with_heading else {}),
        "kind_words": Col(say("changes.page.col_kind"), width=34),
        "text": Col(say("changes.page.col_text"), width=60, link=record_address),
        "before": Col(say("changes.page.col_from"), _kind(rows, "before"), unknown=_DASH),
        "after": Col(say("changes.page.col_to"), _kind(rows, "after"), unknown=_DASH),
        "moved": Col(say("changes.page.col_moved"), _kind(rows, "moved"), unknown=_DASH),
        "note": Col(say("changes.page.col_note"), unknown=_DASH, width=60),
        "corrected": Col(say("changes.page.col_corrected"), unknown=_DASH),
    }
    return {name: column for name, column in made.items() if rows.get_column(name).is_not_null().any()}


def _kind(rows: pl.DataFrame, column: str) -> str:
    """On one line where every value is short enough for it."""
    return "text" if (rows.get_column(column).str.len_chars() > _SHORT_CHARS).any() else "short"


def record_address(row: Mapping[str, Any]) -> str | None:
    """The page that shows what was changed."""
    table, key = row["table"], row["id"]
    match table:
        case "payment" if key == "payment":
            return trail.address("money_year")
        case "payment_year":
            return trail.address("money_year", {"ar": key})
        case "coverage_cell":
            return trail.address("coverage", {"felt": key})
        case "instrument":
            return trail.address("instruments", {"virkemiddel": key})
    is_gone = row["kind"] == "rows_removed" or table not in TABLES or len(TABLES[table].key) > 1
    if not is_gone:
        return lookup.record_address(table, key)
    return lookup.record_address(row["owner_table"], row["owner_id"]) if row["owner_table"] else None


def _file_columns() -> dict[str, Col]:
    """What only the files have: values typed, and ids."""
    kinds = {
        "from_date": "date", "to_date": "date", "from_nok": "nok", "to_nok": "nok", "difference_nok": "nok", "days": "int",
        "table": "short", "id": "short", "owner_id": "short",
    }  # fmt: skip
    return {name: Col(say(f"changes.file.{name}"), kind, _DASH) for name, kind in kinds.items()}


def _told(value: object, unit: str, lang: str) -> str | None:
    words = changes_text.value_words(value, unit)
    return None if words is None else words.get(lang)


def _moved(group: Group, item: Any, lang: str) -> str | None:
    words = changes_text.moved_words(group.kind, item)
    return None if words is None else words.get(lang)


def _day(asked: str | None, days: Mapping[str, date], shown: date) -> date | None:
    if asked is None or asked == _SHOWN:
        return None if asked is None else shown
    return days[asked] if asked in days else date.fromisoformat(asked)


def _meeting_words(meeting: Meeting, view: View) -> str:
    return tell("changes.page.meeting", view.lang, date=meeting.day, title=meeting.title)


def _previous_words(to_date: date, view: View) -> str:
    before = last_before(loaders.snapshot(), to_date)
    if before is None:
        return tell("changes.page.year_before", view.lang)
    return tell("changes.page.previous", view.lang, date=before.day)


def _swap(from_date: date, to_date: date) -> None:
    since.set_day(FROM, "changes_fra", to_date)
    since.set_day(TO, "changes_til", from_date)


def _heading_address(heading: str) -> str | None:
    own = {name: tuple(st.query_params.get_all(name)) for name in (FROM, TO) if name in st.query_params}
    return trail.address("changes", {**own, HEADING: _WORDS[heading]})


def _counted(heading: str, count: int, lang: str) -> str:
    return tell("changes.page.option", lang, heading=say(f"changes.heading.{heading}"), count=count)


def _kind_counted(group: Group, lang: str) -> str:
    return tell("changes.page.option", lang, heading=group.title, count=len(group.items))


def _is_in(group: Group, chosen: Sequence[str]) -> bool:
    return not chosen or _WORDS[group.heading] in chosen


def _notes(found: Changes, chosen: Sequence[str], kinds: Sequence[str], search: str, only: bool) -> list[tuple[Text, Text]]:
    """What the workbook says of the two dates and the filters."""
    names = [say(f"changes.heading.{_NAMES[name]}") for name in chosen]
    wanted = [say(f"changes.kind.{kind}") for kind in kinds]
    told = [
        (say("changes.page.from"), Text(*(date_text(found.from_date, lang) for lang in LANGS))),
        (say("changes.page.to"), Text(*(date_text(found.to_date, lang) for lang in LANGS))),
    ]
    if names:
        told.append((say("changes.page.heading"), Text(*(", ".join(name.get(lang) for name in names) for lang in LANGS))))
    if wanted:
        told.append((say("changes.page.kind"), Text(*(", ".join(name.get(lang) for name in wanted) for lang in LANGS))))
    if search:
        told.append((say("changes.page.search"), Text(search, search)))
    if only:
        told.append((say("changes.page.only_corrected"), say("frame.yes")))
    return told
