"""FoU-monitor. Start with `make run`, or `streamlit run app.py`.

Streamlit runs this file for each visit (as `__main__`); the server imports it once, for the ASGI app.
"""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from ui import server
from ui.registry import PageSpec


def _pages() -> Iterable[PageSpec]:
    from pages import PAGES

    return PAGES


if __name__ == "__main__":
    from pages import PAGES
    from ui import frame

    frame.open_frame(PAGES)
else:  # imports only what answering needs; the rest is loaded while the first browser loads the page
    app = st.App(
        Path(__file__).resolve(),
        lifespan=server.lifespan,
        middleware=server.middleware(_pages),
        on_script_error=server.on_script_error,
    )
