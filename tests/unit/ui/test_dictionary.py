"""The glossary and the data dictionary, searched."""

from domain.tables import TABLES
from domain.terms import TERMS
from ui import dictionary


def test_without_a_query_all_are_given() -> None:
    assert len(dictionary.matching_terms("", "nb")) == len(TERMS)
    assert len(dictionary.matching_columns("", "nb")) == sum(len(table.columns) for table in TABLES.values())


def test_every_word_must_stand_and_case_does_not_matter() -> None:
    words = [word for word, _, _ in dictionary.matching_terms("PROGRAM  Owner", "nb")]

    assert words == ["programeier"]


def test_part_of_a_word_is_found_in_the_language_shown_only() -> None:
    words = {word for word, _, _ in dictionary.matching_terms("ramme", "nb")}

    assert {"ramme", "programrammen", "rammeavtale"} <= words
    assert "programforum" not in words  # "programme forum" has it in English


def test_terms_are_sorted_in_the_language_shown() -> None:
    english = [word.casefold() for word, _, _ in dictionary.matching_terms("", "en")]

    assert english == sorted(english)


def test_columns_tell_codes_units_and_references() -> None:
    rows = {row["id"]: row for row in dictionary.matching_columns("virkemiddel", "nb").iter_rows(named=True)}

    assert rows["instrument_frame.amount_nok"]["unit"] == "kroner"
    assert "Per år" in rows["instrument_frame.unit"]["values"]
    assert rows["instrument_frame.instrument_id"]["values"] == "Viser til Virkemiddel"


def test_definitions_are_left_out_in_english() -> None:
    assert "definition" not in dictionary.matching_columns("frame", "en").columns


def test_nothing_found_is_an_empty_list() -> None:
    assert dictionary.matching_terms("finnes slett ikke", "nb") == []
