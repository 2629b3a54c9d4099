"""The internal atlas of rules: every rulebook the office follows by kind, what several share, all readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from duban.cases.case_numbers import KINDS
from duban.engine.office_context import OfficeContext
from duban.law.rulebook import Lent, Rulebook
from duban.site.case_views import RULES, rule_path
from duban.site.law_words import Words
from duban.site.page_text import front, link, plain
from duban.site.readings_page import READINGS, readings_page
from duban.site.rulebook_page import Reader, Volume, kind_mark, lists_asked, rule_page, standing_mark

ORDER = [*KINDS]
ORDER[ORDER.index("meeting") + 1 : ORDER.index("meeting") + 1] = ["topic", "item"]


def rule_places(books: Iterable[Rulebook]) -> Mapping[str, str]:
    """Return the page and anchor of every rule: a shared one stands on the page of its shared rulebook."""
    places: dict[str, str] = {}
    for book in books:
        lent = {id: one.id for one in book.lent for id in one.rules}
        for rule in book.rules:
            places.setdefault(rule.id, f"{rule_path(lent.get(rule.id, book.id))}#{rule.id}")
    return places


def rule_pages(context: OfficeContext, words: Words, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the list of adopted rulebooks, a page for each and for each they share, and all readings."""
    books = tuple(dict.fromkeys(context.adopted))  # one may have been adopted, dropped and adopted again
    places = rule_places(books)
    shared = _shared(books, words)
    volumes = [_volume(book, context, words) for book in books]
    yield RULES, _index(volumes, shared, words)
    for volume in (*volumes, *shared):
        named = words if volume.shared else words.of(volume.book.kind)
        yield rule_page(volume, Reader(named, context.office, context.calendar, now, places))
    told = [
        (rule, words if volume.shared else words.of(volume.book.kind))
        for volume in (*volumes, *shared)
        for rule in volume.rules
    ]
    yield readings_page(told, places)


def _index(volumes: Sequence[Volume], shared: Sequence[Volume], words: Words) -> str:
    kinds: dict[str, list[Volume]] = {}
    for volume in volumes:
        kinds.setdefault(volume.book.kind, []).append(volume)
    parts = [
        front(title="规则", hide=["navigation", "toc"]),
        "# 规则",
        f"<p>本办公室采用的全部规则书。条文没有写清楚的地方怎样理解，见{link(RULES, READINGS, '怎样理解条文')}。</p>",
    ]
    for kind in sorted(kinds, key=ORDER.index):
        parts.append(f"## {plain(words.kind(kind))}")
        parts += [_entry(volume) for volume in kinds[kind]]
    if shared:
        parts.append("## 几类事项共用的")
        parts += [_entry(volume) for volume in shared]
    return "\n\n".join(parts) + "\n"


def _entry(volume: Volume) -> str:
    """Return one rulebook in the list: its title, standing, adoption, and its rules folded."""
    rows = "".join(
        f"<li>{kind_mark(rule)} {link(RULES, f'{volume.path}#{rule.id}', plain(rule.title))}</li>"
        for rule in volume.rules
    )
    told = "".join(f"<span>{name}：{value}</span>" for name, value in volume.facts if value)
    return f"""<div class="book">
<p><b>{link(RULES, volume.path, plain(volume.title))}</b>{standing_mark(volume.sources[0].standing)}</p>
<p class="told">{told}</p>
<details>
<summary>{len(volume.rules)} 条规则</summary>
<ul class="ruled">{rows}</ul>
</details>
</div>"""


def _volume(book: Rulebook, context: OfficeContext, words: Words) -> Volume:
    lent = frozenset(id for one in book.lent for id in one.rules)
    adoption = [one for one in context.office.adopted if one.rulebook == book.id]
    named = words.of(book.kind)
    path = rule_path(book.id)
    until = f"，到{book.until}止（不含）" if book.until else ""
    using = "、".join(link(path, rule_path(one.id), plain(one.title)) for one in book.lent)
    facts = (
        ("渠道", plain("、".join(sorted(book.channels)))),
        ("施行", f"自{book.since}起{until}"),
        ("版本", plain(f"按{named.field(book.arrives)}决定用哪一版期限")),
        ("本办公室采用", "；".join(_adopted(one.since, one.until, one.decision) for one in adoption)),
        ("还用", using),
    )
    return Volume(
        book.id,
        book.title,
        path,
        book,
        tuple(rule for rule in book.rules if rule.id not in lent),
        facts,
        tuple(book.sources.values()),
        _own_lists(book, lent),
    )


def _adopted(since: object, until: object, decision: str) -> str:
    return f"{since}起" + (f"至{until}" if until else "") + f"（{plain(decision)}）"


def _own_lists(book: Rulebook, lent: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the lists of a rulebook, of those it shares only what its own rules ask for."""
    asked = {name for rule in book.rules if rule.id not in lent for name in lists_asked(rule)}
    shared = {name for one in book.lent for name in one.lists} - asked
    return {name: listed for name, listed in book.lists.items() if name not in shared}


def _shared(books: Sequence[Rulebook], words: Words) -> list[Volume]:
    """Return the shared rulebooks, each once, with the rulebooks that use it."""
    lenders: dict[str, tuple[Lent, list[Rulebook]]] = {}
    for book in books:
        for one in book.lent:
            lenders.setdefault(one.id, (one, []))[1].append(book)
    found = []
    for one, users in lenders.values():
        path, first = rule_path(one.id), users[0]
        using = "、".join(link(path, rule_path(book.id), plain(book.title)) for book in users)
        found.append(
            Volume(
                one.id,
                one.title,
                path,
                first,
                tuple(rule for rule in first.rules if rule.id in one.rules),
                (("哪些规则书用它", using),),
                tuple(source for key, source in first.sources.items() if key in one.sources),
                {name: listed for name, listed in first.lists.items() if name in one.lists},
                shared=True,
            )
        )
    return found
