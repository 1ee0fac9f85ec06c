"""Files of the state accounts kept as they came, before anything is read from them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from data.sources.keeping import checksum_of, copy_whole, safe_name, write_sidecar
from data.sources.model import RawFile

LICENCE = "NLOD"


def keep(home: Path, source: Path, now: datetime) -> RawFile:
    """Copy a file and write a sidecar under `<home>/raw/dfo/`. The same bytes are kept once, with the time they first came.

    Raises:
        OSError: it could not be read or written.
    """
    folder = home / "raw" / "dfo"
    folder.mkdir(parents=True, exist_ok=True)
    checksum = checksum_of(source)
    path = folder / safe_name(source.name, checksum)
    if not path.exists() or checksum_of(path) != checksum:
        copy_whole(source, path)
    told = {
        "publisher": "DFØ", "name": source.name, "sha256": checksum, "bytes": source.stat().st_size, "licence": LICENCE,
        "credit": "Kilde: statsregnskapet.dfo.no (DFØ)",
    }  # fmt: skip
    write_sidecar(path, told, now)
    return RawFile(path, checksum)
