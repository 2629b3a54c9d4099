"""What an entry that assigns a case makes of it: who gets it in which role, and whose place each unit takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duban.cases.case import Entry
from duban.cases.case_history import ANSWERING, Assignment, CaseHistory
from duban.findings import lifecycle_checks
from duban.findings.check import Check
from duban.findings.finding import Violation


@dataclass(frozen=True, slots=True)
class Charge:
    """A unit named by an entry in a role; `origin` is the part of a duty's id that stands for it."""

    role: str
    unit: str
    origin: str


def open_assignments(history: CaseHistory, entry: Entry, state: str) -> Violation | None:
    """Open the assignments an entry names, in their first `state`.

    Return why it cannot; nothing has changed then.
    """
    charges = charges_of(entry)
    if not charges:
        if not history.case.sealed:
            message = f"“{entry.event}”要写交给谁：to、parts 或 co_units"
            return _violation(lifecycle_checks.NOT_ASSIGNED, entry, "event", message)
        charges = [Charge("lead", "", str(entry.number))]
    replaced = _replaced(history, entry, {charge.role for charge in charges})
    if "instead" in entry.fields and not replaced:
        known = replaceable(history)
        message = (
            f"第{entry.fields['instead']}条接替不了：instead 写还没有处理的那条退办、或者原来那条交办是第几条"
        )
        message += f"。{known}" if known else "；现在没有单位承办，不用写 instead"
        return _violation(lifecycle_checks.NOT_TAKEN_OVER, entry, "instead", message)
    predecessors = _predecessors(entry, charges, replaced)
    if isinstance(predecessors, Violation):
        return predecessors
    named = {(charge.role, charge.unit) for charge in charges}
    kept = {
        (held.role, held.unit) for held in replaced if (held.role, held.unit) in named and not held.returned
    }
    replaced = [held for held in replaced if (held.role, held.unit) not in kept or held.returned]
    newcomers = [charge for charge in charges if (charge.role, charge.unit) not in kept]
    violation = _held_already(history, entry, newcomers, replaced)
    violation = violation or _second_lead(history, entry, newcomers, replaced)
    if violation is None:
        _hand_over(history, entry, newcomers, replaced)
        for charge in newcomers:
            _begin(history, entry, charge, predecessors.get((charge.role, charge.unit)), state)
    return violation


def replaceable(history: CaseHistory) -> str:
    """Return what `instead` may name now: the returns nobody has dealt with, else what opened each assignment."""
    holding = [held for held in history.assignments if held.holds]
    returned = [held for held in holding if held.returned is not None]
    named = [
        f"第{held.returned.number}条是{held.unit}的{held.returned.event}，写 instead: {held.returned.number}"
        for held in returned
        if held.returned is not None
    ] or [
        f"第{held.opened.number}条交给了{held.unit}，写 instead: {held.opened.number}"
        for held in holding
        if held.unit
    ]
    return "；".join(dict.fromkeys(named))


def charges_of(entry: Entry) -> list[Charge]:
    """Return whom an entry names: the lead, the parts, the co-units, in the order written."""
    fields = entry.fields
    named = [("lead", 0, fields["to"])] if "to" in fields else []
    for role, field in (("part", "parts"), ("co", "co_units")):
        if field in fields:
            named += [(role, position, unit) for position, unit in enumerate(fields[field], 1)]
    number = str(entry.number)
    return [
        Charge(role, unit, number if role == "lead" or len(named) == 1 else f"{number}.{role}.{position}")
        for role, position, unit in named
    ]


def _violation(check: Check, entry: Entry, field: str, message: str) -> Violation:
    return check.violation(("timeline", entry.number - 1, field), message)


def _replaced(history: CaseHistory, entry: Entry, roles: set[str]) -> list[Assignment]:
    """Return the assignments an entry takes over: by the unit's return, or by the entry that opened it
    (a unit that was abolished, or from whom the case is taken, returns nothing)."""
    if "instead" not in entry.fields:
        return []
    number = entry.fields["instead"]
    holding = [held for held in history.assignments if held.holds]
    returned = [held for held in holding if held.returned is not None and held.returned.number == number]
    return returned or [held for held in holding if held.opened.number == number and held.role in roles]


def _predecessors(
    entry: Entry, charges: Sequence[Charge], replaced: Sequence[Assignment]
) -> dict[tuple[str, str], Assignment] | Violation:
    """Return whose place each newcomer takes, role by role in the order written; a unit named again stays.

    A violation where fewer are named than there were: whose part is taken away would be a guess.
    """
    predecessors: dict[tuple[str, str], Assignment] = {}
    if not replaced:
        return predecessors
    for role in dict.fromkeys(charge.role for charge in charges):
        units = [charge.unit for charge in charges if charge.role == role]
        leaving, coming = _exchanged(role, units, replaced)
        if len(leaving) > max(len(coming), 1) or (leaving and not coming):
            names = "、".join(held.unit for held in replaced if held.role == role)
            message = (
                f"第{entry.fields['instead']}条交给了{names}；改交时要写全：留下的照写，换下的换成新的单位"
            )
            return _violation(lifecycle_checks.NOT_TAKEN_OVER, entry, "instead", message)
        if leaving:
            for position, unit in enumerate(coming):
                predecessors[role, unit] = leaving[min(position, len(leaving) - 1)]
    return predecessors


def _exchanged(
    role: str, units: Sequence[str], replaced: Sequence[Assignment]
) -> tuple[list[Assignment], list[str]]:
    """Return the assignments in a role that end, and the units named in it that do not have the case already."""
    staying = {held.unit for held in replaced if not held.returned}
    leaving = [held for held in replaced if held.role == role and (held.unit not in units or held.returned)]
    return leaving, [unit for unit in units if unit not in staying]


def _held_already(
    history: CaseHistory, entry: Entry, newcomers: Sequence[Charge], replaced: Sequence[Assignment]
) -> Violation | None:
    """A unit holds a case once."""
    holders = {held.unit for held in history.assignments if held.holds and held not in replaced}
    for charge in newcomers:
        if charge.unit in holders:
            message = f"{charge.unit}手上已经有这一件，不能再交办一次"
            return _violation(lifecycle_checks.HELD_ALREADY, entry, "to", message)
    return None


def _second_lead(
    history: CaseHistory, entry: Entry, newcomers: Sequence[Charge], replaced: Sequence[Assignment]
) -> Violation | None:
    """A case has one lead at a time, and none beside parts."""
    roles = {charge.role for charge in newcomers if charge.role in ANSWERING}
    for held in history.assignments:
        if not roles or not held.holds or held.role not in ANSWERING or held in replaced:
            continue
        if "lead" in {held.role, *roles}:
            message = (
                f"第{entry.number}条：{held.unit}还在主办这一件；改交别的单位，用 instead 写明接替第几条："
                f"{replaceable(history)}"
            )
            field = "to" if "to" in entry.fields else "event"
            return _violation(lifecycle_checks.SECOND_LEAD, entry, field, message)
    return None


def _hand_over(
    history: CaseHistory, entry: Entry, newcomers: Sequence[Charge], replaced: Sequence[Assignment]
) -> None:
    """End the assignments that are taken over; begin a further round where all who answer are done."""
    for held in replaced:
        held.released = held.closed = held.returned or entry
        held.holds, held.returned = False, None
    answering = [held for held in history.assignments if held.role in ANSWERING and not held.released]
    all_done = answering and not replaced and not any(held.holds for held in answering)
    if history.round == 0 or (all_done and newcomers and newcomers[0].role != "co"):
        history.round += 1


def _begin(
    history: CaseHistory, entry: Entry, charge: Charge, predecessor: Assignment | None, state: str
) -> None:
    seq = predecessor.seq if predecessor else history.round
    assignment = Assignment(
        charge.unit,
        charge.role,
        entry,
        history.round,
        seq,
        state,
        entries=[entry],
        replaces=predecessor,
        origin=charge.origin,
    )
    history.assignments.append(assignment)
    history.owners.setdefault(entry.number, assignment)
