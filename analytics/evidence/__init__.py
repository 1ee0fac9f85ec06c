"""Analysis of evidence."""
