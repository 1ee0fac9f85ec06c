"""PDFs, set on the server by Typst: tagged for screen readers (PDF/UA-1), with alternative texts and embedded fonts.

A template is a file in `reports/exports/typst`. All words and numbers reach it as data, never as markup, so that nothing a user
typed can be read as code. Characters that the fonts do not have are replaced by a sign that says so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from reports.exports.document import clean
from reports.exports.glyphs import showable

_HERE = Path(__file__).resolve().parent
_TEMPLATES, _FONTS = _HERE / "typst", _HERE / "fonts"
_ONE_AT_A_TIME = threading.Lock()


def pdf_bytes(template: str, data: Mapping[str, Any], day: date) -> bytes:
    """A template filled with data, as a PDF/UA-1 file.

    Args:
        template: the name of its file, without ending.
        data: what it reads as `json(bytes(sys.inputs.data))`; texts in it may hold anything.
        day: stands as the file's date, so that the same data give the same file.
    """
    return _compiled(template, data, format="pdf", pdf_standards=["ua-1"], timestamp=datetime.combine(day, time(), tzinfo=UTC))


def png_bytes(template: str, data: Mapping[str, Any], *, ppi: float = 200.0) -> bytes:
    """The first page of a filled template as a picture, for files that hold pictures."""
    return _compiled(template, data, format="png", ppi=ppi)


def _compiled(template: str, data: Mapping[str, Any], **options: Any) -> bytes:
    told = {"data": json.dumps(_cleaned(data), ensure_ascii=False)}
    with _ONE_AT_A_TIME:
        made = _compiler().compile(str(_TEMPLATES / f"{template}.typ"), sys_inputs=told, **options)
    return bytes(made[0] if isinstance(made, list) else made)


@cache
def _compiler() -> Any:
    """The compiler, with the product's fonts alone: the same file on every machine."""
    return typst.Compiler(root=str(_TEMPLATES), font_paths=[str(_FONTS)], ignore_system_fonts=True)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return showable(clean(value))
    if isinstance(value, Mapping):
        return {str(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(item) for item in value]
    return value
