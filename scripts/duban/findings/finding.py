"""Values that every room of the program speaks in: what is wrong, where, by which rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"

Where = tuple[str | int, ...]
"""Path of a value inside a file: keys of mappings and indices of lists, from 0."""

_NO_FILE = re.compile(r"提交 [0-9a-f]+|分支|标签|（主分支）")


class Unusable(Exception):
    """Input or arguments nothing can be done with; its text is one clear Chinese line for a clerk."""


def dotted(where: Where) -> str:
    """Return a value's path as text, `timeline.4.into`."""
    return ".".join(map(str, where))


def parse_dotted(text: str) -> Where:
    """Return the path that `dotted` wrote; what is written in digits is an index."""
    return tuple(int(step) if step.isdigit() else step for step in text.split("."))


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing found in one file. Lines and columns count from 1; level is error, warning or notice.

    For a commit, a branch or a tag the path is its name (提交 1a2b3c4d5e, 分支 …).
    """

    path: str
    line: int
    column: int
    rule: str
    level: str
    message: str
    citation: str | None = None

    @classmethod
    def restored(cls, values: Sequence[Any]) -> Finding:
        """Return a finding kept by a cache: its values in the order of the fields."""
        return cls(*values)

    @property
    def at_its_line(self) -> str:
        """Path, line, column and message, in one line."""
        return f"{self.path}:{self.line}:{self.column} {self.message}"

    @property
    def is_in_a_file(self) -> bool:
        """Whether it can be shown at a line of a file."""
        return _NO_FILE.fullmatch(self.path) is None


class UnusableFile(Unusable):
    """A file that no command can use; its message has a line for each finding, behind `head` where that is given."""

    def __init__(self, findings: Iterable[Finding], head: str = "") -> None:
        self.findings = tuple(findings)
        lines = [finding.at_its_line for finding in self.findings]
        super().__init__("\n".join([head, *lines] if head else lines))


@dataclass(frozen=True, slots=True)
class Violation:
    """A finding before its line is known: it names the value by its path inside the file."""

    where: Where
    rule: str
    message: str
    level: str = ERROR
    citation: str | None = None


class Locates(Protocol):
    """Whatever knows the line and column of a value: a document that was read."""

    @property
    def value(self) -> dict[str, Any] | None: ...

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    def locate(self, where: Where) -> tuple[int, int]: ...


def located(document: Locates, path: str, violations: Iterable[Violation]) -> Iterator[Finding]:
    """Yield each violation as a finding at its line and column.

    What the reader already reported of the same scalar (that it is empty, say) is not reported again.
    """
    reported = {(finding.line, finding.column) for finding in document.findings}
    for violation in violations:
        line, column = document.locate(violation.where)
        value = value_at(document.value, violation.where) if (line, column) in reported else None
        if violation.where and value is not None and not isinstance(value, dict | list):
            continue
        yield Finding(
            path, line, column, violation.rule, violation.level, violation.message, violation.citation
        )


def value_at(value: Any, where: Where) -> Any:
    """Return the value at a path inside a parsed value, None where it has none."""
    for step in where:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value
