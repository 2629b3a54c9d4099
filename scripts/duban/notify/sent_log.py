"""When the last message went out, and who may send today's: at most one run does, whatever is interrupted.

A run claims the day, sends, then confirms. A claim that was never confirmed leaves open whether the message
went out; then it is not sent again that day, and the next message covers everything since the last
confirmed one. On a forge the claim is a comment under an issue of our own: comments are numbered, so of two
runs at once the one with the lower number sends. Without a forge it is a file that only one run can create.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from duban.files import create_new, write_changed
from duban.forge.forge_base import Forge
from duban.forge.forge_values import Comment, Issue
from duban.notify import issue_sync
from duban.notify.unit_issues import UnitIssue, marker_comment

MARKER = "messages"
TITLE = "督办消息记录"
FOLDER = Path("build") / "messages"
"""Where the log lies without a forge, from an office's root."""

_SENT = re.compile(r"<!-- duban:sent:([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}) -->")
_CLAIM = re.compile(r"<!-- duban:sending:([0-9]{4}-[0-9]{2}-[0-9]{2}):([0-9a-f]+) -->")


class SentLog(Protocol):
    """What is known of messages sent."""

    def last(self) -> datetime | None:
        """Return the moment up to which the last confirmed message reports; None before the first."""

    def pending(self, day: date) -> bool:
        """Whether a run claimed this day, which has not been confirmed."""

    def claim(self, day: date) -> bool:
        """Claim a day; True where the claim is ours and the day was not confirmed meanwhile."""

    def confirm(self, moment: datetime) -> None:
        """Record that everything up to this moment has been reported."""

    def tidy(self, day: date) -> None:
        """Remove claims up to a day that was confirmed."""


class ForgeSentLog:
    """The log in an issue of our own. `nonce` (hex) tells this run's claim from another's."""

    def __init__(self, forge: Forge, nonce: str) -> None:
        self._forge, self._nonce = forge, nonce
        self._number: int | None = None

    def last(self) -> datetime | None:
        issue = self._issue()
        return None if issue is None else _moment(_SENT.search(issue.body))

    def pending(self, day: date) -> bool:
        issue = self._issue()
        return issue is not None and bool(self._claims(issue, day, day))

    def claim(self, day: date) -> bool:
        issue = self._made()
        marker = f"<!-- duban:sending:{day}:{self._nonce} -->"
        self._forge.create_comment(issue.number, f"{marker}\n正在发 {day} 的消息。\n", marker)
        first = next(iter(self._claims(issue, day, day)), None)
        if first is None or marker not in first.body:
            return False
        last = self.last()  # the run that was first may have confirmed and removed its claim before we looked
        return last is None or last.date() < day

    def confirm(self, moment: datetime) -> None:
        self._forge.update_issue(self._made().number, body=_record(moment))
        self.tidy(moment.date())

    def tidy(self, day: date) -> None:
        issue = self._issue()
        for claim in self._claims(issue, date.min, day) if issue else ():
            self._forge.delete_comment(claim.id)

    def _issue(self) -> Issue | None:
        """Return the issue as it is now; the first of them where there are several."""
        if self._number is not None:
            return self._forge.issue(self._number)
        issue = next(iter(issue_sync.own_issues(self._forge).get(MARKER, ())), None)
        self._number = issue.number if issue else None
        return issue

    def _made(self) -> Issue:
        """Return the issue, made where there is none; of two that two runs made at once the first stays."""
        if (issue := self._issue()) is not None:
            return issue
        made = issue_sync.create(self._forge, UnitIssue(MARKER, TITLE, _record(None)))
        existing = issue_sync.own_issues(self._forge).get(MARKER, [made])
        for issue in issue_sync.open_duplicates({MARKER: existing}):
            self._forge.update_issue(issue.number, is_open=False)
        self._number = existing[0].number
        return existing[0]

    def _claims(self, issue: Issue, first: date, last: date) -> list[Comment]:
        """Return our claims of these days, the earliest comment first."""
        mine = (
            comment for comment in self._forge.comments(issue.number) if self._forge.is_ours(comment.author)
        )
        claims = ((comment, _CLAIM.search(comment.body)) for comment in mine)
        days = first.isoformat(), last.isoformat()
        return [comment for comment, claim in claims if claim and days[0] <= claim[1] <= days[1]]


class FileSentLog:
    """The log in a folder: `last` holds the moment, YYYY-MM-DD.claim is a claim."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self) -> datetime | None:
        try:
            content = (self._folder / "last").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return _moment(re.fullmatch(r"([0-9-]{10}T[0-9:]{5})\n", content))

    def pending(self, day: date) -> bool:
        return self._claimed(day).exists()

    def claim(self, day: date) -> bool:
        self._folder.mkdir(parents=True, exist_ok=True)
        if not create_new(self._folder, self._claimed(day).name, b""):
            return False
        last = self.last()
        return last is None or last.date() < day

    def confirm(self, moment: datetime) -> None:
        write_changed(self._folder / "last", f"{moment:%Y-%m-%dT%H:%M}\n".encode())
        self.tidy(moment.date())

    def tidy(self, day: date) -> None:
        for path in self._folder.glob("*.claim"):
            if path.stem <= day.isoformat():
                path.unlink(missing_ok=True)

    def _claimed(self, day: date) -> Path:
        return self._folder / f"{day}.claim"


def _moment(found: re.Match[str] | None) -> datetime | None:
    try:
        return datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _record(moment: datetime | None) -> str:
    """Return the body of the issue: the moment for the program, the same in words for a reader."""
    sent = "还没有发过消息。"
    if moment is not None:
        marker = f"<!-- duban:sent:{moment:%Y-%m-%dT%H:%M} -->"
        sent = f"{marker}\n{moment:%Y-%m-%d %H:%M} 以前的变化都已经发过消息。"
    return f"{marker_comment(MARKER)}\n{sent}这里由程序更新，请不要改。\n"
