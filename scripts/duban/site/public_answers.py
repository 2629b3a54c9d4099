"""The public pages of released answers: one page each, and lists by month, category and unit."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from duban.privacy.public_case import PublicCase
from duban.site.letter_text import paragraphs, reply_laid_out
from duban.site.page_text import (
    Html,
    Pages,
    day_words,
    facts,
    link,
    mark,
    page,
    paged,
    plain,
    slugs,
)

MONTHS, CATEGORIES, UNITS = "months/index.md", "categories/index.md", "units/index.md"
REMOVED = "removed.md"


class AnswerList(NamedTuple):
    """Answers that stand in one list: its name (2026年3月, 求助, a unit's full name), what a link to it says, its page."""

    name: str
    label: str
    path: str
    cases: Sequence[PublicCase]  # newest first


class AnswerIndex(NamedTuple):
    """All answers, newest first and with the full name of their unit, and their lists by the page that leads there."""

    cases: Sequence[PublicCase]
    lists: Mapping[str, Sequence[AnswerList]]


def answer_index(cases: Iterable[PublicCase], units: Mapping[str, str]) -> AnswerIndex:
    """Return the answers listed by month, by category and by unit; `units` maps a code to its full name."""
    named = (replace(public, unit=units.get(public.unit, public.unit)) for public in cases)
    ordered = sorted(named, key=lambda public: (-public.answered.toordinal(), public.number, public.answer))
    months = _lists(ordered, MONTHS, lambda public: f"{public.answered:%Y-%m}")
    categories = _lists(ordered, CATEGORIES, category)
    by_unit = _lists(ordered, UNITS, lambda public: public.unit)
    for lists in (categories, by_unit):
        lists.sort(key=lambda answers: (-len(answers.cases), answers.name))
    return AnswerIndex(ordered, {MONTHS: months[::-1], CATEGORIES: categories, UNITS: by_unit})


def category(public: PublicCase) -> str:
    """Return the class an answer is listed under: the letter's own, or else the way it came."""
    return public.category or public.channel


def path_of(public: PublicCase) -> str:
    """Return the page of an answer: replies/2026/letter-2026-0007-a1.md."""
    year = public.number.split("-")[1]
    return f"replies/{year}/{public.number}-{public.answer}.md"


def _lists(
    cases: Iterable[PublicCase], overview: str, key_of: Callable[[PublicCase], str]
) -> list[AnswerList]:
    """Return a list for each key, in order of the keys: those of months are 2026-03, the others are names."""
    found: dict[str, list[PublicCase]] = {}
    for public in cases:
        found.setdefault(key_of(public), []).append(public)
    short, lists = slugs(found), []
    for key in sorted(found):
        name, label = key, f"更多：{key}"
        if overview == MONTHS:
            year, month = key.split("-")
            name = f"{year}年{int(month)}月"
            label = f"{name}的答复"
        path = f"{posixpath.dirname(overview)}/{short[key]}.md"
        lists.append(AnswerList(name, label, path, found[key]))
    return lists


def answer_pages(index: AnswerIndex) -> Pages:
    """Yield the page of every answer."""
    listed_in: dict[tuple[str, str], list[AnswerList]] = {}
    for answers in chain.from_iterable(index.lists.values()):
        for public in answers.cases:
            listed_in.setdefault((public.number, public.answer), []).append(answers)
    for public in index.cases:
        lists = listed_in[public.number, public.answer]
        yield path_of(public), answer_page(public, lists)


def answer_page(public: PublicCase, lists: Iterable[AnswerList] = ()) -> str:
    """Return the Markdown of one answer's page; `lists` are those it stands in."""
    path, unit = path_of(public), plain(public.unit)
    more = "".join(f"<li>{link(path, answers.path, answers.label)}</li>" for answers in lists)
    known = (
        ("编号", plain(public.number)),
        ("类别", plain(category(public))),
        ("来件渠道", plain(public.channel)),
        ("答复单位", unit),
        ("来件日期", day_words(public.received)),
        ("答复日期", day_words(public.answered)),
        ("答复用时", f"{(public.answered - public.received).days} 天（自然日）"),
        ("消除的逾期", _removed(path, public)),
        ("来件人评价", mark("rating", public.rating) if public.rating else mark("quiet", "还没有评价")),
    )
    return page(
        public.title,
        facts(known),
        "## 来件内容",
        f'<div class="letter">\n{paragraphs(public.letter)}\n</div>',
        "## 答复内容",
        f"""<div class="answer">
{reply_laid_out(public.text, public.unit, day_words(public.answered))}
</div>""",
        f"""<div class="notes">
<p>来件经过编辑，删去了个人信息。本页于{day_words(public.released)}公开。</p>
<ul class="more">{more}</ul>
</div>""",
        article=True,
        published=f"{public.released} 00:00",
        source=unit,
        keywords=plain(category(public)),
        update_date=str(public.released),
    )


def _removed(here: str, public: PublicCase) -> str:
    """Return the class and day of each decision that took lateness away; empty where there was none."""
    decided = "；".join(f"{category}（{day_words(day)}）" for day, category in public.removed)
    return link(here, REMOVED, decided) if decided else ""


def answer_list(here: str, cases: Iterable[PublicCase]) -> Html:
    """Return answers as a list: title, class, unit, day, how the writer rated it."""
    rows = []
    for public in cases:
        known = [plain(category(public)), plain(public.unit), f"{day_words(public.answered)}答复"]
        if public.rating:
            known.append(plain(public.rating))
        spans = "".join(f"<span>{part}</span>" for part in known)
        title = link(here, path_of(public), public.title)
        rows.append(f'<li>{title}<div class="told">{spans}</div></li>')
    return Html("\n".join(('<ul class="replies">', *rows, "</ul>")))


def list_pages(index: AnswerIndex) -> Pages:
    """Yield the pages of every list, and the three pages that lead to them."""
    for overview, way, about in (
        (MONTHS, "按月份查看", "每个月作出的答复，新的在前。"),
        (CATEGORIES, "按类别查看", "按来件的类别列出公开的答复。"),
        (UNITS, "按答复单位查看", "按作出答复的单位列出公开的答复。"),
    ):
        lists = index.lists[overview]
        items = "\n".join(f"<li>{link(overview, answers.path, _counted(answers))}</li>" for answers in lists)
        body = f'<ul class="groups">\n{items}\n</ul>' if lists else "<p>还没有公开的答复。</p>"
        yield overview, page(way, about, body, column=way, description=about)
        for answers in lists:
            name = plain(answers.name)
            for path, cases, pager in paged(answers.path, answers.cases):
                back = link(path, overview, f"返回{way}")
                count = f"<p>共 {len(answers.cases)} 件，新的在前。{back}</p>"
                listed = answer_list(path, cases)
                yield path, page(name, count, listed, pager, column=name, description=f"{name}：公开的答复")


def _counted(answers: AnswerList) -> Html:
    return Html(f'{plain(answers.name)}<span class="count">{len(answers.cases)} 件</span>')
