"""Each kind of change between two dates, from and to, on rows that can be read off by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from analytics.meetings.changes import HEADINGS, KINDS, SECTIONS, Changes, changes
from analytics.meetings.changes_text import moved_words, value_words
from analytics.meetings.differences import Item
from data.snapshot import Snapshot
from domain.text import say
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import PROGRAMME, Row, area, contract, project

ONE, TWO = date(2021, 4, 1), date(2021, 11, 1)
MID, OLD = date(2021, 6, 1), date(2020, 6, 1)
BASE: dict[str, list[Row]] = {
    "programme": [PROGRAMME],
    "priority_area": [area("A1", 1)],
    "organisation": [
        {"organisation_id": "LO", "name_nb": "Landsorganisasjonen", "name_en": "LO", "short_name": "LO", "kind": "union"},
        {"organisation_id": "L", "name_nb": "Leverandør", "name_en": "Supplier", "kind": "research"},
    ],
    "body": [
        {"body_id": "PF", "name_nb": "Programforum", "name_en": "Programme forum", "can_decide": False},
        {"body_id": "PE", "name_nb": "Programeier", "name_en": "Programme owner", "can_decide": True},
    ],
    "project": [project("P1", started_date=OLD, planned_end_date=date(2021, 5, 1))],
}


def between(later: dict[str, Iterable[Row]] | None = None, **rows: Iterable[Row]) -> Changes:
    """What changed from `ONE` to `TWO`; `later` gives tables that read otherwise on the later day."""
    whole = {**BASE, **rows}
    return changes(Snapshot.from_rows(ONE, whole), Snapshot.from_rows(TWO, {**whole, **(later or {})}))


def told(found: Changes, kind: str) -> list[tuple[str, Any, Any]]:
    return [(item.id, item.before, item.after) for item in found.items(kind)]


def one(found: Changes, kind: str) -> Item:
    (item,) = found.items(kind)
    return item


def test_every_kind_stands_under_one_heading_and_has_its_words() -> None:
    names = [kind for kind, _ in KINDS]
    assert len(names) == len(set(names)) and set(HEADINGS) == set(SECTIONS)
    for kind in names:
        assert say(f"changes.kind.{kind}").nb != say(f"changes.kind.{kind}").en
    for heading in HEADINGS:
        assert say(f"changes.heading.{heading}").nb


def test_a_deadline_moved_twice_is_one_item_from_the_plan_that_held_to_the_last_with_the_original_kept() -> None:
    moves = [(date(2021, 1, 1), date(2021, 6, 30)), (MID, date(2021, 9, 30)), (date(2021, 9, 1), date(2021, 12, 31))]
    found = between(
        milestone=[
            {"milestone_id": "M", "project_id": "P1", "kind": "data", "title_nb": "Data", "planned_date": date(2021, 3, 1)}
        ],
        schedule_change=[
            {"schedule_change_id": f"S{n}", "milestone_id": "M", "decided_date": day, "new_planned_date": new,
             "reason": "pandemic"}
            for n, (day, new) in enumerate(moves)
        ],
    )  # fmt: skip
    item = one(found, "deadlines_moved")
    assert (item.id, item.before, item.after, item.days) == ("S2", date(2021, 6, 30), date(2021, 12, 31), 184)
    assert item.owner == ("project", "P1") and item.text.nb == "P1: Data"
    assert item.note is not None and item.note.nb == "Årsak: pandemi. Flyttet 2 ganger. Opprinnelig frist 1. mars 2021."


def test_project_events_tell_the_days_after_the_plan_and_what_is_dated_before_is_a_correction() -> None:
    found = between(
        later={
            "project": [project("P1", started_date=OLD, planned_end_date=date(2021, 5, 1), completed_date=MID),
                        project("P2", registered_date=OLD, started_date=date(2021, 2, 1))],
        },
    )  # fmt: skip
    finished = one(found, "projects_finished")
    assert (finished.before, finished.after, finished.days, finished.is_correction) == (None, MID, 31, False)
    assert one(found, "projects_new").is_correction and one(found, "projects_started").is_correction
    assert found.corrections == 2
    assert found.headline.nb.endswith("2 av dem er rettelser av noe eldre.")


def test_money_is_told_from_and_to() -> None:
    def line(version: int, amount: int, day: date) -> Row:
        return {
            "budget_line_id": f"B{version}", "programme_id": "P", "line_no": "L1", "version": version, "year": 2021,
            "category": "fou", "project_id": "P1", "amount_nok": Decimal(amount), "decided_date": day, "reason": "scope",
        }  # fmt: skip

    def bound(key: str, amount: int, day: date, kind: str = "binding", met: date | None = None) -> Row:
        return {
            "commitment_id": key, "programme_id": "P", "kind": kind, "category": "fou", "contract_id": "K-P1-300",
            "project_id": "P1", "year": 2021, "amount_nok": Decimal(amount), "decided_date": day, "condition_met_date": met,
        }  # fmt: skip

    found = between(
        contract=[contract("P1", "300", end_date=date(2021, 8, 1)), contract("P1", "50", signed_date=MID)],
        budget_line=[line(1, 500, OLD), line(2, 400, date(2021, 1, 1)), line(3, 450, MID)],
        commitment=[
            bound("C1", 300, OLD), bound("C2", 40, MID, "release"), bound("C3", 100, OLD, "conditional", met=MID),
            bound("C4", 70, MID, "conditional"),
        ],
        carry_over=[
            {"carry_over_id": "O", "programme_id": "P", "level": "programme", "from_year": 2020, "to_year": 2021,
             "amount_nok": Decimal(9), "decided_date": MID, "letter_ref": "Brev 1"}
        ],
    )  # fmt: skip
    assert told(found, "contracts_new") == [("K-P1-50", None, Decimal(50))]
    ended = one(found, "contracts_ended")
    assert (ended.id, ended.before, ended.after) == ("K-P1-300", date(2021, 8, 1), None)
    budget = one(found, "budgets_changed")
    assert (budget.before, budget.after, budget.difference_nok) == (Decimal(400), Decimal(450), Decimal(50))
    assert budget.note is not None and "Opprinnelig budsjett 500 kroner." in budget.note.nb
    assert told(found, "commitments_changed") == [("K-P1-300", Decimal(300), Decimal(360))]
    assert told(found, "conditional_changed") == [("K-P1-300", Decimal(100), Decimal(70))]
    assert told(found, "carry_over_changed") == [("O", None, Decimal(9))]
    assert found.summary[1].heading == "money" and found.summary[1].number == 6


def paid(key: str, amount: int, day: date, year: int = 2021) -> Row:
    return {
        "payment_id": key, "programme_id": "P", "kind": "invoice", "category": "fou", "year": year, "payment_date": day,
        "amount_nok": Decimal(amount),
    }  # fmt: skip


def test_payments_are_told_by_year_and_corrections_of_old_ones_apart() -> None:
    before = [paid("B1", 100, OLD, 2020), paid("B2", 60, OLD, 2020), paid("B3", 5, OLD, 2020)]
    now = [paid("B1", 120, OLD, 2020), paid("B2", 60, OLD), paid("B4", 7, date(2021, 3, 1)), paid("B5", 30, MID)]
    found = between(payment=before, later={"payment": now})
    assert told(found, "payments") == [("payment", Decimal(165), Decimal(217))]
    assert told(found, "payments_by_year") == [("2020", Decimal(165), Decimal(120)), ("2021", None, Decimal(97))]
    assert told(found, "payments_corrected") == [
        ("B1", Decimal(100), Decimal(120)), ("B2", Decimal(60), Decimal(60)), ("B3", Decimal(5), None), ("B4", None, Decimal(7)),
    ]  # fmt: skip
    assert all(item.is_correction for item in found.items("payments_corrected"))
    assert found.items("payments_corrected")[1].note == say("changes.note.other_year", before=2020, after=2021)


def test_sums_that_stand_in_a_row_are_corrections() -> None:
    found = between(
        contract=[contract("P1", "300")], later={"contract": [{**contract("P1", "300"), "amount_nok": Decimal(310)}]}
    )  # fmt: skip
    item = one(found, "contracts_changed")
    assert (item.before, item.after, item.is_correction) == (Decimal(300), Decimal(310), True)
    words = moved_words("contracts_changed", item)
    assert words is not None and words.nb == "+10 kroner"


def assessed(key: str, level: str, day: date, **values: Any) -> Row:
    return {"assessment_id": key, "scale": "sms", "level": level, "rater": "R", "assessed_date": day, **values}


def test_levels_gained_and_lost_with_from_and_to() -> None:
    tags = [{"tag_id": "RCT", "kind": "design", "name_nb": "RCT", "name_en": "RCT", "sms_start": 5}]
    found = between(
        tag=tags,
        project=[project(key, design_id="RCT", started_date=OLD) for key in ("P1", "P2", "P3")],
        evidence_assessment=[
            assessed("V1", "4", MID, project_id="P1"),
            assessed("V2", "4", OLD, project_id="P2"), assessed("V3", "2", MID, project_id="P2"),
            assessed("V4", "3", MID, project_id="P3", is_expected=True),
        ],
    )  # fmt: skip
    assert told(found, "levels_gained") == [("P1", "not_yet", "4")]
    assert told(found, "levels_lost") == [("P2", "4", "2")]
    assert told(found, "levels_expected") == [("P3", "5", "3")]
    item = one(found, "levels_gained")
    assert (value_words(item.before, item.unit), value_words(item.after, item.unit)) == (
        say("changes.place.not_yet"), say("changes.level", level="4"),
    )  # fmt: skip


def test_the_ladder_and_the_certainty_of_an_instrument() -> None:
    found = between(
        tag=[{"tag_id": "RCT", "kind": "design", "name_nb": "RCT", "name_en": "RCT", "sms_start": 5}],
        agreement=[
            {"agreement_id": "A", "kind": "agreement", "name_nb": "Avtale", "name_en": "Agreement",
             "signed_date": date(2018, 12, 18), "start_date": date(2019, 1, 1), "end_date": date(2022, 12, 31)}
        ],
        instrument=[
            {"instrument_id": "I", "agreement_id": "A", "name_nb": "Tiltak", "name_en": "Measure", "short_nb": "Tiltak",
             "short_en": "Measure", "order_no": 1, "valid_from": date(2019, 1, 1)}
        ],
        project=[project("P1", design_id="RCT", started_date=OLD)],
        project_instrument=[{"project_id": "P1", "instrument_id": "I"}],
        evidence_assessment=[
            assessed("V1", "3", MID, project_id="P1"),
            {"assessment_id": "G1", "instrument_id": "I", "scale": "grade", "level": "low", "outcome": "absence", "rater": "R",
             "assessed_date": OLD},
            {"assessment_id": "G2", "instrument_id": "I", "scale": "grade", "level": "moderate", "outcome": "absence",
             "rater": "R", "assessed_date": MID},
        ],
    )  # fmt: skip
    assert told(found, "instruments_gained") == [("I", "not_yet", "3")]
    assert told(found, "certainty_gained") == [("I", "low", "moderate")]
    assert not found.items("instruments_lost") and not found.items("certainty_lost")


def test_meetings_decisions_inputs_and_actions() -> None:
    def action(key: str, due: date | None, done: date | None = None, agreed: date = OLD) -> Row:
        return {"action_id": key, "meeting_id": "M1", "text_nb": f"Oppgave {key}", "agreed_date": agreed, "due_date": due,
                "done_date": done, "owner_id": "LO"}  # fmt: skip

    def given(key: str, received: date, settled: date | None = None, outcome: str | None = None) -> Row:
        return {"input_id": key, "meeting_id": "M1", "organisation_id": "LO", "text_nb": f"Innspill {key}",
                "received_date": received, "outcome_date": settled, "outcome": outcome}  # fmt: skip

    found = between(
        meeting=[
            {"meeting_id": "M1", "body_id": "PF", "kind": "spring", "title_nb": "Vår", "planned_date": OLD, "held_date": OLD},
            {"meeting_id": "M2", "body_id": "PF", "kind": "autumn", "title_nb": "Høst", "planned_date": date(2021, 9, 1),
             "held_date": date(2021, 9, 15)},
        ],
        decision=[
            {"decision_id": "D", "body_id": "PE", "kind": "decision", "text_nb": "Vedtatt", "decided_date": MID},
        ],
        meeting_input=[given("I1", OLD, MID, "included"), given("I2", MID), given("I3", MID, date(2021, 7, 1), "open")],
        action_item=[
            action("A1", date(2021, 5, 1), date(2021, 5, 3)), action("A2", date(2021, 10, 1)), action("A3", date(2021, 1, 1)),
            action("A4", None, agreed=MID),
        ],
    )  # fmt: skip
    held = one(found, "meetings_held")
    assert (held.id, held.before, held.after, held.days) == ("M2", date(2021, 9, 1), date(2021, 9, 15), 14)
    decided = one(found, "decisions_new")
    assert decided.note is not None and decided.note.nb == "Beslutning, Programeier."
    assert [item.id for item in found.items("inputs_new")] == ["I2", "I3"]
    assert told(found, "inputs_settled") == [("I1", "open", "included")]
    assert told(found, "actions_done") == [("A1", date(2021, 5, 1), date(2021, 5, 3))]
    overdue = one(found, "actions_overdue")
    assert (overdue.id, overdue.days) == ("A2", 31)
    assert moved_words("actions_overdue", overdue) == say("changes.days.over_many", count=31)
    new = one(found, "actions_new")
    assert (new.id, new.note and new.note.nb) == ("A4", "Ansvarlig: LO. Uten frist.")


def test_plans_adopted_and_what_was_changed_in_plans_that_were_adopted_before() -> None:
    def line(key: str, amount: int, quarter: str, plan: str = "HP1", **values: Any) -> Row:
        return {"plan_line_id": key, "plan_id": plan, "title_nb": f"Linje {key}", "category": "fou",
                "planned_start_quarter": quarter, "planned_amount_nok": Decimal(amount), "listed_date": OLD} | values  # fmt: skip

    plan = {"plan_id": "HP1", "programme_id": "P", "year": 2021, "version": 1, "title_nb": "Plan 2021", "drafted_date": OLD,
            "adopted_date": date(2020, 12, 1)}  # fmt: skip
    new = {
        **plan,
        "plan_id": "HP2",
        "year": 2022,
        "title_nb": "Plan 2022",
        "drafted_date": MID,
        "adopted_date": date(2021, 10, 1),
    }
    first = [
        line("A", 10, "2021K1"),
        line("B", 20, "2021K2"),
        line("C", 30, "2021K3", dropped_date=MID, dropped_reason_nb="Utsatt"),
    ]
    found = between(
        action_plan=[plan, new],
        action_plan_line=first,
        later={
            "action_plan_line": [
                line("A", 15, "2021K1"), line("B", 20, "2021K4"), first[2], line("D", 5, "2021K4", listed_date=MID),
                line("E", 40, "2022K1", plan="HP2", listed_date=MID),
            ]
        },
    )  # fmt: skip
    adopted = one(found, "plans_adopted")
    assert (adopted.id, adopted.after) == ("HP2", date(2021, 10, 1))
    assert adopted.note is not None and adopted.note.nb == "Versjon 1, linjer: 1, 0,0 mill. kroner."
    assert told(found, "plan_amounts_changed") == [("A", Decimal(10), Decimal(15))]
    assert told(found, "plan_lines_moved") == [("B", "2021K2", "2021K4")]
    assert told(found, "plan_lines_added") == [("D", None, Decimal(5))]
    dropped = one(found, "plan_lines_dropped")
    assert (dropped.id, dropped.before, dropped.after, dropped.note and dropped.note.nb) == ("C", Decimal(30), None, "Utsatt")


def test_statistics_revised_are_told_with_the_largest_revision_and_not_what_only_came() -> None:
    def vintage(key: str, day: date) -> Row:
        return {"vintage_id": key, "publisher": "SSB", "published_date": day, "date_precision": "day", "method": "current"}

    def figure(vintage_id: str, period: str, value: float, series: str = "S") -> Row:
        return {
            "series_id": series,
            "period": period,
            "vintage_id": vintage_id,
            "value": value,
            "value_state": "value",
            "decimals": 1,
        }

    series = [
        {
            "series_id": key,
            "publisher": "SSB",
            "title_nb": f"Serie {key}",
            "title_en": f"Series {key}",
            "indicator": "absence_pct",
        }
        for key in "ST"
    ]
    found = between(
        series=series,
        vintage=[vintage("V1", OLD), vintage("V2", MID)],
        observation=[
            figure("V1", "2020K1", 5.0), figure("V1", "2020K2", 6.0), figure("V1", "2020K3", 5.5),
            figure("V2", "2020K1", 5.1), figure("V2", "2020K2", 5.6), figure("V2", "2020K3", 5.5), figure("V2", "2020K4", 7.0),
            figure("V1", "2020K1", 4.0, "T"), figure("V2", "2020K1", 4.0, "T"),
        ],
    )  # fmt: skip
    revised = one(found, "statistics_revised")
    assert (revised.id, revised.before, revised.after) == ("S", 6.0, 5.6)
    assert revised.note is not None
    assert revised.note.nb == "2 perioder endret, mest 2. kvartal 2020: −0,4 prosentpoeng."
    assert told(found, "statistics_new") == [("V2", None, MID)]


def row(key: str, first: date, last: date | None, **values: Any) -> Row:
    def at(day: date | None) -> datetime | None:
        return None if day is None else datetime(day.year, day.month, day.day, 12)

    return {**project(key), **values, "layer": "portfolio", "known_from": at(first), "known_to": at(last), "is_void": False}


def test_what_was_recorded_anew_is_a_correction_and_an_event_that_got_its_date_is_not() -> None:
    rows = [
        row("P1", OLD, MID, planned_end_date=date(2021, 12, 1)),
        row("P1", MID, None, planned_end_date=date(2022, 1, 1), started_date=date(2021, 5, 1), summary_nb="Om"),
        row("P2", OLD, MID),
        row("P3", OLD, None),
        row("P4", OLD, date(2021, 2, 1), planned_end_date=date(2021, 12, 1)),
        row("P4", date(2021, 2, 1), None, planned_end_date=date(2022, 1, 1)),
    ]
    found = changes(*(Snapshot.from_rows(day, {"programme": [PROGRAMME], "project": rows}) for day in (ONE, TWO)))
    assert told(found, "rows_corrected") == [("P1", None, "Om"), ("P1", date(2021, 12, 1), date(2022, 1, 1))]
    assert [item.text.nb for item in found.items("rows_corrected")] == [
        "Prosjekt P1 Tittel P1: sammendrag", "Prosjekt P1 Tittel P1: planlagt slutt",
    ]  # fmt: skip
    assert [item.id for item in found.items("rows_removed")] == ["P2"]
    started = one(found, "projects_started")
    assert (started.id, started.is_correction) == ("P1", False)
    assert found.summary[-1].heading == "record" and found.summary[-1].number == 3


def test_before_anything_was_known_is_said_and_everything_is_new() -> None:
    agreement = {"agreement_id": "A", "kind": "agreement", "name_nb": "Avtale", "name_en": "Agreement",
                 "signed_date": date(2018, 12, 18), "start_date": date(2019, 1, 1), "end_date": date(2022, 12, 31)}  # fmt: skip
    rows = {**BASE, "agreement": [agreement]}
    found = changes(Snapshot.from_rows(date(1900, 1, 1), rows), Snapshot.from_rows(TWO, rows))
    assert found.is_before_known and found.first_known == date(2018, 12, 18)
    assert told(found, "projects_new") == [("P1", None, date(2020, 1, 1))]


@pytest.mark.parametrize("rows", [{}, {"programme": [PROGRAMME]}])
def test_an_empty_store_has_no_changes_and_says_so(rows: dict[str, list[Row]]) -> None:
    found = changes(Snapshot.from_rows(ONE, rows), Snapshot.from_rows(TWO, rows))
    assert found.count == 0 and found.first_known is None and not found.is_before_known
    assert found.headline.nb == found.sentence.nb == "Ingenting er endret fra 1. april 2021 til 1. november 2021."
    assert all(line.number == 0 for line in found.summary) and found.table().is_empty()


def test_projects_that_ran_on_both_days_are_counted_apart() -> None:
    def late(key: str, planned: date, done: date | None = None) -> Row:
        return {"deliverable_id": f"D{key}{planned:%m}", "project_id": key, "kind": "note", "title_nb": "Notat",
                "planned_date": planned, "delivered_date": done}  # fmt: skip

    found = between(
        project=[
            project("P1", started_date=OLD), project("P2", started_date=OLD, completed_date=MID),
            project("P3", started_date=MID), project("P4", started_date=OLD),
        ],
        deliverable=[
            late("P1", date(2021, 1, 1), MID), late("P2", date(2021, 1, 1)), late("P3", date(2021, 8, 1)),
            late("P4", date(2021, 9, 1)),
        ],
    )  # fmt: skip
    same = found.same
    assert (same.both, same.left, same.joined) == (("P1", "P4"), ("P2",), ("P3",))
    assert (same.late_before, same.late_after) == (("P1", "P2"), ("P3", "P4"))
    plain = envelope("changes", found)["result"]["like_for_like"]
    assert (plain["late_of_both_before"], plain["late_of_both_after"]) == (1, 1)


def test_who_may_not_see_meetings_is_told_that_they_are_not_counted() -> None:
    decision = {"decision_id": "D", "body_id": "PE", "kind": "decision", "text_nb": "Vedtatt", "decided_date": MID}
    rows = {**BASE, "decision": [decision]}
    seen, hidden = (
        changes(*(Snapshot.from_rows(day, rows, role=role) for day in (ONE, TWO))) for role in ("reference_group", "public")
    )
    assert len(seen.items("decisions_new")) == 1 and seen.hidden == ()
    assert not hidden.items("decisions_new") and "decision" in hidden.hidden
