"""What a rule of the programme plan is, and what it gives: rows judged, rows that could not be, and hits in words."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES
from domain.text import LANGS, Text, say, tell, texts, value_text

Severity = Literal["breach", "consider", "note"]
SEVERITIES: tuple[str, ...] = CODE_LISTS["rule_severity"].values

#: Columns that tell where a hit leads; a group of hits has those that fit it.
PLACES: dict[str, pl.DataType] = {
    "project_id": pl.String(), "call_id": pl.String(), "framework_id": pl.String(), "need_id": pl.String(),
    "plan_year": pl.Int64(),
}  # fmt: skip
HIT_SCHEMA: dict[str, pl.DataType] = {
    "rule_id": pl.String(), "severity": pl.String(), "table": pl.String(), "record_id": pl.String(), **PLACES,
    "rows": pl.List(pl.String()), "message_nb": pl.String(), "message_en": pl.String(),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Group:
    """Hits that are told with the same text.

    Attributes:
        message: the text is `plan_rules.<rule>.<message>`.
        severity: of each of them.
        table: the table that `record_id` is of.
        rows: one row a hit: `record_id`, columns of `PLACES`, `rows` (ids of what was hit, when more than the record), and
            the values of the text. A value that differs between the languages stands in `<name>_nb` and `<name>_en`.
        codes: values that are codes, with their code list.
    """

    message: str
    severity: Severity
    table: str
    rows: pl.DataFrame
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Found:
    """What a rule gives.

    Attributes:
        judged: rows that could be judged.
        groups: the hits.
        unjudged: rows that the rule is about, but that lack what it needs, such as a date.
    """

    judged: int
    groups: tuple[Group, ...] = ()
    unjudged: int = 0


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule that follows from the programme plan; its texts are `plan_rules.<id>.title`, `.demand` and `.todo`.

    Attributes:
        id: its stable name; an assessment of a hit refers to it.
        severity: the gravest that a hit can have.
        table: the table that it is about.
        columns: the columns that it looks at.
        paragraph: where in the plan: chapters as "9.1", annexes as "annex_1".
        reads: every table that must be seen for the rule to be judged.
        check: finds the hits.
    """

    id: str
    severity: Severity
    table: str
    columns: tuple[str, ...]
    paragraph: tuple[str, ...]
    reads: tuple[str, ...]
    check: Callable[[Snapshot], Found]

    @property
    def title(self) -> Text:
        """The rule in a few words."""
        return say(f"plan_rules.{self.id}.title")

    @property
    def demand(self) -> Text:
        """What the plan demands, in its words."""
        return say(f"plan_rules.{self.id}.demand")

    @property
    def todo(self) -> Text:
        """What to do with a hit."""
        return say(f"plan_rules.{self.id}.todo")

    @property
    def place(self) -> Text:
        """The paragraph in words, with a capital."""
        words = say("plan_rules.places", places=[_place(part) for part in self.paragraph])
        return Text(*(words.get(lang)[:1].upper() + words.get(lang)[1:] for lang in LANGS))

    def is_visible(self, snapshot: Snapshot) -> bool:
        """Whether the reader may see every table that the rule needs."""
        return all(snapshot.can_see(TABLES[name]) for name in self.reads)


def _place(part: str) -> Text:
    return say("plan_rules.chapter", number=part) if part[0].isdigit() else say(f"plan_rules.{part}")


def hits_of(rule: PlanRule, found: Found) -> pl.DataFrame:
    """The hits of a rule in words, ordered by severity and record; the columns of `HIT_SCHEMA`."""
    frames = [_worded(rule.id, group) for group in found.groups if not group.rows.is_empty()]
    return pl.concat(frames) if frames else pl.DataFrame(schema=HIT_SCHEMA)


def _worded(rule_id: str, group: Group) -> pl.DataFrame:
    rows = group.rows
    messages = {f"message_{lang}": _messages(rule_id, group, lang) for lang in LANGS}
    fixed = {"rule_id": rule_id, "severity": group.severity, "table": group.table}
    own = [pl.col(n).cast(t) if n in rows.columns else pl.lit(None, t).alias(n) for n, t in PLACES.items()]
    hit = pl.col("rows") if "rows" in rows.columns else pl.concat_list("record_id")
    made = rows.with_columns(*own, hit.alias("rows"), *(pl.lit(value).alias(name) for name, value in fixed.items()))
    worded = made.with_columns(pl.Series(name, words, pl.String) for name, words in messages.items())
    return worded.select(list(HIT_SCHEMA)).cast(dict(HIT_SCHEMA))  # type: ignore[arg-type]


def _messages(rule_id: str, group: Group, lang: str) -> list[str]:
    """The text of each hit, column by column so that many hits cost little."""
    count = len(group.rows)
    template = texts(lang).get(f"plan_rules.{rule_id}.{group.message}") or tell(f"plan_rules.{rule_id}.{group.message}", lang)
    parts: list[list[str]] = []
    for literal, name, spec, _ in string.Formatter().parse(template):
        if literal:
            parts.append([literal] * count)
        if name:
            parts.append(_column(group, name, spec or "", lang))
    return ["".join(row) for row in zip(*parts, strict=True)]


def _column(group: Group, name: str, spec: str, lang: str) -> list[str]:
    column = name if name in group.rows.columns else f"{name}_{lang}"
    known: dict[Any, str] = {}
    written = []
    for value in group.rows.get_column(column).to_list():
        key = tuple(value) if isinstance(value, list) else value
        if key not in known:
            known[key] = _value(key, group.codes.get(name), spec, lang)
        written.append(known[key])
    return written


def _value(value: Any, codes: str | None, spec: str, lang: str) -> str:
    if value is None or value == ():
        return tell("plan_rules.unknown", lang)
    if codes is not None:
        value = [_word(codes, v, lang) for v in value] if isinstance(value, tuple) else _word(codes, value, lang)
    return value_text(value, spec, lang)


def _word(codes: str, value: str, lang: str) -> str:
    """The word for a code as it stands within a sentence."""
    word = CODE_LISTS[codes].label(value, lang)
    return word[0].lower() + word[1:] if word[1:2].islower() else word
