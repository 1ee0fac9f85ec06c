"""Every answer of the service is handled as it must be: what stops, what is tried again, and how long is waited."""

from __future__ import annotations

import socket
import time as real_time
from collections.abc import Iterator
from email.utils import formatdate
from http.client import responses

import pytest

from data.sources.ssb.answer import Answer
from data.sources.ssb.client import SsbClient
from data.sources.ssb.errors import SsbError
from tests.pxweb import FakeServer, fake_server
from tests.pxweb.content import quarters, table_12439
from tests.unit.data.sources.ssb.clocks import StillClock, client_for

BODY = {
    "selection": [
        {"variableCode": "Kjonn", "valueCodes": ["0"]}, {"variableCode": "Sykefraver2", "valueCodes": ["Alt"]},
        {"variableCode": "ContentsCode", "valueCodes": ["SykefravProsent"]}, {"variableCode": "Tid", "valueCodes": ["*"]},
    ]
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """One of its own for each test: a request that comes late must not be counted by the next."""
    with fake_server([table_12439(quarters(2025))]) as running:
        yield running


@pytest.fixture
def time() -> StillClock:
    return StillClock()


@pytest.fixture
def client(server: FakeServer, time: StillClock) -> Iterator[SsbClient]:
    with client_for(server.base_url, time, contact="post@example.no") as made:
        yield made


def count_settles(server: FakeServer, wanted: int) -> int:
    """How many requests came, when a client that gave up may be ahead of the server that counts them."""
    deadline = real_time.monotonic() + 10
    while server.count() < wanted and real_time.monotonic() < deadline:
        real_time.sleep(0.01)
    return server.count()


def refused(client: SsbClient) -> SsbError:
    with pytest.raises(SsbError) as error:
        client.fetch_data("12439", BODY)
    return error.value


def test_figures_are_asked_for_by_post_with_format_and_language(client: SsbClient, server: FakeServer) -> None:
    answer = client.fetch_data("12439", BODY)
    assert answer.status == 200 and len(answer.tree()["value"]) == 5
    [request] = server.requests
    assert (request.method, request.path) == ("POST", "/api/pxwebapi/v2/tables/12439/data")
    assert request.query == {"outputFormat": ["json-stat2"], "lang": ["no"]}
    assert request.body == BODY
    assert request.headers["User-Agent"] == "FoU-monitor/0.2 (post@example.no)"


def test_a_search_in_norwegian_letters_arrives_as_written(client: SsbClient, server: FakeServer) -> None:
    client.fetch_tables_page("sykefravær", 1, 10, include_discontinued=True)
    query = server.requests[0].query
    assert (query["query"], query["includeDiscontinued"], query["pageSize"]) == (["sykefravær"], ["true"], ["10"])


@pytest.mark.parametrize("status", [400, 401, 403, 410, 415])
def test_a_refusal_stops_at_once_and_tells_what_was_said(client: SsbClient, server: FakeServer, status: int) -> None:
    server.fail("status", status=status, title="Non-existent value")
    error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("bad_request", "refused", 1)
    assert f"Tabell 12439: SSB avviste spørringen med {status} «Non-existent value»." in error.nb
    assert f"Table 12439: Statistics Norway refused the request with {status} «Non-existent value»." in error.en


def test_an_unknown_table_stops_whether_http_or_the_body_says_404(client: SsbClient, server: FakeServer) -> None:
    with pytest.raises(SsbError) as asked_about:
        client.fetch_table_info("99999")
    with pytest.raises(SsbError) as asked_for_figures:
        client.fetch_data("99999", BODY)
    for error, status in ((asked_about.value, 404), (asked_for_figures.value, 400)):
        assert (error.rule, error.problem) == ("unknown_table", "refused")
        assert f"{status} «Non-existent table»" in error.nb
    assert server.count() == 2


def test_a_404_without_a_body_stops(client: SsbClient, server: FakeServer) -> None:
    server.fail("status", status=404)
    assert refused(client).rule == "unknown_table"
    assert server.count() == 1


def test_an_empty_500_is_tried_once_more_and_then_stops(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.fail("status", times=9, status=500)
    error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("server_error", "failed", 2)
    assert time.sleeps == [2.0]


def test_a_500_that_passes_is_no_fault(client: SsbClient, server: FakeServer) -> None:
    server.fail("status", status=500)
    assert client.fetch_data("12439", BODY).status == 200
    assert server.count() == 2


@pytest.mark.parametrize("status", [502, 503, 504, 408])
def test_unavailable_is_tried_five_times_with_growing_pauses(
    client: SsbClient, server: FakeServer, time: StillClock, status: int
) -> None:
    server.fail("status", times=9, status=status)
    error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("unavailable", "failed", 5)
    assert time.sleeps == [2.0, 4.0, 8.0, 16.0]
    assert f"svarte {status} «{responses[status]}» 5 ganger" in error.nb


def test_unavailable_twice_and_then_fine(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.fail("status", times=2, status=503)
    assert client.fetch_data("12439", BODY).status == 200
    assert time.sleeps == [2.0, 4.0]


def test_the_service_may_ask_for_a_longer_pause_than_ours(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.fail("status", status=503, retry_after="33")
    client.fetch_data("12439", BODY)
    assert time.sleeps == [33.0]


def test_too_many_calls_waits_as_many_seconds_as_told(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.fail("too_many", retry_after="7")
    client.fetch_data("12439", BODY)
    assert time.sleeps == [7.0]


def test_too_many_calls_waits_until_the_date_told(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.fail("too_many", retry_after=formatdate(real_time.time() + 40, usegmt=True))
    client.fetch_data("12439", BODY)
    [waited] = time.sleeps
    assert 38 <= waited <= 41


def test_too_many_calls_without_a_time_waits_until_the_window_ends(
    client: SsbClient, server: FakeServer, time: StillClock
) -> None:
    server.fail("too_many", headers={"x-ratelimit-policy": "40;w=50s"})
    client.fetch_data("12439", BODY)
    assert time.sleeps == [50.0]


def test_too_many_calls_for_ever_stops_after_five_tries(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.fail("too_many", times=9, retry_after="3")
    error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("rate_limited", "failed", 5)
    assert time.sleeps == [3.0] * 4


def test_a_wait_of_a_day_is_not_waited(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.fail("too_many", retry_after="86400")
    error = refused(client)
    assert (error.rule, error.problem, time.sleeps) == ("wait_too_long", "failed", [])
    assert "vente i 86\u202f400 sekunder" in error.nb


@pytest.mark.parametrize("kind", ["truncated", "cut_json", "drop", "broken_gzip"])
def test_an_answer_that_is_not_whole_is_asked_for_again(
    client: SsbClient, server: FakeServer, time: StillClock, kind: str
) -> None:
    server.fail(kind, times=2)  # type: ignore[arg-type]
    assert len(client.fetch_data("12439", BODY).tree()["value"]) == 5
    assert (server.count(), time.sleeps) == (3, [2.0, 4.0])


def test_an_answer_that_is_never_whole_fails(client: SsbClient, server: FakeServer) -> None:
    server.fail("truncated", times=9)
    error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("cut_off", "failed", 5)


@pytest.mark.parametrize(("kind", "told"), [("html", "text/html"), ("wrong_type", "text/plain"), ("empty", "?")])
def test_200_without_json_is_a_failure(client: SsbClient, server: FakeServer, kind: str, told: str) -> None:
    server.fail(kind, times=9)  # type: ignore[arg-type]
    error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("not_json", "failed", 2)
    assert f"«{told}» (200)" in error.nb


def test_a_service_that_is_too_slow_fails(server: FakeServer, time: StillClock) -> None:
    server.fail("slow", times=5, seconds=20)  # longer than a busy machine may let this test wait for its turn
    with client_for(server.base_url, time, read_seconds=0.05) as client:
        error = refused(client)
    assert (error.rule, error.problem) == ("timeout", "failed")
    assert count_settles(server, 5) == 5


def test_a_larger_answer_than_allowed_is_not_read(server: FakeServer, time: StillClock) -> None:
    with client_for(server.base_url, time, max_bytes=1_000) as client:
        error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("too_large", "refused", 1)


def test_a_redirect_to_another_host_is_not_followed(client: SsbClient, server: FakeServer) -> None:
    server.fail("redirect", status=302, location="http://localhost:1/elsewhere")
    error = refused(client)
    assert (error.rule, error.problem, server.count()) == ("redirected", "refused", 1)


def test_a_redirect_on_the_same_host_is_followed_with_the_question(client: SsbClient, server: FakeServer) -> None:
    server.fail("redirect", status=308, location="/api/pxwebapi/v2/tables/12439/data?outputFormat=json-stat2&lang=no")
    assert len(client.fetch_data("12439", BODY).tree()["value"]) == 5
    assert [request.method for request in server.requests] == ["POST", "POST"]
    assert server.requests[1].body == BODY


def test_redirects_in_a_ring_end(client: SsbClient, server: FakeServer) -> None:
    server.fail("redirect", times=20, status=307, location="/api/pxwebapi/v2/tables/12439/data")
    assert refused(client).rule == "redirected"
    assert server.count() == 4


def test_the_limit_is_shared_by_all_calls(server: FakeServer, time: StillClock) -> None:
    with client_for(server.base_url, time, per_minute=25) as client:
        for _ in range(26):
            client.fetch_table_info("12439")
    assert time.sleeps == [60.0]


def test_a_service_with_no_calls_left_is_not_called(client: SsbClient, server: FakeServer, time: StillClock) -> None:
    server.headers = {"x-ratelimit-remaining": "0", "x-ratelimit-policy": "40;w=60s"}
    client.fetch_table_info("12439")
    assert time.sleeps == []
    client.fetch_table_info("12439")
    assert time.sleeps == [60.0]


def test_a_service_that_cannot_be_reached_costs_five_tries_once_and_one_afterwards(time: StillClock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v2"
    with client_for(address, time) as client:
        error = refused(client)
        assert (error.rule, error.problem) == ("unreachable", "failed")
        assert "5 forsøk" in error.nb and address in error.nb
        assert time.sleeps == [2.0, 4.0, 8.0, 16.0]
        assert "1 forsøk" in refused(client).nb
        assert len(time.sleeps) == 4


def test_a_proxy_is_called_instead_of_the_service(server: FakeServer, time: StillClock) -> None:
    proxy = server.base_url.removesuffix("/api/pxwebapi/v2")
    with client_for("http://statistikk.invalid/api/pxwebapi/v2", time, proxy=proxy) as client:
        assert client.fetch_table_info("12439")["id"] == "12439"


def test_what_comes_with_200_is_handed_over_before_it_is_judged(client: SsbClient, server: FakeServer) -> None:
    kept: list[Answer] = []
    server.fail("html")
    server.fail("status", status=503)
    client.fetch_data("12439", BODY, kept.append)
    assert [answer.content[:9] for answer in kept] == [b"<!DOCTYPE", b'{"version']


@pytest.mark.parametrize("table_id", ["../config", "12439/data?x=", "", "1 2"])
def test_what_is_no_table_number_is_never_sent(client: SsbClient, server: FakeServer, table_id: str) -> None:
    with pytest.raises(SsbError) as error:
        client.fetch_table_info(table_id)
    assert (error.value.rule, server.count()) == ("bad_table_id", 0)
