"""JSON-stat: real answers of many banks, the format's own cases, and cubes of any shape, against a reader that only counts."""

from __future__ import annotations

import copy
import itertools
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources.jsonstat import Dataset, JsonStatError, read, read_all, read_metadata

#: Real answers of many banks; they are not part of the repository.
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples" / "jsonstat"
CASES = SAMPLES / "conformance" / "jsonstat-validator_cases.json"
#: Samples that hold no dataset with figures that can be placed, and the rule that says so.
REFUSED = {
    "json-stat-1.x/pyjstat_QS104EW.json": "id_size_len_mismatch",
    "json-stat.org/order.json": "value_not_number",
    "pxwebapi2_scb/TAB6471_metadata.json": "no_figures",
    "pxwebapi2_spec/dataset-meta.json": "index_count_mismatch",
    "conformance/jsonstat-validator_cases.json": "not_object",
}


def raw(document: object) -> bytes:
    return json.dumps(document).encode()


def rows(dataset: Dataset) -> list[tuple[Any, ...]]:
    return dataset.cells.rows()


def rule_of(document: bytes) -> str:
    with pytest.raises(JsonStatError) as caught:
        read(document)
    return caught.value.rule


def slow_rows(dataset: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The same cells by counting alone, without anything of ours."""
    head = dataset if "id" in dataset else dataset["dimension"]
    orders = []
    for name in head["id"]:
        category = dataset["dimension"][name]["category"]
        index = category.get("index", list(category.get("label", {})))
        orders.append(index if isinstance(index, list) else sorted(index, key=lambda code, i=index: i[code]))  # type: ignore[misc]
    assert [len(order) for order in orders] == [int(n) for n in head["size"]]
    value, status = dataset.get("value", dataset.get("measure")), dataset.get("status")
    result = []
    for i, codes in enumerate(itertools.product(*orders)):
        number = value.get(str(i)) if isinstance(value, dict) else value[i]
        result.append((*codes, None if number is None else float(number), slow_flag(status, i)))
    return result


def slow_flag(status: Any, i: int) -> str | None:
    if status is None or isinstance(status, str):
        return status
    if isinstance(status, dict) and "value" in status:
        return slow_flag(status["value"], i)
    if isinstance(status, dict):
        return status.get(str(i))
    return status[0] if len(status) == 1 else status[i]


def slow_datasets(document: Any) -> list[dict[str, Any]]:
    if document.get("class") == "collection":
        return [item for item in document["link"]["item"] if "dimension" in item]
    if "dimension" in document:
        return [document]
    return [part for part in document.values() if isinstance(part, dict) and "dimension" in part]


def sample_files() -> list[Path]:
    return sorted(SAMPLES.rglob("*.json")) if SAMPLES.is_dir() else []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample answers are not here")
def test_every_sample_agrees_cell_by_cell_with_the_slow_reader() -> None:
    compared = 0
    for path in sample_files():
        name = path.relative_to(SAMPLES).as_posix()
        if name in REFUSED:
            assert rule_of(path.read_bytes()) == REFUSED[name], name
            continue
        found, wanted = read_all(path.read_bytes()), slow_datasets(json.loads(path.read_bytes()))
        assert len(found) == len(wanted), name
        for ours, theirs in zip(found, wanted, strict=True):
            assert rows(ours) == slow_rows(theirs), name
            compared += 1
    assert compared == 38


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample answers are not here")
def test_samples_that_are_one_dataset_read_as_one() -> None:
    for path in sample_files():
        name = path.relative_to(SAMPLES).as_posix()
        if name not in REFUSED and len(slow_datasets(json.loads(path.read_bytes()))) == 1 and "-col" not in name:
            assert rows(read(path.read_bytes())) == rows(read_all(path.read_bytes())[0]), name


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample answers are not here")
def test_metadata_of_a_real_bank() -> None:
    found = read_metadata((SAMPLES / "pxwebapi2_scb" / "TAB6471_metadata.json").read_bytes())
    assert [len(d.codes) for d in found.dimensions] == [312, 134, 3, 1, 16]
    assert [d.id for d in found.dimensions if d.is_time] == ["Tid"]


@pytest.mark.skipif(not CASES.is_file(), reason="the conformance cases are not here")
def test_all_conformance_cases_of_the_format() -> None:
    cases = json.loads(CASES.read_bytes())
    assert len(cases) == 20
    for case in cases:
        expected, document = case["expected"], raw(case["input"])
        if expected.get("valid", False):
            assert read_all(document), case["id"]
        else:
            assert rule_of(document).upper() in expected["codes"], case["id"]


codes = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=4)
numbers = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.floats(-1e12, 1e12, allow_nan=False))


@st.composite
def cubes(draw: st.DrawFn) -> tuple[list[list[str]], list[float | None], list[str | None]]:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    orders = [draw(st.lists(codes, min_size=n, max_size=n, unique=True)) for n in sizes]
    count = math.prod(sizes)
    values = draw(st.lists(numbers, min_size=count, max_size=count))
    flags = draw(st.lists(st.sampled_from([None, None, ".", "..", ":", "-", "*", "p"]), min_size=count, max_size=count))
    return orders, values, flags


def document_of(orders: list[list[str]], values: object, status: object, shuffled: bool) -> dict[str, Any]:
    ids = [f"d{i}" for i in range(len(orders))]
    indices = [dict(reversed([(c, i) for i, c in enumerate(o)])) if shuffled else o for o in orders]
    return {
        "version": "2.0", "class": "dataset", "id": ids, "size": [len(o) for o in orders],
        "dimension": {name: {"category": {"index": index}} for name, index in zip(ids, indices, strict=True)},
        "value": values, "status": status,
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(cubes())
def test_any_cube_reads_the_same_dense_and_sparse(cube: tuple[list[list[str]], list[float | None], list[str | None]]) -> None:
    orders, values, flags = cube
    expected = [
        (*codes, None if value is None else float(value), flag)
        for codes, value, flag in zip(itertools.product(*orders), values, flags, strict=True)
    ]
    sparse_values = {str(i): value for i, value in enumerate(values) if value is not None}
    sparse_flags = {str(i): flag for i, flag in reversed(list(enumerate(flags))) if flag is not None}
    one_left = flags if len(flags) > 1 else flags[0]
    for document in (
        document_of(orders, values, one_left, shuffled=False),
        document_of(orders, sparse_values, sparse_flags, shuffled=True),
        {"dataset": as_version_1(document_of(orders, values, sparse_flags, shuffled=True))},
    ):
        assert rows(read(raw(document))) == expected


def as_version_1(document: dict[str, Any]) -> dict[str, Any]:
    old = copy.deepcopy(document)
    del old["version"], old["class"]
    old["dimension"] |= {"id": old.pop("id"), "size": [str(n) for n in old.pop("size")]}
    return old
