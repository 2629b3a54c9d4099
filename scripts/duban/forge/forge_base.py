"""What GitHub, Gitea and Forgejo have in common: paths and forms of issues, comments, pull requests, commits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from duban.forge.forge_api import Comment, Commit, Issue, Pull, ours
from duban.forge.http_client import Calls


class Shared(ABC):
    """One repository on a forge. `login` is who we are where the caller knows it, else the forge is asked."""

    def __init__(self, calls: Calls, login: str = "") -> None:
        self._calls, self._login = calls, login
        self.repository_name = calls.repository
        self._place = f"/repos/{calls.repository}"

    @property
    def login(self) -> str:
        if not self._login:
            self._login = self._who()
        return self._login

    @abstractmethod
    def _who(self) -> str: ...

    @abstractmethod
    def _rows(self, path: str, what: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Yield the rows of all pages of a list."""

    @abstractmethod
    def _label(self, name: str) -> str | int:
        """Return a label as a new issue is given it."""

    @abstractmethod
    def issues(self, label: str) -> list[Issue]: ...

    def issue(self, number: int) -> Issue:
        told = self._calls.get(f"{self._place}/issues/{number}", f"读取第 {number} 号 issue")
        return self._calls.read(issue_of, told)

    def create_issue(self, title: str, body: str, label: str, marker: str) -> Issue:
        def happened() -> Issue | None:
            there = self.issues(label)
            return next((one for one in there if marker in one.body and ours(self, one.author)), None)

        content = {"title": title, "body": body, "labels": [self._label(label)]}
        made = self._calls.create(f"{self._place}/issues", "新建 issue", content, happened)
        return made if isinstance(made, Issue) else self._calls.read(issue_of, made)

    def update_issue(
        self, number: int, title: str | None = None, body: str | None = None, is_open: bool | None = None
    ) -> Issue:
        state = None if is_open is None else "open" if is_open else "closed"
        given = {"title": title, "body": body, "state": state}
        content = {key: value for key, value in given.items() if value is not None}
        told = self._calls.change(f"{self._place}/issues/{number}", f"修改第 {number} 号 issue", content)
        return self._calls.read(issue_of, told)

    def comments(self, number: int) -> list[Comment]:
        rows = self._rows(f"{self._place}/issues/{number}/comments", f"列出第 {number} 号的评论")
        found = {one.id: one for one in (self._calls.read(comment_of, row) for row in rows)}
        return [found[id] for id in sorted(found)]

    def create_comment(self, number: int, body: str, marker: str) -> Comment:
        def happened() -> Comment | None:
            there = self.comments(number)
            return next((one for one in there if marker in one.body and ours(self, one.author)), None)

        path = f"{self._place}/issues/{number}/comments"
        made = self._calls.create(path, f"在第 {number} 号里评论", {"body": body}, happened)
        return made if isinstance(made, Comment) else self._calls.read(comment_of, made)

    def update_comment(self, id: int, body: str) -> Comment:
        told = self._calls.change(f"{self._place}/issues/comments/{id}", "修改评论", {"body": body})
        return self._calls.read(comment_of, told)

    def delete_comment(self, id: int) -> None:
        self._calls.delete(f"{self._place}/issues/comments/{id}", "删除评论")

    def pull(self, number: int) -> Pull:
        told = self._calls.get(f"{self._place}/pulls/{number}", f"读取第 {number} 号合并请求")
        return self._calls.read(_pull, told)

    def commits(self, number: int) -> list[Commit]:
        rows = self._rows(f"{self._place}/pulls/{number}/commits", f"读取第 {number} 号合并请求的提交")
        return [self._calls.read(_commit, row) for row in rows]

    def _sorted(self, rows: Iterator[dict[str, Any]]) -> list[Issue]:
        """Return rows as issues, each once, the oldest first; pull requests are left out."""
        read = (self._calls.read(issue_of, row) for row in rows if not row.get("pull_request"))
        found = {one.number: one for one in read}
        return [found[number] for number in sorted(found)]


def login_of(user: Any) -> str:
    """Return a user's login; "" for one whose account was deleted."""
    return user["login"] if user else ""


def issue_of(one: Any) -> Issue:
    """Return an issue as the forges write it."""
    return Issue(
        number=int(one["number"]),
        title=one["title"],
        body=one["body"] or "",
        is_open=one["state"] == "open",
        author=login_of(one["user"]),
        labels=tuple(label["name"] for label in one["labels"] or ()),
    )


def comment_of(one: Any) -> Comment:
    """Return a comment as the forges write it."""
    return Comment(int(one["id"]), one["body"] or "", login_of(one["user"]))


def _pull(one: Any) -> Pull:
    source = one["head"].get("repo")
    return Pull(
        number=int(one["number"]),
        author=login_of(one["user"]),
        head=one["head"]["sha"],
        branch=one["head"]["ref"],
        source=source["full_name"] if source else "",
        base=one["base"]["ref"],
        is_open=one["state"] == "open",
        merger=login_of(one.get("merged_by")) or None,
    )


def _commit(one: Any) -> Commit:
    return Commit(one["sha"], login_of(one.get("author")) or None, login_of(one.get("committer")) or None)
