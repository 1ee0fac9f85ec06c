"""The same smallest page, served as our app is: the stricter floor."""

from pathlib import Path

import streamlit as st

if __name__ == "__main__":
    st.title("Tom side")
else:
    app = st.App(Path(__file__).resolve())
