"""The parts of the page Evidens og styrke: the ladder, the decisions, effect beside cost and certainty, all work, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from analytics.evidence.bodies import Body
from analytics.evidence.coverage_ways import Way
from analytics.evidence.ready import AGREEMENT_GATES, GateEvidence
from analytics.evidence.strength import WITHOUT, Evidence, Rung
from analytics.evidence.strength_studies import Effect, Study
from analytics.evidence.strength_words import (
    capped_text,
    certainty_expected_text,
    certainty_text,
    code_text,
    day_text,
    effect_text,
    expected_text,
    found_text,
    given_reasons,
    level_reasons,
    lowered,
    name_of,
    names_text,
    now_text,
    place_text,
    power_text,
    report_text,
    rung_notes,
    rung_text,
    says_text,
    way_text,
)
from domain.codes import CODE_LISTS
from domain.numbers import MILLION
from domain.text import Text, say, tell
from reports.charts import evidence_strength as charts
from ui import evidence_study, filters, layout, lookup, trail
from ui.layout import Col, KeyFigure
from ui.view import View

#: What stands in the address.
INSTRUMENT, OUTCOME, GROUP, WHO = "virkemiddel", "utfall", "design", "hvem"
_WORK_PAGE, _BODY_PAGE = "side", "side_samlet"
_DASH = Text("–", "–")


def key_figures(made: Evidence) -> list[KeyFigure]:
    """Instruments with evidence at the wanted level now, expected and before the agreement expires; and where raters differ."""
    whole, level = len(made.overview.counted), made.wanted_level
    figures = []
    if level is not None:
        design = {rung.instrument_id for rung in made.ladder if not rung.is_expected_rated}
        only = sum(id_ in design for id_ in made.strong_expected)
        figures = [
            KeyFigure(say("strength.key.now", level=level), _of(len(made.strong_now), whole), say("strength.key.now_note")),
            KeyFigure(
                say("strength.key.expected"),
                _of(len(made.strong_expected), whole),
                say("strength.key.expected_note", design=only),
            ),
        ]
        gate = made.expiry
        if gate is not None:
            when = "past" if gate.is_past else "coming"
            figures.append(
                KeyFigure(
                    say(f"strength.key.expiry_{when}"), _of(len(gate.of("ready")), whole),
                    day_text(gate.gate_date, gate.date_precision),
                )
            )  # fmt: skip
    note = say("strength.key.disputed_note", capped=len(made.capped))
    return [*figures, KeyFigure(say("strength.key.disputed"), say("strength.key.count", count=len(made.disputed)), note)]


def _of(part: int, whole: int) -> Text:
    return say("strength.key.of", part=part, whole=whole)


def show_ladder(made: Evidence, view: View) -> None:
    """Each instrument from now to expected, with the work behind, what lowered it, and what it can detect."""
    rungs = [rung_text(made, rung) for rung in made.ladder]
    told = say("strength.page.ladder_alt", rungs=_joined(rungs, " "))
    columns = _columns(dict.fromkeys(("instrument", "now", "expected", "studies", "lowered", "power"), "text"))
    rows = pl.DataFrame([_rung_row(made, rung, view.lang) for rung in made.ladder], infer_schema_length=None)
    layout.show_figure(
        lambda lang: charts.ladder(made, lang), made, "evidence_ladder", table=rows, columns=columns, wide=True,
        title=say("strength.page.ladder_heading"), alt=told,
    )  # fmt: skip
    layout.show_source_note(say("strength.page.ladder_how"))


def _rung_row(made: Evidence, rung: Rung, lang: str) -> dict[str, Any]:
    ids = dict.fromkeys((*rung.now_ids, *rung.expected_ids))
    reasons, power = rung_notes(made, rung)
    return {
        "instrument": name_of(made, rung.instrument_id).get(lang),
        "now": place_text(rung.now, rung.is_now_rated, "now").get(lang),
        "expected": place_text(rung.expected, rung.is_expected_rated, "expected").get(lang),
        "studies": ", ".join(ids) or None, "lowered": _list(reasons, lang) or None, "power": _list(power, lang) or None,
    }  # fmt: skip


def show_gates(made: Evidence, view: View) -> None:
    """For every decision: the instruments with evidence at the level, and those that are too late or cannot be told."""
    if not made.gates or made.wanted_level is None:
        return
    layout.show_subtitle(say("strength.page.gates_heading"))
    first = [gate for gate in made.gates if not gate.is_past or gate.kind in AGREEMENT_GATES]
    rest = [gate for gate in made.gates if gate not in first]
    caption = say("strength.page.gates_caption", level=made.wanted_level)
    if first:
        layout.show_table(_gate_rows(made, first, view.lang), "evidence_gates", _gate_columns(), caption=caption)
    if rest:
        with st.expander(tell("strength.page.past_gates", view.lang)):
            layout.show_table(_gate_rows(made, rest, view.lang), "evidence_past_gates", _gate_columns(), caption=caption)


def _gate_rows(made: Evidence, gates: Iterable[GateEvidence], lang: str) -> pl.DataFrame:
    none = tell("strength.page.none", lang)
    rows = [
        {
            "gate_id": gate.gate_id, "gate": gate.name.get(lang),
            "gate_date": day_text(gate.gate_date, gate.date_precision).get(lang),
            **{answer: _list(names_text(made, gate.of(answer)), lang) or none for answer in ("ready", "uncertain", "late")},
            "only_design": _list(names_text(made, gate.only_design), lang) or none,
        }
        for gate in gates
    ]  # fmt: skip
    return pl.DataFrame(rows)


def _gate_columns() -> dict[str, Col]:
    columns = _columns(dict.fromkeys(("gate", "gate_date", "ready", "only_design", "uncertain", "late"), "text"))
    link = Col(columns["gate"].label, link=lambda row: lookup.address("decision_gate", row["gate_id"]))
    return columns | {"gate": link, "gate_date": Col(columns["gate_date"].label, "short")}


def show_coverage(made: Evidence, view: View) -> None:
    """By count, by money, and how many have no amount; evaluated at all apart from evaluated for effect."""
    ways = made.ways
    told = _joined([_way_row(made, way) for way in ways], " ")
    unknown, whole = len(made.overview.amount_unknown), len(made.overview.counted)
    rows = pl.DataFrame([w.as_json() | {"way": way_text(made, w.way).get(view.lang)} for w in ways])
    kinds = {
        "way": "text", "count": "int", "whole": "int", "count_pct": "pct", "part_nok": "mill", "whole_nok": "mill",
        "amount_pct": "pct", "unknown": "int",
    }  # fmt: skip
    layout.show_figure(
        lambda lang: charts.coverage(made, lang), made, "evidence_coverage", table=rows, columns=_columns(kinds), wide=True,
        title=say("strength.page.coverage_heading"),
        alt=say("strength.page.coverage_alt", rows=told, unknown=unknown, whole=whole),
    )  # fmt: skip
    layout.page_link("instruments", say("strength.page.to_instruments"))


def _way_row(made: Evidence, way: Way) -> Text:
    return say(
        "strength.page.coverage_row", way=way_text(made, way.way), count=way.count, whole=way.whole,
        part=way.part_nok / MILLION, all=way.whole_nok / MILLION,
    )  # fmt: skip


def show_filtered(made: Evidence, view: View) -> None:
    """Effect beside cost and certainty, then all work; both by the same filters."""
    layout.show_subtitle(say("strength.page.body_heading"))
    layout.show_text(say("strength.page.body_text"))
    chosen = _chosen(made, view)
    studies = made.selected(*chosen)
    bodies = [body for body in made.bodies if _is_chosen(body, studies, *chosen)]
    if bodies:
        rows = pl.DataFrame([_body_row(made, body, view.lang) for body in bodies], infer_schema_length=None)
        layout.show_records(
            rows, "evidence_bodies", _body_columns(), made, caption=say("strength.page.body_caption"), name=_BODY_PAGE
        )
        evidence_study.show_grades(made, bodies, view)
    else:
        layout.show_empty(say("strength.page.body_none"))
    layout.show_subtitle(say("strength.page.studies_heading"))
    if not studies:
        layout.show_empty(say("strength.page.no_rows"))
        return
    rows = pl.DataFrame([_study_row(made, study, view) for study in studies], infer_schema_length=None)
    layout.show_records(
        rows, "evidence_work", _study_columns(), made, caption=say("strength.page.studies_caption"), name=_WORK_PAGE
    )


def _chosen(made: Evidence, view: View) -> tuple[tuple[str, ...], ...]:
    """What is chosen: instruments, outcomes, groups of designs and who is behind."""
    lang = view.lang
    used = {id_ for study in made.studies for id_ in study.instrument_ids} | {body.instrument_id for body in made.bodies}
    order = [instrument.instrument_id for instrument in made.overview.instruments]
    ids = [id_ for id_ in order if id_ in used] + sorted(used - set(order))
    instruments = {id_: name_of(made, id_).get(lang) for id_ in ids}
    measured = {outcome for study in made.studies for outcome in study.outcomes} | {body.outcome for body in made.bodies}
    outcomes = {
        code: code_text("study_outcome", code).get(lang) for code in CODE_LISTS["study_outcome"].values if code in measured
    }
    groups = {id_: name.get(lang) for id_, name in made.group_names.items()}
    who = {"own": tell("strength.page.own", lang), "others": tell("strength.page.others", lang)}
    for options, name, is_used in (
        (instruments, "instrument", any(not study.instrument_ids for study in made.studies)),
        (outcomes, "outcome", any(not study.outcomes for study in made.studies)),
        (groups, "group", any(study.group_id is None for study in made.studies)),
    ):
        if is_used:
            options[WITHOUT] = tell(f"strength.page.without_{name}", lang)
    with st.container(horizontal=True):
        chosen = (
            filters.select_many(INSTRUMENT, say("strength.page.instrument"), instruments, width=190),
            filters.select_many(OUTCOME, say("strength.page.outcome"), outcomes, width=190),
            filters.select_many(GROUP, say("strength.page.group"), groups, width=190),
            filters.select_many(WHO, say("strength.page.kind"), who, width=190),
        )  # fmt: skip
    filters.clear_button((INSTRUMENT, OUTCOME, GROUP, WHO))
    return chosen


def _is_chosen(
    body: Body, studies: Iterable[Study], instruments: Sequence[str], outcomes: Sequence[str], groups: Sequence[str],
    who: Sequence[str],
) -> bool:  # fmt: skip
    if instruments and body.instrument_id not in instruments:
        return False
    if outcomes and (body.outcome or WITHOUT) not in outcomes:
        return False
    return not (groups or who) or bool({study.id for study in studies} & set(body.study_ids))


def _body_row(made: Evidence, body: Body, lang: str) -> dict[str, Any]:
    newest = next((rating.assessment_id for rating in body.ratings if rating.is_newest), None)
    nothing = tell("strength.page.no_effects" if body.study_ids else "strength.page.no_work", lang)
    outcome = say("strength.page.no_outcome") if body.outcome is None else code_text("study_outcome", body.outcome)
    return {
        "instrument_id": body.instrument_id, "assessment_id": newest,
        "finding_id": body.effects[0].finding_id if body.effects else None,
        "instrument": name_of(made, body.instrument_id).get(lang), "outcome": outcome.get(lang),
        "effect": _list([_with_level(made, effect) for effect in body.effects], lang, " ") or nothing,
        "cost_nok": body.cost_nok, "certainty": certainty_text(body).get(lang),
        "lowered": _list(given_reasons(body.ratings), lang) or None,
        "suggested": _list([code_text("evidence_reason", one.reason) for one in body.suggestions], lang) or None,
        "certainty_expected": certainty_expected_text(body).get(lang), "studies": ", ".join(body.study_ids) or None,
    }  # fmt: skip


def _with_level(made: Evidence, effect: Effect) -> Text:
    """A finding with what work of its level says something about, so that an association is not read as an effect."""
    study = next((s for s in made.studies if any(e.finding_id == effect.finding_id for e in s.effects)), None)
    words = effect_text(effect)
    return words if study is None else say("strength.page.effect_level", effect=words, says=lowered(says_text(study)))


def _body_columns() -> dict[str, Col]:
    kinds = {
        "instrument": "text", "outcome": "text", "effect": "text", "cost_nok": "mill", "certainty": "text", "lowered": "text",
        "suggested": "text", "certainty_expected": "text", "studies": "text",
    }  # fmt: skip
    made = _columns(kinds)
    instrument = Col(made["instrument"].label, width=30, link=lambda row: lookup.address("instrument", row["instrument_id"]))
    return made | {"instrument": instrument, "outcome": Col(made["outcome"].label, width=30, link=_behind)}


def _behind(row: Mapping[str, Any]) -> str | None:
    """The record of the newest assessment, else of the first finding; None without either."""
    if row["assessment_id"] is not None:
        return lookup.address("evidence_assessment", row["assessment_id"])
    return None if row["finding_id"] is None else lookup.address("finding", row["finding_id"])


def _study_row(made: Evidence, study: Study, view: View) -> dict[str, Any]:
    lang, checked = view.lang, study.checked
    bias = None if study.bias is None else code_text("evidence_level", study.bias)
    if bias is not None and study.bias_disagree:
        bias = say("strength.page.bias_disagree", level=bias)
    suggested = [code_text("evidence_reason", one.reason) for one in checked.suggestions]
    names = names_text(made, study.instrument_ids) or [say("strength.page.no_instrument")]
    capped = capped_text(study)
    now = now_text(study).get(lang)
    return {
        "owner_kind": study.kind, "id": study.id, "title": study.title.get(lang),
        "kind": tell(f"strength.kind.{'project' if study.is_own else 'evaluation'}", lang),
        "instrument": _list(names, lang), "design": study.design.get(lang) if study.design else None,
        "now": now if capped is None else f"{now}. {capped.get(lang)}", "expected": expected_text(study).get(lang),
        "says": says_text(study).get(lang),
        "power": _list(_power_texts(made, study), lang) or None,
        "bias": tell("strength.page.not_assessed", lang) if bias is None else bias.get(lang),
        "lowered": _list(level_reasons(study), lang) or None, "suggested": _list(suggested, lang) or None,
        "report": report_text(made, study).get(lang), "found": found_text(study).get(lang), "cost_work": study.cost_nok,
    }  # fmt: skip


def _power_texts(made: Evidence, study: Study) -> list[Text]:
    """What the work can detect; that nothing is known of it when its design is one that could be asked."""
    if not study.power and study.design_start is not None:
        return [say("strength.page.no_facts")]
    return [power_text(one, made.smallest_pct) for one in study.power]


def _study_columns() -> dict[str, Col]:
    kinds = {
        "id": "short", "title": "text", "now": "text", "expected": "text", "power": "text", "bias": "text", "lowered": "text",
        "suggested": "text", "says": "text", "found": "text", "instrument": "text", "design": "text", "report": "text",
        "cost_work": "mill", "kind": "text",
    }  # fmt: skip
    made = _columns(kinds)
    for name in ("id", "title"):
        made[name] = Col(made[name].label, kinds[name], _DASH, link=work_address, width=50 if name == "title" else 14)
    return made


def work_address(row: Mapping[str, Any]) -> str | None:
    """The page of a project, or the record of an evaluation."""
    if row["owner_kind"] == "project":
        return trail.address("project", {"id": row["id"]})
    return lookup.address("evaluation", row["id"])


def _columns(kinds: Mapping[str, str]) -> dict[str, Col]:
    return {
        name: Col(say(f"strength.column.{name}"), kind, None if kind in ("mill", "nok") else _DASH)
        for name, kind in kinds.items()
    }


def _list(texts: Sequence[Text], lang: str, mark: str = "; ") -> str:
    return mark.join(dict.fromkeys(text.get(lang) for text in texts))


def _joined(texts: Sequence[Text], mark: str) -> Text:
    return Text(_list(texts, "nb", mark), _list(texts, "en", mark))
