"""`duban build`: the public site, the internal site, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from duban.cli.command_registry import Command
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import console, print_json, progress
from duban.engine.office_context import OfficeContext
from duban.register.load_office import load
from duban.register.site_data import everything, released
from duban.site.internal_site import internal_pages
from duban.site.public_site import public_pages
from duban.site.site_build import BuiltSite, build_site

TITLES = {"public": "公开网站", "internal": "内部网站"}
SITES = tuple(TITLES)


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: the sites, and how many case files are withheld from the public for errors."""

    sites: tuple[BuiltSite, ...]
    withheld: int


@click.command("build", cls=Command, short_help="生成公开网站、内部网站")
@click.argument("site", type=click.Choice((*SITES, "all")), metavar="public|internal|all")
@format_option("text", "json")
@today_option
@root_option
def build(site: str, form: str, today: str | None, root: Path) -> int:
    """生成网站：public 公开网站，internal 内部网站，all 两个都生成。

    页面写在 build/<网站>/docs，网站在 build/<网站>/site。有错误的案件不公开，也不妨碍其他案件；
    生成中断或者失败，原来的网站不受影响。
    """
    context = load(root).sound()
    now = moment(today, context.office)
    summary = run(context, now, SITES if site == "all" else (site,))
    {"text": _text, "json": _json}[form](summary)
    return 0


def run(context: OfficeContext, now: datetime, sites: tuple[str, ...]) -> BuildSummary:
    """Build sites and return what was done; a bar on a terminal shows how far reading has come."""
    built, withheld = [], 0
    for site in sites:
        pages: Callable[[], Iterator[tuple[str, str]]]
        with progress(f"读取（{TITLES[site]}）") as bar:
            if site == "public":
                answers = released(context, now, bar)
                withheld = answers.withheld
                pages = partial(public_pages, context, answers.cases, now)
            else:
                pages = partial(internal_pages, context, everything(context, now, bar), now)
        with console(stderr=True).status(f"生成{TITLES[site]}…"):
            built.append(build_site(site, context.root, context.office, now, pages, waiting=_waiting))
    return BuildSummary(tuple(built), withheld)


def _waiting() -> None:
    click.echo("另一个 duban build 正在生成同一个网站，等它结束再开始。", err=True)


def _text(summary: BuildSummary) -> None:
    screen = console()
    for built in summary.sites:
        screen.print(f"{TITLES[built.site]}：{built.pages} 页，{built.path}", soft_wrap=True)
        for warning in built.warnings:
            console(stderr=True).print(f"提醒：{warning}", style="yellow", soft_wrap=True)
    if summary.withheld:
        screen.print(
            f"有 {summary.withheld} 个案件文件有错误，没有公开；运行 duban check 看是哪些。", style="yellow"
        )


def _json(summary: BuildSummary) -> None:
    sites = [{"site": built.site, "pages": built.pages, "path": str(built.path)} for built in summary.sites]
    print_json({"sites": sites, "withheld": summary.withheld})
