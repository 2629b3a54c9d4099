"""Everything `duban check` can say at an office: the program's own checks, and the rules of its rulebooks."""

from __future__ import annotations

from collections.abc import Iterable

from duban.findings.check import Check
from duban.findings.finding import ERROR, WARNING
from duban.findings.registry import all_checks
from duban.law.rulebook import Rule, Rulebook


def listed_checks(books: Iterable[Rulebook]) -> tuple[Check, ...]:
    """Return the registry's rows and one for each rule of these rulebooks that a finding can name, by id."""
    rules = {rule.id: rule_check(book, rule) for book in books for rule in book.rules if _can_be_named(rule)}
    return (*all_checks(), *(rules[rule_id] for rule_id in sorted(rules)))


def rule_check(book: Rulebook, rule: Rule) -> Check:
    """Return the row of a rule: its gravest level, its title, its article, and where its demands can be read."""
    is_error = rule.counts_minutes or any(requirement.level == ERROR for requirement in rule.requires)
    remedy = (
        "还没有合并的照条文改；已经合并的不改原来的，经过里的用更正补，答复里的下一份写全；"
        f"这一条要求写什么，看 duban rules {book.id}"
    )
    return Check.of_rule(rule.id, ERROR if is_error else WARNING, rule.title, rule.citation, remedy)


def _can_be_named(rule: Rule) -> bool:
    """Return whether a finding can have a rule's id: it demands something, or an act can be too late for it."""
    is_late_without_effect = rule.type == "window" or rule.counts_back or rule.counts_minutes
    return bool(rule.requires or is_late_without_effect or rule.extends or rule.open_end)
