"""The errors of JSON Schema in a clerk's words: which field, what is wrong, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from duban.cases.meant_values import meant_word
from duban.cases.schema_messages import (
    DATES,
    MOST,
    SENTENCES,
    date_sentence,
    example,
    listed,
    name_like,
    short,
    stopped,
)
from duban.cases.schema_titles import SchemaTitles
from duban.findings import schema_checks
from duban.findings.finding import Violation, Where

# Of several errors in one plain value the first of these is reported.
_RANK = {"type": 0, "const": 1, "enum": 1, "pattern": 2, "format": 3}
# Better in the words of this room than in those of an errorMessage.
_OWN_WORDS = frozenset({"type", "format", "enum", "const"}) | MOST
_LISTS = ("timeline", "answers", "publication", "topics", "items")
"""Where else in a file a field may belong."""

_KEY = re.compile(r"[A-Za-z][\w-]{0,40}")
_UNKNOWN = schema_checks.UNKNOWN_FIELD.id


def violations(errors: Iterable[Any], titles: SchemaTitles, value: Any) -> list[Violation]:
    """Return what jsonschema's errors mean, one violation for each plain value, in the order of the file."""
    best: dict[tuple[Where, str], tuple[int, Violation]] = {}
    for error in errors:
        for violation in _violations_of(error, titles):
            rank = _RANK.get(error.validator, 4)
            plain = not isinstance(error.instance, dict | list)
            slot = (violation.where, "" if plain else violation.message)
            if slot not in best or rank < best[slot][0]:
                best[slot] = (rank, violation)
    every = [violation for _, violation in best.values()]
    unknown = {violation.where for violation in every if violation.rule == _UNKNOWN}
    misnamed = {
        (*where[:-1], _nearest(str(where[-1]), titles.keys(where[:-1]), where[:-1], titles))
        for where in unknown
    }
    found = [
        violation
        for violation in every
        if violation.rule == _UNKNOWN or violation.where not in unknown | misnamed
    ]
    return sorted(
        found, key=lambda violation: (_order(value, violation.where), violation.rule, violation.message)
    )


def guess(word: str, allowed: Iterable[str]) -> str:
    """Return `是不是想写“…”？` for the nearest of the words allowed, empty where none is near.

    Near is what is spelt nearly alike, and what is short for it: 区住建局 for 大武口区住房和城乡建设局.
    """
    words = list(allowed)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    near = near or [name for name in words if len(name) > 2 and _is_short_for(name, word)]
    return f"是不是想写“{near[0]}”？" if near else ""


def _is_short_for(name: str, word: str) -> bool:
    """Whether all characters of one text stand in another in their order."""
    letters = iter(word)
    return all(letter in letters for letter in name)


def _order(value: Any, where: Where) -> tuple[int, ...]:
    """Return a sort key that follows the file: the index of each step among its neighbours."""
    order = []
    for step in where:
        if isinstance(value, dict) and step in value:
            order.append(list(value).index(step))
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            order.append(step)
            value = value[step]
        else:
            order.append(1 << 30)
            break
    return tuple(order)


def _violations_of(error: Any, titles: SchemaTitles) -> list[Violation]:
    where: Where = tuple(error.absolute_path)
    inner = _inner(error)
    if inner is not None:
        return _violations_of(inner, titles)
    own = error.schema.get("errorMessage") if isinstance(error.schema, Mapping) else None
    if own and isinstance(error.instance, dict) and error.schema.get("type") == "object":
        # Such a message is about the whole mapping (that it must be sealed, say), whatever is wrong in it.
        sentence = str(own)
    elif error.validator == "required":
        return _missing(error, where, titles, own)
    elif error.validator in ("additionalProperties", "unevaluatedProperties"):
        return _unknown(error, where, titles)
    else:
        sentence = _sentence(error, where, titles, str(own or ""))
    check = schema_checks.check_of(error.validator)
    return [check.violation(where, f"{titles.title(where)}：{stopped(sentence)}")]


def _inner(error: Any) -> Any:
    """Return the error inside an error that explains it better, None where it says enough itself."""
    if not error.context or "errorMessage" in error.schema:
        return None
    from jsonschema.exceptions import best_match

    inner = best_match(error.context)
    return None if inner is None or inner.validator == error.validator else inner


def _sentence(error: Any, where: Where, titles: SchemaTitles, own: str) -> str:
    """Return what is wrong, in the words of this room or of the schema's errorMessage `own`."""
    sentence_of = SENTENCES.get(error.validator)
    sentence = sentence_of(error, titles, where) if sentence_of else ""
    if own and error.validator == "pattern" and error.schema.get("format") in DATES:
        got = str(error.instance)
        return date_sentence(got, error.schema["format"]) or f"“{short(got)}”的写法不对。{own}"
    if own and (not sentence or error.validator not in _OWN_WORDS or _is_about_all(error)):
        return own
    if own and error.validator in ("enum", "const"):
        return f"{sentence}{own}"
    return sentence if sentence or own else "这里的写法不对。" + example(titles, where)


def _label(titles: SchemaTitles, where: Where) -> str:
    return f"{titles.title(where)}：" if where else ""


def _missing(error: Any, where: Where, titles: SchemaTitles, own: str | None) -> list[Violation]:
    """Return a violation for every required field that is missing."""
    found = []
    for key in error.validator_value:
        if key in error.instance or f"'{key}' is a required" not in error.message:
            continue
        field = (*where, key)
        sentence = own or f"缺少{titles.title(field)}。{example(titles, field, key)}"
        found.append(schema_checks.REQUIRED.violation(field, _label(titles, where) + stopped(sentence)))
    return found


def _unknown(error: Any, where: Where, titles: SchemaTitles) -> list[Violation]:
    """Return a violation for every field that the schema does not have, with the nearest one it has."""
    allowed = titles.keys(where)
    known = set(error.schema.get("properties", ()))
    patterns = list(error.schema.get("patternProperties", ()))
    found = []
    for key in error.instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        if near := _nearest(key, allowed, where, titles):
            message = f"没有“{short(key)}”这一项。是不是想写 {near}？"
        elif elsewhere := _elsewhere(key, where, titles):
            message = f"“{short(key)}”不写在这里，{elsewhere}。"
        elif not patterns and not _KEY.fullmatch(key):
            message = (
                f"“{short(key)}”不是规定的名称。是正文的，写在“|”下面，每行前面空两格；"
                f"不是的，可以写的有：{listed(allowed)}。"
            )
        elif patterns and not known:
            message = f"“{short(key)}”这个名称的写法不对。{name_like(error.schema)}"
        else:
            rest = f"可以写的有：{listed(allowed)}。" if allowed else "请删去。"
            message = f"没有“{short(key)}”这一项。{rest}"
        found.append(schema_checks.UNKNOWN_FIELD.violation((*where, key), _label(titles, where) + message))
    return found


def _elsewhere(key: str, where: Where, titles: SchemaTitles) -> str:
    """Return where in the file a field belongs that does not belong here; empty for none."""
    around: list[Where] = [where[:depth] for depth in range(len(where) - 1, -1, -1)]
    for outer in (where, *around):
        for name in _LISTS:
            if where[len(outer) :][:1] != (name,) and key in titles.keys((*outer, name, 0)):
                entry = "那一条" if name == "timeline" else "那一份下面"
                return f"写在{titles.title((*outer, name))}里的{entry}"
        if outer != where and key in titles.keys(outer):
            return f"写在{titles.title(outer)}下面，不在经过里" if outer else "写在文件的上半部分，不缩进"
    return ""


def _nearest(key: str, allowed: list[str], where: Where, titles: SchemaTitles) -> str:
    """Return the field whose name, or Chinese title, is nearest to a key; empty where none is near."""
    if same := meant_word(key, allowed):
        return same
    near = get_close_matches(key, allowed, n=1, cutoff=0.6)
    if not near and not key.isascii():
        by_title = {titles.title((*where, name)).strip("“").partition("”")[0]: name for name in allowed}
        near = [by_title[title] for title in get_close_matches(key, by_title, n=1, cutoff=0.5)]
    return near[0] if near else ""


def _is_about_all(error: Any) -> bool:
    """Whether a field must be absent, a mapping, or one of several things: the schema's words are better."""
    wanted = error.validator_value
    return error.validator == "type" and (wanted in ("null", "object") or isinstance(wanted, list))
