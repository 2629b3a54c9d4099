"""What the forge says of a change: who proposed it, who pushed it and when, who approved it. A workflow writes it down.

```json
{"head": "<40 hex>", "branch": "name", "number": 12, "author": "login", "pushers": ["login"],
 "pushes": [{"commit": "<40 hex>", "at": "2026-07-20T09:12:00+08:00"}],
 "approvals": [{"login": "x", "commit": "<40 hex>"}], "merger": "login or null", "rerun_by": "login or null"}
```
`pushes` says when the forge first saw each head that was pushed; a forge that does not tell times leaves it out.
Who ran the checks again decides nothing, and what a commit says of its author is a claim: neither is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from duban.beijing_time import BEIJING
from duban.findings import guard_checks
from duban.findings.finding import Unusable
from duban.git.object_formats import ID
from duban.guard.member_roles import Members, quoted_logins, same_login
from duban.guard.recorded_change import Reason

_LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(\[bot\])?")
_LARGEST = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """The forge's account of a change; `faults` are the fields that are missing or malformed.

    An account that names no head is of the change it is given with.
    """

    head: str = ""
    author: str = ""
    pushers: tuple[str, ...] = ()
    approvals: tuple[tuple[str, str], ...] = ()  # login, and the commit that was approved
    merger: str = ""
    branch: str = ""
    pushes: tuple[tuple[str, datetime], ...] = ()  # a head that was pushed, and when (Beijing time)
    faults: tuple[str, ...] = ()

    def pushed_at(self, commits: Iterable[str]) -> datetime | None:
        """Return when the first of these commits was pushed as a head, in Beijing time; None where no push tells.

        A commit that was never on top of a push has no time of its own: ask for all commits that hold what is
        asked about, then the first head that brought it is among them.
        """
        asked = frozenset(commits)
        return min((at for commit, at in self.pushes if commit in asked), default=None)

    def approved_by(self, head: str) -> tuple[str, ...]:
        """Return who approved exactly this commit, without those who proposed or pushed it."""
        hands = (self.author, *self.pushers)
        return tuple(
            login
            for login, commit in self.approvals
            if (commit or head) == head and not any(same_login(login, hand) for hand in hands)
        )


def read_evidence(path: Path) -> Evidence:
    """Return the evidence in a file; malformed fields are in `faults`. Raises Unusable where nothing can be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError:
        raise Unusable(f"{path}：读不到平台记录（--evidence 的文件）") from None
    if len(data) > _LARGEST:
        raise Unusable(f"{path}：平台记录太大，不像是工作流写的")
    return evidence_from(data)


def evidence_from(data: bytes) -> Evidence:
    """Return the evidence in JSON; a field that is missing, or malformed, is named in `faults`."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return Evidence(faults=("整个文件不是一个 JSON 对象，或者同一项写了两次",))
    faults = []
    fields: dict[str, Any] = {}
    for key, field in _FIELDS.items():
        found = value.get(key)
        if found is None and not field.required:
            continue
        if field.is_valid(found):
            fields[key] = found
        else:
            faults.append(f"{key}（{field.title}）")
    head = fields.get("head", "")
    fields["pushers"] = tuple(fields.get("pushers", ()))
    fields["pushes"] = tuple((push["commit"], _moment(push["at"])) for push in fields.get("pushes", ()))
    fields["approvals"] = tuple(_approval(approval, head) for approval in fields.get("approvals", ()))
    fields.pop("rerun_by", None)
    return Evidence(**fields, faults=tuple(faults))


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _is_head(value: Any) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _is_login(value: Any) -> bool:
    return isinstance(value, str) and _LOGIN.fullmatch(value) is not None


def _is_approval(value: Any) -> bool:
    if isinstance(value, dict):
        return _is_login(value.get("login")) and _is_head(value.get("commit"))
    return _is_login(value)


def _approval(value: Any, head: str) -> tuple[str, str]:
    """Return who approved which commit: a bare login approved the head ("" where the account names none)."""
    return (value, head) if isinstance(value, str) else (value["login"], value["commit"])


def _is_push(value: Any) -> bool:
    return isinstance(value, dict) and _is_head(value.get("commit")) and _is_moment(value.get("at"))


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(_moment(value))
    except (ValueError, OverflowError):
        return False


def _moment(text: str) -> datetime:
    """Return a time in Beijing; raise ValueError for one that does not say its offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(BEIJING).replace(tzinfo=None)


class _Field(NamedTuple):
    title: str
    is_valid: Callable[[Any], bool]
    required: bool = False


_FIELDS = {
    "head": _Field("这次改动最后一个提交的完整编号", _is_head),
    "author": _Field("提出改动的人的登录名", _is_login, required=True),
    "pushers": _Field(
        "推送过的人的登录名，至少一个",
        lambda value: isinstance(value, list) and value != [] and all(map(_is_login, value)),
        required=True,
    ),
    "pushes": _Field(
        "每次推送的提交和时间（写明时区）",
        lambda value: isinstance(value, list) and all(map(_is_push, value)),
    ),
    "approvals": _Field(
        "同意的人和他同意的提交",
        lambda value: isinstance(value, list) and all(map(_is_approval, value)),
    ),
    "merger": _Field("合并的人的登录名", _is_login),
    "branch": _Field("要合并的分支的名字", lambda value: isinstance(value, str)),
    "rerun_by": _Field("重新运行检查的人的登录名", _is_login),
}


def hand_refusals(evidence: Evidence, actor: str | None, members: Members) -> Iterator[Reason]:
    """Yield why a change has no single accountable author: not a member, or pushed by others, too."""
    if reason := members.fault(evidence.author):
        yield guard_checks.WHO_MEMBER, reason
    hands = [*evidence.pushers, *([actor] if actor else [])]
    others = [hand for hand in hands if not same_login(hand, evidence.author)]
    if others:
        yield (
            guard_checks.WHO_HANDS,
            f"改动是“{evidence.author}”提出的，推送的却还有{quoted_logins(others)}：分不清哪一条是谁记的；"
            "请各开各的分支、各提各的合并请求，每个分支只由一个人推送",
        )


def evidence_refusals(evidence: Evidence, head: str, members: Members) -> Iterator[Reason]:
    """Yield what is wrong with the forge's account itself."""
    if evidence.faults:
        message = f"平台记录不全：{'；'.join(evidence.faults)}；没有齐全的记录就不能认定是谁记的"
        yield guard_checks.WHO_EVIDENCE, message
        return
    if evidence.head and evidence.head != head:
        message = (
            f"平台记录说的是提交 {evidence.head[:10]}，要判的是 {head[:10]}；请按最后一次推送重新取平台记录"
        )
        yield guard_checks.WHO_HEAD, message
    if evidence.merger and members.is_bot(evidence.merger):
        yield guard_checks.WHO_MERGER, f"“{evidence.merger}”是机器人，不能合并；请由人员来合并"
