"""Bytes as text to be searched, whatever they are written in; and text made fit to be shown."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Container, Iterator, Mapping
from typing import Any

from duban.findings.finding import Where
from duban.privacy import detect

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PACKED = b"PK\x03\x04"
_READ = (".xml", ".txt", ".csv", ".md", ".html", ".htm", ".json", ".yml", ".yaml")
_UNPACKED = 64 << 20  # bytes of one archive; a small one can unpack to any size
_RUN = re.compile(rb"[\x20-\x7e]{6,}")
# Where the text of one paragraph, cell or string of an office document ends; other marks may split a number.
_ENDS = re.compile(r"</(?:\w+:)?(?:p|c|si|row|tr|td|th|li|div|table-cell|h)>|<(?:\w+:)?(?:br|tab)\b[^>]*>")
_MARKS = re.compile(r"<[^>]*>")

SEALED = frozenset({"box", "digest"})
"""The keys of a sealed block: what stands there is no text."""


def text_of(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 or GB18030, the text of an office document, what can be read of others.

    Only of a file that is a text itself the lines are those of the file.
    """
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    if data.startswith(_PACKED):
        return _unpacked(data)
    if b"\0" in data:  # no text; without the zeros, what it holds in UTF-16 reads on
        return b"\n".join(_RUN.findall(data.replace(b"\0", b""))).decode("ascii")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _unpacked(data: bytes) -> str:
    """Return what the texts of an archive hold (.docx, .xlsx and .odt are archives), and the names of its files."""
    found: list[str] = []
    left = _UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                found.append(member.filename)
                if not member.filename.lower().endswith(_READ) or left <= 0:
                    continue
                with archive.open(member) as stream:
                    content = stream.read(left)
                left -= len(content)
                text = content.decode("utf-8", "replace")
                found.append(_MARKS.sub("", _ENDS.sub("\n", text)) if "<" in text else text)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        found.append(b"\n".join(_RUN.findall(data)).decode("ascii"))  # damaged, or with a password
    return "\n".join(found)


def masked(text: str, allowed: Container[str] = frozenset()) -> str:
    """Return a text, a path say, with stars for whatever must not appear in plaintext."""
    for hit in reversed(detect.hits(text, allowed)):
        text = f"{text[: hit.start]}***{text[hit.end :]}"
    return text


def texts_in(value: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Yield (path inside the value, text) of every text in a parsed value, sealed blocks left out."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in SEALED:
                yield from texts_in(part, (*where, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from texts_in(part, (*where, index))
