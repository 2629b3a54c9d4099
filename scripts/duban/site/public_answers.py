"""The public pages of released answers: one page each, and lists by month, category and unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from duban.privacy.public_case import PublicCase
from duban.site.page_folder import paged
from duban.site.page_text import Html, day_words, facts, link, mark, page, paragraphs, plain, slugs

MONTHS, CATEGORIES, UNITS = "months/index.md", "categories/index.md", "units/index.md"


@dataclass(frozen=True, slots=True)
class AnswerList:
    """Answers that stand in one list: its key (2026-03, 求助, a unit's full name), its page, newest first."""

    key: str
    path: str
    cases: tuple[PublicCase, ...]

    @property
    def name(self) -> str:
        """What the list is called: 2026年3月, 求助, a unit's full name."""
        if not self.path.startswith("months/"):
            return self.key
        year, month = self.key.split("-")
        return f"{year}年{int(month)}月"

    @property
    def label(self) -> str:
        """What a link to the list says: 2026年3月的答复, 更多：求助."""
        return f"{self.name}的答复" if self.path.startswith("months/") else f"更多：{self.name}"


@dataclass(frozen=True, slots=True)
class AnswerIndex:
    """All answers, newest first, and the three ways they are listed; `units` maps a code to its full name."""

    cases: tuple[PublicCase, ...]
    months: tuple[AnswerList, ...]
    categories: tuple[AnswerList, ...]
    by_unit: tuple[AnswerList, ...]
    units: Mapping[str, str]

    def unit(self, public: PublicCase) -> Html:
        """Return the full name of the unit that answered."""
        return plain(self.units.get(public.unit, public.unit))


def answer_index(cases: Iterable[PublicCase], units: Mapping[str, str]) -> AnswerIndex:
    """Return the answers in order, listed by month of the answer, by category and by unit."""
    ordered = tuple(
        sorted(cases, key=lambda public: (-public.answered.toordinal(), public.number, public.answer))
    )
    months = _lists(ordered, lambda public: f"{public.answered:%Y-%m}", "months")
    return AnswerIndex(
        cases=ordered,
        months=tuple(reversed(months)),
        categories=_by_size(_lists(ordered, category, "categories")),
        by_unit=_by_size(_lists(ordered, lambda public: units.get(public.unit, public.unit), "units")),
        units=units,
    )


def category(public: PublicCase) -> str:
    """Return the class an answer is listed under: the letter's own, or else the way it came."""
    return public.category or public.channel


def path_of(public: PublicCase) -> str:
    """Return the page of an answer: replies/2026/letter-2026-0007-a1.md."""
    year = public.number.split("-")[1]
    return f"replies/{year}/{public.number}-{public.answer}.md"


def _lists(
    cases: Sequence[PublicCase], key_of: Callable[[PublicCase], str], folder: str
) -> tuple[AnswerList, ...]:
    found: dict[str, list[PublicCase]] = {}
    for public in cases:
        found.setdefault(key_of(public), []).append(public)
    short = slugs(found)
    return tuple(AnswerList(key, f"{folder}/{short[key]}.md", tuple(found[key])) for key in sorted(found))


def _by_size(lists: Sequence[AnswerList]) -> tuple[AnswerList, ...]:
    return tuple(sorted(lists, key=lambda answers: (-len(answers.cases), answers.key)))


def reply_pages(index: AnswerIndex) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of the page of every answer."""
    listed_in: dict[tuple[str, str], list[AnswerList]] = {}
    for answers in (*index.months, *index.categories, *index.by_unit):
        for public in answers.cases:
            listed_in.setdefault((public.number, public.answer), []).append(answers)
    for public in index.cases:
        lists = listed_in[public.number, public.answer]
        yield path_of(public), reply_page(public, index.unit(public), lists)


def reply_page(public: PublicCase, unit: str, lists: Sequence[AnswerList] = ()) -> str:
    """Return the Markdown of one answer's page; `unit` is its full name, `lists` are those it stands in."""
    path, unit = path_of(public), plain(unit) if not isinstance(unit, Html) else unit
    more = "".join(f"<li>{link(path, answers.path, answers.label)}</li>" for answers in lists)
    known = (
        ("编号", plain(public.number)),
        ("类别", plain(category(public))),
        ("来件渠道", plain(public.channel)),
        ("答复单位", unit),
        ("来件日期", day_words(public.received)),
        ("答复日期", day_words(public.answered)),
        ("答复用时", f"{(public.answered - public.received).days} 天（自然日）"),
        ("来件人评价", mark("rating", public.rating) if public.rating else mark("quiet", "还没有评价")),
    )
    return page(
        public.title,
        facts(known),
        "## 来件内容",
        f'<div class="letter">\n{paragraphs(public.letter)}\n</div>',
        "## 答复内容",
        f"""<div class="answer">
{paragraphs(public.text)}
<p class="signed">{unit}<br>{day_words(public.answered)}</p>
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


def answer_list(here: str, cases: Iterable[PublicCase], index: AnswerIndex) -> Html:
    """Return answers as a list: title, class, unit, day, how the writer rated it."""
    rows = []
    for public in cases:
        known = [plain(category(public)), index.unit(public), f"{day_words(public.answered)}答复"]
        if public.rating:
            known.append(plain(public.rating))
        spans = "".join(f"<span>{part}</span>" for part in known)
        title = link(here, path_of(public), public.title)
        rows.append(f'<li>{title}<div class="told">{spans}</div></li>')
    return Html("\n".join(('<ul class="replies">', *rows, "</ul>")))


def list_pages(index: AnswerIndex) -> Iterator[tuple[str, str]]:
    """Yield the pages of every list, and the three pages that lead to them."""
    for overview, title, about, lists in (
        (MONTHS, "按月份查看", "每个月作出的答复，新的在前。", index.months),
        (CATEGORIES, "按类别查看", "按来件的类别列出公开的答复。", index.categories),
        (UNITS, "按答复单位查看", "按作出答复的单位列出公开的答复。", index.by_unit),
    ):
        items = "\n".join(f"<li>{link(overview, answers.path, _counted(answers))}</li>" for answers in lists)
        body = f'<ul class="groups">\n{items}\n</ul>' if lists else "<p>还没有公开的答复。</p>"
        yield overview, page(title, about, body, column=title, description=about)
        for answers in lists:
            yield from _list_pages(answers, overview, title, index)


def _counted(answers: AnswerList) -> Html:
    return Html(f'{plain(answers.name)}<span class="count">{len(answers.cases)} 件</span>')


def _list_pages(
    answers: AnswerList, overview: str, way: str, index: AnswerIndex
) -> Iterator[tuple[str, str]]:
    name = plain(answers.name)
    for path, cases, pager in paged(answers.path, answers.cases):
        back = link(path, overview, f"返回{way}")
        count = f"<p>共 {len(answers.cases)} 件，新的在前。{back}</p>"
        listed = answer_list(path, cases, index)
        yield path, page(name, count, listed, pager, column=name, description=f"{name}：公开的答复")
