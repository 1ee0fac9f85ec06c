"""The pages Funn og anbefalinger and Sluttrapport: filters in the address, parts, links both ways, and the files."""

import io

import docx
import openpyxl
import pytest

from analytics.evidence.final_report import final_report
from data.snapshot import Snapshot
from data.store import Store, fou_home
from reports.exports.catalogue import export_bytes
from tests.unit.pages.conftest import OpenApp, markup

FINDINGS, FINAL = "pages/evidence/findings.py", "pages/evidence/final_report.py"
PER = "2024-06-30"


def rows(text: str, prefix: str) -> set[str]:
    return {word for word in text.replace(">", " ").replace("<", " ").split() if word.startswith(prefix) and len(word) == 5}


def shown(open_app: OpenApp, page: str, **query: str) -> str:
    app = open_app(page, per=PER, **query)
    assert not app.exception
    return markup(app)


def test_statement_and_fixed_sentence_stand_together(open_app: OpenApp) -> None:
    text = shown(open_app, FINDINGS)
    row = next(part for part in text.split("<tr>") if ">FU-10<" in part)
    assert "«Enheter med felles oppfølgingsmodell hadde lavere fravær" in row
    assert "Nivå 3. Anslaget er en effekt bare hvis gruppene ellers ville fulgt hverandre." in row
    assert "−3,1 til −0,1 prosentpoeng (95 %), anslag −1,6" in row
    assert "prosjekt?per=2024-06-30&amp;id=P008" in row


@pytest.mark.parametrize(
    ("query", "left", "gone"),
    [
        ({"niva": "5"}, "FU-19", "FU-10"),
        ({"niva": "none", "utfall": "return_to_work"}, "FU-01", "FU-11"),
        ({"opphav": "other"}, "FN-E20", "FU-10"),
        ({"omrade": "ukjent"}, "FN-E20", "FU-10"),
        ({"virkemiddel": "EKSPERTBISTAND"}, "FU-16", "FU-10"),
        ({"anvendbarhet": "needs_more"}, "FU-13", "FU-10"),
        ({"bruk": "used"}, "FU-17", "FU-10"),
        ({"status": "overdue"}, "FU-24", "FU-10"),
        ({"ansvarlig": "ARBEIDSTILSYNET"}, "FU-04", "FU-10"),
        ({"sok": "gradering tvil"}, "FU-11", "FU-10"),
    ],
)
def test_each_filter_works_from_the_address(open_app: OpenApp, query: dict[str, str], left: str, gone: str) -> None:
    table = shown(open_app, FINDINGS, **query)
    assert f">{left}<" in table and f">{gone}<" not in table


def test_recommendations_are_told_with_days_and_owner(open_app: OpenApp) -> None:
    text = shown(open_app, FINDINGS, **{"del": "anbefalinger"})
    late = next(part for part in text.split("<tr>") if ">AN-08<" in part)
    assert "Over fristen" in late and ">182<" in late and "oppslag?per=2024-06-30&amp;tabell=recommendation&amp;rad=AN-08" in late
    rejected = next(part for part in text.split("<tr>") if ">AN-05<" in part)
    assert "Avvist" in rejected and "Vil gjøre det vanskeligere" in rejected
    assert "Oppfølging etter ansvarlig" in text


def test_mixed_findings_stand_together(open_app: OpenApp) -> None:
    text = shown(open_app, FINDINGS, **{"del": "blandede"})
    assert "Bransjeprogrammer, Sykefravær i register. Blandet: 1 med lavere og 1 uten påvist forskjell." in text
    assert ">FU-08<" in text and ">FU-10<" in text


def test_one_finding_has_all_and_leads_on(open_app: OpenApp) -> None:
    text = shown(open_app, FINDINGS, funn="FU-17")
    assert "Funn FU-17" in text or "FU-17" in text
    assert "Nye samarbeidsavtaler har ett mål om gangen" in text and "AN-07: «Bruke ett mål" in text
    assert "tabell=finding&amp;rad=FU-17" in text and "id=P014" in text
    record = open_app("pages/admin/record.py", per=PER, tabell="finding", rad="FU-17")
    links = [link.proto for link in record.get("page_link")]
    assert any("funn=FU-17" in link.query_string and link.page == "funn-og-anbefalinger" for link in links)
    app = open_app("pages/portfolio/project.py", per=PER, id="P014", **{"del": "kunnskap"})
    assert "funn-og-anbefalinger?per=2024-06-30&amp;funn=FU-17" in markup(app)


def test_what_is_typed_is_text(open_app: OpenApp) -> None:
    text = shown(open_app, FINDINGS, sok="<b>x</b>", funn="<i>y</i>")
    assert "<b>x</b>" not in text and "<i>y</i>" not in text
    assert "Ingen funn passer med valget" in text


def test_nothing_before_everything(open_app: OpenApp) -> None:
    for page in (FINDINGS, FINAL):
        app = open_app(page, per="2019-01-01")
        assert not app.exception
    assert "Ingen funn og ingen anbefalinger er ført opp per 1. januar 2019" in markup(open_app(FINDINGS, per="2019-01-01"))


def test_the_final_report_says_how_complete_and_what_is_missing(open_app: OpenApp) -> None:
    text = shown(open_app, FINAL)
    assert "83,2 prosent" in text and "164 av 197 er på plass" in text
    gaps = shown(open_app, FINAL, **{"del": "mangler", "mangel": "projects"})
    assert "tabell=project&amp;rad=P023" in gaps and "FU-30" not in gaps
    chain = shown(open_app, FINAL, **{"del": "funn", "omrade": "ARBEIDSMILJO"})
    assert (
        "funn-og-anbefalinger?per=2024-06-30&amp;funn=FU-13" in chain and "Kan ikke følges opp: grupperingen ble oppløst" in chain
    )
    assert ">FU-10<" not in chain
    assert "tabell=source&amp;rad=OXFORD-RESEARCH-2023" in shown(open_app, FINAL, **{"del": "kilder"})


def test_the_buttons_give_the_same_files_as_the_command(open_app: OpenApp) -> None:
    from datetime import date

    app = open_app(FINAL, per=PER)
    assert (
        len(
            [
                button
                for button in app.get("download_button")
                if "arbeidsbok" in button.proto.label or "Word" in button.proto.label
            ]
        )
        == 2
    )
    result = final_report(Snapshot.open(Store(fou_home()), date(2024, 6, 30)))
    word = docx.Document(io.BytesIO(export_bytes("final-report", result, "docx", "nb")))
    assert any("83,2 prosent komplett" in paragraph.text for paragraph in word.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(export_bytes("final-report", result, "xlsx", "nb")))
    assert any(cell.value == 18 for row in book.worksheets[1].iter_rows() for cell in row)
