"""The environment tells where the service is; what cannot be used is refused with its name."""

from __future__ import annotations

import pytest

from data.sources.ssb.config import BASE_URL, config_from_environment
from domain.errors import UserError


def test_nothing_told_is_the_real_service_at_25_calls_a_minute() -> None:
    config = config_from_environment({})
    assert (config.base_url, config.per_minute, config.contact, config.proxy) == (BASE_URL, 25, None, None)
    assert config.connect_seconds == 10.0 and config.read_seconds == 90.0
    assert config.user_agent == "FoU-monitor/0.2"


def test_all_that_can_be_told() -> None:
    told = {
        "FOU_SSB_BASE_URL": "https://speil.example.no/api/v2/", "FOU_CONTACT": "post@example.no",
        "FOU_PROXY": "http://bruker:hemmelig@proxy.example.no:8080", "FOU_SSB_PER_MINUTE": "5",
    }  # fmt: skip
    config = config_from_environment(told)
    assert config.base_url == "https://speil.example.no/api/v2"
    assert config.user_agent == "FoU-monitor/0.2 (post@example.no)"
    assert config.proxy == told["FOU_PROXY"]
    assert config.per_minute == 5


def test_an_argument_goes_before_the_environment() -> None:
    config = config_from_environment({"FOU_SSB_BASE_URL": "https://a.example"}, "http://127.0.0.1:8000/v2")
    assert config.base_url == "http://127.0.0.1:8000/v2"
    assert config.is_loopback


@pytest.mark.parametrize(("base_url", "most"), [("https://data.ssb.no/v2", 25), ("http://localhost:1/v2", 500)])
def test_only_a_service_on_this_machine_may_be_called_more_often(base_url: str, most: int) -> None:
    assert config_from_environment({"FOU_SSB_PER_MINUTE": "500"}, base_url).per_minute == most


def test_contact_is_told_in_letters_that_a_header_carries() -> None:
    config = config_from_environment({"FOU_CONTACT": "Åse\r\nX-Evil: 1 <ase@example.no>"})
    assert config.user_agent == "FoU-monitor/0.2 (seX-Evil: 1 <ase@example.no>)"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOU_SSB_BASE_URL", "data.ssb.no/api"),
        ("FOU_SSB_BASE_URL", "ftp://data.ssb.no/api"),
        ("FOU_SSB_BASE_URL", "https://bruker:hemmelig@data.ssb.no/api"),
        ("FOU_SSB_BASE_URL", "https://data.ssb.no/api?x=1"),
        ("FOU_SSB_BASE_URL", "https://data.ssb.no:port/api"),
        ("FOU_PROXY", "proxy:8080"),
        ("FOU_PROXY", "socks5://bruker:hemmelig@proxy:1080"),
        ("FOU_SSB_PER_MINUTE", "0"),
        ("FOU_SSB_PER_MINUTE", "mange"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name_and_never_shown(name: str, value: str) -> None:
    with pytest.raises(UserError) as refused:
        config_from_environment({name: value})
    assert refused.value.nb.startswith(f"{name} kan ikke brukes.")
    assert "hemmelig" not in refused.value.nb + refused.value.en
