"""The page Import: trial, findings, saving, and going back."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests.unit.pages.conftest import OpenApp, markup

PAGE = "pages/admin/import_data.py"
#: A programme that is not there, a date that is none, and markup in a title.
FAULTY = "project_id;title_nb;programme_id;registered_date\nP-TEST-1;<b>Uthevet</b>;FINNES-IKKE;31.02.2021\n"
RIGHT = "project_id;title_nb;programme_id;registered_date\nP-TEST-1;Eget prosjekt;FOU-2019-2022;01.02.2021\n"


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    shutil.copytree(home, tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture
def page(open_app: OpenApp, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    app = open_app(PAGE)
    monkeypatch.setenv("FOU_HOME", str(own_home))
    return app.run()


def upload(page: AppTest, text: str, name: str = "project.csv") -> AppTest:
    page.file_uploader[0].upload(name, text.encode("utf-8"), "text/csv")
    return page.button(key="import_try").click().run()


def test_without_files_the_user_is_told(page: AppTest) -> None:
    page.button(key="import_try").click().run()

    assert "Ingen fil er valgt" in markup(page)


def test_faults_are_listed_escaped_and_nothing_can_be_saved(page: AppTest, own_home: Path) -> None:
    before = Store(own_home).current_number()

    upload(page, FAULTY)

    shown = markup(page)
    assert "FINNES-IKKE" in shown
    assert "31.02.2021" in shown
    assert "<b>Uthevet" not in shown
    assert page.button(key="import_save").disabled
    assert Store(own_home).current_number() == before


def test_saving_needs_who_and_why(page: AppTest, own_home: Path) -> None:
    before = Store(own_home).current_number()
    upload(page, RIGHT)

    page.button(key="import_save").click().run()

    assert "Fyll ut Hvem leser inn og Hvorfor" in markup(page)
    assert Store(own_home).current_number() == before


def test_right_file_is_tried_saved_and_can_be_taken_back(page: AppTest, own_home: Path) -> None:
    before = Store(own_home).current_number() or 0
    upload(page, RIGHT)
    assert Store(own_home).current_number() == before
    assert "P-TEST-1" in page.dataframe[0].value.to_string()

    page.text_input(key="import_by").set_value("Kari Nordmann").run()
    page.text_input(key="import_reason").set_value("Prøve").run()
    page.button(key="import_save").click().run()

    assert Store(own_home).current_number() == before + 1
    assert f"Versjon v{before + 1}-" in markup(page)
    assert "Kari Nordmann" in markup(page)

    page.selectbox(key="rollback_to").set_value(before).run()
    page.text_input(key="rollback_by").set_value("Kari Nordmann").run()
    page.text_input(key="rollback_reason").set_value("Feil fil").run()
    page.checkbox(key="rollback_sure").check().run()
    page.button(key="rollback_do").click().run()

    assert Store(own_home).current_number() == before + 2
    assert "er gjeldende igjen" in markup(page)


def test_going_back_needs_consent(page: AppTest) -> None:
    assert page.button(key="rollback_do").disabled
