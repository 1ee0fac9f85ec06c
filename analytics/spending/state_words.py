"""The post of the state budget in words: neutral on surplus and excess, and plain on what its figures cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.spending.state_rows import STAGES, Amount, Post, PostYear, Split
from analytics.spending.words import join
from domain.numbers import list_text
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.spending.state_budget import Comparison, StateBudget


def years_text(years: Sequence[int]) -> Text:
    """Years with runs drawn together: "2019–2022 og 2024"."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return Text(list_text(shown, "nb"), list_text(shown, "en"))


def sentence(found: StateBudget) -> Text:
    """The last accounts, the newest budget, and the programme's years on the post."""
    if found.post is None:
        return say("state_budget.sentence.no_post", as_of=found.basis.as_of)
    if not found.years:
        return say("state_budget.sentence.nothing", **_place(found.post), as_of=found.basis.as_of)
    accounts = [_account_text(found, found.post), *_so_far_texts(found)]
    return join([*accounts, *_budget_texts(found), *_comparison_texts(found.comparison)])


def _place(post: Post) -> dict[str, object]:
    return {"chapter": post.chapter, "post": post.post}


def _account_text(found: StateBudget, post: Post) -> Text:
    year = found.last_account
    if year is None:
        return say("state_budget.sentence.no_account", **_place(post), as_of=found.basis.as_of)
    amount = year.amounts["account"]
    values = {**_place(post), "year": year.year, "amount": amount.nok}
    if amount.is_part_of_year:
        return say("state_budget.sentence.running", **values, through=amount.through_period)
    return say("state_budget.sentence.account", **values, outcome=outcome_clause(year))


def _so_far_texts(found: StateBudget) -> list[Text]:
    """The accounts of a year of which months are missing, beside those of the last whole year."""
    newest = next((year for year in reversed(found.years) if "account" in year.amounts), None)
    if newest is None or newest == found.last_account:
        return []
    amount = newest.amounts["account"]
    return [say("state_budget.sentence.so_far", year=newest.year, amount=amount.nok, through=amount.through_period)]


def outcome_clause(year: PostYear) -> Text:
    """How the accounts of a whole year stand to its revised appropriation; empty when that is not known."""
    if year.outcome == "unknown" or year.difference_nok is None:
        return Text("", "")
    if year.difference_quality == "unverified":
        return say("state_budget.sentence.outcome_unverified")
    return say(f"state_budget.sentence.outcome_{year.outcome}", gap=abs(year.difference_nok))


def _budget_texts(found: StateBudget) -> list[Text]:
    """The newest enacted budget when it is of a later year than the accounts, and a proposal of a still later year."""
    told = found.last_account.year if found.last_account else 0
    texts = []
    for stage in ("enacted", "proposed"):
        newest = next((year for year in reversed(found.years) if stage in year.amounts), None)
        if newest is not None and newest.year > told:
            texts.append(say(f"state_budget.sentence.{stage}", year=newest.year, amount=newest.amounts[stage].nok))
            told = newest.year
    return texts


def _comparison_texts(found: Comparison) -> list[Text]:
    if found.post_nok is None:
        return []
    values = {"years": years_text(found.years), "post": found.post_nok}
    if found.owner_nok is None or found.owner_name is None:
        return [say("state_budget.sentence.years", **values)]
    return [say("state_budget.sentence.years_owner", **values, owner=found.owner_nok, name=found.owner_name)]


def can_say(found: StateBudget) -> tuple[Text, ...]:
    """What the figures tell."""
    if found.post is None or not found.years:
        return ()
    texts = [say("state_budget.can.post")]
    if found.agencies or found.accounts:
        texts.append(say("state_budget.can.parts"))
    return (*texts, say("state_budget.can.carried"), *_levels_text(found.comparison))


def _levels_text(found: Comparison) -> list[Text]:
    if found.post_nok is None:
        return []
    years = years_text(found.years)
    texts = [say("state_budget.can.levels", years=years, post=found.post_nok)]
    for level, amount in (("knowledge", found.knowledge_nok), ("programme", found.programme_nok)):
        if amount is not None:
            texts.append(say(f"state_budget.can.{level}", years=years, amount=amount))
    if found.owner_nok is not None and found.owner_name is not None:
        texts.append(say("state_budget.can.owner", years=years, amount=found.owner_nok, name=found.owner_name))
    return texts


def cannot_say(found: StateBudget) -> tuple[Text, ...]:
    """What the figures do not tell, and must not be read as telling."""
    if found.post is None or not found.years:
        return ()
    texts = [say("state_budget.cannot.frame")]
    if found.comparison.owner_name is not None:
        texts.append(say("state_budget.cannot.owner", name=found.comparison.owner_name))
    if unknown_carry(found):
        texts.append(say("state_budget.cannot.carried"))
    return (*texts, say("state_budget.cannot.receiver"), say("state_budget.cannot.effect"))


def unknown_carry(found: StateBudget) -> tuple[int, ...]:
    """The years that used more than they were given, and for which no source says what was carried in."""
    return tuple(year.year for year in found.years if year.needs_carried_in and "carried_in" not in year.amounts)


def caveats(found: StateBudget) -> tuple[Text, ...]:
    """What the reader must know of the figures shown."""
    levels = say("state_budget.caveat.levels")
    if found.post is None or not found.years:
        return (levels,)
    amounts = [(year.year, stage, amount) for year in found.years for stage, amount in year.amounts.items()]
    texts = [
        say("state_budget.caveat.unverified", year=year, stage=stage_word(stage), amount=amount.nok)
        for year, stage, amount in amounts if not amount.is_verified
    ]  # fmt: skip
    if any(amount.quality == "secondary" for _, _, amount in amounts):
        texts.append(say("state_budget.caveat.secondary"))
    if any(split.difference_nok for split in (*found.agencies, *found.accounts)):
        texts.append(say("state_budget.caveat.rounding"))
    of_years = {
        "carried": unknown_carry(found),
        "amendment": [year for year, stage, _ in amounts if stage == "amendment_proposed"],
        "open_account": [year for year, stage, amount in amounts if stage == "account" and amount.is_provisional],
        "open_revised": [year for year, stage, amount in amounts if stage == "revised" and amount.is_provisional],
        "missing": found.comparison.missing if found.comparison.years else (),
    }
    told = [say(f"state_budget.caveat.{name}", years=years_text(years)) for name, years in of_years.items() if years]
    return (levels, *texts, *told)


def stage_word(stage: str) -> Text:
    """A stage as it stands in the middle of a sentence."""
    return say(f"state_budget.stage.{stage}")


def quality_word(amount: Amount) -> Text:
    """How sure an amount is, in a few words: its source, and whether it may still change."""
    if not amount.is_provisional:
        return say(f"state_budget.quality.{amount.quality}")
    return say(f"state_budget.quality.{amount.quality}_open")


def quality_note(year: PostYear) -> Text:
    """How sure the amounts of a year are, in one line: those that differ from most by name, then the rest."""
    kinds: dict[Text, list[Text]] = {}
    for stage in STAGES:
        if stage in year.amounts:
            kinds.setdefault(quality_word(year.amounts[stage]), []).append(stage_word(stage))
    *few, most = sorted(kinds.items(), key=lambda item: len(item[1])) or [(Text("", ""), [])]
    told = [capital(say("state_budget.quality.note", quality=kind, stages=stages)) for kind, stages in few]
    rest = say("state_budget.quality.rest", quality=most[0]) if few else capital(most[0])
    return join([*told, rest])


def capital(text: Text) -> Text:
    """The text with a capital first letter."""
    return Text(text.nb[:1].upper() + text.nb[1:], text.en[:1].upper() + text.en[1:])


def years_sentence(found: StateBudget) -> Text | None:
    """In which years less and more was accounted than the revised appropriation, where both are verified; for the figure.

    None when there is no year to compare.
    """
    texts = []
    for outcome in ("less", "more", "equal"):
        kept = [y.year for y in found.years if y.outcome == outcome and y.difference_quality != "unverified"]
        if kept:
            texts.append(say(f"state_budget.years.{outcome}", years=years_text(kept)))
    unsure = [year.year for year in found.years if year.difference_quality == "unverified"]
    if unsure:
        texts.append(say("state_budget.years.unverified", years=years_text(unsure)))
    return join(texts) if texts else None


def outcome_word(year: PostYear) -> Text:
    """Surplus, excess or neither, in a word or two; with a mark when an amount behind it is not verified."""
    word = say(f"state_budget.outcome.{year.outcome}")
    if year.difference_quality == "unverified":
        return say("state_budget.outcome.unverified", word=word)
    if year.needs_carried_in:
        known = "known" if "carried_in" in year.amounts else "unknown"
        return say(f"state_budget.outcome.carried_{known}", word=word, amount=year.nok("carried_in") or Decimal(0))
    return word


def notes(found: StateBudget) -> tuple[Text, ...]:
    """What the sources note of amounts that need it: those not verified, proposed changes, and those read from files."""
    return tuple(
        say("state_budget.note", year=year.year, stage=stage_word(stage), note=amount.note)
        for year in found.years for stage, amount in year.amounts.items()
        if amount.note and (not amount.is_verified or amount.quality == "primary")
    )  # fmt: skip


def split_sentence(splits: Sequence[Split]) -> Text:
    """The largest part of the last year, and how far the parts are from the total; for the figure."""
    if not splits or not splits[-1].parts:
        return say("state_budget.split.nothing")
    last = splits[-1]
    largest = say("state_budget.split.largest", year=last.year, name=last.parts[0].name, amount=last.parts[0].nok)
    gaps = [split for split in splits if split.difference_nok]
    if not gaps:
        return largest
    widest = max(gaps, key=lambda split: abs(split.difference_nok or Decimal(0)))
    gap = abs(widest.difference_nok or Decimal(0))
    return join([largest, say("state_budget.split.gap", years=years_text([s.year for s in gaps]), year=widest.year, gap=gap)])


def post_sentence(post: Post) -> Text:
    """The last accounts of a post beside the knowledge post, or its last proposal."""
    for stage in ("account", "revised", "enacted", "proposed", "amendment_proposed"):
        year = next((year for year in reversed(post.years) if stage in year.amounts), None)
        if year is not None:
            values = {"label": post.label, "year": year.year, "amount": year.amounts[stage].nok}
            return say(f"state_budget.context.{stage}", **values)
    return say("state_budget.context.nothing", label=post.label)
