"""What can go wrong with a table of the statistics bank, in words: what came, what was expected, what to do."""

from __future__ import annotations

from data.sources.model import Problem
from domain.errors import UserError
from domain.text import Text, say


class SsbError(UserError):
    """A table, or the search for tables, that did not give what it should.

    Args:
        text: what came, what was expected and what to do.
        rule: short stable name of the fault.
        problem: `refused` when what came is not as agreed, `failed` when it could not be fetched.
    """

    def __init__(self, text: Text, rule: str, problem: Problem = "failed") -> None:
        super().__init__(text.nb, text.en, code=f"ssb.{rule}")
        self.rule = rule
        self.problem: Problem = problem

    @property
    def reason(self) -> Text:
        """The text in both languages."""
        return Text(self.nb, self.en)


def fault(rule: str, what: Text, problem: Problem = "failed", **values: object) -> SsbError:
    """The fault `rule`, said with the text `ssb.fault.<rule>`; `what` is the table or the search."""
    return SsbError(say(f"ssb.fault.{rule}", what=what, **values), rule, problem)


def table_name(table_id: str) -> Text:
    """The table as it is named at the start of a fault."""
    return say("ssb.what.table", table=table_id)
