"""How commands speak: colour and tables where there is a terminal, plain lines in a pipe.

This is the one door out: nothing else in the program writes to standard output or standard error, and a test holds
that. What a file says is harmless behind it: unseen characters are spelled out (`unseen_characters`), a value with
a line end stays in its line, and no line becomes a command to the forge that runs the program. Colours are put on
afterwards.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from duban.unseen_characters import SPELLING_ERRORS, json_escape, json_escaped, one_line, spelled, spelled_out

LIGHTS = {"red": "red", "yellow": "yellow", "green": "green", "none": "dim"}


_FORGE_COMMAND = re.compile(r"^(\s*)(:)(?=:)|(#)(?=#\w*\[)", re.MULTILINE)
"""What a runner obeys in a line of output: `::error …` at its beginning, `##[error]…` and `##vso[…` anywhere."""


def open_streams() -> None:
    """Let nothing the streams lack end a command or get lost, and no fault nobody expected print what a file says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=SPELLING_ERRORS)
    sys.excepthook = _say_fault


def say(*lines: str, err: bool = False) -> None:
    """Print each of these as one line, on standard error where `err`; a line end inside is spelled out."""
    _write("".join(f"{harmless_line(line)}\n" for line in lines or ("",)), err)


def say_text(text: str, err: bool = False) -> None:
    """Print a text of several lines."""
    _write(f"{harmless(text)}\n", err)


def say_bytes(data: bytes) -> None:
    """Write the bytes of a file, a workbook say, to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def print_json(value: Any) -> None:
    """Print a value as JSON, Chinese as it is; characters that act are JSON escapes, so that the value is the same."""
    _print_json(value, 2)


def print_json_line(value: Any) -> None:
    """Print a value as JSON on one line."""
    _print_json(value)


def _print_json(value: Any, indent: int | None = None) -> None:
    """Print JSON; in another encoding than UTF-8 in ASCII alone, which whoever reads it understands."""
    is_ascii = codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    text = json_escaped(json.dumps(value, ensure_ascii=is_ascii, indent=indent))
    _write(f"{_FORGE_COMMAND.sub(_json_escape, text) if '##' in text else text}\n")


def print_forge_command(name: str, properties: Mapping[str, object], text: str) -> None:
    """Print a workflow command of GitHub: ::name key=value,key=value::text."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    _write(f"::{name} {given}::{_data(text)}\n")


def harmless(text: str) -> str:
    """Return a text, of one line or several, that neither a terminal nor a forge obeys."""
    clean = spelled_out(text)
    return _FORGE_COMMAND.sub(_spelled_command, clean) if "::" in clean or "##" in clean else clean


def harmless_line(text: str) -> str:
    """Return a text that stays in its line, and that neither a terminal nor a forge obeys."""
    return harmless(one_line(text))


def _write(text: str, err: bool = False) -> None:
    stream = sys.stderr if err else sys.stdout
    stream.write(text)
    stream.flush()


def _say_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    say_text("".join(traceback.format_exception(kind, error, trace)).rstrip("\n"), err=True)


def _spelled_command(found: re.Match[str]) -> str:
    return f"{found[1] or ''}{spelled(found[2] or found[3])}"


def _json_escape(found: re.Match[str]) -> str:
    return f"{found[1] or ''}{json_escape(found[2] or found[3])}"


def _data(text: str) -> str:
    whole = spelled_out(text.replace("\r\n", "\n"))
    return whole.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class Screen(Console):
    """A console for what people read. Whatever is printed becomes harmless before it is styled; a reader's early end
    is left to the command, which ends with status 0."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError

    def render_str(self, text: str, **given: Any) -> Text:
        """Return a text to be styled, a cell of a table say; it may have several lines."""
        return super().render_str(harmless(text), **given)

    def print(self, *lines: Any, **given: Any) -> None:
        """Print; a text stays in its line."""
        super().print(*(one_line(line) if isinstance(line, str) else line for line in lines), **given)


def console(err: bool = False) -> Screen:
    """Return a console that measures Chinese characters as two columns; no colour in a pipe."""
    stream = sys.stderr if err else sys.stdout
    is_terminal = stream is not None and stream.isatty()
    plain = (
        not is_terminal or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in ("dumb", "unknown")
    )
    screen = Screen(
        stderr=err,
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=is_terminal,
        color_system=None if plain else "auto",
    )
    if not is_terminal:
        screen.width = 100_000  # a pipe has no width: one line stays one line
    return screen


_FORMULAS = tuple("=+-@＝＋－＠")


def csv_bytes(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows as CSV in UTF-8 with a BOM, by which spreadsheet programs know it, whatever the console's encoding.

    A cell that a spreadsheet would take for a formula is prefixed with an apostrophe; so is one whose formula begins
    behind blanks, or with a full-width sign, which a Chinese Excel takes for the same.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([[_inert_cell(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _inert_cell(cell: Any) -> Any:
    """Return a cell of a CSV file that no spreadsheet will execute."""
    if not isinstance(cell, str):
        return cell
    text = spelled_out(cell)
    return f"'{text}" if text.startswith(("\t", "\n")) or text.lstrip().startswith(_FORMULAS) else text


def print_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    styles: Sequence[str] = (),
    whole: Sequence[int] = (),
) -> None:
    """Print a table that fits the terminal; in a pipe, columns are as wide as they need to be.

    The columns in `whole` are never broken.
    """
    screen = console()
    if not screen.is_terminal:
        lines = []
        texts = [[harmless_line(cell) for cell in cells] for cells in (heads, *rows)]
        widths = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
        for line in texts:
            fitted = (set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True))
            lines.append("  ".join(fitted).rstrip())
        say(*lines)
        return
    from rich.table import Table  # with the bar below a twentieth of a short command; no pipe needs either

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for index, head in enumerate(heads):
        drawn.add_column(head, overflow="fold", no_wrap=index in whole)
    for index, row in enumerate(rows):
        drawn.add_row(*row, style=styles[index] if styles else "")
    screen.print(drawn)


def day_text(moment: date | datetime | None) -> str:
    """Return a day, or a moment with its minute, as text; empty for None."""
    if moment is None:
        return ""
    return f"{moment:%Y-%m-%dT%H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def warn_left_out(files: int) -> None:
    """Say on stderr how many files have errors and count for nothing in what is printed."""
    if files:
        say(f"duban：另有 {files} 个文件有错误，没有算进来；运行 duban check 看是哪些", err=True)


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a callable for (done, total) that draws a bar on a terminal's stderr; None in a pipe."""
    screen = console(err=True)
    if not screen.is_terminal or screen.is_dumb_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
