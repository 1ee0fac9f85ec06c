"""Figures, one module a topic."""
