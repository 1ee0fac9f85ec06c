"""Findings and recommendations: what may be said, what is missing, follow-up by owner, and filters."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from analytics.evidence.finding_rows import READINGS
from analytics.evidence.finding_text import conflict_text, reading_text, size_text
from analytics.evidence.findings import Findings, findings
from domain.errors import UserError
from domain.text import texts
from reports.envelope import envelope
from tests.unit.analytics.evidence.finding_tables import finding, rating, recommendation, snapshot
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row, areas_of

#: What no generated sentence may say of an instrument or the programme.
BANNED = re.compile(r"førte til|bidro til|virket|reduserte|led to|contributed to|worked|reduced", re.IGNORECASE)


def size(estimate: float | None, low: float | None, high: float | None, unit: str | None = "prosentpoeng") -> tuple[str, str]:
    made = size_text({"estimate": estimate, "interval_low": low, "interval_high": high, "unit_nb": unit})
    return made.nb, made.en


def ids(found: Findings) -> list[str]:
    return found.rows.get_column("finding_id").to_list()


def words_of(found: Findings) -> dict[str, dict[str, Any]]:
    return {row["finding_id"]: row for row in envelope("findings", found)["result"]["findings"]}


def test_the_interval_comes_first_and_what_is_missing_is_said() -> None:
    assert size(-1.6, -3.1, -0.1) == (
        "−3,1 til −0,1 prosentpoeng (95 %), anslag −1,6", "−3.1 to −0.1 percentage points (95%), estimate −1.6",
    )  # fmt: skip
    assert size(66.0, None, None, "prosent") == ("66 prosent, intervall ikke oppgitt", "66 per cent, interval not stated")
    assert size(1.25, 0.5, None, "poeng")[0] == "1,25 poeng, nedre grense 0,5 (95 %), øvre grense ikke oppgitt"
    assert size(1.0, None, 2.0, None)[0] == "1 (enhet ikke oppgitt), øvre grense 2 (95 %), nedre grense ikke oppgitt"
    assert size(None, 1.0, 2.0, "per 1000")[0] == "1 til 2 per 1000 (95 %), anslag ikke oppgitt"
    assert size(None, None, None) == ("Størrelse ikke oppgitt", "Size not stated")


def test_a_finding_is_never_read_as_more_than_its_level() -> None:
    found = findings(
        snapshot(
            finding=[
                finding("1", "R"), finding("2", "D"), finding("3", "Q"), finding("4", "N"), finding("5", "R", "not_applicable"),
                finding("6", None, evaluation_id="E"), finding("7", None, evaluation_id="F"),
            ],
            evidence_assessment=[
                rating("a", "4", project_id="R"), rating("b", "5", "B", project_id="R"), rating("c", "5", project_id="D"),
                rating("d", "5", evaluation_id="F"), rating("e", "5", evaluation_id="F", scale="grade"),
            ],
            evaluation=[evaluation("E", design_id="RCT"), evaluation("F", design_id="DID")],
        )
    )  # fmt: skip
    stands = {row["finding_id"]: (row["reading"], row["level"], row["ceiling"]) for row in found.rows.to_dicts()}
    assert stands == {
        "1": ("level_4", 4, 5),  # the lower of two raters
        "2": ("level_3", 3, 3),  # rated 5, but the design starts at 3
        "3": ("says_nothing", None, None),
        "4": ("unknown", None, None),
        "5": ("not_effect", None, None),  # not on effect, whatever the design
        "6": ("not_assessed", None, 5),
        "7": ("level_3", 3, 3),
    }
    words = words_of(found)
    assert words["6"]["level_words"]["nb"] == "Ikke vurdert. Designet kan gi høyst nivå 5"
    assert "ikke leses som sikrere enn det nivå 5 tillater" in words["6"]["reading_words"]["nb"]
    assert words["3"]["level_words"]["nb"] == "Sier ikke noe om effekt"
    assert "forutsetningene i designet holder" in words["1"]["reading_words"]["nb"]
    assert "Uten intervall er det ikke kjent" in words["1"]["reading_words"]["nb"]


def evaluation(evaluation_id: str, **values: Any) -> Row:
    return {
        "evaluation_id": evaluation_id, "agreement_id": "A", "title_nb": f"Evaluering {evaluation_id}", "payer": "unknown",
        "addresses_effect": "unknown", "registered_date": date(2020, 1, 1), **values,
    }  # fmt: skip


def test_no_difference_and_an_interval_over_zero_are_told() -> None:
    found = findings(
        snapshot(
            finding=[
                finding("1", direction="no_difference", estimate=-0.8, interval_low=-3.4, interval_high=1.8),
                finding("2", estimate=-1.0, interval_low=-2.0, interval_high=0.5),
                finding("3", direction="higher", estimate=1.2, interval_low=1.1, interval_high=1.3, unit_nb="forholdstall"),
                finding("4", direction="not_applicable", estimate=0.0, interval_low=-1.0, interval_high=1.0),
            ],
            evidence_assessment=[rating("a", "5", project_id="R")],
        )
    )
    words = {key: row["reading_words"]["nb"] for key, row in words_of(found).items()}
    assert words["1"].endswith("Fravær av funn er ikke funn av fravær.")
    assert words["2"].endswith("Intervallet rommer både nedgang og økning, så retningen er usikker.")
    assert words["3"] == "En forskjell kan leses som effekt for dem som var med, innenfor intervallet."
    assert words["4"] == "Ikke et effektfunn. Sier ikke noe om effekt."


def test_no_fixed_sentence_has_a_banned_verb() -> None:
    row = {"is_effect": True, "direction": "no_difference", "spans_zero": True, "size_state": "none", "ceiling": 5, "level": 5}
    told = [reading_text({**row, "reading": reading}) for reading in READINGS]
    told += [conflict_text({"lower": 1, "higher": 2, "mixed": 1, "no_difference": 1}), findings(snapshot()).sentence]
    told += list(findings(snapshot()).basis.caveats)
    own = [value for lang in ("nb", "en") for key, value in texts(lang).items() if key.startswith(("findings.", "final_report."))]
    assert len(told) > len(READINGS)
    assert [text for text in [*(t.nb for t in told), *(t.en for t in told), *own] if BANNED.search(text)] == []


def test_findings_that_do_not_point_the_same_way_stand_together_and_are_never_averaged() -> None:
    rows = [
        finding("1", instrument_id="V1", estimate=-2.0),
        finding("2", "D", "higher", instrument_id="V1", estimate=2.0),
        finding("3", "D", "no_difference", instrument_id="V1"),
        finding("4", "D", "higher"),
        finding("5", "D", "lower", instrument_id="V1", outcome="health"),
        finding("6", "D", "lower", instrument_id="V1", outcome="health"),
        finding("7", "D", "not_applicable", instrument_id="V1", outcome="health"),
    ]
    found = findings(snapshot(finding=rows))
    assert [(one.outcome, one.finding_ids, dict(one.directions)) for one in found.conflicts] == [
        ("register_absence", ("1", "2", "3"), {"lower": 1, "higher": 1, "no_difference": 1})
    ]
    assert found.conflicts[0].words.nb.startswith("Blandet: 1 med lavere, 1 med høyere og 1 uten påvist forskjell.")
    assert "hver sin vei" in found.conflicts[0].words.nb
    text = json.dumps(envelope("findings", found))
    assert '"mean"' not in text and '"average"' not in text
    assert findings(snapshot(finding=rows), {"outcome": "health"}).conflicts == ()


def test_recommendations_done_rejected_open_overdue_and_without_a_due_date() -> None:
    found = findings(
        snapshot(
            recommendation=[
                recommendation("late", due=date(2021, 6, 1), owner_id="O1"),
                recommendation("today", due=AS_OF, owner_id="O1"),
                recommendation("undated", owner_id="O1"),
                recommendation("done", due=date(2021, 3, 1), done_date=date(2021, 3, 11), owner_id="O2"),
                recommendation("early", due=date(2021, 3, 1), done_date=date(2021, 2, 27), owner_id="O2"),
                recommendation("no", due=date(2021, 3, 1), rejected_date=date(2021, 2, 1), rejected_reason_nb="For dyrt"),
                recommendation("later", due=date(2021, 3, 1), done_date=date(2021, 7, 1)),
            ],
            organisation=[{"organisation_id": key, "name_nb": f"Org {key}", "kind": "other"} for key in ("O1", "O2")],
        )
    )
    rows = {row["recommendation_id"]: (row["state"], row["days_late"]) for row in found.recommendations.to_dicts()}
    assert rows == {
        "late": ("overdue", 29),
        "today": ("open", None),
        "undated": ("undated", None),
        "done": ("done", 10),
        "early": ("done", -2),
        "no": ("rejected", None),
        "later": ("overdue", 121),  # followed up after the day of the snapshot
    }
    assert found.recommendations.get_column("recommendation_id").to_list()[:2] == ["later", "late"]
    owners = {row["owner_id"]: row for row in found.owners.to_dicts()}
    assert (owners["O1"]["count"], owners["O1"]["overdue"], owners["O1"]["undated"], owners["O1"]["most_days_late"]) == (
        3,
        1,
        1,
        29,
    )
    assert (owners["O2"]["done"], owners["O2"]["most_days_late"]) == (2, None)
    assert (owners[None]["rejected"], owners[None]["overdue"]) == (1, 1)
    assert "2 av 7 anbefalinger er fulgt opp, og 2 er over fristen." in found.sentence.nb


def test_facts_are_seen_only_from_their_date() -> None:
    tables: dict[str, Any] = {
        "finding": [finding("1"), finding("2", reported_date=date(2021, 5, 1))],
        "finding_use": [{"finding_use_id": "B", "finding_id": "1", "instrument_id": "V1", "used_date": date(2021, 6, 1)}],
        "finding_follow_up": [
            {"finding_follow_up_id": "F", "finding_id": "1", "text_nb": "Tell igjen", "described_date": date(2021, 4, 1)}
        ],
        "recommendation": [recommendation("a", "2", raised_date=date(2021, 4, 1))],
    }
    march = findings(snapshot(date(2021, 3, 1), **tables))
    assert (ids(march), march.counts["used"], march.counts["recommendations"]) == (["1"], 0, 0)
    assert march.rows.item(0, "follow_ups") == 0
    june = findings(snapshot(**tables))
    assert (ids(june), june.counts["used"], june.rows.filter(finding_id="1").item(0, "follow_ups")) == (["2", "1"], 1, 1)
    assert june.rows.filter(finding_id="1").item(0, "used_nb").to_list() == ["Én"]
    before = findings(snapshot(date(1990, 1, 1), **tables))
    assert ids(before) == [] and before.sentence.nb == "Ingen funn og ingen anbefalinger er ført opp per 1. januar 1990."


def test_the_programme_and_others_are_told_apart() -> None:
    found = findings(
        snapshot(
            finding=[
                finding("own"), finding("through", None, evaluation_id="E1"), finding("paid", None, evaluation_id="E2"),
                finding("other", None, evaluation_id="E3"), finding("old", "X"),
            ],
            project=[{"project_id": "X", "programme_id": "P0", "title_nb": "Gammelt", "registered_date": date(2015, 1, 1)},
                     {"project_id": "R", "programme_id": "P", "title_nb": "Nytt", "registered_date": date(2020, 1, 1)}],
            programme=[PROGRAMME, PROGRAMME | {"programme_id": "P0", "start_date": date(2010, 1, 1)}],
            evaluation=[evaluation("E1", project_id="R"), evaluation("E2", payer="programme"), evaluation("E3")],
        )
    )  # fmt: skip
    origins = dict(found.rows.select("finding_id", "origin").iter_rows())
    assert origins == {"own": "programme", "through": "programme", "paid": "programme", "other": "other", "old": "other"}
    assert found.rows.filter(finding_id="through").item(0, "project_id") == "R"


FILTERED: dict[str, Any] = {
    "finding": [
        finding("1", "R", applicability="usable_now", instrument_id="V1", text_nb="Sjåfører på ålesundsferja"),
        finding("2", "D", "not_applicable", outcome="implementation"),
        finding("3", "N"),
    ],
    "project_area": [*areas_of("R", A1=100), *areas_of("D", A1=50, A2=50)],
    "finding_use": [{"finding_use_id": "B", "finding_id": "2", "instrument_id": "V1", "used_date": date(2021, 6, 1)}],
    "recommendation": [
        recommendation("a", "1", date(2021, 3, 1)),
        recommendation("b", "2", text_nb="Anbefaling nummerto", done_date=date(2021, 2, 1)),
        recommendation("c", None, instrument_id="V1", text_nb="Løs anbefaling"),
    ],
}


@pytest.mark.parametrize(
    ("choices", "left", "recommendations"),
    [
        ({}, ["1", "2", "3"], ["a", "b", "c"]),
        ({"priority_area": "A1"}, ["1", "2"], ["a", "b"]),
        ({"priority_area": "A2,ukjent"}, ["2", "3"], ["b"]),
        ({"priority_area": "unknown"}, ["3"], []),
        ({"instrument": "V1"}, ["1"], ["a", "c"]),
        ({"outcome": "implementation"}, ["2"], ["b"]),
        ({"evidence_level": "none"}, ["2"], ["b"]),
        ({"evidence_level": "unknown,not_assessed"}, ["1", "3"], ["a"]),
        ({"applicability": "not_assessed"}, ["2", "3"], ["b"]),
        ({"use": "used"}, ["2"], ["b"]),
        ({"use": "not_used"}, ["1", "3"], ["a"]),
        ({"status": "overdue"}, ["1"], ["a"]),
        ({"status": "undated"}, [], ["c"]),
        ({"owner": "ukjent"}, ["1", "2"], ["a", "b", "c"]),
        ({"origin": "other"}, [], []),
        ({"text": "alesund sjåfør"}, ["1"], ["a"]),
        ({"text": "løs"}, [], ["c"]),
        ({"text": "anbefaling nummerto"}, ["2"], ["b"]),
        ({"text": "trekning"}, ["1"], ["a"]),
        ({"text": "[(*"}, [], []),
    ],
)
def test_filters_leave_what_is_asked_for(choices: dict[str, str], left: list[str], recommendations: list[str]) -> None:
    found = findings(snapshot(**FILTERED), choices)
    assert sorted(ids(found)) == left
    assert sorted(found.recommendations.get_column("recommendation_id")) == recommendations
    assert len(found.all_rows) == 3
    assert found.choices.is_filtered == bool(choices)


def test_a_choice_that_does_not_exist_tells_what_does() -> None:
    with pytest.raises(UserError) as caught:
        findings(snapshot(**FILTERED), {"use": "kanskje", "farge": "rød"})
    assert "used, not_used" in caught.value.nb and "farge" in caught.value.nb and "kanskje" in caught.value.en


def test_an_id_may_hold_a_comma_and_marks() -> None:
    odd = 'F,1"<b>;='
    found = findings(snapshot(finding=[finding(odd, instrument_id="V1")], organisation=[]), {"text": 'f,1"<b>'})
    assert ids(found) == [odd]
    made = json.loads(json.dumps(envelope("findings", found)))
    assert made["result"]["findings"][0]["finding_id"] == odd
    assert found.table().item(0, "finding_id") == odd


def test_an_empty_store_says_so() -> None:
    found = findings(snapshot(programme=[], project=[], instrument=[], tag=[], priority_area=[]))
    assert found.counts["programme"] == 0 and found.conflicts == () and len(found.table()) == 0
    assert json.dumps(envelope("findings", found))
