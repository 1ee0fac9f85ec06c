"""Rules on what certain tables say: shares that make a whole, amounts with the right sign."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analytics.rules.candidate import Candidate, findings_in
from data.imports.findings import RawFinding

#: Shares with few decimals may miss the whole by this much through rounding alone.
_ROUNDING = 0.05
_SUM = "__sum"
_NEGATIVE_PAYMENTS = ("credit_note", "correction")


def check_area_shares(candidate: Candidate) -> Iterator[RawFinding]:
    """A project's shares over the priority areas make 100 per cent."""
    yield from _shares(candidate, "project_area", "area_shares")


def check_question_shares(candidate: Candidate) -> Iterator[RawFinding]:
    """A project's shares over the kinds of question make 100 per cent."""
    yield from _shares(candidate, "project_question", "question_shares")


def _shares(candidate: Candidate, table: str, rule_id: str) -> Iterator[RawFinding]:
    if table not in candidate.given:
        return
    frame = candidate.rows(table).filter(pl.col("project_id").is_not_null())
    unknown = frame.filter(pl.col("share_pct").is_null()).select("project_id")
    sums = (
        frame.join(unknown, on="project_id", how="anti")
        .with_columns(pl.col("share_pct").sum().over("project_id").round(6).alias(_SUM))
        .filter((pl.col(_SUM) - 100).abs() > _ROUNDING)
        .unique(subset="project_id", keep="first", maintain_order=True)
        .with_columns(pl.col(_SUM).cast(pl.String).str.strip_suffix(".0"))
    )
    yield from findings_in(rule_id, candidate.given[table], sums, "share_pct", sum=_SUM, project="project_id")


def check_payment_sign(candidate: Candidate) -> Iterator[RawFinding]:
    """Only credit notes and corrections are negative."""
    if "payment" not in candidate.given:
        return
    frame = candidate.rows("payment")
    ordinary = ~pl.col("kind").is_in(_NEGATIVE_PAYMENTS) & pl.col("kind").is_not_null()
    for column in ("amount_nok", "vat_nok"):
        yield from findings_in("payment_sign", candidate.given["payment"], frame.filter(ordinary & (pl.col(column) < 0)), column)
