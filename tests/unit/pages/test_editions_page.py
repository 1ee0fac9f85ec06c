"""A pack is adopted on the page, opens as adopted, and shows what was corrected since beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.packs import PackArchive
from data.store import Store
from domain.text import tell
from tests.unit.pages.conftest import app_at, markup
from tests.unit.workflows.test_adopt_pack import correct_a_payment

PAGE = "pages/meetings/reference_group.py"
MEETING = "M2021V"
Open = Callable[..., AppTest]


@pytest.fixture
def own(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(home, tmp_path / "own")
    monkeypatch.setenv("FOU_HOME", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def open_page(own: Path) -> Open:
    def opened(*, page: str | None = PAGE, **asked: str) -> AppTest:
        app = app_at(page, **asked)
        assert not app.exception
        return app

    return opened


def adopt(app: AppTest, name: str, reason: str) -> AppTest:
    app.text_input(key="log_by_adopt").set_value(name)
    app.run()
    app.text_input(key="meeting_adopt_reason").set_value(reason)
    app.button(key="meeting_adopt").click()
    app.run()
    assert not app.exception
    return app


def test_a_pack_is_adopted_and_stays_while_corrections_stand_beside_it(own: Path, open_page: Open, tmp_path: Path) -> None:
    app = adopt(open_page(motevalg=MEETING), "Kari", "Sendt ut")
    assert PackArchive(own).numbers(MEETING) == (1,)
    assert tell("adopted.no_corrections", "nb") in markup(app) and "Kari" in markup(app)

    correct_a_payment(Store(own), tmp_path)
    app = open_page(motevalg=MEETING)
    assert "4,6 mill. kroner" in markup(app) and tell("adopted.corrections_help", "nb") in markup(app)

    shown = open_page(page=None, mote=MEETING)
    assert tell("adopted.mark", "nb", number=1, date=_day(own)) in markup(shown)
    live = open_page(page=None, mote=MEETING, utgave="live")
    assert "Utgave 1" not in markup(live)


def _day(own: Path) -> date:
    return datetime.fromisoformat(PackArchive(own).load(MEETING, 1)["adopted"]["at"]).date()


def test_nothing_is_adopted_without_a_name_and_a_reason(own: Path, open_page: Open) -> None:
    for name, reason in (("", "Sendt ut"), ("Kari", "")):
        app = adopt(open_page(motevalg=MEETING), name, reason)
        assert tell("adopted.empty_by", "nb") in markup(app)
    assert PackArchive(own).numbers(MEETING) == ()


def test_those_who_read_do_not_adopt_and_an_edition_that_is_not_there_explains_itself(open_page: Open) -> None:
    app = open_page(role="reference_group", motevalg=MEETING)
    assert not [button for button in app.button if button.key == "meeting_adopt"]
    shown = open_page(page=None, mote=MEETING, utgave="7")
    assert "Det er ikke vedtatt noen utgave 7" in markup(shown)
