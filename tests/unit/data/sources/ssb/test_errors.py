"""Every fault that the code can tell of has its words in both languages, and no words lie unused."""

from __future__ import annotations

import re
from pathlib import Path

from data.sources.ssb import errors
from data.sources.ssb.errors import fault, table_name
from domain.text import texts

FOLDER = Path(errors.__file__).parent
_FAULT = re.compile(r"""\b(?:fault|Fault|_refuse)\(\s*"([a-z_]+)\"""")
_BREACH = re.compile(r"""breaches\.add\(\s*"([a-z_]+)\"""")


def told(pattern: re.Pattern[str]) -> set[str]:
    return {rule for path in FOLDER.glob("*.py") for rule in pattern.findall(path.read_text(encoding="utf-8"))}


def worded(stem: str) -> set[str]:
    return {key.removeprefix(stem) for key in texts("nb") if key.startswith(stem)}


def test_every_fault_has_words_and_all_words_are_used() -> None:
    assert told(_FAULT) == worded("ssb.fault.")


def test_every_breach_has_words_and_all_words_are_used() -> None:
    assert told(_BREACH) | {"missing_contents", "unclear_contents"} == worded("ssb.breach.")


def test_a_fault_tells_the_table_in_both_languages_and_what_it_amounts_to() -> None:
    error = fault("timeout", table_name("12439"), tries=5)
    assert (error.code, error.rule, error.problem) == ("ssb.timeout", "timeout", "failed")
    assert error.reason.nb == "Tabell 12439: Statistikkbanken svarte ikke i tide (5 forsøk). Prøv igjen senere."
    assert error.reason.en == "Table 12439: The statistics bank did not answer in time (5 tries). Try again later."
