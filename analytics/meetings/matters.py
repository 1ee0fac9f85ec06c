"""Matters that need to be settled: what fixed rules find on the day, the gravest first, with who owns each and its date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from analytics.meetings.owners import MANAGEMENT, OWNER, leader_of
from analytics.meetings.reports import Reports
from analytics.meetings.screen import Value
from analytics.meetings.words import both, counted, listed, shortened
from data.snapshot import Snapshot
from domain.text import Text, say

MatterSeverity = Literal["breach", "consider", "note"]


@dataclass(frozen=True)
class Matter:
    """A matter: what is so, never why.

    Attributes:
        id: its kind, and for a rule of the plan also which: "rule:restricted_tender".
        severity: as the rules of the plan are graded.
        text: one sentence with the number. Titles in it are as users wrote them.
        owner: who settles it according to the plan or the record; None when it is not known.
        day: the deadline or the last day that it concerns; None when there is none.
        page_id, query: the page that shows more, and its part of the address.
        at: where the command line gives the number that the matter rests on.
        facts: every number in the text, with its place; the first is the one at `at`.
    """

    id: str
    severity: MatterSeverity
    text: Text
    owner: Text | None
    day: date | None
    page_id: str
    at: str
    query: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Value, ...] = ()


def matters(snapshot: Snapshot, reports: Reports | None = None) -> tuple[Matter, ...]:
    """Every matter of the day, the most pressing first, one of each kind.

    In this order: each rule of the plan that is broken; a running or coming year with more bound, or more planned, than it
    has; evaluations past the date of their report; deliverables, milestones and steps past their deadline; money of earlier years
    with a last day to come, else money that could not be carried on; prioritised cells without project or plan; instruments
    without evaluation; hits of rules that must be considered; instruments without a known amount; sick leave that cannot be
    compared with the target. The order within a kind is that of the report.

    The reader may not conclude that something is wrong, nor why it is so: a matter says what is recorded.

    Args:
        reports: the reports of the same snapshot, when some of them are made already.
    """
    read = reports or Reports(snapshot)
    return tuple(matter for rule in _RULES for matter in rule(read))


def matters_json(found: Sequence[Matter]) -> dict[str, Any]:
    """The matters with how many there are of each severity."""
    return {
        "count": len(found),
        "by_severity": {name: sum(matter.severity == name for matter in found) for name in get_args(MatterSeverity)},
        "rows": [
            {"id": one.id, "severity": one.severity, "text": one.text, "owner": one.owner, "day": one.day, "page": one.page_id,
             "query": dict(one.query), "at": one.at}
            for one in found
        ],
    }  # fmt: skip


def _breaches(reports: Reports) -> Iterator[Matter]:
    told = reports.read("rules")
    for path, rule in told.rows("rules"):
        if rule["open"]["breach"]:
            count = told.value(f"{path}/open/breach")
            text = counted("matters.breach", count.value, rule=both(rule["title"]))
            query = {"regel": rule["id"], "alvorlighet": "breach"}
            yield _matter(f"rule:{rule['id']}", "breach", text, _owner(reports), "rules", (count,), query=query)


def _money(reports: Reports) -> Iterator[Matter]:
    """The first running or coming year that has promised, or also planned, more than it has."""
    told = reports.read("frames")
    for path, year in told.rows("years"):
        if year["is_closed"] or year["year"] < reports.snapshot.as_of.year:
            continue
        if (year["free_nok"] or 0) < 0:
            kind, short = "short", told.value(f"{path}/free_nok", "mill")
        elif (year["over_frame_nok"] or 0) > 0:
            kind, short = "over", told.value(f"{path}/over_frame_nok", "mill")
        elif (year["beyond_voted_nok"] or 0) > 0 and year["available_nok"] is None:
            kind, short = "no_frame", told.value(f"{path}/beyond_voted_nok", "mill")
        else:
            continue
        text = say(f"matters.{kind}", year=year["year"], amount=abs(year[short.at.rsplit("/", 1)[-1]]))
        owner = _management(reports) if kind == "no_frame" else _owner(reports)
        yield _matter("money", "consider", text, owner, "frames", (short,))
        return


def _late_reports(reports: Reports) -> Iterator[Matter]:
    told = reports.read("evaluations")
    ids = told.get("late_report_ids")
    rows = sorted(
        (row for row in told.get("evaluations") if row["evaluation_id"] in set(ids)),
        key=lambda row: (row["report_current_date"], row["evaluation_id"]),
    )
    if rows:
        count = told.value("late_report_ids")
        names = [shortened(row["title_nb"]) for row in rows]
        text = counted("matters.late_report", count.value, names=Text(listed(names, "nb"), listed(names, "en")))
        first = date.fromisoformat(rows[0]["report_current_date"])
        owners = {row["responsible_nb"] or row["commissioner_nb"] for row in rows}
        yield _matter("late_reports", "consider", text, _one_of(owners), "instruments", (count,), first)


def _overdue(reports: Reports) -> Iterator[Matter]:
    told = reports.read("overdue")
    rows = [(path, row) for path, row in told.rows("items") if row["state"] == "overdue"]
    if rows:
        count = told.value("by_state/overdue")
        path, worst = max(rows, key=lambda found: (found[1]["days_current"] or 0, found[1]["id"]))
        days = told.value(f"{path}/days_current", "days")
        title = Text(shortened(worst["title_nb"]), shortened(worst["title_en"] or worst["title_nb"]))
        text = counted("matters.overdue", count.value, title=title, days=days.value)
        owners = {row["responsible_nb"] for _, row in rows}
        day = date.fromisoformat(worst["current_date"])
        yield _matter("overdue", "consider", text, _one_of(owners), "overdue", (count, days), day)


def _carried(reports: Reports) -> Iterator[Matter]:
    """The oldest money that is left and has a last day to come; else what the last closed year could not carry on."""
    told = reports.read("frames")
    focus = told.get("year_in_focus")
    aged = [(path, row) for path, row in told.rows("left_by_origin") if row["last_day"] and row["from_year"] < (focus or 0)]
    for path, row in aged:
        if date.fromisoformat(row["last_day"]) >= reports.snapshot.as_of and row["amount_nok"] > 0:
            amount, day = told.value(f"{path}/amount_nok", "mill"), told.value(f"{path}/last_day", "date")
            text = say("matters.carried", year=row["from_year"], amount=row["amount_nok"], day=day.value)
            last = date.fromisoformat(row["last_day"])
            yield _matter("carry_over", "consider", text, _owner(reports), "frames", (amount, day), last)
            return
    lapsed = [(path, row) for path, row in told.rows("years") if (row["lapsed_nok"] or 0) > 0]
    if lapsed:
        path, row = lapsed[-1]
        amount = told.value(f"{path}/lapsed_nok", "mill")
        text = say("matters.lapsed", year=row["year"], amount=row["lapsed_nok"])
        yield _matter("carry_over", "consider", text, _management(reports), "frames", (amount,))


def _gaps(reports: Reports) -> Iterator[Matter]:
    """Gaps, where the portfolio is recorded: before any project or plan nothing is known of them."""
    told = reports.read("coverage")
    count = told.value("empty_by_kind/gap")
    if count.value and (told.get("projects/registered") or told.get("empty_by_kind/coming")):
        whole = told.value("prioritised")
        text = counted("matters.gap", count.value, whole=whole.value)
        yield _matter("gaps", "consider", text, _owner(reports), "coverage", (count, whole))


def _without_evaluation(reports: Reports) -> Iterator[Matter]:
    told = reports.read("instruments")
    missing = set(told.get("without_evaluation"))
    rows = [row for row in told.get("instruments") if row["id"] in missing]
    if rows:
        count, whole = told.value("without_evaluation"), told.value("count")
        names = {lang: listed([_name(row, lang) for row in rows], lang) for lang in ("nb", "en")}
        text = counted("matters.unevaluated", count.value, whole=whole.value, names=Text(names["nb"], names["en"]))
        yield _matter("without_evaluation", "consider", text, None, "instruments", (count, whole))


def _considered(reports: Reports) -> Iterator[Matter]:
    """Hits that must be considered, as one matter that names the rules with most of them."""
    told = reports.read("rules")
    count = told.value("open/consider")
    rules = sorted((row for row in told.get("rules") if row["open"]["consider"]), key=lambda row: -row["open"]["consider"])
    if rules:
        names = {lang: listed([f"«{row['title'][lang]}»" for row in rules], lang) for lang in ("nb", "en")}
        text = counted("matters.consider", count.value, names=Text(names["nb"], names["en"]))
        yield _matter("rules", "consider", text, _owner(reports), "rules", (count,), query={"alvorlighet": "consider"})


def _amount_unknown(reports: Reports) -> Iterator[Matter]:
    told = reports.read("instruments")
    count, whole = told.value("amount_unknown_count"), told.value("count")
    if count.value:
        text = counted("matters.amount_unknown", count.value, whole=whole.value)
        yield _matter("amount_unknown", "note", text, None, "instruments", (count, whole))


def _no_comparison(reports: Reports) -> Iterator[Matter]:
    told = reports.read("absence-target")
    if told.get("deviation_pp") is None:
        at = (told.value("deviation_pp", "pp"),)
        yield _matter("no_comparison", "note", say("matters.no_comparison"), _owner(reports), "absence_target", at)


_RULES: tuple[Callable[[Reports], Iterator[Matter]], ...] = (
    _breaches, _money, _late_reports, _overdue, _carried, _gaps, _without_evaluation, _considered, _amount_unknown,
    _no_comparison,
)  # fmt: skip


def _matter(
    name: str, severity: MatterSeverity, text: Text, owner: Text | None, page_id: str, facts: tuple[Value, ...],
    day: date | None = None, query: Mapping[str, str] | None = None,
) -> Matter:  # fmt: skip
    return Matter(name, severity, text, owner, day, page_id, facts[0].at, query or {}, facts)


def _owner(reports: Reports) -> Text | None:
    return leader_of(reports.snapshot, OWNER)


def _management(reports: Reports) -> Text | None:
    return leader_of(reports.snapshot, MANAGEMENT)


def _one_of(names: set[str | None]) -> Text | None:
    """The name when there is one; that there are several; None when none is known."""
    known = sorted(name for name in names if name)
    if len(known) == 1 and len(names) == 1:
        return Text(known[0], known[0])
    return say("matters.several") if known else None


def _name(row: Mapping[str, Any], lang: str) -> str:
    return str(row.get(f"short_{lang}") or row.get(f"name_{lang}") or row["name_nb"])
