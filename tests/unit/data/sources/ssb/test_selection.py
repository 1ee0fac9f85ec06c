"""What is asked for: every dimension, each code once, and fewer cells than allowed; and that the answer is that."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import pytest

from data.sources.jsonstat import read
from data.sources.ssb.errors import SsbError
from data.sources.ssb.resolved import Asked
from data.sources.ssb.selection import Query, check_answer, queries
from tests.pxweb import FakeTable, answers, content
from tests.pxweb.selection import chosen
from tests.unit.data.sources.ssb.tables import resolved

QUARTERS = content.quarters(2025)


def answered(table: FakeTable, query: Query) -> bytes:
    return json.dumps(answers.data(table, chosen(table, query.body()["selection"]), "no")).encode()


def test_every_dimension_is_named_and_all_periods_are_asked_for() -> None:
    [query] = queries(resolved(content.table_12439(QUARTERS)))
    assert query.body() == {
        "selection": [
            {"variableCode": "Kjonn", "valueCodes": ["0", "1", "2"]},
            {"variableCode": "Sykefraver2", "valueCodes": ["Alt", "E", "L"]},
            {"variableCode": "ContentsCode", "valueCodes": ["SykefravProsent", "SykefravProsSesJust", "SykefravProsSesInflu"]},
            {"variableCode": "Tid", "valueCodes": ["*"]},
        ]
    }
    assert query.cells == 3 * 3 * 3 * 5


def test_a_repeated_code_is_asked_for_once() -> None:
    query = Query({"Kjonn": Asked(("0", "1", "0"))}, "Tid", ("2025K1",))
    assert query.body()["selection"][0]["valueCodes"] == ["0", "1"]


def test_a_list_is_named_with_the_codes_that_it_gives() -> None:
    [query] = queries(resolved(content.table_12440(QUARTERS)))
    industry = next(part for part in query.body()["selection"] if part["variableCode"] == "NACE2007")
    assert industry["codelist"] == "vs_NACE260sykefratot4"
    assert "61-63" in industry["valueCodes"] and "86" in industry["valueCodes"]


@pytest.mark.parametrize("limit", [400_000, 5_000, 301, 97, 61])
def test_the_parts_are_small_enough_and_together_the_whole(limit: int) -> None:
    table = resolved(content.table_12451(QUARTERS))
    parts = queries(table, limit)
    assert all(query.cells < limit for query in parts)
    whole = set(product(table.dimensions[0].codes, table.dimensions[1].codes, (one.code for one in table.contents)))
    seen = [cell for query in parts for cell in product(*(part.codes for part in query.asked.values()))]
    assert len(seen) == len(set(seen))
    assert set(seen) == whole


def test_the_largest_dimension_is_split_and_time_never() -> None:
    table = resolved(content.table_12451(QUARTERS))
    parts = queries(table, 300)
    assert [len(query.asked["Region"].codes) for query in parts] == [4, 4]
    assert all(query.asked["Kjonn"].codes == ("0", "1", "2") for query in parts)
    assert all(query.body()["selection"][-1] == {"variableCode": "Tid", "valueCodes": ["*"]} for query in parts)


def test_the_real_size_of_the_largest_table_is_asked_for_in_three_parts() -> None:
    table = content.table_12451(content.quarters(), content.many_regions(929))
    parts = queries(resolved(table))
    assert [query.cells for query in parts] == [313 * 3 * 4 * 105, 313 * 3 * 4 * 105, 311 * 3 * 4 * 105]


def test_codes_by_list_and_without_are_different_calls() -> None:
    table = content.table_12440(QUARTERS)
    table.dimensions[1].codelists[0].codes = {"86": ("Helsetjenester", "Health")}
    parts = queries(resolved(table))
    assert [query.asked["NACE2007"].codelist for query in parts] == ["vs_NACE260sykefratot4", None]


def test_periods_that_alone_are_too_many_are_refused() -> None:
    with pytest.raises(SsbError) as error:
        queries(resolved(content.table_12439(QUARTERS)), 5)
    assert error.value.rule == "too_many_cells"


def test_the_right_answer_is_right_in_any_order_of_dimensions() -> None:
    fake = content.table_12439(QUARTERS)
    table = resolved(fake)
    [query] = queries(table)
    check_answer(table, query, read(answered(fake, query)))
    fake.answer_ids = ["Tid", "ContentsCode", "Sykefraver2", "Kjonn"]
    check_answer(table, query, read(answered(fake, query)))


def test_other_codes_than_asked_for_are_refused() -> None:
    fake = content.table_12439(QUARTERS)
    table = resolved(fake)
    [query] = queries(table)
    fewer = replace(query, asked={**query.asked, "Kjonn": Asked(("0", "1"))})
    with pytest.raises(SsbError) as error:
        check_answer(table, query, read(answered(fake, fewer)))
    assert error.value.rule == "answer_codes"
    assert "i Kjonn: 2" in error.value.nb


def test_a_dimension_that_was_summed_away_is_refused() -> None:
    fake = content.table_12439(QUARTERS)
    table = resolved(fake)
    [query] = queries(table)
    without = replace(query, asked={name: part for name, part in query.asked.items() if name != "Kjonn"})
    with pytest.raises(SsbError) as error:
        check_answer(table, query, read(answered(fake, without)))
    assert error.value.rule == "answer_dimensions"


def test_a_period_more_than_the_metadata_had_means_that_the_table_was_updated() -> None:
    fake = content.table_12439(dict(QUARTERS))
    table = resolved(fake)
    [query] = queries(table)
    fake.add_period("2026K3")
    with pytest.raises(SsbError) as error:
        check_answer(table, query, read(answered(fake, query)))
    assert (error.value.rule, error.value.problem) == ("changed_underway", "failed")
