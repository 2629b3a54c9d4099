"""Faults of form in an entry in the words of its own rulebook: which grade, which limit, which entry is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from duban.cases.meant_values import bare, in_digits
from duban.cases.schema_messages import meant_hint, quoted, short
from duban.engine.case_view import CaseView
from duban.engine.open_assignments import replaceable
from duban.findings import schema_checks
from duban.findings.finding import Violation
from duban.law.periods import parse
from duban.law.rulebook import Rule, Rulebook
from duban.law.words.written_words import Values

_STATED = frozenset({"limit", "co_limit", "redo_by"})
_WEEKS = re.compile(r"([1-9][0-9]?) *个?(?:周|星期|礼拜)")
_WORD, _FORM, _KIND = schema_checks.ENUM.id, schema_checks.PATTERN.id, schema_checks.TYPE.id


def in_own_words(view: CaseView, arrival: Mapping[str, Any], form: list[Violation]) -> Iterator[Violation]:
    """Yield, for each fault of form that the rulebook of the case knows better words for, the same fault in them.

    `arrival` is the case, or part of a meeting, as it stands in the file.
    """
    written = arrival["timeline"]
    for violation in form:
        match violation.where:
            case ("timeline", int(index), str(name)) if index < len(written):
                message = _message(view, written[index], name, violation.rule)
                if message:
                    title = view.context.vocabulary.fields.get(name, name)
                    yield replace(violation, message=f"“{title}”（{name}）：{message}")
            case (str(name),) if name in _STATED and violation.rule in (_FORM, _KIND):
                if message := _limit(view.book, name, str(arrival.get(name, ""))):
                    title = view.context.vocabulary.fields.get(name, name)
                    yield replace(violation, message=f"“{title}”（{name}）：{message}")


def _message(view: CaseView, entry: Any, name: str, rule: str) -> str:
    got = str(entry.get(name, "")) if isinstance(entry, dict) else ""
    if rule == _WORD and name != "event":
        return _word_of_the_book(view, entry, name, got)
    if rule in (_FORM, _KIND) and name in _STATED:
        return _limit(view.book, name, got)
    if rule == _KIND and name == "instead" and (numbers := replaceable(view.history)):
        return f"写被接替的那一条是第几条，不写“{short(got)}”：{numbers}。"
    return ""


def _word_of_the_book(view: CaseView, entry: Any, name: str, got: str) -> str:
    """Return the words that this rulebook knows for a field: its own list, or those no other book alone speaks of."""
    book, books = view.book, view.context.books
    listed = _listed(book, str(entry.get("event")), name)
    if not listed:
        allowed = (view.context.schemas.shape("common", name, "entry") or {}).get("enum", ())
        own = _spoken_of(book, name)
        others = {word for other in books if other.id != book.id for word in _spoken_of(other, name)}
        # A book that speaks of one word alone may leave the others unsaid.
        foreign = others - own if len(own) > 1 else set()
        listed = [word for word in allowed if word not in foreign] or list(allowed)
    hint = meant_hint(got, listed, view.context.vocabulary.synonyms)
    return f"没有“{short(got)}”这个写法。{hint}可以写：{quoted(listed)}。"


def _listed(book: Rulebook, event: str, name: str) -> list[str]:
    for rule in book.rules:
        for requirement in rule.requires:
            words = requirement.terms.get(Values.name, {}) if requirement.on == event else {}
            if name in words:
                return list(book.lists.get(words[name], ()))
    return []


def _spoken_of(book: Rulebook, name: str) -> set[str]:
    """Return the values of a field that the conditions of a rulebook name."""
    return {
        str(value)
        for rule in book.rules
        for condition in _conditions(rule)
        for value in condition.get(name, ())
    }


def _conditions(rule: Rule) -> Iterator[dict[str, frozenset[Any]]]:
    yield dict(rule.only_if)
    yield dict(rule.unless)
    for dated in rule.within:
        yield from (dict(limit.when) for limit in dated.limits)
    for requirement in rule.requires:
        yield dict(requirement.only_if)
        yield dict(requirement.unless)


def _limit(book: Rulebook, name: str, got: str) -> str:
    """Return how a stated limit is written, where a period can be made out, and the periods of the law itself."""
    try:
        plain = in_digits(bare(got)).removesuffix("内").removesuffix("以").replace("自然日", "日")
        period = parse(_WEEKS.sub(lambda weeks: f"{int(weeks[1]) * 7}日", plain))
    except ValueError:
        return ""
    if period.before or period.month_day:
        return ""
    unit = period.unit if period.amount == 1 or period.unit == "same day" else f"{period.unit}s"
    meant = f"{period.amount} {unit}" if period.amount else unit
    texts = [
        limit.text
        for rule in book.rules
        if rule.stated == name
        for dated in rule.within
        for limit in dated.limits
    ]
    own = f"条文给的是：{quoted(list(dict.fromkeys(texts)))}。" if texts else ""
    also = "按工作日数的写 working days。" if period.unit == "day" else ""
    return f"“{short(got)}”写成 {meant}（{period.words}）。{also}{own}"
