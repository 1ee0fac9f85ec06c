"""The frames one inside the other, in every version: who set them, when, by which letter, and whether the parts fit the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner
from analytics.spending.ledger import ZERO
from analytics.spending.levels import programme_of
from data.snapshot import Snapshot
from domain.codes import label
from domain.text import Text, say

_TABLES = ("frame", "evaluation")
#: What each level lies inside.
PARENTS: dict[str, str] = {
    "programme": "knowledge", "fou_assignments": "programme", "stimulation": "programme", "operation": "programme",
}  # fmt: skip
_DEPTHS = {"knowledge": 0, "programme": 1}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a frame, in kroner.

    Attributes:
        before_nok: the amount of the version before; None for the first.
        decided_by: who set it, as they are called; None when the source does not say.
        is_current: whether it is the one in force on the day.
        lacks_document: a change without date or letter.
    """

    level: str
    year: int
    version: int
    amount_nok: Decimal
    before_nok: Decimal | None
    has_reservation: bool
    decided_date: date | None
    decided_by: str | None
    letter_ref: str | None
    is_current: bool

    @property
    def lacks_document(self) -> bool:
        return self.before_nok is not None and (self.decided_date is None or not self.letter_ref)

    def as_json(self) -> dict[str, Any]:
        """Whole kroner; None is unknown."""
        return {
            "level": self.level, "depth": _DEPTHS.get(self.level, 2), "year": self.year, "version": self.version,
            "amount_nok": kroner(self.amount_nok), "before_nok": kroner(self.before_nok), "has_reservation": self.has_reservation,
            "decided_date": self.decided_date, "decided_by": self.decided_by, "letter_ref": self.letter_ref,
            "is_current": self.is_current, "lacks_document": self.lacks_document,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misfit:
    """From a day on, the parts of a level are larger than the level, in kroner."""

    parent: str
    year: int
    from_date: date | None
    parent_nok: Decimal
    parts_nok: Decimal

    def as_json(self) -> dict[str, Any]:
        """Whole kroner."""
        return {
            "parent": self.parent, "year": self.year, "from_date": self.from_date, "parent_nok": kroner(self.parent_nok),
            "parts_nok": kroner(self.parts_nok), "over_nok": kroner(self.parts_nok - self.parent_nok),
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class FrameVersions:
    """Every version of every frame.

    Attributes:
        versions: by level, year and version.
        misfits: where parts are larger than what they lie inside, in any version.
        payers: number of evaluations by who pays; those paid by the instrument's own frame never draw on the programme's.
        evaluations: `payer`, `evaluation_id`, `instrument_id` and `title_nb` of each; a payer that is not given is unknown.
    """

    basis: Basis
    versions: tuple[Version, ...]
    misfits: tuple[Misfit, ...]
    payers: dict[str, int]
    evaluations: pl.DataFrame

    @property
    def changes(self) -> tuple[Version, ...]:
        """Versions that changed an amount."""
        return tuple(v for v in self.versions if v.before_nok is not None and v.before_nok != v.amount_nok)

    @property
    def sentence(self) -> Text:
        """How often frames were changed, the last change with who and by which letter, and whether the parts fit."""
        if not self.versions:
            return say("versions.none", date=self.basis.as_of)
        said = [say("versions.unchanged", count=len(self.versions))]
        if self.changes:
            last = max(self.changes, key=lambda v: (v.decided_date or date.min, v.year, v.level))
            words = say("versions.unknown")
            by, letter = (Text(v, v) if v else words for v in (last.decided_by, last.letter_ref))
            day = say("versions.date", date=last.decided_date) if last.decided_date else words
            level = Text(*(label("frame_level", last.level, lang) for lang in ("nb", "en")))
            told = {"level": level, "year": last.year, "day": day, "by": by, "letter": letter}
            said = [
                say("versions.changed", count=len(self.changes), before=last.before_nok or ZERO, after=last.amount_nok, **told)
            ]
        said.append(say("versions.misfits", count=len(self.misfits)) if self.misfits else say("versions.fits"))
        return Text(" ".join(text.nb for text in said), " ".join(text.en for text in said))

    def as_json(self) -> dict[str, Any]:
        """The versions, what does not fit, and who pays for evaluations."""
        return {
            "versions": [version.as_json() for version in self.versions],
            "changes": [version.as_json() for version in self.changes],
            "misfits": [misfit.as_json() for misfit in self.misfits],
            "evaluations_by_payer": self.payers,
            "evaluations": self.evaluations.to_dicts(),
        }

    def table(self) -> pl.DataFrame:
        """One row a version."""
        rows = [version.as_json() for version in self.versions]
        money = pl.Int64
        schema: dict[str, Any] = {
            "level": pl.String, "depth": pl.Int64, "year": pl.Int64, "version": pl.Int64, "amount_nok": money,
            "before_nok": money,
            "has_reservation": pl.Boolean, "decided_date": pl.Date, "decided_by": pl.String, "letter_ref": pl.String,
            "is_current": pl.Boolean, "lacks_document": pl.Boolean,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, strict=False)


def frame_versions(snapshot: Snapshot) -> FrameVersions:
    """Every version of the programme's frames that is known on the day, one inside the other.

    The programme's frame lies inside the knowledge frame, and R&D assignments, stimulation money and operation inside the
    programme's. On each day that a version was set, the parts in force are added up against what they lie inside; a level without
    a frame that day is not judged. The budget post is a level of its own and is not here.
    """
    rows = _rows(snapshot)
    versions = tuple(_versions(rows))
    paid_by = snapshot.table("evaluation").with_columns(pl.col("payer").fill_null("unknown"))
    payers = paid_by.group_by("payer").len().sort("payer")
    each = paid_by.select("payer", "evaluation_id", "instrument_id", "title_nb").sort("payer", "title_nb", "evaluation_id")
    caveats = (say("versions.caveat_nested"), say("versions.caveat_own_frame"))
    stamped = basis(snapshot, *_TABLES, caveats=caveats)
    return FrameVersions(stamped, versions, tuple(_misfits(rows)), dict(payers.iter_rows()), each)


def _rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    frames = snapshot.table("frame").filter(pl.col("programme_id") == programme_of(snapshot))
    names = snapshot.table("organisation").select(decided_by_id="organisation_id", decided_by="name_nb")
    order = pl.col("level").replace_strict({"knowledge": 0, "programme": 1}, default=2)
    joined = frames.join(names, on="decided_by_id", how="left").sort(order, "level", "year", "version")
    return joined.to_dicts()


def _versions(rows: list[dict[str, Any]]) -> Iterator[Version]:
    last = {(row["level"], row["year"]): row["version"] for row in rows}
    before: dict[tuple[str, int], Decimal] = {}
    for row in rows:
        key = (row["level"], row["year"])
        yield Version(
            row["level"], row["year"], row["version"], row["amount_nok"], before.get(key), bool(row["has_reservation"]),
            row["decided_date"], row["decided_by"], row["letter_ref"], last[key] == row["version"],
        )  # fmt: skip
        before[key] = row["amount_nok"]


def _misfits(rows: list[dict[str, Any]]) -> Iterator[Misfit]:
    """On each day, the parts against the whole; told once for as long as the same amounts stand."""
    days = sorted({row["decided_date"] or date.min for row in rows})
    told: set[tuple[str, int, Decimal, Decimal]] = set()
    for day in days:
        in_force = {(r["level"], r["year"]): r["amount_nok"] for r in rows if (r["decided_date"] or date.min) <= day}
        for parent in dict.fromkeys(PARENTS.values()):
            for year in sorted({year for level, year in in_force if level == parent}):
                parts = [
                    in_force[level, year] for level, above in PARENTS.items() if above == parent and (level, year) in in_force
                ]
                whole, total = in_force[parent, year], sum(parts, ZERO)
                if total > whole and (parent, year, whole, total) not in told:
                    told.add((parent, year, whole, total))
                    yield Misfit(parent, year, None if day == date.min else day, whole, total)
