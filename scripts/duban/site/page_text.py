"""The parts pages are made of: text of people, inert; links, tables and lists; the page as front matter and blocks.

Whatever a person wrote is shown as it is, and is never Markdown and never HTML. Escaped text stands inside one
line of raw HTML, which Python-Markdown leaves alone; and since every character that means something to Markdown,
Jinja, snippets or attribute lists is written as a character reference, it would stay text even where Markdown
does look at it (headings, table cells, front matter).
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, count
from typing import TypeVar
from urllib.parse import quote

from duban.alike_names import shared_form
from duban.unseen_characters import seen_only

Pages = Iterator[tuple[str, str]]
"""Pages as they are made: path in docs/, Markdown."""

ROWS = 100
"""Rows on one page of a list: short enough for a phone, and small pages build quickly."""

Row = TypeVar("Row")

_INERT = {ord(character): f"&#{ord(character)};" for character in "&<>\"'`*_{}[]()#+!|~^=$:@\\%"}
_LONGEST = 180  # bytes of a slug: with endings and a temporary name's signs it stays below 255
_LINES = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


class Html(str):
    """Text that can stand on a page as it is: it was escaped, or is made of parts that were."""

    __slots__ = ()


def visible(text: str) -> str:
    """Return a text with one kind of line end and without bidi marks, invisible and control characters."""
    return seen_only(_LINES.sub("\n", text))


def plain(text: str) -> Html:
    """Return a text on one line, inert in Markdown, HTML, an attribute and YAML in double quotes."""
    return Html(" ".join(visible(text).split()).translate(_INERT))


def _html(text: str) -> Html:
    return text if isinstance(text, Html) else plain(text)


def front(**values: object) -> str:
    """Return front matter: strings, lists and booleans as JSON, one line each, which YAML reads alike."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(("---", *lines, "---", ""))


def page(heading: str, *blocks: str, title: str = "", contents: bool = False, **values: object) -> str:
    """Return a page: front matter, heading, then its blocks (HTML or Markdown) with a blank line between.

    The heading is escaped unless it is HTML; `title`, for the browser's tab, is the same unless given. Pages show
    no navigation at the side, and a table of contents only where `contents` says so. `values` is further front
    matter.
    """
    shown = _html(heading)
    hide = ["navigation"] if contents else ["navigation", "toc"]
    head = front(title=_html(title) if title else shown, **values, hide=hide)
    return head + "\n" + "\n\n".join((f"# {shown}", *blocks)) + "\n"


def facts(rows: Iterable[tuple[str, str]], style: str = "facts") -> Html:
    """Return a list of (name, HTML) as a definition list; rows without a value are left out."""
    made = [f"<div><dt>{plain(name)}</dt><dd>{value}</dd></div>" for name, value in rows if value]
    return Html("\n".join((f'<dl class="{style}">', *made, "</dl>")))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], style: str = "") -> Html:
    """Return a table of HTML cells; each cell carries its head, so that a phone can show rows as cards."""
    heads = [plain(head) for head in heads]
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    cells = (
        "".join(f'<td data-label="{head}">{cell}</td>' for head, cell in zip(heads, row, strict=True))
        for row in rows
    )
    body = (f"<tr>{row}</tr>" for row in cells)
    styles = f"work {style}".rstrip()
    opened = f'<table class="{styles}">\n<thead><tr>{top}</tr></thead>\n<tbody>'
    return Html("\n".join((opened, *body, "</tbody>", "</table>")))


def quiet(text: str) -> Html:
    """Return a paragraph of lesser weight: what is not there, a remark; escaped unless it is HTML."""
    return Html(f'<p class="quiet">{_html(text)}</p>')


def mark(style: str, text: str) -> Html:
    """Return a text in a span of a class of the style sheet; escaped unless it is HTML."""
    return Html(f'<span class="{style}">{_html(text)}</span>')


def folded(summary: str, body: str, style: str = "") -> Html:
    """Return a part of a page that a click unfolds; the summary is escaped unless it is HTML, the body is HTML."""
    named = f' class="{style}"' if style else ""
    return Html(f"<details{named}>\n<summary>{_html(summary)}</summary>\n{body}\n</details>")


def href(here: str, target: str) -> str:
    """Return the relative link from one page's source path to another's (`a/b.md` becomes `a/b.html`)."""
    path = posixpath.relpath(target, posixpath.dirname(here) or ".")
    stem, dot, tail = path.partition(".md")
    return quote(f"{stem}.html{tail}" if dot else path, safe="/#")


def link(here: str, target: str, shown: str) -> Html:
    """Return an HTML link to another page; what it shows is escaped unless it is HTML."""
    return Html(f'<a href="{href(here, target)}">{_html(shown)}</a>')


def anchor_link(id: str, shown: str, style: str = "") -> Html:
    """Return an HTML link to a place on the same page; what it shows is escaped unless it is HTML."""
    named = f' class="{style}"' if style else ""
    return Html(f'<a{named} href="#{id}">{_html(shown)}</a>')


def jump_list(heads: Iterable[tuple[str, str]]) -> Html:
    """Return links to the headings of a page, each given as (id, title)."""
    rows = "".join(f"<li>{anchor_link(id, title)}</li>" for id, title in heads)
    return Html(f'<ul class="jumps">{rows}</ul>')


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


def slug(name: str) -> str:
    """Return a name fit for a file and an address: letters, digits and Chinese characters, the rest a hyphen, no
    longer than a system lets a file's name be."""
    written = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFKC", visible(name))).encode()[:_LONGEST]
    return written.decode(errors="ignore").strip("-") or "-"


def slugs(names: Iterable[str]) -> Mapping[str, str]:
    """Return a slug for each name, no two alike, not even but for capitals; the names are taken in sorted order."""
    taken: dict[str, str] = {}
    used = {"index"}
    for name in sorted(set(names)):
        first = slug(name)
        candidates = chain((first,), (f"{first}-{number}" for number in count(2)))
        taken[name] = next(candidate for candidate in candidates if shared_form(candidate) not in used)
        used.add(shared_form(taken[name]))
    return taken


def day_words(moment: date | datetime | None) -> str:
    """Return a day as 2026年3月4日; empty for None."""
    return f"{moment.year}年{moment.month}月{moment.day}日" if moment else ""
