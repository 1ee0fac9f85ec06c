"""The selectors of any series: they offer only what is found, and keep the choice in the address."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.sickness.absence_series import absence_series
from data.snapshot import Snapshot
from tests.unit.analytics.sickness.rows import observed, series, vintage

RAW = "unadjusted"
Open = Callable[..., AppTest]


def held(as_of: date) -> Snapshot:
    rows = [
        series(RAW),
        series("seasonal"),
        series(RAW, "doctor_certified", series_id="W", sex="women"),
        series(RAW, series_id="H", industry_code="86-88", industry_standard="SN2007", industry_nb="Helse <b>og</b> sosial"),
        series(RAW, "doctor_certified", series_id="K", breakdown_kind="sector", breakdown="Sektor", breakdown_code="2",
               breakdown_value="Kommunal forvaltning"),
    ]  # fmt: skip
    figures = [
        row | {"series_id": item["series_id"]} for item in rows for row in observed(RAW, "V", {"2018K4": 6.0, "2019K1": 6.6})
    ]
    older = [row | {"series_id": "unadjusted-total"} for row in observed(RAW, "V0", {"2018K4": 6.1})]
    tables: dict[str, Any] = {
        "series": rows, "vintage": [vintage("V0", "2019-03-20"), vintage("V", "2019-06-30")], "observation": figures + older,
    }  # fmt: skip
    return Snapshot.from_rows(as_of, tables)


def script() -> None:
    from datetime import date

    from ui.absence_series import show_series
    from ui.view import View, set_current

    view = View(date(2020, 1, 31), "nb", "owner")
    set_current(view)
    show_series(view)


@pytest.fixture
def open_series(monkeypatch: pytest.MonkeyPatch) -> Open:
    snapshot = held(date(2020, 1, 31))

    def report(name: str, *, measure: str | None = None, **choices: str | None) -> object:
        assert name == "absence-series"
        return absence_series(snapshot, measure, {key: value for key, value in choices.items() if value is not None})

    monkeypatch.setattr("ui.loaders.report", report)
    monkeypatch.setattr("ui.loaders.snapshot", lambda: snapshot)

    def opened(**query: str) -> AppTest:
        app = AppTest.from_function(script, default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return opened


def box(app: AppTest, name: str) -> Any:
    return app.selectbox(key=f"_series_{name}")


def text(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_whole_is_shown_until_something_is_chosen(open_series: Open) -> None:
    app = open_series()

    assert not app.exception
    assert [item.label for item in app.selectbox] == ["Inndeling", "Næring", "Type sykefravær", "Kjønn", "Justering"]
    assert "1. kvartal 2019: 6,6 prosent sykefravær" in text(app)
    assert dict(app.query_params) == {}


def test_each_selector_offers_what_goes_with_those_before_it(open_series: Open) -> None:
    app = open_series()
    assert box(app, "type").options == ["Egenmeldt og legemeldt", "Legemeldt"]
    assert box(app, "kjonn").options == ["Begge kjønn"]

    box(app, "type").set_value("doctor_certified").run()

    assert not app.exception
    assert box(app, "kjonn").options == ["Kvinner"]
    assert "(legemeldt, kvinner, alle næringer, ikke justert;" in text(app)
    assert app.query_params["type"] == "doctor_certified"


def test_a_breakdown_asks_for_its_group_and_back_again(open_series: Open) -> None:
    app = open_series()
    box(app, "inndeling").set_value("sector").run()

    assert box(app, "gruppe").options == ["Kommunal forvaltning"]
    assert "sektor: Kommunal forvaltning" in text(app)

    box(app, "inndeling").set_value("none").run()

    assert not app.exception
    assert "egenmeldt og legemeldt, begge kjønn, alle næringer" in text(app)
    assert "inndeling" not in app.query_params


def test_an_address_is_followed(open_series: Open) -> None:
    app = open_series(naering="86-88", justering="seasonal")

    assert not app.exception
    assert box(app, "naering").value == "86-88"
    assert "næring 86-88" in text(app)


def test_what_an_address_asks_for_and_does_not_exist_is_left_out(open_series: Open) -> None:
    app = open_series(naering="<script>", kjonn="men")

    assert not app.exception
    assert box(app, "naering").value == "00-99"
    assert "naering" not in app.query_params
    assert "ikke finnes for denne serien" in text(app)
    assert "<script>" not in text(app)


def test_names_are_never_markup(open_series: Open) -> None:
    assert "<b>og</b>" not in text(open_series(naering="86-88"))


def test_older_vintages_are_shown_on_request(open_series: Open) -> None:
    app = open_series()
    assert "eldre utgaver" not in app.get("plotly_chart")[0].proto.spec

    app.toggle(key="_series_older").set_value(True).run()

    assert not app.exception
    assert "eldre utgaver" in app.get("plotly_chart")[0].proto.spec
