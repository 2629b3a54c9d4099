"""The blocks of the page of limits: one rulebook's limits as a table, an example of each counted from today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from duban.law.rulebook import Rule, Rulebook, Source
from duban.law.rulebook_file import citations
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import arises_words
from duban.law.words.scope_words import holder_words
from duban.site.limit_words import LimitCounter, LimitText, lead_words
from duban.site.page_text import Html, folded, mark, plain, table
from duban.site.source_marks import sources_list, standing_mark

HEADS = ("做什么", "由谁办", "期限", "依据")


def limits_table(rules: Iterable[Rule], book: Rulebook, counter: LimitCounter) -> str:
    """Return the limits of rules as a table; empty where none has any."""
    rows = [
        (
            plain(rule.title) + _when(rule, counter.names),
            plain(holder_words(rule, counter.names, counter.office)),
            "".join(f'<div class="term">{within(limit)}{_until(limit)}</div>' for limit in limits),
            _cited(rule, book),
        )
        for rule in rules
        if (limits := list(counter.limits(rule)))
    ]
    return table(HEADS, rows, "limits") if rows else ""


def _cited(rule: Rule, book: Rulebook) -> str:
    """Return the articles of a rule; the text's title only where the rulebook stands on several."""
    if len(book.sources) == 1:
        (key,) = book.sources
        return plain("、".join(article.removeprefix(key) for article in rule.articles))
    return "<br>".join(plain(cited) for cited, _ in citations(rule.articles, book.sources))


def _when(rule: Rule, names: FieldNames) -> str:
    when = arises_words(rule, names)
    return f"<br>{mark('quiet', when)}" if when else ""


def within(limit: LimitText) -> str:
    """Return a limit: when it applies, what it runs from, how long; a target beside it."""
    when = f"{plain(limit.when)}：" if limit.when else ""
    aim = f"（争取{plain(limit.aim.within)}，不作期限）" if limit.aim else ""
    text: str = plain(limit.within)
    if limit.due is not None or limit.back:
        text = f"{plain(lead_words(limit))}<b>{text}</b>"
    return f"{when}{text}{aim}"


def example_words(limit: LimitText, today: date) -> str:
    """Return where a limit would end if it began today."""
    if limit.due is None:
        return _noted(limit)
    return f"，从今天（{today}）起算最迟 {_example(limit)}" if limit.starts else f"，即 {_example(limit)}"


def _until(limit: LimitText) -> str:
    """Return the same as a line of its own."""
    return f"<br>最迟 {_example(limit)}" if limit.due else _noted(limit)


def _example(limit: LimitText) -> str:
    """Return the last day or minute, and the one to strive for."""
    rolled = f"（{limit.raw}是休息日，顺延）" if limit.raw else ""
    aim = f"（争取 {_moment(limit.aim)}）" if limit.aim else ""
    return f"{_moment(limit)}{rolled}{aim}{_noted(limit)}"


def _moment(limit: LimitText) -> str:
    shown = f"{limit.due:%Y-%m-%d %H:%M}" if isinstance(limit.due, datetime) else f"{limit.due}"
    return mark("day", Html(f"{shown}{'【暂定】' if limit.provisional else ''}"))


def _noted(limit: LimitText) -> str:
    return mark("quiet", f"（{limit.note}）") if limit.note else ""


def standings(book: Rulebook) -> str:
    """Return the texts a rulebook stands on with their standing, on one line."""
    texts = "、".join(
        f"《{plain(source.title)}》{standing_mark(source.standing)}" for source in book.sources.values()
    )
    return f'<p class="based">依据{texts}</p>'


def all_sources(books: Iterable[Rulebook]) -> str:
    """Return the texts with number, date, standing and what is to be known of them, each once."""
    listed: dict[tuple[str, str], Source] = {}
    for book in books:
        for source in book.sources.values():
            listed.setdefault((source.title, source.number), source)
    return sources_list(listed.values())


def folded_readings(rules: Iterable[Rule], names: FieldNames) -> str:
    """Return the readings chosen where the text is silent, folded away."""
    rows = "".join(
        f"<dt>{plain(rule.title)}</dt><dd>{plain(names.prose(rule.interpretation.reading))}</dd>"
        for rule in rules
        if rule.interpretation is not None
    )
    if not rows:
        return ""
    return folded("条文没有写清楚的地方，本站这样理解", f"<dl>{rows}</dl>")
