"""GitHub: pages by Link header, labels by name (made when new), pushes from the repository's activity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from duban.forge.forge_base import Forge, login_of
from duban.forge.forge_values import APPROVED, REFUSED, Issue, Pull, Push, Repository, Review
from duban.forge.http_client import PAGES

ACCEPT = "application/vnd.github+json"
WORKFLOWS = "github-actions[bot]"
"""Who issues and comments are by when a workflow's own token made them; such a token may not ask who it is."""

_STATES = {"APPROVED": APPROVED, "CHANGES_REQUESTED": REFUSED}


class GitHub(Forge):
    """One repository on GitHub."""

    def _own_login(self) -> str:
        user = self._client.get_or_none("/user", "读取自己的登录名", 403)
        return WORKFLOWS if user is None else self._client.convert(login_of, user)

    def repository(self) -> Repository:
        row = self._client.get(self._path, "读取仓库")
        return self._client.convert(
            lambda row: Repository(row["full_name"], not row["private"], row["default_branch"]), row
        )

    def issues(self, label: str) -> list[Issue]:
        query = {"state": "all", "labels": label, "sort": "created", "direction": "asc"}
        return self._issues_from(self._rows(f"{self._path}/issues", "列出 issue", **query))

    def reviews(self, number: int) -> list[Review]:
        rows = self._rows(f"{self._path}/pulls/{number}/reviews", f"读取第 {number} 号合并请求的审核")
        return [self._client.convert(_review, row) for row in rows]

    def _pushes(self, pull: Pull) -> list[Push]:
        path, found = f"/repos/{pull.source}/activity", []
        for row in self._rows(path, "读取推送记录", ref=f"refs/heads/{pull.branch}"):
            if row.get("activity_type") == "branch_deletion":
                break
            found.append(self._client.convert(_push, row))
        return found

    def last_success(self, workflow: str) -> str:
        path = f"{self._path}/actions/workflows/{quote(workflow, safe='')}/runs"
        query = {"branch": self.repository().default_branch, "status": "success", "per_page": 30}
        answer = self._client.get_or_none(path, f"查询工作流 {workflow}", 404, **query)
        runs = [] if answer is None else self._client.convert(lambda value: value["workflow_runs"], answer)
        # The branch of a stranger's pull request may bear the default branch's name.
        own = (run for run in runs if not str(run.get("event", "")).startswith("pull_request"))
        last = next(own, None)
        return self._client.convert(lambda run: str(run["head_sha"]), last) if last else ""

    def _label(self, name: str) -> str:
        return name

    def _rows(self, path: str, action: str, **query: Any) -> Iterator[dict[str, Any]]:
        query = {"per_page": 100, **query}
        for _ in range(PAGES):
            page = self._client.page(path, action, **query)
            yield from page.rows
            if page.following is None:
                return
            path, query = page.following, {}
        raise self._client.endless_list()


def _push(row: Any) -> Push:
    return Push(login_of(row["actor"]), row["after"], row.get("timestamp") or "")


def _review(row: Any) -> Review:
    state = _STATES.get(row["state"], row["state"].lower())
    return Review(login_of(row["user"]), row["commit_id"] or "", state)
