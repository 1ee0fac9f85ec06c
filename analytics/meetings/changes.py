"""What differs between two dates: the same programme as it was known on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from analytics.meetings import changes_text, differences_money, differences_portfolio
from analytics.meetings import differences_evidence as of_evidence
from analytics.meetings import differences_meetings as of_meetings
from analytics.meetings import differences_overdue as of_overdue
from analytics.meetings import differences_record as of_record
from analytics.meetings import differences_statistics as of_statistics
from analytics.meetings.differences import Find, Item, Pair
from analytics.meetings.like_for_like import LikeForLike, like_for_like
from analytics.portfolio.programme import current_programme, of_programme
from analytics.result import Basis, basis, plain
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import Text, say

_TABLES = (
    "project", "schedule_change", "contract", "payment", "budget_line", "commitment", "frame", "carry_over", "evaluation",
    "evaluation_step", "evidence_assessment", "finding", "deliverable", "vintage", "project_area", "project_question",
    "knowledge_need", "action_plan", "meeting", "meeting_input", "decision", "action_item",
)  # fmt: skip
_ITEMS = ("deliverable", "milestone", "evaluation_step")
#: Every kind of change under the heading it is told under, in the order they are told.
SECTIONS: Mapping[str, tuple[tuple[str, Find], ...]] = {
    "portfolio": (
        ("projects_new", differences_portfolio.projects_new),
        ("projects_started", lambda pair: differences_portfolio.projects_dated(pair, "started_date")),
        ("projects_finished", lambda pair: differences_portfolio.projects_dated(pair, "completed_date")),
        ("projects_stopped", lambda pair: differences_portfolio.projects_dated(pair, "stopped_date")),
        ("deadlines_moved", differences_portfolio.deadlines_moved),
        ("delivered", differences_portfolio.delivered),
        ("needs_new", differences_portfolio.needs_new),
        ("plans_adopted", differences_portfolio.plans_adopted),
        ("plan_lines_added", lambda pair: differences_portfolio.plan_lines(pair, "added")),
        ("plan_lines_dropped", lambda pair: differences_portfolio.plan_lines(pair, "dropped")),
        ("plan_lines_moved", lambda pair: differences_portfolio.plan_lines(pair, "quarter")),
        ("coverage_gained", lambda pair: differences_portfolio.cells_changed(pair, gained=True)),
        ("coverage_lost", lambda pair: differences_portfolio.cells_changed(pair, gained=False)),
    ),
    "money": (
        ("payments", differences_money.payments),
        ("payments_by_year", differences_money.payments_by_year),
        ("frames_changed", differences_money.frames_changed),
        ("carry_over_changed", differences_money.carry_over_changed),
        ("contracts_new", differences_portfolio.contracts_new),
        ("contracts_ended", differences_portfolio.contracts_ended),
        ("contracts_changed", differences_money.contracts_changed),
        ("budgets_changed", differences_money.budgets_changed),
        ("plan_amounts_changed", lambda pair: differences_portfolio.plan_lines(pair, "amount")),
        ("commitments_changed", lambda pair: differences_money.commitments_changed(pair, conditional=False)),
        ("conditional_changed", lambda pair: differences_money.commitments_changed(pair, conditional=True)),
        ("payments_corrected", differences_money.payments_corrected),
        ("amounts_changed", differences_money.amounts_changed),
    ),
    "evidence": (
        ("evaluations_moved", of_evidence.evaluations_moved),
        ("levels_gained", lambda pair: of_evidence.levels_changed(pair, gained=True)),
        ("levels_lost", lambda pair: of_evidence.levels_changed(pair, gained=False)),
        ("levels_expected", of_evidence.levels_expected),
        ("instruments_gained", lambda pair: of_evidence.instruments_changed(pair, gained=True)),
        ("instruments_lost", lambda pair: of_evidence.instruments_changed(pair, gained=False)),
        ("certainty_gained", lambda pair: of_evidence.certainty_changed(pair, gained=True)),
        ("certainty_lost", lambda pair: of_evidence.certainty_changed(pair, gained=False)),
        ("findings_new", of_evidence.findings_new),
        ("findings_used", of_evidence.findings_used),
        ("recommendations_new", lambda pair: of_evidence.recommendations(pair, "raised")),
        ("recommendations_done", lambda pair: of_evidence.recommendations(pair, "done")),
        ("recommendations_rejected", lambda pair: of_evidence.recommendations(pair, "rejected")),
    ),
    "overdue": (
        ("deliverables_overdue", lambda pair: of_overdue.overdue_new(pair, "deliverable")),
        ("milestones_overdue", lambda pair: of_overdue.overdue_new(pair, "milestone")),
        ("steps_overdue", lambda pair: of_overdue.overdue_new(pair, "evaluation_step")),
        ("actions_overdue", of_overdue.actions_overdue),
        ("publication_late", lambda pair: of_overdue.publication(pair, late=True)),
        ("deliverables_cleared", lambda pair: of_overdue.overdue_cleared(pair, "deliverable")),
        ("milestones_cleared", lambda pair: of_overdue.overdue_cleared(pair, "milestone")),
        ("steps_cleared", lambda pair: of_overdue.overdue_cleared(pair, "evaluation_step")),
        ("publication_cleared", lambda pair: of_overdue.publication(pair, late=False)),
        ("overdue_between", of_overdue.overdue_between),
    ),
    "statistics": (
        ("statistics_new", of_statistics.vintages_new),
        ("statistics_revised", of_statistics.revised),
        ("breaks_new", of_statistics.breaks_new),
    ),
    "meetings": (
        ("meetings_held", of_meetings.meetings_held),
        ("decisions_new", of_meetings.decisions_new),
        ("inputs_new", of_meetings.inputs_new),
        ("inputs_settled", of_meetings.inputs_settled),
        ("actions_new", of_meetings.actions_new),
        ("actions_done", of_meetings.actions_done),
    ),
    "record": (
        ("rows_corrected", of_record.rows_corrected),
        ("rows_removed", of_record.rows_removed),
    ),
}
#: Every kind of change, in the order they are told.
KINDS: tuple[tuple[str, Find], ...] = tuple(kind for kinds in SECTIONS.values() for kind in kinds)
HEADINGS: tuple[str, ...] = tuple(SECTIONS)
_HEADING_OF = {kind: heading for heading, kinds in SECTIONS.items() for kind, _ in kinds}
#: Tables whose rows not every reader may see.
_OF_MEETINGS = ("meeting_input", "decision", "action_item")


class Line(NamedTuple):
    """One line of the summary: a heading of `HEADINGS`, how many changes, and what they are in a few words."""

    heading: str
    number: int
    text: Text


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind; `heading` is what it is told under."""

    kind: str
    items: tuple[Item, ...]

    @property
    def heading(self) -> str:
        return _HEADING_OF[self.kind]

    @property
    def title(self) -> Text:
        """What kind of change it is, of one item."""
        return say(f"changes.kind.{self.kind}")


@dataclass(frozen=True, eq=False)
class Changes:
    """What differs between two dates; every kind has a group, also when it is empty.

    Attributes:
        first_known: the first day that anything of the programme is dated; None when nothing is.
        hidden: tables that the reader may not see; their changes are unknown, not none.
        same: the projects that ran on both days against all that did.
    """

    basis: Basis
    from_date: date
    to_date: date
    groups: tuple[Group, ...]
    first_known: date | None
    hidden: tuple[str, ...]
    same: LikeForLike

    def items(self, kind: str) -> tuple[Item, ...]:
        """The changes of a kind; none when there is no such kind."""
        return next((group.items for group in self.groups if group.kind == kind), ())

    def under(self, heading: str) -> tuple[Group, ...]:
        """The groups told under a heading that have any change."""
        return tuple(group for group in self.groups if group.items and group.heading == heading)

    @property
    def count(self) -> int:
        """How many changes there are in all, each with a row of its own."""
        return sum(line.number for line in self.summary)

    @property
    def summary(self) -> tuple[Line, ...]:
        """One line for each heading: how many changes, and the most telling of them in words. What was corrected has a line
        only when anything was."""
        lines = tuple(Line(heading, *changes_text.told(self.under(heading))) for heading in HEADINGS)
        return tuple(line for line in lines if line.heading != "record" or line.number)

    @property
    def corrections(self) -> int:
        """How many of the items were recorded in hindsight, under any heading."""
        return sum(item.is_correction for group in self.groups for item in group.items)

    @property
    def is_before_known(self) -> bool:
        """Whether the earlier day lies before anything of the programme was known."""
        return self.first_known is not None and self.from_date < self.first_known

    @property
    def headline(self) -> Text:
        """How many changes there are between which dates, and how many of them are corrections."""
        return changes_text.headline(self)

    @property
    def sentence(self) -> Text:
        """What has changed, the most telling kinds by number and the rest as a number."""
        return changes_text.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """The two dates, the summary and the groups; days are whole calendar days, amounts whole kroner."""
        return {
            "from": self.from_date,
            "to": self.to_date,
            "count": self.count,
            "corrections": self.corrections,
            "first_known": self.first_known,
            "hidden_tables": list(self.hidden),
            "summary": [{"heading": line.heading, "count": line.number, "text": line.text} for line in self.summary],
            "like_for_like": self.same.as_json(),
            "groups": [
                {"kind": group.kind, "heading": group.heading, "items": [_item_json(item) for item in group.items]}
                for group in self.groups
            ],
        }

    def table(self) -> pl.DataFrame:
        """One row a change; the values as text, since they are of different kinds, and amounts and dates also typed."""
        return pl.DataFrame([changes_text.row(group, item) for group in self.groups for item in group.items], schema=SCHEMA)


SCHEMA: Mapping[str, Any] = changes_text.SCHEMA


def changes(earlier: Snapshot, later: Snapshot) -> Changes:
    """What differs between two snapshots of the same programme.

    Both are cut to what was known on their day, so what is compared is what a reader saw on each. Kinds and their rules stand in
    `SECTIONS`: each function says what it finds. Every kind has what was before and what is now. A correction (something dated
    before the earlier day that came later, or a row recorded otherwise) is marked as such, and told apart from what happened.
    An item is overdue as in the report `overdue`, a figure is revised as in `absence-revisions`, and a level is as in `evidence`.

    The order of events says nothing about cause, and fewer overdue items may be because projects left: `same` tells the projects
    that ran on both days apart.

    Raises:
        UserError: the earlier snapshot is of a later day than the other.
    """
    if earlier.as_of > later.as_of:
        words = say("changes.wrong_order", from_date=earlier.as_of, to_date=later.as_of)
        raise UserError(words.nb, words.en, code="wrong_order")
    pair = Pair(earlier, later)
    groups = tuple(Group(kind, tuple(find(pair))) for kind, find in KINDS)
    hidden = tuple(name for name in _OF_MEETINGS if not later.can_see(TABLES[name]))
    keys = ("caveat", "caveat_hindsight", "caveat_same")
    return Changes(
        basis(later, *_TABLES, caveats=tuple(say(f"changes.{key}") for key in keys)), earlier.as_of, later.as_of, groups,
        _first_known(later), hidden, like_for_like(pair),
    )  # fmt: skip


def changes_between(open_snapshot: Callable[[date], Snapshot], from_date: date, to_date: date) -> Changes:
    """The same for two dates, given how to open the snapshot of a day.

    Raises:
        UserError: `from_date` is after `to_date`.
    """
    return changes(open_snapshot(from_date), open_snapshot(to_date))


def _first_known(snapshot: Snapshot) -> date | None:
    """The first day that the programme's agreement, a frame or a project of it is dated."""
    programme = current_programme(snapshot)
    own = pl.lit(programme is None) | (pl.col("agreement_id") == ("" if programme is None else programme.agreement_id))
    frames, projects = (of_programme(snapshot.table(name), programme) for name in ("frame", "project"))
    agreements = snapshot.table("agreement").filter(own)
    days = [
        agreements.get_column("signed_date").min(), agreements.get_column("start_date").min(),
        frames.get_column("decided_date").min(), projects.get_column("registered_date").min(),
    ]  # fmt: skip
    return min((day for day in days if isinstance(day, date)), default=None)


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "id": item.id, "table": item.table, "text": item.text, "from": plain(item.before), "to": plain(item.after),
        "unit": item.unit, "days": item.days, "difference_nok": plain(item.difference_nok), "note": item.note,
        "is_correction": item.is_correction,
        "owner": None if item.owner is None else {"table": item.owner[0], "id": item.owner[1]},
    }  # fmt: skip
