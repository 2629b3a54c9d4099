"""A rulebook with every word, each key left out and each value of another type: findings, never an exception."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from test_language_table import CASES, LIFECYCLE, PROBES, laid_over

from duban.engine.duties import CaseDuties
from duban.engine.lifecycle import walk
from duban.engine.office_context import Law
from duban.engine.requirements import breaches
from duban.law.lint_rulebook import rulebook_faults
from duban.law.rulebook_file import rulebook_from
from duban.law.words.word_table import RULE_WORDS

OTHER_TYPES: dict[type, tuple[Any, ...]] = {
    str: (1, [], None, "", "明天的词"), dict: ("x", [], {}), list: ("x", {}, []), bool: ("x", 0), int: ("x", -1),
}  # fmt: skip
LEFT_OUT = object()
READING = PROBES["interpretation"][0]


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield every (path, part) of a value but itself."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key), part
        yield from paths(part, (*path, key))


def changed(value: dict[str, Any], path: tuple[Any, ...], part: Any) -> dict[str, Any]:
    """Return a value with another part at a path, or without it."""
    made = copy.deepcopy(value)
    outer: Any = made
    for key in path[:-1]:
        outer = outer[key]
    if part is LEFT_OUT:
        del outer[path[-1]]
    else:
        outer[path[-1]] = part
    return made


@pytest.fixture
def book(value):
    """A rulebook that has every word of a rule, each in the first form in which it acts."""
    rules = [
        {**laid_over(min(word.acts_in), PROBES[name][0]), **READING, "id": f"test.r{number}"}
        for number, (name, word) in enumerate(RULE_WORDS.items())
    ]
    other = {**laid_over(min(RULE_WORDS["ends"].acts_in), {}), "id": "test.other"}
    return {**value, "lifecycle": LIFECYCLE, "rules": [*rules, other]}


def test_nothing_left_out_or_exchanged_raises(book, schemas, words, calendar, office, case):
    assert (
        schemas.violations("rulebook", book) == [] and list(rulebook_faults(book, words, (), schemas)) == []
    )
    made, tried, sound = office(), 0, 0
    seen: set[tuple[Any, ...]] = set()
    for path, part in paths(book):
        # The same part of another rule is no other question, but for the rule it stands in.
        shape = tuple("#" if isinstance(step, int) else step for step in path[:1] + path[2:]), type(part)
        if shape in seen:
            continue
        seen.add(shape)
        for other in (LEFT_OUT, *OTHER_TYPES[type(part)]):
            value = changed(book, path, other)
            tried += 1
            if schemas.violations("rulebook", value):
                continue
            if list(rulebook_faults(value, words, (), schemas)):
                continue
            sound += 1
            law = Law(rulebook_from(value), words, calendar, made)
            for entries in CASES[2:4]:
                history = walk(case(*entries), law.rulebook, words, made)
                CaseDuties(history, law).at(datetime(2026, 8, 31, 12))
                list(breaches(history, law.rulebook, words, made))
    assert tried > 500 and sound > 30
