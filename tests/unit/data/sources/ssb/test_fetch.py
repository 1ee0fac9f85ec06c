"""A table from the service to the rows that are stored, over real HTTP: what is new, what is not, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.sources.model import FetchedTable, NotFetched, Outcome, Unchanged
from data.sources.ssb.client import SsbClient
from data.sources.ssb.fetch import Step, chosen_tables, fetch_all, fetch_table
from data.sources.ssb.raw import load_raw, sidecar_path
from data.sources.ssb.registry import TABLES_BY_ID
from domain.errors import UserError
from tests.pxweb import FakeContents, FakeServer, Request, content, fake_server
from tests.unit.data.sources.ssb.clocks import START, StillClock, client_for

QUARTERS = content.quarters(2025)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    tables = [
        content.table_12439(dict(QUARTERS)), content.table_12440(dict(QUARTERS)), content.table_12441(content.years(2024)),
        content.table_12442(dict(QUARTERS)), content.table_12448(dict(QUARTERS)), content.table_12449(dict(QUARTERS)),
        content.table_12451(dict(QUARTERS)), content.table_12452(dict(QUARTERS)), content.table_13333(dict(QUARTERS)),
        content.table_14789(content.years(2024)),
    ]  # fmt: skip
    with fake_server(tables) as running:
        yield running


@pytest.fixture
def client(server: FakeServer) -> Iterator[SsbClient]:
    with client_for(server.base_url, StillClock()) as made:
        yield made


@pytest.fixture
def fetch(client: SsbClient, tmp_path: Path) -> Any:
    def fetched(table_id: str = "12439", known: tuple[str | None, str | None] | None = None) -> Outcome:
        return fetch_table(client, TABLES_BY_ID[table_id], tmp_path, known, START)

    return fetched


def rows(outcome: Outcome, **where: str) -> list[tuple[str, float | None, str]]:
    """Period, value and state of the figures of the series that is meant."""
    assert isinstance(outcome, FetchedTable)
    [series] = outcome.series.filter(*(pl.col(name) == value for name, value in where.items())).get_column("series_id").to_list()
    return outcome.values.filter(series_id=series).select("period", "value", "value_state").rows()


def by_period(outcome: Outcome) -> dict[str, float | None]:
    """The figures of the main series."""
    return {period: value for period, value, _ in rows(outcome, **MAIN)}


MAIN = {"sex": "both", "absence_type": "total", "adjustment": "unadjusted"}


def test_a_table_comes_with_all_that_a_vintage_needs(fetch: Any, server: FakeServer) -> None:
    found = fetch()
    assert isinstance(found, FetchedTable)
    assert (found.publisher, found.table_id) == ("SSB", "12439")
    assert found.title_nb == "Sykefravær for lønnstakere etter kjønn og type"
    assert found.published_at == datetime(2026, 8, 27, 6, tzinfo=UTC)
    assert (found.published_date, found.date_precision) == (date(2026, 8, 27), "day")
    assert found.fetched_at == START
    assert (found.first_period, found.last_period, found.industry_standard) == ("2025K2", "2026K2", None)
    assert found.fingerprint == TABLES_BY_ID["12439"].fingerprint
    assert found.notes == ("Brudd mellom 2014 og 2015: a-ordningen ble tatt i bruk.",)
    assert len(found.values) == 27 * 5 and found.area_values.is_empty() and found.areas.is_empty()
    assert [request.path.split("12439")[1] for request in server.requests] == ["", "/metadata", "/metadata", "/data"]


def test_the_figures_are_those_of_the_service(fetch: Any, server: FakeServer) -> None:
    table = server.tables["12439"]
    expected = [
        (period, *table.cell({"Kjonn": "0", "Sykefraver2": "Alt", "ContentsCode": "SykefravProsent", "Tid": period}))
        for period in QUARTERS
    ]
    assert rows(fetch(), **MAIN) == [(period, value, "value") for period, value, _ in expected]


def test_a_table_with_industries_tells_its_standard(fetch: Any) -> None:
    found = fetch("12440")
    assert found.industry_standard == "SN2007"
    assert {"86", "61-63", "00-99"} <= set(found.series.get_column("industry_code"))


def test_a_table_of_areas_has_areas_and_no_series(fetch: Any) -> None:
    found = fetch("12451")
    assert found.series.is_empty() and found.values.is_empty()
    assert len(found.areas) == 8
    assert found.area_values.filter(area_code="0301", sex="women", indicator="absence_pct").height == 5


def test_a_table_that_is_not_updated_since_it_was_read_in_the_same_way_costs_one_call(fetch: Any, server: FakeServer) -> None:
    first = fetch()
    server.requests.clear()
    again = fetch(known=("2026-08-27T06:00:00Z", first.fingerprint))
    assert again == Unchanged("SSB", "12439", START, datetime(2026, 8, 27, 6, tzinfo=UTC))
    assert len(server.requests) == 1


def test_fractions_of_a_second_are_no_update(fetch: Any, server: FakeServer) -> None:
    server.tables["12439"].updated = "2026-08-27T06:00:00.014Z"
    known = ("2026-08-27T06:00:00Z", TABLES_BY_ID["12439"].fingerprint)
    assert isinstance(fetch(known=known), Unchanged)


@pytest.mark.parametrize(
    "known", [None, (None, None), ("2026-08-27T06:00:00Z", "another"), ("2026-05-28T06:00:00Z", "same"), (None, "same")]
)
def test_a_table_is_read_when_anything_differs_from_last_time(fetch: Any, known: tuple[str | None, str | None] | None) -> None:
    if known is not None and known[1] == "same":
        known = (known[0], TABLES_BY_ID["12439"].fingerprint)
    assert isinstance(fetch(known=known), FetchedTable)


def test_a_new_quarter_and_a_revised_figure_come_with_the_next_update(fetch: Any, server: FakeServer) -> None:
    first = fetch()
    table = server.tables["12439"]
    table.add_period("2026K3")
    table.revise(9.9, Kjonn="0", Sykefraver2="Alt", ContentsCode="SykefravProsent", Tid="2025K4")
    table.updated = "2026-11-26T07:00:00Z"
    second = fetch(known=("2026-08-27T06:00:00Z", first.fingerprint))
    assert second.published_date == date(2026, 11, 26) and second.last_period == "2026K3"
    old, new = by_period(first), by_period(second)
    assert new.pop("2026K3") is not None
    assert {period for period in new if new[period] != old[period]} == {"2025K4"}
    assert new["2025K4"] == 9.9


def test_the_newest_of_catalogue_and_figures_dates_the_vintage(fetch: Any, server: FakeServer) -> None:
    server.tables["12439"].catalogue_updated = "2026-05-28T06:00:00Z"
    assert fetch().published_date == date(2026, 8, 27)
    server.tables["12439"].catalogue_updated = "2026-08-28T06:00:00Z"
    assert fetch().published_date == date(2026, 8, 28)


def test_the_answers_are_kept_before_they_are_read(fetch: Any, tmp_path: Path) -> None:
    found = fetch()
    folder = tmp_path / "raw" / "ssb" / "12439"
    kinds = [json.loads(sidecar_path(path).read_text())["kind"] for path in sorted(folder.glob("*.gz"))]
    assert kinds == ["metadata", "metadata", "data"]
    [raw] = found.raw
    assert raw.path == folder / "20261001T062000Z-03.json.gz"
    assert json.loads(load_raw(raw.path))["id"] == ["Kjonn", "Sykefraver2", "ContentsCode", "Tid"]
    assert json.loads(sidecar_path(raw.path).read_text())["updated"] == "2026-08-27T06:00:00Z"


def test_a_table_in_parts_is_put_together(fetch: Any, monkeypatch: pytest.MonkeyPatch, server: FakeServer) -> None:
    whole = fetch("12451")
    from data.sources.ssb import fetch as module
    from data.sources.ssb import selection

    monkeypatch.setattr(module, "queries", lambda table: selection.queries(table, 130))
    server.requests.clear()
    parts = fetch("12451")
    assert server.count("/data", "POST") == 4
    assert len(parts.raw) == 4
    key = ["area_code", "sex", "indicator", "period"]
    assert parts.area_values.sort(key).equals(whole.area_values.sort(key))


def test_a_table_that_is_not_as_agreed_is_refused_and_nothing_is_asked_of_it(fetch: Any, server: FakeServer) -> None:
    del server.tables["12439"].contents["SykefravProsSesJust"]
    found = fetch()
    assert isinstance(found, NotFetched)
    assert (found.problem, found.title_nb) == ("refused", "Sykefravær for lønnstakere etter kjønn og type")
    assert "tallet SykefravProsSesJust mangler" in found.reason.nb
    assert server.count("/data") == 0
    assert len(found.raw) == 1, "the metadata that showed it is kept"


def test_a_malformed_answer_is_refused_with_its_place(fetch: Any, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.pxweb import answers

    right = answers.data

    def one_short(*arguments: Any) -> dict[str, Any]:
        document = right(*arguments)
        return document | {"value": document["value"][:-1]}

    monkeypatch.setattr(answers, "data", one_short)
    found = fetch()
    assert found.problem == "refused"
    assert "Tabell 12439 kan ikke leses og er ikke lagret." in found.reason.nb
    assert "134" in found.reason.nb and "135" in found.reason.nb
    assert len(found.raw) == 3


def test_an_update_between_two_parts_is_fetched_anew(fetch: Any, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from data.sources.ssb import fetch as module
    from data.sources.ssb import selection

    monkeypatch.setattr(module, "queries", lambda table: selection.queries(table, 70))
    table = server.tables["12439"]

    def update(request: Request) -> None:
        if request.path.endswith("/data") and server.count("/data") == 2:
            table.updated = "2026-11-26T07:00:00Z"
            table.revise(9.9, Kjonn="0", Sykefraver2="Alt", ContentsCode="SykefravProsent", Tid="2025K4")

    server.before = update
    found = fetch()
    assert isinstance(found, FetchedTable)
    assert found.published_date == date(2026, 11, 26)
    assert by_period(found)["2025K4"] == 9.9
    assert len(found.raw) == 3, "the parts of the first attempt are not counted"
    assert server.count("/data") == 6


def test_a_table_that_is_updated_all_the_time_fails(fetch: Any, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from data.sources.ssb import fetch as module
    from data.sources.ssb import selection

    monkeypatch.setattr(module, "queries", lambda table: selection.queries(table, 70))

    def update(request: Request) -> None:
        server.tables["12439"].updated = f"2026-11-26T07:00:{len(server.requests):02d}Z"

    server.before = update
    found = fetch()
    assert (found.problem, "mens den ble hentet" in found.reason.nb) == ("failed", True)


def test_english_names_are_asked_for_once(fetch: Any, server: FakeServer) -> None:
    found = fetch("12442")
    assert found.series.filter(industry_code="85", sex="both", breakdown_code="6500").get_column("industry_en").to_list() == [
        "Education"
    ]
    assert [request.query["lang"] for request in server.requests if request.path.endswith("/metadata")] == [["no"], ["en"]]


def test_a_table_that_the_publisher_has_ended_says_so(fetch: Any, server: FakeServer) -> None:
    server.tables["12452"].discontinued = True
    assert fetch("12452").notes == ("SSB oppdaterer ikke lenger tabellen.",)


def test_a_folder_that_cannot_be_written_is_told_of(client: SsbClient, tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("en fil der mappen skulle vært")
    found = fetch_table(client, TABLES_BY_ID["12439"], tmp_path, None, START)
    assert isinstance(found, NotFetched)
    assert found.problem == "failed" and "kunne ikke skrives i raw/ssb" in found.reason.nb


def test_one_failing_table_stops_no_other(client: SsbClient, server: FakeServer, tmp_path: Path) -> None:
    server.tables["12440"].contents["SykefravProsent"] = FakeContents("Sykefravær", "Sick leave", "antall", "number")
    server.fail("status", times=9, part="12442", status=503)
    del server.tables["12449"]
    server.fail("html", times=2, part="12452")
    outcomes = list(fetch_all(tmp_path, client=client, now=START))
    kinds = {outcome.table_id: getattr(outcome, "problem", "loaded") for outcome in outcomes}
    assert kinds == {
        "12439": "loaded", "12440": "refused", "12441": "loaded", "12442": "failed", "12448": "loaded", "12449": "refused",
        "12451": "loaded", "12452": "failed", "13333": "loaded", "14789": "loaded",
    }  # fmt: skip


def test_an_answer_of_an_unthinkable_form_stops_no_other(client: SsbClient, server: FakeServer, tmp_path: Path) -> None:
    server.tables["12439"].dimensions[0].codes = {}
    outcomes = list(fetch_all(tmp_path, client=client, now=START, tables=["12439", "12440"]))
    assert [isinstance(outcome, FetchedTable) for outcome in outcomes] == [False, True]


def test_progress_tells_of_each_step(client: SsbClient, tmp_path: Path) -> None:
    steps: list[Step] = []
    outcomes = list(fetch_all(tmp_path, client=client, now=START, tables=["12439", "12441"], progress=steps.append))
    told = [(step.table_id, step.number, step.count, step.step, step.request, step.requests) for step in steps]
    assert told == [
        ("12439", 1, 2, "started", 0, 0), ("12439", 1, 2, "request", 1, 1), ("12439", 1, 2, "done", 0, 0),
        ("12441", 2, 2, "started", 0, 0), ("12441", 2, 2, "request", 1, 1), ("12441", 2, 2, "done", 0, 0),
    ]  # fmt: skip
    assert steps[2].outcome is outcomes[0]


def test_nothing_is_fetched_before_the_outcome_is_wanted(client: SsbClient, server: FakeServer, tmp_path: Path) -> None:
    outcomes = fetch_all(tmp_path, client=client, now=START)
    next(outcomes)
    assert server.count("12439") == 4 and server.count("12440") == 0


def test_what_is_known_is_asked_for_by_table(client: SsbClient, tmp_path: Path) -> None:
    known = {"12439": ("2026-08-27T06:00:00Z", TABLES_BY_ID["12439"].fingerprint)}
    outcomes = list(fetch_all(tmp_path, known, client=client, now=START, tables=["12439", "12441"]))
    assert [type(outcome) for outcome in outcomes] == [Unchanged, FetchedTable]


def test_a_table_that_is_not_in_the_registry_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Disse tabellene er ikke i tabellregisteret: 12443 og 1"):
        fetch_all(tmp_path, tables=["12439", "12443", "1"])
    assert [spec.id for spec in chosen_tables(["12442", "12439", "12442"])] == ["12442", "12439"]


def test_the_address_is_taken_from_the_argument(server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOU_SSB_BASE_URL", "http://127.0.0.1:1/v2")
    monkeypatch.setenv("FOU_CONTACT", "post@example.no")
    [found] = fetch_all(tmp_path, tables=["12439"], base_url=server.base_url, now=START)
    assert isinstance(found, FetchedTable)
    assert server.requests[0].headers["User-Agent"].endswith("(post@example.no)")
