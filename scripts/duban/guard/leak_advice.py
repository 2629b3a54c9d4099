"""Who does what next about something that leaked: it depends on how far it has come."""

from __future__ import annotations

from enum import Enum

from duban.git.git_objects import GitObjects


class Reach(Enum):
    """How far a commit has come: on one machine, on a branch of the forge or server, or in the record itself."""

    LOCAL = 1
    PUSHED = 2
    RECORDED = 3


_ADVICE = {
    Reach.LOCAL: "。还没有推送：不要推送，也不要再加一次提交去删（历史里还在）。"
    "git reset --soft {commit}~1 退回提交（文件不动），改好以后 git add，重新提交",
    Reach.PUSHED: "。已经推送：不要合并，也不要再加一次提交去删（历史里还在）。"
    "经办人关掉这次合并，从主分支重新开分支，改好再提交；管理员删掉原来的分支，清除平台上的提交，按泄露处理",
    Reach.RECORDED: "。已经在主分支里，自己改不掉：马上告诉管理员，由他按泄露处理，撤下网页、清除历史；清除以前不要再推送",
}


def reach_of(store: GitObjects, oid: str, is_pushed: bool) -> Reach:
    """Return how far a commit has come, as far as this repository knows; `is_pushed` where a forge says that it was.

    What a server judges before it takes it in is still on the machine of whoever pushes.
    """
    default = store.revisions.default_branch()
    if default is not None and store.contains(default, oid):
        return Reach.RECORDED
    return Reach.PUSHED if is_pushed or store.revisions.is_shared(oid) else Reach.LOCAL


def advice_for(reach: Reach, oid: str) -> str:
    """Return what to do about a leak that came with a commit, the first of those that leak."""
    return _ADVICE[reach].format(commit=oid[:10])
