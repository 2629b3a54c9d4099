"""The forge's own account of a change, for the guard: who proposed it, who pushed it and when, who approved it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from duban.findings.finding import Unusable
from duban.forge.forge_base import Forge
from duban.forge.forge_values import APPROVED, DISMISSED, REFUSED, Pull, Push, Review
from duban.git.object_formats import ID

_TRIES, _PAUSE = 4, 5.0
"""How often, and with how many seconds between, a push is looked for that the forge has not written down yet."""


def evidence_of(forge: Forge, number: int, sleep: Callable[[float], None]) -> dict[str, Any]:
    """Return what the forge says of a pull request, as guard/evidence.py reads it, without who ran the checks again.

    Raises Unusable where it is not known who pushed what is proposed now: the source repository is gone, or
    the forge does not list that push.
    """
    pull = forge.pull(number)
    pushes = _pushes(forge, pull, sleep)
    return {
        "number": number,
        "head": pull.head,
        "branch": pull.branch,
        "author": pull.author,
        "pushers": sorted({push.login for push in pushes}),
        "pushes": _first_seen(pushes),
        "approvals": approvals(forge.reviews(number)),
        "merger": pull.merger,
    }


def _pushes(forge: Forge, pull: Pull, sleep: Callable[[float], None]) -> list[Push]:
    """Return the pushes to the branch, the newest first; of an account that was deleted the login is "".

    For such nobody is accountable.
    """
    for attempt in range(_TRIES):
        pushes = forge.pushes(pull)
        if any(push.head == pull.head for push in pushes):
            return pushes
        if attempt + 1 < _TRIES:
            sleep(_PAUSE)
    raise Unusable(
        f"代码平台的推送记录里还没有第 {pull.number} 号合并请求的最后一次推送，查不到是谁推送的；过几分钟再运行一次"
    )


def _first_seen(pushes: Iterable[Push]) -> list[dict[str, str]]:
    """Return when the forge first saw each commit that was pushed as a head, the oldest first.

    What a forge tells without a time, or without a commit, is left out: it shows nothing.
    """
    found: dict[str, str] = {}
    for push in reversed(list(pushes)):
        if push.at and ID.fullmatch(push.head):
            found.setdefault(push.head, push.at)
    return [{"commit": commit, "at": at} for commit, at in found.items()]


def approvals(reviews: Iterable[Review]) -> list[dict[str, str]]:
    """Return whose approvals stand, and of which commit: of each person the latest review that decides, if it approves.

    A remark decides nothing; whoever asks for changes takes an earlier approval back, and so does dismissing it.
    """
    decisive = (APPROVED, REFUSED, DISMISSED)
    latest = {review.login.lower(): review for review in reviews if review.state in decisive}
    return [
        {"login": review.login, "commit": review.commit}
        for review in latest.values()
        if review.state == APPROVED and review.login and ID.fullmatch(review.commit)
    ]
