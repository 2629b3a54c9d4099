"""`duban build`: the public site, the internal site, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from duban.cli.command_registry import Command
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import console, print_json, progress, say
from duban.engine.lacking_notices import waiting_words
from duban.engine.office_context import OfficeContext
from duban.law.missing_notices import expected, public_words
from duban.register.load_office import load
from duban.register.site_data import everything, released
from duban.site.generator_config import site_identity
from duban.site.internal_site import all_duties, internal_pages
from duban.site.public_site import public_pages
from duban.site.site_build import BuiltSite, build_site
from duban.site.time_limits_page import example_notices

TITLES = {"public": "公开网站", "internal": "内部网站"}


@click.command("build", cls=Command, short_help="生成公开网站、内部网站")
@click.argument("site", type=click.Choice((*TITLES, "all")), metavar="public|internal|all")
@format_option("text", "json")
@today_option
@root_option
def build(site: str, form: str, today: str | None, root: Path) -> None:
    """生成网站：public 公开网站，internal 内部网站，all 两个都生成。

    页面写在 build/<网站>/docs，网站在 build/<网站>/site。有错误的案件不公开，也不妨碍其他案件；
    生成中断或者失败，原来的网站不受影响。
    """
    context = load(root).sound()
    now = moment(today, context.office)
    sites, withheld = _built_sites(context, now, TITLES if site == "all" else (site,))
    if form == "json":
        rows = [{"site": built.site, "pages": built.pages, "path": str(built.path)} for built in sites]
        print_json({"sites": rows, "withheld": withheld})
        return
    screen = console()
    for built in sites:
        screen.print(f"{TITLES[built.site]}：{built.pages} 页，{built.path}", soft_wrap=True)
        for warning in built.warnings:
            console(err=True).print(f"提醒：{warning}", style="yellow", soft_wrap=True)
    if withheld:
        screen.print(f"有 {withheld} 个案件文件有错误，没有公开；运行 duban check 看是哪些。", style="yellow")


def _built_sites(context: OfficeContext, now: datetime, sites: Iterable[str]) -> tuple[list[BuiltSite], int]:
    """Build sites; return them, and how many case files are withheld from the public for errors.

    A bar on a terminal shows how far reading has come.
    """
    built, withheld = [], 0
    waiting = partial(say, "另一个 duban build 正在生成同一个网站，等它结束再开始。", err=True)
    for site in sites:
        pages: Callable[[], Iterator[tuple[str, str]]]
        calendar, today = context.calendar, now.date()
        with progress(f"读取（{TITLES[site]}）") as bar:
            if site == "public":
                answers = released(context, now, bar)
                withheld = answers.withheld
                pages = partial(public_pages, context, answers.cases, now, answers.removed)
                missing = public_words(
                    expected(example_notices(context.adopted, context.office, calendar, now), today, calendar)
                )
            else:
                data = everything(context, now, bar)
                shown = all_duties(context, data, now)
                pages = partial(internal_pages, context, data, shown, now)
                missing = waiting_words(shown, now, calendar)
        identity = site_identity(site, context.office, now, missing)
        with console(err=True).status(f"生成{TITLES[site]}…"):
            built.append(build_site(site, context.root, identity, pages, waiting=waiting))
    return built, withheld
