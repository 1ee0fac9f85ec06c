"""The pages Endret siden sist and Beslutninger og innspill on the example, per role and language."""

import pytest

from tests.unit.pages.conftest import OpenApp, home, markup, open_app

__all__ = ["home", "open_app"]

CHANGES, DECISIONS = "pages/meetings/changes.py", "pages/meetings/decisions.py"


def opened(open_app: OpenApp, page: str, per: str = "2021-10-27", role: str = "owner", lang: str = "nb", **query: str) -> str:
    app = open_app(per=per, role=role, lang=lang)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(page).run()
    assert not app.exception
    return markup(app)


def test_what_changed_since_the_spring_meeting_is_summed_up_and_leads_to_the_records(open_app: OpenApp) -> None:
    shown = opened(open_app, CHANGES)
    assert "Fra 21. april 2021 til 27. oktober 2021 er" in shown
    for words in ("15 startet, 6 avsluttet, 9 frister flyttet", "26 betalinger på til sammen 8,1 mill. kroner"):
        assert words in shown
    for href in (
        "prosjekt?per=2021-10-27&amp;id=P007", "tabell=deliverable&amp;rad=LV-P007-1", "aret-i-detalj?per=2021-10-27&amp;ar=2021",
        "tabell=contract&amp;rad=KT007", "funn-og-anbefalinger?per=2021-10-27&amp;funn=FU-01", "tabell=vintage",
        "tabell=series", "tabell=decision&amp;rad=BE-23", "gruppe=portefolje",
    ):  # fmt: skip
        assert href in shown, href


def test_meetings_dates_and_filters_stand_in_the_address(open_app: OpenApp) -> None:
    between = opened(open_app, CHANGES, "2022-12-31", fra="M2021V", til="M2021H")
    assert "Fra 21. april 2021 til 27. oktober 2021 er" in between
    own = opened(open_app, CHANGES, "2022-12-31", fra="2021-02-03", til="2021-03-04")
    assert "Fra 3. februar 2021 til 4. mars 2021" in own
    only = opened(open_app, CHANGES, gruppe="forfalt", slag="deliverables_overdue")
    assert "57 dager over fristen" in only and "tabell=contract" not in only
    searched = opened(open_app, CHANGES, sok="P007 dialog")
    assert "id=P007" in searched and "id=P008" not in searched
    none = opened(open_app, CHANGES, sok="<script>")
    assert "Ingen endringer passer med valget" in none and "<script>alert" not in none


def test_the_wrong_order_can_be_swapped_and_an_early_date_is_told(open_app: OpenApp) -> None:
    app = open_app(per="2022-12-31")
    app.query_params["fra"], app.query_params["til"] = "M2021H", "M2021V"
    app.switch_page(CHANGES).run()
    assert "Fra-datoen 27. oktober 2021 er etter til-datoen 21. april 2021" in markup(app)
    app.button(key="changes_swap").click().run()
    assert not app.exception and "Fra 21. april 2021 til 27. oktober 2021 er" in markup(app)
    early = opened(open_app, CHANGES, fra="2018-01-01")
    assert "er før noe i programmet var kjent" in early
    same = opened(open_app, CHANGES, fra="2021-10-27")
    assert "Ingenting er endret fra 27. oktober 2021 til 27. oktober 2021." in same


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("role", ["owner", "approver", "ministry", "reference_group", "public"])
@pytest.mark.parametrize("page", [CHANGES, DECISIONS])
def test_each_role_sees_what_it_may(open_app: OpenApp, page: str, role: str, lang: str) -> None:
    shown = opened(open_app, page, role=role, lang=lang)
    is_public = role == "public"
    assert ("Programforum drøftet" in shown) is not is_public
    hidden = {"nb": "Rollen din viser ikke" if page == DECISIONS else "vises ikke for rollen din",
              "en": "Your role does not show" if page == DECISIONS else "not shown to your role"}[lang]  # fmt: skip
    assert (hidden in shown) is is_public


def test_what_became_of_the_input_of_one_party_last_autumn(open_app: OpenApp) -> None:
    shown = opened(open_app, DECISIONS, "2022-12-31", **{"del": "innspill", "part": "LO", "fra_mote": "M2021H"})
    assert "1 innspill fra LO" in shown and "Se på arbeidsmiljø og frafall blant eldre arbeidstakere." in shown
    assert "studien kan ikke fullføres innen programmet avsluttes" in shown
    assert "kunnskapsbehov?per=2022-12-31&amp;behov=K026" in shown and "tabell=action_plan_line" in shown
    assert "Digital arbeidsstyring" not in shown


def test_decisions_by_body_and_actions_by_state(open_app: OpenApp) -> None:
    shown = opened(open_app, DECISIONS, "2023-03-31", organ="PROGRAMFORUM")
    assert "Programforumet vil ikke være et besluttende organ" in shown
    assert "tabell=decision&amp;rad=BE-32" in shown and "rad=BE-33" not in shown
    late = opened(open_app, DECISIONS, "2023-03-31", **{"del": "oppfolging", "status": "overdue"})
    assert "rad=OP-17" in late and "rad=OP-16" not in late and ">31</td>" in late


def test_the_minutes_of_the_one_meeting_chosen_can_be_fetched(open_app: OpenApp) -> None:
    app = open_app(per="2022-12-31")
    app.query_params["fra_mote"] = "M2021H"
    app.switch_page(DECISIONS).run()
    assert not app.exception
    assert any("Utkast til referat" in str(element.proto) for element in app.get("download_button"))
