"""Markup is written in one place, and what comes from outside is escaped there."""

from pathlib import Path

import pytest
import streamlit as st

from ui import html

ROOT = Path(__file__).resolve().parents[3]
NASTY = """<script>alert("1")</script> & 'x'"""
ESCAPED = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;x&#x27;"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    kept: list[str] = []
    monkeypatch.setattr(st, "html", lambda body, **_: kept.append(body))
    return kept


def test_everything_drawn_is_escaped(drawn: list[str]) -> None:
    html.show_paragraph(NASTY, "fou-text")
    html.show_tiles([html.Tile(NASTY, NASTY, NASTY)])
    html.show_list(NASTY, [NASTY])
    html.show_terms([(NASTY, NASTY, NASTY)])
    html.show_badges([(NASTY, "plain")])
    html.show_bar([html.BarPart(1, NASTY, "strong")])
    html.show_line([1.0, 2.0], 1.5, NASTY)
    html.show_table(NASTY, [html.Cell(NASTY)], [[html.Cell(NASTY)]])

    assert all("<script" not in body for body in drawn)
    assert [body.count(ESCAPED) for body in drawn] == [1, 3, 2, 3, 1, 1, 1, 5]


def test_table_has_headings_for_columns_and_rows() -> None:
    body = html.table_markup(
        "Beløp", [html.Cell("År"), html.Cell("Kroner", is_number=True)], [[html.Cell("2020"), html.Cell("5")]]
    )

    assert '<th scope="col">År</th><th scope="col" class="fou-number">Kroner</th>' in body
    assert '<tr><th scope="row">2020</th><td>5</td></tr>' in body
    assert '<caption class="fou-hidden">Beløp</caption>' in body
    assert body.startswith('<p class="fou-table-title" aria-hidden="true">Beløp</p>')
    assert 'role="region" tabindex="0" aria-label="Beløp"' in body


def test_bar_parts_share_the_width(drawn: list[str]) -> None:
    html.show_bar([html.BarPart(3, "tre", "strong"), html.BarPart(1, "én", "empty"), html.BarPart(0, "ingen", "mid")])

    assert "width:75.00%" in drawn[0]
    assert "width:25.00%" in drawn[0]
    assert drawn[0].count("width:") == 2
    assert drawn[0].count("<li>") == 3


def test_line_keeps_gaps_and_needs_two_points(drawn: list[str]) -> None:
    html.show_line([1.0, 2.0, None, 2.0, 1.0], None, "linje")
    html.show_line([1.0, None], None, "for lite")

    assert len(drawn) == 1
    assert drawn[0].count("polyline") == 2


def test_page_language_is_fixed_text(drawn: list[str]) -> None:
    html.show_page_language("en")
    html.show_page_language("'; alert(1); '")

    assert [body.count("'en'") for body in drawn] == [1, 0]
    assert "'nb'" in drawn[1]


def test_markup_is_written_in_one_file_only() -> None:
    offenders = [
        path.relative_to(ROOT).as_posix()
        for folder in ("ui", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if "st.html(" in path.read_text(encoding="utf-8") or "unsafe_allow_" in path.read_text(encoding="utf-8")
    ]

    assert offenders == ["ui/html.py"]


def test_steps_are_numbered_escaped_and_dashed_where_nothing_stands(drawn: list[str]) -> None:
    html.show_steps([
        html.Step("Prosjekt", [html.StepItem("<P1>", "pågår", "prosjekt?id=P1"), html.StepItem("P2", is_live=False)]),
        html.Step("Funn", [], "Ingen funn."),
        html.Step("Bruk", [html.StepItem("V1", "gjelder", is_live=False)]),
    ])  # fmt: skip

    assert drawn == [
        '<ol class="fou-steps"><li class="fou-step"><p class="fou-step-title">Prosjekt</p><ul><li>'
        '<a class="fou-link" href="prosjekt?id=P1">&lt;P1&gt;</a> <span class="fou-remark">pågår</span></li><li>P2</li></ul></li>'
        '<li class="fou-step fou-step-open"><p class="fou-step-title">Funn</p><p class="fou-step-empty">Ingen funn.</p></li>'
        '<li class="fou-step fou-step-open"><p class="fou-step-title">Bruk</p><ul><li>V1 <span class="fou-remark">gjelder</span>'
        "</li></ul></li></ol>"
    ]
