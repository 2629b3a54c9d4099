"""`duban rules`: the rulebooks as read, every rule with its article and its standing; `diff`: what a change moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from duban.cases.case_numbers import CASE_KINDS
from duban.cli.command_registry import Command
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import console, print_json, print_table, say
from duban.engine.explanation import STANDINGS, TYPES, region_words
from duban.findings.finding import Unusable
from duban.law.not_carried import NotCarried, of_books
from duban.law.rulebook import Rule, Rulebook
from duban.law.words.clock_words import starts_words
from duban.law.words.field_names import field_names_from
from duban.law.words.outcome_words import measure_words
from duban.law.words.scope_words import holder_words
from duban.law.words.word_table import describe_rule
from duban.register.load_office import load
from duban.site.limit_words import LimitCounter
from duban.site.requirement_words import requirement_texts
from duban.site.rulebook_page import OWING


@click.command("rules", cls=Command, short_help="列出规则书：每条规则的条文、起止和期限")
@click.argument("words", nargs=-1, metavar="[规则书 | diff 版本]")
@format_option("text", "json")
@today_option
@root_option
def rules(words: tuple[str, ...], form: str, today: str | None, root: Path) -> None:
    """列出本办公室采用的规则书，每条一行；写规则书编号（如 dwk.mailbox）只看这一本，每条写全，
    最后列出它的依据里没有收入的条文和原因。

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
    context = load(root)
    books = [book for book in context.books if book.id == words[0]] if words else list(context.adopted)
    if context.unsound:
        unsound = "、".join(context.unsound)
        say(f"duban：采用的 {unsound} 有错误，没有列出；运行 duban check 看错在哪里", err=True)
    if words and not books:
        raise Unusable(f"没有规则书 {words[0]}；有：{'、'.join(book.id for book in context.books)}")
    if form == "json":
        left_out = of_books(context.not_carried, books)
        print_json(
            {"rulebooks": [_book(book) for book in books], "not_carried": list(map(_left_out, left_out))}
        )
        return
    names = field_names_from(context.schemas, context.vocabulary, CASE_KINDS)
    now = moment(today, context.office)
    for book in books:
        counter = LimitCounter(names.of(book.kind), context.office, context.calendar, now)
        _print_book(book, counter, in_full=bool(words))
    _print_left_out(of_books(context.not_carried, books), in_full=bool(words))


def _print_left_out(clauses: Sequence[NotCarried], in_full: bool) -> None:
    """Print how many clauses no rule carries; in full, each with its reason."""
    if not clauses:
        return
    screen = console()
    more = "" if in_full else "；写规则书编号逐条列出"
    screen.print(f"没有收入的条文　{len(clauses)} 项{more}", style="bold", soft_wrap=True)
    for clause in clauses if in_full else ():
        rest = f"　其余见 {'、'.join(clause.carried_by)}" if clause.carried_by else ""
        screen.print(f"  {clause.citation}　{clause.asks}", soft_wrap=True)
        screen.print(f"    为什么　{clause.reason}{rest}", soft_wrap=True)


def _print_book(book: Rulebook, counter: LimitCounter, in_full: bool) -> None:
    screen = console()
    where = region_words(book, counter.office)
    screen.print(f"{book.id}　{book.title}　{where}　自 {book.since} 起", style="bold")
    for source in book.sources.values():
        day = "" if source.date == "undated" else f"　{source.date}"
        screen.print(f"  《{source.title}》{source.number}　{STANDINGS[source.standing]}{day}")
    if not in_full:
        heads = ("规则", "类型", "内容", "起", "止", "期限", "条文")
        print_table(heads, [_cells(rule, counter) for rule in book.rules])
    for rule in book.rules if in_full else ():
        screen.print()
        screen.print(f"■ {rule.title}　{TYPES[rule.type]}　{rule.id}", style="bold", soft_wrap=True)
        for head, text in _lines(rule, book, counter):
            if text:
                screen.print(f"  {head}　{text}", soft_wrap=True)
    screen.print()


def _cells(rule: Rule, counter: LimitCounter) -> tuple[str, ...]:
    starts, ends = "、".join(map(counter.names.field, rule.starts)), "、".join(sorted(rule.ends))
    starts = starts_words(rule, None, counter.names) if rule.grounds else starts
    limits, articles = limits_text(rule, counter), "、".join(rule.articles)
    return rule.id, TYPES[rule.type], rule.title, starts, ends, limits, articles


def _lines(rule: Rule, book: Rulebook, counter: LimitCounter) -> Iterator[tuple[str, str]]:
    names = counter.names
    yield "依据", rule.citation
    if rule.type in OWING:
        yield "由谁办", holder_words(rule, names, counter.office)
        yield "起", starts_words(rule, None, names) if rule.starts else ""
        yield "期限", limits_text(rule, counter)
    yield from describe_rule(rule, book, names)
    for text in requirement_texts(rule, book, names, counter.office):
        when = f"（{text.when}）" if text.when else ""
        says = f"（{text.says}）" if text.says else ""
        yield f"检查（{text.level}）", f"{text.where}{when}：{'；'.join(text.demands)}{says}"
    for measure in rule.measures:
        yield "指标", measure_words(measure, names)
    if rule.interpretation:
        yield "理解", names.prose(rule.interpretation.reading)


def _book(book: Rulebook) -> dict[str, object]:
    return {
        "id": book.id,
        "title": book.title,
        "region": book.region,
        "standing": book.standing,
        "in_force": {"from": book.since.isoformat(), "until": book.until and book.until.isoformat()},
        "rules": [
            {
                "id": rule.id,
                "type": rule.type,
                "title": rule.title,
                "article": rule.citation,
                "starts": list(rule.starts),
                "grounds": value.get("grounds", []),
                "ends": list(value.get("ends", [])),
                "within": value.get("within", []),
            }
            for rule, value in zip(book.rules, book.value["rules"], strict=True)
        ],
    }


def _left_out(clause: NotCarried) -> dict[str, object]:
    return {
        "article": clause.citation,
        "asks": clause.asks,
        "reason": clause.reason,
        "carried_by": list(clause.carried_by),
    }


def limits_text(rule: Rule, counter: LimitCounter) -> str:
    """Return a rule's limits in force in words, with their conditions: 办理等级为复杂：10个工作日（争取5个工作日）."""
    if rule.type not in OWING:
        return ""
    parts = []
    for limit in counter.limits(rule):
        when = f"{limit.when}：" if limit.when else ""
        aim = f"（争取{limit.aim.within}，不作期限）" if limit.aim else ""
        note = f"（{limit.note}）" if limit.note and not limit.back else ""
        parts.append(f"{when}{limit.within}{aim}{note}")
    return "；".join(parts)
