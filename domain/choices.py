"""Choices that reports take by name."""

#: Choices that a report may take besides dates, year and measure, with what they mean. The same names stand in the
#: command line (`--industry`), in `ui.loaders.report(industry=...)` and in `ReportArguments.choices`.
CHOICES: dict[str, str] = {
    "sex": "kjønn / sex: both, men, women",
    "type": "type sykefravær / absence type: total, self_certified, doctor_certified",
    "industry": "næringskode / industry code",
    "by": "inndeling / breakdown",
    "group": "gruppe i inndelingen / group of the breakdown",
    "area": "områdekode / area code",
    "from_period": "fra kvartal / from quarter, 2018K4",
    "to_period": "til kvartal / to quarter, 2022K4",
    "id": "id for raden / id of the record",
    "rows": "rader i dekningsmatrisen / rows of the coverage matrix: instrument, need, industry, general_priority",
    "level": "overview eller detail / overview or detail",
    "counting": "whole eller split / whole or split",
    "status": "status, flere med komma / status, several with commas",
    "priority_area": "innsatsområde, flere med komma / priority area, several with commas",
    "question": "slags spørsmål, flere med komma / kind of question, several with commas",
    "instrument": "virkemiddel, flere med komma / instrument, several with commas",
    "need": "kunnskapsbehov, flere med komma / knowledge need, several with commas",
    "programme_industry": "bransje, flere med komma / industry of a programme, several with commas",
    "general_priority": "generell prioritering, flere med komma / general priority, several with commas",
    "tag": "design, metode eller fag med alt under, flere med komma / design, method or discipline with all below it",
    "route": "innkjøpsform, flere med komma / procurement route, several with commas",
    "organisation": "utfører eller leverandør, flere med komma / lead or supplier, several with commas",
    "text": "ord i tittel og sammendrag / words in title and summary",
    "sort": "kolonne å sortere etter, med minus foran for synkende / column to sort by, with a minus for descending",
    "party": "organisasjonen innspillene er fra / organisation that the inputs are from",
    "rule": "regel, flere med komma / rule, several with commas",
    "severity": "alvorlighet, flere med komma / severity, several with commas",
    "train_from": "modellene lærer fra / models learn from, 2005K1",
}
