"""One panel alone, addresses of pages that do not exist, and the whole state of a page in its address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.text import tell
from pages import PAGES
from tests.unit.pages.conftest import OpenApp, markup
from ui.registry import PageSpec

DAY = "2021-10-27"


def figures(app: AppTest) -> list[str]:
    return [element.proto.id for element in app.get("plotly_chart")]


def test_a_panel_stands_alone_with_its_source_day_and_example_mark(open_app: OpenApp) -> None:
    whole = open_app("pages/spending/frames.py", per=DAY)
    app = open_app("pages/spending/frames.py", per=DAY, panel="frames_use")

    assert not app.exception
    assert len(figures(app)) == 1 < len(figures(whole))
    assert not app.date_input and whole.date_input
    assert "Per 27. oktober 2021" in markup(app) and tell("frame.example_data", "nb") in markup(app)
    assert [title.value for title in app.title] == ["Rammer 21/15"]


def test_a_panel_that_is_not_there_explains_itself_and_offers_the_others(open_app: OpenApp) -> None:
    app = open_app("pages/spending/frames.py", per=DAY, panel="<b>xx</b>")

    assert not app.exception and not figures(app)
    assert tell("frame.panel_missing", "nb", asked="&lt;b&gt;xx&lt;/b&gt;") in markup(app)
    assert "panel=frames_use" in markup(app) and f"per={DAY}" in markup(app)


def test_a_panel_keeps_the_filters_of_the_page(open_app: OpenApp) -> None:
    def rows(**query: str) -> str:
        app = open_app("pages/portfolio/projects.py", per=DAY, panel="projects", **query)
        assert not app.exception
        return markup(app)

    everything, chosen = rows(), rows(status="stopped")
    assert "<table" in everything
    assert chosen.count("<tr") < everything.count("<tr")


def test_a_panel_is_refused_as_its_page_is(open_app: OpenApp) -> None:
    app = open_app("pages/admin/import_data.py", role="public", panel="anything")

    assert not app.exception and tell("frame.no_access", "nb") in markup(app)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_panels_of_every_page_can_be_shown_alone(open_app: OpenApp, page: PageSpec) -> None:
    whole = open_app(page.path, per=DAY)
    keys = sorted({part.split("&")[0].split('"')[0] for part in markup(whole).split("panel=")[1:]})
    for key in {*keys[:1], *keys[-1:]}:  # the first and the last: each costs a page
        app = open_app(page.path, per=DAY, panel=key)
        assert not app.exception
        assert tell("frame.panel_missing", "nb", asked=key) not in markup(app), key


def test_a_page_that_does_not_exist_is_explained_with_those_like_it(open_app: OpenApp) -> None:
    app = open_app(ukjent_side="deknin<b>")

    assert tell("frame.unknown_page", "nb", asked="deknin&lt;b&gt;") in markup(app)
    assert 'href="dekning"' in markup(app)


_KINDS = ("multiselect", "selectbox", "toggle", "text_input", "number_input")


def filters_of(app: AppTest) -> dict[str, Any]:
    """The filters of a page by key."""
    found = {str(widget.key): widget for kind in _KINDS for widget in app.get(kind)}
    return {key: widget for key, widget in found.items() if key.startswith("filter_")}


def other_value(widget: Any) -> Any:
    """A value that a filter does not have."""
    if widget.type == "toggle":
        return not widget.value
    if widget.type == "text_input":
        return "lange fravær"
    if widget.type == "number_input":
        return (widget.value or 0) + 1
    last = widget.options[-1] if widget.options else None
    return [last] if widget.type == "multiselect" and last else last


def seen(app: AppTest) -> list[str]:
    """All that a reader sees of a page, in order; without where links lead, which tells where the reader came from."""
    drawn = [re.sub(r' href="[^"]*"', "", element.proto.body) for element in app.get("html")]
    drawn += [f"{table.value.shape}{table.value.head(20)}" for table in app.dataframe]
    return drawn + [element.value for kind in ("title", "header", "markdown") for element in app.get(kind)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_what_is_chosen_stands_in_the_address_and_the_address_shows_the_same(open_app: OpenApp, page: PageSpec) -> None:
    app = open_app(page.path, per=DAY)
    for key in filters_of(app):
        widget = filters_of(app).get(key)
        if widget is not None:  # an earlier choice may have taken the filter away
            widget.set_value(other_value(widget))
            app.run()
            assert not app.exception
    address = {name: values for name, values in app.query_params.items() if name != "per"}
    assert address or not filters_of(app)
    again = open_app(page.path, per=DAY, **address)
    assert not again.exception
    assert seen(again) == seen(app)
