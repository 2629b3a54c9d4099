"""How commands speak: colour and tables where there is a terminal, plain lines in a pipe."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console

LIGHTS = {"red": "red", "yellow": "yellow", "green": "green", "none": "dim"}


class Screen(Console):
    """A console that leaves a reader's early end to the command, which ends with status 0."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(stderr: bool = False) -> Console:
    """Return a console that measures Chinese characters as two columns; no colour in a pipe."""
    screen = Screen(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not screen.is_terminal:
        screen.width = 100_000  # a pipe has no width: one line stays one line
    return screen


def print_json(value: Any) -> None:
    """Print a value as JSON, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def csv_text(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as CSV with a BOM, so that spreadsheet programs read it as UTF-8.

    A cell that a spreadsheet would take for a formula is prefixed with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([[inert_cell(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()


def inert_cell(cell: Any) -> Any:
    """Return a cell no spreadsheet will execute."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


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
        widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
        for row in (heads, *rows):
            cells = (set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
            lines.append("  ".join(cells).rstrip())
        click.echo("\n".join(lines))
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
        click.echo(f"duban：另有 {files} 个文件有错误，没有算进来；运行 duban check 看是哪些", err=True)


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a callable for (done, total) that draws a bar on a terminal's stderr; None in a pipe."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
