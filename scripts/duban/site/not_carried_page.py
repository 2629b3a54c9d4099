"""The page of clauses that no rulebook carries, with the reason; and the same as a folded part of a public page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from duban.law.not_carried import NotCarried
from duban.site.page_text import Html, folded, link, page, plain, quiet, table
from duban.site.source_marks import standing_mark

PATH = "rules/not-carried.md"
TITLE = "没有收入的条文"
ABOUT = "条文里要求做、登记册却没有收入的，一条一条列在这里，写明为什么。同一条的其余要求由规则管的，列出是哪几条规则。"
_HEADS = ("条文", "要求什么", "为什么")


def not_carried_page(clauses: Sequence[NotCarried], rule_paths: Mapping[str, str]) -> tuple[str, str]:
    """Return the internal page: a table for each text; rules that carry the rest of an article are linked."""
    blocks = [f"<p>{ABOUT}</p>"]
    for clause, rows in _by_source(clauses):
        blocks.append(f"## {plain(clause.source.title)}{standing_mark(clause.source.standing)}")
        blocks.append(
            table(
                (*_HEADS, "其余见"),
                ((*_cells(row), _rest(row, rule_paths)) for row in rows),
                "left-out",
            )
        )
    if not clauses:
        blocks.append(quiet("没有。"))
    return PATH, page(TITLE, *blocks)


def not_carried_part(clauses: Sequence[NotCarried]) -> str:
    """Return the same for everybody, folded by text; empty where nothing is left out."""
    folds = [
        folded(f"{clause.source.title}：{len(rows)}项", table(_HEADS, map(_cells, rows), "left-out"))
        for clause, rows in _by_source(clauses)
    ]
    return "\n\n".join((f"## {TITLE}", f"<p>{ABOUT}</p>", *folds)) if folds else ""


def _by_source(clauses: Iterable[NotCarried]) -> list[tuple[NotCarried, list[NotCarried]]]:
    """Return the clauses of each text together, with one that names it."""
    grouped = (
        list(rows) for _, rows in groupby(clauses, key=lambda clause: (clause.folder, clause.source.key))
    )
    return [(rows[0], rows) for rows in grouped]


def _cells(clause: NotCarried) -> tuple[str, str, str]:
    return plain(clause.article.removeprefix(clause.source.key)), plain(clause.asks), plain(clause.reason)


def _rest(clause: NotCarried, rule_paths: Mapping[str, str]) -> Html:
    """Return links to the rules that carry the rest of the article; without one where the office does not follow it."""
    shown = (link(PATH, rule_paths[id], id) if id in rule_paths else plain(id) for id in clause.carried_by)
    return Html("<br>".join(shown) or "—")
