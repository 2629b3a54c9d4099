"""A check: one thing that can be said of a register. Every finding is made through one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from duban.findings.finding import ERROR, Finding, Violation, Where

_OF_A_CASE = frozenset({"case", "entry", "lifecycle", "reference", "register", "schema"})
_MERGED = "已经合并的不改、不删：记错了的，在经过最后加一条更正，写明更正第几条（corrects）；漏记的加在最后"


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the registry, in a clerk's Chinese but for `id` and `level`.

    `basis` is the article, norm or reason it rests on, `remedy` what to write instead, `example` a wrong line and
    the right one. `level` is what its findings have unless one says otherwise: error, warning or notice.
    """

    id: str
    level: str
    title: str
    basis: str
    remedy: str
    example: str = ""

    @property
    def after_merging(self) -> str:
        """What to do where the fault stands in what is merged already, which nobody may change; empty for no case."""
        return _MERGED if self.id.partition(".")[0] in _OF_A_CASE else ""

    @classmethod
    def of_rule(cls, rule_id: str, level: str, title: str, citation: str, remedy: str) -> Check:
        """Return the row for a rule of a rulebook, for lists of what can be said; it rests on its article."""
        return cls(rule_id, level, title, citation, remedy)

    def finding(
        self,
        path: str,
        line: int,
        column: int,
        message: str,
        citation: str | None = None,
        level: str | None = None,
    ) -> Finding:
        """Return a finding in a file; line and column count from 1."""
        return Finding(path, line, column, self.id, level or self.level, message, citation)

    def violation(
        self, where: Where, message: str, citation: str | None = None, level: str | None = None
    ) -> Violation:
        """Return a finding whose line is not known yet: it names the value by its path inside the file."""
        return Violation(where, self.id, message, level or self.level, citation)


def rows(names: Mapping[str, object]) -> tuple[Check, ...]:
    """Return the rows among the public names of a table, in order of id."""
    found = (row for name, row in names.items() if isinstance(row, Check) and not name.startswith("_"))
    return tuple(sorted(found, key=lambda row: row.id))


class RuleCheck(NamedTuple):
    """The check a rule of a rulebook stands for; its id, level and article come from the rulebook."""

    id: str
    citation: str

    def violation(self, where: Where, message: str, level: str = ERROR) -> Violation:
        """Return a breach of the rule, with its article."""
        return Violation(where, self.id, message, level, self.citation)
