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

from duban.privacy.damaged_archives import HEADER, salvaged, salvaged_at
from duban.privacy.office_documents import Workbook, without_marks

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GZIP = b"\x1f\x8b\x08"
_UNPACKED = 64 << 20  # bytes of one archive with all it holds; a small one can unpack to any size
_DEEPEST = 3  # archives inside archives
_RUN = re.compile(rb"[\x20-\x7e]{6,}")
_RUN_16 = re.compile("[\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]{6,}")
_DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".ttf", ".odttf", ".mp4", ".bmp", ".tif", ".tiff")
_SHARED, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
# PDF, RAR, 7z, bzip2, xz, PNG, JPEG, GIF: how they begin.
_CLOSED = (
    b"%PDF-",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf",
    b"BZh",
    b"\xfd7zXZ",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ABOVE_ASCII = bytes(range(0x80, 0x100))
_FAULTS = (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, zlib.error)


def text_of(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 or GB18030, the text of an office document, what can be read of others.

    Only of a file that is a text itself the lines are those of the file.
    """
    return FileReader(_UNPACKED).text(data)


def whole_text_of(data: bytes) -> tuple[str, bool]:
    """Return bytes as text, and whether that is all of it: not of a PDF, a picture, what has a password, what is packed
    otherwise than zip and gzip or unpacks without end."""
    reader = FileReader(_UNPACKED)
    text = reader.text(data)
    return text, not (reader.is_partial or data.startswith(_CLOSED) or _ENCRYPTED in data)


class FileReader:
    """Reads files with all that is packed in them; `left` is how many bytes it may still unpack, `is_partial` whether
    something of an archive could not be read."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.is_partial = False

    def text(self, data: bytes, depth: int = 0) -> str:
        """Return the text of a file that is packed `depth` times."""
        if data.startswith(_UTF_16):
            return data.decode("utf-16", "replace")
        is_packed = data.startswith((HEADER, _GZIP))
        if is_packed and depth > _DEEPEST:
            self.is_partial = True
        elif is_packed and data.startswith(HEADER):
            return "\n".join(self._members(data, depth))
        elif is_packed:
            return self.text(self._inflated(data), depth + 1)
        return _legible(data) if b"\0" in data else _decoded(data)

    def _members(self, data: bytes, depth: int) -> Iterator[str]:
        """Yield the texts of an archive and the names of its files (.docx, .xlsx and .odt are archives)."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield _decoded(archive.comment)
                shared = self._part(archive, data, _SHARED, depth) if _SHARED in archive.namelist() else ""
                book = Workbook(shared)
                for member in archive.infolist():
                    yield member.filename
                    if member.filename == _SHARED:
                        continue
                    text = self._part(archive, data, member, depth)
                    if member.filename.startswith(_SHEETS):
                        yield book.sheet(text)
                    else:
                        yield text if member.filename.endswith(".rels") else without_marks(text)
                yield book.unused()
        except _FAULTS:  # damaged; one with a password has a directory all the same
            self.is_partial = True
            yield b"\n".join(_RUN.findall(data)).decode("ascii")
            for content in salvaged(data, self.left):
                self.left -= len(content)
                yield without_marks(self.text(content, depth + 1))

    def _part(self, archive: zipfile.ZipFile, data: bytes, member: str | zipfile.ZipInfo, depth: int) -> str:
        """Return the text of a file in an archive, its marks with it; of a damaged one what can be read."""
        info = archive.getinfo(member) if isinstance(member, str) else member
        if info.filename.lower().endswith(_DRAWN):
            return ""
        if self.left <= 0:
            self.is_partial = True
            return ""
        try:
            with archive.open(info) as stream:
                content = stream.read(self.left)
        except (*_FAULTS, RuntimeError):  # RuntimeError: it has a password
            self.is_partial = True
            content = salvaged_at(data, info.header_offset, self.left)[1]
        self.left -= len(content)
        self.is_partial |= len(content) < info.file_size
        return self.text(content, depth + 1)

    def _inflated(self, data: bytes) -> bytes:
        """Return what gzip packed, as far as it can be read; there may be several such files one after the other."""
        parts: list[bytes] = []
        while data.startswith(_GZIP) and self.left > 0:
            unpacker = zlib.decompressobj(wbits=31)
            try:
                parts.append(unpacker.decompress(data, self.left))
            except zlib.error:
                self.is_partial = True
                break
            self.left -= len(parts[-1])
            self.is_partial |= not unpacker.eof
            data = unpacker.unused_data
        return b"".join(parts)


def _decoded(data: bytes) -> str:
    """Return bytes as text in UTF-8, else in GB18030; a text in UTF-8 with a few bytes that are none is still one."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    beyond = len(data) - len(data.translate(None, _ABOVE_ASCII))
    return text if text.count("\ufffd") * 4 < beyond else data.decode("gb18030", "replace")


def _legible(data: bytes) -> str:
    """Return what can be read of bytes that are no text: a text with zeros in it, or an old office document."""
    content = data.replace(b"\0", b"")
    if (len(data) - len(content)) * 10 < len(data):
        text = _decoded(content)
        if text.count("\ufffd") * 10 <= len(text):
            return text
    else:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    plain = b"\n".join(_RUN.findall(content)).decode("ascii")
    wide = (data[start:].decode("utf-16-le", "replace") for start in (0, 1))
    return "\n".join([plain, *(found for text in wide for found in _RUN_16.findall(text))])
