"""What an entry of the appropriations is: the enacted budget, a change of it, or money carried over between years."""

from __future__ import annotations

import re

from data.sources.dfo.headings import plain

_CARRIED_IN = re.compile(r"\boverfort fra\b|\bfra forrige ar\b")
_CARRIED_OUT = re.compile(r"\boverfor(?:es|t) til\b|\btil neste ar\b")
_ENACTED = re.compile(r"\bsaldert\b")


def stage_of(decision: str) -> str:
    """`carried_in`, `carried_out`, `enacted`, or else `change`: each further entry changes the year's appropriation.

    The entries read "2014.01.01 Saldert budsjett 2014", "2023.05.11 Prp: p118/22-23", "Overført fra 2020" and
    "Overføres til 2026", with or without Norwegian letters. The final budget of the autumn ("nysaldert") is a change.
    """
    words = plain(decision)
    if _CARRIED_IN.search(words):
        return "carried_in"
    if _CARRIED_OUT.search(words):
        return "carried_out"
    return "enacted" if _ENACTED.search(words) else "change"
