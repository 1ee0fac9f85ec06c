"""The sentences of the knowledge needs: the answer first, with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from analytics.portfolio.needs_orphans import LinkCount, Orphan
from analytics.portfolio.needs_rows import COVERS
from domain.codes import CODE_LISTS
from domain.text import Text, say

#: Needs are named when there are no more than this; a sentence with more cannot be read.
_NAMED = 4


def joined(parts: list[Text]) -> Text:
    """Sentences after each other."""
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))


def needs_sentence(as_of: date, needs: pl.DataFrame, unanchored: int) -> Text:
    """How many needs have a project; what is said of the rest; and how many of those without either have high priority.

    Args:
        as_of: the day.
        needs: as `need_rows` gives them.
        unanchored: how many projects answer no need.
    """
    if needs.is_empty():
        parts = [say("needs.none", date=as_of)]
        if unanchored:
            parts.append(say(f"needs.none_projects_{_number(unanchored)}", count=unanchored))
        return joined(parts)
    counts = cover_counts(needs)
    key = "needs.with_project_one" if len(needs) == 1 else "needs.with_project"
    parts = [say(key, part=counts["with_project"], whole=len(needs), date=as_of)]
    without = needs.filter(pl.col("cover") == "none")
    parts += _parts(counts, without.get_column("need_id").to_list())
    for key, column, value in (("planned", "answer", "planned"), ("high", "priority", "high")):
        count = sum((without.get_column(column) == value).fill_null(False))
        if counts["none"] > 1 and count:
            parts.append(say(f"needs.{key}_{_number(count)}", count=count))
    return joined(parts)


def cover_counts(needs: pl.DataFrame) -> dict[str, int]:
    """How many needs have each cover; 0 where there is none."""
    found = dict(needs.group_by("cover").len().iter_rows())
    return {cover: found.get(cover, 0) for cover in COVERS}


def _parts(counts: Mapping[str, int], without: list[str]) -> list[Text]:
    """What is said of the needs without a project."""
    parts = [say(f"needs.part_{cover}", count=counts[cover]) for cover in ("not_now", "only_stopped") if counts[cover]]
    if 0 < counts["none"] <= _NAMED:
        parts.append(say("needs.part_none_named", count=counts["none"], ids=", ".join(without)))
    elif counts["none"]:
        parts.append(say("needs.part_none", count=counts["none"]))
    return parts


def autumn_sentence(as_of: date, meetings: pl.DataFrame) -> Text:
    """What has become of the needs of the last autumn meeting; of the last one with needs too, when the last had none."""
    autumn = meetings.filter((pl.col("kind") == "autumn") & (pl.col("meeting_date") <= as_of))
    if autumn.is_empty():
        return say("needs.autumn_never", date=as_of)
    rows = list(autumn.iter_rows(named=True))
    parts = [_of_meeting(rows[0])]
    with_needs = next((row for row in rows if row["needs"]), None)
    if with_needs is not None and with_needs is not rows[0]:
        parts.append(_of_meeting(with_needs))
    return joined(parts)


def _of_meeting(row: Mapping[str, Any]) -> Text:
    if not row["needs"]:
        return say("needs.autumn_none", date=row["meeting_date"])
    parts = [say("needs.autumn_with_project", count=row["with_project"])] if row["with_project"] else []
    parts += _parts(row, row["without_ids"])
    told = say(f"needs.autumn_{_number(row['needs'])}", date=row["meeting_date"], count=row["needs"])
    return joined([told, *parts])


def need_sentence(row: Mapping[str, Any], names: Mapping[str, Text]) -> Text:
    """Where one need stands, who asked for it, when, and how old it is.

    Args:
        row: as `need_rows` gives it.
        names: the names of organisations by id.
    """
    who = names.get(row["raised_by_id"] or "", say("needs.asked_by_nobody"))
    where = {"who": who, "date": row["raised_date"], "meeting": row["meeting_nb"]}
    asked = say("needs.asked_in_meeting" if row["meeting_nb"] else "needs.asked_outside", **where)
    parts = [answer_sentence(row), asked]
    others = [names.get(id_, Text(id_, id_)) for id_ in row["asked_by_ids"] if id_ != row["raised_by_id"]]
    if others:
        parts.append(say("needs.asked_also", who=others))
    parts.append(say(f"needs.age_{_number(row['age_days'])}", count=row["age_days"]))
    return joined(parts)


def answer_sentence(row: Mapping[str, Any]) -> Text:
    """Where one need stands, in a sentence."""
    if row["answer"] != "not_now":
        return say(f"needs.answer_{row['answer']}")
    if row["is_put_off"]:
        return say("needs.answer_not_now", date=row["not_now_date"], reason=row["not_now_reason_nb"])
    return say("needs.answer_not_now_bare", date=row["not_now_date"])


def link_sentence(link: LinkCount) -> Text:
    """How far a link reaches."""
    return say(
        f"needs.link.{link.link}", from_linked=link.from_linked, from_total=link.from_total, to_linked=link.to_linked,
        to_total=link.to_total,
    )  # fmt: skip


def link_name(link: str) -> Text:
    """What a link ties together."""
    return say(f"needs.link_name.{link}")


def orphan_name(orphan: Orphan) -> Text:
    """What a group of orphans is."""
    return say(f"needs.orphan.{orphan.key}")


def _number(count: int) -> str:
    return "one" if count == 1 else "many"


def inputs_sentence(inputs: pl.DataFrame) -> Text:
    """How many inputs there are, from whom, and what became of them."""
    if inputs.is_empty():
        return say("needs.inputs_none")
    givers = inputs.select("organisation_id", "organisation_nb", "organisation_en").unique()
    many = say("needs.inputs_parties", count=len(givers))
    who = many if len(givers) > 1 else Text(givers["organisation_nb"][0], givers["organisation_en"][0])
    counts = dict(inputs.group_by("outcome").len().iter_rows())
    codes = CODE_LISTS["input_outcome"].codes
    parts = [
        say("needs.inputs_part", outcome=Text(code.nb, code.en), count=counts[code.value])
        for code in codes
        if counts.get(code.value)
    ]
    told = Text("; ".join(part.nb for part in parts), "; ".join(part.en for part in parts))
    last = inputs.get_column("received_date").max()
    return say(f"needs.inputs_{_number(len(inputs))}", count=len(inputs), who=who, last=last, parts=told)


def silent_sentence(parties: pl.DataFrame, inputs: pl.DataFrame) -> Text | None:
    """The members of the reference group among `parties` that gave none of the inputs; None when all gave some."""
    silent = parties.filter(pl.col("role").is_not_null()).join(inputs, on="organisation_id", how="anti", maintain_order="left")
    if silent.is_empty():
        return None
    names = [Text(nb, en) for nb, en in silent.select("organisation_nb", "organisation_en").iter_rows()]
    return say(f"needs.silent_{_number(len(names))}", count=len(names), who=names)
