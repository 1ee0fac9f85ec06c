"""Adopted packs: each one a file of its own that is written once and never changed, beside the store.

Layout under `FOU_HOME/packs`::

    <meeting>/0001.json      the first edition adopted for the meeting, 0002.json the next

A file holds the content and a SHA-256 hash of it, and is not opened when the two do not fit. What is adopted is not
part of the store: a store that is imported anew, rolled back or built again leaves it as it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from data.store import locked
from domain.errors import StoreError

_FILE = re.compile(r"^(\d{4,})\.json$")
_FORMAT = 1
#: Longer names of meetings are told by their hash in the name of the folder.
_LONGEST_NAME = 100


class PackArchive:
    """The adopted packs under one home folder.

    Args:
        home: the folder that holds `packs/`.
    """

    def __init__(self, home: Path) -> None:
        self.root = home / "packs"

    def numbers(self, meeting_id: str) -> tuple[int, ...]:
        """The numbers of the editions adopted for a meeting, the oldest first; none when there are none."""
        try:
            names = [path.name for path in self._folder(meeting_id).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise _io_error(self.root, error) from error
        return tuple(sorted(int(match.group(1)) for name in names if (match := _FILE.match(name))))

    def meetings(self) -> tuple[str, ...]:
        """The ids of the meetings for which packs are adopted."""
        try:
            folders = sorted(self.root.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _io_error(self.root, error) from error
        found = []
        for folder in folders:
            for number in _numbers_in(folder):
                with contextlib.suppress(StoreError):
                    found.append(str(_read(folder / f"{number:04d}.json")["meeting"]["id"]))
                    break
        return tuple(found)

    def load(self, meeting_id: str, number: int) -> dict[str, Any]:
        """The content of an edition, with its `hash` and `number`.

        Raises:
            StoreError: there is no such edition, or its file does not hold what was adopted.
        """
        path = self._folder(meeting_id) / f"{number:04d}.json"
        if number not in self.numbers(meeting_id):
            known = ", ".join(str(one) for one in self.numbers(meeting_id)) or "–"
            raise StoreError(
                f"Det er ikke vedtatt noen utgave {number} for møtet {meeting_id}. Utgaver: {known}.",
                f"No edition {number} is adopted for the meeting {meeting_id}. Editions: {known}.",
                code="no_edition",
            )
        return {**_read(path), "number": number}

    def add(self, meeting_id: str, content: Mapping[str, Any]) -> int:
        """Keep a new edition for a meeting: whole or not at all, and never in place of another.

        Returns:
            Its number.

        Raises:
            StoreError: it cannot be written; what was kept before is as it was.
        """
        with locked(self.root / "write.lock"):
            folder = self._folder(meeting_id)
            number = max(self.numbers(meeting_id), default=0) + 1
            whole = {"format": _FORMAT, **content}
            text = json.dumps({**whole, "hash": content_hash(whole)}, ensure_ascii=False, indent=1)
            target, made = folder / f"{number:04d}.json", folder / f".new-{os.getpid()}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with made.open("w", encoding="utf-8") as handle:
                    handle.write(text)
                    handle.flush()
                    os.fsync(handle.fileno())
                made.replace(target)
            except OSError as error:
                raise _io_error(self.root, error) from error
            finally:
                made.unlink(missing_ok=True)
        return number

    def _folder(self, meeting_id: str) -> Path:
        """A folder whose name says the meeting and cannot lead elsewhere, whatever the id holds."""
        name = quote(meeting_id, safe="").replace(".", "%2E").replace("~", "%7E")
        if len(name) > _LONGEST_NAME or unquote(name) != meeting_id:
            name = hashlib.sha256(meeting_id.encode("utf-8", "surrogatepass")).hexdigest()
        return self.root / name


def content_hash(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a content as JSON, whatever the order of its names."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _numbers_in(folder: Path) -> list[int]:
    with contextlib.suppress(OSError):
        return sorted(int(match.group(1)) for path in folder.iterdir() if (match := _FILE.match(path.name)))
    return []


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _io_error(path, error) from error
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise _damaged(path)
    told = found.get("hash")
    if told != content_hash({name: value for name, value in found.items() if name != "hash"}):
        raise _damaged(path)
    return found


def _damaged(path: Path) -> StoreError:
    return StoreError(
        f"Den vedtatte møtepakken i {path} er endret eller skadet siden den ble vedtatt, og åpnes ikke."
        " Hent filen fra en sikkerhetskopi.",
        f"The adopted pack in {path} has been changed or damaged since it was adopted, and is not opened."
        " Restore the file from a backup.",
        code="pack_damaged",
    )


def _io_error(place: Path, error: Exception) -> StoreError:
    return StoreError(
        f"Kan ikke skrive til eller lese fra {place}: {error}. Ingenting er endret.",
        f"Cannot write to or read from {place}: {error}. Nothing was changed.",
        code="pack_io",
    )
