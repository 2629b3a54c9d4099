"""The instances of a rule that is set off by grounds: another duty that fell due unmet, or something that happened.

An entry that fits several grounds opens one instance: the text asks for one act where one of them holds. A duty that
was not done by its due day has lapsed, whatever comes after: done late, waived later, or counted by silence. Each lapse
is counted from its due day and exists from the day after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from duban.cases.case import Entry
from duban.engine.duty import Duty, day_of, is_after
from duban.engine.duty_instances import Instance, Instances
from duban.law.rule_parts import Ground
from duban.law.rulebook import Rule, holds


class Lapse(NamedTuple):
    """A duty that fell due unmet, and the instance it was judged by."""

    duty: Duty
    instance: Instance


def has_lapsed(duty: Duty, now: datetime) -> bool:
    """Return whether a duty or right fell due before `now` and nobody had done it, or been relieved of it, by then."""
    if duty.due is None or not is_after(now, duty.due):
        return False
    if duty.waived is not None and not duty.silence and not is_after(duty.waived, duty.due):
        return False
    return duty.met is None or is_after(duty.met, duty.due)


def by_grounds(
    instances: Instances, rule: Rule, lapses: Callable[[str], Iterable[Lapse]]
) -> Iterator[Instance]:
    """Yield the instances that the grounds of a rule open, in the order of their starts; `lapses` are those of the
    rule with an id."""
    opened: dict[str, Instance] = {}
    for ground in rule.grounds:
        found = (
            _by_lapses(instances, rule, lapses(ground.lapse))
            if ground.lapse
            else _by_events(instances, rule, ground)
        )
        for instance in found:
            opened.setdefault(instance.origin, instance)
    yield from sorted(opened.values(), key=_begins)


def _begins(instance: Instance) -> tuple[int, int]:
    assert instance.start is not None  # what opens an instance starts its clock
    return day_of(instance.start).toordinal(), instance.begun_by


def _by_events(instances: Instances, rule: Rule, ground: Ground) -> Iterator[Instance]:
    """Yield what each such entry opens, from the n-th `time` of its assignment on."""
    if ground.event not in instances.words:
        return
    times: Counter[int] = Counter()
    for entry in instances.entries:
        owner = instances.history.owners.get(entry.number)
        if entry.event != ground.event or (owner is None and instances.is_owned(entry)):
            continue
        facts = instances.facts(entry, owner)
        if not holds(ground.when, facts) or (ground.unless and holds(ground.unless, facts)):
            continue
        times[id(owner)] += 1
        if times[id(owner)] >= ground.time and instances.arises(rule, entry, owner):
            yield replace(instances.opened(rule, entry, owner), set_off_by=(entry.number, entry.event))


def _by_lapses(instances: Instances, rule: Rule, lapses: Iterable[Lapse]) -> Iterator[Instance]:
    """Yield what each lapse opens, for the unit that let it lapse where nobody else owes it."""
    for duty, instance in lapses:
        entry = _as_entry(duty, instance, instances)
        if instances.arises(rule, entry, instance.assignment):
            opened = instances.opened(rule, entry, instance.assignment)
            yield replace(
                opened,
                unit=opened.unit or instance.unit,
                origin=f"{duty.rule.id}:{duty.origin}",
                begun_by=0 if opened.begun_by == entry.number else opened.begun_by,
                lapsed=duty.id,
            )


def _as_entry(duty: Duty, instance: Instance, instances: Instances) -> Entry:
    """Return a lapse as an entry: on the due day, behind the last one recorded by then, about the same answer."""
    assert duty.due is not None
    moment = duty.due if isinstance(duty.due, datetime) else None
    earlier = [
        entry.number for entry in instances.entries if not is_after(entry.moment or entry.day, duty.due)
    ]
    about = instance.entry.fields if instance.entry is not None else {}
    fields = {name: about[name] for name in ("answer", "of_answer") if name in about}
    return Entry(max(earlier, default=0), day_of(duty.due), moment, "", "", fields)
