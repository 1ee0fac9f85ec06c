"""Words found in names and titles whatever their case and accents, and text in the order of the Norwegian alphabet."""

from __future__ import annotations

import polars as pl

#: The letters å and Å are letters of their own; accents on other letters do not matter.
_RING, _KEPT = "å", "\ue000"
#: The last letters of the alphabet in their order: after z come æ, ø and å, which their code points do not say.
_LAST_LETTERS = {"æ": "z\ue001", "ä": "z\ue001", "ø": "z\ue002", "ö": "z\ue002", "å": "z\ue003"}


def folded(text: pl.Expr) -> pl.Expr:
    """The text in lower case and without accents; æ, ø and å stay what they are."""
    lower = text.str.normalize("NFC").str.to_lowercase().str.replace_all(_RING, _KEPT, literal=True)
    return lower.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.replace_all(_KEPT, _RING, literal=True)


def folded_words(text: str) -> list[str]:
    """The words of what somebody typed, as `folded` writes them."""
    return str(pl.select(folded(pl.lit(text, dtype=pl.String))).item()).split()


def alphabetical(text: pl.Expr) -> pl.Expr:
    """A key that sorts as the Norwegian alphabet does."""
    lower = text.str.normalize("NFC").str.to_lowercase()
    for letter, key in _LAST_LETTERS.items():
        lower = lower.str.replace_all(letter, key, literal=True)
    return lower.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
