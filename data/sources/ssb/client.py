"""Calls to the statistics bank: one at a time, no more than it allows, tried again when that may help, five times at most."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from data.sources.ssb.answer import Answer, Fault, judged
from data.sources.ssb.config import SsbConfig
from data.sources.ssb.errors import SsbError, fault, table_name
from data.sources.ssb.limiter import Clock, Limiter, retry_after
from domain.errors import FaultError
from domain.text import Text, say

#: Tries of one call, the first among them.
MAX_TRIES = 5
MAX_REDIRECTS = 3
_FIRST_PAUSE = 2.0
_DEFAULT_PORT = {"http": 80, "https": 443}
_TABLE_ID = re.compile(r"^[A-Za-z0-9_-]{1,40}$")
_REDIRECTS = frozenset({301, 302, 307, 308})
_log = logging.getLogger(__name__)

#: Told of every answer with status 200 before anything is read from it.
Keep = Callable[[Answer], object]


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    path: str
    query: Mapping[str, str]
    what: Text
    body: Mapping[str, Any] | None = None


class SsbClient:
    """The statistics bank. One client for a whole refresh, so that all calls share one limit.

    Args:
        config: where it is.
        clock: time; tests give one that does not wait.
    """

    def __init__(self, config: SsbConfig, clock: Clock | None = None) -> None:
        self.config = config
        self.clock = clock or Clock()
        self._limiter = Limiter(config.per_minute, self.clock, config.longest_wait_seconds)
        self._is_unreachable = False
        self._http = _http(config)

    def __enter__(self) -> SsbClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def fetch_table_info(self, table_id: str) -> dict[str, Any]:
        """What the catalogue tells of a table: when it was updated, its periods and its rhythm.

        Raises:
            SsbError: as all calls.
        """
        call = _Call("GET", f"/tables/{_checked(table_id)}", {"lang": "no"}, table_name(table_id))
        return _tree_object(self._ask(call), call.what)

    def fetch_metadata(self, table_id: str, lang: str, keep: Keep | None = None) -> Answer:
        """The dimensions of a table, with labels in `lang` ("no" or "en")."""
        call = _Call("GET", f"/tables/{_checked(table_id)}/metadata", {"lang": lang}, table_name(table_id))
        return self._ask(call, keep)

    def fetch_codelist(self, table_id: str, codelist: str, lang: str, keep: Keep | None = None) -> dict[str, Any]:
        """A list of codes that a dimension of a table may be asked by."""
        call = _Call("GET", f"/codelists/{quote(codelist, safe='')}", {"lang": lang}, table_name(table_id))
        return _tree_object(self._ask(call, keep), call.what)

    def fetch_data(self, table_id: str, body: Mapping[str, Any], keep: Keep | None = None) -> Answer:
        """Figures of a table, for a selection that names every dimension."""
        query = {"outputFormat": "json-stat2", "lang": "no"}
        call = _Call("POST", f"/tables/{_checked(table_id)}/data", query, table_name(table_id), body)
        return self._ask(call, keep)

    def fetch_tables_page(self, query: str, page: int, page_size: int, *, include_discontinued: bool) -> dict[str, Any]:
        """One page of the tables that a search finds."""
        asked = {
            "query": query, "pageNumber": str(page), "pageSize": str(page_size),
            "includeDiscontinued": str(include_discontinued).lower(), "lang": "no",
        }  # fmt: skip
        call = _Call("GET", "/tables", asked, say("ssb.what.search", query=query))
        return _tree_object(self._ask(call), call.what)

    def _ask(self, call: _Call, keep: Keep | None = None) -> Answer:
        """The answer to a call.

        Raises:
            SsbError: no try gave an answer; says what came last.
        """
        tries = 1 if self._is_unreachable else MAX_TRIES
        repeats = 0
        for number in range(1, tries + 1):
            found = self._try(call, keep)
            if isinstance(found, Answer):
                self._is_unreachable = False
                return found
            repeats += found.retry == "once"
            if found.retry == "never" or repeats > 1 or number == tries or self._is_too_long(found):
                self._is_unreachable = found.rule == "unreachable"
                raise self._error(found, call, number)
            self._pause(found, number)
        raise FaultError("a call without tries")

    def _pause(self, found: Fault, number: int) -> None:
        """Wait as the fault asks: as long as the service says, or longer each time, with some chance in it."""
        pause = _FIRST_PAUSE * 2 ** (number - 1) * (0.5 + self.clock.chance())
        if found.retry == "wait":
            self._limiter.pause(max(1.0, found.wait_seconds or 0.0))
        elif found.retry == "backoff":
            self._limiter.pause(max(pause, found.wait_seconds or 0.0))
        else:
            self._limiter.pause(pause)

    def _is_too_long(self, found: Fault) -> bool:
        return (found.wait_seconds or 0.0) > self.config.longest_wait_seconds

    def _error(self, found: Fault, call: _Call, number: int) -> SsbError:
        if self._is_too_long(found):
            seconds = int(found.wait_seconds or 0)
            return fault("wait_too_long", call.what, seconds=seconds, longest=int(self.config.longest_wait_seconds))
        values = {"tries": number, "url": self.config.base_url} | dict(found.values)
        return fault(found.rule, call.what, found.problem, **values)

    def _try(self, call: _Call, keep: Keep | None) -> Answer | Fault:
        url = f"{self.config.base_url}{call.path}"
        for _ in range(MAX_REDIRECTS + 1):
            self._limiter.wait()
            answer = self._send(call, url)
            if isinstance(answer, Fault):
                return answer
            self._limiter.heed(answer.headers)
            if answer.status not in _REDIRECTS:
                return self._judged(answer, keep)
            target = _target(url, answer.headers.get("location", ""))
            if target is None:
                break
            url = target
        return Fault("redirected", "never", "refused")

    def _judged(self, answer: Answer, keep: Keep | None) -> Answer | Fault:
        if answer.status == 200 and keep is not None:
            keep(answer)
        wait = retry_after(answer.headers, self.clock)
        if answer.status == 429 and wait is None:
            wait = self._limiter.window(answer.headers)
        return judged(answer, wait) or answer

    def _send(self, call: _Call, url: str) -> Answer | Fault:
        """One request. What goes wrong on the way is a fault; its text names no address but the service's own."""
        started = self.clock.monotonic()
        query = call.query if urlsplit(url).query == "" else None
        try:
            with self._http.stream(call.method, url, params=query, json=call.body) as response:
                content = self._content(response, started)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol):
            made: Answer | Fault = Fault("unreachable", "backoff")
        except httpx.TimeoutException:
            made = Fault("timeout", "backoff")
        except (httpx.TransportError, httpx.DecodingError):
            made = Fault("cut_off", "backoff")
        else:
            headers = {name.lower(): value for name, value in response.headers.items()}
            made = content if isinstance(content, Fault) else Answer(
                call.method, str(response.url), call.body, response.status_code, headers, content, self.clock.utc()
            )  # fmt: skip
        outcome = made.status if isinstance(made, Answer) else made.rule
        _log.info("%s %s: %s, %.1f s", call.method, call.path, outcome, self.clock.monotonic() - started)
        return made

    def _content(self, response: httpx.Response, started: float) -> bytes | Fault:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > self.config.max_bytes:
                return Fault("too_large", "never", "refused", values=(("limit_mb", self.config.max_bytes // 1_000_000),))
            if self.clock.monotonic() - started > self.config.total_seconds:
                return Fault("timeout", "backoff")
        return b"".join(parts)


def _checked(table_id: str) -> str:
    """A table number that can stand in an address.

    Raises:
        SsbError: it cannot.
    """
    if not _TABLE_ID.match(table_id):
        raise fault("bad_table_id", table_name(table_id), "refused")
    return table_id


def _tree_object(answer: Answer, what: Text) -> dict[str, Any]:
    tree = answer.tree()
    if not isinstance(tree, dict):
        raise fault("not_object", what, "refused")
    return tree


def _http(config: SsbConfig) -> httpx.Client:
    """The line out.

    Raises:
        SsbError: a proxy or certificate file that the environment names cannot be used.
    """
    try:
        return httpx.Client(
            headers={"User-Agent": config.user_agent, "Accept": "application/json"},
            timeout=httpx.Timeout(config.read_seconds, connect=config.connect_seconds),
            follow_redirects=False,
            proxy=config.proxy,
            trust_env=not config.is_loopback,
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL):
        raise SsbError(say("ssb.config.network"), "network") from None


def _target(url: str, location: str) -> str | None:
    """Where a redirect leads; None when that is not the same service."""
    try:
        target = str(httpx.URL(url).join(location))
        return target if _is_same_service(url, target) else None
    except (ValueError, httpx.InvalidURL):
        return None


def _is_same_service(url: str, target: str) -> bool:
    """Whether a redirect stays on the same host, and does not leave a protected line for an open one."""
    old, new = urlsplit(url), urlsplit(target)
    if new.scheme not in _DEFAULT_PORT or old.hostname != new.hostname:
        return False
    ports = (old.port or _DEFAULT_PORT[old.scheme], new.port or _DEFAULT_PORT[new.scheme])
    is_upgrade = (old.scheme, new.scheme) == ("http", "https") and ports == (80, 443)
    return is_upgrade or (old.scheme == new.scheme and ports[0] == ports[1])
