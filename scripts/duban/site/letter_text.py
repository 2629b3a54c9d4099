"""How a letter or reply is set: paragraphs, columns as they were written, signature and date at the right.

A writer's letter is paragraphs alone. No text is ever Markdown or HTML: rows of bars or of tabs in an office's reply
become a table here, cell by cell of inert text, and nothing else in it means anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from duban.site.page_text import Html, plain, visible

_NUMERAL = "[0-9〇零○一二三四五六七八九十]"
_DAY = re.compile(rf"{_NUMERAL}{{4}}[年./-]{_NUMERAL}{{1,3}}[月./-]{_NUMERAL}{{1,3}}日?")
_STOPS = "。！？；：，,.!?;:"
_LONGEST_SIGNER, _SIGNERS = 30, 3
_AFTER = 4  # lines that may follow a date: contacts, enclosures


def paragraphs(text: str) -> Html:
    """Return a text as HTML paragraphs, one for each line that is not blank, as Chinese letters are set."""
    lines = (plain(line) for line in visible(text).split("\n"))
    return Html("\n".join(f"<p>{line}</p>" for line in lines if line))


def laid_out(text: str) -> Html:
    """Return an office's text as HTML: a paragraph for each line that is not blank, a table of lines in columns."""
    return _set([line for line in visible(text).split("\n") if line.strip()])


def reply_laid_out(text: str, unit: str, day: str) -> Html:
    """Return a reply as HTML with its own signature and date where it ends with them, else with unit and day."""
    lines = [line for line in visible(text).split("\n") if line.strip()]
    begin, end = _signature(lines)
    signed = lines[begin:end] or [unit, day]
    signature = Html(f'<p class="signed">{"<br>".join(plain(line) for line in signed)}</p>')
    parts = [
        _set(lines[:begin] if begin < end else lines),
        signature,
        _set(lines[end:] if begin < end else []),
    ]
    return Html("\n".join(part for part in parts if part))


def _signature(lines: list[str]) -> tuple[int, int]:
    """Return where a reply's own signature begins and ends: a day alone on a line, and who signs above it."""
    for end in range(len(lines), max(len(lines) - 1 - _AFTER, 1), -1):
        if _DAY.fullmatch(_bare(lines[end - 1])):
            begin = end - 1
            while begin > 1 and end - begin <= _SIGNERS and _is_signer(lines[begin - 1]):
                begin -= 1
            return (begin, end) if begin < end - 1 else (0, 0)
    return 0, 0


def _bare(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).split())


def _is_signer(line: str) -> bool:
    name = _bare(line)
    return len(name) <= _LONGEST_SIGNER and not any(sign in line.strip() for sign in f"{_STOPS}|\t")


def _set(lines: Iterable[str]) -> Html:
    parts: list[str] = []
    for columns, group in groupby(lines, key=_columns):
        rows = list(group)
        if columns and len(rows) > 1:
            parts.append(_table(rows, columns))
        else:
            parts += (f"<p>{plain(row)}</p>" for row in rows)
    return Html("\n".join(parts))


def _columns(line: str) -> str:
    """Return by what a line is divided into columns: `|`, a tab, or nothing."""
    written = line.strip().replace("｜", "|")
    if written.count("|") > 1 and written[0] == written[-1] == "|":
        return "|"
    return "\t" if len([cell for cell in line.strip().split("\t") if cell.strip()]) > 1 else ""


def _table(rows: list[str], columns: str) -> str:
    is_headed = columns == "|" and len(rows) > 1 and _is_rule(rows[1])
    cells = [list(_cells(row, columns)) for row in rows if not (columns == "|" and _is_rule(row))]
    width = max(map(len, cells), default=0)
    lines = ['<table class="columns">']
    for number, row in enumerate(cells):
        tag = "th" if is_headed and number == 0 else "td"
        row += [Html("")] * (width - len(row))
        lines.append(f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>")
    return "\n".join([*lines, "</table>"])


def _is_rule(row: str) -> bool:
    """Whether a row is the line under the head of a table, `| --- | --- |`."""
    return "-" in row and set(row) <= set(" \t:|-")


def _cells(row: str, columns: str) -> Iterator[Html]:
    written = row.strip()
    if columns == "|":
        written = written.replace("｜", "|").strip("|")
        return (plain(cell) for cell in written.split("|"))
    return (plain(cell) for cell in re.split("\t+", written))
