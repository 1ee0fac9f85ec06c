"""The files of a meeting: its pack, and its draft minutes."""

from __future__ import annotations

import streamlit as st

from analytics.meetings.pack import Pack
from domain.text import say
from reports.exports.catalogue import FORMS, export_bytes, exports
from ui import layout, loaders
from ui.view import View

#: The files of a meeting, by their name in the catalogue of exports.
NAMES = ("pack", "minutes")


def show_files(pack: Pack, view: View) -> None:
    """A button for each form of each file that can be made of the meeting; nothing for a file that cannot."""
    offered = [(name, form) for name in NAMES if name in exports() for form in exports()[name].forms]
    if not offered:
        return
    layout.show_subtitle(say("reference_group.files"))
    with st.container(horizontal=True, gap="small"):
        for name, form in offered:
            spec = exports()[name]

            def content(name: str = name, form: str = form, report: str = spec.report) -> bytes:
                made = pack if report == "meeting" else loaders.report(report, meeting=pack.meeting.meeting_id)
                return export_bytes(name, made, form, view.lang)

            words = say("reference_group.download", name=say(f"reference_group.file_{name}"), form=say(f"reference_group.{form}"))
            layout.show_download(words, content, form, FORMS[form], f"{name}_{pack.meeting.meeting_id}")
