"""An answer of the statistics bank, and what it means when it is not the figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import responses
from typing import Any, Literal

from data.sources.model import Problem

#: What to do after a fault: stop, try once more, try again after a growing pause, or try when the service says.
Retry = Literal["never", "once", "backoff", "wait"]
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer, as it came.

    Attributes:
        method, url, body: what was asked.
        status, headers: of the answer; names of headers in small letters.
        content: the bytes, unpacked when they were packed for the transport.
        fetched_at: when it came, in UTC.
    """

    method: str
    url: str
    body: Mapping[str, Any] | None
    status: int
    headers: Mapping[str, str]
    content: bytes
    fetched_at: datetime

    def tree(self) -> Any:
        """The answer as Python values.

        Raises:
            ValueError: it is not JSON.
        """
        return json.loads(self.content)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a try gave no answer.

    Attributes:
        rule: the fault; said with the text `ssb.fault.<rule>`.
        retry: whether and how to try again.
        problem: what it amounts to when no try is left.
        wait_seconds: what the service asks to be waited.
        values: for the text.
    """

    rule: str
    retry: Retry
    problem: Problem = "failed"
    wait_seconds: float | None = None
    values: tuple[tuple[str, object], ...] = ()


def judged(answer: Answer, wait_seconds: float | None) -> Fault | None:
    """What is wrong with an answer, by its status, its kind and its content; None when nothing is."""
    if 200 <= answer.status < 300:
        return _content_fault(answer)
    title, body_status = _problem(answer)
    values = (("status", answer.status), ("title", title or responses.get(answer.status, "?")))
    if answer.status == 429:
        return Fault("rate_limited", "wait", wait_seconds=wait_seconds)
    if answer.status == 500:
        return Fault("server_error", "once", values=values)
    if answer.status == 408 or answer.status > 500:
        return Fault("unavailable", "backoff", wait_seconds=wait_seconds, values=values)
    if 404 in (answer.status, body_status):
        return Fault("unknown_table", "never", "refused", values=values)
    return Fault("bad_request", "never", "refused", values=values)


def _content_fault(answer: Answer) -> Fault | None:
    kind = answer.headers.get("content-type", "")
    start = answer.content[:_SHOWN].decode("utf-8", errors="replace").strip()
    is_whole = answer.status == 200 and bool(answer.content.strip())
    if not is_whole or not _is_json_type(kind) or start[:1] not in ("{", "["):
        values = (("status", answer.status), ("kind", kind.split(";")[0] or "?"), ("start", " ".join(start.split())[:_SHOWN]))
        return Fault("not_json", "once", values=values)
    try:
        answer.tree()
    except (ValueError, RecursionError):
        return Fault("cut_off", "backoff")
    return None


def _is_json_type(kind: str) -> bool:
    """Whether a content type is JSON: "application/json; charset=utf-8", "application/problem+json"."""
    named = kind.split(";", maxsplit=1)[0].strip().casefold()
    return named in ("application/json", "text/json") or named.endswith("+json")


def _problem(answer: Answer) -> tuple[str, int | None]:
    """The title and the status that the body of a refusal tells; "" and None where it tells nothing."""
    try:
        tree = answer.tree()
    except (ValueError, RecursionError):
        return "", None
    if not isinstance(tree, dict):
        return "", None
    title = next((text for name in ("title", "detail", "error") if isinstance(text := tree.get(name), str) and text), "")
    status = tree.get("status")
    return " ".join(title.split())[:_SHOWN], status if isinstance(status, int) else None
