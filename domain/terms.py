"""The field's standard terms in both languages, with identifiers in code, definitions and sources."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the programme uses it.

    Attributes:
        id: identifier in code.
        nb, en: the words.
        definition_nb, definition_en: what it means here.
        source: where the meaning is from.
    """

    id: str
    nb: str
    en: str
    definition_nb: str
    definition_en: str
    source: str


_PLAN = "Programplanen"
_TOOL = "Verktøyets egen bruk"

TERMS: tuple[Term, ...] = (
    Term("agreement", "IA-avtalen", "the IA agreement",
         "Intensjonsavtalen om et mer inkluderende arbeidsliv mellom regjeringen og partene i arbeidslivet.",
         "The agreement on a more inclusive working life between the government and the social partners.",
         f"{_PLAN}, innledning"),
    Term("programme", "FoU-programmet", "the R&D programme",
         "Programmet som rammer inn kunnskapsutviklingen i avtalen.",
         "The programme that frames knowledge development in the agreement.", f"{_PLAN}, kapittel 1"),
    Term("programme_management", "programledelse", "programme management",
         "Departementet, som legger overordnede og strategiske rammer.",
         "The ministry, which sets the overall and strategic frames.", f"{_PLAN}, kapittel 3"),
    Term("programme_owner", "programeier", "programme owner",
         "Arbeids- og velferdsdirektoratet, som administrerer programmet og er oppdragsgiver.",
         "The Directorate of Labour and Welfare, which runs the programme and commissions the work.", f"{_PLAN}, kapittel 3"),
    Term("programme_forum", "programforum", "programme forum",
         "Møteplass for programleder, programeier og STAMI. Er ikke et besluttende organ.",
         "Meeting place of programme management, owner and STAMI. Decides nothing.", f"{_PLAN}, kapittel 3"),
    Term("reference_group", "referansegruppe", "reference group",
         "Partene i avtalen, STAMI, Arbeidstilsynet og departementet. Møtes vår og høst.",
         "The parties to the agreement, STAMI, the Labour Inspection and the ministry. Meets spring and autumn.",
         f"{_PLAN}, kapittel 3"),
    Term("instrument", "virkemiddel", "instrument",
         "Et tiltak eller en ordning i avtalen, listet i Vedlegg 2.",
         "A measure or scheme of the agreement, listed in annex 2.", f"{_PLAN}, Vedlegg 2"),
    Term("priority_area", "innsatsområde", "priority area",
         "Et av de to prioriterte temaene i programmet.", "One of the two prioritised themes of the programme.",
         f"{_PLAN}, kapittel 8.2"),
    Term("general_priority", "generell prioritering", "general priority",
         "Et av fire elementer som skal stå sentralt i arbeidet.", "One of four elements that should be central to the work.",
         f"{_PLAN}, kapittel 8.1"),
    Term("programme_note", "programnotat", "programme note",
         "Faglig ramme for et innsatsområde, ventet å være relativt stabil.",
         "The professional frame of a priority area, expected to be relatively stable.", f"{_PLAN}, kapittel 8.2"),
    Term("action_plan", "handlingsplan", "action plan",
         "Årlig plan for FoU-aktivitetene. Låst når den er vedtatt.", "Yearly plan of the R&D activities. Frozen when adopted.",
         f"{_PLAN}, kapittel 2 og 8.2"),
    Term("knowledge_need", "kunnskapsbehov", "knowledge need",
         "Noe programmet trenger kunnskap om.", "Something the programme needs knowledge about.", f"{_PLAN}, kapittel 3"),
    Term("call", "utlysning", "call", "En konkurranse der flere kan tilby.", "A competition in which several may tender.",
         f"{_PLAN}, kapittel 9.1"),
    Term("assignment", "oppdrag", "assignment", "Et bestilt arbeid hos et forskningsmiljø.",
         "Work commissioned from a research environment.", f"{_PLAN}, kapittel 9.1"),
    Term("framework_agreement", "rammeavtale", "framework agreement",
         "Avtale med flere forskningsmiljøer når omfang og tidspunkt er vanskelig å fastslå. Normalt høyst fire år.",
         "An agreement with several research environments when extent and time are hard to fix. Normally four years at most.",
         f"{_PLAN}, kapittel 9.1"),
    Term("in_house", "egenregi", "in-house", "Kjøp der staten bruker egne ressurser.",
         "Purchase in which the state uses its own resources.", f"{_PLAN}, kapittel 9.1"),
    Term("allocation_letter", "tildelingsbrev", "allocation letter",
         "Brevet der departementet gir en etat midler, mål og krav.",
         "The letter in which the ministry gives an agency money, goals and requirements.", f"{_PLAN}, kapittel 3"),
    Term("site", "forsøksenhet", "trial site", "En virksomhet som deltar i et forsøk.",
         "A workplace that takes part in a trial.", f"{_PLAN}, kapittel 5"),
    Term("stimulation", "stimuleringsmidler", "stimulation money", "Midler til forsøksenheter.",
         "Money for trial sites.", f"{_PLAN}, kapittel 5"),
    Term("frame", "ramme", "frame",
         "Beløp som er satt av til et formål for et år. Ikke det samme som en bevilgning på en post.",
         "An amount set aside for a purpose in a year. Not the same as an appropriation on a budget post.",
         f"{_PLAN}, kapittel 5"),
    Term("knowledge_frame", "rammen for kunnskapsutvikling", "the knowledge frame",
         "Rammen i avtalen til utvikling av bedre data- og kunnskapsgrunnlag. FoU-programmet er en del av den.",
         "The agreement's frame for better data and knowledge. The R&D programme is a part of it.", f"{_PLAN}, kapittel 5"),
    Term("programme_frame", "programrammen", "the programme frame",
         "FoU-programmets ramme, med forbehold om endringer.", "The frame of the R&D programme, subject to change.",
         f"{_PLAN}, kapittel 5"),
    Term("state_budget", "post i statsbudsjettet", "post of the state budget",
         "Et eget nivå, som kapittel 601 post 22. Legges aldri sammen med rammene.",
         "A level of its own, such as chapter 601 post 22. Never added to the frames.", "Statsbudsjettet"),
    Term("planned", "planlagt", "planned", "Beløp i gjeldende plan som ennå ikke er bundet eller betalt.",
         "Amount in the current plan that is not yet bound or paid.", _TOOL),
    Term("bound", "bundet", "bound", "Beløp som er bundet i kontrakt eller vedtak og ikke betalt.",
         "Amount bound by contract or decision and not paid.", _TOOL),
    Term("conditional", "betinget", "conditional", "Beløp som bindes bare hvis et vilkår blir oppfylt.",
         "Amount that is bound only if a condition is met.", _TOOL),
    Term("paid", "betalt", "paid", "Beløp som er utbetalt.", "Amount that has been paid out.", f"{_PLAN}, kapittel 3"),
    Term("free", "fri", "free", "Ny ramme pluss overført inn, minus betalt og bundet.",
         "New frame plus carried in, less paid and bound.", _TOOL),
    Term("carry_over", "overføring mellom år", "carry-over", "Ubrukte midler som kan brukes året etter.",
         "Unused money that may be used the year after.", "Statsbudsjettet, stikkordet «kan overføres»"),
    Term("enacted", "saldert budsjett", "enacted budget", "Bevilgningen Stortinget vedtar ved årets start.",
         "The appropriation that parliament decides at the start of the year.", "Prop. 1 S"),
    Term("revised", "revidert budsjett", "revised budget", "Saldert budsjett pluss endringsvedtak i året.",
         "The enacted budget plus amendments in the year.", "DFØ"),
    Term("evaluation", "evaluering", "evaluation",
         "Et arbeid som vurderer gjennomføring, resultater eller effekt av et virkemiddel.",
         "Work that assesses the implementation, results or effect of an instrument.", f"{_PLAN}, kapittel 4"),
    Term("effect_evaluation", "effektevaluering", "effect evaluation",
         "En evaluering med et design som kan si noe om effekt.", "An evaluation with a design that can say something about effect.",
         f"{_PLAN}, kapittel 4 og 8.1"),
    Term("follow_along", "følgeevaluering", "follow-along evaluation",
         "En evaluering som følger et tiltak mens det pågår.", "An evaluation that follows a measure while it runs.",
         f"{_PLAN}, Vedlegg 2"),
    Term("sms", "Maryland-skalaen", "the Maryland scale",
         "Skala fra 1 til 5 for hvor godt et design kan skille effekt fra annet.",
         "Scale from 1 to 5 for how well a design separates effect from other things.", "What Works Centre for Local Economic Growth"),
    Term("mde", "minste påviselige effekt", "minimum detectable effect",
         "Den minste effekten en studie kan oppdage med oppgitt styrke og signifikansnivå.",
         "The smallest effect a study can detect at a stated power and significance level.", "Statistisk standardbegrep"),
    Term("icc", "intraklassekorrelasjon", "intra-cluster correlation",
         "Hvor like utfallene er for personer i samme klynge.", "How alike outcomes are for persons of the same cluster.",
         "Statistisk standardbegrep"),
    Term("decision_gate", "beslutningspunkt", "decision gate", "En datert beslutning som kunnskap bør foreligge før.",
         "A dated decision that evidence should inform.", _TOOL),
    Term("absence_pct", "sykefraværsprosent", "sick leave per cent",
         "Sykefraværsdagsverk i prosent av avtalte dagsverk.", "Lost man-days in per cent of contractual man-days.", "SSB"),
    Term("doctor_certified", "legemeldt sykefravær", "doctor-certified sick leave",
         "Fravær med sykmelding fra lege eller annen behandler.", "Absence certified by a doctor or other therapist.", "SSB"),
    Term("self_certified", "egenmeldt sykefravær", "self-certified sick leave", "Fravær som arbeidstakeren selv melder.",
         "Absence that the employee reports.", "SSB"),
    Term("vintage", "utgave", "vintage", "En bestemt publisering av en statistikk. To utgaver blandes ikke i en differanse.",
         "A given publication of a statistic. Two vintages are not mixed in a difference.", _TOOL),
    Term("series_break", "brudd i serien", "break in series",
         "En endring som gjør at tall før og etter ikke uten videre kan sammenlignes.",
         "A change that makes figures before and after not directly comparable.", "SSB"),
    Term("baseline", "nullpunkt", "baseline", "Nivået som et mål regnes fra.", "The level that a target is measured from.",
         "IA-avtalen"),
    Term("path", "bane", "path", "Rett linje fra nullpunkt til målnivå. Den er ikke en prognose.",
         "A straight line from baseline to target level. It is not a forecast.", _TOOL),
    Term("percentage_point", "prosentpoeng", "percentage point", "Differansen mellom to prosenttall.",
         "The difference between two percentages.", "SSB"),
    Term("drop_out", "frafall fra arbeidslivet", "drop-out from work", "Varig utgang fra arbeid.", "Lasting exit from work.",
         "IA-avtalen"),
    Term("as_of", "per dato", "as-of date", "Dagen opplysningene skal vises slik de var kjent.",
         "The day for which facts are shown as they were known.", _TOOL),
    Term("masked", "skjermet", "masked", "Et tall som ikke vises fordi få personer står bak det.",
         "A figure not shown because few persons stand behind it.", "NAV og SSB"),
    Term("provisional", "foreløpig", "provisional", "Et tall som kan bli endret.", "A figure that may be changed.", "SSB"),
)
