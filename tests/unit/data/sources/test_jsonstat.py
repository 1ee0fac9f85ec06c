"""JSON-stat: every form that is served reads right, and what is malformed is refused with the reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.sources import jsonstat
from data.sources.jsonstat import JsonStatError, read, read_all, read_metadata
from domain.text import texts

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "jsonstat"


def raw(document: object) -> bytes:
    return json.dumps(document).encode()


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def rows(dataset: jsonstat.Dataset) -> list[tuple[Any, ...]]:
    return dataset.cells.rows()


def small() -> dict[str, Any]:
    """2 x 3 cells without anything that is not needed."""
    return {
        "class": "dataset", "id": ["a", "b"], "size": [2, 3],
        "dimension": {"a": {"category": {"index": ["p", "q"]}}, "b": {"category": {"index": {"z": 2, "x": 0, "y": 1}}}},
        "value": [1, 2, 3, 4, 5, 6],
    }  # fmt: skip


def refusal(document: object) -> JsonStatError:
    with pytest.raises(JsonStatError) as caught:
        read(document if isinstance(document, bytes) else raw(document))
    return caught.value


# --- what is read ----------------------------------------------------------------------------------------------------------


def test_a_dataset_of_version_2_reads_in_full() -> None:
    found = read(fixture("absence_v2.json"))
    assert found.label.startswith("90001")
    assert (found.updated, found.source) == ("2024-09-10T06:00:00Z", "Prøvebyrået")
    assert found.notes[0] == "Tall for siste kvartal er foreløpige." and len(found.notes) == 2
    assert found.extension["noteMandatory"] == {"0": True}
    assert [d.id for d in found.dimensions] == ["Kjonn", "Type", "ContentsCode", "Tid"]
    assert found.cells.columns == ["Kjonn", "Type", "ContentsCode", "Tid", "value", "status"]
    assert rows(found) == [
        ("0", "L", "Prosent", "2024K1", 5.9, None),
        ("0", "L", "Prosent", "2024K2", 5.7, "*"),
        ("0", "L", "Dagsverk", "2024K1", 9100000.0, None),
        ("0", "L", "Dagsverk", "2024K2", None, ".."),
        ("2", "L", "Prosent", "2024K1", 7.4, None),
        ("2", "L", "Prosent", "2024K2", 7.2, None),
        ("2", "L", "Dagsverk", "2024K1", None, ":"),
        ("2", "L", "Dagsverk", "2024K2", None, ":"),
        ("1", "L", "Prosent", "2024K1", 4.5, None),
        ("1", "L", "Prosent", "2024K2", 4.4, None),
        ("1", "L", "Dagsverk", "2024K1", 0.0, None),
        ("1", "L", "Dagsverk", "2024K2", None, "-"),
    ]


def test_dimensions_have_labels_units_decimals_roles_and_extension() -> None:
    sex, kind, contents, time = read(fixture("absence_v2.json")).dimensions
    assert (sex.codes, sex.labels) == (("0", "2", "1"), ("Begge kjønn", "Kvinner", "Menn"))
    assert (sex.units, sex.decimals) == ((None,) * 3, (None,) * 3)
    assert sex.extension["elimination"] is True
    assert (kind.codes, kind.labels) == (("L",), ("Legemeldt",))
    assert (contents.units, contents.decimals) == (("prosent", "dagsverk"), (1, 0))
    assert contents.is_metric and not contents.is_time
    assert contents.notes == {"Prosent": ("Av avtalte dagsverk.",)}
    assert time.is_time and time.labels == ("2024K1", "2024K2")


def test_columns_have_the_promised_types() -> None:
    cells = read(fixture("absence_v2.json")).cells
    assert cells.schema["value"] == pl.Float64 and cells.schema["status"] == pl.String
    assert cells.schema["Kjonn"] == pl.Enum(["0", "2", "1"])


def test_a_wrapped_dataset_of_version_1_reads() -> None:
    found = read(fixture("wrapped_v1.json"))
    region, time = found.dimensions
    assert region.labels == ("Våler", "Våler", "Uoppgitt")  # equal names of different codes stay apart
    assert not region.is_metric and time.is_time
    assert rows(found) == [
        ("3011", "2020", None, "."), ("3011", "2019", 1.5, None), ("3419", "2020", 2.0, None),
        ("3419", "2019", 3.25, None), ("9999", "2020", -4.0, None), ("9999", "2019", None, "-"),
    ]  # fmt: skip


def test_sparse_figures_leave_gaps_and_hierarchy_is_kept_beside_the_flat_codes() -> None:
    found = read(fixture("sparse.json"))
    assert rows(found) == [
        ("T", 10.0, None), ("1", None, ".."), ("1.1", 4.5, None), ("1.2", None, None), ("2", None, ":"),
    ]  # fmt: skip
    assert found.dimensions[0].child == {"T": ("1", "2"), "1": ("1.1", "1.2")}


def test_embedded_datasets_are_read_together_but_a_collection_is_not_a_dataset() -> None:
    first, second = read_all(fixture("collection.json"))
    assert rows(first) == [("p", 1.0, "e"), ("q", 2.0, "e")]
    assert rows(second) == [("r", None, ":")]
    assert refusal(fixture("collection.json")).rule == "not_dataset"


@pytest.mark.parametrize("value", [None, [], {}, [1] * 12, "absent"])
def test_metadata_need_no_figures(value: object) -> None:
    document = json.loads(fixture("metadata.json")) | {"value": value}
    if value == "absent":
        del document["value"]
    found = read_metadata(raw(document))
    assert [len(d.codes) for d in found.dimensions] == [2, 3, 2]
    assert found.cells.height == 0
    assert found.cells.columns == ["Region", "Alder", "Tid", "value", "status"]
    assert found.cells.schema["Alder"] == pl.Enum(["00", "16-24", "25+"])


def test_metadata_of_a_very_large_table_are_read() -> None:
    many = [str(i) for i in range(5000)]
    document = {
        "class": "dataset", "id": ["a", "b"], "size": [5000, 5000],
        "dimension": {name: {"category": {"index": many}} for name in ("a", "b")}, "value": None,
    }  # fmt: skip
    assert len(read_metadata(raw(document)).dimensions[1].codes) == 5000
    assert refusal(document | {"value": {"0": 1}}).rule == "too_many_cells"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("e", ["e"] * 6),
        (["e"], ["e"] * 6),
        (["a", None, "", "b", None, "c"], ["a", None, None, "b", None, "c"]),
        ({"5": "x", "0": None, "2": ""}, [None] * 5 + ["x"]),
        ({"value": [":", None, None, None, None, "p"], "category": {"label": {":": "nei"}}}, [":", *[None] * 4, "p"]),
        ({}, [None] * 6),
        (None, [None] * 6),
    ],
)
def test_every_shape_of_status(status: object, expected: list[str | None]) -> None:
    assert read(raw(small() | {"status": status})).cells["status"].to_list() == expected


@pytest.mark.parametrize(
    "index",
    [["x", "y", "z"], {"x": 0, "y": 1, "z": 2}, {"z": 2, "x": 0, "y": 1}],
)
def test_categories_are_ordered_by_index_not_by_key_or_label(index: object) -> None:
    document = small()
    document["dimension"]["b"]["category"] = {"index": index, "label": {"z": "1", "y": "2", "x": "3"}}
    found = read(raw(document))
    assert found.dimensions[1].codes == ("x", "y", "z")
    assert found.cells["b"].to_list() == ["x", "y", "z"] * 2


def test_old_measure_stands_for_value() -> None:
    document = small()
    document["measure"] = document.pop("value")
    assert read(raw({"dataset": document})).cells["value"].to_list() == [1, 2, 3, 4, 5, 6]


def test_byte_order_mark_and_missing_names_do_no_harm() -> None:
    found = read(b"\xef\xbb\xbf" + raw(small()))
    assert (found.label, found.updated, found.source, found.notes, found.extension) == ("", None, None, (), {})
    assert found.dimensions[0].label == "a" and not any(d.is_time for d in found.dimensions)


def test_no_dimensions_is_one_cell_and_an_empty_dimension_is_none() -> None:
    assert rows(read(raw({"class": "dataset", "id": [], "size": [], "dimension": {}, "value": [7]}))) == [(7.0, None)]
    empty = small() | {"size": [2, 0], "value": []}
    empty["dimension"]["b"]["category"]["index"] = []
    assert rows(read(raw(empty))) == []


def test_a_repeated_key_where_no_figure_hangs_on_it_is_let_be() -> None:
    text = json.dumps(small())[:-1] + ', "extension": {"a": 1, "a": 2}, "label": "kl. 08:00 \\u003a"}'
    assert read(text.encode()).cells["value"].sum() == 21


# --- what is refused -------------------------------------------------------------------------------------------------------


def changed(path: str, value: object) -> dict[str, Any]:
    document = small()
    *parents, last = path.split(".")
    node: Any = document
    for name in parents:
        node = node[name]
    node[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "rule", "where"),
    [
        ("value", [1, 2, 3], "value_len_mismatch", "value"),
        ("value", [1, 2, 3, 4, 5, 6, 7], "value_len_mismatch", "value"),
        ("value", "123456", "value_not_list", "value"),
        ("value", [1, 2, "3", 4, 5, 6], "value_not_number", "value[2] (a=p, b=z)"),
        ("value", [1, 2, 3, ":", 5, 6], "value_not_number", "value[3] (a=q, b=x)"),
        ("value", [1, 2, 3, 4, True, 6], "value_not_number", "value[4] (a=q, b=y)"),
        ("value", [1, 2, 3, 4, [5], 6], "value_not_number", "value[4] (a=q, b=y)"),
        ("value", {"0": 1, "4": ".."}, "value_not_number", "value[4] (a=q, b=y)"),
        ("value", {"6": 1}, "sparse_key_out_of_range", "value"),
        ("value", {"-1": 1}, "sparse_key_out_of_range", "value"),
        ("value", {"x": 1}, "sparse_key_not_number", "value"),
        ("value", {"1.0": 1}, "sparse_key_not_number", "value"),
        ("value", {"01": 1}, "sparse_key_not_number", "value"),
        ("value", {"99999999999999999999": 1}, "sparse_key_not_number", "value"),
        ("value", None, "no_figures", "value"),
        ("value", [], "no_figures", "value"),
        ("status", ["a", "b"], "status_len_mismatch", "status"),
        ("status", {"6": "a"}, "sparse_key_out_of_range", "status"),
        ("status", {"p": "a"}, "sparse_key_not_number", "status"),
        ("status", {"1": 2}, "status_not_text", "status.1"),
        ("status", [1, None, None, None, None, None], "status_not_text", "status[0]"),
        ("status", [1], "status_not_text", "status[0]"),
        ("status", 3, "status_not_text", "status"),
        ("size", [2], "id_size_len_mismatch", "size"),
        ("size", [2, "tre"], "size_not_numbers", "size"),
        ("size", [2, -3], "size_not_numbers", "size"),
        ("size", [2, 3.5], "size_not_numbers", "size"),
        ("size", [True, 3], "size_not_numbers", "size"),
        ("size", None, "size_not_numbers", "size"),
        ("id", ["a", "a"], "id_repeated", "id"),
        ("id", ["a", 2], "id_not_texts", "id"),
        ("id", ["a", "status"], "id_reserved", "id"),
        ("id", ["a", "c"], "dim_key_id_mismatch", "dimension"),
        ("dimension.c", {"category": {"index": ["x"]}}, "dim_key_id_mismatch", "dimension"),
        ("dimension", [1], "not_an_object", "dimension"),
        ("dimension.a", "kjønn", "not_an_object", "dimension.a"),
        ("dimension.a.category", None, "not_an_object", "dimension.a.category"),
        ("dimension.a.label", 5, "label_not_text", "dimension.a.label"),
        ("dimension.a.category.label", {"p": 5}, "label_not_text", "dimension.a.category.label.p"),
        ("dimension.a.category.label", {"r": "R"}, "label_key_unknown", "dimension.a.category.label"),
        ("dimension.a.category.index", ["p"], "index_count_mismatch", "dimension.a.category.index"),
        ("dimension.a.category.index", ["p", "p"], "code_repeated", "dimension.a.category.index"),
        ("dimension.a.category.index", ["p", 2], "code_not_text", "dimension.a.category.index"),
        ("dimension.a.category.index", ["p", None], "code_not_text", "dimension.a.category.index"),
        ("dimension.a.category.index", {"p": 0, "q": 2}, "index_positions_invalid", "dimension.a.category.index.q"),
        ("dimension.a.category.index", {"p": 1, "q": 1}, "index_positions_invalid", "dimension.a.category.index.q"),
        ("dimension.a.category.index", {"p": 0, "q": "1"}, "index_positions_invalid", "dimension.a.category.index.q"),
        ("dimension.a.category.index", {"p": 0, "q": True}, "index_positions_invalid", "dimension.a.category.index.q"),
        ("dimension.a.category.index", None, "index_missing", "dimension.a.category"),
        ("dimension.a.category.unit", {"p": {"decimals": "1"}}, "decimals_invalid", "dimension.a.category.unit.p"),
        ("dimension.a.category.child", {"p": ["p"]}, "child_cycle", "dimension.a.category.child"),
        ("dimension.a.category.child", {"p": ["q"], "q": ["p"]}, "child_cycle", "dimension.a.category.child"),
        ("dimension.a.category.child", {"r": ["q"]}, "child_id_unknown", "dimension.a.category.child.r"),
        ("role", {"time": ["Tid"]}, "role_id_unknown", "role.time"),
        ("role", {"time": 5}, "role_not_list", "role.time"),
        ("class", "dimension", "not_dataset", "class"),
        ("class", "collection", "not_dataset", "class"),
    ],
)
def test_malformed_is_refused_with_place_found_and_expected(path: str, value: object, rule: str, where: str) -> None:
    error = refusal(changed(path, value))
    assert (error.rule, error.where, error.code) == (rule, where, f"jsonstat.{rule}")
    for lang in ("nb", "en"):
        assert where in error.text(lang) and error.expected.get(lang) in error.text(lang)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"", "not_json"),
        (b"<html><body>Service Unavailable</body></html>", "not_json"),
        (raw(small())[:-20], "not_json"),
        (raw(small()).replace(b"4, 5", b"NaN, 5"), "not_json"),
        (raw(small()).replace(b"4, 5", b"Infinity, 5"), "not_json"),
        (raw(small()).replace(b"4, 5", b"1e999, 5"), "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[1, 2]", "not_object"),
        (b'{"type": "Parameter error", "title": "Too many cells selected", "status": 400}', "no_dataset"),
        (raw({"a": small(), "b": small()}), "several_datasets"),
        (raw({"version": "2.0", "a": small()}), "bundle_deprecated"),
    ],
)
def test_what_is_not_one_dataset_is_refused(body: bytes, rule: str) -> None:
    assert refusal(body).rule == rule


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"p", "q"', '"p", "q"], "index": ["q", "p"', "index"),
        ('"x": 0', '"x": 0, "x": 0', "x"),
        ('"value": [', '"value": [6, 5, 4, 3, 2, 1], "value": [', "value"),
        ('"value": [1, 2, 3, 4, 5, 6]', '"value": {"0": 1, "0": 2}', "0"),
        ('"value": [', '"status": {"3": ":", "3": ".."}, "value": [', "3"),
        ('"value": [', '"status": {"3": ":", "3": ":"}, "label": "a\\u003ab", "value": [', "3"),
    ],
)
def test_a_repeated_key_that_figures_hang_on_is_refused(old: str, new: str, key: str) -> None:
    text = json.dumps(small())
    assert old in text
    error = refusal(text.replace(old, new, 1).encode())
    assert (error.rule, error.found) == ("duplicate_key", key)


def test_a_long_found_value_is_shortened() -> None:
    assert len(refusal(b"[" + b"1," * 5000 + b"1]").found) <= 120


def test_every_rule_has_its_text_and_every_text_its_rule() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(jsonstat.__file__).parent.glob("jsonstat*.py"))
    rules = {key.split(".")[1] for key in texts("nb") if key.startswith("jsonstat.") and key != "jsonstat.refused"}
    built = {f"{member}_key_unknown" for member in ("label", "unit", "note")}
    assert {rule for rule in rules - built if f'"{rule}"' not in source} == set()
