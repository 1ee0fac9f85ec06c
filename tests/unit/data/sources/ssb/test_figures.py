"""From cells to series and figures: what each flag means, which series a cell belongs to, and what areas are."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from data.sources.jsonstat import read
from data.sources.model import AREA_SCHEMA, AREA_VALUE_SCHEMA, SERIES_SCHEMA, VALUE_SCHEMA
from data.sources.ssb.errors import SsbError
from data.sources.ssb.figures import area_rows, area_values, series_values
from data.sources.ssb.selection import queries
from data.sources.ssb.series_rows import series_rows
from tests.pxweb import FakeTable, answers, content
from tests.pxweb.selection import chosen
from tests.unit.data.sources.ssb.tables import resolved

TWO = {"2026K1": ("2026K1", ""), "2026K2": ("2026K2", "")}


def cells(fake: FakeTable) -> list[pl.DataFrame]:
    found = []
    for query in queries(resolved(fake)):
        document = answers.data(fake, chosen(fake, query.body()["selection"]), "no")
        found.append(read(json.dumps(document).encode()).cells)
    return found


def values(fake: FakeTable) -> pl.DataFrame:
    table = resolved(fake)
    series, keys = series_rows(table)
    return series_values(table, keys, cells(fake)).join(series.drop("source_id"), on="series_id")


def areas(fake: FakeTable) -> pl.DataFrame:
    return area_values(resolved(fake), cells(fake))


def one(frame: pl.DataFrame, *columns: str, **where: Any) -> tuple[Any, ...]:
    [row] = frame.filter(*(pl.col(name) == value for name, value in where.items())).select(columns).rows()
    return row


MAIN = {"sex": "both", "absence_type": "total", "adjustment": "unadjusted"}


@pytest.mark.parametrize(
    ("value", "flag", "expected"),
    [
        (5.9, None, (5.9, "value")), (5.9, "*", (5.9, "provisional")), (0.0, None, (0.0, "value")),
        (None, "-", (0.0, "zero")), (0.0, "-", (0.0, "zero")), (None, ".", (None, "not_applicable")),
        (None, "..", (None, "missing")), (None, "...", (None, "missing")), (None, ":", (None, "masked")),
        (None, None, (None, "missing")), (None, "*", (None, "missing")), (100.0, None, (100.0, "value")),
    ],
)  # fmt: skip
def test_what_a_cell_says(value: float | None, flag: str | None, expected: tuple[float | None, str]) -> None:
    fake = content.table_12439(TWO)
    fake.revise(value, flag, Kjonn="0", Sykefraver2="Alt", ContentsCode="SykefravProsent", Tid="2026K1")
    assert one(values(fake), "value", "value_state", **MAIN, period="2026K1") == expected
    _, state = one(values(fake), "value", "value_state", **MAIN, period="2026K2")
    assert state == "value", "a flag concerns its own cell only"


@pytest.mark.parametrize(
    ("value", "flag", "rule"),
    [(None, "x", "unknown_flag"), (None, "....", "unknown_flag"), (5.9, ":", "flag_with_figure"), (5.9, "..", "flag_with_figure"),
     (5.9, "-", "flag_with_figure"), (-0.1, None, "impossible_figure"), (100.1, None, "impossible_figure")],
)  # fmt: skip
def test_a_cell_that_cannot_be_understood_stops_the_table(value: float | None, flag: str | None, rule: str) -> None:
    fake = content.table_12439(TWO)
    fake.revise(value, flag, Kjonn="1", Sykefraver2="E", ContentsCode="SykefravProsent", Tid="2026K2")
    with pytest.raises(SsbError) as error:
        values(fake)
    assert (error.value.rule, error.value.problem) == (rule, "refused")
    assert "Kjonn=1, Sykefraver2=E, ContentsCode=SykefravProsent, Tid=2026K2" in error.value.nb


def test_counts_may_be_larger_than_a_hundred() -> None:
    fake = content.table_12451(TWO)
    fake.revise(914_600.0, Region="0301", Kjonn="0", ContentsCode="Sykefraversdagsverk", Tid="2026K2")
    where = {"area_code": "0301", "sex": "both", "indicator": "absence_days", "period": "2026K2"}
    assert one(areas(fake), "value", "value_state", "decimals", **where) == (914_600.0, "value", 0)


def test_every_cell_is_there_in_its_own_series() -> None:
    fake = content.table_12439(TWO)
    found = values(fake)
    assert len(found) == 3 * 3 * 3 * 2
    codes = {"women": "2", "doctor_certified": "L", "seasonal": "SykefravProsSesJust"}
    expected, _ = fake.cell({"Kjonn": "2", "Sykefraver2": "L", "ContentsCode": codes["seasonal"], "Tid": "2026K2"})
    where = {"sex": "women", "absence_type": "doctor_certified", "adjustment": "seasonal", "period": "2026K2"}
    assert one(found, "value", "decimals", "indicator", "unit_nb", **where) == (expected, 1, "absence_pct", "prosent")


def test_the_order_of_dimensions_in_the_answer_does_not_matter() -> None:
    fake = content.table_12439(TWO)
    expected = values(fake)
    fake.answer_ids = ["Tid", "Sykefraver2", "ContentsCode", "Kjonn"]
    assert values(fake).equals(expected)


def test_the_main_series_has_the_identity_that_other_sources_give_it() -> None:
    series, _ = series_rows(resolved(content.table_12439(TWO)))
    found = one(
        series, "publisher", "table_id", "indicator", "unit_nb", "industry_standard", "industry_code", "industry_nb",
        "industry_en", "title_nb", "title_en", **MAIN,
    )  # fmt: skip
    assert found == (
        "SSB", "12439", "absence_pct", "prosent", "SN2007", "00-99", "Alle næringer", "All industries",
        "Sykefravær i prosent av avtalte dagsverk, egenmeldt og legemeldt, ikke justert",
        "Sick leave in per cent of agreed man-days, self- and doctor-certified, unadjusted",
    )  # fmt: skip
    nothing = one(series, "indicator_nb", "breakdown_kind", "breakdown", "breakdown_code", "breakdown_value", **MAIN)
    assert nothing == (None,) * 5


def test_an_industry_has_its_code_and_both_names() -> None:
    series, _ = series_rows(resolved(content.table_12441({"2025": ("2025", "")})))
    where = {"sex": "women", "absence_type": "self_certified", "industry_code": "86-88"}
    assert one(series, "industry_standard", "industry_nb", "industry_en", "title_nb", **where) == (
        "SN2007", "Helse- og sosialtjenester", "Human health and social work activities",
        "Sykefravær i prosent av avtalte dagsverk, egenmeldt, kvinner, ikke justert, Helse- og sosialtjenester",
    )  # fmt: skip


def test_all_industries_of_two_tables_are_the_same_series() -> None:
    first, _ = series_rows(resolved(content.table_12439(TWO)))
    second, _ = series_rows(resolved(content.table_12442(TWO)))
    in_both = set(first.get_column("series_id")) & set(second.get_column("series_id"))
    shared = first.filter(pl.col("series_id").is_in(in_both)).select("sex", "absence_type", "adjustment").rows()
    assert sorted(shared) == [(sex, "total", "unadjusted") for sex in ("both", "men", "women")]


def test_a_sector_is_a_breakdown_and_all_sectors_is_none() -> None:
    series, _ = series_rows(resolved(content.table_12442(TWO)))
    where = {"sex": "both", "industry_code": "85"}
    kinds = series.filter(sex="both", industry_code="85").get_column("breakdown_code").to_list()
    assert sorted(kinds, key=str) == ["6100", "6500", "A+B", None]
    names = ("breakdown_kind", "breakdown", "breakdown_value", "breakdown_value_en", "title_en")
    assert one(series, *names, **where, breakdown_code="6500") == (
        "sector", "Sektor", "Kommuneforvaltningen", "Local government",
        "Sick leave in per cent of agreed man-days, self- and doctor-certified, unadjusted, Education, sector: Local government",
    )  # fmt: skip


def test_a_group_called_by_the_code_for_all_stays_a_group_when_its_label_says_otherwise() -> None:
    fake = content.table_12452(TWO)
    fake.dimension("Yrke").codes["0-9"] = ("Yrker med oppgitt kode", "Stated occupations")
    series, _ = series_rows(resolved(fake))
    row = one(series, "breakdown_kind", "breakdown_value", sex="both", breakdown_code="0-9")
    assert row == ("occupation", "Yrker med oppgitt kode")


def test_the_only_level_of_education_that_says_all_is_no_group_whatever_its_code() -> None:
    fake = content.table_13333(TWO)
    education = fake.dimensions[1]
    education.codes = {"TOT": ("Utdanningsnivå i alt", "All levels")} | {k: v for k, v in education.codes.items() if k != "00"}
    series, _ = series_rows(resolved(fake))
    groups = series.filter(sex="both").select("breakdown_kind", "breakdown_code").rows()
    assert groups == [(None, None), ("education", "1"), ("education", "2"), ("education", "3"), ("education", "4")]


def test_two_levels_that_say_all_are_both_kept_as_groups() -> None:
    fake = content.table_13333(TWO)
    fake.dimensions[1].codes["TOT"] = ("Utdanningsnivå i alt", "All levels")
    series, _ = series_rows(resolved(fake))
    assert series.filter(sex="both").get_column("breakdown_code").to_list() == ["00", "1", "2", "3", "4", "TOT"]


def test_a_name_that_is_missing_in_english_is_norwegian_in_the_title_and_empty_in_its_column() -> None:
    table = resolved(content.table_12452(TWO))
    without = replace(table, dimensions=tuple(replace(dimension, labels_en={}) for dimension in table.dimensions))
    series, _ = series_rows(without)
    assert one(series, "breakdown_value_en", "title_en", sex="both", breakdown_code="7") == (
        None, "Sick leave in per cent of agreed man-days, doctor-certified, unadjusted, occupation: Håndverkere",
    )  # fmt: skip


def test_the_frames_have_the_columns_that_are_stored() -> None:
    table = resolved(content.table_12442(TWO))
    series, keys = series_rows(table)
    assert dict(series.schema) == SERIES_SCHEMA
    assert dict(series_values(table, keys, cells(content.table_12442(TWO))).schema) == VALUE_SCHEMA
    fake = content.table_12448(TWO)
    assert dict(area_rows(resolved(fake)).schema) == AREA_SCHEMA
    assert dict(areas(fake).schema) == AREA_VALUE_SCHEMA


def test_areas_have_level_and_both_names() -> None:
    rows = area_rows(resolved(content.table_12451(TWO)))
    assert len(rows) == len(content.REGIONS)
    assert one(rows, "name_nb", "name_en", "level", area_code="0") == ("Hele landet", "The whole country", "country")
    assert one(rows, "name_nb", "name_en", "level", area_code="9999") == ("Uoppgitt kommune", "Unspecified municipality", "other")


def test_an_area_that_did_not_exist_has_no_row_and_a_masked_one_has() -> None:
    periods = {"2019K4": ("2019K4", ""), "2020K1": ("2020K1", ""), "2024K1": ("2024K1", "")}
    found = areas(content.table_12448(periods))
    assert found.filter(area_code="3002").get_column("period").unique().to_list() == ["2020K1"]
    assert found.filter(area_code="0104").get_column("period").unique().to_list() == ["2019K4"]
    masked = {"area_code": "1151", "breakdown_code": "16-24", "period": "2020K1"}
    assert one(found, "value", "value_state", "breakdown_kind", "breakdown_value", **masked) == (
        None,
        "masked",
        "age",
        "16-24 år",
    )


def test_all_ages_are_no_breakdown() -> None:
    found = areas(content.table_12448(TWO))
    where = {"area_code": "0301", "period": "2026K2", "breakdown_code": "00"}
    assert one(found, "breakdown_kind", "breakdown_value", "sex", "indicator", **where) == ("none", None, "both", "absence_pct")


def test_areas_by_sex_and_four_figures() -> None:
    fake = content.table_12451(TWO)
    found = areas(fake)
    assert set(found.get_column("sex")) == {"both", "men", "women"}
    assert set(found.get_column("indicator")) == {"absence_pct", "absence_days", "absence_persons", "absence_persons_pct"}
    expected, _ = fake.cell({"Region": "1101", "Kjonn": "1", "ContentsCode": "ArbeidstakereSykefra", "Tid": "2026K2"})
    where = {"area_code": "1101", "sex": "men", "indicator": "absence_persons", "period": "2026K2"}
    assert one(found, "value", "decimals", "table_id", **where) == (expected, 0, "12451")
    assert one(found, "value", "value_state", **(where | {"area_code": "9999"})) == (0.0, "zero")


def test_areas_by_industry() -> None:
    found = areas(content.table_12449(TWO))
    where = {"area_code": "0301", "period": "2026K2"}
    assert one(found, "breakdown_kind", **where, breakdown_code="00") == ("none",)
    assert one(found, "breakdown_value", **where, breakdown_code="84-88") == ("Offentlig forvaltning, undervisning og helse",)
