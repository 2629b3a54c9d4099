"""What a schema complains about, said to a clerk: which field, what is wrong, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from duban.cases.schema_messages import TELLERS, example, listed, name_like, short, stopped
from duban.cases.schema_titles import Words
from duban.findings.finding import Violation, Where

# Of several complaints about one plain value the first of these is told.
_RANK = {"type": 0, "const": 1, "enum": 1, "pattern": 2, "format": 3}
_OWN_WORDS = frozenset({"type", "format", "enum", "const"})  # said better here than by an errorMessage
_UNKNOWN = "schema.unknown-field"


def violations(errors: Iterable[Any], words: Words, value: Any) -> list[Violation]:
    """Return what jsonschema's errors mean: of each plain value one thing, of each field in file order."""
    best: dict[tuple[Where, str], tuple[int, Violation]] = {}
    for error in errors:
        for violation in _told(error, words):
            rank = _RANK.get(error.validator, 4)
            plain = not isinstance(error.instance, dict | list)
            slot = (violation.where, "" if plain else violation.message)
            if slot not in best or rank < best[slot][0]:
                best[slot] = (rank, violation)
    unknown = {one.where for _, one in best.values() if one.rule == _UNKNOWN}
    found = [one for _, one in best.values() if one.rule == _UNKNOWN or one.where not in unknown]
    return sorted(found, key=lambda one: (_order(value, one.where), one.rule, one.message))


def guess(word: str, allowed: Iterable[str]) -> str:
    """Return `是不是想写“…”？` for the nearest of the words allowed, empty where none is near."""
    near = get_close_matches(word, list(allowed), n=1, cutoff=0.5)
    return f"是不是想写“{near[0]}”？" if near else ""


def _order(value: Any, where: Where) -> tuple[int, ...]:
    """Place of a value among its neighbours, so that what is told follows the file."""
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


def _told(error: Any, words: Words) -> list[Violation]:
    where: Where = tuple(error.absolute_path)
    if error.context:
        from jsonschema.exceptions import best_match

        inner = best_match(error.context) if "errorMessage" not in error.schema else None
        if inner is not None and inner.validator != error.validator:
            return _told(inner, words)
    own = error.schema.get("errorMessage") if isinstance(error.schema, Mapping) else None
    if own and isinstance(error.instance, dict) and error.schema.get("type") == "object":
        # Such a message is about the whole mapping (that it must be sealed, say), whatever is wrong in it.
        return [Violation(where, f"schema.{error.validator}", f"{words.title(where)}：{stopped(str(own))}")]
    if error.validator == "required":
        return _missing(error, where, words, own)
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        return _unknown(error, where, words)
    teller = TELLERS.get(error.validator)
    sentence = teller(error, words, where) if teller else ""
    if own and (not sentence or error.validator not in _OWN_WORDS or _is_about_all(error)):
        sentence = str(own)
    elif own and error.validator in ("enum", "const"):
        sentence = f"{sentence}{own}"
    elif not sentence:
        sentence = "这里的写法不对。" + example(words, where)
    label = words.title(where)
    return [Violation(where, f"schema.{error.validator}", f"{label}：{stopped(sentence)}")]


def _missing(error: Any, where: Where, words: Words, own: str | None) -> list[Violation]:
    """Every required field that is not there; one violation each."""
    found = []
    for key in error.validator_value:
        if key in error.instance or f"'{key}' is a required" not in error.message:
            continue
        place = f"{words.title(where)}：" if where else ""
        sentence = own or f"缺少{words.title((*where, key))}。{example(words, (*where, key), key)}"
        found.append(Violation((*where, key), "schema.required", place + stopped(sentence)))
    return found


def _unknown(error: Any, where: Where, words: Words) -> list[Violation]:
    """Every field that has no business there; the near one is suggested."""
    allowed = words.keys(where)
    known = set(error.schema.get("properties", ()))
    patterns = list(error.schema.get("patternProperties", ()))
    found = []
    for key in error.instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        near = get_close_matches(key, allowed, n=1, cutoff=0.6)
        if not near and not key.isascii():
            titles = {words.title((*where, name)).strip("“").partition("”")[0]: name for name in allowed}
            near = [titles[title] for title in get_close_matches(key, titles, n=1, cutoff=0.5)]
        said = f"没有“{short(key)}”这一项。" + (f"可以写的有：{listed(allowed)}。" if allowed else "请删去。")
        if near:
            said = f"没有“{short(key)}”这一项。是不是想写 {near[0]}？"
        elif patterns and not known:
            said = f"“{short(key)}”这个名称的写法不对。{name_like(error.schema)}"
        place = f"{words.title(where)}：" if where else ""
        found.append(Violation((*where, key), _UNKNOWN, place + said))
    return found


def _is_about_all(error: Any) -> bool:
    """Whether a field must not be there, be a mapping, or one of several things: the schema's words are better."""
    wanted = error.validator_value
    return error.validator == "type" and (wanted in ("null", "object") or isinstance(wanted, list))
