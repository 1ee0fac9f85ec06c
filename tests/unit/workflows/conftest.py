"""A small store: one agreement, one programme, two priority areas, three organisations; and a portfolio that fits it."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.schema import polars_schema
from data.store import Change, Store
from domain.tables import TABLES
from workflows.bootstrap import build_store

Rows = list[dict[str, Any]]
CHANGE = Change("Kari", "Ny lesing", "Brev 1", datetime(2021, 5, 3, 12, 0, 0))

REFERENCE = {
    "agreement": "agreement_id,kind,name_nb,name_en,start_date,end_date\nIA,agreement,IA-avtalen,IA,2019-01-01,2022-12-31\n",
    "programme": "programme_id,agreement_id,name_nb,name_en,start_date,end_date\n"
    "FOU,IA,Programmet,Programme,2019-01-01,2022-12-31\n",
    "priority_area": "area_id,programme_id,name_nb,name_en,short_nb,short_en,valid_from\n"
    "ARB,FOU,Arbeidsmiljø,Work,Arb,Work,2019-01-01\nSYK,FOU,Fravær,Absence,Syk,Abs,2019-01-01\n",
    "organisation": "organisation_id,name_nb,kind\nNAV,Nav,directorate\nAFI,AFI,research\nSTAMI,STAMI,research\n",
    "parameter": "parameter_id,name,value,unit,valid_from,text_nb,text_en\nG1,grense,5,dager,2019-01-01,x,y\n",
}
EXAMPLE = {
    "project": "project_id;programme_id;title_nb;registered_date;is_example\n"
    "E1;FOU;Eksempel 1;01.02.2020;ja\nE2;FOU;Eksempel 2;01.02.2020;ja\n",
    "milestone": "milestone_id;project_id;kind;title_nb;planned_date;is_example\nM1;E1;start;Start;01.03.2020;ja\n",
}


def folder(path: Path, files: Mapping[str, str]) -> Path:
    """A folder with a CSV file for each table."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / f"{name}.csv").write_text(content, encoding="utf-8")
    return path


def frames(tables: Mapping[str, Rows]) -> dict[str, pl.DataFrame]:
    """Typed frames of rows; columns that are not given are empty."""
    schemas = {name: polars_schema(TABLES[name]) for name in tables}
    return {
        name: pl.DataFrame([{column: row.get(column) for column in schemas[name]} for row in rows], schema=schemas[name])
        for name, rows in tables.items()
    }


def portfolio() -> dict[str, Rows]:
    """Two projects with a contract, payments and shares, right in every way."""
    projects = [
        {
            "project_id": f"P{i}",
            "programme_id": "FOU",
            "title_nb": f"Prosjekt {i}",
            "lead_organisation_id": "AFI",
            "research_type": "applied",
            "registered_date": date(2020, 2, i),
            "planned_start_date": date(2020, 3, 1),
            "planned_end_date": date(2021, 3, 1),
        }
        for i in (1, 2)
    ]
    payments = [
        {
            "payment_id": f"B{i}",
            "programme_id": "FOU",
            "kind": "invoice",
            "category": "fou",
            "contract_id": "K1",
            "project_id": "P1",
            "year": 2020,
            "payment_date": date(2020, 6, i),
            "amount_nok": Decimal(100_000 * i),
        }
        for i in (1, 2, 3)
    ]
    return {
        "project": projects,
        "project_area": [
            {"project_id": "P1", "area_id": "ARB", "share_pct": 60.0},
            {"project_id": "P1", "area_id": "SYK", "share_pct": 40.0},
            {"project_id": "P2", "area_id": "SYK", "share_pct": 100.0},
        ],
        "contract": [
            {
                "contract_id": "K1",
                "project_id": "P1",
                "organisation_id": "AFI",
                "route": "competition",
                "title_nb": "Kontrakt",
                "signed_date": date(2020, 2, 20),
                "amount_nok": Decimal(1_000_000),
            }
        ],
        "payment": payments,
    }


@pytest.fixture
def reference_dir(tmp_path: Path) -> Path:
    return folder(tmp_path / "reference", REFERENCE)


@pytest.fixture
def example_dir(tmp_path: Path) -> Path:
    return folder(tmp_path / "example", EXAMPLE)


@pytest.fixture
def store(tmp_path: Path, reference_dir: Path, example_dir: Path) -> Store:
    """A store without any portfolio."""
    ready = Store(tmp_path / "home")
    build_store(ready, example=False, reference_dir=reference_dir, example_dir=example_dir)
    return ready


@pytest.fixture
def example_store(tmp_path: Path, reference_dir: Path, example_dir: Path) -> Store:
    """A store with the example portfolio."""
    ready = Store(tmp_path / "home")
    build_store(ready, example=True, reference_dir=reference_dir, example_dir=example_dir)
    return ready


@pytest.fixture(scope="package")
def _built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("built")
    build_store(Store(home), example=False)
    return home


@pytest.fixture
def real_store(_built_home: Path, tmp_path: Path) -> Store:
    """A store with the real facts alone, to be written to."""
    shutil.copytree(_built_home, tmp_path / "home")
    return Store(tmp_path / "home")


@pytest.fixture
def write_book(tmp_path: Path) -> Callable[..., Path]:
    """Writes a template workbook filled with rows."""
    from reports.exports.template import write_template

    def write(tables: Mapping[str, Rows], name: str = "portefølje.xlsx") -> Path:
        path = tmp_path / name
        write_template(path, references={}, example=frames(tables))
        return path

    return write


@pytest.fixture(scope="session")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the embedded facts and the whole example; tests that write take `whole_example`."""
    home = tmp_path_factory.mktemp("example")
    build_store(Store(home), example=True)
    return home


@pytest.fixture
def whole_example(example_home: Path, tmp_path: Path) -> Store:
    """The example, in a store of the test's own."""
    shutil.copytree(example_home, tmp_path / "home")
    return Store(tmp_path / "home")
