"""The frame: as-of date, shortcuts, language, badge, and addresses that cannot be used."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.store import Change, Store
from domain.text import tell
from tests.unit.pages.conftest import OpenApp, markup

FRAMES = "pages/spending/frames.py"
COVERAGE = "pages/portfolio/coverage.py"
TARGET = "pages/sickness/target.py"


def lead(app: object) -> str:
    return next(part for part in markup(app).splitlines() if part.startswith('<p class="fou-lead">'))  # type: ignore[arg-type]


def test_today_is_shown_when_nothing_is_asked_for(open_app: OpenApp) -> None:
    app = open_app()

    assert app.date_input(key="per").value == date.today()
    assert app.title[0].value == "Overblikk"


def test_changing_the_date_changes_the_numbers_and_stays_on_another_page(open_app: OpenApp) -> None:
    app = open_app(COVERAGE, per="2020-01-31")
    early = lead(app)

    app.date_input(key="per").set_value(date(2022, 12, 31)).run()
    late = lead(app)
    app.switch_page(FRAMES).run()

    assert early != late
    assert app.date_input(key="per").value == date(2022, 12, 31)
    assert "31. desember 2022" in markup(app)


def test_shortcut_sets_the_date_and_shows_itself(open_app: OpenApp) -> None:
    app = open_app(FRAMES)

    app.selectbox(key="_per_shortcut").set_value("2020").run()

    assert app.date_input(key="per").value == date(2020, 12, 31)
    assert app.selectbox(key="_per_shortcut").value == "2020"


def test_shortcuts_are_today_the_meetings_held_and_the_years_of_the_programme(open_app: OpenApp) -> None:
    options = open_app().selectbox(key="_per_shortcut").options

    assert options[0] == "I dag"
    assert options[1].startswith("Forrige vårmøte (")
    assert options[2].startswith("Forrige høstmøte (")
    assert options[3:] == ["Slutten av 2022", "Slutten av 2021", "Slutten av 2020", "Slutten av 2019"]


def test_own_date_is_called_so(open_app: OpenApp) -> None:
    app = open_app(per="2021-06-30")

    assert app.selectbox(key="_per_shortcut").value == "other"
    assert app.selectbox(key="_per_shortcut").options[-1] == "Egen dato"


def test_language_switch_changes_the_page(open_app: OpenApp) -> None:
    app = open_app(COVERAGE)

    app.segmented_control(key="lang").set_value("en").run()

    assert app.title[0].value == "Coverage"
    assert "document.documentElement.lang = 'en'" in markup(app)


@pytest.mark.parametrize("asked", ["i-fjor", "2021-13-01", "1950-01-01", "2999-01-01", "<script>"])
def test_date_that_cannot_be_used_is_explained(open_app: OpenApp, asked: str) -> None:
    app = open_app(per=asked)

    assert not app.exception
    assert app.date_input(key="per").value == date.today()
    assert "som ikke kan brukes" in markup(app)
    assert "<script>»" not in markup(app)


def test_language_that_does_not_exist_is_explained(open_app: OpenApp) -> None:
    app = open_app(lang="de")

    assert app.title[0].value == "Overblikk"
    assert "«de»" in markup(app)


def test_badge_stands_where_example_data_is_shown_and_nowhere_else(open_app: OpenApp) -> None:
    assert tell("frame.example_data", "nb") in markup(open_app(COVERAGE, per="2022-12-31")).splitlines()[0]
    assert tell("frame.example_data", "nb") not in markup(open_app(TARGET, per="2022-12-31")).splitlines()[0]


def test_a_new_version_shows_without_a_restart(
    open_app: OpenApp, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home, tmp_path / "own")
    app = open_app()
    monkeypatch.setenv("FOU_HOME", str(tmp_path / "own"))
    before = app.run().session_state["_data"].info.number

    Store(tmp_path / "own").rollback(1, Change("Test", "tilbake"))
    app.run()

    assert app.session_state["_data"].info.number == before + 1
    assert f"Versjon v{before + 1}-" in markup(app)


def test_store_that_cannot_be_read_is_explained(open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app()
    broken = tmp_path / "store"
    broken.mkdir()
    (broken / "current").write_text("tull", encoding="ascii")
    monkeypatch.setenv("FOU_HOME", str(tmp_path))

    app.run()

    assert not app.exception
    assert "fou-notice-warning" in markup(app)
