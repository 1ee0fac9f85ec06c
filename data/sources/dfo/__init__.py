"""Files of the state budget and accounts: DFØ's downloads and the Ministry of Finance's workbooks. Found by headings."""

from __future__ import annotations

from data.sources.dfo.model import DetailFigure, DfoReading, StageFigure
from data.sources.dfo.reading import read_path

__all__ = ["DetailFigure", "DfoReading", "StageFigure", "read_path"]
