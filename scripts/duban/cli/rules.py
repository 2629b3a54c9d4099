"""`duban rules`: the rulebooks as read, every rule with its article and its standing; `diff`: what a change moves."""

from __future__ import annotations

from pathlib import Path

import click

from duban.cli.options import Command, format_option, root_option, today_option
from duban.cli.output import as_json, console, table
from duban.records.finding import Unusable
from duban.register.setting import load
from duban.rules.explanation import STANDINGS, TYPES
from duban.rules.rulebook import Rule, Rulebook


@click.command("rules", cls=Command, short_help="列出规则书：每条规则的条文、起止和期限")
@click.argument("words", nargs=-1, metavar="[规则书 | diff 版本]")
@format_option("text", "json")
@today_option
@root_option
def rules(words: tuple[str, ...], form: str, today: str | None, root: Path) -> None:
    """列出本办公室采用的规则书；写规则书编号（如 dwk.mailbox）只看一本。

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
    setting = load(root)
    books = setting.adopted
    if rulebook is not None:
        books = tuple(book for book in setting.books if book.id == rulebook)
        if not books:
            known = "、".join(book.id for book in setting.books)
            raise Unusable(f"没有规则书 {rulebook}；有：{known}")
    if form == "json":
        as_json({"rulebooks": [_book(book) for book in books]})
        return
    screen = console()
    for book in books:
        screen.print(f"{book.id}　{book.title}　自 {book.since} 起", style="bold")
        for source in book.sources.values():
            screen.print(f"  《{source.title}》{source.number}　{STANDINGS[source.standing]}　{source.date}")
        table(
            ("规则", "类型", "内容", "起", "止", "期限", "条文"),
            [
                (
                    rule.id,
                    TYPES[rule.type],
                    rule.title,
                    "、".join(rule.starts),
                    "、".join(sorted(rule.ends)),
                    limit_words(rule),
                    "、".join(rule.articles),
                )
                for rule in book.rules
            ],
        )
        screen.print()


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


def limit_words(rule: Rule) -> str:
    """Return a rule's limits in words, the last version in force: 5个工作日；复杂 10个工作日."""
    if rule.every:
        return {"week": "每周", "month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}[
            rule.every
        ]
    said = []
    for limit in rule.within[-1].limits if rule.within else ():
        words = limit.period.words if limit.period else "条文没有写天数"
        when = "、".join("、".join(map(str, sorted(values, key=str))) for _, values in limit.when)
        said.append(f"{_condition(when)}{words}")
    if rule.cap and rule.cap.period:
        said.append(f"最长{rule.cap.period.words}（另一起点）")
    if rule.stated and not said:
        said.append("以写明的日期为准")
    return "；".join(said)


def _condition(words: str) -> str:
    return {"": "", "True": "经同意延长 "}.get(words, f"{words} ")
