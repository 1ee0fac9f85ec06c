"""Every number on a page, in its words, tables and figures, is one that the command line gives."""

from __future__ import annotations

from datetime import date
from math import isnan
from typing import Any

import pytest

from analytics.result import Result
from data.store import Store
from pages import PAGES
from reports.envelope import envelope
from reports.run import run_report
from tests.unit.pages.conftest import OpenApp, markup
from tests.unit.pages.numbers import Known, read_numbers, read_text
from ui import loaders
from ui.registry import PageSpec

DAY, LATER = "2021-10-27", "2024-06-30"
#: Pages whose words differ most after the agreement was prolonged.
ALSO_LATER = ("overview", "frames", "instruments", "evidence", "absence_target", "agreement_map", "changes")
#: Reports that give the numbers of pages which do not load them through `loaders.report`.
BESIDE = {"about": ("parameters", "data-dictionary", "frames", "state-budget", "sources", "absence-revisions")}
#: Pages whose numbers are those of the store itself: of versions and of the last import.
OF_THE_STORE = frozenset({"import_data"})
#: Lines that tell of the product, not of the programme.
NOT_OF_THE_PROGRAMME = ("Kilde: ", "Data lagret", "Versjon v", "/sti/til/", "400 prosent", "cron")


class Seen:
    """What a page has loaded and drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.results: list[tuple[str, Result]] = []
        self.figures: list[tuple[str, Any, Result]] = []
        load, draw = loaders._result, loaders.figure

        def loaded(name: str, *arguments: Any, **named: Any) -> Result:
            result = load(name, *arguments, **named)
            self.results.append((name, result))
            return result

        def drawn(key: str, variant: Any, factory: Any, result: Result, lang: str) -> Any:
            made = draw(key, variant, factory, result, lang)
            self.figures.append((key, made, result))
            return made

        monkeypatch.setattr(loaders, "_result", loaded)
        monkeypatch.setattr(loaders, "figure", drawn)


@pytest.mark.parametrize(
    ("page", "day"),
    [pytest.param(page, DAY, id=page.id) for page in PAGES if page.id not in OF_THE_STORE]
    + [pytest.param(page, LATER, id=f"{page.id}-later") for page in PAGES if page.id in ALSO_LATER],
)
def test_every_number_on_a_page_is_given_by_the_command_line(
    open_app: OpenApp, home: Any, monkeypatch: pytest.MonkeyPatch, page: PageSpec, day: str
) -> None:
    seen = Seen(monkeypatch)
    app = open_app(page.path, per=day)
    assert not app.exception
    beside = [run_report(Store(home), name, as_of=date.fromisoformat(day)) for name in BESIDE.get(page.id, ())]
    known = Known([envelope(name, result) for name, result in seen.results] + [envelope("", result) for result in beside])

    numbers = read_numbers(read_text(markup(app)))
    lost = [(str(value), line[:90]) for value, decimals, line in numbers if not known.has(value, decimals)]
    kept = [one for one in lost if not any(words in one[1] for words in NOT_OF_THE_PROGRAMME)]
    assert not kept, kept
    for key, figure, _result in seen.figures:
        if hasattr(figure, "data"):
            drawn = [(key, value) for value in amounts_of(figure) if not known.has_drawn(value)]
            assert not drawn, drawn


def amounts_of(figure: Any) -> list[float]:
    """The numbers that the lengths of bars and the heights of lines show; places along the other axis are not numbers.

    A bar that begins elsewhere than at zero shows its length. Dates and places in rows are left out: a scatter plot with words on
    both axes, or numbered places, shows no amounts.
    """
    found = []
    for trace in figure.data:
        if trace.type == "bar" and not _is_of_dates(trace.base):
            found += _numbers(trace.x if trace.orientation == "h" else trace.y)
        elif trace.type == "scatter" and "lines" in str(trace.mode or "") and not _numbers(trace.x):
            found += _numbers(trace.y) if _is_amount_axis(figure, trace) else []
    return found


def _is_amount_axis(figure: Any, trace: Any) -> bool:
    name = f"yaxis{str(trace.yaxis or 'y').removeprefix('y')}"
    axis = figure.layout[name]
    return axis.tickvals is None and axis.showticklabels is not False and axis.visible is not False


def _is_of_dates(base: Any) -> bool:
    """Whether a bar spans days: it then begins at a day, and its length is a time."""
    return base is not None and not _numbers([base] if isinstance(base, (int, float, str)) else base)


def _numbers(values: Any) -> list[float]:
    if values is None:
        return []
    return [float(v) for v in values if isinstance(v, (int, float)) and not isinstance(v, bool) and not isnan(v)]
