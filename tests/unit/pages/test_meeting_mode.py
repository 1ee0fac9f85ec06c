"""Meeting mode and the page Referansegruppen: every exhibit, role and language; addresses that are wrong; and logging."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from analytics.meetings.meeting import Meeting
from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Exhibit, Grid, Points, Screen, Series, Tile, Tiles, Value
from analytics.result import Basis
from data.snapshot import Snapshot
from data.store import Store
from domain.text import Text
from tests.unit.pages.conftest import ROOT, OpenApp, home, markup, open_app
from ui import meeting_editions

__all__ = ["home", "open_app"]

PAGE = "pages/meetings/reference_group.py"
EVIL = "<script>alert(1)</script>"
ROLES = ("owner", "approver", "ministry", "reference_group", "public")


def both(text: str) -> Text:
    return Text(text, f"{text} (en)")


EXHIBITS: dict[str, Exhibit | None] = {
    "bars": Chart(
        "bars", (Value("A"), Value("B")), (Series(both("X"), (Value(1, "count"), Value(None, "count"))),), both("antall")
    ),
    "line": Chart(
        "line", tuple(Value(f"{year}K1", "period") for year in range(2000, 2022)),
        (Series(both("Nivå"), tuple(Value(6.0, "pct") for _ in range(22)), is_provisional=True),), both("prosent"),
        (Series(both("Målet"), tuple(Value(5.2, "pct") for _ in range(22)), "mark"),),
    ),
    "grid": Grid(
        (both("Hva"), both("Antall")), tuple((Value(f"{EVIL} {n}"), Value(n, "count")) for n in range(40)),
        (("project", "P001"), ("nowhere", "x"), *(None,) * 38), 3,
    ),
    "tiles": Tiles((Tile(both("Betalt"), Value(8_700_000, "mill"), both("mill. kroner"), both("av 15")),
                    Tile(both("Fritt"), Value(None, "mill"), both("mill. kroner")))),
    "points": Points(tuple(both(f"{EVIL} {'ord ' * 60}") for _ in range(7)), (("findings", "F1"),) + (None,) * 6, 2),
    "none": None,
}  # fmt: skip


def screen(name: str, exhibit: Exhibit | None, **values: Any) -> Screen:
    return Screen(name, both(f"Om {name}"), both(f"Det ene {EVIL}."), exhibit, (both("En detalj"),), (both("Et notat"),),
                  "frames", {"ar": "2021"}, ("Kilde A", "Kilde B"), **values)  # fmt: skip


def made_pack(*screens: Screen) -> Pack:
    meeting = Meeting("M2022H", "autumn", f"Høstmøte {EVIL}", date(2022, 10, 26), date(2022, 10, 26), None, is_example=True)
    return Pack(Basis(date(2022, 10, 26), "test", contains_example_data=True, sources=()), meeting, None, screens, {})


def shown(open_app: OpenApp, role: str = "owner", **query: str) -> AppTest:
    app = open_app(role=role, **query)
    assert not app.exception
    return app


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("name", list(EXHIBITS))
def test_every_exhibit_is_drawn(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, name: str, lang: str, role: str) -> None:
    pack = made_pack(screen("money", None), screen(name, EXHIBITS[name], is_example=True), screen("load", None))
    monkeypatch.setattr(meeting_editions, "open_pack", lambda _meeting: pack)
    app = shown(open_app, role, lang=lang, mote="M2022H", bilde="2", per="2020-01-01")

    drawn = markup(app)
    assert EVIL not in drawn and "&lt;script&gt;" in drawn
    assert ("2 av 3" if lang == "nb" else "2 of 3") in drawn
    assert ("Eksempeldata" if lang == "nb" else "Example data") in drawn
    assert 'data-count="3" data-place="2"' in drawn and "bilde=1" in drawn and "bilde=3" in drawn
    link = next(part for part in drawn.split('"') if part.startswith("rammer?"))
    assert set(link.removeprefix("rammer?").split("&amp;")) == {
        "per=2022-10-26",
        "ar=2021",
        *(["lang=en"] if lang == "en" else []),
    }
    assert "fou-lead" not in drawn and not app.get("date_input")  # nothing of the frame or of a page
    assert len(app.get("plotly_chart")) == int(name in ("bars", "line"))
    assert bool(app.get("popover")) == (role in ("owner", "approver"))
    if name == "grid":
        assert drawn.count("<tr>") < 30 and "Og " in drawn if lang == "nb" else "And " in drawn
        assert "prosjekt?" in drawn
    if name == "tiles":
        assert ("8,7 mill. kroner" if lang == "nb" else "8.7 mill. kroner") in drawn and "ukjent" in drawn.lower() + "ukjent"


def test_a_chart_as_table_has_every_number_with_unit(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_editions, "open_pack", lambda _meeting: made_pack(screen("money", EXHIBITS["line"])))
    app = shown(open_app, mote="M2022H", tabell="1")
    drawn = markup(app)
    assert not app.get("plotly_chart")
    assert "Nivå (foreløpig), prosent" in drawn and "Målet, prosent" in drawn and drawn.count('<th scope="row"') == 22
    assert "Vis som figur" in drawn


def test_the_presenter_sees_notes_sources_and_what_comes_next(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = made_pack(screen("money", EXHIBITS["bars"]), screen("load", None))
    monkeypatch.setattr(meeting_editions, "open_pack", lambda _meeting: pack)
    drawn = markup(shown(open_app, mote="M2022H", notat="1"))
    assert "Et notat" in drawn and "Kilde B" in drawn and "Om load" in drawn and "fou-m-clock" in drawn
    assert "notat=1&amp;" in drawn or 'notat=1"' in drawn
    last = markup(shown(open_app, mote="M2022H", notat="1", bilde="2"))
    assert "Dette er det siste." in last


@pytest.mark.parametrize(("asked", "place"), [("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("2²", 1), ("9" * 40, 1), ("", 1)])
def test_a_screen_that_is_not_there_is_explained(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, asked: str, place: int
) -> None:
    pack = made_pack(*(screen(name, None) for name in ("money", "load", "absence")))
    monkeypatch.setattr(meeting_editions, "open_pack", lambda _meeting: pack)
    drawn = markup(shown(open_app, mote="M2022H", bilde=asked))
    assert f"Møtet har 3, og dette er nummer {place}" in drawn


@pytest.mark.parametrize("asked", ["M1999V", EVIL, "", "PF2022-1"])
def test_a_meeting_that_is_not_there_is_explained_and_others_offered(open_app: OpenApp, asked: str) -> None:
    drawn = markup(shown(open_app, mote=asked))
    assert "Det finnes ikke noe møte i referansegruppen med id" in drawn
    assert "mote=M2022H" in drawn and "Høstmøte i referansegruppen 2022" in drawn and EVIL not in drawn


def test_an_empty_pack_says_so(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_editions, "open_pack", lambda _meeting: made_pack())
    assert "Møtet har ingen skjermbilder" in markup(shown(open_app, mote="M2022H"))


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_the_page_shows_the_meeting_to_those_who_may_see_it(open_app: OpenApp, role: str, lang: str) -> None:
    app = open_app(role=role, lang=lang, per="2022-12-31")
    app.switch_page(PAGE).run()
    assert not app.exception
    drawn = markup(app)
    assert "referansegruppen?" in drawn and "mote=M2022H" in drawn and "bilde=2" in drawn
    assert ("IN-26" in drawn) == (role != "public")
    expanders = [getattr(element, "label", "") for element in app.get("expander")]
    may = role in ("owner", "approver")
    assert (("Registrer et nytt møte" if lang == "nb" else "Register a new meeting") in expanders) == may


def test_before_the_first_meeting_the_page_says_what_to_do(open_app: OpenApp) -> None:
    app = open_app(per="2019-01-10")
    app.switch_page(PAGE).run()
    assert not app.exception and "Det er ikke registrert noe møte i referansegruppen" in markup(app)


@pytest.fixture
def writable(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    monkeypatch.setenv("FOU_HOME", str(copy))
    return copy


def opened_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["role"] = "owner"
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def by_label(app: AppTest, kind: str, label: str) -> Any:
    return next(element for element in app.get(kind) if getattr(element, "label", "") == label)


def test_what_is_logged_stands_on_the_page_at_once(writable: Path) -> None:
    app = opened_page()
    app.text_input(key="log_by_log").set_value("Kari")
    by_label(app, "selectbox", "Fra").set_value("NHO")
    by_label(app, "text_area", "Innspillet").set_value(f"Hei {EVIL}")
    next(button for button in app.button if button.label == "Lagre").click()
    app.run()
    assert not app.exception
    drawn = markup(app)
    assert "Lagret med id IN-28" in drawn and drawn.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2 and EVIL not in drawn
    stored = Snapshot.open(Store(writable), date.today()).table("meeting_input").filter(pl.col("input_id") == "IN-28")
    assert stored.item(0, "is_example") is True and stored.item(0, "organisation_id") == "NHO"


def test_programforum_is_told_at_once_and_offered_advice(writable: Path) -> None:
    before = Store(writable).current_number()
    app = opened_page()
    app.segmented_control(key="log_kind_M2022H").set_value("decision").run()
    by_label(app, "selectbox", "Organ").set_value("PROGRAMFORUM")
    by_label(app, "segmented_control", "Slag").set_value("decision").run()
    assert "Programforumet vil ikke være et besluttende organ." in markup(app)
    next(button for button in app.button if button.label == "Før som råd").click().run()
    assert "Programforumet vil ikke være et besluttende organ." not in markup(app)
    assert Store(writable).current_number() == before


def test_screens_are_moved_left_out_noted_and_saved(writable: Path) -> None:
    app = opened_page()
    app.text_input(key="log_by_choice").set_value("Kari").run()
    app.button(key="choice_down_changes").click().run()
    app.button(key="choice_out_money").click().run()
    app.text_area(key="choice_text_M2022H_changes").set_value("Begynn her").run()
    app.button(key="choice_save").click().run()
    assert not app.exception and "Valget av skjermbilder er lagret" in markup(app)
    rows = Snapshot.open(Store(writable), date(2022, 10, 26)).table("meeting_screen").sort("position")
    names = rows.get_column("screen").to_list()
    assert names[1] == "changes" and "money" not in names
    assert rows.filter(pl.col("screen") == "changes").item(0, "note_nb") == "Begynn her"
    app.button(key="choice_template").click().run()
    assert Snapshot.open(Store(writable), date(2022, 10, 26)).table("meeting_screen").is_empty()


def test_a_meeting_is_registered_and_chosen(writable: Path) -> None:
    app = opened_page()
    app.text_input(key="log_by_register").set_value("Kari")
    app.text_input(key="register_title").set_value("Vårmøte om to år")
    app.button(key="register_save").click().run()
    assert "Velg en planlagt dato" in markup(app)
    app.date_input(key="register_day").set_value(date(date.today().year + 2, 4, 1))
    app.button(key="register_save").click().run()
    assert not app.exception
    assert "Vårmøte om to år" in markup(app)
