"""A writer process for the tests: publishes versions in which every payment has the version's number as its amount."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl

from data import store as store_module
from data.layers import diff_layer, write_diff
from data.schema import polars_schema
from data.store import Change, Store
from domain.tables import TABLES

ROWS = 200


def payments(amount: int) -> pl.DataFrame:
    rows = [{"payment_id": f"B{i:04d}", "amount_nok": Decimal(amount)} for i in range(ROWS)]
    return (
        pl.DataFrame(rows)
        .with_columns(
            pl.lit(None).cast(type_).alias(name)
            for name, type_ in polars_schema(TABLES["payment"]).items()
            if name not in ("payment_id", "amount_nok")
        )
        .cast({"amount_nok": pl.Decimal(18, 2)})
    )


def publish(store: Store, amount: int) -> int:
    reader = store.read() if store.current_number() is not None else None
    diff = diff_layer(reader, "portfolio", {"payment": payments(amount)})
    if reader is not None:
        reader.close()
    return write_diff(store, diff, Change("test", f"amount {amount}")).number


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Make the process kill itself at a named point of the next publish."""
    if point == "after_copy":
        original = shutil.copyfile
        shutil.copyfile = lambda *a, **k: (original(*a, **k), die())
    elif point == "half_copy":

        def half(source: Path, target: Path) -> None:
            target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
            die()

        shutil.copyfile = half
    elif point == "in_build":
        store_module._content_hash = lambda *_: die()
    elif point == "before_rename":
        store_module._sync_file = lambda *_: die()
    elif point == "after_rename":
        Store._point_to = lambda *_: die()
    elif point == "before_pointer":
        original_replace = Path.replace
        Path.replace = lambda self, target: die() if self.suffix == ".tmp" else original_replace(self, target)
    elif point == "after_pointer":
        Store._prune = lambda *_: die()


if __name__ == "__main__":
    home, mode = Path(sys.argv[1]), sys.argv[2]
    target = Store(home, keep=50)
    if mode == "loop":
        amount = (target.current_number() or 0) + 1
        while True:
            number = publish(target, amount)
            print(number, flush=True)
            amount = number + 1
    elif mode == "once":
        print(publish(target, int(sys.argv[3])), flush=True)
    else:
        arm(mode)
        publish(target, 999)
