"""No text lies unused, and no code asks for a text that is not there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from domain.text import texts

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("analytics", "data", "domain", "pages", "reports", "ui", "workflows")
_KEY = re.compile(r"""f?["']([a-z_]+(?:\.[a-zA-Z0-9_{}\[\]().\-]+)+)["']""")
#: Keys that are put together from parts, where the whole does not stand in one string.
BUILT = re.compile(
    r"^(report\.|rules\.|page\.|section\.|changes\.|imports\.finding\.|frame\.notice_|portfolio\.(col|empty|coverage_gaps)_|"
    r"sickness\.baseline_source\.)"
)


@cache
def strings() -> frozenset[str]:
    files = [ROOT / "app.py", ROOT / "cli.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    return frozenset(found for path in files for found in _KEY.findall(path.read_text(encoding="utf-8")))


def test_every_text_is_used() -> None:
    literal = {key for key in strings() if "{" not in key}
    patterns = [
        re.compile("^" + re.sub(r"\\\{.*?\\\}", "[A-Za-z0-9_.-]+", re.escape(key)) + "$") for key in strings() if "{" in key
    ]
    unused = [
        key for key in texts("nb")
        if key not in literal and not BUILT.match(key) and not any(pattern.match(key) for pattern in patterns)
    ]  # fmt: skip
    assert unused == []
