"""From the embedded facts to a store that can be read: built when there is none, kept up with the facts when they change."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analytics.rules import Candidate, raw_findings
from data.imports.embedded import EXAMPLE_DIR, REFERENCE_DIR, fingerprint
from data.imports.findings import FindingList
from data.imports.one_at_a_time import one_load_at_a_time
from data.imports.reading import Reading, read_files
from data.layers import diff_layer, write_diff
from data.schema import polars_schema
from data.store import Change, Store, StoreReader, VersionInfo
from domain.errors import FaultError
from domain.tables import PORTFOLIO_TABLES, TABLES
from workflows.stored_rows import PORTFOLIO, REFERENCE, StoredRows, open_reader

_BY = "FoU-monitor"
_REASONS = {
    REFERENCE: "Innebygde opplysninger lest inn",
    PORTFOLIO: "Eksempelporteføljen lest inn",
}
#: Stands for a portfolio that users have imported.
_OWN = "own"
#: A fault lists so many of the findings behind it.
_LISTED = 20


@dataclass(frozen=True)
class Facts:
    """Embedded rows that have been read and checked.

    Attributes:
        frames: the rows by table.
        fingerprint: of the files they are from.
    """

    frames: dict[str, pl.DataFrame]
    fingerprint: str


def load_reference(folder: Path = REFERENCE_DIR) -> Facts:
    """The embedded reference facts.

    Raises:
        FaultError: there are none, or they do not meet the rules that any import must meet.
    """
    reading = read_files(folder, TABLES.values())
    if not reading.tables:
        raise FaultError(f"no embedded facts in {folder}")
    return _checked(reading, Candidate(reading.tables), folder)


def load_example(reference: Facts, folder: Path = EXAMPLE_DIR) -> Facts:
    """The example portfolio, checked together with the reference facts that it refers to.

    Raises:
        FaultError: it does not meet the rules that any import must meet.
    """
    reading = read_files(folder, PORTFOLIO_TABLES)
    standing = {
        name: frame.join(reading.tables[name].frame, on=list(TABLES[name].key), how="anti") if name in reading.tables else frame
        for name, frame in reference.frames.items()
    }
    return _checked(reading, Candidate(reading.tables, standing=standing), folder)


def _checked(reading: Reading, candidate: Candidate, folder: Path) -> Facts:
    findings: FindingList = reading.findings
    findings.extend(raw_findings(candidate))
    if findings.has_hard:
        hard = [f for f in findings.worded() if f.severity == "hard"]
        lines = [f"{f.place}:{f.row} {f.column}={f.value!r} [{f.rule_id}] {f.message.en}" for f in hard[:_LISTED]]
        raise FaultError(f"{findings.counts['hard']} hard findings in {folder}:\n" + "\n".join(lines))
    frames = {name: rows.frame.select(list(polars_schema(rows.table))) for name, rows in reading.tables.items()}
    return Facts(frames, fingerprint(folder))


def build_store(
    store: Store, *, example: bool, reference_dir: Path = REFERENCE_DIR, example_dir: Path = EXAMPLE_DIR
) -> VersionInfo | None:
    """Load the embedded facts, and the example when there is no portfolio of a user's own.

    Everything is read and checked before anything is written. Facts that have changed since they were loaded correct
    the old ones for all time; nothing is written when the store holds these very facts.

    Args:
        store: where to build.
        example: whether to load the example portfolio.

    Returns:
        The last version that was published, or None when there was nothing to do.

    Raises:
        FaultError: the embedded facts do not meet the rules.
        StoreError: the store could not be read or written, or another load is under way.
    """
    return _build(store, reference_dir, example_dir, update_example=example, add_example=example)


def ensure_store(store: Store | None = None) -> Store:
    """A store that can be read: built from the embedded facts when there is none, and brought up to them when they change.

    The example portfolio is left out when the environment variable `FOU_EXAMPLE` is 0. Cheap when nothing is to be done.

    Raises:
        FaultError, StoreError: as `build_store`.
    """
    ready = store or Store()
    example = os.environ.get("FOU_EXAMPLE") != "0"
    add_example = example and ready.current_number() is None
    if _todo(ready, REFERENCE_DIR, EXAMPLE_DIR, update_example=example, add_example=add_example):
        _build(ready, REFERENCE_DIR, EXAMPLE_DIR, update_example=example, add_example=add_example)
    return ready


def _build(
    store: Store, reference_dir: Path, example_dir: Path, *, update_example: bool, add_example: bool
) -> VersionInfo | None:
    with one_load_at_a_time(store.home):
        todo = _todo(store, reference_dir, example_dir, update_example=update_example, add_example=add_example)
        if not todo:
            return None
        reference = load_reference(reference_dir)
        facts = {REFERENCE: reference}
        if PORTFOLIO in todo:
            facts[PORTFOLIO] = load_example(reference, example_dir)
        with store.first_versions() as target:
            return [_write(target, layer, facts[layer]) for layer in todo][-1]


def _todo(store: Store, reference_dir: Path, example_dir: Path, *, update_example: bool, add_example: bool) -> tuple[str, ...]:
    """Which layers have to be written, in order.

    Args:
        update_example: an embedded example that nobody has changed follows the files.
        add_example: the example is loaded when there is no portfolio yet.
    """
    with contextlib.ExitStack() as stack:
        reader = open_reader(store)
        if reader is None:
            return (REFERENCE, PORTFOLIO) if add_example and _has_files(example_dir) else (REFERENCE,)
        stack.enter_context(reader)
        layers = []
        if reader.fingerprint(REFERENCE) != fingerprint(reference_dir):
            layers.append(REFERENCE)
        last = _last_portfolio(reader)
        if (last is None and add_example and _has_files(example_dir)) or (
            last is not None and update_example and last not in (_OWN, fingerprint(example_dir))
        ):
            layers.append(PORTFOLIO)
        return tuple(layers)


def _has_files(folder: Path) -> bool:
    return any(folder.glob("*.csv"))


def _last_portfolio(reader: StoreReader) -> str | None:
    """What the portfolio was last written from: the fingerprint of an example, `_OWN` for an import, None for nothing."""
    changes = reader.change_sets().filter(pl.col("layer") == PORTFOLIO).get_column("fingerprint").to_list()
    return (changes[-1] or _OWN) if changes else None


def _write(store: Store, layer: str, facts: Facts) -> VersionInfo:
    with contextlib.ExitStack() as stack:
        reader = open_reader(store)
        if reader is not None:
            stack.enter_context(reader)
        stored = StoredRows(reader)
        is_update = any(len(stored.of_layer(name, layer)) for name in TABLES)
        diff = diff_layer(reader, layer, _whole_layer(stored, layer, facts))
    change = Change(_BY, _REASONS[layer])
    return write_diff(store, diff, change, fingerprint=facts.fingerprint, retroactive=is_update)


def _whole_layer(stored: StoredRows, layer: str, facts: Facts) -> dict[str, pl.DataFrame]:
    """The facts, and no rows for tables of the layer that they no longer hold."""
    emptied = {name: stored.of_layer(name, layer).clear() for name in TABLES if len(stored.of_layer(name, layer))}
    return {**emptied, **facts.frames}
