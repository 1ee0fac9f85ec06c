"""Where a number of a screen is found in the reports.

A place is `<report>[?<arguments>]/<pointer>`: the name of a report, what it is asked for besides the day, and a JSON pointer
into the report's `result`. The arguments are written as the query of an address: `from`, `to` and `as_of` are dates, `year` a
year, `measure` a measure, and the rest the choices of the command line. The day is the pack's, unless `as_of` says another.
Where the pointer leads to a list, the number is how many items it has.

    frames/years/2/free_nok
    changes?from=2020-10-28&to=2021-04-21/groups/0/items
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

#: Gives a report's `result` as JSON: its name, and what it is asked for.
Run = Callable[[str, Mapping[str, str]], Any]


def address(name: str, arguments: Mapping[str, str] | None = None) -> str:
    """A report with its arguments, as it stands before the pointer of a place."""
    return f"{name}?{urlencode(arguments)}" if arguments else name


def pointer(*steps: str | int) -> str:
    """A JSON pointer without its first slash."""
    return "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def split_place(place: str) -> tuple[str, dict[str, str], str]:
    """The report, its arguments and the pointer of a place."""
    head, _, rest = place.partition("/")
    name, _, query = head.partition("?")
    return name, dict(parse_qsl(query, keep_blank_values=True)), rest


def at_pointer(found: Any, path: str) -> Any:
    """What a JSON pointer leads to; all of it for an empty one.

    Raises:
        KeyError, IndexError, ValueError, TypeError: it leads nowhere.
    """
    for step in path.split("/") if path else ():
        name = step.replace("~1", "/").replace("~0", "~")
        found = found[int(name)] if isinstance(found, list) else found[name]
    return found


def resolve(place: str, run: Run) -> Any:
    """The value at a place, given how to get a report's JSON; of a list, how many items it has.

    Raises:
        KeyError, IndexError, ValueError, TypeError: there is nothing at the place.
    """
    name, arguments, path = split_place(place)
    found = at_pointer(run(name, arguments), path)
    return len(found) if isinstance(found, list) else found
