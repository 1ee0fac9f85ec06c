"""What Overblikk says, on results that one can add up by hand."""

from datetime import date
from typing import Any

from domain.text import Text
from ui import overview

DAY = date(2021, 6, 30)
COVERAGE: dict[str, Any] = {
    "covered": 6, "prioritised": 10, "coverage_pct": 60.0,
    "empty": [{"empty_kind": "gap"}, {"empty_kind": "coming"}, {"empty_kind": "gap"}],
}  # fmt: skip
INSTRUMENTS: dict[str, Any] = {
    "count": 8, "without_evaluation": ["A", "B"], "amount_unknown_count": 3, "with_effect_evaluation_count": 1,
    "instruments": [
        {"id": "A", "name_nb": "Første"}, {"id": "B", "name_nb": "Andre"}, {"id": "C", "name_nb": "Tredje"},
    ],
}  # fmt: skip


def year(**values: Any) -> dict[str, Any]:
    base = {
        "year": 2021, "is_closed": False, "frame_nok": 15_000_000, "available_nok": 20_000_000, "paid_nok": 5_000_000,
        "bound_nok": 9_000_000, "free_nok": 6_000_000, "over_frame_nok": 0, "lapsed_nok": 0,
    }  # fmt: skip
    return base | values


def frames(*years: dict[str, Any], focus: int | None = 2021) -> dict[str, Any]:
    return {"years": list(years), "year_in_focus": focus}


def test_coverage_card_says_covered_of_prioritised() -> None:
    card = overview.coverage_card(COVERAGE)

    assert card.value.nb == "6 av 10"
    assert [part.size for part in card.parts] == [6, 4]
    assert card.note is not None
    assert card.note.nb == "60 prosent av feltene"


def test_coverage_card_without_priorities_has_no_bar() -> None:
    card = overview.coverage_card({"covered": 0, "prioritised": 0, "coverage_pct": None, "empty": []})

    assert card.parts == ()
    assert card.note is None
    assert card.value.nb == "Ingen ennå"


def test_money_card_of_a_running_year_says_what_is_free() -> None:
    card = overview.frames_card(frames(year()))

    assert (card.label.nb, card.value.nb) == ("Fritt i 2021", "6,0 mill. kroner")
    assert [(part.fill, part.size) for part in card.parts] == [("strong", 5e6), ("mid", 9e6), ("empty", 6e6)]


def test_money_card_of_a_closed_year_says_what_was_not_used() -> None:
    card = overview.frames_card(frames(year(is_closed=True)))

    assert (card.label.nb, card.value.nb) == ("Ikke brukt i 2021", "15,0 mill. kroner")
    assert [(part.fill, part.size) for part in card.parts] == [("strong", 5e6), ("empty", 15e6)]


def test_money_card_says_over_in_words() -> None:
    card = overview.frames_card(frames(year(free_nok=-1_500_000)))

    assert (card.label.nb, card.value.nb) == ("Mer enn året har, 2021", "1,5 mill. kroner")


def test_money_card_without_a_ledger_shows_the_frame_and_says_that_use_is_unknown() -> None:
    card = overview.frames_card(frames(year(free_nok=None, paid_nok=None, bound_nok=None)))

    assert card.value.nb == "15,0 mill. kroner"
    assert card.note is not None
    assert card.note.nb == "Bruken er ikke lest inn"
    assert card.parts == ()


def test_money_card_without_years_is_unknown() -> None:
    assert overview.frames_card(frames(focus=None)).value.nb == "Ukjent"


def test_knowledge_card_counts_evaluated_instruments() -> None:
    card = overview.instruments_card(INSTRUMENTS)

    assert card.value.nb == "6 av 8"
    assert [part.size for part in card.parts] == [6, 2]
    assert card.note is not None
    assert card.note.nb == "1 har en evaluering som skal svare på effekt"


def test_absence_card_names_period_and_measure_and_keeps_gaps() -> None:
    found = {
        "measure": "seasonal_influenza", "latest_value": 5.9, "latest_period": "2019K3", "target_value": 5.13,
        "observed": [{"period": "2019K1", "value": 5.7}, {"period": "2019K2", "value": None}, {"period": "2019K3", "value": 5.9}],
    }  # fmt: skip

    card = overview.absence_card(found)

    assert card.value.nb == "5,9 prosent"
    assert card.label.nb.startswith("Nivå i 3. kvartal 2019, ")
    assert card.line is not None
    assert card.line.values == (5.7, None, 5.9)
    assert card.line.level == 5.13


def test_absence_card_without_a_value_is_unknown() -> None:
    assert overview.absence_card({"latest_value": None, "observed": []}).value.nb == "Ukjent"


def test_matters_come_in_order_of_rank_and_are_three_at_most() -> None:
    results = {"coverage": COVERAGE, "instruments": INSTRUMENTS, "frames": frames(year(over_frame_nok=2_000_000))}

    found = overview.matters(results, DAY)

    assert [matter.rank for matter in found] == [1, 3, 4]
    assert found[0].text.nb == "I 2021 er planlagt og betinget bundet 2,0 mill. kroner mer enn det som er fritt."
    assert found[1].text.nb == "2 av 10 prioriterte felt har verken prosjekt eller plan."
    assert found[2].text.nb == "2 av 8 virkemidler har ingen evaluering: Første og Andre."


def test_a_closed_year_over_its_frame_is_no_longer_pressing() -> None:
    assert overview.matters({"frames": frames(year(is_closed=True, over_frame_nok=2_000_000))}, DAY) == ()


def test_late_reports_are_named() -> None:
    row = {"title_nb": "Evaluering X", "status": "started", "report_actual_date": None, "report_current_date": "2021-06-29"}
    same_day = row | {"report_current_date": "2021-06-30", "title_nb": "Y"}
    moved = row | {"report_planned_date": "2020-01-01", "report_current_date": "2022-01-01", "title_nb": "Z"}
    reported = row | {"report_actual_date": "2021-06-01", "title_nb": "W"}
    cancelled = row | {"status": "cancelled", "title_nb": "V"}

    found = overview.matters({"evaluations": {"evaluations": [row, same_day, moved, reported, cancelled]}}, DAY)

    assert [matter.text.nb for matter in found] == [
        "1 evaluering har passert planlagt rapportdato uten kjent rapport: Evaluering X."
    ]


def test_many_names_are_cut_with_a_count() -> None:
    many = INSTRUMENTS | {
        "without_evaluation": ["A", "B", "C", "D"], "instruments": [{"id": i, "name_nb": i} for i in "ABCD"],
    }  # fmt: skip

    (matter,) = [m for m in overview.matters({"instruments": many}, DAY) if m.rank == 4]

    assert matter.text.nb.endswith(": A, B og 2 til.")
    assert matter.text.en.endswith(": A, B and 2 more.")


def test_nothing_to_say_gives_no_matters() -> None:
    quiet = {"coverage": COVERAGE | {"empty": []}, "frames": frames(year())}

    assert overview.matters(quiet, DAY) == ()


def test_first_sentences_do_not_stop_at_abbreviations_and_ordinals() -> None:
    text = Text("I 4. kvartal 2019 er 8,7 mill. er fri. Det er mye. Slutt.", "In Q4. It is 8.7 million. End.")

    assert overview.first_sentences(text, 1).nb == "I 4. kvartal 2019 er 8,7 mill. er fri."
    assert overview.first_sentences(text, 2) == Text(
        "I 4. kvartal 2019 er 8,7 mill. er fri. Det er mye.", "In Q4. It is 8.7 million."
    )
