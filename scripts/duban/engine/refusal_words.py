"""Why an entry finds no assignment to speak of, in a clerk's words: what is not written, or who holds the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duban.cases.case import Answer, Entry
from duban.cases.case_history import Assignment
from duban.cases.schema_messages import quoted
from duban.law.rulebook import State
from duban.law.vocabulary import Event

_ROLES = {"lead": "主办单位", "part": "分办单位", "co": "协办单位"}
_FIELDS = {"lead": "to", "part": "parts", "co": "co_units"}


def not_assigned_words(
    entry: Entry, event: Event, unit: str, assignments: Sequence[Assignment], answers: Sequence[Answer]
) -> str:
    """Return why no assignment is that of `unit` (empty: none is named), and what to write instead."""
    about, act = f"第{entry.number}条", f"“{entry.event}”"
    holders = list(dict.fromkeys(held.unit for held in assignments if held.role in event.roles))
    if event.whose == "answer" and not unit:
        return f"{about}：{_which_answer(entry, act, answers)}"
    if not assignments:
        return f"{about}：{unit or '这里'}没有承办这一件，不能记{act}；这一件还没有交办"
    if not holders:
        return f"{about}：{_without_such_units(act, event)}"
    if not unit and event.whose != "by":
        choice = holders[0] if len(holders) == 1 else f"…（写其中一个：{'、'.join(holders)}）"
        return f"{about}：{act}没有写是哪个单位的，请补上 to: {choice}"
    return f"{about}：{unit or '这里'}没有承办这一件，不能记{act}；承办的是：{'、'.join(holders)}"


def _without_such_units(act: str, event: Event) -> str:
    roles = [role for role in _ROLES if role in event.roles]
    named, fields = "、".join(map(_ROLES.__getitem__, roles)), "、".join(map(_FIELDS.__getitem__, roles))
    return f"{act}由{named}来记，这一件交办的时候没有写{named}（交办那一条的 {fields}）"


def _which_answer(entry: Entry, act: str, answers: Sequence[Answer]) -> str:
    ids = [answer.id for answer in answers]
    if "of_answer" not in entry.fields:
        wanted = ids[-1] if ids else "a1"
        return f"{act}没有写是对哪一份答复的，请补上 of_answer: {wanted}"
    written = entry.fields["of_answer"]
    known = f"answers 里有：{'、'.join(ids)}" if ids else "answers 里没有读得懂的答复，先把它写好、改对"
    return f"{act}说的答复 {written} 找不到；{known}"


def leading_events(states: Mapping[str, State]) -> set[str]:
    """Return the events that lead from one of these states to another."""
    return {event for state in states.values() for event in state.on}


def later_words(word: str, known: set[str], synonyms: Mapping[str, tuple[str, ...]]) -> str:
    """Return what of the events `known` a word means, where none of them can be recorded yet; else empty."""
    if meant := [event for event in synonyms.get(word, ()) if event in known]:
        return f"“{word}”在这里叫{quoted(meant)}，现在还不能记。"
    choice = "或者".join(f"“{event}”" for event in sorted(known) if word in event)
    return f"是不是想写{choice}？现在还不能记。" if choice else ""


def way_to(event: str, now: str, states: Mapping[str, State]) -> str:
    """Return `要先记“…”。` with the fewest events that lead from a state to one where `event` may be recorded.

    Empty where none does.
    """
    ways: dict[str, tuple[str, ...]] = {now: ()}
    for name in (waiting := [now]):
        state = states.get(name)
        if state is None:
            continue
        if event in state.on:
            steps = "".join(f"“{step}”" for step in ways[name])
            return f"要先记{steps}，再记“{event}”。" if steps else ""
        for step, target in state.on.items():
            if target not in ways:
                ways[target] = (*ways[name], step)
                waiting.append(target)
    return ""
