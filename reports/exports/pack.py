"""The pack of a meeting in each of its forms; all draw the same screens."""

from __future__ import annotations

from analytics.meetings.pack import Pack


def pack_bytes(pack: Pack, form: str, lang: str) -> bytes:
    """The pack as "pptx", "pdf", "docx" or "xlsx"."""
    if form == "pptx":
        from reports.exports.slides import slides_bytes

        return slides_bytes(pack, lang)
    if form == "pdf":
        from reports.exports.pack_pdf import pack_pdf

        return pack_pdf(pack, lang)
    from reports.exports.catalogue import document_bytes
    from reports.exports.pack_document import pack_document

    return document_bytes(pack_document(pack, lang, in_book=form == "xlsx"), form)
