"""The parts of the page Import: template, files, trial, result, saving, and earlier versions."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial

import polars as pl
import streamlit as st

from data.store import Change, Store, fou_home
from domain.errors import UserError
from domain.numbers import date_text
from domain.tables import TABLES
from domain.text import Text, say, tell
from ui import layout, loaders, uploads
from ui.uploads import Upload
from ui.view import current
from workflows.import_portfolio import ImportReport, difference_table, findings_table, import_portfolio
from workflows.refresh import import_nav, recognise
from workflows.refresh_report import RefreshReport
from workflows.template import make_template

AnyReport = ImportReport | RefreshReport

_TRIAL_KEY = "_import_trial"
_DONE_KEY = "_import_done"
_UPLOADER_KEY = "_import_uploader"
_LIMIT_MB = 250
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Order:
    """What the user has asked for: which files, by whom, why, and whether other tables are left as they are."""

    files: tuple[Upload, ...]
    change: Change
    partial: bool

    @property
    def fingerprint(self) -> str:
        return uploads.fingerprint(self.files, self.partial)


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial that has been run, and of what."""

    fingerprint: str
    report: AnyReport

    @property
    def can_save(self) -> bool:
        """Whether there is something to store, and nothing that stops it."""
        if isinstance(self.report, RefreshReport):
            return self.report.has_news
        return not self.report.is_refused and not self.report.diff.is_empty


def show_template_downloads() -> None:
    """The workbook to fill in, empty or with the example."""
    lang = current().lang
    with st.container(horizontal=True):
        for with_example in (False, True):
            name = "with_example" if with_example else "empty"
            st.download_button(
                tell(f"admin.import.template_{name}", lang),
                partial(_template, with_example, lang),
                file_name=tell(f"admin.import.template_file_{name}", lang),
                mime=_XLSX,
                key=f"template_{name}",
                icon=":material/download:",
                on_click="ignore",
            )


def _template(with_example: bool, lang: str) -> bytes:
    target = io.BytesIO()
    make_template(Store(fou_home()), target, with_example, lang)
    return target.getvalue()


def select_order() -> Order:
    """The files, who reads them in, why, and whether it is part of the tables only."""
    lang = current().lang
    st.session_state.setdefault(_UPLOADER_KEY, 0)
    chosen = st.file_uploader(
        tell("admin.import.files", lang),
        type=[suffix.removeprefix(".") for suffix in uploads.SUFFIXES],
        accept_multiple_files=True,
        key=f"import_files_{st.session_state[_UPLOADER_KEY]}",
        max_upload_size=_LIMIT_MB,
    )
    left, right = st.columns(2)
    by = left.text_input(tell("admin.import.by", lang), key="import_by", max_chars=100, persist_state="session")
    reason = right.text_input(tell("admin.import.reason", lang), key="import_reason", max_chars=300)
    document = st.text_input(tell("admin.import.document", lang), key="import_document", max_chars=200)
    is_partial = st.checkbox(tell("admin.import.partial", lang), key="import_partial")
    change = Change((by or "").strip(), (reason or "").strip(), (document or "").strip() or None)
    return Order(tuple(Upload(file.name, file.getvalue()) for file in chosen), change, is_partial)


def show_actions(order: Order) -> AnyReport | None:
    """The buttons for trial and saving; gives the report of the trial of these very files, when there is one."""
    lang = current().lang
    _show_done()
    trial = st.session_state.get(_TRIAL_KEY)
    fitting = trial if isinstance(trial, Trial) and trial.fingerprint == order.fingerprint else None
    with st.container(horizontal=True):
        tried = st.button(tell("admin.import.try", lang), key="import_try", type="secondary" if fitting else "primary")
        can_save = fitting is not None and fitting.can_save
        saved = st.button(tell("admin.import.save", lang), key="import_save", type="primary", disabled=not can_save)
    if tried:
        fitting = _tried(order)
    elif saved and fitting is not None:
        _save(order)
    return fitting.report if fitting else None


def _tried(order: Order) -> Trial | None:
    try:
        uploads.check_uploads(order.files)
        with st.spinner(tell("admin.import.reading", current().lang)):
            trial = Trial(order.fingerprint, _run(order, dry_run=True))
    except UserError as error:
        layout.show_notice(Text(error.nb, error.en), "warning")
        return None
    st.session_state[_TRIAL_KEY] = trial
    st.rerun()
    return trial


def _save(order: Order) -> None:
    missing = [say(f"admin.import.{name}") for name in ("by", "reason") if not getattr(order.change, name)]
    if missing:
        layout.show_notice(say("admin.import.missing", names=missing), "warning")
        return
    try:
        with st.spinner(tell("admin.import.saving", current().lang)):
            report = _run(order, dry_run=False)
    except UserError as error:
        layout.show_notice(Text(error.nb, error.en), "warning")
        return
    st.session_state[_DONE_KEY] = report.sentence
    st.session_state.pop(_TRIAL_KEY, None)
    st.session_state[_UPLOADER_KEY] += 1
    st.rerun()


def _run(order: Order, *, dry_run: bool) -> AnyReport:
    statistics = [file for file in order.files if recognise(file.content, file.name) is not None]
    if statistics and len(statistics) < len(order.files):
        mixed = say("admin.import.mixed", names=[file.name for file in statistics])
        raise UserError(mixed.nb, mixed.en, code="mixed_files")
    if statistics:
        files = [(file.name, file.content) for file in statistics]
        return import_nav(Store(fou_home()), files, order.change, is_trial=dry_run)
    with uploads.kept_on_disk(order.files) as paths:
        return import_portfolio(Store(fou_home()), paths, order.change, dry_run=dry_run, partial=True if order.partial else None)


def _show_done() -> None:
    done = st.session_state.pop(_DONE_KEY, None)
    if isinstance(done, Text):
        layout.show_notice(done, "success")


def show_report(report: AnyReport) -> None:
    """What the trial came to: the sentence, all findings, and the difference from what is stored."""
    if isinstance(report, RefreshReport):
        _show_statistics(report)
    else:
        _show_portfolio(report)


_STATISTICS_KINDS = {
    "last_period": "period", "published_date": "date", "cell_count": "int", "new_count": "int", "revised_count": "int",
}  # fmt: skip


def _show_statistics(report: RefreshReport) -> None:
    """What statistics files hold: one row a table, with what is wrong."""
    layout.show_notice(report.sentence, "warning" if report.has_faults else "info")
    columns = {
        name: layout.Col(say(f"admin.import.table_{name}"), _STATISTICS_KINDS.get(name, "text"))
        for name in ("table_id", "title", "outcome", "last_period", "published_date", "cell_count", "new_count",
                     "revised_count", "message")
    }  # fmt: skip
    table = report.table(current().lang)
    layout.show_table(table, key="statistikkfiler", columns=columns, caption=say("admin.import.table_caption"))


def _show_portfolio(report: ImportReport) -> None:
    lang = current().lang
    layout.show_notice(report.sentence, "warning" if report.is_refused else "info")
    layout.show_subtitle(say("admin.import.findings_title", count=len(report.findings)))
    findings = findings_table(report.findings, lang)
    if findings.is_empty():
        layout.show_empty(say("admin.import.no_findings"))
    else:
        columns = {name: layout.Col(say(f"admin.import.finding_{name}")) for name in findings.columns}
        layout.show_table(findings, key="funn", columns=columns, caption=say("admin.import.findings_caption"))
        _show_cut(findings, report)
    if not report.is_refused:
        _show_difference(difference_table(report), lang)


def _show_cut(findings: pl.DataFrame, report: ImportReport) -> None:
    total = sum(report.counts.values())
    if total > len(findings):
        layout.show_text(say("admin.import.findings_cut", shown=len(findings), total=total))


def _show_difference(difference: pl.DataFrame, lang: str) -> None:
    layout.show_subtitle(say("admin.import.difference_title"))
    if difference.is_empty():
        layout.show_empty(say("admin.import.no_difference"))
        return
    named = difference.with_columns(
        pl.struct("table", "column").map_elements(lambda row: _column_name(row, lang), return_dtype=pl.String).alias("column"),
        pl.col("table").replace_strict({n: _nb_or_en(t.nb, t.en, lang) for n, t in TABLES.items()}, return_dtype=pl.String),
        pl.col("kind").replace_strict(
            {kind: tell(f"admin.import.kind_{kind}", lang) for kind in ("new", "changed", "gone")}, return_dtype=pl.String
        ),
    )
    columns = {name: layout.Col(say(f"admin.import.difference_{name}")) for name in named.columns}
    layout.show_table(named, key="endringer", columns=columns, caption=say("admin.import.difference_title"))


def _column_name(row: dict[str, str | None], lang: str) -> str | None:
    if row["column"] is None or row["table"] is None:
        return None
    column = TABLES[row["table"]].column(row["column"])
    return _nb_or_en(column.nb, column.en, lang)


def _nb_or_en(nb: str, en: str, lang: str) -> str:
    return en if lang == "en" else nb


_VERSION_KINDS = {"in_use": "bool", "version": "short"}


def show_versions() -> None:
    """The versions that are kept, and going back to one of them."""
    lang = current().lang
    versions = loaders.versions()
    rows = [
        {
            "version": info.data_version,
            "at": date_text(info.recorded_at.date(), lang) + f" {info.recorded_at:%H:%M}",
            "by": info.by,
            "reason": info.reason,
            "changes": tell(
                "admin.import.version_changes", lang, new=info.rows_new, changed=info.rows_changed, gone=info.rows_closed
            ),
            "in_use": info.is_current,
        }
        for info in reversed(versions)
    ]
    columns = {name: layout.Col(say(f"admin.import.versions_{name}"), _VERSION_KINDS.get(name, "text")) for name in rows[0]}
    layout.show_table(pl.DataFrame(rows), key="versjoner", columns=columns, caption=say("admin.import.versions_caption"))
    earlier = {info.number: info.data_version for info in reversed(versions) if not info.is_current}
    if earlier:
        with st.expander(tell("admin.import.rollback_title", lang)):
            _show_rollback(earlier, lang)


def _show_rollback(earlier: dict[int, str], lang: str) -> None:
    layout.show_text(say("admin.import.rollback_text"))
    to = st.selectbox(tell("admin.import.rollback_to", lang), list(earlier), key="rollback_to", format_func=lambda n: earlier[n])
    left, right = st.columns(2)
    by = left.text_input(tell("admin.import.by", lang), key="rollback_by", max_chars=100)
    reason = right.text_input(tell("admin.import.reason", lang), key="rollback_reason", max_chars=300)
    sure = st.checkbox(tell("admin.import.rollback_sure", lang), key="rollback_sure")
    ready = bool(sure and (by or "").strip() and (reason or "").strip())
    if st.button(tell("admin.import.rollback_do", lang), key="rollback_do", disabled=not ready):
        try:
            info = Store(fou_home()).rollback(to, Change(by.strip(), reason.strip()))
        except UserError as error:
            layout.show_notice(Text(error.nb, error.en), "warning")
            return
        st.session_state[_DONE_KEY] = say("admin.import.rollback_done", version=earlier[to], now=info.data_version)
        st.rerun()
