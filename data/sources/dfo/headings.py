"""What the headings of a table mean: recognised by their words, however they are spelt and cased."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_LETTERS = str.maketrans({"å": "a", "ø": "o", "æ": "ae", "ö": "o", "ä": "a"})
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
#: Units by the words that state them, the most particular first.
_UNITS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1_000_000_000, re.compile(r"\b(?:mrd|milliard(?:er)?)\b")),
    (1_000_000, re.compile(r"\b(?:mill|millioner|mnok|mkr)\b")),
    (1_000, re.compile(r"\b(?:tkr|tnok|(?:1 ?000|tusen)(?: (?:kr|kroner|nok))?)\b")),
    (1, re.compile(r"\b(?:kr|kroner|nok)\b")),
)
_UNIT_WORDS = re.compile(
    r"\b(?:i |hele |belop i )?(?:(?:1 ?000|tusen|mill|millioner|mrd|milliarder) ?)?(?:kr|kroner|nok|tkr|tnok|mkr|mnok|mill|mrd)\b"
)
_ROLES: dict[str, tuple[str, ...]] = {
    "year": ("ar", "aar", "regnskapsar", "budsjettar", "regnskapsaar", "budsjettaar", "year"),
    "period": ("periode", "regnskapsperiode", "ar maned", "armaned", "aarmaned", "period"),
    "month": ("maned", "maaned", "mnd", "maned nr", "manednr", "month"),
    "chapter_id": ("kapittel id", "kap nr", "kapnr", "kapittelnr", "kapittel nr", "kapittelnummer", "kap", "kap id"),
    "chapter_name": ("kapittelnavn", "kapittel navn", "kap navn", "kapitteltekst"),
    "post_id": ("post id", "post nr", "postnr", "postnummer"),
    "post_name": ("postnavn", "post navn", "posttekst", "betegnelse", "post tekst"),
    "subpost": ("upost nr", "upost", "underpost", "underpost nr", "underpostnr", "underpost id"),
    "agency_id": (
        "virksomhet id", "organisasjonsnummer", "orgnr", "org nr", "organisasjonsnr", "virksomhetsnr", "virksomhetsnummer",
        "virksomhet nr", "organisasjonsnummer virksomhet",
    ),
    "agency": ("virksomhet", "virksomhetsnavn", "virksomhet navn", "etat"),
    "account_id": ("artskonto id", "artskonto nr", "artskontonr", "artskontonummer", "art"),
    "account": ("artskonto", "artskontonavn", "artskonto navn", "artsnavn"),
    "decision": ("bevilgning", "vedtak", "bevilgningsvedtak", "bevilgningstype", "type bevilgning"),
    "chapter": ("kapittel",),
    "post": ("post",),
}  # fmt: skip
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names}
_DATED_ROLES = frozenset({"year", "period", "month"})
#: What an amount is by the words of its heading; the first that fits.
_STAGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("carried_out", re.compile(r"\boverfor(?:es|t) til\b|\bbevilgning overfores belop\b|\btil neste ar\b")),
    ("carried_in", re.compile(r"\boverfort fra\b|\bbevilgning overfort belop\b|\bfra forrige ar\b")),
    ("revised", re.compile(r"\b(?:revidert|nysaldert)\b")),
    ("enacted", re.compile(r"\b(?:saldert|vedtatt)\b")),
    ("proposed", re.compile(r"\b(?:gb|gul ?bok|forslag|foreslatt)\b")),
    ("change", re.compile(r"^(?:endring(?:er)?|bevilgningsendring(?:er)?|tilleggsbevilgning(?:er)?)$")),
    ("decided", re.compile(r"^bevilgning belop$")),
    ("account", re.compile(r"\b(?:regnskap|regnskapsfort)\b")),
    ("amount", re.compile(r"\b(?:belop|beloep|sum|amount)\b|^hittil i ar$|\bmanedsbelop\b|\bakkumulert\b")),
)
_SO_FAR = re.compile(r"\b(?:hittil|akkumulert|akk|til og med)\b")
_MONTHLY = re.compile(r"\b(?:manedsbelop|i perioden|denne maned(?:en)?|per maned|i maneden|manedstall|manedlig)\b")
#: As many roles make a row of headings.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading.

    Attributes:
        index: of its column; 0 is the first.
        text: as it stands.
        role: what the column holds; "amount" for amounts, "" when it is not read.
        stage: of an amount: a stage of the budget, `decided` for a decision's amount, `amount` when the heading does not say.
        unit: how many kroner it counts in, when it says.
        year: that it names.
        span: "month" or "so_far", when it says.
    """

    index: int
    text: str
    role: str = ""
    stage: str = ""
    unit: int | None = None
    year: int | None = None
    span: str = ""


def plain(text: str) -> str:
    """The words of a heading: small letters without marks, å as a, ø as o and æ as ae."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded).split())


def unit_in(text: str) -> int | None:
    """How many kroner a text says that amounts count in; None when it does not say."""
    words = plain(text)
    return next((unit for unit, pattern in _UNITS if pattern.search(words)), None)


def span_in(text: str) -> str:
    """Whether a text says that amounts are of a month or of the year so far; "" when it does not say, or says both."""
    words = plain(text)
    is_so_far, is_monthly = bool(_SO_FAR.search(words)), bool(_MONTHLY.search(words))
    return "" if is_so_far == is_monthly else "so_far" if is_so_far else "month"


def stage_in(text: str) -> str:
    """The stage that a title or a name of a file tells of; "" when it tells of none or of several."""
    words = plain(text)
    told = {stage for stage, pattern in _STAGES if stage in ("enacted", "proposed", "revised") and pattern.search(words)}
    if re.search(r"regnskap", words):
        told.add("account")
    return told.pop() if len(told) == 1 else ""


def years_in(text: str) -> set[int]:
    """The years that a text names; digits within a longer number are none."""
    return {int(year) for year in _YEAR.findall(text)}


def recognised(cells: Sequence[object]) -> list[Heading] | None:
    """The headings of a row; None when it is not a row of headings."""
    found = [_heading(index, str(cell)) for index, cell in enumerate(cells) if cell is not None and str(cell).strip()]
    roles = [heading.role for heading in found if heading.role]
    is_table = len(roles) >= _FEWEST and "amount" in roles and bool({"chapter_id", "chapter", "post_id", "post"} & set(roles))
    return found if is_table else None


def score(cells: Sequence[object]) -> int:
    """How many headings of a row are known."""
    return sum(1 for cell in cells if cell is not None and _heading(0, str(cell)).role)


def _heading(index: int, text: str) -> Heading:
    words = plain(text)
    if words in _ROLE_OF:
        return Heading(index, text, _ROLE_OF[words])
    years = years_in(text)
    bare = " ".join(_UNIT_WORDS.sub(" ", _YEAR.sub(" ", words)).split())
    if bare in _ROLE_OF and _ROLE_OF[bare] not in _DATED_ROLES:
        return Heading(index, text, _ROLE_OF[bare])
    stage = next((stage for stage, pattern in _STAGES if pattern.search(bare)), "")
    if not stage:
        return Heading(index, text)
    year = years.pop() if len(years) == 1 and stage not in ("carried_in", "carried_out") else None
    return Heading(index, text, "amount", stage, unit_in(text), year, span_in(text))
