"""The public pages of released answers: one page each, and lists by month, category and unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from duban.privacy.public_case import PublicCase
from duban.site.page_folder import paged
from duban.site.page_text import day_words, facts, front, href, link, paragraphs, plain, slugs

MONTHS, CATEGORIES, UNITS = "months/index.md", "categories/index.md", "units/index.md"


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that stand in one list: what it is called, the page it is on, newest first."""

    name: str
    path: str
    cases: tuple[PublicCase, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All answers, newest first, and the three ways they are listed; `units` maps a code to its full name."""

    cases: tuple[PublicCase, ...]
    months: tuple[Group, ...]
    categories: tuple[Group, ...]
    by_unit: tuple[Group, ...]
    units: Mapping[str, str]

    def unit(self, public: PublicCase) -> str:
        """Return the full name of the unit that answered, as HTML."""
        return plain(self.units.get(public.unit, public.unit))


def shelved(cases: Iterable[PublicCase], units: Mapping[str, str]) -> Shelf:
    """Return the answers in order, listed by month of the answer, by category and by unit."""
    ordered = tuple(sorted(cases, key=lambda one: (-one.answered.toordinal(), one.number, one.answer)))
    months = _groups(ordered, lambda one: f"{one.answered:%Y-%m}", "months")
    return Shelf(
        cases=ordered,
        months=tuple(reversed(months)),
        categories=_by_size(_groups(ordered, category, "categories")),
        by_unit=_by_size(_groups(ordered, lambda one: units.get(one.unit, one.unit), "units")),
        units=units,
    )


def category(public: PublicCase) -> str:
    """Return the class an answer is listed under: the letter's own, or else the way it came."""
    return public.category or public.channel


def path_of(public: PublicCase) -> str:
    """Return the page of an answer: replies/2026/letter-2026-0007-a1.md."""
    year = public.number.split("-")[1]
    return f"replies/{year}/{public.number}-{public.answer}.md"


def _groups(cases: Sequence[PublicCase], name: Callable[[PublicCase], str], folder: str) -> tuple[Group, ...]:
    found: dict[str, list[PublicCase]] = {}
    for one in cases:
        found.setdefault(name(one), []).append(one)
    short = slugs(found)
    return tuple(Group(key, f"{folder}/{short[key]}.md", tuple(found[key])) for key in sorted(found))


def _by_size(groups: Sequence[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (-len(group.cases), group.name)))


def reply_pages(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of the page of every answer."""
    lists = {}
    for groups in (shelf.months, shelf.categories, shelf.by_unit):
        for group in groups:
            for one in group.cases:
                lists.setdefault((one.number, one.answer), []).append(group)
    for one in shelf.cases:
        yield path_of(one), reply_page(one, shelf.unit(one), lists[one.number, one.answer])


def reply_page(public: PublicCase, unit: str, lists: Sequence[Group] = ()) -> str:
    """Return the Markdown of one answer's page; `unit` is its full name as HTML."""
    path = path_of(public)
    title = plain(public.title)
    more = "".join(f"<li>{link(path, group.path, plain(label(group)))}</li>" for group in lists)
    head = front(
        title=title,
        article=True,
        published=f"{public.released} 00:00",
        source=unit,
        keywords=plain(category(public)),
        update_date=str(public.released),
        hide=["navigation", "toc"],
    )
    told = facts(
        (
            ("编号", plain(public.number)),
            ("类别", plain(category(public))),
            ("来件渠道", plain(public.channel)),
            ("答复单位", unit),
            ("来件日期", day_words(public.received)),
            ("答复日期", day_words(public.answered)),
            ("答复用时", f"{(public.answered - public.received).days} 天（自然日）"),
            ("来件人评价", _rating(public.rating)),
        )
    )
    return f"""{head}
# {title}

{told}

## 来件内容

<div class="letter">
{paragraphs(public.letter)}
</div>

## 答复内容

<div class="answer">
{paragraphs(public.text)}
<p class="signed">{unit}<br>{day_words(public.answered)}</p>
</div>

<div class="notes">
<p>来件经过编辑，删去了个人信息。本页于{day_words(public.released)}公开。</p>
<ul class="more">{more}</ul>
</div>
"""


def label(group: Group) -> str:
    """Return what a link to a list says: 2026年3月的答复, 求助类, a unit's full name."""
    if group.path.startswith("months/"):
        year, month = group.name.split("-")
        return f"{year}年{int(month)}月的答复"
    return f"更多：{group.name}"


def _rating(word: str) -> str:
    return f'<span class="rating">{plain(word)}</span>' if word else '<span class="quiet">还没有评价</span>'


def listed(here: str, cases: Iterable[PublicCase], shelf: Shelf) -> str:
    """Return answers as an HTML list: title, class, unit, day, how it was received."""
    rows = []
    for one in cases:
        told = [plain(category(one)), shelf.unit(one), f"{day_words(one.answered)}答复"]
        if one.rating:
            told.append(plain(one.rating))
        spans = "".join(f"<span>{part}</span>" for part in told)
        rows.append(f'<li>{link(here, path_of(one), plain(one.title))}<div class="told">{spans}</div></li>')
    return "\n".join(('<ul class="replies">', *rows, "</ul>"))


def list_pages(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield the pages of every list, and the three pages that lead to them."""
    ways = (
        (MONTHS, "按月份查看", "每个月作出的答复，新的在前。", shelf.months, _month),
        (CATEGORIES, "按类别查看", "按来件的类别列出公开的答复。", shelf.categories, _plain_name),
        (UNITS, "按答复单位查看", "按作出答复的单位列出公开的答复。", shelf.by_unit, _plain_name),
    )
    for index, title, about, groups, name in ways:
        items = "\n".join(
            f'<li><a href="{href(index, group.path)}">{name(group)}'
            f'<span class="count">{len(group.cases)} 件</span></a></li>'
            for group in groups
        )
        body = f'<ul class="groups">\n{items}\n</ul>' if groups else "<p>还没有公开的答复。</p>"
        yield index, f"{_column(title, about)}\n# {title}\n\n{about}\n\n{body}\n"
        for group in groups:
            yield from _list(group, name(group), index, title, shelf)


def _list(group: Group, name: str, index: str, way: str, shelf: Shelf) -> Iterator[tuple[str, str]]:
    for path, cases, pager in paged(group.path, group.cases):
        body = listed(path, cases, shelf)
        head = _column(name, f"{name}：公开的答复")
        back = link(path, index, f"返回{way}")
        yield (
            path,
            f"{head}\n# {name}\n\n<p>共 {len(group.cases)} 件，新的在前。{back}</p>\n\n{body}\n\n{pager}\n",
        )


def _column(title: str, about: str, hide: Sequence[str] = ("navigation", "toc")) -> str:
    return front(title=title, column=title, description=about, hide=list(hide))


def _month(group: Group) -> str:
    year, month = group.name.split("-")
    return f"{year}年{int(month)}月"


def _plain_name(group: Group) -> str:
    return plain(group.name)
