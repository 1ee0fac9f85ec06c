"""The look of every figure: colours, markers, fonts, separators and what may be downloaded.

The colours are from NAV's design system Aksel (`@navikt/ds-tokens`, MIT); see docs/decisions/0005-palette-and-page-markup.md.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from domain.numbers import MONTHS, THIN_SPACE
from domain.text import Text

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", sans-serif'

TEXT = "#202733"
GREY_DARK = "#49515e"
GREY_MID = "#6f7785"
GREY_LIGHT = "#cfd3d8"
GREY_FAINT = "#ecedef"
WHITE = "#ffffff"
ACCENT = "#005bb6"
ACCENT_DARK = "#002459"
ACCENT_LIGHT = "#bad5fb"
#: Used rarely, never alone: always with a word, an icon or a pattern.
WARNING = "#ac4400"

#: The priority areas by their order: the same colour and the same marker everywhere. The rest are for further areas.
AREA_COLOURS: tuple[str, ...] = ("#004ea3", "#757c00", "#7c4abf", "#246b91")
MARKERS: tuple[str, ...] = ("circle", "diamond", "triangle-up", "square")
#: One hue, light to dark, for ordered levels. The text on the last three is white.
SEQUENCE: tuple[str, ...] = ("#e4eeff", "#bad5fb", "#428ae3", "#0063c1", "#002459")
#: Provisional, planned, or a forecast: always hatched or dotted, and named.
HATCH = "/"
DOTTED = "dot"

HEIGHT = 400
TEXT_SIZE = 14

_AXIS = {
    "gridcolor": GREY_FAINT,
    "linecolor": GREY_LIGHT,
    "zerolinecolor": GREY_MID,
    "zerolinewidth": 1,
    "tickfont": {"color": GREY_DARK, "size": 13},
    "title": {"font": {"color": GREY_DARK, "size": 13}, "standoff": 8},
    "automargin": True,
}
TEMPLATE = go.layout.Template(
    layout=go.Layout(
        font={"family": FONT, "size": TEXT_SIZE, "color": TEXT},
        paper_bgcolor=WHITE,
        plot_bgcolor=WHITE,
        colorway=[
            ACCENT,
            AREA_COLOURS[1],
            GREY_DARK,
            AREA_COLOURS[2],
            AREA_COLOURS[3],
            ACCENT_DARK,
            "#98185d",
            "#8c3500",
            GREY_MID,
            ACCENT_LIGHT,
        ],
        margin={"l": 8, "r": 16, "t": 48, "b": 8},
        xaxis={**_AXIS, "showgrid": False},
        yaxis=_AXIS,
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 13},
            "title": {"text": ""},
        },
        hoverlabel={
            "bgcolor": WHITE,
            "bordercolor": GREY_MID,
            "font": {"family": FONT, "size": 13, "color": TEXT},
            "align": "left",
        },
        title={
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8, "l": 8},
            "font": {"size": 14, "color": GREY_DARK},
        },
        bargap=0.35,
        dragmode=False,
    )
)


def figure(lang: str, measure: Text | None = None, *, height: int = HEIGHT) -> go.Figure:
    """An empty figure in the house look.

    Args:
        lang: gives the separators: decimal comma and thin space, or decimal point and comma.
        measure: what is measured and in which unit; stands small at the top left.
        height: in pixels; the width follows the page.
    """
    made = go.Figure(layout={"template": TEMPLATE, "separators": separators(lang), "height": height})
    if measure is not None:
        made.update_layout(title_text=measure.get(lang))
    return made


def separators(lang: str) -> str:
    """Decimal mark and thousands mark, as Plotly wants them."""
    return f",{THIN_SPACE}" if lang == "nb" else ".,"


def area_style(order: int) -> tuple[str, str]:
    """Colour and marker of the priority area with this place in the order (0 is the first)."""
    place = order % len(AREA_COLOURS)
    return AREA_COLOURS[place], MARKERS[place]


def source_annotation(made: go.Figure, text: Text, lang: str) -> None:
    """The source at the bottom of the figure itself, for those who take the picture elsewhere."""
    made.add_annotation(
        text=text.get(lang),
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xanchor="left",
        yanchor="top",
        yshift=-44,
        showarrow=False,
        font={"size": 12, "color": GREY_MID},
        align="left",
    )
    made.update_layout(margin_b=64)


def plot_config(lang: str, file_name: str) -> dict[str, Any]:
    """Plotly's settings: no mode bar but download, and month names and words in the language."""
    config: dict[str, Any] = {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": file_name},
        "scrollZoom": False,
        "doubleClick": False,
        "locale": lang,
    }
    if lang == "nb":
        config["locales"] = {"nb": _NB}
    return config


_NB: dict[str, Any] = {
    "dictionary": {"Download plot as a PNG": "Last ned figuren som bilde", "Download plot": "Last ned figuren som bilde"},
    "format": {
        "days": ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
        "shortDays": ["søn", "man", "tir", "ons", "tor", "fre", "lør"],
        "months": list(MONTHS["nb"]),
        "shortMonths": ["jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."],
        "date": "%d.%m.%Y",
    },
}
