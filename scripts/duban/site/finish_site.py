"""What has to hold on every page of a built site, whatever generator made it: a pass before it is shown.

Every page gets its Content-Security-Policy, what people wrote by hand is sanitised, the sitemap names every page
with its own date. A second pass changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from duban.files import write_changed
from duban.findings.finding import Unusable
from duban.site.content_security import PageUnsafe, with_policy
from duban.site.generator_config import SiteIdentity
from duban.site.hand_written import sanitised_page
from duban.site.sitemap import compressed, sitemap, updated


def finish_site(site: Path, identity: SiteIdentity, pages: Mapping[str, str], by_hand: Iterable[str]) -> None:
    """Finish a built site in its folder; `pages` maps a path in docs/ to its Markdown, `by_hand` are some of them.

    Raises Unusable where a page is missing, cannot be made safe, or lacks a notice it has to show.
    """
    built = {path: _built(site, path) for path in pages}
    people = {built[path] for path in by_hand}
    for path in html_files(site):
        name = path.relative_to(site).as_posix()
        html = _finished(name, path.read_bytes(), name in people, identity.notices)
        write_changed(path, html.encode(), durable=False)
    days = [(built[path], updated(text, identity.as_of)) for path, text in pages.items()]
    listed = sitemap(identity.url, days)
    write_changed(site / "sitemap.xml", listed)
    write_changed(site / "sitemap.xml.gz", compressed(listed, [day for _, day in days] or [identity.as_of]))


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


def html_files(site: Path) -> Iterator[Path]:
    """Yield every file of a site that a browser takes for a page."""
    return (path for path in sorted(site.rglob("*")) if path.suffix.lower() in (".html", ".htm", ".xhtml"))


def _built(site: Path, page: str) -> str:
    """Return the HTML file of a page (a/b.md: a/b.html, or a/b/index.html where addresses are folders)."""
    stem = page.removesuffix(".md")
    for name in (f"{stem}.html", f"{stem}/index.html"):
        if (site / name).is_file():
            return name
    raise Unusable(f"页面 {page} 没有生成网页；网站没有换成新的")
