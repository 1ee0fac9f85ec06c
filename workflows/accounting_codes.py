"""What the codes of the accounts lead to: contracts, projects and purposes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from data.imports.accounting import PostedLine
from workflows.stored_rows import StoredRows


@dataclass(frozen=True, slots=True)
class Target:
    """What a code means: the contract, project, purpose, budget line and programme it leads to."""

    contract_id: str | None = None
    project_id: str | None = None
    category: str | None = None
    line_no: str | None = None
    is_outside: bool = False
    programme_id: str | None = None


class CodeBook:
    """What codes lead to, from the table of codes and from the ids of contracts and projects."""

    def __init__(self, stored: StoredRows) -> None:
        programmes = pl.concat([stored.own("programme"), stored.beside("programme")]).sort("start_date")
        self.programme_id: str = programmes.get_column("programme_id")[-1] if len(programmes) else ""
        projects = stored.own("project")
        named = projects.get_column("programme_id").drop_nulls().unique().to_list()
        if len(named) == 1:
            self.programme_id = str(named[0])
        self._contracts = {row["contract_id"]: row for row in stored.own("contract").iter_rows(named=True)}
        self._projects: dict[str, str | None] = dict(projects.select("project_id", "programme_id").iter_rows())
        self._of_project: dict[str, list[dict[str, Any]]] = {}
        for row in self._contracts.values():
            if row["project_id"]:
                self._of_project.setdefault(row["project_id"], []).append(row)
        self._codes: dict[tuple[str, str], Target] = {
            (row["dimension"], row["code"].casefold()): Target(
                row["contract_id"], row["project_id"], row["category"], row["line_no"], bool(row["is_outside"])
            )
            for row in stored.own("account_code").iter_rows(named=True)
        }

    def target(self, line: PostedLine) -> tuple[Target | None, str]:
        """Where a line belongs; else why that is not known."""
        given = {
            "contract": line.contract_code,
            "project": line.project_code,
            "supplier": line.supplier,
            "account": line.account_code,
        }
        meant = [target for name, code in given.items() if code and (target := self._meaning(name, code)) is not None]
        if any(target.is_outside for target in meant):
            return Target(is_outside=True), ""
        merged = _merged(meant)
        if merged.contract_id is None and merged.project_id is not None:
            contracts = self._fitting(merged.project_id, line.date)
            if len(contracts) > 1:
                return None, "several_contracts"
            merged = _merged([merged, Target(contract_id=contracts[0]["contract_id"] if contracts else None)])
        own = self._contracts.get(merged.contract_id or "", {}).get("project_id")
        if own is not None and merged.project_id not in (None, own):
            return None, "codes_disagree"
        if merged.contract_id is None and merged.project_id is None and merged.category is None:
            return None, "unknown_code" if line.contract_code or line.project_code else "no_code"
        return self._whole(merged), ""

    def _meaning(self, dimension: str, code: str) -> Target | None:
        """What a code means: as it stands, else without the name that some systems write after it ("6700 - Konsulent")."""
        whole = self._meaning_of(dimension, code)
        first, *name = code.split(maxsplit=1)
        return self._meaning_of(dimension, first) if whole is None and name and dimension != "supplier" else whole

    def _meaning_of(self, dimension: str, code: str) -> Target | None:
        coded = self._codes.get((dimension, code.casefold()))
        if coded is not None:
            return coded
        if dimension == "contract" and code in self._contracts:
            return Target(contract_id=code)
        return Target(project_id=code) if dimension == "project" and code in self._projects else None

    def _fitting(self, project_id: str, day: date) -> list[dict[str, Any]]:
        """The contracts of a project that stood on a day; all of them when none did."""
        own = self._of_project.get(project_id, [])
        stood = [
            row for row in own
            if row["signed_date"] <= day and (row["closed_date"] is None or day <= row["closed_date"])
        ]  # fmt: skip
        return stood or own

    def _whole(self, target: Target) -> Target:
        project = target.project_id or self._contracts.get(target.contract_id or "", {}).get("project_id")
        return replace(
            target, project_id=project, category=target.category or "fou", programme_id=self._projects.get(project or "")
        )


def _merged(targets: Iterable[Target]) -> Target:
    """What several codes say together; the first that says something on a field decides."""
    found: dict[str, str] = {}
    for target in targets:
        for name in ("contract_id", "project_id", "category", "line_no"):
            value = getattr(target, name)
            if value is not None:
                found.setdefault(name, value)
    return Target(**found)  # type: ignore[arg-type]
