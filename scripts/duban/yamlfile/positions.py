"""Where a value stands in its file: a second reading, made only when there is something to report."""

from __future__ import annotations

from functools import lru_cache

from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)
from yaml.cyaml import CParser

from duban.findings.finding import Where

Spot = tuple[int, int]


def nearest(data: bytes, where: Where) -> Spot:
    """Return line and column (from 1) of the value at `where`, else of the nearest one around it."""
    spots = _spots(data)
    for length in range(len(where), 0, -1):
        spot = spots.get(where[:length])
        if spot:
            return spot
    return 1, 1


@lru_cache(maxsize=8)
def _spots(data: bytes) -> dict[Where, Spot]:
    """Return the place of every key and list item; of a key written twice, the first."""
    spots: dict[Where, Spot] = {}
    parser = CParser(data)
    where: list[str | int | None] = []  # path of the box being read; the last: what comes next in it
    mapping: list[bool] = []
    try:
        while (event := parser.get_event()) is not None:
            kind = type(event)
            opens = kind is MappingStartEvent or kind is SequenceStartEvent
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                mapping.pop()
                where.pop()
            elif not (opens or kind is ScalarEvent or kind is AliasEvent):
                continue
            else:
                spot = (event.start_mark.line + 1, event.start_mark.column + 1)
                if mapping and mapping[-1] and where[-1] is None:
                    where[-1] = event.value if kind is ScalarEvent else ""
                    spots.setdefault(tuple(where), spot)
                    if kind is ScalarEvent or kind is AliasEvent:
                        continue
                elif mapping and not mapping[-1]:
                    spots.setdefault(tuple(where), spot)
                if opens:
                    mapping.append(kind is MappingStartEvent)
                    where.append(None if mapping[-1] else 0)
                    continue
            if mapping and where:
                last = where[-1]
                where[-1] = None if mapping[-1] else last + 1  # type: ignore[operator]
    except YAMLError:
        pass  # what was understood before the error is still right
    return spots
