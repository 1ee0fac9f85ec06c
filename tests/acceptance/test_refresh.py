"""A whole refresh on the command line against the fake statistics bank: what is stored, what stands when it fails or dies."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from tests.acceptance.conftest import ROOT
from tests.pxweb import FakeServer, fake_server
from tests.pxweb.content import all_tables

ENVIRONMENT = {"FOU_SSB_PER_MINUTE": "60000", "FOU_EXAMPLE": "0"}


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server(all_tables()) as running:
        yield running


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """A store of its own, with the embedded facts."""
    shutil.copytree(home, tmp_path / "home")
    return tmp_path / "home"


def started(home: Path, server: FakeServer, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "cli.py", "refresh", "--base-url", server.base_url, *arguments]
    environment = {**os.environ, **ENVIRONMENT, "FOU_HOME": str(home)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip


def refreshed(home: Path, server: FakeServer, *arguments: str) -> tuple[int, dict[str, Any], str]:
    process = started(home, server, "--format", "json", *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, json.loads(out) if out.strip() else {}, err


def outcomes(answer: dict[str, Any]) -> dict[str, str]:
    return {table["table_id"]: table["outcome"] for table in answer["tables"]}


def absence(home: Path, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, **ENVIRONMENT, "FOU_HOME": str(home)}
    command = [sys.executable, "cli.py", "report", "absence-target", "--format", "json", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_all_tables_are_loaded_and_a_second_refresh_changes_nothing(own_home: Path, server: FakeServer) -> None:
    code, answer, _ = refreshed(own_home, server)
    assert code == 0
    assert set(outcomes(answer).values()) == {"loaded"}
    assert len(answer["tables"]) == 10
    version = Store(own_home).current_number()
    code, answer, _ = refreshed(own_home, server)
    assert (code, answer["stored"], set(outcomes(answer).values())) == (0, False, {"unchanged"})
    assert Store(own_home).current_number() == version
    shown = absence(own_home, "--measure", "unadjusted")
    assert "2026" in shown["sentence"]["nb"]


def test_a_table_that_breaks_its_contract_stops_alone_and_keeps_its_figures(own_home: Path, server: FakeServer) -> None:
    refreshed(own_home, server)
    before = absence(own_home, "--measure", "unadjusted")["result"]
    broken = server.tables.pop("12439")
    code, answer, err = refreshed(own_home, server)
    assert code == 1
    assert outcomes(answer)["12439"] == "refused"
    assert [name for name, outcome in outcomes(answer).items() if outcome not in ("loaded", "unchanged")] == ["12439"]
    assert "12439" in err
    assert absence(own_home, "--measure", "unadjusted")["result"] == before
    server.tables["12439"] = broken
    assert refreshed(own_home, server)[0] == 0


def test_a_bank_that_is_down_leaves_everything_as_it_was(own_home: Path, server: FakeServer) -> None:
    before = Store(own_home).current_number()
    server.fail("html", times=1000)
    code, answer, _ = refreshed(own_home, server, "--table", "12439")
    assert code == 1
    assert outcomes(answer) == {"12439": "failed"} or outcomes(answer) == {"12439": "refused"}
    assert Store(own_home).current_number() == (before or 0) + 1  # the fault is told of, once
    assert refreshed(own_home, server, "--table", "12439")[1]["stored"] is False


def test_an_unknown_table_is_said_so(own_home: Path, server: FakeServer) -> None:
    process = started(own_home, server, "--table", "99999")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "99999" in err


@pytest.mark.parametrize("seed", range(4))
def test_a_refresh_that_is_killed_leaves_the_last_version_and_the_next_one_works(
    own_home: Path, server: FakeServer, seed: int
) -> None:
    before = Store(own_home).current_number()
    process = started(own_home, server)
    wanted = random.Random(seed).randint(1, 50)  # noqa: S311
    deadline = time.monotonic() + 60
    while len(server.requests) < wanted and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    standing = Store(own_home).current_number()
    assert standing in (before, (before or 0) + 1)
    with Store(own_home).read() as reader:
        assert reader.info().number == standing
    code, answer, err = refreshed(own_home, server)
    assert code == 0, err
    assert len(answer["tables"]) == 10
    assert not list((own_home / "store" / "versions").glob("building-*"))


def test_revised_figures_a_new_quarter_and_a_withdrawn_one_are_kept_as_vintages(own_home: Path, server: FakeServer) -> None:
    refreshed(own_home, server, "--table", "12439")
    table = server.tables["12439"]
    codes = {"Kjonn": "0", "Sykefraver2": "Alt", "ContentsCode": "SykefravProsent"}
    table.revise(9.9, **codes, Tid="2025K4")
    table.revise(None, "..", **codes, Tid="2025K3")
    table.add_period("2026K3")
    table.revise(6.1, "*", **codes, Tid="2026K3")
    table.updated = "2026-11-26T07:00:00Z"
    code, answer, err = refreshed(own_home, server, "--table", "12439")
    assert code == 0, err
    assert answer["tables"][0]["published_date"] == "2026-11-26"
    points = {row["period"]: row for row in rows_of(own_home, "2026-12-01")}
    assert (points["2025K4"]["value"], points["2025K4"]["vintage"]) == (9.9, "2026-11-26")
    assert (points["2025K3"]["value"], points["2025K3"]["state"]) == (None, "missing")
    assert points["2026K3"]["state"] == "provisional"
    before = {row["period"]: row for row in rows_of(own_home, "2026-11-25")}
    assert before["2025K4"]["value"] != 9.9 and before["2025K3"]["value"] is not None and "2026K3" not in before
    revised = [
        row for row in report(own_home, "absence-revisions", "2026-12-01")["result"]["revisions"] if row["period"] == "2025K4"
    ]
    assert [row["to_value"] for row in revised] == [9.9]


def rows_of(home: Path, as_of: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = report(home, "absence-series", as_of)["result"]["points"]
    return found


def report(home: Path, name: str, as_of: str) -> dict[str, Any]:
    environment = {**os.environ, **ENVIRONMENT, "FOU_HOME": str(home)}
    command = [sys.executable, "cli.py", "report", name, "--as-of", as_of, "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)  # type: ignore[no-any-return]
