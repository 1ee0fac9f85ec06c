"""The store under fire: killed writers, many readers, full disks and read-only folders."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from data.store import Store
from tests.store.reader import look

ROOT = Path(__file__).resolve().parents[2]
POINTS = ("half_copy", "after_copy", "in_build", "before_rename", "after_rename", "before_pointer", "after_pointer")


def start(script: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.store.{script}", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def publish_once(home: Path, amount: int) -> int:
    process = start("writer", home, "once", amount)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return int(out)


@pytest.mark.parametrize("point", POINTS)
def test_a_writer_killed_at_a_point_leaves_a_whole_version_and_the_next_one_works(tmp_path: Path, point: str) -> None:
    first = publish_once(tmp_path, 1)
    process = start("writer", tmp_path, point)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    standing = look(Store(tmp_path))
    assert standing == (first + 1 if point == "after_pointer" else first)
    assert publish_once(tmp_path, 7) > standing
    assert not list((tmp_path / "store" / "versions").glob("building-*"))
    assert [v.is_current for v in Store(tmp_path).versions()][-1]


def test_readers_never_see_an_error_or_a_mixed_state_while_writers_are_killed(tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    publish_once(tmp_path, 1)
    readers = [start("reader", tmp_path, stop) for _ in range(2)]
    faults: list[BaseException] = []

    def read_on() -> None:
        try:
            while not stop.exists():
                look(Store(tmp_path))
        except BaseException as fault:  # noqa: BLE001 - whatever happens in a thread is the test's answer
            faults.append(fault)

    threads = [threading.Thread(target=read_on) for _ in range(8)]
    for thread in threads:
        thread.start()
    published = 1
    for round_no in range(30):  # more rounds, each longer, until a slow machine has published
        process = start("writer", tmp_path, "loop")
        time.sleep(1.2 + 0.23 * round_no)
        process.kill()
        out, _ = process.communicate(timeout=60)
        published = max([published, *(int(line) for line in out.split())])
        if round_no >= 7 and published > 1:
            break
    assert look(Store(tmp_path)) >= published > 1
    stop.touch()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    for reader in readers:
        out, err = reader.communicate(timeout=60)
        assert reader.returncode == 0, err
        assert int(out) > 5


def test_two_writers_at_once_both_get_through_one_after_the_other(tmp_path: Path) -> None:
    publish_once(tmp_path, 1)
    processes = [start("writer", tmp_path, "once", amount) for amount in (2, 3)]
    numbers = sorted(int(process.communicate(timeout=60)[0]) for process in processes)
    assert numbers == [2, 3]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from data.store import Store
from domain.errors import StoreError
from tests.store.writer import publish
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    publish(Store(Path(sys.argv[1])), 5)
except StoreError as error:
    print(error.code)
"""

READ_ONLY = """
import os, sys
from pathlib import Path
from data.store import Store
from domain.errors import StoreError
from tests.store.writer import publish
from tests.store.reader import look
look(Store(Path(sys.argv[1])))  # loads all modules while they can still be read
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    publish(Store(Path(sys.argv[1])), 5)
except StoreError as error:
    print(error.code)
"""


@pytest.mark.parametrize("script", [FULL_DISK, READ_ONLY], ids=["disk_full", "read_only"])
def test_a_disk_that_cannot_be_written_gives_a_clear_error_and_leaves_the_store(tmp_path: Path, script: str) -> None:
    home = tmp_path / "home"
    publish_once(home, 1)
    if script is READ_ONLY:
        for folder in (tmp_path, *tmp_path.parents):
            if str(folder).startswith("/tmp/"):  # noqa: S108
                folder.chmod(0o755)
        for path in (home, home / "store", home / "store" / "versions"):
            path.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    for path in (home, home / "store", home / "store" / "versions"):
        path.chmod(0o755)
    assert done.stdout.strip() == "store_io", done.stderr
    assert look(Store(home)) == 1
    assert publish_once(home, 2) == 2
