"""What a file must not show: personal data and secrets in its text, and in what its values mean.

Every door asks here: `duban check`, the hook, the gate, `duban release` and `duban new` say the same of a file.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Any, NamedTuple

from duban.findings.finding import Finding
from duban.findings.privacy_checks import LEAK, MAYBE
from duban.privacy import detect
from duban.privacy.searchable_text import is_long_number, is_sealed, texts_in
from duban.yamlfile.read_yaml import Document, read_yaml

_APART = "\n\n\n†\n\n\n"
"""Stands between two texts that are searched as one: nothing reaches over it."""

_SET_PHRASE = re.compile("(?:^|(?<=[。\n]))[\u4e00-\u9fff，、；：“”]{8,80}。")
"""A whole sentence without a figure or a Latin letter: nothing reaches over its ends."""

_WRITTEN_OTHERWISE = re.compile(rb"[#\"'>\\]")

_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2})?")
"""A day, or a day and a time: an entry has two, each a new text, and neither shows anything."""

_INNOCENT: set[str] = set()
_MOST_KNOWN, _SHORT = 50_000, 40
"""So many short texts are known to show nothing, whatever an office lists; of so many characters."""

_REMEDY = "，请删去，要保存的用 duban seal 封存"


class Leak(NamedTuple):
    """Something found in a file: where (from 1), what, and whether it shows there or a value only means it."""

    line: int
    column: int
    hit: detect.Hit
    is_shown: bool


def leaks_in(
    path: str,
    text: str,
    allowed: Container[str] = frozenset(),
    document: Document | None = None,
) -> Iterator[Leak]:
    """Yield what the text of the file at `path` shows, then what only its values mean.

    Such values are written with escapes, or folded over several lines. `document` is the YAML file as read, where
    somebody has read it already.
    """
    shown = detect.hits(text, allowed)
    for hit in shown:
        line, column = position_of(text, hit.start)
        yield Leak(line, column, hit, True)
    if not path.endswith(".yml") or not text:
        return
    document = document or read_yaml(text.encode("utf-8", "replace"), path)
    known = {hit.key for hit in shown}
    for where, value in texts_in(document.value):
        if _is_plain(value, text):
            continue
        for hit in detect.hits(value, allowed):
            if hit.key not in known:
                yield Leak(*document.locate(where), hit, False)


def are_innocent(value: Any, allowed: Container[str] = frozenset()) -> bool:
    """Whether no text in the value of a file shows anything: a quick question before the file itself is searched.

    Dates, units, events and set phrases come again and again: what was asked once is not asked again. Comments of
    the file are no part of its value, and a folded text is not written as it is read: `is_written_as_read`.
    """
    texts: list[str] = []
    _gather(value, texts)
    if not texts:
        return True
    found = detect.hits(_SET_PHRASE.sub(_if_unknown, _APART.join(texts)))
    if found:
        return not detect.unlisted(found, allowed)
    if len(_INNOCENT) > _MOST_KNOWN:
        _INNOCENT.clear()
    for text in texts:
        _INNOCENT.update(_SET_PHRASE.findall(text))
        if len(text) <= _SHORT:
            _INNOCENT.add(text)
    return True


def is_written_as_read(data: bytes) -> bool:
    """Whether all that the bytes of a sound YAML file show is in its value, each text as it stands: it has no
    comment, no quotes, no escapes, and nothing that is folded."""
    return _WRITTEN_OTHERWISE.search(data) is None


def _gather(value: Any, texts: list[str]) -> None:
    """Add every text of a value, as `texts_in` has them but in a quarter of its time, that is not known to show nothing."""
    if isinstance(value, dict):
        if not _INNOCENT.issuperset(value):
            texts += [str(key) for key in value if key not in _INNOCENT]
        parts: Iterable[Any] = value.values()
    else:
        parts = value if isinstance(value, list) else (value,)
    for part in parts:
        if isinstance(part, str):
            if part not in _INNOCENT and not _MOMENT.fullmatch(part) and not is_sealed(part):
                texts.append(part)
        elif isinstance(part, dict | list):
            _gather(part, texts)
        elif is_long_number(part):
            texts.append(str(part))


def _if_unknown(phrase: re.Match[str]) -> str:
    """Return a set phrase, or only its full stop where it is known to show nothing."""
    return "。" if phrase[0] in _INNOCENT else phrase[0]


def _is_plain(value: str, text: str) -> bool:
    """Whether each line of a value stands in a text just as it is: then what it shows was found there."""
    return value in text or ("\n" in value and all(line in text for line in value.split("\n")))


def leak_findings_in(
    path: str,
    text: str,
    allowed: Container[str] = frozenset(),
    document: Document | None = None,
) -> Iterator[Finding]:
    """Yield a finding for each kind and line of what a file must not show; how to mend it, while nothing is committed."""
    seen: set[tuple[int, str]] = set()
    for leak in leaks_in(path, text, allowed, document):
        if (leak.line, leak.hit.kind) not in seen:
            seen.add((leak.line, leak.hit.kind))
            message = f"这里有{leak.hit.kind}{mended(leak.hit, _REMEDY)}"
            yield leak_finding(path, leak.line, leak.column, leak.hit, message)


def leak_finding(path: str, line: int, column: int, hit: detect.Hit, message: str) -> Finding:
    """Return the finding of a hit: of a guess a reminder."""
    return (MAYBE if hit.is_reminder else LEAK).finding(path, line, column, message)


def mended(hit: detect.Hit, advice: str, listed_now: Container[str] = frozenset()) -> str:
    """Return what to do with a hit in a file, behind its kind: `advice`, unless the office makes it public.

    `listed_now` is what the same change lists in office.yml: that counts once it is accepted.
    """
    if hit.key in listed_now:
        return "；office.yml 里这一次才列上：先把 office.yml 单独提交、合并，再用这一个"
    if hit.office_field:
        return f"。单位对外公布的，先列进 office.yml（{hit.office_field}）；是个人的，{advice.lstrip('，。')}"
    return advised(hit, advice)


def advised(hit: detect.Hit, advice: str) -> str:
    """Return what to do with a hit, behind its kind: `advice`, which begins with the sign between; a guess is left to
    whoever reads it."""
    if hit.is_reminder:
        return "，请看一看；是个人信息的，删去，要保存的用 duban seal 封存，不是的不用改"
    return advice


def findings_of(name: str, hits: Iterable[detect.Hit], words: str, advice: str) -> Iterator[Finding]:
    """Yield the findings of what is no file and has no lines: a branch, a tag, a path; `name` is what they call it."""
    for hit in hits:
        yield leak_finding(name, 1, 1, hit, f"{words}有{hit.kind}{advised(hit, advice)}")


def position_of(text: str, offset: int) -> tuple[int, int]:
    """Return line and column (from 1) of a character of a text."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1
