"""Knowledge needs: the chain from need to use, its orphans at every link, and what became of the input of each party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from analytics.portfolio.needs_chain import ChainItem, need_chain
from analytics.portfolio.needs_graph import TABLES as CHAIN_TABLES
from analytics.portfolio.needs_graph import Graph, build_graph
from analytics.portfolio.needs_inputs import (
    OUTCOMES,
    hide_inputs,
    input_rows,
    meeting_rows,
    party_rows,
    programme_inputs,
    since_autumn,
)
from analytics.portfolio.needs_orphans import LinkCount, Orphan, finding_rows, link_counts, orphans
from analytics.portfolio.needs_rows import ANSWERS, STEPS, need_rows, organisation_names
from analytics.portfolio.needs_text import (
    autumn_sentence,
    cover_counts,
    inputs_sentence,
    link_sentence,
    need_sentence,
    needs_sentence,
    orphan_name,
    silent_sentence,
)
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import Text, say

_TABLES = (*CHAIN_TABLES, "meeting", "meeting_input", "body_member")

#: What stands in a filter for needs without an area, a question or a meeting.
NOTHING = "uten"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which needs and inputs are asked for; an empty choice does not limit."""

    needs: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Needs:
    """The needs of the programme and all that they have led to on the day.

    Attributes:
        rows: one row a need; the columns of `needs_rows.need_rows`, high priority first.
        graph: every link.
        findings: one row a finding of the programme's projects; the columns of `needs_orphans.finding_rows`.
        orphans, links: what is not linked, and how far each link reaches.
        inputs: one row an input, the newest first; empty when the reader may not see inputs.
        parties, meetings: one row a party, one row a meeting.
        can_see_inputs: whether the reader may see inputs; if not, `parties` has no numbers of them, and who asked for a need is
            only who raised it.
        names: of organisations by id.
        area_names: short names of areas by id.
        since_autumn: what has become of the inputs since the last autumn meeting, as `needs_inputs.since_autumn` gives it.
        selection: what `as_json` gives of the lists.
        need_id: the one need that was asked for.
    """

    basis: Basis
    rows: pl.DataFrame
    graph: Graph
    findings: pl.DataFrame
    orphans: tuple[Orphan, ...]
    links: tuple[LinkCount, ...]
    inputs: pl.DataFrame
    parties: pl.DataFrame
    meetings: pl.DataFrame
    can_see_inputs: bool
    names: dict[str, Text]
    area_names: dict[str, Text]
    since_autumn: dict[str, Any]
    selection: Selection
    need_id: str | None

    @property
    def sentence(self) -> Text:
        """How many needs have a project, and what is said of the rest; with one need asked for, where that stands."""
        if self.need_id is not None:
            return self.need_sentence(self.need_id)
        unanchored = sum(len(orphan.ids) for orphan in self.orphans if (orphan.link, orphan.step) == ("need_project", "project"))
        return needs_sentence(self.basis.as_of, self.rows, unanchored)

    @property
    def autumn_sentence(self) -> Text:
        """What has become of the needs of the last autumn meeting."""
        return autumn_sentence(self.basis.as_of, self.meetings)

    @property
    def by_cover(self) -> dict[str, int]:
        """How many needs have a project, are put off with a reason, have only stopped projects, or none of these."""
        return cover_counts(self.rows)

    @property
    def high_without_project(self) -> list[str]:
        """Needs of high priority with neither a project nor a reasoned "not now", or with only stopped ones."""
        without = pl.col("cover").is_in(["none", "only_stopped"])
        return self.rows.filter(without & (pl.col("priority") == "high")).get_column("need_id").to_list()

    @property
    def settled_inputs(self) -> int | None:
        """How many inputs have an outcome; None when the reader may not see inputs."""
        return int(self.inputs.get_column("is_settled").sum()) if self.can_see_inputs else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show: no need, no plan line, no call, no project and no input."""
        graph = self.graph
        return all(frame.is_empty() for frame in (self.rows, graph.lines, graph.calls, graph.projects, self.inputs))

    def need(self, need_id: str) -> dict[str, Any] | None:
        """The row of one need; None when there is none."""
        found = self.rows.filter(pl.col("need_id") == need_id)
        return None if found.is_empty() else found.row(0, named=True)

    def need_sentence(self, need_id: str) -> Text:
        """Where one need stands, who asked for it and when."""
        row = self.need(need_id)
        return say("needs.no_need", id=need_id, date=self.basis.as_of) if row is None else need_sentence(row, self.names)

    def chain(self, need_id: str) -> tuple[ChainItem, ...]:
        """All that one need has led to, step by step."""
        row = self.need(need_id)
        return () if row is None else need_chain(self.graph, row)

    def selected(
        self,
        *,
        needs: Sequence[str] = (),
        areas: Sequence[str] = (),
        questions: Sequence[str] = (),
        answers: Sequence[str] = (),
        parties: Sequence[str] = (),
        meetings: Sequence[str] = (),
        text: str = "",
        only_without: bool = False,
    ) -> pl.DataFrame:
        """The needs that a filter leaves; an empty choice does not limit. `NOTHING` is without area, question or meeting.

        Args:
            needs, areas, questions, answers: the need has one of them.
            parties, meetings: one of them asked for the need, or it was asked for in one of them.
            text: words that all stand in the id, title or description.
            only_without: only needs with neither a project nor a reasoned "not now", or with only stopped ones.
        """
        kept = self.rows
        for column, values in (("need_id", needs), ("area_id", areas), ("question_kind", questions), ("answer", answers)):
            if values:
                kept = kept.filter(pl.col(column).is_in(list(values)) | (pl.col(column).is_null() & pl.lit(NOTHING in values)))
        for column, values in (("asked_by_ids", parties), ("meeting_ids", meetings)):
            if values:
                none = (pl.col(column).list.len() == 0) & pl.lit(NOTHING in values)
                kept = kept.filter(pl.col(column).list.set_intersection(list(values)).list.len().gt(0) | none)
        searched = pl.concat_str("need_id", "title_nb", "description_nb", separator=" ", ignore_nulls=True).str.to_lowercase()
        for word in text.lower().split():
            kept = kept.filter(searched.str.contains(word, literal=True))
        return kept.filter(pl.col("cover").is_in(["none", "only_stopped"])) if only_without else kept

    def selected_inputs(self, *, parties: Sequence[str] = (), meetings: Sequence[str] = ()) -> pl.DataFrame:
        """The inputs from these parties and in these meetings; an empty choice does not limit."""
        kept = self.inputs
        if parties:
            kept = kept.filter(pl.col("organisation_id").is_in(list(parties)))
        if meetings:
            none = pl.col("meeting_id").is_null() & pl.lit(NOTHING in meetings)
            kept = kept.filter(pl.col("meeting_id").is_in(list(meetings)) | none)
        return kept

    def chosen(self) -> pl.DataFrame:
        """The needs that the choices leave."""
        wanted = self.selection
        return self.selected(
            needs=wanted.needs, areas=wanted.areas, questions=wanted.questions, answers=wanted.answers, parties=wanted.parties
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """The counts, every link with its orphans, the chosen needs, inputs, parties and meetings, and the whole graph."""
        parties = self.selection.parties
        told = self.parties.filter(pl.col("organisation_id").is_in(list(parties))) if parties else self.parties
        found: dict[str, Any] = {
            "needs_count": len(self.rows),
            "by_cover": self.by_cover,
            "by_answer": _counts(self.rows, "answer", ANSWERS),
            "by_furthest": _counts(self.rows, "furthest", STEPS),
            "links": [asdict(link) | {"sentence": link_sentence(link)} for link in self.links],
            "orphans": [asdict(orphan) | {"name": orphan_name(orphan), "count": len(orphan.ids)} for orphan in self.orphans],
            "last_autumn": self.autumn_sentence,
            "high_without_project_ids": self.high_without_project,
            "findings": {
                "by_state": _counts(self.findings, "state", CODE_LISTS["finding_state"].values), "rows": self.findings.to_dicts()
            },
            "inputs": self._inputs_json() if self.can_see_inputs else None,
            "parties": told.to_dicts(),
            "meetings": self.meetings.to_dicts(),
            "selection": asdict(self.selection),
            "needs": self.chosen().to_dicts(),
            "graph": {"nodes": self._nodes(), "edges": self.graph.edges.to_dicts()},
            "hidden_tables": [] if self.can_see_inputs else ["meeting_input"],
        }  # fmt: skip
        if self.need_id is not None:
            found["need"] = {"row": self.need(self.need_id), "chain": [asdict(item) for item in self.chain(self.need_id)]}
        return found

    def _inputs_json(self) -> dict[str, Any]:
        chosen = self.selected_inputs(parties=self.selection.parties)
        return {
            "count": len(self.inputs),
            "settled": self.settled_inputs,
            "by_outcome": _counts(self.inputs, "outcome", OUTCOMES),
            "sentence": inputs_sentence(chosen),
            "without_input": silent_sentence(self.parties, self.inputs),
            "rows": chosen.to_dicts(),
            "since_autumn": self.since_autumn,
        }

    def _nodes(self) -> list[dict[str, str]]:
        graph = self.graph
        steps = {"need": graph.needs, "plan_line": graph.lines, "call": graph.calls, "project": graph.projects}
        own = [frame.select(step=pl.lit(step), id=f"{step}_id", title_nb="title_nb") for step, frame in steps.items()]
        found = graph.findings.select(step=pl.lit("finding"), id="finding_id", title_nb="text_nb")
        return pl.concat([*own, found]).to_dicts()

    def table(self) -> pl.DataFrame:
        """One row a chosen need; lists are joined by semicolon."""
        rows = self.chosen()
        lists = [name for name, kind in rows.schema.items() if kind == pl.List(pl.String)]
        return rows.with_columns(pl.col(name).list.join("; ") for name in lists)


def needs(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> Needs:
    """The knowledge needs of the programme, link by link to what they have led to.

    The links are defined in `needs_graph`, and every one is many-to-many. A need has a project when at least one of its projects
    is neither stopped nor decided to only describe occurrence (8.1). Its answer is the first that holds of: answered (such a
    project is finished and has reported findings), ongoing, finished (without findings), planned (a project), not now (decided,
    with or without a reason), planned (a plan line or call that still stands), interrupted (all that was begun is stopped,
    cancelled, dropped or left out), untouched. How far a need has come counts what still stands, and findings also of projects
    that were stopped. "Not now" settles a need only when its reason is written. Ages are days from the need was raised.

    The reader may not conclude that an answered need has a good or certain answer, that a finding that concerns an instrument is
    used there, or anything about sick leave.

    Args:
        snapshot: the programme as it was known on the day.
        choices: `id` (one need: its chain); and for the lists `need`, `party` (an organisation that asked for the need or gave
            the input), `status` (answers), `priority_area` and `question`, several with commas. Totals, links and orphans are
            of all needs whatever is chosen.

    Raises:
        UserError: a choice does not exist on the day.
    """
    graph = build_graph(snapshot)
    can_see = snapshot.can_see(TABLES["meeting_input"])
    inputs = programme_inputs(snapshot, graph.needs.get_column("need_id"))
    rows = need_rows(snapshot, graph, inputs)
    findings = finding_rows(graph)
    found = orphans(graph, rows, findings)
    told = input_rows(snapshot, inputs, rows)
    parties = party_rows(snapshot, told, rows)
    areas = snapshot.table("priority_area").select("area_id", "short_nb", "short_en")
    names = organisation_names(snapshot)
    caveats = ("caveat_links", "caveat_answer", "caveat_use", "caveat_not_now", "caveat_inputs")
    result = Needs(
        basis=_basis(snapshot, graph, tuple(say(f"needs.{key}") for key in caveats)),
        rows=rows,
        graph=graph,
        findings=findings,
        orphans=found,
        links=link_counts(graph, rows, findings, found),
        inputs=told,
        parties=parties if can_see else hide_inputs(parties),
        meetings=meeting_rows(snapshot, rows),
        can_see_inputs=can_see,
        names={id_: Text(nb, en) for id_, nb, en in names.iter_rows()},
        area_names={id_: Text(nb, en) for id_, nb, en in areas.iter_rows()},
        since_autumn=since_autumn(snapshot, told),
        selection=_selection(choices or {}, rows, parties),
        need_id=(choices or {}).get("id"),
    )
    if result.need_id is not None and result.need(result.need_id) is None:
        raise _unknown(say("needs.no_need", id=result.need_id, date=snapshot.as_of), "no_record")
    return result


def _basis(snapshot: Snapshot, graph: Graph, caveats: tuple[Text, ...]) -> Basis:
    """Findings and evaluations are also held that are no part of the chain: of those only the sources that it uses."""
    whole = basis(snapshot, *_TABLES, caveats=caveats)
    ids = set(graph.findings.get_column("source_id").drop_nulls())
    own = {*(source.source_id for source in whole.sources), *ids}
    found = (source for source in snapshot.sources(*_TABLES, "finding") if source.source_id in own)
    return replace(whole, sources=tuple(found))


def _selection(given: Mapping[str, str], rows: pl.DataFrame, parties: pl.DataFrame) -> Selection:
    asked = rows.get_column("asked_by_ids").explode().drop_nulls()
    areas = rows.get_column("area_id").drop_nulls().unique().sort().to_list()
    allowed = {
        "need": rows.get_column("need_id").to_list(),
        "party": sorted({*parties.get_column("organisation_id"), *asked}),
        "status": list(ANSWERS),
        "priority_area": [*areas, NOTHING],
        "question": [*CODE_LISTS["question_kind"].values, NOTHING],
    }
    return Selection(*(_chosen(given, name, values) for name, values in allowed.items()))


def _chosen(given: Mapping[str, str], name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    values = tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())
    wrong = next((value for value in values if value not in allowed), None)
    if wrong is not None:
        raise _unknown(say("needs.wrong_choice", name=name, value=wrong, allowed=", ".join(allowed[:_NAMED])), "wrong_choice")
    return values


_NAMED = 40


def _unknown(text: Text, code: str) -> UserError:
    return UserError(text.nb, text.en, code=code)


def _counts(rows: pl.DataFrame, column: str, values: Sequence[str]) -> dict[str, int]:
    """How many rows have each value; 0 where there is none."""
    found = dict(rows.group_by(column).len().iter_rows())
    return {value: found.get(value, 0) for value in values}
