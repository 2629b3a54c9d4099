"""The settings a site is generated with: the layout from mkdocs.yml, the name and identity from office.yml."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import yaml

from duban.cases.office import Office
from duban.files import write_changed
from duban.findings.finding import Unusable

CONFIGS = {"public": "mkdocs.yml", "internal": "mkdocs.internal.yml"}
_IDENTITY = ("domain", "code", "host", "operator", "icp", "police", "contact", "note", "language")
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """Who runs a site: its name, address ("" where it has none), what footer and meta tags say, the day shown.

    `notices` are words that every page of the site has to show, `missing` that of them about the calendar.
    """

    name: str
    url: str
    identity: Mapping[str, str]
    sample: bool
    as_of: str
    notices: tuple[str, ...]
    missing: str = ""


def site_identity(site: str, office: Office, now: datetime, missing: str = "") -> SiteIdentity:
    """Return who runs the public or the internal site of an office; the internal one has no address.

    `missing` says which State Council notices the dates shown wait for; empty where they wait for none.
    """
    public = site == "public"
    domain = office.site.get("domain", "")
    stated = {key: office.site[key] for key in _IDENTITY if office.site.get(key)}
    return SiteIdentity(
        name=office.site.get("name", office.name) if public else f"{office.name}（内部）",
        url=f"https://{domain}/" if public and domain else "",
        identity={**stated, "office": office.name, "district": office.district},
        sample=office.sample,
        as_of=now.date().isoformat(),
        notices=(
            *(() if public else ("内部使用，不得外传",)),
            *(("示例数据",) if office.sample else ()),
            *((missing,) if missing else ()),
        ),
        missing=missing,
    )


def layout_home(root: Path) -> Path:
    """Return the folder with mkdocs.yml and docs/: the office's own, the package's, or the checkout's."""
    if (root / CONFIGS["public"]).is_file():
        return root
    packaged = _PACKAGE / "_data"
    return packaged if (packaged / CONFIGS["public"]).is_file() else _PACKAGE.parents[1]


def write_config(base: Path, folder: Path, identity: SiteIdentity, pages: Collection[str]) -> Path:
    """Write `folder`/mkdocs.yml for the pages in `folder`/docs, inheriting from `base`; return where it is.

    All that comes from office.yml is escaped, because templates put it into pages as it is. Pages that `base`
    calls optional are named in the navigation only where they are among `pages`. Raises Unusable where
    `base` is missing, YAMLError and the errors of MkDocs where it cannot be read.
    """
    from mkdocs.utils.yaml import yaml_load

    if not base.is_file():
        raise Unusable(f"没有 {base}，不能生成网站")
    with open(base, "rb") as stream:
        layout: dict[str, Any] = yaml_load(stream)
    # a path with .. in it holds only where no link is on the way
    home, folder = base.parent.resolve(), folder.resolve()
    theme = layout.get("theme", {}).get("custom_dir")  # MkDocs looks for it beside the file it reads
    absent = set(layout.get("extra", {}).get("optional", ())) - set(pages)
    config: dict[str, Any] = {
        "INHERIT": os.path.relpath(home / base.name, folder),
        "site_name": escape(identity.name),
        "site_url": identity.url,
        "docs_dir": "docs",
        "site_dir": "mkdocs",
        "theme": {"custom_dir": os.path.relpath(home / theme, folder)} if theme else {},
        "extra": {
            "identity": {key: escape(value) for key, value in identity.identity.items()},
            "sample": identity.sample,
            "as_of": identity.as_of,
            "missing": escape(identity.missing),
        },
    }
    if absent and "nav" in layout:
        config["nav"] = [entry for entry in layout["nav"] if absent.isdisjoint(entry.values())]
    path = folder / "mkdocs.yml"
    write_changed(path, yaml.safe_dump(config, allow_unicode=True, sort_keys=False).encode(), durable=False)
    return path
