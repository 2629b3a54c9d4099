"""A small server for looking at a built site on this machine, and what tells that a source has changed."""

from __future__ import annotations

import hashlib
import os
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from duban.findings.finding import Unusable

HOST = "127.0.0.1"
WATCHED = ("cases", "rules", "schemas", "docs", "office.yml", "mkdocs.yml", "mkdocs.internal.yml")


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site as it is at the moment of each request; nothing is listed, nothing is kept."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path).replace("\0", "\ufffd")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Stay quiet."""


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the site on this machine only. Raises Unusable where the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(site)))
    except OSError:
        raise Unusable(f"端口 {port} 用不了，可能被别的程序占用；用 --port 换一个") from None


def state(root: Path) -> str:
    """Return a digest of names, times and sizes of everything sites are made from."""
    digest = hashlib.sha256()
    for name in WATCHED:
        path = root / name
        if path.is_dir():
            _folder(str(path), digest)
        elif path.is_file():
            _file(str(path), path.stat(), digest)
    return digest.hexdigest()


def _folder(path: str, digest: Any) -> None:
    with os.scandir(path) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            try:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        _folder(entry.path, digest)
                else:
                    _file(entry.path, entry.stat(follow_symlinks=False), digest)
            except FileNotFoundError:
                continue


def _file(path: str, stat: os.stat_result, digest: Any) -> None:
    digest.update(f"{path}\0{stat.st_mtime_ns}\0{stat.st_size}\n".encode())
