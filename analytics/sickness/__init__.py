"""Analysis of sickness."""
