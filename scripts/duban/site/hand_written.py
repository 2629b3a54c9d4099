"""Pages that people wrote as Markdown: which there are, and their HTML without anything that could do harm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import nh3
import yaml

from duban.findings.finding import Unusable
from duban.site.content_security import PageUnsafe
from duban.site.page_text import front, plain
from duban.site.searched_kinds import with_searched_kinds

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_KEY = re.compile(r"[A-Za-z][\w-]*")
_ARTICLE = re.compile(r"<article\b[^>]*>", re.IGNORECASE)


def hand_written(folder: Path) -> Mapping[str, str]:
    """Return the hand-written pages in a folder of the office: path -> Markdown; symlinks are left out.

    Their front matter is made inert, and the list of what is searched for put in. Raises Unusable where a page is not UTF-8.
    """
    pages = {}
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and not path.is_symlink():
            try:
                markdown = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                raise Unusable(f"{path} 不是 UTF-8 编码，请另存为 UTF-8") from None
            pages[path.relative_to(folder).as_posix()] = with_searched_kinds(with_inert_front(markdown))
    return pages


def with_inert_front(markdown: str) -> str:
    """Return a page with its front matter escaped: templates put it into the head of a page as it is."""
    found = _FRONT.match(markdown)
    try:
        values = yaml.safe_load(found[1]) if found else None
    except yaml.YAMLError:
        values = None
    if found is None or not isinstance(values, dict):
        return f"\n{markdown}"  # MkDocs takes lines such as `title: …` for front matter unless a blank one comes first
    named = {
        key: _inert(value) for key, value in values.items() if isinstance(key, str) and _KEY.fullmatch(key)
    }
    return f"{front(**named)}{markdown[found.end() :]}"


def _inert(value: object) -> object:
    match value:
        case bool() | int() | float() | None:
            return value
        case list():
            return [_inert(item) for item in value]
        case dict():
            return {str(plain(str(key))): _inert(item) for key, item in value.items()}
    return plain(str(value))


def sanitised(html: str) -> str:
    """Return HTML without scripts, event handlers, foreign schemes and styles."""
    return nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | {"section"},
        attributes={
            "*": {"class", "id", "title", "lang"},
            "a": {"href"},
            "img": {"src", "alt", "width", "height"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan", "scope"},
            "ol": {"start"},
        },
        url_schemes={"mailto", "tel"},
        link_rel=None,
    )


def sanitised_page(html: str) -> str:
    """Return a built page with its content sanitised: all from its first `<article>` to its last `</article>`.

    The theme's own article element surrounds the content, so that no `</article>` in the content ends it early.
    Raises PageUnsafe where the page has none.
    """
    begin, end = _ARTICLE.search(html), html.lower().rfind("</article")
    if begin is None or end < begin.end():
        raise PageUnsafe("没有 <article>，找不到手写的内容来清理")
    return html[: begin.end()] + sanitised(html[begin.end() : end]) + html[end:]
