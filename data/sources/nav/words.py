"""Words of titles and headings: sexes, types of sick leave, totals, what a table is divided by, and marks of footnotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_SEXES: Mapping[str, str] = {
    "menn": "men", "mann": "men", "kvinner": "women", "kvinne": "women", "begge kjønn": "both", "begge": "both",
    "kvinner og menn": "both", "menn og kvinner": "both",
}  # fmt: skip
_TYPES: Mapping[str, str] = {
    "egenmeldt": "self_certified", "egenmeldt sykefravær": "self_certified",
    "legemeldt": "doctor_certified", "legemeldt sykefravær": "doctor_certified",
    "egenmeldt og legemeldt": "total", "legemeldt og egenmeldt": "total", "egenmeldt og legemeldt sykefravær": "total",
    "egen- og legemeldt": "total", "lege- og egenmeldt": "total",
}  # fmt: skip
_ALL = r"i\s?alt|totalt?|totalsum|sum|samlet|alle|samtlige"
_GROUPS = (
    r"næringer|næring|diagnoser|diagnose|fylker|yrker|yrke|sektorer|sektor|aldre|aldersgrupper|alder|bransjer|varigheter|varighet"
    r"|land|landgrupper|personer|sykmeldte|sykmeldinger|grupper"
)
#: A whole text that means all.
_TOTAL = re.compile(
    rf"^(?:{_ALL})(?:\s+(?:i alt|alle|totalt))?(?:\s*\((?:alle|i alt|prosent|antall)\))?$"
    rf"|^(?:alle|i alt|samtlige|totalt)[\s,:-]+(?:alle\s+)?(?:{_GROUPS})$|^(?:{_GROUPS})\s+(?:i alt|totalt)$"
    r"|^(?:hele\s+)?landet(?:[\s,]+(?:i alt|totalt))?$|^hele\s+norge$"
)
#: The whole country, where areas are told of; among countries of birth it is one of them.
_COUNTRY = re.compile(r"^norge(?:[\s,]+(?:i alt|totalt))?$")
#: "I alt Oslo", "Oslo i alt": the total of a group.
_TOTAL_OF = re.compile(r"^(?:i alt|totalt|sum)[\s,:-]+(?P<a>\S.*)$|^(?P<b>\S.*?)[\s,:-]+(?:i alt|totalt)$")
_UNKNOWN = re.compile(r"^(?:ukjent|uoppgitt|ikke oppgitt|uspesifisert|uregistrert|annet/uoppgitt|annen/uoppgitt)\b")
_OF_WHICH = re.compile(r"^\W*\b(?:h|der)erav\b[\s:,]*|^\W*\bav (?:dette|disse|dem)\b[\s:,]*|^\W*\bav\s*:\s*", re.IGNORECASE)
_MARK = re.compile(r"(?:(?:\s+|(?<=[^\W\d]))\d{1,2}\)|(?<=\d{4})\d\)|\s*[¹²³⁴⁵⁶⁷⁸⁹]+|\s*(?<=\S)\*{1,3}\)?|\s*\[\d{1,2}\])\s*$")
_SEX_START = re.compile(r"^(?P<sex>menn|kvinner|begge kjønn)(?:\s+i alt|\s+totalt)?(?:[\s,:/–-]+(?P<rest>\S.*))?$")
_SEX_END = re.compile(r"^(?P<rest>\S.*?)[\s,:/(–-]+(?P<sex>menn|kvinner|begge kjønn)\)?$")
_SEX_TOTAL = re.compile(r"^(?:i alt|totalt|sum|alle)[\s,:-]+(?P<sex>menn|kvinner|begge kjønn)$")

#: Kinds of division, as in the code list `breakdown_kind` (and industry, sex and type), by the words that name them.
_KINDS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, name, re.compile(pattern))
    for kind, name, pattern in (
        ("industry", "Næring", r"(?:\b|\bhoved)n(?:æ|ae)ring(?!sdriv|sliv|svirk|smiddel)|\bnace\b"),
        ("sector", "Sektor", r"\bsektor"),
        ("occupation", "Yrke", r"\byrke(?!s(?:aktiv|skad))"),
        ("education", "Utdanning", r"\butdanning"),
        ("age", "Alder", r"\balder"),
        ("origin", "Innvandrerstatus", r"\binnvandr"),
        ("origin", "Fødeland", r"\bfødeland|\bfødested|\blandbakgrunn|\blandgruppe|\bverdensdel|\bopprinnelse"),
        ("area", "Bosted", r"\bbosted|\bfylke|\bkommuner?\b|\bregion|\barbeidssted"),
        ("diagnosis", "Diagnose", r"\bdiagnose"),
        ("duration", "Varighet", r"\bvarighet|\bfraværslengde|\blengde\b"),
        ("recurrence", "Gjentakelse", r"\bgjentak|\bgjentatt"),
        ("graded", "Gradert", r"\bgradering|\bgradert\b|\bsykmeldingsgrad|\bgrad\b"),
        ("sex", "Kjønn", r"\bkjønn"),
        ("type", "Type sykefravær", r"\btype\s+(?:syke)?fravær|\bfraværstype"),
    )
)
#: Words in a title that name a measure in which the name of a kind is only a part.
_NO_KIND = re.compile(r"gjennomsnittlig\s+varighet|gj\.?\s?sn\S*\s+varighet|graderte?\s+syk\w+|gradert\s+sykefravær")
_TIME_HEADINGS: Mapping[str, re.Pattern[str]] = {
    "Y": re.compile(r"^(?:år|årstall|årgang)$"),
    "K": re.compile(r"^(?:kvartal|kvartalsnr|kv\.?)$"),
    "M": re.compile(r"^(?:måned|mnd\.?|månednr)$"),
    "U": re.compile(r"^(?:uke|ukenr\.?|ukenummer|uke nr\.?|veke)$"),
    "": re.compile(
        r"^(?:periode|tid|tidspunkt|statistikkperiode|dato|år/kvartal|år og kvartal|år kvartal|kvartal/år|år og uke|år/uke|årsuke"
        r"|uke og år|uke/år|år/måned|måned/år|år og måned|år-uke|år-kvartal|årkvartal|åruke|årmåned|publiseringsperiode)$"
    ),
}
_LONGEST_HEADING = 45


def plain(text: str) -> str:
    """A text for comparison: without case, marks of footnotes, and spaces and signs at its ends."""
    return unmarked(unicodedata.normalize("NFC", text)).casefold().strip(" .:;,–-")


def unmarked(text: str) -> str:
    """A text without the mark of a footnote at its end: "Industri 1)", "2024*"."""
    before, after = None, text.strip()
    while before != after:
        shorter = _MARK.sub("", after)
        before, after = after, shorter if shorter.count("(") == shorter.count(")") else after
    return after or text.strip()


def mark_of(text: str) -> str | None:
    """The mark of a footnote at the end of a text."""
    match = _MARK.search(text.strip())
    return match.group().strip() if match and unmarked(text) != text.strip() else None


def sex_of(text: str) -> str | None:
    """The sex that the whole of a text is, as in the code list `sex`."""
    found = plain(text)
    total = _SEX_TOTAL.match(found) or _SEX_START.match(found)
    if total and not total.groupdict().get("rest"):
        return _SEXES[total.group("sex")]
    return _SEXES.get(found)


def sex_and_rest(text: str) -> tuple[str | None, str]:
    """A sex at either end of a text, and the rest of it."""
    found = unmarked(text)
    for pattern in (_SEX_START, _SEX_END):
        match = pattern.match(found.casefold().strip())
        if match and match.group("rest"):
            start = found.casefold().find(match.group("rest"))
            return _SEXES[match.group("sex")], found[start : start + len(match.group("rest"))].strip()
    whole = sex_of(text)
    return (whole, "") if whole else (None, found)


def type_of(text: str) -> str | None:
    """The type of sick leave that the whole of a text is, as in the code list `absence_type`."""
    return _TYPES.get(plain(text))


def type_in(text: str) -> str | None:
    """The type of sick leave that a title tells of."""
    found = text.casefold()
    is_self = re.search(r"\begen(?:-|meldt)", found) is not None
    is_doctor = re.search(r"\blege(?:-|meldt)", found) is not None
    if is_self and is_doctor:
        return "total"
    return "self_certified" if is_self else "doctor_certified" if is_doctor else None


def is_total(text: str, kind: str | None = None) -> bool:
    """Whether the whole of a text means all: "I alt", "Landet"; "Norge" where `kind` is of areas or not known."""
    found = plain(text)
    return _TOTAL.match(found) is not None or (kind in (None, "area") and _COUNTRY.match(found) is not None)


def total_of(text: str) -> str | None:
    """The group that a text says is the total of: "I alt Oslo" tells "Oslo"."""
    found = unmarked(text)
    match = _TOTAL_OF.match(found.casefold().strip(" .:;,"))
    if match is None or is_total(text) or sex_of(text):
        return None
    group = match.group("a") or match.group("b")
    start = found.casefold().find(group)
    return found[start : start + len(group)].strip()


def is_unknown(text: str) -> bool:
    """Whether a group is of those that are not known."""
    return _UNKNOWN.match(plain(text)) is not None


def of_which(text: str) -> str | None:
    """A part of the group above: "... herav rygglidelser" tells "rygglidelser"."""
    match = _OF_WHICH.match(text)
    return text[match.end() :].strip() if match and text[match.end() :].strip() else None


def kinds_in(text: str) -> list[tuple[str, str]]:
    """What a title says that its table is divided by, in its order: kind and the name of it."""
    found = _NO_KIND.sub(" ", text.casefold())
    places = [(match.start(), kind, name) for kind, name, pattern in _KINDS if (match := pattern.search(found))]
    return [(kind, name) for _, kind, name in sorted(places)]


def time_heading(text: str) -> str | None:
    """What periods a column holds by its heading: "Y", "K", "M", "U", "" for whole periods; None when it says no such thing."""
    found = plain(text)
    return next((kind for kind, pattern in _TIME_HEADINGS.items() if pattern.match(found)), None)


def is_heading_word(text: str) -> bool:
    """Whether a text is the heading of a column of labels: of groups, periods, sexes or measures."""
    if sex_of(text) or type_of(text) or is_total(text):
        return False
    if time_heading(text) is not None:
        return True
    if is_code_heading(text):
        return True
    found = plain(text)
    if found in ("gruppe", "kategori", "måltall", "målstørrelse", "variabel", "statistikkvariabel", "kjennetegn", "indikator"):
        return True
    return len(found) <= _LONGEST_HEADING and any(pattern.match(found.removeprefix("etter ")) for _, _, pattern in _KINDS)


def is_code_heading(text: str) -> bool:
    """Whether a column holds codes of the groups, which stand by name in another."""
    return re.match(r"^(?:\S*kode|\S*nr\.?|nummer|id)$", plain(text)) is not None and time_heading(text) is None


def is_measure_heading(text: str) -> bool:
    """Whether a column holds names of measures."""
    return plain(text) in ("måltall", "målstørrelse", "variabel", "statistikkvariabel", "indikator")
