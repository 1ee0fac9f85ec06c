"""What the data say about each general priority of 8.1, beside what has been assessed. A difference is a question."""

from __future__ import annotations

import polars as pl

from analytics.evidence.levels import project_levels
from analytics.result import parameter
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES
from domain.text import LANGS, tell

#: What the data say: they support, they support in part, nothing is registered, they cannot tell, or there is no check.
VIEWS: tuple[str, ...] = ("supports", "partly", "nothing", "unknown", "no_check")
#: The check of each priority by the start of its id. A priority that is not here has no check against data.
_CHECKS = {
    "GP-MEDVIRKNING": "involvement",
    "GP-EFFEKTDESIGN": "effect_design",
    "GP-TRIANGULERING": "triangulation",
    "GP-PRAKSISNAER": "practice",
}
#: Being asked is less than taking part.
_ASKED = "consulted"
_PRACTICE_TYPES = ("applied", "development")
_LEAST_DISCIPLINES = 2
_ANY_LEVEL = 1


def check_of(priority_id: str) -> str | None:
    """Which check against data a priority has, by its id or the start of it; None when there is none."""
    return next((c for start, c in _CHECKS.items() if priority_id == start or priority_id.startswith(f"{start}-")), None)


def data_views(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    """What the data say of each project, for each check.

    - `involvement`: which of the five kinds of parties (8.1, footnote 3) take part, and how; in part when they are only
      consulted; nothing when none is registered.
    - `effect_design`: the level on the Maryland scale that the main design starts at: support from the parameter
      `evidence_effect_level` (any level when it is not set), in part below it, nothing for a design without a level;
      unknown without a design or for a group of designs.
    - `triangulation`: both qualitative and quantitative methods, and two disciplines or more; in part when one of the two
      holds; unknown when what is registered cannot tell.
    - `practice`: applied research or development, and trial sites or industries; in part when one of the two holds.

    Returns:
        `project_id`, `check`, `view` (one of `VIEWS`, never `no_check`), `data_nb` and `data_en` (what is registered, in
        words). That something is registered does not say how good it is.
    """
    ids = projects.select("project_id")
    parts = (
        _involvement(snapshot, ids),
        _effect_design(snapshot, ids),
        _triangulation(snapshot, ids),
        _practice(snapshot, projects.select("project_id", "research_type")),
    )
    return pl.concat([part.select(_COLUMNS) for part in parts])


_COLUMNS = ("project_id", "check", "view", "data_nb", "data_en")


def question() -> pl.Expr:
    """The question that a score raises: `not_in_data`, `not_in_assessment`, or None when the two agree or cannot be compared."""
    claimed = pl.col("state").is_in(["met", "partly"]) & (pl.col("view") == "nothing")
    unclaimed = (pl.col("state") == "not_met") & (pl.col("view") == "supports")
    return pl.when(claimed).then(pl.lit("not_in_data")).when(unclaimed).then(pl.lit("not_in_assessment"))


def party_counts(snapshot: Snapshot, project_ids: pl.Series) -> pl.DataFrame:
    """How many of the projects involve each kind of party, in all and by form; 0 where none is registered."""
    rows = snapshot.table("involvement").filter(pl.col("project_id").is_in(project_ids.implode()))
    kinds = pl.DataFrame({"party_kind": CODE_LISTS["party_kind"].values})
    forms = CODE_LISTS["involvement_form"].values
    groups = rows.group_by("party_kind").agg(
        pl.col("project_id").n_unique().alias("projects"),
        *(pl.col("project_id").filter(pl.col("form") == form).n_unique().alias(form) for form in forms),
    )
    counts = kinds.join(groups, on="party_kind", how="left", maintain_order="left")
    return counts.with_columns(pl.exclude("party_kind").fill_null(0).cast(pl.Int64))


def _involvement(snapshot: Snapshot, ids: pl.DataFrame) -> pl.DataFrame:
    rows = snapshot.table("involvement").select("project_id", "party_kind", "form").unique()
    order = {kind: place for place, kind in enumerate(CODE_LISTS["party_kind"].values)}
    worded = rows.with_columns(
        *(_party_words(lang) for lang in LANGS), place=pl.col("party_kind").replace_strict(order, default=len(order))
    ).sort("place", "form")
    groups = worded.group_by("project_id", maintain_order=True).agg(
        *(pl.col(f"words_{lang}").str.join(", ") for lang in LANGS), takes_part=(pl.col("form") != _ASKED).any()
    )
    found = ids.join(groups, on="project_id", how="left")
    view = pl.when(pl.col("takes_part")).then(pl.lit("supports")).when(pl.col("takes_part").is_not_null()).then(pl.lit("partly"))
    none = {lang: pl.lit(tell("relevance.data_no_involvement", lang)) for lang in LANGS}
    words = {f"data_{lang}": pl.coalesce(f"words_{lang}", none[lang]) for lang in LANGS}
    return found.with_columns(check=pl.lit("involvement"), view=view.otherwise(pl.lit("nothing")), **words)


def _party_words(lang: str) -> pl.Expr:
    party = pl.col("party_kind").replace_strict(_labels("party_kind", lang), default=pl.col("party_kind"))
    form = pl.col("form").replace_strict(_labels("involvement_form", lang), default=pl.col("form")).str.to_lowercase()
    return pl.format("{} ({})", party, form).alias(f"words_{lang}")


def _effect_design(snapshot: Snapshot, ids: pl.DataFrame) -> pl.DataFrame:
    least = parameter(snapshot, "evidence_effect_level") or _ANY_LEVEL
    tags = snapshot.table("tag")
    groups = tags.filter(pl.col("sms_start").is_not_null()).select(design_id="parent_id").drop_nulls().unique()
    designs = tags.select(design_id="tag_id", name_nb="name_nb", name_en="name_en").join(
        groups.with_columns(is_group=pl.lit(True)), on="design_id", how="left"
    )
    levels = project_levels(snapshot).select("project_id", level="design_start")
    own = snapshot.table("project").select("project_id", "design_id")
    rows = ids.join(own, on="project_id", how="left").join(levels, on="project_id", how="left")
    found = rows.join(designs, on="design_id", how="left")
    level, is_group = pl.col("level"), pl.col("is_group").fill_null(False)
    view = (
        pl.when(level >= least)
        .then(pl.lit("supports"))
        .when(level.is_not_null())
        .then(pl.lit("partly"))
        .when(pl.col("design_id").is_null() | is_group)
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("nothing"))
    )
    return found.with_columns(check=pl.lit("effect_design"), view=view, **{f"data_{lang}": _design_words(lang) for lang in LANGS})


def _design_words(lang: str) -> pl.Expr:
    name = pl.coalesce(f"name_{lang}", "design_id")
    return (
        pl.when(pl.col("design_id").is_null())
        .then(pl.lit(tell("relevance.data_no_design", lang)))
        .when(pl.col("level").is_not_null())
        .then(pl.format(_template("relevance.data_design_level", lang, "design", "level"), name, pl.col("level")))
        .when(pl.col("is_group").fill_null(False))
        .then(pl.format(_template("relevance.data_design_group", lang, "design"), name))
        .otherwise(pl.format(_template("relevance.data_design_none", lang, "design"), name))
    )


def _triangulation(snapshot: Snapshot, ids: pl.DataFrame) -> pl.DataFrame:
    tags = snapshot.table("tag").select("tag_id", "kind", "name_nb", "name_en", "order_no", approach=_approach(snapshot))
    rows = snapshot.table("project_tag").join(tags, on="tag_id").sort("order_no", "tag_id", nulls_last=True)
    methods = _named(rows, "method").join(_named(rows, "discipline"), on="project_id", how="full", coalesce=True)
    found = ids.join(methods, on="project_id", how="left")
    has = {name: pl.col("approaches").list.contains(name) for name in ("qualitative", "quantitative")}
    mixed = (
        pl.when(has["qualitative"] & has["quantitative"])
        .then(True)
        .when(pl.col("approaches").is_null() | pl.col("approaches").list.contains(_NOT_GIVEN))
        .then(None)
        .otherwise(False)
    )
    several = pl.col("count_discipline") >= _LEAST_DISCIPLINES
    view = (
        pl.when(mixed & several)
        .then(pl.lit("supports"))
        .when(mixed.fill_null(False) | several.fill_null(False))
        .then(pl.lit("partly"))
        .when(mixed.is_null() | several.is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("nothing"))
    )
    return found.with_columns(check=pl.lit("triangulation"), view=view, **{f"data_{lang}": _method_words(lang) for lang in LANGS})


_NOT_GIVEN = "not_given"


def _approach(snapshot: Snapshot) -> pl.Series:
    """Each method's approach: its own, else its parent's."""
    tags = snapshot.table("tag")
    own = tags.select(parent_id="tag_id", inherited="approach")
    joined = tags.select("parent_id", "approach").join(own, on="parent_id", how="left", maintain_order="left")
    return joined.select(pl.coalesce("approach", "inherited", pl.lit(_NOT_GIVEN))).to_series()


def _named(rows: pl.DataFrame, kind: str) -> pl.DataFrame:
    names = [pl.col(f"name_{lang}").str.join(", ").alias(f"{kind}_{lang}") for lang in LANGS]
    extra = [pl.col("approach").unique().alias("approaches")] if kind == "method" else []
    count = pl.len().cast(pl.Int64).alias(f"count_{kind}")
    return rows.filter(pl.col("kind") == kind).group_by("project_id", maintain_order=True).agg(*names, *extra, count)


def _method_words(lang: str) -> pl.Expr:
    missing = pl.lit(tell("relevance.data_not_given", lang))
    parts = (pl.coalesce(f"{kind}_{lang}", missing) for kind in ("method", "discipline"))
    return pl.format(_template("relevance.data_methods", lang, "methods", "disciplines"), *parts)


def _practice(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    can_see = snapshot.can_see(TABLES["site"])
    sites = snapshot.table("site").group_by("project_id").agg(sites=pl.len().cast(pl.Int64))
    industries = snapshot.table("project_industry").group_by("project_id").agg(industries=pl.len().cast(pl.Int64))
    found = rows.join(sites, on="project_id", how="left").join(industries, on="project_id", how="left")
    found = found.with_columns(pl.col("sites", "industries").fill_null(0))
    applied = pl.col("research_type").is_in(_PRACTICE_TYPES)
    near = (pl.col("sites") > 0) | (pl.col("industries") > 0)
    view = (
        pl.when(applied & near)
        .then(pl.lit("supports"))
        .when(applied.fill_null(False) | near)
        .then(pl.lit("partly"))
        .when(pl.col("research_type").is_null() | pl.lit(not can_see))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("nothing"))
    )
    words = {f"data_{lang}": _practice_words(lang, can_see=can_see) for lang in LANGS}
    return found.with_columns(check=pl.lit("practice"), view=view, **words)


def _practice_words(lang: str, *, can_see: bool) -> pl.Expr:
    kind = pl.col("research_type").replace_strict(_labels("research_type", lang), default=pl.col("research_type"))
    missing = pl.lit(tell("relevance.data_no_type", lang))
    sites = pl.col("sites").cast(pl.String) if can_see else pl.lit(tell("relevance.data_hidden", lang))
    template = _template("relevance.data_practice", lang, "type", "sites", "industries")
    return pl.format(template, pl.coalesce(kind, missing), sites, pl.col("industries"))


def _labels(name: str, lang: str) -> dict[str, str]:
    return {code.value: code.en if lang == "en" else code.nb for code in CODE_LISTS[name].codes}


def _template(key: str, lang: str, *names: str) -> str:
    """A text whose values are put in later, in the order of `names`."""
    return tell(key, lang, **dict.fromkeys(names, "{}"))
