"""What a table is: its columns, keys, references, codes, units, dates and who may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["text", "int", "number", "pct", "nok", "date", "year", "quarter", "period", "bool", "code", "ref"]
Access = Literal["open", "group", "ministry", "owner"]
Layer = Literal["portfolio", "statistics", "administration"]
Role = Literal["owner", "approver", "ministry", "reference_group", "public"]

#: Which roles see what is marked with an access level.
ROLES_WITH_ACCESS: dict[Access, frozenset[Role]] = {
    "open": frozenset({"owner", "approver", "ministry", "reference_group", "public"}),
    "group": frozenset({"owner", "approver", "ministry", "reference_group"}),
    "ministry": frozenset({"owner", "approver", "ministry"}),
    "owner": frozenset({"owner", "approver"}),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: identifier in code, files and the store.
        type: how its text is read; `nok` is an exact decimal amount in kroner, `quarter` is "2021K3",
            `period` is a year, quarter, month or week ("2021", "2021K3", "2021M09", "2021U35").
        nb, en: names that a user reads.
        definition: what it holds, in bokmål.
        required: may not be empty.
        codes: name of the code list that its values come from (type `code`).
        references: table whose key its values are (type `ref`).
        unit: unit of a number ("kroner", "prosent", "prosentpoeng", "dager", "antall").
        access: who may see it, when narrower than the table's.
        is_fact_date: the date of an event that has happened; a snapshot from before that date shows it empty.
        revealed_by: a fact date of the same table; before it this column is empty in a snapshot.
        minimum, maximum: inclusive bounds of a number.
    """

    name: str
    type: ColumnType
    nb: str
    en: str
    definition: str
    required: bool = False
    codes: str | None = None
    references: str | None = None
    unit: str | None = None
    access: Access | None = None
    is_fact_date: bool = False
    revealed_by: str | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class DateOrder:
    """`first` may not be after `last`, where both are given."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the programme's model.

    Attributes:
        name: identifier in code, files and the store.
        nb, en: names that a user reads; `nb` is also the name of the sheet in the template workbook.
        definition_nb, definition_en: what a row is.
        columns: in the order of the template.
        key: names of the columns that identify a row.
        visible_from: the first of these date columns that has a value is the day from which a row is
            part of a snapshot. A row without such a date is always part of it: an unknown date is not a late one.
        unique: further sets of columns that may not repeat.
        date_order: pairs of dates that must come in order.
        one_of: sets of columns of which exactly one must be filled.
        any_of: sets of columns of which at least one must be filled.
        access: who may see it at all.
        layer: `portfolio` tables are in the template workbook; `statistics` come from refresh and the embedded facts;
            `administration` tables are reference rows such as parameters and sources.
        added_in: the version of the model that it came with; "" for the first. A workbook from before it lacks the sheet.
        is_large: read in parts, by `Snapshot.rows`; never as a whole by a page.
    """

    name: str
    nb: str
    en: str
    definition_nb: str
    definition_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    visible_from: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    date_order: tuple[DateOrder, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    access: Access = "open"
    layer: Layer = "portfolio"
    is_large: bool = False
    added_in: str = ""
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return self.by_name[name]

    @property
    def references(self) -> tuple[Column, ...]:
        """Columns that hold the key of another table."""
        return tuple(column for column in self.columns if column.references)


#: Columns that every table has after its own: where the row is from, a remark, and whether it is example data.
COMMON_COLUMNS: tuple[Column, ...] = (
    Column("source_id", "ref", "Kilde", "Source", "Kilden som raden bygger på.", references="source"),
    Column("source_place", "text", "Sted i kilden", "Place in source", "Side, kapittel eller adresse i kilden."),
    Column("note", "text", "Merknad", "Note", "Forbehold og forklaring til raden."),
    Column(
        "is_example",
        "bool",
        "Eksempel",
        "Example",
        "Ja når raden er oppdiktet for å vise hvordan verktøyet virker. Tom betyr nei.",
    ),
)


def col(
    name: str,
    type_: ColumnType,
    nb: str,
    en: str,
    definition: str,
    *,
    required: bool = False,
    codes: str | None = None,
    unit: str | None = None,
    access: Access | None = None,
    fact: bool = False,
    revealed_by: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Column:
    """A column that is not a reference; money is in kroner and percentages in prosent unless said."""
    default_unit = {"nok": "kroner", "pct": "prosent"}.get(type_)
    return Column(
        name,
        type_,
        nb,
        en,
        definition,
        required=required,
        codes=codes,
        unit=unit or default_unit,
        access=access,
        is_fact_date=fact,
        revealed_by=revealed_by,
        minimum=minimum,
        maximum=maximum,
    )


def ref(
    name: str,
    table: str,
    nb: str,
    en: str,
    definition: str,
    *,
    required: bool = False,
    access: Access | None = None,
    revealed_by: str | None = None,
) -> Column:
    """A column that holds the key of `table`."""
    return Column(
        name,
        "ref",
        nb,
        en,
        definition,
        required=required,
        references=table,
        access=access,
        revealed_by=revealed_by,
    )


def key(name: str, definition: str = "Fast nøkkel. Endres ikke, heller ikke når tittelen endres.") -> Column:
    """The column that identifies a row."""
    return Column(name, "text", "Id", "Id", definition, required=True)


def table(
    name: str,
    nb: str,
    en: str,
    definition_nb: str,
    definition_en: str,
    *columns: Column,
    key: tuple[str, ...] | None = None,
    visible_from: tuple[str, ...] = (),
    unique: tuple[tuple[str, ...], ...] = (),
    date_order: tuple[tuple[str, str], ...] = (),
    one_of: tuple[tuple[str, ...], ...] = (),
    any_of: tuple[tuple[str, ...], ...] = (),
    access: Access = "open",
    layer: Layer = "portfolio",
    is_large: bool = False,
    added_in: str = "",
) -> Table:
    """A table; its key is its first column unless `key` says otherwise. The common columns are added."""
    own = {column.name for column in columns}
    common = tuple(column for column in COMMON_COLUMNS if column.name not in own)
    return Table(
        name,
        nb,
        en,
        definition_nb,
        definition_en,
        columns + common,
        key=key or (columns[0].name,),
        visible_from=visible_from,
        unique=unique,
        date_order=tuple(DateOrder(first, last) for first, last in date_order),
        one_of=one_of,
        any_of=any_of,
        access=access,
        layer=layer,
        is_large=is_large,
        added_in=added_in,
    )
