"""What the register can be filtered by: the values of each filter with their words, and which projects have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from analytics.portfolio.matrix_rows import MEETS
from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.register_rows import Register, project_organisations, project_routes, register_of
from analytics.portfolio.register_search import alphabetical
from analytics.portfolio.register_tags import tag_options, tags_with_parents
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

#: The value of a filter that means "not stated" or "none".
NOTHING = "uten"
#: The filters in the order they are shown, with whether a project can be without.
FILTERS: dict[str, bool] = {
    "status": False, "priority_area": True, "question": True, "instrument": True, "need": True, "programme_industry": True,
    "general_priority": False, "tag": True, "route": True, "organisation": True,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Filters:
    """The filters of a snapshot's register.

    Attributes:
        options: of each filter, its values with the words a user reads, in the order they are shown.
        links: of each filter, the `place` of a project among the rows and a `value` that it has; empty for a project that
            has none.
        years: the years in which at least one project runs or is to run.
    """

    options: dict[str, dict[str, Text]]
    links: dict[str, pl.DataFrame]
    years: tuple[int, ...]


def filters_of(snapshot: Snapshot) -> Filters:
    """The filters of the snapshot's register, built once."""
    return snapshot.once("portfolio.register_filters", lambda: _build(snapshot))


def _build(snapshot: Snapshot) -> Filters:
    register = register_of(snapshot)
    frames = _links(snapshot, register)
    places = register.rows.select("project_id").with_row_index("place")
    links = {
        name: places.join(frame.unique(maintain_order=True), on="project_id", how="left").select("place", "value")
        for name, frame in frames.items()
    }
    options = {name: _with_nothing(name, named) for name, named in _options(snapshot, links).items()}
    return Filters(options, links, _years(register))


def _links(snapshot: Snapshot, register: Register) -> dict[str, pl.DataFrame]:
    """`project_id` and `value` of every project that has one, for each filter."""

    def of(table: str, column: str) -> pl.DataFrame:
        return snapshot.table(table).select("project_id", value=pl.col(column))

    met = snapshot.table("project_priority").filter(pl.col("state").is_in(MEETS))
    return {
        "status": register.rows.select("project_id", value="status"),
        "priority_area": of("project_area", "area_id"),
        "question": of("project_question", "question_kind"),
        "instrument": of("project_instrument", "instrument_id"),
        "need": of("project_need", "need_id"),
        "programme_industry": of("project_industry", "industry_id"),
        "general_priority": met.select("project_id", value="general_priority_id"),
        "tag": tags_with_parents(snapshot),
        "route": project_routes(snapshot).rename({"route": "value"}),
        "organisation": project_organisations(snapshot).rename({"organisation_id": "value"}),
    }


def _options(snapshot: Snapshot, links: dict[str, pl.DataFrame]) -> dict[str, dict[str, Text]]:
    programme = current_programme(snapshot)
    areas = of_programme(snapshot.table("priority_area"), programme).sort("order_no", "area_id", nulls_last=True)
    priorities = of_programme(snapshot.table("general_priority"), programme)
    names = organisation_names(snapshot).sort(alphabetical(pl.col("organisation_nb")), "organisation_id")
    needs = snapshot.table("knowledge_need").with_columns(
        words=pl.concat_str("need_id", "title_nb", separator=" ", ignore_nulls=True)
    )
    instruments = snapshot.table("instrument").sort("order_no", "instrument_id", nulls_last=True)
    found = {
        "status": _of_codes("project_status"),
        "priority_area": _named(areas, "area_id", "short_nb", "short_en"),
        "question": _of_codes("question_kind"),
        "instrument": _named(instruments, "instrument_id", "short_nb", "short_en"),
        "need": _named(needs.sort("need_id"), "need_id", "words", "words"),
        "programme_industry": _named(
            snapshot.table("industry").sort(alphabetical(pl.col("name_nb")), "industry_id"), "industry_id", "name_nb", "name_en"
        ),
        "general_priority": _named(
            priorities.sort("order_no", "general_priority_id", nulls_last=True), "general_priority_id", "name_nb", "name_en"
        ),
        "tag": tag_options(snapshot),
        "route": _of_codes("procurement_route"),
        "organisation": _named(
            names.filter(pl.col("organisation_id").is_in(links["organisation"].get_column("value").drop_nulls().implode())),
            "organisation_id", "organisation_nb", "organisation_en",
        ),
    }  # fmt: skip
    return {name: _with_others(values, links[name]) for name, values in found.items()}


def _of_codes(name: str) -> dict[str, Text]:
    return {code.value: Text(code.nb, code.en) for code in CODE_LISTS[name].codes}


def _named(frame: pl.DataFrame, key: str, nb: str, en: str) -> dict[str, Text]:
    columns = frame.select(pl.col(key), nb=pl.coalesce(nb, key), en=pl.coalesce(en, nb, key))
    return {id_: Text(words, english) for id_, words, english in columns.iter_rows()}


def _with_others(values: dict[str, Text], links: pl.DataFrame) -> dict[str, Text]:
    """What projects have besides, such as areas of an earlier programme or ids that are not in their own table."""
    others = links.get_column("value").drop_nulls().unique().sort().to_list()
    return values | {value: Text(value, value) for value in others if value not in values}


def _with_nothing(name: str, values: dict[str, Text]) -> dict[str, Text]:
    """Words that two values share are told apart by their ids; last, the projects that have none."""
    words = [text.nb for text in values.values()]
    twice = {word for word in words if words.count(word) > 1} if len(set(words)) < len(words) else set()
    told = {v: Text(f"{t.nb} ({v})", f"{t.en} ({v})") if t.nb in twice else t for v, t in values.items()}
    return told | {NOTHING: say(f"projects.without.{name}")} if FILTERS[name] else told


def _years(register: Register) -> tuple[int, ...]:
    known = register.rows.select(pl.col("first_year").min().alias("first"), pl.col("last_year").max().alias("last"))
    first, last = known.row(0)
    return () if first is None or last is None else tuple(range(first, last + 1))


def places_with(filters: Filters, name: str, values: Sequence[str]) -> pl.Series:
    """The places of the projects that have at least one of the values of a filter."""
    has = pl.col("value").is_in(list(values))
    if NOTHING in values:
        has = has.fill_null(False) | pl.col("value").is_null()
    return filters.links[name].lazy().filter(has).select(pl.col("place").unique()).collect().to_series()


def split_choice(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """The values in a text of values with commas between them, where values may hold commas themselves.

    The whole text is taken when it is a value; else, from the left, the longest stretch that is one. What is no value is
    given as it stands, for the caller to say so.
    """
    values = frozenset(known)
    if text in values:
        return (text,)
    pieces = text.split(",")
    widest = 1 + max((value.count(",") for value in values), default=0)
    found: list[str] = []
    start = 0
    while start < len(pieces):
        length = _longest(pieces[start : start + widest], values)
        piece = ",".join(pieces[start : start + length])
        if piece.strip():
            found.append(piece if piece in values else piece.strip())
        start += length
    return tuple(dict.fromkeys(found))


def _longest(pieces: Sequence[str], values: frozenset[str]) -> int:
    """How many pieces make the longest value from the left; 1 when none does."""
    for length in range(len(pieces), 1, -1):
        joined = ",".join(pieces[:length])
        if joined in values or joined.strip() in values:
            return length
    return 1
