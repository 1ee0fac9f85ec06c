"""The command line: its reports, its errors, and its effect on the store."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl

from tests.acceptance.conftest import run_cli

NAMES = (
    "instruments",
    "frames",
    "frame-versions",
    "ledger",
    "fixed-prices",
    "money-terms",
    "year",
    "reconciliation",
    "forecast",
    "burn-up",
    "commitments",
    "what-if",
    "proposals",
    "state-budget",
    "coverage",
    "projects",
    "project",
    "needs",
    "action-plan",
    "relevance",
    "procurement",
    "dissemination",
    "agreement-map",
    "rules",
    "evaluations",
    "evidence",
    "gates",
    "power",
    "overdue",
    "effect-question",
    "findings",
    "final-report",
    "absence-target",
    "absence-series",
    "absence-expected",
    "absence-long-term",
    "absence-industries",
    "absence-decomposition",
    "absence-mix",
    "absence-revisions",
    "sources",
    "changes",
    "decisions",
    "meeting",
    "brief",
    "minutes",
    "findings-of-import",
    "parameters",
    "data-dictionary",
    "snapshot",
    "record",
)


def test_the_list_names_every_report_with_a_line(home: Path) -> None:
    lines = run_cli(home, "report", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(NAMES)
    assert all(len(line.split()) > 1 for line in lines)


def test_every_report_is_json_csv_and_text(home: Path) -> None:
    for name in NAMES:
        found = json.loads(run_cli(home, "report", name, "--format", "json").stdout)
        assert set(found) == {
            "report", "as_of", "data_version", "contains_example_data", "sources", "caveats", "sentence", "result",
        }, name  # fmt: skip
        assert found["report"] == name and set(found["sentence"]) == {"nb", "en"}
    assert run_cli(home, "report", "frames", "--format", "csv").stdout.splitlines()[0].startswith("year,")
    assert "mill. kroner" in run_cli(home, "report", "frames").stdout


def test_an_unknown_report_or_date_is_said_with_what_is_expected(home: Path) -> None:
    unknown = run_cli(home, "report", "rammer")
    assert (unknown.returncode, unknown.stdout) == (2, "") and "frames" in unknown.stderr
    wrong_date = run_cli(home, "report", "frames", "--as-of", "31/12")
    assert wrong_date.returncode == 2 and "31.12.2021" in wrong_date.stderr
    swapped = run_cli(home, "report", "changes", "--from", "2022-01-01", "--to", "2021-01-01")
    assert swapped.returncode == 2 and "Traceback" not in swapped.stderr


def test_changes_between_two_dates(home: Path) -> None:
    found = json.loads(
        run_cli(home, "report", "changes", "--from", "2021-05-31", "--to", "2021-11-30", "--format", "json").stdout
    )
    assert (found["result"]["from"], found["result"]["to"]) == ("2021-05-31", "2021-11-30")
    assert any(group["items"] for group in found["result"]["groups"])


def test_without_the_example_only_facts_are_there(tmp_path: Path) -> None:
    assert run_cli(tmp_path, "build", example=False).returncode == 0
    found = json.loads(run_cli(tmp_path, "report", "coverage", "--format", "json", example=False).stdout)
    assert found["contains_example_data"] is False and found["result"]["covered"] == 0
    frames = json.loads(run_cli(tmp_path, "report", "frames", "--format", "json", example=False).stdout)
    assert frames["result"]["programme_frame_nok"] == 15_000_000


def test_import_asks_who_and_why_and_a_template_round_trip_changes_nothing(tmp_path: Path) -> None:
    home, book = tmp_path / "home", tmp_path / "mal.xlsx"
    assert run_cli(home, "template", "--out", str(book), "--with-example").returncode == 0
    assert run_cli(home, "import", str(book)).returncode == 2
    before = run_cli(home, "versions").stdout
    again = run_cli(home, "import", str(book), "--by", "Kari", "--reason", "Prøve")
    assert again.returncode == 0, again.stdout + again.stderr
    assert run_cli(home, "versions").stdout == before


def test_rollback_by_one_command(tmp_path: Path) -> None:
    folder = tmp_path / "fil"
    folder.mkdir()
    (folder / "project.csv").write_text(
        "project_id;programme_id;title_nb;registered_date\nX1;FOU-2019-2022;<b>Prøve</b>;12.03.2021\n", encoding="utf-8-sig"
    )
    home = tmp_path / "home"
    done = run_cli(home, "import", str(folder), "--by", "Kari", "--reason", "Prøve")
    assert done.returncode == 0, done.stdout + done.stderr
    projects = json.loads(run_cli(home, "report", "projects", "--format", "json").stdout)
    assert [row["title_nb"] for row in projects["result"]["projects"]] == ["<b>Prøve</b>"]
    assert projects["contains_example_data"] is False
    back = run_cli(home, "rollback", "--by", "Kari", "--reason", "Feil fil")
    assert back.returncode == 0, back.stderr
    assert json.loads(run_cli(home, "report", "projects", "--format", "json").stdout)["contains_example_data"] is True


def test_the_final_report_as_word_and_workbook_has_the_numbers_of_the_report(home: Path, tmp_path: Path) -> None:
    numbers = json.loads(run_cli(home, "report", "final-report", "--as-of", "2024-06-30", "--format", "json").stdout)["result"]
    asked = ("export", "final-report", "--as-of", "2024-06-30")
    book, word = tmp_path / "ny mappe" / "a.xlsx", tmp_path / "b"
    assert run_cli(home, *asked, "--out", str(book)).returncode == 0
    done = run_cli(home, *asked, "--format", "docx", "--lang", "en", "--out", str(word))
    assert (done.returncode, done.stderr) == (0, "") and str(word) in done.stdout
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(book).worksheets[1].iter_rows(min_row=5)]
    assert [row[2:4] for row in rows[:-1]] == [[part["met"], part["of"]] for part in numbers["parts"]]
    told = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert numbers["areas"][0]["sentence"]["en"] in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "ny mappe"]


def test_an_export_that_cannot_be_made_says_what_can(home: Path, tmp_path: Path) -> None:
    wrong = run_cli(home, "export", "sluttrapport", "--out", str(tmp_path / "a.docx"))
    assert wrong.returncode == 2 and "final-report" in wrong.stderr
    form = run_cli(home, "export", "final-report", "--out", str(tmp_path / "a.pdf"))
    assert form.returncode == 2 and "docx, xlsx" in form.stderr and "Traceback" not in form.stderr
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    blocked = run_cli(home, "export", "final-report", "--out", str(tmp_path / "fil" / "a.docx"))
    assert blocked.returncode == 2 and "Traceback" not in blocked.stderr


def test_findings_are_filtered_on_the_command_line(home: Path) -> None:
    asked = ("report", "findings", "--as-of", "2024-06-30", "--format", "json")
    found = json.loads(run_cli(home, *asked, "--evidence-level", "5", "--origin", "programme").stdout)["result"]
    assert [row["finding_id"] for row in found["findings"]] == ["FU-19"] and found["all_findings"] == 38
    wrong = run_cli(home, *asked, "--use", "kanskje")
    assert wrong.returncode == 2 and "not_used" in wrong.stderr


def test_a_day_before_all_that_can_be_known_is_refused_in_words(home: Path) -> None:
    done = run_cli(home, "report", "evaluations", "--as-of", "0001-01-01")
    assert done.returncode == 2 and "er før 1900" in done.stderr and "Traceback" not in done.stderr
