"""Two lists of what is owed, as `due --status all --format json` prints them: what the second has lost of the first.

They come from two programs over the same register: whatever differs, the program made differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from duban.engine.duty import OWED
from duban.engine.lateness import CLOSED_LATE, NOT_LATE, OPEN_LATE, RELEASED_LATE, Lateness, is_less
from duban.findings.finding import Unusable

LOST, GONE, LATER, OTHER = "lost", "gone", "later", "other"
"""Late by less or not at all; owed no more; due later; anything else that is not the same."""

_LATE = {"overdue": OPEN_LATE, "met_late": CLOSED_LATE, "waived": RELEASED_LATE}
_LARGEST = 1 << 28  # bytes


class Difference(NamedTuple):
    """A duty that the two lists do not have alike: its kind, and its row in each (None: not there)."""

    kind: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def row(self) -> Mapping[str, Any]:
        """The row there is: of the first list, if it has one."""
        row = self.before or self.after
        assert row is not None
        return row


def read_duties(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return the rows of a list by the ids of the duties. Raises Unusable for what is no such list."""
    try:
        with open(path, "rb") as file:
            value = json.loads(file.read(_LARGEST))
        rows = [
            (row["id"], row["status"], row["due"], row["late_days"], row["unit"], row)
            for row in value["duties"]
        ]
    except OSError:
        raise Unusable(f"{path}：读不到") from None
    except (ValueError, KeyError, TypeError):
        raise Unusable(f"{path}：不是 duban due --status all --format json 写的") from None
    return {row[0]: row[-1] for row in rows}


def differences(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    """Yield every duty the second list does not have as the first has it, those it alone has last."""
    for id, row in before.items():
        other = after.get(id)
        kind = _kind(row, other)
        if kind:
            yield Difference(kind, row, other)
    yield from (Difference(OTHER, None, row) for id, row in after.items() if id not in before)


def _kind(row: Mapping[str, Any], other: Mapping[str, Any] | None) -> str:
    """Return what the second list has lost of a row; "" where nothing differs that counts."""
    late = _lateness(row)
    if late.is_late and (other is None or is_less(late, _lateness(other)) or other["unit"] != row["unit"]):
        return LOST
    if other is None or (row["status"] in OWED and other["status"] not in OWED):
        return GONE
    if row["status"] in OWED and row["due"] and (not other["due"] or other["due"] > row["due"]):
        return LATER
    same = all(row[key] == other[key] for key in ("status", "due", "late_days", "unit"))
    return "" if same else OTHER


def _lateness(row: Mapping[str, Any]) -> Lateness:
    state = _LATE.get(row["status"], NOT_LATE)
    is_late = row["late_days"] > 0 or row["status"] in ("overdue", "met_late")
    return Lateness(state, row["late_days"]) if is_late else Lateness(NOT_LATE)
