"""From written pages to a whole new site, or none: built beside the last one, then swapped in one step."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duban.cases.office import Office
from duban.findings.finding import Unusable
from duban.site.mkdocs_hook import SITE
from duban.site.page_folder import hand_written, write, write_changed

CONFIGS = {"public": "mkdocs.yml", "internal": "mkdocs.internal.yml"}
_PACKAGE = Path(__file__).resolve().parents[1]
_FRESH = ".site-"


@dataclass(frozen=True, slots=True)
class Built:
    """A site that was built: its name, how many pages it has, its index.html, what MkDocs complained of."""

    site: str
    pages: int
    path: Path
    warnings: tuple[str, ...] = ()


def templates(root: Path) -> Path:
    """Return the folder with mkdocs.yml and docs/: the office's own, the package's, or the checkout's."""
    if (root / CONFIGS["public"]).is_file():
        return root
    packaged = _PACKAGE / "_data"
    return packaged if (packaged / CONFIGS["public"]).is_file() else _PACKAGE.parents[1]


def build_site(
    site: str,
    root: Path,
    office: Office,
    now: datetime,
    pages: Callable[[], Iterable[tuple[str, str]]],
    jobs: int = 2,
    waiting: Callable[[], None] | None = None,
) -> Built:
    """Write the pages of a site, build it, and put it in the place of the last one.

    `waiting` is called when another build of the same site has to end first. Raises Unusable where
    MkDocs cannot build; the last site then stays as it is.
    """
    folder = root / "build" / site
    folder.mkdir(parents=True, exist_ok=True)
    home = templates(root)
    with _alone(folder, waiting):
        _clear(folder)
        people = hand_written(home / "docs" / site)
        made = {**people, **dict(pages())}
        written_by_hand = sorted(path for path in people if made[path] is people[path])
        write(folder / "docs", made.items())
        told = json.dumps(
            site_facts(site, office, now, written_by_hand), ensure_ascii=False, sort_keys=True, indent=1
        )
        write_changed(folder / SITE, told.encode())
        fresh = folder / f"{_FRESH}{secrets.token_hex(4)}"
        fresh.mkdir()
        warnings = _mkdocs(home / CONFIGS[site], folder / "docs", fresh, jobs)
        _swap(folder / "site", fresh)
        _clear(folder)
    return Built(site, len(made), folder / "site" / "index.html", tuple(warnings))


def site_facts(site: str, office: Office, now: datetime, by_hand: Iterable[str]) -> Mapping[str, Any]:
    """Return what MkDocs is told of an office: the name, the identity in footer and meta tags."""
    identity = {
        key: office.site[key]
        for key in ("domain", "code", "host", "operator", "icp", "police", "contact", "note", "language")
        if office.site.get(key)
    }
    public = site == "public"
    domain = office.site.get("domain", "")
    return {
        "name": office.site.get("name", office.name) if public else f"{office.name}（内部）",
        "url": f"https://{domain}/" if public and domain else "",
        "identity": {**identity, "office": office.name, "district": office.district},
        "sample": office.sample,
        "as_of": now.date().isoformat(),
        "hand_written": list(by_hand),
    }


@contextmanager
def _alone(folder: Path, waiting: Callable[[], None] | None) -> Iterator[None]:
    """Hold the lock of a site's folder; the system lets go of it when a process dies."""
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
        if path.name == current:
            continue
        if path.is_symlink():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


def _swap(site: Path, fresh: Path) -> None:
    """Make `site` the fresh one in one step: it is a relative symlink, replaced by rename."""
    if site.is_dir() and not site.is_symlink():
        os.replace(site, site.with_name(f"{_FRESH}{secrets.token_hex(4)}"))
    pointer = site.with_name(f"{_FRESH}{secrets.token_hex(4)}")
    pointer.symlink_to(fresh.name)
    os.replace(pointer, site)


class _Complaints(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _mkdocs(config_file: Path, docs: Path, site: Path, jobs: int) -> list[str]:
    """Run MkDocs from docs to site; return its warnings. Raises Unusable with its first complaint."""
    from jinja2 import TemplateError
    from mkdocs.commands import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logger, complaints = logging.getLogger("mkdocs"), _Complaints()
    logger.addHandler(complaints)
    told, logger.propagate = logger.propagate, False
    try:
        config = load_config(str(config_file), docs_dir=str(docs.resolve()), site_dir=str(site.resolve()))
        config.extra["jobs"] = jobs
        config.plugins.on_startup(command="build", dirty=False)
        build.build(config)
        config.plugins.on_shutdown()
    except (MkDocsException, TemplateError) as error:
        first = complaints.said[0] if complaints.said else str(error)
        raise Unusable(f"生成网站时 MkDocs 报错：{first}（配置：{config_file}）") from error
    finally:
        logger.propagate = told
        logger.removeHandler(complaints)
    return complaints.said
