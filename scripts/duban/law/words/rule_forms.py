"""The forms a rule can have, by its type, by what there is one of, and whether weekly: a word acts in some of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from duban.law.rulebook import DUTIES

CASE, ASSIGNMENT, EVENT, ROUND = "case", "assignment", "event", "round"
"""What there is one instance of."""


class RuleForm(NamedTuple):
    """The form of a rule; `scope` is empty where there are no instances: what recurs, what is only asked for."""

    type: str
    scope: str = ""
    weekly: bool = False

    def __str__(self) -> str:
        """Return the form as it is written: type: duty、scope: case、every: week."""
        parts = [f"type: {self.type}"]
        parts += [f"scope: {self.scope}"] if self.scope else []
        parts += ["every: week"] if self.weekly else []
        return "、".join(parts)


_SCOPES = (CASE, ASSIGNMENT, EVENT)
LIMITED = frozenset(RuleForm(type, scope) for type in sorted(DUTIES) for scope in _SCOPES)
"""Duties and windows of one case."""

WEEKLY = frozenset(RuleForm("duty", scope, weekly=True) for scope in _SCOPES)
"""Reports that are due each week while a case is in hand."""

ROUNDS = frozenset({RuleForm("duty", ROUND)})
RECURRING = frozenset({RuleForm("recurring")})
ASKING = frozenset(RuleForm(type) for type in ("check", "field", "route"))
"""Rules that only ask for something, or count."""

OF_CASES = LIMITED | WEEKLY
OF_UNITS = frozenset(form for form in OF_CASES | ROUNDS if form.scope in (ASSIGNMENT, ROUND))
"""Of which there is one for each unit that holds the case, so that the unit owes it."""

EVERYWHERE = OF_CASES | ROUNDS | RECURRING | ASKING
"""Every form there is."""


def form_of(rule: Mapping[str, Any]) -> RuleForm:
    """Return the form of a rule as written; one that is not among `EVERYWHERE` is none there is.

    Only duties and windows have a scope, and of them what recurs inside a case is weekly.
    """
    if rule["type"] in DUTIES:
        return RuleForm(rule["type"], rule["scope"], "every" in rule)
    return RuleForm(rule["type"])


def forms_words(forms: Iterable[RuleForm]) -> str:
    """Return forms in few words, each type with its scopes: duty（scope: case、event）、recurring."""
    scopes: dict[str, list[str]] = {}
    for form in sorted(forms):
        name = f"{form.type}（every: week）" if form.weekly else form.type
        scopes.setdefault(name, []).extend([form.scope] if form.scope else [])
    listed = (f"{name} 的 {'、'.join(found)}" if found else name for name, found in scopes.items())
    return "；".join(listed)
