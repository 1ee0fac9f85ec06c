"""The page Forfalt og forsinket on the example: what is past, the publication clock, and what is new since a meeting."""

from tests.unit.pages.conftest import OpenApp, home, markup, open_app

__all__ = ["home", "open_app"]

PAGE = "pages/evidence/overdue.py"


def opened(open_app: OpenApp, per: str = "2024-12-31", role: str = "owner", lang: str = "nb", **query: str) -> str:
    app = open_app(per=per, role=role, lang=lang)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(PAGE).run()
    assert not app.exception
    return markup(app)


def test_what_is_past_its_deadline_leads_to_project_and_record(open_app: OpenApp) -> None:
    shown = opened(open_app)
    assert "1 leveranse, 1 milepæl og 3 evalueringstrinn forbi gjeldende frist" in shown
    assert "oppslag?per=2024-12-31&amp;tabell=deliverable&amp;rad=LV-P020-2" in shown
    assert "prosjekt?per=2024-12-31&amp;id=P020" in shown
    assert "oppslag?per=2024-12-31&amp;tabell=evaluation&amp;rad=E06" in shown
    assert ">382</td>" in shown and ">550</td>" in shown


def test_reports_past_the_publication_limit_are_listed_with_their_reasons(open_app: OpenApp) -> None:
    shown = opened(open_app, **{"del": "publisering"})
    for key in ("LV-P002-2", "LV-P007-4", "LV-P013-2", "LV-P010-2", "LV-P012-1", "LV-P023-1"):
        assert f"rad={key}" in shown
    assert "datasett i P002 (personvern)" in shown and "notat i P023 (erstattet av annen rapport)" in shown
    late = opened(open_app, **{"del": "publisering", "vis": "sent"})
    for key, days in (("LV-P005-1", "171"), ("LV-P017-1", "94"), ("LV-P020-1", "144")):
        assert f"rad={key}" in late and f">{days}</td>" in late
    assert "rad=LV-P002-2" not in late
    only = opened(open_app, **{"del": "publisering", "grunn": "privacy"})
    assert "rad=LV-P002-2" in only and "rad=LV-P023-1" not in only


def test_filters_and_lists_stand_in_the_address(open_app: OpenApp) -> None:
    shown = opened(open_app, vis="stanset")
    assert "id=P012" in shown and "rad=LV-P020-2" not in shown
    unknown = opened(open_app, vis="uten-frist")
    assert "rad=E07" in unknown and "ikke kjent" in unknown
    none = opened(open_app, sok="<script>")
    assert "Ingenting passer med valget" in none
    chosen = opened(open_app, slag="article", gjelder="P020")
    assert "rad=LV-P020-2" in chosen and "rad=MP-P020-3" not in chosen


def test_what_is_new_since_the_last_meeting_or_a_day(open_app: OpenApp) -> None:
    shown = opened(open_app, per="2022-12-31", **{"del": "nytt"})
    assert "Siden forrige møte i referansegruppen 26. oktober 2022: 8 nye forbi fristen" in shown
    other = opened(open_app, per="2022-12-31", **{"del": "nytt", "siden": "2021-12-31"})
    assert "Siden 31. desember 2021:" in other
    early = opened(open_app, per="2019-03-01", **{"del": "nytt"})
    assert "Ingen leveranser" in early or "Ingen møter er holdt før denne dagen" in early


def test_the_page_stands_for_the_public_and_in_english(open_app: OpenApp) -> None:
    assert "3 evalueringstrinn forbi gjeldende frist" in opened(open_app, role="public")
    assert "past the current deadline" in opened(open_app, lang="en")
