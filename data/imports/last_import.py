"""The outcome of the last import, kept beside the store so that it can be shown again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FILE = "last_import.json"
_PARTS = frozenset({"files", "imported_at", "applied", "dry_run", "counts", "difference", "findings"})


def write_last_import(home: Path, record: Mapping[str, Any]) -> None:
    """Keep `record` as the last import, replacing the one before in one step.

    Raises:
        OSError: the folder cannot be written to.
    """
    home.mkdir(parents=True, exist_ok=True)
    temporary = home / f"{_FILE}.{os.getpid()}.tmp"
    try:
        temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(home / _FILE)
    finally:
        temporary.unlink(missing_ok=True)


def load_last_import(home: Path) -> dict[str, Any] | None:
    """The last import, or None when there has been none or its record cannot be read."""
    try:
        record = json.loads((home / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and record.keys() >= _PARTS else None
