"""Analysis of meetings."""
