"""The app over a store of its own, built once from the embedded facts and the example."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from workflows.bootstrap import build_store

ROOT = Path(__file__).resolve().parents[3]
OpenApp = Callable[..., AppTest]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a store; tests that write make their own copy."""
    folder = tmp_path_factory.mktemp("fou")
    build_store(Store(folder), example=True)
    return folder


@pytest.fixture
def open_app(home: Path, monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """Open the app on a page, as someone with a role, with words in the address."""

    monkeypatch.setenv("FOU_HOME", str(home))
    return app_at


def app_at(path: str | None = None, *, role: str = "owner", **query: str) -> AppTest:
    """The app over the home that `FOU_HOME` names, on a page, as someone with a role, with words in the address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["role"] = role
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if path is not None:
        app.switch_page(path).run()
    return app


def markup(app: AppTest) -> str:
    """All that the page draws as its own markup."""
    return "\n".join(element.proto.body for element in app.get("html"))
