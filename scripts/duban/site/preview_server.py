"""A small server for looking at a built site on this machine."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from duban.findings.finding import Unusable

HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site as it is at the moment of each request; nothing is listed, nothing is kept."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path).replace("\0", "\ufffd")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: object) -> None:
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

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the site on this machine only. Raises Unusable where the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(site)))
    except OSError:
        raise Unusable(f"端口 {port} 用不了，可能被别的程序占用；用 --port 换一个") from None
