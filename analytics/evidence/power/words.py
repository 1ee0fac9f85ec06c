"""What is said of power: verdicts, what is missing, and sentences with numbers. No text says that a measure did anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.evidence.power.calculation import Calculation
from analytics.evidence.power.choices import input_name, plain
from analytics.evidence.power.inputs import Inputs
from analytics.evidence.power.studies import StudyPower
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.evidence.power.result import Power

#: Names of what can be missing that are no inputs.
_NOT_INPUTS = frozenset({"first_stage", "bandwidth", "own_method", "design", "smallest_effect"})
_NOT_USABLE = "usable_"


def power_sentence(made: Power) -> Text:
    """What the planned study can detect, else the study asked for, else how many of the studies can."""
    if made.planned is not None:
        return planned_sentence(made.planned, made.smallest_pct)
    if made.is_hidden:
        return say("power.sentence.hidden")
    if made.asked_id is not None:
        return study_sentence(made.studies[0], made.smallest_pct)
    if not made.studies:
        return say("power.sentence.none", date=made.basis.as_of)
    return _all_sentence(made)


def study_sentence(study: StudyPower, smallest_pct: float | None) -> Text:
    """T17 answered: what the study can detect against what matters, or what is missing to tell."""
    found = None if study.calculation is None else study.calculation.detectable
    if study.verdict == "not_effect":
        return say("power.sentence.not_effect", id=study.study_id)
    if study.verdict == "missing":
        first = say("power.sentence.missing", id=study.study_id, missing=missing_texts(study))
        if study.calculation is None or found is None:
            return first
        return joined(first, say("power.sentence.still", change=change_text(found.units, study.calculation.inputs)))
    if study.calculation is None or smallest_pct is None or found is None or found.pct is None:
        return say("power.sentence.nothing", id=study.study_id, smallest=plain(smallest_pct or 0, 1))
    return say(
        f"power.sentence.{study.verdict}", id=study.study_id, pct=plain(found.pct, 1), smallest=plain(smallest_pct, 1),
        change=change_text(found.units, study.calculation.inputs),
    )  # fmt: skip


def planned_sentence(made: Calculation, smallest_pct: float | None) -> Text:
    """What the planned study can detect, against the wanted change, and what it would take to detect that."""
    inputs, found = made.inputs, made.detectable
    unit = "clusters" if inputs.is_clustered else "people"
    who = say(f"power.planned.{unit}", count=made.count)
    if found is None or found.pct is None:
        first = say("power.planned.nothing", who=who)
    else:
        first = say("power.planned.can", who=who, pct=plain(found.pct, 1), change=change_text(found.units, inputs),
                    power=plain(inputs.value("power") * 100, 1))  # fmt: skip
    if made.wanted_pct is None:
        return joined(first, say("power.planned.no_wanted"))
    key = "enough" if found is not None and found.pct is not None and found.pct <= made.wanted_pct + 1e-9 else "short"
    what = say(f"power.planned.what_{'smallest' if made.wanted_pct == smallest_pct else 'asked'}")
    told = [first, say(f"power.planned.{key}", wanted=plain(made.wanted_pct, 1), what=what)]
    if key == "short":
        told.append(needed_text(made))
    return joined(*told)


def needed_text(made: Calculation) -> Text:
    """How many clusters or persons it would take."""
    unit = "clusters" if made.inputs.is_clustered else "people"
    if made.needed is None:
        return say("power.planned.never")
    return say(f"power.planned.needed_{unit}", count=made.needed)


def verdict_text(study: StudyPower) -> Text:
    """The verdict in words; what is missing is named."""
    if study.verdict == "missing":
        return say("power.verdict.missing", missing=missing_texts(study))
    return say(f"power.verdict.{study.verdict}")


def short_verdict(study: StudyPower) -> Text:
    """The verdict in a few words, without what is missing."""
    return say("power.verdict.lacks") if study.verdict == "missing" else say(f"power.verdict.{study.verdict}")


def verdict_symbol(study: StudyPower) -> str:
    """A sign that goes with the words: filled, empty, question, dash."""
    return {"can": "●", "cannot": "○", "missing": "?", "not_effect": "–"}[study.verdict]


def missing_texts(study: StudyPower) -> list[Text]:
    """The names of what is missing, as they stand in a sentence."""
    design = None if study.calculation is None else study.calculation.inputs.design
    return [_missing_name(name, design) for name in study.missing]


def change_text(units: float, inputs: Inputs) -> Text:
    """A change in the outcome's unit: two decimals below one, one above."""
    unit = {"percent": "pp", "share": "pp", "days": "days", "points": "points"}[inputs.kind]
    return say(f"power.unit.{unit}", value=plain(units, 2 if units < 1 else 1))


def assumption_texts(study: StudyPower) -> list[Text]:
    """What is assumed since the data do not say it."""
    return [say(f"power.assumed.{name}") for name in study.assumptions]


def method_texts(made: Calculation) -> list[Text]:
    """How it was computed, with what the method takes for granted."""
    inputs, precise = made.inputs, made.precision
    told = [say(f"power.method.{inputs.design}")]
    if precise.design_effect is not None and inputs.design in ("cluster", "cluster_baseline", "before_after"):
        told.append(say("power.method.design_effect", effect=plain(precise.design_effect, 2)))
    if inputs.is_clustered:
        told.append(say("power.method.few_clusters", df=plain(precise.df, 0)))
    if inputs.kind == "share":
        told.append(say("power.method.share"))
    if inputs.kind == "days" and made.dispersion is not None and made.zero_pct is not None:
        told.append(say("power.method.days", k=plain(made.dispersion, 2), zero=plain(made.zero_pct, 0)))
    return told + _simulation_texts(made)


def _simulation_texts(made: Calculation) -> list[Text]:
    simulated = made.simulated
    if simulated is None:
        return [say("power.method.did_formula")] if made.inputs.design == "did" else []
    told = [say("power.method.simulated", runs=simulated.runs, ways=simulated.ways, seed=simulated.seed)]
    if simulated.change is None:
        told.append(say("power.method.too_few_ways", p=plain(simulated.smallest_p * 100, 1)))
    elif simulated.low is not None and simulated.high is not None:
        told.append(say("power.method.range", low=plain(simulated.low, 3), high=plain(simulated.high, 3)))
    cells, clustered, randomised = (plain(rate, 1) for rate in simulated.false_alarms)
    error = plain(simulated.false_alarm_error, 1)
    told.append(say("power.method.alarms", cells=cells, clustered=clustered, randomised=randomised, error=error))
    return told


def joined(*parts: Text) -> Text:
    """Sentences after each other."""
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))


def _missing_name(name: str, design: object) -> Text:
    if name in _NOT_INPUTS:
        return say(f"power.missing.{name}")
    if name.startswith(_NOT_USABLE):
        rest = name.removeprefix(_NOT_USABLE)
        inner = say(f"power.missing.{rest}") if rest in ("clusters", "share") else input_name(rest)
        return say("power.missing.usable", name=inner)
    return input_name(name, "did" if design == "did" else None)


def _all_sentence(made: Power) -> Text:
    """How many there are, how many can detect what matters, and the rest by why not; groups without studies are left out."""
    count, counts = len(made.studies), made.by_verdict
    first = say(f"power.sentence.described_{'one' if count == 1 else 'many'}", count=count)
    if made.smallest_pct is None:
        return joined(first, say("power.sentence.no_smallest"))
    rest = [
        say(f"power.sentence.count_{name}", count=counts[name]) for name in ("cannot", "missing", "not_effect") if counts[name]
    ]
    can = say(
        f"power.sentence.can_{'some' if counts['can'] else 'none'}", count=counts["can"], smallest=plain(made.smallest_pct, 1)
    )
    return joined(first, can, *([say("power.sentence.rest", parts=rest)] if rest else []))
