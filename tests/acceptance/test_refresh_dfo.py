"""Files of the state budget on the command line: what is stored, what is told, and what a load that is killed leaves."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from tests.acceptance.conftest import ROOT
from tests.unit.data.sources.dfo import files
from tests.unit.data.sources.dfo.files import ACCOUNT_HEADINGS, text


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    shutil.copytree(home, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return files.write(tmp_path / "statsregnskapet_aar_2025.csv", text(ACCOUNT_HEADINGS, files.year_of_accounts()))


def started(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "FOU_EXAMPLE": "0", "FOU_HOME": str(home)}
    command = [sys.executable, "cli.py", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(home: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    process = started(home, *arguments, "--format", "json")
    out, err = process.communicate(timeout=120)
    return process.returncode, json.loads(out) if out.strip() else {}, err


def test_a_file_is_read_and_the_report_shows_it(own_home: Path, path: Path) -> None:
    code, answer, err = run(own_home, "refresh", "--source", "dfo", "--path", str(path), "--published", "2026-05-04")
    assert code == 0, err
    assert (answer["stored"], answer["tables"][0]["outcome"], answer["tables"][0]["findings"]) == (True, "loaded", [])
    assert "Rader for andre kapitler og poster som er hoppet over: 12." in err

    found = run(own_home, "report", "state-budget", "--as-of", "2026-05-04", "--year", "2025")[1]["result"]
    assert found["years"][0]["account"]["amount_nok"] == 1_325_006
    assert found["years"][0]["account"]["quality"] == "primary"
    before = run(own_home, "report", "state-budget", "--as-of", "2026-05-03", "--year", "2025")[1]["result"]
    assert before["years"][0]["account"]["amount_nok"] == 28_300_000
    number = Store(own_home).current_number()
    assert run(own_home, "refresh", "--source", "dfo", "--path", str(path))[1]["stored"] is False
    assert Store(own_home).current_number() == number


def test_faults_are_told_with_their_places_in_json_and_words(own_home: Path, tmp_path: Path) -> None:
    rows = [*files.year_of_accounts(), files.account("202502", "tolv")]
    path = files.write(tmp_path / "feil.csv", text(ACCOUNT_HEADINGS, rows))
    number = Store(own_home).current_number()
    code, answer, err = run(own_home, "refresh", "--source", "dfo", "--path", str(path), "--lang", "en")

    assert (code, answer["stored"], Store(own_home).current_number()) == (1, False, number)
    finding = answer["tables"][0]["findings"][0]
    assert (finding["sheet"], finding["row"], finding["column"], finding["value"]) == ("feil.csv", 39, "AB «Beløp»", "tolv")
    assert "feil.csv, row 39" in err and "The amount is not a number." in err
    assert run(own_home, "refresh", "--source", "dfo")[0] == 2


@pytest.mark.parametrize("seed", range(3))
def test_a_load_that_is_killed_leaves_the_last_version_and_the_next_one_works(own_home: Path, path: Path, seed: int) -> None:
    before = Store(own_home).current_number() or 0
    process = started(own_home, "refresh", "--source", "dfo", "--path", str(path))
    time.sleep(random.Random(seed).uniform(0.2, 2.0))  # noqa: S311
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert Store(own_home).current_number() in (before, before + 1)
    code, answer, err = run(own_home, "refresh", "--source", "dfo", "--path", str(path))
    assert code == 0, err
    assert answer["tables"][0]["outcome"] in ("loaded", "unchanged")
    assert not list((own_home / "store" / "versions").glob("building-*"))
