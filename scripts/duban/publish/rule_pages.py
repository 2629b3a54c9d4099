"""The internal pages of the rulebooks: every rule with its article, standing, limits and reading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from duban.publish.rule_words import Words, condition_words, holder_words, instruments, terms
from duban.publish.sheets import RULES, rule_path
from duban.publish.text import front, link, plain, table
from duban.register.setting import Setting
from duban.rules.explanation import STANDINGS, TYPES
from duban.rules.rulebook import Rule, Rulebook


def rule_pages(setting: Setting, words: Words, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the list of adopted rulebooks and a page for each."""
    adopted = {one.rulebook: one for one in setting.office.adopted}
    rows = [
        (
            link(RULES, rule_path(book.id), plain(book.title)),
            plain(words.kind(book.kind)),
            plain("、".join(sorted(book.channels))) or "全部",
            STANDINGS.get(book.standing, plain(book.standing)),
            adopted[book.id].since.isoformat(),
            plain(adopted[book.id].decision),
            str(len(book.rules)),
        )
        for book in setting.adopted
    ]
    heads = ("规则书", "种类", "渠道", "文件状态", "采用起", "采用依据", "条数")
    yield RULES, f"{front(title='规则', hide=['navigation', 'toc'])}\n# 规则\n\n{table(heads, rows)}\n"
    for book in setting.adopted:
        yield rule_path(book.id), _book(book, setting, words.of(book.kind), now)


def _book(book: Rulebook, setting: Setting, words: Words, now: datetime) -> str:
    rows = [
        (
            f'<span class="number">{plain(rule.id)}</span>',
            TYPES.get(rule.type, plain(rule.type)),
            plain(rule.title),
            plain(holder_words(rule, words, setting.office))
            if rule.type in ("duty", "window", "recurring")
            else "—",
            _limits(rule, setting, words, now),
            "<br>".join(
                f'{plain(cited)}<span class="standing">{standing}</span>'
                for cited, standing in instruments(rule, book)
            ),
            _reading(rule),
        )
        for rule in book.rules
    ]
    heads = ("编号", "类型", "内容", "由谁办", "期限", "依据", "理解")
    sources = "".join(
        f"<li>《{plain(source.title)}》 {plain(source.number)} {plain(source.date)}"
        f'<span class="standing">{STANDINGS.get(source.standing, "")}</span>{plain(source.note)}</li>'
        for source in book.sources.values()
    )
    head = front(title=plain(book.title), hide=["navigation", "toc"])
    return f'{head}\n# {plain(book.title)}\n\n<ul class="sources">{sources}</ul>\n\n{table(heads, rows, "rules")}\n'


def _limits(rule: Rule, setting: Setting, words: Words, now: datetime) -> str:
    lines = []
    if rule.only_if:
        lines.append(f"只在{plain(condition_words(rule.only_if, words))}时")
    for term in terms(rule, words, now, setting.calendar, setting.office):
        when = f"{plain(term.when)}：" if term.when else ""
        start = f"从{plain(term.starts)}起 " if term.starts and term.due else ""
        lines.append(f"{when}{start}{plain(term.within)}")
    return "<br>".join(lines) or "—"


def _reading(rule: Rule) -> str:
    reading = rule.interpretation
    if reading is None:
        return "—"
    mark = f"【{plain(reading.id)}】" if reading.id else ""
    other = f"<br>另一种理解：{plain(reading.other)}" if reading.other else ""
    return f"<details><summary>本地理解{mark}</summary>{plain(reading.reading)}{other}</details>"
