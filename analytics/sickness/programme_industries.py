"""The industries that have a programme of their own: a series where one is told for exactly their codes, else why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

from analytics.sickness.group_choice import observed
from analytics.sickness.group_levels import History, histories
from analytics.sickness.industry_codes import Spans, are_apart, is_within, size, spans, union
from analytics.sickness.lines import SeriesChoice, groups
from analytics.sickness.man_days import GroupFigures, group_figures
from analytics.sickness.series import ALL_INDUSTRIES, FAMILIES, Break, Family, pandemic_quarters
from analytics.sickness.states import breaks_of
from analytics.sickness.words import join
from data.snapshot import Snapshot
from domain.periods import is_quarter
from domain.text import Text, say

#: The series is told for these codes, put together of several by man-days, or there is none.
How = Literal["exact", "union", "none"]
#: The current method goes first.
_FAMILIES: tuple[Family, ...] = ("current", "holiday")
#: Codes of more digits than this are in no open table.
_OPEN_DIGITS = 2


@dataclass(frozen=True, slots=True)
class PanelPoint:
    """One figure of a panel, in per cent; None has a state that says why."""

    period: str
    value: Decimal | None
    state: str
    vintage: str
    method: str


@dataclass(frozen=True, slots=True)
class Wider:
    """The narrowest group with figures that the industry lies within; what happens in the industry is diluted in it."""

    code: str
    name: Text
    period: str
    value: Decimal


@dataclass(frozen=True)
class ProgrammePanel:
    """One industry with a programme of its own.

    Attributes:
        codes: of the industry, in `standard`; empty when no definition by codes is known.
        points: in order; of quarters when there are any, else of years.
        wider: where there is no series: the nearest group.
        target: its own target in words, or that it has no number.
        needs: where there is no series: what would give one.
    """

    industry_id: str
    name: Text
    codes: tuple[str, ...]
    standard: str | None
    how: How
    points: tuple[PanelPoint, ...]
    wider: Wider | None
    target: Text
    needs: Text | None
    breaks: tuple[Break, ...]
    pandemic: tuple[str, str | None] | None
    source_ids: tuple[str, ...]

    @property
    def title(self) -> Text:
        """The name with its codes."""
        if not self.codes:
            return say("industries.programme.title_plain", name=self.name)
        return say("industries.programme.title", name=self.name, codes=", ".join(self.codes), standard=self.standard or "")

    @property
    def latest(self) -> PanelPoint | None:
        """The newest figure."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def sentence(self) -> Text:
        """The newest figure, or that no series was found and what stands nearest."""
        latest = self.latest
        if latest:
            key = "latest_union" if self.how == "union" else "latest"
            told = say(f"industries.programme.{key}", period=latest.period, value=latest.value)
            return join([told, say("industries.caveat.holiday")]) if latest.method in FAMILIES["holiday"] else told
        if not self.codes:
            return say("industries.programme.no_codes")
        first = say("industries.programme.no_series", codes=", ".join(self.codes))
        if self.wider is None:
            second = say("industries.programme.no_wider")
        else:
            near = self.wider
            second = say("industries.programme.wider", code=near.code, name=near.name, period=near.period, value=near.value)
        return join([first, second])


def programme_panels(snapshot: Snapshot, sex: str, absence_type: str) -> tuple[ProgrammePanel, ...]:
    """The industries with a programme, in the order of the table.

    A panel has figures only when a series is told for exactly the codes of the industry, or for parts that make them up and
    can be put together by agreed man-days. A wider group never stands in for it. Figures by the old method are used, and
    named, where there are none by the current one.
    """
    rows = snapshot.table("industry").filter(pl.col("is_programme_industry"))
    reader = _Reader(snapshot, SeriesChoice(sex=sex, absence_type=absence_type))
    return tuple(reader.panel(row) for row in rows.iter_rows(named=True))


def programme_breaks(panels: Sequence[ProgrammePanel]) -> list[tuple[Break, int]]:
    """The breaks of all panels, each once, with the number that it has in all of them."""
    found = {item.from_period: item for panel in panels for item in panel.breaks}
    return [(found[period], number) for number, period in enumerate(sorted(found), start=1)]


class _Reader:
    """Reads the industries of a standard once for all panels."""

    def __init__(self, snapshot: Snapshot, base: SeriesChoice) -> None:
        self._snapshot = snapshot
        self._known = observed(snapshot)
        self._base = base
        self._read: dict[tuple[str | None, Family], dict[str, History]] = {}
        self._pandemic = pandemic_quarters(snapshot)

    def panel(self, row: Mapping[str, str | None]) -> ProgrammePanel:
        codes = tuple(code.strip() for code in (row["nace_codes"] or "").split(";") if code.strip())
        standard = row["industry_standard"]
        name = Text(row["name_nb"] or "", row["name_en"] or row["name_nb"] or "")
        covered = union(codes, standard) if codes else None
        how, points, sources = self._points(covered, standard)
        widers = (self._wider(covered, standard, family) for family in _FAMILIES) if covered and not points else iter(())
        wider = next((item for item in widers if item), None)
        industry_id = row["industry_id"] or ""
        return ProgrammePanel(
            industry_id, name, codes, standard, how, points, wider, self._target(industry_id, name),
            None if points else _needs(codes), self._breaks(points), self._pandemic, sources,
        )  # fmt: skip

    def _histories(self, standard: str | None, family: Family) -> dict[str, History]:
        if (standard, family) not in self._read:
            rows = groups(self._known, self._base, "industry").filter(
                pl.col("standard").eq_missing(pl.lit(standard, pl.String())) & (pl.col("code") != ALL_INDUSTRIES)
            )
            named = {
                str(code): (Text(nb or str(code), en or nb or str(code)), self._choice(str(code), standard))
                for code, nb, en in rows.select("code", "name_nb", "name_en").iter_rows()
            }
            self._read[standard, family] = histories(self._known, named, family=family)[0]
        return self._read[standard, family]

    def _choice(self, code: str, standard: str | None) -> SeriesChoice:
        return self._base.but(industry_code=code, industry_standard=standard or self._base.industry_standard)

    def _points(self, covered: Spans | None, standard: str | None) -> tuple[How, tuple[PanelPoint, ...], tuple[str, ...]]:
        for family in _FAMILIES if covered else ():
            known = self._histories(standard, family)
            exact = next((h for code, h in known.items() if spans(code, standard) == covered and h.periods), None)
            if exact:
                return "exact", *_own_points(exact)
            points, sources = self._put_together(covered or (), standard, family)
            if points:
                return "union", points, sources
        return "none", (), ()

    def _put_together(
        self, covered: Spans, standard: str | None, family: Family
    ) -> tuple[tuple[PanelPoint, ...], tuple[str, ...]]:
        """Parts that lie within the industry, apart, and make it up: weighted by man-days of one vintage."""
        known = self._histories(standard, family)
        inside = [code for code in known if (own := spans(code, standard)) and is_within(own, covered)]
        parts = [code for code in inside if not any(_is_inside(code, other, standard) for other in inside)]
        if len(parts) < 2 or union(parts, standard) != covered or not are_apart(parts, standard):
            return (), ()
        named = {code: (known[code].name, self._choice(code, standard)) for code in parts}
        figures, _ = group_figures(self._known, named, family)
        periods = sorted(set.intersection(*({*known[code].periods} for code in parts)))
        points = [point for period in _one_rhythm(periods) if (point := _weighted(figures, period))]
        sources = {s for code in parts for period in periods for item in known[code].found[period] if (s := item.source_id)}
        return tuple(points), tuple(sorted(sources)) if points else ()

    def _wider(self, covered: Spans, standard: str | None, family: Family) -> Wider | None:
        known = self._histories(standard, family)
        outer = {
            code: own for code, h in known.items() if h.periods and (own := spans(code, standard)) and is_within(covered, own)
        }
        if not outer:
            return None
        code = min(outer, key=lambda name: (size(outer[name]), name))
        point = _own_points(known[code])[0]
        latest = next((item for item in reversed(point) if item.value is not None), None)
        return Wider(code, known[code].name, latest.period, latest.value) if latest and latest.value is not None else None

    def _target(self, industry_id: str, name: Text) -> Text:
        """The industry's own target where one has a number: a row that names the industry or its id."""
        rows = self._snapshot.table("target").filter((pl.col("indicator") == "industry_target") & pl.col("is_quantified"))
        for row in rows.sort("decided_date", "target_id", descending=True).iter_rows(named=True):
            told = f"{row['target_id']} {row['text_nb'] or ''}".casefold()
            if industry_id.casefold() in told or name.nb.casefold() in told:
                return _target_text(row)
        return say("industries.programme.no_target")

    def _breaks(self, points: tuple[PanelPoint, ...]) -> tuple[Break, ...]:
        quarters = [point.period for point in points if is_quarter(point.period)]
        if not quarters:
            return ()
        return breaks_of(self._snapshot, self._base.but(industry_code="*"), quarters[0], quarters[-1])


def _own_points(history: History) -> tuple[tuple[PanelPoint, ...], tuple[str, ...]]:
    """The newest figure of each period, of quarters when there are any with a figure, else of years."""
    quarters = any(is_quarter(period) for period in history.periods)
    chosen = {period: items[-1] for period, items in sorted(history.found.items()) if is_quarter(period) == quarters}
    points = [PanelPoint(p, item.value, item.state, item.vintage, item.method) for p, item in chosen.items()]
    sources = dict.fromkeys(item.source_id for item in reversed(list(chosen.values())) if item.source_id)
    return tuple(points), tuple(sources)


def _one_rhythm(periods: list[str]) -> list[str]:
    quarters = [period for period in periods if is_quarter(period)]
    return quarters or periods


def _weighted(figures: Mapping[str, GroupFigures], period: str) -> PanelPoint | None:
    """The rate of the parts together in a period, all of one vintage; None when man-days of any part are unknown."""
    for edition in next(iter(figures.values())).rate_editions(period):
        bases = [part.base(period, edition) for part in figures.values()]
        known = [base for base in bases if not isinstance(base, str) and base.agreed]
        total = sum(base.agreed.value for base in known if base.agreed)
        if len(known) == len(bases) and total > 0:
            rate = sum(base.agreed.value * base.rate.value for base in known if base.agreed) / total
            return PanelPoint(period, Decimal(str(round(rate, 6))), "value", edition.vintage, edition.method)
    return None


def _is_inside(code: str, other: str, standard: str | None) -> bool:
    own, outer = spans(code, standard), spans(other, standard)
    return own is not None and outer is not None and own != outer and is_within(own, outer)


def _needs(codes: tuple[str, ...]) -> Text:
    """What would give the series."""
    if not codes:
        return say("industries.programme.needs_definition")
    key = "needs_detail" if any(len(code) > _OPEN_DIGITS for code in codes) else "needs_table"
    return say(f"industries.programme.{key}", codes=", ".join(codes))


def _target_text(row: Mapping[str, object]) -> Text:
    change, value = row["change_pct"], row["target_value"]
    if value is not None:
        return say("industries.programme.target_value", value=value, period=row["target_period"] or "")
    if change is not None:
        return say("industries.programme.target_change", change=change, baseline=row["baseline_period"] or "",
                   period=row["target_period"] or "")  # fmt: skip
    return say("industries.programme.target_words", text=row["text_nb"] or "")
