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
    "train_from": "modellene lærer fra / models learn from, 2005K1",
}
