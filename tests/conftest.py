"""Settings for all tests."""

import gc

import streamlit as st
from hypothesis import settings

# a slow machine is not a fault: speed is measured in benchmarks/, never by a test
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


def pytest_sessionfinish() -> None:
    """Let go of the store files that caches hold, so that DuckDB has nothing left to say at exit."""
    st.cache_resource.clear()
    gc.unfreeze()
    gc.collect()
