"""Every page, for each role and in both languages; and the registry against the files."""

import re
from pathlib import Path
from typing import get_args

import pytest

from data.store import Store
from domain.tables import Role
from domain.text import tell
from pages import PAGES
from tests.unit.pages.conftest import ROOT, OpenApp, markup
from ui.registry import PageSpec
from workflows.bootstrap import build_store

ROLES = get_args(Role)
#: Words that no English text of ours has. Titles of sources, projects and the like stay in the language of the data.
NORWEGIAN = {
    "og", "ikke", "av", "prosent", "prosentpoeng", "kvartal", "virkemidler", "ramme", "rammer", "dekning", "betalt", "bundet",
    "fritt", "mål", "målet", "sykefravær", "evaluering", "evalueringer", "tabell", "kilde", "dato", "ukjent", "hvem", "hvorfor",
    "velg", "vis", "lagre",
}  # fmt: skip
_OURS = re.compile(
    r'<(?:p|dt|dd) class="fou-(?:lead|text|caption|empty|tile-value|tile-note|notes-title)[^>]*>([^<]*)<|<dt>([^<]*)<'
)


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_page_shows_for_its_roles_and_explains_to_others(open_app: OpenApp, page: PageSpec, role: str, lang: str) -> None:
    app = open_app(page.path, role=role, lang=lang)

    assert not app.exception
    if role in page.roles:
        assert [title.value for title in app.title] == [page.title.get(lang)]
        assert tell("frame.no_access", lang) not in markup(app)
    else:
        assert not app.title
        assert tell("frame.no_access", lang) in markup(app)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_english_page_has_no_norwegian(open_app: OpenApp, page: PageSpec) -> None:
    app = open_app(page.path, lang="en")

    ours = [*(a or b for a, b in _OURS.findall(markup(app))), *(element.value for element in [*app.title, *app.header])]
    ours += [widget.label for kind in ("button", "expander", "text_input", "checkbox") for widget in app.get(kind)]
    words = {word for text in ours for word in re.findall(r"\w+", re.sub(r"[«“].*?[»”]", "", text).lower())}
    assert ours
    assert words & NORWEGIAN == set()


def test_every_page_file_is_registered_and_every_registered_file_exists() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*/*.py") if path.name != "__init__.py"}

    assert files == {page.path for page in PAGES}


def test_no_page_lies_where_it_could_run_without_the_app() -> None:
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_ids_and_addresses_are_unique_and_titled() -> None:
    assert len({page.id for page in PAGES}) == len({page.url for page in PAGES}) == len(PAGES)
    assert all(page.title.nb and page.title.en and page.section_title.nb and page.section_title.en for page in PAGES)


def test_pages_and_the_app_are_short() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 60
    assert all(len((ROOT / page.path).read_text(encoding="utf-8").splitlines()) <= 150 for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_page_run_without_the_app_shows_nothing(page: PageSpec, home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setattr("ui.registry._REGISTERED", {})
    app = AppTest.from_file(str(ROOT / page.path), default_timeout=60).run()

    assert not app.title
    assert len(app.exception) == 1


@pytest.mark.parametrize("per", ["2001-10-03", "2018-12-18", "2019-12-31", "2020-01-31"])
@pytest.mark.parametrize("example", [True, False])
def test_every_page_stands_on_early_dates_and_without_a_portfolio(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, per: str, example: bool
) -> None:
    app = open_app(per=per)
    if not example:
        monkeypatch.setenv("FOU_EXAMPLE", "0")
        build_store(Store(tmp_path), example=False)
        monkeypatch.setenv("FOU_HOME", str(tmp_path))
        app.run()

    for page in PAGES:
        app.switch_page(page.path).run()
        assert not app.exception
        assert [title.value for title in app.title] == [page.title.nb]
