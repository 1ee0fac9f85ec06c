"""FoU-monitor on the command line: every number that a page shows, and all that changes the store."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from domain.choices import CHOICES
from domain.codes import label
from domain.errors import UserError
from domain.text import LANGS, tell

if TYPE_CHECKING:
    from workflows.refresh_report import TableOutcome

Command = Callable[[argparse.Namespace], int]
#: Days before it are slips of the pen: nothing of the programme or its statistics is so old.
_FIRST_YEAR = 1900


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when data was refused, 2 when it could not be done."""
    arguments = _parser().parse_args(argv)
    run: Command = arguments.run
    try:
        return run(arguments)
    except UserError as error:
        print(error.text(arguments.lang), file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _report(arguments: argparse.Namespace) -> int:
    from reports.catalogue import catalogue

    reports = catalogue()
    if arguments.list or arguments.name is None:
        for spec in reports.values():
            print(f"{spec.name:<22}{spec.title.get(arguments.lang)}")
        return 0
    if arguments.name not in reports:
        raise UserError(
            f"Det finnes ingen rapport som heter «{arguments.name}». Rapporter: {', '.join(reports)}.",
            f"There is no report called «{arguments.name}». Reports: {', '.join(reports)}.",
        )
    _print_report(arguments, arguments.name)
    return 0


def _print_report(arguments: argparse.Namespace, name: str) -> None:
    from reports.run import report_text, run_report
    from workflows.bootstrap import ensure_store

    result = run_report(
        ensure_store(),
        name,
        as_of=arguments.as_of or date.today(),
        year=arguments.year,
        from_date=arguments.from_date,
        to_date=arguments.to_date,
        measure=arguments.measure,
        choices=_choices(arguments),
    )
    print(report_text(name, result, arguments.format, arguments.lang))


def _choices(arguments: argparse.Namespace) -> dict[str, str]:
    return {name: value for name in CHOICES if (value := getattr(arguments, f"choice_{name}")) is not None}


def _import(arguments: argparse.Namespace) -> int:
    from data.store import Change
    from workflows.bootstrap import ensure_store
    from workflows.import_portfolio import difference_table, findings_table, import_portfolio

    if not arguments.dry_run and not (arguments.by and arguments.reason):
        raise UserError(
            "Oppgi hvem som leser inn og hvorfor: --by NAVN --reason TEKST.",
            "Say who imports and why: --by NAME --reason TEXT.",
        )
    change = Change(arguments.by or "", arguments.reason or "", arguments.document)
    outcome = import_portfolio(
        ensure_store(), [arguments.path], change, dry_run=arguments.dry_run, partial=True if arguments.partial else None
    )
    if arguments.format == "json":
        print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2, default=str))
    else:
        _print_frame(findings_table(outcome.findings, arguments.lang))
        _print_frame(difference_table(outcome))
        print(outcome.sentence.get(arguments.lang))
    return 1 if outcome.is_refused else 0


def _print_frame(frame: object) -> None:
    import polars as pl

    if isinstance(frame, pl.DataFrame) and len(frame):
        print(frame.write_csv(separator="\t", null_value=""))


def _import_payments(arguments: argparse.Namespace) -> int:
    from data.store import Change
    from workflows.bootstrap import ensure_store
    from workflows.import_payments import import_payments
    from workflows.import_portfolio import findings_table

    if not arguments.dry_run and not (arguments.by and arguments.reason):
        raise UserError(
            "Oppgi hvem som leser inn og hvorfor: --by NAVN --reason TEKST.",
            "Say who imports and why: --by NAME --reason TEXT.",
        )
    change = Change(arguments.by or "", arguments.reason or "", arguments.document)
    outcome = import_payments(ensure_store(), arguments.path, change, mapping=arguments.mapping, dry_run=arguments.dry_run)
    if arguments.format == "json":
        print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2, default=str))
    else:
        _print_frame(findings_table(outcome.findings, arguments.lang))
        print(outcome.sentence.get(arguments.lang))
    return 1 if outcome.is_refused else 0


def _save_proposal(arguments: argparse.Namespace) -> int:
    from analytics.spending.proposal import read_proposal
    from data.store import Change
    from workflows.bootstrap import ensure_store
    from workflows.import_portfolio import findings_table
    from workflows.save_proposal import save_proposal

    amount, shares = read_proposal({"amount": arguments.amount, "profile": arguments.profile})
    change = Change(arguments.by, arguments.reason, arguments.document)
    outcome = save_proposal(ensure_store(), arguments.title, amount, shares, change)
    _print_frame(findings_table(outcome.findings, arguments.lang))
    print(outcome.sentence.get(arguments.lang))
    return 1 if outcome.is_refused else 0


def _log_in_meeting(arguments: argparse.Namespace) -> int:
    from data.store import Change
    from workflows import save_meeting
    from workflows.bootstrap import ensure_store

    store, change = ensure_store(), Change(arguments.by, arguments.reason, arguments.document)
    meeting, text, day = arguments.meeting, arguments.text, arguments.date
    if arguments.kind == "input":
        saved = save_meeting.log_input(store, meeting, arguments.party or "", text, change, need_id=arguments.need, received=day)
    elif arguments.kind == "decision":
        saved = save_meeting.log_decision(
            store, meeting, arguments.body or "", arguments.decision_kind, text, change, is_principle=arguments.principle,
            document=arguments.document or "", decided=day,
        )  # fmt: skip
    else:
        saved = save_meeting.log_action(store, meeting, text, change, owner=arguments.owner, due=arguments.due)
    print(tell("cli.logged", arguments.lang, id=saved.record_id))
    for remark in saved.remarks:
        print(remark.get(arguments.lang))
    return 0


def _choose_screens(arguments: argparse.Namespace) -> int:
    from data.store import Change
    from workflows.bootstrap import ensure_store
    from workflows.save_pack import choose_screens

    names = None if arguments.screens is None else [(name.strip(), "") for name in arguments.screens.split(",") if name.strip()]
    choose_screens(ensure_store(), arguments.meeting, names, Change(arguments.by, arguments.reason))
    print(tell("cli.screens_chosen" if names else "cli.screens_template", arguments.lang, meeting=arguments.meeting))
    return 0


def _template(arguments: argparse.Namespace) -> int:
    from workflows.bootstrap import ensure_store
    from workflows.template import make_template

    make_template(ensure_store(), arguments.out, arguments.with_example, arguments.lang)
    print(tell("cli.template_written", arguments.lang, path=str(arguments.out)))
    return 0


def _build(arguments: argparse.Namespace) -> int:
    from workflows.bootstrap import ensure_store

    with ensure_store().read() as reader:
        print(tell("cli.store_ready", arguments.lang, version=reader.info().data_version))
    return 0


def _refresh(arguments: argparse.Namespace) -> int:
    from workflows.bootstrap import ensure_store
    from workflows.refresh import refresh_nav, refresh_ssb
    from workflows.refresh_dfo import refresh_dfo

    store = ensure_store()
    progress = _progress(arguments)
    if arguments.source in ("nav", "dfo") and arguments.path is None:
        raise UserError("Oppgi mappen eller filen: --path STI.", "Give the folder or the file: --path PATH.")
    if arguments.source == "nav":
        report = refresh_nav(store, arguments.path, published=arguments.published, progress=progress)
    elif arguments.source == "dfo":
        report = refresh_dfo(store, arguments.path, published=arguments.published, year=arguments.year)
        for outcome in report.outcomes:
            progress(outcome)
    else:
        report = refresh_ssb(store, tables=arguments.table, base_url=arguments.base_url, progress=progress)
    if arguments.format == "json":
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print(report.sentence.get(arguments.lang))
    return 1 if report.has_faults or not report.outcomes else 0


def _progress(arguments: argparse.Namespace) -> Callable[[TableOutcome], None]:
    """Tells of each table on the error stream as it is done."""

    def tell_of(made: TableOutcome) -> None:
        message = f" {made.message.get(arguments.lang)}" if made.message else ""
        counts = tell("cli.refresh_counts", arguments.lang, new=made.new_count, revised=made.revised_count)
        state = f"{label('load_outcome', made.outcome, arguments.lang)}{counts if made.outcome == 'loaded' else ''}"
        print(f"{made.publisher} {made.table_id}: {state}.{message}", file=sys.stderr, flush=True)

    return tell_of


def _new_tables(arguments: argparse.Namespace) -> int:
    from workflows.refresh import new_tables

    found = new_tables(base_url=arguments.base_url)
    if arguments.format == "json":
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        print(found.sentence.get(arguments.lang))
        _print_frame(found.table())
    return 0


def _versions(_arguments: argparse.Namespace) -> int:
    from data.store import Store

    for info in Store().versions():
        mark = "*" if info.is_current else " "
        print(f"{mark} {info.number:>6}  {info.recorded_at:%Y-%m-%d %H:%M}  {info.data_version}  {info.by}: {info.reason}")
    return 0


def _rollback(arguments: argparse.Namespace) -> int:
    from data.store import Change, Store

    store = Store()
    to = arguments.to if arguments.to is not None else store.previous_number()
    if to is None:
        raise UserError(
            "Det finnes ingen tidligere versjon å gå tilbake til.",
            "There is no earlier version to go back to.",
            code="no_version",
        )
    info = store.rollback(to, Change(arguments.by, arguments.reason))
    print(tell("cli.rolled_back", arguments.lang, to=to, version=info.data_version))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from workflows.bootstrap import ensure_store
    from workflows.export import export_file

    made = export_file(
        ensure_store(),
        arguments.name,
        arguments.out,
        as_of=arguments.as_of or date.today(),
        form=arguments.format,
        lang=arguments.lang,
        choices=_choices(arguments),
        report=arguments.report,
    )
    print(tell("cli.export_written", arguments.lang, path=str(made)))
    return 0


def _adopt_pack(arguments: argparse.Namespace) -> int:
    from data.store import Change
    from workflows.adopt_pack import adopt_pack
    from workflows.bootstrap import ensure_store

    change = Change(arguments.by, arguments.reason, arguments.document)
    kept = adopt_pack(ensure_store(), arguments.meeting, change, as_of=arguments.as_of)
    values = {"number": kept.adoption.number, "title": kept.meeting.title, "count": len(kept.screens), "as_of": kept.as_of}
    print(tell("adopted.done", arguments.lang, hash=kept.adoption.hash, **values))
    return 0


def _packs(arguments: argparse.Namespace) -> int:
    """List the adopted packs; each is opened, so that a damaged one is told."""
    from data.packs import PackArchive
    from data.store import fou_home

    archive, is_damaged = PackArchive(fou_home()), False
    for meeting_id in archive.meetings():
        for number in archive.numbers(meeting_id):
            try:
                kept = archive.load(meeting_id, number)
            except UserError as error:
                is_damaged = True
                print(error.text(arguments.lang), file=sys.stderr)
                continue
            told = kept["adopted"]
            print(f"{meeting_id}\t{number}\t{told['at']}\t{kept['as_of']}\t{kept['hash']}\t{told['by']}: {told['reason']}")
    return 1 if is_damaged else 0


def _docs(_arguments: argparse.Namespace) -> int:
    from reports.docs import documents

    root = Path(__file__).resolve().parent
    for name, text in documents().items():
        (root / name).write_text(text, encoding="utf-8")
        print(name)
    return 0


def _date(text: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if day.year < _FIRST_YEAR:
            raise argparse.ArgumentTypeError(f"«{text}» er før {_FIRST_YEAR}. / is before {_FIRST_YEAR}.")
        return day
    raise argparse.ArgumentTypeError(f"«{text}» er ikke en dato. Skriv 2021-12-31 eller 31.12.2021.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cli.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    report = _command(commands, "report", _report, "skriv ut en rapport / print a report")
    report.add_argument("name", nargs="?", help="rapportens navn / name of the report")
    report.add_argument("--list", action="store_true", help="vis alle rapporter / list the reports")
    report.add_argument("--as-of", type=_date, help="per dato / as-of date")
    report.add_argument("--year", type=int, help="år / year")
    report.add_argument("--from", dest="from_date", type=_date, help="fra dato / from date")
    report.add_argument("--to", dest="to_date", type=_date, help="til dato / to date")
    report.add_argument("--measure", help="måleserie / measure (absence-target)")
    _add_choices(report)
    report.add_argument("--format", choices=("json", "csv", "text"), default="text")

    _add_imports(commands)
    _add_save_proposal(commands)
    _add_meetings(commands)
    _add_export(commands)
    _add_packs(commands)

    refresh = _command(commands, "refresh", _refresh, "hent statistikk / fetch statistics")
    refresh.add_argument("--source", choices=("ssb", "nav", "dfo"), default="ssb")
    refresh.add_argument("--table", action="append", default=[], help="bare denne tabellen, kan gjentas / only this table")
    refresh.add_argument("--base-url", help="adressen til statistikkbanken / address of the statistics bank")
    refresh.add_argument("--path", type=Path, help="mappe eller fil fra NAV eller DFØ / folder or file from NAV or DFØ")
    refresh.add_argument("--published", type=_date, help="publisert, når filen ikke sier det / when the file does not say")
    refresh.add_argument("--year", type=int, help="budsjettår, når filen ikke sier det / budget year, when the file does not say")
    refresh.add_argument("--format", choices=("text", "json"), default="text")

    tables = _command(commands, "new-tables", _new_tables, "se etter nye tabeller om sykefravær / look for new tables")
    tables.add_argument("--base-url", help="adressen til statistikkbanken / address of the statistics bank")
    tables.add_argument("--format", choices=("text", "json"), default="text")

    template = _command(commands, "template", _template, "lag en arbeidsbok å fylle ut / make a workbook to fill in")
    template.add_argument("--out", type=Path, required=True)
    template.add_argument("--with-example", action="store_true", help="fylt med eksempelet / filled with the example")

    _command(commands, "build", _build, "bygg datalageret om det ikke finnes / build the store when there is none")
    _command(commands, "versions", _versions, "vis versjonene av datalageret / list the versions of the store")
    rollback = _command(commands, "rollback", _rollback, "gå tilbake til en tidligere versjon / go back to a version")
    rollback.add_argument("to", type=int, nargs="?", help="versjon; ellers den forrige / version; else the previous one")
    rollback.add_argument("--by", required=True)
    rollback.add_argument("--reason", required=True)
    _command(commands, "docs", _docs, "skriv genererte dokumenter / write the generated documents")
    return parser


def _add_imports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    load = _command(commands, "import", _import, "les inn arbeidsbok eller mappe med CSV / import a workbook or folder")
    load.add_argument("path", type=Path)
    load.add_argument("--dry-run", action="store_true", help="vis funn og forskjell, lagre ikke / change nothing")
    load.add_argument("--partial", action="store_true", help="ark som mangler, lates i ro / leave missing sheets as they are")
    load.add_argument("--by", help="hvem / who")
    load.add_argument("--reason", help="hvorfor / why")
    load.add_argument("--document", help="brev eller sak / letter or case")
    load.add_argument("--format", choices=("text", "json"), default="text")

    paid = _command(commands, "import-payments", _import_payments, "les inn betalinger fra regnskapet / import payments")
    paid.add_argument("path", type=Path)
    paid.add_argument("--mapping", type=Path, help="hvordan kolonnene leses (TOML), huskes / how columns are read, kept")
    paid.add_argument("--dry-run", action="store_true", help="vis funn, lagre ikke / change nothing")
    paid.add_argument("--by", help="hvem / who")
    paid.add_argument("--reason", help="hvorfor / why")
    paid.add_argument("--document", help="brev eller sak / letter or case")
    paid.add_argument("--format", choices=("text", "json"), default="text")


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = _command(commands, "export", _export, "lag en fil å sende fra seg / make a file to send")
    export.add_argument(
        "name", help="hvilken fil / which file: brief (én side), pack (møtepakke), minutes (utkast til referat), final-report "
        "(underlag for sluttrapporten), "
        "workbook (en rapport, eller alle tabellene på en dato / a report, or every table on a date)",
    )  # fmt: skip
    export.add_argument("--as-of", type=_date, help="per dato / as-of date")
    export.add_argument("--report", help="rapporten workbook skal holde / the report that workbook holds (report --list)")
    export.add_argument("--format", help="docx, xlsx, pptx, pdf, csv, zip; ellers etter filnavnet / else by the file name")
    export.add_argument("--out", type=Path, required=True, help="filen som skrives / the file to write")
    _add_choices(export)


def _add_choices(parser: argparse.ArgumentParser) -> None:
    for name, text in CHOICES.items():
        parser.add_argument(f"--{name.replace('_', '-')}", dest=f"choice_{name}", help=text)


def _add_packs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    adopt = _command(commands, "adopt-pack", _adopt_pack, "vedta en møtepakke, som siden ikke endres / adopt a pack for good")
    adopt.add_argument("--meeting", required=True, help="id for møtet / id of the meeting")
    adopt.add_argument("--as-of", type=_date, help="per dato; ellers i dag / as-of date; else today")
    adopt.add_argument("--by", required=True, help="hvem / who")
    adopt.add_argument("--reason", required=True, help="hvorfor / why")
    adopt.add_argument("--document", help="brev eller sak / letter or case")
    _command(commands, "packs", _packs, "vis de vedtatte møtepakkene / list the adopted packs")


def _add_save_proposal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    kept = _command(commands, "save-proposal", _save_proposal, "lagre et forslag, ikke besluttet / keep a proposal, not decided")
    kept.add_argument("--title", required=True, help="hva som foreslås / what is proposed")
    kept.add_argument("--amount", required=True, help="beløp, som 25 mill / amount, such as 25 mill")
    kept.add_argument("--profile", required=True, help="år og andel, 2027:40,2028:60 / year and share")
    kept.add_argument("--by", required=True, help="hvem / who")
    kept.add_argument("--reason", required=True, help="hvorfor / why")
    kept.add_argument("--document", help="brev eller sak / letter or case")


def _add_meetings(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    log = _command(commands, "log", _log_in_meeting, "før noe i et møte / log something in a meeting")
    log.add_argument("kind", choices=("input", "decision", "action"), help="innspill, sak eller oppfølging / what it is")
    log.add_argument("--meeting", required=True, help="møtets id / id of the meeting")
    log.add_argument("--text", required=True, help="det som ble sagt / what was said")
    log.add_argument("--party", help="input: organisasjonen innspillet er fra / organisation it is from")
    log.add_argument("--need", help="input: kunnskapsbehov / knowledge need")
    log.add_argument("--body", help="decision: organet / the body")
    log.add_argument("--kind", dest="decision_kind", default="advice", help="decision: decision, advice eller orientation")
    log.add_argument("--principle", action="store_true", help="decision: prinsipiell sak / matter of principle")
    log.add_argument("--owner", help="action: hvem som skal gjøre det / who is to do it")
    log.add_argument("--due", type=_date, help="action: frist / deadline")
    log.add_argument("--date", type=_date, help="når; ellers møtets dag / when; else the meeting's day")
    log.add_argument("--by", required=True, help="hvem / who")
    log.add_argument("--reason", required=True, help="hvorfor / why")
    log.add_argument("--document", help="brev eller sak / letter or case")

    choice = _command(commands, "choose-screens", _choose_screens, "velg et møtes skjermbilder / choose a meeting's screens")
    choice.add_argument("--meeting", required=True, help="møtets id / id of the meeting")
    choice.add_argument(
        "--screens", help="skjermbilder i rekkefølge, med komma; uten: malen / screens in order; without: template"
    )
    choice.add_argument("--by", required=True, help="hvem / who")
    choice.add_argument("--reason", required=True, help="hvorfor / why")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Command, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--lang", choices=LANGS, default="nb")
    parser.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
