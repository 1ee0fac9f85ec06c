"""Files that a user hands over: kept in a folder of their own under safe names while they are read, never executed."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from domain.errors import UserError
from domain.text import say

SUFFIXES = (".xlsx", ".csv")
_UNSAFE = re.compile(r"[^\w.\- ]+", re.UNICODE)
_LONGEST_STEM = 80


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: its name as the user knows it, and its bytes."""

    name: str
    content: bytes


def safe_name(name: str) -> str:
    """A file name without folders, control characters or anything a shell or file system could act on.

    The stem is kept as far as it can be: for a CSV file it names the table.
    """
    plain = PurePosixPath(name.replace("\\", "/")).name
    path = PurePosixPath(_UNSAFE.sub("_", plain).strip(". ") or "fil")
    return f"{path.stem[:_LONGEST_STEM].strip('. ') or 'fil'}{path.suffix.lower()}"


def fingerprint(uploads: Sequence[Upload], *settings: object) -> str:
    """Tells these files with these settings from any others."""
    digest = hashlib.sha256(repr(settings).encode())
    for upload in uploads:
        digest.update(upload.name.encode() + b"\0" + hashlib.sha256(upload.content).digest())
    return digest.hexdigest()


def check_uploads(uploads: Sequence[Upload]) -> None:
    """Refuse what no import can read.

    Raises:
        UserError: no file, or a kind of file that is neither a workbook nor CSV.
    """
    if not uploads:
        raise _refused("admin.import.no_file", "no_file")
    others = [upload.name for upload in uploads if PurePosixPath(safe_name(upload.name)).suffix not in SUFFIXES]
    if others:
        raise _refused("admin.import.wrong_kind", "wrong_kind", names=others)


@contextmanager
def kept_on_disk(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The files in a temporary folder, for as long as they are read."""
    with tempfile.TemporaryDirectory(prefix="fou-import-") as folder:
        paths = []
        for place, upload in enumerate(uploads):
            own = Path(folder) / f"{place:03d}"
            own.mkdir()
            path = own / safe_name(upload.name)
            path.write_bytes(upload.content)
            paths.append(path)
        yield paths


def _refused(key: str, code: str, **values: object) -> UserError:
    text = say(key, **values)
    return UserError(text.nb, text.en, code=code)
