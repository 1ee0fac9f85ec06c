"""The pages Handlingsplan mot faktisk and Formidling: years, filters and records in the address, and links to projects."""

from tests.unit.pages.conftest import OpenApp, home, markup, open_app

__all__ = ["home", "open_app"]

PLAN, DISSEMINATION = "pages/meetings/action_plan.py", "pages/portfolio/dissemination.py"
DAY = "2022-12-31"


def opened(open_app: OpenApp, page: str, per: str = DAY, role: str = "owner", **query: str) -> str:
    app = open_app(per=per, role=role)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(page).run()
    assert not app.exception
    return markup(app)


def test_the_plan_in_force_is_shown_with_links_to_lines_and_projects(open_app: OpenApp) -> None:
    shown = opened(open_app, PLAN)
    assert "Handlingsplanen for 2022 ble vedtatt 10. desember 2021 med 12 linjer" in shown
    assert "handlingsplan?per=2022-12-31&amp;ar=2022&amp;linje=HP2022-L04" in shown
    assert "prosjekt?per=2022-12-31&amp;id=P026" in shown
    assert "Sendt departementet til orientering 14. desember 2021" in shown


def test_the_year_and_the_outcome_stand_in_the_address(open_app: OpenApp) -> None:
    shown = opened(open_app, PLAN, ar="2021", utfall="senere")
    assert "Handlingsplanen for 2021" in shown
    assert "HP2021-L10" in shown
    assert "HP2021-L13" not in shown
    assert "P018" not in shown
    outside = opened(open_app, PLAN, ar="2021", utfall="utenfor")
    assert "prosjekt?per=2022-12-31&amp;id=P018" in outside


def test_all_years_lead_to_each_year(open_app: OpenApp) -> None:
    shown = opened(open_app, PLAN, ar="alle")
    assert "2 av 4 i 2019, 5 av 9 i 2020, 4 av 15 i 2021 og 5 av 12 i 2022" in shown
    assert "handlingsplan?per=2022-12-31&amp;ar=2020" in shown


def test_a_draft_is_said_to_be_one(open_app: OpenApp) -> None:
    shown = opened(open_app, PLAN, per="2020-01-31")
    assert "Handlingsplanen for 2019" in shown
    assert "Det foreligger utkast til handlingsplan for 2020" in shown
    draft = opened(open_app, PLAN, per="2020-01-31", ar="2020")
    assert "Planen for 2020 er et utkast" in draft


def test_a_line_has_its_own_record_with_frozen_and_present_values(open_app: OpenApp) -> None:
    shown = opened(open_app, PLAN, linje="HP2021-L03")
    assert "Da planen ble vedtatt" in shown
    assert "Anskaffelsen er budsjettert på HP2021-L01" in shown
    assert "id=P010" in shown
    assert "behov=K012" in shown
    assert "anskaffelse=U05" in opened(open_app, PLAN, linje="HP2020-L06")
    assert "Det er ingen planlinje «&lt;x&gt;»" in opened(open_app, PLAN, linje="<x>")


def test_an_unknown_year_is_told(open_app: OpenApp) -> None:
    shown = opened(open_app, PLAN, ar="1999")
    assert "1999" in shown
    assert "Handlingsplanen for 2022" in shown


def test_dissemination_starts_with_what_needs_action(open_app: OpenApp) -> None:
    shown = opened(open_app, DISSEMINATION)
    assert "8 av 13 avsluttede prosjekter har formidlet noe som er tilrettelagt for virksomheter" in shown
    assert shown.index("id=P023") < shown.index("id=P001")
    assert "linje=HP2020-L01" in shown


def test_the_filters_of_dissemination_leave_the_projects_asked_for(open_app: OpenApp) -> None:
    shown = opened(open_app, DISSEMINATION, tilstand="finished_no_fit")
    table = shown.split("Produktene, de som")[0]
    assert "id=P002" in table
    assert "id=P001" not in table
    none = opened(open_app, DISSEMINATION, kanal="other", tilstand="no_items")
    assert "Ingen prosjekter passer med valget" in none


def test_the_pages_stand_for_the_public(open_app: OpenApp) -> None:
    assert "Forsøksenheter vises ikke for din rolle" in opened(open_app, PLAN, role="public")
    assert "8 av 13" in opened(open_app, DISSEMINATION, role="public")
