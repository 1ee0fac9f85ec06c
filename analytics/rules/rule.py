"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analytics.rules.candidate import Candidate
from data.imports.findings import RawFinding
from domain.findings import Severity
from domain.text import Text, say


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that data must or should meet.

    Attributes:
        id: its stable name; its texts are `rules.<id>.title`, `.message` and `.expected`.
        table: the table it concerns; "" when it concerns all.
        severity: `hard` stops a load.
        columns: the columns it looks at; none when the model of each table says which.
        paragraph: where in the programme plan it is from; "" when it follows from the model itself.
        check: gives a finding for each row that does not meet it.
    """

    id: str
    table: str
    severity: Severity
    columns: tuple[str, ...]
    paragraph: str
    check: Callable[[Candidate], Iterable[RawFinding]]

    @property
    def title(self) -> Text:
        """The rule in a few words."""
        return say(f"rules.{self.id}.title")

    @property
    def expected(self) -> Text:
        """What is expected of the data."""
        return say(f"rules.{self.id}.expected")
