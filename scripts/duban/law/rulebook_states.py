"""The states of a rulebook as a graph: every state must be reachable, and every one but a final one can be left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duban.law.rulebook import State


def dead_ends(states: Mapping[str, State]) -> Iterator[tuple[str, str]]:
    """Yield (state, what is wrong) for states nobody can leave, reach, or that lead nowhere known."""
    reached, ahead = set(), [next(iter(states))] if states else []
    while ahead:
        name = ahead.pop()
        if name in reached or name not in states:
            continue
        reached.add(name)
        ahead += states[name].on.values()
    for name, state in states.items():
        for word, target in state.on.items():
            if target not in states:
                yield name, f"“{word}”之后的状态“{target}”没有定义"
        if name not in reached:
            yield name, f"状态“{name}”从开头走不到"
        if not state.final and not any(target != name for target in state.on.values()):
            yield name, f"状态“{name}”进去就出不来；写上能离开它的事件，或者标明 final: true"
