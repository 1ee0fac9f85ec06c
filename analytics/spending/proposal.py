"""A proposed call as a reader writes it: an amount, and the years it is paid in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from domain.errors import UserError
from domain.numbers import MILLION
from domain.text import say

_SPACES = re.compile(r"[\s\u2007\u202f]")
_MILLIONS = re.compile(r"(mill\.?|mnok|m)(kr\.?|kroner|nok)?$", re.IGNORECASE)
_PART = re.compile(r"^(\d{4})(?:[:=](\d+(?:[.,]\d+)?))?%?$")
_LARGEST = Decimal(10) ** 13


def read_proposal(choices: Mapping[str, str]) -> tuple[Decimal, dict[int, Decimal]]:
    """The amount in kroner, and the shares by year; an amount of 0 and no years when neither is given.

    Args:
        choices: `amount`, such as "25 mill", "25,5 mill" or "25000000"; `profile`, such as "2027:40,2028:60", in any unit, or
            "2027,2028" for equal parts.

    Raises:
        UserError: one of them cannot be read, or only one of them is given. All that is wrong is told at once.
    """
    written, profile = choices.get("amount", ""), choices.get("profile", "")
    if not written and not profile:
        return Decimal(0), {}
    amount, shares = _amount(written), _shares(profile)
    wrong = [say("load.wrong_amount", found=written)] if amount is None else []
    wrong += [say("load.wrong_profile", found=profile)] if shares is None else []
    if amount is None or shares is None:
        raise UserError(" ".join(text.nb for text in wrong), " ".join(text.en for text in wrong), code="wrong_proposal")
    return amount, shares


def _amount(text: str) -> Decimal | None:
    packed = _SPACES.sub("", text)
    number = _MILLIONS.sub("", packed)
    try:
        value = Decimal(number.replace(",", "."))
    except InvalidOperation:
        return None
    kroner = value * MILLION if number != packed else value
    fits = value.is_finite() and 0 < kroner < _LARGEST and kroner == kroner.quantize(Decimal("0.01"))
    return kroner if fits else None


def _shares(text: str) -> dict[int, Decimal] | None:
    found: dict[int, Decimal] = {}
    for part in re.split(r"[;\s]+|,(?=\s*\d{4}(?:[:=,;\s]|$))", text.strip()):
        match = _PART.match(part.strip())
        if match is None or int(match.group(1)) in found:
            return None
        found[int(match.group(1))] = Decimal((match.group(2) or "1").replace(",", "."))
    return found if sum(found.values()) > 0 else None
