"""The embedded facts as they were known on a day."""

from collections.abc import Callable
from datetime import date

import pytest

from data.snapshot import Snapshot
from data.store import Store
from workflows.bootstrap import build_store

Embedded = Callable[[str], Snapshot]


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    """Gives the facts that come with the product, without the example, as known on a day."""
    store = Store(tmp_path_factory.mktemp("facts"))
    build_store(store, example=False)
    return lambda day: Snapshot.open(store, date.fromisoformat(day))
