"""FoU-monitor. Start with `make run`, or `streamlit run app.py`.

Streamlit runs this file for each visit (as `__main__`); the server imports it once, for the ASGI app.
"""

from pathlib import Path

import streamlit as st

from pages import PAGES
from ui import frame, server

if __name__ == "__main__":
    frame.open_frame(PAGES)
else:
    app = st.App(
        Path(__file__).resolve(),
        lifespan=server.lifespan,
        middleware=server.middleware(),
        on_script_error=server.on_script_error,
    )
