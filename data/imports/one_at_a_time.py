"""One load at a time: from comparing with what is stored until the difference is written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from data.store import locked


@contextlib.contextmanager
def one_load_at_a_time(home: Path) -> Iterator[None]:
    """Hold the right to load into the store under `home`.

    A difference is only true against the version it was computed from, so another load must not come between. The
    store's own lock is taken for the writing itself.

    Raises:
        StoreError: another load is under way, or the folder cannot be written to.
    """
    with locked(home / "load.lock"):
        yield
