"""Gitea and Forgejo: pages by number with X-Total-Count, labels by id (made here), pushes from the activity feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from duban.findings.finding import Unusable
from duban.forge.forge_base import Forge, login_of
from duban.forge.forge_values import APPROVED, DISMISSED, REFUSED, Issue, Pull, Push, Repository, Review
from duban.forge.http_client import PAGES

ACCEPT = "application/json"
_COLOUR = "#b60205"
_STATES = {"APPROVED": APPROVED, "REQUEST_CHANGES": REFUSED, "COMMENT": "commented"}
_ASKED = "REQUEST_REVIEW"  # listed among the reviews, but nobody has reviewed
_LIMIT = 50  # rows a page; more is what Gitea's default configuration does not give


class Gitea(Forge):
    """One repository on Gitea or Forgejo."""

    def _own_login(self) -> str:
        user = self._client.get_or_none("/user", "读取自己的登录名", 403, 404)
        if user is None:
            raise Unusable("这个 token 不能读取自己的登录名；请用 DUBAN_FORGE_LOGIN 写明")
        return self._client.convert(login_of, user)

    def repository(self) -> Repository:
        def convert(row: Any) -> Repository:
            is_public = not row["private"] and not row.get("internal", False)
            return Repository(row["full_name"], is_public, row["default_branch"])

        return self._client.convert(convert, self._client.get(self._path, "读取仓库"))

    def issues(self, label: str) -> list[Issue]:
        ids = self._labels(label)
        if not ids:
            return []
        # With two labels of one name Gitea finds only issues that bear both; then all issues are read.
        query = {"labels": label} if len(ids) == 1 else {}
        rows = self._rows(f"{self._path}/issues", "列出 issue", state="all", type="issues", **query)
        return [issue for issue in self._issues_from(rows) if label in issue.labels]

    def reviews(self, number: int) -> list[Review]:
        rows = self._rows(f"{self._path}/pulls/{number}/reviews", f"读取第 {number} 号合并请求的审核")
        given = [row for row in rows if row.get("state") != _ASKED]
        return [self._client.convert(_review, row) for row in sorted(given, key=lambda row: row.get("id", 0))]

    def _pushes(self, pull: Pull) -> list[Push]:
        # The timeline of a pull request would say that whoever opened it pushed what was there before,
        # and forgets pushes that a forced one replaced; the feed of the repository does neither.
        refs, found = (pull.branch, f"refs/heads/{pull.branch}"), []
        for row in self._rows(f"/repos/{pull.source}/activities/feeds", "读取推送记录"):
            if row.get("ref_name") not in refs:
                continue
            if row.get("op_type") == "delete_branch":
                break
            if row.get("op_type") == "commit_repo":
                found.append(self._client.convert(_push, row))
        return list(dict.fromkeys(found))

    def last_success(self, workflow: str) -> str:
        branch = self.repository().default_branch
        query = {"branch": branch, "status": "success", "limit": _LIMIT}
        path, action = f"{self._path}/actions/runs", f"查询工作流 {workflow}"
        for page in range(1, PAGES):
            answer = self._client.get_or_none(path, action, 404, page=page, **query)
            if answer is None:
                return ""
            runs = self._client.convert(lambda value: value["workflow_runs"] or [], answer)
            for run in sorted(runs, key=lambda run: -run.get("id", 0)):
                own = not str(run.get("event", "")).startswith("pull_request")
                mine = str(run.get("path", "")).partition("@")[0].rpartition("/")[2] == workflow
                if own and mine and run.get("conclusion") == "success" and run.get("head_branch") == branch:
                    return self._client.convert(lambda run: str(run["head_sha"]), run)
            if not runs:
                return ""
        raise self._client.endless_list()

    def _label(self, name: str) -> int:
        """Return the id of a label, making it where there is none; of two of one name the first."""
        if not self._labels(name):
            content = {"name": name, "color": _COLOUR, "description": "由程序建立，请不要改名"}
            path = f"{self._path}/labels"
            self._client.create(path, "新建标签", content, lambda: self._labels(name) or None)
        ids = self._labels(name)
        if not ids:
            raise Unusable(f"标签 {name} 建不起来；请在仓库里建好它再运行")
        return ids[0]

    def _labels(self, name: str) -> list[int]:
        rows = self._rows(f"{self._path}/labels", "列出标签")
        return sorted({row["id"] for row in rows if row.get("name") == name and "id" in row})

    def _rows(self, path: str, action: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Yield each row once. A list that is not given in pages comes whole on every page."""
        seen: set[Any] = set()
        for number in range(1, PAGES):
            page = self._client.page(path, action, page=number, limit=_LIMIT, **query)
            fresh = [row for row in page.rows if row.get("id") not in seen]
            yield from fresh
            seen |= {row.get("id") for row in fresh}
            if not fresh or (page.total is not None and len(seen) >= page.total):
                return
        raise self._client.endless_list()


def _review(row: Any) -> Review:
    state = DISMISSED if row.get("dismissed") else _STATES.get(row["state"], row["state"].lower())
    return Review(login_of(row["user"]), row["commit_id"] or "", state)


def _push(row: Any) -> Push:
    head = json.loads(row["content"] or "{}").get("HeadCommit") or {}
    return Push(login_of(row["act_user"]), head.get("Sha1", ""), row.get("created") or "")
