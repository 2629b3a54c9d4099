"""The list of what is searched for before anything becomes public, from the rules themselves: nothing is promised
that nobody does."""

from __future__ import annotations

from collections.abc import Iterator

from duban.privacy.privacy_rules import RULES
from duban.site.page_text import plain

PLACEHOLDER = "<!-- duban: 查哪些个人信息 -->"
"""Where a hand-written page wants the list, on a line of its own."""


def with_searched_kinds(markdown: str) -> str:
    """Return a hand-written page with the list in the place of its placeholder, if it has one."""
    return markdown.replace(PLACEHOLDER, "\n".join(searched_kinds())) if PLACEHOLDER in markdown else markdown


def searched_kinds() -> Iterator[str]:
    """Yield a line of Markdown for each kind: what stops a publication by its subject, then what is only a reminder."""
    for rule in sorted(RULES, key=lambda rule: (rule.is_reminder, rule.subject)):
        mark = "（只提醒，由人来定）" if rule.is_reminder else ""
        yield f"- **{plain(rule.kind)}**{mark}：{plain(rule.about)}"
