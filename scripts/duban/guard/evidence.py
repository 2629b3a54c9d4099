"""What the forge says of a change: who proposed it, who pushed it, who approved it. A workflow writes it down.

```json
{"head": "<40 hex>", "branch": "name", "number": 12, "author": "login", "pushers": ["login"],
 "approvals": [{"login": "x", "commit": "<40 hex>"}], "merger": "login or null", "rerun_by": "login or null"}
```
Who ran the checks again decides nothing, and what a commit says of its author is a claim: neither is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.findings.finding import Unusable
from duban.git.object_formats import ID
from duban.guard.member_roles import Members, listed, same_login

_LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(\[bot\])?")
_LIMIT = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """The forge's account of a change; `wrong` are the fields that are missing or not what they must be.

    An account that names no head is of the change it is given with.
    """

    head: str = ""
    author: str = ""
    pushers: tuple[str, ...] = ()
    approvals: tuple[tuple[str, str], ...] = ()  # login, and the commit that was approved
    merger: str = ""
    branch: str = ""
    wrong: tuple[str, ...] = field(default=())

    def approved_by(self, head: str) -> tuple[str, ...]:
        """Return who approved exactly this commit, whoever proposed or pushed it left out."""
        hands = (self.author, *self.pushers)
        return tuple(
            login
            for login, commit in self.approvals
            if (commit or head) == head and not any(same_login(login, one) for one in hands)
        )


def read_evidence(path: Path) -> Evidence:
    """Return the evidence in a file; what is missing in it is in `wrong`. Raises Unusable where nothing can be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LIMIT + 1)
    except OSError:
        raise Unusable(f"{path}：读不到平台记录（--evidence 的文件）") from None
    if len(data) > _LIMIT:
        raise Unusable(f"{path}：平台记录太大，不像是工作流写的")
    return evidence_from(data)


def evidence_from(data: bytes) -> Evidence:
    """Return the evidence in JSON; a field that is missing, or of a wrong form, is named in `wrong`."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return Evidence(wrong=("整个文件不是一个 JSON 对象，或者同一项写了两次",))
    wrong: list[str] = []

    def part(key: str, sound: Callable[[Any], bool], said: str, needed: bool = True) -> Any:
        found = value.get(key)
        if found is None and not needed:
            return None
        if not sound(found):
            wrong.append(f"{key}（{said}）")
            return None
        return found

    head = part("head", _is_id, "这次改动最后一个提交的完整编号", False)
    author = part("author", _is_login, "提出改动的人的登录名")
    pushers = part("pushers", lambda one: _is_list(one, _is_login) and one, "推送过的人的登录名，至少一个")
    approvals = part("approvals", lambda one: _is_list(one, _is_approval), "同意的人和他同意的提交", False)
    merger = part("merger", _is_login, "合并的人的登录名", False)
    branch = part("branch", lambda one: isinstance(one, str), "要合并的分支的名字", False)
    part("rerun_by", _is_login, "重新运行检查的人的登录名", False)
    return Evidence(
        head=head or "",
        author=author or "",
        pushers=tuple(pushers or ()),
        approvals=tuple(_approval(one, head or "") for one in approvals or ()),
        merger=merger or "",
        branch=branch or "",
        wrong=tuple(wrong),
    )


def hands_faults(evidence: Evidence, actor: str | None, members: Members) -> Iterator[tuple[str, str]]:
    """Yield why nobody can be held accountable for a change, each with its rule: not a member, or several hands."""
    if said := members.fault(evidence.author):
        yield "who.member", said
    hands = [*evidence.pushers, *([actor] if actor else [])]
    others = [one for one in hands if not same_login(one, evidence.author)]
    if others:
        yield (
            "who.hands",
            f"改动是“{evidence.author}”提出的，推送的却还有{listed(others)}：分不清哪一条是谁记的；"
            "请各开各的分支、各提各的合并请求，每个分支只由一个人推送",
        )


def platform_faults(evidence: Evidence, head: str, members: Members) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the forge's account itself, each with its rule."""
    if evidence.wrong:
        said = f"平台记录不全：{'；'.join(evidence.wrong)}；没有齐全的记录就不能认定是谁记的"
        yield "who.evidence", said
        return
    if evidence.head and evidence.head != head:
        said = (
            f"平台记录说的是提交 {evidence.head[:10]}，要判的是 {head[:10]}；请按最后一次推送重新取平台记录"
        )
        yield "who.head", said
    if evidence.merger and members.is_bot(evidence.merger):
        yield "who.merger", f"“{evidence.merger}”是机器人，不能合并；请由人员来合并"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _is_login(value: Any) -> bool:
    return isinstance(value, str) and _LOGIN.fullmatch(value) is not None


def _is_list(value: Any, sound: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(sound(one) for one in value)


def _is_approval(value: Any) -> bool:
    if isinstance(value, dict):
        return _is_login(value.get("login")) and _is_id(value.get("commit"))
    return _is_login(value)


def _approval(value: Any, head: str) -> tuple[str, str]:
    """Return who approved what: of a bare login, the change as it is ("" where the account names no head)."""
    return (value, head) if isinstance(value, str) else (value["login"], value["commit"])
