"""Storing fetched statistics: vintages as differences, late vintages, withdrawn figures, faults, and what snapshots show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.sickness.lines import SeriesChoice, line
from data.snapshot import Snapshot
from data.sources.model import NotFetched, Outcome, Unchanged
from data.store import Change, Store
from domain.errors import UserError
from domain.text import Text
from tests.unit.workflows.fetched import fetched, series_row
from workflows.refresh import refresh_nav, store_outcomes
from workflows.refresh_report import RefreshReport

TODAY = date(2026, 11, 22)
MAY, AUGUST, NOVEMBER = date(2026, 5, 28), date(2026, 8, 27), date(2026, 11, 20)


def refresh(real_store: Store, *outcomes: Outcome, at: date = TODAY) -> RefreshReport:
    moment = datetime(at.year, at.month, at.day, 8, tzinfo=UTC)
    return store_outcomes(real_store, outcomes, Change("test", "test"), moment, publisher="SSB")


def shown(real_store: Store, as_of: date = TODAY, **choice: str) -> dict[str, tuple[float | None, str]]:
    found = line(Snapshot.open(real_store, as_of), SeriesChoice(**choice))
    return {p: (None if o.value is None else float(o.value), o.vintage) for p, o in found.points.items()}


def stored(real_store: Store, name: str = "observation") -> pl.DataFrame:
    with real_store.read() as reader:
        from domain.tables import TABLES

        return reader.frame(TABLES[name]).filter((pl.col("layer") == "statistics") & pl.col("known_to").is_null())


def test_a_fetched_series_continues_the_embedded_one(real_store: Store) -> None:
    report = refresh(real_store, fetched(AUGUST, {"2025K2": 6.3, "2026K1": 6.9, "2026K2": 5.5}))
    assert report.version is not None
    points = shown(real_store)
    assert points["2000K2"][0] == 6.6  # embedded
    assert points["2026K1"] == (6.9, "2026-08-27")
    assert points["2025K2"] == (6.3, "2026-08-27")
    assert stored(real_store, "series").is_empty()  # the series was there already


def test_a_snapshot_from_before_the_vintage_does_not_show_it(real_store: Store) -> None:
    refresh(real_store, fetched(AUGUST, {"2026K2": 5.5}))
    assert "2026K2" not in shown(real_store, date(2026, 8, 26))
    assert "2026K2" in shown(real_store, AUGUST)


def test_only_differences_are_stored_and_unchanged_figures_take_the_newest_vintage(real_store: Store) -> None:
    refresh(real_store, fetched(MAY, {"2025K4": 6.4, "2026K1": 6.9}))
    report = refresh(real_store, fetched(AUGUST, {"2025K4": 6.4, "2026K1": 7.0, "2026K2": 5.5}))
    assert (report.outcomes[0].new_count, report.outcomes[0].revised_count) == (1, 1)
    assert len(stored(real_store)) == 4
    assert shown(real_store)["2025K4"] == (6.4, "2026-08-27")
    assert shown(real_store, date(2026, 6, 1))["2026K1"] == (6.9, "2026-05-28")


def test_the_same_vintage_twice_publishes_nothing(real_store: Store) -> None:
    refresh(real_store, fetched(AUGUST, {"2026K2": 5.5}))
    before = real_store.current_number()
    report = refresh(real_store, fetched(AUGUST, {"2026K2": 5.5}))
    assert report.version is None
    assert report.outcomes[0].outcome == "unchanged"
    assert real_store.current_number() == before


def test_a_vintage_that_only_confirms_is_stored_as_a_vintage(real_store: Store) -> None:
    refresh(real_store, fetched(MAY, {"2026K1": 6.9}))
    report = refresh(real_store, fetched(AUGUST, {"2026K1": 6.9}))
    assert report.version is not None
    assert (report.outcomes[0].new_count, report.outcomes[0].revised_count) == (0, 0)
    assert shown(real_store)["2026K1"] == (6.9, "2026-08-27")
    assert shown(real_store, date(2026, 6, 1))["2026K1"] == (6.9, "2026-05-28")


def test_the_same_vintage_read_again_with_another_figure_replaces_it_and_keeps_history(real_store: Store) -> None:
    refresh(real_store, fetched(AUGUST, {"2026K1": 6.9, "2026K2": 5.5}))
    refresh(real_store, fetched(AUGUST, {"2026K1": 6.9, "2026K2": 5.6}))
    assert shown(real_store)["2026K2"][0] == 5.6
    assert len(stored(real_store)) == 2
    with real_store.read() as reader:
        from domain.tables import TABLES

        every = reader.frame(TABLES["observation"]).filter((pl.col("layer") == "statistics") & (pl.col("period") == "2026K2"))
    assert sorted(every.get_column("value").to_list()) == [5.5, 5.6]


def test_a_figure_that_is_withdrawn_is_missing_from_then_on(real_store: Store) -> None:
    refresh(real_store, fetched(MAY, {"2025K4": 6.4, "2026K1": 6.9}))
    report = refresh(real_store, fetched(AUGUST, {"2026K1": 6.9, "2026K2": 5.5}))
    assert report.outcomes[0].revised_count == 1
    assert shown(real_store)["2025K4"][0] is None
    assert shown(real_store, date(2026, 6, 1))["2025K4"][0] == 6.4


def test_an_older_vintage_that_arrives_late_does_not_change_the_newer_one(real_store: Store) -> None:
    refresh(real_store, fetched(MAY, {"2026K1": 6.9}))
    refresh(real_store, fetched(NOVEMBER, {"2026K1": 6.9}))
    refresh(real_store, fetched(AUGUST, {"2026K1": 7.1}))
    assert shown(real_store)["2026K1"] == (6.9, "2026-11-20")
    assert shown(real_store, date(2026, 9, 1))["2026K1"] == (7.1, "2026-08-27")
    assert shown(real_store, date(2026, 6, 1))["2026K1"] == (6.9, "2026-05-28")


def test_states_are_kept_apart(real_store: Store) -> None:
    states = {"2025K3": (None, "masked"), "2025K4": (None, "not_applicable"), "2026K1": None, "2026K2": (5.5, "provisional"),
              "2025K2": (0.0, "zero")}  # fmt: skip
    refresh(real_store, fetched(AUGUST, {"2025K1": 6.0} | states))
    points = line(Snapshot.open(real_store, TODAY), SeriesChoice()).points
    assert {p: points[p].state for p in states} == {
        "2025K3": "masked", "2025K4": "not_applicable", "2026K1": "missing", "2026K2": "provisional", "2025K2": "zero",
    }  # fmt: skip


def test_a_table_that_fails_keeps_its_figures_and_the_others_go_on(real_store: Store) -> None:
    refresh(real_store, fetched(MAY, {"2026K1": 6.9}))
    failed = NotFetched(
        "SSB", "12439", datetime(2026, 11, 22, 7, tzinfo=UTC), "failed", Text("Tjenesten svarte ikke.", "No answer.")
    )
    other = fetched(AUGUST, {"b": {"2026K2": 4.2}}, series=[series_row("b", sex="men", table_id="12440")], table_id="12440")
    report = refresh(real_store, failed, other)
    assert [outcome.outcome for outcome in report.outcomes] == ["failed", "loaded"]
    assert shown(real_store)["2026K1"] == (6.9, "2026-05-28")
    assert shown(real_store, sex="men")["2026K2"][0] == 4.2
    attempts = stored(real_store, "statistic_load").filter(pl.col("table_id") == "12439").sort("fetched_at")
    assert attempts.get_column("outcome").to_list() == ["loaded", "failed"]
    assert attempts.get_column("message_nb")[-1] == "Tjenesten svarte ikke."


def test_the_same_fault_again_publishes_nothing_and_recovery_is_noted(real_store: Store) -> None:
    refresh(real_store, fetched(MAY, {"2026K1": 6.9}))
    failed = NotFetched("SSB", "12439", datetime(2026, 11, 20, 7, tzinfo=UTC), "failed", Text("Svarte ikke.", "No answer."))
    assert refresh(real_store, failed).version is not None
    assert refresh(real_store, failed).version is None
    fine = Unchanged("SSB", "12439", datetime(2026, 11, 21, 7, tzinfo=UTC), None)
    assert refresh(real_store, fine).version is not None
    assert refresh(real_store, fine).version is None
    assert refresh(real_store, replace(fine, fetched_at=datetime(2026, 11, 27, 7, tzinfo=UTC))).version is None
    assert refresh(real_store, replace(fine, fetched_at=datetime(2026, 11, 28, 7, tzinfo=UTC))).version is not None


@pytest.mark.parametrize(
    ("figures", "word"),
    [
        ({"2026K2": 55.0}, "utenfor det som er mulig"),
        ({"2026K2": -0.1}, "utenfor det som er mulig"),
        ({"2026K2": None}, "ingen tall"),
        ({"2025K4": 6.4}, "2026K1"),
    ],
)
def test_what_does_not_meet_the_rules_is_refused_and_changes_no_figure(
    real_store: Store, figures: dict[str, float], word: str
) -> None:
    refresh(real_store, fetched(MAY, {"2026K1": 6.9}))
    report = refresh(real_store, fetched(AUGUST, figures))
    assert report.outcomes[0].outcome == "refused"
    assert report.outcomes[0].message is not None and word in report.outcomes[0].message.nb
    assert shown(real_store)["2026K1"] == (6.9, "2026-05-28")
    assert len(stored(real_store)) == 1


def test_a_table_that_shrinks_or_changes_standard_is_refused(real_store: Store) -> None:
    periods = {f"{year}K{q}": 6.0 for year in range(2016, 2026) for q in (1, 2, 3, 4)}
    refresh(real_store, fetched(MAY, periods, industry_standard="SN2007"))
    few = refresh(real_store, fetched(AUGUST, {"2025K4": 6.0, "2026K1": 6.1}, industry_standard="SN2007"))
    assert few.outcomes[0].outcome == "refused"
    other = refresh(real_store, fetched(AUGUST, periods | {"2026K1": 6.1}, industry_standard="SN2025"))
    assert other.outcomes[0].message is not None and "SN2025" in other.outcomes[0].message.nb


def test_a_lonely_zero_is_pointed_out_but_stored(real_store: Store) -> None:
    report = refresh(real_store, fetched(AUGUST, {"2025K4": 6.4, "2026K1": 0.0, "2026K2": 5.5}))
    assert report.outcomes[0].outcome == "loaded"
    assert report.outcomes[0].message is not None and "nøyaktig 0" in report.outcomes[0].message.nb


def test_figures_of_areas_are_stored_by_difference_and_read_in_part(real_store: Store) -> None:
    def area(code: str, period: str, value: float) -> dict[str, object]:
        return {"table_id": "12451", "area_code": code, "indicator": "absence_pct", "sex": "both", "breakdown_kind": "none",
                "breakdown_code": "00", "period": period, "value": value, "value_state": "value", "decimals": 1}  # fmt: skip

    first = [area("0301", "2026K1", 5.0), area("1103", "2026K1", 5.2)]
    refresh(real_store, fetched(MAY, {}, series=[], area_values=first, table_id="12451"))
    refresh(real_store, fetched(AUGUST, {}, series=[], area_values=[*first, area("0301", "2026K2", 4.4)], table_id="12451"))
    assert len(stored(real_store, "area_observation")) == 3
    rows = Snapshot.open(real_store, TODAY).rows("area_observation", "area_code", ["0301"])
    assert sorted(rows.select("period", "value").iter_rows()) == [("2026K1", 5.0), ("2026K2", 4.4)]
    assert Snapshot.open(real_store, date(2026, 6, 1)).rows("area_observation", "area_code", ["0301"]).height == 1


def test_a_trial_stores_nothing(real_store: Store) -> None:
    before = real_store.current_number()
    at = datetime(2026, 11, 22, tzinfo=UTC)
    report = store_outcomes(real_store, [fetched(AUGUST, {"2026K2": 5.5})], Change("t", "t"), at, publisher="SSB", is_trial=True)
    assert report.has_news
    assert (report.version, real_store.current_number()) == (None, before)


def test_a_group_that_is_new_becomes_a_series_with_its_source(real_store: Store) -> None:
    group = series_row("g", industry_code="86", industry_nb="Helsetjenester", table_id="12440")
    refresh(real_store, fetched(AUGUST, {"g": {"2026K2": 7.0}}, series=[group], table_id="12440", title_nb="Etter næring"))
    assert shown(real_store, industry_code="86") == {"2026K2": (7.0, "2026-08-27")}
    source = stored(real_store, "source").row(0, named=True)
    assert (source["source_id"], source["title"]) == ("SSB-TABELL-12440", "Tabell 12440: Etter næring")
    again = refresh(real_store, fetched(NOVEMBER, {"g": {"2026K2": 7.0}}, series=[group], table_id="12440"))
    assert again.outcomes[0].new_count == 0
    assert len(stored(real_store, "series")) == 1


def test_influenza_adjusted_figures_are_a_measure_of_their_own_from_the_pandemic_on(real_store: Store) -> None:
    own = series_row("i", adjustment="seasonal_influenza", title_nb="Sykefravær, sesong- og influensajustert")
    refresh(real_store, fetched(AUGUST, {"i": {"2019K3": 5.9, "2019K4": 5.8, "2020K1": 5.6, "2022K1": 4.9}}, series=[own]))
    before = shown(real_store, adjustment="seasonal_influenza")
    assert before["2019K4"] == (5.8, "2026-08-27")
    assert not [period for period in before if period >= "2020K1"]
    assert shown(real_store, adjustment="seasonal_influenza_corona")["2022K1"] == (4.9, "2026-08-27")


def test_a_file_that_is_no_table_is_told_of_but_not_kept_as_a_source(real_store: Store) -> None:
    at = datetime(2026, 11, 22, 7, tzinfo=UTC)
    report = refresh(real_store, NotFetched("NAV", "Feriebilder.xlsx", at, "refused", Text("Ikke NAV.", "Not NAV.")))
    assert (report.version, report.has_faults) == (None, True)
    kept = refresh(real_store, NotFetched("NAV", "SYFRA 510", at, "refused", Text("Mangler.", "Missing.")))
    assert kept.version is not None


def test_a_folder_that_is_not_there_is_said_so(real_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ingen fil eller mappe"):
        refresh_nav(real_store, tmp_path / "finnes-ikke")
