"""What can be wrong with the members of office.yml: who is who, and whether anybody could record at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duban.cases.office import Office
from duban.findings import office_checks
from duban.findings.finding import Violation
from duban.git.ssh_signatures import public_key

SIGNED, FORGE = "signed", "forge"
"""The modes: each commit is signed by whoever recorded; the forge, or the server, says who answers for a change."""

_NEEDED = {
    "desk": "没有人能交办、审核、公开",
    "law": "没有人能改规则和办公室设置，这份 office.yml 以后谁也改不了",
}


def member_violations(office: Office, roles: Mapping[str, frozenset[str]]) -> Iterator[Violation]:
    """Yield what is wrong with an office's members; `roles` is what each role allows."""
    found = [*_check_logins(office), *_check_keys(office), *_check_bots(office, roles)]
    yield from sorted(found, key=lambda violation: violation.where[1])  # member by member
    if office.recording:
        yield from _check_needed_roles(office, roles)


def _check_logins(office: Office) -> Iterator[Violation]:
    """A login must stand once, whatever its case."""
    logins: set[str] = set()
    for index, member in enumerate(office.members):
        if member.login.lower() in logins:
            message = f"登录名“{member.login}”写了两次（大小写不算），只留一处"
            yield office_checks.WRITTEN_TWICE.violation(("members", index, "login"), message)
        logins.add(member.login.lower())


def _check_keys(office: Office) -> Iterator[Violation]:
    """A key must be whole, and nobody else's; where commits are signed, everybody who has not left needs one."""
    owners: dict[bytes, str] = {}
    for index, member in enumerate(office.members):
        where = ("members", index, "ssh_key")
        if not member.ssh_key:
            if office.recording == SIGNED and member.left is None:
                message = f"recording 是 signed：“{member.login}”要有 ssh_key（签名公钥），不然签的名认不出来"
                yield office_checks.BAD_SSH_KEY.violation(("members", index), message)
            continue
        try:
            key = public_key(member.ssh_key)
        except ValueError as error:
            yield office_checks.BAD_SSH_KEY.violation(where, str(error))
            continue
        if key in owners:
            message = f"“{member.login}”和“{owners[key]}”用的是同一把公钥，分不清是谁签的；一人一把"
            yield office_checks.BAD_SSH_KEY.violation(where, message)
        owners.setdefault(key, member.login)


def _check_bots(office: Office, roles: Mapping[str, frozenset[str]]) -> Iterator[Violation]:
    """A bot must have no other role."""
    for index, member in enumerate(office.members):
        if len(member.roles) > 1 and any("bot" in roles.get(role, frozenset()) for role in member.roles):
            message = f"“{member.login}”是机器人，不能再有别的身份；人和机器人各用各的登录名"
            yield office_checks.BOT_WITH_ROLES.violation(("members", index, "roles"), message)


def _check_needed_roles(office: Office, roles: Mapping[str, frozenset[str]]) -> Iterator[Violation]:
    """Where it is known who records, somebody must be allowed to assign, and somebody to change the law."""
    filled = {role for member in office.members if not member.left for role in member.roles}
    for right, reason in _NEEDED.items():
        allowing = [role for role, allowed in roles.items() if right in allowed]
        if filled.isdisjoint(allowing):
            names = "、".join(f"“{role}”" for role in allowing)
            message = f"写了 recording，members 里就要有人的身份是{names}：{reason}"
            where = ("members",) if office.members else ("recording",)
            yield office_checks.NOBODY_IN_ROLE.violation(where, message)
