"""Which words a text about effect may use: never stronger than the design behind it can bear.

The words are those that the dashboard never uses of a measure unless the design makes the groups comparable by chance, or nearly
so, and the interval excludes no difference (What Works Centre for Local Economic Growth, Maryland scale; the level is the dated
parameter `causal_wording_level`). A text without such words is not thereby true: only its words are judged.
"""

from __future__ import annotations

import re
from functools import cache

from analytics.result import parameter
from data.snapshot import Snapshot

#: Words that say that one thing changed another, as patterns of whole words in any case. Also denied they are about effect:
#: "virket ikke" needs a design as much as "virket".
_CAUSAL: dict[str, tuple[str, ...]] = {
    "nb": (
        r"(?:førte|fører)(?: \w+){0,2} til", r"ført til", r"ha(?:r|dde) \w+ ført til", r"medfør(?:te|t|er)",
        r"bidro(?:g)?(?: \w+){0,2} til", r"bidratt(?: \w+){0,2} til", r"bidrar(?: \w+){0,2} til (?:å )?(?:%(more)s)\w*",
        r"virket", r"reduser(?:te|er)", r"ha(?:r|dde)(?: \w+)? redusert", r"senke(?:t|r)", r"gjorde(?: \w+)? at", r"takket være",
        r"forårsake(?:t|r)", r"ha(?:r|dde)(?: (?:hatt|ingen|ikke|en|god|liten|stor)){0,3} effekt",
        r"skyldes (?:tiltak|program|avtale|virkemid|innsats|satsing)\w*",
    ),
    "en": (
        r"(?:led|leads|lead)(?: \w+){0,2} to", r"result(?:ed|s) in", r"contribut(?:ed|es)(?: \w+){0,2} to", r"caused",
        r"reduc(?:ed|es)", r"lower(?:ed|s)(?: \w+){0,2} (?:%(less)s)\w*", r"thanks to",
        r"ha(?:d|s)(?: (?:had|no|an?|not|any|little|large|good)){0,3} effects?",
        r"(?:due to|because of) the (?:programme|measure|agreement|instrument|effort|intervention)s?",
    ),
}  # fmt: skip
_LESS = "sick|absence|leave|drop"
_MORE = "lavere|mindre|færre|kortere|redus|senk|høyere|øk|flere|bedre|bedr"
#: A sentence that says that something cannot be told claims nothing.
_DISCLAIMS = {
    "nb": r"\bkan (?:\w+ )?ikke (?:si|sies|vise|vises|tallfestes|utelukkes|avgjøres|fastslås)\b|\b(?:sier|vet) ikke\b",
    "en": r"\bcan(?:not| \w+ not| not) (?:be )?(?:say|said|tell|told|show|shown|ruled|decided|established)\b|"
          r"\b(?:do|does) not (?:say|tell|show)\b|\bnot known\b",
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
#: What a question of the effect of the programme or its agreement on sick leave names: who, what, and a change of it.
_ASKED = (
    r"program|fou|avtal|tiltak|virkemid|innsats|agreement|r&d|measure|instrument",
    r"frav\w*|sykmeld|sick|absence|frafall|drop-?out",
    r"redus|senk|virk(?:et|er|ning|a)|effekt|ned\b|lavere|før(?:te|t|er) til|hjulpet|hjalp|endret|påvirk|"
    r"reduc|lower|effect|work(?:ed|s)?\b|caus|led to|chang|help",
)
#: Units in which no difference is 1 and not 0.
_RATIO = re.compile(r"ratio(?:er|en)?\b|rate ?forhold|relativ risiko|\b(?:or|rr|hr|irr|aor|ahr)\b", re.IGNORECASE)


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_CAUSAL[lang])})\b".replace("%(more)s", _MORE).replace("%(less)s", _LESS), re.IGNORECASE)


def causal_words(text: str | None, lang: str) -> tuple[str, ...]:
    """The words of a text that say that one thing changed another, as they stand, in their order; empty without any.

    A question, and a sentence that says that this cannot be told, claim nothing and are passed over.
    """
    parts = _SENTENCE.split(text or "")
    claims = [part for part in parts if not part.rstrip().endswith("?") and not re.search(_DISCLAIMS[lang], part, re.IGNORECASE)]
    return tuple(found.group(0) for part in claims for found in _pattern(lang).finditer(part))


def asks_of_effect(text: str) -> bool:
    """Whether someone who typed this asks if the programme, the agreement or a measure changed sick leave or drop-out."""
    return all(re.search(rf"\b\w*(?:{part})", text, re.IGNORECASE) for part in _ASKED)


def no_difference(unit: str | None) -> float:
    """What an estimate is when there is no difference: 1 for a ratio such as an odds ratio, else 0."""
    return 1.0 if unit and _RATIO.search(unit) else 0.0


def excludes_no_difference(low: float | None, high: float | None, unit: str | None = None) -> bool | None:
    """Whether an interval excludes no difference; None when a bound is missing."""
    if low is None or high is None:
        return None
    nothing = no_difference(unit)
    return not low <= nothing <= high


def causal_level(snapshot: Snapshot) -> float | None:
    """The lowest level on the Maryland scale that bears words of effect on the snapshot's day; None when no row applies."""
    return parameter(snapshot, "causal_wording_level")


def bears_causal_words(level: int | None, needed: float | None, excludes: bool | None) -> bool:
    """Whether a text may say that a measure changed an outcome.

    Args:
        level: the level that the study has on the Maryland scale; None when it has none.
        needed: the level that is needed; None when it is not set, and then no text may.
        excludes: whether the interval excludes no difference; None when it is not known, and then no text may.
    """
    return level is not None and needed is not None and level >= needed and excludes is True
