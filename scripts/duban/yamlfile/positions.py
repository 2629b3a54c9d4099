"""Where a value stands in its file: a second reading, made only when there is something to report."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs lack it

from duban.findings.finding import Where

Position = tuple[int, int]
"""Line and column, from 1."""


def nearest(data: bytes, where: Where) -> Position:
    """Return line and column (from 1) of the value at `where`, else of the nearest one around it."""
    positions = _positions(data)
    for length in range(len(where), 0, -1):
        position = positions.get(where[:length])
        if position:
            return position
    return 1, 1


@lru_cache(maxsize=8)
def _positions(data: bytes) -> dict[Where, Position]:
    """Return the position of every key and list item; of a key written twice, the first."""
    tracker = _Tracker()
    parser = CParser(data)
    try:
        while (event := parser.get_event()) is not None:
            tracker.take(event)
    except yaml.YAMLError:
        pass  # what was understood before the error is still right
    return tracker.positions


class _Tracker:
    """Follows the events and notes where each key and item begins."""

    def __init__(self) -> None:
        self.positions: dict[Where, Position] = {}
        # Of the mapping or list being read; the last: what comes next, None for a key.
        self._path: list[Any] = []
        self._is_mapping: list[bool] = []

    def take(self, event: Any) -> None:
        """Note what an event begins, and step on after what it ends."""
        kind = type(event)
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._is_mapping.pop()
            self._path.pop()
            self._step_on()
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._note(event)
            self._is_mapping.append(kind is yaml.MappingStartEvent)
            self._path.append(None if kind is yaml.MappingStartEvent else 0)
        elif (kind is yaml.ScalarEvent or kind is yaml.AliasEvent) and not self._note(event):
            self._step_on()

    def _note(self, event: Any) -> bool:
        """Keep the position of a key or item; True for a key, whose value is still to come."""
        if not self._is_mapping:
            return False
        is_key = self._is_mapping[-1] and self._path[-1] is None
        if is_key:
            self._path[-1] = event.value if type(event) is yaml.ScalarEvent else ""
        if is_key or not self._is_mapping[-1]:
            mark = event.start_mark
            self.positions.setdefault(tuple(self._path), (mark.line + 1, mark.column + 1))
        return is_key

    def _step_on(self) -> None:
        if self._is_mapping:
            self._path[-1] = None if self._is_mapping[-1] else self._path[-1] + 1
