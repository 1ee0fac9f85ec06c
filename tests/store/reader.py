"""A reader process for the tests: reads until told to stop; exits with 1 at the first wrong thing it sees."""

from __future__ import annotations

import sys
from pathlib import Path

from data.store import Store
from domain.tables import TABLES


def look(store: Store) -> int:
    """Read once; returns the version's number. Raises AssertionError on a mixed or missing state."""
    with store.read() as reader:
        frame = reader.frame(TABLES["payment"])
        standing = frame.filter(frame["known_to"].is_null())
        amounts = set(standing["amount_nok"].to_list())
        if len(amounts) != 1 or len(standing) != 200:
            raise AssertionError(f"mixed state in version {reader.number}: {len(standing)} rows, amounts {amounts}")
        return reader.number


if __name__ == "__main__":
    home, stop = Path(sys.argv[1]), Path(sys.argv[2])
    last = seen = 0
    while not stop.exists():
        number = look(Store(home))
        if number < last:
            raise AssertionError(f"went back from {last} to {number}")
        last, seen = number, seen + 1
    print(seen, flush=True)
