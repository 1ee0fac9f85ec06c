"""The report of revisions: what is summed up, what is counted over all series, and how it is said."""

from datetime import date

import pytest

from analytics.result import plain
from analytics.sickness.break_list import breaks_table
from analytics.sickness.revision_words import kind_text, overview_table, steps_table, summary_table
from analytics.sickness.revisions import absence_revisions
from domain.errors import UserError
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, target, vintage

RAW, WOMEN = "unadjusted", "seasonal"
LIVE = {"table_id": "12439"}
VINTAGES = [
    vintage("H1", "2018-06-30", "holiday_corrected", "month"),
    vintage("C1", "2019-03-20"),
    vintage("C2", "2020-03-31", precision="month"),
    vintage("W1", "2021-06-03", "current_hours"),
    vintage("L1", "2026-05-28", "current_hours") | LIVE,
    vintage("L2", "2026-08-27", "current_hours") | LIVE,
]
#: 2018K1: by the first method 7.1; then 6.8, 7.0, 7.0. 2018K2: 5.5, 5.3. 2018K3: 4.8, 4.8. 2018K4: 6.0.
TOLD = [
    *observed(RAW, "H1", {"2018K1": 7.1}),
    *observed(RAW, "C1", {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0}),
    *observed(RAW, "C2", {"2018K1": 7.0, "2018K2": 5.3, "2018K3": 4.8}),
    *observed(RAW, "W1", {"2018K1": 7.0, "2018K2": 5.2}),
    *observed(WOMEN, "C1", {"2018K1": 5.9}),
]


def load(number, published, **more):
    return {
        "load_id": f"L{number}", "publisher": "SSB", "table_id": "12439", "title_nb": "Sykefravær", "title_en": "Sick leave",
        "fetched_date": date.fromisoformat(published), "fetched_at": f"{published}T06:20:00Z",
        "published_date": date.fromisoformat(published), "outcome": "loaded", "vintage_id": f"L{number}", "new_count": 1,
        "revised_count": 0, **more,
    }  # fmt: skip


TABLES = {"series": [series(RAW), series(WOMEN, sex="women")], "vintage": VINTAGES, "observation": TOLD}


def made(measure=None, choices=None, as_of="2026-11-22", **tables):
    return absence_revisions(snapshot(as_of, **TABLES | tables), measure, choices)


def test_revisions_are_summed_up_within_one_method() -> None:
    """Three figures are told twice by one method: +0.2, -0.2 and 0. Mean 0, without sign 0.4 / 3 = 0.1333."""
    found = plain(made().as_json())["summary"]

    assert (found["compared"], found["revised_periods"]) == (3, 2)
    assert found["one_method"]["mean"] == 0
    assert round(found["one_method"]["mean_absolute"], 4) == 0.1333
    assert found["one_method"]["mean_of_changed"] == 0
    # of two equally large ones the newest period is named
    assert (found["one_method"]["largest"], found["one_method"]["largest_period"]) == (-0.2, "2018K2")
    assert (found["by_age"]["first"]["count"], found["by_age"]["later"]["count"]) == (2, 0)
    assert found["no_difference_periods"] == 1


def test_a_newer_method_is_summed_up_apart() -> None:
    """2018K1 is 7.0 by both, 2018K2 goes from 5.3 to 5.2: mean -0.05."""
    (change,) = plain(made().as_json())["summary"]["method_changes"]

    assert (change["from_method"], change["to_method"], change["count"], change["changed"]) == ("current", "current_hours", 2, 1)
    assert change["mean"] == -0.05


def test_the_sentence_says_the_counts_and_what_has_no_difference() -> None:
    said = made().sentence

    assert "er 2 av 3 tall som finnes i flere utgaver etter samme metode, endret" in said.nb
    assert "−0,20 prosentpoeng (2. kvartal 2018)" in said.nb
    assert "For én periode er utgavene etter ulik metode; for den regnes ingen differanse." in said.nb
    assert "ingen tabell er hentet direkte" in said.nb
    assert "2 of 3 figures" in said.en


def test_every_vintage_of_a_period_is_given() -> None:
    periods = {item["period"]: item["figures"] for item in plain(made().as_json())["periods"]}

    assert list(periods) == ["2018K1", "2018K2", "2018K3"]
    assert [(f["vintage"], f["value"], f["method"]) for f in periods["2018K1"]] == [
        ("2018-06", 7.1, "holiday_corrected"),
        ("2019-03-20", 6.8, "current"),
        ("2020-03", 7.0, "current"),
        ("2021-06-03", 7.0, "current_hours"),
    ]


def test_the_table_has_one_row_a_change_with_its_methods() -> None:
    found = made().table()

    assert found.select("period", "kind", "difference").rows() == [
        ("2018K2", "method_revision", -0.1),
        ("2018K2", "revised", -0.2),
        ("2018K1", "revised", 0.2),
        ("2018K1", "other_method", None),
    ]
    shown = steps_table(made(), "nb")
    assert shown.row(3, named=True)["what"] == "Ulik metode, ingen differanse"
    assert shown.row(3, named=True)["difference"] is None
    assert shown.row(0, named=True)["what"].startswith("Ny metode regnet tilbake: fra Uten feriekorreksjon til")


def test_a_revision_of_one_tenth_is_said_to_be_perhaps_rounding() -> None:
    told = [*observed(RAW, "C1", {"2018K1": 6.8}), *observed(RAW, "C2", {"2018K1": 6.9})]
    (step,) = made(observation=told).changes

    assert kind_text(step).nb == "Endret; kan være avrunding"


def test_withdrawn_figures_are_said_and_not_counted_as_zero() -> None:
    told = [*observed(RAW, "L1", {"2026K1": 7.0, "2025K4": 6.0}), *observed(RAW, "L2", {"2026K1": None})]
    loads = [load(1, "2026-05-28"), load(2, "2026-08-27", revised_count=1)]
    found = made(observation=told, statistic_load=loads)

    assert [(step.period, step.kind, step.difference) for step in found.changes] == [("2026K1", "withdrawn", None)]
    assert found.summary.withdrawn == 1
    assert "Tall som er trukket tilbake eller skjermet: 1." in found.sentence.nb
    assert steps_table(found, "nb").row(0, named=True)["after"] == "Mangler"
    # the other figure stands unchanged in the second load
    assert found.summary.one_method.count == 1


def test_the_overview_counts_every_series_and_the_last_load() -> None:
    told = [*TOLD, *observed(RAW, "L1", {"2026K1": 7.0}), *observed(RAW, "L2", {"2026K1": 6.5})]
    loads = [load(1, "2026-05-28"), load(2, "2026-08-27", revised_count=4)]
    found = made(observation=told, statistic_load=loads)
    (row,) = found.overview.series.to_dicts()

    assert (row["compared"], row["revised"], row["method_revised"], row["no_difference"]) == (4, 3, 1, 1)
    assert (row["largest"], row["largest_period"], row["in_last_load"]) == (-0.5, "2026K1", 1)
    assert found.overview.in_last_load == 4  # areas are counted by the load only
    assert "var 4 tall endret fra utgaven før" in found.sentence.nb
    assert overview_table(found, "nb").get_column("series").to_list() == ["Ikke justert, egenmeldt og legemeldt"]


def test_a_provisional_figure_that_is_made_final_is_no_revision() -> None:
    told = [*observed(RAW, "L1", {"2026K1": 7.0}, value_state="provisional"), *observed(RAW, "L2", {"2026K1": 7.0})]
    found = made(observation=told)

    assert found.changes == ()
    assert found.periods["2026K1"][0].state == "provisional"


def test_a_series_told_once_says_so() -> None:
    found = made(choices={"sex": "women"})

    assert found.title.nb == "Sykefravær"
    assert not found.is_comparable
    assert found.sentence.nb.startswith("Ingen tall i serien (sesongjustert, egenmeldt og legemeldt, kvinner) finnes i flere")
    assert summary_table(found, "nb").is_empty()


def test_a_series_that_does_not_exist_says_so() -> None:
    assert made("seasonal", {"sex": "men"}).sentence.nb.startswith("Serien (sesongjustert")


@pytest.mark.parametrize(
    ("measure", "choices"),
    [("nonsense", {}), (None, {"sex": "x"}), (None, {"type": "x"}), (None, {"industry": "99-99"}), (None, {"area": "0301"})],
)
def test_a_choice_that_does_not_exist_is_refused(measure, choices) -> None:
    with pytest.raises(UserError):
        made(measure, choices)


def test_only_the_sources_of_the_figures_are_named() -> None:
    sources = [{"source_id": name, "title": name} for name in ("S-RAW", "S-OTHER")]
    told = [*observed(RAW, "C1", {"2018K1": 6.8}, source_id="S-RAW"), *observed(RAW, "C2", {"2018K1": 7.0}, source_id="S-RAW"),
            *observed(WOMEN, "C1", {"2018K1": 5.9}, source_id="S-OTHER")]  # fmt: skip
    found = made(observation=told, source=sources)

    assert [source.source_id for source in found.basis.sources] == ["S-RAW"]


def test_breaks_and_the_target_per_vintage_go_with_the_report() -> None:
    breaks = [series_break("2015K1", known="2015-05-01"), series_break("2021K1", known="2021-06-03", title="Ny arbeidstid")]
    found = made(series_break=breaks, target=[target("T", RAW, None)])
    given = plain(found.as_json())

    assert [item["from_period"] for item in given["breaks"]] == ["2021K1", "2015K1"]
    assert breaks_table(found.breaks, "nb").row(0, named=True)["known"] == date(2021, 6, 3)
    # (6.8 + 5.5 + 4.8 + 6.0) / 4 = 5.775
    assert given["target_by_vintage"]["editions"][1]["baseline"] == 5.775


def test_a_break_that_is_not_yet_known_is_not_listed() -> None:
    breaks = [series_break("2021K1", known="2021-06-03")]

    assert made(as_of="2021-06-02", series_break=breaks).breaks == ()


def test_a_break_without_a_known_day_is_listed_from_its_own_quarter_on() -> None:
    breaks = [series_break("2015K1")]

    assert made(as_of="2014-12-31", series_break=breaks).breaks == ()
    assert len(made(as_of="2015-01-01", series_break=breaks).breaks) == 1


def test_nothing_stored_gives_an_empty_result() -> None:
    found = absence_revisions(snapshot("2026-11-22"))

    assert found.periods == {}
    assert found.overview.series.is_empty()
    assert found.table().is_empty()
    assert plain(found.as_json())["summary"]["one_method"]["mean"] is None
