"""Phrases the words of the law are described with: alternatives, conditions, names in quotes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.cases.office import Office
from duban.law.rule_parts import ANY, Condition, Requirement
from duban.law.rulebook import Rule
from duban.law.words.field_names import FieldNames

ROLES = {"lead": "主办单位", "part": "分办单位", "co": "协办单位"}


def in_series(words: Iterable[str]) -> str:
    """Return words one after the other, in quotes where one is itself a series."""
    listed = list(words)
    series = any("、" in word or "，" in word for word in listed)
    return "、".join(f"“{word}”" if series else word for word in listed)


def run_together(written: Iterable[Any], lacking: Iterable[str]) -> str:
    """Return how a list is written, after `；`, where one of its items holds a word that is lacking, and more."""
    for item in written:
        if isinstance(item, str) and re.search("[，、]", item) and any(word in item for word in lacking):
            apart = ", ".join(part.strip() for part in re.split("[，、]", item) if part.strip())
            return f"；“{item}”算作一项，几项之间用半角逗号：[{apart}]"
    return ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a requirement is described with: names of fields, the rulebook's word lists, the office's posts."""

    names: FieldNames
    lists: Mapping[str, Sequence[str]]
    office: Office

    def fields(self, names: Iterable[str]) -> str:
        """Return fields by their names, in quotes."""
        return "、".join(f"“{self.names.field(name)}”" for name in names)

    def choices(self, name: str) -> str:
        """Return the words of one of the rulebook's lists, in quotes where one is itself a series."""
        return in_series(self.lists.get(name, ()))

    def condition(self, fields: Mapping[str, list[Any]]) -> str:
        """Return what each of these fields has to be: “公开意愿”要是“同意公开”."""
        parts = []
        for field, allowed in fields.items():
            if allowed == [False]:
                parts.append(f"{self.fields([field])}不能标为“是”")
            elif allowed == [True]:
                parts.append(f"{self.fields([field])}要标为“是”")
            else:
                parts.append(f"{self.fields([field])}要是{either(value_names(allowed, '“{}”'))}")
        return "，".join(parts)


def either(names: Sequence[str]) -> str:
    """Return alternatives: 甲、乙或丙."""
    return "或".join(filter(None, ("、".join(names[:-1]), *names[-1:])))


def either_event(events: Iterable[str]) -> str:
    """Return alternative events, sorted and in quotes."""
    return either([f"“{event}”" for event in sorted(events)])


def value_names(values: Collection[Any], form: str = "{}") -> list[str]:
    """Return the values a field may have, each in this form; False is a field nobody wrote."""
    names = sorted(form.format(value) for value in values if not isinstance(value, bool))
    return [*names, *(["是"] if True in values else []), *(["没有写"] if False in values else [])]


def condition_words(condition: Condition, names: FieldNames) -> str:
    """Return a condition in words: 办理等级为复杂; empty for the one that always holds."""
    parts = []
    for name, values in condition:
        title = names.field(name)
        if ANY in values:
            parts.append(f"写有{title}")
        elif values == {True}:
            parts.append(title if name == "extended" else f"标明“{title}”")
        elif values == {False}:
            parts.append(f"没有标明“{title}”")
        else:
            subject = "标" if title.startswith("是否") else title
            parts.append(f"{subject}为{either(value_names(values))}")
    return "、".join(parts)


def arises_words(rule: Rule | Requirement, names: FieldNames) -> str:
    """Return when a rule or requirement arises: 只在…时，…的除外; empty where it always does."""
    parts = []
    if rule.only_if:
        parts.append(f"只在{condition_words(rule.only_if, names)}时")
    if rule.unless:
        parts.append(f"{condition_words(rule.unless, names)}的除外")
    return "，".join(parts)
