"""Pages that people wrote as Markdown: which there are, and their HTML without anything that could do harm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import nh3

from duban.site.content_security import PageUnsafe

_TAGS = nh3.ALLOWED_TAGS | {"section"}
_EVERYWHERE = {"class", "id", "title", "lang"}
_ARTICLE = re.compile(r"<article\b[^>]*>", re.IGNORECASE)


def hand_written(folder: Path) -> Mapping[str, bytes]:
    """Return the hand-written pages in a folder of the office: path -> content; symlinks are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.md"))
        if path.is_file() and not path.is_symlink()
    }


def sanitised(html: str) -> str:
    """Return HTML without scripts, event handlers, foreign schemes and styles."""
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={
            "*": _EVERYWHERE,
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
