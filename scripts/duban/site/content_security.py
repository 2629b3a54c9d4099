"""The Content-Security-Policy of a page: nothing from elsewhere, no script but the page's own."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"?application/json)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
_CHARSET = re.compile(r"<meta\s+charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
_OWN = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_TOO_EARLY = re.compile(r"<(?:script|style|link|body)\b", re.IGNORECASE)


class PageUnsafe(ValueError):
    """A built page that cannot be made safe; its text says in Chinese what the page lacks."""


@lru_cache(maxsize=256)
def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def with_policy(html: str) -> str:
    """Return a page with its policy right after the character set; the policy of an earlier pass is replaced.

    Inline scripts of the page are allowed by their hash, and only they. A policy binds only what comes after it
    (CSP Level 3, section 3.3). Raises PageUnsafe where the page has no head, no character set in it, or loads
    something before it.
    """
    head, _, _ = html.partition("</head>")
    charset = _CHARSET.search(head)
    if "<head" not in head.lower() or charset is None:
        raise PageUnsafe('没有 <head> 或者里面没有 <meta charset="utf-8">，加不上内容安全策略')
    if _TOO_EARLY.search(head, 0, charset.start()):
        raise PageUnsafe("在 <meta charset> 之前就有脚本、样式或者链接，内容安全策略管不到")
    before, after = html[: charset.end()], html[charset.end() :]
    if earlier := _OWN.match(after):
        after = after[earlier.end() :]
    hashes = "".join(f" {digest}" for digest in sorted({_hash(script) for script in _INLINE.findall(html)}))
    policy = (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'"
    )
    return f'{before}<meta http-equiv="Content-Security-Policy" content="{policy}">{after}'
