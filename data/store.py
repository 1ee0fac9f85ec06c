"""The embedded store: immutable DuckDB versions, an atomic pointer, one writer at a time.

Layout under `FOU_HOME/store`::

    current                  the name of the version in use, replaced atomically
    versions/000012.duckdb   closed, never written again
    write.lock               held by the one writer

A version is built under another name, closed, checked, synced to disk and renamed; only then is the pointer
moved. A writer that dies at any point leaves the last version in use.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import filelock

from data.schema import duckdb_type
from data.versions import (
    HISTORY_COLUMNS,
    Change,
    RowCounts,
    StoreReader,
    VersionInfo,
    create_table_sql,
    damaged,
)
from domain.errors import StoreError
from domain.tables import TABLES, Table

__all__ = ["HISTORY_COLUMNS", "Change", "RowCounts", "Store", "StoreReader", "VersionInfo", "fou_home", "locked"]

KEEP_VERSIONS = 20
#: Besides the newest versions the last of each of so many days is kept, so that a day with many changes leaves the days before.
KEEP_DAYS = 10
LOCK_TIMEOUT_SECONDS = 30.0
#: Readable by DuckDB 1.4, 1.5 and 2.0.
STORAGE_VERSION = "v1.2.0"

_VERSION_FILE = re.compile(r"^(\d{6,})\.duckdb$")
_CHANGE_SET_DDL = """
CREATE TABLE IF NOT EXISTS change_set (
    store_version BIGINT, recorded_at TIMESTAMP, layer VARCHAR, recorded_by VARCHAR, recorded_reason VARCHAR,
    recorded_document VARCHAR, fingerprint VARCHAR, content_hash VARCHAR, rows_new BIGINT, rows_changed BIGINT, rows_closed BIGINT
)
"""


#: Writes to a connection on the version being built; gets that version's number.
Build = Callable[[duckdb.DuckDBPyConnection, int], RowCounts]


#: Where first versions are built, beside the store.
_FIRST = ".first-"


def fou_home() -> Path:
    """The folder that holds all that the product writes: `FOU_HOME`, else `var` beside the code."""
    configured = os.environ.get("FOU_HOME")
    return Path(configured) if configured else Path(__file__).resolve().parent.parent / "var"


class Store:
    """The versions under one home folder.

    Args:
        home: the folder that holds `store/`; default `fou_home()`.
        keep: how many of the newest versions are kept; of older ones, the last of each day (`KEEP_DAYS`).
    """

    def __init__(self, home: Path | None = None, *, keep: int = KEEP_VERSIONS) -> None:
        self.home = home or fou_home()
        self.root = self.home / "store"
        self.versions_dir = self.root / "versions"
        self.pointer = self.root / "current"
        self.keep = keep

    def current_number(self) -> int | None:
        """The number of the version in use, or None when there is no store yet."""
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _io_error(self.root, error) from error
        match = _VERSION_FILE.match(name)
        if match is None:
            raise damaged(self.pointer, name)
        return int(match.group(1))

    def previous_number(self) -> int | None:
        """The newest readable version before the one in use; the newest of all when the pointer cannot be read."""
        current = self._known_current()
        numbers = [info.number for info in self.versions() if current is None or info.number < current]
        return max(numbers, default=None)

    def _known_current(self) -> int | None:
        """The version in use, or None when there is none or the pointer is damaged."""
        try:
            return self.current_number()
        except StoreError:
            return None

    def read(self) -> StoreReader:
        """Open the version in use.

        Raises:
            StoreError: there is no store, or its file is missing or damaged.
        """
        last: Exception | None = None
        for _ in range(5):  # the version may be pruned between reading the pointer and opening the file
            number = self.current_number()
            if number is None:
                raise StoreError(
                    f"Det finnes ingen data ennå i {self.root}. Kjør «python cli.py build» først.",
                    f"There is no data yet in {self.root}. Run «python cli.py build» first.",
                    code="no_store",
                )
            try:
                return StoreReader(self._file(number), number)
            except duckdb.Error as error:
                last = error
                if self.current_number() == number and not self._file(number).exists():
                    break
        raise damaged(self.pointer, str(last)) from last

    def versions(self) -> list[VersionInfo]:
        """The versions that are kept, oldest first."""
        current = self._known_current()
        infos = []
        for number in self._numbers():
            with contextlib.suppress(duckdb.Error), StoreReader(self._file(number), number) as reader:
                info = reader.info()
                infos.append(replace(info, number=number, is_current=number == current))
        return infos

    def publish(
        self,
        build: Build,
        change: Change,
        *,
        layer: str,
        fingerprint: str | None = None,
    ) -> VersionInfo:
        """Build the next version from the current one and move the pointer to it.

        Args:
            build: writes to an open connection on a copy of the current version; gets the new version's number.
            change: who and why.
            layer: which layer the change concerns, for the log.
            fingerprint: of what was loaded, so that the same facts are not loaded twice.

        Raises:
            StoreError: another writer holds the lock, the disk is full or not writable. The store is as before.
        """
        with self._writing():
            return self._next_version(self.current_number(), build, change, layer, fingerprint)

    @contextlib.contextmanager
    def first_versions(self) -> Iterator[Store]:
        """A store to build the first versions in: they become this store's all at once, when the block ends well.

        A reader then sees none of them or the last, never one between. A store that has versions is given itself. The caller
        holds the right to load, so that nobody else builds first versions.

        Raises:
            StoreError: as `publish`; this store is as before.
        """
        if self._numbers():
            yield self
            return
        try:
            for left in self.home.glob(f"{_FIRST}*"):
                shutil.rmtree(left, ignore_errors=True)
            beside = Path(tempfile.mkdtemp(prefix=_FIRST, dir=self.home))
        except OSError as error:
            raise _io_error(self.root, error) from error
        try:
            staged = Store(beside, keep=self.keep)
            yield staged
            self._take_over(staged)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def _take_over(self, staged: Store) -> None:
        number = staged.current_number()
        if number is None:
            return
        with self._writing():
            try:
                for each in staged._numbers():
                    staged._file(each).replace(self._file(each))
                _sync_dir(self.versions_dir)
                self._point_to(number)
            except OSError as error:
                raise _io_error(self.root, error) from error

    def rollback(self, to: int, change: Change) -> VersionInfo:
        """Make the content of version `to` current again, as a new version with a log entry of its own.

        Raises:
            StoreError: that version is not kept.
        """
        if to not in self._numbers():
            kept = ", ".join(str(n) for n in self._numbers()) or "ingen"
            raise StoreError(
                f"Versjon {to} finnes ikke. Versjoner som er tatt vare på: {kept}.",
                f"There is no version {to}. Versions kept: {kept}.",
                code="no_version",
            )
        with self._writing():
            return self._next_version(to, lambda _connection, _number: RowCounts(), change, f"rollback:{to}", None)

    def _next_version(self, base: int | None, build: Build, change: Change, layer: str, fingerprint: str | None) -> VersionInfo:
        number = max([*self._numbers(), self._known_current() or 0]) + 1
        building = self.versions_dir / f"building-{number:06d}-{os.getpid()}.duckdb"
        try:
            if base is not None:
                shutil.copyfile(self._file(base), building)
            info = self._build(building, build, change, layer, fingerprint, number)
            _sync_file(building)
            building.replace(self._file(number))
            _sync_dir(self.versions_dir)
            self._point_to(number)
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise _io_error(self.root, error) from error
        finally:
            _remove(building)
        self._prune(number)
        return info

    def _build(
        self,
        path: Path,
        build: Build,
        change: Change,
        layer: str,
        fingerprint: str | None,
        number: int,
    ) -> VersionInfo:
        with duckdb.connect(":memory:") as connection:
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS next (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE next")
            connection.execute("BEGIN")
            connection.execute(_CHANGE_SET_DDL)
            for table in TABLES.values():
                _create_or_widen(connection, table)
            counts = build(connection, number)
            content_hash = _content_hash(connection)
            connection.execute(
                "INSERT INTO change_set VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    number,
                    change.recorded_at,
                    layer,
                    change.by,
                    change.reason,
                    change.document,
                    fingerprint,
                    content_hash,
                    counts.new,
                    counts.changed,
                    counts.closed,
                ],
            )
            connection.execute("COMMIT")
            connection.execute("CHECKPOINT next")
            connection.execute("USE memory")
            connection.execute("DETACH next")
        return VersionInfo(
            number,
            change.recorded_at,
            layer,
            change.by,
            change.reason,
            change.document,
            content_hash,
            counts.new,
            counts.changed,
            counts.closed,
            True,
        )

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with locked(self.root / "write.lock"):
            try:
                self.versions_dir.mkdir(exist_ok=True)
            except OSError as error:
                raise _io_error(self.root, error) from error
            self._clear_leftovers()
            yield

    def _clear_leftovers(self) -> None:
        """Remove what a writer left that died before it had moved the pointer."""
        for leftover in self.versions_dir.glob("building-*"):
            _remove(leftover)
        current = self._known_current()
        for number in self._numbers():
            if current is not None and number > current:
                _remove(self._file(number))

    def _point_to(self, number: int) -> None:
        temporary = self.root / f"current.{os.getpid()}.tmp"
        try:
            with temporary.open("w", encoding="ascii") as handle:
                handle.write(f"{self._file(number).name}\n")
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(self.pointer)
        finally:
            _remove(temporary)
        _sync_dir(self.root)

    def _prune(self, current: int) -> None:
        numbers = self._numbers()
        older = numbers[: -self.keep]
        days = {self._day(number) for number in numbers[-self.keep :]}
        last_of_day = {day: number for number in older if (day := self._day(number)) not in days}
        kept = {current, *sorted(last_of_day.values())[-KEEP_DAYS:]}
        for number in older:
            if number not in kept:
                _remove(self._file(number))

    def _day(self, number: int) -> date:
        """The day a version was written."""
        return datetime.fromtimestamp(self._file(number).stat().st_mtime).date()

    def _numbers(self) -> list[int]:
        try:
            names = [path.name for path in self.versions_dir.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _io_error(self.root, error) from error
        return sorted(int(match.group(1)) for name in names if (match := _VERSION_FILE.match(name)))

    def _file(self, number: int) -> Path:
        return self.versions_dir / f"{number:06d}.duckdb"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; it is let go when the process dies.

    Raises:
        StoreError: someone else holds it for too long, or the folder cannot be written to.
    """
    lock = filelock.FileLock(str(path), timeout=LOCK_TIMEOUT_SECONDS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise StoreError(
            "En annen innlesing pågår. Ingenting er endret. Prøv igjen når den er ferdig.",
            "Another load is under way. Nothing was changed. Try again when it is done.",
            code="store_locked",
        ) from error
    except OSError as error:
        raise _io_error(path.parent, error) from error
    try:
        yield
    finally:
        lock.release()


def _create_or_widen(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    connection.execute(create_table_sql(table))
    present = {row[0] for row in connection.execute(f'DESCRIBE "{table.name}"').fetchall()}
    for column in table.columns:
        if column.name not in present:
            connection.execute(f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}" {duckdb_type(column)}')


def _content_hash(connection: duckdb.DuckDBPyConnection) -> str:
    total = 0
    for name, table in TABLES.items():
        columns = ", ".join(f't."{column.name}"' for column in table.columns)
        row = connection.execute(
            f"SELECT bit_xor(hash('{name}', {columns}, t.layer, t.is_void, t.known_to IS NULL)) FROM \"{name}\" t"
        ).fetchone()
        total ^= int(row[0]) if row and row[0] is not None else 0
    return f"{total:016x}"


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_dir(path: Path) -> None:
    with contextlib.suppress(PermissionError):  # Windows cannot open a folder
        _sync_file(path)


def _remove(path: Path) -> None:
    for target in (path, path.with_name(path.name + ".wal")):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            target.unlink()


def _io_error(place: Path, error: Exception) -> StoreError:
    return StoreError(
        f"Kan ikke skrive til eller lese fra {place}: {error}. Ingenting er endret. "
        "Se etter ledig plass på disken og tilgang til mappen.",
        f"Cannot write to or read from {place}: {error}. Nothing was changed. "
        "Check free space on the disk and access to the folder.",
        code="store_io",
    )
