"""The registry of tables is whole, and a change of an agreement or of the reader changes the fingerprint."""

from __future__ import annotations

import re
from dataclasses import replace

from data.sources.ssb import registry
from data.sources.ssb.registry import REGISTRY, TABLES_BY_ID
from domain.codes import CODE_LISTS


def test_the_tables_are_those_agreed_on() -> None:
    expected = ["12439", "12440", "12441", "12442", "12448", "12449", "12451", "12452", "13333", "14789"]
    assert [spec.id for spec in REGISTRY] == expected
    assert {spec.id for spec in REGISTRY if spec.rhythm == "year"} == {"12441", "14789"}
    assert {spec.id for spec in REGISTRY if spec.has_areas} == {"12448", "12449", "12451"}
    doctor = {spec.id for spec in REGISTRY if spec.absence_type == "doctor_certified"}
    assert doctor == {"12448", "12449", "12451", "12452", "13333", "14789"}


def test_what_is_agreed_is_written_in_the_codes_of_the_model() -> None:
    for spec in REGISTRY:
        assert spec.title.nb and spec.title.en and spec.standard == "SN2007"
        assert {one.indicator for one in spec.contents} <= set(CODE_LISTS["indicator"].values)
        assert {one.adjustment for one in spec.contents} <= set(CODE_LISTS["adjustment"].values)
        assert {d.kind for d in spec.dimensions if d.role == "group"} <= set(CODE_LISTS["breakdown_kind"].values)


def test_no_change_from_the_year_before_can_be_taken_for_the_rate() -> None:
    assert re.fullmatch(registry.ANY_RATE, "Sykefraversprosent", re.IGNORECASE)
    assert not re.fullmatch(registry.ANY_RATE, "ArbeidstakereSykePro", re.IGNORECASE)
    assert not re.fullmatch(registry.ANY_RATE, "Sykefraversdagsverk", re.IGNORECASE)


def test_the_fingerprint_follows_the_agreement_and_the_reader(monkeypatch: object) -> None:
    spec = TABLES_BY_ID["12439"]
    same = replace(spec)
    assert same.fingerprint == spec.fingerprint
    assert replace(spec, contents=spec.contents[:1]).fingerprint != spec.fingerprint
    assert len({one.fingerprint for one in REGISTRY}) == len(REGISTRY)
    before = spec.fingerprint
    monkeypatch.setattr(registry, "READER_VERSION", registry.READER_VERSION + 1)  # type: ignore[attr-defined]
    assert spec.fingerprint != before
