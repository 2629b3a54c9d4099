"""The public site, as pages of Markdown: from `PublicCase`, the adopted rulebooks and the office alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from duban.cases.case_numbers import CASE_KINDS
from duban.engine.office_context import OfficeContext
from duban.law.words.field_names import field_names_from
from duban.privacy.public_case import PublicCase
from duban.register.removed_counts import RemovedInMonth
from duban.site.page_text import (
    Html,
    Pages,
    day_words,
    href,
    link,
    page,
    quiet,
)
from duban.site.public_answers import (
    CATEGORIES,
    MONTHS,
    UNITS,
    AnswerIndex,
    answer_index,
    answer_list,
    answer_pages,
    list_pages,
)
from duban.site.removed_public import removed_counts_page
from duban.site.time_limits_page import PATH as HOW_LONG
from duban.site.time_limits_page import how_long_page

HOME = "index.md"
WAYS = (
    (MONTHS, "按月份查看", "每个月作出的答复"),
    (CATEGORIES, "按类别查看", "按来件的类别查找"),
    (UNITS, "按单位查看", "看哪个单位是怎样答复的"),
    (HOW_LONG, "多久能收到答复", "每一步由谁办、多长时间、依据哪一条"),
)
"""The lists that lead on from here: page, title, what is found there."""

_LATEST = 10


def public_pages(
    context: OfficeContext,
    cases: tuple[PublicCase, ...],
    now: datetime,
    removed: Sequence[RemovedInMonth] = (),
) -> Pages:
    """Yield every page of the public site that the program makes; that of lateness taken away where there is some."""
    office = context.office
    index = answer_index(cases, {unit.code: unit.name for unit in office.units.values()})
    words = field_names_from(context.schemas, context.vocabulary, CASE_KINDS)
    yield home_page(index, office.site.get("name", office.name), now.date())
    yield from answer_pages(index)
    yield from list_pages(index)
    if removed:
        yield removed_counts_page(removed, {unit.code: unit.name for unit in office.units.values()})
    yield how_long_page(
        context.adopted, context.vocabulary, words, office, context.calendar, now, context.not_carried
    )


def home_page(index: AnswerIndex, name: str, today: date) -> tuple[str, str]:
    """Return the home page: what this site is, counts, the latest answers, where to go on."""
    ways = "".join(
        f'<li><a href="{href(HOME, path)}"><b>{title}</b><span>{about}</span></a></li>'
        for path, title, about in WAYS
    )
    latest = answer_list(HOME, index.cases[:_LATEST]) if index.cases else "<p>还没有公开的答复。</p>"
    return HOME, page(
        name,
        "这里公开群众来信和人大代表建议、政协提案的办理答复。"
        "来件人同意公开、经过审核的答复才会出现在这里，个人信息已经删去。",
        _figures(index, today),
        f'<ul class="ways">\n{ways}\n</ul>',
        "## 最新答复",
        latest,
        f'<p class="pager">{link(HOME, MONTHS, "查看全部答复")}</p>',
        quiet(f"数据截至{day_words(today)}。"),
        column="首页",
    )


def _figures(index: AnswerIndex, today: date) -> Html:
    """Return how many answers there are: of this month, of this year, in all, rated by the writer."""
    year = [public for public in index.cases if public.answered.year == today.year]
    month = [public for public in year if public.answered.month == today.month]
    rated = [public for public in index.cases if public.rating]
    counts = (
        (f"{today.year}年{today.month}月答复", month),
        (f"{today.year}年答复", year),
        ("公开的答复共", index.cases),
        ("其中来件人作出评价", rated),
    )
    shown = "".join(f"<div><dt>{title}</dt><dd><b>{len(found)}</b> 件</dd></div>" for title, found in counts)
    return Html(f'<dl class="figures">\n{shown}\n</dl>')
