"""A forge over real HTTP on 127.0.0.1: GitHub's and Gitea's ways of the same few things, and faults on demand."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "secret-" + "token-of-the-test"
REPOSITORY = "office/register"
US, THEM = "duban-bot", "passer-by"


@dataclass
class Request:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    content: Any
    authorization: str

    @property
    def writes(self) -> bool:
        return self.method != "GET"


@dataclass
class Answer:
    """What goes back; `drop` closes the connection instead."""

    status: int = 200
    value: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False


Hook = Callable[[int, Request], Answer | None]
"""Called with the number of a request (from 1); what it answers goes back in the place of the real answer."""


class Forge:
    """State and server. `before` hooks run before a request takes effect, `after` hooks when it has."""

    def __init__(self, flavour: str) -> None:
        self.flavour = flavour
        self.prefix = "/api/v1" if flavour == "gitea" else ""
        self.lock = threading.RLock()
        self.log: list[Request] = []
        self.before: Hook = lambda number, request: None
        self.after: Hook = lambda number, request: None
        self.user: str | None = US
        self.writer = US
        self.labels_allowed = True
        self.private = True
        self.issues: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.labels: list[dict[str, Any]] = []
        self.lists: dict[str, list[dict[str, Any]]] = {}
        self.pulls: dict[int, dict[str, Any]] = {}
        self._ids = 0
        handler = type("Handler", (_Handler,), {"forge": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{self.prefix}"

    def environ(self, **more: str) -> dict[str, str]:
        """Return the environment in which `duban` finds this forge."""
        if self.flavour == "github":
            told = {"GITHUB_API_URL": self.url, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": TOKEN}
        else:
            told = {"DUBAN_FORGE": "gitea", "DUBAN_FORGE_URL": self.url, "DUBAN_REPOSITORY": REPOSITORY,
                    "DUBAN_TOKEN": TOKEN}  # fmt: skip
        return told | more

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def writes(self) -> list[str]:
        """What was asked for beside reading, in order: POST /issues, PATCH /issues/1."""
        place = f"{self.prefix}/repos/{REPOSITORY}"
        return [f"{one.method} {one.path.removeprefix(place)}" for one in self.log if one.writes]

    def units(self) -> list[tuple[int, str, str]]:
        """Return number, state and title of the issues, without the ledger's."""
        return [
            (one["number"], one["state"], one["title"])
            for one in self.issues
            if "duban:messages" not in one["body"]
        ]

    def state(self) -> Any:
        """Return all that a later run could see."""
        issues = [(one["number"], one["state"], one["title"], one["body"]) for one in self.issues]
        return issues, [(one["issue"], one["body"]) for one in self.comments]

    def snapshot(self) -> Any:
        """Return all there is, to be put back by `restore`."""
        return copy.deepcopy((self.issues, self.comments, self.labels, self._ids))

    def restore(self, snapshot: Any) -> None:
        self.issues, self.comments, self.labels, self._ids = copy.deepcopy(snapshot)

    def put_issue(self, title: str, body: str, author: str = US, label: str = "duban", state: str = "open"):
        """Add an issue by somebody, as if made through the web."""
        issue = {
            "id": self._next(), "number": len(self.issues) + 1, "title": title, "body": body, "state": state,
            "user": {"login": author}, "labels": [self._label(label)] if label else [],
        }  # fmt: skip
        self.issues.append(issue)
        return issue

    def _label(self, name: str) -> dict[str, Any]:
        for one in self.labels:
            if one["name"] == name:
                return one
        self.labels.append({"id": self._next(), "name": name, "color": "#ffffff"})
        return self.labels[-1]

    def _next(self) -> int:
        self._ids += 1
        return self._ids

    # --- what is asked

    def serve(self, request: Request) -> Answer:
        with self.lock:
            self.log.append(request)
            number = len(self.log)
        if (answer := self.before(number, request)) is not None:
            return answer
        with self.lock:
            real = self._answer(request)
        return self.after(number, request) or real

    def _answer(self, request: Request) -> Answer:
        word = "token" if self.flavour == "gitea" else "Bearer"
        if request.authorization != f"{word} {TOKEN}":
            return Answer(401, {"message": "Bad credentials"})
        path = request.path.removeprefix(self.prefix)
        if (request.method, path) == ("GET", "/user"):
            if self.user is None:
                return Answer(403, {"message": "Resource not accessible by integration"})
            return Answer(200, {"login": self.user})
        place = f"/repos/{REPOSITORY}"
        if not path.startswith(place):
            return Answer(404, {"message": "Not Found"})
        for method, pattern, act in self._routes():
            if method == request.method and (found := re.fullmatch(pattern, path.removeprefix(place))):
                return act(request, *map(int, found.groups()))
        if request.method == "GET" and path.removeprefix(place) in self.lists:
            return self._listed(request, self.lists[path.removeprefix(place)])
        return Answer(404, {"message": "Not Found"})

    def _routes(self):
        return [
            ("GET", "", lambda request: Answer(200, {
                "full_name": REPOSITORY, "private": self.private, "internal": False, "default_branch": "main"})),
            ("GET", "/issues", self._list_issues),
            ("POST", "/issues", self._create_issue),
            ("GET", r"/issues/(\d+)", lambda request, number: Answer(200, self.issues[number - 1])),
            ("PATCH", r"/issues/(\d+)", self._patch_issue),
            ("GET", r"/issues/(\d+)/comments", self._list_comments),
            ("POST", r"/issues/(\d+)/comments", self._create_comment),
            ("PATCH", r"/issues/comments/(\d+)", self._patch_comment),
            ("DELETE", r"/issues/comments/(\d+)", self._delete_comment),
            ("GET", r"/pulls/(\d+)", self._pull),
            *([("GET", "/labels", lambda request: self._listed(request, self.labels)),
               ("POST", "/labels", self._create_label)] if self.flavour == "gitea" else []),
        ]  # fmt: skip

    def _list_issues(self, request: Request) -> Answer:
        asked = request.query
        wanted = [
            one
            for one in self.issues
            if asked.get("state") == "all" or one["state"] == asked.get("state", "open")
        ]
        if label := asked.get("labels"):
            ids = {one["id"] for one in self.labels if one["name"] == label}
            wanted = [one for one in wanted if ids and ids <= {each["id"] for each in one["labels"]}]
        if self.flavour == "gitea" or asked.get("direction") != "asc":
            wanted.reverse()
        return self._listed(request, wanted)

    def _create_issue(self, request: Request) -> Answer:
        content = request.content
        kind = int if self.flavour == "gitea" else str
        if set(content) - {"title", "body", "labels"} or not all(
            isinstance(x, kind) for x in content["labels"]
        ):
            return Answer(
                422, {"message": "Validation Failed", "errors": [{"field": "labels", "code": "invalid"}]}
            )
        issue = self.put_issue(content["title"], content["body"], self.writer, "")
        if self.labels_allowed:
            by_id = {one["id"]: one for one in self.labels}
            issue["labels"] = [by_id[x] if kind is int else self._label(x) for x in content["labels"]]
        return Answer(201, issue)

    def _patch_issue(self, request: Request, number: int) -> Answer:
        content = request.content
        if set(content) - {"title", "body", "state"} or content.get("state") not in (None, "open", "closed"):
            return Answer(422, {"message": "Validation Failed"})
        self.issues[number - 1].update(content)
        return Answer(201 if self.flavour == "gitea" else 200, self.issues[number - 1])

    def _list_comments(self, request: Request, number: int) -> Answer:
        found = [one for one in self.comments if one["issue"] == number]
        if self.flavour == "gitea":  # Gitea gives these whole, whatever page is asked for
            return Answer(200, found, {"X-Total-Count": str(len(found))})
        return self._listed(request, found)

    def _create_comment(self, request: Request, number: int) -> Answer:
        comment = {"id": self._next(), "issue": number, "user": {"login": self.writer}, **request.content}
        self.comments.append(comment)
        return Answer(201, comment)

    def _patch_comment(self, request: Request, id: int) -> Answer:
        (comment,) = (one for one in self.comments if one["id"] == id)
        comment.update(request.content)
        return Answer(200, comment)

    def _delete_comment(self, request: Request, id: int) -> Answer:
        if all(one["id"] != id for one in self.comments):
            return Answer(404, {"message": "Not Found"})
        self.comments = [one for one in self.comments if one["id"] != id]
        return Answer(204)

    def _create_label(self, request: Request) -> Answer:
        label = {"id": self._next(), **request.content}  # Gitea lets two labels have one name
        self.labels.append(label)
        return Answer(201, label)

    def _pull(self, request: Request, number: int) -> Answer:
        if number not in self.pulls:
            return Answer(404, {"message": "Not Found"})
        return Answer(200, self.pulls[number])

    def _listed(self, request: Request, rows: list[dict[str, Any]]) -> Answer:
        asked = request.query
        page = int(asked.get("page", "1"))
        if self.flavour == "gitea":
            size = min(int(asked.get("limit", "30")), 50)
            return Answer(200, rows[(page - 1) * size : page * size], {"X-Total-Count": str(len(rows))})
        size = min(int(asked.get("per_page", "30")), 100)
        headers = {}
        if page * size < len(rows):
            more = "&".join(f"{key}={value}" for key, value in (asked | {"page": str(page + 1)}).items())
            headers["Link"] = (
                f'<{self.url}{request.path}?{more}>; rel="next", <{self.url}/x?page=9>; rel="last"'
            )
        return Answer(200, rows[(page - 1) * size : page * size], headers)


class _Handler(BaseHTTPRequestHandler):
    forge: Forge
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        content = json.loads(self.rfile.read(length)) if length else None
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        request = Request(self.command, parts.path, query, content, self.headers.get("Authorization", ""))
        answer = self.forge.serve(request)
        if answer.drop:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        data = b"" if answer.value is None else json.dumps(answer.value).encode()
        with contextlib.suppress(OSError):  # the program may be dead by now
            self.send_response(answer.status)
            for key, value in answer.headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    do_POST = do_PATCH = do_DELETE = do_GET

    def log_message(self, *arguments: Any) -> None:
        pass


class Receiver:
    """A webhook: keeps what it is sent, answers with `status`."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer.hook()
                with contextlib.suppress(OSError):
                    self.send_response(outer.status)
                    self.end_headers()

            def log_message(self, *arguments: Any) -> None:
                pass

        self.hook: Callable[[], None] = lambda: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server.server_port}/hook-of-the-test"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
