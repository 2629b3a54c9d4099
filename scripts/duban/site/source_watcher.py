"""What tells that something sites are made from has changed: files of the office, its law and its pages."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

SOURCES = ("cases", "rules", "schemas", "docs", "office.yml", "mkdocs.yml", "mkdocs.internal.yml")
QUIET = 0.3
"""Seconds without a further change after which a change is reported: an editor writes a file in several steps."""

_CHANGES = frozenset(
    {EVENT_TYPE_CLOSED, EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED}
)
"""Events of the file system that change something; a build only opens files and closes them again."""


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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
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
        if event.event_type not in _CHANGES:
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
