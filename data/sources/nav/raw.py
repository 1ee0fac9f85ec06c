"""Files from NAV kept as they came, before anything is read from them: NAV replaces its files, so these are the only history."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from data.sources.keeping import safe_name, write_sidecar, write_whole
from data.sources.model import RawFile

LICENCE = "CC BY 4.0"


def keep(home: Path, name: str, content: bytes, now: datetime) -> RawFile:
    """Write a file's bytes and a sidecar under `<home>/raw/nav/`. The same bytes are kept once, with the time they first came.

    Args:
        home: the product's folder.
        name: the file's name as the user knows it.
        content: its bytes.
        now: the moment of reading, in UTC.

    Raises:
        OSError: it could not be written.
    """
    folder = home / "raw" / "nav"
    folder.mkdir(parents=True, exist_ok=True)
    checksum = hashlib.sha256(content).hexdigest()
    path = folder / safe_name(name, checksum)
    if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != checksum:
        write_whole(path, content)
    told = {
        "publisher": "NAV", "name": name, "sha256": checksum, "bytes": len(content), "licence": LICENCE, "credit": "Kilde: NAV",
    }  # fmt: skip
    write_sidecar(path, told, now)
    return RawFile(path, checksum)
