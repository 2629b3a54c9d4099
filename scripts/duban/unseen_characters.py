"""Characters that nobody sees but that change what is seen: which they are, and how they are shown.

A file can hold characters that clear a screen, turn the direction of writing, or make two names look alike.
Whatever leaves the program for a reader shows each as its number, 〈U+202E〉, and never acts on it. Where a
console lacks a character of its own encoding, it is shown in the same form, so that none is lost.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

# Every character of the Unicode categories Cc, Cf, Cs, Zl and Zp but line feed and tab; what Unicode calls
# ignorable by default; the blanks that are letters or signs (Hangul fillers, U+2800); no characters at all.
_BASIC = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff"
)
_FURTHER = (
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SUSPECT = re.compile(f"[{_BASIC}{_FURTHER}]")
_QUICK = re.compile(f"[{_BASIC}\U00011000-\U0010ffff]")
"""The same and more, in half the time: nearly every text has nothing of it."""

_SIGNS = "\u00a9\u00ae\u203c\u2049\u2100-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
"""What a variation selector belongs behind, and a joiner between: signs and emoji. Never behind Chinese characters:
there it makes a name that only looks like another."""

_IN_PLACE = re.compile(
    f"(?<=[{_SIGNS}])[\ufe00-\ufe0f]|\ufe0f(?=\u20e3)|(?<=[{_SIGNS}\ufe0f])\u200d(?=[{_SIGNS}])"
)
_LINES = re.compile("[\n\t]")

SPELLING_ERRORS = "duban.spelled"
"""The name of the error handler, for `errors=` of a stream, that writes what an encoding lacks as its number."""


def may_have_unseen(text: str) -> bool:
    """Whether a text may have unseen characters; the quick question, which an emoji answers with yes, too."""
    return _QUICK.search(text) is not None


def unseen_in(text: str) -> Iterator[re.Match[str]]:
    """Yield each unseen character of a text."""
    return (found for found in _SUSPECT.finditer(text) if not _in_place(found))


def spelled_out(text: str) -> str:
    """Return a text in which every unseen character is written as its number, 〈U+202E〉; lines and tabs stay."""
    return _replaced(text, spelled)


def one_line(text: str) -> str:
    """Return a text as `spelled_out` does, its line feeds and tabs written as numbers, too: it stays one line."""
    return _LINES.sub(lambda found: spelled(found[0]), spelled_out(text))


def seen_only(text: str) -> str:
    """Return a text without its unseen characters; lines and tabs stay."""
    return _replaced(text, lambda character: "")


def json_escaped(json_text: str) -> str:
    """Return the text of a JSON value with its unseen characters as JSON escapes: harmless, and the same value."""
    return _replaced(json_text, json_escape)


def spelled(character: str) -> str:
    """Return a character as its number."""
    return f"〈U+{ord(character):04X}〉"


def json_escape(character: str) -> str:
    """Return a character as JSON escapes it."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _replaced(text: str, form: Callable[[str], str]) -> str:
    if not may_have_unseen(text):
        return text
    return _SUSPECT.sub(lambda found: _in_place(found) or form(found[0]), text)


def _in_place(found: re.Match[str]) -> str:
    """Return a selector or joiner where it belongs, that is inside an emoji; else nothing."""
    return found[0] if _IN_PLACE.match(found.string, found.start()) else ""


def _lacking(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks as numbers, in brackets that it has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = "".join(map(spelled, error.object[error.start : error.end]))
    try:
        text.encode(error.encoding)
    except UnicodeEncodeError:
        text = text.replace("〈", "<").replace("〉", ">")
    return text, error.end


codecs.register_error(SPELLING_ERRORS, _lacking)
