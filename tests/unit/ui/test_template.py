"""The palette: contrast against white, against each other, and in grey print."""

from itertools import combinations

import pytest

from reports.charts import template


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [template.TEXT, template.GREY_DARK, template.ACCENT, template.WARNING])
def test_text_colours_have_contrast(colour: str) -> None:
    assert contrast(colour, template.WHITE) >= 4.5


@pytest.mark.parametrize("colour", [*template.AREA_COLOURS, template.GREY_MID])
def test_graphic_colours_have_contrast(colour: str) -> None:
    assert contrast(colour, template.WHITE) >= 3


def test_the_two_priority_areas_differ_in_grey_print_and_by_marker() -> None:
    first, second = (template.area_style(order) for order in (0, 1))

    assert contrast(first[0], second[0]) >= 1.5
    assert first[1] != second[1]


def test_ordered_levels_go_from_light_to_dark() -> None:
    steps = [luminance(colour) for colour in template.SEQUENCE]

    assert steps == sorted(steps, reverse=True)
    assert all(contrast(one, other) > 1.15 for one, other in combinations(template.SEQUENCE, 2))


@pytest.mark.parametrize(("lang", "expected"), [("nb", ",\u202f"), ("en", ".,")])
def test_separators_follow_the_language(lang: str, expected: str) -> None:
    assert template.figure(lang).layout.separators == expected


def test_mode_bar_holds_download_only() -> None:
    config = template.plot_config("nb", "figur")

    assert config["modeBarButtons"] == [["toImage"]]
    assert config["locales"]["nb"]["format"]["months"][4] == "mai"
    assert "locales" not in template.plot_config("en", "figur")


def test_figure_carries_no_default_template() -> None:
    made = template.figure("nb")

    assert made.layout.template.data.to_plotly_json() == {}
