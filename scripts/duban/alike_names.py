"""When two names are one to Windows or macOS, and which names Windows cannot hold at all.

Git lists how it can go wrong under `core.ignoreCase`, `core.precomposeUnicode` and `core.protectNTFS`.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from duban.unseen_characters import one_line

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_SIGN = re.compile(r'[<>:"|?*\\]')


def shared_form(name: str) -> str:
    """Return the form that names have in common which Windows or macOS hold to be the same."""
    return normalize("NFC", normalize("NFC", name).casefold())


def likeness(name: str, other: str) -> str:
    """Return how two different names are alike (Chinese): in all but capitals, or in all that is seen."""
    same = normalize("NFC", name) == normalize("NFC", other)
    return "看上去一样，只是字的编码不同" if same else "只差大小写"


def why_unportable(name: str) -> str:
    """Return why Windows cannot hold a file or folder of this name, or nobody can read it (Chinese); empty where all can."""
    if name[-1:] in (".", " "):
        return f"以{'句点' if name[-1] == '.' else '空格'}结尾，Windows 上取不下来"
    if _DEVICE.fullmatch(name):
        return "在 Windows 上是设备的名字，取不下来"
    if sign := _SIGN.search(name):
        return f"里有“{sign[0]}”，Windows 上取不下来"
    return "里有看不见的字符，或者不是 UTF-8" if one_line(name) != name else ""
