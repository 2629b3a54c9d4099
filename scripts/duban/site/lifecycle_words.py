"""How a matter goes, in words: its states, which events lead where, which change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from duban.law.rulebook import State


class StateText(NamedTuple):
    """A state: what it means, which events lead where, which change nothing."""

    state: str
    mark: str
    moves: tuple[tuple[str, str], ...]  # (event, state it leads to)
    idle: tuple[str, ...]


def state_texts(states: Mapping[str, State]) -> Iterator[StateText]:
    """Yield the states in the rulebook's order."""
    first = next(iter(states), "")
    for name, state in states.items():
        marks = [
            *(["起点"] if name == first else []),
            *(["单位仍负责"] if state.holds else []),
            *(["到此为止"] if state.final and not state.on else ["可以到此为止"] if state.final else []),
        ]
        away = tuple((event, target) for event, target in state.on.items() if target != name)
        idle = tuple(event for event, target in state.on.items() if target == name)
        yield StateText(name, "、".join(marks), away, idle)
