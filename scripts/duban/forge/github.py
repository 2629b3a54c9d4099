"""GitHub: pages by Link header, labels by name (made when new), pushes from the repository's activity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from duban.findings.finding import Unusable
from duban.forge.forge_api import APPROVED, REFUSED, Issue, Pull, Push, Repository, Review
from duban.forge.forge_base import Shared, login_of
from duban.forge.http_client import PAGES

ACCEPT = "application/vnd.github+json"
WORKFLOWS = "github-actions[bot]"
"""Who issues and comments are by when a workflow's own token made them; such a token may not ask who it is."""

_STATES = {"APPROVED": APPROVED, "CHANGES_REQUESTED": REFUSED}


class GitHub(Shared):
    """One repository on GitHub."""

    def _who(self) -> str:
        told = self._calls.get_unless("/user", "读取自己的登录名", 403)
        return WORKFLOWS if told is None else self._calls.read(login_of, told)

    def repository(self) -> Repository:
        told = self._calls.get(self._place, "读取仓库")
        return self._calls.read(
            lambda one: Repository(one["full_name"], not one["private"], one["default_branch"]), told
        )

    def issues(self, label: str) -> list[Issue]:
        query = {"state": "all", "labels": label, "sort": "created", "direction": "asc"}
        return self._sorted(self._rows(f"{self._place}/issues", "列出 issue", **query))

    def reviews(self, number: int) -> list[Review]:
        rows = self._rows(f"{self._place}/pulls/{number}/reviews", f"读取第 {number} 号合并请求的审核")
        return [self._calls.read(_review, row) for row in rows]

    def pushes(self, pull: Pull) -> list[Push]:
        if not pull.source:
            raise Unusable(f"第 {pull.number} 号合并请求的来源仓库已经删除，查不到是谁推送的")
        path, found = f"/repos/{pull.source}/activity", []
        for row in self._rows(path, "读取推送记录", ref=f"refs/heads/{pull.branch}"):
            if row.get("activity_type") == "branch_deletion":
                break
            found.append(self._calls.read(lambda one: Push(login_of(one["actor"]), one["after"]), row))
        return found

    def last_success(self, workflow: str) -> str:
        told = self._calls.get_unless(
            f"{self._place}/actions/workflows/{quote(workflow, safe='')}/runs",
            f"查询工作流 {workflow}",
            404,
            branch=self.repository().default_branch,
            status="success",
            per_page=30,
        )
        runs = self._calls.read(lambda one: one["workflow_runs"], told) if told is not None else []
        # The branch of a stranger's pull request may bear the default branch's name.
        own = (one for one in runs if not str(one.get("event", "")).startswith("pull_request"))
        return self._calls.read(lambda one: one["head_sha"], last) if (last := next(own, None)) else ""

    def _label(self, name: str) -> str:
        return name

    def _rows(self, path: str, what: str, **query: Any) -> Iterator[dict[str, Any]]:
        query = {"per_page": 100, **query}
        for _ in range(PAGES):
            page = self._calls.page(path, what, **query)
            yield from page.rows
            if page.following is None:
                return
            path, query = page.following, {}
        raise self._calls.endless()


def _review(one: Any) -> Review:
    state = _STATES.get(one["state"], one["state"].lower())
    return Review(login_of(one["user"]), one["commit_id"] or "", state)
