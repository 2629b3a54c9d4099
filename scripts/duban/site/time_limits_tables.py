"""The blocks of the page of limits: one rulebook's limits as a table, an example of each counted from today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from duban.law.rulebook import Rule, Rulebook, Source
from duban.site.law_words import Words, arises_words, holder_words, instruments
from duban.site.limit_words import Counting, Term, lead_words
from duban.site.page_text import plain, table
from duban.site.rulebook_page import sources_list, standing_mark

HEADS = ("做什么", "由谁办", "期限", "依据")


def limits_table(rules: Iterable[Rule], book: Rulebook, told: Counting) -> str:
    """Return the limits of rules as a table; empty where none has any."""
    rows = [
        (
            plain(rule.title) + _when(rule, told.words),
            plain(holder_words(rule, told.words, told.office)),
            "".join(f'<div class="term">{within(term)}{_until(term)}</div>' for term in found),
            _cited(rule, book),
        )
        for rule in rules
        if (found := list(told.terms(rule)))
    ]
    return table(HEADS, rows, "limits") if rows else ""


def _cited(rule: Rule, book: Rulebook) -> str:
    """Return the articles of a rule; the text's title only where the rulebook stands on several."""
    if len(book.sources) == 1:
        (key,) = book.sources
        return plain("、".join(article.removeprefix(key) for article in rule.articles))
    return "<br>".join(plain(cited) for cited, _ in instruments(rule, book))


def _when(rule: Rule, words: Words) -> str:
    when = arises_words(rule, words)
    return f'<br><span class="quiet">{plain(when)}</span>' if when else ""


def within(term: Term) -> str:
    """Return a limit: when it applies, what it runs from, how long; a target beside it."""
    when = f"{plain(term.when)}：" if term.when else ""
    aim = f"（争取{plain(term.aim.within)}，不作期限）" if term.aim else ""
    said = plain(term.within)
    if term.due is not None or term.back:
        said = f"{plain(lead_words(term))}<b>{said}</b>"
    return f"{when}{said}{aim}"


def then(term: Term, today: date) -> str:
    """Return where a limit would end if it began today."""
    if term.due is None:
        return _noted(term)
    return f"，从今天（{today}）起算最迟 {_example(term)}" if term.starts else f"，即 {_example(term)}"


def _until(term: Term) -> str:
    """Return the same as a line of its own."""
    return f"<br>最迟 {_example(term)}" if term.due else _noted(term)


def _example(term: Term) -> str:
    """Return the last day or minute, and the one to strive for."""
    rolled = f"（{term.raw}是休息日，顺延）" if term.raw else ""
    aim = f"（争取 {_moment(term.aim)}）" if term.aim else ""
    return f"{_moment(term)}{rolled}{aim}{_noted(term)}"


def _moment(term: Term) -> str:
    shown = f"{term.due:%Y-%m-%d %H:%M}" if isinstance(term.due, datetime) else f"{term.due}"
    return f'<span class="day">{shown}{"【暂定】" if term.provisional else ""}</span>'


def _noted(term: Term) -> str:
    return f'<span class="quiet">（{plain(term.note)}）</span>' if term.note else ""


def standings(book: Rulebook) -> str:
    """Return the texts a rulebook stands on with their standing, on one line."""
    told = "、".join(
        f"《{plain(source.title)}》{standing_mark(source.standing)}" for source in book.sources.values()
    )
    return f'<p class="based">依据{told}</p>'


def sources_told(books: Iterable[Rulebook]) -> str:
    """Return the texts with number, date, standing and what is to be known of them, each once."""
    listed: dict[tuple[str, str], Source] = {}
    for book in books:
        for one in book.sources.values():
            listed.setdefault((one.title, one.number), one)
    return sources_list(listed.values())


def readings_told(rules: Iterable[Rule], words: Words) -> str:
    """Return the readings chosen where the text is silent, folded away."""
    rows = "".join(
        f"<dt>{plain(rule.title)}</dt><dd>{plain(words.prose(rule.interpretation.reading))}</dd>"
        for rule in rules
        if rule.interpretation is not None
    )
    if not rows:
        return ""
    return f"<details>\n<summary>条文没有写清楚的地方，本站这样理解</summary>\n<dl>{rows}</dl>\n</details>"
