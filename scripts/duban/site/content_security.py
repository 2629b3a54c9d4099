"""The Content-Security-Policy of a page: nothing from elsewhere, no script but the page's own."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"?application/json)[^>]*>(.*?)</script>", re.DOTALL
)
_HEAD = '<meta charset="utf-8">'


@lru_cache(maxsize=256)
def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(html: str) -> str:
    """Return the policy for a page: its inline scripts are allowed by their hash, and only they."""
    hashes = "".join(f" {one}" for one in sorted({_hash(script) for script in _INLINE.findall(html)}))
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'"
    )


def with_policy(html: str) -> str:
    """Return a page with its policy as the first thing after the character set."""
    before, mark, after = html.partition(_HEAD)
    if not mark:
        return html
    return f'{before}{mark}<meta http-equiv="Content-Security-Policy" content="{policy(html)}">{after}'
