"""The embedded facts, and the example on top of them, built once for all acceptance tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Report = Callable[..., dict[str, Any]]


def run_cli(home: Path, *arguments: str, example: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    environment = {**os.environ, "FOU_HOME": str(home), "FOU_EXAMPLE": "1" if example else "0"}
    return subprocess.run(
        [sys.executable, "cli.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the facts and the example."""
    folder = tmp_path_factory.mktemp("home")
    done = run_cli(folder, "build")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def report(home: Path) -> Report:
    """A report's envelope, through the command line."""
    seen: dict[tuple[str, ...], dict[str, Any]] = {}

    def ask(name: str, *arguments: str) -> dict[str, Any]:
        if (name, *arguments) not in seen:
            done = run_cli(home, "report", name, *arguments, "--format", "json")
            assert done.returncode == 0, done.stderr
            seen[(name, *arguments)] = json.loads(done.stdout)
        return seen[(name, *arguments)]

    return ask
