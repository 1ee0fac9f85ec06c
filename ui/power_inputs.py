"""The fields of the power calculator. Everything chosen stands in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics.evidence.power.inputs import NEEDS, ONE_ARM, Design, Kind
from analytics.evidence.power.result import Power
from domain.text import Text, say
from ui import filters, html
from ui.view import current

_DESIGN_NAMES: dict[str, Design] = {
    "klynger": "cluster", "klynger-for": "cluster_baseline", "personer": "individual", "trinnvis": "stepped_wedge",
    "forskjell": "did", "for-etter": "before_after", "for-etter-personer": "before_after_people",
}  # fmt: skip
_KIND_NAMES: dict[str, Kind] = {"prosent": "percent", "andel": "share", "dager": "days", "poeng": "points"}
_DIRECTION_NAMES = {"lavere": "lower", "hoyere": "higher"}
#: Names in the address.
_NAMES = {
    "n_treated": "personer_med", "n_control": "personer_uten", "clusters_treated": "klynger_med",
    "clusters_control": "klynger_uten", "size": "storrelse", "cv": "variasjon", "icc": "icc", "sd": "sd",
    "baseline": "utgangsniva", "periods_before": "for", "periods_after": "etter", "correlation": "over_tid",
    "person_correlation": "person_over_tid", "r2": "forklart", "attrition": "frafall", "power": "styrke",
    "alpha": "signifikans", "effect": "endring", "agreed_days": "avtalte_dagsverk", "months": "maneder",
}  # fmt: skip
_STEPS = {"cv": 0.1, "icc": 0.01, "sd": 0.5, "baseline": 0.5, "correlation": 0.05, "person_correlation": 0.05, "r2": 0.05,
          "effect": 0.5, "size": 0.5, "alpha": 0.5}  # fmt: skip
_OF_OUTCOME = ("sd", "baseline")
_PER_CENT = frozenset({"attrition"})
#: What is taken when no study tells: no adjustment, and persons that are new in each measurement.
_NONE = {"r2": 0.0, "person_correlation": 0.0}
_WITH_PERSONS = frozenset({"cluster_baseline", "before_after"})


@dataclass(frozen=True, slots=True)
class _Fields:
    """What the fields are drawn from."""

    known: Power
    design: Design
    kind: Kind
    kind_name: str


def chosen_inputs(known: Power) -> dict[str, str | None]:
    """Draw the fields that the design needs; the choices of the report `power`, None for what is left empty."""
    lang = current().lang
    with st.container(horizontal=True, gap="small"):
        designs = {name: say(f"power.design.{value}").get(lang) for name, value in _DESIGN_NAMES.items()}
        design = _DESIGN_NAMES[filters.select_one("design", say("power.page.how"), designs, width=400, buttons=False)]
        kinds = {name: say(f"power.kind.{value}").get(lang) for name, value in _KIND_NAMES.items()}
        kind_name = filters.select_one("utfall", say("power.page.what"), kinds, width=280, buttons=False)
    fields = _Fields(known, design, _KIND_NAMES[kind_name], kind_name)
    found: dict[str, str | None] = {"design": design, "outcome_kind": fields.kind}
    spread = () if fields.kind == "share" else ("sd",)
    _draw(fields, found, say("power.page.groups"), NEEDS[design])
    _draw(fields, found, say("power.page.outcome"), ("baseline", *spread, "attrition", *_further(fields)))
    _draw(fields, found, say("power.page.demands"), ("effect", "power", "alpha"))
    if fields.kind in ("share", "days"):
        words = {name: say(f"power.direction.{value}").get(lang) for name, value in _DIRECTION_NAMES.items()}
        found["direction"] = _DIRECTION_NAMES[filters.select_one("retning", say("power.page.change"), words)]
    return found


def _further(fields: _Fields) -> tuple[str, ...]:
    persons = ("person_correlation",) if fields.design in _WITH_PERSONS else ()
    days = {"percent": ("agreed_days",), "days": ("months",)}.get(fields.kind, ())
    return ("r2", *persons, *days)


def _draw(fields: _Fields, found: dict[str, str | None], title: Text, names: tuple[str, ...]) -> None:
    html.show_paragraph(title.get(current().lang), "fou-notes-title")
    with st.container(horizontal=True, gap="small"):
        for name in names:
            address = f"{_NAMES[name]}_{fields.kind_name}" if name in _OF_OUTCOME else _NAMES[name]
            value = filters.select_number(
                address, _label(name, fields.design), _default(name, fields), step=_STEPS.get(name, 1.0), help_text=_help(name),
            )  # fmt: skip
            found[name] = None if value is None else f"{value:.10g}"


def _label(name: str, design: Design) -> Text:
    if name == "clusters_treated" and design in ONE_ARM:
        return say("power.label.clusters_all")
    if name == "periods_after" and design == "stepped_wedge":
        return say("power.label.steps")
    return say("power.label.effect_pct") if name == "effect" else say(f"power.label.{name}")


def _help(name: str) -> Text:
    return say(f"power.help.{name}")


def _default(name: str, fields: _Fields) -> float | None:
    known = fields.known
    set_ones = {"effect": known.smallest_pct, "power": known.power_pct, "alpha": known.alpha_pct, **_NONE}
    if name in set_ones:
        return set_ones[name]
    value = fields.known.defaults[fields.kind].get(name)
    if value is not None and name in _PER_CENT:
        return round(value * 100, 6)
    return value
