"""The brief as one page: a PDF set by Typst, and a Word file with the same words and numbers."""

from __future__ import annotations

import re
from typing import Any

from analytics.meetings.brief import Brief
from domain.text import Text, tell
from reports.charts.brief import bullet_shares, line_shares
from reports.exports.pdf import pdf_bytes

#: A word longer than this may be broken anywhere, so that it cannot stick out of its place.
_LONG_WORD = re.compile(r"\S{25,}")
_BREAK, _STEP = "\u200b", 12
#: No text of a place needs more; what is longer is cut before it is measured.
_MOST_CHARACTERS = 600


def brief_pdf(found: Brief, lang: str) -> bytes:
    """The brief as PDF/UA-1 on one page of A4."""
    return pdf_bytes("brief", brief_data(found, lang), found.basis.as_of)


def brief_data(found: Brief, lang: str) -> dict[str, Any]:
    """Every word and share of the page in one language, as the template and the Word file read it."""

    def told(text: Text | None) -> str:
        return "" if text is None else fitting(text.get(lang))

    matters = found.matters
    return {
        "lang": "en" if lang == "en" else "nb",
        "title": tell("brief.document", lang, date=found.basis.as_of),
        "example": tell("brief.example", lang) if found.basis.contains_example_data else "",
        "headline": told(found.headline),
        "tiles": [
            {"title": told(tile.title), "label": told(tile.label), "shown": told(tile.shown), "change": told(tile.change),
             "lines": [told(line) for line in tile.lines]}
            for tile in found.tiles
        ],
        "matrix": _matrix(found, lang, told),
        "bullet": {
            "title": told(found.bullet.title), "words": told(found.bullet.words),
            "figure": _with_words(bullet_shares(found.bullet), found, lang),
            "marks": [{"id": name, "words": told(words)} for name, words in found.bullet.marks],
        },
        "line": {
            "title": told(found.line.title), "measure": told(found.line.measure), "words": told(found.line.words),
            "figure": line_shares(found.line), "start": told(found.line.start), "end": told(found.line.end),
            "level": told(found.line.level),
        },
        "matters": {
            "title": tell("brief.matters_title" if found.is_full else "brief.matters_title_fewer", lang),
            "none": tell("brief.matters_none", lang),
            "more": tell("brief.matters_more", lang, count=found.matters_total) if found.matters_total > len(matters) else "",
            "rows": [
                {"sign": one.sign, "severity": told(one.severity), "title": told(one.title),
                 "who": told(one.owner), "when": told(one.when),
                 "who_line": tell("brief.matter_who", lang, owner=told(one.owner)),
                 "when_line": tell("brief.matter_when", lang, when=told(one.when))}
                for one in matters
            ],
        },
        "quality": f"{tell('brief.quality_title', lang)}: {told(found.quality.found)} {told(found.quality.unknown)}",
        "caveat": told(found.basis.caveats[0]),
        "stamp": " ".join([
            tell("exports.stamp", lang, date=found.basis.as_of, version=found.basis.data_version), told(found.since_words),
            told(found.contact.words), tell("brief.made", lang),
        ]),
    }  # fmt: skip


def _matrix(found: Brief, lang: str, told: Any) -> dict[str, Any]:
    matrix = found.matrix
    keys = [tell("brief.matrix_key", lang, sign=sign, word=word) for sign, word in matrix.keys]
    words = [tell("brief.matrix_keys", lang, keys=keys)] if keys else []
    if matrix.left_out:
        key = f"brief.matrix_left_out_{'one' if matrix.left_out == 1 else 'many'}"
        words.insert(0, tell(key, lang, count=matrix.left_out))
    return {
        "title": tell("brief.matrix_title", lang), "area": tell("brief.matrix_area", lang), "words": told(matrix.words),
        "questions": [told(name) for _, name in matrix.questions], "keys": " ".join(words),
        "rows": [
            {
                "name": told(row.name),
                "cells": [
                    {"sign": cell.told(lang), "word": told(cell.word)} for cell in row.cells
                ],
            }
            for row in matrix.rows
        ],
    }  # fmt: skip


def _with_words(shares: dict[str, Any] | None, found: Brief, lang: str) -> dict[str, Any] | None:
    if shares is None:
        return None
    words = [fitting(part.words.get(lang)) for part in found.bullet.parts]
    return shares | {"parts": [part | {"words": told} for part, told in zip(shares["parts"], words, strict=True)]}


def fitting(words: str) -> str:
    """A text on one line that can be broken anywhere in words that are too long for any place."""
    text = " ".join(words.split(" ")).replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if len(text) > _MOST_CHARACTERS:
        text = f"{text[: _MOST_CHARACTERS - 1]}…"
    return _LONG_WORD.sub(lambda found: _BREAK.join(_steps(found.group())), text)


def _steps(word: str) -> list[str]:
    return [word[start : start + _STEP] for start in range(0, len(word), _STEP)]
