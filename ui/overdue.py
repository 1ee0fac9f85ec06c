"""The parts of the page Forfalt og forsinket: key figures, what is past its deadline, publication, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.evidence.overdue import Overdue, Since
from analytics.evidence.overdue_items import KINDS, STATES
from analytics.evidence.overdue_text import since_sentence
from domain.codes import CODE_LISTS, label
from domain.numbers import date_text
from domain.text import Text, say, tell
from reports.charts import overdue as charts
from ui import filters, layout, loaders, trail
from ui import record as record_page
from ui.layout import Col, KeyFigure
from ui.view import View

#: What stands in the address.
SINCE, KIND, STATE, REASON, INSTRUMENT, SORT = "siden", "gjelder", "status", "arsak", "virkemiddel", "sorter"
_MEETING = "mote"
_NO_REASON = "ingen"
_FIGURE_ROWS, _PUBLICATIONS_SHOWN = 15, 15
_PAGES = ("side_publisering", "side_nye", "side_ute", "side_rapporter", "side_uten_frist")
_PAST_STATES = ("overdue", "moved")
_SORTS = {"opprinnelig": "days_original", "gjeldende": "days_current", "frist": "current_date", "arbeid": "work"}


def load(view: View) -> Overdue:
    """The report, compared with the day that the address names, else with the last meeting."""
    return cast(Overdue, loaders.report("overdue", from_date=_asked(view)))


def _asked(view: View) -> date | None:
    """The day to compare with when the address names one that is not after the day shown."""
    try:
        day = date.fromisoformat(st.query_params.get(SINCE, ""))
    except ValueError:
        return None
    return day if day <= view.as_of else None


def key_figures(found: Overdue) -> list[KeyFigure]:
    """What is past its deadline, past the original one only, not published in time, and without a deadline."""
    by_kind = {kind: found.count("overdue", kind) for kind in KINDS}
    past = (
        KeyFigure(say("overdue.key.past"), say("overdue.key.past_unknown")) if found.weeks is None
        else KeyFigure(
            say("overdue.key.past"), _count(len(found.published_as("past"))), say("overdue.key.past_note", weeks=found.weeks)
        )
    )  # fmt: skip
    return [
        KeyFigure(say("overdue.key.overdue"), _count(found.count("overdue")), say("overdue.key.overdue_note", **by_kind)),
        KeyFigure(say("overdue.key.moved"), _count(found.count("moved")), say("overdue.key.moved_note")),
        past,
        KeyFigure(say("overdue.key.undated"), _count(found.count("undated")), say("overdue.key.undated_note")),
    ]


def _count(count: int) -> Text:
    return say("overdue.key.count", count=count)


def show_list(found: Overdue, view: View) -> None:
    """What is past its deadline as a figure, and the rows that the filters leave."""
    layout.show_subtitle(say("overdue.page.list_heading"))
    rows, sort = _filtered(found, view)
    if rows.is_empty():
        layout.show_empty(say("overdue.page.no_rows"))
        return
    drawn = charts.drawn(rows, _FIGURE_ROWS)
    if drawn.is_empty():
        layout.show_empty(say("overdue.page.none_past_figure"))
    else:
        counts = [len(rows.filter(pl.col("state") == state)) for state in _PAST_STATES]
        layout.show_figure(
            lambda lang: charts.overdue_bars(drawn, lang), found, "overdue_bars", table=_item_rows(drawn, view),
            columns=_item_columns(), alt=say("overdue.page.alt", count=counts[0], moved=counts[1]),
            variant=tuple(drawn.get_column("item_id")), wide=True,
        )  # fmt: skip
        layout.show_source_note(say("overdue.page.shown", count=len(rows), shown=len(drawn)))
    layout.show_records(
        _item_rows(_sorted(rows, sort), view), "overdue_items", _item_columns(), found, caption=say("overdue.page.caption")
    )


def _filtered(found: Overdue, view: View) -> tuple[pl.DataFrame, str]:
    lang = view.lang
    kinds = {kind: label("due_kind", kind, lang) for kind in KINDS}
    states = {state: label("due_state", state, lang) for state in STATES}
    reasons = {reason: label("variance_reason", reason, lang) for reason in CODE_LISTS["variance_reason"].values}
    reasons[_NO_REASON] = tell("overdue.page.no_reason", lang)
    used = found.items.get_column("instrument_ids").explode().drop_nulls().unique()
    names = {
        row["instrument_id"]: row[f"short_{lang}"] or row["instrument_id"]
        for row in loaders.snapshot().table("instrument").sort("order_no", "instrument_id").iter_rows(named=True)
        if row["instrument_id"] in used
    }
    sorts = {name: tell(f"overdue.page.sort_{key}", lang) for name, key in zip(_SORTS, _SORT_TEXTS, strict=True)}
    with st.container(horizontal=True):
        by_state = filters.select_many(STATE, say("overdue.page.state"), states, width=270)
        by_kind = filters.select_many(KIND, say("overdue.page.kind"), kinds, width=220)
        by_instrument = filters.select_many(INSTRUMENT, say("overdue.page.instrument"), names, width=220)
        by_reason = filters.select_many(REASON, say("overdue.page.reason"), reasons, width=220)
        sort = filters.select_one(SORT, say("overdue.page.sort"), sorts, width=260, buttons=False)
    filters.clear_button((STATE, KIND, INSTRUMENT, REASON, SORT))
    rows = found.items.filter(pl.col("state").is_in(list(by_state or _PAST_STATES)))
    if by_kind:
        rows = rows.filter(pl.col("kind").is_in(list(by_kind)))
    if by_instrument:
        rows = rows.filter(pl.col("instrument_ids").list.set_intersection(list(by_instrument)).list.len() > 0)
    if by_reason:
        rows = rows.filter(pl.col("reason").fill_null(_NO_REASON).is_in(list(by_reason)))
    return rows, sort


_SORT_TEXTS = ("original", "current", "date", "work")


def _sorted(rows: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Most days first, or the earliest deadline first, or by work; ties by id."""
    if sort == "arbeid":
        return rows.sort("work_table", "work_id", "current_date", "item_id", nulls_last=True)
    return rows.sort(_SORTS[sort], "item_id", descending=[sort != "frist", False], nulls_last=True)


def _item_rows(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """The items as they are read."""
    lang = view.lang
    what = pl.struct("kind", "what").map_elements(lambda row: _what(row, lang), return_dtype=pl.String)
    reason = pl.col("reason").map_elements(lambda value: label("variance_reason", value, lang), return_dtype=pl.String)
    return rows.with_columns(
        title=pl.when(pl.col("kind") == "evaluation_step").then("item_id").otherwise(
            pl.format("{} {}", "item_id", pl.col("title_nb").fill_null(""))
        ),
        what_words=what, reason_words=reason,
        work=pl.format("{} {}", "work_id", pl.col("work_nb" if lang == "nb" else "work_en").fill_null("")),
    )  # fmt: skip


_LISTS = {"deliverable": "deliverable_kind", "evaluation_step": "evaluation_stage", "milestone": "milestone_kind"}


def _what(row: Mapping[str, Any], lang: str) -> str:
    return label(_LISTS[row["kind"]], row["what"], lang)


def item_address(row: Mapping[str, Any]) -> str | None:
    """Where a deliverable, step or milestone is looked up."""
    return record_page.address(row["kind"], row["item_id"])


def _work_address(row: Mapping[str, Any]) -> str | None:
    if row["work_table"] == "project":
        return trail.address("project", {"id": row["work_id"]})
    return record_page.address(row["work_table"], row["work_id"])


def _item_columns(*, how: bool = False) -> dict[str, Col]:
    dash, none = say("overdue.page.dash"), say("overdue.page.not_stated")
    made = {
        "title": Col(say("overdue.column.title"), link=item_address, width=50),
        "what_words": Col(say("overdue.column.what")),
        "work": Col(say("overdue.column.work"), link=_work_address, width=50),
        "state": Col(say("overdue.column.state"), "code:due_state"),
        "days_original": Col(say("overdue.column.days_original"), "int", say("overdue.page.no_days")),
        "days_current": Col(say("overdue.column.days_current"), "int", dash),
        "planned_date": Col(say("overdue.column.planned_date"), "date", dash),
        "current_date": Col(say("overdue.column.current_date"), "date", dash),
        "done_date": Col(say("overdue.column.done_date"), "date", dash),
        "reason_words": Col(say("overdue.column.reason"), "text", dash),
        "reason_nb": Col(say("overdue.column.reason_nb"), "text", dash),
        "recipient_nb": Col(say("overdue.column.recipient_nb"), "text", none),
        "contact_nb": Col(say("overdue.column.contact_nb"), "text", none),
    }
    if how:
        return {"how_words": Col(say("overdue.column.how")), **made}
    return made


def show_publication(found: Overdue, view: View) -> None:
    """Reports from sign-off to publication, and why one is not public, as it is recorded."""
    layout.show_subtitle(say("overdue.page.clock_heading"))
    reports = found.publications.filter("is_report")
    if reports.is_empty():
        layout.show_empty(say("overdue.page.clock_none"))
        return
    counts = {state: len(found.published_as(state)) for state in CODE_LISTS["publication_state"].values}
    layout.show_text(say("overdue.page.clock_text", **counts))
    layout.show_records(
        _publication_rows(reports, view), "overdue_publications", _publication_columns(), found,
        caption=say("overdue.page.clock_caption"), name=_PAGES[0], page_size=_PUBLICATIONS_SHOWN,
    )  # fmt: skip
    others = len(found.published_as("past", reports=False))
    if others and found.weeks is not None:
        layout.show_source_note(say("overdue.page.clock_other", weeks=found.weeks, count=others))


def _publication_rows(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    lang = view.lang
    none = tell("overdue.page.not_stated", lang)
    is_open = pl.col("published_date").is_null()
    reason = pl.col("not_published_reason").map_elements(
        lambda value: label("not_published_reason", value, lang), return_dtype=pl.String
    )  # fmt: skip
    return rows.with_columns(
        kind=pl.lit("deliverable"), title=pl.format("{} {}", "item_id", pl.col("title_nb").fill_null("")),
        work=pl.format("{} {}", "work_id", pl.col("work_nb" if lang == "nb" else "work_en").fill_null("")),
        why=pl.when(is_open).then(reason.fill_null(none)),
    )  # fmt: skip


def _publication_columns(*, change: bool = False) -> dict[str, Col]:
    dash = say("overdue.page.dash")
    kinds = {
        "days_past": "int", "days_since": "int", "signed_off_date": "date", "limit_date": "date", "published_date": "date",
        "recipient_nb": "text", "contact_nb": "text",
    }  # fmt: skip
    made = {
        "title": Col(say("overdue.column.title"), link=item_address, width=50),
        "publication": Col(say("overdue.column.publication"), "code:publication_state"),
        "why": Col(say("overdue.column.not_published_reason"), "text", dash),
        **{name: Col(say(f"overdue.column.{name}"), kind, dash) for name, kind in kinds.items()},
        "work": Col(say("overdue.column.work"), link=_work_address, width=50),
    }
    return {"change": Col(say("overdue.column.change")), **made} if change else made


def show_since(found: Overdue, view: View) -> None:
    """What has become late, and what no longer is, since the last meeting or a day that is chosen."""
    layout.show_subtitle(say("overdue.page.since_heading"))
    _select_since(view)
    since = found.since
    if since is None:
        layout.show_empty(say("overdue.page.since_no_meeting"))
        return
    layout.show_text(since_sentence(since))
    for part, rows, how in (("new", since.new, False), ("cleared", since.cleared, True)):
        st.subheader(tell(f"overdue.page.since_{part}", view.lang), anchor=False)
        if rows.is_empty():
            layout.show_empty(say("overdue.page.since_same"))
            continue
        shown = _item_rows(rows, view)
        if how:
            words = {name: tell(f"overdue.how.{name}", view.lang) for name in rows.get_column("how").unique()}
            shown = shown.with_columns(how_words=pl.col("how").replace_strict(words, return_dtype=pl.String))
        layout.show_records(
            shown, f"overdue_{part}", _item_columns(how=how), found,
            caption=say(f"overdue.page.since_caption_{part}", date=since.from_date), name=_PAGES[2 if how else 1],
        )  # fmt: skip
    _show_changed_reports(found, since, view)


def _show_changed_reports(found: Overdue, since: Since, view: View) -> None:
    st.subheader(tell("overdue.page.since_past", view.lang), anchor=False)
    parts = [
        _publication_rows(rows, view).with_columns(change=pl.lit(tell(f"overdue.page.past_{name}", view.lang)))
        for name, rows in (("new", since.new_past), ("cleared", since.cleared_past))
    ]
    rows = pl.concat(parts, how="vertical_relaxed")
    if rows.is_empty():
        layout.show_empty(say("overdue.page.since_same"))
        return
    layout.show_records(
        rows, "overdue_reports_changed", _publication_columns(change=True), found,
        caption=say("overdue.page.since_caption_past"), name=_PAGES[3],
    )  # fmt: skip


def _select_since(view: View) -> None:
    """The last meeting, an earlier meeting or year end, or a day of one's own; it stands in the address."""
    asked, lang = _asked(view), view.lang
    choices = loaders.as_of_choices(view.as_of)
    days = {day for day in (choices.spring, choices.autumn, *choices.year_ends, asked) if day is not None and day <= view.as_of}
    options = {_MEETING: tell("overdue.page.since_default", lang)}
    options |= {day.isoformat(): date_text(day, lang) for day in sorted(days, reverse=True)}
    own, earliest = st.session_state.get(_OWN_DAY), min(choices.earliest or date(1990, 1, 1), view.as_of)
    if isinstance(own, date) and not earliest <= own <= view.as_of:
        st.session_state.pop(_OWN_DAY)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        filters.select_one(SINCE, say("overdue.page.since_select"), options, width=240, buttons=False)
        st.date_input(
            tell("overdue.page.other_day", lang), value=None, max_value=view.as_of,
            min_value=earliest,
            format="DD.MM.YYYY", key=_OWN_DAY, on_change=_take_own_day, width=180,
        )  # fmt: skip
    if _asked(view) != asked:
        st.rerun()


_OWN_DAY = "_overdue_day"


def _take_own_day() -> None:
    day = st.session_state.get(_OWN_DAY)
    if isinstance(day, date):
        st.query_params[SINCE] = day.isoformat()


def show_unknown(found: Overdue, view: View) -> None:
    """What has no known deadline, and what was passed at an unknown date."""
    layout.show_subtitle(say("overdue.page.undated_heading"))
    rows = found.in_state("undated", "passed")
    if rows.is_empty():
        layout.show_empty(say("overdue.page.undated_none"))
        return
    names = ("title", "what_words", "work", "state", "planned_date", "recipient_nb", "contact_nb")
    columns = {name: column for name, column in _item_columns().items() if name in names}
    layout.show_records(
        _item_rows(rows, view), "overdue_unknown", columns, found, caption=say("overdue.page.undated_caption"), name=_PAGES[4]
    )
