"""The knowledge post of the state budget. Amounts are millions of kroner unless said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.spending import state_tables, state_words
from analytics.spending.state_budget import StateBudget, state_budget
from data.snapshot import Snapshot
from tests.unit.analytics.spending.rows import MILL, plan_frames

OWNER, MINISTRY = "889640782", "983887457"
KNOWN = {
    "proposed": (-1, 10, 31),
    "enacted": (0, 1, 1),
    "revised": (0, 12, 31),
    "account": (1, 4, 30),
    "amendment_proposed": None,
}


def amount(
    year: int, stage: str, nok: float, post: str = "22", chapter: str = "601", quality: str = "secondary",
    known: date | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    rule = KNOWN.get(stage, (0, 12, 31))
    usual = date(year + rule[0], rule[1], rule[2]) if rule else None
    return {
        "state_budget_id": f"{year}-{chapter}-{post}-{stage}-{known or ''}", "year": year, "chapter": chapter, "post": post,
        "name_nb": f"Post {post} æøå", "stage": stage, "relation": "inside", "amount_nok": Decimal(str(nok)) * MILL,
        "quality": quality, "known_date": known or usual, "source_id": "UTTREKK", **more,
    }  # fmt: skip


def part(year: int, code: str, nok: float, dimension: str = "agency", name: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "state_account_id": f"{year}-{dimension}-{code}-{more.get('known_date', '')}", "year": year, "chapter": "601",
        "post": "22", "dimension": dimension, "code": code, "name_nb": name or f"Del {code}",
        "amount_nok": Decimal(str(nok)) * MILL, "known_date": date(year + 1, 4, 30), "source_id": "UTTREKK", **more,
    }  # fmt: skip


def parameters(**more: float) -> list[dict[str, Any]]:
    values = {
        "knowledge_budget_chapter": 601.0, "knowledge_budget_post": 22.0, "state_account_final_month": 4.0,
        "programme_owner_org_number": float(OWNER),
    } | more  # fmt: skip
    rest = {"unit": "-", "valid_from": date(2019, 1, 1), "text_nb": "-", "text_en": "-"}
    return [
        {"parameter_id": name, "name": name, "value": value} | rest
        for name, value in values.items()
    ]  # fmt: skip


SOURCES = [
    {"source_id": "UTTREKK", "title": "Uttrekk", "quality": "secondary"},
    {"source_id": "DFO", "title": "DFØ", "quality": "primary"},
]  # fmt: skip
YEARS = [
    amount(2019, "enacted", 0), amount(2019, "revised", 28), amount(2019, "account", 3.7),
    amount(2020, "enacted", 33), amount(2020, "revised", 8.7), amount(2020, "account", 6.1),
    amount(2021, "enacted", 33.9), amount(2021, "revised", 31.5), amount(2021, "account", 19),
    amount(2022, "enacted", 29.2), amount(2022, "revised", 19.2), amount(2022, "account", 34.9),
]  # fmt: skip
PARTS = [
    part(2019, OWNER, 0.6), part(2019, MINISTRY, 3.2), part(2020, OWNER, 4.1), part(2020, MINISTRY, 1.5), part(2020, "3", 0.5),
    part(2021, OWNER, 12.2), part(2021, MINISTRY, 6.4), part(2021, "3", 0.5), part(2022, OWNER, 32.2), part(2022, MINISTRY, 2.7),
]  # fmt: skip


def found(
    as_of: str = "2023-06-01", rows: Iterable[dict[str, Any]] = YEARS, parts: Iterable[dict[str, Any]] = PARTS,
    year: int | None = None, **tables: Any,
) -> StateBudget:  # fmt: skip
    given = {"parameter": parameters(), "frame": plan_frames(), "source": SOURCES} | tables
    return state_budget(
        Snapshot.from_rows(date.fromisoformat(as_of), given | {"state_budget": list(rows), "state_account": list(parts)}), year
    )


def of_year(made: StateBudget, year: int) -> Any:
    return next(item for item in made.years if item.year == year)


def mill(value: Decimal | None) -> float | None:
    return None if value is None else float(value / MILL)


def test_each_year_has_its_stages_and_the_difference_in_a_word() -> None:
    made = found()

    assert [mill(year.difference_nok) for year in made.years] == [24.3, 2.6, 12.5, -15.7]
    assert [year.outcome for year in made.years] == ["less", "less", "less", "more"]
    assert [year.needs_carried_in for year in made.years] == [False, False, False, True]
    assert mill(of_year(made, 2019).nok("enacted")) == 0  # known to be zero
    assert of_year(made, 2019).nok("proposed") is None  # unknown


def test_the_three_levels_stand_side_by_side_for_the_same_years_and_are_computed_from_rows() -> None:
    compared = found().comparison

    assert compared.years == (2019, 2020, 2021, 2022)
    assert mill(compared.post_nok) == 63.7  # 3.7 + 6.1 + 19.0 + 34.9
    assert mill(compared.owner_nok) == 49.1  # 0.6 + 4.1 + 12.2 + 32.2
    assert (mill(compared.knowledge_nok), mill(compared.programme_nok)) == (84, 60)
    words = " ".join(text.nb for text in (*found().can_say, *found().cannot_say))
    assert "84,0 mill. kroner i 2019–2022" in words and "63,7 mill. kroner regnskapsført" in words
    assert "ikke at delen til Del 889640782 er lik programmets forbruk" in words


def test_other_frames_and_another_period_give_other_sums() -> None:
    frames = [row | {"amount_nok": 30 * MILL} for row in plan_frames() if row["year"] in (2021, 2022)]
    compared = found(frame=frames).comparison

    assert compared.years == (2021, 2022)
    assert (mill(compared.post_nok), mill(compared.owner_nok), mill(compared.knowledge_nok)) == (53.9, 44.4, 60)


def test_a_year_without_final_accounts_is_left_out_of_the_comparison_and_said() -> None:
    made = found("2022-12-31")

    assert (made.comparison.years, made.comparison.missing) == ((2019, 2020, 2021), (2022,))
    assert (mill(made.comparison.post_nok), mill(made.comparison.knowledge_nok)) == (28.8, 63)
    assert any("For 2022 er rammer satt" in caveat.nb for caveat in made.basis.caveats)


def test_an_earlier_day_shows_what_was_known_then() -> None:
    assert [year.year for year in found("2020-04-29").years if "account" in year.amounts] == []
    assert [year.year for year in found("2020-04-30").years if "account" in year.amounts] == [2019]
    assert "Ingen regnskapstall" in found("2020-01-31").sentence.nb


def test_the_edition_known_last_stands_from_its_day() -> None:
    newer = amount(2021, "account", 18.5, quality="primary", known=date(2023, 3, 1), source_id="DFO")
    before, after = (found(day, [*YEARS, newer]) for day in ("2023-02-28", "2023-03-01"))

    assert [mill(of_year(made, 2021).nok("account")) for made in (before, after)] == [19, 18.5]
    assert [of_year(made, 2021).amounts["account"].quality for made in (before, after)] == ["secondary", "primary"]
    assert {"DFO"} - {source.source_id for source in before.basis.sources} == {"DFO"}
    assert "DFO" in {source.source_id for source in after.basis.sources}


def test_of_two_editions_of_one_day_the_better_source_stands() -> None:
    same_day = amount(2021, "account", 18.5, quality="primary") | {"state_budget_id": "A"}
    assert mill(of_year(found(rows=[same_day, *YEARS]), 2021).nok("account")) == 18.5


def test_parts_of_two_editions_are_never_mixed() -> None:
    newer = [part(2021, OWNER, 13, known_date=date(2023, 3, 1), source_id="DFO")]
    before, after = (
        next(split for split in found(day, parts=[*PARTS, *newer]).agencies if split.year == 2021)
        for day in ("2023-02-28", "2023-03-01")
    )

    assert [mill(p.nok) for p in before.parts] == [12.2, 6.4, 0.5]
    assert [mill(p.nok) for p in after.parts] == [13]
    assert mill(after.difference_nok) == 6


def test_parts_that_do_not_add_up_show_the_difference_and_are_not_changed() -> None:
    made = found()
    by_year = {split.year: split for split in made.agencies}

    assert [mill(by_year[year].difference_nok) for year in (2019, 2020, 2021, 2022)] == [-0.1, 0, -0.1, 0]
    assert mill(by_year[2019].parts_nok) == 3.8
    table = state_tables.split(made.agencies, "nb")
    assert table.get_column("part").to_list()[-3:] == ["Sum av delene", "Regnskap på posten", "Forskjell"]
    assert [mill(value) for value in table.row(-1)[2:]] == [-0.1, 0, -0.1, 0]
    assert "I 2019 og 2021 gir delene ikke nøyaktig totalen" in state_words.split_sentence(made.agencies).nb


def test_a_part_that_the_source_does_not_name_is_empty_not_zero() -> None:
    table = state_tables.split(found().agencies, "nb")
    third = table.filter(table["code"] == "3")

    assert (third.get_column("y2019")[0], mill(third.get_column("y2020")[0])) == (None, 0.5)


def test_a_part_that_changed_its_name_keeps_the_years_of_the_old_one() -> None:
    parts = [part(2021, MINISTRY, 6, name="Gammelt departement"), part(2022, MINISTRY, 2, name="Nytt departement")]
    assert state_tables.part_names(found(parts=parts).agencies, "nb") == {
        MINISTRY: "Nytt departement (2021: Gammelt departement)"
    }  # fmt: skip


def test_a_figure_that_is_not_verified_is_shown_marked_and_in_no_sum() -> None:
    rows = [*YEARS, amount(2023, "revised", 84.6, quality="unverified"), amount(2023, "account", 28.3)]
    made = found("2024-05-01", rows)
    year, total = of_year(made, 2023), {total.stage: total for total in made.totals}

    assert (mill(year.difference_nok), year.difference_quality) == (56.3, "unverified")
    assert (total["revised"].years, total["revised"].unverified) == ((2019, 2020, 2021, 2022), (2023,))
    assert mill(total["revised"].nok) == 87.4  # 28 + 8.7 + 31.5 + 19.2
    assert (total["account"].years[-1], mill(total["account"].nok)) == (2023, 92.0)  # 63.7 + 28.3
    assert "usikkert" in made.sentence.nb and "56,3" not in made.sentence.nb
    assert state_words.outcome_word(year).nb == "mindreforbruk, bygger på et tall som ikke er verifisert"
    assert state_words.quality_note(year).nb == "Revidert: ikke verifisert. Resten: sekundærkilde."
    assert any("revidert i 2023, 84,6 mill. kroner, er ikke verifisert" in caveat.nb for caveat in made.basis.caveats)


@pytest.mark.parametrize(
    ("known", "through", "open_year"),
    [
        (date(2023, 4, 29), None, True), (date(2023, 4, 30), None, False), (date(2023, 6, 1), "2022M10", True),
        (date(2023, 6, 1), "2022M12", False),
    ],
)  # fmt: skip
def test_accounts_are_final_at_the_end_of_april_when_every_month_is_there(
    known: date, through: str | None, open_year: bool
) -> None:
    rows = [*YEARS[:-1], amount(2022, "account", 34.9, known=known, through_period=through)]
    made = found("2023-07-01", rows)

    assert of_year(made, 2022).is_provisional is open_year
    assert (2022 in made.comparison.years) is not open_year
    assert any("Regnskapet for 2022 er foreløpig" in caveat.nb for caveat in made.basis.caveats) is open_year


def test_a_running_year_is_not_called_a_surplus() -> None:
    rows = [
        *YEARS, amount(2023, "enacted", 25.2), amount(2023, "revised", 25.2, known=date(2023, 6, 15)),
        amount(2023, "account", 9, known=date(2023, 10, 20), through_period="2023M09"),
    ]  # fmt: skip
    made = found("2023-11-01", rows)
    year = of_year(made, 2023)

    assert (year.outcome, mill(year.difference_nok), year.amounts["revised"].is_provisional) == ("running", 16.2, True)
    assert made.last_account is not None and made.last_account.year == 2022  # the last whole year
    assert state_words.outcome_word(year).nb == "hittil i året"
    assert "Hittil i 2023 er 9,0 mill. kroner regnskapsført, til og med september 2023." in made.sentence.nb


def test_carried_over_money_is_unknown_until_a_source_gives_it() -> None:
    without, given = found(), found(rows=[*YEARS, amount(2022, "carried_in", 20)])

    assert state_words.unknown_carry(without) == (2022,)
    assert state_words.outcome_word(of_year(without, 2022)).nb == "merforbruk, krever overførte midler (beløpet er ukjent)"
    assert state_words.outcome_word(of_year(given, 2022)).nb == "merforbruk, overført inn 20,0 mill. kroner"
    assert any("overført mellom årene" in text.nb for text in without.cannot_say)
    assert not any("overført mellom årene" in text.nb for text in given.cannot_say)
    assert mill(of_year(given, 2022).difference_nok) == -15.7  # carried-over money is no part of the year's appropriation


def test_other_posts_stand_apart_and_change_no_sum() -> None:
    beside = [
        amount(2021, "account", 52.5, "71"), amount(2021, "account", 58, "22", "605", relation="boundary"),
        amount(2021, "account", 14.3, "76", "2650"), amount(2021, "account", 9, "50", "643", relation="partly"),
    ]  # fmt: skip
    made = found(rows=[*YEARS, *beside])

    assert [post.label for post in made.context] == ["601.71", "2650.76", "643.50", "605.22"]
    assert [mill(total.nok) for total in made.totals] == [mill(total.nok) for total in found().totals]
    assert made.comparison == found().comparison


def test_two_proposed_amendments_of_a_year_are_both_kept() -> None:
    rows = [*YEARS, amount(2019, "amendment_proposed", 81), amount(2019, "amendment_proposed", -2) | {"state_budget_id": "B"}]
    assert mill(of_year(found(rows=rows), 2019).nok("amendment_proposed")) == 79


def test_the_parameter_decides_which_post_it_is() -> None:
    made = found(rows=[*YEARS, amount(2021, "account", 52.5, "71")], parameter=parameters(knowledge_budget_post=71.0))

    assert made.post is not None and made.post.label == "601.71"
    assert [mill(year.nok("account")) for year in made.years] == [52.5]
    assert [post.label for post in made.context] == ["601.22"]


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"parameter": []}, "Ingen regel sier per 1. juni 2023 hvilken post"),
        ({"rows": []}, "Ingen tall for kapittel 601 post 22 er kjent per 1. juni 2023"),
        ({"frame": []}, "På kapittel 601 post 22 ble det regnskapsført 34,9 mill. kroner i 2022"),
    ],
)
def test_what_is_not_there_is_said(tables: dict[str, Any], words: str) -> None:
    made = found(**tables)

    assert words in made.sentence.nb
    assert made.as_json()["comparison"]["post_account_nok"] is None
    assert len(state_tables.levels(made, "nb")) == 0


def test_without_parts_the_owner_is_unknown_and_not_zero() -> None:
    made = found(parts=[])

    assert (made.comparison.owner_nok, made.as_json()["comparison"]["owner_account_nok"]) == (None, None)
    assert made.agencies == ()
    assert "førte" not in made.sentence.nb


def test_one_year_alone() -> None:
    made = found(year=2022)

    assert [year.year for year in made.years] == [2022]
    assert (mill(made.comparison.post_nok), mill(made.comparison.knowledge_nok)) == (34.9, 21)
    assert "15,7 mill. kroner mer enn årets reviderte bevilgning, noe som krever midler overført" in made.sentence.nb


def test_the_json_has_every_figure_with_quality_and_source() -> None:
    answer = found().as_json()
    year = answer["years"][-1]

    assert (answer["chapter"], answer["post"]) == ("601", "22")
    assert (year["year"], year["account"]["amount_nok"], year["account"]["quality"]) == (2022, 34_900_000, "secondary")
    assert (year["difference_nok"], year["outcome"], year["needs_carried_in"]) == (-15_700_000, "more", True)
    assert answer["by_agency"][0]["difference_nok"] == -100_000
    assert answer["totals"]["account"] == {
        "amount_nok": 63_700_000, "years": [2019, 2020, 2021, 2022], "left_out_unverified": [], "left_out_provisional": [],
    }  # fmt: skip


def test_the_table_has_a_row_an_amount() -> None:
    table = found().table()

    assert len(table) == 12
    assert table.filter((table["year"] == 2022) & (table["stage"] == "account")).get_column("amount_nok")[0] == 34_900_000


def test_no_text_credits_or_mentions_sick_leave() -> None:
    made = found()
    texts = [made.sentence, *made.can_say, *made.cannot_say, *made.basis.caveats]

    assert not any("sykefravær" in text.nb.lower() or "sick" in text.en.lower() for text in texts)


@pytest.mark.parametrize(
    ("years", "nb"), [((2019, 2020, 2021), "2019–2021"), ((2019, 2021, 2022), "2019 og 2021–2022"), ((2020,), "2020"), ((), "")]
)
def test_years_are_drawn_together(years: tuple[int, ...], nb: str) -> None:
    assert state_words.years_text(years).nb == nb
