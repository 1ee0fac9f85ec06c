"""Analysis of quality."""
