"""One load at a time: from comparing with what is stored until the difference is written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from data.store import LOCK_TIMEOUT_SECONDS
from domain.errors import StoreError


@contextlib.contextmanager
def one_load_at_a_time(home: Path) -> Iterator[None]:
    """Hold the right to load into the store under `home`.

    A difference is only true against the version it was computed from, so another load must not come between. The
    store's own lock is taken for the writing itself.

    Raises:
        StoreError: another load is under way, or the folder cannot be written to.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(str(home / "load.lock"), timeout=LOCK_TIMEOUT_SECONDS)
        lock.acquire()
    except filelock.Timeout as error:
        raise StoreError(
            "En annen innlesing pågår. Ingenting er endret. Prøv igjen når den er ferdig.",
            "Another load is under way. Nothing was changed. Try again when it is done.",
            code="store_locked",
        ) from error
    except OSError as error:
        raise StoreError(
            f"Kan ikke skrive til {home}: {error}. Ingenting er endret.",
            f"Cannot write to {home}: {error}. Nothing was changed.",
            code="store_io",
        ) from error
    try:
        yield
    finally:
        lock.release()
