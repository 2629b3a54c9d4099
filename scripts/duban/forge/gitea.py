"""Gitea and Forgejo: pages by number with X-Total-Count, labels by id (made here), pushes from the activity feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from duban.findings.finding import Unusable
from duban.forge.forge_api import APPROVED, DISMISSED, REFUSED, Issue, Pull, Push, Repository, Review
from duban.forge.forge_base import Shared, login_of
from duban.forge.http_client import PAGES

ACCEPT = "application/json"
_COLOUR = "#b60205"
_STATES = {"APPROVED": APPROVED, "REQUEST_CHANGES": REFUSED, "COMMENT": "commented"}
_ASKED = "REQUEST_REVIEW"  # listed among the reviews, but nobody has reviewed
_LIMIT = 50  # rows a page; more is what Gitea's default configuration does not give


class Gitea(Shared):
    """One repository on Gitea or Forgejo."""

    def _who(self) -> str:
        told = self._calls.get_unless("/user", "读取自己的登录名", 403, 404)
        if told is None:
            raise Unusable("这个 token 不能读取自己的登录名；请用 DUBAN_FORGE_LOGIN 写明")
        return self._calls.read(login_of, told)

    def repository(self) -> Repository:
        def convert(one: Any) -> Repository:
            is_public = not one["private"] and not one.get("internal", False)
            return Repository(one["full_name"], is_public, one["default_branch"])

        return self._calls.read(convert, self._calls.get(self._place, "读取仓库"))

    def issues(self, label: str) -> list[Issue]:
        ids = self._labels(label)
        if not ids:
            return []
        # With two labels of one name Gitea finds only issues that bear both; then all issues are read.
        query = {"labels": label} if len(ids) == 1 else {}
        rows = self._rows(f"{self._place}/issues", "列出 issue", state="all", type="issues", **query)
        return [one for one in self._sorted(rows) if label in one.labels]

    def reviews(self, number: int) -> list[Review]:
        rows = self._rows(f"{self._place}/pulls/{number}/reviews", f"读取第 {number} 号合并请求的审核")
        given = [row for row in rows if row.get("state") != _ASKED]
        return [self._calls.read(_review, row) for row in sorted(given, key=lambda row: row.get("id", 0))]

    def pushes(self, pull: Pull) -> list[Push]:
        # The timeline of a pull request would say that whoever opened it pushed what was there before,
        # and forgets pushes that a forced one replaced; the feed of the repository does neither.
        if not pull.source:
            raise Unusable(f"第 {pull.number} 号合并请求的来源仓库已经删除，查不到是谁推送的")
        refs, found = (pull.branch, f"refs/heads/{pull.branch}"), []
        for row in self._rows(f"/repos/{pull.source}/activities/feeds", "读取推送记录"):
            if row.get("ref_name") not in refs:
                continue
            if row.get("op_type") == "delete_branch":
                break
            if row.get("op_type") == "commit_repo":
                found.append(self._calls.read(_push, row))
        return list(dict.fromkeys(found))

    def last_success(self, workflow: str) -> str:
        branch = self.repository().default_branch
        query = {"branch": branch, "status": "success", "limit": _LIMIT}
        for page in range(1, PAGES):
            told = self._calls.get_unless(
                f"{self._place}/actions/runs", f"查询工作流 {workflow}", 404, page=page, **query
            )
            runs = self._calls.read(lambda one: one["workflow_runs"] or [], told) if told is not None else []
            for run in sorted(runs, key=lambda one: -one.get("id", 0)):
                own = not str(run.get("event", "")).startswith("pull_request")
                mine = str(run.get("path", "")).partition("@")[0].rpartition("/")[2] == workflow
                if own and mine and run.get("conclusion") == "success" and run.get("head_branch") == branch:
                    return self._calls.read(lambda one: one["head_sha"], run)
            if not runs:
                return ""
        raise self._calls.endless()

    def _label(self, name: str) -> int:
        """Return the id of a label, making it where there is none; of two of one name the first."""
        if not self._labels(name):
            content = {"name": name, "color": _COLOUR, "description": "由程序建立，请不要改名"}
            path = f"{self._place}/labels"
            self._calls.create(path, "新建标签", content, lambda: self._labels(name) or None)
        ids = self._labels(name)
        if not ids:
            raise Unusable(f"标签 {name} 建不起来；请在仓库里建好它再运行")
        return ids[0]

    def _labels(self, name: str) -> list[int]:
        rows = self._rows(f"{self._place}/labels", "列出标签")
        return sorted({row["id"] for row in rows if row.get("name") == name and "id" in row})

    def _rows(self, path: str, what: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Yield each row once. A list that is not given in pages comes whole on every page."""
        seen: set[Any] = set()
        for number in range(1, PAGES):
            page = self._calls.page(path, what, page=number, limit=_LIMIT, **query)
            fresh = [row for row in page.rows if _key(row) not in seen]
            yield from fresh
            seen |= {_key(row) for row in fresh}
            if not fresh or (page.total is not None and len(seen) >= page.total):
                return
        raise self._calls.endless()


def _key(row: dict[str, Any]) -> Any:
    return row.get("id", row.get("sha"))


def _review(one: Any) -> Review:
    state = DISMISSED if one.get("dismissed") else _STATES.get(one["state"], one["state"].lower())
    return Review(login_of(one["user"]), one["commit_id"] or "", state)


def _push(one: Any) -> Push:
    told = json.loads(one["content"] or "{}")
    head = told.get("HeadCommit") or {}
    return Push(login_of(one["act_user"]), head.get("Sha1", ""))
