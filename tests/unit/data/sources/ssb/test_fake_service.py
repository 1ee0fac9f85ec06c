"""The fake service behaves like the real one, so that what passes against it means something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.pxweb import Codelist, FakeServer, FakeTable, content, fake_server

PERIODS = {code: (code, code) for code in ("2025K1", "2025K2", "2025K3", "2025K4", "2026K1")}


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    table = content.table_12442(dict(PERIODS))
    table.dimension("NACE2007").codelists.append(Codelist("agg_To", {"X": ("To", "Two")}, {"X": ["85", "86-88"]}))
    large = content.table_12451(content.quarters(), content.many_regions(929))
    with fake_server([table, large]) as running:
        yield running


def post(server: FakeServer, table_id: str = "12442", **codes: Any) -> httpx.Response:
    selection = [
        {"variableCode": name, "valueCodes": values["codes"], "codelist": values["list"]} if isinstance(values, dict)
        else {"variableCode": name, "valueCodes": values}
        for name, values in codes.items()
    ]  # fmt: skip
    return httpx.post(f"{server.base_url}/tables/{table_id}/data?outputFormat=json-stat2", json={"selection": selection})


WHOLE = {"Kjonn": ["0"], "NACE2007": ["00-99"], "Sektor": ["ALLE"], "ContentsCode": ["SykefravProsent"]}


def codes(answer: httpx.Response, name: str) -> list[str]:
    return list(answer.json()["dimension"][name]["category"]["index"])


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["*"], list(PERIODS)), (["2025*"], ["2025K1", "2025K2", "2025K3", "2025K4"]), (["*K1"], ["2025K1", "2026K1"]),
        (["????K2"], ["2025K2"]), (["top(2)"], ["2025K4", "2026K1"]), (["top(2,1)"], ["2025K3", "2025K4"]),
        (["bottom(2)"], ["2025K1", "2025K2"]), (["from(2025K4)"], ["2025K4", "2026K1"]), (["to(2025K2)"], ["2025K1", "2025K2"]),
        (["range(2025K2,2025K4)"], ["2025K2", "2025K3", "2025K4"]), (["RANGE(2025K4,2025K2)"], ["2025K2", "2025K3", "2025K4"]),
        (["2025K1", "top(1)"], ["2025K1", "2026K1"]), (["2025k3"], ["2025K3"]), (["top(1)", "2026K1"], ["2026K1"]),
    ],
)  # fmt: skip
def test_codes_and_expressions(server: FakeServer, asked: list[str], meant: list[str]) -> None:
    assert codes(post(server, **WHOLE, Tid=asked), "Tid") == meant


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"Tid": ["2030K1"]}, "Non-existent value"), ({"Tid": ["from(2030K1)"]}, "Non-existent value"),
        ({"Tid": ["top(x)"]}, "Illegal selection expression"), ({"Tid": ["2*5*K1"]}, "Illegal selection expression"),
        ({"Tid": ["range(2025K1)"]}, "Illegal selection expression"), ({"Alder": ["1"]}, "Non-existent variable"),
        ({"NACE2007": []}, "Missing selection for mandantory variable"),
        ({"NACE2007": {"codes": ["86"], "list": "vs_Ingen"}}, "Non-existent codelist"),
    ],
)  # fmt: skip
def test_what_is_refused_and_its_title(server: FakeServer, change: dict[str, Any], title: str) -> None:
    answer = post(server, **(WHOLE | {"Tid": ["*"]} | change))
    assert (answer.status_code, answer.json()) == (400, {"type": "Parameter error", "title": title, "status": 400})


def test_the_same_code_twice_is_an_empty_500(server: FakeServer) -> None:
    answer = post(server, **(WHOLE | {"Kjonn": ["0", "0"]}), Tid=["*"])
    assert (answer.status_code, answer.content) == (500, b"")


def test_too_many_cells(server: FakeServer) -> None:
    whole = {"Region": ["*"], "Kjonn": ["*"], "ContentsCode": ["*"], "Tid": ["*"]}
    answer = post(server, "12451", **whole)
    assert (answer.status_code, answer.json()["title"]) == (400, "Too many cells selected")


def test_what_may_be_left_out_vanishes_by_its_code_for_all(server: FakeServer) -> None:
    asked = {name: values for name, values in WHOLE.items() if name != "Sektor"}
    without, with_all = post(server, **asked, Tid=["*"]).json(), post(server, **WHOLE, Tid=["*"]).json()
    assert without["id"] == ["Kjonn", "NACE2007", "ContentsCode", "Tid"]
    assert without["value"] == with_all["value"]


def test_what_has_no_code_for_all_is_summed_away() -> None:
    table = content.table_12452(dict(PERIODS))
    table.dimensions[1].elimination = True
    with fake_server([table]) as server:
        each = post(server, "12452", Kjonn=["0"], Yrke=["*"], ContentsCode=["Sykefraversprosent"], Tid=["2026K1"]).json()
        summed = post(server, "12452", Kjonn=["0"], ContentsCode=["Sykefraversprosent"], Tid=["2026K1"]).json()
    assert summed["value"] == [round(sum(each["value"]), 4)]
    assert "Yrke" not in summed["id"]


def test_a_list_gives_its_own_codes_and_sums(server: FakeServer) -> None:
    parts = post(server, **(WHOLE | {"NACE2007": ["85", "86-88"]}), Tid=["2026K1"]).json()
    grouped = post(server, **(WHOLE | {"NACE2007": {"codes": ["X"], "list": "agg_To"}}), Tid=["2026K1"])
    assert codes(grouped, "NACE2007") == ["X"]
    assert grouped.json()["value"] == [round(sum(parts["value"]), 4)]
    told = httpx.get(f"{server.base_url}/codelists/agg_To").json()
    assert told["type"] == "Aggregation" and told["values"][0]["valueMap"] == ["85", "86-88"]
    assert httpx.get(f"{server.base_url}/codelists/agg_to").status_code == 404, "ids of lists mind capital letters"


def test_no_selection_is_a_part_of_the_table(server: FakeServer) -> None:
    answer = httpx.post(f"{server.base_url}/tables/12442/data", json={})
    assert answer.status_code == 200
    assert answer.json()["id"] == ["NACE2007", "ContentsCode", "Tid"]


def test_a_get_takes_expressions_with_commas_in_brackets_only(server: FakeServer) -> None:
    address = f"{server.base_url}/tables/12442/data?valueCodes[NACE2007]=00-99&valuecodes[contentscode]=*&valueCodes[Tid]="
    assert codes(httpx.get(f"{address}[range(2025K2,2025K3)],2026K1"), "Tid") == ["2025K2", "2025K3", "2026K1"]
    assert httpx.get(f"{address}range(2025K2,2025K3)").status_code == 400
    assert httpx.get(f"{address}{',2026K1' * 400}").status_code == 404, "addresses have a longest length"


def test_an_unknown_table_is_404_and_for_figures_400_that_says_404(server: FakeServer) -> None:
    for path in ("/tables/1", "/tables/1/metadata"):
        assert httpx.get(f"{server.base_url}{path}").status_code == 404
    answer = post(server, "1", Tid=["*"])
    assert (answer.status_code, answer.json()["status"]) == (400, 404)


def test_unknown_formats_are_refused(server: FakeServer) -> None:
    address = f"{server.base_url}/tables/12442/data"
    assert httpx.get(f"{address}?outputFormat=xml").json()["title"] == "Unsupported output format"
    assert httpx.get(f"{address}?outputFormatParams=UseCodes").json()["title"] == "Unsupported output format"


def test_metadata_has_dimensions_and_no_figures(server: FakeServer) -> None:
    told = httpx.get(f"{server.base_url}/tables/12442/metadata").json()
    assert (told["class"], told["value"], told["id"]) == ("dataset", [], ["Kjonn", "NACE2007", "Sektor", "ContentsCode", "Tid"])
    assert told["dimension"]["Kjonn"]["category"]["index"] == {"0": 0, "2": 1, "1": 2}
    assert told["dimension"]["Sektor"]["extension"]["eliminationValueCode"] == "ALLE"
    assert told["dimension"]["ContentsCode"]["category"]["unit"] == {"SykefravProsent": {"base": "prosent", "decimals": 1}}
    english = httpx.get(f"{server.base_url}/tables/12442/metadata?lang=en").json()
    assert english["dimension"]["Kjonn"]["category"]["label"]["2"] == "Females"
    assert english["dimension"]["ContentsCode"]["category"]["unit"]["SykefravProsent"]["base"] == "per cent"


def test_flags_stand_by_position_and_their_figures_are_null(server: FakeServer) -> None:
    told = post(server, **(WHOLE | {"NACE2007": ["01-03", "85"], "Sektor": ["6100"]}), Tid=["2026K1"]).json()
    assert told["value"][0] is None and told["value"][1] is not None
    assert told["status"] == {"0": ":"}


def test_too_many_calls_in_a_minute(server: FakeServer) -> None:
    with fake_server([]) as limited:
        limited.limit = 2
        statuses = [httpx.get(f"{limited.base_url}/config").status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert int(httpx.get(f"{limited.base_url}/config").headers["Retry-After"]) > 50


def test_a_search_has_pages_and_an_end() -> None:
    tables: list[FakeTable] = content.all_tables()
    with fake_server(tables) as server:
        page = httpx.get(f"{server.base_url}/tables", params={"query": "sykefravær", "pageSize": 4, "pageNumber": 3}).json()
        assert page["page"] == {"pageNumber": 3, "pageSize": 4, "totalElements": 11, "totalPages": 3, "links": []}
        assert len(page["tables"]) == 3
        beyond = httpx.get(f"{server.base_url}/tables", params={"query": "sykefravær", "pageSize": 4, "pageNumber": 4})
        assert (beyond.status_code, beyond.json()["title"]) == (404, "Non-existent page")
