"""A large made-up portfolio as a folder of CSV files, for measuring import and pages. The same seed gives the same files."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

PROGRAMME = "FOU-2019-2022"
AREAS = ("ARBEIDSMILJO", "SYKEFRAVAER")
QUESTIONS = ("cause", "implementation", "effect", "cost_benefit", "synthesis")


def write_portfolio(folder: Path, projects: int, payments_each: int = 10, seed: int = 1) -> None:
    """Write `projects` projects with a contract and `payments_each` payments each."""
    pick = random.Random(seed)  # noqa: S311 - not for secrets
    folder.mkdir(parents=True, exist_ok=True)
    starts = [date(2019, 1, 1) + timedelta(days=pick.randrange(1300)) for _ in range(projects)]
    _write(
        folder,
        "organisation",
        ["organisation_id", "name_nb", "kind"],
        ([f"ORG{i:03d}", f"Forskningsmiljø {i}", "research"] for i in range(100)),
    )
    _write(
        folder, "project",
        ["project_id", "programme_id", "title_nb", "lead_organisation_id", "research_type", "registered_date",
         "planned_start_date", "planned_end_date", "started_date"],
        ([f"P{i:05d}", PROGRAMME, f"Prosjekt nummer {i} om arbeidsmiljø og sykefravær", f"ORG{i % 100:03d}", "applied",
          start, start, start + timedelta(days=600), start] for i, start in enumerate(starts)),
    )  # fmt: skip
    _write(
        folder,
        "project_area",
        ["project_id", "area_id", "share_pct"],
        ([f"P{i:05d}", AREAS[i % 2], 100] for i in range(projects)),
    )
    _write(
        folder,
        "project_question",
        ["project_id", "question_kind", "share_pct"],
        ([f"P{i:05d}", QUESTIONS[i % 5], 100] for i in range(projects)),
    )
    _write(
        folder, "contract",
        ["contract_id", "project_id", "organisation_id", "route", "title_nb", "signed_date", "amount_nok"],
        ([f"KT{i:05d}", f"P{i:05d}", f"ORG{i % 100:03d}", "competition", f"Kontrakt {i}", start, 1_000_000]
         for i, start in enumerate(starts)),
    )  # fmt: skip
    _write(
        folder,
        "payment",
        ["payment_id", "programme_id", "kind", "category", "contract_id", "project_id", "year", "payment_date", "amount_nok"],
        _payments(starts, payments_each),
    )


def _payments(starts: list[date], each: int) -> Iterable[list[object]]:
    for i, start in enumerate(starts):
        for n in range(each):
            day = start + timedelta(days=30 * (n + 1))
            yield [f"B{i:05d}-{n:02d}", PROGRAMME, "invoice", "fou", f"KT{i:05d}", f"P{i:05d}", day.year, day, 1_000_000 // each]


def _write(folder: Path, name: str, head: list[str], rows: Iterable[list[object]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(head)
        writer.writerows(rows)
