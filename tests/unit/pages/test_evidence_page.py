"""The page of evidence: the answer first, three columns, filters and one piece of work that stand in the address."""

from tests.unit.pages.conftest import OpenApp, markup

PAGE = "pages/evidence/strength.py"
PER = "2024-12-31"


def test_the_answer_comes_first_and_what_has_no_level_is_told_in_words(open_app: OpenApp) -> None:
    app = open_app(PAGE, per=PER)

    assert not app.exception
    text = markup(app)
    assert "Da avtalen utløp 31. desember 2024, forelå kunnskap på nivå 3 eller høyere om 2 av 8 virkemidler" in text
    assert "Sier ikke noe om effekt" in text and "Ikke vurdert (start etter designet: høy)" in text
    assert "3 (uenige: 3 og 4)" in text
    assert "Kostnad: ramme i alt" in text and "ukjent" in text


def test_rows_lead_to_projects_and_to_records(open_app: OpenApp) -> None:
    text = markup(open_app(PAGE, per=PER))

    assert "id=P007" in text
    assert "tabell=evaluation" in text and "rad=E08" in text
    assert "tabell=instrument" in text and "tabell=decision_gate" in text


def test_filters_in_the_address_leave_only_what_they_ask_for(open_app: OpenApp) -> None:
    app = open_app(per=PER)
    app.switch_page(PAGE).run()
    for name, value in {"virkemiddel": "BRANSJEPROGRAM", "design": "D-EXP", "hvem": "own"}.items():
        app.query_params[name] = value
    app.run()

    work = markup(app).split("Prosjekter i programmet og andre evalueringer")[-1]
    assert not app.exception
    assert "id=P007" in work and "id=P010" in work and "id=P008" not in work


def test_one_piece_of_work_shows_who_rated_it_when_and_why_and_what_is_suggested(open_app: OpenApp) -> None:
    app = open_app(per=PER)
    app.switch_page(PAGE).run()
    app.query_params["arbeid"] = "project:P010"
    app.run()

    text = markup(app)
    assert not app.exception
    assert "Vurderingene av P010" in text and "En bedrift falt fra." in text
    assert "Frafall: 24\u00a0%, grensen er 20\u00a0%" in text and "Få klynger: 16, grensen er 20" in text
    assert "ville nivået vært 3, mot 5" in text
    assert "kan ikke oppdage" in text or "kan oppdage en endring" in text


def test_a_rating_above_the_design_is_told_on_the_page(open_app: OpenApp) -> None:
    app = open_app(per=PER)
    app.switch_page(PAGE).run()
    app.query_params["arbeid"] = "project:P021"
    app.run()

    assert "En vurdering på nivå 2 er høyere enn designet kan gi, og er satt ned til 1." in markup(app)


def test_power_and_evidence_lead_to_each_other(open_app: OpenApp) -> None:
    power = open_app("pages/evidence/power.py", per=PER)
    assert any("Evidens og styrke" in link.proto.label for link in power.get("page_link"))
    own = open_app(PAGE, per=PER)
    assert any("Styrkeberegning" in link.proto.label for link in own.get("page_link"))
