"""Whether a file still holds the case it held, and a meeting its topics and items: by what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duban.yamlfile.value_equality import comparable_text, same_value

_FEWEST = 3
"""So many facts at least must be others before a file is taken for another case."""


def is_another(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether most facts of arrival, the title or the sealed block among them, are others: it is another case."""
    names = old.keys() | new.keys()
    changed = {name for name in names if not same_value(old.get(name), new.get(name))}
    return (
        len(changed) >= _FEWEST
        and 2 * len(changed) > len(names)
        and not changed.isdisjoint(("title", "sealed"))
    )


def missing_parts(before: Sequence[Any], after: Sequence[Any]) -> list[int]:
    """Return the indices of the parts that are gone from a list that became shorter; the last ones where in doubt."""
    left = _names(after)
    missing = []
    for index, name in enumerate(_names(before)):
        if name in left:
            left.remove(name)
        else:
            missing.append(index)
    gone = len(before) - len(after)
    return missing if len(missing) == gone else list(range(len(after), len(before)))


def first_moved_part(before: Sequence[Any], after: Sequence[Any]) -> int | None:
    """Return the first index at which another part stands than did, where the one that stood there is elsewhere."""
    names = _names(after)
    for index, name in enumerate(_names(before)):
        if names[index] != name:
            return index if name in names else None
    return None


def _names(parts: Sequence[Any]) -> list[str]:
    return [comparable_text(part.get("title") if isinstance(part, Mapping) else part) for part in parts]
