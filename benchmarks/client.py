"""A Streamlit client without a browser: connects as the front end does, runs a page, and waits until its script is done."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server(script: Path, home: Path) -> Iterator[tuple[int, float]]:
    """Start an app; gives its port and the time of the process start."""
    port = free_port()
    environment = {**os.environ, "FOU_HOME": str(home)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true",
         "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until_healthy(port, process)
        yield port, started
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_healthy(port: int, process: subprocess.Popen[bytes], limit: float = 60.0) -> None:
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the app stopped with {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.01)
    raise TimeoutError("the app did not start")


class Session:
    """One browser tab's session."""

    def __init__(self, port: int) -> None:
        self._socket = connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        self.exceptions: list[str] = []
        self.bytes_received = 0

    def run(self, page: str = "", query: str = "") -> float:
        """Run a page and give the seconds from the request until its script is done."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        started = time.perf_counter()
        self._socket.send(message.SerializeToString())
        self._wait_until_done()
        return time.perf_counter() - started

    def _wait_until_done(self) -> None:
        while True:
            data = self._socket.recv(timeout=60)
            self.bytes_received += len(data)
            message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
            if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                self.exceptions.append(message.delta.new_element.exception.message)
            if message.WhichOneof("type") == "script_finished":
                return

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._socket.close()
