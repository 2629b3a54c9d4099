"""What `duban serve` stands on: a server for a built site on this machine, and a watch over its sources."""

from __future__ import annotations

import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from duban.findings.finding import Unusable

HOST = "127.0.0.1"
SOURCES = ("cases", "rules", "schemas", "docs", "office.yml", "mkdocs.yml", "mkdocs.internal.yml")
QUIET = 0.3
"""Seconds without a further change after which a change is reported: an editor writes a file in several steps."""

_READING = ("opened", "closed_no_write")
"""Events of the file system that change nothing: a build only opens sources and closes them again."""


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


class SourceWatcher(FileSystemEventHandler):
    """Watches the sources below an office's root from `with` to its end; what is under build/ is no source."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._changed = threading.Event()
        self._observer: BaseObserver = Observer()

    def __enter__(self) -> SourceWatcher:
        try:
            self._start()
        except OSError:  # the system has no watches left
            self._observer = PollingObserver()
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._observer.stop()
        self._observer.join()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for a change and for `QUIET` seconds without another; False where none came in `timeout` seconds."""
        if not self._changed.wait(timeout):
            return False
        while self._changed.is_set():
            self._changed.clear()
            self._changed.wait(QUIET)
        return True

    def dispatch(self, event: FileSystemEvent) -> None:
        """Note an event of a source; a folder that has just been made is watched from now on."""
        if event.event_type in _READING:
            return
        for path in (Path(str(path)) for path in (event.src_path, event.dest_path) if path):
            in_source = any(path.is_relative_to(self._root / name) for name in SOURCES)
            if in_source and "__pycache__" not in path.parts:
                self._changed.set()
            if event.is_directory:
                self._watch_folder(path)

    def _watch_folder(self, path: Path) -> None:
        if path.parent == self._root and path.name in SOURCES and path.is_dir():
            self._observer.schedule(self, str(path), recursive=True)

    def _start(self) -> None:
        self._observer.schedule(self, str(self._root))
        for name in SOURCES:
            self._watch_folder(self._root / name)
        self._observer.start()
