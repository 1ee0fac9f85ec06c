"""What may be asked of the list of findings and recommendations, and which rows it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from analytics.evidence.finding_levels import LEVELS
from analytics.evidence.finding_rows import ORIGINS
from analytics.evidence.recommendations import RECOMMENDATION_STATES
from analytics.portfolio.register_filters import UNKNOWN, split_choice, told_values, typed_words, words_fit
from analytics.portfolio.register_index import folded
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.text import Text, say

#: Whether a finding is taken into use.
USES: tuple[str, ...] = ("used", "not_used")
#: Filters on findings and on recommendations, by their names in `domain.choices`.
FINDING_FILTERS: tuple[str, ...] = (
    "origin", "priority_area", "instrument", "outcome", "evidence_level", "applicability", "use",
)  # fmt: skip
RECOMMENDATION_FILTERS: tuple[str, ...] = ("status", "owner")
FILTERS: tuple[str, ...] = (*FINDING_FILTERS, *RECOMMENDATION_FILTERS)
#: Filters that may ask for what is not given.
MAY_BE_UNKNOWN: tuple[str, ...] = ("priority_area", "instrument", "owner")
_CODES: Mapping[str, tuple[str, ...]] = {
    "origin": ORIGINS, "outcome": CODE_LISTS["study_outcome"].values, "evidence_level": LEVELS,
    "applicability": CODE_LISTS["applicability"].values, "use": USES, "status": RECOMMENDATION_STATES,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingChoices:
    """What is asked for.

    Attributes:
        values: by filter, the values of which a row must have one; filters that are not used are absent. `UNKNOWN` stands for
            rows where nothing is given.
        words: all of them must occur in the text of a finding or of its recommendations.
    """

    values: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.values or self.words)

    def as_json(self) -> dict[str, object]:
        """What was asked for, with the names of `domain.choices`."""
        return {**self.values, **({"text": " ".join(self.words)} if self.words else {})}


def allowed_values(name: str, findings: pl.DataFrame, recommendations: pl.DataFrame) -> dict[str, None]:
    """The values that a filter may have: those of its code list, else those that occur, and `UNKNOWN` where it applies."""
    if name in _CODES:
        return dict.fromkeys(_CODES[name])
    if name == "priority_area":
        own: Iterable[str] = findings.get_column("area_ids").list.explode(keep_nulls=False, empty_as_null=False).unique().sort()
    elif name == "instrument":
        own = (
            pl.concat([findings.get_column("instrument_id"), recommendations.get_column("instrument_id")])
            .drop_nulls()
            .unique()
            .sort()
        )
    else:
        own = recommendations.get_column("owner_id").drop_nulls().unique().sort()
    return dict.fromkeys((*own, UNKNOWN))


def finding_choices(
    given: Mapping[str, str], findings: pl.DataFrame, recommendations: pl.DataFrame, more: Mapping[str, Iterable[str]]
) -> FindingChoices:
    """What `given` asks for, by the names of `domain.choices`; several values are set apart by commas.

    Args:
        more: by filter, values that exist although no row has them.

    Raises:
        UserError: a name or a value does not exist; tells all that is wrong, and what is allowed.
    """
    faults: list[Text] = []
    values: dict[str, tuple[str, ...]] = {}
    for name in FILTERS:
        if given.get(name, "").strip():
            other_name = ("unknown",) if name in MAY_BE_UNKNOWN else ()
            known = dict.fromkeys((*allowed_values(name, findings, recommendations), *more.get(name, ()), *other_name))
            found, wrong = split_choice(given[name], known)
            values[name] = tuple(dict.fromkeys(UNKNOWN if value in other_name else value for value in found))
            faults += [say("projects.wrong_value", name=name, value=value, allowed=told_values(known)) for value in wrong]
    names = (*FILTERS, "text")
    faults += [say("projects.wrong_name", name=name, allowed=", ".join(names)) for name in given if name not in names]
    if faults:
        raise UserError(" ".join(fault.nb for fault in faults), " ".join(fault.en for fault in faults), code="wrong_choice")
    return FindingChoices({name: found for name, found in values.items() if found}, typed_words(given.get("text", "")))


def selected(findings: pl.DataFrame, recommendations: pl.DataFrame, choices: FindingChoices) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The findings and recommendations that are asked for, each kept by the other.

    A filter on findings also leaves only recommendations that build on a finding that is left, and a filter on recommendations
    only findings with such a recommendation. A recommendation without a finding is left by the filter on instrument and by
    the search when it fits itself; every other filter on findings leaves it out.
    """
    own = findings.filter(_fits(choices, FINDING_FILTERS)) if choices.values else findings
    asked = recommendations.filter(_fits(choices, RECOMMENDATION_FILTERS)) if choices.values else recommendations
    if choices.words:
        own = own.filter(words_fit(_finding_words(own, recommendations), choices.words))
    loose = asked.filter(pl.col("finding_id").is_null() & _fits(choices, ("instrument",)))
    if set(choices.values) & set(FINDING_FILTERS) - {"instrument"}:
        loose = loose.clear()
    if choices.words:
        loose = loose.filter(words_fit(_folded(loose, _RECOMMENDATION_WORDS), choices.words))
    if set(choices.values) & set(RECOMMENDATION_FILTERS):
        own = own.filter(pl.col("finding_id").is_in(asked.get_column("finding_id").drop_nulls().implode()))
    kept = pl.col("finding_id").is_in(own.get_column("finding_id").implode())
    ids = asked.filter(kept | pl.col("recommendation_id").is_in(loose.get_column("recommendation_id").implode()))
    return own, ids


def _fits(choices: FindingChoices, names: Iterable[str]) -> pl.Expr:
    used = [_is_one(name, choices.values[name]) for name in names if name in choices.values]
    return pl.all_horizontal(pl.lit(True), *used)


def _is_one(name: str, values: tuple[str, ...]) -> pl.Expr:
    """Whether a row has one of the values."""
    if name == "priority_area":
        areas = pl.col("area_ids")
        found = areas.list.eval(pl.element().is_in(list(values))).list.any().fill_null(False)
        return found | ((areas.list.len() == 0) & pl.lit(UNKNOWN in values))
    if name == "evidence_level":
        stands = pl.when(pl.col("level_state") == "level").then(pl.col("level").cast(pl.String)).otherwise("level_state")
        return stands.is_in(values)
    if name == "use":
        return pl.when(pl.col("uses") > 0).then(pl.lit(USES[0])).otherwise(pl.lit(USES[1])).is_in(values)
    column = pl.col(_COLUMNS[name])
    return column.is_in(values) | (column.is_null() & pl.lit(UNKNOWN in values and name in MAY_BE_UNKNOWN))


_COLUMNS = {
    "origin": "origin", "instrument": "instrument_id", "outcome": "outcome", "applicability": "applicability",
    "status": "state", "owner": "owner_id",
}  # fmt: skip
_FINDING_WORDS = (
    "finding_id", "text_nb", "text_en", "population_nb", "design_as_written_nb", "instrument_nb", "instrument_en", "project_id",
    "evaluation_id", "origin_nb", "origin_en", "source_title", "note",
)  # fmt: skip
_RECOMMENDATION_WORDS = ("recommendation_id", "text_nb", "owner_nb", "owner_en", "instrument_nb", "instrument_en")


def _finding_words(findings: pl.DataFrame, recommendations: pl.DataFrame) -> pl.DataFrame:
    """The text of each finding, with that of its recommendations."""
    own = _joined(recommendations, _RECOMMENDATION_WORDS)
    of_finding = own.group_by("finding_id").agg(pl.col("told").str.join("\n"))
    both = _joined(findings, _FINDING_WORDS).join(of_finding, on="finding_id", how="left", maintain_order="left", suffix="_more")
    whole = both.select(pl.concat_str("told", "told_more", separator="\n", ignore_nulls=True)).to_series()
    return folded(whole)


def _folded(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    return folded(_joined(frame, names).get_column("told"))


def _joined(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    return frame.select("finding_id", pl.concat_str(*names, separator="\n", ignore_nulls=True).alias("told"))
