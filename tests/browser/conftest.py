"""A real Chromium against a real server, each on this machine only."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_START_SECONDS = 60
# a busy machine is not a fault: what is expected may come late
expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class App:
    """A running app: where it answers, the folder it keeps its data in, and the port of the one site that may frame its pages."""

    url: str
    home: Path
    intranet_port: int


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app as `make run` starts it, on a free port, with an empty home: it builds its store at the start."""
    home = tmp_path_factory.mktemp("home")
    port, intranet_port = _free_port(), _free_port()
    log = (home / "server.log").open("wb")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    settings = {"FOU_HOME": str(home), "FOU_EXAMPLE": "1", "FOU_EMBED_ORIGINS": f"http://localhost:{intranet_port}"}
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_up(f"http://localhost:{port}/_stcore/health", server, home / "server.log")
        yield App(f"http://localhost:{port}", home, intranet_port)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; the tests are skipped where there is none."""
    executable = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if executable is None:
        missing = "needs a Chromium or Chrome on the PATH; none was found"
        if os.environ.get("FOU_BROWSER_REQUIRED"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page 1280 x 720 with a Norwegian browser."""
    yield from _page(browser, 1280, 720)


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """A page 390 wide, as on a telephone."""
    yield from _page(browser, 390, 844)


def _page(browser: Browser, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="nb-NO")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def opened(page: Page, address: str) -> Page:
    """The page, opened and drawn to its end."""
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the script has run to its end and the figures stand."""
    page.wait_for_timeout(300)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(700)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - this machine's own address
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
