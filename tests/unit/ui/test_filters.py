"""Filters: what the address says is shown, what is chosen stands in the address, and what does not exist is told."""

from streamlit.testing.v1 import AppTest

from tests.unit.pages.conftest import markup


def script() -> None:
    from datetime import date

    import streamlit as st

    from domain.text import Text
    from ui import filters, trail, view

    view.set_current(view.View(date(2021, 6, 30), "nb", "owner"))
    st.session_state["_trail_page"] = "projects"
    trail.note_address()
    words = {"a": "Alfa", "b": "Beta", "c": "Gamma", "d": "Delta", "e": "Epsilon"}
    many = filters.select_many("mange", Text("Mange", "Many"), words)
    one = filters.select_one("en", Text("En", "One"), words)
    maybe = filters.select_optional("kanskje", Text("Kanskje", "Maybe"), words)
    on = filters.select_toggle("pa", Text("På", "On"))
    typed = filters.search_text("sok", Text("Søk", "Search"))
    page = filters.select_page(95, 10)
    filters.clear_button(("mange", "sok"))
    st.session_state["seen"] = {"many": many, "one": one, "maybe": maybe, "on": on, "typed": typed, "page": page}


def run(**query: object) -> AppTest:
    app = AppTest.from_function(script)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def seen(app: AppTest) -> dict[str, object]:
    found: dict[str, object] = app.session_state["seen"]
    return found


NOTHING = {"many": (), "one": "a", "maybe": None, "on": False, "typed": "", "page": 1}


def test_without_an_address_nothing_is_filtered_and_nothing_is_written() -> None:
    app = run()

    assert seen(app) == NOTHING
    assert app.query_params == {}


def test_the_address_is_shown() -> None:
    app = run(mange=["b", "a"], en="c", kanskje="d", pa="1", sok=" lange fravær ", side="3")

    assert seen(app) == {"many": ("a", "b"), "one": "c", "maybe": "d", "on": True, "typed": "lange fravær", "page": 3}


def test_a_choice_stands_in_the_address_and_goes_away_again() -> None:
    app = run(side="2")

    app.multiselect[0].set_value(["e"]).run()
    assert (app.query_params["mange"], seen(app)["many"]) == ("e", ("e",))
    assert "side" not in app.query_params

    app.multiselect[0].set_value([]).run()
    assert "mange" not in app.query_params


def test_an_address_that_changes_from_outside_wins() -> None:
    app = run(mange=["a"])

    app.query_params["mange"] = ["c"]
    app.run()

    assert seen(app)["many"] == ("c",)
    assert app.multiselect[0].value == ["c"]


def test_what_does_not_exist_is_told_as_text_and_left_out() -> None:
    app = run(mange=["a", "<b>x</b>"], en="finnes-ikke", side="99999999999999")

    assert seen(app) == NOTHING | {"many": ("a",)}
    assert "finnes-ikke" in markup(app)
    assert "<b>x" not in markup(app)
    assert app.query_params["mange"] == "a"


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert seen(run(side="40"))["page"] == 10


def test_clearing_empties_the_named_filters_only() -> None:
    app = run(mange=["a"], sok="x", kanskje="d")

    app.button[0].click().run()

    assert seen(app) == NOTHING | {"maybe": "d"}
