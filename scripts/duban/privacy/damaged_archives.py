"""What can be read of an archive that is damaged: other programs mend it, and then show all of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

HEADER = b"PK\x03\x04"
_DIRECTORY = b"PK\x01\x02"
_FIXED = 30  # bytes of a file's header before its name
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 1
_PIECE = 4096  # bytes unpacked at once: what stands before a damage is kept
_MOST = 2000  # files


def salvaged(data: bytes, most: int) -> Iterator[bytes]:
    """Yield the names of the files in a damaged archive, and what can be unpacked of each, at most `most` bytes in all."""
    position = data.find(HEADER)
    for _ in range(_MOST):
        if position < 0 or most <= 0:
            return
        name, content, end = salvaged_at(data, position, most)
        most -= len(content)
        yield name
        yield content
        position = data.find(HEADER, max(end, position + len(HEADER)))


def salvaged_at(data: bytes, position: int, most: int) -> tuple[bytes, bytes, int]:
    """Return name and content of the file whose header begins at `position`, and the position after it."""
    header = data[position : position + _FIXED]
    if len(header) < _FIXED:
        return b"", b"", len(data)
    flags, method = header[6], int.from_bytes(header[8:10], "little")
    named = position + _FIXED
    begin = named + int.from_bytes(header[26:28], "little")
    name = data[named:begin]
    begin += int.from_bytes(header[28:30], "little")
    if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
        return name, b"", begin
    if method == _STORED:
        ends = (data.find(sign, begin) for sign in (HEADER, _DIRECTORY))
        end = min((found for found in ends if found >= 0), default=len(data))
        return name, data[begin : min(end, begin + most)], end
    content, used = _inflated(memoryview(data)[begin:], most)
    return name, content, begin + used


def _inflated(packed: memoryview, most: int) -> tuple[bytes, int]:
    """Return what deflate packed, up to the first damage, and how many bytes of it were read."""
    unpacker = zlib.decompressobj(wbits=-15)
    parts: list[bytes] = []
    used = 0
    while used < len(packed) and most > 0 and not unpacker.eof:
        piece = packed[used : used + _PIECE]
        try:
            parts.append(unpacker.decompress(piece, most))
        except zlib.error:
            break
        most -= len(parts[-1])
        used += len(piece) - len(unpacker.unused_data)
    return b"".join(parts), used
