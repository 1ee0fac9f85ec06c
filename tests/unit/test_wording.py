"""No text that the dashboard writes says that one thing changed another: the templates, and the words that are looked for."""

from __future__ import annotations

import pytest

from analytics.evidence.wording import asks_of_effect, bears_causal_words, causal_words, excludes_no_difference
from domain.text import texts


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_template_says_that_one_thing_changed_another(lang: str) -> None:
    assert {key: causal_words(text, lang) for key, text in texts(lang).items() if causal_words(text, lang)} == {}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nb", "Tiltaket førte til lavere fravær."),
        ("nb", "Programmet har ført til færre sykmeldinger."),
        ("nb", "Det fører også til lavere fravær"),
        ("nb", "Innsatsen bidro sterkt til nedgangen."),
        ("nb", "Innsatsen bidrar til å redusere fraværet."),
        ("nb", "Dialogmøtet VIRKET ikke."),
        ("nb", "Tilskuddet reduserte fraværet."),
        ("nb", "Avtalen har redusert fraværet."),
        ("nb", "Nedgangen skyldes tiltakene."),
        ("nb", "Tiltaket hadde ingen effekt."),
        ("nb", "Takket være programmet falt fraværet."),
        ("nb", "Vi vet ikke alt. Tiltaket førte til mye."),
        ("en", "The measure led to lower sick leave."),
        ("en", "The programme has contributed to the fall."),
        ("en", "It reduced sick leave."),
        ("en", "It has lowered the sick leave."),
        ("en", "The fall is due to the programme."),
        ("en", "It had no effect."),
        ("en", "The absence was caused by the measure."),
    ],
)
def test_words_of_effect_are_found_also_when_denied(lang: str, text: str) -> None:
    assert causal_words(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nb", "Oversikten kan ikke si om programmet førte til lavere fravær."),
        ("nb", "Har programmet redusert sykefraværet?"),
        ("nb", "Sykefraværet var 5,9 prosent."),
        ("nb", "Beløpet er ført videre til 2022."),
        ("nb", "Referansegruppen bidrar til å identifisere behov."),
        ("nb", "Personer med redusert arbeidsevne"),
        ("nb", ""),
        ("nb", "Virkemidlet virker uendret i planen."),
        ("en", "The dashboard cannot tell whether the programme reduced sick leave."),
        ("en", "Did the programme reduce sick leave?"),
        ("en", "Causes of sick leave"),
        ("en", "Why the level was lowered"),
        ("en", "An effective date"),
    ],
)
def test_descriptions_questions_and_disclaimers_pass(lang: str, text: str) -> None:
    assert causal_words(text, lang) == ()
    assert causal_words(None, lang) == ()


@pytest.mark.parametrize(
    ("low", "high", "unit", "excludes"),
    [
        (-2.0, -0.5, "prosentpoeng", True),
        (-2.0, 0.5, "prosentpoeng", False),
        (-2.0, 0.0, None, False),
        (0.2, 0.9, "oddsratio", True),
        (0.8, 1.1, "Hazard ratio", False),
        (0.2, 0.9, "poeng", True),
        (0.8, 1.1, "OR", False),
        (1.1, 1.4, "RR", True),
        (None, 0.5, "prosent", None),
        (0.1, None, "prosent", None),
        (0.8, 1.1, "kroner", True),
        (0.8, 1.1, "varighet, days duration", True),
    ],
)
def test_no_difference_is_one_for_ratios_and_zero_else(
    low: float | None, high: float | None, unit: str | None, excludes: bool | None
) -> None:
    assert excludes_no_difference(low, high, unit) is excludes


@pytest.mark.parametrize(
    ("level", "needed", "excludes", "bears"),
    [
        (4, 4.0, True, True),
        (5, 4.0, True, True),
        (3, 4.0, True, False),
        (5, 4.0, False, False),
        (5, 4.0, None, False),
        (None, 4.0, True, False),
        (5, None, True, False),
    ],
)
def test_words_of_effect_need_the_level_and_the_interval(
    level: int | None, needed: float | None, excludes: bool | None, bears: bool
) -> None:
    assert bears_causal_words(level, needed, excludes) is bears


@pytest.mark.parametrize(
    "text",
    [
        "Har programmet redusert sykefraværet?",
        "reduserte programmet sykefraværet",
        "virket IA-avtalen på fraværet",
        "did the programme reduce sick leave",
        "FoU-programmet effekt sykefravær",
        "has the agreement lowered absence",
        "Hjalp tiltakene mot frafall?",
    ],
)
def test_the_question_is_known_however_it_is_put(text: str) -> None:
    assert asks_of_effect(text)


@pytest.mark.parametrize(
    "text",
    ["", "sykefravær", "gjentagende fravær", "IA-avtalen", "effektevaluering", "graderte sykmeldinger", "programnotat fravær"],
)
def test_a_search_for_words_is_no_question_of_effect(text: str) -> None:
    assert not asks_of_effect(text)
