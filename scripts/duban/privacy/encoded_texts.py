"""Texts that stand in another text in Base64: parts of an e-mail, files in a web page, documents in a document."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from duban.privacy.file_text import FileReader

_SIGN = "[A-Za-z0-9+/]"
# Lines of an e-mail are of one length and at least 40 long; the last is what remains.
_BLOCK = re.compile(rf"{_SIGN}{{16,}}+(?:(?<={_SIGN}{{40}})[ \t]*\r?\n[ \t>]*{_SIGN}{{1,200}}+)*+={{0,2}}")
_LAST_LINE = re.compile(r"\r?\n[^\n]*\Z")
_NO_SIGN = re.compile("[^A-Za-z0-9+/]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xfe", b"\xfe\xff")
_CHINESE = re.compile(r"charset\s*=\s*[\"']?gb", re.IGNORECASE)


def encoded_in(text: str, reader: FileReader) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, decoded text) of every block in Base64 that is a text or a document, and no key or picture."""
    encodings: tuple[str, ...] = ()
    for match in _BLOCK.finditer(text):
        encodings = encodings or (("utf-8", "gb18030") if _CHINESE.search(text) else ("utf-8",))
        for block in dict.fromkeys((match[0], _LAST_LINE.sub("", match[0]))):
            decoded = _decoded(block, encodings, reader)
            if decoded is not None:
                yield match.start(), match.end(), decoded
                break


def _decoded(block: str, encodings: tuple[str, ...], reader: FileReader) -> str | None:
    signs = _NO_SIGN.sub("", block)
    try:
        data = base64.b64decode(signs[: len(signs) - (len(signs) % 4 == 1)] + "=" * (-len(signs) % 4 % 3))
    except binascii.Error:
        return None
    if data.startswith(_ARCHIVES):
        return reader.text(data)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text
    return None
