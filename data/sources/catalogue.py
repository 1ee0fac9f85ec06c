"""Where the embedded facts come from: one entry a body of facts, with the tables it fills and how it is kept up to date.

Each row names its own document in the table `source`; this registry says what kinds of documents there are, on what
terms they may be used, and how often they change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rhythm = Literal["once", "yearly", "quarterly", "weekly", "when_published", "when_decided"]


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A body of facts.

    Attributes:
        id: its stable name.
        publishers: who publishes the documents.
        nb, en: what it holds.
        tables: the tables of the model that its embedded files fill.
        rhythm: how often the publisher adds or changes figures.
        licence: on what terms the facts may be used again.
        unit: unit of the figures; "" where there are none.
    """

    id: str
    publishers: tuple[str, ...]
    nb: str
    en: str
    tables: tuple[str, ...]
    rhythm: Rhythm
    licence: str
    unit: str = ""


SOURCES: tuple[SourceSpec, ...] = (
    SourceSpec(
        "plan", ("Arbeids- og velferdsdirektoratet", "Arbeids- og sosialdepartementet"),
        "Programplanen med mandat og oversikt over virkemidler", "The programme plan with mandate and list of instruments",
        (
            "agreement", "programme", "organisation", "body", "body_member", "priority_area", "general_priority",
            "programme_note", "instrument", "instrument_frame", "industry", "coverage_scope", "frame", "decision_gate",
            "eligibility_restriction", "related_effort",
        ),
        "once", "Offentlig dokument", "kroner",
    ),
    SourceSpec(
        "evaluations", ("Evaluatorer", "NAV", "regjeringen.no"),
        "Offentlig omtalte evalueringer og annet arbeid", "Evaluations and other work known from open sources",
        ("evaluation", "evaluation_step", "study", "finding", "public_item"),
        "when_published", "Omtale av offentlige kilder",
    ),
    SourceSpec(
        "state_budget", ("Stortinget", "Finansdepartementet", "DFØ"),
        "Statsbudsjettet og statsregnskapet for poster som gjelder avtalen",
        "State budget and accounts of posts of the agreement",
        ("state_budget", "state_account"), "yearly", "NLOD", "kroner",
    ),
    SourceSpec(
        "sick_leave", ("Statistisk sentralbyrå", "NAV"),
        "Sykefraværsstatistikk med utgaver og brudd", "Sick-leave statistics with vintages and breaks",
        ("series", "vintage", "observation", "series_break", "statistic_method", "statistic_release"),
        "quarterly", "CC BY 4.0", "prosent",
    ),
    SourceSpec(
        "prices", ("Statistisk sentralbyrå",), "Konsumprisindeksen, årsgjennomsnitt", "The consumer price index, yearly average",
        ("price_index",), "yearly", "CC BY 4.0", "indeks",
    ),
    SourceSpec(
        "targets", ("Partene i IA-avtalen", "Faggruppen for IA-avtalen"),
        "Mål i avtalene og rapportert måloppnåelse", "Targets of the agreements and reported outcomes",
        ("target", "target_outcome"), "yearly", "Offentlig dokument", "prosent",
    ),
    SourceSpec(
        "settings", ("FoU-monitor",),
        "Kildeliste, merker for design og metode, grenser og frister",
        "List of sources, tags of design and method, thresholds and deadlines",
        ("source", "tag", "parameter", "money_term"), "when_decided", "MIT",
    ),
)  # fmt: skip
