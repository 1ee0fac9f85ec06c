"""No sentence of any report, at any date, says that anything changed anything; recorded words are quoted as such."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics.evidence.wording import causal_words
from analytics.result import plain
from data.snapshot import Snapshot
from data.store import Store
from domain.errors import UserError
from domain.tables import TABLES
from reports.catalogue import ReportArguments, catalogue

DATES = (date(2018, 6, 30), date(2020, 1, 31), date(2021, 12, 31), date(2022, 12, 31), date(2024, 12, 31), date(2026, 11, 22))
#: What a report is asked for that needs to know which record.
CHOICES: dict[str, dict[str, str]] = {
    "project": {"id": "P007"},
    "record": {"table": "finding", "id": "FU-21"},
    "what-if": {"amount": "25000000", "profile": "2021:40,2022:60"},
}


def sentences(value: Any) -> Iterator[tuple[str, str]]:
    """Every text that is given in both languages, or under a name that ends with the language."""
    if isinstance(value, dict):
        for name, item in value.items():
            lang = name if name in ("nb", "en") else str(name)[-2:] if str(name).endswith(("_nb", "_en")) else None
            if lang and isinstance(item, str):
                yield lang, item
            yield from sentences(item)
    elif isinstance(value, list):
        for item in value:
            yield from sentences(item)


def without_recorded(text: str, recorded: list[str]) -> str:
    """The text without what was recorded by someone else and stands in it, longest first."""
    for words in recorded:
        text = text.replace(words, "")
    return text


@pytest.fixture(scope="module")
def recorded(home: Path) -> list[str]:
    """Recorded texts with words of effect in them, such as a finding, longest first."""
    snapshot = Snapshot.open(Store(home), DATES[-1])
    texts = {
        value
        for name in TABLES
        if name not in ("observation", "series")
        for values in snapshot.table(name).to_dict(as_series=False).values()
        for value in values
        if isinstance(value, str) and (causal_words(value, "nb") or causal_words(value, "en"))
    }
    words = {found for text in texts for lang in ("nb", "en") for found in causal_words(text, lang)}
    return sorted(
        texts | {f"«{word.lower()}»" for word in words} | {f"“{word.lower()}”" for word in words}, key=len, reverse=True
    )


@pytest.mark.parametrize("name", list(catalogue()))
def test_no_report_says_that_anything_changed_anything(name: str, home: Path, recorded: list[str]) -> None:
    store = Store(home)
    seen = 0
    for day in DATES:
        arguments = ReportArguments(
            home=home,
            choices=CHOICES.get(name, {}),
            open_snapshot=lambda at: Snapshot.open(store, at),
            open_corrected=lambda at: Snapshot.open(store, at),
            from_date=date(2019, 6, 30) if name in ("coverage", "changes") else None,
            to_date=day if name == "changes" else None,
        )
        try:
            made = catalogue()[name].run(Snapshot.open(store, day), arguments)
        except UserError:
            continue  # the record is not known on the day
        caveats = [text.as_dict() for text in made.basis.caveats]
        for lang, text in sentences([made.sentence.as_dict(), caveats, plain(made.as_json())]):
            seen += 1
            assert causal_words(without_recorded(text, recorded), lang) == (), (name, day, text)
    assert seen > 0


def test_a_recorded_text_is_known_and_would_else_be_found(recorded: list[str]) -> None:
    assert any("har ført til en varig endring" in text for text in recorded)
    assert causal_words("Programmet førte til lavere fravær.", "nb")
