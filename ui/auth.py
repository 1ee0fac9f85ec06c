"""Who is looking. The only module that may touch `st.user`."""

from __future__ import annotations

from typing import cast, get_args

import streamlit as st

from domain.errors import UserError
from domain.tables import Role
from domain.text import say

#: Until there is a login, whoever can reach this machine's own address is its owner.
DEFAULT_ROLE: Role = "owner"
ROLE_KEY = "role"


def current_role() -> Role:
    """The role of the visitor, for what may be shown. An unknown role sees what the public sees."""
    role = st.session_state.get(ROLE_KEY, DEFAULT_ROLE)
    return cast(Role, role) if role in get_args(Role) else "public"


def require(roles: frozenset[Role]) -> None:
    """Stop the page unless the visitor has one of the roles.

    Raises:
        UserError: the visitor may not see the page.
    """
    if current_role() not in roles:
        refusal = say("frame.no_access")
        raise UserError(refusal.nb, refusal.en, code="no_access")
