"""The last section of the public page of limits: those of the government's own working, folded by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duban.law.rulebook import Rule, Rulebook
from duban.site.limit_words import LimitCounter
from duban.site.page_text import folded, plain
from duban.site.rule_atlas import ORDER
from duban.site.time_limits_tables import all_sources, folded_readings, limits_table, standings

SHOWN = ("duty", "window")


def internal_limits(books: Sequence[Rulebook], counter: LimitCounter) -> str:
    """Return the section; empty where the office follows no such rulebook, or none with limits."""
    kinds: dict[str, list[Rulebook]] = {}
    for book in books:
        kinds.setdefault(book.kind, []).append(book)
    seen: set[str] = set()
    folds = [
        fold
        for kind in sorted(kinds, key=ORDER.index)
        if (fold := _kind(kinds[kind], replace(counter, names=counter.names.of(kind)), seen))
    ]
    if not folds:
        return ""
    return "\n\n".join(
        (
            "## 政府内部的办理期限",
            "<p>下面这些不是给来信人、提案人答复的期限，是政府内部办事的期限，一并公布。点开看每一类。</p>",
            *folds,
            folded("依据的文件", all_sources(books), "wide"),
        )
    )


def _kind(books: Sequence[Rulebook], counter: LimitCounter, seen: set[str]) -> str:
    """Return the limits of one kind of matter, folded; a rule several rulebooks share is listed once."""
    count, parts = 0, []
    for book in books:
        rules = [rule for rule in book.rules if rule.type in SHOWN and rule.id not in seen]
        seen.update(rule.id for rule in rules)
        if rules:
            count += len(rules)
            parts.append(_book(book, rules, counter))
    if not parts:
        return ""
    title = counter.names.kind(books[0].kind)
    return folded(f"{title}（{count} 项）", "\n".join(parts), "wide")


def _book(book: Rulebook, rules: Sequence[Rule], counter: LimitCounter) -> str:
    return "\n".join(
        filter(
            None,
            (
                f'<p class="booked"><b>{plain(book.title)}</b></p>',
                standings(book),
                limits_table(rules, book, counter),
                folded_readings(rules, counter.names),
            ),
        )
    )
