"""When two parsed values say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def same_value(value: Any, other: Any) -> bool:
    """Whether two parsed values say the same; true is not 1, and line ends after a text do not count."""
    return value is other or comparable_text(value) == comparable_text(other)


def comparable_text(value: Any) -> str:
    """Return a value as JSON with sorted keys, line ends after texts left out: equal for equal values."""
    return json.dumps(_trimmed(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _trimmed(value: Any) -> Any:
    if isinstance(value, str):
        return value.rstrip("\n")
    if isinstance(value, Mapping):
        return {key: _trimmed(part) for key, part in value.items()}
    return [_trimmed(part) for part in value] if isinstance(value, list) else value
