"""The series of a table: one for each figure, sex, type, industry and group, with its identity and its name."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import polars as pl

from data.sources.model import SERIES_IDENTITY, SERIES_SCHEMA, series_key
from data.sources.ssb import wording
from data.sources.ssb.errors import fault, table_name
from data.sources.ssb.resolved import ResolvedContents, ResolvedDimension, ResolvedTable
from domain.codes import label
from domain.text import Text, say

#: How all industries are written in every series, whatever the publisher's code for them.
ALL_INDUSTRIES = "00-99"
Row = dict[str, str | None]


def series_rows(table: ResolvedTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The series of a table, and the codes of the cells that belong to each.

    Returns:
        Rows of the model's table `series`, and a frame with a column for each dimension but time, and `series_id`.

    Raises:
        SsbError: two combinations of codes mean the same series.
    """
    rows: list[Row] = []
    keys: list[dict[str, str]] = []
    ids = [dimension.id for dimension in table.dimensions]
    for contents in table.contents:
        for codes in product(*(dimension.codes for dimension in table.dimensions)):
            chosen = dict(zip(ids, codes, strict=True))
            row = _series(table, contents, chosen)
            rows.append(row)
            keys.append(chosen | {table.contents_id: contents.code, "series_id": str(row["series_id"])})
    if len({row["series_id"] for row in rows}) != len(rows):
        raise fault("series_repeated", table_name(table.spec.id), "refused")
    frame = pl.DataFrame(rows, schema={name: pl.String() for name in rows[0]})
    return _as_model(frame), pl.DataFrame(keys)


def _as_model(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit(None, kind).alias(name) for name, kind in SERIES_SCHEMA.items() if name not in frame.columns]
    return frame.with_columns(missing).select(list(SERIES_SCHEMA))


def _series(table: ResolvedTable, contents: ResolvedContents, codes: Mapping[str, str]) -> Row:
    row: Row = {
        "publisher": "SSB", "table_id": table.spec.id, "indicator": contents.indicator, "indicator_nb": None,
        "unit_nb": contents.unit_nb, "sex": "both", "absence_type": table.absence_type, "adjustment": contents.adjustment,
        "industry_standard": table.standard, "industry_code": ALL_INDUSTRIES,
        "industry_nb": say("ssb.series.all_industries").nb, "industry_en": say("ssb.series.all_industries").en,
    } | dict.fromkeys(("breakdown_kind", "breakdown", "breakdown_code", "breakdown_value", "breakdown_value_en"))  # fmt: skip
    for dimension in table.dimensions:
        row |= _told_by(dimension, codes[dimension.id])
    title = _title(row)
    row |= {"title_nb": title.nb, "title_en": title.en}
    return row | {"series_id": series_key({name: row.get(name) for name in SERIES_IDENTITY})}


def _told_by(dimension: ResolvedDimension, code: str) -> Row:
    """What a code of a dimension tells of a series."""
    if dimension.role == "sex":
        return {"sex": wording.SEXES[code]}
    if dimension.role == "type":
        return {"absence_type": wording.TYPES[code]}
    if dimension.spec is None or code == dimension.total:
        return {}
    name_nb, name_en = names(dimension, code)
    if dimension.role == "industry":
        return {"industry_code": code, "industry_nb": name_nb, "industry_en": name_en}
    kind = dimension.spec.kind or "other"
    return {
        "breakdown_kind": kind, "breakdown": label("breakdown_kind", kind), "breakdown_code": code,
        "breakdown_value": name_nb, "breakdown_value_en": name_en,
    }  # fmt: skip


def names(dimension: ResolvedDimension, code: str) -> tuple[str, str | None]:
    """The Norwegian and the English name of a code; no English name where the publisher gives none."""
    name_en = dimension.labels_en.get(code)
    return wording.plain(dimension.labels_nb[code], code), wording.plain(name_en, code) if name_en else None


def _title(row: Row) -> Text:
    """The series in words: figure, type, sex, adjustment, industry, group."""
    return Text(_title_in(row, "nb"), _title_in(row, "en"))


def _title_in(row: Row, lang: str) -> str:
    indicator = row["indicator"]
    parts = [say(f"ssb.series.{indicator}").get(lang), _word("absence_type", row, lang)]
    if row["sex"] != "both":
        parts.append(_word("sex", row, lang))
    parts.append(_word("adjustment", row, lang))
    if row["industry_code"] != ALL_INDUSTRIES:
        parts.append(_named("industry", row, lang))
    if row["breakdown_kind"]:
        kind = wording.word("breakdown_kind", row["breakdown_kind"], lang)
        parts.append(f"{kind}: {_named('breakdown_value', row, lang)}")
    return ", ".join(parts)


def _named(stem: str, row: Row, lang: str) -> str:
    """A name in `lang`; the Norwegian one where there is no other."""
    norwegian = row.get(f"{stem}_nb") or row.get(stem) or ""
    return (row.get(f"{stem}_en") or norwegian) if lang == "en" else norwegian


def _word(name: str, row: Row, lang: str) -> str:
    return wording.word(name, row[name] or "", lang)
