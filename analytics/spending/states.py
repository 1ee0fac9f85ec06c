"""Where every krone of a year stands: in exactly one state, by purpose and by what it was promised to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import polars as pl

from analytics.spending.ledger import Ledger, last_day, settled, unpaid
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

#: The states, from money that is gone to money that is not spoken for.
STATES: tuple[str, ...] = CODE_LISTS["money_state"].values
#: States that follow from rows; `released` and `free` are what is left of the year.
_FROM_ROWS: tuple[str, ...] = ("paid", "accrued", "bound", "conditional", "procurement", "planned")
_MONEY = pl.Decimal(18, 2)
_KEYS = ("category", "promised_to", "project_id", "line_no")
PARTS_SCHEMA: dict[str, pl.DataType] = {
    "year": pl.Int64(), "state": pl.String(), "category": pl.String(), "promised_to": pl.String(), "project_id": pl.String(),
    "line_no": pl.String(), "amount_nok": _MONEY,
}  # fmt: skip


def state_parts(snapshot: Snapshot, book: Ledger, years: Iterable[int]) -> pl.DataFrame:
    """The kroner of each year that stand in a state because of a row, on the year's day.

    The year's day is its last one, or the snapshot's while that has not come. A krone is in the first that holds:

    - `paid`: booked on the year as a payment; a credit note counts against.
    - `accrued`: bound, not paid, and the work is done (the last accrual of the contract, less what was paid since).
    - `bound`: promised without further conditions and neither paid nor accrued, with what earlier years left unpaid.
    - `conditional`: promised on a condition that is not met.
    - `procurement`: budgeted and not promised, on a line whose call has begun and is neither contracted nor cancelled.
    - `planned`: budgeted and neither promised nor in procurement.

    Returns:
        `year`, `state`, `category`, `promised_to` (the contract or what stands in its place), `project_id`, `line_no` (the last
        two empty when the row names none) and `amount_nok`, exact kroner without VAT. Amounts of `paid` may be negative.
        What is released, and what is free, is not here: it is what the frame leaves.
    """
    calls = _begun_calls(snapshot)
    frames = [pl.DataFrame(schema=PARTS_SCHEMA)]
    for year in sorted(set(years)):
        day = last_day(year, book.as_of)
        owed = _unpaid(book, year, day)
        accrued = _accrued(snapshot, book, owed, day)
        frames += [_paid(book, year), *_split_accrued(owed, accrued, year), _conditional(book, year, day)]
        frames.append(_planned(book, year, day, _calls_by(calls, day)))
    parts = pl.concat([frame.select(list(PARTS_SCHEMA)).cast(pl.Schema(PARTS_SCHEMA)) for frame in frames])
    return parts.filter(pl.col("amount_nok") != 0).sort("year", "state", *_KEYS, nulls_last=True)


def released(book: Ledger, year: int) -> Decimal:
    """Kroner of `year` whose promise was taken back by the year's day."""
    day = last_day(year, book.as_of)
    rows = book.commitments.filter((pl.col("kind") == "release") & (pl.col("year") == year) & (pl.col("decided_date") <= day))
    return Decimal(rows.get_column("amount_nok").sum() or 0)


def _paid(book: Ledger, year: int) -> pl.DataFrame:
    rows = book.payments.filter(pl.col("year") == year)
    sums = rows.group_by(*_KEYS).agg(pl.col("amount_nok").sum())
    return sums.with_columns(year=pl.lit(year), state=pl.lit("paid"))


def _unpaid(book: Ledger, year: int, day: date) -> pl.DataFrame:
    """What is promised without condition, not paid, and counts in `year`: `promised_to`, `category`, `amount_nok`, names."""
    rows = book.commitments.filter(
        (pl.col("decided_date") <= day)
        & ((pl.col("kind") != "conditional") | (pl.col("condition_met_date") <= day).fill_null(False))
    )
    amount = pl.when(pl.col("kind") == "release").then(-pl.col("amount_nok")).otherwise(pl.col("amount_nok"))
    shares = rows.group_by("promised_to", "year", "category").agg(amount.sum().alias("share_nok"))
    shares = pl.concat([shares.join(_with_negative(shares), on="promised_to", how="anti"), _settled_shares(shares)])
    used = book.payments.filter(pl.col("year") <= year).group_by("promised_to").agg(used_nok=pl.col("amount_nok").sum())
    ordered = shares.join(used, on="promised_to", how="left").sort("promised_to", "year", "category")
    before = (pl.col("share_nok").cum_sum().over("promised_to") - pl.col("share_nok")).cast(_MONEY)
    zero = pl.lit(Decimal(0)).cast(_MONEY)
    rest = pl.max_horizontal(pl.col("used_nok").fill_null(Decimal(0)).cast(_MONEY) - before, zero)
    left = ordered.with_columns(amount_nok=pl.max_horizontal(pl.col("share_nok") - rest, zero).cast(_MONEY))
    is_future = year > book.as_of.year
    counts = pl.col("year") == year if is_future else pl.col("year") <= year
    sums = left.filter(counts).group_by("promised_to", "category").agg(pl.col("amount_nok").sum())
    return sums.join(_names(book.commitments), on="promised_to", how="left")


def _with_negative(shares: pl.DataFrame) -> pl.DataFrame:
    return shares.filter(pl.col("share_nok") < 0).select("promised_to").unique()


def _settled_shares(shares: pl.DataFrame) -> pl.DataFrame:
    """Schedules in which more is released than a share holds, without negative shares."""
    odd = shares.join(_with_negative(shares), on="promised_to", how="semi")
    found: list[tuple[str, int, str, Decimal]] = []
    for (promised_to,), group in odd.group_by("promised_to"):
        own = {(year, category): amount for year, category, amount in group.select("year", "category", "share_nok").iter_rows()}
        found += [(str(promised_to), share.year, share.category, share.amount_nok) for share in unpaid(settled(own), Decimal(0))]
    return pl.DataFrame(found, schema=shares.schema, orient="row")


def _names(rows: pl.DataFrame) -> pl.DataFrame:
    """The project and budget line of what was promised to, where its rows agree on one."""
    one = [
        pl.when(pl.col(name).drop_nulls().n_unique() == 1).then(pl.col(name).drop_nulls().first()).alias(name)
        for name in ("project_id", "line_no")
    ]
    return rows.group_by("promised_to").agg(one)


def _accrued(snapshot: Snapshot, book: Ledger, owed: pl.DataFrame, day: date) -> pl.DataFrame:
    """`promised_to` and `accrued_nok`: work done and not paid on the day, never more than is owed."""
    rows = snapshot.table("accrual").filter((pl.col("accrued_date") <= day) & (pl.col("year") <= day.year))
    last = rows.sort("accrued_date", "accrual_id").unique(["contract_id", "year"], keep="last", maintain_order=True)
    sums = last.group_by(promised_to=pl.lit("contract_id:") + pl.col("contract_id")).agg(
        accrued_nok=pl.col("amount_nok").sum(), since=pl.col("accrued_date").max()
    )
    paid = book.payments.select("promised_to", "payment_date", "amount_nok").join(
        sums.select("promised_to", "since"), on="promised_to"
    )
    later = paid.filter((pl.col("payment_date") > pl.col("since")) & (pl.col("payment_date") <= day))
    less = later.group_by("promised_to").agg(paid_nok=pl.col("amount_nok").sum())
    total = owed.group_by("promised_to").agg(owed_nok=pl.col("amount_nok").sum())
    joined = sums.join(less, on="promised_to", how="left").join(total, on="promised_to", how="inner")
    zero = pl.lit(Decimal(0)).cast(_MONEY)
    rest = pl.max_horizontal(pl.col("accrued_nok") - pl.col("paid_nok").fill_null(Decimal(0)), zero)
    return joined.select("promised_to", accrued_nok=pl.min_horizontal(rest, "owed_nok").cast(_MONEY))


def _split_accrued(owed: pl.DataFrame, accrued: pl.DataFrame, year: int) -> list[pl.DataFrame]:
    """What is owed as accrued and bound; the accrued is taken from the purposes in order."""
    joined = owed.join(accrued, on="promised_to", how="left").sort("promised_to", "category")
    zero = pl.lit(Decimal(0)).cast(_MONEY)
    before = (pl.col("amount_nok").cum_sum().over("promised_to") - pl.col("amount_nok")).cast(_MONEY)
    room = pl.max_horizontal(pl.col("accrued_nok").fill_null(Decimal(0)).cast(_MONEY) - before, zero)
    parts = joined.with_columns(done=pl.min_horizontal("amount_nok", room).cast(_MONEY), year=pl.lit(year))
    return [
        parts.with_columns(state=pl.lit("accrued"), amount_nok=pl.col("done")),
        parts.with_columns(state=pl.lit("bound"), amount_nok=(pl.col("amount_nok") - pl.col("done")).cast(_MONEY)),
    ]


def _conditional(book: Ledger, year: int, day: date) -> pl.DataFrame:
    is_met = (pl.col("condition_met_date") <= day).fill_null(False)
    rows = book.commitments.filter(
        (pl.col("kind") == "conditional") & (pl.col("year") == year) & (pl.col("decided_date") <= day) & ~is_met
    )
    sums = rows.group_by(*_KEYS).agg(pl.col("amount_nok").sum())
    return sums.with_columns(year=pl.lit(year), state=pl.lit("conditional"))


def _planned(book: Ledger, year: int, day: date, calls: pl.DataFrame) -> pl.DataFrame:
    """What is left of each budget line, in procurement or planned."""
    lines = book.lines.filter((pl.col("year") == year) & (pl.col("decided_date") <= day)).sort("line_no", "version")
    current = lines.unique("line_no", keep="last", maintain_order=True)
    own = (pl.col("year") == year) & pl.col("line_no").is_not_null()
    amount = pl.when(pl.col("kind") == "release").then(-pl.col("amount_nok")).otherwise(pl.col("amount_nok"))
    promised = book.commitments.filter(own & (pl.col("decided_date") <= day)).group_by("line_no").agg(promised=amount.sum())
    paid = book.payments.filter(own).group_by("line_no").agg(paid=pl.col("amount_nok").sum())
    joined = current.join(promised, on="line_no", how="left").join(paid, on="line_no", how="left")
    zero = pl.lit(Decimal(0)).cast(_MONEY)
    taken = pl.max_horizontal(pl.col("promised").fill_null(Decimal(0)), pl.col("paid").fill_null(Decimal(0)))
    left = pl.max_horizontal(pl.col("amount_nok") - taken, zero).cast(_MONEY)
    state = (
        pl.when(pl.col("call_id").is_in(calls.get_column("call_id").implode()))
        .then(pl.lit("procurement"))
        .otherwise(pl.lit("planned"))
    )
    return joined.select(
        "category", "project_id", "line_no", amount_nok=left, state=state.fill_null("planned"), year=pl.lit(year),
        promised_to=pl.lit("line_no:") + pl.col("line_no"),
    )  # fmt: skip


def _begun_calls(snapshot: Snapshot) -> pl.DataFrame:
    """`call_id`, `begun` and `over`: the first step (or the registration), and when it was contracted or cancelled."""
    steps = snapshot.table("call_step").filter(pl.col("actual_date").is_not_null())
    ends = pl.col("step").is_in(["contracted", "cancelled"])
    first = steps.filter(~ends).group_by("call_id").agg(first=pl.col("actual_date").min())
    over = steps.filter(ends).group_by("call_id").agg(over=pl.col("actual_date").min())
    joined = snapshot.table("call").join(first, on="call_id", how="left").join(over, on="call_id", how="left")
    return joined.select("call_id", "over", begun=pl.coalesce("first", "registered_date"))


def _calls_by(calls: pl.DataFrame, day: date) -> pl.DataFrame:
    return calls.filter((pl.col("begun") <= day) & (pl.col("over").is_null() | (pl.col("over") > day)))
