"""The editions of a meeting's pack: those adopted for good, and the pack by what is known now."""

from __future__ import annotations

from typing import cast

import polars as pl
import streamlit as st

from analytics.meetings.adopted import AdoptedPack, Correction
from analytics.meetings.editions import LIVE
from analytics.meetings.pack import Pack
from data.packs import PackArchive
from data.store import Change, Store, fou_home
from domain.codes import label
from domain.errors import UserError
from domain.numbers import date_text
from domain.text import Text, say, tell
from ui import filters, layout, loaders, meeting_log
from ui.layout import Col
from ui.view import View
from workflows.adopt_pack import adopt_pack

#: What the edition is called in the address.
EDITION = "utgave"
_TOLD, _REASON, _DOCUMENT = "_meeting_editions_told", "meeting_adopt_reason", "meeting_adopt_document"


def open_pack(meeting_id: str) -> Pack:
    """The edition that the address asks for; without one the edition adopted last, else the pack by what is known now.

    Raises:
        UserError: there is no such meeting or edition, or the edition is damaged.
    """
    asked = st.query_params.get(EDITION) or _newest(meeting_id)
    return cast("Pack", loaders.report("meeting", meeting=meeting_id, edition=asked))


def part_of_address() -> dict[str, str]:
    """The edition as it stands in the address, to be kept from screen to screen."""
    asked = st.query_params.get(EDITION)
    return {EDITION: asked} if asked else {}


def _newest(meeting_id: str) -> str:
    numbers = PackArchive(fou_home()).numbers(meeting_id)
    return str(numbers[-1]) if numbers else LIVE


def select_edition(meeting_id: str, view: View) -> Pack:
    """The pack in the edition that is chosen; the choice is drawn when there is one."""
    numbers = PackArchive(fou_home()).numbers(meeting_id)
    if numbers:
        words = {str(number): tell("adopted.edition", view.lang, number=number) for number in reversed(numbers)}
        chosen = filters.select_one(
            EDITION, say("adopted.choose"), {**words, LIVE: tell("adopted.live", view.lang)}, buttons=False, width=320
        )
        try:
            return cast("Pack", loaders.report("meeting", meeting=meeting_id, edition=chosen))
        except UserError as error:
            layout.show_notice(Text(error.nb, error.en), "warning")
    return cast("Pack", loaders.report("meeting", meeting=meeting_id, edition=LIVE))


def mark(pack: Pack, screen_id: str, lang: str) -> str:
    """Words for the foot of a screen: which edition it is, and how much of it has been corrected since; "" for none."""
    if not isinstance(pack, AdoptedPack):
        return ""
    words = tell("adopted.mark", lang, number=pack.adoption.number, date=pack.adoption.adopted_at.date())
    count = len([one for one in pack.corrections or () if one.screen_id == screen_id])
    if not count:
        return words
    form = "one" if count == 1 else "many"
    return f"{words} {tell(f'adopted.mark_corrected_{form}', lang, count=count)}"


def corrections_of(pack: Pack, screen_id: str, lang: str) -> list[str]:
    """What is known otherwise now of a screen, one line each: beside what was adopted, never in its place."""
    if not isinstance(pack, AdoptedPack):
        return []
    found = [one for one in pack.corrections or () if one.screen_id == screen_id]
    return [tell("adopted.line", lang, label=one.label, **_from_to(one)) for one in found]


def _from_to(one: Correction) -> dict[str, Text]:
    nothing = say("adopted.nothing")
    return {"before": one.before or nothing, "after": one.after or nothing}


def show_editions(pack: Pack, view: View) -> None:
    """How the edition came to be and what has been corrected since; and the form that adopts the pack as it is."""
    layout.show_subtitle(say("adopted.heading"))
    meeting_log.show_told(st.session_state.pop(_TOLD, []))
    if isinstance(pack, AdoptedPack):
        _show_adoption(pack)
        _show_corrections(pack, view)
    else:
        layout.show_text(say("adopted.not_adopted"))
        if meeting_log.may_log():
            with st.expander(tell("adopted.adopt", view.lang)):
                _show_form(pack, view)


def _show_adoption(pack: AdoptedPack) -> None:
    made = pack.adoption
    day = made.adopted_at
    rows = [
        (say("adopted.by"), made.by), (say("adopted.reason"), made.reason), (say("adopted.document"), made.document or "–"),
        (say("adopted.data_version"), pack.basis.data_version), (say("adopted.hash"), made.hash),
        (say("adopted.numbers_hash"), made.numbers_hash),
    ]  # fmt: skip
    at = Text(f"{date_text(day.date(), 'nb')} kl. {day:%H.%M}", f"{date_text(day.date(), 'en')} at {day:%H:%M}")
    told = [(say("adopted.at"), at), *((name, Text(value, value)) for name, value in rows)]
    layout.show_questions(told)


def _show_corrections(pack: AdoptedPack, view: View) -> None:
    if pack.corrections is None:
        layout.show_notice(say("adopted.unknown"), "warning")
        return
    if not pack.corrections:
        layout.show_text(say("adopted.no_corrections"))
        return
    layout.show_text(say("adopted.corrections_help"))
    rows = [
        (one.screen_title.get(view.lang), one.label.get(view.lang), label("correction_kind", one.kind, view.lang),
         one.before.get(view.lang) if one.before else None, one.after.get(view.lang) if one.after else None)
        for one in pack.corrections
    ]  # fmt: skip
    names = ("screen", "label", "kind", "before", "after")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    columns = {name: Col(say(f"adopted.column_{name}")) for name in names}
    layout.show_records(
        frame, "meeting_corrections", columns, pack, caption=say("adopted.corrections_caption"), name="siderettet", page_size=20
    )


def _show_form(pack: Pack, view: View) -> None:
    """Adoption: who, why, and by which document."""
    layout.show_text(say("adopted.adopt_help", as_of=pack.as_of, count=len(pack.screens)))
    meeting_log.show_name("adopt")
    st.text_input(tell("adopted.reason", view.lang), key=_REASON, max_chars=300, width=500)
    st.text_input(tell("adopted.document", view.lang), key=_DOCUMENT, max_chars=200, width=360)
    st.button(tell("adopted.adopt_now", view.lang), key="meeting_adopt", type="primary", on_click=_adopt, args=(pack,))


def _adopt(pack: Pack) -> None:
    reason, document = (str(st.session_state.get(key) or "").strip() for key in (_REASON, _DOCUMENT))
    try:
        kept = adopt_pack(Store(fou_home()), pack.meeting.meeting_id, Change(meeting_log.name(), reason, document or None))
    except UserError as error:
        st.session_state[_TOLD] = [("warning", Text(error.nb, error.en))]
        return
    words = say(
        "adopted.done", number=kept.adoption.number, title=kept.meeting.title, count=len(kept.screens), as_of=kept.as_of,
        hash=kept.adoption.hash[:12],
    )  # fmt: skip
    st.session_state[_TOLD] = [("success", words)]
    st.session_state[_REASON] = st.session_state[_DOCUMENT] = ""
    filters.set_choice(EDITION, str(kept.adoption.number))
