"""A large made-up portfolio as a folder of CSV files, for measuring import and pages. The same seed gives the same files."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PROGRAMME = "FOU-2019-2022"
AREAS = ("ARBEIDSMILJO", "SYKEFRAVAER")
QUESTIONS = ("cause", "implementation", "effect", "cost_benefit", "synthesis")
INSTRUMENTS = (
    "ARBEIDSMILJOSATSING",
    "ARBEIDSLIVSTJENESTE",
    "HELSEIARBEID",
    "EKSPERTBISTAND",
    "KOMPETANSETILTAK",
    "BRANSJEPROGRAM",
)
INDUSTRIES = ("SYKEHUS", "SYKEHJEM", "BARNEHAGE", "NAERINGSMIDDEL", "PERSONTRANSPORT", "BYGG-ANLEGG")
PRIORITIES = ("GP-MEDVIRKNING", "GP-EFFEKTDESIGN", "GP-TRIANGULERING", "GP-PRAKSISNAER")
DESIGNS = ("D-CRCT", "D-DID", "D-BEFORE-AFTER", "D-QUAL", "D-REVIEW", "D-PANEL")
STEPS = ("brief", "documents", "announced", "deadline", "assessed", "awarded", "contracted")
CHANNELS = ("nav_no", "seminar", "journal", "workplace", "media")
PARTIES = ("LO", "NHO", "KS", "UNIO", "VIRKE")
_NEEDS_PER_PROJECT = 10
_FIRST_YEAR, _LAST_YEAR = 2019, 2022

Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class Size:
    """How many projects there are, and when each starts."""

    starts: tuple[date, ...]

    @property
    def projects(self) -> range:
        return range(len(self.starts))

    @property
    def needs(self) -> int:
        return max(1, len(self.starts) // _NEEDS_PER_PROJECT)


def write_portfolio(folder: Path, projects: int, payments_each: int = 10, seed: int = 1, *, whole: bool = False) -> None:
    """Write `projects` projects with a contract and `payments_each` payments each; `whole` fills the other tables too."""
    pick = random.Random(seed)  # noqa: S311 - not for secrets
    folder.mkdir(parents=True, exist_ok=True)
    size = Size(tuple(date(2019, 1, 1) + timedelta(days=pick.randrange(1300)) for _ in range(projects)))
    _organisations(folder)
    if whole:
        _needs_and_plans(folder, size)
        _calls(folder, size)
        _about_projects(folder, size)
        _results(folder, size)
    _projects(folder, size, whole)
    _money(folder, size, payments_each, whole)


def _organisations(folder: Path) -> None:
    rows = ([f"ORG{i:03d}", f"Forskningsmiljø {i} på Ærøy", "research"] for i in range(100))
    _write(folder, "organisation", ["organisation_id", "name_nb", "kind"], rows)


def _projects(folder: Path, size: Size, whole: bool) -> None:
    head = ["project_id", "programme_id", "title_nb", "lead_organisation_id", "research_type", "registered_date",
            "planned_start_date", "planned_end_date", "started_date", "completed_date", "design_id", "occurrence_only", "call_id",
            "plan_line_id"]  # fmt: skip

    def row(i: int, start: date) -> list[object]:
        more: list[object] = [start + timedelta(days=620) if i % 3 == 0 else "", "", "", "", ""]
        if whole:
            more[1:] = [DESIGNS[i % 6], ("no", "no", "no", "unknown", "yes")[i % 5], f"U{i // 20:05d}", f"L{i % size.needs:05d}"]
        title = f"Prosjekt nummer {i} om arbeidsmiljø og sykefravær"
        return [f"P{i:05d}", PROGRAMME, title, f"ORG{i % 100:03d}", "applied", start - timedelta(days=90), start,
                start + timedelta(days=600), start, *more]  # fmt: skip

    _write(folder, "project", head, (row(i, start) for i, start in enumerate(size.starts)))
    _write(folder, "project_area", ["project_id", "area_id", "share_pct"], _areas(size, whole))
    questions = ([f"P{i:05d}", QUESTIONS[i % 5], 100] for i in size.projects)
    _write(folder, "project_question", ["project_id", "question_kind", "share_pct"], questions)


def _areas(size: Size, whole: bool) -> Rows:
    for i in size.projects:
        if whole and i % 4 == 0:
            yield from ([f"P{i:05d}", AREAS[0], 33.33], [f"P{i:05d}", AREAS[1], 66.67])
        else:
            yield [f"P{i:05d}", AREAS[i % 2], 100]


def _money(folder: Path, size: Size, payments_each: int, whole: bool) -> None:
    head = ["contract_id", "project_id", "call_id", "organisation_id", "route", "title_nb", "signed_date", "start_date",
            "end_date", "amount_nok"]  # fmt: skip
    rows = (
        [f"KT{i:05d}", f"P{i:05d}", f"U{i // 20:05d}" if whole else "", f"ORG{i % 100:03d}", "competition", f"Kontrakt {i}",
         start - timedelta(days=20), start, start + timedelta(days=640), 1_000_001]
        for i, start in enumerate(size.starts)
    )  # fmt: skip
    _write(folder, "contract", head, rows)
    head = ["payment_id", "programme_id", "kind", "category", "contract_id", "project_id", "year", "payment_date", "amount_nok"]
    _write(folder, "payment", head, _payments(size, payments_each))
    if whole:
        head = [
            "commitment_id",
            "programme_id",
            "kind",
            "category",
            "contract_id",
            "project_id",
            "year",
            "amount_nok",
            "decided_date",
        ]
        bound = (
            [f"B{i:05d}", PROGRAMME, "binding", "fou", f"KT{i:05d}", f"P{i:05d}", start.year, 1_000_001, start]
            for i, start in enumerate(size.starts)
        )
        _write(folder, "commitment", head, bound)


def _payments(size: Size, each: int) -> Rows:
    for i, start in enumerate(size.starts):
        for n in range(each):
            day = start + timedelta(days=30 * (n + 1))
            yield [f"B{i:05d}-{n:02d}", PROGRAMME, "invoice", "fou", f"KT{i:05d}", f"P{i:05d}", day.year, day, 1_000_000 // each]


def _needs_and_plans(folder: Path, size: Size) -> None:
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    head = ["meeting_id", "body_id", "kind", "title_nb", "planned_date", "held_date"]
    meetings = (
        [f"M{year}{kind[0]}", "REFERANSEGRUPPE", kind, f"Møte {year}", date(year, month, 1), date(year, month, 1)]
        for year in years
        for kind, month in (("spring", 5), ("autumn", 11))
    )
    _write(folder, "meeting", head, meetings)
    head = ["need_id", "title_nb", "area_id", "question_kind", "priority", "raised_by_id", "meeting_id", "raised_date"]
    needs = (
        [f"K{n:05d}", f"Behov {n} for kunnskap om årsaker", AREAS[n % 2], QUESTIONS[n % 5], ("high", "medium", "low")[n % 3],
         PARTIES[n % 5], f"M{_FIRST_YEAR + n % 4}a", date(_FIRST_YEAR + n % 4, 11, 1)]
        for n in range(size.needs)
    )  # fmt: skip
    _write(folder, "knowledge_need", head, needs)
    head = ["input_id", "meeting_id", "organisation_id", "text_nb", "need_id", "received_date"]
    inputs = (
        [f"I{n:05d}", f"M{_FIRST_YEAR + n % 4}a", PARTIES[n % 5], f"Innspill {n}", f"K{n:05d}", date(_FIRST_YEAR + n % 4, 11, 1)]
        for n in range(size.needs)
    )
    _write(folder, "meeting_input", head, inputs)
    plans = (
        [f"HP{year}", PROGRAMME, year, 1, f"Handlingsplan {year}", date(year - 1, 11, 20), date(year - 1, 12, 15)]
        for year in years
    )
    head = ["plan_id", "programme_id", "year", "version", "title_nb", "drafted_date", "adopted_date"]
    _write(folder, "action_plan", head, plans)
    head = ["plan_line_id", "plan_id", "need_id", "area_id", "question_kind", "title_nb", "category", "planned_start_quarter",
            "planned_amount_nok", "listed_date"]  # fmt: skip
    lines = (
        [f"L{n:05d}", f"HP{_FIRST_YEAR + n % 4}", f"K{n:05d}", AREAS[n % 2], QUESTIONS[n % 5], f"Linje {n}", "fou",
         f"{_FIRST_YEAR + n % 4}K{1 + n % 4}", 9_000_000, date(_FIRST_YEAR - 1 + n % 4, 11, 20)]
        for n in range(size.needs)
    )  # fmt: skip
    _write(folder, "action_plan_line", head, lines)


def _calls(folder: Path, size: Size) -> None:
    count = len(size.starts) // 20 + 1
    first = [date(2018, 10, 1) + timedelta(days=n * 3 % 1200) for n in range(count)]
    head = ["call_id", "programme_id", "plan_line_id", "kind", "route", "title_nb", "max_amount_nok", "registered_date"]
    calls = ([f"U{n:05d}", PROGRAMME, f"L{n % size.needs:05d}", "call", "competition", f"Utlysning {n}", 25_000_000, day]
             for n, day in enumerate(first))  # fmt: skip
    _write(folder, "call", head, calls)
    steps = (
        [f"U{n:05d}-{step}", f"U{n:05d}", step, day + timedelta(days=20 * k), day + timedelta(days=(20 + n % 5) * k)]
        for n, day in enumerate(first)
        for k, step in enumerate(STEPS)
    )
    _write(folder, "call_step", ["call_step_id", "call_id", "step", "planned_date", "actual_date"], steps)


def _about_projects(folder: Path, size: Size) -> None:
    pairs: dict[str, tuple[str, Rows]] = {
        "project_need": ("need_id", ([f"P{i:05d}", f"K{i % size.needs:05d}"] for i in size.projects if i % 11)),
        "project_instrument": ("instrument_id", ([f"P{i:05d}", INSTRUMENTS[i % 6]] for i in size.projects if i % 3)),
        "project_industry": ("industry_id", ([f"P{i:05d}", INDUSTRIES[i % 6]] for i in size.projects if i % 2)),
        "project_tag": ("tag_id", ([f"P{i:05d}", tag] for i in size.projects for tag in (DESIGNS[i % 6], "M-SURVEY", "F-ECON"))),
    }
    for name, (column, rows) in pairs.items():
        _write(folder, name, ["project_id", column], rows)
    states = ("met", "partly", "not_met", "not_assessed")
    scores = (
        [f"P{i:05d}", priority, states[(i + k) % 4], "Vurdert av programeier", "Programeier", size.starts[i]]
        for i in size.projects
        for k, priority in enumerate(PRIORITIES)
    )
    head = ["project_id", "general_priority_id", "state", "evidence_nb", "assessed_by", "assessed_date"]
    _write(folder, "project_priority", head, scores)
    parties = ("workers", "employers", "social_partners")
    involved = ([f"MV{i:05d}", f"P{i:05d}", parties[i % 3], "consulted", size.starts[i]] for i in size.projects)
    _write(folder, "involvement", ["involvement_id", "project_id", "party_kind", "form", "from_date"], involved)
    kinds = ("start", "data", "analysis", "completion")
    stones = (
        [f"MP{i:05d}-{k}", f"P{i:05d}", kind, f"Milepæl {kind}", start + timedelta(days=150 * k),
         start + timedelta(days=160 * k) if k < 2 or i % 3 == 0 else ""]
        for i, start in enumerate(size.starts)
        for k, kind in enumerate(kinds)
    )  # fmt: skip
    _write(folder, "milestone", ["milestone_id", "project_id", "kind", "title_nb", "planned_date", "actual_date"], stones)


def _results(folder: Path, size: Size) -> None:
    ends = [start + timedelta(days=600) for start in size.starts]
    reports = (
        [f"LV{i:05d}", f"P{i:05d}", "final_report", f"Sluttrapport {i}", "AVDIR" if i % 7 else "", end, end if i % 3 == 0 else "",
         end + timedelta(days=40) if i % 3 == 0 else ""]
        for i, end in enumerate(ends)
    )  # fmt: skip
    head = [
        "deliverable_id",
        "project_id",
        "kind",
        "title_nb",
        "recipient_id",
        "planned_date",
        "delivered_date",
        "published_date",
    ]
    _write(folder, "deliverable", head, reports)
    told = (
        [f"FM{i:05d}", f"P{i:05d}", CHANNELS[i % 5], f"Formidling {i}", ("ja", "nei", "")[i % 3], end,
         end + timedelta(days=60) if i % 6 == 0 else ""]
        for i, end in enumerate(ends)
    )  # fmt: skip
    head = ["dissemination_id", "project_id", "channel", "title_nb", "workplace_fit", "planned_date", "done_date"]
    _write(folder, "dissemination", head, told)
    findings = (
        [f"FU{i:05d}", f"P{i:05d}", INSTRUMENTS[i % 6] if i % 2 else "", f"Funn {i}", "other", "not_applicable", end]
        for i, end in enumerate(ends)
        if i % 3 == 0
    )
    head = ["finding_id", "project_id", "instrument_id", "text_nb", "outcome", "direction", "reported_date"]
    _write(folder, "finding", head, findings)


def _write(folder: Path, name: str, head: list[str], rows: Rows) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(head)
        writer.writerows(rows)
