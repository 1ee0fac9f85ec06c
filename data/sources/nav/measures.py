"""What the figures of a table measure, told by the words of its titles and headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: What is counted or compared, by the words that tell so. A text may tell of several.
_SUBJECTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "change": r"\bendring(?:er)?\b|\bdifferanse|prosentpoeng|\bvekst\b|\bøkning\b|\bnedgang\b",
        "mean_duration": r"(?:gj\.?\s?snn?(?:itt|ittlig)?|gjennomsnittlig|gjennomsnitts)\S*\s*(?:varighet|lengde|fraværslengde)",
        "exhausted": r"(?:opp)?bruk(?:t|te|er|ere)\s?(?:opp)?\s(?:av\s)?\S*sykepengere|oppbrukt|brukt opp|bruker opp|maksdato"
        r"|maksimal sykepengeperiode",
        "graded": r"\bgrader(?:t|te|ing)\b|\bgraderingsandel",
        "recurrence": r"\bgjenta(?:tt|tte|kende|kelse)\b",
        "new": r"\bnye\s+(?:personer\s+med\s+)?(?:legemeldte?\s+|egenmeldte?\s+)?(?:syke?meld|sykefravær)",
        "absence_pct": r"sykefraværsprosent|sykefraværsrate"
        r"|(?:sykefravær(?:et|ene)?|dagsverk(?:ene|\s\S+)?)(?:\s\S+)?\s+i\s+(?:prosent|pst\.?|%)(?!\s+av\s+(?!avtalte|mulige))"
        r"|(?:prosent|andel|pst\.?|%)\s+av\s+(?:alle\s+)?(?:avtalte|mulige)",
        "share_days": r"(?:andel(?:en)?|fordeling|prosentvis)\b.*(?:dagsverk|fraværsdager)"
        r"|dagsverk.*(?:prosentvis\s+fordel|fordel\S*\s+i\s+prosent)",
        "share_spells": r"(?:andel(?:en)?|fordeling|prosentvis)\b.*tilfelle|tilfelle.*prosentvis\s+fordel",
        "agreed": r"(?<!prosent av )(?<!andel av )(?<!% av )(?<!pst. av )(?<!pst av )\b(?:avtalte|mulige)\s+(?:arbeids)?dagsverk",
        "days": r"sykefraværsdagsverk|tapte\s+dagsverk|fraværsdagsverk|legemeldte\s+dagsverk|^dagsverk$",
        "sick_pay_days": r"sykepengedag|(?:erstattede|refunderte|utbetalte|betalte)\s+(?:sykepenge|syke)?dager"
        r"|dager\s+med\s+sykepenger",
        "sick_pay_recipients": r"mott?a(?:k|gg?)(?:er|ere|ende)\S*\s+(?:av|med|på)\s+sykepenger|sykepengemott"
        r"|personer\s+(?:med|på)\s+sykepenger|^(?:antall\s+)?mottakere$",
        "sick_pay_spells": r"sykepengetilfelle",
        "persons": r"(?:personer|arbeidstakere|lønnstakere)\s+med\s+(?:legemeldt\s+|egenmeldt\s+)?(?:syke)?fravær"
        r"|\bsyke?meldte\b",
        "spells": r"(?<!sykepenge)tilfeller?\b|\bsyke?meldinger\b",
        "employed": r"(?<!av )(?<!for )(?<!blant )\bsysselsatte\b",
        "employees": r"(?<!av )(?<!for )(?<!blant )\b(?:arbeidstakere|lønnstakere)\b(?!\s+med\b)",
        "absence": r"\bsykefravær(?:et)?\b",
    }.items()
}
_UNITS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "permille": r"\bpromille\b|‰",
        "pct": r"\bprosent\b|\bpst\b|%|\bandel(?:en)?\b|prosentvis|\bprosentandel",
        "count": r"\bantall\b|^personer$|^tilfeller$|^tall$",
        "man_days": r"dagsverk",
    }.items()
}
_ADJUSTED = {
    "seasonal_influenza_corona": re.compile(r"sesong.*influensa.*korona"),
    "seasonal_influenza": re.compile(r"sesong.*influensa|influensajuster"),
    "seasonal": re.compile(r"sesongjuster"),
}
_UNADJUSTED = re.compile(r"ikke[\s-]+(?:sesong)?juster|ujuster")

PER_CENT, COUNT, MAN_DAYS, DAYS, PER_MILLE = "prosent", "antall", "dagsverk", "dager", "promille"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures.

    Attributes:
        indicator: as in the code list `indicator`.
        unit: in the words of our own series.
        detail: what tells it from others with the same indicator.
        adjustment: as in the code list `adjustment`.
    """

    indicator: str
    unit: str
    detail: str | None = None
    adjustment: str = "unadjusted"

    @property
    def is_count(self) -> bool:
        """Whether parts add up to their total."""
        return self.unit in (COUNT, MAN_DAYS) or self.indicator == "sick_pay_days"


@dataclass(frozen=True, slots=True)
class Words:
    """What one text tells of a measure: subjects, units and adjustment, each as far as it tells."""

    subjects: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    adjustment: str | None = None
    is_loose: bool = True

    def __bool__(self) -> bool:
        return bool(self.subjects or self.units or self.adjustment)


#: Subject and unit to indicator, unit and detail. A unit of None is none told.
_KNOWN: Mapping[tuple[str, str | None], tuple[str, str, str | None]] = {
    ("absence_pct", None): ("absence_pct", PER_CENT, None),
    ("absence_pct", "pct"): ("absence_pct", PER_CENT, None),
    ("absence", "pct"): ("absence_pct", PER_CENT, None),
    ("absence", "man_days"): ("absence_days", MAN_DAYS, None),
    ("days", None): ("absence_days", MAN_DAYS, None),
    ("days", "count"): ("absence_days", MAN_DAYS, None),
    ("days", "man_days"): ("absence_days", MAN_DAYS, None),
    ("share_days", None): ("share_pct", PER_CENT, "Andel av sykefraværsdagsverk"),
    ("share_days", "pct"): ("share_pct", PER_CENT, "Andel av sykefraværsdagsverk"),
    ("share_spells", None): ("share_pct", PER_CENT, "Andel av sykefraværstilfeller"),
    ("share_spells", "pct"): ("share_pct", PER_CENT, "Andel av sykefraværstilfeller"),
    ("spells", "pct"): ("share_pct", PER_CENT, "Andel av sykefraværstilfeller"),
    ("agreed", None): ("agreed_days", MAN_DAYS, None),
    ("agreed", "count"): ("agreed_days", MAN_DAYS, None),
    ("agreed", "man_days"): ("agreed_days", MAN_DAYS, None),
    ("persons", None): ("absence_persons", COUNT, None),
    ("persons", "count"): ("absence_persons", COUNT, None),
    ("persons", "pct"): ("absence_persons_pct", PER_CENT, None),
    ("employees", None): ("employees", COUNT, None),
    ("employees", "count"): ("employees", COUNT, None),
    ("employed", None): ("other", COUNT, "Sysselsatte"),
    ("employed", "count"): ("other", COUNT, "Sysselsatte"),
    ("spells", None): ("spells", COUNT, None),
    ("spells", "count"): ("spells", COUNT, None),
    ("new", None): ("new_sick_listings", COUNT, None),
    ("new", "count"): ("new_sick_listings", COUNT, None),
    ("new", "pct"): ("other", PER_CENT, "Andel av nye sykmeldte"),
    ("graded", "pct"): ("graded_pct", PER_CENT, "Andel graderte sykmeldinger"),
    ("graded", "count"): ("other", COUNT, "Graderte sykmeldinger"),
    ("recurrence", "pct"): ("recurrence_pct", PER_CENT, None),
    ("sick_pay_days", None): ("sick_pay_days", DAYS, None),
    ("sick_pay_days", "count"): ("sick_pay_days", DAYS, None),
    ("sick_pay_recipients", None): ("sick_pay_recipients", COUNT, None),
    ("sick_pay_recipients", "count"): ("sick_pay_recipients", COUNT, None),
    ("sick_pay_spells", None): ("other", COUNT, "Sykepengetilfeller"),
    ("sick_pay_spells", "count"): ("other", COUNT, "Sykepengetilfeller"),
    ("exhausted", None): ("exhausted_rights", COUNT, None),
    ("exhausted", "count"): ("exhausted_rights", COUNT, None),
    ("exhausted", "pct"): ("exhausted_rights", PER_CENT, "prosent av sysselsatte"),
    ("exhausted", "permille"): ("exhausted_rights", PER_MILLE, "promille av sysselsatte"),
    ("mean_duration", None): ("other", DAYS, "Gjennomsnittlig varighet"),
    ("mean_duration", "count"): ("other", DAYS, "Gjennomsnittlig varighet"),
}
_SICK_PAY = frozenset({"sick_pay_recipients", "sick_pay_days", "sick_pay_spells", "exhausted"})
#: Subjects that a row of text between rows of figures may head; others may as well be groups.
STRONG = frozenset({"absence_pct", "share_days", "agreed", "days", "sick_pay_days", "sick_pay_recipients", "mean_duration"})
#: A subject that is only part of the words of another, when both stand in one text.
_SWALLOWED: Mapping[str, frozenset[str]] = {
    "exhausted": frozenset({"spells", "persons", "sick_pay_spells", "employees", "employed"}),
    "new": frozenset({"spells", "persons", "absence", "employees"}),
    "mean_duration": frozenset({"spells", "absence", "persons"}),
    "graded": frozenset({"spells", "persons", "absence"}),
    "recurrence": frozenset({"spells", "persons", "absence"}),
    "absence_pct": frozenset({"absence"}),
    "share_days": frozenset({"days", "absence"}),
    "share_spells": frozenset({"spells", "absence"}),
    "persons": frozenset({"absence", "employees"}),
    "sick_pay_spells": frozenset({"spells"}),
    "days": frozenset({"absence"}),
    "spells": frozenset({"absence"}),
    "agreed": frozenset({"absence"}),
    "employees": frozenset({"absence"}),
}


def words_of(text: str) -> Words:
    """What a text tells of a measure."""
    plain = text.casefold()
    units = {name for name, pattern in _UNITS.items() if pattern.search(plain)}
    subjects = _subjects(plain, units)
    if subjects & {"absence_pct", "share_days"}:
        units -= {"man_days"}
    adjustment = "unadjusted" if _UNADJUSTED.search(plain) else None
    adjustment = adjustment or next((name for name, pattern in _ADJUSTED.items() if pattern.search(plain)), None)
    return Words(frozenset(subjects), frozenset(units), adjustment, _STRICT.match(plain.strip(" .:")) is None)


def _subjects(plain: str, units: set[str]) -> set[str]:
    """The subjects of a text, without those that are only part of the words of another."""
    found = {name for name, pattern in _SUBJECTS.items() if pattern.search(plain)}
    if "pct" not in units and len(found - {"absence", "persons"}) > 1:
        found -= {"graded", "recurrence"}  # a way to divide, not what is measured
    if "absence_pct" in found and re.search(r"dagsverk[^.,]*\bi\s+(?:prosent|pst|%)", plain):
        found -= {"days"}
    return found - {lost for name in found for lost in _SWALLOWED.get(name, ())}


_STRICT = re.compile(
    r"^(?:antall\s+|legemeldte?\s+|egenmeldte?\s+|andel\s+|i\s+)*"
    r"(?:sykefraværsprosent|sykefravær\s+i\s+prosent|prosent|pst\.?|%|antall|sykefraværsdagsverk|tapte\s+dagsverk|dagsverk"
    r"|(?:avtalte|mulige)\s+dagsverk|sykefraværstilfeller|tilfeller"
    r"|(?:personer|arbeidstakere|lønnstakere)\s+med\s+(?:legemeldt\s+)?sykefravær|sykepengedager|sykepengemottakere"
    r"|mottakere\s+av\s+sykepenger|nye\s+sykmeldte|gj\.?\s?snn?(?:itt)?\.?\s+varighet|gjennomsnittlig\s+varighet"
    r"|prosent\s+av\s+avtalte\s+dagsverk)"
    r"(?:\s*\((?:prosent|pst\.?|%|antall|dagsverk|i\s+prosent)\)|,\s*(?:prosent|antall))?$"
)


def measure_of(levels: Sequence[Words]) -> Measure | None:
    """The measure that texts tell of together.

    Args:
        levels: what each text tells, the nearest to the figure first.

    Returns:
        None when the texts do not tell, or tell of more than one.
    """
    adjustment = next((level.adjustment for level in levels if level.adjustment), "unadjusted")
    for number, level in enumerate(levels):
        if level.subjects:
            if level.subjects == {"employees"} and any(farther.subjects & _SICK_PAY for farther in levels[number + 1 :]):
                return None  # those who get sick pay as employees, or all employees
            units = _units_for(number, levels)
            is_share = level.subjects == {"days"} and "pct" in units
            found = _strong_pct(levels) if is_share else _only(level.subjects, units)
            if found is None and level.subjects == {"absence"}:
                continue  # the word alone tells neither measure nor unit; a title farther off may
            return None if found is None else Measure(*found, adjustment=adjustment)
    return None


def _units_for(number: int, levels: Sequence[Words]) -> frozenset[str]:
    """The unit of the subject at a level: told there or nearer; else farther off, where no other subject is told of."""
    near = next((level.units for level in levels[: number + 1] if level.units), None)
    subjects = levels[number].subjects
    farther = [level.units for level in levels[number + 1 :] if level.units and level.subjects <= subjects]
    if near is None:
        return next(iter(farther), frozenset())
    chosen = next((units for units in farther if len(near - {"man_days"}) > 1 and units < near), None)
    return near if chosen is None else chosen


def _strong_pct(levels: Sequence[Words]) -> tuple[str, str, str | None] | None:
    """Man-days in per cent are of the agreed man-days only when a text says so."""
    if any("absence_pct" in level.subjects for level in levels):
        return _KNOWN["absence_pct", None]
    return _KNOWN["share_days", None] if any("share_days" in level.subjects for level in levels) else None


def _only(subjects: frozenset[str], units: frozenset[str]) -> tuple[str, str, str | None] | None:
    """The one known measure of these subjects in one of these units."""
    wanted: set[str | None] = {*units} or {None}
    found = {_KNOWN[subject, unit] for subject in subjects for unit in wanted if (subject, unit) in _KNOWN}
    return found.pop() if len(found) == 1 else None
