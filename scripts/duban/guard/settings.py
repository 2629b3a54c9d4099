"""The settings that decide what is late, or who may say so: which of them a change touches, and who gains by it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from duban.cases.office import Member
from duban.findings.finding import Where
from duban.guard.law_values import mapping
from duban.guard.member_roles import KEYS, UNIT, Members
from duban.privacy.public_lines import is_range
from duban.register.load_office import OFFICE
from duban.yamlfile.value_equality import same_value

WORDS = "rules/vocabulary.yml"


class Setting(NamedTuple):
    """A setting that decides: the file and key it stands at, what it is called, and why it decides."""

    path: str
    key: str
    title: str
    why: str


SETTINGS = (
    Setting(OFFICE, "late_entry_days", "补记天数", "决定多久以前的事还能照常补记"),
    Setting(OFFICE, "recording", "凭什么认定谁记的", "决定每一条由谁负责、怎样认出来"),
    Setting(OFFICE, "region", "行政区划代码", "决定用哪些放假通知，也就决定哪天到期"),
    Setting(OFFICE, "sample", "样例的今天", "决定按哪一天算逾期"),
    Setting(OFFICE, "routines", "例行事项的日子", "决定定期工作哪天算逾期"),
    Setting(OFFICE, "limits", "默认时限", "决定没有写明时限的哪天算逾期"),
    Setting(OFFICE, "rounds", "每一轮的日子", "决定一年一轮的工作哪天算逾期"),
    Setting(OFFICE, "hours", "办公时间", "决定按小时、分钟算的哪一刻算逾期"),
    Setting(OFFICE, "warn", "提前几天提醒", "决定什么算快到期"),
    Setting(OFFICE, "posts", "岗位", "决定谁可以交办、审核、登记"),
    Setting(OFFICE, "members", "人员", "决定谁可以记、凭哪把公钥签名"),
    Setting(OFFICE, "keys", "封存的收件公钥", "决定谁能打开封存的内容"),
    Setting(OFFICE, "public_lines", "对外公布的号码段", "决定哪些电话到处都不算个人信息"),
    Setting(WORDS, "public", "公开的总闸", "决定什么永远不公开"),
    Setting(WORDS, "roles", "身份能做什么", "决定谁可以记什么"),
    Setting(WORDS, "events", "事件的作用和谁可以记", "决定一件事怎样算办了、由谁说了算"),
)
"""Every one of them. What they move today is judged beside this; these are told whatever they move today."""

DECIDING = (
    "does", "posts", "after_archive", "throughout", "level", "whose", "roles", "by", "concerned", "bots", "reviews",
    "recuses", "remarks",
)  # fmt: skip
"""What an event word decides by: its effect, when it may come, and who may record it."""

_GRANTING = ("does", "after_archive", "bots")
"""What a new event word must not bring along by one hand."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting that a change touches: where it stands after the change, and both values in short.

    `gains` are the logins of those who may do more after it, `granted` login and role of each role that is given.
    """

    setting: Setting
    where: Where
    name: str
    before: str
    after: str
    gains: frozenset[str] = frozenset()
    granted: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offices:
    """The office of the base and the one a change would make, with what roles allow in each."""

    before: Members
    after: Members
    is_recorded: bool
    """Whether it is known who records: a mode is declared, or somebody said who made the change."""

    def may_come(self, member: Member) -> bool:
        """Whether a new member needs nobody's consent: nobody asks who records, and he may only record for his unit.

        With a key he could confirm a decision on lost lateness as the second person.
        """
        return not self.is_recorded and not member.ssh_key and self.after.allowed(member) <= {UNIT}


def setting_changes(
    path: str, old: Mapping[str, Any], new: Mapping[str, Any], offices: Offices
) -> Iterator[SettingChange]:
    """Yield what a change does to the settings of a file that decide, in the order of the table.

    What has a date by its own means is not among them: a member who leaves, units and adoptions that begin or end.
    """
    for setting in SETTINGS:
        if setting.path == path and not same_value(old.get(setting.key), new.get(setting.key)):
            compare = _COMPARE.get(setting.key, _value)
            yield from compare(setting, old.get(setting.key), new.get(setting.key), offices)


def _value(setting: Setting, old: Any, new: Any, _: Offices) -> Iterator[SettingChange]:
    yield SettingChange(setting, (setting.key,), setting.key, short(old), short(new))


def _roles(setting: Setting, old: Any, new: Any, offices: Offices) -> Iterator[SettingChange]:
    """Whoever has a role that may do more after the change gains by it."""
    gains = frozenset(
        member.login.lower()
        for member in offices.after.office.members
        if (before := offices.before.named(member.login)) is not None
        and not offices.after.allowed(member) <= offices.before.allowed(before)
    )
    yield SettingChange(setting, (setting.key,), setting.key, short(old), short(new), gains)


def _entries(setting: Setting, old: Any, new: Any, _: Offices) -> Iterator[SettingChange]:
    """Of a mapping each entry is a setting of its own."""
    old, new = mapping(old), mapping(new)
    for key in dict.fromkeys((*old, *new)):
        if not same_value(old.get(key), new.get(key)):
            name = f"{setting.key}.{key}"
            yield SettingChange(setting, (setting.key, key), name, short(old.get(key)), short(new.get(key)))


def _rounds(setting: Setting, old: Any, new: Any, offices: Offices) -> Iterator[SettingChange]:
    """The dates of another year are announced every year; those of a year that stand are not exchanged."""
    old, new = mapping(old), mapping(new)
    known = {year: new.get(year) for year in old}
    yield from _entries(setting, old, known, offices)


def _posts(setting: Setting, old: Any, new: Any, offices: Offices) -> Iterator[SettingChange]:
    before, after = mapping(old), mapping(new)
    for change in _entries(setting, before, after, offices):
        unit = after.get(str(change.where[-1]))
        gains = _of_unit(offices.after, unit) if unit else frozenset()
        yield SettingChange(setting, change.where, change.name, change.before, change.after, gains)


def _recipients(setting: Setting, old: Any, new: Any, offices: Offices) -> Iterator[SettingChange]:
    """Whoever can open what is sealed: each recipient is a setting, by its key."""
    before, after = ({str(key.get("recipient")): key for key in _mappings(keys)} for keys in (old, new))
    places = {str(key.get("recipient")): index for index, key in enumerate(_mappings(new))}
    for recipient in dict.fromkeys((*before, *after)):
        gone, come = before.get(recipient), after.get(recipient)
        if not same_value(gone, come):
            unit = (come or {}).get("unit")
            gains = _of_unit(offices.after, unit) if unit and gone is None else frozenset()
            where: Where = ("keys", places[recipient]) if come else ("keys",)
            name = f"keys {recipient[:14]}…"
            yield SettingChange(setting, where, name, short(_without(gone)), short(_without(come)), gains)


def _members(setting: Setting, old: Any, new: Any, offices: Offices) -> Iterator[SettingChange]:
    """Whoever may record: a member who leaves is dated; who comes, or changes, is a setting.

    Where nobody asks who records, a new member who may only record what is his unit's gains nothing he had not before.
    """
    places = {str(member.get("login", "")).lower(): index for index, member in enumerate(_mappings(new))}
    for login in dict.fromkeys(
        member.login.lower()
        for members in (offices.before, offices.after)
        for member in members.office.members
    ):
        before, after = offices.before.named(login), offices.after.named(login)
        if before is None and after is not None and offices.may_come(after):
            continue
        if before is not None and after is not None and _only_left(before, after):
            continue
        if before != after:
            where: Where = ("members", places[login]) if login in places else ("members",)
            granted = tuple(_granted(before, after))
            gains = frozenset({login}) if granted or _new_key(before, after) else frozenset()
            words = (_member_words(before, after), _member_words(after, before))
            yield SettingChange(setting, where, f"members {login}", *words, gains, granted)


def _events(setting: Setting, old: Any, new: Any, _: Offices) -> Iterator[SettingChange]:
    """What an event word does, and who may record it; new words without an effect are no setting."""
    before, after = ({str(event.get("event")): event for event in _mappings(events)} for events in (old, new))
    places = {str(event.get("event")): index for index, event in enumerate(_mappings(new))}
    for word in dict.fromkeys((*before, *after)):
        keys = DECIDING if word in before else _GRANTING
        gone, come = before.get(word, {}), after.get(word, {})
        for key in keys:
            if not same_value(gone.get(key), come.get(key)):
                where: Where = ("events", places[word]) if word in places else ("events",)
                yield SettingChange(
                    setting, where, f"events {word} {key}", short(gone.get(key)), short(come.get(key))
                )


def _ranges(setting: Setting, old: Any, new: Any, _: Offices) -> Iterator[SettingChange]:
    """Whoever lists a range of an exchange lets ten thousand numbers pass; a single line is nobody else's."""
    listed = [line for line in old if isinstance(line, str)] if isinstance(old, list) else []
    for index, line in enumerate(new if isinstance(new, list) else ()):
        if isinstance(line, str) and is_range(line) and line not in listed:
            yield SettingChange(setting, (setting.key, index), f"public_lines {line}", "无", line)


_COMPARE: Mapping[str, Callable[[Setting, Any, Any, Offices], Iterator[SettingChange]]] = {
    "routines": _entries,
    "limits": _entries,
    "rounds": _rounds,
    "posts": _posts,
    "keys": _recipients,
    "public_lines": _ranges,
    "members": _members,
    "roles": _roles,
    "events": _events,
}


def _granted(before: Member | None, after: Member | None) -> Iterator[tuple[str, str]]:
    """Yield login and role for each role that a member has after a change and had not, or not any more, before."""
    if after is None or after.left is not None:
        return
    had = before.roles if before is not None and before.left is None else ()
    yield from ((after.login, role) for role in after.roles if role not in had)


def _new_key(before: Member | None, after: Member | None) -> bool:
    """Whether a member gets a key who had none: an exchanged one is agreed to with the old."""
    return after is not None and bool(after.ssh_key) and (before is None or not before.ssh_key)


def _only_left(before: Member, after: Member) -> bool:
    """Whether all that becomes of a member is that he leaves, or that his name is written for the first time."""
    if before.left is not None:
        return before == after
    name = before.name or after.name
    return replace(after, left=None, name=name) == replace(before, name=name) and after.name == name


def _member_words(member: Member | None, other: Member | None) -> str:
    """Return a member in short; his key only where it differs."""
    if member is None:
        return "无"
    words = [member.unit, "、".join(member.roles), member.name]
    words += [f"{member.left} 离任"] if member.left else []
    if other is None or other.ssh_key != member.ssh_key:
        words += [f"公钥 {member.ssh_key.split()[1][-12:]}"] if member.ssh_key else []
    return " ".join(filter(None, words))


def _of_unit(members: Members, unit: str) -> frozenset[str]:
    """Return those of a unit who may record or keep keys: what the unit gains, they gain."""
    return frozenset(
        member.login.lower()
        for member in members.office.members
        if member.unit == unit and members.allowed(member) & {UNIT, KEYS}
    )


def short(value: Any) -> str:
    """Return a value in one line, `无` for none."""
    if value is None:
        return "无"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _without(key: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if key is None else {name: fact for name, fact in key.items() if name != "recipient"}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [element for element in value if isinstance(element, Mapping)] if isinstance(value, list) else []
