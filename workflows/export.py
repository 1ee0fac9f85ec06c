"""A report as a file: computed on the version in use, and written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from data.store import Store
from domain.errors import UserError
from reports.exports.catalogue import export_bytes, exports
from reports.run import run_report


def export_file(
    store: Store, name: str, target: Path, *, as_of: date, form: str | None = None, lang: str = "nb",
    choices: Mapping[str, str] | None = None,
) -> Path:  # fmt: skip
    """Write the file `name` as of a day; an existing file is replaced when the new one is complete.

    Args:
        form: of the file's forms; default what the end of `target` says.
        choices: of `domain.choices` that the report takes, such as `meeting`.

    Raises:
        UserError: there is no such file or form, or it cannot be written.
        StoreError: there is no store.
    """
    known = exports()
    if name not in known:
        raise UserError(
            f"Det finnes ingen fil som heter «{name}». Filer: {', '.join(known)}.",
            f"There is no file called «{name}». Files: {', '.join(known)}.",
        )
    spec = known[name]
    wanted = form or target.suffix.removeprefix(".").lower()
    if wanted not in spec.forms:
        allowed = ", ".join(spec.forms)
        raise UserError(
            f"«{name}» finnes ikke i formen «{wanted}». Velg {allowed} med --format, eller la filnavnet slutte på det.",
            f"«{name}» does not come as «{wanted}». Choose {allowed} with --format, or let the file name end so.",
        )
    content = export_bytes(name, run_report(store, spec.report, as_of=as_of, choices=choices), wanted, lang)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = target.with_name(f".{target.name}.{os.getpid()}")
        made.write_bytes(content)
        made.replace(target)
    except OSError as error:
        raise UserError(
            f"Kan ikke skrive {target}: {error}. Er filen åpen i et annet program?",
            f"Cannot write {target}: {error}. Is the file open in another program?",
            code="cannot_write",
        ) from error
    return target
