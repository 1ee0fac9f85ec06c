"""Om programmet og ordliste: what the programme is, what the tool can and cannot say, words, columns, sources."""

from analytics.quality.whole_snapshot import whole_snapshot
from analytics.spending.levels import frames_in_force, programme_of
from analytics.spending.words import alike
from data.snapshot import Snapshot
from domain.text import Text, say
from reports.exports.catalogue import FORMS, export_bytes
from ui import layout, loaders, search
from ui.effect_question import show_answer_with_works


def money_answer(snapshot: Snapshot) -> Text:
    """The two frames and the budget post kept apart, with the yearly amounts where they are the same every year."""
    frames = frames_in_force(snapshot, programme_of(snapshot))
    by_level = {
        name: alike({year: frame.amount_nok for (level, year), frame in frames.items() if level == name})
        for name in ("knowledge", "programme")
    }
    if None in by_level.values():
        return say("admin.about.a_money_varies")
    return say("admin.about.a_money", **by_level)


view = layout.open_page("about")
known = loaders.snapshot()

layout.show_lead(say("admin.about.lead"))
for programme in known.table("programme").iter_rows(named=True):
    layout.show_text(say("admin.about.purpose", start=programme["start_date"], end=programme["end_date"]))

layout.show_subtitle(say("admin.about.can_title"))
layout.show_questions(
    [
        (say("effect.question"), say("admin.about.a_effect")),
        (say("admin.about.q_coverage"), say("admin.about.a_coverage")),
        (say("admin.about.q_money"), money_answer(known)),
        (say("admin.about.q_as_of"), say("admin.about.a_as_of")),
        (say("admin.about.q_unknown"), say("admin.about.a_unknown")),
        (say("admin.about.q_example"), say("admin.about.a_example")),
    ]
)

show_answer_with_works()

layout.show_subtitle(say("admin.about.roles_title"))
layout.show_table(
    known.table("body"),
    key="organ",
    caption=say("admin.about.roles_caption"),
    columns={
        f"name_{view.lang}": layout.Col(say("admin.about.body")),
        "can_decide": layout.Col(say("admin.about.can_decide"), "bool"),
        **(
            {"mandate_nb": layout.Col(say("admin.about.mandate")), "source_place": layout.Col(say("admin.about.place"))}
            if view.lang == "nb"
            else {}
        ),
    },
)

layout.show_subtitle(say("admin.about.rules_title"))
layout.show_text(say("admin.about.rules_text"))
layout.show_points(
    [say(f"admin.about.rule_{name}") for name in ("levels", "framework", "stami", "relevance", "meetings", "report")]
)
layout.show_table(
    known.table("parameter").join(known.table("source").select("source_id", "title"), on="source_id", how="left"),
    key="parametre",
    caption=say("admin.about.parameters_caption"),
    columns={
        f"text_{view.lang}": layout.Col(say("admin.about.parameter")),
        "value": layout.Col(say("admin.about.value"), "number"),
        **({"unit": layout.Col(say("admin.about.unit"))} if view.lang == "nb" else {}),
        "valid_from": layout.Col(say("admin.about.valid_from"), "date"),
        "title": layout.Col(say("admin.about.source")),
    },
)

layout.show_subtitle(say("admin.about.glossary_title"))
search.show_glossary_and_dictionary(view.lang)

layout.show_subtitle(say("admin.about.sources_title"))
layout.show_text(say("admin.about.sources_text"))
layout.show_table(
    known.table("source").sort("publisher", "title", nulls_last=True),
    key="kilder",
    caption=say("admin.about.sources_title"),
    columns={
        "title": layout.Col(say("admin.about.source_name")),
        "publisher": layout.Col(say("admin.about.publisher")),
        "licence": layout.Col(say("admin.about.licence"), unknown=say("admin.about.licence_unknown")),
        "quality": layout.Col(say("admin.about.quality"), "code:quality"),
        "retrieved_date": layout.Col(say("admin.about.retrieved"), "date"),
        "url": layout.Col(say("admin.about.address")),
    },
)

layout.show_subtitle(say("admin.about.accessibility_title"))
layout.show_text(say("admin.about.accessibility_text"))
layout.show_points([say(f"admin.about.accessibility_{name}") for name in ("figures", "keyboard", "colour", "known")])

layout.show_subtitle(say("admin.about.whole_title"))
layout.show_text(say("admin.about.whole_text", date=view.as_of))
for form in ("xlsx", "zip"):
    layout.show_download(
        say(f"admin.about.whole_{form}"), lambda form=form: export_bytes("workbook", whole_snapshot(known), form, view.lang),  # type: ignore[misc]
        form, FORMS[form], "fou",
    )  # fmt: skip
