"""The calculator's inputs from choices by name: numbers as people write them, and every fault told at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from analytics.evidence.power.inputs import (
    BOUNDS,
    DESIGNS,
    DIRECTIONS,
    KINDS,
    POSITIVE,
    Design,
    Inputs,
    missing,
    out_of_bounds,
)
from domain.errors import UserError
from domain.text import Text, say

#: Choices that are numbers, and what they are divided by.
NUMBERS: Mapping[str, float] = {
    "n_treated": 1, "n_control": 1, "clusters_treated": 1, "clusters_control": 1, "size": 1, "cv": 1, "icc": 1, "sd": 1,
    "baseline": 1, "periods_before": 1, "periods_after": 1, "correlation": 1, "person_correlation": 1, "r2": 1, "months": 1,
    "agreed_days": 1, "attrition": 100, "power": 100, "alpha": 100,
}  # fmt: skip
WHOLE: frozenset[str] = frozenset({"clusters_treated", "clusters_control", "periods_before", "periods_after"})
_WORDS: Mapping[str, tuple[str, ...]] = {"design": DESIGNS, "outcome_kind": KINDS, "direction": DIRECTIONS}
#: Every choice of the calculator; the study's own id is not one of them.
NAMES: tuple[str, ...] = (*_WORDS, *NUMBERS, "effect")


def inputs_of(choices: Mapping[str, str], power_pct: float | None, alpha_pct: float | None) -> Inputs | None:
    """The planned study that the choices describe; None when none of them is made.

    Args:
        choices: by name. Per cent for attrition, power and alpha; decimal comma or point.
        power_pct, alpha_pct: what holds when the choices say nothing.

    Raises:
        UserError: something is missing, is no number or cannot be computed; all of it is named.
    """
    if not any(name in choices for name in NAMES):
        return None
    usual = {"power": power_pct, "alpha": alpha_pct}
    values: dict[str, Any] = {name: value / 100 for name, value in usual.items() if value is not None}
    faults = _read_words(choices, values) + _read_numbers(choices, values)
    made = Inputs(**{"design": "cluster", "kind": "percent", **values})
    faults += [_fault(name) for name in out_of_bounds(made)]
    if "design" in values:
        named = {name for name in NUMBERS if name in choices}
        lacking = [input_name(name, made.design) for name in missing(made) if name not in named]
        faults += [say("power.fault.missing", names=lacking)] if lacking else []
    if faults:
        raise _error(faults)
    return made


def wanted_of(choices: Mapping[str, str], smallest_pct: float | None) -> float | None:
    """The wanted change in per cent of the baseline: as chosen, else the smallest that matters.

    Raises:
        UserError: what was chosen is no number above zero.
    """
    if "effect" not in choices:
        return smallest_pct
    value = number(choices["effect"])
    if value is None or value <= 0:
        raise _error([say("power.fault.effect", given=choices["effect"])])
    return value


def number(text: str) -> float | None:
    """A number with decimal comma or point; None when it is none."""
    import math

    try:
        value = float(text.strip().replace("\u202f", "").replace(" ", "").replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def input_name(name: str, design: Design | None = None) -> Text:
    """What an input is called in a sentence."""
    if name == "correlation" and design == "did":
        return say("power.input.correlation_did")
    return say(f"power.input.{name}")


def _read_words(choices: Mapping[str, str], values: dict[str, Any]) -> list[Text]:
    faults = []
    for name, known in _WORDS.items():
        given = choices.get(name)
        if given is None:
            if name != "direction":
                faults.append(say(f"power.fault.no_{name}", known=", ".join(known)))
        elif given not in known:
            faults.append(say(f"power.fault.{name}", given=given, known=", ".join(known)))
        else:
            values["kind" if name == "outcome_kind" else name] = cast(Any, given)
    return faults


def _read_numbers(choices: Mapping[str, str], values: dict[str, Any]) -> list[Text]:
    faults = []
    for name, divisor in NUMBERS.items():
        if name not in choices:
            continue
        value = number(choices[name])
        if value is None:
            faults.append(say("power.fault.no_number", name=input_name(name), given=choices[name]))
        elif name in WHOLE and value != int(value):
            faults.append(say("power.fault.not_whole", name=input_name(name), given=choices[name]))
        else:
            values[name] = int(value) if name in WHOLE else value / divisor
    return faults


def _fault(name: str) -> Text:
    if name in ("clusters", "share"):
        return say(f"power.fault.{'few_clusters' if name == 'clusters' else 'share'}")
    if name in POSITIVE:
        return say("power.fault.positive", name=input_name(name))
    low, high = BOUNDS[name]
    factor = NUMBERS[name]
    if high is None:
        return say("power.fault.low", name=input_name(name), low=plain(low * factor))
    return say("power.fault.outside", name=input_name(name), low=plain(low * factor), high=plain(high * factor))


def plain(value: float, digits: int = 4) -> Text:
    """A number without trailing zeros, as each language writes it."""
    from domain.numbers import decimal_text

    shown = round(value, digits)
    places = next((n for n in range(digits + 1) if round(shown, n) == shown), digits)
    return Text(decimal_text(shown, places, "nb"), decimal_text(shown, places, "en"))


def _error(faults: list[Text]) -> UserError:
    together = Text(" ".join(fault.nb for fault in faults), " ".join(fault.en for fault in faults))
    text = say("power.fault.all", faults=together)
    return UserError(text.nb, text.en, code="power_inputs")
