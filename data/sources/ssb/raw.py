"""Answers kept as they came, before anything is read from them, so that a mended reader never needs a new download.

`<home>/raw/ssb/<table>/<time>-<n>.json.gz` holds the bytes; `<the same>.json` beside it tells what was asked, of whom, when,
and what the bytes should sum to.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from data.sources.keeping import write_whole
from data.sources.model import RawFile
from data.sources.ssb.answer import Answer
from domain.errors import StoreError
from domain.text import say

LICENCE = "CC BY 4.0"
#: Headers that may tell of the caller, or mean nothing later.
_LEFT_OUT = frozenset({"set-cookie", "set-cookie2", "connection", "keep-alive", "transfer-encoding"})


class RawKeeper:
    """Keeps the answers about one table in one run.

    Args:
        home: the product's folder.
        table_id: the table.
        at: when the run began, in UTC.
        updated: when the publisher says that the table was updated, if it has said so.
    """

    def __init__(self, home: Path, table_id: str, at: datetime, updated: str | None = None) -> None:
        self._folder = home / "raw" / "ssb" / table_id
        self._table_id = table_id
        self._stamp = f"{at:%Y%m%dT%H%M%SZ}"
        self.updated = updated
        self.files: list[RawFile] = []

    def keep(self, answer: Answer, kind: str) -> RawFile:
        """Write an answer and its sidecar, each in one step.

        Args:
            answer: as it came.
            kind: "metadata", "codelist" or "data".

        Raises:
            OSError: it could not be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._free_path()
        checksum = hashlib.sha256(answer.content).hexdigest()
        write_whole(path, gzip.compress(answer.content, compresslevel=6, mtime=0))
        write_whole(sidecar_path(path), json.dumps(self._sidecar(answer, kind, checksum), ensure_ascii=False, indent=1).encode())
        kept = RawFile(path, checksum)
        self.files.append(kept)
        return kept

    def _free_path(self) -> Path:
        number = len(self.files) + 1
        while (path := self._folder / f"{self._stamp}-{number:02d}.json.gz").exists():
            number += 1
        return path

    def _sidecar(self, answer: Answer, kind: str, checksum: str) -> dict[str, Any]:
        return {
            "publisher": "SSB", "table": self._table_id, "kind": kind, "method": answer.method, "url": answer.url,
            "request": answer.body, "status": answer.status,
            "headers": {name: value for name, value in answer.headers.items() if name not in _LEFT_OUT},
            "fetched_at": f"{answer.fetched_at:%Y-%m-%dT%H:%M:%SZ}", "sha256": checksum, "bytes": len(answer.content),
            "packed": "gzip", "updated": self.updated, "licence": LICENCE,
            "credit": f"Kilde: Statistisk sentralbyrå, tabell {self._table_id}",
        }  # fmt: skip


def sidecar_path(path: Path) -> Path:
    """The file that tells of a raw file."""
    return path.with_name(f"{path.name}.json")


def load_raw(path: Path) -> bytes:
    """The bytes of a raw file, as they came.

    Raises:
        StoreError: the file or its sidecar is missing, or the bytes are not those that came.
    """
    try:
        content = gzip.decompress(path.read_bytes())
        checksum = json.loads(sidecar_path(path).read_text(encoding="utf-8"))["sha256"]
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        content, checksum = b"", ""
    if not checksum or hashlib.sha256(content).hexdigest() != checksum:
        text = say("ssb.raw.damaged", name=path.name)
        raise StoreError(text.nb, text.en, code="ssb.raw_damaged")
    return content
