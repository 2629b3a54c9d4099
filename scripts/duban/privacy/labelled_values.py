"""Values whose label does not stand before them, read as if it did: each as “label:value”, by the rules that know the label.

Heads of columns (labelled_columns.py), fields of programs (program_values.py) and labels further off (values_apart.py)
say what such values are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

_APART = "\n\n†\n\n"
"""Stands between two values: nothing reaches from one into the next."""


class LabelledValue(NamedTuple):
    """A value, where it starts in the folded text, and the Chinese label that says what it is."""

    label: str
    start: int
    value: str


class LabelledText(NamedTuple):
    """Values as one text, each behind its label; `places` and `originals` say where each starts in it and in the folded
    text that they come from."""

    text: str
    places: list[int]
    originals: list[int]

    def original(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where in the folded text a part of this one stands, `None` where it is not all within one value."""
        index = bisect_right(self.places, first) - 1
        if index < 0 or self.text.find(_APART, self.places[index]) < last:
            return None
        shift = self.originals[index] - self.places[index]
        return first + shift, last + shift


def labelled_text(values: Iterable[LabelledValue]) -> LabelledText | None:
    """Return values as one text, each behind its label; `None` if there are none."""
    listed = [*values]
    parts = [f"{label}:{value}{_APART}" for label, _, value in listed]
    starts = accumulate(map(len, parts), initial=0)
    places = [start + len(label) + 1 for start, (label, _, _) in zip(starts, listed, strict=False)]
    return LabelledText("".join(parts), places, [start for _, start, _ in listed]) if parts else None
