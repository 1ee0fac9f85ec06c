"""New tables are found by search: those not in the registry, twins in a newer standard, and those that have ended."""

from __future__ import annotations

import pytest

from data.sources.ssb import discover as module
from data.sources.ssb.discover import discover
from data.sources.ssb.errors import SsbError
from data.sources.ssb.registry import TABLES_BY_ID
from tests.pxweb import FakeServer, FakeTable, content, fake_server
from tests.unit.data.sources.ssb.clocks import StillClock, client_for


def other(number: str, label: str) -> FakeTable:
    table = content.table_12439(content.quarters(2026))
    table.id, table.label = number, label
    return table


def found(server: FakeServer) -> dict[str, module.FoundTable]:
    with client_for(server.base_url, StillClock()) as client:
        return {table.id: table for table in discover(client, TABLES_BY_ID)}


def test_what_is_new_comes_first_then_the_known_then_the_ended() -> None:
    tables = [content.table_12439(), content.table_12441(), content.ended_08320(), content.twin_12441()]
    tables += [other("15200", "Sykefravær etter alder"), other("05803", "Befolkning")]
    with fake_server(tables) as server:
        tables_found = found(server)
    assert list(tables_found) == ["15101", "15200", "12439", "12441", "08320"]
    assert [table.is_new for table in tables_found.values()] == [True, True, False, False, False]
    assert [table.is_discontinued for table in tables_found.values()] == [False, False, False, False, True]


def test_a_twin_in_a_newer_standard_is_told_of_as_one() -> None:
    with fake_server([content.table_12441(), content.table_12440(), content.twin_12441()]) as server:
        tables = found(server)
    assert (tables["15101"].standard, tables["15101"].twin_of) == ("SN2025", "12441")
    assert (tables["12441"].standard, tables["12441"].twin_of) == ("SN2007", None)


def test_the_same_name_in_the_same_standard_or_another_rhythm_is_no_twin() -> None:
    renumbered = content.table_12441()
    renumbered.id = "15301"
    quarterly = content.twin_12441()
    quarterly.id, quarterly.time_unit = "15302", "Quarterly"
    with fake_server([content.table_12441(), renumbered, quarterly]) as server:
        tables = found(server)
    assert tables["15301"].is_new and tables["15301"].twin_of is None
    assert tables["15302"].standard == "SN2025" and tables["15302"].twin_of is None


def test_a_table_that_only_the_wide_search_gives_has_ended_even_when_nothing_says_so() -> None:
    table = content.ended_08320()
    table.is_silent = True
    with fake_server([table]) as server:
        assert found(server)["08320"].is_discontinued
        table.discontinued = None
        assert not found(server)["08320"].is_discontinued


def test_every_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAGE_SIZE", 2)
    with fake_server([other(f"1600{number}", f"Sykefravær {number}") for number in range(5)]) as server:
        assert list(found(server)) == ["16000", "16001", "16002", "16003", "16004"]
        assert server.count("/tables") == 6
        assert {request.query["includeDiscontinued"][0] for request in server.requests} == {"true", "false"}


def test_nothing_found_is_an_empty_list() -> None:
    with fake_server([other("05803", "Befolkning")]) as server:
        assert found(server) == {}


def test_a_search_that_fails_is_told_of_as_a_search() -> None:
    with fake_server([]) as server:
        server.fail("status", times=9, status=503)
        with pytest.raises(SsbError) as error:
            found(server)
    assert error.value.nb.startswith("Søket etter «sykefravær»: Statistikkbanken svarte 503")
