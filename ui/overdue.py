"""The parts of the page Forfalt og forsinket: deadlines, publication, and what is new since a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.evidence.overdue import CLOCK_LISTS, LISTS, Overdue, matching
from analytics.evidence.overdue_clock import NOT_STATED
from analytics.evidence.overdue_items import PAST, SORTS
from analytics.evidence.overdue_text import item_name
from domain.codes import CODE_LISTS, label
from domain.text import Text, say, tell
from reports.charts import overdue as charts
from ui import filters, layout, loaders, lookup, trail
from ui.effect_question import answer_if_asked
from ui.layout import Col, KeyFigure
from ui.since import select_since
from ui.view import View, current

#: What stands in the address.
SHOW, KIND, OWNER, REASON, SEARCH, SORT = "vis", "slag", "gjelder", "grunn", "sok", "sorter"
ROWS_PER_FIGURE = 12
_FIGURE_PAGE = "side_figur"
_SHOWN = {
    "past": "forbi", "late": "sent", "no_deadline": "uten-frist", "to_come": "kommer", "stopped": "stanset", "done": "levert",
    "all": "alt",
}  # fmt: skip
_CLOCKS_SHOWN = {
    "waiting": "venter", "running": "loper", "published_late": "sent", "not_signed_off": "ikke-godkjent",
    "published": "publisert", "all": "alt",
}  # fmt: skip
_SORTS = {"gjeldende": "current", "opprinnelig": "original", "dato": "date"}
_SORT_COLUMNS = {"current": "days_current", "original": "days_original", "date": "current_date"}
DASH = Text("–", "–")


def key_figures(found: Overdue) -> list[KeyFigure]:
    """Past the current deadline, past the original one only, past the publication limit, and without a known deadline."""
    past, moved = found.count("overdue"), found.items.filter(pl.col("state") == "moved")
    waiting, judged = found.in_clock("waiting"), found.in_clock("waiting", "running", "published", "published_late")
    longest = cast("int | None", moved.get_column("days_original").max())
    return [
        KeyFigure(
            say("overdue.key.past"), _of(past, found.count(*PAST, "to_come")), _new_note(found),
        ),
        KeyFigure(
            say("overdue.key.moved"), say("overdue.key.count", count=len(moved)),
            None if longest is None else say("overdue.key.moved_note", days=longest),
        ),
        KeyFigure(
            say("overdue.key.waiting"), _of(len(waiting), len(judged)),
            say("overdue.key.waiting_note", count=found.waiting_by_reason.get(NOT_STATED, 0)),
        ),
        KeyFigure(
            say("overdue.key.unknown"), say("overdue.key.count", count=found.count("no_deadline")),
            say("overdue.key.unknown_note"),
        ),
    ]  # fmt: skip


def _new_note(found: Overdue) -> Text:
    """How many are new since the last meeting, when one has been held."""
    if found.since is None:
        return say("overdue.key.past_note")
    count = found.by_change["new"] + found.by_change["listed"]
    return say("overdue.key.past_new", count=count, date=found.since)


def _of(part: int, whole: int) -> Text:
    return say("overdue.key.past_value", part=part, whole=whole)


def show_deadlines(found: Overdue, view: View) -> None:
    """What has a deadline: first what is past one and not delivered, with a figure of the days and the list."""
    options = {_SHOWN[name]: _option(f"overdue.list.{name}", found.count(*states), view) for name, states in LISTS.items()}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        shown = filters.select_one(SHOW, say("overdue.page.show"), options, width=330, buttons=False)
        sorts = {name: tell(f"overdue.sort.{kind}", view.lang) for name, kind in _SORTS.items()}
        sort = _SORTS[filters.select_one(SORT, say("overdue.page.sort_by"), sorts, width=260, buttons=False)]
    name = {word: key for key, word in _SHOWN.items()}[shown]
    whole = found.items.filter(pl.col("state").is_in(LISTS[name]))
    rows = _filtered(whole, view, "reason", say("overdue.page.reason"), "variance_reason")
    column = _SORT_COLUMNS[sort]
    rows = rows.sort(column, "item", "id", descending=[sort != "date", False, False], nulls_last=True)
    if rows.is_empty():
        layout.show_empty(say("overdue.page.empty_list" if whole.is_empty() else "overdue.page.no_rows"))
        return
    _show_figure(found, rows)
    caption = say("overdue.page.caption", name=say(f"overdue.list.{name}"), count=len(rows), whole=len(whole))
    layout.show_records(_readable(rows), "overdue_items", _item_columns(rows), found, caption=caption)


def _option(key: str, count: int, view: View) -> str:
    return tell("overdue.page.option", view.lang, name=say(key), count=count)


def _filtered(rows: pl.DataFrame, view: View, column: str, words: Text, codes: str) -> pl.DataFrame:
    """The rows that the filters leave; only what occurs in the list can be chosen."""
    lang = view.lang
    kinds = set(rows.get_column("sort"))
    sorts = {sort: label("deadline_item", sort, lang) for sort in SORTS if sort in kinds}
    owners = dict(rows.sort("owner_id").select("owner_id", f"owner_{lang}").unique("owner_id", maintain_order=True).iter_rows())
    owner_words = {key: tell("overdue.page.owner_option", lang, id=key, title=title or "") for key, title in owners.items()}
    found = set(rows.get_column(column).fill_null(NOT_STATED))
    reasons = {code: label(codes, code, lang) for code in CODE_LISTS[codes].values if code in found}
    if NOT_STATED in found:
        reasons[NOT_STATED] = tell("overdue.page.not_recorded", lang)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        search = filters.search_text(SEARCH, say("overdue.page.search"), say("overdue.page.search_hint"), width=220)
        chosen = (
            filters.select_many(KIND, say("overdue.page.kind"), _kept(KIND, sorts, "deadline_item", lang), width=150),
            filters.select_many(OWNER, say("overdue.page.owner"), owner_words, width=215),
            filters.select_many(REASON, words, _kept(REASON, reasons, codes, lang), width=175),
        )  # fmt: skip
    answer_if_asked(search)
    filters.clear_button((SEARCH, KIND, OWNER, REASON))
    return matching(rows, *chosen, search, reason=column)


def _kept(name: str, options: dict[str, str], codes: str, lang: str) -> dict[str, str]:
    """The options, and codes that the address asks for though no row has them."""
    asked = [value for value in st.query_params.get_all(name) if value in CODE_LISTS[codes].values]
    return options | {value: label(codes, value, lang) for value in asked if value not in options}


def _show_figure(found: Overdue, rows: pl.DataFrame) -> None:
    drawn = charts.with_days(rows)
    if drawn.is_empty():
        return
    layout.show_subtitle(say("overdue.page.figure_heading"))
    page = filters.select_page(len(drawn), ROWS_PER_FIGURE, _FIGURE_PAGE)
    part = drawn.slice((page - 1) * ROWS_PER_FIGURE, ROWS_PER_FIGURE)
    longest = drawn.filter(pl.col("days_current") > 0).sort("days_current", descending=True)
    counts = {"count": len(rows), "shown": len(part)}
    if longest.is_empty():
        alt = say("overdue.page.alt_original", **counts)
    else:
        row = longest.row(0, named=True)
        alt = say("overdue.page.alt", what=item_name(row), days=row["days_current"], **counts)
    made = _columns_by_name()
    layout.show_figure(
        lambda lang: charts.days_late(found, part, lang), found, "overdue_days", alt=alt, table=_readable(part),
        columns={name: made[name] for name in _FIGURE_COLUMNS},
        variant=tuple(part.select("item", "id").iter_rows()), wide=True,
    )  # fmt: skip


_FIGURE_COLUMNS = ("title", "owner", "sort", "planned_date", "current_date", "days_current", "days_original")


def show_publication(found: Overdue, view: View) -> None:
    """The publication clock: first what is past the limit and not published, with the reason as recorded."""
    layout.show_text(found.publication_sentence)
    options = {
        _CLOCKS_SHOWN[name]: _option(f"overdue.clock_list.{name}", len(found.in_clock(*clocks)), view)
        for name, clocks in CLOCK_LISTS.items()
    }
    shown = filters.select_one(SHOW, say("overdue.page.show"), options, width=330, buttons=False)
    name = {word: key for key, word in _CLOCKS_SHOWN.items()}[shown]
    whole = found.in_clock(*CLOCK_LISTS[name])
    rows = _filtered(whole, view, "why", say("overdue.page.why"), "not_published_reason")
    if rows.is_empty():
        layout.show_empty(say("overdue.page.empty_list" if whole.is_empty() else "overdue.page.no_rows"))
        return
    caption = say("overdue.page.caption", name=say(f"overdue.clock_list.{name}"), count=len(rows), whole=len(whole))
    made = _readable(rows)
    layout.show_records(made, "overdue_publication", _clock_columns(made), found, caption=caption)


def show_changes(view: View) -> None:
    """What became overdue and what is so no longer since the last meeting, or since a chosen day."""
    since = select_since(view, "overdue", from_meeting=True)
    found = cast(Overdue, loaders.report("overdue", from_date=since))
    layout.show_text(found.changes_sentence)
    if found.since is None or found.changes.is_empty():
        return
    counts = pl.DataFrame(list(found.by_change.items()), schema={"change": pl.String, "count": pl.Int64}, orient="row")
    columns = {
        "change": Col(say("overdue.column.change"), "code:deadline_change"), "count": Col(say("overdue.column.count"), "int"),
    }  # fmt: skip
    caption = say("overdue.page.counts_caption", date=found.since)
    layout.show_table(counts.filter(pl.col("count") > 0), "overdue_change_counts", columns, caption=caption)
    names = (
        "title", "owner", "change", "sort", "days_current", "days_original", "planned_date", "current_date", "done_date",
        "published_date", "state", "id",
    )  # fmt: skip
    made = _columns_by_name() | {"change": columns["change"]}
    layout.show_records(
        _readable(found.changes), "overdue_changes", {name: made[name] for name in names}, found,
        caption=say("overdue.page.changes_caption", date=found.since),
    )  # fmt: skip


def _readable(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the language of the page."""
    lang = current().lang
    named = [pl.col(f"{name}_{lang}").alias(name) for name in ("title", "owner", "responsible", "recipient")]
    is_dated = pl.col("planned_date").is_not_null() | pl.col("done_date").is_not_null()
    made = rows.with_columns(*named, date_precision=pl.when(is_dated).then(pl.col("date_precision").fill_null("day")))
    made = made.with_columns(owner=pl.concat_str("owner_id", pl.col("owner").fill_null(""), separator=" "))
    if "days_after" in rows.columns:
        left = pl.when(pl.col("clock") == "running").then(-pl.col("days_after"))
        made = made.with_columns(days_left=left, days_after=pl.when(pl.col("days_after") > 0).then("days_after"))
    return made


def _columns_by_name() -> dict[str, Col]:
    """Every column that a list may have; the first cells lead to the record and to whom it belongs."""
    kinds = {
        "sort": "code:deadline_item", "state": "code:deadline_state", "planned_date": "date", "current_date": "date",
        "done_date": "date", "date_precision": "code:date_precision", "days_current": "int", "days_original": "int",
        "reason": "code:variance_reason", "reason_nb": "text", "responsible": "text", "recipient": "text", "id": "short",
        "signed_off_date": "date", "expires_date": "date", "published_date": "date", "days_from_sign_off": "int",
        "days_after": "int", "days_left": "int", "why": "code:not_published_reason", "clock": "code:publication_state",
        "is_example": "bool",
    }  # fmt: skip
    unknown = {
        "planned_date": say("overdue.page.not_known"), "current_date": say("overdue.page.not_known"),
        "responsible": say("overdue.page.not_recorded"), "recipient": say("overdue.page.not_recorded"),
    }  # fmt: skip
    made = {name: Col(say(f"overdue.column.{name}"), kind, unknown.get(name, DASH)) for name, kind in kinds.items()}
    return made | {
        "title": Col(say("overdue.column.title"), width=50, link=_record_address),
        "owner": Col(say("overdue.column.owner"), width=50, link=_owner_address),
    }


def _record_address(row: Mapping[str, Any]) -> str | None:
    return lookup.address(row["item"], row["id"])


def _owner_address(row: Mapping[str, Any]) -> str | None:
    if row["owner_table"] == "project":
        return trail.address("project", {"id": row["owner_id"]})
    return lookup.address(row["owner_table"], row["owner_id"])


def _item_columns(rows: pl.DataFrame) -> dict[str, Col]:
    names = ["title", "owner", "sort", *_filled(rows, "days_current", "days_original", "planned_date"), "current_date"]
    names += _filled(rows, "done_date")
    if (rows.get_column("date_precision").fill_null("day") != "day").any():
        names.append("date_precision")
    names += ["state"] if rows.get_column("state").n_unique() > 1 else []
    names += [*_filled(rows, "reason", "reason_nb"), "responsible", "recipient", "id", *_example(rows)]
    made = _columns_by_name()
    return {name: made[name] for name in names}


def _filled(rows: pl.DataFrame, *names: str) -> list[str]:
    """Those of the columns that any row has a value in."""
    return [name for name in names if rows.get_column(name).is_not_null().any()]


def _example(rows: pl.DataFrame) -> list[str]:
    """Whether each row is an example, where some are and some are not."""
    return ["is_example"] if rows.get_column("is_example").fill_null(False).n_unique() > 1 else []


def _clock_columns(rows: pl.DataFrame) -> dict[str, Col]:
    names = ["title", "owner", "sort", *_filled(rows, "why", "days_after", "days_left", "days_from_sign_off")]
    names += _filled(rows, "signed_off_date", "expires_date", "published_date")
    names += ["clock"] if rows.get_column("clock").n_unique() > 1 else []
    names += ["responsible", "recipient", "id", *_example(rows)]
    made = _columns_by_name()
    return {name: made[name] for name in names}
