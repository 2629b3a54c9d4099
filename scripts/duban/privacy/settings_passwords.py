"""Passwords in files of settings and on command lines, where whatever stands behind the sign is the password.

DB_PASSWORD=…, spring.datasource.password=…, mysql -p…; not what refers to a variable or a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGN = r"[\"']?[ \t]?(?:=|:[ \t]?(?=[\"'][^\"'\n]{0,60}[0-9]))"
_SETTINGS = re.compile(rf"pass(?:word|wd|phrase)?{_SIGN}|pwd{_SIGN}")
_BEFORE = re.compile(r"[ \t{,\"']{0,8}(?:export |set |setx )?[A-Za-z0-9._-]{0,60}")
_LONG = re.compile("(?i:password|passwd|passphrase)")  # also glued to another word: PGPASSWORD, not bypass
_SETTING_VALUE = re.compile(
    r"(?![ \t]|[A-Za-z_]{1,40}[.(\[])(?P<quote>[\"']?)(?P<value>(?![$<{%])(?:(?!\$[({]|\$[A-Z_]{3})[!-~]){6,64}?)(?P=quote)"
    r"(?=[ \t]*(?:$|&&|[;#\n,}]))",
    re.MULTILINE,
)
_OTHERS = re.compile("[A-Z_]+|/.*|[a-z]+://.*")
_COMMANDS = ("mysql", "mariadb", "sshpass", "redis-cli", "curl")
_COMMAND = re.compile(
    r"(?:mysql(?:dump|admin)?|mariadb)(?![A-Za-z_])[^\n|;&]{0,80}? "
    r"-p(?P<quote>[\"']?)(?P<value>(?![$<{%\"' -])[!-~]{6,64}?)(?P=quote)(?=\s|\Z)"
    r"|sshpass -p ?[\"']?(?P<ssh>(?![$<{%\"'-])[^\s\"']{6,64})"
    r"|redis-cli[^\n|;&]{0,80}? -a (?P<redis>(?![$<{%\"'-])[!-~]{6,64})"
    r"|curl(?= )[^\n|;]{0,120}? (?:-u|--user) [\"']?[!-9;-~]{1,40}:(?P<user>(?![$<{%])[^\s\"']{6,64})"
)


def passwords_in_settings(plain: str, small: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the passwords in lines of settings and behind the switches of commands; `small` is the text
    in small letters."""
    for label in _SETTINGS.finditer(small) if "=" in plain or ":" in plain else ():
        match = _SETTING_VALUE.match(plain, label.end())
        if match and _is_setting(plain, label.start()) and not _OTHERS.fullmatch(match["value"]):
            yield match.span("value")
    for match in _COMMAND.finditer(plain) if any(word in plain for word in _COMMANDS) else ():
        group = next(name for name in ("value", "ssh", "redis", "user") if match[name])
        if not _OTHERS.fullmatch(match[group]):
            yield match.span(group)


def _is_setting(plain: str, position: int) -> bool:
    """Return whether what stands before a position in its line is the prefix of a setting's name: DB_, export PG."""
    first = max(plain.rfind("\n", 0, position) + 1, position - 80)
    is_glued = plain[max(0, position - 1) : position].isalnum()
    return _BEFORE.fullmatch(plain, first, position) is not None and not (
        is_glued and not _LONG.match(plain, position)
    )
