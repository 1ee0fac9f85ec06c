"""Packs with screens of every exhibit, also hostile ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from analytics.meetings.meeting import Meeting
from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Exhibit, Grid, Points, Screen, Series, Tile, Tiles, Value
from analytics.result import Basis
from data.snapshot import Source
from domain.text import Text

ATTACK = '=HYPERLINK("http://x";"klikk")<b>&amp;\x07\ud800 #let x = 1 $x$ \\'
LONG = "Svært langt budskap om alt som er gjort i programmet, og hva som gjenstår " * 12


def same(text: str) -> Text:
    return Text(text.strip(), f"{text.strip()} (en)")


def amounts(*values: int | None, unit: str = "mill") -> tuple[Value, ...]:
    told = [None if value is None else Decimal(value) * 100_000 for value in values]
    return tuple(Value(value, unit, f"frames/years/{place}/x") for place, value in enumerate(told))  # type: ignore[arg-type]


def counts(*values: int | None) -> tuple[Value, ...]:
    return tuple(Value(value, "count", f"x/{place}") for place, value in enumerate(values))


def years(*values: int) -> tuple[Value, ...]:
    return tuple(Value(value, "year") for value in values)


STACKED = Chart(
    "stacked", years(2019, 2020, 2021),
    (Series(Text("Betalt", "Paid"), amounts(19, 44, 14)), Series(Text("Bundet", "Bound"), amounts(0, 6, None), "mid"),
     Series(Text("Fritt", "Free"), amounts(131, 231, 343), "empty")),
    Text("mill. kroner", "mill. kroner"), (Series(Text("Årets ramme", "The year's frame"), amounts(150, 150, 150), "mark"),),
)  # fmt: skip
LINE = Chart(
    "line", tuple(Value(f"{year}K{quarter}", "period") for year in (2019, 2020, 2021) for quarter in (1, 2, 3, 4)),
    (Series(Text("Sykefravær", "Sick leave"), tuple(Value(round(5.7 + place / 10, 1), "pct", "a/0") for place in range(12))),
     Series(Text("Foreløpig serie", "Provisional series"),
            tuple(Value(None if place < 3 else round(6.1 - place / 10, 1), "pct", "a/1", Text("ikke publisert", "not published"))
                  for place in range(12)), is_provisional=True)),
    Text("prosent", "per cent"), (Series(Text("Målnivået", "Target"), (Value(5.13, "pct", "a/t"),) * 12, "mark"),),
)  # fmt: skip
BARS = Chart(
    "bars", tuple(Value(same(name)) for name in ("Arbeidsmiljø og forebygging i bransjer", "Lange og gjentatte fravær", "Annet")),
    (Series(Text("Pågår", "Running"), counts(4, 7, 0)), Series(Text("Ferdig", "Finished"), counts(12, 3, 1))),
    Text("antall prosjekter", "number of projects"),
)  # fmt: skip
NEGATIVE = Chart(
    "bars", years(2020, 2021), (Series(Text("Endring", "Change"), (Value(-0.4, "pp", "x"), Value(0.25, "pp", "y"))),),
    Text("prosentpoeng", "percentage points"),
)  # fmt: skip
GRID = Grid(
    (Text("Prosjekt", "Project"), Text("Frist", "Due"), Text("Beløp (mill. kroner)", "Amount (mill. kroner)"),
     Text("Dager", "Days")),
    tuple(
        (Value(same(f"Prosjekt nummer {n} om tilrettelegging på arbeidsplassen")),
         Value(date(2021, 3, 1 + n), "date", f"o/{n}/due"),
         Value(None if n == 2 else Decimal(1_250_000 + n), "mill", f"o/{n}/nok"), Value(1200 + n, "days", f"o/{n}/days"))
        for n in range(5)
    ),
    (("project", "P1"), None, None, None, None), 7,
)  # fmt: skip
LONG_GRID = Grid(
    (Text("Id", "Id"), Text("Tekst", "Text"), Text("Antall", "Number")),
    tuple(
        (Value(f"R{n}"), Value(same("Et behov som er beskrevet med mange ord. " * (1 + n % 4))), Value(n, "count"))
        for n in range(40)
    ),
)  # fmt: skip
TILES = Tiles(
    (
        Tile(
            Text("Prosjekter", "Projects"), Value(23, "count", "p/n"), Text("prosjekter", "projects"), same("4 flere enn i fjor")
        ),
        Tile(Text("Betalt", "Paid"), Value(Decimal(8_650_000), "mill", "f/paid"), Text("mill. kroner", "mill. kroner")),
        Tile(Text("Neste frist", "Next due"), Value(date(2021, 6, 1), "date", "o/0/due")),
        Tile(
            Text("Virkning", "Effect"), Value(None, "pct", "e/0", Text("ikke målt", "not measured")), Text("prosent", "per cent")
        ),
    )
)
POINTS = Points(tuple(same(f"Punkt {n} som møtet bør drøfte, med en setning til") for n in range(1, 6)), left_out=3)


def screen(name: str, exhibit: Exhibit | None, message: str = "", **values: object) -> Screen:
    sources = values.pop("sources", ("Programplanen", "Regnskap 2021"))
    return Screen(
        name, same(f"Om {name}"), same(message or f"Dette er budskapet om {name}, sagt i én setning."), exhibit,
        notes=(same("Les figuren fra venstre."),), sources=sources, **values,  # type: ignore[arg-type]
    )  # fmt: skip


PLAIN = (
    screen("stacked", STACKED, details=(same("Én linje om rammen."), same("Og en til.")), is_example=True),
    screen("line", LINE), screen("bars", BARS), screen("negative", NEGATIVE), screen("grid", GRID),
    screen("long_grid", LONG_GRID), screen("tiles", TILES), screen("points", POINTS),
    screen("nothing", None, "Ingen behov er ført opp, så det er ingenting å vise."),
)  # fmt: skip
HOSTILE = (
    Screen("h1", same(ATTACK), same(LONG), Chart(
        "bars", tuple(Value(ATTACK + str(n)) for n in range(30)),
        tuple(Series(same(ATTACK), counts(*range(30))) for _ in range(5)), same(ATTACK),
    ), details=(same(LONG), same(ATTACK), same("x" * 500)), notes=(same(ATTACK),),
        sources=tuple(f"{ATTACK} {n}" for n in range(60))),
    Screen("h2", same(ATTACK), same(LONG), Grid(
        (same(ATTACK), same("Ord " * 40), Text("", "")), ((Value(ATTACK), Value("x" * 3000), Value(10**15, "count")),) * 3,
    )),
    Screen("h3", Text("", ""), Text("", ""), Points((same(ATTACK), same(LONG), same("y" * 900)))),
    Screen("h4", same("t"), same("samme"), Tiles((Tile(same(LONG), Value(ATTACK), same(ATTACK), same(LONG)),) * 4)),
    Screen("h5", same("t"), same("samme"), Chart("line", (), (), same(""))),
    Screen("h6", same("t"), same("samme"), Chart(
        "stacked", years(2021), (Series(same("ukjent"), (Value(None, "mill"),)),), same("mill"),
    )),
    Screen("h7", same("t"), same("samme"), Grid((), ())), Screen("h8", same("t"), same("samme"), Tiles(())),
    Screen("h9", same("t"), same("samme"), Points(())), Screen("h10", same("t"), same("samme"), Grid((same("a"), same("b")), ())),
)  # fmt: skip


def pack_of(*screens: Screen, title: str = "Vårmøte 2021") -> Pack:
    meeting = Meeting("M2021V", "spring", title, date(2021, 4, 21), date(2021, 4, 21), "REF", is_example=False)
    source = Source("S1", "Programplanen", "NAV", None, "NLOD", None)
    caveat = Text("Tallene sier ikke hvorfor sykefraværet har endret seg.", "The numbers do not say why sick leave has changed.")
    basis = Basis(date(2021, 4, 21), "v7-test", any(one.is_example for one in screens), (source,), (caveat,))
    return Pack(basis, meeting, None, screens, {})
