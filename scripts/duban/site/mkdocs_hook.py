"""What MkDocs does for safety and speed while it builds either site; without it the pages are the same.

Loaded by docs/hook.py, which mkdocs.yml names. Everything a page says is in its Markdown already: a
generator that knows no hooks still makes the same pages, without the Content-Security-Policy.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nh3
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from duban.site.content_security import with_policy
from duban.site.render_workers import Workers

SITE = "site.json"
"""Written beside the docs: who runs the site, whether it is a sample, which pages people wrote."""

_UPDATED = re.compile(rb'^update_date: "?(\d{4}-\d\d-\d\d)', re.MULTILINE)
_FRONT = 2000
_workers = Workers()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take the office's name and identity from site.json; everything in it is escaped for templates."""
    told = Path(config.docs_dir).parent / SITE
    if not told.is_file():
        raise ConfigurationError(f"没有 {told}；先运行 duban build 写出页面")
    site = json.loads(told.read_bytes())
    config.site_name = str(escape(site["name"]))
    config.site_url = site["url"] or None
    config.extra["identity"] = {key: str(escape(value)) for key, value in site["identity"].items()}
    config.extra["sample"] = site["sample"]
    config.extra["as_of"] = site["as_of"]
    config.extra["hand_written"] = frozenset(site["hand_written"])
    docs = Path(config.docs_dir)
    absent = {path for path in config.extra.get("optional", ()) if not (docs / path).is_file()}
    if absent and config.nav:  # a page that an office has no use for is not made, nor named
        config.nav = [one for one in config.nav if absent.isdisjoint(one.values())]
    return config


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Date every page by its own front matter, then let workers render those outside the navigation."""
    for file in files.documentation_pages():
        with open(file.abs_src_path or "", "rb") as source:
            told = _UPDATED.search(source.read(_FRONT))
        day = told[1].decode() if told else config.extra["as_of"]
        file.page.update_date = day
    _workers.start(nav, config, files, jobs=config.extra.get("jobs", 1))
    return nav


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Sanitise what people wrote as Markdown; pages the program made carry escaped text only."""
    return sanitised(html) if page.file.src_uri in config.extra["hand_written"] else html


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Let the sitemap list the pages that workers render, too."""
    if template_name == "sitemap.xml":
        context["pages"] = _workers.all_pages or context["pages"]
    return context


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Give pages that have no Markdown (404.html) the policy as well."""
    return with_policy(output_content) if template_name.endswith(".html") else output_content


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Return the page with its Content-Security-Policy."""
    return with_policy(output)


def on_post_build(config: MkDocsConfig) -> None:
    """Wait for the workers; a page that failed in one fails the build."""
    _workers.finish()


def on_build_error(error: Exception) -> None:
    """Leave no worker behind."""
    _workers.stop()


_TAGS = nh3.ALLOWED_TAGS | {"section"}
_EVERYWHERE = {"class", "id", "title", "lang"}


def sanitised(html: str) -> str:
    """Return HTML without scripts, event handlers, foreign schemes and styles."""
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={
            "*": _EVERYWHERE,
            "a": {"href"},
            "img": {"src", "alt", "width", "height"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan", "scope"},
            "ol": {"start"},
        },
        url_schemes={"mailto", "tel"},
        link_rel=None,
    )
