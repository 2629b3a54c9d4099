"""Which commit brought which piece of the record: an entry belongs to the signer of the first commit that has it.

Pieces are compared as values, each within its list or key, an entry without the approval of a second person: whoever
confirms an entry has not recorded it. A merge does not bring what it carries over from a
parent; it brings what it adds or recombines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from duban.cases.case_numbers import PARTS
from duban.engine.lateness_decision import APPROVAL
from duban.findings.finding import Where, value_at
from duban.git.git_objects import GitObjects
from duban.git.object_formats import GitCommit
from duban.guard.compare_values import LISTS, Addition
from duban.yamlfile.read_yaml import read_yaml
from duban.yamlfile.value_equality import comparable_text

Piece = tuple[Where, str]
"""A list and the value of one of its elements, or a header fact and its value."""


class Attribution:
    """What the commits of a change brought to the files of the record, and where needed what earlier ones did."""

    def __init__(
        self, store: GitObjects, touching: Mapping[str, Sequence[GitCommit]], base: str | None
    ) -> None:
        """`touching` are the commits of the change that made a file what it is, by its path from the office's root."""
        self._store, self._touching, self._base = store, touching, base
        self._pieces = lru_cache(maxsize=4096)(self._read)
        self._brought_to: dict[str, dict[Piece, list[GitCommit]]] = {}

    def authors(self, addition: Addition, value: Mapping[str, Any]) -> list[GitCommit] | None:
        """Return the commits that brought an addition; None where no commit brought one of its pieces.

        `value` is the file as the change leaves it.
        """
        brought = self._brought(addition.path)
        found: dict[str, GitCommit] = {}
        for piece in _pieces_of(addition, value):
            commits = brought.get(piece)
            if not commits:
                return None
            found.update((commit.oid, commit) for commit in commits)
        return list(found.values()) or None

    def recorded(self, path: str, piece: Piece) -> list[GitCommit]:
        """Return the commits that brought a piece of the record, in this change or ever before."""
        return self._brought(path).get(piece, []) or list(self._origins(path, piece))

    def value(self, path: str, commit: str) -> Mapping[str, Any]:
        """Return the value of a file at a commit; empty where it does not exist or cannot be read."""
        blob = self._blob(path, commit)
        value = read_yaml(self._store.blob(blob), path).value if blob else None
        return value if isinstance(value, Mapping) else {}

    def _brought(self, path: str) -> Mapping[Piece, list[GitCommit]]:
        """Return the commits of the change that brought each piece of a file."""
        if path not in self._brought_to:
            found: dict[Piece, list[GitCommit]] = {}
            for commit in self._touching.get(path, ()):
                for piece in self._own(commit, path):
                    found.setdefault(piece, []).append(commit)
            self._brought_to[path] = found
        return self._brought_to[path]

    def _own(self, commit: GitCommit, path: str) -> list[Piece]:
        """Return the pieces of a file that a commit has more of than each of its parents."""
        parents = [self._at(parent, path) for parent in commit.parents]
        pieces = self._at(commit.oid, path)
        return [piece for piece, count in pieces.items() if all(parent[piece] < count for parent in parents)]

    def _origins(self, path: str, piece: Piece) -> Iterator[GitCommit]:
        """Yield the commits before the change that brought a piece."""
        waiting, seen = [self._base] if self._base else [], set[str]()
        while waiting:
            oid = waiting.pop()
            if oid in seen or not self._at(oid, path)[piece]:
                continue
            seen.add(oid)
            commit = self._store.commit(oid)
            if piece in self._own(commit, path):
                yield commit
            waiting.extend(commit.parents)

    def _at(self, commit: str, path: str) -> Counter[Piece]:
        blob = self._blob(path, commit)
        return self._pieces(blob, path) if blob else Counter()

    def _blob(self, path: str, commit: str) -> str | None:
        item = self._store.at(self._store.commit(commit).tree, f"{self._store.prefix}{path}")
        return item.oid if item and item.mode >> 12 == 0o10 else None

    def _read(self, blob: str, path: str) -> Counter[Piece]:
        value = read_yaml(self._store.blob(blob), path).value
        return Counter(_pieces((), value)) if isinstance(value, Mapping) else Counter()


def piece_at(value: Mapping[str, Any], where: Where) -> Piece | None:
    """Return the piece at a path inside a file, None where there is no value."""
    found = value_at(value, where)
    return None if found is None else (where[:-1], _element_text(found))


def _pieces_of(addition: Addition, value: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield the pieces of an addition: of a case or part every fact, of a resealed block the whole fact."""
    where = addition.where
    if addition.kind in ("case", "part"):
        yield from (((*where, key), comparable_text(fact)) for key, fact in addition.value.items())
    elif addition.kind == "seal":
        fact = where[:3] if where[0] in PARTS else where[:1]
        piece = piece_at(value, fact)
        yield fact, piece[1] if piece else ""
    else:
        yield where[:-1], _element_text(addition.value)


def _pieces(where: Where, value: Mapping[str, Any]) -> Iterator[Piece]:
    for key, fact in value.items():
        position = (*where, key)
        if key in LISTS and isinstance(fact, list):
            yield from ((position, _element_text(element)) for element in fact)
        elif key in PARTS and isinstance(fact, list) and not where:
            for index, part in enumerate(fact):
                if isinstance(part, Mapping):
                    yield from _pieces((*position, index), part)
        else:
            yield position, comparable_text(fact)


def _element_text(element: Any) -> str:
    """Return an element of a list as text, without the approval that somebody else adds to it."""
    if isinstance(element, Mapping) and APPROVAL in element:
        element = {key: fact for key, fact in element.items() if key != APPROVAL}
    return comparable_text(element)
