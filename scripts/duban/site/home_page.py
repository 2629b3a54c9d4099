"""The public home page: what the site is, counts, the latest answers, where to go on."""

from __future__ import annotations

from datetime import date

from duban.site.page_text import day_words, front, href, link, plain
from duban.site.public_answers import MONTHS, Shelf, listed


def home_page(shelf: Shelf, name: str, today: date) -> tuple[str, str]:
    """Return the home page: what this site is, the month's counts, the latest answers, where to go on."""
    here = "index.md"
    month = [
        one for one in shelf.cases if (one.answered.year, one.answered.month) == (today.year, today.month)
    ]
    year = [one for one in shelf.cases if one.answered.year == today.year]
    rated = [one for one in shelf.cases if one.rating]
    figures = (
        (f"{today.year}年{today.month}月答复", len(month), "件"),
        (f"{today.year}年答复", len(year), "件"),
        ("公开的答复共", len(shelf.cases), "件"),
        ("其中来件人作出评价", len(rated), "件"),
    )
    counted = "".join(
        f"<div><dt>{what}</dt><dd><b>{number}</b> {unit}</dd></div>" for what, number, unit in figures
    )
    ways = "".join(
        f'<li><a href="{href(here, path)}"><b>{title}</b><span>{about}</span></a></li>'
        for path, title, about in (
            ("months/index.md", "按月份查看", "每个月作出的答复"),
            ("categories/index.md", "按类别查看", "按来件的类别查找"),
            ("units/index.md", "按单位查看", "看哪个单位是怎样答复的"),
            ("how-long.md", "多久能收到答复", "每一步由谁办、多长时间、依据哪一条"),
        )
    )
    latest = listed(here, shelf.cases[:10], shelf) if shelf.cases else "<p>还没有公开的答复。</p>"
    head = front(title=plain(name), column="首页", hide=["navigation", "toc"])
    return (
        here,
        f"""{head}
# {plain(name)}

这里公开群众来信和人大代表建议、政协提案的办理答复。来件人同意公开、经过审核的答复才会出现在这里，个人信息已经删去。

<dl class="figures">
{counted}
</dl>

<ul class="ways">
{ways}
</ul>

## 最新答复

{latest}

<p class="pager">{link(here, MONTHS, "查看全部答复")}</p>

<p class="quiet">数据截至{day_words(today)}。</p>
""",
    )
