"""Expected sick leave given the mix of industries, in words and as JSON. No sentence says why a group differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.sickness.group_choice import BY_AREA
from analytics.sickness.industries_words import by_name, quoted, type_name
from analytics.sickness.words import join, vintage_name
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.sickness.mix import AbsenceMix, MixLack, MixRow

_NAMED = 4
#: A difference that two decimals do not show.
_NONE_SHOWN = 0.005


def sentence(made: AbsenceMix) -> Text:
    """The group furthest from what its mix lets one expect; or what is lacking."""
    if made.rows and made.period:
        more = [say("decomposition.mix.more", n=len(made.rows))] if len(made.rows) > 1 else []
        return join([row_text(made, made.rows[0]), *more])
    return join([say("decomposition.mix.lacking", by=by_name(made.asked.by)), *lack_texts(made), needs(made)])


def row_text(made: AbsenceMix, row: MixRow) -> Text:
    """One group against what its mix lets one expect."""
    gap = row.difference_pp
    key = "same" if abs(gap) < _NONE_SHOWN else "over" if gap > 0 else "under"
    persons = row.difference_persons
    return say(
        f"decomposition.mix.sentence_{key}", period=made.period, type=type_name(made.absence_type), name=quoted(row.name),
        observed=row.observed_pct, expected=row.expected_pct, difference=abs(gap), days=abs(row.difference_days),
        persons=Text("", "") if persons is None else say("decomposition.mix.persons", n=abs(persons)),
    )  # fmt: skip


def lack_texts(made: AbsenceMix) -> list[Text]:
    """What is lacking, told once for each reason."""
    if not made.is_divided:
        return [say("decomposition.mix.no_series", by=by_name(made.asked.by))]
    found: dict[str, list[MixLack]] = {}
    for lack in made.lacking:
        found.setdefault(lack.why, []).append(lack)
    texts = []
    for why, lacks in found.items():
        names = [quoted(lack.name) for lack in lacks]
        if why == "no_rate":
            codes = sorted({code for lack in lacks for code in lack.industries})
            names = [Text(code, code) for code in codes]
        told = say("decomposition.lack.many", n=len(names)) if len(names) > _NAMED else say("decomposition.lack.few", names=names)
        texts.append(say(f"decomposition.mix.{why}", names=told, by=by_name(made.asked.by), period=made.period or ""))
    return texts


def needs(made: AbsenceMix) -> Text:
    """Which table or file would give what is lacking."""
    kind = "area" if made.asked.by in BY_AREA else "sector" if made.asked.by == "sector" else "other"
    return say(f"decomposition.mix.needs_{kind}")


def caveats(made: AbsenceMix) -> tuple[Text, ...]:
    """What the reader must know, and may not conclude."""
    found = [say("decomposition.mix.text")]
    if made.rows:
        found.append(say("decomposition.mix.caveat_method"))
        if made.vintage:
            found.append(say("decomposition.caveat.vintage", vintages=[vintage_name(made.vintage)]))
        if any(row.difference_persons is not None for row in made.rows):
            found.append(say("decomposition.mix.caveat_persons"))
    return tuple(found)


def as_json(made: AbsenceMix) -> dict[str, Any]:
    """Per cent, percentage points and man-days as numbers."""
    return {
        "by": made.asked.by, "sex": made.asked.sex, "absence_type": made.absence_type, "adjustment": "unadjusted",
        "industry_standard": made.standard, "period": made.period, "vintage": made.vintage, "is_possible": bool(made.rows),
        "groups": [
            {
                "code": row.code, "name": row.name, "observed_pct": row.observed_pct, "expected_pct": row.expected_pct,
                "difference_pp": row.difference_pp, "difference_days": row.difference_days,
                "difference_persons": row.difference_persons, "agreed_days": row.agreed_days,
            }
            for row in made.rows
        ],
        "lacking": [{"name": lack.name, "why": lack.why, "industries": list(lack.industries)} for lack in made.lacking],
        "lacking_text": lack_texts(made) if not made.rows else [],
        "needs": needs(made) if not made.rows else None,
    }  # fmt: skip
