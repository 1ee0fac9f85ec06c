"""The pack of a meeting on paper: A4, tagged, with a table of contents, figures with their numbers as tables, and sources."""

from __future__ import annotations

from analytics.meetings.pack import Pack
from domain.text import tell
from reports.exports.pack_data import broken, screen_data
from reports.exports.pack_words import Words, cut
from reports.exports.pdf import pdf_bytes


def pack_pdf(pack: Pack, lang: str) -> bytes:
    """The pack as a PDF/UA-1 file, A4 portrait; without the presenter's notes."""
    words = Words(pack, lang)
    has_example = any(screen.is_example for screen in pack.screens)
    data = {
        "lang": lang, "title": cut(words.title, 160), "subtitle": cut(words.subtitle, 400), "stamp": words.stamp,
        "example": tell("frame.source_example", lang) if has_example else "",
        "words": {key: words.say(key) for key in ("basis", "sources", "example", "empty")}
        | {"contents": tell("exports.contents", lang), "page": tell("exports.page", lang), "of": tell("exports.page_of", lang)},
        "screens": [screen_data(screen, words) for screen in pack.screens],
        "basis": words.basis(), "sources": words.all_sources(),
    }  # fmt: skip
    return pdf_bytes("pack", broken(data), pack.as_of)
