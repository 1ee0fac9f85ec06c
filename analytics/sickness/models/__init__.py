"""Time series methods on plain numbers: no tables, no texts. Methods and sources are in docs/methods.md."""
