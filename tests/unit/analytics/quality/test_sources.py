"""Sources: how far the figures go, how old they are, which tables failed, and which were never fetched."""

from datetime import date

import pytest

from analytics.quality.source_rows import KnownTable, registered
from analytics.quality.source_words import bodies_table, counts_table, fault_texts, remark_texts, status_text, tables_table
from analytics.quality.sources import sources
from analytics.result import plain
from data.sources.catalogue import SOURCES
from data.sources.ssb.registry import REGISTRY
from domain.text import Text
from tests.unit.analytics.sickness.rows import observed, series, snapshot, vintage

RAW, SEASONAL = "unadjusted", "seasonal"


def parameter(name, value):
    return {
        "parameter_id": name, "name": name, "value": value, "unit": "dager", "valid_from": date(2018, 1, 1), "text_nb": "-",
        "text_en": "-",
    }  # fmt: skip


def attempt(table, day, outcome="loaded", published=None, **more):
    return {
        "load_id": f"{table}-{day}-{outcome}", "publisher": "SSB", "table_id": table, "title_nb": f"Tabell {table}",
        "title_en": f"Table {table}", "fetched_date": date.fromisoformat(day), "fetched_at": f"{day}T06:25:00Z",
        "published_date": date.fromisoformat(published) if published else None, "outcome": outcome, **more,
    }  # fmt: skip


KNOWN = [KnownTable("SSB", name, Text(f"Tabell {name}", f"Table {name}"), "quarterly") for name in ("12439", "12440")]
EMBEDDED = {
    "series": [series(RAW), series(SEASONAL)],
    "vintage": [vintage("DOC", "2025-09-30", "current_self", "month"), vintage("DOC2", "2025-12-31", "current_self", "month")],
    "observation": [
        *observed(RAW, "DOC", {"2025K1": 7.0, "2025K2": 6.1}, source_id="S"), *observed(SEASONAL, "DOC2", {"2025K3": 6.5}),
    ],
    "parameter": [parameter("absence_release_lag_days", 60), parameter("absence_stale_days", 120)],
    "source": [{"source_id": "S", "title": "Side", "published_date": date(2025, 9, 11), "retrieved_date": date(2026, 1, 10)}],
}  # fmt: skip
LOADED = attempt(
    "12439", "2026-08-27", published="2026-08-27", vintage_id="L", first_period="2020K1", last_period="2026K2", cell_count=120,
    new_count=3, revised_count=5, masked_count=2, missing_count=1, provisional_count=4,
)  # fmt: skip
LIVE = EMBEDDED | {
    "vintage": [*EMBEDDED["vintage"], vintage("L", "2026-08-27", "current_self") | {"table_id": "12439", "source_id": "T"}],
    "observation": [*EMBEDDED["observation"], *observed(RAW, "L", {"2026K1": 7.1, "2026K2": 6.0})],
    "source": [*EMBEDDED["source"], {"source_id": "T", "title": "Tabell 12439"}],
    "statistic_load": [LOADED],
}


def made(tables, as_of="2026-11-22", known=KNOWN, **more):
    return sources(snapshot(as_of, **tables | more), known)


def row(found, source_id):
    return next(item for item in found.rows if item.source_id == source_id)


def test_embedded_figures_are_said_to_be_so_with_their_age_and_what_is_not_fetched() -> None:
    """From 31 December 2025 to 22 November 2026 is 326 days; the month is all that is known of the vintage."""
    found = made(EMBEDDED)

    assert found.freshness == "embedded"
    assert found.sentence.nb == (
        "Sykefraværstallene er innebygde, minst 326 dager gamle, og går til 3. kvartal 2025 (sesongjustert; ikke justert til "
        "2. kvartal 2025). De er ikke hentet direkte. 2. kvartal 2026 skal etter regelen ha kommet om lag 29. august 2026, men "
        "er ikke hentet. Kjør «python cli.py refresh»."
    )
    assert plain(found.as_json())["age_days"] == 326


def test_on_an_earlier_day_the_newest_quarter_then_is_not_behind() -> None:
    found = made(EMBEDDED, "2025-10-01")

    assert (found.reach.last_period, found.reach.measure, found.reach.is_behind) == ("2025K2", RAW, False)
    assert "minst 1 dag gamle" in found.sentence.nb
    assert "Neste kvartal (3. kvartal 2025) ventes om lag 29. november 2025 etter regelen" in found.sentence.nb


def test_fetched_figures_tell_when_they_were_fetched_and_when_the_next_come() -> None:
    """From 27 August to 22 November are 87 days."""
    found = made(LIVE)

    assert found.freshness == "live"
    assert found.sentence.nb.startswith(
        "Sykefraværstallene er hentet direkte 27. august 2026 (87 dager siden) og går til 2. kvartal 2026 (ikke justert; "
        "utgave 27. august 2026). Neste kvartal (3. kvartal 2026) ventes om lag 29. november 2026 etter regelen"
    )
    assert [source.source_id for source in found.basis.sources] == ["T"]


def test_an_announced_day_is_said_to_be_announced() -> None:
    release = [{"release_id": "R", "publisher": "SSB", "period": "2026K3", "release_date": date(2026, 12, 3)}]
    found = made(LIVE, statistic_release=release)

    assert "er varslet til 3. desember 2026" in found.sentence.nb
    assert plain(found.as_json())["next_release"] == {"period": "2026K3", "release_date": "2026-12-03", "is_announced": True}


def test_a_failed_load_after_a_good_one_keeps_the_good_figures_and_tells_the_fault() -> None:
    failed = attempt("12439", "2026-11-20", "failed", message_nb="SSB svarte 503.", message_en="SSB answered 503.")
    found = made(LIVE, statistic_load=[LOADED, failed])
    table = row(found, "SSB 12439")

    assert (table.is_failing, table.last_good_date, table.last_period) == (True, date(2026, 8, 27), "2026K2")
    assert (table.new_count, table.revised_count, table.masked_count, table.missing_count) == (3, 5, 2, 1)
    assert [text.nb for text in fault_texts(found)] == ["SSB 12439, 20. november 2026: Ikke hentet. SSB svarte 503."]
    assert "Siste forsøk på å hente SSB 12439 gikk ikke; tall som er hentet før, står." in found.sentence.nb
    assert status_text(table).nb == "Siste forsøk gikk ikke. Tallene er fra 27. august 2026 (87 dager siden)"


def test_a_fault_before_a_good_load_is_told_but_the_table_is_not_failing() -> None:
    refused = attempt("12439", "2026-06-01", "refused", message_nb="Ukjent kode.")
    found = made(LIVE, statistic_load=[refused, LOADED])

    assert found.failing == ()
    assert fault_texts(found)[0].nb.startswith("SSB 12439, 1. juni 2026, senere hentet uten feil: Stanset")
    assert "gikk ikke" not in found.sentence.nb


def test_one_table_failing_says_nothing_of_the_other() -> None:
    failed = attempt("12440", "2026-08-27", "refused", message_nb="Ventet SykefravProsent.")
    found = made(LIVE, statistic_load=[LOADED, failed])

    assert [item.source_id for item in found.failing] == ["SSB 12440"]
    assert not row(found, "SSB 12439").is_failing
    assert status_text(row(found, "SSB 12440")).nb == "Ikke hentet; siste forsøk gikk ikke"
    assert [item.source_id for item in found.never_loaded] == ["SSB 12440"]


def test_a_table_that_was_never_fetched_is_listed_and_its_counts_are_unknown() -> None:
    found = made(LIVE)
    never = row(found, "SSB 12440")

    assert (never.last_good_date, never.new_count, never.age_days, never.is_failing) == (None, None, None, False)
    shown = {item["table"]: item for item in tables_table(found, "nb").to_dicts()}
    assert shown["SSB 12440: Tabell 12440"]["status"] == "Ikke hentet ennå"
    assert counts_table(found, "nb").get_column("table").to_list() == ["SSB 12439"]


def test_a_table_outside_the_registry_is_listed_when_it_was_loaded() -> None:
    nav = attempt("SYFRA 510", "2026-08-20", published="2026-08-20") | {"publisher": "NAV"}
    found = made(LIVE, statistic_load=[LOADED, nav])

    assert [item.source_id for item in found.tables] == ["SSB 12439", "SSB 12440", "NAV SYFRA 510"]
    assert row(found, "NAV SYFRA 510").next_release is None


@pytest.mark.parametrize(("as_of", "is_old"), [("2026-12-25", False), ("2026-12-26", True)])
def test_quarterly_figures_are_old_after_the_threshold(as_of, is_old) -> None:
    """27 August and 120 days is 25 December."""
    found = made(LIVE, as_of)

    assert row(found, "SSB 12439").is_old == is_old
    assert ("Hentet for mer enn 120 dager siden: SSB 12439." in found.sentence.nb) == is_old


def test_yearly_figures_are_not_old_by_the_threshold_for_quarters() -> None:
    yearly = [KnownTable("SSB", "12439", Text("Tabell", "Table"), "yearly")]

    assert not row(made(LIVE, "2027-06-01", yearly), "SSB 12439").is_old


def test_a_table_with_an_older_period_than_what_is_out_is_behind() -> None:
    assert not row(made(LIVE, "2026-11-28"), "SSB 12439").is_behind
    found = made(LIVE, "2026-11-29")
    assert row(found, "SSB 12439").is_behind
    assert tables_table(found, "nb").row(0, named=True)["reach"] == (
        "2. kvartal 2026 (utgave 27. august 2026); nyere skal være publisert"
    )


def test_seen_from_before_the_load_the_vintage_is_known_but_has_no_age_of_fetching() -> None:
    """The figures were published on 27 August and fetched in October."""
    late = LOADED | {"fetched_date": date(2026, 10, 1), "fetched_at": "2026-10-01T06:25:00Z"}
    found = made(LIVE, "2026-09-01", statistic_load=[late])

    assert row(found, "SSB 12439").fetched_days is None
    assert "er hentet direkte etter denne datoen og går til 2. kvartal 2026" in found.sentence.nb


def test_an_unchanged_check_is_a_good_load_that_keeps_the_vintage() -> None:
    found = made(LIVE, statistic_load=[LOADED, attempt("12439", "2026-11-22", "unchanged")])

    assert (row(found, "SSB 12439").last_good_date, row(found, "SSB 12439").published_date) == (
        date(2026, 11, 22),
        date(2026, 8, 27),
    )
    assert status_text(row(found, "SSB 12439")).nb == "Hentet 22. november 2026 (i dag)"


def test_remarks_of_a_good_load_are_no_faults() -> None:
    found = made(LIVE, statistic_load=[LOADED | {"message_nb": "Foreløpige tall.", "message_en": "Provisional."}])

    assert [text.nb for text in remark_texts(found)] == ["SSB 12439: Foreløpige tall."]
    assert fault_texts(found) == []


def test_embedded_bodies_tell_when_they_were_last_brought_up_to_date() -> None:
    found = made(LIVE)
    body = row(found, "sick_leave")

    assert [item.source_id for item in found.rows if item.kind == "body"] == [spec.id for spec in SOURCES]
    assert (body.last_good_date, body.last_period, body.vintage) == (date(2026, 1, 10), "2025K3", "2025-12")
    shown = bodies_table(found, "nb").row([item.source_id for item in found.rows].index("sick_leave"), named=True)
    assert (shown["newest"], shown["rhythm"]) == ("3. kvartal 2025 (utgave desember 2025)", "Hvert kvartal")


def test_without_any_figure_that_is_said() -> None:
    found = sources(snapshot("2026-11-22"), [])

    assert found.freshness == "none"
    assert found.sentence.nb == "Ingen kvartalstall for sykefraværet er kjent per 22. november 2026."
    assert plain(found.as_json())["next_release"] is None


def test_by_default_the_tables_are_those_of_the_registry() -> None:
    assert [table.table_id for table in registered()] == [spec.id for spec in REGISTRY]
    assert {table.rhythm for table in registered()} == {"quarterly", "yearly"}
    assert len(sources(snapshot("2026-11-22")).tables) == len(REGISTRY)


def test_the_flat_table_has_a_row_a_source() -> None:
    failed = attempt("12440", "2026-08-27", "failed", message_nb="Nei.", message_en="No.")
    found = made(LIVE, statistic_load=[LOADED, failed])
    flat = {item["source_id"]: item for item in found.table().to_dicts()}

    assert len(flat) == len(found.rows)
    assert (flat["SSB 12440"]["fault_en"], flat["SSB 12440"]["is_failing"]) == ("No.", True)
    assert flat["SSB 12439"]["next_release_date"] == date(2026, 11, 29)


def test_many_tables_that_fail_are_counted_and_not_named() -> None:
    numbers = ("12440", "12441", "12442", "12451")
    failed = [attempt(number, "2026-11-20", "failed", message_nb="Svarte ikke.") for number in numbers]
    found = made(LIVE, statistic_load=[LOADED, *failed])

    assert f"Siste forsøk på å hente 4 av {len(found.tables)} tabeller gikk ikke" in found.sentence.nb
