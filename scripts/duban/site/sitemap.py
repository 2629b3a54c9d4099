"""The sitemap of a site: the address of every page, with the day its text last changed."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

_UPDATED = re.compile(r'^update_date: "?(\d{4}-\d\d-\d\d)', re.MULTILINE)
_FRONT = 2000
"""Characters of a page in which its front matter is looked for."""


def updated(markdown: str, otherwise: str) -> str:
    """Return the day (ISO) that the front matter of a page names as its last change, or else `otherwise`."""
    found = _UPDATED.search(markdown[:_FRONT])
    return found[1] if found else otherwise


def sitemap(address: str, pages: Iterable[tuple[str, str]]) -> bytes:
    """Return a sitemap (sitemaps.org 0.9) of (path of the HTML file, day); empty for a site without address."""
    rows = [
        f"    <url>\n         <loc>{escape(address + quote(path))}</loc>\n"
        f"         <lastmod>{day}</lastmod>\n    </url>\n"
        for path, day in (sorted(pages, key=_order) if address else ())
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(rows)}</urlset>'
    ).encode()


def _order(page: tuple[str, str]) -> tuple[tuple[int, int, str], ...]:
    """Sort key: the index of a folder, its other pages, then its subfolders."""
    *folders, name = page[0].split("/")
    return (*((1, 0, folder) for folder in folders), (0, name != "index.html", name))


def compressed(content: bytes, days: Iterable[str]) -> bytes:
    """Return the sitemap compressed, dated by its newest page: the same pages give the same bytes."""
    newest = datetime.fromisoformat(max(days)).replace(tzinfo=UTC)
    stream = io.BytesIO()
    with gzip.GzipFile("sitemap.xml.gz", "wb", fileobj=stream, mtime=int(newest.timestamp())) as packed:
        packed.write(content)
    return stream.getvalue()
