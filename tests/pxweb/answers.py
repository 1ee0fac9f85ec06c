"""The documents of the fake statistics bank, in the shapes of the real one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.pxweb.tables import Chosen, Codelist, FakeDimension, FakeTable, cells

LANGS = ("no", "en")


def config() -> dict[str, Any]:
    """`/config`; limits of zero mean that they are not told here."""
    return {
        "apiVersion": "2.2.0", "appVersion": "2.0.0", "defaultLanguage": "no",
        "languages": [{"id": "no", "label": "Norsk"}, {"id": "en", "label": "English"}],
        "maxDataCells": 800000, "maxCallsPerTimeWindow": 0, "timeWindow": 0,
        "license": "https://creativecommons.org/licenses/by/4.0/", "defaultDataFormat": "json-stat2",
        "sourceReferences": [{"language": "no", "text": "Kilde: Statistisk sentralbyrå"}],
        "dataFormats": ["json-stat2", "csv", "px", "xlsx", "html", "json-px", "parquet"],
        "features": [{"id": "CORS", "params": [{"key": "enabled", "value": "True"}]}],
    }  # fmt: skip


def table_info(table: FakeTable, lang: str, base: str) -> dict[str, Any]:
    """`/tables/{id}`: what the catalogue tells. Whether a table is discontinued is told only when it is."""
    address = f"{base}/tables/{table.id}"
    names = [d.label if lang == "no" else d.label_en for d in table.dimensions]
    told: dict[str, Any] = {
        "type": "Table", "id": table.id, "label": _period_label(table, lang), "description": "", "sortCode": table.id,
        "updated": table.catalogue_updated or table.updated, "firstPeriod": table.periods[0], "lastPeriod": table.periods[-1],
        "category": "public", "variableNames": ["statistikkvariabel" if lang == "no" else "contents", *names],
        "source": _source(lang), "subjectCode": "al", "timeUnit": table.time_unit,
        "paths": [[{"id": "al", "label": "Arbeid og lønn"}, {"id": "sykefratot", "label": "Sykefravær"}]],
        "links": [{"rel": rel, "hreflang": lang, "href": f"{address}{end}?lang={lang}"} for rel, end in _LINKS], "language": lang,
    }  # fmt: skip
    if table.discontinued is not None and not table.is_silent:
        told["discontinued"] = table.discontinued
    return told


_LINKS = (("self", ""), ("metadata", "/metadata"), ("data", "/data"))


def tables_page(found: Sequence[FakeTable], lang: str, base: str, page: int, page_size: int) -> dict[str, Any]:
    """`/tables`: one page of a search."""
    pages = max(1, -(-len(found) // page_size))
    shown = found[(page - 1) * page_size : page * page_size]
    return {
        "language": lang, "tables": [table_info(table, lang, base) for table in shown],
        "page": {"pageNumber": page, "pageSize": page_size, "totalElements": len(found), "totalPages": pages, "links": []},
        "links": [{"rel": "self", "hreflang": lang, "href": f"{base}/tables/?lang={lang}"}],
    }  # fmt: skip


def metadata(table: FakeTable, lang: str, base: str) -> dict[str, Any]:
    """`/tables/{id}/metadata`: the dataset without figures."""
    whole = [_whole(table, name) for name in table.ids]
    document = _document(table, whole, lang)
    for name in table.ids:
        extension = document["dimension"][name]["extension"]
        extension["codelists"] = [_codelist_link(one, lang, base) for one in _dimension(table, name).codelists]
    return document | {"label": _period_label(table, lang), "value": []}


def data(table: FakeTable, chosen: Sequence[Chosen], lang: str) -> dict[str, Any]:
    """`/tables/{id}/data`: the figures; flags by position, and only where there are any."""
    order = table.answer_ids or table.ids
    ordered = sorted(chosen, key=lambda choice: order.index(choice.name))
    found = list(cells(table, ordered))
    document = _document(table, [choice for choice in ordered if choice.eliminated is None], lang)
    document["value"] = [value for value, _ in found]
    flags = {str(place): flag for place, (_, flag) in enumerate(found) if flag is not None}
    return document | ({"status": flags} if flags else {})


def codelist(one: Codelist, lang: str) -> dict[str, Any]:
    """`/codelists/{id}`."""
    place = LANGS.index(lang)
    values = [
        {"code": code, "label": labels[place], "valueMap": (one.parts or {}).get(code, [code])}
        for code, labels in one.codes.items()
    ]
    kind = "Aggregation" if one.parts else "Valueset"
    return {"id": one.id, "label": one.id, "language": lang, "languages": list(LANGS), "elimination": False, "type": kind,
            "values": values, "links": []}  # fmt: skip


def problem(title: str, status: int) -> dict[str, Any]:
    """The body of a refusal."""
    return {"type": "Parameter error", "title": title, "status": status}


def _source(lang: str) -> str:
    return "Statistisk sentralbyrå" if lang == "no" else "Statistics Norway"


def _period_label(table: FakeTable, lang: str) -> str:
    label = table.label if lang == "no" else table.label_en
    return f"{table.id}: {label} {table.periods[0]}-{table.periods[-1]}"


def _dimension(table: FakeTable, name: str) -> FakeDimension:
    return FakeDimension(name, "", "", {}) if name == "ContentsCode" else table.dimension(name)


def _whole(table: FakeTable, name: str) -> Chosen:
    if name == "ContentsCode":
        labels = {code: (one.label, one.label_en) for code, one in table.contents.items()}
        return Chosen(name, {code: [code] for code in labels}, labels)
    codes = table.dimension(name).codes
    return Chosen(name, {code: [code] for code in codes}, codes)


def _document(table: FakeTable, chosen: Sequence[Chosen], lang: str) -> dict[str, Any]:
    notes = table.notes if lang == "no" or table.notes_en is None else table.notes_en
    extension: dict[str, Any] = {"noteMandatory": {str(place): True for place in table.mandatory}} if table.mandatory else {}
    px = {"infofile": "None", "tableid": table.id, "decimals": 1, "official-statistics": True, "aggregallowed": False,
          "copyright": False, "language": lang, "matrix": table.id, "subject-code": "al"}  # fmt: skip
    extension |= {"px": px, "discontinued": table.discontinued} | table.extra_extension
    document: dict[str, Any] = {
        "version": "2.0", "class": "dataset", "label": f"{table.id}: {table.label if lang == 'no' else table.label_en}",
        "source": _source(lang), "updated": table.updated,
    }  # fmt: skip
    if notes:
        document["note"] = notes
    return document | {
        "role": {"time": [table.time.id], "metric": ["ContentsCode"]},
        "id": [choice.name for choice in chosen], "size": [len(choice.codes) for choice in chosen],
        "dimension": {choice.name: _category(table, choice, lang) for choice in chosen}, "extension": extension,
    }  # fmt: skip


def _category(table: FakeTable, choice: Chosen, lang: str) -> dict[str, Any]:
    place = LANGS.index(lang)
    dimension = _dimension(table, choice.name)
    category: dict[str, Any] = {
        "index": {code: position for position, code in enumerate(choice.codes)},
        "label": {code: choice.labels[code][place] for code in choice.codes},
    }
    extension: dict[str, Any] = {"elimination": dimension.elimination, "show": "code" if dimension.is_time else "value"}
    if dimension.elimination_code:
        extension["eliminationValueCode"] = dimension.elimination_code
    label = dimension.label if lang == "no" else dimension.label_en
    if choice.name == "ContentsCode":
        label = "statistikkvariabel" if lang == "no" else "contents"
        chosen = {code: table.contents[code] for code in choice.codes}
        category["unit"] = {
            code: {"base": one.unit if lang == "no" else one.unit_en, "decimals": one.decimals} for code, one in chosen.items()
        }
        extension |= {
            "refperiod": dict.fromkeys(chosen, "Kvartalet"), "measuringType": dict.fromkeys(chosen, "Average"),
            "priceType": dict.fromkeys(chosen, "NotApplicable"), "adjustment": {c: one.adjustment for c, one in chosen.items()},
            "alternativeText": {code: one.label for code, one in chosen.items()},
        }  # fmt: skip
    return {"label": label, "category": category, "extension": extension}


def _codelist_link(one: Codelist, lang: str, base: str) -> dict[str, Any]:
    link = {"rel": "metadata", "hreflang": lang, "href": f"{base}/codelists/{one.id}?lang={lang}"}
    return {"id": one.id, "label": one.id, "type": "Aggregation" if one.parts else "Valueset", "links": [link]}
