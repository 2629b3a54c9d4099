"""What GitHub, Gitea and Forgejo have in common: paths and forms of issues, comments, pull requests."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from duban.findings.finding import Unusable
from duban.forge.forge_values import Comment, Issue, Pull, Push, Repository, Review
from duban.forge.http_client import HttpClient


class Forge(ABC):
    """One repository on a forge, by one token; github.py and gitea.py say what differs.

    `login` is our account's name where the caller knows it, else the forge is asked. Every method raises Unusable
    with one Chinese line where the forge refuses or cannot be reached. What only reads, changes or deletes is
    repeated after a lost answer; what creates is looked for first.
    """

    def __init__(self, client: HttpClient, login: str = "") -> None:
        self._client, self._login = client, login
        self.repository_name = client.repository
        self._path = f"/repos/{client.repository}"

    @property
    def login(self) -> str:
        """The login of our own account."""
        if not self._login:
            self._login = self._own_login()
        return self._login

    @abstractmethod
    def _own_login(self) -> str: ...

    @abstractmethod
    def _rows(self, path: str, action: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Yield the rows of all pages of a list."""

    @abstractmethod
    def _label(self, name: str) -> str | int:
        """Return a label in the form in which a new issue is given it."""

    @abstractmethod
    def repository(self) -> Repository: ...

    @abstractmethod
    def issues(self, label: str) -> list[Issue]:
        """Return every issue that has a label, open or closed, the oldest first; no pull requests."""

    @abstractmethod
    def reviews(self, number: int) -> list[Review]: ...

    def pushes(self, pull: Pull) -> list[Push]:
        """Return the pushes to a pull request's branch since that branch was made, the newest first."""
        if not pull.source:
            raise Unusable(f"第 {pull.number} 号合并请求的来源仓库已经删除，查不到是谁推送的")
        return self._pushes(pull)

    @abstractmethod
    def _pushes(self, pull: Pull) -> list[Push]: ...

    @abstractmethod
    def last_success(self, workflow: str) -> str:
        """Return the commit (40 hex) of the default branch on which a workflow file (publish.yml) last succeeded.

        "" where it never did, or where the forge is too old to tell.
        """

    def is_ours(self, author: str) -> bool:
        """Return whether something was written by our own account; logins do not differ by case."""
        return author.lower() == self.login.lower()

    def issue(self, number: int) -> Issue:
        row = self._client.get(f"{self._path}/issues/{number}", f"读取第 {number} 号 issue")
        return self._client.convert(issue_of, row)

    def create_issue(self, title: str, body: str, label: str, marker: str) -> Issue:
        """Create an issue; `marker` is in its body, and in the body of no issue of ours yet.

        Returns the existing issue where another run was quicker, or where the answer had got lost.
        """

        def existing() -> Issue | None:
            own = (issue for issue in self.issues(label) if self.is_ours(issue.author))
            return next((issue for issue in own if marker in issue.body), None)

        content = {"title": title, "body": body, "labels": [self._label(label)]}
        created = self._client.create(f"{self._path}/issues", "新建 issue", content, existing)
        return created if isinstance(created, Issue) else self._client.convert(issue_of, created)

    def update_issue(
        self, number: int, title: str | None = None, body: str | None = None, is_open: bool | None = None
    ) -> Issue:
        """Change what is given of an issue, in one request."""
        state = None if is_open is None else "open" if is_open else "closed"
        given = {"title": title, "body": body, "state": state}
        content = {key: value for key, value in given.items() if value is not None}
        row = self._client.change(f"{self._path}/issues/{number}", f"修改第 {number} 号 issue", content)
        return self._client.convert(issue_of, row)

    def comments(self, number: int) -> list[Comment]:
        """Return the comments under an issue or pull request, the oldest first."""
        rows = self._rows(f"{self._path}/issues/{number}/comments", f"列出第 {number} 号的评论")
        by_id = {comment.id: comment for comment in (self._client.convert(comment_of, row) for row in rows)}
        return [by_id[id] for id in sorted(by_id)]

    def create_comment(self, number: int, body: str, marker: str) -> Comment:
        """Comment on an issue or pull request; `marker` is in the body, and in no comment of ours there yet."""

        def existing() -> Comment | None:
            return next(iter(self._marked_comments(number, marker)), None)

        path = f"{self._path}/issues/{number}/comments"
        created = self._client.create(path, f"在第 {number} 号里评论", {"body": body}, existing)
        return created if isinstance(created, Comment) else self._client.convert(comment_of, created)

    def update_comment(self, id: int, body: str) -> Comment:
        row = self._client.change(f"{self._path}/issues/comments/{id}", "修改评论", {"body": body})
        return self._client.convert(comment_of, row)

    def delete_comment(self, id: int) -> None:
        """Delete a comment; that it is gone already is no fault."""
        self._client.delete(f"{self._path}/issues/comments/{id}", "删除评论")

    def keep_comment(self, number: int, marker: str, body: str) -> str:
        """Ensure exactly one of our comments has `marker` (which is part of `body`), and that its text is `body`.

        Returns created, updated or unchanged. Of several the oldest is kept, the others are deleted.
        """
        marked, done = self._marked_comments(number, marker), "unchanged"
        if not marked:
            self.create_comment(number, body, marker)
            marked, done = self._marked_comments(number, marker), "created"
        for comment in marked[1:]:
            self.delete_comment(comment.id)
        if done != "created" and not same_text(marked[0].body, body):
            self.update_comment(marked[0].id, body)
            done = "updated"
        return done

    def _marked_comments(self, number: int, marker: str) -> list[Comment]:
        own = (comment for comment in self.comments(number) if self.is_ours(comment.author))
        return [comment for comment in own if marker in comment.body]

    def pull(self, number: int) -> Pull:
        row = self._client.get(f"{self._path}/pulls/{number}", f"读取第 {number} 号合并请求")
        return self._client.convert(_pull_of, row)

    def _issues_from(self, rows: Iterator[dict[str, Any]]) -> list[Issue]:
        """Return rows as issues, each once, the oldest first; pull requests are left out."""
        issues = (self._client.convert(issue_of, row) for row in rows if not row.get("pull_request"))
        by_number = {issue.number: issue for issue in issues}
        return [by_number[number] for number in sorted(by_number)]


def same_text(left: str, right: str) -> bool:
    """Return whether two bodies say the same; forges change line ends and trim."""
    return left.replace("\r\n", "\n").strip() == right.replace("\r\n", "\n").strip()


def login_of(user: Any) -> str:
    """Return a user's login; "" for one whose account was deleted."""
    return str(user["login"]) if user else ""


def issue_of(row: Any) -> Issue:
    """Return an issue as the forges write it."""
    return Issue(
        number=int(row["number"]),
        title=row["title"],
        body=row["body"] or "",
        is_open=row["state"] == "open",
        author=login_of(row["user"]),
        labels=tuple(label["name"] for label in row["labels"] or ()),
    )


def comment_of(row: Any) -> Comment:
    """Return a comment as the forges write it."""
    return Comment(int(row["id"]), row["body"] or "", login_of(row["user"]))


def _pull_of(row: Any) -> Pull:
    source = row["head"].get("repo")
    return Pull(
        number=int(row["number"]),
        author=login_of(row["user"]),
        head=row["head"]["sha"],
        branch=row["head"]["ref"],
        source=source["full_name"] if source else "",
        base=row["base"]["ref"],
        is_open=row["state"] == "open",
        merger=login_of(row.get("merged_by")) or None,
    )
