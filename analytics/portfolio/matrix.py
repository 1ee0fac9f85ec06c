"""The matrix of coverage for chosen rows and level: every cell, the margins, and where every krone of it lies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.evidence.instrument_frames import UNKNOWN_FRAME, InstrumentFrame, instrument_frames
from analytics.evidence.levels import project_levels
from analytics.portfolio.matrix_cells import matrix_cells
from analytics.portfolio.matrix_places import Columns, inside, matrix_columns, phase_of
from analytics.portfolio.matrix_rows import AREA, matrix_rows, project_links, valid_areas
from analytics.portfolio.split import placements, split_amounts, split_rows
from data.snapshot import Snapshot

#: How projects and money are counted: whole in every cell, or split so that the cells add up.
COUNTINGS: tuple[str, ...] = ("whole", "split")


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The money in all cells beside the contracts of the projects that count, in kroner without value added tax."""

    cells_nok: Decimal
    contracts_nok: Decimal

    @property
    def difference_nok(self) -> Decimal:
        return self.cells_nok - self.contracts_nok


@dataclass(frozen=True, eq=False)
class Matrix:
    """One matrix.

    Attributes:
        kind: what the rows are: "area" or a value of the code list `coverage_row`.
        level, counting: as chosen.
        rows: one row each, with names, `standing` and the margin: `projects` (each once), `projects_split`, `amount_nok`
            (split), `amount_whole_nok` (each project whole), `amount_unknown`, `covered` and `prioritised` (cells).
        columns: the same for the columns, with the names of the area (empty where the column is of no one area).
        cells: every row by every column; see `matrix_cells`.
        inside: one row per cell and project; stopped projects are left out.
        frames: of instruments, the frame of each by id.
        contracts_nok: contract sums of the projects that count, straight from the contracts.
        of_place: which column each area and kind of question lies in.
    """

    kind: str
    level: str
    counting: str
    rows: pl.DataFrame
    columns: pl.DataFrame
    cells: pl.DataFrame
    inside: pl.DataFrame
    frames: dict[str, InstrumentFrame]
    contracts_nok: Decimal
    of_place: pl.DataFrame

    @property
    def prioritised(self) -> int:
        """Number of prioritised cells."""
        return int(self.cells.get_column("is_prioritised").sum())

    @property
    def covered(self) -> int:
        """Number of prioritised cells with at least one project that counts."""
        return len(self.cells.filter(pl.col("is_prioritised") & pl.col("is_covered")))

    @property
    def rows_asked(self) -> pl.DataFrame:
        """The rows with at least one prioritised cell."""
        return self.rows.filter((pl.col("standing") == "asked") & (pl.col("prioritised") > 0))

    @property
    def rows_covered(self) -> pl.DataFrame:
        """Those of `rows_asked` that at least one project that counts is linked to."""
        return self.rows_asked.filter(pl.col("projects") > 0)

    @property
    def linked_nok(self) -> Decimal:
        """Contract money, split, of projects linked to a row."""
        return sum_of(self.rows.filter(pl.col("standing") != "rest"))

    @property
    def in_prioritised_nok(self) -> Decimal:
        """Contract money, split, in prioritised cells."""
        return sum_of(self.cells.filter("is_prioritised"))

    @property
    def not_linked(self) -> int:
        """Projects that count and are linked to no row."""
        return int(self.rows.filter(pl.col("standing") == "rest").get_column("projects").sum())

    @property
    def reconciliation(self) -> Reconciliation:
        """The cells as they are counted, beside the contracts. Split leaves no difference; whole counts money again."""
        name = "amount_nok" if self.counting == "split" else "amount_whole_nok"
        return Reconciliation(sum_of(self.cells, name), self.contracts_nok)

    def frame(self, row_id: str | None) -> InstrumentFrame:
        """The frame of an instrument; unknown where there is none."""
        return self.frames.get(row_id or "", UNKNOWN_FRAME)

    def frame_money(self) -> dict[str, Any]:
        """How far the instruments' own frames are covered, and how many have no amount. The frames are not summed by year."""
        asked, covered = (part.get_column("row_id").to_list() for part in (self.rows_asked, self.rows_covered))
        known = {row_id: total for row_id in asked if (total := self.frame(row_id).total_nok) is not None}
        return {
            "instruments": len(asked),
            "covered_instruments": len(covered),
            "known_nok": sum(known.values(), Decimal(0)),
            "covered_nok": sum((known[row_id] for row_id in covered if row_id in known), Decimal(0)),
            "unknown_instruments": len(asked) - len(known),
        }


def sum_of(frame: pl.DataFrame, name: str = "amount_nok") -> Decimal:
    """The sum of a column of kroner; 0 without rows."""
    return Decimal(frame.get_column(name).sum() or 0)


def placed_projects(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    """One row per project, area and kind of question, with its share, its part of the money and what is told of it.

    Args:
        projects: the register with `role` and `planned_quarter`.
    """
    here = projects.filter(pl.col("role") != "stopped")
    counted = pl.when(pl.col("role") == "counted").then(pl.col("amount_nok"))
    amounts = here.select("project_id", amount_nok=counted)
    split = split_amounts(placements(snapshot, here.get_column("project_id")), amounts)
    levels = project_levels(snapshot).select("project_id", "level_now", "state_now", "level_expected", "state_expected")
    own = here.select(
        "project_id", "role", "status", "planned_quarter", "occurrence_only", phase=phase_of(pl.col("status")),
        amount_whole_nok=counted,
    )  # fmt: skip
    shared = split.with_columns(share=pl.col("weight") / pl.col("weight_sum")).drop("weight", "weight_sum")
    return shared.join(own, on="project_id").join(levels, on="project_id", how="left")


def with_rows(snapshot: Snapshot, kind: str, placed: pl.DataFrame) -> pl.DataFrame:
    """`placed_projects` by row: the area itself, or split equally over the rows that the project is linked to."""
    if kind == AREA:
        return placed.with_columns(row_id=pl.col("area_id"))
    return split_rows(placed, project_links(snapshot, kind))


def build_matrix(
    snapshot: Snapshot, kind: str, level: str, counting: str, placed: pl.DataFrame, *, also: pl.DataFrame | None = None
) -> Matrix:
    """The matrix of the chosen rows, level and counting.

    Args:
        placed: from `placed_projects`.
        also: rows of another day's `with_rows` whose places are to have rows and columns too.
    """
    by_row = with_rows(snapshot, kind, placed)
    keys = by_row.select("row_id", "area_id", "question_kind")
    every = keys if also is None else pl.concat([keys, also.select(keys.columns)])
    areas = valid_areas(snapshot).get_column("area_id").to_list()
    rows = matrix_rows(snapshot, kind, every.get_column("row_id"))
    columns = matrix_columns(kind, level, areas, every)
    return matrix_of(snapshot, kind, level, counting, by_row, rows, columns)


def matrix_of(
    snapshot: Snapshot, kind: str, level: str, counting: str, by_row: pl.DataFrame, rows: pl.DataFrame, columns: Columns
) -> Matrix:
    """The matrix with given rows and columns, so that two days can be laid beside each other."""
    there = inside(by_row, rows, columns)
    cells = matrix_cells(snapshot, kind, level, rows, columns, by_row, there)
    counted = there.filter(pl.col("role") == "counted").get_column("project_id").unique()
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_in(counted.implode()))
    return Matrix(
        kind=kind,
        level=level,
        counting=counting,
        rows=_margins(rows, "row", there, cells),
        columns=_margins(_named(snapshot, columns.table), "column", there, cells),
        cells=cells,
        inside=there,
        frames=instrument_frames(snapshot) if kind == "instrument" else {},
        contracts_nok=sum_of(contracts),
        of_place=columns.of_place,
    )


def _named(snapshot: Snapshot, columns: pl.DataFrame) -> pl.DataFrame:
    """The columns with the names of their areas; an area without a row of its own is called by its id."""
    names = ("name_nb", "name_en", "short_nb", "short_en")
    known = snapshot.table("priority_area").select("area_id", *names)
    joined = columns.join(known, on="area_id", how="left")
    return joined.with_columns(pl.coalesce(name, "area_id").alias(name) for name in names)


def _margins(lines: pl.DataFrame, name: str, there: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """The rows or columns with what lies in all of their cells; a project counts once here."""
    counted = there.filter(pl.col("role") == "counted")
    shares = counted.group_by(name).agg(
        projects=pl.col("project_id").n_unique(),
        projects_split=pl.col("share").sum().round(9),
        amount_nok=pl.col("amount_nok").sum(),
    )
    once = counted.unique([name, "project_id"])
    whole = once.group_by(name).agg(pl.col("amount_whole_nok").sum(), amount_unknown=pl.col("amount_whole_nok").null_count())
    asked = cells.group_by(name).agg(
        covered=(pl.col("is_prioritised") & pl.col("is_covered")).sum(), prioritised=pl.col("is_prioritised").sum()
    )
    joined = lines
    for part in (shares, whole, asked):
        joined = joined.join(part, on=name, how="left")
    counts = [pl.col(c).fill_null(0).cast(pl.Int64) for c in ("projects", "amount_unknown", "covered", "prioritised")]
    money = [pl.col(c).fill_null(0).cast(pl.Decimal(18, 2)) for c in ("amount_nok", "amount_whole_nok")]
    return joined.with_columns(*counts, *money, pl.col("projects_split").fill_null(0.0)).sort(name)
