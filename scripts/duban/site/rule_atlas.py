"""The internal atlas of rules: every rulebook the office follows by kind, what several share, all readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from duban.cases.case_numbers import KINDS
from duban.cases.office import Adoption
from duban.engine.explanation import region_words
from duban.engine.office_context import OfficeContext
from duban.law.not_carried import of_books
from duban.law.rulebook import Lent, Rule, Rulebook
from duban.law.words.field_names import FieldNames
from duban.site.case_rows import RULES, rule_path
from duban.site.not_carried_page import PATH as NOT_CARRIED
from duban.site.not_carried_page import not_carried_page
from duban.site.page_text import folded, link, page, plain
from duban.site.readings_page import READINGS, readings_page
from duban.site.rulebook_page import RuleReader, Volume, kind_mark, lists_asked, rule_page
from duban.site.source_marks import standing_mark

ORDER = [*KINDS]
ORDER[ORDER.index("meeting") + 1 : ORDER.index("meeting") + 1] = ["topic", "item"]


def rule_page_paths(books: Iterable[Rulebook]) -> Mapping[str, str]:
    """Return the page and anchor of every rule: a shared one stands on the page of its shared rulebook."""
    pages: dict[str, str] = {}
    for book in books:
        lent = {id: lender.id for lender in book.lent for id in lender.rules}
        for rule in book.rules:
            pages.setdefault(rule.id, f"{rule_path(lent.get(rule.id, book.id))}#{rule.id}")
    return pages


def rule_pages(context: OfficeContext, names: FieldNames, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the list of adopted rulebooks, a page for each and for each they share, and all readings."""
    books = tuple(dict.fromkeys(context.adopted))  # one may have been adopted, dropped and adopted again
    pages = rule_page_paths(books)
    shared = _shared(books)
    volumes = [_volume(book, context, names) for book in books]
    yield RULES, _index(volumes, shared, names)
    yield not_carried_page(of_books(context.not_carried, books), pages)
    rules: list[tuple[Rule, FieldNames]] = []
    for volume in (*volumes, *shared):
        own = names if volume.shared else names.of(volume.book.kind)
        yield rule_page(volume, RuleReader(own, context.office, context.calendar, now, pages))
        rules += [(rule, own) for rule in volume.rules]
    yield readings_page(rules, pages)


def _index(volumes: Sequence[Volume], shared: Sequence[Volume], names: FieldNames) -> str:
    kinds: dict[str, list[Volume]] = {}
    for volume in volumes:
        kinds.setdefault(volume.book.kind, []).append(volume)
    blocks = [
        f"<p>本办公室采用的全部规则书。条文没有写清楚的地方怎样理解，见{link(RULES, READINGS, '怎样理解条文')}；"
        f"条文要求做、登记册没有收入的，见{link(RULES, NOT_CARRIED, '没有收入的条文')}。</p>"
    ]
    for kind in sorted(kinds, key=ORDER.index):
        blocks.append(f"## {plain(names.kind(kind))}")
        blocks += [_entry(volume) for volume in kinds[kind]]
    if shared:
        blocks.append("## 几类事项共用的")
        blocks += [_entry(volume) for volume in shared]
    return page("规则", *blocks)


def _entry(volume: Volume) -> str:
    """Return one rulebook in the list: its title, standing, adoption, and its rules folded."""
    rows = "".join(
        f"<li>{kind_mark(rule)} {link(RULES, f'{volume.path}#{rule.id}', rule.title)}</li>"
        for rule in volume.rules
    )
    facts = "".join(f"<span>{name}：{value}</span>" for name, value in volume.facts if value)
    return f"""<div class="book">
<p><b>{link(RULES, volume.path, volume.title)}</b>{standing_mark(volume.sources[0].standing)}</p>
<p class="told">{facts}</p>
{folded(f"{len(volume.rules)} 条规则", f'<ul class="ruled">{rows}</ul>')}
</div>"""


def _volume(book: Rulebook, context: OfficeContext, names: FieldNames) -> Volume:
    lent = frozenset(id for lender in book.lent for id in lender.rules)
    adoptions = [adoption for adoption in context.office.adopted if adoption.rulebook == book.id]
    path = rule_path(book.id)
    until = f"，到{book.until}止（不含）" if book.until else ""
    using = "、".join(link(path, rule_path(lender.id), lender.title) for lender in book.lent)
    facts = (
        ("适用地区", plain(region_words(book, context.office))),
        ("渠道", plain("、".join(sorted(book.channels)))),
        ("施行", f"自{book.since}起{until}"),
        ("版本", plain(f"按{names.of(book.kind).field(book.arrives)}决定用哪一版期限")),
        ("本办公室采用", "；".join(map(_adopted, adoptions))),
        ("还用", using),
    )
    return Volume(
        book.title,
        path,
        book,
        tuple(rule for rule in book.rules if rule.id not in lent),
        facts,
        tuple(book.sources.values()),
        _own_lists(book, lent),
    )


def _adopted(adoption: Adoption) -> str:
    until = f"至{adoption.until}" if adoption.until else ""
    return f"{adoption.since}起{until}（{plain(adoption.decision)}）"


def _own_lists(book: Rulebook, lent: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the lists of a rulebook, of those it shares only what its own rules ask for."""
    asked = {name for rule in book.rules if rule.id not in lent for name in lists_asked(rule)}
    shared = {name for lender in book.lent for name in lender.lists} - asked
    return {name: listed for name, listed in book.lists.items() if name not in shared}


def _shared(books: Sequence[Rulebook]) -> list[Volume]:
    """Return the shared rulebooks, each once, with the rulebooks that use it."""
    lenders: dict[str, tuple[Lent, list[Rulebook]]] = {}
    for book in books:
        for lender in book.lent:
            lenders.setdefault(lender.id, (lender, []))[1].append(book)
    return [_shared_volume(lender, users) for lender, users in lenders.values()]


def _shared_volume(lender: Lent, users: Sequence[Rulebook]) -> Volume:
    path, first = rule_path(lender.id), users[0]
    using = "、".join(link(path, rule_path(book.id), book.title) for book in users)
    return Volume(
        lender.title,
        path,
        first,
        tuple(rule for rule in first.rules if rule.id in lender.rules),
        (("哪些规则书用它", using),),
        tuple(source for key, source in first.sources.items() if key in lender.sources),
        {name: listed for name, listed in first.lists.items() if name in lender.lists},
        shared=True,
    )
