"""What is sealed in one case must not stand in another: nobody can see from outside whose words are in a box.

The number of the case is inside, and whoever opens a copied box is told. But until then the other case would pass
for having its writer sealed. So a new box, or its digest, is looked for in all other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.cases.case_numbers import CASES, number_of
from duban.findings import guard_checks
from duban.findings.finding import Violation, Where
from duban.git.git_objects import GitObjects
from duban.privacy import sealing
from duban.yamlfile.value_equality import same_value

_LINES = ("digest", "YWdlLWVuY3J5cHRpb24ub3JnL3Yx")
"""What stands in the lines of a digest, and in the first line of a box: age-encryption.org/v1 in Base64."""

_FEW = 20
"""So many marks are looked for one by one; of more, all lines that may hold one are read."""

_MARKS = re.compile(r"\b[0-9a-f]{64}\b|YWdlLWVuY3J5cHRpb24ub3JnL3Yx[A-Za-z0-9+/]{36}")
"""A digest; the first line of a box, which ends in 96 bits of a key that is made anew for each."""


@dataclass(frozen=True, slots=True)
class NewSeal:
    """A sealed block that a change brings: its file, its field, where it stands, and what it is known by."""

    path: str
    name: str
    where: Where
    marks: frozenset[str]


def new_seals(path: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Iterator[NewSeal]:
    """Yield the sealed blocks of a file that were not in it before, each with the marks that are new."""
    before = dict(sealing.fields(old or {}))
    for name, block in sealing.fields(new):
        if sealing.is_block(block) and not same_value(block, before.get(name)):
            marks = _marks(block) - _marks(before.get(name))
            yield NewSeal(path, name, sealing.field_path(name)[1], marks)


def copied_seals(
    store: GitObjects, tree: str | None, seals: Iterable[NewSeal], gone: frozenset[str]
) -> Iterator[tuple[str, Violation]]:
    """Yield (path, violation) for each new block that stands elsewhere: in another file of `tree` but for those that
    are `gone`, or in another field of the change."""
    wanted = [seal for seal in seals if seal.marks]
    marks = sorted(frozenset().union(*(seal.marks for seal in wanted)))
    homes = _homes(store, tree, gone, marks if len(marks) <= _FEW else _LINES) if tree and marks else {}
    for seal in wanted:
        other, field = next((homes[mark] for mark in sorted(seal.marks) if mark in homes), ("", ""))
        if other not in ("", seal.path):
            yield seal.path, _violation(seal, number_of(other))
        elif field:
            yield seal.path, _violation(seal, f"本件的 {field}")
        homes.update((mark, (seal.path, seal.name)) for mark in seal.marks)


def _homes(
    store: GitObjects, tree: str, gone: frozenset[str], texts: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Return the file of each mark, in the lines of a tree's cases that have one of some texts in them, and an empty
    field, since the files are read as text."""
    homes: dict[str, tuple[str, str]] = {}
    for full, line in store.lines_with(tree, f"{store.prefix}{CASES}", texts):
        path = full.removeprefix(store.prefix)
        if path not in gone:
            homes.update((mark, (path, "")) for mark in _MARKS.findall(line))
    return homes


def _violation(seal: NewSeal, other: str) -> Violation:
    message = (
        f"封存的 {seal.name} 是从 {other} 抄来的，打开来不是这一项的内容；"
        "请删去，由保管密钥的人用 duban seal 把这一件自己的内容封存进来"
    )
    return guard_checks.SEALED_COPY.violation(seal.where, message)


def _marks(block: Any) -> frozenset[str]:
    if not isinstance(block, Mapping):
        return frozenset()
    texts = (block.get("digest"), block.get("box"))
    return frozenset(mark for text in texts if isinstance(text, str) for mark in _MARKS.findall(text))
