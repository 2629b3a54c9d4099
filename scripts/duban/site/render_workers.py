"""Pages outside the navigation, rendered by forked workers while MkDocs does the rest.

Measured on two cores, 20,000 pages: 41 s instead of 60 s; the bytes are those of a plain build. Where
there is no fork, or little to do, MkDocs renders every page itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from mkdocs.commands import build
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from duban.unseen_characters import one_line

WORTH = 200
"""Below this number of pages, rendering them takes less time than starting workers."""


class _NoSettings(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves __init_subclass__ untyped
    """MkDocs wants a plugin to say what can be set in it."""


class RenderWorkers(BasePlugin[_NoSettings]):  # type: ignore[no-untyped-call]  # as above
    """The forked processes of one build, as a plugin of MkDocs. Without them the pages are the same, only later."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._running: list[int] = []

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Fork workers for the pages that are not in the navigation, and hide these from MkDocs."""
        pages = files.documentation_pages()
        loose = [file for file in pages if file.inclusion.value <= InclusionLevel.NOT_IN_NAV.value]
        if self._jobs < 2 or len(loose) < WORTH or not hasattr(os, "fork"):
            return nav
        gc.collect()
        gc.freeze()  # what is not collected is not copied either
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        for index in range(self._jobs):
            child = os.fork()
            if child == 0:
                _work(loose[index :: self._jobs], nav, config, files, parent)
            self._running.append(child)
        gc.unfreeze()
        for file in loose:
            file.inclusion = InclusionLevel.EXCLUDED
        return nav

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Wait for every worker. Raises BuildError if a page could not be rendered."""
        statuses = [os.waitpid(child, 0)[1] for child in self._running]
        self._running.clear()
        if any(statuses):
            raise BuildError("a page could not be rendered")

    def on_build_error(self, *, error: Exception) -> None:
        """End the workers of a build that failed."""
        while self._running:
            child = self._running.pop(0)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
                os.waitpid(child, 0)


def _work(share: Sequence[File], nav: Navigation, config: MkDocsConfig, files: Files, parent: int) -> None:
    """Render a share of the pages and leave; a worker whose parent was killed stops at the next page."""
    status = 1
    try:
        pages = files.documentation_pages()
        env = config.plugins.on_env(config.theme.get_env(), config=config, files=files)
        for file in share:
            if os.getppid() != parent:
                break
            page = file.page
            if page is None:
                continue
            # MkDocs 1.6.1, pinned: these two make a page exactly as a plain build does.
            build._populate_page(page, config, files)
            build._build_page(page, config, pages, nav, env)
            page.markdown = page.content = None
            page.toc = None  # type: ignore[assignment]  # frees memory; it is not read again
        else:
            status = 0
    except BaseException as error:
        print(one_line(f"{type(error).__name__}: {error}"), file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(status)
