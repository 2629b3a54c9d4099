"""What a keeper of the law agrees to, before he signs: the change at HEAD, what it does to the cases, and the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duban.engine.duty import end_of_day
from duban.findings.finding import Unusable
from duban.git import ssh_keygen
from duban.git.git_objects import GitObjects
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import NOTHING
from duban.guard.changed_paths import is_case, steers
from duban.guard.law_approvals import NAMESPACE, LawApproval, LawReport, read_approval, signed_bytes
from duban.guard.law_keepers import keepers_of
from duban.guard.law_matters import APPROVED_HERE, Matter
from duban.guard.law_verdict import LawCase, judged_matters, report_of
from duban.guard.member_roles import Members
from duban.guard.proposed_change import ProposedChange
from duban.register.law_at_commit import context_at
from duban.register.law_effects import Effect
from duban.register.reading_cache import FOLDER
from duban.yamlfile.write_yaml import text_of


@dataclass(frozen=True, slots=True)
class LawRequest:
    """Who wants to agree to the change at HEAD, and why: the key he signs with ("" for none), the branch it goes to, the
    reason and the paper (of the first who agrees), and why there is no second whom the administrator could ask."""

    key: str
    today: date | None = None
    base: str | None = None
    reason: str = ""
    paper: Mapping[str, str] | None = None
    break_glass: str = ""


@dataclass(frozen=True, slots=True)
class LawPlan:
    """What there is to agree to: the matters, what becomes of cases, the report, and the approval as it would be signed.

    `login` is whose key it is, "" where the forge shows who agrees.
    """

    root: Path
    path: str
    value: Mapping[str, Any]
    matters: tuple[Matter, ...]
    effects: tuple[Effect, ...]
    report: LawReport
    login: str

    def signed(self, key: str) -> str:
        """Return the text of the file with the signature of one more."""
        value = dict(self.value)
        if self.login:
            signature = ssh_keygen.sign(signed_bytes(value), key, NAMESPACE)
            others = [other for other in value.get("approvals", ()) if other["by"] != self.login]
            value["approvals"] = [*others, {"by": self.login, "signature": signature}]
        return text_of(value)


def plan_law_approval(root: Path, request: LawRequest) -> LawPlan:
    """Return what agreeing to the change at HEAD means.

    The first who agrees gives reason and paper; those after him sign the same, which must still be true. Raises Unusable
    where nothing needs an agreement, where something is missing, or where the key is nobody's who may agree.
    """
    with objects_of(root) as store:
        head = store.revisions.resolve("HEAD")
        base = store.revisions.resolve(request.base) if request.base else store.revisions.default_branch()
        if base is None:
            raise Unusable("找不到主分支；请写 --base，例如 --base origin/main")
        waiting = _waiting(root)
        if waiting is not None:
            base = waiting.base if store.is_known(waiting.base) else base
        return _plan(root, store, base, head, request, waiting)


def _plan(
    root: Path, store: GitObjects, base: str, head: str, request: LawRequest, waiting: LawApproval | None
) -> LawPlan:
    merged = store.merged(base, head)
    if merged.conflicts:
        raise Unusable("这次改动和主分支合并不了；请先把主分支合并进来")
    before = store.commit(base).tree
    changes = list(store.changes(before, merged.tree))
    if any(is_case(change.path, store.prefix) for change in changes):
        raise Unusable("这次改动既动了案件，又动了规则、设置或者程序；请分开，各提各的")
    steering = tuple(
        change.path.removeprefix(store.prefix) for change in changes if steers(change, store.prefix)
    )
    with context_at(store, before, base) as context:
        change = ProposedChange(store, base, head, (), steering, context)
        day = waiting.at if waiting is not None else request.today
        assert day is not None
        case = LawCase(change, changes, before, merged.tree, end_of_day(day), cache_dir=root / FOLDER)
        matters, effects = judged_matters(case)
        login = _login(change.members, request.key)
        report = report_of(case, effects, day)
    if not steering:
        raise Unusable("这次改动没有动规则、设置或者程序，不用 duban approve --law")
    path, value = _file(root, request, base, report, waiting)
    return LawPlan(root, path, value, tuple(matters), tuple(effects), report, login)


def _login(members: Members, key: str) -> str:
    """Return the member who may agree and whose key it is; "" where none is given."""
    if not key:
        return ""
    line = ssh_keygen.key_line(key)
    keepers = [members.named(login) for login in keepers_of(members)]
    for member in keepers:
        if member is not None and member.ssh_key.split()[:2] == line.split()[:2]:
            return member.login
    raise Unusable(
        "这把密钥不是管规则的人员登记的；请用 office.yml 里自己那一把（ssh_key），或者请管规则的人员来签"
    )


def _file(
    root: Path, request: LawRequest, base: str, report: LawReport, waiting: LawApproval | None
) -> tuple[str, Mapping[str, Any]]:
    """Return path and value of the approval: the one that waits for a second, or a new one."""
    if waiting is not None:
        if waiting.digest != report.digest:
            raise Unusable(
                f"{waiting.path} 同意的和现在的改动不一样；删去这个文件，重新运行 duban approve --law --reason … --paper …"
            )
        return waiting.path, waiting.value
    if not request.reason or not request.paper:
        raise Unusable("请写明理由和依据的文件：duban approve --law --reason 理由 --paper 文号")
    number = 1
    while (root / f"{APPROVED_HERE}{report.at}-{number}.yml").exists():
        number += 1
    value = {
        "at": report.at.isoformat(),
        "reason": request.reason,
        "paper": dict(request.paper),
        "base": base,
        "digest": report.digest,
        **({"break_glass": request.break_glass} if request.break_glass else {}),
    }
    return f"{APPROVED_HERE}{report.at}-{number}.yml", value


def _waiting(root: Path) -> LawApproval | None:
    """Return the approval in the work tree that is not merged yet, if there is one."""
    with objects_of(root) as store:
        main = store.revisions.default_branch() or NOTHING
        known = set[str]()
        if main != NOTHING:
            tree = store.commit(main).tree
            known = {
                path.removeprefix(store.prefix)
                for path, _ in store.files(tree, f"{store.prefix}{APPROVED_HERE}")
            }
    found: list[LawApproval] = []
    for file in sorted((root / APPROVED_HERE).glob("*.yml")):
        path = f"{APPROVED_HERE}{file.name}"
        if path not in known and file.is_file() and not file.is_symlink():
            approval, faults = read_approval(path, file.read_bytes())
            if approval is None:
                raise Unusable(f"{path}：{faults[0].message}")
            found.append(approval)
    if len(found) > 1:
        raise Unusable(f"{found[0].path} 和 {found[1].path} 都没有合并；一次改动只带一份，请删去一份")
    return found[0] if found else None
