"""Analysis of spending."""
