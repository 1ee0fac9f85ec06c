"""The parts of the page Statsbudsjettet: key figures, columns, and each part of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from analytics.spending import state_tables, state_words
from analytics.spending.state_budget import StateBudget
from analytics.spending.state_rows import Post, PostYear, Split
from domain.codes import CODE_LISTS
from domain.text import Text, say
from reports.charts import state_budget as charts
from ui import layout
from ui.layout import Col, KeyFigure

_DASH = Text("–", "–")
_KINDS = {
    "year": "period", "known_date": "date", "through_period": "period", "relation": "code:relation_to_agreement",
    "post": "short", "code": "short",
}  # fmt: skip


def key_figures(found: StateBudget) -> list[KeyFigure]:
    """At most four: the last accounts, the newest budget, the accounts of the frames' years, and the owner's part of them."""
    figures = [*_account_figure(found), *_enacted_figure(found)]
    compared = found.comparison
    if compared.post_nok is not None:
        years = state_words.years_text(compared.years)
        note = (
            say("state_budget.page.note_frames", knowledge=compared.knowledge_nok) if compared.knowledge_nok is not None else None
        )
        figures.append(KeyFigure(say("state_budget.page.key_post", years=years), _amount(compared.post_nok), note))
    if compared.owner_nok is not None and compared.owner_name is not None:
        label = say("state_budget.page.key_owner", name=compared.owner_name)
        figures.append(KeyFigure(label, _amount(compared.owner_nok), say("state_budget.page.note_proxy")))
    return figures


def _account_figure(found: StateBudget) -> list[KeyFigure]:
    year = found.last_account
    if year is None:
        return []
    amount = year.amounts["account"]
    through = say("state_budget.page.note_through", through=amount.through_period) if amount.is_part_of_year else None
    note = through or _revised_note(year)
    return [KeyFigure(say("state_budget.page.key_account", year=year.year), _amount(amount.nok), note)]


def _revised_note(year: PostYear) -> Text | None:
    revised = year.amounts.get("revised")
    if revised is None:
        return None
    if not revised.is_verified:
        return say("state_budget.page.note_unverified", amount=revised.nok)
    return say("state_budget.page.note_revised", amount=revised.nok, outcome=state_words.outcome_word(year))


def _enacted_figure(found: StateBudget) -> list[KeyFigure]:
    year = found.last_enacted
    if year is None:
        return []
    note = say("state_budget.page.note_quality", quality=state_words.quality_word(year.amounts["enacted"]))
    return [KeyFigure(say("state_budget.page.key_enacted", year=year.year), _amount(year.nok("enacted")), note)]


def _amount(value: Decimal | None) -> Text:
    return say("state_budget.page.unknown") if value is None else say("state_budget.page.key_amount", amount=value)


def columns_of(names: Sequence[str], kind: str = "mill") -> dict[str, Col]:
    """Columns of a table of the state budget. An amount that no source gives is a dash, never zero."""
    found = {}
    for name in names:
        if name.startswith("y") and name[1:].isdigit():
            found[name] = Col(Text(name[1:], name[1:]), kind, _DASH)
            continue
        word = name.removesuffix("_nok")
        found[name] = Col(say(f"state_budget.column.{word}"), kind if name.endswith("_nok") else _KINDS.get(name, "text"), _DASH)
    return found


def show_years(found: StateBudget, lang: str) -> None:
    """The main figure, and the years as a table with the difference in words."""
    frame = state_tables.years(found, lang)
    layout.show_figure(
        lambda which: charts.years(found, which), found.of(_stage_sources(found)), key="state_budget_years",
        title=say("state_budget.page.years_heading"), alt=state_words.years_sentence(found),
        table=frame, columns=columns_of(frame.columns, "nok"),
    )  # fmt: skip
    layout.show_table(
        frame,
        key="state_budget_post",
        columns=columns_of(frame.columns),
        caption=say("state_budget.page.years_caption"),
    )
    summed = state_tables.totals(found, lang)
    layout.show_table(
        summed, key="state_budget_totals", columns=columns_of(summed.columns), caption=say("state_budget.page.totals_caption")
    )


def show_parts(found: StateBudget, lang: str) -> None:
    """The accounts by paying agency and by kind of account."""
    if not (found.agencies or found.accounts):
        layout.show_empty(say("state_budget.split.nothing"))
    _show_split(found, found.agencies, "agencies", lang)
    _show_split(found, found.accounts, "accounts", lang)
    if found.accounts:
        layout.show_source_note(say("state_budget.page.accounts_note"))


def _show_split(found: StateBudget, splits: Sequence[Split], name: str, lang: str) -> None:
    if not splits:
        return
    frame = state_tables.split(splits, lang)
    sources = [*(split.source_id for split in splits), *(split.total.source_id for split in splits if split.total)]
    layout.show_figure(
        lambda which: charts.split(found, splits, which), found.of(sources), key=f"state_budget_{name}",
        title=say(f"state_budget.page.{name}_heading"), alt=state_words.split_sentence(splits), table=frame,
        columns=columns_of(frame.columns),
    )  # fmt: skip


def show_levels(found: StateBudget, lang: str) -> None:
    """What the figures can and cannot say about the programme, with the three levels beside each other."""
    layout.show_subtitle(say("state_budget.page.levels_heading"))
    frame = state_tables.levels(found, lang)
    if len(frame):
        caption = say("state_budget.page.levels_caption")
        layout.show_table(frame, key="state_budget_levels", columns=columns_of(frame.columns), caption=caption)
    layout.show_points(found.can_say, say("state_budget.page.can_title"))
    layout.show_points(found.cannot_say, say("state_budget.page.cannot_title"))


def show_context(found: StateBudget, lang: str) -> None:
    """The other posts, each by itself."""
    if not found.context:
        layout.show_empty(say("state_budget.page.no_context"))
        return
    layout.show_subtitle(say("state_budget.page.context_heading"))
    layout.show_text(say("state_budget.page.context_text"))
    names = [
        say("state_budget.context.name", label=post.label, name=post.name.rstrip("."), relation=_relation(post))
        for post in found.context
    ]
    layout.show_points(names)
    frame = state_tables.context(found.context, lang)
    columns: Mapping[str, Col] = columns_of(frame.columns)
    drawn = charts.context_posts(found)
    if drawn:
        words = [state_words.post_sentence(post) for post in drawn]
        sentence = Text(" ".join(text.nb for text in words), " ".join(text.en for text in words))
        sources = [amount.source_id for post in drawn for year in post.years for amount in year.amounts.values()]
        layout.show_figure(
            lambda which: charts.context(found, which), found.of(sources), key="state_budget_context",
            alt=say("state_budget.page.context_alt", sentence=sentence),
            table=frame.filter(pl.col("post").is_in([post.label for post in drawn])), columns=columns,
        )  # fmt: skip
    layout.show_table(frame, key="state_budget_posts", columns=columns, caption=say("state_budget.page.context_caption"))


def _relation(post: Post) -> Text:
    relation = post.relation or ""
    known = CODE_LISTS["relation_to_agreement"]
    if post.relation is None:
        return say("state_budget.page.unknown")
    return Text(known.label(relation, "nb"), known.label(relation, "en"))


def show_amounts(found: StateBudget, lang: str) -> None:
    """Each amount with its source, and how newer ones are read."""
    layout.show_subtitle(say("state_budget.page.amounts_heading"))
    frame = state_tables.amounts(found, lang)
    columns = columns_of(frame.columns, "nok")
    layout.show_records(
        frame, "state_budget_amounts", columns, found, caption=say("state_budget.page.amounts_caption"), page_size=60
    )
    noted = state_words.notes(found)
    if noted:
        layout.show_points(noted, say("state_budget.page.notes_title"))
    layout.show_source_note(say("state_budget.page.refresh_note"))
    layout.show_source_line(found)


def _stage_sources(found: StateBudget) -> list[str | None]:
    return [amount.source_id for year in found.years for amount in year.amounts.values()]
