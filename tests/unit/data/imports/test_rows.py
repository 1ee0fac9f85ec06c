"""From a sheet of text to typed rows, with the real row numbers."""

from datetime import date
from decimal import Decimal

import polars as pl

from data.imports.findings import RawFinding
from data.imports.rows import ROW, TableRows, read_rows
from data.imports.sheets import Mark, RawSheet, column_letters, is_guide, table_named
from domain.tables import PORTFOLIO_TABLES, TABLES


def raw(rows: list[list[str | None]], *, is_csv: bool = False, place: str = "Ark") -> RawSheet:
    width = max(len(row) for row in rows)
    padded = [row + [None] * (width - len(row)) for row in rows]
    frame = pl.DataFrame(padded, schema={f"c{i}": pl.String for i in range(width)}, orient="row")
    return RawSheet(place, frame, is_csv=is_csv)


def read(name: str, rows: list[list[str | None]], *, is_csv: bool = False) -> tuple[TableRows, list[RawFinding]]:
    return read_rows(TABLES[name], raw(rows, is_csv=is_csv))


def places(findings: list[RawFinding]) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(f.rule_id, f.row, f.column, f.value) for f in findings if f.severity != "info"]


FRAME_HEADINGS: list[str | None] = ["frame_id", "programme_id", "level", "year", "version", "amount_nok", "decided_date"]


def test_typed_values_with_row_numbers_of_the_sheet() -> None:
    rows, findings = read(
        "frame",
        [
            FRAME_HEADINGS,
            ["R1", "P", "FoU-programmet", "2021.0", "1", "15 000 000", "12.03.2020"],
            [None] * 7,
            ["R2", "P", "programme", "2022", "1", "1,5", None],
        ],
    )
    assert places(findings) == []
    assert rows.frame.select(ROW, "frame_id", "level", "year", "amount_nok", "decided_date").rows() == [
        (2, "R1", "programme", 2021, Decimal("15000000.00"), date(2020, 3, 12)),
        (4, "R2", "programme", 2022, Decimal("1.50"), None),
    ]


def test_headings_by_identifier_norwegian_or_english_name_in_any_order() -> None:
    for headings in (["Title", "SOURCE_ID"], ["tittel", "  id "], ["Tittel *", "Id *"], ["Tittel*", "Id"]):
        rows, findings = read("source", [list(headings), ["T", "K1"]])
        assert places(findings) == []
        assert rows.frame.select("source_id", "title").rows() == [("K1", "T")]


def test_headings_below_a_title_and_with_a_row_of_identifiers() -> None:
    rows, findings = read("source", [["Kilder våren 2021"], [None], ["source_id", "title"], ["Id *", "Tittel *"], ["K1", "T"]])
    assert places(findings) == []
    assert rows.frame.select(ROW, "source_id").rows() == [(5, "K1")]
    assert rows.shown == {"source_id": "Id", "title": "Tittel"}


def test_a_heading_that_was_rewritten_is_known_by_its_identifier() -> None:
    rows, findings = read("source", [["source_id", "title"], ["Nøkkelen vår", "Tittel"], ["K1", "T"]])
    assert places(findings) == []
    assert rows.frame.select(ROW, "source_id").rows() == [(3, "K1")]


def test_two_rows_of_headings_that_disagree() -> None:
    _, findings = read("source", [["source_id", "title", "url"], ["Id", "Adresse", "Tittel"], ["K1", "T", "U"]])
    assert [f.rule_id for f in findings if f.rule_id == "heading_conflict"] == ["heading_conflict"] * 2


def test_what_is_wrong_with_headings() -> None:
    rows, findings = read("source", [["Id", "Url adresse", "Adresse", "Adresse"], ["K1", "x", "y", "z"]])
    assert places(findings) == [
        ("unknown_column", 1, "Url adresse", "Url adresse"),
        ("duplicate_heading", 1, "Adresse", "Adresse"),
        ("missing_column", 1, "Tittel", None),
    ]
    assert findings[1].details == {"first": "C", "second": "D"}
    assert not rows.is_complete


def test_no_headings_at_all() -> None:
    rows, findings = read("source", [["K1", "en tittel"], ["K2", "en annen"]])
    assert places(findings) == [("no_headings", None, None, None)]
    assert rows.frame.is_empty()
    assert not rows.is_complete


def test_optional_columns_that_are_left_out_are_told_once() -> None:
    _, findings = read("source", [["Id", "Tittel"], ["K1", "T"]])
    assert [(f.rule_id, f.severity) for f in findings] == [("optional_columns_missing", "info")]


def test_each_cell_that_cannot_be_read_is_told_and_left_empty() -> None:
    rows, findings = read(
        "frame",
        [
            ["Id", "Program", "Nivå", "År", "Versjon", "Beløp", "Vedtatt"],
            ["R1", "P", "fylke", "21", "1", "15 mill.", "31.12.1899"],
            ["R2", "P", "programme", "2021", "to", "1.234", "44267"],
        ],
    )
    assert sorted(places(findings)) == sorted(
        [
            ("unknown_code", 2, "Nivå", "fylke"),
            ("not_a_year", 2, "År", "21"),
            ("amount_in_words", 2, "Beløp", "15 mill."),
            ("date_out_of_range", 2, "Vedtatt", "31.12.1899"),
            ("not_an_integer", 3, "Versjon", "to"),
            ("ambiguous_number", 3, "Beløp", "1.234"),
            ("date_as_number", 3, "Vedtatt", "44267"),
        ]
    )
    assert rows.frame.get_column("amount_nok").to_list() == [None, None]
    assert rows.unreadable["amount_nok"] == {2, 3}
    assert rows.unreadable["year"] == {2}


def test_an_unknown_code_is_answered_with_the_codes_in_each_language() -> None:
    _, findings = read("frame", [FRAME_HEADINGS, ["R1", "P", "fylke", "2021", "1", "1", None]])
    (finding,) = [f for f in findings if f.rule_id == "unknown_code"]
    assert finding.worded().expected.nb.startswith("En av disse: Kunnskapsutvikling i IA-avtalen; FoU-programmet;")
    assert finding.worded().expected.en.startswith("One of these: Knowledge development in the agreement;")


def test_text_is_trimmed_composed_and_otherwise_kept() -> None:
    given = [["source_id", "title"], [" K1\u00a0", "  A\u030arsrapport <b>  "], ["K2", "+47 22"], ["K3", "-@=a"]]
    rows, findings = read("source", given)
    assert places(findings) == []
    assert rows.frame.select("source_id", "title").rows() == [("K1", "Årsrapport <b>"), ("K2", "+47 22"), ("K3", "-@=a")]


def test_control_characters_and_too_long_texts() -> None:
    _, findings = read("source", [["source_id", "title"], ["K\n1", "T"], ["K2", "a\x07b"], ["K3", "x" * 5001]])
    assert [(f.rule_id, f.row) for f in findings if f.severity == "hard"] == [
        ("line_break_in_key", 2),
        ("control_character", 3),
        ("text_too_long", 4),
    ]


def test_a_leading_equals_sign_is_a_formula_in_a_csv_file_only() -> None:
    given = [["source_id", "title"], ["K1", "=1+1"], ["K2", "+1+1"], ["K3", "@x"]]
    assert places(read("source", given, is_csv=True)[1]) == [("formula", 2, "title", "=1+1")]
    assert places(read("source", given)[1]) == []
    amounts = [FRAME_HEADINGS, ["R1", "P", "programme", "2021", "1", "=5", None]]
    assert places(read("frame", amounts, is_csv=True)[1]) == [("formula", 2, "amount_nok", "=5")]


def test_marked_cells_are_told_once_under_their_heading() -> None:
    sheet = raw([["Tittel", "Id", "Annet"], ["T", "3", "4"]])
    marked = RawSheet(
        "Kilde",
        sheet.cells,
        {
            (2, 1): Mark("formula", "=1+2"),
            (2, 2): Mark("formula", "=2+2"),
            (2, 0): Mark("error_value", "#N/A"),
        },
    )
    rows, findings = read_rows(TABLES["source"], marked)
    assert sorted(places(findings)) == [
        ("error_value", 2, "Tittel", "#N/A"),
        ("formula", 2, "Id", "=1+2"),
        ("unknown_column", 1, "Annet", "Annet"),
    ]
    assert rows.unreadable["source_id"] == {2}


def test_content_without_a_heading() -> None:
    given = [["source_id", "title"], ["K1", "T"], ["K2", "1", "5"]]
    assert places(read("source", given, is_csv=True)[1]) == [("column_without_heading", 3, "C", "5")]
    assert [f.severity for f in read("source", given, is_csv=True)[1] if f.rule_id == "column_without_heading"] == ["hard"]
    assert [f.severity for f in read("source", given)[1] if f.rule_id == "column_without_heading"] == ["soft"]


def test_a_sheet_belongs_to_a_table_by_any_of_its_names() -> None:
    for name in ("payment", "PAYMENT", "Betaling", "betaling ", "Payment"):
        found = table_named(name, PORTFOLIO_TABLES)
        assert found is not None
        assert found.name == "payment"
    assert table_named("Betalinger", PORTFOLIO_TABLES) is None
    assert is_guide("Les meg")
    assert is_guide("koder")
    assert not is_guide("Ark1")


def test_letters_of_columns() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_no_two_tables_or_columns_share_a_name() -> None:
    tables = [name for t in TABLES.values() for name in {t.name, t.nb.casefold(), t.en.casefold()}]
    assert len(tables) == len(set(tables))
    for table in TABLES.values():
        columns = [name for c in table.columns for name in {c.name, c.nb.casefold(), c.en.casefold()}]
        assert len(columns) == len(set(columns)), table.name
