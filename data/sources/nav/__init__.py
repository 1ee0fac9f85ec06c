"""NAV's published workbooks: the tables SYFRA and SYKP, and new sick listings per week. Found by text, never by address."""

from __future__ import annotations

from data.sources.nav.files import read_file, read_files, read_folder, recognise
from data.sources.nav.workbook import NavReading, NavTable, read_workbook

__all__ = ["NavReading", "NavTable", "read_file", "read_files", "read_folder", "read_workbook", "recognise"]
