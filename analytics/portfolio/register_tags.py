"""Designs, methods and disciplines as a tree: a tag means itself and all below it."""

from __future__ import annotations

import polars as pl

from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text

_BETWEEN = " › "


def tag_parents(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Each tag with the tags above it, the nearest first. A tag that is above itself by mistake is told once."""
    above = dict(snapshot.table("tag").select("tag_id", "parent_id").iter_rows())
    found: dict[str, tuple[str, ...]] = {}
    for tag, nearest in above.items():
        path: list[str] = []
        parent = nearest
        while parent is not None and parent in above and parent not in path and parent != tag:
            path.append(parent)
            parent = above[parent]
        found[tag] = tuple(path)
    return found


def tags_with_parents(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `value`: each tag of a project, its main design, and every tag above them."""
    own = pl.concat(
        [
            snapshot.table("project_tag").select("project_id", "tag_id"),
            snapshot.table("project").select("project_id", tag_id="design_id"),
        ]
    ).drop_nulls()
    pairs = [(tag, value) for tag, parents in tag_parents(snapshot).items() for value in (tag, *parents)]
    tree = pl.DataFrame(pairs, schema={"tag_id": pl.String, "value": pl.String}, orient="row")
    return own.join(tree, on="tag_id", how="left").select("project_id", value=pl.coalesce("value", "tag_id")).unique()


def tag_options(snapshot: Snapshot) -> dict[str, Text]:
    """Every tag in the order of the tree, by its path from the top; the top tells its kind."""
    kinds = {kind: place for place, kind in enumerate(CODE_LISTS["tag_kind"].values)}
    order = pl.col("kind").replace_strict(kinds, default=len(kinds), return_dtype=pl.Int64)
    rows = snapshot.table("tag").sort(order, "order_no", "tag_id", nulls_last=True)
    tags = {row["tag_id"]: row for row in rows.iter_rows(named=True)}
    place = {tag: number for number, tag in enumerate(tags)}
    paths = {tag: tuple(reversed((tag, *parents))) for tag, parents in tag_parents(snapshot).items()}
    ordered = sorted(paths, key=lambda tag: [place[step] for step in paths[tag]])
    return {tag: Text(*(_words(paths[tag], tags, lang) for lang in ("nb", "en"))) for tag in ordered}


def _words(path: tuple[str, ...], tags: dict[str, dict[str, str]], lang: str) -> str:
    kind = CODE_LISTS["tag_kind"].label(tags[path[0]]["kind"], lang)
    return f"{kind}: {_BETWEEN.join(tags[tag][f'name_{lang}'] or tag for tag in path)}"
