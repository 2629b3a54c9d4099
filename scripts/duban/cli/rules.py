"""`duban rules`: the rulebooks as read, every rule with its article and its standing; `diff`: what a change moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from duban.cases.case_numbers import KINDS, PARTS
from duban.cli.command_registry import Command
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import as_json, console, table
from duban.engine.explanation import STANDINGS, TYPES
from duban.findings.finding import Unusable
from duban.law.rulebook import Rule, Rulebook
from duban.register.load_office import load
from duban.site.law_words import holder_words, words_of
from duban.site.lifecycle_words import course_words, measure_words
from duban.site.limit_words import Counting, starts_words
from duban.site.requirement_words import checks
from duban.site.rulebook_page import OWING


@click.command("rules", cls=Command, short_help="列出规则书：每条规则的条文、起止和期限")
@click.argument("words", nargs=-1, metavar="[规则书 | diff 版本]")
@format_option("text", "json")
@today_option
@root_option
def rules(words: tuple[str, ...], form: str, today: str | None, root: Path) -> None:
    """列出本办公室采用的规则书，每条一行；写规则书编号（如 dwk.mailbox）只看这一本，每条写全。

    duban rules diff 版本：把那个版本（Git 的提交、分支或标签，如 HEAD~1）的规则和现在的比，
    列出改了哪些规则，哪些没办完的件因此改了到期日、从哪天改到哪天。
    """
    if words[:1] == ("diff",):
        if len(words) != 2:
            raise Unusable("diff 后面要写一个版本（提交、分支或标签），如 duban rules diff HEAD~1")
        from duban.cli.rules_diff import diff  # Git is not needed to show a rulebook

        diff(words[1], form, today, root)
        return
    if len(words) > 1:
        raise Unusable(f"一次只看一本规则书，多写了：{'、'.join(words[1:])}")
    rulebook = next(iter(words), None)
    context = load(root)
    books = context.adopted
    if rulebook is not None:
        books = tuple(book for book in context.books if book.id == rulebook)
        if not books:
            known = "、".join(book.id for book in context.books)
            raise Unusable(f"没有规则书 {rulebook}；有：{known}")
    if form == "json":
        as_json({"rulebooks": [_book(book) for book in books]})
        return
    kinds = (*KINDS, *(part for part, _ in PARTS.values()))
    words = words_of(context.schemas.folder, context.vocabulary, kinds)
    screen, now = console(), moment(today, context.office)
    for book in books:
        screen.print(f"{book.id}　{book.title}　自 {book.since} 起", style="bold")
        for source in book.sources.values():
            screen.print(f"  《{source.title}》{source.number}　{STANDINGS[source.standing]}　{source.date}")
        told = Counting(words.of(book.kind), context.office, context.calendar, now)
        if rulebook is None:
            _table(book, told)
        else:
            for rule in book.rules:
                _whole(rule, book, told)
        screen.print()


def _table(book: Rulebook, told: Counting) -> None:
    """Print each rule on a line: what it is about, within how long."""
    heads = ("规则", "类型", "内容", "起", "止", "期限", "条文")
    rows = [
        (
            rule.id,
            TYPES[rule.type],
            rule.title,
            "、".join(map(told.words.field, rule.starts)),
            "、".join(sorted(rule.ends)),
            limit_words(rule, told),
            "、".join(rule.articles),
        )
        for rule in book.rules
    ]
    table(heads, rows)


def _whole(rule: Rule, book: Rulebook, told: Counting) -> None:
    """Print everything a rule says, each part on a line of its own."""
    screen = console()
    screen.print()
    screen.print(f"■ {rule.title}　{TYPES[rule.type]}　{rule.id}", style="bold", soft_wrap=True)
    for name, said in _said(rule, book, told):
        if said:
            screen.print(f"  {name}　{said}", soft_wrap=True)


def _said(rule: Rule, book: Rulebook, told: Counting) -> Iterator[tuple[str, str]]:
    words = told.words
    yield "依据", rule.citation
    if rule.type in OWING:
        yield "由谁办", holder_words(rule, words, told.office)
        yield "起", starts_words(rule, None, words) if rule.starts else ""
        yield "期限", limit_words(rule, told)
    yield from course_words(rule, book, words)
    for one in checks(rule, book, words, told.office):
        when = f"（{one.when}）" if one.when else ""
        says = f"（{one.says}）" if one.says else ""
        yield f"检查（{one.level}）", f"{one.where}{when}：{'；'.join(one.demands)}{says}"
    for measure in rule.measures:
        yield "指标", measure_words(measure, words)
    if rule.interpretation:
        yield "理解", words.prose(rule.interpretation.reading)


def _book(book: Rulebook) -> dict[str, object]:
    return {
        "id": book.id,
        "title": book.title,
        "standing": book.standing,
        "in_force": {"from": book.since.isoformat(), "until": book.until and book.until.isoformat()},
        "rules": [
            {
                "id": rule.id,
                "type": rule.type,
                "title": rule.title,
                "article": rule.citation,
                "starts": list(rule.starts),
                "ends": list(value.get("ends", [])),
                "within": value.get("within", []),
            }
            for rule, value in zip(book.rules, book.value["rules"], strict=True)
        ],
    }


def limit_words(rule: Rule, told: Counting) -> str:
    """Return a rule's limits in force in words, with their conditions: 办理等级为复杂：10个工作日（争取5个工作日）."""
    if rule.type not in OWING:
        return ""
    said = []
    for term in told.terms(rule):
        aim = f"（争取{term.aim.within}，不作期限）" if term.aim else ""
        note = f"（{term.note}）" if term.note and not term.back else ""
        said.append(f"{f'{term.when}：' if term.when else ''}{term.within}{aim}{note}")
    return "；".join(said)
