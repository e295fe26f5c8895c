"""The report: one self-contained HTML page, written from a results folder alone."""

from __future__ import annotations

from whowhom.report.page import report
from whowhom.report.section import Chapter, LeftOut, Row, Section, Table

__all__ = ["Chapter", "LeftOut", "Row", "Section", "Table", "report"]
