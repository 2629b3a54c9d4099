"""A folder of pages: written only where bytes changed, and without what no longer belongs there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from duban.files import write_changed
from duban.site.page_text import link

ROWS = 100
"""Rows on one page of a list: short enough for a phone, and small pages build quickly."""

Row = TypeVar("Row")


def write(folder: Path, pages: Iterable[tuple[str, str]]) -> int:
    """Make `folder` hold exactly these (path, content); return how many files were written."""
    stale = {
        os.path.join(parent, name).removeprefix(f"{folder}/")
        for parent, _, names in os.walk(folder)
        for name in names
    }
    written = 0
    for path, content in pages:
        stale.discard(path)
        written += write_changed(folder / path, content.encode(), durable=False)
    for path in sorted(stale):
        (folder / path).unlink()
    for parent, _, _ in os.walk(folder, topdown=False):
        if parent != str(folder) and not os.listdir(parent):
            os.rmdir(parent)
    return written


def paged(path: str, rows: Sequence[Row], size: int = ROWS) -> Iterator[tuple[str, Sequence[Row], str]]:
    """Yield (path, rows, HTML of the pager) for each page of a list: months/2026-03.md, …-03-2.md."""
    stem = path.removesuffix(".md")
    count = max(1, -(-len(rows) // size))
    names = [path] + [f"{stem}-{number}.md" for number in range(2, count + 1)]
    for index, name in enumerate(names):
        yield name, rows[index * size : (index + 1) * size], _pager(names, index)


def _pager(names: Sequence[str], index: int) -> str:
    if len(names) == 1:
        return ""
    here = names[index]
    steps = (
        link(here, names[index - 1], "上一页") if index else "",
        f"<span>第 {index + 1} 页，共 {len(names)} 页</span>",
        link(here, names[index + 1], "下一页") if index + 1 < len(names) else "",
    )
    return f'<p class="pager">{" ".join(filter(None, steps))}</p>'
