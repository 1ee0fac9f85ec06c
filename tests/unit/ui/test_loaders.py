"""Figures are made once for the same result, and kept with it."""

from dataclasses import dataclass
from typing import Any

from ui.loaders import _FigureCache


@dataclass(frozen=True)
class Some:
    number: int


def test_figure_is_made_once_per_result_variant_and_language() -> None:
    made: list[tuple[int, str]] = []
    cache, one, same = _FigureCache(max_entries=8), Some(1), Some(1)

    def factory(result: Some) -> Any:
        return lambda lang: made.append((result.number, lang)) or object()  # type: ignore[func-returns-value]

    first = cache.get(("key", None, "nb"), factory(one), one, "nb")  # type: ignore[arg-type]

    assert cache.get(("key", None, "nb"), factory(one), one, "nb") is first  # type: ignore[arg-type]
    assert cache.get(("key", None, "en"), factory(one), one, "en") is not first  # type: ignore[arg-type]
    assert cache.get(("key", "2020", "nb"), factory(one), one, "nb") is not first  # type: ignore[arg-type]
    assert cache.get(("key", None, "nb"), factory(same), same, "nb") is not first  # type: ignore[arg-type]
    assert len(made) == 4


def test_oldest_figure_gives_way() -> None:
    cache, result = _FigureCache(max_entries=2), Some(1)
    figures = [cache.get((name,), lambda _: object(), result, "nb") for name in "abc"]  # type: ignore[arg-type]

    assert cache.get(("c",), lambda _: object(), result, "nb") is figures[2]  # type: ignore[arg-type]
    assert cache.get(("a",), lambda _: object(), result, "nb") is not figures[0]  # type: ignore[arg-type]
