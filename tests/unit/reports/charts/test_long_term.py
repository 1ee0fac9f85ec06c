"""Figures of long and repeated sick leave: old is grey and named, masked is said, and markup in data is text."""

from analytics.sickness.distributions import distributions
from analytics.sickness.listings import listings
from analytics.sickness.recurrence import recurrence
from analytics.sickness.rights import exhausted, graded
from reports.charts import long_term, template
from tests.unit.analytics.sickness.long_term_rows import OLDER, VINTAGE, durations, figures, told
from tests.unit.analytics.sickness.rows import series_break, snapshot

SHARES = {"A": 50, "B": 100, "C": 250, "D": 200, "E": 250, "F": 150}


def held(series, observed, **tables):
    return snapshot("2026-06-30", series=series, observation=observed, vintage=[VINTAGE, OLDER], **tables)


def divided(**changes):
    values = {code: {"2024K4": value, "2025K4": value} for code, value in SHARES.items()} | changes
    made = durations(values)
    return distributions(held(made["series"], made["observation"]), "duration")[0]


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_bars_stand_from_short_to_long_with_both_periods() -> None:
    figure = long_term.distribution(divided(), "nb", is_old=False)

    assert [bar.name for bar in figure.data] == ["4. kvartal 2025", "4. kvartal 2024"]
    assert list(figure.data[0].x) == [5, 10, 25, 20, 25, 15]
    assert figure.data[0].y[0] == "1-7 dager"
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.rangemode == "tozero"


def test_old_figures_are_grey_and_say_so() -> None:
    fresh, old = (long_term.distribution(divided(), "nb", is_old=is_old) for is_old in (False, True))

    assert (fresh.data[0].marker.color, old.data[0].marker.color) == (template.ACCENT, template.GREY_MID)
    assert "eldre tall" in old.layout.title.text
    assert "eldre tall" not in fresh.layout.title.text


def test_the_earlier_period_is_told_by_its_pattern_too() -> None:
    figure = long_term.distribution(divided(), "nb", is_old=False)

    assert figure.data[0].marker.pattern.shape is None
    assert figure.data[1].marker.pattern.shape == template.HATCH


def test_a_masked_group_has_no_bar_and_says_why() -> None:
    figure = long_term.distribution(divided(B={"2024K4": 100, "2025K4": "masked"}), "nb", is_old=False)

    assert figure.data[0].x[1] is None
    assert "skjermet (4. kvartal 2025)" in texts(figure)


def test_markup_in_a_name_is_text() -> None:
    series = [
        told(name, "absence_days", "dagsverk", kind="diagnosis", division="<i>D</i>", group=name)
        for name in ("<b>x</b>", "y", "I alt")
    ]
    observed = [row for name in ("<b>x</b>", "y", "I alt") for row in figures(name, {"2025K4": 10})]
    figure = long_term.distribution(distributions(held(series, observed), "diagnosis")[0], "nb", is_old=False)

    assert "&lt;b&gt;x&lt;/b&gt;" in list(figure.data[0].y)
    assert "<i>" not in figure.layout.title.text.replace("<br>", "")
    assert "<b>x" not in figure.to_json()


def test_persons_spells_and_days_are_bars_of_their_own() -> None:
    def often(name, indicator, **more):
        return told(name, indicator, "prosent", kind="recurrence", group="6 på tre år", **more)

    series = [
        often("B", "recurrence_pct"),
        often("W", "recurrence_pct", sex="women"),
        often("S", "share_pct", indicator_nb="Andel"),
    ]
    found = recurrence(held(series, figures("B", {"2025": 9}) + figures("W", {"2025": 11}) + figures("S", {"2025": 29})))
    assert found is not None
    figure = long_term.recurrence(found, "nb", is_old=False)

    assert list(figure.data[0].x) == [9, 11, 29]
    assert [name.replace("<br>", " ") for name in figure.data[0].y] == [
        "Andel med gjentatt fravær", "Andel med gjentatt fravær, kvinner", "Andel",
    ]  # fmt: skip


def test_graded_is_bars_with_one_period_and_lines_with_more() -> None:
    series = [told("G", "graded_pct", "prosent", kind="graded", group="alle")]
    one, more = (
        graded(held(series, figures("G", values))) for values in ({"2025K1": 20}, {"2024K1": 19, "2024K3": 18, "2025K1": 20})
    )
    assert one is not None and more is not None

    assert long_term.graded(one, "nb", is_old=False).data[0].type == "bar"
    line = long_term.graded(more, "nb", is_old=False).data[0]
    assert (list(line.y), line.connectgaps) == ([19, None, 18, None, 20], False)


def test_persons_stand_in_one_rhythm() -> None:
    found = exhausted(
        held([told("P", "exhausted_rights", "antall")], figures("P", {"2023": 40000, "2024K1": 9000, "2025K1": 9900}))
    )
    assert found is not None
    figure = long_term.exhausted(found, "nb", is_old=False)

    assert [value for trace in figure.data for value in trace.y if value] == [9000, 9900]


def test_rates_stand_from_high_to_low() -> None:
    series = [
        told(code, "exhausted_rights", "promille", industry_code=code, industry_nb=f"Næring {code}")
        for code in ("86-88", "41-43")
    ]
    observed = figures("P", {"2025K1": 5}) + figures("86-88", {"2025K1": 6}) + figures("41-43", {"2025K1": 4})
    found = exhausted(held([told("P", "exhausted_rights", "promille"), *series], observed))
    assert found is not None
    figure = long_term.rates(found, "nb", is_old=False)

    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([6, 5, 4], ["Næring 86-88", "Alle næringer", "Næring 41-43"])


def week_figure(lang="nb", **more):
    series = [told("W", "new_sick_listings", "antall", kind="diagnosis", group="alle diagnoser"),
              told("C", "new_sick_listings", "antall", kind="diagnosis", group="korona")]  # fmt: skip
    observed = figures("W", {"2019U01": 10, "2020U01": 11, "2020U03": 12, "2020U53": 9, "2021U01": 13, "2021U02": 14})
    marks = [series_break("2020K1") | {"is_pandemic": True}]
    found = listings(held(series, observed + figures("C", {"2020U01": 1}), series_break=marks))
    assert found is not None
    return long_term.weekly(found, lang, is_old=False)


def test_each_year_is_a_line_and_the_newest_is_named_and_strong() -> None:
    figure = week_figure()
    years = {trace.name: trace for trace in figure.data if trace.yaxis == "y"}

    assert set(years) == {"2019", "2020 (korona)", "2021 (korona)"}
    assert years["2021 (korona)"].line.width > years["2019"].line.width
    assert len({trace.line.dash for trace in years.values()}) == 3
    assert "<b>2021</b>" in texts(figure)


def test_a_week_without_a_figure_is_a_gap_and_week_53_is_drawn() -> None:
    line = next(trace for trace in week_figure().data if trace.name == "2020 (korona)")

    assert (line.y[0], line.y[1], line.y[2], line.y[52], len(line.x)) == (11, None, 12, 9, 53)
    assert line.connectgaps is False


def test_corona_has_a_scale_of_its_own_from_zero_below() -> None:
    figure = week_figure("en")

    assert [trace.name for trace in figure.data if trace.yaxis == "y2"] == ["2020"]
    assert figure.layout.yaxis2.rangemode == "tozero"
    assert figure.layout.yaxis2.overlaying is None
    assert "Of these with a corona diagnosis" in texts(figure)
