"""The parts of the page about industries: its selectors, the panels of the programmes, and a change in its parts."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.sickness import industries_tables as tables
from analytics.sickness.decomposition import BY as SPLIT_BY
from analytics.sickness.decomposition import AbsenceDecomposition
from analytics.sickness.group_choice import BY, TYPES
from analytics.sickness.group_levels import KINDS
from analytics.sickness.industries import AbsenceIndustries
from analytics.sickness.industries_words import by_name
from analytics.sickness.mix import AbsenceMix
from analytics.sickness.programme_industries import ProgrammePanel, programme_breaks
from analytics.sickness.series import Break
from domain.codes import CODE_LISTS, label
from domain.text import LANGS, Text, say, tell
from reports.charts import decomposition as split_charts
from reports.charts import industries as charts
from ui import html, layout
from ui.layout import Col

#: What stands in the address for each selector.
_BY, _TYPE, _SEX, _KIND, _SEARCH, _PERIOD, _SPLIT = "inndeling", "type", "kjonn", "vis", "sok", "periode", "del"
_NONE = "passer"
_DASH = Text("–", "–")
_COLUMNS_OF_PANELS = 2
_NARROW, _WIDE = 180, 260


def select_groups(lang: str) -> dict[str, str | None]:
    """Selectors of the groups; the choices of the report that they make, kept in the address."""
    by = _select(_BY, {name: _capital(by_name(name)) for name in BY}, say("industries.page.by_filter"), lang, first="industry")
    types = {name: _coded("absence_type", name) for name in TYPES}
    absence_type = _select(_TYPE, types, say("industries.page.type_filter"), lang, none=say("industries.page.fitting_type"))
    sexes = {name: _coded("sex", name) for name in CODE_LISTS["sex"].values}
    sex = _select(_SEX, sexes, say("industries.page.sex_filter"), lang, first="both", width=_NARROW)
    kinds: dict[str, Text] = {name: say(f"industries.page.kind_{name}") for name in KINDS}
    kind = _select(_KIND, kinds, say("industries.page.kind_filter"), lang, none=say("industries.page.fitting_kind"))
    search = _search(lang)
    return {"by": by, "type": absence_type, "sex": sex, "measure": kind, "group": search}


def select_period(found: AbsenceIndustries, lang: str) -> str | None:
    """The period, of those that any group has a figure in; None lets the report choose the last that fits."""
    options = {name: say("industries.page.period_option", period=name, n=count) for name, count in found.periods.items()}
    return _select(_PERIOD, options, say("industries.page.period_filter"), lang, none=say("industries.page.fitting"))


def select_split(lang: str) -> str | None:
    """What a change is split by."""
    options = {name: say(f"decomposition.page.by_{name}") for name in SPLIT_BY}
    return _select(_SPLIT, options, say("decomposition.page.by_filter"), lang, first="sex")


def show_programmes(found: AbsenceIndustries, lang: str) -> None:
    """One panel an industry with a programme: its line where there is a series, else in words what is needed."""
    if not found.programmes:
        return
    layout.show_subtitle(say("industries.page.programmes_heading"))
    layout.show_text(say("industries.page.programmes_text"))
    panels = found.programmes
    numbered = programme_breaks(panels)
    numbers = {item.from_period: number for item, number in numbered}
    for start in range(0, len(panels), _COLUMNS_OF_PANELS):
        for place, panel in zip(st.columns(_COLUMNS_OF_PANELS), panels[start : start + _COLUMNS_OF_PANELS], strict=False):
            with place, st.container(border=True):
                _show_panel(found, panel, numbers, lang)
    if numbers:
        layout.show_points([_break_text(number, item) for item, number in numbered], say("industries.page.breaks_title"))


def _break_text(number: int, item: Break) -> Text:
    title = Text(item.title_nb, item.title_en)
    return say("industries.page.break", number=number, period=item.from_period, title=title)


def _show_panel(found: AbsenceIndustries, panel: ProgrammePanel, numbers: Mapping[str, int], lang: str) -> None:
    texts = [panel.target] if panel.latest else [panel.sentence, *([panel.needs] if panel.needs else []), panel.target]
    point_columns = {name: Col(say(f"industries.column.{name}"), kind, _DASH) for name, kind in _POINT_KINDS.items()}
    html.show_list(panel.title.get(lang), [text.get(lang) for text in texts], "fou-points")
    if panel.latest:
        layout.show_figure(
            lambda figure_lang: charts.programme_panel(panel, found.absence_type, figure_lang, numbers), found,
            key=f"programme_{panel.industry_id}", table=tables.points(panel, lang), columns=point_columns,
            alt=panel.sentence,
        )  # fmt: skip


def show_split(found: AbsenceDecomposition, lang: str) -> None:
    """The parts of the change, with the fixed words that the figure does not say why; or what is lacking."""
    if found.split is None:
        layout.show_empty(found.sentence)
        if len(found.lacking):
            layout.show_table(
                tables.lacking(found, lang), "absence_lacking", _split_columns(_LACK_KINDS),
                caption=say("decomposition.page.lacking_text"),
            )  # fmt: skip
        return
    layout.show_text(found.sentence)
    kinds = _SUM_KINDS if found.split.method == "sum" else _PART_KINDS
    layout.show_figure(
        lambda figure_lang: split_charts.decomposition(found, figure_lang), found, key="absence_decomposition",
        table=tables.parts(found, lang), columns=_split_columns(kinds),
    )  # fmt: skip
    layout.show_caveats(found)


def show_mix(found: AbsenceMix, lang: str) -> None:
    """Observed against expected sick leave, or what is lacking to work it out."""
    layout.show_subtitle(say("decomposition.mix.heading"))
    if not found.rows:
        layout.show_empty(found.sentence)
        return
    layout.show_text(found.sentence)
    names = {"name_en" if lang == "en" else "name_nb": "text"}
    kinds = {"observed_pct": "pct2", "expected_pct": "pct2", "difference_pp": "pp2", "difference_days": "int"}
    columns = {name: Col(say("decomposition.mix.group_name"), kind) for name, kind in names.items()}
    columns |= {name: Col(say(f"decomposition.mix.{name}"), kind) for name, kind in kinds.items()}
    columns["difference_persons"] = Col(say("decomposition.mix.difference_persons"), "int", say("industries.page.unknown"))
    layout.show_figure(
        lambda figure_lang: split_charts.mix(found, figure_lang), found, key="absence_mix", columns=columns
    )  # fmt: skip
    layout.show_caveats(found)


def group_columns(found: AbsenceIndustries) -> dict[str, Col]:
    """The columns beside the dots: those that have anything to say."""
    kinds = dict(_GROUP_KINDS)
    if found.asked.by == "type":
        kinds.pop("from_country_pp")
    if found.comparison is None or not found.comparison.count:
        kinds = {name: kind for name, kind in kinds.items() if name not in ("before_pct", "change_pp", "direction")}
    return {name: Col(say(f"industries.column.{name}"), kind, _DASH) for name, kind in kinds.items()}


_GROUP_KINDS = {"name": "text", "value_pct": "pct", "state": "text", "before_pct": "pct", "change_pp": "pp", "direction": "text",
                "from_country_pp": "pp", "why_not": "text", "vintage": "text"}  # fmt: skip
_POINT_KINDS = {"period": "period", "value_pct": "pct", "state": "code:value_state", "vintage": "text"}
_LACK_KINDS = {"lack_name": "text", "lack_period": "period", "lack_what": "text", "lack_why": "text"}
_PART_KINDS = {"name": "text", "from_pct": "pct", "to_pct": "pct", "from_share_pct": "pct", "to_share_pct": "pct",
               "composition_pp": "pp2", "level_pp": "pp2", "change_pp": "pp2"}  # fmt: skip
_SUM_KINDS = {"name": "text", "from_pct": "pct", "to_pct": "pct", "change_pp": "pp2"}


def _split_columns(kinds: Mapping[str, str]) -> dict[str, Col]:
    return {name: Col(say(f"decomposition.column.{name}"), kind, _DASH) for name, kind in kinds.items()}


def _select(
    name: str, options: Mapping[str, Text], title: Text, lang: str, *, first: str | None = None, none: Text | None = None,
    width: int = _WIDE,
) -> str | None:  # fmt: skip
    """A selector whose choice is kept in the address; the first choice, or none, is not written there."""
    key, asked = f"_industries_{name}", st.query_params.get(name)
    labels = ({_NONE: none.get(lang)} if none else {}) | {option: text.get(lang) for option, text in options.items()}
    start = _NONE if none else str(first)
    if key not in st.session_state and asked in labels:
        st.session_state[key] = asked
    if st.session_state.get(key, start) not in labels:
        st.session_state[key] = start
    if asked is not None and asked not in labels:
        layout.show_notice(say("industries.error.choice", name=title, given=asked, allowed=list(options)))
    chosen = st.selectbox(
        title.get(lang), list(labels), key=key, format_func=lambda option: labels[option], filter_mode=None, width=width
    )
    if chosen in (None, start):
        st.query_params.pop(name, None)
        return None if none else first
    st.query_params[name] = str(chosen)
    return str(chosen)


def _search(lang: str) -> str | None:
    """A search by name or code, kept in the address."""
    key, asked = f"_industries_{_SEARCH}", st.query_params.get(_SEARCH)
    if key not in st.session_state and asked:
        st.session_state[key] = asked
    text = st.text_input(tell("industries.page.search_filter", lang), key=key, max_chars=60, width=_WIDE).strip()
    if text:
        st.query_params[_SEARCH] = text
    else:
        st.query_params.pop(_SEARCH, None)
    return text or None


def _coded(codes: str, value: str) -> Text:
    return Text(*(label(codes, value, lang) for lang in LANGS))


def _capital(text: Text) -> Text:
    return Text(*(part[:1].upper() + part[1:] for part in (text.nb, text.en)))
