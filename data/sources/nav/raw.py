"""Files from NAV kept as they came, before anything is read from them: NAV replaces its files, so these are the only history."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from datetime import datetime
from pathlib import Path

from data.sources.keeping import write_whole
from data.sources.model import RawFile

LICENCE = "CC BY 4.0"
_SUFFIX = re.compile(r"^\.[a-z0-9]{1,5}$")
_LONGEST = 60


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
    path = folder / _file_name(name, checksum)
    sidecar = path.with_name(f"{path.name}.json")
    if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != checksum:
        write_whole(path, content)
    if not sidecar.exists():
        told = {
            "publisher": "NAV", "name": name, "sha256": checksum, "bytes": len(content), "read_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "licence": LICENCE, "credit": "Kilde: NAV",
        }  # fmt: skip
        write_whole(sidecar, json.dumps(told, ensure_ascii=False, indent=1).encode())
    return RawFile(path, checksum)


def _file_name(name: str, checksum: str) -> str:
    """A safe name: letters and digits of the given one, then a part of the checksum."""
    base = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = base.rpartition(".")
    suffix = f".{ending.casefold()}" if dot else ""
    plain = unicodedata.normalize("NFKD", stem or base).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST] or "fil"
    return f"{safe}-{checksum[:12]}{suffix if _SUFFIX.match(suffix) else '.bin'}"
