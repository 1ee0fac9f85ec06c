"""The material for the final report as a document for the external author: finding, evidence, source, follow-up, and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from analytics.evidence.final_report import (
    FinalReport,
    Section,
    area_names,
    gap_areas,
    missing_text,
    part_counts,
    part_name,
)
from analytics.evidence.final_report_parts import Part, completeness
from analytics.evidence.finding_text import allows_text, found_text, level_text, unit_text
from domain.codes import label
from domain.numbers import date_text
from domain.text import Text, say, tell
from reports.exports.document import Block, Column, Document, Heading, Paragraph, Points, Table, Value, basis_notes


def final_report_document(found: FinalReport, lang: str) -> Document:
    """The whole material in one language: completeness, findings by area, other evaluations, mixed findings,
    recommendations, gaps, sources and words. The numbers are those of the report `final-report`."""
    write = _Writer(found, lang)
    blocks: list[Block] = [
        Paragraph(write.say("intro")),
        Paragraph(found.sentence.get(lang)),
        *write.completeness(),
        *(block for section in found.sections for block in write.section(section)),
        *write.others(),
        *write.mixed(),
        *write.recommendations(),
        *write.gaps(),
        *write.sources(),
        *write.words(),
    ]
    title = write.say("title")
    programme = found.programme.get(lang) if found.programme else write.say("no_programme")
    notes = (*basis_notes(found, lang), (write.say("units"), write.say("units_words")))
    return Document(title, programme, lang, found.basis.as_of, found.basis.data_version, notes, tuple(blocks))


def findings_table(found: FinalReport, rows: pl.DataFrame, sheet: str, title: str, lang: str) -> Table:
    """The chain of some findings as one table: the finding as recorded, what the design allows, source, use and follow-up.

    Args:
        rows: rows of `finding_rows`.
        sheet, title: names of the table.
    """
    return _Writer(found, lang).findings(sheet, title, rows)


class _Writer:
    """Writes the blocks of the document in one language."""

    def __init__(self, found: FinalReport, lang: str) -> None:
        self.found, self.lang = found, lang
        self.names = area_names(found)

    def say(self, key: str, /, **values: Any) -> str:
        return tell(f"exports.final_report.{key}", self.lang, **values)

    def column(self, name: str, kind: str = "text", width: float = 1.0, *, unknown: str = "", book: bool = False) -> Column:
        return Column(self.say(f"column.{name}"), kind, width, unknown, book, name)

    def example(self) -> Column:
        return self.column("example", width=0.8)

    def yes_no(self, value: object) -> str:
        return tell("frame.yes" if value else "frame.no", self.lang)

    def completeness(self) -> Iterable[Block]:
        """What is counted, by part; then by area."""
        yield Heading(self.say("complete"))
        yield Paragraph(self.say("complete_how"))
        columns = (
            self.column("part", width=1.4),
            self.column("counts", width=4),
            self.column("met", "int", 0.7),
            self.column("of", "int", 0.7),
            self.column("lacks", "int", 0.7),
            self.column("pct", "pct", 0.8, unknown=self.say("nothing")),
            self.column("weight", "number", 0.7, unknown=self.say("not_counted")),
        )
        rows: list[tuple[Value, ...]] = [
            (part_name(part.name).get(self.lang), part_counts(part.name).get(self.lang), part.met, part.of, part.of - part.met,
             part.pct, part.weight)
            for part in self.found.parts
        ]  # fmt: skip
        met, of = completeness(self.found.parts)
        rows.append((self.say("whole"), self.say("whole_counts"), met, of, of - met, self.found.pct, None))
        example = self.found.basis.contains_example_data
        yield Table(self.say("sheet.complete"), self.say("complete_table"), columns, tuple(rows), example)
        yield from self._by_area(example)

    def _by_area(self, example: bool) -> Iterable[Block]:
        names = [part.name for part in self.found.parts if part.name != "evaluations"]
        columns = (
            Column(self.say("column.area"), "text", 2), self.column("pct", "pct", 0.8, unknown=self.say("nothing")),
            *(Column(part_name(name).get(self.lang), "text", 1) for name in names),
        )  # fmt: skip
        rows = [
            (section.name.get(self.lang), section.pct, *(self._of(part) for part in section.parts if part.name in names))
            for section in self.found.sections
        ]
        yield Table(self.say("sheet.by_area"), self.say("by_area_table"), columns, tuple(rows), example)

    def _of(self, part: Part) -> str:
        return self.say("part_of", met=part.met, of=part.of) if part.of else self.say("nothing")

    def section(self, section: Section) -> Iterable[Block]:
        """One area: what there is in words, and the chain of each finding."""
        yield Heading(section.name.get(self.lang) if section.area_id is None else self.say("area", name=section.name))
        yield Paragraph(section.sentence.get(self.lang))
        if len(section.findings):
            yield self.findings(section.name.get(self.lang), self.say("area_table", name=section.name), section.findings)

    def others(self) -> Iterable[Block]:
        """Findings of other evaluations of the agreement."""
        yield Heading(self.say("others"))
        yield Paragraph(self.say("others_how"))
        table = self.findings(self.say("sheet.others"), self.say("others_table"), self.found.others)
        yield table if table.rows else Paragraph(self.say("others_none"))

    def findings(self, sheet: str, title: str, rows: pl.DataFrame) -> Table:
        """The chain of each finding."""
        missing = self.say("not_stated")
        columns = (
            self.column("id", width=0.8), self.column("finding", width=2.5), self.column("reading", width=1.8),
            self.column("measured", width=1.6), self.column("population", width=1.4, unknown=missing),
            self.column("source", width=2), self.column("follow_up", width=2, unknown=self.say("not_described")),
            self.column("applicability", width=1.2), self.column("used", width=1.3, unknown=self.say("not_used")),
            self.column("instrument", book=True, unknown=self.say("no_instrument")), self.column("level", book=True),
            self.column("estimate", "number", book=True), self.column("low", "number", book=True),
            self.column("high", "number", book=True), self.column("unit", book=True),
            self.column("reported", "date", book=True), self.column("source_id", book=True), self.column("url", book=True),
            self.column("note", book=True), self.example(),
        )  # fmt: skip
        told = tuple(self._finding(row) for row in rows.iter_rows(named=True))
        return Table(sheet, title, columns, told, bool(rows.get_column("is_example").any()))

    def _finding(self, row: dict[str, Any]) -> tuple[Value, ...]:
        lang = self.lang
        return (
            row["finding_id"],
            self.say("quoted", text=row[f"text_{lang}"]),
            allows_text(row).get(lang),
            found_text(row).get(lang),
            row["population_nb"],
            self._source(row),
            self._follow_up(row["finding_id"]),
            label("applicability", row["applicability"], lang),
            self._used(row["finding_id"]),
            row[f"instrument_{lang}"],
            level_text(row).get(lang),
            row["estimate"],
            row["interval_low"],
            row["interval_high"],
            unit_text(row["unit_nb"]).get(lang) if row["size_state"] != "none" else None,
            row["reported_date"],
            row["source_id"],
            row["source_url"],
            row["note"],
            self.yes_no(row["is_example"]),
        )

    def _source(self, row: Mapping[str, Any]) -> str:
        """The project or evaluation, and the source with the place in it."""
        found = self.say("from", title=row[f"origin_{self.lang}"], id=row["evaluation_id"] or row["project_id"])
        parts = [row["source_title"], row["source_place"]]
        return self.say("source", found=found, source=", ".join(part for part in parts if part) or self.say("not_stated"))

    def _used(self, finding_id: str) -> str | None:
        rows = self.found.uses.filter(pl.col("finding_id") == finding_id).to_dicts()
        told = [
            self.say(
                "use", date=row["used_date"], who=row[f"organisation_{self.lang}"] or row[f"instrument_{self.lang}"],
                text=row["text_nb"] or self.say("not_stated"),
            )
            for row in rows
        ]  # fmt: skip
        return "\n".join(told) or None

    def _follow_up(self, finding_id: str) -> str | None:
        lines = []
        for row in self.found.follow_ups_of(finding_id):
            data = self.say("data", data=row["data_nb"]) if row["data_nb"] else ""
            who = row[f"organisation_{self.lang}"]
            lines.append(" ".join(part for part in (row["text_nb"], data, self.say("by", who=who) if who else "") if part))
        return "\n".join(lines) or None

    def mixed(self) -> Iterable[Block]:
        """Findings that do not point the same way, shown together."""
        yield Heading(self.say("mixed"))
        if not self.found.conflicts:
            yield Paragraph(self.say("mixed_none"))
            return
        yield Paragraph(self.say("mixed_how"))
        yield Points(
            tuple(
                self.say(
                    "mixed_point",
                    instrument=one.instrument,
                    outcome=label("study_outcome", one.outcome, self.lang),
                    words=one.words,
                    ids=", ".join(one.finding_ids),
                )
                for one in self.found.conflicts
            )
        )

    def recommendations(self) -> Iterable[Block]:
        """Recommendations that build on the programme's findings or on none; then those on findings of other evaluations."""
        yield Heading(self.say("recommendations"))
        rows = pl.concat([self.found.recommendations, self.found.other_recommendations])
        missing = self.say("not_stated")
        columns = (
            self.column("id", width=0.8),
            self.column("recommendation", width=3.5),
            self.column("rests_on", width=0.8, unknown=missing),
            self.column("instrument", width=1.4, unknown=self.say("no_instrument")),
            self.column("owner", width=1.6, unknown=self.say("no_owner")),
            self.column("state", width=1.1),
            self.column("due", "date", 1, unknown=self.say("no_due")),
            self.column("done", "date", 1),
            self.column("late", "int", 0.8),
            self.column("reason", width=1.6),
            self.column("raised", "date", book=True),
            self.example(),
        )
        told = tuple(
            (
                row["recommendation_id"],
                self.say("quoted", text=row["text_nb"]),
                row["finding_id"],
                row[f"instrument_{self.lang}"],
                row[f"owner_{self.lang}"],
                label("recommendation_state", row["state"], self.lang),
                row["due_date"],
                row["done_date"] or row["rejected_date"],
                row["days_late"] if (row["days_late"] or 0) > 0 else None,
                self._reason(row),
                row["raised_date"],
                self.yes_no(row["is_example"]),
            )
            for row in rows.iter_rows(named=True)
        )
        title = self.say("recommendations_table")
        yield Table(
            self.say("sheet.recommendations"),
            title,
            columns,
            told,
            bool(rows.get_column("is_example").any()),
            self.say("recommendations_none"),
        )

    def _reason(self, row: Mapping[str, Any]) -> str | None:
        return (row["rejected_reason_nb"] or self.say("no_reason")) if row["state"] == "rejected" else None

    def gaps(self) -> Iterable[Block]:
        """All that is missing."""
        yield Heading(self.say("gaps"))
        columns = (
            self.column("missing", width=2.2), self.column("id", width=1.1), self.column("what", width=4),
            self.column("area", width=2, unknown=self.say("no_area")), self.example(),
        )  # fmt: skip
        rows = tuple(
            (
                missing_text(gap.part).get(self.lang), gap.record_id, Text(gap.title_nb, gap.title_en).get(self.lang),
                gap_areas(gap, self.names).get(self.lang) or None, self.yes_no(gap.is_example),
            )
            for gap in self.found.gaps
        )  # fmt: skip
        example = any(gap.is_example for gap in self.found.gaps)
        yield Table(self.say("sheet.gaps"), self.say("gaps_table"), columns, rows, example, self.say("gaps_none"))

    def sources(self) -> Iterable[Block]:
        """Where everything is from."""
        yield Heading(self.say("sources"))
        missing = self.say("not_stated")
        columns = (
            self.column("source_id", width=1.3), self.column("source_title", width=2.2, unknown=self.say("unknown_source")),
            self.column("publisher", width=1.2, unknown=missing), self.column("url", width=2.2, unknown=missing),
            self.column("place", width=1, unknown=missing), self.column("published", "date", 0.9, unknown=missing),
            self.column("read", "date", 0.9, unknown=missing), self.column("used_for", width=1.4), self.example(),
        )  # fmt: skip
        rows = tuple(
            (
                row["source_id"],
                row["title"],
                row["publisher"],
                row["url"],
                "; ".join(row["places"]) or None,
                row["published_date"],
                row["retrieved_date"],
                self._records(row["record_ids"]),
                self.yes_no(row["is_example"]),
            )
            for row in self.found.sources.to_dicts()
        )
        example = bool(self.found.sources.get_column("is_example").fill_null(False).any())
        yield Table(self.say("sheet.sources"), self.say("sources_table"), columns, rows, example, self.say("sources_none"))

    def _records(self, ids: Sequence[str]) -> str:
        shown = ", ".join(ids[:_RECORDS])
        return shown if len(ids) <= _RECORDS else self.say("and_more", shown=shown, count=len(ids) - _RECORDS)

    def words(self) -> Iterable[Block]:
        """What the words mean."""
        yield Heading(self.say("words"))
        yield Points(tuple(say(f"exports.final_report.word.{name}").get(self.lang) for name in _WORDS))
        day = date_text(self.found.basis.as_of, self.lang)
        yield Paragraph(self.say("made", date=day, version=self.found.basis.data_version))


_RECORDS = 12
_WORDS = ("finding", "level", "none", "interval", "applicability", "used", "follow_up", "mixed")
