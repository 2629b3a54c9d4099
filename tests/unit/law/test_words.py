"""The words of the rulebook language: classes, schema and documentation know the same ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from duban.law.words.word_table import REQUIREMENT_HEAD, REQUIREMENT_WORDS, RULE_WORDS, WORDS

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "schemas" / "rulebook.json").read_text(encoding="utf-8"))
RULE = SCHEMA["$defs"]["rule"]["properties"]
DOCUMENT = (ROOT / "docs" / "development" / "rulebooks.md").read_text(encoding="utf-8")


def documented(heading: str) -> set[str]:
    """Return the words in the first column of the table below a heading."""
    section = f"\n{DOCUMENT}".partition(f"# {heading}\n")[2].partition("\n## ")[0]
    columns = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", section, re.MULTILINE)
    return {word for column in columns for word in re.findall(r"\w+", column)}


def test_the_schema_knows_exactly_the_words_of_the_tables() -> None:
    assert RULE.keys() == RULE_WORDS.keys()
    assert RULE["requires"]["items"]["properties"].keys() == REQUIREMENT_WORDS.keys() | REQUIREMENT_HEAD


def test_every_word_is_documented_and_nothing_else() -> None:
    assert documented("Words of `requires`") == REQUIREMENT_WORDS.keys()
    of_a_rulebook = SCHEMA["properties"].keys()
    found = documented("The rulebook language")
    assert found >= RULE_WORDS.keys() - {"requires"}
    assert found <= RULE_WORDS.keys() | of_a_rulebook


def test_no_word_stands_in_two_tables() -> None:
    assert len(WORDS) == len(RULE_WORDS) + len(REQUIREMENT_WORDS)


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_one_class_with_its_rule_as_docstring(name: str) -> None:
    word = WORDS[name]
    assert word.name == name
    docstring = type(word).__doc__ or ""
    assert docstring[:1].isupper() and docstring.rstrip().endswith(".")
    assert [one for one, other in WORDS.items() if type(other) is type(word)] == [name]


def test_every_kind_of_mention_has_a_path_to_its_value() -> None:
    """What the lint reports of a word is found where the word names it."""
    value = {"of": "present", "in": "roster", "over": "1/2"}
    assert [(one.name, one.path) for one in WORDS["ratio"].mentions(value)] == [("present", ("of",))]
    value = [{"limits": [{"limit": "5 days", "when": {"grade": ["复杂"], "extended": [True]}}]}]
    assert [(one.kind, one.name, one.path) for one in WORDS["within"].mentions(value)] == [
        ("period", "5 days", (0, "limits", 0, "limit")),
        ("field", "grade", (0, "limits", 0, "when", "grade")),
    ]
    value = [{"on": "header", "fields": ["a"], "only_if": {"b": ["*"]}}]
    assert [(one.name, one.path, one.among) for one in WORDS["requires"].mentions(value)] == [
        ("b", (0, "only_if", "b"), "arrival"),
        ("a", (0, "fields"), "arrival"),
    ]
