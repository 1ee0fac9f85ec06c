"""What a page is, and the pages that the running app has registered. Imports no Streamlit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from domain.errors import FaultError
from domain.tables import Role
from domain.text import Text, say

#: Where the address keeps the path of a page that does not exist, so that it can be explained.
UNKNOWN_PAGE_NAME = "ukjent_side"
ALL_ROLES: frozenset[Role] = frozenset(get_args(Role))


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page.

    Attributes:
        id: stable name; its title is the text `page.<id>`.
        section: which of the six sections it stands in; titled by the text `section.<section>`.
        path: the script, from the repository's root.
        url: its path in the address field.
        roles: who may open it.
        icon: a Material icon name such as ":material/home:", or None.
        former: paths it had before; they lead to it.
    """

    id: str
    section: str
    path: str
    url: str
    roles: frozenset[Role] = ALL_ROLES
    icon: str | None = None
    former: tuple[str, ...] = ()

    @property
    def title(self) -> Text:
        return say(f"page.{self.id}")

    @property
    def section_title(self) -> Text:
        return say(f"section.{self.section}")


_REGISTERED: dict[str, PageSpec] = {}


def register(pages: Iterable[PageSpec]) -> None:
    """Make the pages known to `spec`. The app does this before any page runs; doing it again changes nothing."""
    _REGISTERED.update({page.id: page for page in pages})


def is_registered(page_id: str) -> bool:
    """Whether the app has such a page; an old pack may name one that is gone."""
    return page_id in _REGISTERED


def spec(page_id: str) -> PageSpec:
    """The page called `page_id`.

    Raises:
        FaultError: the app has not registered such a page, so the page is not allowed to run.
    """
    page = _REGISTERED.get(page_id)
    if page is None:
        raise FaultError(f"page {page_id} is not registered")
    return page
