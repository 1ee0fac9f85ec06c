"""The reports that screens are made from, each made once, with the place of every number in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from analytics.evidence.evaluations import evaluations
from analytics.evidence.findings import findings
from analytics.evidence.gate_report import gates
from analytics.evidence.instruments import instruments
from analytics.evidence.overdue import overdue
from analytics.meetings.changes import changes_between
from analytics.meetings.places import address, at_pointer
from analytics.meetings.screen import Unit, Value
from analytics.portfolio.action_plan import ActionPlan, action_plan
from analytics.portfolio.coverage import coverage
from analytics.portfolio.needs import needs
from analytics.portfolio.projects import projects
from analytics.result import Basis, Result, plain
from analytics.rules.plan import plan_rules
from analytics.sickness.target import absence_target
from analytics.spending.commitments import commitments
from analytics.spending.frames import frames
from data.snapshot import Snapshot
from domain.errors import FaultError
from domain.text import Text

Arguments = Mapping[str, str]
OpenSnapshot = Callable[[date], Snapshot]
_UNKNOWN = Text("ukjent", "unknown")


@dataclass(frozen=True, eq=False)
class Told:
    """A report as the command line gives it.

    Attributes:
        address: its name and arguments, as places begin.
        basis, sentence: the report's own.
        json: its `result`.
        result: the report itself; None for what is told of a meeting beside its screens.
    """

    address: str
    basis: Basis
    sentence: Text
    json: Any
    result: Result | None = None

    def get(self, path: str) -> Any:
        """What a pointer leads to.

        Raises:
            KeyError, IndexError: nothing.
        """
        return at_pointer(self.json, path)

    def rows(self, path: str) -> list[tuple[str, dict[str, Any]]]:
        """The items of a list, each with its pointer."""
        return [(f"{path}/{number}", row) for number, row in enumerate(self.get(path))]

    def value(self, path: str, unit: Unit = "count", unknown: Text = _UNKNOWN) -> Value:
        """The value a pointer leads to, with its place; of a list, how many items it has. Days are dates, not text."""
        found = self.get(path)
        if isinstance(found, list):
            found = len(found)
        elif isinstance(found, str) and unit in ("date", "month", "quarter"):
            found = date.fromisoformat(found)
        return Value(found, unit, f"{self.address}/{path}", unknown)


class Reports:
    """The reports of one day, each made the first time it is read.

    Args:
        snapshot: the programme on the day.
        open_snapshot: gives the same version at another day; needed by reports that compare two days.
    """

    def __init__(self, snapshot: Snapshot, open_snapshot: OpenSnapshot | None = None) -> None:
        self.snapshot = snapshot
        self.open_snapshot = open_snapshot
        self._told: dict[str, Told] = {}
        self._plan: ActionPlan | None = None

    def read(self, name: str, **arguments: str) -> Told:
        """A report by its name, as `cli.py report` gives it with the arguments.

        Raises:
            KeyError: no screen is made from such a report.
        """
        place = address(name, arguments)
        if place not in self._told:
            result = READERS[name](self, arguments)
            self._told[place] = Told(place, result.basis, result.sentence, plain(result.as_json()), result)
        return self._told[place]

    def plan(self, year: int | None) -> ActionPlan:
        """The action plans with a year in focus; computed once for all years."""
        if self._plan is None:
            self._plan = action_plan(self.snapshot, open_snapshot=self.open_snapshot)
        return self._plan if year is None else replace(self._plan, year=year)

    def opener(self) -> OpenSnapshot:
        """How to open another day.

        Raises:
            FaultError: it was not given.
        """
        if self.open_snapshot is None:
            raise FaultError("the report needs to open snapshots")
        return self.open_snapshot


def _overdue(reports: Reports, arguments: Arguments) -> Result:
    return overdue(reports.snapshot, _since(arguments), open_snapshot=reports.open_snapshot)


def _changes(reports: Reports, arguments: Arguments) -> Result:
    return changes_between(reports.opener(), *(date.fromisoformat(arguments[name]) for name in ("from", "to")))


def _since(arguments: Arguments) -> date | None:
    since = arguments.get("from")
    return date.fromisoformat(since) if since else None


def _choices(arguments: Arguments) -> Arguments:
    """The arguments but the dates."""
    return {name: value for name, value in arguments.items() if name != "from"}


#: How each report is made. The catalogue of reports makes them the same way; a test holds them together.
READERS: Mapping[str, Callable[[Reports, Arguments], Result]] = {
    "absence-target": lambda reports, _: absence_target(reports.snapshot),
    "action-plan": lambda reports, arguments: reports.plan(int(arguments["year"]) if "year" in arguments else None),
    "changes": _changes,
    "commitments": lambda reports, _: commitments(reports.snapshot),
    "coverage": lambda reports, arguments: coverage(reports.snapshot, arguments),
    "evaluations": lambda reports, _: evaluations(reports.snapshot),
    "findings": lambda reports, arguments: findings(reports.snapshot, _choices(arguments), _since(arguments)),
    "frames": lambda reports, _: frames(reports.snapshot),
    "gates": lambda reports, _: gates(reports.snapshot),
    "instruments": lambda reports, _: instruments(reports.snapshot),
    "needs": lambda reports, arguments: needs(reports.snapshot, arguments),
    "overdue": _overdue,
    "projects": lambda reports, arguments: projects(reports.snapshot, arguments),
    "rules": lambda reports, arguments: plan_rules(reports.snapshot, arguments),
}
