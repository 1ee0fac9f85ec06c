"""The form in which every result leaves the command line, and in which tests compare numbers."""

from __future__ import annotations

from typing import Any

from analytics.result import Result, plain


def envelope(report: str, result: Result) -> dict[str, Any]:
    """A result as JSON: its name, basis, sentence and numbers."""
    basis = result.basis
    return {
        "report": report,
        "as_of": basis.as_of.isoformat(),
        "data_version": basis.data_version,
        "contains_example_data": basis.contains_example_data,
        "sources": [source.as_dict() for source in basis.sources],
        "caveats": [caveat.as_dict() for caveat in basis.caveats],
        "sentence": result.sentence.as_dict(),
        "result": plain(result.as_json()),
    }
