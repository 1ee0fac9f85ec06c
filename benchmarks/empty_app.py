"""The floor: the smallest Streamlit page."""

import streamlit as st

st.title("Tom side")
