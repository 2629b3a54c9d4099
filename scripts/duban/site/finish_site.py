"""What has to hold on every page of a built site, whatever generator made it: a pass before it is shown.

Every page gets its Content-Security-Policy, what people wrote by hand is sanitised, the sitemap names every page
with its own date. A second pass changes nothing.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from duban.files import write_changed
from duban.findings.finding import Unusable
from duban.site.content_security import PageUnsafe, with_policy
from duban.site.generator_config import SiteIdentity
from duban.site.hand_written import sanitised_page

_UPDATED = re.compile(r'^update_date: "?(\d{4}-\d\d-\d\d)', re.MULTILINE)
_FRONT = 2000
"""Characters of a page in which its front matter is looked for."""


def finish_site(site: Path, identity: SiteIdentity, pages: Mapping[str, str], by_hand: Iterable[str]) -> None:
    """Finish a built site in its folder; `pages` maps a path in docs/ to its Markdown, `by_hand` are some of them.

    Raises Unusable where a page is missing, cannot be made safe, or lacks a notice it has to show.
    """
    built = {path: _built(site, path) for path in pages}
    people = {built[path] for path in by_hand}
    for path in sorted(site.rglob("*")):
        if path.suffix.lower() in (".html", ".htm", ".xhtml"):  # what a browser takes for a page
            name = path.relative_to(site).as_posix()
            html = _finished(name, path.read_bytes(), name in people, identity.notices)
            write_changed(path, html.encode(), durable=False)
    days = []
    for source, markdown in pages.items():
        changed = _UPDATED.search(markdown, 0, _FRONT)
        days.append((built[source], changed[1] if changed else identity.as_of))
    listed = _sitemap(identity.url, days)
    write_changed(site / "sitemap.xml", listed, durable=False)
    newest = max((day for _, day in days), default=identity.as_of)
    write_changed(site / "sitemap.xml.gz", _compressed(listed, newest), durable=False)


def _finished(name: str, content: bytes, by_hand: bool, notices: Iterable[str]) -> str:
    """Return a built page with its policy, and its content sanitised where people wrote it."""
    try:
        html = content.decode()
        safe = with_policy(sanitised_page(html) if by_hand else html)
    except UnicodeDecodeError:
        raise Unusable(f"生成的网页 {name} 不是 UTF-8 编码；网站没有换成新的") from None
    except PageUnsafe as error:
        raise Unusable(f"生成的网页 {name} {error}；网站没有换成新的") from None
    for notice in notices:
        if notice not in safe:
            raise Unusable(f"生成的网页 {name} 上没有“{notice}”；网站没有换成新的")
    return safe


def _built(site: Path, page: str) -> str:
    """Return the HTML file of a page (a/b.md: a/b.html, or a/b/index.html where addresses are folders)."""
    stem = page.removesuffix(".md")
    for name in (f"{stem}.html", f"{stem}/index.html"):
        if (site / name).is_file():
            return name
    raise Unusable(f"页面 {page} 没有生成网页；网站没有换成新的")


def _sitemap(address: str, pages: Iterable[tuple[str, str]]) -> bytes:
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


def _compressed(content: bytes, newest: str) -> bytes:
    """Return the sitemap compressed, dated by its newest page: the same pages give the same bytes."""
    moment, stream = datetime.fromisoformat(newest).replace(tzinfo=UTC), io.BytesIO()
    with gzip.GzipFile("sitemap.xml.gz", "wb", fileobj=stream, mtime=int(moment.timestamp())) as packed:
        packed.write(content)
    return stream.getvalue()
