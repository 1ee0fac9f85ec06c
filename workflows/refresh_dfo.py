"""Reading the state budget and accounts from files: checked as a whole, and stored as one new version or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.imports.one_at_a_time import one_load_at_a_time
from data.layers import LayerDiff, TableDiff, diff_table, write_diff
from data.schema import polars_schema
from data.sources.dfo.model import LAST_MONTH, DetailFigure, DfoReading, PostKey, StageFigure
from data.sources.dfo.reading import read_path
from data.sources.model import RawFile
from data.sources.nav.errors import line
from data.store import Change, Store, VersionInfo
from domain.errors import UserError
from domain.findings import DataFinding
from domain.tables import TABLES
from domain.text import Text, say
from workflows.refresh_report import RefreshReport, TableOutcome
from workflows.stored_rows import StoredRows

Row = dict[str, Any]
STATISTICS = "statistics"
PUBLISHER = "DFØ"
_BY = "FoU-monitor"
_KINDS = ("accounts", "appropriations", "budget")
_DFO_SOURCE = "DFO-STATSREGNSKAPET"
_BUDGET_SOURCE = "GUL-BOK-TALLGRUNNLAG"
#: So many findings are told in the message; the rest are counted. All stand in the JSON.
_TOLD = 40
_FIRST = date(1, 1, 1)


def refresh_dfo(
    store: Store, path: Path, *, published: date | None = None, year: int | None = None, now: datetime | None = None
) -> RefreshReport:
    """Read DFØ's files of the state accounts and appropriations, or the Ministry of Finance's workbook of the proposed budget.

    Only posts that the store already has figures for, or that a parameter names, are read. Nothing is stored when anything
    is wrong: the store is as it was, and the files are kept all the same.

    Args:
        store: where the figures are kept.
        path: a file or a folder.
        published: the day that the files were published. The figures count as known from that day; default the day of reading,
            so that an earlier day still shows what was known then.
        year: the budget year, for files that do not say it.
        now: the moment of reading, in UTC.

    Raises:
        UserError: there is no such file or folder, or the day of publication has not come.
        StoreError: the store could not be read or written, or another load is under way.
    """
    at = now or datetime.now(UTC)
    known = published or at.date()
    if not path.exists():
        raise _error("no_path", path=str(path))
    if known > at.date():
        raise _error("published_ahead", day=known)
    with one_load_at_a_time(store.home):
        with store.read() as reader:
            held = _Held(StoredRows(reader), known)
            reading = read_path(path, store.home, held.posts, at, known=known, year=year)
            if not reading.found.has_hard:
                held.take(reading, at.date())
            if reading.found.has_hard:
                return RefreshReport((_refused(path, reading, at),), None)
            difference = held.difference()
        version: VersionInfo | None = None
        if not difference.is_empty:
            names = ", ".join(f"{raw.path.name} ({raw.sha256[:12]})" for raw in reading.raw)
            version = write_diff(store, difference, Change(_BY, "Statsbudsjett og statsregnskap lest fra filer", names))
    return RefreshReport(tuple(_outcomes(reading, held, at)), version)


def _error(rule: str, **values: object) -> UserError:
    text = say(f"dfo.error.{rule}", **values)
    return UserError(text.nb, text.en, code=rule)


@dataclass
class _Held:
    """What is stored of the state budget and accounts, and the rows that the files add to it."""

    rows: StoredRows
    known: date
    budget: list[Row] = field(default_factory=list)
    account: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    new_counts: dict[str, int] = field(default_factory=dict)
    revised_counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stored = {name: self.rows.of_layer(name, STATISTICS) for name in ("state_budget", "state_account", "source")}
        reference = {name: self.rows.of_layer(name, "reference") for name in ("state_budget", "source", "parameter")}
        self.every = pl.concat([reference["state_budget"], self.stored["state_budget"]])
        self.known_sources = {*reference["source"]["source_id"], *self.stored["source"]["source_id"]}
        self.posts = _posts(self.every, reference["parameter"])

    def take(self, reading: DfoReading, today: date) -> None:
        """Add what the files tell that is not stored; a figure older than the one stored is a finding."""
        for figure in reading.stages:
            self._check_age(figure, reading)
            self._take_stage(figure, reading, today)
        by_set: dict[tuple[PostKey, int, str], list[DetailFigure]] = {}
        for part in reading.details:
            by_set.setdefault((part.post, part.year, part.dimension), []).append(part)
        for parts in by_set.values():
            self._take_details(parts, reading)

    def difference(self) -> LayerDiff:
        """All that has been added, with rows of the same day that it replaces."""
        tables = {"source": self.sources, "state_budget": self.budget, "state_account": self.account}
        return LayerDiff(STATISTICS, {name: self._table(name, rows) for name, rows in tables.items() if rows})

    def _table(self, name: str, rows: Sequence[Row]) -> TableDiff:
        table = TABLES[name]
        frame = pl.DataFrame(list(rows), schema=polars_schema(table)).unique(list(table.key), keep="first", maintain_order=True)
        stored = self.stored[name]
        same_day = stored.join(frame.select(table.key), on=list(table.key), how="semi")
        if name == "state_account":
            sets = frame.select("year", "chapter", "post", "dimension").unique()
            same_day = stored.filter(pl.col("known_date") == self.known).join(sets, on=sets.columns, how="semi")
        found = diff_table(table, same_day, frame)
        return TableDiff(table, found.new, found.changed, found.gone, found.unchanged, found.cells)

    def _standing(self, rows: pl.DataFrame, figure: StageFigure) -> Row | None:
        """The row for the same post, year and stage that stood on the day from which the new figure is known."""
        post = (pl.col("chapter") == figure.post[0]) & (pl.col("post") == figure.post[1])
        own = rows.filter(post & (pl.col("year") == figure.year) & (pl.col("stage") == figure.stage))
        before = own.filter(pl.col("known_date").fill_null(_FIRST) <= self.known)
        return None if before.is_empty() else before.sort(pl.col("known_date").fill_null(_FIRST)).row(-1, named=True)

    def _check_age(self, figure: StageFigure, reading: DfoReading) -> None:
        stored = self._standing(self.stored["state_budget"], figure)
        if stored is None:
            return
        reached = _month(stored["through_period"]) or LAST_MONTH
        if (figure.through_month or LAST_MONTH) < reached:
            reading.found.add(
                "older_than_stored", figure.places[0], value=f"{figure.through_month}/{figure.year}",
                what=f"{figure.post[0]}.{figure.post[1]}", month=reached, year=figure.year,
            )  # fmt: skip

    def _take_stage(self, figure: StageFigure, reading: DfoReading, today: date) -> None:
        through = _period(figure.year, figure.through_month)
        stored = self._standing(self.stored["state_budget"], figure)
        if stored is not None and (stored["amount_nok"], stored["through_period"]) == (figure.nok, through):
            return
        before = self._standing(self.every, figure)
        counts = self.new_counts if before is None else self.revised_counts
        if before is None or before["amount_nok"] != figure.nok:
            counts[figure.kind] = counts.get(figure.kind, 0) + 1
        known_name, relation = self._post_facts(figure.post)
        stage = figure.stage.upper().replace("_", "-")
        self.budget.append({
            "state_budget_id": f"SB-{figure.year}-{'-'.join(figure.post)}-{stage}-{self.known:%Y%m%d}",
            "year": figure.year, "chapter": figure.post[0], "post": figure.post[1],
            "name_nb": known_name or figure.name or "-".join(figure.post), "stage": figure.stage, "relation": relation,
            "amount_nok": figure.nok, "quality": "primary", "known_date": self.known, "through_period": through,
            "source_id": self._source(figure, today), "source_place": "; ".join(figure.places),
            "note": _note(figure, reading.raw),
        })  # fmt: skip

    def _take_details(self, parts: Sequence[DetailFigure], reading: DfoReading) -> None:
        first = parts[0]
        own = self.stored["state_account"].filter(
            (pl.col("year") == first.year) & (pl.col("chapter") == first.post[0]) & (pl.col("post") == first.post[1])
            & (pl.col("dimension") == first.dimension) & (pl.col("known_date") <= self.known)
        )  # fmt: skip
        newest = own.filter(pl.col("known_date") == pl.col("known_date").max())
        through = _period(first.year, first.through_month)
        stored = {(row["code"], row["name_nb"], row["amount_nok"], row["through_period"]) for row in newest.iter_rows(named=True)}
        if stored == {(part.code, part.name, part.nok, through) for part in parts}:
            return
        place = f"SA-{first.year}-{'-'.join(first.post)}-{first.dimension.upper()}"
        self.account += [
            {
                "state_account_id": f"{place}-{part.code}-{self.known:%Y%m%d}", "year": part.year, "chapter": part.post[0],
                "post": part.post[1], "dimension": part.dimension, "code": part.code, "name_nb": part.name,
                "amount_nok": part.nok, "known_date": self.known, "through_period": through, "source_id": _DFO_SOURCE,
                "source_place": "; ".join(part.places), "note": _file_note(part.places, reading.raw),
            }
            for part in parts
        ]  # fmt: skip
        self._need_source(_DFO_SOURCE, None, self.known)

    def _post_facts(self, post: PostKey) -> tuple[str | None, str | None]:
        """Name and relation of a post by the newest stored row. Files may use names that the post no longer has."""
        rows = self.every.filter((pl.col("chapter") == post[0]) & (pl.col("post") == post[1])).sort("year", "stage")
        named = rows.filter(pl.col("stage") != "amendment_proposed")
        name = named.get_column("name_nb")[-1] if len(named) else None
        relations = rows.get_column("relation").drop_nulls()
        return name, relations[-1] if len(relations) else None

    def _source(self, figure: StageFigure, today: date) -> str:
        source_id = f"{_BUDGET_SOURCE}-{figure.year}" if figure.kind == "budget" else _DFO_SOURCE
        self._need_source(source_id, figure.year if figure.kind == "budget" else None, today)
        return source_id

    def _need_source(self, source_id: str, year: int | None, today: date) -> None:
        if source_id in self.known_sources:
            return
        self.known_sources.add(source_id)
        told = _DFO_TOLD if year is None else _BUDGET_TOLD | {"title": f"{_BUDGET_TOLD['title']} {year}"}
        self.sources.append({"source_id": source_id, "quality": "primary", "licence": "NLOD", "retrieved_date": today} | told)


_DFO_TOLD = {
    "title": "Statsregnskapet og bevilgningene, filer til nedlasting", "publisher": PUBLISHER,
    "url": "https://statsregnskapet.dfo.no/last-ned",
}  # fmt: skip
_BUDGET_TOLD = {
    "title": "Tallgrunnlag til statsbudsjettet", "publisher": "Finansdepartementet",
    "url": "https://www.regjeringen.no/no/statsbudsjett/",
}  # fmt: skip


def _posts(stored: pl.DataFrame, parameters: pl.DataFrame) -> frozenset[PostKey]:
    """Posts that have figures, and those that a dated parameter has ever named as the knowledge post."""
    found: set[PostKey] = set(stored.select("chapter", "post").unique().iter_rows())
    named: dict[str, dict[date, str]] = {"chapter": {}, "post": {}}
    for part, values in named.items():
        rows = parameters.filter(pl.col("name") == f"knowledge_budget_{part}")
        values.update({row["valid_from"]: f"{row['value']:.0f}" for row in rows.iter_rows(named=True)})
    for day, chapter in named["chapter"].items():
        known = [post for start, post in sorted(named["post"].items()) if start <= day]
        found |= {(chapter, post) for post in known[-1:]}
    return frozenset(found)


def _period(year: int, month: int | None) -> str | None:
    return None if month is None else f"{year}M{month:02d}"


def _month(period: str | None) -> int | None:
    return int(period.partition("M")[2]) if period and "M" in period else None


def _note(figure: StageFigure, raw: Sequence[RawFile]) -> str:
    """Where the figure is from, and what changed a revised budget, in the words of the file."""
    note = _file_note(figure.places, raw)
    return f"{note} Endringer: {'; '.join(figure.decisions)}." if figure.decisions else note


def _file_note(places: Sequence[str], raw: Sequence[RawFile]) -> str:
    checksums = ", ".join(sorted(file.sha256[:12] for file in raw))
    return f"Lest fra «{'», «'.join(places)}». Sjekksum: {checksums}."


def _refused(path: Path, reading: DfoReading, at: datetime) -> TableOutcome:
    hard = [finding for finding in reading.findings if finding.severity == "hard"]
    message = _told(hard, say("dfo.refused", count=reading.found.list.counts["hard"]))
    return TableOutcome(
        PUBLISHER, path.name, Text(path.name, path.name), "refused", message, at, findings=tuple(reading.findings)
    )


def _outcomes(reading: DfoReading, held: _Held, at: datetime) -> list[TableOutcome]:
    """One outcome a kind of file, with what should be considered; the first tells what passed by."""
    kinds = [kind for kind in _KINDS if any(figure.kind == kind for figure in reading.stages)]
    outcomes = []
    for place, kind in enumerate(kinds):
        figures = [figure for figure in reading.stages if figure.kind == kind]
        years = sorted({figure.year for figure in figures})
        new, revised = held.new_counts.get(kind, 0), held.revised_counts.get(kind, 0)
        has_news = any(_is_of(row, kind) for row in held.budget) or (kind == "accounts" and bool(held.account))
        title = say(f"dfo.kind.{kind}")
        parts = [*_provisional(figures, held.known), *(_passed(reading) if not place else [])]
        message = _told([f for f in reading.findings if f.severity != "hard"] if not place else [], *parts)
        outcomes.append(TableOutcome(
            PUBLISHER, title.nb, title, "loaded" if has_news else "unchanged", message, at, held.known,
            str(years[0]), str(years[-1]), len(figures), new, revised, tuple(reading.findings) if not place else (),
        ))  # fmt: skip
    return outcomes


def _is_of(row: Mapping[str, Any], kind: str) -> bool:
    is_budget = str(row["source_id"]).startswith(_BUDGET_SOURCE)
    is_account = row["stage"] == "account"
    return kind == ("budget" if is_budget else "accounts" if is_account else "appropriations")


def _provisional(figures: Sequence[StageFigure], known: date) -> list[Text]:
    """Years whose figures are not final, as far as the files reach."""
    open_years: dict[int, int] = {}
    for figure in figures:
        through = figure.through_month or LAST_MONTH
        is_account = figure.stage == "account" and through < LAST_MONTH
        if is_account or (figure.stage == "revised" and figure.year >= known.year):
            open_years[figure.year] = through
    return [say("dfo.provisional", year=year, through=f"{year}M{month:02d}") for year, month in sorted(open_years.items())]


def _passed(reading: DfoReading) -> list[Text]:
    counts = {"skipped": reading.skipped, "without_chapter": reading.without_chapter}
    return [say(f"dfo.{name}", count=count) for name, count in counts.items() if count]


def _told(findings: Sequence[DataFinding], *first: Text) -> Text | None:
    """Remarks, and each finding on a line of its own; of very many the first."""
    texts = [*first, *(line(finding) for finding in findings[:_TOLD])]
    if len(findings) > _TOLD:
        texts.append(say("dfo.more", count=len(findings) - _TOLD))
    return Text("\n".join(text.nb for text in texts), "\n".join(text.en for text in texts)) if texts else None
