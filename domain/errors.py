"""The errors a caller may meet. One root; what a user can mend is a `UserError`."""

from __future__ import annotations


class FouError(Exception):
    """Root of all errors raised on purpose by this product."""


class UserError(FouError):
    """Something the user can mend: said in both languages, with what to do.

    Args:
        nb: the message in bokmål, as the user reads it.
        en: the same in English.
        code: a short stable name for tests and scripts.
    """

    def __init__(self, nb: str, en: str, *, code: str = "user_error") -> None:
        super().__init__(nb)
        self.nb = nb
        self.en = en
        self.code = code

    def text(self, lang: str) -> str:
        """The message in `lang` ("nb" or "en"; anything else gives nb)."""
        return self.en if lang == "en" else self.nb


class StoreError(UserError):
    """The store could not be read or written; what was stored is unchanged."""


class FaultError(FouError):
    """A fault in the product itself: a broken contract between its parts."""
