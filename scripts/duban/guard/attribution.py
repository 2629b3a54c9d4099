"""Which commit brought which piece of the record: an entry belongs to whoever signed the commit it first stands in.

Pieces are compared as values, each in the list or place it stands in. What a merge only carries over from a
parent is not its own; what it adds, or puts together anew, is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from duban.cases.case_numbers import PARTS
from duban.findings.finding import Where
from duban.git.git_objects import GitObjects
from duban.git.object_formats import GitCommit
from duban.guard.compare_values import LISTS, Added, canonical
from duban.yamlfile.document import read_yaml

Piece = tuple[Where, str]
"""A list and the value of one of its elements, or a header fact and its value."""


class Attribution:
    """What the commits of a change brought to the files of the record, and in the end what earlier ones did."""

    def __init__(
        self, store: GitObjects, touching: Mapping[str, Sequence[GitCommit]], base: str | None
    ) -> None:
        """`touching` are the commits of the change that made a file what it is, by its path from the office's root."""
        self._store, self._touching, self._base = store, touching, base
        self._pieces = lru_cache(maxsize=4096)(self._read)
        self._found: dict[str, dict[Piece, list[GitCommit]]] = {}

    def authors(self, added: Added, value: Mapping[str, Any]) -> list[GitCommit] | None:
        """Return the commits that brought what was added; None where a piece of it stands in none of them.

        `value` is the file as the change leaves it.
        """
        brought = self._brought(added.path)
        found: dict[str, GitCommit] = {}
        for piece in _of(added, value):
            commits = brought.get(piece)
            if not commits:
                return None
            found.update((one.oid, one) for one in commits)
        return list(found.values()) or None

    def recorded(self, path: str, piece: Piece) -> list[GitCommit]:
        """Return the commits that brought a piece of the record, in this change or ever before."""
        return self._brought(path).get(piece, []) or list(self._origins(path, piece))

    def value(self, path: str, commit: str) -> Mapping[str, Any]:
        """Return what stands in a file at a commit; empty where it is not there or cannot be read."""
        item = self._store.at(self._store.commit(commit).tree, f"{self._store.prefix}{path}")
        found = (
            read_yaml(self._store.blob(item.oid), path).value if item and item.mode >> 12 == 0o10 else None
        )
        return found if isinstance(found, Mapping) else {}

    def _brought(self, path: str) -> Mapping[Piece, list[GitCommit]]:
        """Return the commits of the change that brought each piece of a file."""
        if path not in self._found:
            found: dict[Piece, list[GitCommit]] = {}
            for commit in self._touching.get(path, ()):
                here = self._at(commit.oid, path)
                for piece in self._own(here, [self._at(one, path) for one in commit.parents]):
                    found.setdefault(piece, []).append(commit)
            self._found[path] = found
        return self._found[path]

    @staticmethod
    def _own(here: Counter[Piece], parents: Iterable[Counter[Piece]]) -> list[Piece]:
        """Return the pieces there are more of than in every parent."""
        earlier = list(parents)
        return [piece for piece, count in here.items() if all(parent[piece] < count for parent in earlier)]

    def _origins(self, path: str, piece: Piece) -> Iterator[GitCommit]:
        waiting, seen = [self._base] if self._base else [], set[str]()
        while waiting:
            oid = waiting.pop()
            if oid in seen or not self._at(oid, path)[piece]:
                continue
            seen.add(oid)
            commit = self._store.commit(oid)
            if piece in self._own(self._at(oid, path), [self._at(one, path) for one in commit.parents]):
                yield commit
            waiting.extend(commit.parents)

    def _at(self, commit: str, path: str) -> Counter[Piece]:
        item = self._store.at(self._store.commit(commit).tree, f"{self._store.prefix}{path}")
        return self._pieces(item.oid, path) if item and item.mode >> 12 == 0o10 else Counter()

    def _read(self, blob: str, path: str) -> Counter[Piece]:
        value = read_yaml(self._store.blob(blob), path).value
        return Counter(_pieces((), value)) if isinstance(value, Mapping) else Counter()


def entry_piece(value: Mapping[str, Any], where: Where) -> Piece | None:
    """Return the piece an element of a list is, None where there is no such element."""
    found: Any = value
    for step in where:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return None
    return where[:-1], canonical(found)


def _of(added: Added, value: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield the pieces of what was added: of a case or part every fact, of a block sealed anew the whole fact."""
    where = added.where
    if added.what in ("case", "part"):
        yield from (((*where, key), canonical(fact)) for key, fact in added.value.items())
    elif added.what == "seal":
        fact = where[:3] if where[0] in PARTS else where[:1]
        piece = entry_piece(value, fact)
        yield (fact, piece[1]) if piece else (fact, "")
    else:
        yield where[:-1], canonical(added.value)


def _pieces(where: Where, value: Mapping[str, Any]) -> Iterator[Piece]:
    for key, fact in value.items():
        spot = (*where, key)
        if key in LISTS and isinstance(fact, list):
            yield from ((spot, canonical(one)) for one in fact)
        elif key in PARTS and isinstance(fact, list) and not where:
            for place, part in enumerate(fact):
                if isinstance(part, Mapping):
                    yield from _pieces((*spot, place), part)
        else:
            yield spot, canonical(fact)
