"""Snapshot in, frozen result object out. No Streamlit, no Plotly, no writing."""
