"""A list as an Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from duban.cli.terminal import inert_cell


def workbook(name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], now: datetime) -> bytes:
    """Return an .xlsx with one sheet: a frozen, filtered heading and text cells no program executes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": name, "created": now})
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write(number, column, inert_cell(cell), wrap)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
        for column, head in enumerate(heads):
            widest = max((_width(str(row[column])) for row in rows), default=0)
            sheet.set_column(column, column, min(48, max(_width(head), widest) + 2))
    return out.getvalue()


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
