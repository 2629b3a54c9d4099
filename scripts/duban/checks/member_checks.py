"""What can be wrong with the members of office.yml: who is who, and whether anybody could record at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duban.cases.office import Member, Office
from duban.findings.finding import Violation
from duban.git.ssh_signatures import public_key

SIGNED = "signed"
"""The mode in which each commit is signed by whoever recorded."""

_NEEDED = {
    "desk": "没有人能交办、审核、公开",
    "law": "没有人能改规则和办公室设置，这份 office.yml 以后谁也改不了",
}


def member_faults(office: Office, roles: Mapping[str, frozenset[str]]) -> Iterator[Violation]:
    """Yield what is wrong with an office's members; `roles` is what each role allows."""
    logins: set[str] = set()
    keys: dict[bytes, str] = {}
    for place, one in enumerate(office.members):
        if one.login.lower() in logins:
            said = f"登录名“{one.login}”写了两次（大小写不算），只留一处"
            yield Violation(("members", place, "login"), "office.twice", said)
        logins.add(one.login.lower())
        yield from _key(place, one, office, keys)
        allowed = [roles.get(role, frozenset({"unit"})) for role in one.roles]
        if any("bot" in may for may in allowed) and len(one.roles) > 1:
            said = f"“{one.login}”是机器人，不能再有别的身份；人和机器人各用各的登录名"
            yield Violation(("members", place, "roles"), "office.bot", said)
    if not office.recording:
        return
    there = [roles.get(role, frozenset()) for one in office.members if not one.left for role in one.roles]
    for may, why in _NEEDED.items():
        if not any(may in allowed for allowed in there):
            words = "、".join(f"“{role}”" for role, allowed in roles.items() if may in allowed)
            said = f"写了 recording，members 里就要有人的身份是{words}：{why}"
            yield Violation(("members",) if office.members else ("recording",), "office.role", said)


def _key(place: int, one: Member, office: Office, keys: dict[bytes, str]) -> Iterator[Violation]:
    """A key is whole, and nobody else's; where commits are signed, everybody who is still there has one."""
    where = ("members", place, "ssh_key")
    if not one.ssh_key:
        if office.recording == SIGNED and one.left is None:
            said = f"recording 是 signed：“{one.login}”要有 ssh_key（签名公钥），不然签的名认不出来"
            yield Violation(where[:2], "office.ssh-key", said)
        return
    try:
        key = public_key(one.ssh_key)
    except ValueError as error:
        yield Violation(where, "office.ssh-key", str(error))
        return
    if key in keys:
        said = f"“{one.login}”和“{keys[key]}”用的是同一把公钥，分不清是谁签的；一人一把"
        yield Violation(where, "office.ssh-key", said)
    keys.setdefault(key, one.login)
