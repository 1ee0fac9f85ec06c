"""Use cases: build, import, refresh, publish. No Streamlit."""
