"""What tells that something sites are made from has changed: files of the office, its law and its pages."""

from __future__ import annotations

import threading
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

SOURCES = ("cases", "rules", "schemas", "docs", "office.yml", "mkdocs.yml", "mkdocs.internal.yml")
QUIET = 0.3
"""Seconds without a further change after which a change is reported: an editor writes a file in several steps."""

_READING = (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE)
"""Events of the file system that change nothing: a build only opens sources and closes them again."""


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
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if any(self._is_source(path) for path in paths):
            self._changed.set()
        if event.is_directory:
            for path in paths:
                self._watch_folder(path)

    def _watch_folder(self, path: Path) -> None:
        if path.parent == self._root and path.name in SOURCES and path.is_dir():
            self._observer.schedule(self, str(path), recursive=True)

    def _is_source(self, path: Path) -> bool:
        if not path.is_relative_to(self._root):
            return False
        parts = path.relative_to(self._root).parts
        return bool(parts) and parts[0] in SOURCES and "__pycache__" not in parts

    def _start(self) -> None:
        self._observer.schedule(self, str(self._root))
        for name in SOURCES:
            self._watch_folder(self._root / name)
        self._observer.start()
