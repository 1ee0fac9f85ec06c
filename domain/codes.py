"""Code lists: the allowed values of `code` columns, with the words a user reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Code:
    """One allowed value: `value` in files, `nb` and `en` on screens."""

    value: str
    nb: str
    en: str


@dataclass(frozen=True)
class CodeList:
    """The allowed values of a column, in the order they are shown."""

    name: str
    nb: str
    codes: tuple[Code, ...]

    @cached_property
    def by_value(self) -> dict[str, Code]:
        return {code.value: code for code in self.codes}

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(code.value for code in self.codes)

    def label(self, value: str | None, lang: str = "nb") -> str:
        """The word for `value`; the value itself when it is not in the list; "" for None."""
        if value is None:
            return ""
        code = self.by_value.get(value)
        if code is None:
            return value
        return code.en if lang == "en" else code.nb

    def find(self, text: str) -> str | None:
        """The value that `text` means: the value itself or either label, without regard to case."""
        wanted = text.strip().casefold()
        for code in self.codes:
            if wanted in (code.value.casefold(), code.nb.casefold(), code.en.casefold()):
                return code.value
        return None


def _codes(name: str, nb: str, *rows: tuple[str, str, str]) -> CodeList:
    return CodeList(name, nb, tuple(Code(*row) for row in rows))


_LISTS: tuple[CodeList, ...] = (
    _codes(
        "agreement_kind",
        "Slags avtale",
        ("agreement", "Avtale", "Agreement"),
        ("extension", "Forlengelse", "Extension"),
    ),
    _codes(
        "organisation_kind",
        "Slags organisasjon",
        ("ministry", "Departement", "Ministry"),
        ("directorate", "Direktorat", "Directorate"),
        ("agency", "Etat eller tilsyn", "Agency"),
        ("employee_organisation", "Arbeidstakerorganisasjon", "Employee organisation"),
        ("employer_organisation", "Arbeidsgiverorganisasjon", "Employer organisation"),
        ("research", "Forskningsmiljø", "Research environment"),
        ("consultancy", "Konsulent- eller analysemiljø", "Consultancy"),
        ("company", "Virksomhet", "Company"),
        ("committee", "Utvalg eller faggruppe", "Committee"),
        ("other", "Annet", "Other"),
    ),
    _codes(
        "body_role",
        "Rolle i organ",
        ("leader", "Leder", "Leader"),
        ("member", "Medlem", "Member"),
        ("secretariat", "Sekretariat", "Secretariat"),
        ("observer", "Observatør", "Observer"),
    ),
    _codes(
        "frame_level",
        "Rammenivå",
        ("knowledge", "Kunnskapsutvikling i IA-avtalen", "Knowledge development in the agreement"),
        ("programme", "FoU-programmet", "The R&D programme"),
        ("fou_assignments", "FoU-oppdrag", "R&D assignments"),
        ("stimulation", "Stimuleringsmidler til forsøksenheter", "Stimulation money for trial sites"),
        ("operation", "Drift og administrasjon", "Operation and administration"),
    ),
    _codes(
        "amount_unit",
        "Beløpsenhet",
        ("per_year", "Per år", "Per year"),
        ("total_for_period", "Totalt for perioden", "Total for the period"),
        ("unknown", "Ikke beløpsfestet", "No amount given"),
    ),
    _codes(
        "question_kind",
        "Slags spørsmål",
        ("cause", "Årsak", "Cause"),
        ("implementation", "Gjennomføring", "Implementation"),
        ("effect", "Effekt", "Effect"),
        ("cost_benefit", "Kostnad og nytte", "Cost and benefit"),
        ("synthesis", "Sammenstilling", "Synthesis"),
    ),
    _codes(
        "scope_state",
        "Prioritering av felt",
        ("prioritised", "Prioritert", "Prioritised"),
        ("out_of_scope", "Utenfor", "Out of scope"),
    ),
    _codes(
        "priority_level",
        "Prioritet",
        ("high", "Høy", "High"),
        ("medium", "Middels", "Medium"),
        ("low", "Lav", "Low"),
    ),
    _codes(
        "submission_purpose",
        "Sendt for",
        ("orientation", "Orientering", "Orientation"),
        ("decision", "Avgjørelse", "Decision"),
    ),
    _codes(
        "call_kind",
        "Slags anskaffelse",
        ("call", "Utlysning", "Call"),
        ("assignment", "Oppdrag", "Assignment"),
    ),
    _codes(
        "procurement_route",
        "Innkjøpsform",
        ("competition", "Konkurranse", "Competition"),
        ("in_house", "Egenregi", "In-house"),
        ("grant", "Bidrag", "Grant"),
        ("allocation_letter", "Tildelingsbrev", "Allocation letter"),
        ("framework", "Rammeavtale", "Framework agreement"),
        ("call_off", "Avrop på rammeavtale", "Call-off"),
    ),
    _codes(
        "procurement_step",
        "Trinn i anskaffelsen",
        ("brief", "Oppdragsbeskrivelse", "Assignment brief"),
        ("documents", "Konkurransegrunnlag", "Tender documents"),
        ("announced", "Kunngjort", "Announced"),
        ("deadline", "Tilbudsfrist", "Tender deadline"),
        ("assessed", "Vurdert", "Assessed"),
        ("awarded", "Tildelt", "Awarded"),
        ("contracted", "Kontrakt inngått", "Contract signed"),
        ("cancelled", "Avlyst", "Cancelled"),
    ),
    _codes(
        "tender_role",
        "Rolle i konkurransen",
        ("bidder", "Tilbyder", "Bidder"),
        ("partner", "Partner", "Partner"),
        ("subcontractor", "Underleverandør", "Subcontractor"),
        ("drafting", "Bistand til utlysning og krav", "Drafting of call and requirements"),
        ("assessment", "Vurdering av tilbud", "Assessment of tenders"),
    ),
    _codes(
        "contract_role",
        "Rolle i kontrakten",
        ("lead", "Hovedleverandør", "Lead supplier"),
        ("partner", "Partner", "Partner"),
        ("subcontractor", "Underleverandør", "Subcontractor"),
    ),
    _codes(
        "research_type",
        "Forskningstype (Frascati)",
        ("basic", "Grunnforskning", "Basic research"),
        ("applied", "Anvendt forskning", "Applied research"),
        ("development", "Utviklingsarbeid", "Experimental development"),
    ),
    _codes(
        "tag_kind",
        "Slags merke",
        ("design", "Design", "Design"),
        ("method", "Metode", "Method"),
        ("discipline", "Fag", "Discipline"),
    ),
    _codes(
        "party_kind",
        "Berørt part (8.1, fotnote 3)",
        ("workers", "Arbeidstakere på arbeidsplassen", "Workers at the workplace"),
        ("employers", "Arbeidsgivere på arbeidsplassen", "Employers at the workplace"),
        ("social_partners", "Partene i arbeidslivet", "The social partners"),
        ("recipients_services", "Tiltaksmottakere og tjenestene", "Recipients of measures and services"),
        ("authorities", "Myndighetene", "Authorities"),
    ),
    _codes(
        "involvement_form",
        "Form for medvirkning",
        ("consulted", "Konsultert", "Consulted"),
        ("advisory_group", "Referanse- eller brukergruppe", "Advisory group"),
        ("co_designed", "Medutforming", "Co-designed"),
        ("carried_out", "Deltatt i gjennomføringen", "Took part in carrying out"),
    ),
    _codes(
        "met_state",
        "Oppfylt",
        ("met", "Oppfylt", "Met"),
        ("partly", "Delvis oppfylt", "Partly met"),
        ("not_met", "Ikke oppfylt", "Not met"),
        ("not_assessed", "Ikke vurdert", "Not assessed"),
    ),
    _codes(
        "money_category",
        "Formål",
        ("fou", "FoU-oppdrag", "R&D assignments"),
        ("stimulation", "Stimuleringsmidler til forsøksenheter", "Stimulation money for trial sites"),
        ("operation", "Drift og administrasjon", "Operation and administration"),
    ),
    _codes(
        "commitment_kind",
        "Slags binding",
        ("binding", "Bundet", "Bound"),
        ("conditional", "Betinget", "Conditional"),
        ("release", "Frigjort", "Released"),
    ),
    _codes(
        "payment_kind",
        "Slags betaling",
        ("invoice", "Faktura", "Invoice"),
        ("grant", "Tilskudd eller bidrag", "Grant"),
        ("transfer", "Overføring etter tildelingsbrev", "Transfer by allocation letter"),
        ("salary", "Lønn og drift", "Salary and operation"),
        ("credit_note", "Kreditnota", "Credit note"),
        ("correction", "Rettelse", "Correction"),
    ),
    _codes(
        "milestone_kind",
        "Slags milepæl",
        ("start", "Oppstart", "Start"),
        ("ethics", "Etisk godkjenning", "Ethical approval"),
        ("recruitment", "Rekruttering ferdig", "Recruitment done"),
        ("data", "Datainnsamling ferdig", "Data collection done"),
        ("analysis", "Analyse ferdig", "Analysis done"),
        ("completion", "Prosjektslutt", "Completion"),
        ("other", "Annet", "Other"),
    ),
    _codes(
        "deliverable_kind",
        "Slags leveranse",
        ("interim_report", "Delrapport", "Interim report"),
        ("final_report", "Sluttrapport", "Final report"),
        ("note", "Notat", "Note"),
        ("article", "Vitenskapelig artikkel", "Scientific article"),
        ("dataset", "Datasett", "Data set"),
        ("tool", "Verktøy eller veileder", "Tool or guide"),
    ),
    _codes(
        "not_published_reason",
        "Hvorfor ikke publisert",
        ("under_review", "Til kvalitetssikring", "Under review"),
        ("journal", "Venter på tidsskrift", "Awaiting journal"),
        ("privacy", "Personvern", "Privacy"),
        ("contract", "Avventer kontraktsforhold", "Contractual matter"),
        ("superseded", "Erstattet av annen rapport", "Superseded"),
        ("not_stated", "Ikke oppgitt", "Not stated"),
    ),
    _codes(
        "variance_reason",
        "Årsak til avvik",
        ("pandemic", "Pandemi", "Pandemic"),
        ("procurement", "Anskaffelsen tok lengre tid", "Procurement took longer"),
        ("recruitment", "Rekruttering", "Recruitment"),
        ("data_access", "Tilgang til data", "Data access"),
        ("staffing", "Bemanning", "Staffing"),
        ("scope", "Endret oppdrag", "Changed scope"),
        ("other", "Annet", "Other"),
    ),
    _codes(
        "evaluation_payer",
        "Hvem betaler evalueringen",
        ("own_frame", "Virkemiddelets egen ramme", "The instrument's own frame"),
        ("programme", "FoU-programmet", "The R&D programme"),
        ("other", "Annen finansiering", "Other funding"),
        ("unknown", "Ikke oppgitt", "Not stated"),
    ),
    _codes(
        "evaluation_stage",
        "Trinn i evalueringen",
        ("planned", "Planlagt", "Planned"),
        ("in_preparation", "Under forberedelse", "In preparation"),
        ("commissioned", "Oppdrag tildelt", "Commissioned"),
        ("started", "Startet", "Started"),
        ("data_collected", "Data innsamlet", "Data collected"),
        ("interim_published", "Delrapport publisert", "Interim report published"),
        ("completed", "Gjennomført", "Completed"),
        ("published", "Rapport publisert", "Report published"),
        ("taken_into_use", "Tatt i bruk", "Taken into use"),
        ("cancelled", "Avlyst", "Cancelled"),
    ),
    _codes(
        "yes_no_unknown",
        "Ja, nei eller ukjent",
        ("yes", "Ja", "Yes"),
        ("no", "Nei", "No"),
        ("unknown", "Ikke oppgitt", "Not stated"),
    ),
    _codes(
        "date_precision",
        "Presisjon på dato",
        ("day", "Dag", "Day"),
        ("month", "Måned", "Month"),
        ("quarter", "Kvartal", "Quarter"),
        ("year", "År", "Year"),
    ),
    _codes(
        "evidence_scale",
        "Evidensskala",
        ("sms", "Maryland-skalaen (design)", "Maryland scale (design)"),
        ("risk_of_bias", "Risiko for skjevhet", "Risk of bias"),
        ("grade", "Samlet tillit (GRADE)", "Certainty of the body of evidence (GRADE)"),
    ),
    _codes(
        "evidence_level",
        "Nivå",
        ("none", "Sier ikke noe om effekt", "Says nothing about effect"),
        ("1", "1", "1"),
        ("2", "2", "2"),
        ("3", "3", "3"),
        ("4", "4", "4"),
        ("5", "5", "5"),
        ("low", "Lav", "Low"),
        ("some", "Noe", "Some"),
        ("high", "Høy", "High"),
        ("very_low", "Svært lav", "Very low"),
        ("moderate", "Middels", "Moderate"),
    ),
    _codes(
        "study_outcome",
        "Utfall i studien",
        ("register_absence", "Sykefravær i register", "Sick leave in register"),
        ("self_reported_absence", "Selvrapportert sykefravær", "Self-reported sick leave"),
        ("return_to_work", "Tilbake i arbeid", "Return to work"),
        ("drop_out", "Frafall fra arbeidslivet", "Drop-out from work"),
        ("work_environment", "Arbeidsmiljø", "Work environment"),
        ("health", "Helse og livskvalitet", "Health and quality of life"),
        ("implementation", "Gjennomføring", "Implementation"),
        ("other", "Annet", "Other"),
    ),
    _codes(
        "direction",
        "Retning på funn",
        ("lower", "Lavere", "Lower"),
        ("higher", "Høyere", "Higher"),
        ("no_difference", "Ingen påvist forskjell", "No difference shown"),
        ("mixed", "Varierer", "Mixed"),
        ("not_applicable", "Ikke et effektfunn", "Not a finding on effect"),
    ),
    _codes(
        "applicability",
        "Anvendbarhet",
        ("usable_now", "Kan tas i bruk nå", "Usable now"),
        ("usable_adapted", "Kan tas i bruk med tilpasning", "Usable with adaptation"),
        ("needs_more", "Trenger mer kunnskap", "Needs more knowledge"),
        ("not_assessed", "Ikke vurdert", "Not assessed"),
    ),
    _codes(
        "dissemination_channel",
        "Kanal",
        ("nav_no", "nav.no", "nav.no"),
        ("regjeringen_no", "regjeringen.no/ia", "regjeringen.no/ia"),
        ("idebanken", "Idébanken", "Idébanken"),
        ("arbeidsmiljoportalen", "Arbeidsmiljøportalen", "Arbeidsmiljøportalen"),
        ("seminar", "Seminar eller konferanse", "Seminar or conference"),
        ("journal", "Vitenskapelig tidsskrift", "Scientific journal"),
        ("media", "Medier", "Media"),
        ("workplace", "Direkte til virksomheter", "Directly to workplaces"),
        ("other", "Annet", "Other"),
    ),
    _codes(
        "meeting_kind",
        "Slags møte",
        ("spring", "Vårmøte i referansegruppen", "Spring meeting of the reference group"),
        ("autumn", "Høstmøte i referansegruppen", "Autumn meeting of the reference group"),
        ("programme_forum", "Programforum", "Programme forum"),
        ("fou_gathering", "FoU-samling", "R&D gathering"),
        ("other", "Annet møte", "Other meeting"),
    ),
    _codes(
        "input_outcome",
        "Hva skjedde med innspillet",
        ("included", "Tatt inn i handlingsplanen", "Included in the action plan"),
        ("covered", "Dekket av pågående arbeid", "Covered by ongoing work"),
        ("not_now", "Ikke nå", "Not now"),
        ("forwarded", "Sendt videre", "Forwarded"),
        ("open", "Ikke avklart", "Not settled"),
    ),
    _codes(
        "decision_kind",
        "Slags sak",
        ("decision", "Beslutning", "Decision"),
        ("advice", "Råd", "Advice"),
        ("orientation", "Orientering", "Orientation"),
    ),
    _codes(
        "gate_kind",
        "Slags beslutningspunkt",
        ("agreement_expiry", "Avtalen utløper", "Agreement expires"),
        ("agreement_start", "Avtale inngått eller forlenget", "Agreement made or extended"),
        ("autumn_meeting", "Høstmøte", "Autumn meeting"),
        ("budget_round", "Budsjettrunde", "Budget round"),
        ("review", "Partenes drøfting", "Review by the parties"),
    ),
    _codes(
        "indicator",
        "Indikator",
        ("absence_pct", "Sykefraværsprosent", "Sick leave per cent"),
        ("absence_days", "Sykefraværsdagsverk", "Lost man-days"),
        ("drop_out", "Frafall fra arbeidslivet", "Drop-out from work"),
        ("industry_target", "Bransjemål", "Industry target"),
        ("new_sick_listings", "Nye sykmeldte", "New sick listings"),
        ("agreed_days", "Avtalte dagsverk", "Agreed man-days"),
        ("absence_persons", "Personer med sykefravær", "Persons with sick leave"),
        ("absence_persons_pct", "Andel av personene med sykefravær", "Share of persons with sick leave"),
        ("employees", "Arbeidstakere", "Employees"),
        ("spells", "Sykefraværstilfeller", "Sick leave spells"),
        ("share_pct", "Andel av fraværet", "Share of sick leave"),
        ("recurrence_pct", "Andel med gjentatt fravær", "Share with repeated sick leave"),
        ("graded_pct", "Andel gradert", "Share graded"),
        ("sick_pay_days", "Sykepengedager", "Sick pay days"),
        ("sick_pay_recipients", "Mottakere av sykepenger", "Recipients of sick pay"),
        ("exhausted_rights", "Brukt opp sykepengerettigheten", "Exhausted sick pay rights"),
        ("other", "Annet", "Other"),
    ),
    _codes(
        "adjustment",
        "Justering",
        ("unadjusted", "Ikke justert", "Unadjusted"),
        ("seasonal", "Sesongjustert", "Seasonally adjusted"),
        ("seasonal_influenza", "Sesong- og influensajustert", "Seasonally and influenza adjusted"),
        (
            "seasonal_influenza_corona",
            "Sesong-, influensa- og koronajustert",
            "Seasonally, influenza and corona adjusted",
        ),
        ("not_stated", "Ikke oppgitt", "Not stated"),
    ),
    _codes(
        "sex",
        "Kjønn",
        ("both", "Begge kjønn", "Both sexes"),
        ("men", "Menn", "Men"),
        ("women", "Kvinner", "Women"),
    ),
    _codes(
        "absence_type",
        "Type sykefravær",
        ("total", "Egenmeldt og legemeldt", "Self- and doctor-certified"),
        ("self_certified", "Egenmeldt", "Self-certified"),
        ("doctor_certified", "Legemeldt", "Doctor-certified"),
    ),
    _codes(
        "breakdown_kind",
        "Slags kjennetegn",
        ("none", "Ingen inndeling", "No breakdown"),
        ("sector", "Sektor", "Sector"),
        ("occupation", "Yrke", "Occupation"),
        ("education", "Utdanning", "Education"),
        ("age", "Alder", "Age"),
        ("area", "Bosted", "Place of residence"),
        ("industry", "Næring", "Industry"),
        ("origin", "Innvandrerstatus eller fødeland", "Immigrant status or country of birth"),
        ("diagnosis", "Diagnose", "Diagnosis"),
        ("duration", "Varighet", "Duration"),
        ("recurrence", "Gjentakelse", "Recurrence"),
        ("graded", "Gradert", "Graded"),
        ("exhausted", "Brukt opp sykepengerettigheten", "Exhausted sick pay rights"),
        ("sick_pay", "Sykepenger", "Sick pay"),
        ("spells", "Tilfeller", "Spells"),
        ("base", "Beregningsgrunnlag", "Basis of calculation"),
        ("other", "Annet kjennetegn", "Other breakdown"),
    ),
    _codes(
        "load_outcome",
        "Utfall av henting",
        ("loaded", "Hentet", "Loaded"),
        ("unchanged", "Hentet, ingen endring", "Loaded, no change"),
        ("refused", "Stanset: innholdet er ikke som avtalt", "Stopped: the content is not as agreed"),
        ("failed", "Ikke hentet", "Not loaded"),
    ),
    _codes(
        "area_level",
        "Nivå",
        ("country", "Landet", "The country"),
        ("county", "Fylke", "County"),
        ("municipality", "Kommune", "Municipality"),
        ("other", "Annet", "Other"),
    ),
    _codes(
        "series_method",
        "Metode",
        ("holiday_corrected", "Feriekorrigert (til 2018)", "Holiday corrected (until 2018)"),
        ("current", "Uten feriekorreksjon", "Without holiday correction"),
        ("current_hours", "Uten feriekorreksjon, ny arbeidstid (2021)", "Current, new working time (2021)"),
        ("current_self", "Uten feriekorreksjon, ny egenmelding (2024)", "Current, new self-certified (2024)"),
        ("not_stated", "Ikke oppgitt", "Not stated"),
    ),
    _codes(
        "value_state",
        "Tilstand for verdi",
        ("value", "Verdi", "Value"),
        ("zero", "Null", "Zero"),
        ("provisional", "Foreløpig", "Provisional"),
        ("masked", "Skjermet", "Masked"),
        ("missing", "Mangler", "Missing"),
        ("not_applicable", "Ikke relevant", "Not applicable"),
    ),
    _codes(
        "break_kind",
        "Slags brudd",
        ("method", "Endret beregning", "Changed method"),
        ("definition", "Endret definisjon", "Changed definition"),
        ("error", "Rettet feil", "Corrected error"),
        ("real", "Endring i virkeligheten", "Real change"),
        ("end", "Serien slutter", "Series ends"),
        ("start", "Serien starter", "Series starts"),
    ),
    _codes(
        "break_scope",
        "Hvilke tall bruddet gjelder",
        ("all", "Alle serier", "All series"),
        ("unadjusted", "Ikke justert og sesongjustert", "Unadjusted and seasonally adjusted"),
        ("seasonal", "Sesongjustert", "Seasonally adjusted"),
        ("seasonal_influenza", "Sesong- og influensajustert", "Seasonally and influenza adjusted"),
        ("self_certified", "Egenmeldt", "Self-certified"),
        ("doctor_certified", "Legemeldt", "Doctor-certified"),
        ("industry", "Næring", "Industry"),
    ),
    _codes(
        "outcome_kind",
        "Slags rapportert utfall",
        ("change_pct", "Endring i prosent", "Change in per cent"),
        ("level_pct", "Nivå i prosent", "Level in per cent"),
        ("words", "Omtalt i ord", "Told in words"),
        ("count", "Antall", "Count"),
    ),
    _codes(
        "budget_stage",
        "Budsjettstadium",
        ("proposed", "Foreslått (Gul bok)", "Proposed"),
        ("amendment_proposed", "Foreslått endring", "Proposed amendment"),
        ("enacted", "Saldert budsjett", "Enacted budget"),
        ("revised", "Revidert budsjett", "Revised budget"),
        ("account", "Regnskap", "Accounts"),
    ),
    _codes(
        "relation_to_agreement",
        "Forhold til IA-avtalen",
        ("inside", "Innenfor", "Inside"),
        ("partly", "Delvis", "Partly"),
        ("boundary", "Grenseflate", "Boundary"),
    ),
    _codes(
        "quality",
        "Kildekvalitet",
        ("primary", "Primærkilde", "Primary"),
        ("secondary", "Sekundærkilde", "Secondary"),
        ("unverified", "Ikke verifisert", "Not verified"),
    ),
    _codes(
        "account_dimension",
        "Inndeling av regnskap",
        ("agency", "Virksomhet", "Agency"),
        ("account", "Artskonto", "Account type"),
    ),
    _codes(
        "programme_link",
        "Kobling til programmet",
        ("confirmed", "Bekreftet", "Confirmed"),
        ("probable", "Sannsynlig", "Probable"),
        ("possible", "Mulig", "Possible"),
        ("unconfirmed", "Ikke bekreftet", "Not confirmed"),
        ("no", "Nei, grenseflate", "No, boundary"),
    ),
    _codes(
        "empty_kind",
        "Hvorfor feltet er tomt",
        ("gap", "Hull: prioritert, men ingenting er satt i gang", "Gap: prioritised, nothing under way"),
        ("coming", "Kommer: planlagt", "Coming: planned"),
        ("out_of_scope", "Utenfor: ikke ønsket", "Out of scope"),
        ("excluded_8_1", "8.1: bare arbeid som beskriver forekomst", "8.1: only work that describes occurrence"),
        ("unknown", "Ukjent: opplysninger mangler", "Unknown: information is missing"),
    ),
    _codes(
        "project_status",
        "Status for prosjekt",
        ("planned", "Planlagt", "Planned"),
        ("procurement", "I anskaffelse", "In procurement"),
        ("contracted", "Kontrakt inngått", "Contracted"),
        ("running", "Pågår", "Running"),
        ("delivered", "Levert", "Delivered"),
        ("published", "Publisert", "Published"),
        ("closed", "Avsluttet", "Closed"),
        ("stopped", "Stanset", "Stopped"),
    ),
    _codes(
        "severity",
        "Alvorlighet",
        ("hard", "Stopper innlesingen", "Stops the import"),
        ("soft", "Må vurderes", "To be considered"),
        ("info", "Til opplysning", "For information"),
    ),
)

CODE_LISTS: dict[str, CodeList] = {code_list.name: code_list for code_list in _LISTS}


def label(list_name: str, value: str | None, lang: str = "nb") -> str:
    """The word for `value` in the code list `list_name`."""
    return CODE_LISTS[list_name].label(value, lang)
