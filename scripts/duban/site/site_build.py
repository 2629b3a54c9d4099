"""From written pages to a whole new site, or none: built beside the last one, then swapped in one step."""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from duban.files import replace_with_link, write_changed
from duban.findings.finding import Unusable
from duban.site.finish_site import finish_site
from duban.site.generator_config import CONFIGS, SiteIdentity, layout_home, write_config
from duban.site.hand_written import hand_written

_FRESH = ".site-"


class BuiltSite(NamedTuple):
    """A site that was built: its name, how many pages it has, its index.html, the warnings of MkDocs."""

    site: str
    pages: int
    path: Path
    warnings: tuple[str, ...] = ()


def build_site(
    site: str,
    root: Path,
    identity: SiteIdentity,
    pages: Callable[[], Iterable[tuple[str, str]]],
    jobs: int = 2,
    waiting: Callable[[], None] | None = None,
) -> BuiltSite:
    """Write the pages of a site, build it, finish it, and put it in the place of the last one.

    `waiting` is called when another build of the same site has to end first. Raises Unusable where
    MkDocs cannot build or a page cannot be made safe; the last site then stays as it is.
    """
    folder = root / "build" / site
    folder.mkdir(parents=True, exist_ok=True)
    home = layout_home(root)
    with _alone(folder, waiting):
        _clear(folder)
        people = hand_written(home / "docs" / site)
        made: dict[str, str] = {**people, **dict(pages())}
        by_hand = [path for path in people if made[path] is people[path]]
        write_pages(folder / "docs", made.items())
        fresh = folder / f"{_FRESH}{secrets.token_hex(4)}"
        fresh.mkdir()
        warnings = _generate(home / CONFIGS[site], folder, fresh, identity, jobs)
        finish_site(fresh, identity, made, by_hand)
        replace_with_link(folder / "site", fresh.name, folder / f"{_FRESH}{secrets.token_hex(4)}")
        _clear(folder)
    return BuiltSite(site, len(made), folder / "site" / "index.html", tuple(warnings))


def write_pages(folder: Path, pages: Iterable[tuple[str, str]]) -> int:
    """Make `folder` hold exactly these (path, content); return how many files were written."""
    stale = {
        os.path.join(parent, name).removeprefix(f"{folder}/")
        for parent, _, names in os.walk(folder)
        for name in names
    }
    written = 0
    for path, content in pages:
        stale.discard(path)
        written += write_changed(folder / path, content.encode(), durable=False)
    for path in sorted(stale):
        (folder / path).unlink()
    for parent, _, _ in os.walk(folder, topdown=False):
        if parent != str(folder) and not os.listdir(parent):
            os.rmdir(parent)
    return written


@contextmanager
def _alone(folder: Path, waiting: Callable[[], None] | None) -> Iterator[None]:
    """Hold the lock of a site's folder; the system releases it when the process dies."""
    with open(folder / ".lock", "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting:
                waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clear(folder: Path) -> None:
    """Remove what builds that were killed left behind, and the site before the last."""
    site = folder / "site"
    current = os.readlink(site) if site.is_symlink() else ""
    for path in folder.glob(f"{_FRESH}*"):
        if path.is_symlink():
            path.unlink()
        elif path.name != current:
            shutil.rmtree(path, ignore_errors=True)


class _Warnings(logging.Handler):
    """Keeps the warnings of MkDocs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _generate(base: Path, folder: Path, site: Path, identity: SiteIdentity, jobs: int) -> list[str]:
    """Run MkDocs on `folder`/docs, into `site`; return its warnings. Raises Unusable with its first warning."""
    from jinja2 import TemplateError
    from mkdocs.commands import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException
    from yaml import YAMLError

    from duban.site.render_workers import RenderWorkers

    pages = [path.relative_to(folder / "docs").as_posix() for path in (folder / "docs").rglob("*.md")]
    logger, warnings = logging.getLogger("mkdocs"), _Warnings()
    logger.addHandler(warnings)
    propagates, logger.propagate = logger.propagate, False
    try:
        config = load_config(str(write_config(base, folder, identity, pages)), site_dir=str(site.resolve()))
        config.plugins["duban-render-workers"] = RenderWorkers(jobs)
        config.plugins.on_startup(command="build", dirty=False)
        build.build(config)
        config.plugins.on_shutdown()
    except (MkDocsException, TemplateError, YAMLError) as error:
        first = warnings.messages[0] if warnings.messages else str(error)
        raise Unusable(f"生成网站时 MkDocs 报错：{first}（配置：{base}）") from error
    finally:
        logger.propagate = propagates
        logger.removeHandler(warnings)
    return warnings.messages
