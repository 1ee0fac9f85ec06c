"""Overblikk: the brief on the screen, for each role and language, with every number and a link from every element."""

from __future__ import annotations

import html as markup_of
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from analytics.meetings.brief import Brief
from analytics.meetings.places import resolve
from analytics.result import plain
from data.store import Store
from domain.tables import Role
from domain.text import LANGS, tell
from reports.charts.brief import bullet_shares, line_shares
from reports.run import run_report
from tests.unit.analytics.meetings.brief_rows import empty, made
from tests.unit.pages.conftest import OpenApp, home, markup, open_app
from tests.unit.reports.exports.test_brief import missing, page_text, word_text
from ui.overview import REPORTS

__all__ = ["home", "open_app"]

DAYS = (date(2019, 6, 30), date(2021, 10, 27), date(2022, 12, 31), date(2024, 6, 30))
DAY = "2021-10-27"


def opened(open_app: OpenApp, **query: str) -> Any:
    app = open_app(**query)
    assert not app.exception
    return app


def words(app: Any) -> str:
    """What the page says, without its markup."""
    return markup_of.unescape(re.sub(r"<[^>]+>", " ", markup(app)))


def brief_of(home: Path, day: date, since: date | None = None) -> Brief:
    found = run_report(Store(home), "brief", as_of=day, from_date=since)
    assert isinstance(found, Brief)
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("role", get_args(Role))
def test_each_role_reads_the_headline_four_answers_and_the_matters_in_each_language(
    open_app: OpenApp, role: str, lang: str
) -> None:
    app = opened(open_app, role=role, per=DAY, lang=lang)
    drawn = markup(app)
    assert drawn.index('class="fou-lead"') < drawn.index("fou-answers") < drawn.index("fou-matters")
    assert drawn.count('class="fou-answer"') == 4
    for name in ("coverage", "money", "knowledge", "outcome"):
        assert tell(f"brief.title_{name}", lang) in words(app)
    assert tell("brief.matters_title", lang) in [one.value for one in app.header]
    assert tell("effect.cannot_tell", lang)[:30] in words(app)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", DAYS)
def test_every_number_of_the_brief_is_the_same_on_the_page_in_the_pdf_and_in_word(
    open_app: OpenApp, home: Path, day: date, lang: str
) -> None:
    found = brief_of(home, day)
    on_page = words(opened(open_app, per=day.isoformat(), lang=lang))
    assert found.headline.get(lang) in re.sub(r" +", " ", on_page)
    for told in (on_page, page_text(found, lang), word_text(found, lang)):
        assert missing(found, lang, told) == []


@pytest.mark.parametrize("day", DAYS)
def test_every_number_is_what_the_report_it_names_gives(home: Path, day: date) -> None:
    found = brief_of(home, day)
    results: dict[tuple[str, date], Any] = {}
    seen = 0
    for one in found.figures():

        def run(name: str, _arguments: Any, day: date = one.as_of) -> Any:
            if (name, day) not in results:
                results[name, day] = plain(run_report(Store(home), name, as_of=day).as_json())
            return results[name, day]

        told = resolve(one.value.at, run)
        drawn = plain(one.value.value)
        same = abs(told) == pytest.approx(abs(drawn)) if isinstance(told, (int, float)) else told == drawn
        assert same, (one.name, one.value.at, told, drawn)
        seen += 1
    assert seen > 15


def test_what_the_brief_works_out_itself_is_the_difference_of_two_numbers_beside_it(home: Path) -> None:
    money = {one.name: one.value.value for one in brief_of(home, date(2026, 11, 29)).tiles[1].figures}
    assert money["money_rest"] == abs(money["money_available"] - money["money_paid"])


def test_every_element_leads_to_its_page_with_the_day_and_the_language(open_app: OpenApp) -> None:
    drawn = markup_of.unescape(markup(opened(open_app, per=DAY, lang="en")))
    hrefs = re.findall(r'href="([^"]+)"', drawn)
    assert all(f"per={DAY}" in href and "lang=en" in href for href in hrefs)
    for url in ("dekning", "rammer", "evidens-og-styrke", "mot-malet", "regler", "kilder-og-revisjoner"):
        assert any(href.startswith(f"{url}?") for href in hrefs), url
    cells = [href for href in hrefs if "felt=" in href]
    assert len(cells) == 10 and len(set(cells)) == 10


def test_the_day_to_compare_with_is_in_the_address(open_app: OpenApp, home: Path) -> None:
    app = opened(open_app, per=DAY, siden="2020-12-31")
    assert "Sammenlignet med 31. desember 2020." in words(app)
    change = brief_of(home, date(2021, 10, 27), date(2020, 12, 31)).tiles[0].change.nb
    assert change in words(app)
    assert "Sammenlignet med forrige møte i referansegruppen, 21. april 2021." in words(opened(open_app, per=DAY))


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_can_be_had_as_pdf_and_word(open_app: OpenApp, lang: str) -> None:
    app = opened(open_app, per=DAY, lang=lang)
    labels = [one.proto.label for one in app.get("download_button")]
    assert labels[:2] == [tell("overview.download_pdf", lang), tell("overview.download_docx", lang)]


@pytest.mark.parametrize("day", ["1990-01-01", "2018-06-01", "2030-01-01"])
def test_a_day_before_or_after_everything_is_said_calmly(open_app: OpenApp, day: str) -> None:
    app = opened(open_app, per=day)
    assert markup(app).count('class="fou-answer"') == 4


def test_the_server_makes_ready_what_the_page_rests_on() -> None:
    assert REPORTS == ("brief",)


def test_the_parts_of_the_bar_and_the_line_stay_within_their_place() -> None:
    """5 paid and 4 bound of 15 that the year has: 0 to 1/3, 1/3 to 3/5, and the marks at the end."""
    shares = bullet_shares(made().bullet)
    assert shares is not None
    assert [(round(part["start"], 4), round(part["end"], 4)) for part in shares["parts"]] == [(0, 0.3333), (0.3333, 0.6)]
    assert (shares["available"], shares["frame"]) == (1, 1)
    line = line_shares(made().line)
    assert line is not None
    assert [len(run) for run in line["runs"]] == [1, 2]
    points = [value for run in line["runs"] for point in run for value in point]
    assert all(0 <= value <= 1 for value in [*points, line["level"]])
    assert bullet_shares(empty().bullet) is None and line_shares(empty().line) is None
