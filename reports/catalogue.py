"""Every report by name: what `cli.py report` can give, and what the pages show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from analytics.evidence.evaluations import evaluations
from analytics.evidence.instruments import instruments
from analytics.portfolio.coverage import coverage
from analytics.portfolio.projects import projects
from analytics.result import Result
from analytics.sickness.target import absence_target
from analytics.spending.frames import frames
from data.snapshot import Snapshot
from domain.errors import FaultError
from domain.text import Text, say


@dataclass(frozen=True, slots=True)
class ReportArguments:
    """What a report may be asked for besides the as-of date; None when not given.

    Attributes:
        open_snapshot: gives the same version at another date, for reports that compare two dates.
        open_corrected: gives the same version at another date with what has been corrected since.
        home: the folder that holds the store.
        choices: further choices by name, as in `domain.choices`; those that were not made are absent.
    """

    year: int | None = None
    from_date: date | None = None
    to_date: date | None = None
    measure: str | None = None
    open_snapshot: Callable[[date], Snapshot] | None = None
    home: Path | None = None
    open_corrected: Callable[[date], Snapshot] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report: its name and how to compute it. Its title is the text `report.<name>`."""

    name: str
    run: Callable[[Snapshot, ReportArguments], Result]

    @property
    def title(self) -> Text:
        return say(f"report.{self.name}")


@cache
def catalogue() -> dict[str, ReportSpec]:
    """All reports, in the order they are listed."""
    specs = (
        ReportSpec("instruments", lambda snapshot, _: instruments(snapshot)),
        ReportSpec("frames", lambda snapshot, arguments: frames(snapshot, arguments.year)),
        ReportSpec("frame-versions", _frame_versions),
        ReportSpec("ledger", _ledger),
        ReportSpec("fixed-prices", _fixed_prices),
        ReportSpec("money-terms", _money_terms),
        ReportSpec("year", _year),
        ReportSpec("reconciliation", _reconciliation),
        ReportSpec("forecast", _forecast),
        ReportSpec("burn-up", _burn_up),
        ReportSpec("commitments", _commitments),
        ReportSpec("what-if", _what_if),
        ReportSpec("proposals", _proposals),
        ReportSpec("state-budget", _state_budget),
        ReportSpec("coverage", _coverage),
        ReportSpec("projects", lambda snapshot, arguments: projects(snapshot, arguments.choices)),
        ReportSpec("project", _project),
        ReportSpec("needs", _needs),
        ReportSpec("action-plan", _action_plan),
        ReportSpec("relevance", _relevance),
        ReportSpec("procurement", _procurement),
        ReportSpec("dissemination", _dissemination),
        ReportSpec("agreement-map", _agreement_map),
        ReportSpec("rules", _rules),
        ReportSpec("evaluations", lambda snapshot, _: evaluations(snapshot)),
        ReportSpec("evidence", _evidence),
        ReportSpec("gates", _gates),
        ReportSpec("power", _power),
        ReportSpec("overdue", _overdue),
        ReportSpec("effect-question", _effect_question),
        ReportSpec("findings", _findings),
        ReportSpec("final-report", _final_report),
        ReportSpec("absence-target", lambda snapshot, arguments: absence_target(snapshot, arguments.measure)),
        ReportSpec("absence-series", _absence_series),
        ReportSpec("absence-expected", _absence_expected),
        ReportSpec("absence-long-term", _long_term),
        ReportSpec("absence-industries", _absence_industries),
        ReportSpec("absence-decomposition", _absence_decomposition),
        ReportSpec("absence-mix", _absence_mix),
        ReportSpec("absence-revisions", _absence_revisions),
        ReportSpec("sources", _sources),
        ReportSpec("changes", _changes),
        ReportSpec("decisions", _decisions),
        ReportSpec("meeting", _meeting),
        ReportSpec("brief", _brief),
        ReportSpec("minutes", _minutes),
        ReportSpec("findings-of-import", _findings_of_import),
        ReportSpec("parameters", _parameters),
        ReportSpec("data-dictionary", _data_dictionary),
        ReportSpec("snapshot", _whole_snapshot),
        ReportSpec("record", _record),
    )
    return {spec.name: spec for spec in specs}


def _commitments(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.spending.commitments import commitments

    return commitments(snapshot)


def _what_if(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.spending.commitments import what_if
    from analytics.spending.proposal import read_proposal

    return what_if(snapshot, *read_proposal(arguments.choices))


def _proposals(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.spending.saved_proposals import proposals

    return proposals(snapshot)


def _forecast(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.spending.forecast import forecast

    return forecast(snapshot)


def _burn_up(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.spending.programme_burn import programme_burn

    return programme_burn(snapshot)


def _reconciliation(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.spending.reconciliation import reconciliation

    return reconciliation(snapshot)


def _year(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.spending.year import money_year

    return money_year(snapshot, arguments.year)


def _fixed_prices(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.spending.prices import fixed_prices

    return fixed_prices(snapshot, arguments.year)


def _money_terms(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.spending.terms import money_terms

    return money_terms(snapshot)


def _frame_versions(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.spending.versions import frame_versions

    return frame_versions(snapshot)


def _ledger(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.spending.book import money_book

    return money_book(snapshot, arguments.year)


def _coverage(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    """With `from`, what has changed since that day; the rows, the level and the counting by choice."""
    since = arguments.from_date
    earlier = arguments.open_snapshot(since) if since is not None and arguments.open_snapshot is not None else None
    return coverage(snapshot, arguments.choices, earlier=earlier)


def _project(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.portfolio.project_record import project_record

    return project_record(snapshot, arguments.choices.get("id"))


def _state_budget(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.spending.state_budget import state_budget

    return state_budget(snapshot, arguments.year)


def _needs(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.portfolio.needs import needs

    return needs(snapshot, arguments.choices)


def _action_plan(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.portfolio.action_plan import action_plan

    return action_plan(snapshot, arguments.year, open_snapshot=arguments.open_snapshot)


def _relevance(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.portfolio.relevance import relevance

    return relevance(snapshot)


def _procurement(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.portfolio.procurement import procurement

    return procurement(snapshot)


def _dissemination(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.portfolio.dissemination import dissemination

    return dissemination(snapshot)


def _agreement_map(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.portfolio.agreement_map import agreement_map

    return agreement_map(snapshot)


def _evidence(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.evidence.strength import evidence

    return evidence(snapshot)


def _effect_question(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.evidence.effect_question import effect_question

    return effect_question(snapshot)


def _gates(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.evidence.gate_report import gates

    return gates(snapshot)


def _power(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.evidence.power.result import power

    return power(snapshot, arguments.choices)


def _findings(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    """With `from`, also which findings were reported after that day."""
    from analytics.evidence.findings import findings

    return findings(snapshot, arguments.choices, arguments.from_date)


def _final_report(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.evidence.final_report import final_report

    return final_report(snapshot)


def _overdue(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    """With `from`, what has changed since that day; without it, since the last meeting."""
    from analytics.evidence.overdue import overdue

    return overdue(snapshot, arguments.from_date, open_snapshot=arguments.open_snapshot)


def _record(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.quality.record import record

    return record(snapshot, arguments.choices.get("table"), arguments.choices.get("id"))


def _rules(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.rules.plan import plan_rules

    return plan_rules(snapshot, arguments.choices)


def _absence_series(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.sickness.absence_series import absence_series

    return absence_series(snapshot, arguments.measure, arguments.choices)


def _long_term(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.sickness.long_term import long_term

    return long_term(snapshot)


def _absence_expected(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.sickness.expected import absence_expected

    chosen = arguments.choices
    return absence_expected(
        snapshot, train_from=chosen.get("train_from"), measure=arguments.measure,
        absence_type=chosen.get("type", "total"), sex=chosen.get("sex", "both"),
    )  # fmt: skip


def _absence_industries(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.sickness.industries import absence_industries

    return absence_industries(snapshot, arguments.choices, arguments.measure)


def _absence_decomposition(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.sickness.decomposition import absence_decomposition

    return absence_decomposition(snapshot, arguments.choices)


def _absence_mix(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.sickness.mix import absence_mix

    return absence_mix(snapshot, arguments.choices)


def _absence_revisions(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.sickness.revisions import absence_revisions

    return absence_revisions(snapshot, arguments.measure, arguments.choices)


def _sources(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.quality.sources import sources

    return sources(snapshot)


def _changes(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    """Between the two dates asked for, or from the meeting before the one asked for; by default since the last meeting."""
    if arguments.open_snapshot is None:
        raise FaultError("the report of changes needs to open snapshots")
    from analytics.meetings.changes import changes_between
    from analytics.meetings.dates import between_meetings, since_last

    meeting = arguments.choices.get("meeting")
    default_from, default_to = (None, snapshot.as_of) if meeting is None else between_meetings(snapshot, meeting)
    to_date = arguments.to_date or default_to
    from_date = arguments.from_date or default_from or since_last(snapshot, to_date)
    return changes_between(arguments.open_snapshot, from_date, to_date)


def _decisions(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.meetings.decisions import decisions

    return decisions(snapshot, arguments.choices)


def _meeting(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    """The edition adopted last, when one is; with `edition`, another, or `live` for the pack by what is known now. Without any
    meeting and none asked for, that there is none."""
    if arguments.open_snapshot is None or arguments.open_corrected is None or arguments.home is None:
        raise FaultError("the pack of a meeting needs to open snapshots, and the home of adopted packs")
    from analytics.meetings.editions import edition
    from analytics.meetings.meeting import meetings
    from analytics.meetings.pack import no_pack
    from data.packs import PackArchive

    asked = arguments.choices
    if asked.get("meeting") is None and not meetings(snapshot):
        return no_pack(snapshot)
    return edition(
        snapshot, asked.get("meeting"), asked.get("edition"), PackArchive(arguments.home), arguments.open_snapshot,
        arguments.open_corrected,
    )  # fmt: skip


def _brief(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    """With `meeting`, of its day (before it has come, of the snapshot's); with `from`, compared with that day; without it, with
    the last meeting, else the day a year before."""
    if arguments.open_snapshot is None:
        raise FaultError("the brief needs to open snapshots")
    from analytics.meetings.brief import brief
    from analytics.meetings.meeting import meeting_of

    asked = arguments.choices.get("meeting")
    if asked is not None:
        snapshot = arguments.open_snapshot(min(meeting_of(snapshot, asked).day, snapshot.as_of))
    return brief(snapshot, arguments.from_date, arguments.open_snapshot)


def _minutes(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    """With the edition of the pack that was adopted last, when one is: that is what was shown."""
    if arguments.open_snapshot is None:
        raise FaultError("the minutes of a meeting need to open snapshots")
    from analytics.meetings.minutes import minutes
    from analytics.meetings.pack import Pack

    shown = _meeting(snapshot, arguments)
    if not isinstance(shown, Pack):  # there is no meeting at all, and it says so
        return shown
    return minutes(snapshot, shown.meeting.meeting_id, arguments.open_snapshot, shown)


def _findings_of_import(snapshot: Snapshot, arguments: ReportArguments) -> Result:
    from analytics.rules.last_import import last_import_result

    return last_import_result(snapshot, arguments.home)


def _parameters(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.quality.parameters import parameters

    return parameters(snapshot)


def _data_dictionary(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.quality.dictionary import data_dictionary

    return data_dictionary(snapshot)


def _whole_snapshot(snapshot: Snapshot, _arguments: ReportArguments) -> Result:
    from analytics.quality.whole_snapshot import whole_snapshot

    return whole_snapshot(snapshot)
