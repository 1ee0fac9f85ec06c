"""Analysis of portfolio."""
