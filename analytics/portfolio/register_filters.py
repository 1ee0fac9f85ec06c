"""Filters, search and order of the register, and what may be asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analytics.portfolio.register_index import FILTERS, RegisterIndex, folded
from analytics.portfolio.status import STATUSES
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.text import Text, say

#: The value that asks for projects where nothing is given, and its other spelling.
UNKNOWN, _UNKNOWN_NAMES = "ukjent", ("ukjent", "unknown")
#: The filters that may ask for what is not given.
MAY_BE_UNKNOWN: tuple[str, ...] = ("priority_area", "question", "instrument", "need", "programme_industry")
#: Columns that the register may be ordered by, with the column of the rows that decides.
SORTS: Mapping[str, str] = {
    "id": "project_id",
    "project_id": "project_id",
    "title": "title_nb",
    "title_nb": "title_nb",
    "title_en": "title_en",
    "status": "status",
    "lead": "lead_nb",
    "amount_nok": "amount_nok",
    "paid_nok": "paid_nok",
    "paid_on_contracts_nok": "paid_on_contracts_nok",
    "start_date": "start_date",
    "end_date": "end_date",
    "registered_date": "registered_date",
    "planned_start_date": "planned_start_date",
    "planned_end_date": "planned_end_date",
    "started_date": "started_date",
    "completed_date": "completed_date",
    "stopped_date": "stopped_date",
    "level_now": "level_now",
}
_WORDS = ("title_nb", "title_en", "lead_nb")
_TOLD_MOST = 30
_CODES = {"status": STATUSES, "question": CODE_LISTS["question_kind"].values, "route": CODE_LISTS["procurement_route"].values}
_TABLES = {
    "priority_area": ("priority_area", "area_id"),
    "instrument": ("instrument", "instrument_id"),
    "need": ("knowledge_need", "need_id"),
    "programme_industry": ("industry", "industry_id"),
    "general_priority": ("general_priority", "general_priority_id"),
    "tag": ("tag", "tag_id"),
    "organisation": ("organisation", "organisation_id"),
}


@dataclass(frozen=True, slots=True)
class RegisterChoices:
    """What is asked of the register.

    Attributes:
        values: by filter, the values of which a project must have one; filters that are not used are absent. `UNKNOWN`
            stands for projects without a value.
        words: all of them must occur in the text of a project.
        sort: a name in `SORTS`, with a minus before it for descending; None orders by id.
    """

    values: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    sort: str | None

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.used)

    @property
    def used(self) -> tuple[str, ...]:
        """The names of the filters in use; the search is `text`."""
        return (*self.values, *(("text",) if self.words else ()))

    def without(self, name: str) -> RegisterChoices:
        """The same without one filter, ordered by id."""
        values = {key: chosen for key, chosen in self.values.items() if key != name}
        return RegisterChoices(values, () if name == "text" else self.words, None)

    def as_json(self) -> dict[str, object]:
        """What was asked for, with the names of `domain.choices`."""
        return {
            **self.values,
            **({"text": " ".join(self.words)} if self.words else {}),
            **({"sort": self.sort} if self.sort else {}),
        }


def register_choices(snapshot: Snapshot, index: RegisterIndex, given: Mapping[str, str]) -> RegisterChoices:
    """What `given` asks for, by the names of `domain.choices`; several values are set apart by commas.

    A text that as a whole, or in a part with commas, is a value that exists is taken as that value, since ids may hold commas.

    Raises:
        UserError: a value, a column or a name does not exist; tells all that is wrong, and what is allowed.
    """
    faults: list[Text] = []
    values: dict[str, tuple[str, ...]] = {}
    for name in FILTERS:
        if given.get(name, "").strip():
            known = allowed_values(snapshot, index, name)
            found, wrong = split_choice(given[name], known)
            values[name] = _with_unknown(name, found)
            faults += [say("projects.wrong_value", name=name, value=value, allowed=told_values(known)) for value in wrong]
    sort = given.get("sort", "").strip() or None
    if sort is not None and sort.removeprefix("-") not in SORTS:
        faults.append(say("projects.wrong_sort", value=sort, allowed=", ".join(SORTS)))
    names = (*FILTERS, "text", "sort")
    faults += [say("projects.wrong_name", name=name, allowed=", ".join(names)) for name in given if name not in names]
    if faults:
        raise UserError(" ".join(fault.nb for fault in faults), " ".join(fault.en for fault in faults), code="wrong_choice")
    return RegisterChoices(values, typed_words(given.get("text", "")), sort)


def allowed_values(snapshot: Snapshot, index: RegisterIndex, name: str) -> dict[str, None]:
    """The values that a filter may have, in order: those of the code list or the table, those that occur, and `UNKNOWN`."""
    if name in _CODES:
        own: Iterable[str] = _CODES[name]
    else:
        table, column = _TABLES[name]
        own = snapshot.table(table).get_column(column).to_list()
    more = _UNKNOWN_NAMES if name in MAY_BE_UNKNOWN else ()
    return dict.fromkeys((*own, *index.links[name].get_column("value").unique().sort().to_list(), *more))


def joined_values(values: Iterable[str]) -> str:
    """Several values as one text that `register_choices` reads."""
    return ",".join(values)


def matching(index: RegisterIndex, choices: RegisterChoices) -> pl.Series:
    """The numbers of the rows that are asked for, in the order asked for. What is unknown comes last in both directions."""
    rows = index.rows.select(place=pl.int_range(pl.len(), dtype=pl.UInt32))
    for name, values in choices.values.items():
        links = index.links[name]
        is_one = pl.col("place").is_in(links.filter(pl.col("value").is_in(values)).get_column("place").implode())
        if name in MAY_BE_UNKNOWN and UNKNOWN in values:
            is_one |= ~pl.col("place").is_in(links.get_column("place").implode())
        rows = rows.filter(is_one)
    if choices.words:
        rows = rows.filter(words_fit(index.text, choices.words).gather(rows.get_column("place")))
    return _ordered(index, rows.get_column("place"), choices.sort)


def words_fit(text: pl.DataFrame, words: Sequence[str]) -> pl.Series:
    """Whether each row has every word. What is typed is text, never a pattern.

    Args:
        text: `exact` and `plain`, as `folded` writes them.
        words: at least one.
    """
    folds = folded(pl.Series(words, dtype=pl.String))
    found = [_has(exact, plain) for exact, plain in folds.iter_rows()]
    return text.select(pl.all_horizontal(found).alias("fits")).to_series()


def _has(exact: str, plain: str) -> pl.Expr:
    """Whether the text holds a word; one typed without æ, ø and å is also found where the text has them."""
    column = "plain" if exact == plain else "exact"
    found = pl.col(column).str.contains(exact, literal=True)
    return found if column == "exact" else found | pl.col("exact").str.contains(exact, literal=True)


def _ordered(index: RegisterIndex, places: pl.Series, sort: str | None) -> pl.Series:
    if sort is None:
        return places
    name, rank = sort.removeprefix("-"), pl.col("rank")
    column = SORTS[name]
    by = pl.col(column)
    if column == "status":
        by = by.replace_strict({status: n for n, status in enumerate(STATUSES)}, default=None, return_dtype=pl.Int64)
    elif column in _WORDS:
        fallback = pl.coalesce("title_en", "title_nb") if column == "title_en" else by
        by = fallback.str.normalize("NFC").str.to_lowercase().str.replace_many(["æ", "ø", "å"], ["{1", "{2", "{3"])
    keyed = index.rows.select(rank=by).with_row_index("place")[places]
    return keyed.sort(rank, "place", descending=[sort.startswith("-"), False], nulls_last=True).get_column("place")


def split_choice(text: str, known: Collection[str]) -> tuple[tuple[str, ...], list[str]]:
    """The values in a text, and the parts that are none; the longest part that is a value stands."""
    if text in known:
        return (text,), []
    parts, longest = text.split(","), 1 + max((value.count(",") for value in known), default=0)
    found: list[str] = []
    wrong: list[str] = []
    here = 0
    while here < len(parts):
        ends = range(min(len(parts), here + longest), here, -1)
        joined = next(((end, value) for end in ends if (value := ",".join(parts[here:end])) in known), None)
        if joined is None and (value := parts[here].strip()):
            (found if value in known else wrong).append(value)
        elif joined is not None:
            found.append(joined[1])
        here = here + 1 if joined is None else joined[0]
    return tuple(dict.fromkeys(found)), wrong


def _with_unknown(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    if name not in MAY_BE_UNKNOWN:
        return values
    return tuple(dict.fromkeys(UNKNOWN if value in _UNKNOWN_NAMES else value for value in values))


def told_values(known: Collection[str]) -> str:
    """The values that are allowed, in words; of many, the first."""
    values = list(known)
    told = ", ".join(values[:_TOLD_MOST])
    return told if len(values) <= _TOLD_MOST else f"{told} … ({len(values)})"


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a search."""
    return tuple(text.encode("utf-8", "replace").decode("utf-8").split())
