"""Where the statistics bank is, and how it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from domain.errors import UserError
from domain.text import say

BASE_URL = "https://data.ssb.no/api/pxwebapi/v2"
#: Calls a minute, all tables together. The service counts per address, and an office may share one.
PER_MINUTE = 25
_USER_AGENT = "FoU-monitor/0.2"


@dataclass(frozen=True, slots=True)
class SsbConfig:
    """How the statistics bank is called.

    Attributes:
        base_url: of the service, without a slash at the end.
        contact: who calls, told to the service in `User-Agent`; None for nobody in particular.
        proxy: address of a proxy; None for the one that the environment names, if any.
        per_minute: most calls a minute.
        connect_seconds, read_seconds: how long a connection and the next bytes are waited for.
        total_seconds: how long one answer may take in all.
        longest_wait_seconds: the longest wait that the service may ask for.
        max_bytes: the largest answer that is read.
    """

    base_url: str = BASE_URL
    contact: str | None = None
    proxy: str | None = None
    per_minute: int = PER_MINUTE
    connect_seconds: float = 10.0
    read_seconds: float = 90.0
    total_seconds: float = 600.0
    longest_wait_seconds: float = 600.0
    max_bytes: int = 100_000_000

    @property
    def user_agent(self) -> str:
        """What the service is told of the caller, in the letters that a header can carry."""
        contact = "".join(letter for letter in self.contact or "" if letter.isascii() and letter.isprintable()).strip()
        return f"{_USER_AGENT} ({contact})" if contact else _USER_AGENT

    @property
    def is_loopback(self) -> bool:
        """Whether the service is on this machine."""
        return _is_loopback(urlsplit(self.base_url).hostname or "")


def config_from_environment(environment: Mapping[str, str], base_url: str | None = None) -> SsbConfig:
    """The configuration that the environment gives.

    Args:
        environment: `FOU_SSB_BASE_URL`, `FOU_CONTACT`, `FOU_PROXY` and `FOU_SSB_PER_MINUTE` (which can only slow down, except
            against a service on this machine).
        base_url: goes before `FOU_SSB_BASE_URL`.

    Raises:
        UserError: an address or number cannot be used.
    """
    config = SsbConfig(
        base_url=_address(base_url or environment.get("FOU_SSB_BASE_URL") or BASE_URL, "FOU_SSB_BASE_URL"),
        contact=environment.get("FOU_CONTACT", "").strip() or None,
        proxy=_proxy(environment.get("FOU_PROXY", "").strip()),
    )
    return _slowed(config, environment.get("FOU_SSB_PER_MINUTE", "").strip())


def _slowed(config: SsbConfig, wanted: str) -> SsbConfig:
    if not wanted:
        return config
    if not (wanted.isascii() and wanted.isdigit() and int(wanted) > 0):
        raise _unusable("FOU_SSB_PER_MINUTE")
    most = int(wanted) if config.is_loopback else min(int(wanted), PER_MINUTE)
    return replace(config, per_minute=most)


def _address(text: str, name: str) -> str:
    """An http address without user name, query or fragment."""
    try:
        parts = urlsplit(text.strip())
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        raise _unusable(name) from None
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain or not port_is_good:
        raise _unusable(name)
    return text.strip().rstrip("/")


def _proxy(text: str) -> str | None:
    """The proxy; its address may hold a password and is never shown."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    if not is_good:
        raise _unusable("FOU_PROXY")
    return text


def _unusable(name: str) -> UserError:
    text = say("ssb.config.unusable", name=name)
    return UserError(text.nb, text.en, code="ssb.config")


def _is_loopback(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
