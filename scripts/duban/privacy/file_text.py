"""Bytes of a file as text to be searched, whatever they are written in: text files, office documents, archives.

Of an office document all parts are read: hidden sheets, comments, headers, deleted text that is still recorded,
names of authors, targets of links, and what is embedded. Not what is drawn: pictures, scans, the letters of a PDF.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PACKED, _GZIP = b"PK\x03\x04", b"\x1f\x8b\x08"
_UNPACKED = 64 << 20  # bytes of one archive with all it holds; a small one can unpack to any size
_DEEPEST = 3  # archives inside archives
_RUN = re.compile(rb"[\x20-\x7e]{6,}")
_RUN_16 = re.compile("[\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]{6,}")
_DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".ttf", ".odttf", ".mp4", ".bmp", ".tif", ".tiff")
# Where the text of one paragraph, cell or string of an office document ends; other marks may split a number.
_CELL = re.compile(r"(?:</(?:\w+:)?p>\s*)?</(?:\w+:)?(?:tc|td|th|table-cell)>")
_ENDS = re.compile(
    r"</(?:\w+:)?(?:p|c|si|row|tr|table-row|li|div|h|comment|text)>|<(?:\w+:)?(?:br|tab|cr|line-break)\b[^>]*>"
)
_HYPHEN = re.compile(r"<w:noBreakHyphen\s*/>")
# Who wrote a document or a remark in it: the name stands without a word for it, or in a mark.
_AUTHOR = re.compile(r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|author)(?:\s[^>]*)?>")
_AUTHOR_MARK = re.compile(r"<[^<>]*\b(?:\w+:)?author=\"([^\"<>]*)\"[^<>]*>")
_MARKS = re.compile(r"<[^>]*>")


def text_of(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 or GB18030, the text of an office document, what can be read of others.

    Only of a file that is a text itself the lines are those of the file.
    """
    return FileReader(_UNPACKED).text(data)


class FileReader:
    """Reads files with all that is packed in them; `left` is how many bytes it may still unpack."""

    def __init__(self, left: int) -> None:
        self.left = left

    def text(self, data: bytes, depth: int = 0) -> str:
        """Return the text of a file that is packed `depth` times."""
        if data.startswith(_UTF_16):
            return data.decode("utf-16", "replace")
        if data.startswith(_PACKED) and depth <= _DEEPEST:
            return "\n".join(self._members(data, depth))
        if data.startswith(_GZIP) and depth <= _DEEPEST:
            return self.text(self._inflated(data), depth + 1)
        if b"\0" in data:
            return _legible(data)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("gb18030", "replace")

    def _members(self, data: bytes, depth: int) -> Iterator[str]:
        """Yield the texts of an archive and the names of its files (.docx, .xlsx and .odt are archives)."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.infolist():
                    yield member.filename
                    if self.left <= 0 or member.filename.lower().endswith(_DRAWN):
                        continue
                    with archive.open(member) as stream:
                        content = stream.read(self.left)
                    self.left -= len(content)
                    text = self.text(content, depth + 1)
                    yield text if member.filename.endswith(".rels") else _without_marks(text)
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
            EOFError,
            zlib.error,
        ):
            yield b"\n".join(_RUN.findall(data)).decode("ascii")  # damaged, or with a password

    def _inflated(self, data: bytes) -> bytes:
        """Return what gzip packed, as far as it can be read."""
        try:
            content = zlib.decompressobj(wbits=31).decompress(data, max(self.left, 1))
        except zlib.error:
            return b""
        self.left -= len(content)
        return content


def _legible(data: bytes) -> str:
    """Return what can be read of bytes that are no text: a text with zeros in it, or an old office document."""
    try:
        return data.replace(b"\0", b"").decode("utf-8")
    except UnicodeDecodeError:
        pass
    plain = b"\n".join(_RUN.findall(data.replace(b"\0", b""))).decode("ascii")
    wide = (data[start:].decode("utf-16-le", "replace") for start in (0, 1))
    return "\n".join([plain, *(found for text in wide for found in _RUN_16.findall(text))])


def _without_marks(text: str) -> str:
    """Return the text of a part of a document: one paragraph or row of a table a line, authors with a word for what they are."""
    if "<" not in text:
        return text
    text = _AUTHOR_MARK.sub("\n姓名：\\1\n", _AUTHOR.sub("\n姓名：", text))
    return _MARKS.sub("", _ENDS.sub("\n", _CELL.sub("\t", _HYPHEN.sub("-", text))))
