"""All findings are counted; the first of each kind are listed."""

import pytest

from data.imports.findings import FindingList, RawFinding, shown
from domain.text import texts


def dates(place: str, number: int) -> list[RawFinding]:
    return [RawFinding("not_a_date", place=place, row=row, column="Dato", value="x") for row in range(2, number + 2)]


def test_a_thousand_findings_are_all_listed() -> None:
    findings = FindingList(dates("Betaling", 1000))
    assert len(findings.worded()) == 1000


def test_more_are_counted_and_a_line_tells_how_many() -> None:
    findings = FindingList(dates("Betaling", 1500))
    listed = findings.worded()
    assert len(listed) == 1001
    assert listed[-1].message.nb == "Det er 1\u202f500 funn i alt. 1\u202f000 av dem er listet."
    assert listed[-1].severity == "info"
    assert findings.counts == {"hard": 1500, "soft": 0, "info": 0}


def test_many_of_one_kind_do_not_hide_another() -> None:
    findings = FindingList([*dates("Betaling", 5000), RawFinding("unknown_sheet", "soft", place="Ark1")])
    listed = findings.worded()
    assert len(listed) == 1001
    assert [f.place for f in listed if f.rule_id == "unknown_sheet"] == ["Ark1"]
    assert findings.counts == {"hard": 5000, "soft": 1, "info": 0}


def test_findings_come_in_the_order_of_the_file() -> None:
    findings = FindingList(
        [
            RawFinding("not_a_date", place="A", row=9),
            RawFinding("not_a_date", place="B", row=2),
            RawFinding("formula", place="A", row=3),
        ]
    )
    assert [(f.place, f.row) for f in findings.worded()] == [("A", 3), ("A", 9), ("B", 2)]


def test_only_hard_findings_stop() -> None:
    assert not FindingList([RawFinding("unknown_sheet", "soft")]).has_hard
    assert FindingList([RawFinding("unknown_sheet", "soft"), RawFinding("formula")]).has_hard


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("kort", "kort"),
        ("to\nlinjer", "to linjer"),
        ("a\x07b", "a\ufffdb"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        (12, "12"),
    ],
)
def test_values_are_shown_on_one_short_line(value: object, text: str | None) -> None:
    assert shown(value) == text


def test_every_finding_has_its_texts_in_both_languages() -> None:
    for lang in ("nb", "en"):
        named = {key.split(".")[2] for key in texts(lang) if key.startswith("imports.finding.")}
        for name in named:
            assert texts(lang)[f"imports.finding.{name}.message"]
            assert texts(lang)[f"imports.finding.{name}.expected"]
