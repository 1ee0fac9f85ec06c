"""Writing what came from a source to disk, in whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

_SUFFIX = re.compile(r"^\.[a-z0-9]{1,5}$")
_LONGEST = 60
_PART = 1024 * 1024


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there in whole or not at all.

    Raises:
        OSError: the folder cannot be written to; nothing is left behind.
    """
    _write_parts(path, [content])


def copy_whole(source: Path, path: Path) -> None:
    """Copy a file of any size so that the copy is there in whole or not at all.

    Raises:
        OSError: it cannot be read, or the folder cannot be written to; nothing is left behind.
    """
    with source.open("rb") as read:
        _write_parts(path, iter(lambda: read.read(_PART), b""))


def _write_parts(path: Path, parts: Iterable[bytes]) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as handle:
        temporary = Path(handle.name)
        try:
            handle.writelines(parts)
            handle.flush()
            os.fsync(handle.fileno())
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    temporary.replace(path)


def checksum_of(path: Path) -> str:
    """SHA-256 of a file, read in parts."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_sidecar(path: Path, told: Mapping[str, object], now: datetime) -> None:
    """Write what is known of a kept file beside it, once: the first time that it came stands."""
    sidecar = path.with_name(f"{path.name}.json")
    if not sidecar.exists():
        whole = {**told, "read_at": f"{now:%Y-%m-%dT%H:%M:%SZ}"}
        write_whole(sidecar, json.dumps(whole, ensure_ascii=False, indent=1).encode())


def safe_name(name: str, checksum: str) -> str:
    """A safe name: letters and digits of the given one, then a part of the checksum."""
    base = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = base.rpartition(".")
    suffix = f".{ending.casefold()}" if dot else ""
    plain = unicodedata.normalize("NFKD", stem or base).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST] or "fil"
    return f"{safe}-{checksum[:12]}{suffix if _SUFFIX.match(suffix) else '.bin'}"
